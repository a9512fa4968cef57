"""An older workbook brought up to date: missing sheets and columns added, nothing else touched."""

from __future__ import annotations

from pathlib import Path

from generator.core.problems import BadDossier
from generator.read.columns import SCHEMAS
from generator.read.layout import read_layout
from generator.read.workbook import read_workbook
from generator.write.annotate import take_out_marks
from generator.write.new_sheet import add_guided_sheet
from generator.write.workbook_edit import WorkbookEdit, refuses_damage


@refuses_damage
def upgraded(path: Path) -> tuple[bytes, tuple[str, ...]]:
    """The workbook with what it lacked, and what that was in words; the same bytes if it lacked nothing.

    Raises BadDossier when the file cannot be read.
    """
    book, problems = read_workbook(path)
    if book is None:
        raise BadDossier(f"Không nâng cấp được “{path.name}”.", "", problems)
    layout = read_layout(path).sheets
    edit = WorkbookEdit(path)
    unmarked = take_out_marks(edit)
    added: list[str] = []
    for schema in SCHEMAS:
        found = layout.get(schema.title)
        sheet = edit.sheet(found.tab) if found else None
        if found is None or sheet is None:
            add_guided_sheet(edit, schema)
            added.append(f"trang “{schema.title}”")
            continue
        row = found.header_row or 1
        for column in schema.columns:
            if column.title not in found.columns:
                sheet.add_column(row, column.title, column.width)
                added.append(f"cột “{column.title}” của trang “{found.tab}”")
    return (edit.to_bytes() if added or unmarked else path.read_bytes()), tuple(added)
