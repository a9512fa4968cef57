"""A copy of a workbook with its certain repairs made, and nothing else touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.core.problems import Place
from generator.core.vietnamese import one_line
from generator.read.cell_names import cell_name, column_number, row_number
from generator.read.layout import read_layout
from generator.validate.repairs import Repair
from generator.write.annotate import take_out_marks
from generator.write.cell_styles import Look
from generator.write.workbook_edit import WorkbookEdit, refuses_damage

UNICODE_FONT = "Times New Roman"


@refuses_damage
def repaired(path: Path, repairs: Iterable[Repair]) -> tuple[bytes, tuple[Repair, ...]]:
    """The workbook with `repairs` and with its misspelt headers put right, and the repairs that were made.

    Marks of a copy that `annotate` made are taken out.

    A cell with a formula is left alone: its text is not what is typed there. So is one with words in bold or colour
    of their own, unless its letters are those of a legacy font.
    """
    edit = WorkbookEdit(path)
    unmarked = take_out_marks(edit)
    made: list[Repair] = []
    for repair in (*_headers(path), *repairs):
        sheet = edit.sheet(repair.place.sheet or "")
        cell = repair.place.cell or ""
        if sheet is None or not cell:
            continue
        row, column = row_number(cell), column_number(cell)
        # A merged range shows its value in every row; only the cell that holds it can be changed.
        keeps_its_runs = sheet.is_rich(row, column) and isinstance(repair.new, str) and not repair.unicode_font
        if sheet.is_filled(row, column) and not sheet.has_formula(row, column) and not keeps_its_runs:
            look = Look(font=UNICODE_FONT) if repair.unicode_font else None
            sheet.set(row, column, repair.new, look=look)
            made.append(replace(repair, old=one_line(repair.old)))
    return (edit.to_bytes() if made or unmarked else path.read_bytes()), tuple(made)


def _headers(path: Path) -> Iterable[Repair]:
    for layout in read_layout(path).sheets.values():
        for title in layout.misspelt:
            cell = cell_name(layout.columns[title], layout.header_row)
            place = Place(str(path), layout.tab, cell)
            yield Repair(place, title, layout.written[title], title, "tên cột viết gần đúng")
