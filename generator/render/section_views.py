"""The parts of section “Kết quả thực hiện” as a template sees them, and what a short report tells of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.counts import tasks_by_group
from generator.compute.facts import Facts
from generator.compute.layout import laid_out
from generator.compute.task_status import TaskFact
from generator.core.periods import PeriodKind
from generator.render.count_views import CountsView, StandingView, breakdown, counts_view, standings
from generator.render.indicator_views import IndicatorsView, StatusCount
from generator.render.one_indicator import IndicatorView
from generator.render.one_task import TaskView, tells_results
from generator.render.task_views import TasksView

BRIEF_KINDS = (PeriodKind.MONTH, PeriodKind.WEEK)
"""Reports that are short unless the dossier says otherwise."""
_MOST_PARTS = 4
"""A short report keeps so many groups of the plan apart; more are gathered in one part."""
_RESULTS, _BRIEF_RESULTS = 6, 5
"""How many results a short report tells in all, of a quarter and longer and of a month; a part tells at least two."""
_FEWEST = 2
_LONGEST_RESULT = 260
_CUT = "…"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class SectionView:
    """A part of the results: a group of the plan, or what sheet Bố cục gathers under a title.

    `done` are the tasks with a result in the period, `leading` those that a short report tells of; `has_more` says
    that there are others. `indicators` are those that the sheet puts here.
    """

    block_key: str
    title: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    standings: tuple[StandingView, ...]
    items: tuple[TaskView, ...]
    done: tuple[TaskView, ...]
    leading: tuple[TaskView, ...]
    has_more: bool
    indicators: tuple[IndicatorView, ...]


def is_short(facts: Facts) -> bool:
    """Whether the body gathers what the appendices list: as the dossier says, else in a week's and a month's report."""
    asked = facts.settings.short
    return facts.period.kind in BRIEF_KINDS if asked is None else asked


@dataclass(frozen=True, slots=True)
class _Part:
    """A part before it is told: what names it for good, its title, tasks and indicators."""

    key: str
    title: str
    tasks: Sequence[TaskFact]
    indicators: tuple[IndicatorView, ...] = ()


def section_views(facts: Facts, tasks: TasksView, indicators: IndicatorsView) -> tuple[SectionView, ...]:
    """The parts in their order: those of sheet Bố cục, else the plan's groups.

    A short report without the sheet gathers many groups, and those of a month, in one part without a title.
    """
    views = {view.block_key: view for group in tasks.groups for view in group.items}
    brief = facts.period.kind in BRIEF_KINDS
    if facts.dossier.layout:
        parts = list(_laid_out(facts, indicators))
    else:
        groups = tasks_by_group(facts.tasks.items).values()
        parts = [_Part(view.block_key, view.title, of) for view, of in zip(tasks.groups, groups, strict=True)]
        if is_short(facts) and parts and (brief or len(parts) > _MOST_PARTS):
            parts = [_Part("tasks", "", facts.tasks.items)]
    most = max(_FEWEST, (_BRIEF_RESULTS if brief else _RESULTS) // max(len(parts), 1))
    return tuple(_section(facts, part, views, most) for part in parts)


def _laid_out(facts: Facts, indicators: IndicatorsView) -> Iterable[_Part]:
    """The parts that the sheet makes of what is reported on."""
    known = {fact.task.code: fact for fact in facts.tasks.items}
    views = {view.block_key: view for group in indicators.groups for view in group.items}
    kept = tuple(fact.indicator for fact in facts.indicators)
    for part in laid_out(facts.dossier.layout, [fact.task for fact in known.values()], kept).parts:
        shown = tuple(views[one.code] for one in part.indicators)
        yield _Part(f"p:{part.title}", part.title, [known[task.code] for task in part.tasks], shown)


def _section(facts: Facts, part: _Part, views: Mapping[str, TaskView], most: int) -> SectionView:
    done = [fact for fact in part.tasks if tells_results(fact)]
    told = {fact.task.code for fact in _leading(facts, done, views, most)}
    return SectionView(
        block_key=part.key,
        title=part.title,
        counts=counts_view(part.tasks),
        breakdown=breakdown(part.tasks),
        standings=standings(part.tasks),
        items=tuple(views[fact.task.code] for fact in part.tasks),
        done=tuple(views[fact.task.code] for fact in done),
        leading=tuple(views[fact.task.code] for fact in done if fact.task.code in told),
        has_more=len(told) < len(done),
        indicators=part.indicators,
    )


def _leading(facts: Facts, done: Sequence[TaskFact], views: Mapping[str, TaskView], most: int) -> Sequence[TaskFact]:
    """Which results a short report tells of: the first of every group, then the second …

    In a group those come first that were completed in the period, then others completed, those that are called by a
    whole name, those with figures. A result too long for a sentence is left to the appendix.
    """

    def rank(fact: TaskFact) -> tuple[bool, bool, bool, bool]:
        view, row = views[fact.task.code], fact.latest
        completed = fact.status.is_completed
        now = completed and row is not None and row.completed_on is not None and row.completed_on in facts.window
        return (not now, not completed, view.short.endswith(_CUT), not _DIGIT.search(view.result))

    fitting = [fact for fact in done if len(views[fact.task.code].result) <= _LONGEST_RESULT]
    placed = [
        (place, rank(fact), fact)
        for members in tasks_by_group(fitting).values()
        for place, fact in enumerate(sorted(members, key=rank))
    ]
    return [fact for _, _, fact in sorted(placed, key=lambda one: one[:2])[:most]]
