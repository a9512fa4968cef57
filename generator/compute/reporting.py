"""Who reported in a period, and which difficulties they named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.compute.counts import lead_agencies
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.model import Agency, Progress
from generator.core.vietnamese import fold

_COLLECTIVE_OPENINGS = tuple(fold(words) for words in ("Các", "Sở, ban", "UBND các", "Ủy ban nhân dân các"))


@dataclass(frozen=True, slots=True)
class AgencyReporting:
    """How a lead agency kept the reporting rule.

    `tasks` is all it leads, `reported` those with a row in the period, `closed` those without one that an
    earlier row had already completed or suspended. `collective` marks a name that stands for many bodies
    ("Các sở, ban, ngành"): nobody can be asked to answer for it.
    """

    agency: str
    tasks: int
    reported: int
    closed: int
    collective: bool

    @property
    def has_reported(self) -> bool:
        return self.reported > 0

    @property
    def is_complete(self) -> bool:
        """A row for every task that still wants one."""
        return self.missing == 0

    @property
    def missing(self) -> int:
        """Tasks that still want a row."""
        return self.tasks - self.reported - self.closed


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty named in the period; `agencies` are those that reported it, else those that lead the task."""

    fact: TaskFact
    text: str
    agencies: tuple[str, ...]
    row: Progress


def agency_reporting(facts: Iterable[TaskFact], known: Iterable[Agency]) -> tuple[AgencyReporting, ...]:
    """One entry for each agency that leads something, in the order of `lead_agencies`."""
    return tuple(
        AgencyReporting(
            agency=name,
            tasks=len(tasks),
            reported=sum(fact.reported for fact in tasks),
            closed=sum(not fact.reported and is_closed(fact) for fact in tasks),
            collective=is_collective(name),
        )
        for name, tasks in lead_agencies(facts, known).items()
    )


def is_collective(name: str) -> bool:
    """True of a name for many bodies at once: "Các địa phương", "Sở, ban, ngành tỉnh", "UBND các xã, phường"."""
    folded = fold(name)
    return any(
        folded == opening or folded.startswith((f"{opening} ", f"{opening},")) for opening in _COLLECTIVE_OPENINGS
    )


def difficulties(facts: Iterable[TaskFact]) -> tuple[Difficulty, ...]:
    """Each difficulty once a task, in the plan's order, the latest first."""
    found: dict[tuple[str, str], Difficulty] = {}
    for fact in facts:
        for row in fact.in_period:
            if row.difficulty.strip():
                difficulty = Difficulty(fact, row.difficulty, row.reporter or fact.task.lead, row)
                found.setdefault((fact.task.code, fold(row.difficulty)), difficulty)
    return tuple(found.values())


def is_closed(fact: TaskFact) -> bool:
    """Nobody has to report on it again."""
    return fact.status.is_completed or fact.status is TaskStatus.SUSPENDED
