"""Several plans in one report: each by itself, and how they add up to the whole, as a template sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.core.figures import Figure
from generator.core.model import RowRef
from generator.read.columns import CODE
from generator.render.figure_texts import count
from generator.render.indicator_views import IndicatorsView, StatusCount, indicators_view
from generator.render.money_views import FundingView, funding_view
from generator.render.task_views import TasksView, plan_name, tasks_view


@dataclass(frozen=True, slots=True)
class PlanPartView:
    """One plan with what its own report says of tasks, indicators and money."""

    block_key: str
    name: str
    tasks: TasksView
    indicators: IndicatorsView
    funding: FundingView


@dataclass(frozen=True, slots=True)
class PlanPartsView:
    """The plans of a report, where it is on more than one."""

    items: tuple[PlanPartView, ...]
    total: Figure
    shared: tuple[StatusCount, ...]
    """What stands in more than one plan, and once in the whole."""
    others: tuple[StatusCount, ...]
    """What stands in none of them, and in the whole all the same."""

    def __bool__(self) -> bool:
        return bool(self.items)


def plan_parts_view(facts: Facts) -> PlanPartsView:
    """The parts of the report; what is shared or stands alone is counted so that they add up to the whole."""
    parts = [one.facts for one in facts.by_plan]
    rows: dict[str, Callable[[Facts], dict[str, RowRef]]] = {
        "nhiệm vụ": lambda one: {fact.task.code: fact.task.row for fact in one.tasks.items},
        "chỉ tiêu": lambda one: {fact.indicator.code: fact.indicator.row for fact in one.indicators},
        "khoản kinh phí": lambda one: {fact.line.code: fact.line.row for fact in one.funding.lines},
    }
    found = [(words, _standing(of(facts), [of(part) for part in parts])) for words, of in rows.items()]
    return PlanPartsView(
        items=tuple(
            PlanPartView(
                one.plan.code,
                plan_name(one.plan),
                tasks_view(one.facts),
                indicators_view(one.facts),
                funding_view(one.facts),
            )
            for one in facts.by_plan
        ),
        total=count((one.plan.row for one in facts.by_plan), CODE, "số kế hoạch trong báo cáo"),
        shared=_counted(((words, several) for words, (several, _) in found), "thuộc nhiều kế hoạch"),
        others=_counted(((words, none) for words, (_, none) in found), "không thuộc kế hoạch nào nêu trên"),
    )


def _standing(whole: Mapping[str, RowRef], parts: Sequence[Mapping[str, RowRef]]) -> tuple[list[RowRef], list[RowRef]]:
    """The rows of the whole, by their codes, that stand in several parts, and those that stand in none."""
    times = Counter(code for part in parts for code in part)
    return [row for code, row in whole.items() if times[code] > 1], [
        row for code, row in whole.items() if not times[code]
    ]


def _counted(rows: Iterable[tuple[str, Sequence[RowRef]]], formula: str) -> tuple[StatusCount, ...]:
    return tuple(StatusCount(count(of, CODE, f"số {words} {formula}"), words) for words, of in rows if of)
