"""What each indicator shows in a period, against its target and against earlier periods (contract section 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from generator.compute.counts import percent
from generator.compute.timeline import Timeline
from generator.core.model import Direction, Indicator, Measurement, Milestone, Operator, Target
from generator.core.vietnamese import fold

YES_WORDS = frozenset(fold(words) for words in ("Hoàn thành", "Đã hoàn thành", "Đạt", "Có", "True"))


class IndicatorStatus(StrEnum):
    """Where a value stands against its target."""

    MET = "met"
    EXCEEDED = "exceeded"
    NOT_MET = "not_met"
    NO_DATA = "no_data"

    @property
    def label(self) -> str:
        """The words a report uses."""
        return _LABELS[self]


_LABELS = {
    IndicatorStatus.MET: "Đạt",
    IndicatorStatus.EXCEEDED: "Vượt",
    IndicatorStatus.NOT_MET: "Chưa đạt",
    IndicatorStatus.NO_DATA: "Chưa có số liệu",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The value of an earlier period, and the present value less that one, in the indicator's unit."""

    measurement: Measurement
    value: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator at the end of a period.

    `target` is that of the period's year; `milestone` is the Lộ trình row it comes from, None when it is the
    plan's own. `measurement` is the Số liệu row used; `carried` says that the row is of another period.
    `achievement` is a percentage with one decimal.
    """

    indicator: Indicator
    target: Target
    milestone: Milestone | None
    measurement: Measurement | None
    carried: bool
    achievement: Decimal | None
    status: IndicatorStatus
    previous: Comparison | None
    same_period_last_year: Comparison | None

    @property
    def value(self) -> Decimal | None:
        """The number measured; None without data and for a yes/no indicator."""
        return _number(self.measurement, self.target)

    @property
    def words(self) -> str:
        """What was typed for a yes/no indicator."""
        return self.measurement.words if self.measurement and self.is_yes_no else ""

    @property
    def is_yes_no(self) -> bool:
        return self.target.operator is Operator.YES_NO

    @property
    def carried_from(self) -> str | None:
        """Code of the period the value is really of, where that is not the report's."""
        return self.measurement.period.code if self.measurement and self.carried else None


def indicator_facts(
    indicators: Iterable[Indicator],
    milestones: Iterable[Milestone],
    measurements: Iterable[Measurement],
    timeline: Timeline,
) -> tuple[IndicatorFact, ...]:
    """One fact an indicator, in the plan's order."""
    of_year = {milestone.indicator: milestone for milestone in milestones if milestone.year == timeline.period.year}
    rows: dict[str, list[Measurement]] = defaultdict(list)
    for measurement in measurements:
        rows[measurement.indicator].append(measurement)
    return tuple(_fact(indicator, of_year, rows.get(indicator.code, ()), timeline) for indicator in indicators)


def _fact(
    indicator: Indicator, of_year: Mapping[str, Milestone], rows: Sequence[Measurement], timeline: Timeline
) -> IndicatorFact:
    milestone = of_year.get(indicator.code)
    target = milestone.target if milestone else indicator.target
    used = timeline.latest(row for row in rows if row.period.year == timeline.period.year)
    value = _number(used, target)
    period = timeline.period
    return IndicatorFact(
        indicator=indicator,
        target=target,
        milestone=milestone,
        measurement=used,
        carried=used is not None and used.period != period,
        achievement=achievement(value, target, indicator.direction),
        status=_status(used, target, indicator.direction),
        previous=_comparison(value, target, rows, Timeline(period.previous(), timeline.rule)),
        same_period_last_year=_comparison(value, target, rows, Timeline(period.same_last_year(), timeline.rule)),
    )


def _number(row: Measurement | None, target: Target) -> Decimal | None:
    return row.value if row and target.operator is not Operator.YES_NO else None


def _comparison(
    value: Decimal | None, target: Target, rows: Iterable[Measurement], then: Timeline
) -> Comparison | None:
    """Only a value that is of the very day the earlier period ended will do: nothing older is carried into it."""
    earlier = then.latest(row for row in rows if then.end_of(row) == then.window.end)
    before = _number(earlier, target)
    if earlier is None or value is None or before is None:
        return None
    return Comparison(earlier, before, value - before)


def achievement(value: Decimal | None, target: Target, direction: Direction) -> Decimal | None:
    """How far the target is reached, in per cent with one decimal.

    None without a number, for a yes/no indicator, when the divisor is 0, and once a value has reached a range.
    """
    if value is None or target.value is None:
        return None
    if target.operator is Operator.RANGE:
        return percent(value, target.value) if value < target.value else None
    return percent(value, target.value) if direction is Direction.UP else percent(target.value, value)


def _status(row: Measurement | None, target: Target, direction: Direction) -> IndicatorStatus:
    if row is None:
        return IndicatorStatus.NO_DATA
    if target.operator is Operator.YES_NO:
        return IndicatorStatus.MET if fold(row.words.strip(" .")) in YES_WORDS else IndicatorStatus.NOT_MET
    return number_status(row.value, target, direction)


def number_status(value: Decimal | None, target: Target, direction: Direction) -> IndicatorStatus:
    """A number held against its target.

    A sign decides for itself which side is good; for "=" and for a range the indicator's direction does.
    """
    goal = target.value
    if value is None or goal is None:
        return IndicatorStatus.NO_DATA
    if target.operator in (Operator.ABOVE, Operator.BELOW):
        holds = value > goal if target.operator is Operator.ABOVE else value < goal
        return IndicatorStatus.MET if holds else IndicatorStatus.NOT_MET
    top = goal if target.upper is None or target.operator is not Operator.RANGE else target.upper
    if goal <= value <= top:
        return IndicatorStatus.MET
    return IndicatorStatus.EXCEEDED if (value > top) is _more_is_better(target, direction) else IndicatorStatus.NOT_MET


def _more_is_better(target: Target, direction: Direction) -> bool:
    if target.operator in (Operator.EQUAL, Operator.RANGE):
        return direction is Direction.UP
    return target.operator is Operator.AT_LEAST
