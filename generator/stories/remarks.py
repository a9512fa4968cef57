"""What a run has to say besides its report: about the period, the gaps, what could not be printed or merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import BadDossier, Place, Problem, ProblemList
from generator.core.sections import find_section
from generator.stories.choices import data_periods

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.render.report import RenderedReport
    from generator.revise.folder import FolderMerge


def waived_problems(dossier: Dossier | None) -> tuple[Problem, ...]:
    """Rules of form that the dossier waives and nobody knows."""
    if dossier is None or not dossier.settings.waived_rules:
        return ()
    from generator.stories.lint import waiver_problems

    place = dossier.settings.places.get("Miễn quy tắc", Place(dossier.file))
    return waiver_problems(dossier.settings.waived_rules, place)


def period_problems(dossier: Dossier, period: Period) -> tuple[Problem, ...]:
    """A warning if nothing was reported for the period, with the periods that have something."""
    rule = dossier.settings.cutoff
    window = period.window(rule)
    known = data_periods(dossier)
    if any(one.window(rule).end in window for one in known):
        return ()
    have = ", ".join(one.code for one in known[:8]) or "không có kỳ nào"
    problems = ProblemList()
    problems.add(
        "XB002",
        Place(dossier.file),
        f"Hồ sơ không có số liệu nào của {period.label}.",
        f"Các kỳ có số liệu: {have}. Kiểm tra kỳ báo cáo hoặc bổ sung số liệu.",
    )
    return tuple(problems.items)


def report_problems(report: RenderedReport, facts: Facts) -> tuple[Problem, ...]:
    """What the report could not print: written sections that this kind of report has no place for."""
    problems = ProblemList()
    for narrative in facts.narratives if facts.agency is None else ():
        section = find_section(narrative.section)
        if section is not None and section.key not in report.written_sections:
            message = f"Báo cáo {facts.period.label} không có mục “{narrative.section}”, lời văn này không được in."
            problems.add("ND002", narrative.row.place("Mục"), message, "Chuyển lời văn sang mục khác.")
    return tuple(problems.items)


def gap_problems(report: RenderedReport) -> tuple[Problem, ...]:
    """The places that only a person can fill and nobody has."""
    problems = ProblemList()
    for gap in report.gaps:
        problems.add(
            "XB001", Place("bao-cao.docx"), f"{gap}.", "Viết vào trang Nội dung, hoặc viết thẳng vào tệp Word."
        )
    return tuple(problems.items)


def unfinished(report: RenderedReport, problems: Sequence[Problem]) -> BadDossier:
    """Why a final version is refused."""
    message = f"Chưa xuất được bản chính thức: báo cáo còn {len(report.gaps)} chỗ chưa có nội dung."
    return BadDossier(message, "Viết các phần còn thiếu vào trang Nội dung rồi chạy lại.", problems)


def unmerged_problems(folder: Path, revised: FolderMerge) -> tuple[Problem, ...]:
    """Why an edited file could not be merged; `publish` keeps it beside the new one."""
    problems = ProblemList()
    for name, reason in revised.unreadable.items():
        message = f"Không hợp nhất được bản sửa tay: {reason}."
        problems.add("XB011", Place(str(folder / name)), message, "Bản sửa tay được giữ riêng; đối chiếu hai tệp.")
    return tuple(problems.items)
