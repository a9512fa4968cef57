"""The lines of a plan kept as an Excel workbook: every visible sheet is a table."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core import vietnamese
from generator.core.legacy_text import legacy_reading
from generator.core.period_names import parse_calendar_period
from generator.core.problems import Place, Problem
from generator.core.rows import Cell, CellFault, HowRead
from generator.read.book_parts import open_book
from generator.read.book_tables import read_tables
from generator.read.cell_names import cell_name, column_letters, column_number, row_number
from generator.read.merged_cells import CoveredRows
from generator.read.plan_headers import may_be_header
from generator.read.sheet_extras import large_pictures_on, text_boxes_of
from generator.read.sheet_xml import RawSheet, read_sheet
from generator.read.system_dates import are_certain, either_way

if TYPE_CHECKING:
    pass
from generator.read.plan_line import (
    TITLE_COLUMNS,
    PlanLine,
    boxes_told,
    converted,
    first_of,
    not_read,
    notes_told,
    pictures_told,
)

_WIDEST = 200


def xlsx_lines(path: Path, left_out: frozenset[str] = frozenset()) -> tuple[list[PlanLine], list[Problem]]:
    """The rows of all visible sheets, in order, and what in them is not read as it stands. Raises TooLarge.

    A formula counts by its stored result. Tabs of `left_out` are not read; hidden ones that hold something are named.

    Blank rows in a run are one blank line; a column beyond the 200th is no column of a plan.
    """
    with open_book(path) as book:
        tables = read_tables(book)
        lines: list[PlanLine] = []
        problems: list[Problem] = []
        sheets = {
            index: read_sheet(book, part.member, tables)
            for index, part in enumerate(book.sheets)
            if part.title not in left_out
        }
        cells = [cell for sheet in sheets.values() for row in sheet.rows for cell in row.cells.values()]
        if not are_certain((cell.value for cell in cells if cell.by_system), tables.is_vietnamese):
            sheets = {index: _either_way(sheet) for index, sheet in sheets.items()}
        for index, sheet in sheets.items():
            part = book.sheets[index]
            if part.hidden and sheet.rows:
                message = f"Trang “{part.title}” đang bị ẩn nên không được đọc."
                problems.append(Problem("NK014", Place(path.name, part.title), message, "Bỏ ẩn trang nếu cần dùng."))
            elif not part.hidden:
                lines += _sheet_lines(path.name, part.title, index, sheet)
                problems += _told(path.name, part.title, sheet)
                boxes = tuple(dict.fromkeys(map(vietnamese.one_line, text_boxes_of(book, part.member))))
                pictures, place = large_pictures_on(book, part.member), Place(path.name, part.title)
                problems += [boxes_told(place, boxes)] if boxes else []
                problems += [pictures_told(place, pictures)] if pictures else []
    return lines, problems


def _either_way(sheet: RawSheet) -> RawSheet:
    rows = (replace(row, cells={at: either_way(cell) for at, cell in row.cells.items()}) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _told(file: str, title: str, sheet: RawSheet) -> Iterator[Problem]:
    """What of a sheet is hidden, hangs on its cells, or is not read as it stands; each old font once."""
    yield from _hidden(file, title, sheet)
    yield from _notes(file, title, sheet)
    fonts: dict[str, Place] = {}
    for row in sheet.rows:
        for column, cell in row.cells.items():
            place = Place(file, title, cell_name(column, row.number))
            yield from _unread(cell, place)
            for font in _old_fonts(cell):
                fonts.setdefault(font, place)
    yield from (converted(place, font) for font, place in fonts.items())


def _notes(file: str, title: str, sheet: RawSheet) -> Iterator[Problem]:
    notes = [
        (cell_name(column, row.number), cell.comment)
        for row in sheet.rows
        for column, cell in row.cells.items()
        if cell.comment.strip()
    ]
    if notes:
        yield notes_told(Place(file, title, notes[0][0]), [f"{cell}: {note}" for cell, note in notes])


def _unread(cell: Cell, place: Place) -> Iterator[Problem]:
    """What in a cell is left out, or has no value that can be read."""
    for one in cell.told:
        if one.how is HowRead.STRUCK:
            yield not_read("KT001", place, one.what, "bị gạch ngang")
        elif one.how is HowRead.UNSEEN:
            yield not_read("KT002", place, one.what, "cùng màu với nền")
        elif one.how is HowRead.BY_RULE:
            message = f"“{one.what}” có thể bị một định dạng có điều kiện giấu đi hay đổi đi; đã đọc như không có nó."
            fix = "Mở tệp xem ô này có hiện không; không hiện thì xoá ô ấy sau khi nhập."
            yield Problem("GT042", place, message, fix)
    if cell.fault is CellFault.UNSEEN:
        yield not_read("KT002", place, cell.text, "cùng màu với nền")
    elif cell.fault not in (None, CellFault.EITHER_DAY):
        message = f"Ô không có giá trị đọc được ({cell.fault.value}): “{cell.text}”."
        yield Problem("NK009", place, message, "Mở tệp bằng Excel, tính lại (F9) rồi lưu; hoặc ghi thẳng giá trị.")


def _old_fonts(cell: Cell) -> Iterator[str]:
    """The fonts of the time before Unicode that a cell was typed in."""
    yield from (one.what for one in cell.told if one.how is HowRead.CONVERTED)
    if cell.font and legacy_reading(cell.text, cell.font) is not None:
        yield cell.font


def _hidden(file: str, title: str, sheet: RawSheet) -> Iterator[Problem]:
    """One problem for the hidden rows of a sheet and one for its hidden columns, where they hold something."""
    rows = [row.number for row in sheet.rows if row.hidden]
    used = {column for row in sheet.rows for column in row.cells}
    columns = [at for at in sorted(used) if any(one.first <= at <= one.last for one in sheet.hidden)]
    fix = "Bỏ ẩn, bỏ lọc rồi xem lại; dòng, cột không dùng thì xoá khỏi tệp và nhập lại."
    if rows:
        said = first_of([str(row) for row in rows])
        message = f"Dòng {said} của trang đang bị ẩn hoặc bị lọc; vẫn được đọc."
        yield Problem("NK018", Place(file, title, f"A{rows[0]}"), message, fix)
    if columns:
        said = first_of([column_letters(at) for at in columns])
        message = f"Cột {said} của trang đang bị ẩn; vẫn được đọc."
        yield Problem("NK018", Place(file, title, f"{column_letters(columns[0])}1"), message, fix)


def _sheet_lines(file: str, title: str, index: int, sheet: RawSheet) -> list[PlanLine]:
    carried = _merged_down(sheet)
    titles = _merged_across(sheet)
    width = min(_WIDEST, max((max(row.cells) for row in sheet.rows), default=0))
    lines: list[PlanLine] = []
    before = 0
    for row in sheet.rows:
        if row.number > before + 1:
            lines.append(PlanLine(Place(file, title, f"A{row.number - 1}"), ("",) * width, index))
        before = row.number
        cells = tuple(_shown(row.cells.get(column)) for column in range(1, width + 1))
        place = Place(file, title, f"A{row.number}")
        numbers = {
            column - 1: cell.value
            for column, cell in row.cells.items()
            if isinstance(cell.value, Decimal) and cell.fault is None and not cell.text.endswith("%")
        }
        seen = {at: vietnamese.clean(row.cells[at + 1].text) for at in numbers}
        is_title = row.number in titles and sum(map(bool, cells)) == 1
        lines.append(PlanLine(place, cells, index, carried.get(row.number, {}), numbers, is_title, seen))
    return _side_by_side(lines, index)


_MOST_BESIDE = 100


def _side_by_side(lines: list[PlanLine], index: int) -> list[PlanLine]:
    """The rows of tables that stand beside each other, with a blank column between, one table after the other.

    Each keeps the columns it has. Without a row that heads them all the sheet is one table.
    """
    filled = sorted({at for line in lines for at, cell in enumerate(line.cells) if cell})
    stretches: list[list[int]] = []
    for at in filled:
        if stretches and at == stretches[-1][-1] + 1:
            stretches[-1].append(at)
        else:
            stretches.append([at])
    of_tables = [set(stretch) for stretch in stretches if len(stretch) > 1]
    heads = any(all(_heads(line, stretch) for stretch in of_tables) for line in lines)
    if len(of_tables) < 2 or len(of_tables) < len(stretches) or not heads:
        return lines
    found = []
    for number, own in enumerate(of_tables):
        for line in lines:
            cells = tuple(cell if at in own else "" for at, cell in enumerate(line.cells))
            if any(cells) or not line.text:
                found.append(replace(line, cells=cells, table=(index + 1) * _MOST_BESIDE + number))
    return found


def _heads(line: PlanLine, columns: Container[int]) -> bool:
    cells = [cell for at, cell in enumerate(line.cells) if cell and at in columns]
    return len(cells) > 1 and may_be_header(cells)


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


def _merged_across(sheet: RawSheet) -> frozenset[int]:
    """The rows in which a cell reaches over as many columns as only a title does."""
    found = set()
    for reference in sheet.merged:
        first, _, last = reference.partition(":")
        width = column_number(last or first) - column_number(first) + 1
        if row_number(first) == row_number(last or first) and width >= TITLE_COLUMNS:
            found.add(row_number(first))
    return frozenset(found)


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.fault in (CellFault.NO_CACHED_VALUE, CellFault.UNSEEN, CellFault.HIDDEN):
        return ""
    if isinstance(cell.value, date):  # a day that is shown as its month or year means no more than that
        return vietnamese.short_date(cell.value) if parse_calendar_period(cell.text) is None else cell.text
    if isinstance(cell.value, Decimal) and not cell.text.endswith("%"):
        return format(cell.value, "f")  # a number such as 1.2 in column TT stays the number of an item
    reading = legacy_reading(cell.text, cell.font) if cell.font else None
    return vietnamese.clean(cell.text if reading is None else reading)
