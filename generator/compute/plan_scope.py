"""One of several plans by itself: what of a dossier belongs to it, and how its tasks stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.compute.counts import Counts
from generator.compute.task_status import TaskFact
from generator.core.model import Dossier, Plan, Settings
from generator.core.problems import Place, Problem, ProblemList


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """A plan with the tasks that are its own; one of two plans stands in both."""

    plan: Plan
    items: tuple[TaskFact, ...]

    @property
    def counts(self) -> Counts:
        return Counts.of(self.items)


def counts_by_plan(items: Iterable[TaskFact], plans: Sequence[Plan]) -> tuple[PlanCounts, ...]:
    """Each plan that has tasks; none where there is only one to tell of."""
    facts = list(items)
    found = tuple(PlanCounts(plan, tuple(one for one in facts if plan.code in one.task.plans)) for plan in plans)
    told = tuple(one for one in found if one.items)
    return told if len(told) > 1 else ()


def only_plans(dossier: Dossier, codes: Sequence[str]) -> Dossier:
    """The part of `dossier` that is of the plans with these codes; of one plan, under its name.

    Money follows its task. Documents of direction name no plan and stay.
    """
    wanted = {*codes}
    tasks = tuple(task for task in dossier.tasks if wanted & {*task.plans})
    own = {task.code for task in tasks}
    lines = tuple(line for line in dossier.funding if line.task in own)
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
    )


def _told_of(dossier: Dossier, codes: Sequence[str]) -> Settings:
    """The settings with the plan's own name, number, date and issuer, where it is one."""
    settings = replace(dossier.settings, stated_total=None)  # what the whole is said to cost
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
    money = [line for line in dossier.funding if not line.task]
    told = (("nhiệm vụ", tasks), ("chỉ tiêu", indicators), ("dòng kinh phí không ghi mã nhiệm vụ", money))
    parts = [f"{len(rows)} {words}" for words, rows in told if rows]
    if not parts:
        return ()
    problems = ProblemList()
    message = f"Hồ sơ có {', '.join(parts)} không ghi thuộc kế hoạch nào, không có trong báo cáo riêng này."
    fix = "Ghi mã ở cột Kế hoạch (kinh phí: ở cột Mã nhiệm vụ)."
    problems.add("KH001", Place(dossier.file), message, fix)
    return tuple(problems.items)
