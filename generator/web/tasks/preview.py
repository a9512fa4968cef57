"""Pages to look at: the PDF of every Word file of a report as it is now, and what is wrong with its form."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from generator.core.problems import OutsideProgram
from generator.stories.lint import LintedFile, as_json, lint_files
from generator.stories.report_folders import can_print, print_pages
from generator.stories.signing import places_to_sign
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.places import find_all
from generator.web.previews import about_path, about_preview, pdf_path
from generator.web.reports import KeptReport, ReportFile, report

TITLE = "Dựng các trang để xem"
PRINT, LINT = "Dựng các trang như khi in", "Soát thể thức từng tệp"
STEPS = (PRINT, LINT)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report` is the key of the report looked at; `unprinted` says why there are no pages, "" if there are."""
    found = report(dossier, wanted["report"])
    return {"report": found.key, "unprinted": look_at(dossier, found, wanted.get("waived", ()), on_step)}


def look_at(
    dossier: DossierFolder, kept: KeptReport, waived: Sequence[str], on_step: Callable[[str], None], pdfs: bool = False
) -> str:
    """Makes what is missing of the pages and findings of a report; says why pages could not be made.

    `pdfs`: PDF files that stand in the report's folder were made of its Word files just now.
    """
    marks = {one.name: one.mark for one in kept.documents}
    fresh = [one for one in kept.documents if not _is_whole(about_preview(dossier, marks[one.name]))]
    if not fresh:
        return ""
    dossier.preview.mkdir(exist_ok=True)
    on_step(PRINT)
    reason = _print(dossier, fresh, marks, pdfs)
    on_step(LINT)
    for one, linted in zip(fresh, lint_files([one.path for one in fresh], None, waived), strict=True):
        pdf = pdf_path(dossier, marks[one.name])
        about: dict[str, Any] = {"lint": as_json([linted]), "pages": None, "signing": None, "unprinted": reason}
        if pdf.is_file():
            about |= {"pages": page_sizes(pdf), "signing": signing_json(one.path, pdf), "unprinted": ""}
            _place(about["lint"]["problems"], linted, pdf)
        write_json(about_path(dossier, marks[one.name]), about)
    return reason


def _place(problems: Sequence[dict[str, Any]], linted: LintedFile, pdf: Path) -> None:
    """Adds to each finding the places of what it quotes, or of its paragraph, on the pages."""
    findings = linted.report.findings if linted.report is not None else ()
    wanted = [(one.mark.quote, one.anchor.text if one.anchor else "") for one in findings]
    spots = find_all(pdf, wanted) if wanted else [[] for _ in problems]
    for problem, found in zip(problems, spots, strict=True):
        problem["at"] = found


def _is_whole(about: Mapping[str, Any] | None) -> bool:
    """False also for what an earlier version of the program kept."""
    placed = all("at" in one for one in (about or {"lint": {"problems": ()}})["lint"]["problems"])
    return about is not None and about["pages"] is not None and "signing" in about and placed


def _print(dossier: DossierFolder, files: Sequence[ReportFile], marks: Mapping[str, str], pdfs: bool) -> str:
    made = {one.name: one.path.with_suffix(".pdf") for one in files if pdfs and one.path.with_suffix(".pdf").is_file()}
    for name, path in made.items():
        shutil.copyfile(path, pdf_path(dossier, marks[name]))
    missing = [one for one in files if not pdf_path(dossier, marks[one.name]).is_file()]
    if not missing:
        return ""
    if not can_print():
        return "Máy này không có LibreOffice, nên chưa xem được từng trang như khi in."
    with tempfile.TemporaryDirectory(dir=dossier.preview) as work:
        try:
            printed = print_pages([one.path for one in missing], Path(work))
        except OutsideProgram as error:
            return f"{error.message} {error.next_step}"
        for one, path in zip(missing, printed, strict=True):
            path.replace(pdf_path(dossier, marks[one.name]))
    return ""


def signing_json(document: Path, pdf: Path) -> dict[str, Any] | None:
    """`places` to sign, and the `problem` where there is none; None where neither can be told."""
    found = places_to_sign(document, pdf)
    if found is None:
        return None
    problem = found.problem.without_folder().as_json() if found.problem else None
    return {"places": [asdict(one) for one in found.places], "problem": problem}


def page_sizes(pdf: Path) -> list[list[float]]:
    """Width and height of every page in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [[round(side, 1) for side in document.get_page_size(number)] for number in range(len(document))]
