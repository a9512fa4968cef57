"""How many tasks stand where: in all, by lead agency, by group of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.model import Agency
from generator.core.vietnamese import round_half_up

# --- percentages as reports print them --------------------------------------------------------------------------------


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """`part` ÷ `whole` × 100 with exactly one decimal, half up (away from zero); None if `whole` is 0.

    Reckoned in whole numbers, so that neither a figure of any size nor a half is lost to rounding on the way.
    """
    if whole == 0:
        return None
    thousandths = Fraction(part) * 1000 / Fraction(whole)
    size = int(abs(thousandths) + Fraction(1, 2))
    return Decimal(f"{-size if thousandths < 0 else size}E-1")


def telling_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """`percent`, with as many more decimals as it takes not to say "0%" of something, nor "100%" of nearly all."""
    share, places = percent(part, whole), 1
    is_between = part not in (0, whole)
    while is_between and share in (0, 100) and places < _FINEST:
        places += 1
        share = round_half_up(part * 100 / whole, places)
    return share


_FINEST = 6


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks by status; every task is in exactly one of the eight, so they add up to `total`."""

    completed_on_time: int = 0
    completed_late: int = 0
    in_progress: int = 0
    in_progress_overdue: int = 0
    not_started: int = 0
    not_started_overdue: int = 0
    suspended: int = 0
    ongoing: int = 0

    @classmethod
    def of(cls, facts: Iterable[TaskFact]) -> Counts:
        """The tally of `facts`."""
        tally = Counter(fact.status for fact in facts)
        return cls(**{status.value: tally[status] for status in TaskStatus})

    def by_status(self) -> dict[TaskStatus, int]:
        """The eight numbers, in the order of their fields."""
        return {status: getattr(self, status.value) for status in TaskStatus}

    @property
    def total(self) -> int:
        return sum(self.by_status().values())

    @property
    def completed(self) -> int:
        return self.completed_on_time + self.completed_late

    @property
    def in_progress_all(self) -> int:
        return self.in_progress + self.in_progress_overdue

    @property
    def not_started_all(self) -> int:
        return self.not_started + self.not_started_overdue

    @property
    def overdue(self) -> int:
        """Not done, and the deadline has passed."""
        return self.in_progress_overdue + self.not_started_overdue

    @property
    def unfinished(self) -> int:
        """In progress or not started, late or not; neither suspended nor ongoing ones."""
        return self.in_progress_all + self.not_started_all

    def share(self, number: int) -> Decimal | None:
        """`number` as a percentage of the total, one decimal; None if there is no task."""
        return percent(number, self.total)


@dataclass(frozen=True, slots=True)
class AgencyCounts:
    """The tasks that one agency leads, alone or with others."""

    agency: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """The tasks of one group of the plan; number and title are "" for tasks that stand in none."""

    group: str
    title: str
    counts: Counts


def lead_agencies(facts: Iterable[TaskFact], known: Iterable[Agency]) -> dict[str, list[TaskFact]]:
    """Each agency that leads something, with its tasks: first in the order of sheet Cơ quan, then as they appear."""
    led: dict[str, list[TaskFact]] = {agency.name: [] for agency in known}
    for fact in facts:
        for name in fact.task.lead:
            led.setdefault(name, []).append(fact)
    return {name: tasks for name, tasks in led.items() if tasks}


def counts_by_agency(facts: Iterable[TaskFact], known: Iterable[Agency]) -> tuple[AgencyCounts, ...]:
    """A task that several agencies lead counts under each of them; one that nobody leads under none."""
    return tuple(AgencyCounts(name, Counts.of(tasks)) for name, tasks in lead_agencies(facts, known).items())


def tasks_by_group(facts: Iterable[TaskFact]) -> dict[tuple[str, str], list[TaskFact]]:
    """(number, title) of each group → its tasks, in the order the groups first appear.

    Tasks are of one group by its number, or by its title where it has no number; the first title written is used.
    """
    titles: dict[str, tuple[str, str]] = {}
    members: dict[str, list[TaskFact]] = {}
    for fact in facts:
        key = fact.task.group or fact.task.group_title
        if key not in titles or not titles[key][1]:
            titles[key] = (fact.task.group, fact.task.group_title)
        members.setdefault(key, []).append(fact)
    return {titles[key]: tasks for key, tasks in members.items()}


def counts_by_group(facts: Iterable[TaskFact]) -> tuple[GroupCounts, ...]:
    """Every task is in one group, so the groups add up to the whole."""
    return tuple(
        GroupCounts(number, title, Counts.of(tasks)) for (number, title), tasks in tasks_by_group(facts).items()
    )
