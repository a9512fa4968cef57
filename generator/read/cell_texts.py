"""What stands in the cells of a workbook (or the lines of a text dossier), by the names the manifest gives them."""

from __future__ import annotations

from pathlib import Path

from generator.core.vietnamese import one_line
from generator.read.text_files import is_text_dossier, read_text_dossier
from generator.read.workbook import read_workbook


def cell_texts(workbook: Path) -> dict[str, str]:
    """Every filled cell of the known sheets ("Số liệu!C5") → its text; empty for a file that cannot be read."""
    book, _ = (read_text_dossier if is_text_dossier(workbook) else read_workbook)(workbook)
    sheets = book.sheets.values() if book else ()
    return {
        f"{row.ref.sheet}!{row.ref.place(column).cell}": one_line(cell.text)
        for sheet in sheets
        for row in sheet.rows
        for column, cell in row.cells.items()
    }
