"""What each lead agency has to report on, and what was last known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from generator.compute.reporting import is_collective, line_leads, reporters
from generator.compute.timeline import Timeline, newest
from generator.core.model import (
    Disbursement,
    Dossier,
    FundingLine,
    Indicator,
    Measurement,
    Progress,
    ReportedStatus,
    Task,
)
from generator.core.periods import CutoffRule, Period

Subject = TypeVar("Subject", Task, Indicator, FundingLine)
Report = TypeVar("Report", Progress, Measurement, Disbursement)


@dataclass(frozen=True, slots=True)
class Assigned(Generic[Subject, Report]):
    """A task, indicator or funding line with its last report before the period and the one of the period itself.

    `answered_by` names who reported on a task in the period (see `reporting.reporters`); `goal` is the target that an
    indicator is held against in the period, with its year.
    """

    subject: Subject
    last: Report | None
    current: Report | None
    answered_by: frozenset[str] = frozenset()
    goal: str = ""

    @property
    def is_open(self) -> bool:
        """False for a task that an earlier period closed: nobody has to answer for it again."""
        closed = (ReportedStatus.COMPLETED, ReportedStatus.SUSPENDED)
        return not (isinstance(self.last, Progress) and self.last.status in closed)


@dataclass(frozen=True, slots=True)
class Assignment:
    """All that one lead agency answers for. `collective` marks a name for many bodies ("Các sở, ban, ngành")."""

    agency: str
    collective: bool
    tasks: tuple[Assigned[Task, Progress], ...]
    indicators: tuple[Assigned[Indicator, Measurement], ...]
    funding: tuple[Assigned[FundingLine, Disbursement], ...]


def assignments(dossier: Dossier, period: Period) -> tuple[Assignment, ...]:
    """One for each agency that leads something: those of sheet Cơ quan in its order, then the others as met.

    A funding line without an agency belongs to those that lead its task.
    """
    rule = dossier.settings.cutoff
    leads_of_task = {task.code: task.lead for task in dossier.tasks}
    progress = _by_code(dossier.progress, lambda row: row.task)
    figures = _by_code(dossier.measurements, lambda row: row.indicator)
    money = _by_code(dossier.disbursements, lambda row: row.line)
    tasks = [(one.lead, _assigned_task(one, progress[one.code], period, rule)) for one in dossier.tasks]
    of_year = {one.indicator: one.target.text for one in dossier.milestones if one.year == period.year}
    indicators = [
        (one.lead, replace(_assigned(one, figures[one.code], period, rule), goal=_goal(one, of_year, period.year)))
        for one in dossier.indicators
    ]
    funding = [
        (line_leads(one, leads_of_task.get(one.task, ())), _assigned(one, money[one.code], period, rule))
        for one in dossier.funding
    ]
    met = dict.fromkeys(agency for part in (tasks, indicators, funding) for leads, _ in part for agency in leads)
    known = [agency.name for agency in dossier.agencies if agency.name in met]
    return tuple(
        Assignment(
            agency,
            is_collective(agency),
            tuple(one for leads, one in tasks if agency in leads),
            tuple(one for leads, one in indicators if agency in leads),
            tuple(one for leads, one in funding if agency in leads),
        )
        for agency in dict.fromkeys([*known, *met])
    )


def unassigned(dossier: Dossier) -> tuple[Task | Indicator | FundingLine, ...]:
    """What no agency is responsible for, so that nobody can be asked."""
    leads_of_task = {task.code: task.lead for task in dossier.tasks}
    return (
        *(task for task in dossier.tasks if not task.lead),
        *(indicator for indicator in dossier.indicators if not indicator.lead),
        *(line for line in dossier.funding if not line_leads(line, leads_of_task.get(line.task, ()))),
    )


def _by_code(rows: Iterable[Report], code_of: Callable[[Report], str]) -> Mapping[str, list[Report]]:
    found: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        found[code_of(row)].append(row)
    return found


def _goal(indicator: Indicator, of_year: Mapping[str, str], year: int) -> str:
    """The target of the year, else the plan's own with the year that it is for."""
    if indicator.code in of_year:
        return f"{of_year[indicator.code]} (năm {year})"
    due = indicator.target_year
    return f"{indicator.target.text} (năm {due})" if due else indicator.target.text


def _assigned_task(task: Task, rows: Sequence[Progress], period: Period, rule: CutoffRule) -> Assigned[Task, Progress]:
    answers = Timeline(period, rule).ending_inside(rows)
    answered_by = frozenset(name for row in answers for name in reporters(row, task))
    return replace(_assigned(task, rows, period, rule), answered_by=answered_by)


def _assigned(
    subject: Subject, reports: Sequence[Report], period: Period, rule: CutoffRule
) -> Assigned[Subject, Report]:
    end = period.window(rule).end
    earlier = [row for row in reports if row.period != period and row.period.window(rule).end <= end]
    return Assigned(subject, newest(earlier, rule), next((row for row in reports if row.period == period), None))
