"""A workbook that was renamed: what was edited in the report made under its former name is not lost from sight."""

from __future__ import annotations

from pathlib import Path

from generator.core.folders import REPORT
from generator.core.problems import Place, Problem
from generator.stories.jobs import Job
from generator.stories.old_copies import are_alike, lines_of
from generator.write.files import edited_files
from generator.write.manifest import read_manifest

FORMER_NAME = "XB024"
_MOST_FORMER = 10
"""More reports whose workbooks are not here are the results of many places, not of a workbook's former names."""


def edits_under_a_former_name(job: Job, folder: Path, report: bytes) -> tuple[Problem, ...]:
    """Reports of this period that hold a person's work, are like `report`, and whose workbook is gone.

    Asked at the first build into `folder` only: a report that is there already is the one that people work on. A report
    that cannot be read is told too, and hinders none.
    """
    if folder.exists():
        return ()
    return tuple(
        problem
        for other in _reports_without_workbook(job, folder.relative_to(job.reports))
        if (problem := _told_of(job, folder, other, report)) is not None
    )


def _reports_without_workbook(job: Job, within: Path) -> list[Path]:
    """The folders beside the workbook's own that hold a report of this period and whose name no workbook here has.

    Told by names alone, for a batch of thousands asks it at every dossier; none where they are many.
    """
    here = {one.stem for one in job.workbook.parent.glob("*") if one.suffix == job.workbook.suffix}
    others = (one / within for one in sorted(job.out.glob("*")) if one.name not in here)
    found = [one for one in others if (one / REPORT).is_file()]
    return found if len(found) <= _MOST_FORMER else []


def _told_of(job: Job, folder: Path, other: Path, report: bytes) -> Problem | None:
    manifest = read_manifest(other)
    if manifest is not None and (job.workbook.parent / manifest.input_name).exists():
        return None
    try:
        lines, new = lines_of((other / REPORT).read_bytes()), lines_of(report)
        is_edited = manifest is None or bool(edited_files(other))
    except OSError:
        return _problem(job, folder, other, "không đọc được, có thể có phần sửa tay", "")
    if lines is None or new is None or not is_edited or not are_alike(lines, new):
        return None
    name = manifest.input_name if manifest is not None else ""
    return _problem(job, folder, other, "đã sửa tay" if name else "có thể đã sửa tay (không đọc được bản kê)", name)


def _problem(job: Job, folder: Path, other: Path, state: str, workbook: str) -> Problem:
    origin = f"lập từ “{workbook}”" if workbook else "lập từ một sổ tính"
    message = (
        f"Thư mục “{other}” có báo cáo cùng kỳ {state}, {origin} nay không còn ở đây: "
        f"phần sửa ấy chưa có trong báo cáo mới."
    )
    fix = (
        f"Nếu sổ tính ấy đã được đổi tên thành “{job.workbook.name}”: xoá thư mục “{folder}” vừa lập, "
        f"chuyển thư mục “{other}” vào chỗ đó, rồi lập lại. Nếu là hồ sơ khác thì không cần làm gì."
    )
    return Problem(FORMER_NAME, Place(str(folder)), message, fix)
