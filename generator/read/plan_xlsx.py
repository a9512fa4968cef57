"""Lines of a plan kept as an Excel workbook: every visible sheet is a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from generator import vietnamese
from generator.problems import Place
from generator.read.book_tables import read_tables
from generator.read.merged_cells import CoveredRows, row_number
from generator.read.package import open_package
from generator.read.plan_lines import PlanLine
from generator.read.sheet_xml import RawSheet, column_number, read_sheet
from generator.rows import Cell, CellFault

_WIDEST = 200


def xlsx_lines(path: Path) -> list[PlanLine]:
    """The rows of all visible sheets, in order; a formula counts by its stored result. Raises TooLarge.

    Blank rows in a run are one blank line; a column beyond the 200th is no column of a plan.
    """
    package = open_package(path)
    with package.archive:
        tables = read_tables(package)
        lines: list[PlanLine] = []
        for index, part in enumerate(package.sheets):
            if not part.hidden:
                lines += _sheet_lines(path.name, part.title, index, read_sheet(package, part.member, tables))
    return lines


def _sheet_lines(file: str, title: str, index: int, sheet: RawSheet) -> list[PlanLine]:
    carried = _merged_down(sheet)
    width = min(_WIDEST, max((max(row.cells) for row in sheet.rows), default=0))
    lines: list[PlanLine] = []
    before = 0
    for row in sheet.rows:
        if row.number > before + 1:
            lines.append(PlanLine(Place(file, title, f"A{row.number - 1}"), ("",) * width, index))
        before = row.number
        cells = tuple(_shown(row.cells.get(column)) for column in range(1, width + 1))
        place = Place(file, title, f"A{row.number}")
        lines.append(PlanLine(place, cells, index, carried.get(row.number, {})))
    return lines


def _merged_down(sheet: RawSheet) -> dict[int, dict[int, str]]:
    """Row number → grid column → text of the merged cell that began in a row above."""
    carried: dict[int, dict[int, str]] = {}
    by_number = {row.number: row for row in sheet.rows}
    covered = CoveredRows(by_number.values())
    for reference in sheet.merged:
        first, _, last = reference.partition(":")
        top, bottom, column = row_number(first), row_number(last or first), column_number(first)
        text = _shown(by_number[top].cells.get(column)) if top in by_number else ""
        for row in covered.between(top + 1, bottom) if text else ():
            carried.setdefault(row.number, {})[column - 1] = text
    return carried


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.fault is CellFault.NO_CACHED_VALUE:
        return ""
    if isinstance(cell.value, date):
        return vietnamese.short_date(cell.value)
    if isinstance(cell.value, Decimal) and not cell.text.endswith("%"):
        return format(cell.value, "f")  # a number such as 1.2 in column TT stays the number of an item
    return vietnamese.clean(cell.text)
