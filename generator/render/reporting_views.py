"""Who kept the reporting rule, and what difficulties were reported, as a template sees them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reporting import AgencyReporting
from generator.figures import Figure
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
    return ReportingView(
        total=Figure(str(len(asked)), Decimal(len(asked)), (), "số cơ quan chủ trì phải báo cáo"),
        reported=Figure(str(len(reported)), Decimal(len(reported)), (), "số cơ quan chủ trì có dòng Tiến độ trong kỳ"),
        silent=join_and(silent),
        incomplete=join_and(incomplete),
    )


def _missing(one: AgencyReporting) -> str:
    return f"{one.agency} (còn {one.missing} nhiệm vụ)"


def difficulty_views(facts: Facts) -> tuple[DifficultyView, ...]:
    return tuple(
        DifficultyView(one.fact.task.code, one.fact.task.code, one.text.rstrip(" .;"), join_and(one.agencies))
        for one in facts.tasks.difficulties
    )
