"""The indicators of a report as a template sees them: counted, in groups, in the lists that a text names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, groupby

from generator.compute.facts import Facts
from generator.compute.indicators import IndicatorFact, IndicatorStatus
from generator.core.figures import Figure
from generator.core.vietnamese import join_and
from generator.read.columns import CODE
from generator.render.figure_texts import (
    count,
    evened,
)
from generator.render.one_indicator import (
    STATUS_WORDS,
    WITHIN_YEAR,
    IndicatorView,
    indicator_view,
    share_of,
    status_words,
)

MOST_IN_TEXT = 12
"""So many indicators a text tells; the others stand in the appendix."""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many stand somewhere: "8" + "đạt mục tiêu"."""

    count: Figure
    label: str


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators under one heading of the plan; `title` is "" where the plan has no groups."""

    block_key: str
    title: str
    items: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """`target_title` heads a column of targets: with the year where all of them are of one."""

    total: Figure
    breakdown: tuple[StatusCount, ...]
    """The statuses that occur, best first."""
    met_or_exceeded: Figure
    not_met: Figure
    """Those that missed their target."""
    under_way: Figure
    """Those short of a target that this year, which has not ended, is to reach."""
    not_due: Figure
    """Those whose target is one of a later year."""
    within_year: Figure
    """Those that have kept within the year's ceiling so far, and are not judged before it ends."""
    due: Figure
    """All that are to be judged in this year: neither these, nor those with a later year's target and no figure yet,
    nor those without a target of the whole period."""
    judged: Figure
    """Of those, the ones that have a figure and a verdict."""
    no_data: Figure
    target_title: str
    has_long_unit: bool
    """Some unit has a word that a narrow column would break."""
    has_previous_change: bool
    has_last_year: bool
    has_older: bool
    """Some value is of an earlier period that the table has no column for."""
    has_cause: bool
    groups: tuple[IndicatorGroup, ...]
    notable: tuple[IndicatorView, ...]
    """Those that have a figure, in the plan's order."""
    alike: bool
    """These are three or more, and their figures are all of one and the same earlier period: it is told once."""
    told: tuple[IndicatorView, ...]
    """Of those that have a figure, as many as a text tells: first those that missed their target, then those that
    exceeded or met it.
    """
    missed: tuple[IndicatorView, ...]
    best: tuple[IndicatorView, ...]
    """Of those that reached this year's target, the furthest above it."""
    worst: tuple[IndicatorView, ...]
    """Of those that missed it, the furthest from it."""
    on_the_way: tuple[IndicatorView, ...]
    """Those short of a target that this year, which has not ended, is to reach."""
    within: tuple[IndicatorView, ...]
    """Those that have kept within the year's ceiling so far."""
    ahead: tuple[IndicatorView, ...]
    """Of those whose target is a later year's, the nearest to it or furthest above it."""
    behind: tuple[IndicatorView, ...]
    """And others, the furthest from it."""
    best_falls: bool
    """Whether less is better of one of these: "high" or "low" would say the reverse of it."""
    worst_falls: bool
    ahead_falls: bool
    behind_falls: bool

    def __bool__(self) -> bool:
        return bool(self.total)


def indicators_view(facts: Facts) -> IndicatorsView:
    """How the indicators stand: each of them, how many where, and those a text names first."""
    shares = evened(share_of(fact) for fact in facts.indicators)
    year = _common_year(facts.indicators)
    views = [
        indicator_view(fact, facts, number, share, names_year=year is None)
        for number, (fact, share) in enumerate(zip(facts.indicators, shares, strict=True), start=1)
    ]
    pairs = list(zip(facts.indicators, views, strict=True))
    within_year = [fact for fact in facts.indicators if fact.is_within_year]
    not_due = [fact for fact in _with(facts.indicators, IndicatorStatus.NOT_DUE) if not fact.is_within_year]
    later = [(fact, view) for fact, view in pairs if fact.status is IndicatorStatus.NOT_DUE and not fact.is_within_year]
    ahead = _ranked(later, (IndicatorStatus.NOT_DUE,), best_first=True)
    short_of_it = [(fact, view) for fact, view in later if fact.nearness is not None and fact.nearness < _WHOLE]
    behind = _ranked(
        [(fact, view) for fact, view in short_of_it if view not in ahead], (IndicatorStatus.NOT_DUE,), best_first=False
    )
    best = _ranked(pairs, (IndicatorStatus.EXCEEDED, IndicatorStatus.MET), best_first=True)
    worst = _ranked(pairs, (IndicatorStatus.NOT_MET,), best_first=False)
    notable = [(fact, view) for fact, view in pairs if fact.status is not IndicatorStatus.NO_DATA]
    falling = {fact.indicator.code for fact in facts.indicators if fact.is_falling}
    ahead, behind, best, worst = (_named(ranked) for ranked in (ahead, behind, best, worst))
    best_falls, worst_falls, ahead_falls, behind_falls = (
        any(view.block_key in falling for view in ranked) for ranked in (best, worst, ahead, behind)
    )
    return IndicatorsView(
        total=_count(facts.indicators, "số chỉ tiêu"),
        breakdown=tuple(one for one in _breakdown(facts.indicators) if one.count),
        met_or_exceeded=_count(_with(facts.indicators, IndicatorStatus.MET, IndicatorStatus.EXCEEDED), "đạt hoặc vượt"),
        not_met=_count(_missed(facts.indicators), "chưa đạt"),
        under_way=_count(_under_way(facts.indicators), "chưa đạt mục tiêu của năm chưa hết"),
        not_due=_count(not_due, "có mục tiêu của năm sau"),
        within_year=_count(within_year, WITHIN_YEAR.lower()),
        due=_count([fact for fact in facts.indicators if _has_come_due(fact, facts.period.year)], "đến hạn đánh giá"),
        judged=_count(
            [fact for fact in facts.indicators if fact.is_judged],
            "đến hạn đánh giá và có số liệu",
        ),
        no_data=_count(_with(facts.indicators, IndicatorStatus.NO_DATA), "chưa có số liệu"),
        target_title=f"Mục tiêu năm {year}" if year else "Mục tiêu",
        has_long_unit=any(view.unit_is_long for view in views),
        has_previous_change=any(view.previous_change.text for view in views),
        has_last_year=any(view.last_year.text or view.last_year_change.text for view in views),
        has_older=any(view.latest_cell for view in views),
        has_cause=any(view.cause for view in views),
        groups=tuple(_groups(pairs)),
        notable=tuple(view for _, view in notable),
        alike=_are_of_one_earlier_period([view for _, view in notable]),
        told=_told(notable),
        missed=tuple(v for f, v in pairs if f.status is IndicatorStatus.NOT_MET and not f.is_under_way),
        best=best,
        worst=worst,
        on_the_way=tuple(view for fact, view in pairs if fact.is_under_way),
        within=tuple(view for fact, view in pairs if fact.is_within_year),
        ahead=ahead,
        behind=behind,
        best_falls=best_falls,
        worst_falls=worst_falls,
        ahead_falls=ahead_falls,
        behind_falls=behind_falls,
    )


def _has_come_due(fact: IndicatorFact, year: int) -> bool:
    if fact.status is IndicatorStatus.NO_DATA:
        return fact.target_year is None or fact.target_year <= year
    return fact.status not in (IndicatorStatus.NOT_DUE, IndicatorStatus.NOT_JUDGED)


_FEW = 3


def _are_of_one_earlier_period(views: Sequence[IndicatorView]) -> bool:
    periods = {view.carried_from for view in views}
    return len(views) >= _FEW and len(periods) == 1 and "" not in periods


_WEIGHT = (IndicatorStatus.NOT_MET, IndicatorStatus.EXCEEDED, IndicatorStatus.MET)


def _told(pairs: Sequence[tuple[IndicatorFact, IndicatorView]]) -> tuple[IndicatorView, ...]:
    weighed = sorted(pairs, key=lambda pair: _WEIGHT.index(pair[0].status) if pair[0].status in _WEIGHT else 3)
    chosen = {view.code for _, view in weighed[:MOST_IN_TEXT]}
    return tuple(view for _, view in pairs if view.code in chosen)


_MOST_NAMED = 3
_MOST_LETTERS = 180
_WHOLE = Decimal(100)


def _ranked(
    pairs: Iterable[tuple[IndicatorFact, IndicatorView]], statuses: tuple[IndicatorStatus, ...], best_first: bool
) -> tuple[IndicatorView, ...]:
    """At most three of those with a share of the target, by it; yes/no indicators have none."""
    held = [(fact.nearness, view) for fact, view in pairs if fact.status in statuses and fact.nearness is not None]
    ordered = sorted(held, key=lambda pair: pair[0], reverse=best_first)
    return tuple(view for _, view in ordered[:_MOST_NAMED])


def _named(ranked: tuple[IndicatorView, ...]) -> tuple[IndicatorView, ...]:
    """The first of them, as many as go into one sentence: fewer where their names are long."""
    letters = accumulate(len(view.short) for view in ranked)
    return tuple(view for view, so_far in zip(ranked, letters, strict=True) if so_far <= _MOST_LETTERS) or ranked[:1]


def _common_year(facts: Iterable[IndicatorFact]) -> int | None:
    years = {fact.target_year for fact in facts}
    return years.pop() if len(years) == 1 else None


def _with(facts: Iterable[IndicatorFact], *statuses: IndicatorStatus) -> list[IndicatorFact]:
    return [fact for fact in facts if fact.status in statuses]


def _under_way(facts: Iterable[IndicatorFact]) -> list[IndicatorFact]:
    return [fact for fact in facts if fact.is_under_way]


def _missed(facts: Iterable[IndicatorFact]) -> list[IndicatorFact]:
    return [fact for fact in _with(facts, IndicatorStatus.NOT_MET) if not fact.is_under_way]


def _count(facts: Iterable[IndicatorFact], formula: str) -> Figure:
    return count((fact.indicator.row for fact in facts), CODE, formula)


def _breakdown(facts: Sequence[IndicatorFact]) -> Iterable[StatusCount]:
    """How many stand where, best first; those under way and those within the year's ceiling each apart."""
    under_way = _under_way(facts)
    within = [fact for fact in facts if fact.is_within_year]
    others = [fact for fact in facts if not fact.is_within_year and not fact.is_under_way]
    for status in STATUS_WORDS:
        if status is IndicatorStatus.NOT_MET and under_way:
            words = status_words(under_way[0], f" năm {under_way[0].target_year}")
            yield StatusCount(_count(under_way, f"số chỉ tiêu {words}"), words)
        if status is IndicatorStatus.NOT_DUE:
            words = WITHIN_YEAR.lower()
            yield StatusCount(_count(within, f"số chỉ tiêu {words}"), words)
        yield _status_count(others, status)


def _status_count(facts: Iterable[IndicatorFact], status: IndicatorStatus) -> StatusCount:
    words, counted = STATUS_WORDS[status], _with(facts, status)
    years = sorted({fact.target_year for fact in counted if fact.target_year}) if counted else []
    of_years = f" (mục tiêu năm {join_and([str(year) for year in years])})"
    return StatusCount(
        _count(counted, f"số chỉ tiêu {words}"), words + (of_years if status is IndicatorStatus.NOT_DUE else "")
    )


def _groups(pairs: list[tuple[IndicatorFact, IndicatorView]]) -> Iterable[IndicatorGroup]:
    for index, (title, members) in enumerate(groupby(pairs, key=lambda pair: pair[0].indicator.group)):
        yield IndicatorGroup(f"g{index + 1}", title, tuple(view for _, view in members))
