"""A dossier with a finished report, its Word file as a person edits it, and the workbook as new data changes it."""

from __future__ import annotations

import functools
import io
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from generator.core.vietnamese import lower_first
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.web.dossiers import WORKBOOK, DossierFolder
from generator.web.reports import KeptReport, reports

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"
COURSES, NEWS = "Tổ chức 05 lớp bồi dưỡng", "Đăng tải 126 tin"
"""What stands in cells of the workbook and in the report of quý III/2025."""


@functools.cache
def _example_report() -> dict[str, bytes]:
    """The files of the example's report of quý III/2025 by their paths; built once in a process."""
    with tempfile.TemporaryDirectory() as folder:
        workbook, out = Path(folder, WORKBOOK), Path(folder, "outputs")
        shutil.copyfile(EXAMPLE, workbook)
        build(Job(workbook, "2025-Q3", out=out))
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def dossier_with_report(site: Any) -> DossierFolder:
    """The example, and its report of quý III/2025."""
    dossier: DossierFolder = site.workspace.create("Nghị quyết 57", lambda path: shutil.copyfile(EXAMPLE, path))
    for name, content in _example_report().items():
        path = dossier.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return dossier


def only_report(dossier: DossierFolder) -> KeptReport:
    (found,) = reports(dossier)
    return found


def retyped(content: bytes, changes: dict[str, str]) -> bytes:
    """A Word file with words of its text replaced, as a person retypes them; a cell's words may stand in a sentence."""
    body = words_of(content)
    here = {
        old if old in body else lower_first(old): new if old in body else lower_first(new)
        for old, new in changes.items()
    }
    return _replaced(content, "word/document.xml", here)


def words_of(content: bytes) -> str:
    """The XML of a Word file's body."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def new_data(dossier: DossierFolder, changes: dict[str, str]) -> None:
    """The workbook with words of its cells replaced."""
    dossier.workbook.write_bytes(_replaced(dossier.workbook.read_bytes(), "xl/sharedStrings.xml", changes))


def _replaced(content: bytes, part: str, changes: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == part:
                for old, new in changes.items():
                    assert old.encode() in data, old
                    data = data.replace(old.encode(), new.encode())
            out.writestr(info, data)
    return sink.getvalue()
