"""What each indicator shows in a period, against its target and against earlier periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from generator.compute.counts import percent
from generator.compute.parts import Reckoning, is_summed, reckon
from generator.compute.timeline import Timeline
from generator.core.model import Aggregation, Direction, Indicator, Measurement, Milestone, Operator, RowRef, Target
from generator.core.periods import Period, PeriodKind, Window, days_from, weeks_in
from generator.core.units import counts_in_percent, counts_in_thousandths
from generator.core.yes_words import says_yes


class IndicatorStatus(StrEnum):
    """Where a value stands against its target.

    NOT_DUE where the target is one of a later year, or where a part of the year keeps within the year's ceiling;
    NOT_JUDGED where the value is of several years and the plan has no target for all of them.
    """

    MET = "met"
    EXCEEDED = "exceeded"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NOT_JUDGED = "not_judged"
    NO_DATA = "no_data"


UNDER_WAY = "under_way"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The value of an earlier period, and the present value less that one, in the indicator's unit.

    `period` is what the value is of; `rows` are those it rests on.
    """

    period: Period
    rows: tuple[Measurement, ...]
    value: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator at the end of a period.

    `target` is that of the period's year, else the plan's own; `target_year` is the year it is of, None where the plan
    names none; `milestone` is the Lộ trình row it comes from, None when it is the plan's own. `carried` says that the
    value is of another period. `achievement` is a percentage with one decimal. `milestones` are the rows whose targets
    add up to that of several years.
    """

    indicator: Indicator
    target: Target
    target_year: int | None
    milestone: Milestone | None
    reckoning: Reckoning
    carried: bool
    achievement: Decimal | None
    status: IndicatorStatus
    previous: Comparison | None
    same_period_last_year: Comparison | None
    milestones: tuple[Milestone, ...] = ()
    nearness: Decimal | None = None
    """What indicators are put in order by: the achievement, also where its percentage is not to be told."""
    year_so_far: Reckoning | None = None
    """What a year's target for a flow is held against in a part of the year, by which `status` is; None where the value
    is."""
    is_under_way: bool = False
    """The target is to be reached by the end of this year, which has not come: short of it is no verdict yet."""
    is_missed_undated: bool = False
    """Short of a target of no year: whether it could still be reached by the year it is meant for, nobody says."""

    @property
    def is_within_year(self) -> bool:
        """Nothing says so far that the year's ceiling is passed, and the year is not whole: not judged yet."""
        waits = self.year_so_far is not None and self.status is IndicatorStatus.NOT_DUE
        return waits and not more_is_better(self.target, self.indicator.direction)

    @property
    def is_judged(self) -> bool:
        """There is a verdict: the target is reached, or missed for good."""
        return self.status in _BY_NUMBER and not self.is_under_way

    @property
    def standing(self) -> str:
        """The status as it is told and counted: what is under way stands apart from what was missed."""
        return UNDER_WAY if self.is_under_way else self.status.value

    @property
    def held(self) -> Reckoning:
        """What is held against the target: what a flow came to since the year's beginning, else the value itself."""
        return self.year_so_far or self.reckoning

    @property
    def target_rows(self) -> tuple[RowRef, ...]:
        """The rows that the target stands in."""
        return tuple(one.row for one in self.milestones) or ((self.milestone or self.indicator).row,)

    @property
    def value(self) -> Decimal | None:
        """The number measured or reckoned; None without data and for a yes/no indicator."""
        return None if self.is_yes_no else self.reckoning.value

    @property
    def rows(self) -> tuple[Measurement, ...]:
        """The Số liệu rows that the value rests on."""
        return self.reckoning.parts

    @property
    def missing(self) -> tuple[Period, ...]:
        """The parts of the period that lack a value, of a sum or a mean."""
        return self.reckoning.missing

    @property
    def words(self) -> str:
        """What was typed for a yes/no indicator."""
        last = self.reckoning.last
        return last.words if last and self.is_yes_no else ""

    @property
    def is_yes_no(self) -> bool:
        return self.target.operator is Operator.YES_NO

    @property
    def is_falling(self) -> bool:
        """A smaller value is the better one: no share of the target is told then."""
        falling = self.target.operator in (Operator.BELOW, Operator.AT_MOST)
        return falling or self.indicator.direction is Direction.DOWN

    @property
    def aggregation(self) -> Aggregation:
        """How the value is made; words are those of a moment."""
        return Aggregation.POINT if self.is_yes_no else self.indicator.aggregation

    @property
    def carried_from(self) -> str | None:
        """Code of the period the value is really of, where that is not the report's."""
        last = self.reckoning.last
        return last.period.code if last and self.carried else None


def indicator_facts(
    indicators: Iterable[Indicator],
    milestones: Iterable[Milestone],
    measurements: Iterable[Measurement],
    timeline: Timeline,
) -> tuple[IndicatorFact, ...]:
    """One fact an indicator, in the plan's order."""
    of_years: dict[str, dict[int, Milestone]] = defaultdict(dict)
    for milestone in milestones:
        of_years[milestone.indicator][milestone.year] = milestone
    rows: dict[str, list[Measurement]] = defaultdict(list)
    for measurement in measurements:
        rows[measurement.indicator].append(measurement)
    return tuple(
        _fact(indicator, of_years.get(indicator.code, {}), rows.get(indicator.code, ()), timeline)
        for indicator in indicators
    )


def _fact(
    indicator: Indicator, of_years: Mapping[int, Milestone], rows: Sequence[Measurement], timeline: Timeline
) -> IndicatorFact:
    period = timeline.period
    aim = _Aim.of(indicator, of_years, period)
    found = reckon(rows, aim.aggregation, timeline)
    verdict = _verdict(aim, found, rows, timeline)
    previous, last_year = (
        None if aim.is_yes_no else _comparison(found, rows, aim.aggregation, timeline, Timeline(then, timeline.rule))
        for then in (period.previous(), period.same_last_year())
    )
    held = verdict.held.value if verdict.has_share else None
    ordered_by = (verdict.year_so_far or found).value if aim.is_judged and not aim.is_yes_no else None
    may_be_reached = verdict.status is IndicatorStatus.NOT_MET and (aim.rises or aim.is_yes_no or aim.may_still_fall)
    return IndicatorFact(
        indicator=indicator,
        target=aim.target,
        target_year=aim.year,
        milestone=aim.milestone,
        reckoning=found,
        carried=not aim.aggregation.is_of_parts
        and not is_summed(aim.aggregation, period)
        and found.last is not None
        and found.last.period != period,
        achievement=achievement(held, aim.target, aim.direction),
        nearness=nearness(ordered_by, aim.target, aim.wanted),
        status=verdict.status,
        previous=previous,
        same_period_last_year=last_year,
        milestones=aim.several,
        year_so_far=verdict.year_so_far,
        is_under_way=may_be_reached and aim.year == period.year and timeline.window.end < year_of(timeline).end,
        is_missed_undated=may_be_reached and aim.year is None and not aim.several,
    )


@dataclass(frozen=True, slots=True)
class _Aim:
    """What an indicator's value in a period is held against: a target and its year, or the sum of several years'."""

    target: Target
    direction: Direction
    aggregation: Aggregation
    year: int | None
    milestone: Milestone | None
    several: tuple[Milestone, ...] = ()
    is_judged: bool = True
    """False where the value is of several years whose targets cannot be added: none is its own."""

    @classmethod
    def of(cls, indicator: Indicator, of_years: Mapping[int, Milestone], period: Period) -> _Aim:
        milestone = of_years.get(period.year)
        target = milestone.target if milestone else indicator.target
        year = milestone.year if milestone else indicator.target_year
        aggregation = Aggregation.POINT if target.operator is Operator.YES_NO else indicator.aggregation
        aim = cls(target, indicator.direction, aggregation, year, milestone)
        if aim.is_yes_no or not period.spans_years:
            return aim
        if is_summed(aggregation, period) and (several := _milestones_of(period, of_years)):
            return replace(aim, target=_sum_of_targets(several), year=None, several=several)
        return replace(aim, is_judged=not (aggregation.is_of_parts or is_summed(aggregation, period)))

    @property
    def is_yes_no(self) -> bool:
        return self.target.operator is Operator.YES_NO

    @property
    def rises(self) -> bool:
        return more_is_better(self.target, self.direction)

    @property
    def wanted(self) -> Direction:
        """Where values are better: a sign decides for itself, whatever direction stands beside it."""
        below = self.target.operator in (Operator.BELOW, Operator.AT_MOST)
        return Direction.DOWN if below else self.direction

    @property
    def may_still_fall(self) -> bool:
        """True of a level or a mean that is to come down by the year's end (poor households, say); not of a sum."""
        return self.direction is Direction.DOWN and self.aggregation in (Aggregation.POINT, Aggregation.MEAN)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Where an indicator stands to its target, and by which figure: that of the period, or of the year so far."""

    status: IndicatorStatus
    held: Reckoning
    year_so_far: Reckoning | None
    has_share: bool
    """A share of the target tells of what the status rests on."""


def _verdict(aim: _Aim, found: Reckoning, rows: Sequence[Measurement], timeline: Timeline) -> _Verdict:
    is_due = aim.year is None or aim.year <= timeline.period.year
    status = _status(found, aim.target, aim.direction, is_due, aim.is_judged)
    has_share = aim.is_judged and not aim.is_yes_no
    goes_by_year = status in _BY_NUMBER or (aim.rises and status is IndicatorStatus.NOT_DUE)
    if aim.is_yes_no or aim.several or not goes_by_year:
        so_far = None
    else:
        so_far = _year_so_far(found, rows, aim.aggregation, aim.rises, timeline)
    if so_far is None:
        return _Verdict(status, found, None, has_share)
    if aim.rises:
        status = number_status(so_far.value, aim.target, aim.direction) if status in _BY_NUMBER else status
        return _Verdict(status, so_far, so_far, has_share)
    is_whole = _is_whole_year(so_far, aim.aggregation, timeline)
    status = _status_of_ceiling(so_far, aim.target, aim.direction, is_whole)
    tells = status is not IndicatorStatus.NOT_DUE and so_far.parts == found.parts
    return _Verdict(status, found, so_far, has_share and tells)


def _milestones_of(period: Period, of_years: Mapping[int, Milestone]) -> tuple[Milestone, ...]:
    """The targets of every year of a period of whole years, where they can be added; else none."""
    years = range(period.first_year, period.year + 1)
    found = tuple(of_years[year] for year in years if year in of_years)
    if period.first is not None or len(found) < len(years):
        return ()
    alike = len({one.target.operator for one in found}) == 1 and not any(one.target.is_rank for one in found)
    return found if alike and all(one.target.value is not None for one in found) else ()


def _sum_of_targets(milestones: Sequence[Milestone]) -> Target:
    values = [one.target.value or Decimal(0) for one in milestones]
    uppers = [one.target.upper for one in milestones if one.target.upper is not None]
    upper = sum(uppers, Decimal(0)) if len(uppers) == len(values) else None
    text = " + ".join(one.target.text for one in milestones)
    return Target(milestones[0].target.operator, sum(values, Decimal(0)), upper, text)


def _comparison(
    now: Reckoning, rows: Sequence[Measurement], aggregation: Aggregation, timeline: Timeline, then: Timeline
) -> Comparison | None:
    """What may honestly be held against each other.

    Of levels only ones of the very days the two periods ended: nothing older is carried into either. Of sums and means
    only whole ones. What is counted from the year's beginning is not held against another stretch of a year.
    """
    same_stretch = then.period.year == timeline.period.year or then.period == timeline.period.same_last_year()
    summed = is_summed(aggregation, timeline.period)
    if (
        now.value is None
        or now.missing
        or (aggregation is Aggregation.YEAR_TO_DATE and not same_stretch and not summed)
    ):
        return None
    if aggregation.is_of_parts or summed:
        whole = reckon(rows, aggregation, then)
        if whole.value is None or whole.missing:
            return None
        return Comparison(then.period, whole.parts, whole.value, now.value - whole.value)
    if now.last is None or not timeline.is_fresh(now.last):
        return None
    earlier = then.latest(row for row in rows if then.is_fresh(row))
    if earlier is None or earlier.value is None:
        return None
    return Comparison(earlier.period, (earlier,), earlier.value, now.value - earlier.value)


def achievement(value: Decimal | None, target: Target, direction: Direction) -> Decimal | None:
    """How far the target is reached, in per cent with one decimal.

    None where there is no nearness, for a value below 0, and where 100,0% would say that the target is met exactly
    while the value is a little off it.
    """
    share = nearness(value, target, direction)
    if share is None or value is None or value < 0:
        return None
    return None if share == _WHOLE and value != target.value else share


_WHOLE = Decimal(100)


def nearness(value: Decimal | None, target: Target, direction: Direction) -> Decimal | None:
    """How far the target is reached, in per cent with one decimal, for putting indicators in order.

    None without a number, for a yes/no indicator, when the divisor is 0, of a target below 0 (twice as far below it
    would be 200% of it), once a value has reached a range, and exactly on a target that has to be passed ("trên 2"):
    100% would say that it is reached.
    """
    if value is None or target.value is None or target.value < 0:
        return None
    if target.operator is Operator.RANGE:
        return percent(value, target.value) if value < target.value else None
    if target.operator in (Operator.ABOVE, Operator.BELOW) and value == target.value:
        return None
    return percent(value, target.value) if direction is Direction.UP else percent(target.value, value)


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a value lies from the target's number: `amount` in the indicator's unit, or in per cent of the target."""

    amount: Decimal
    is_share: bool
    is_above: bool
    is_lead: bool
    """More is better, and it is more."""


def margin(fact: IndicatorFact) -> Margin | None:
    """How far a value is beyond its target, or on the wrong side of a ceiling.

    Figures in per cent or in thousandths differ by their own unit; others by a share of the target, unless that would
    be 0,0% or the target is below 0. None where a ceiling is held against more than the value, for places in a ranking,
    and short of a target to reach, which the share that is reached tells.
    """
    goal, value = fact.target.value, fact.held.value
    if goal is None or value is None or fact.target.is_rank or fact.status not in _WITH_MARGIN:
        return None
    rises = more_is_better(fact.target, fact.indicator.direction)
    if not rises and fact.held.parts != fact.rows:
        return None
    if fact.status is IndicatorStatus.NOT_MET and rises:
        return None
    upper = goal if fact.target.upper is None or fact.target.operator is not Operator.RANGE else fact.target.upper
    bound = upper if value > upper else goal
    difference = abs(value - bound)
    if not difference:
        return None
    is_above = value > bound
    unit = fact.indicator.unit
    in_own_unit = counts_in_percent(unit) or counts_in_thousandths(unit) or bound < 0
    share = None if in_own_unit else percent(difference, bound)
    return Margin(share or difference, bool(share), is_above, is_above and rises)


_WITH_MARGIN = (IndicatorStatus.EXCEEDED, IndicatorStatus.NOT_MET)


def _status(found: Reckoning, target: Target, direction: Direction, is_due: bool, is_judged: bool) -> IndicatorStatus:
    last = found.last
    if last is None:
        return IndicatorStatus.NO_DATA
    if found.value is None and target.operator is not Operator.YES_NO:
        return IndicatorStatus.NO_DATA
    if not is_judged:
        return IndicatorStatus.NOT_JUDGED
    if not is_due:
        return IndicatorStatus.NOT_DUE
    if target.operator is Operator.YES_NO:
        return IndicatorStatus.MET if says_yes(last.words) else IndicatorStatus.NOT_MET
    return number_status(found.value, target, direction)


_BY_NUMBER = (IndicatorStatus.MET, IndicatorStatus.EXCEEDED, IndicatorStatus.NOT_MET)


def _year_so_far(
    found: Reckoning,
    rows: Sequence[Measurement],
    aggregation: Aggregation,
    rises: bool,
    timeline: Timeline,
) -> Reckoning | None:
    """What a flow came to since the year's beginning, where its target is the whole year's: to be reached, or kept
    within.

    None where the value of the period itself is what the target is for.
    """
    is_flow = aggregation is Aggregation.SUM or (aggregation is Aggregation.YEAR_TO_DATE and not rises)
    if not is_flow or timeline.period.spans_years:
        return None
    year = year_of(timeline)
    if timeline.window.holds(year):
        return None
    if aggregation is Aggregation.YEAR_TO_DATE:
        return found
    until = min(timeline.window.end, year.end)
    return reckon(rows, aggregation, Timeline(days_from(year.start, until), timeline.rule))


def year_of(timeline: Timeline) -> Window:
    """The year that a period is a part of; of a week the year of weeks, whose first and last reach over new year."""
    if timeline.period.kind is PeriodKind.WEEK:
        first, last = (Period(PeriodKind.WEEK, timeline.period.year, n) for n in (1, weeks_in(timeline.period.year)))
        return Window(first.window(timeline.rule).start, last.window(timeline.rule).end)
    return Period(PeriodKind.YEAR, timeline.period.year).window(timeline.rule)


def _is_whole_year(so_far: Reckoning, aggregation: Aggregation, timeline: Timeline) -> bool:
    """Whether the year has ended with the report's period and its figure lacks no part."""
    end = year_of(timeline).end
    if timeline.window.end < end or so_far.last is None or so_far.missing:
        return False
    return aggregation is Aggregation.SUM or timeline.end_of(so_far.last) >= end


def _status_of_ceiling(so_far: Reckoning, target: Target, direction: Direction, is_whole: bool) -> IndicatorStatus:
    """A ceiling that is passed stays passed; that it was kept can be told of the whole year only."""
    status = number_status(so_far.value, target, direction)
    return status if is_whole or status is IndicatorStatus.NOT_MET else IndicatorStatus.NOT_DUE


def more_is_better(target: Target, direction: Direction) -> bool:
    """Whether a target is one to reach, not one to stay within."""
    if target.operator in (Operator.EQUAL, Operator.RANGE):
        return direction is Direction.UP
    return target.operator in (Operator.AT_LEAST, Operator.ABOVE)


def number_status(value: Decimal | None, target: Target, direction: Direction) -> IndicatorStatus:
    """A number held against its target, whatever the target's year.

    Strictly better than the target's number is EXCEEDED under every sign; a sign decides for itself which side is
    better, for "=" and for a range the indicator's direction does.
    """
    goal = target.value
    if value is None or goal is None:
        return IndicatorStatus.NO_DATA
    top = goal if target.upper is None or target.operator is not Operator.RANGE else target.upper
    if goal <= value <= top:
        must_pass = target.operator in (Operator.ABOVE, Operator.BELOW)
        return IndicatorStatus.NOT_MET if must_pass else IndicatorStatus.MET
    return IndicatorStatus.EXCEEDED if (value > top) is more_is_better(target, direction) else IndicatorStatus.NOT_MET
