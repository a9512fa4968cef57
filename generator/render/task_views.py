"""Tasks, their groups and lead agencies as a template sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from generator.compute.counts import lead_agencies, tasks_by_group
from generator.compute.facts import Facts, PlanPart
from generator.compute.reporting import difficulties, is_collective
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.figures import Count, Figure, Quotation, reworded
from generator.core.model import Plan, Progress
from generator.core.periods import Period
from generator.core.vietnamese import fold, join_and, lower_first, number_text, one_line, short_date, upper_first
from generator.render.count_views import (
    CODE,
    STANDINGS,
    CountsView,
    EarlierCounts,
    StandingView,
    breakdown,
    counts_view,
    earlier_counts,
    standing,
    standings,
)
from generator.render.figure_texts import NO_BREAK, count, evened, kept_together, quoted, ratio
from generator.render.indicator_views import ComparisonView, StatusCount
from generator.render.short_names import short_name
from generator.render.told_parts import MOST_TOLD, is_gathered, newest_of_parts, part_name
from generator.render.values import without_end

DEADLINE, RESULT = "Thời gian hoàn thành", "Kết quả thực hiện"
NO_DEADLINE = "Chưa xác định thời hạn"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task.

    `result` tells what was done in the period, each part of it by its name; `result_cell` the same line by line or,
    where nothing was told of the period, what was known last, with the period that it is of. `difficulty` is what
    still stands at the end of the period. `status` says of which report it is, where that is older than the period.
    `short` and `in_charge` are task and lead agencies as a sentence names them; `late_since` is the earlier period
    at whose end the task was overdue already ("" where this is the first); `cause` is what its agency says hinders it.
    """

    block_key: str
    number: str
    code: str
    content: str
    lead: str
    support: str
    expected_result: str
    deadline: Figure
    status: str
    status_words: str
    days_late: Figure
    percent: Figure
    completed_on: Figure
    result: str
    result_cell: str
    product: str
    evidence: str
    difficulty: str
    reported: bool
    note: str
    short: str
    in_charge: str
    late_since: str
    cause: str
    reason: str
    """Column Nguyên nhân, for a table."""
    risk: str
    """Why a task due in the next period may be late: not begun, little done, hindered; "" for others."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of the plan; `reported` are the tasks that somebody reported on in the period, with a result.

    Of those, `done` tell what was done; the others ("Chờ hướng dẫn …") stand in `TasksView.waiting`.
    """

    block_key: str
    number: str
    title: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    standings: tuple[StandingView, ...]
    items: tuple[TaskView, ...]
    reported: tuple[TaskView, ...]
    done: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class OnePlanView:
    """One of several plans with the standing of its tasks."""

    block_key: str
    name: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A lead agency with its tasks; `overdue` lists the codes of those not done in time."""

    block_key: str
    number: Figure
    name: str
    counts: CountsView
    overdue_codes: Quotation
    rate_cell: Figure
    """The rate of completion with the decimals of its column."""
    due: Figure
    """How many of its tasks have had their day."""
    due_on_time: Figure
    on_time_rate: Figure
    """The share of those due that were completed by their day; empty where none was due."""
    rank: Figure
    """By that rate; agencies with the same rate share a place. Names that stand for many have none."""


@dataclass(frozen=True, slots=True)
class FilledView:
    """Which columns of a table of the plan's tasks anybody filled."""

    code: bool
    """The codes are not the numbers that the table prints anyway."""
    support: bool
    expected_result: bool
    percent: bool
    difficulty: bool
    reason: bool


@dataclass(frozen=True, slots=True)
class TasksView:
    counts: CountsView
    rate_cell: Figure
    breakdown: tuple[StatusCount, ...]
    """Where the tasks stand, in the contract's order."""
    standings: tuple[StandingView, ...]
    groups: tuple[GroupView, ...]
    overdue: tuple[TaskView, ...]
    completed_late: tuple[TaskView, ...]
    due_next: tuple[TaskView, ...]
    due_next_count: Figure
    at_risk: tuple[TaskView, ...]
    """Those due next that may be late, by the rule of `_risk`."""
    at_risk_count: Figure
    due_count: Figure
    due_completed: Figure
    due_completed_late: Figure
    due_suspended: Figure
    """Those due that are paused."""
    due_today: tuple[TaskView, ...]
    """Open ones whose last day is the day the report is made up to: neither overdue nor still to come."""
    due_today_count: Figure
    due_rate: Figure
    due_rate_change: ComparisonView | None
    """How much higher or lower the rate is than at the end of the period before."""
    latest_overdue: tuple[TaskView, ...]
    """The three that are most days late."""
    early_count: Figure
    """Those done before their day came."""
    overdue_rate: Figure
    """The share of the overdue in all that do not recur."""
    overdue_change: ComparisonView | None
    """How many more or fewer are overdue than at the end of the period before."""
    waiting: tuple[TaskView, ...]
    """Tasks of which nothing was reported but that they wait, stand still or have not begun."""
    waiting_count: Figure
    suspended: tuple[TaskView, ...]
    recurring_silent: tuple[TaskView, ...]
    longer_label: str
    """The longer periods that rows of the period's end are of, where no row is of the period itself."""
    undated: tuple[TaskView, ...]
    suspended_overdue: tuple[TaskView, ...]
    suspended_overdue_count: Figure
    recurring_silent_count: Figure
    recurring_silent_codes: Quotation
    agencies: tuple[AgencyView, ...]
    ranked_agencies: tuple[AgencyView, ...]
    """By their share of tasks completed on time, those without one last."""
    has_ranks: bool
    """More than one agency had something due."""
    due_on_time: Figure
    on_time_rate: Figure
    filled: FilledView
    delayed: FilledView
    """The same of the tasks that are overdue, were late or are paused."""
    overdue_agencies: tuple[AgencyView, ...]
    previous: EarlierCounts | None
    last_year: EarlierCounts | None
    plans: tuple[OnePlanView, ...]
    """Each of several plans; a task of two counts in both and once in the whole."""

    def __bool__(self) -> bool:
        return bool(self.counts.total)


def tasks_view(facts: Facts) -> TasksView:
    tasks, period = facts.tasks, facts.period
    every, led = counts_view(tasks.items), _led(facts)
    counted = {name: counts_view(members) for name, members in led.items()}
    *rates, rate = evened([*(counts.completed_rate for counts in counted.values()), every.completed_rate])
    shares = {name: _on_time(facts, members) for name, members in led.items()}
    *agencies_on_time, on_time = evened([*(share for _, _, share in shares.values()), _on_time(facts, tasks.items)[2]])
    ranks = _ranks(shares)
    agencies = [
        _agency(name, members, number, counted[name], rates[number - 1])
        for number, (name, members) in enumerate(led.items(), start=1)
    ]
    agencies = [
        replace(one, due=due, due_on_time=done, on_time_rate=rate, rank=ranks.get(one.name, Figure("")))
        for one, (due, done, _), rate in zip(agencies, shares.values(), agencies_on_time, strict=True)
    ]
    groups = tuple(
        _group(facts, number, title, members, index)
        for index, ((number, title), members) in enumerate(tasks_by_group(tasks.items).items(), start=1)
    )
    overdue, late_views = _views(facts, tasks.overdue), _views(facts, tasks.completed_late)
    paused = tuple(_paused(fact, facts) for fact in tasks.suspended)
    done = [fact for fact in tasks.due if fact.status.is_completed]
    due_next = tuple(replace(task_view(fact, period), risk=_risk(fact)) for fact in tasks.due_next)
    late = [fact for fact in done if fact.status is TaskStatus.COMPLETED_LATE]
    waiting = [fact for fact in tasks.items if _only_waits(fact)]
    early = [fact for fact in tasks.items if fact.status.is_completed and fact.deadline and fact.deadline > facts.as_of]
    due = count((fact.task.row for fact in tasks.due), DEADLINE, "số nhiệm vụ có thời hạn đã đến")
    due_done = count((fact.task.row for fact in done), CODE, "số nhiệm vụ đến hạn đã hoàn thành")
    once = [fact.task.row for fact in tasks.items if fact.status is not TaskStatus.ONGOING]
    dated = count(once, CODE, "số nhiệm vụ không thường xuyên")
    previous = earlier_counts(facts, tasks.previous_items, period.previous(), period.previous().label)
    return TasksView(
        counts=every,
        rate_cell=rate,
        breakdown=breakdown(tasks.items),
        standings=standings(tasks.items),
        groups=groups,
        overdue=overdue,
        completed_late=late_views,
        due_next=due_next,
        at_risk=tuple(view for view in due_next if view.risk),
        at_risk_count=count((fact.task.row for fact in tasks.due_next if _risk(fact)), CODE, RISK_RULE),
        due_next_count=count(
            (fact.task.row for fact in tasks.due_next), DEADLINE, f"số nhiệm vụ đến hạn trong {period.next_label}"
        ),
        due_count=due,
        due_completed=due_done,
        due_completed_late=count((fact.task.row for fact in late), CODE, "số nhiệm vụ đến hạn hoàn thành chậm"),
        due_suspended=count(
            (fact.task.row for fact in tasks.due if fact.status is TaskStatus.SUSPENDED),
            CODE,
            "số nhiệm vụ đến hạn đang tạm dừng",
        ),
        due_today=_views(facts, tasks.due_today),
        due_today_count=count(
            (fact.task.row for fact in tasks.due_today), DEADLINE, "số nhiệm vụ có thời hạn đúng ngày chốt số liệu"
        ),
        due_rate=ratio(due_done, due, _DUE_RATE),
        due_rate_change=_rate_change(facts, ratio(due_done, due, _DUE_RATE)),
        latest_overdue=_views(facts, sorted(tasks.overdue, key=lambda fact: -fact.days_late)[:_MOST_NAMED]),
        early_count=count((fact.task.row for fact in early), CODE, "số nhiệm vụ hoàn thành khi chưa đến hạn"),
        overdue_rate=ratio(every.overdue, dated, "nhiệm vụ quá hạn chia nhiệm vụ không thường xuyên"),
        overdue_change=_change(every.overdue, previous),
        waiting=_views(facts, waiting),
        waiting_count=count((fact.task.row for fact in waiting), CODE, "số nhiệm vụ chưa có kết quả trong kỳ"),
        suspended=paused,
        recurring_silent=_views(facts, tasks.recurring_silent),
        longer_label=_longer(tasks.items),
        undated=_views(facts, tasks.undated),
        suspended_overdue=_views(facts, tasks.suspended_overdue),
        suspended_overdue_count=count(
            (fact.task.row for fact in tasks.suspended_overdue), CODE, "số nhiệm vụ tạm dừng đã quá thời hạn"
        ),
        recurring_silent_count=count(
            (fact.task.row for fact in tasks.recurring_silent), CODE, "số nhiệm vụ thường xuyên chưa có báo cáo của kỳ"
        ),
        recurring_silent_codes=_codes(tasks.recurring_silent, "mã nhiệm vụ thường xuyên chưa có báo cáo của kỳ"),
        agencies=tuple(agencies),
        ranked_agencies=_ranked(agencies),
        has_ranks=bool(ranks),
        due_on_time=_on_time(facts, tasks.items)[1],
        on_time_rate=on_time,
        filled=_filled([view for group in groups for view in group.items]),
        delayed=_filled([*overdue, *late_views, *paused]),
        overdue_agencies=tuple(
            sorted((a for a in agencies if a.counts.overdue), key=lambda a: -int(a.counts.overdue.value or 0))
        ),
        previous=previous,
        last_year=earlier_counts(facts, tasks.last_year_items, period.same_last_year(), period.last_year_label)
        if period.same_last_year() != period.previous()
        else None,
        plans=tuple(_plan(one) for one in facts.by_plan if one.facts.tasks.items),
    )


def _plan(one: PlanPart) -> OnePlanView:
    items = one.facts.tasks.items
    return OnePlanView(one.plan.code, plan_name(one.plan), counts_view(items), breakdown(items))


def plan_name(plan: Plan) -> Quotation:
    """A plan's name with its number, if it has one."""
    number = f" ({plan.number})" if plan.number else ""
    return Quotation(f"{plan.name}{number}", tuple(plan.row.place(one) for one in ("Tên kế hoạch", "Số ký hiệu")))


def _led(facts: Facts) -> dict[str, list[TaskFact]]:
    known = facts.dossier.agencies
    led = lead_agencies(facts.tasks.items, known)
    wanted = {one.agency for one in facts.tasks.by_agency}
    return {name: members for name, members in led.items() if name in wanted}


_DUE_RATE = "nhiệm vụ đến hạn đã hoàn thành chia nhiệm vụ đến hạn"
_MOST_NAMED = 3


def _rate_change(facts: Facts, rate: Figure) -> ComparisonView | None:
    """The rate against that of the tasks due by the end of the period before; None where there was none.

    A figure that an issued report printed otherwise is not reckoned anew here.
    """
    period, items = facts.period.previous(), facts.tasks.previous_items
    if items is None or rate.value is None or period.code in facts.issued_counts:
        return None
    end = period.window(facts.settings.cutoff).end
    due = [fact for fact in items if fact.deadline is not None and fact.deadline <= end]
    done = count(
        (fact.task.row for fact in due if fact.status.is_completed), CODE, "số nhiệm vụ đã hoàn thành kỳ trước"
    )
    before = ratio(done, count((fact.task.row for fact in due), DEADLINE, "số nhiệm vụ đến hạn kỳ trước"), _DUE_RATE)
    if before.value is None:
        return None
    change = rate.value - before.value
    cells = tuple(dict.fromkeys((*rate.cells, *before.cells)))
    amount = Figure(
        f"{number_text(abs(change))}{NO_BREAK}điểm phần trăm", abs(change), cells, f"{_DUE_RATE}, trừ kỳ trước"
    )
    if not change:
        return ComparisonView("không thay đổi", Figure(""), kept_together(period.label))
    return ComparisonView("tăng" if change > 0 else "giảm", amount, kept_together(period.label))


LITTLE_DONE = Decimal(50)
RISK_RULE = "số nhiệm vụ đến hạn kỳ sau mà chưa thực hiện, mới đạt dưới một nửa hoặc đang vướng mắc"


def _risk(fact: TaskFact) -> str:
    """Why a task that is due in the next period is at risk: not begun, under half done, or hindered."""
    row, said = fact.latest, _difficulty(fact)
    told = reworded(said, lower_first(without_end(said)))
    if fact.status is TaskStatus.NOT_STARTED or row is None:
        why = "chưa thực hiện"
    elif row.percent is not None and row.percent < LITTLE_DONE:
        why = "mới đạt dưới một nửa"
    else:
        why = ""
    hindered = f"vướng mắc: {told}" if told else ""
    text = ", ".join(part for part in (why, hindered) if part)
    return Quotation(text, told.cells if isinstance(told, Quotation) else (), RISK_RULE) if text else ""


def _paused(fact: TaskFact, facts: Facts) -> TaskView:
    """A paused task, with the days that have gone by since its day, if it has passed."""
    view, due = task_view(fact, facts.period), fact.deadline
    if due is None or due >= facts.as_of:
        return view
    days = Decimal((facts.as_of - due).days)
    return replace(
        view, days_late=Count(number_text(days), days, (fact.task.row.place(DEADLINE),), "số ngày sau thời hạn")
    )


def _change(overdue: Figure, previous: EarlierCounts | None) -> ComparisonView | None:
    if previous is None or overdue.value is None or previous.overdue.value is None:
        return None
    difference = overdue.value - previous.overdue.value
    if not difference:
        return ComparisonView("không thay đổi", Figure(""), previous.label)
    amount = abs(difference)
    cells = tuple(dict.fromkeys((*overdue.cells, *previous.overdue.cells)))
    figure = Count(number_text(amount), amount, cells, "số nhiệm vụ quá hạn kỳ này trừ kỳ trước")
    return ComparisonView("tăng" if difference > 0 else "giảm", figure, previous.label)


_NO_RESULT = re.compile(
    r"(?:hiện )?(?:vẫn |còn |đang )*(?:chờ|đợi|chưa|tạm dừng|tạm hoãn|vướng|vướng mắc|gặp khó khăn|khó khăn)\b"
    r"|không (?:triển khai|thực hiện|phát sinh|có|tổ chức|hoàn thành)\b|chậm (?:tiến độ|so với|do|triển khai)"
)


_YET_DONE = re.compile(r"[;.,]\s*(?:nhưng |tuy nhiên,? )?(?:hiện )?đã\b|đã được (?:tháo gỡ|giải quyết|khắc phục|xử lý)")


def tells_no_result(text: str) -> bool:
    """True of what an agency wrote as its result and is none: "Chờ hướng dẫn …", "Chưa triển khai"."""
    first = without_end(text).casefold().lstrip("-+ ")
    return _NO_RESULT.match(first) is not None and not _YET_DONE.search(first)


def _only_waits(fact: TaskFact) -> bool:
    """Nothing that was told of the period is a result; what is done, paused or overdue is told elsewhere."""
    told = [row.result for row in fact.in_period if row.result.strip()]
    told_elsewhere = fact.status.is_completed or fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED
    return bool(told) and not told_elsewhere and all(tells_no_result(text) for text in told)


def tells_results(fact: TaskFact) -> bool:
    told = [row.result for row in fact.in_period if row.result.strip()]
    return bool(told) and (fact.status.is_completed or not all(tells_no_result(text) for text in told))


def names_in_text(names: Sequence[str]) -> str:
    """Agencies inside a sentence: "các sở, ban, ngành và các địa phương", "Sở Tài chính và Sở Nội vụ"."""
    shown = [lower_first(name) if is_collective(name) else name for name in names]
    if len(shown) == 2 and all(map(is_collective, names)):
        return " và ".join(shown)
    return ", ".join(shown) if any("," in name for name in shown) else join_and(shown)


def task_view(fact: TaskFact, period: Period, since: Period | None = None) -> TaskView:
    """A task in the report of `period`; `since` is the period from whose end on it is overdue."""
    task, row = fact.task, fact.latest
    deadline = task.deadline
    text = short_date(deadline.day) if deadline.day and not any(c.isalpha() for c in deadline.text) else deadline.text
    text = text or (NO_DEADLINE if fact.is_open else "")
    percent = row.percent if row else None
    older = row is not None and fact.is_open and not fact.reported
    status = upper_first(STANDINGS[standing(fact)]) + (f"; theo báo cáo {row.period.label}" if row and older else "")
    return TaskView(
        block_key=task.code,
        number=quoted(task.number, task.row, "TT") if task.number else quoted(task.code, task.row, CODE),
        code=quoted(task.code, task.row, CODE),
        content=quoted(task.content, task.row, "Nội dung nhiệm vụ"),
        lead=join_and(task.lead),
        support=join_and(task.support),
        expected_result=quoted(task.expected_result, task.row, "Kết quả dự kiến"),
        deadline=Figure(upper_first(text), None, (task.row.place(DEADLINE),)),
        status=status,
        status_words=STANDINGS[standing(fact)],
        days_late=_days_late(fact) if fact.days_late else Figure(""),
        percent=Figure(f"{number_text(percent)}%", percent, (row.row.place("Tỷ lệ hoàn thành (%)"),))
        if row and percent is not None
        else Figure(""),
        result=_told(fact, period, in_prose=True),
        result_cell=_told(fact, period, in_prose=False) or _last_known(row),
        completed_on=Figure(short_date(row.completed_on), None, (row.row.place("Ngày hoàn thành"),))
        if row and row.completed_on and fact.status.is_completed
        else Figure(""),
        product=_each_once(fact, "Sản phẩm", lambda one: one.product, "sản phẩm"),
        evidence=_each_once(fact, "Minh chứng", lambda one: one.evidence, "tài liệu"),
        difficulty=_difficulty(fact),
        reported=fact.reported,
        note=quoted(task.note, task.row, "Ghi chú"),
        short=short_name(task),
        in_charge=names_in_text(task.lead),
        late_since=Quotation(
            kept_together(since.label), (task.row.place(DEADLINE),), "kỳ báo cáo đầu tiên mà cuối kỳ đã quá hạn"
        )
        if since and since != period
        else "",
        cause=_why(fact),
        reason=_reason(fact),
        risk="",
    )


def _told(fact: TaskFact, period: Period, in_prose: bool) -> str:
    """What the rows of the period tell was done, in their order, each with its part of the period.

    A row of the period itself needs no name, where it is the only one. Two parts that say the same are told once.
    """
    every = [row for row in fact.in_period if row.result.strip()]
    if is_gathered(every):
        return _gathered(every, period, in_prose)
    told: dict[str, list[Progress]] = {}
    for row in every:
        told.setdefault(fold(row.result), []).append(row)
    rows = [row for members in told.values() for row in members]
    if not rows:
        return ""
    if len(rows) == 1 and rows[0].period == period:
        return quoted(rows[0].result, rows[0].row, RESULT)
    parts = [
        of_part([period.part_label(row.period) for row in members], without_end(members[0].result))
        for members in told.values()
    ]
    text = upper_first("; ".join(parts)) if in_prose else "\n".join(f"{upper_first(part)}." for part in parts)
    return Quotation(text, tuple(row.row.place(RESULT) for row in rows))


def _gathered(rows: Sequence[Progress], period: Period, in_prose: bool) -> str:
    """The newest result of each part of the period, with how many were told of that part."""
    parts = newest_of_parts(rows, period)
    said = [
        of_part([part_name(one.part, period)], without_end(one.newest.result))
        + (f" (kết quả mới nhất trong {one.of} kết quả)" if one.of > 1 else "")
        for one in parts
    ]
    text = upper_first("; ".join(said)) if in_prose else "\n".join(f"{upper_first(one)}." for one in said)
    return Quotation(text, tuple(one.newest.row.place(RESULT) for one in parts), _NEWEST)


_NEWEST = "kết quả mới nhất của mỗi phần trong kỳ"


def of_part(labels: Sequence[str], text: str) -> str:
    """What was told with the parts it is of; a sentence that begins with its own part needs no name before it."""
    said, label = fold(text).removeprefix("trong "), fold(labels[0])
    begins = said.startswith(label) and not said[len(label) :][:1].isalnum()
    return lower_first(text) if len(labels) == 1 and begins else f"{', '.join(labels)}: {lower_first(text)}"


def _cause(fact: TaskFact) -> str:
    """What hinders the task, in a sentence; of an overdue or paused one that names nothing, what it says instead."""
    told = _difficulty(fact)
    last = fact.latest
    if not told and not fact.in_period and last is not None and last.difficulty.strip():
        text = f"theo báo cáo {kept_together(last.period.label)}, {lower_first(without_end(last.difficulty))}"
        return Quotation(text, (last.row.place("Khó khăn, vướng mắc"),))
    rows = [row for row in fact.in_period if row.result.strip() and tells_no_result(row.result)]
    stands_still = fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED
    if told or not rows or not stands_still:
        return reworded(told, lower_first(without_end(told)))
    return quoted(lower_first(without_end(rows[-1].result)), rows[-1].row, RESULT)


_MOST_CAUSES = 3
"""Causes that a sentence on one task holds."""


def _why(fact: TaskFact) -> str:
    """Of an overdue or paused task the cause that its agency gives, then what hinders it; of others the latter."""
    hindered = _cause(fact)
    rows = [row for row in fact.in_period if row.cause.strip()]
    if not rows or not (fact.status.is_overdue or fact.status is TaskStatus.SUSPENDED):
        return hindered
    said, told = _newest_causes(rows, lower_first, _MOST_CAUSES)
    cells = (*(row.row.place("Nguyên nhân") for row in told), *getattr(hindered, "cells", ()))
    more = f"; khó khăn, vướng mắc: {hindered}" if hindered and fold(hindered) != fold(said) else ""
    return Quotation(said + more, cells)


def _last_known(row: Progress | None) -> str:
    """The result of a row that is not of the period, with the period that it is of."""
    if row is None or not row.result.strip():
        return ""
    place = row.row.place(RESULT)
    return Quotation(f"{upper_first(row.period.label)}: {row.result}", (place,))


def _each_once(fact: TaskFact, column: str, said: Callable[[Progress], str], noun: str) -> str:
    """What a column says of the results of the period and the state at its end, each once."""
    rows = [*fact.in_period, *([fact.latest] if fact.latest and fact.latest not in fact.in_period else [])]
    every = {one_line(said(row)): row for row in rows if said(row)}
    text, told = _newest(every.items(), MOST_TOLD, noun)
    cells = tuple(row.row.place(column) for row in told)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _reason(fact: TaskFact) -> str:
    """What the rows of the period give as cause, each once; else the last one known, with its period."""
    text, told = _newest_causes([row for row in fact.in_period if row.cause.strip()], upper_first, MOST_TOLD)
    last = fact.latest
    if not told and last is not None and last.cause.strip():
        told = [last]
        text = f"{upper_first(last.period.label)}: {without_end(last.cause)}"
    return Quotation(text, tuple(row.row.place("Nguyên nhân") for row in told)) if text else ""


def _newest_causes(rows: Sequence[Progress], said: Callable[[str], str], most: int) -> tuple[str, list[Progress]]:
    """The causes that rows give, each once, the newest `most` of them and how many there were before; their rows."""
    every: dict[str, Progress] = {}
    for row in rows:
        every.pop(without_end(row.cause), None)
        every[without_end(row.cause)] = row
    return _newest([(said(words), row) for words, row in every.items()], most, "nguyên nhân")


def _newest(every: Iterable[tuple[str, Progress]], most: int, noun: str) -> tuple[str, list[Progress]]:
    """The newest `most` of what was said, and how many there were before; the rows of those."""
    said = list(every)
    named = said[-most:]
    left = len(said) - len(named)
    text = "; ".join(words for words, _ in named) + (f" và {left} {noun} trước đó" if left else "")
    return text, [row for _, row in named]


def _difficulty(fact: TaskFact) -> str:
    """What still hinders the task, as the body of the report tells it."""
    standing_now = difficulties((fact,))
    text = "\n".join(one.text for one in standing_now)
    cells = tuple(one.row.row.place("Khó khăn, vướng mắc") for one in standing_now)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _longer(items: Iterable[TaskFact]) -> str:
    facts = list(items)
    if any(fact.in_period for fact in facts):
        return ""
    return join_and(list(dict.fromkeys(row.period.label for fact in facts for row in fact.answers)))


def _codes(facts: Iterable[TaskFact], formula: str) -> Quotation:
    tasks = [fact.task for fact in facts]
    return Quotation(join_and([task.code for task in tasks]), tuple(task.row.place(CODE) for task in tasks), formula)


def _days_late(fact: TaskFact) -> Figure:
    number, done = Decimal(fact.days_late), fact.latest
    completion = (done.row.place("Ngày hoàn thành"),) if done and done.completed_on else ()
    return Count(number_text(number), number, (fact.task.row.place(DEADLINE), *completion), "số ngày sau thời hạn")


def _views(facts: Facts, items: Iterable[TaskFact]) -> tuple[TaskView, ...]:
    since = facts.tasks.overdue_since
    return tuple(task_view(fact, facts.period, since.get(fact.task.code)) for fact in items)


def _group(facts: Facts, number: str, title: str, members: Sequence[TaskFact], index: int) -> GroupView:
    views = _views(facts, members)
    reported = tuple(view for view in views if view.result)
    results = tuple(view for fact, view in zip(members, views, strict=True) if tells_results(fact))
    key = number or f"g{index}"
    counts, parts, stages = counts_view(members), breakdown(members), standings(members)
    return GroupView(key, number, title, counts, parts, stages, views, reported, results)


def _agency(name: str, members: Sequence[TaskFact], number: int, counts: CountsView, rate_cell: Figure) -> AgencyView:
    overdue = [fact.task for fact in members if fact.status.is_overdue]
    codes = Quotation(
        ", ".join(task.code for task in overdue), tuple(task.row.place(CODE) for task in overdue), "mã nhiệm vụ quá hạn"
    )
    none = Figure("")
    return AgencyView(name, Figure(str(number)), name, counts, codes, rate_cell, none, none, none, none)


_ON_TIME_RATE = "nhiệm vụ đến hạn hoàn thành đúng hạn chia nhiệm vụ đến hạn"


def _on_time(facts: Facts, members: Iterable[TaskFact]) -> tuple[Figure, Figure, Figure]:
    """How many tasks are due, how many of those were completed by their day, and their share."""
    is_due = {fact.task.code for fact in facts.tasks.due}
    due = [fact for fact in members if fact.task.code in is_due]
    done = [fact for fact in due if fact.status is TaskStatus.COMPLETED_ON_TIME]
    all_due = count((fact.task.row for fact in due), DEADLINE, "số nhiệm vụ có thời hạn đã đến")
    on_time = count((fact.task.row for fact in done), CODE, "số nhiệm vụ đến hạn hoàn thành đúng hạn")
    return all_due, on_time, ratio(on_time, all_due, _ON_TIME_RATE)


def _ranks(shares: Mapping[str, tuple[Figure, Figure, Figure]]) -> dict[str, Figure]:
    """The place of each agency that had something due, by the exact share."""
    exact = {
        name: Fraction(done.value or 0) / Fraction(due.value)
        for name, (due, done, _) in shares.items()
        if due.value and not is_collective(name)
    }
    places = {name: 1 + sum(other > share for other in exact.values()) for name, share in exact.items()}
    if len(exact) < 2:
        return {}
    return {name: Figure(str(place), Decimal(place), shares[name][2].cells, _RANK) for name, place in places.items()}


_RANK = "thứ tự theo tỷ lệ hoàn thành đúng hạn"


def _ranked(agencies: Iterable[AgencyView]) -> tuple[AgencyView, ...]:
    """Those with a place by it, of one place the one with more due first; then the others in their order."""
    ordered = sorted(agencies, key=lambda one: (not one.rank, one.rank.value or 0, -int(one.due.value or 0)))
    return tuple(replace(one, number=Figure(str(number))) for number, one in enumerate(ordered, start=1))


def _filled(views: Sequence[TaskView]) -> FilledView:
    return FilledView(
        code=any(view.code != view.number for view in views),
        support=any(view.support for view in views),
        expected_result=any(view.expected_result for view in views),
        percent=any(view.percent.text for view in views),
        difficulty=any(view.difficulty for view in views),
        reason=any(view.reason for view in views),
    )
