"""Who reported in a period, and which difficulties they named: one answer for report, forms, letters and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compute.counts import lead_agencies
from generator.compute.task_status import TaskFact, TaskStatus
from generator.compute.timeline import Timeline
from generator.core.model import Agency, Disbursement, Dossier, FundingLine, Measurement, Progress, Task
from generator.core.vietnamese import one_line
from generator.validate.agencies import is_collective as is_collective


@dataclass(frozen=True, slots=True)
class AgencyReporting:
    """How a lead agency kept the reporting rule.

    `tasks` is all it leads, `reported` those it reported on in the period (see `has_reported_on`), `closed` the others
    that are completed or suspended. `figures` are rows of the period on what it alone leads beside tasks: it has sent
    something, and still owes its tasks. `collective` marks a name that stands for many bodies ("Các sở, ban, ngành"):
    nobody can be asked to answer for it.
    """

    agency: str
    tasks: int
    reported: int
    closed: int
    collective: bool
    figures: tuple[Measurement | Disbursement, ...] = ()

    @property
    def has_reported(self) -> bool:
        return self.reported > 0 or bool(self.figures)

    @property
    def is_complete(self) -> bool:
        """A report on every task that still wants one."""
        return self.missing == 0

    @property
    def missing(self) -> int:
        """Tasks that still want a report."""
        return self.tasks - self.reported - self.closed

    @property
    def is_asked(self) -> bool:
        """It owes a report: one body, with a task that is not closed or that it has reported on."""
        return not self.collective and self.tasks > self.closed


@dataclass(frozen=True, slots=True)
class Signed:
    """Who prepared and who approved what an agency reported in the period; several are parted by "; "."""

    agency: str
    prepared_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty that stands at the end of the period, the agencies that named it, and the row it stands in."""

    fact: TaskFact
    text: str
    agencies: tuple[str, ...]
    row: Progress


def reporters(row: Progress, task: Task) -> tuple[str, ...]:
    """Who reported by a row: those that it names; where it names nobody, the only lead agency.

    A partner's row covers no co-lead, and a name for many bodies has never answered.
    """
    if row.unsigned:
        return ()
    named = row.reporter or (task.lead if len(task.lead) == 1 else ())
    return tuple(name for name in named if not is_collective(name))


def has_reported_on(fact: TaskFact, agency: str) -> bool:
    """Whether an agency reported on a task in the period."""
    return any(agency in reporters(row, fact.task) for row in fact.answers)


def owes_report_on(fact: TaskFact, agency: str) -> bool:
    """Whether an agency that leads a task still has to report on it for the period."""
    return not (is_collective(agency) or has_reported_on(fact, agency) or is_closed(fact))


def agency_reporting(
    facts: Iterable[TaskFact],
    known: Iterable[Agency],
    figures: Mapping[str, Sequence[Measurement | Disbursement]] | None = None,
) -> tuple[AgencyReporting, ...]:
    """One for each agency that leads a task, in the order of `lead_agencies`; `figures` are those of `figures_sent`."""
    return tuple(
        AgencyReporting(
            agency=name,
            tasks=len(tasks),
            reported=sum(has_reported_on(fact, name) for fact in tasks),
            closed=sum(not has_reported_on(fact, name) and is_closed(fact) for fact in tasks),
            collective=is_collective(name),
            figures=tuple((figures or {}).get(name, ())),
        )
        for name, tasks in lead_agencies(facts, known).items()
    )


def figures_sent(dossier: Dossier, timeline: Timeline) -> dict[str, list[Measurement | Disbursement]]:
    """The rows of indicators and money for a period that ends in the report's, by the one agency that leads them.

    Such a row names nobody who reported: of several leads none is known to have sent it.
    """
    found: dict[str, list[Measurement | Disbursement]] = {}
    for agencies, row in _figures_with_leads(dossier, timeline):
        if len(agencies) == 1 and not is_collective(agencies[0]):
            found.setdefault(agencies[0], []).append(row)
    return found


def line_leads(line: FundingLine, task_leads: tuple[str, ...]) -> tuple[str, ...]:
    """Who reports on a funding line."""
    return line.agencies or task_leads


def _figures_with_leads(
    dossier: Dossier, timeline: Timeline
) -> Iterator[tuple[tuple[str, ...], Measurement | Disbursement]]:
    leads = {task.code: task.lead for task in dossier.tasks}
    led = {indicator.code: indicator.lead for indicator in dossier.indicators}
    paid = {line.code: line_leads(line, leads.get(line.task, ())) for line in dossier.funding}
    yield from ((led.get(row.indicator, ()), row) for row in timeline.ending_inside(dossier.measurements))
    yield from ((paid.get(row.line, ()), row) for row in timeline.ending_inside(dossier.disbursements))


def signed(dossier: Dossier, timeline: Timeline) -> tuple[Signed, ...]:
    """Who answers for the figures of the period, an agency each, as far as their rows say so."""
    leads = {task.code: task.lead for task in dossier.tasks}
    rows: list[tuple[tuple[str, ...], Progress | Measurement | Disbursement]] = [
        *((row.reporter or leads.get(row.task, ()), row) for row in timeline.ending_inside(dossier.progress)),
        *_figures_with_leads(dossier, timeline),
    ]
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for agencies, row in rows:
        if row.prepared_by or row.approved_by:
            prepared, approved = found.setdefault("; ".join(agencies), ({}, {}))
            prepared |= dict.fromkeys(filter(None, map(one_line, row.prepared_by.split("\n"))))
            approved |= dict.fromkeys(filter(None, map(one_line, row.approved_by.split("\n"))))
    return tuple(Signed(agency, "; ".join(one), "; ".join(two)) for agency, (one, two) in found.items())


def difficulties(facts: Iterable[TaskFact]) -> tuple[Difficulty, ...]:
    """What still hinders the tasks of the period that are not done, in the plan's order.

    A difficulty ends with the next row of an agency that named it, unless that row names it again.
    """
    return tuple(one for fact in facts if not fact.status.is_completed for one in _standing(fact))


def _standing(fact: TaskFact) -> list[Difficulty]:
    standing: list[Difficulty] = []
    for row in fact.in_period:
        said_by = row.reporter or fact.task.lead
        standing = [one for one in standing if said_by and one.agencies and not {*said_by} & {*one.agencies}]
        if row.difficulty.strip():
            standing.append(Difficulty(fact, row.difficulty, said_by, row))
    return standing


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an agency proposes about a task, in a row of the period."""

    fact: TaskFact
    text: str
    agencies: tuple[str, ...]
    row: Progress


def proposals(facts: Iterable[TaskFact]) -> tuple[Proposal, ...]:
    """What the agencies proposed in the period, each agency's last word on each task, in the plan's order."""
    found: dict[tuple[str, tuple[str, ...]], Proposal] = {}
    for fact in facts:
        for row in fact.in_period:
            if row.proposal.strip():
                by = row.reporter or fact.task.lead
                found[fact.task.code, by] = Proposal(fact, row.proposal, by, row)
    return tuple(found.values())


def is_closed(fact: TaskFact) -> bool:
    """Nobody has to report on it again."""
    return fact.status.is_completed or fact.status is TaskStatus.SUSPENDED or fact.has_ended
