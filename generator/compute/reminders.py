"""Whom to remind of what: the tasks that each lead agency has overdue or has not reported on, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.compute.counts import lead_agencies
from generator.compute.facts import Facts
from generator.compute.reporting import is_closed, is_collective, owes_report_on, reporters
from generator.compute.task_status import TaskFact
from generator.core.model import Settings
from generator.core.periods import CutoffRule, Period
from generator.core.vietnamese import fold

WORKING_DAYS = 5
_SATURDAY = 5
_COMMITTEE = fold("Ủy ban nhân dân")


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one lead agency is reminded of; no task stands in both lists.

    `overdue` is ordered by deadline, longest overdue first; `silent` are the other tasks that it still owes a report
    of, in the plan's order. `collective` marks a name for many bodies ("Các sở, ban, ngành"), which owes none.
    """

    agency: str
    collective: bool
    overdue: tuple[TaskFact, ...]
    silent: tuple[TaskFact, ...]

    @property
    def overdue_silent(self) -> tuple[TaskFact, ...]:
        """Those of the overdue tasks that it has not reported on for the period either."""
        return tuple(fact for fact in self.overdue if owes_report_on(fact, self.agency))

    @property
    def unreported(self) -> tuple[TaskFact, ...]:
        """All its tasks that still want a report of the period."""
        return (*self.overdue_silent, *self.silent)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an earlier letter asked an agency for: the codes of tasks then overdue, of those not reported on."""

    agency: str
    period: Period
    overdue: tuple[str, ...]
    unreported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What has become of the tasks of a letter: how many it named, and the codes of those still waiting."""

    total: int
    waiting: tuple[str, ...]


def reminders(facts: Facts) -> tuple[Reminder, ...]:
    """One for each lead agency with something overdue or unreported, in the order of `lead_agencies`.

    A task led by several agencies is in the letter of each. The issuing body itself is among them.
    """
    found = (_reminder(name, tasks) for name, tasks in lead_agencies(facts.tasks.items, facts.dossier.agencies).items())
    return tuple(one for one in found if one.overdue or one.silent)


def _reminder(agency: str, tasks: Sequence[TaskFact]) -> Reminder:
    overdue = sorted((fact for fact in tasks if fact.status.is_overdue), key=lambda fact: fact.deadline or date.max)
    silent = (fact for fact in tasks if not fact.status.is_overdue and owes_report_on(fact, agency))
    return Reminder(agency, is_collective(agency), tuple(overdue), tuple(silent))


def is_issuer(agency: str, settings: Settings) -> bool:
    """True of the body that issues the letters: it does not write to itself."""
    return _plain(agency) == _plain(settings.issuer)


def _plain(name: str) -> str:
    folded = fold(name)
    return f"ubnd{folded.removeprefix(_COMMITTEE)}" if folded.startswith(_COMMITTEE) else folded


def answer_day(day: date) -> date:
    """The day before which an answer is asked for, unless a person says: the fifth working day after `day`.

    Saturdays and Sundays are left out; public holidays are not known.
    """
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def answered(asked: Asked, facts: Facts) -> Answer:
    """What of an earlier letter the dossier now answers: finished or suspended, or reported on since by the agency.

    A task that the dossier no longer has counts as answered.
    """
    items = {fact.task.code: fact for fact in facts.tasks.items}
    reported = _reported_since(facts, asked)
    waiting = [code for code in asked.overdue if code in items and items[code].status.is_overdue]
    open_codes = {code for code, fact in items.items() if code not in reported and not is_closed(fact)}
    waiting += [code for code in asked.unreported if code in open_codes and code not in waiting]
    return Answer(len({*asked.overdue, *asked.unreported}), tuple(waiting))


def _reported_since(facts: Facts, asked: Asked) -> frozenset[str]:
    """Codes of tasks that the agency has a row of, for a period that ends in the asked one or later."""
    rule = facts.settings.cutoff
    start = asked.period.window(rule).start
    ends = _ends({row.period for row in facts.dossier.progress}, rule)
    tasks = {task.code: task for task in facts.dossier.tasks}
    return frozenset(
        row.task
        for row in facts.dossier.progress
        if start <= ends[row.period] <= facts.window.end
        and row.task in tasks
        and asked.agency in reporters(row, tasks[row.task])
    )


def _ends(periods: Iterable[Period], rule: CutoffRule) -> Mapping[Period, date]:
    return {period: period.window(rule).end for period in periods}
