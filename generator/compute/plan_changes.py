"""What of a plan is in force on a day: tasks extended, moved, reworded, dropped, or taken over by a new plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.compute.plan_scope import homeless, plans_of_line
from generator.core.model import ChangeKind, Dossier, FundingLine, Plan, PlanChange, Progress, Task
from generator.core.periods import Window
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import short_date
from generator.read.columns import CONTENT, DEADLINE, LEAD, NEW_VALUE

_COLUMN = {ChangeKind.EXTENDED: DEADLINE, ChangeKind.MOVED: LEAD, ChangeKind.REWORDED: CONTENT}


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """A change that came into force in a period; `before` is the task as it was until then."""

    change: PlanChange
    before: Task


@dataclass(frozen=True, slots=True)
class Replacement:
    """A plan that took another's place in a period, the tasks that went over into it, those that ended with the old."""

    new: Plan
    old: Plan
    carried: tuple[Task, ...]
    ended: tuple[Task, ...]


def in_force(dossier: Dossier, day: date) -> Dossier:
    """The dossier with its tasks, and what belongs to plans, as they were in force on `day`.

    A row of progress that names no reporter is the report of the body that led the task when its period ended. Nothing
    is left to be changed in what comes back.
    """
    if not dossier.changes and not dossier.plans:
        return dossier
    by_task = _by_task(dossier.changes)
    tasks = tuple(
        task
        for one in dossier.tasks
        if _is_of_plan(one.plans, dossier.plans, day)
        and (task := _as_changed(one, by_task.get(one.code, ()), day)) is not None
    )
    codes = {task.code: task for task in tasks}
    originals = {task.code: task for task in dossier.tasks}
    of_tasks = {task.code: task.plans for task in dossier.tasks}
    lines = tuple(line for line in dossier.funding if _is_of_plan(plans_of_line(line, of_tasks), dossier.plans, day))
    money = {line.code for line in lines}
    indicators = tuple(one for one in dossier.indicators if _is_of_plan(one.plans, dossier.plans, day))
    return replace(
        dossier,
        tasks=tasks,
        progress=tuple(
            _by_its_lead(row, originals[row.task], codes[row.task], by_task.get(row.task, ()), dossier)
            for row in dossier.progress
            if row.task in codes
        ),
        indicators=indicators,
        funding=lines,
        disbursements=tuple(row for row in dossier.disbursements if row.line in money),
        changes=(),
        plans=(),
    )


def changes_in(dossier: Dossier, window: Window) -> tuple[ChangeFact, ...]:
    """The changes that came into force inside `window`, in the order of their days."""
    by_task = _by_task(dossier.changes)
    tasks = {task.code: task for task in dossier.tasks}
    found = []
    for change in sorted(dossier.changes, key=lambda one: one.day):
        if change.day in window and (task := tasks.get(change.task)) is not None:
            earlier = [one for one in by_task[change.task] if one.day < change.day]
            before = _as_changed(task, earlier, change.day - timedelta(days=1))
            if before is not None:
                found.append(ChangeFact(change, before))
    return tuple(found)


def replacements_in(dossier: Dossier, window: Window, asked: tuple[str, ...] = ()) -> tuple[Replacement, ...]:
    """The plans that took another's place inside `window`; of those `asked` for, where a report is not on all.

    A report on a plan alone whose place was taken before says so too: a reader has to know what is in force.
    """
    plans = {plan.code: plan for plan in dossier.plans}
    return tuple(
        Replacement(
            new=plan,
            old=plans[plan.replaces],
            carried=tuple(one for one in dossier.tasks if {plan.code, plan.replaces} <= {*one.plans}),
            ended=ended_with(dossier, plan),
        )
        for plan in dossier.plans
        if plan.replaces in plans and plan.day is not None
        if plan.day in window or (plan.day <= window.end and plan.replaces in asked and plan.code not in asked)
        if not asked or {plan.code, plan.replaces} & {*asked}
    )


@dataclass(frozen=True, slots=True)
class ReplacedMoney:
    """The money that was of a plan alone whose place another has taken: in no total any more."""

    plan: Plan
    lines: tuple[FundingLine, ...]


def replaced_money(dossier: Dossier, day: date) -> tuple[ReplacedMoney, ...]:
    """What of the money is of plans that are in force no more on `day`, under the last of them."""
    of_tasks = {task.code: task.plans for task in dossier.tasks}
    ended = [
        plan
        for plan in dossier.plans
        if any(one.replaces == plan.code and one.day is not None and one.day <= day for one in dossier.plans)
    ]
    found: dict[str, list[FundingLine]] = {plan.code: [] for plan in ended}
    for line in dossier.funding:
        codes = plans_of_line(line, of_tasks)
        own = [plan.code for plan in ended if plan.code in codes]
        if own and not _is_of_plan(codes, dossier.plans, day):
            found[own[-1]].append(line)
    return tuple(ReplacedMoney(plan, tuple(found[plan.code])) for plan in ended if found[plan.code])


def ended_with(dossier: Dossier, new: Plan) -> tuple[Task, ...]:
    """The tasks that were in force before `new` took its plan's place, and are of no plan in force since."""
    return tuple(task for task in dossier.tasks if _ends(task.plans, dossier, new))


def _ends(codes: tuple[str, ...], dossier: Dossier, new: Plan) -> bool:
    """True for what was of the plan that `new` takes the place of, and is of no plan in force since."""
    if new.day is None or new.replaces not in codes:
        return False
    before = new.day - timedelta(days=1)
    return _is_of_plan(codes, dossier.plans, before) and not _is_of_plan(codes, dossier.plans, new.day)


def _by_task(changes: Iterable[PlanChange]) -> Mapping[str, list[PlanChange]]:
    found: dict[str, list[PlanChange]] = {}
    for change in sorted(changes, key=lambda one: one.day):
        found.setdefault(change.task, []).append(change)
    return found


def _as_changed(task: Task, changes: Iterable[PlanChange], day: date) -> Task | None:
    """The task as it stands on `day`; None once it is dropped."""
    places: dict[str, Place] = {}
    for change in changes:
        if change.day > day:
            break
        if change.kind is ChangeKind.DROPPED:
            return None
        if change.kind is ChangeKind.EXTENDED and change.deadline is not None:
            task = replace(task, deadline=change.deadline)
        elif change.kind is ChangeKind.MOVED:
            task = replace(task, lead=change.lead)
        elif change.kind is ChangeKind.REWORDED:
            task = replace(task, content=change.text)
        places[_COLUMN[change.kind]] = change.row.place(NEW_VALUE)
    return replace(task, row=replace(task.row, changed=places)) if places else task


def _by_its_lead(row: Progress, task: Task, now: Task, changes: Iterable[PlanChange], dossier: Dossier) -> Progress:
    moved = [one for one in changes if one.kind is ChangeKind.MOVED]
    if row.reporter or not moved:
        return row
    then = _as_changed(task, moved, row.period.window(dossier.settings.cutoff).end)
    if then is None or (len(then.lead) > 1 and then.lead == now.lead):
        return row
    return replace(row, reporter=then.lead, unsigned=len(then.lead) > 1)


def _is_of_plan(codes: tuple[str, ...], plans: Iterable[Plan], day: date) -> bool:
    """True for what belongs to a plan in force on `day`, and for what names no plan that the dossier has."""
    known = {plan.code: plan for plan in plans}
    own = [known[code] for code in codes if code in known]
    return not own or any(_is_in_force(plan, known.values(), day) for plan in own)


def plans_in_force(dossier: Dossier, day: date) -> tuple[Plan, ...]:
    """The plans that have begun by `day` and that no other has taken the place of."""
    return tuple(plan for plan in dossier.plans if _is_in_force(plan, dossier.plans, day))


def _is_in_force(plan: Plan, plans: Iterable[Plan], day: date) -> bool:
    begun = plan.day is None or plan.day <= day
    return begun and not any(one.replaces == plan.code and one.day is not None and one.day <= day for one in plans)


def plan_doubts(dossier: Dossier, asked: Sequence[str], day: date) -> tuple[Problem, ...]:
    """What a report on the plans `asked` for leaves out: what is of no plan, and what ended with one replaced by `day`
    (KH003); nothing where it is on all."""
    problems = ProblemList(list(homeless(dossier)) if asked else [])
    for plan in dossier.plans:
        new = next((one for one in dossier.plans if one.replaces == plan.code and one.day and one.day <= day), None)
        if plan.code not in asked or new is None or new.day is None:
            continue
        message = (
            f"Kế hoạch “{plan.code}” đã được kế hoạch “{new.code}” thay thế từ ngày {short_date(new.day)}: báo cáo "
            f"riêng này chỉ tính phần chuyển tiếp sang kế hoạch “{new.code}”."
        )
        fix = f"Lập báo cáo của kế hoạch “{new.code}”, hoặc của kỳ kết thúc trước ngày đó."
        problems.add("KH003", new.row.place("Thay thế"), message, fix)
    return tuple(problems.items)


def plan_problems(dossier: Dossier) -> tuple[Problem, ...]:
    """What a new plan ends without anybody having said so of each row: to be looked at once."""
    problems = ProblemList()
    of_tasks = {task.code: task.plans for task in dossier.tasks}
    settings = dossier.settings
    for plan in dossier.plans:
        if not plan.replaces or plan.day is None:
            continue
        old = next((one for one in dossier.plans if one.code == plan.replaces), None)
        cited = settings.places.get("Số ký hiệu kế hoạch")
        if old is not None and cited is not None and old.number and old.number == settings.plan_number:
            message = (
                f"Kế hoạch {old.number} được kế hoạch “{plan.code}” thay thế từ ngày {short_date(plan.day)}; báo cáo "
                "sau ngày đó vẫn viện dẫn kế hoạch cũ."
            )
            fix = "Báo cáo kỳ sau ngày đó: ghi tên, số, ngày của kế hoạch mới ở Thông tin chung."
            problems.add("DK007", cited, message, fix)
        indicators = [one for one in dossier.indicators if _ends(one.plans, dossier, plan)]
        money = [line for line in dossier.funding if _ends(plans_of_line(line, of_tasks), dossier, plan)]
        for words, column, rows in (
            ("nhiệm vụ", "Kế hoạch", ended_with(dossier, plan)),
            ("chỉ tiêu", "Kế hoạch", indicators),
            ("dòng kinh phí", "Thuộc kế hoạch", money),
        ):
            if not rows:
                continue
            codes = ", ".join(one.code for one in rows[:8]) + (" …" if len(rows) > 8 else "")
            message = (
                f"{len(rows)} {words} chỉ thuộc kế hoạch “{plan.replaces}” ({codes}): từ ngày {short_date(plan.day)} "
                f"không còn được tính, vì kế hoạch “{plan.code}” thay thế."
            )
            both = f"{plan.replaces}; {plan.code}"
            fix = f"{words.capitalize()} được chuyển tiếp thì ghi cả hai mã ở cột {column}: {both}."
            if rows is money:
                fix += " Báo cáo nêu riêng các khoản còn lại, ngoài tổng kinh phí."
            problems.add("DK005", plan.row.place("Thay thế"), message, fix)
    return tuple(problems.items)
