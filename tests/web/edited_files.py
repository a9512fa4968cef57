"""A dossier with a finished report, its Word file as a person edits it, and the workbook as new data changes it."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from generator.jobs import Job
from generator.pipeline import build
from generator.web.dossiers import DossierFolder
from generator.web.reports import KeptReport, reports

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"
COURSES, NEWS = "Tổ chức 05 lớp bồi dưỡng", "Đăng tải 126 tin"
"""What stands in cells of the workbook and in the report of quý III/2025."""


def dossier_with_report(site: Any, period: str = "2025-Q3") -> DossierFolder:
    """The example, and its report built."""
    dossier: DossierFolder = site.workspace.create("Nghị quyết 57", lambda path: shutil.copyfile(EXAMPLE, path))
    build(Job(dossier.workbook, period, out=dossier.outputs))
    return dossier


def copy_of(site: Any, dossier: DossierFolder) -> DossierFolder:
    """Another dossier with the same workbook and reports."""
    made: DossierFolder = site.workspace.create("Bản sao", lambda path: shutil.copyfile(dossier.workbook, path))
    shutil.copytree(dossier.outputs, made.outputs)
    return made


def only_report(dossier: DossierFolder) -> KeptReport:
    (found,) = reports(dossier)
    return found


def retyped(content: bytes, changes: dict[str, str]) -> bytes:
    """A Word file with words of its text replaced, as a person retypes them."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == "word/document.xml":
                for old, new in changes.items():
                    assert old.encode() in data, old
                    data = data.replace(old.encode(), new.encode())
            out.writestr(info, data)
    return sink.getvalue()


def words_of(content: bytes) -> str:
    """The XML of a Word file's body."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def new_data(dossier: DossierFolder, changes: dict[str, str]) -> None:
    """The workbook with words of its cells replaced, in the sheet of progress."""
    book = openpyxl.load_workbook(dossier.workbook)
    for row in book["Tiến độ"].iter_rows():
        for cell in row:
            for old, new in changes.items():
                if isinstance(cell.value, str) and old in cell.value:
                    cell.value = cell.value.replace(old, new)
    book.save(dossier.workbook)
