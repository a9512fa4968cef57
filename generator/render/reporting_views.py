"""Who kept the reporting rule, and what difficulties and proposals were reported, as a template sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reporting import AgencyReporting, Proposal
from generator.compute.task_status import TaskStatus
from generator.core.figures import Count, Figure, Quotation
from generator.core.model import Disbursement, Measurement
from generator.core.vietnamese import join_and
from generator.read.columns import PROPOSAL
from generator.render.figure_texts import quoted
from generator.render.one_task import names_in_text
from generator.render.short_names import short_name


@dataclass(frozen=True, slots=True)
class IncompleteView:
    """An agency that has reported, but not on `missing` of its tasks."""

    block_key: str
    agency: str
    missing: Figure


@dataclass(frozen=True, slots=True)
class ReportingView:
    """Who kept the reporting rule; collective names ("Các địa phương") answer to nobody and are left out."""

    total: Figure
    reported: Figure
    silent: str
    incomplete: str
    incomplete_agencies: tuple[IncompleteView, ...]

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True, slots=True)
class DifficultyView:
    """A task's difficulty as its agency reported it."""

    block_key: str
    code: str
    text: str
    agency: str
    short: str
    """The task's name in a sentence."""
    in_charge: str
    """The agency inside a sentence."""
    is_told: bool
    """The list of overdue and paused tasks, or of those due on the very day, tells it as the cause."""


_REPORTED_IN = {Measurement: "Mã chỉ tiêu", Disbursement: "Mã kinh phí"}
_MISSING = "số nhiệm vụ chủ trì mà cơ quan chưa báo cáo trong kỳ"


def reporting_view(facts: Facts) -> ReportingView:
    """Which lead agencies reported in the period, which are silent, which left tasks out."""
    asked = [one for one in facts.reporting if one.is_asked]
    reported = [one for one in asked if one.has_reported]
    silent = [one.agency for one in asked if not one.has_reported]
    incomplete = [_missing(one) for one in reported if not one.is_complete]
    names, words = {one.agency for one in asked}, "số cơ quan chủ trì"
    led = tuple(fact.task.row.place("Cơ quan chủ trì") for fact in facts.tasks.items if names & {*fact.task.lead})
    rows = tuple(row.row.place("Mã nhiệm vụ") for fact in facts.tasks.items for row in fact.answers)
    figures = tuple(row.row.place(_REPORTED_IN[type(row)]) for one in asked for row in one.figures)
    sent = (*rows, *figures)
    return ReportingView(
        total=Count(str(len(asked)), Decimal(len(asked)), led, f"{words} còn nhiệm vụ phải báo cáo"),
        reported=Count(str(len(reported)), Decimal(len(reported)), sent, f"{words} đã báo cáo trong kỳ"),
        silent=join_and(silent),
        incomplete_agencies=tuple(
            IncompleteView(one.agency, one.agency, Count(str(one.missing), Decimal(one.missing), rows, _MISSING))
            for one in reported
            if not one.is_complete
        ),
        incomplete=Quotation(join_and(incomplete), rows, _MISSING),
    )


def _missing(one: AgencyReporting) -> str:
    return f"{one.agency} (còn {one.missing} nhiệm vụ)"


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What an agency proposed in its report; no decision of the body that reports."""

    block_key: str
    text: str
    short: str
    in_charge: str


def proposal_views(told: Sequence[Proposal]) -> tuple[ProposalView, ...]:
    """The proposals as a template sees them, in their order."""
    return tuple(
        ProposalView(
            one.fact.task.code,
            quoted(one.text.rstrip(" .;"), one.row.row, PROPOSAL),
            short_name(one.fact.task),
            names_in_text(one.agencies),
        )
        for one in told
    )


def difficulty_views(facts: Facts) -> tuple[DifficultyView, ...]:
    """Every difficulty of the period as a template sees it, in the plan's order."""
    return tuple(
        DifficultyView(
            one.fact.task.code,
            quoted(one.fact.task.code, one.fact.task.row, "Mã"),
            quoted(one.text.rstrip(" .;"), one.row.row, "Khó khăn, vướng mắc"),
            join_and(one.agencies),
            short_name(one.fact.task),
            names_in_text(one.agencies),
            one.fact.status.is_overdue or one.fact.status is TaskStatus.SUSPENDED or one.fact in facts.tasks.due_today,
        )
        for one in facts.tasks.difficulties
    )
