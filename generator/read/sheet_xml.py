"""The cells of a worksheet, streamed from its XML: values, what a person sees, hidden rows, merged ranges.

Read straight from the XML because one pass then tells a formula without a result, the font of every word and
the hidden rows apart, and a sheet with a million formatted but empty cells costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.core.limits import CELLS
from generator.core.rows import Cell, CellFault
from generator.read.book_tables import SharedText, Tables, rich_text, unescaped
from generator.read.cell_runs import text_cell, unless_struck
from generator.read.number_formats import NumberFormat, Shows, day_of_serial, exact, shown_day, shown_number, tidy
from generator.read.package import Package, TooLarge
from generator.read.plain_rows import PlainCells, row_marks
from generator.read.plain_xml import PlainPart
from generator.read.xml_stream import stream_elements

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_COLUMN = 8


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with at least one filled cell; `cells` maps column numbers (A is 1) to cells."""

    number: int
    hidden: bool
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class RawSheet:
    rows: tuple[RawRow, ...]
    merged: tuple[str, ...]


def read_sheet(package: Package, member: str, tables: Tables) -> RawSheet:
    """The filled rows and the merged ranges of one worksheet. Raises TooLarge."""
    rows: list[RawRow] = []
    merged: list[str] = []
    most = CELLS.value()
    with package.open(member) as stream:
        last = filled = 0
        for found in _rows_and_merges(PlainPart(stream, b"sheetData", b"row"), tables):
            if len(merged) > most or filled > most:
                raise TooLarge(CELLS)
            if isinstance(found, str):
                merged.append(found)
                continue
            number, hidden, cells = found
            last = last + 1 if number is None else number
            filled += len(cells)
            if cells:
                rows.append(RawRow(last, hidden, cells))
    return RawSheet(tuple(rows), tuple(merged))


_FoundRow = tuple[int | None, bool, dict[int, Cell]]


def _rows_and_merges(part: PlainPart, tables: Tables) -> Iterator[_FoundRow | str]:
    """Each row (its number if it says it, hidden or not, its cells) and the reference of each merged range."""

    def make(kind: str, style: str, value: str) -> Cell | None:
        look = tables.style(style)
        if kind == "s":
            return text_cell(tables.text(value), look.look)
        return unless_struck(_number_cell(value, look.format, tables.from_1904), look.look)

    reader = PlainCells(column_number, make)
    for piece in part.pieces():
        marks, at = row_marks(piece)
        cells = reader.read(piece, at) if at >= 0 else None
        if cells is None:
            if (alone := part.parse(piece)) is None:
                break
            yield from (_row(element, tables) for element in alone.iterfind("{*}row"))
        else:
            yield from ((mark.number, mark.hidden, {}) for mark in marks[:-1])
            yield marks[-1].number, marks[-1].hidden, cells
    for element in stream_elements(part, "row", "mergeCell"):
        is_row = element.tag.endswith("}row")
        yield _row(element, tables) if is_row else str(element.get("ref"))


def _row(element: _Element, tables: Tables) -> _FoundRow:
    number = element.get("r")
    return int(number) if number else None, _is_hidden(element), _cells(element, tables)


def _is_hidden(row: _Element) -> bool:
    return row.get("hidden") in ("1", "true") or row.get("ht") == "0"


def _cells(row: _Element, tables: Tables) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = 0
    for element in row:
        reference = element.get("r")
        column = column_number(reference) if reference else column + 1
        if len(element):
            cell = _cell(element, tables)
            if cell is not None:
                cells[column] = cell
    return cells


def _cell(element: _Element, tables: Tables) -> Cell | None:
    kind = element.get("t", "n")
    children = {str(child.tag).rpartition("}")[2]: child for child in element}
    style = tables.style(element.get("s"))
    if kind == "inlineStr":
        return text_cell(rich_text(children["is"]), style.look) if "is" in children else None
    raw = (children["v"].text or "") if "v" in children else ""
    if not raw:
        return _unfinished(children["f"]) if "f" in children and kind != "str" else None
    if kind == "s":
        return text_cell(tables.text(raw), style.look)
    if kind not in ("e", "b", "d", "n"):
        return text_cell(SharedText(unescaped(raw)), style.look)
    return unless_struck(_value_cell(kind, raw, style.format, tables.from_1904), style.look)


def _value_cell(kind: str, raw: str, style: NumberFormat, from_1904: bool) -> Cell:
    if kind == "e":
        return Cell(None, raw, CellFault.FORMULA_ERROR)
    if kind == "b":
        return Cell(raw == "1", "Có" if raw == "1" else "Không")
    if kind == "d":
        day = date.fromisoformat(raw[:10])
        return Cell(day, shown_day(day, style))
    return _number_cell(raw, style, from_1904)


def _unfinished(formula: _Element) -> Cell:
    return Cell(None, f"={formula.text or ''}", CellFault.NO_CACHED_VALUE)


def _number_cell(raw: str, style: NumberFormat, from_1904: bool) -> Cell:
    value = exact(raw)
    if value is None:
        return Cell(None, raw, CellFault.FORMULA_ERROR)
    if style.shows is Shows.DATE:
        day = day_of_serial(value, from_1904)
        if day is not None:
            return Cell(day, shown_day(day, style))
    if style.shows is Shows.PERCENT:
        value = tidy(value * 100)
    return Cell(value, shown_number(value, style))


def column_number(reference: str) -> int:
    """The column of a cell reference, A is 1: "B7" → 2."""
    number = 0
    for letter in reference[:_LONGEST_COLUMN]:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, 1 is A: 28 → "AB"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
