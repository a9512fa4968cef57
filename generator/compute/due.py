"""Which reports are due, to whom and by when: the one answer that `due` and the first page of the web give.

Of each kind that a body reports it is the period that closed last and the one that runs; of what is reported once, the
stretch that ends near the day; and what is made and waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator.core.period_names import parse_period
from generator.core.periods import CALENDAR_KINDS, PERIODS_PER_YEAR, CutoffRule, Period, PeriodKind
from generator.validate.returns_due import Due, due_of, parse_due

_NEAR = 92
"""Days around the end of what is reported once, in which it is told."""


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


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets reports: of which kinds (none named: of all that are made), and what was said of the last day."""

    name: str
    kinds: tuple[PeriodKind, ...]
    due: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """All that a dossier says of its reports; `once` are the stretches that no clock brings round again.

    It is enough to tell on any day which reports are due, also without the workbook.
    """

    rule: ReportingRule
    receivers: tuple[Receiver, ...]
    data: tuple[Period, ...]
    once: tuple[Period, ...]

    def as_json(self) -> dict[str, Any]:
        begins = self.rule.begins
        return {
            "cutoff": self.rule.cutoff.value,
            "returns_due": self.rule.returns_due,
            "begins": begins.isoformat() if begins else "",
            "receivers": [
                {"name": one.name, "kinds": [kind.value for kind in one.kinds], "due": one.due}
                for one in self.receivers
            ],
            "data": [one.code for one in self.data],
            "once": [one.code for one in self.once],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Reporting | None:
        """What `as_json` kept; None for anything else, as an earlier version of the program kept it."""
        try:
            begins = date.fromisoformat(told["begins"]) if told["begins"] else None
            rule = ReportingRule(CutoffRule(told["cutoff"]), told["returns_due"], begins)
            receivers = tuple(
                Receiver(one["name"], tuple(PeriodKind(kind) for kind in one["kinds"]), one["due"])
                for one in told["receivers"]
            )
            return cls(rule, receivers, _periods(told["data"]), _periods(told["once"]))
        except (KeyError, TypeError, ValueError):
            return None


def _periods(codes: Iterable[str]) -> tuple[Period, ...]:
    return tuple(period for code in codes if (period := parse_period(code)) is not None)


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that there is: its period, who gets it ("" the dossier's one report), whether it is issued."""

    period: Period
    to: str
    issued: bool


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that somebody gets: `to` is "" for the dossier's one report; `due` is None where no day is known."""

    period: Period
    to: str
    closes: date
    due: Due | None

    @property
    def by(self) -> date:
        """The day it is looked for: its last day, where that is known, else the day on which its figures close."""
        return self.due.last_day if self.due else self.closes


def owed_reports(said: Reporting, made: Iterable[MadeReport], day: date) -> tuple[OwedReport, ...]:
    """The reports of a dossier that are looked at on `day`, the first to be handed in first."""
    there = list(made)
    kinds = _kinds(said, there)
    receivers = said.receivers or (Receiver("", (), ""),)
    found = [one for receiver in receivers for one in _owed_to(receiver, said, there, kinds, day)]
    return tuple(sorted(found, key=lambda one: (one.by, one.period.code, one.to)))


def _kinds(said: Reporting, made: Iterable[MadeReport]) -> list[PeriodKind]:
    """The kinds that are reported: those of the reports there are; before the first, those of the figures."""
    periods = [one.period for one in made] or said.data
    return list(dict.fromkeys(one.kind for one in periods))


def _owed_to(
    receiver: Receiver, said: Reporting, made: Iterable[MadeReport], kinds: Iterable[PeriodKind], day: date
) -> list[OwedReport]:
    rule, wanted = said.rule, receiver.kinds or tuple(kinds)
    periods = {*due_periods(wanted, day, rule)}
    periods |= {one.period for one in made if one.to == receiver.name and not one.issued}
    periods |= {one for one in said.once if one.kind in wanted and abs((rule.closes(one) - day).days) <= _NEAR}
    words = receiver.due or rule.returns_due
    return [OwedReport(one, receiver.name, rule.closes(one), last_day(words, one, rule)) for one in periods]


def last_day(said: str, period: Period, rule: ReportingRule) -> Due | None:
    """The last day for a report by what was said of it; None where nothing was, or what was said cannot be of it.

    A day of the month says nothing of a week or a stretch of days that ends after it, a day of the week of nothing but
    weeks, and one date nothing of every period.
    """
    parsed = parse_due(said) if said else None
    if parsed is None or (parsed.weekday is not None and period.kind is not PeriodKind.WEEK):
        return None
    due, closes = due_of(said, period, rule.cutoff), rule.closes(period)
    if parsed.fixed is not None and not closes - timedelta(days=31) <= due.last_day <= closes + timedelta(days=92):
        return None
    of_month = parsed.fixed is None and parsed.weekday is None
    return None if of_month and period.kind not in CALENDAR_KINDS and due.last_day < closes else due


def coming_days(said: Reporting, made: Iterable[MadeReport], today: date, until: date) -> list[tuple[date, str]]:
    """The days from `today` to `until` on which figures close, returns or reports are to be handed in, in words."""
    rule, kinds = said.rule, _kinds(said, made)
    days = []
    for period in coming_periods(kinds, today, until, rule):
        closes, returns = rule.closes(period), rule.returns(period).last_day
        days.append((closes, f"Chốt số liệu {period.label}"))
        if returns != closes:
            days.append((returns, f"Hạn gửi phiếu {period.label}"))
    for receiver in said.receivers:
        for period in _around_all(receiver.kinds or tuple(kinds), today):
            due = last_day(receiver.due, period, rule)
            if due is not None:
                days.append((due.last_day, f"Hạn gửi báo cáo {period.label} cho {receiver.name}"))
    return sorted({one for one in days if today <= one[0] <= until})


def _around_all(kinds: Iterable[PeriodKind], today: date) -> list[Period]:
    return [one for kind in dict.fromkeys(kinds) for one in _around(kind, today)]


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
