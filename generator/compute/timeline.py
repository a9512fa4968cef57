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


@dataclass(frozen=True, slots=True)
class Timeline:
    """The report's period, under one cut-off rule; `window` follows from the two."""

    period: Period
    rule: CutoffRule
    window: Window = field(init=False)
    _ranks: dict[Period, Rank] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Each period's rank, once reckoned: tens of thousands of rows share a handful of periods."""

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
        """The rows whose period ends inside the report's window, the one that counts first."""
        found = [row for row in rows if self.end_of(row) in self.window]
        found.sort(key=self._rank)
        # The sort is stable: of equals the later in the sheet stands last, so turning the list puts it first.
        return tuple(reversed(found))

    def _rank(self, row: Dated) -> Rank:
        rank = self._ranks.get(row.period)
        if rank is None:
            window = row.period.window(self.rule)
            rank = (window.end, row.period == self.period, (window.end - window.start).days)
            self._ranks[row.period] = rank
        return rank
