"""Which of several rows, each reported for some period, counts at the end of the report's period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from generator.core.periods import CutoffRule, Period, Window


class Dated(Protocol):
    """Any row that was reported for a period."""

    @property
    def period(self) -> Period: ...


Row = TypeVar("Row", bound=Dated)
Rank = tuple[date, bool, int]


def newest(rows: Iterable[Row], rule: CutoffRule) -> Row | None:
    """The row that ends last; of those that end on one day the longest counts, else the later in the sheet."""
    best: Row | None = None
    best_rank: tuple[date, int] | None = None
    for row in rows:
        window = row.period.window(rule)
        rank = (window.end, (window.end - window.start).days)
        if best_rank is None or rank >= best_rank:
            best, best_rank = row, rank
    return best


@dataclass(frozen=True, slots=True)
class Timeline:
    """The report's period, under one cut-off rule; `window` follows from the two."""

    period: Period
    rule: CutoffRule
    window: Window = field(init=False)
    _ranks: dict[Period, tuple[Rank, Window]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Each period's rank and window, once reckoned: tens of thousands of rows share a handful of periods."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "window", self.period.window(self.rule))

    def end_of(self, row: Dated) -> date:
        """The cut-off day of the row's period."""
        return self._rank(row)[0]

    def latest(self, rows: Iterable[Row]) -> Row | None:
        """The row that counts: the latest to end on or before the report's end; None if there is none.

        Of rows that end on one day, the one for the report's own period counts, else the one for the longer
        period, else the later in the sheet.
        """
        best: Row | None = None
        best_rank: Rank | None = None
        for row in rows:
            rank = self._rank(row)
            if rank[0] <= self.window.end and (best_rank is None or rank >= best_rank):
                best, best_rank = row, rank
        return best

    def inside(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows whose whole period lies inside the report's window, in the order of time, the longer last.

        They tell what was done in the period; the row of a longer period only tells the state at its end.
        """
        return tuple(sorted((row for row in rows if self.holds(row)), key=self._rank))

    def holds(self, row: Dated) -> bool:
        """True if the row's whole period lies inside the report's window."""
        return self.window.holds(self._ranked(row)[1])

    def ending_inside(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows whose period ends inside the report's window, in the sheet's order: somebody reported."""
        return tuple(row for row in rows if self.end_of(row) in self.window)

    def is_fresh(self, row: Dated) -> bool:
        """True if the row is of the very day the report's period ends: a quarter's at the half-year."""
        return self.end_of(row) == self.window.end

    def _rank(self, row: Dated) -> Rank:
        return self._ranked(row)[0]

    def _ranked(self, row: Dated) -> tuple[Rank, Window]:
        found = self._ranks.get(row.period)
        if found is None:
            window = row.period.window(self.rule)
            found = (window.end, row.period == self.period, (window.end - window.start).days), window
            self._ranks[row.period] = found
        return found
