"""Which reports are due: of each kind that a body reports, the period that closed last and those that close next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.periods import CALENDAR_KINDS, PERIODS_PER_YEAR, CutoffRule, Period, PeriodKind
from generator.validate.returns_due import Due, due_of


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """What a dossier says of its reports: how periods close, when returns are due, since when there is a plan."""

    cutoff: CutoffRule
    returns_due: str
    begins: date | None

    def closes(self, period: Period) -> date:
        """The day on which the figures of a period are closed."""
        return period.window(self.cutoff).end

    def returns(self, period: Period) -> Due:
        return due_of(self.returns_due, period, self.cutoff)


def due_periods(kinds: Iterable[PeriodKind], today: date, rule: ReportingRule) -> tuple[Period, ...]:
    """Of each kind the period that closed last and the one that runs, first to close first.

    A period that closes today still runs; one that closed before the plan began is left out.
    """
    found = []
    for kind in dict.fromkeys(kinds):
        known = _around(kind, today)
        closed = [one for one in known if rule.closes(one) < today]
        running = next((one for one in known if rule.closes(one) >= today), None)
        if running is None:
            continue
        if closed and (rule.begins is None or rule.closes(closed[-1]) >= rule.begins):
            found.append(closed[-1])
        found.append(running)
    return tuple(sorted(found, key=lambda one: (rule.closes(one), one.code)))


def coming_periods(kinds: Iterable[PeriodKind], today: date, until: date, rule: ReportingRule) -> tuple[Period, ...]:
    """The periods that close, or whose returns are due, from `today` to `until`; first to close first."""
    found = [
        one
        for kind in dict.fromkeys(kinds)
        for one in _around(kind, today)
        if any(today <= day <= until for day in (rule.closes(one), rule.returns(one).last_day))
    ]
    return tuple(sorted(found, key=lambda one: (rule.closes(one), one.code)))


def _around(kind: PeriodKind, today: date) -> list[Period]:
    """The periods of a kind about `today`, in order; none of a kind that does not come again by itself."""
    if kind is PeriodKind.WEEK:
        weeks = [(today + timedelta(days=7 * ahead)).isocalendar() for ahead in range(-2, 15)]
        return [Period(kind, one.year, one.week) for one in weeks]
    years = range(today.year - 1, today.year + 2) if kind in CALENDAR_KINDS else ()
    return [Period(kind, year, index) for year in years for index in range(1, PERIODS_PER_YEAR[kind] + 1)]
