"""What many rows of one task tell of a long period: all of it, or the newest of each year or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.model import Progress
from generator.core.periods import Period, PeriodKind

MOST_TOLD = 12
"""So many rows are told one by one: a year's months. Of more, the newest of each year, in a report of one year the
newest of each month: nobody reads five hundred weeks."""


@dataclass(frozen=True, slots=True)
class ToldPart:
    """The newest row of a part of the report's period, and of how many rows it is that."""

    part: Period
    newest: Progress
    of: int


def is_gathered(rows: Sequence[Progress]) -> bool:
    """True for rows too many to be told one by one."""
    return len(rows) > MOST_TOLD


def newest_of_parts(rows: Sequence[Progress], period: Period) -> tuple[ToldPart, ...]:
    """The newest of `rows`, which stand in the order of time, in each year or month of the report's period."""
    parts: dict[Period, list[Progress]] = {}
    for row in rows:
        parts.setdefault(_part_of(row.period, period), []).append(row)
    return tuple(ToldPart(part, members[-1], len(members)) for part, members in parts.items())


def _part_of(told: Period, period: Period) -> Period:
    if told.spans_years:
        return told
    if period.spans_years:
        return Period(PeriodKind.YEAR, told.year)
    return Period(PeriodKind.MONTH, told.year, told.last_month)


def part_name(part: Period, period: Period) -> str:
    """What the report calls a part: with its year where there are several, and where it is of another one."""
    return period.part_label(part) if part.year == period.year else part.label
