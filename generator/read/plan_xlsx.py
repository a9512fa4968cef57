"""Lines of a plan kept as an Excel workbook: every visible sheet is a table."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator import vietnamese
from generator.problems import Place
from generator.read.plan_lines import PlanLine

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def xlsx_lines(path: Path) -> list[PlanLine]:
    """The rows of all visible sheets, in order; a formula counts by its stored result."""
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    lines: list[PlanLine] = []
    for index, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            lines += _sheet_lines(path.name, index, sheet)
    book.close()
    return lines


def _sheet_lines(file: str, index: int, sheet: Worksheet) -> list[PlanLine]:
    carried = _merged_down(sheet)
    lines = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = tuple(_shown(value) for value in row)
        place = Place(file, sheet.title, f"A{number}")
        lines.append(PlanLine(place, cells, index, carried.get(number, {})))
    return lines


def _merged_down(sheet: Worksheet) -> dict[int, dict[int, str]]:
    """Row number → grid column → text of the merged cell that began in a row above."""
    carried: dict[int, dict[int, str]] = {}
    for area in sheet.merged_cells.ranges:
        text = _shown(sheet.cell(area.min_row, area.min_col).value)
        for number in range(area.min_row + 1, area.max_row + 1):
            if text:
                carried.setdefault(number, {})[area.min_col - 1] = text
    return carried


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return vietnamese.short_date(value.date())
    if isinstance(value, date):
        return vietnamese.short_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return vietnamese.clean(str(value))
