"""A workbook that was renamed: what was edited in the report made under its former name is not lost from sight."""

from __future__ import annotations

from pathlib import Path

from generator.core.folders import BASE, REPORT
from generator.core.problems import Place, Problem
from generator.stories.jobs import Job
from generator.stories.old_copies import are_alike, lines_of
from generator.write.files import edited_files
from generator.write.manifest import Manifest, read_manifest

FORMER_NAME = "XB024"
_MOST_FORMER = 10
"""More folders whose workbooks are not here are the results of many places, not a workbook's former names."""


def edits_under_a_former_name(job: Job, folder: Path, report: bytes) -> tuple[Problem, ...]:
    """Reports of this period that hold a person's work, are like `report`, and whose workbook is gone.

    Asked at the first build into `folder` only: a report that is there already is the one that people work on.
    """
    if folder.exists():
        return ()
    within = folder.relative_to(job.reports)
    return tuple(
        _told(job, folder, other, manifest)
        for other in (beside / within for beside in _results_without_workbook(job))
        if (manifest := read_manifest(other)) is not None
        and not (job.workbook.parent / manifest.input_name).exists()
        and edited_files(other)
        and _is_like(other / BASE / REPORT, report)
    )


def _results_without_workbook(job: Job) -> list[Path]:
    """The folders of results whose name no file of the workbook's kind beside it has; none where they are many.

    Told by names alone: a batch of thousands asks it at every dossier.
    """
    here = {one.stem for one in job.workbook.parent.glob("*") if one.suffix == job.workbook.suffix}
    found = sorted(one for one in job.out.glob("*") if one.name not in here)
    return found if len(found) <= _MOST_FORMER else []


def _is_like(made: Path, report: bytes) -> bool:
    lines = lines_of(made.read_bytes()) if made.is_file() else None
    new = lines_of(report)
    return lines is not None and new is not None and are_alike(lines, new)


def _told(job: Job, folder: Path, other: Path, manifest: Manifest) -> Problem:
    message = (
        f"Thư mục “{other}” có báo cáo cùng kỳ đã sửa tay, lập từ “{manifest.input_name}” là tệp không còn ở đây: "
        f"phần sửa ấy chưa có trong báo cáo mới."
    )
    fix = (
        f"Nếu “{manifest.input_name}” đã được đổi tên thành “{job.workbook.name}”: xoá thư mục “{folder}” vừa lập, "
        f"chuyển thư mục “{other}” vào chỗ đó, rồi lập lại. Nếu là hồ sơ khác thì không cần làm gì."
    )
    return Problem(FORMER_NAME, Place(str(folder)), message, fix)
