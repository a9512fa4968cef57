"""The cells of a worksheet, streamed from its XML: values, what a person sees, hidden rows, merged ranges.

Read straight from the XML because one pass then tells a formula without a result, the font of every word and
the hidden rows apart, and a sheet with a million formatted but empty cells costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from generator.core.limits import CELLS
from generator.core.rows import Cell, CellFault
from generator.core.vietnamese import clean, number_text
from generator.office.names import whole
from generator.read.book_parts import BookParts, TooLarge
from generator.read.book_tables import SharedText, Tables, rich_text, unescaped
from generator.read.cell_look import CellStyle
from generator.read.cell_names import cell_name, column_number
from generator.read.cell_runs import text_cell, unless_unseen
from generator.read.hiding_rules import Beneath, HidingRule, as_seen, hiding_rules, rules_in_order, with_area
from generator.read.number_formats import NumberFormat, Shows
from generator.read.plain_rows import EMPTY_ROW, Origin, PlainCells, origin_of, row_marks
from generator.read.plain_xml import PlainPart
from generator.read.shown_numbers import (
    day_of_serial,
    exact,
    reads_otherwise,
    says_otherwise,
    serial_of,
    shown,
    shown_day,
    shown_text,
)
from generator.read.xml_stream import stream_elements

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with at least one filled cell; `cells` maps column numbers (A is 1) to cells."""

    number: int
    hidden: bool
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A worksheet as it was read: its filled rows, its merged ranges ("A1:C1"), the columns that are hidden."""

    rows: tuple[RawRow, ...]
    merged: tuple[str, ...]
    hidden: tuple[HiddenColumns, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenColumns:
    """Columns that nobody sees, by the numbers of the first and the last."""

    first: int
    last: int


def read_sheet(book: BookParts, member: str, tables: Tables) -> RawSheet:
    """The filled rows and the merged ranges of one worksheet. Raises TooLarge."""
    rows: list[RawRow] = []
    merged: list[str] = []
    hidden_columns: list[HiddenColumns] = []
    rules: list[HidingRule] = []
    most = CELLS.value()
    with book.stream(member) as stream:
        last = filled = 0
        for found in _rows_and_merges(PlainPart(stream, b"sheetData", b"row", EMPTY_ROW), tables):
            if len(merged) > most or filled > most:
                raise TooLarge(CELLS)
            if isinstance(found, str):
                merged.append(found)
                continue
            if isinstance(found, HiddenColumns):
                hidden_columns.append(found)
                continue
            if isinstance(found, HidingRule):
                rules.append(found)
                continue
            number, hidden, cells = found
            last = last + 1 if number is None else number
            filled += len(cells)
            if cells:
                rows.append(RawRow(last, hidden, cells))
    if ranked := rules_in_order(rules, tables.styles):
        beneath = _beneath(book, member, tables, ranked)
        found_cells = [(column, row.number, cell) for row in rows for column, cell in row.cells.items()]
        ranked = tuple(with_area(rule, found_cells) for rule in ranked)
        rows = [replace(row, cells=as_seen(row.cells, row.number, ranked, beneath)) for row in rows]
    notes = book.comments(member)
    found_rows = tuple(_noted(row, notes) for row in rows) if notes else tuple(rows)
    return RawSheet(found_rows, tuple(merged), tuple(hidden_columns))


def _noted(row: RawRow, notes: Mapping[str, str]) -> RawRow:
    """The row, its cells with the notes that hang on them."""
    own = {number: notes.get(cell_name(number, row.number), "") for number in row.cells}
    if not any(own.values()):
        return row
    return replace(row, cells={number: replace(cell, comment=own[number]) for number, cell in row.cells.items()})


_FoundRow = tuple[int | None, bool, dict[int, Cell]]


def _beneath(
    book: BookParts, member: str, tables: Tables, rules: Sequence[HidingRule]
) -> dict[tuple[int, int], Beneath]:
    """(column, row) → what lies under the look of every filled cell that a rule is for, for the few sheets that have
    rules which change what is seen."""
    found: dict[tuple[int, int], Beneath] = {}
    with book.stream(member) as stream:
        last = 0
        for row in stream_elements(stream, "row"):
            last = whole(row.get("r"), last + 1)
            for column, cell in _placed(row):
                if any(rule.is_for(column, last) for rule in rules):
                    found[column, last] = _under(cell, tables)
    return found


def _under(element: _Element, tables: Tables) -> Beneath:
    style, value, formula = tables.style(element.get("s")), element.find("{*}v"), element.find("{*}f")
    raw = "" if value is None else value.text or ""
    number = exact(raw) if raw and element.get("t", "n") == "n" else None
    if number is None:
        return Beneath(style)
    origin = origin_of(None if formula is None else formula.text or "")

    def shown_in(seen: CellStyle) -> Cell | None:
        return unless_unseen(_number_cell(raw, seen.format, tables.from_1904, origin), seen)

    return Beneath(style, number, shown_in)


def _rows_and_merges(part: PlainPart, tables: Tables) -> Iterator[_FoundRow | HiddenColumns | HidingRule | str]:
    """Each row (its number if it says it, hidden or not, its cells), hidden columns, merged ranges, hiding rules."""

    def make(kind: str, style: str, value: str, origin: Origin) -> Cell | None:
        look = tables.style(style)
        if kind == "s":
            return _by_format(text_cell(tables.text(value), look), look)
        cell = unless_unseen(_number_cell(value, look.format, tables.from_1904, origin), look)
        return replace(cell, is_stale=True) if cell and origin is Origin.DEPENDENT and tables.recalculates else cell

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
    for element in stream_elements(part, "col", "row", "mergeCell", "conditionalFormatting"):
        if element.tag.endswith("}col"):
            yield from _hidden_columns(element)
        elif element.tag.endswith("}conditionalFormatting"):
            yield from hiding_rules(element, tables.rule_look)
        else:
            yield _row(element, tables) if element.tag.endswith("}row") else str(element.get("ref"))


def _hidden_columns(element: _Element) -> Iterator[HiddenColumns]:
    if element.get("hidden") in ("1", "true") or whole(element.get("width", "9").split(".")[0], 9) == 0:
        yield HiddenColumns(whole(element.get("min", ""), 0), whole(element.get("max", ""), 0))


def _row(element: _Element, tables: Tables) -> _FoundRow:
    number = element.get("r")
    return int(number) if number else None, _is_hidden(element), _cells(element, tables)


def _is_hidden(row: _Element) -> bool:
    return row.get("hidden") in ("1", "true") or row.get("ht") == "0"


def _cells(row: _Element, tables: Tables) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    for column, element in _placed(row):
        cell = _cell(element, tables)
        if cell is not None:
            cells[column] = cell
    return cells


def _placed(row: _Element) -> Iterator[tuple[int, _Element]]:
    """The cells of a row that hold something, each with its column."""
    column = 0
    for element in row:
        reference = element.get("r")
        column = column_number(reference) if reference else column + 1
        if len(element):
            yield column, element


def _cell(element: _Element, tables: Tables) -> Cell | None:
    kind = element.get("t", "n")
    children = {str(child.tag).rpartition("}")[2]: child for child in element}
    style = tables.style(element.get("s"))
    if kind == "inlineStr":
        return (
            _by_format(text_cell(rich_text(children["is"], tables.palette), style), style) if "is" in children else None
        )
    raw = (children["v"].text or "") if "v" in children else ""
    if not raw:
        return _unfinished(children["f"]) if "f" in children and kind != "str" else None
    origin = origin_of((children["f"].text or "") if "f" in children else None)
    cell = _valued(kind, raw, style, tables, origin)
    is_stale = tables.recalculates and origin is Origin.DEPENDENT
    return replace(cell, is_stale=True) if cell and is_stale else cell


def _valued(kind: str, raw: str, style: CellStyle, tables: Tables, origin: Origin) -> Cell | None:
    if kind == "s":
        return _by_format(text_cell(tables.text(raw), style), style)
    if kind not in ("e", "b", "d", "n"):
        return _by_format(text_cell(SharedText(unescaped(raw)), style), style)
    return unless_unseen(_value_cell(kind, raw, style.format, tables.from_1904, origin), style)


def _value_cell(kind: str, raw: str, style: NumberFormat, from_1904: bool, origin: Origin) -> Cell:
    if kind == "e":
        return Cell(None, raw, CellFault.FORMULA_ERROR)
    if kind == "b":
        return Cell(raw == "1", "Có" if raw == "1" else "Không")
    if kind == "d":
        moment = datetime.fromisoformat(raw)
        return _number_cell(str(serial_of(moment, from_1904)), style, from_1904, origin)
    return _number_cell(raw, style, from_1904, origin)


def _unfinished(formula: _Element) -> Cell:
    return Cell(None, f"={formula.text or ''}", CellFault.NO_CACHED_VALUE)


def _by_format(cell: Cell | None, style: CellStyle) -> Cell | None:
    """A cell of text as the format for text shows it."""
    if cell is None or cell.fault or style.format.for_text is None or not clean(cell.text):
        return cell
    text = shown_text(cell.text, style.format)
    return replace(cell, value=text, text=text) if clean(text) else replace(cell, value=None, fault=CellFault.HIDDEN)


def _number_cell(raw: str, style: NumberFormat, from_1904: bool, origin: Origin) -> Cell:
    """A cell as it is shown: a number, a date, or text where the format makes words or a time of day of it."""
    value = exact(raw)
    if value is None:
        return Cell(None, raw, CellFault.FORMULA_ERROR)
    seen = shown(value, style, from_1904)
    text = seen.text.strip()
    if seen.shows is Shows.DATE and (day := day_of_serial(value, from_1904)) is not None:
        return Cell(day, shown_day(day, text, seen.section), by_system=style.by_system)
    if not text:
        return Cell(value, "") if not value else Cell(None, number_text(value), CellFault.HIDDEN)
    if not value and not any(letter.isalnum() for letter in text):
        return Cell(value, text)  # the dash that accountants write for nought
    is_otherwise = says_otherwise(value, seen, origin is Origin.TYPED) or reads_otherwise(text, seen)
    stored = value if seen.number is not None and is_otherwise else None
    if seen.number is None or not seen.is_plain:
        return Cell(text, text, stored=stored)
    return Cell(seen.number, text, stored=stored)
