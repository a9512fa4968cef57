"""Several plans in one dossier: what of it belongs to which, and what belongs to none or to more than one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.core.model import Dossier, FundingLine, Settings
from generator.core.problems import Place, Problem, ProblemList


def plans_of_line(line: FundingLine, of_tasks: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The plans that a line of money is of: those it names, else those of its task (`of_tasks`, by code)."""
    return line.plans or of_tasks.get(line.task, ())


def money_with_plans(dossier: Dossier) -> tuple[FundingLine, ...]:
    """The lines of money with the plans that they are of: those stay known where their tasks are left out."""
    of_tasks = {task.code: task.plans for task in dossier.tasks}
    return tuple(replace(line, plans=plans_of_line(line, of_tasks)) for line in dossier.funding)


def only_plans(dossier: Dossier, codes: Sequence[str]) -> Dossier:
    """The part of `dossier` that is of the plans with these codes; of one plan, under its name.

    Money that names no plan follows its task. Documents of direction name no plan and stay. Nobody is scored by a part
    of what counts.
    """
    wanted = {*codes}
    tasks = tuple(task for task in dossier.tasks if wanted & {*task.plans})
    own = {task.code for task in tasks}
    of_tasks = {task.code: task.plans for task in tasks}
    lines = tuple(line for line in dossier.funding if wanted & {*plans_of_line(line, of_tasks)})
    money = {line.code for line in lines}
    return replace(
        dossier,
        settings=_told_of(dossier, codes),
        tasks=tasks,
        progress=tuple(row for row in dossier.progress if row.task in own),
        indicators=tuple(one for one in dossier.indicators if wanted & {*one.plans}),
        funding=lines,
        disbursements=tuple(row for row in dossier.disbursements if row.line in money),
        changes=tuple(change for change in dossier.changes if change.task in own),
        criteria=(),
        hand_points=(),
    )


def _told_of(dossier: Dossier, codes: Sequence[str]) -> Settings:
    """The settings with the plan's own name, number, date and issuer, where it is one."""
    settings = replace(dossier.settings, stated_total=None, completion_floor=None)  # of the whole
    plan = next((one for one in dossier.plans if [one.code] == [*codes]), None)
    if plan is None:
        return settings
    named = {
        "Tên kế hoạch": "Tên kế hoạch",
        "Số ký hiệu kế hoạch": "Số ký hiệu",
        "Ngày kế hoạch": "Ngày",
        "Cơ quan ban hành kế hoạch": "Cơ quan ban hành",
    }
    return replace(
        settings,
        plan_name=plan.name,
        plan_number=plan.number,
        plan_date=plan.day,
        plan_issuer=plan.issuer or settings.plan_issuer,
        subject=f"thực hiện {plan.name}",
        places={**settings.places, **{key: plan.row.place(column) for key, column in named.items()}}
        | {"Trích yếu": plan.row.place("Tên kế hoạch")},
    )


def homeless(dossier: Dossier) -> tuple[Problem, ...]:
    """KH001: what names no plan, and so stands in no plan's own report."""
    tasks = [task for task in dossier.tasks if not task.plans]
    indicators = [one for one in dossier.indicators if not one.plans]
    of_tasks = {task.code: task.plans for task in dossier.tasks}
    money = [line for line in dossier.funding if not plans_of_line(line, of_tasks)]
    told = (("nhiệm vụ", tasks), ("chỉ tiêu", indicators), ("dòng kinh phí", money))
    parts = [f"{len(rows)} {words}" for words, rows in told if rows]
    if not parts:
        return ()
    problems = ProblemList()
    message = f"Hồ sơ có {', '.join(parts)} không ghi thuộc kế hoạch nào, không có trong báo cáo riêng này."
    fix = "Ghi mã ở cột Kế hoạch (kinh phí: ở cột Thuộc kế hoạch, hoặc Mã nhiệm vụ)."
    problems.add("KH001", Place(dossier.file), message, fix)
    return tuple(problems.items)
