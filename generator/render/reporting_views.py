"""Who kept the reporting rule, and what difficulties were reported, as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reporting import AgencyReporting, Difficulty
from generator.figures import Figure, Quotation
from generator.render.figure_texts import quoted
from generator.vietnamese import join_and


@dataclass(frozen=True, slots=True)
class ReportingView:
    """Who kept the reporting rule; collective names ("Các địa phương") answer to nobody and are left out."""

    total: Figure
    reported: Figure
    silent: str
    incomplete: str

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True, slots=True)
class DifficultyView:
    block_key: str
    code: str
    text: str
    agency: str


def reporting_view(facts: Facts) -> ReportingView:
    asked = [one for one in facts.reporting if not one.collective and one.tasks > one.closed]
    reported = [one for one in asked if one.has_reported]
    silent = [one.agency for one in asked if not one.has_reported]
    incomplete = [_missing(one) for one in reported if not one.is_complete]
    names, words = {one.agency for one in asked}, "số cơ quan chủ trì"
    led = tuple(fact.task.row.place("Cơ quan chủ trì") for fact in facts.tasks.items if names & {*fact.task.lead})
    rows = tuple(row.row.place("Mã nhiệm vụ") for fact in facts.tasks.items for row in fact.in_period)
    return ReportingView(
        total=Figure(str(len(asked)), Decimal(len(asked)), led, f"{words} còn nhiệm vụ phải báo cáo"),
        reported=Figure(str(len(reported)), Decimal(len(reported)), rows, f"{words} có dòng Tiến độ trong kỳ"),
        silent=join_and(silent),
        incomplete=Quotation(join_and(incomplete), rows, "số nhiệm vụ chủ trì mà trong kỳ không có dòng Tiến độ"),
    )


def _missing(one: AgencyReporting) -> str:
    return f"{one.agency} (còn {one.missing} nhiệm vụ)"


def difficulty_views(facts: Facts) -> tuple[DifficultyView, ...]:
    return tuple(
        DifficultyView(
            one.fact.task.code,
            quoted(one.fact.task.code, one.fact.task.row, "Mã"),
            quoted(one.text.rstrip(" .;"), one.row.row, "Khó khăn, vướng mắc"),
            join_and(one.agencies),
        )
        for one in _standing(facts.tasks.difficulties)
    )


def _standing(difficulties: Iterable[Difficulty]) -> Iterable[Difficulty]:
    """The latest difficulty of each task that is not done yet: an overcome one is no shortcoming any more."""
    latest: dict[str, Difficulty] = {}
    for one in difficulties:
        if not one.fact.status.is_completed:
            latest.setdefault(one.fact.task.code, one)
    return latest.values()
