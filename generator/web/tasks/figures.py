"""Every figure of a report, or of one Word file made by the program, with the sentence it stands in and its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core.figures import origin_words
from generator.core.problems import WrongUsage
from generator.stories.receive import UNSURE, recognise
from generator.stories.report_folders import file_label
from generator.stories.trace import trace, write_check_sheet
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.reports import report, reports
from generator.web.waiting import marks

if TYPE_CHECKING:
    from generator.stories.trace import Trace, TracedFile

TITLE = "Tìm nguồn của số liệu"
STEPS = ("Đọc các tệp Word và sổ tính",)
ABOUT = ("report", "arrived")
FOLDER = "tra-so"
_MOST_CELLS = 12
_MOST_KEPT = 40
"""Lists of figures kept: of reports, and of files that people sent."""


def index_path(dossier: DossierFolder, source: str) -> Path:
    """Where the figures of a report (by its key), or of a file sent (by its name of ours), are kept."""
    return dossier.folder / FOLDER / f"{source}.json"


def sheet_path(dossier: DossierFolder, source: str) -> Path:
    """Where the check sheet of the same stands."""
    return dossier.folder / FOLDER / f"{source}.xlsx"


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`source`, `report`, the fingerprints of what was read (`marks`, `workbook`), and whether the cells are told."""
    on_step(STEPS[0])
    sent = wanted.get("arrived", "")
    path = dossier.folder / FOLDER / sent if sent else None
    kept = _report_of(dossier, path) if path is not None else report(dossier, wanted["report"])
    source = Path(sent).stem if sent else kept.key
    book = dossier.workbook if dossier.workbook.is_file() else None
    found = trace(path or kept.folder, kept.folder, book)
    index_path(dossier, source).parent.mkdir(exist_ok=True)
    names = {found.files[0].name: wanted["name"]} if sent else {}
    write_json(index_path(dossier, source), {"rows": list(_rows(found, names)), "typed": list(_typed(found, names))})
    sheet_path(dossier, source).unlink(missing_ok=True)
    write_check_sheet(found, kept.folder, sheet_path(dossier, source))
    if path is not None:
        path.unlink(missing_ok=True)
    _forget_old(index_path(dossier, source).parent)
    return {
        "sent": bool(sent),
        "source": source,
        "report": kept.key,
        "marks": marks(kept),
        "workbook": dossier.workbook_mark(),
        "cells": found.workbook is not None,
        "same_workbook": found.same_workbook,
        "search": wanted.get("search", ""),
    }


def _forget_old(folder: Path) -> None:
    for ending in ("json", "xlsx"):
        found = sorted(folder.glob(f"*.{ending}"), key=lambda one: one.stat().st_mtime, reverse=True)
        for path in found[_MOST_KEPT:]:
            path.unlink(missing_ok=True)


def _report_of(dossier: DossierFolder, path: Path) -> Any:
    """The report that a Word file is of."""
    known = {one.folder: one for one in reports(dossier)}
    best = next(iter(recognise(path, list(known))), None)
    if best is None or best.alike < UNSURE:
        raise WrongUsage(
            "Tệp này không phải là tệp của báo cáo nào trong hồ sơ, nên không tra được nguồn số liệu.",
            "Chọn đúng hồ sơ đã lập ra tệp này.",
        )
    return known[best.folder]


def _rows(found: Trace, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for file in found.files:
        for one in file.figures:
            unit, cells = one.unit, one.origin.cells
            text = unit.cells[one.cell] if unit and one.cell < len(unit.cells) else ""
            inside = text[one.at : one.at + len(one.now)] == one.now
            yield {
                **_place(file, unit, names),
                "column": unit.columns[one.cell] if unit and unit.is_row and one.cell < len(unit.columns) else "",
                "before": text[: one.at] if inside else "",
                "now": one.now,
                "after": text[one.at + len(one.now) :] if inside else text,
                "generated": one.origin.text,
                "state": one.state.value,
                "words": origin_words(one.origin),
                "cells": [[cell, found.contents.get(cell, "")] for cell in cells[:_MOST_CELLS]],
                "more": max(len(cells) - _MOST_CELLS, 0),
            }


def _typed(found: Trace, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for file in found.files:
        for one in file.typed:
            yield {**_place(file, one.unit, names), "text": one.unit.text, "numbers": list(one.numbers)}


def _place(file: TracedFile, unit: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "file": names.get(file.name) or file_label(Path(file.name)),
        "heading": list(unit.heading) if unit else [],
        "row": unit.label if unit and unit.is_row else "",
    }
