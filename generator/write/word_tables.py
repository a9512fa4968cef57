"""What a rendered appendix holds, read back from its Word file: title lines and tables, for the spreadsheet.

So the words of headings and column headers live once, in the Word template. A table of figures is one with header
rows (`w:tblHeader`); the others, which only place the letterhead or the signature on the page, are left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.office.names import W, is_header_row
from generator.office.package import Package
from generator.office.styles import StyleSheet
from generator.office.typed_text import WordText, typed_text
from generator.office.word_text import AROUND_BLOCKS
from generator.office.xml import parse
from generator.write.alike_rows import ROW_NUMBER, PlainCell, PlainRows, set_rows_aside

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell and what it covers: `rows` × `columns` of the grid from (`row`, `column`), both counted from 0."""

    row: int
    column: int
    rows: int
    columns: int
    text: WordText


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of figures. `above` are the lines between it and the table before (or the start of the file).

    `widths` are the columns' widths in twentieths of a point; the first `header_rows` rows are its header.
    """

    above: tuple[WordText, ...]
    widths: tuple[int, ...]
    rows: int
    header_rows: int
    cells: tuple[WordCell, ...]


@dataclass(frozen=True, slots=True)
class WordAppendix:
    """The tables of a Word file, in order, and the page that they stand on (margins in twentieths of a point)."""

    tables: tuple[WordTable, ...]
    landscape: bool
    margins: tuple[int, int, int, int]
    """Left, right, top, bottom."""


def read_appendix(content: bytes) -> WordAppendix:
    """The tables of figures in a .docx file and the lines above each."""
    package = Package.made(content)
    lean = set_rows_aside(package.parts[package.main])
    body = parse(lean.xml).find(f"{W}body")
    styles = StyleSheet.of(package.related_tree("styles"))
    plain = PlainRows(lean, lambda cell: _plain_cell(cell, styles))
    blocks = list(_children(body, "p", "tbl", "sectPr"))
    figures = _tables_of_figures(blocks)
    tables: list[WordTable] = []
    above: list[WordText] = []
    page: _Element | None = None
    for block in blocks:
        if block in figures:
            tables.append(_table(block, tuple(above), plain, styles))
            above = []
        elif block.tag == f"{W}p" and (line := typed_text([block], styles)).text:
            above.append(line)
        ends_here = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if ends_here is not None and page is None and tables:
            page = ends_here
    return WordAppendix(tuple(tables), *_page(page))


def _tables_of_figures(blocks: list[_Element]) -> list[_Element]:
    """The tables that begin with a header row; where no header row is marked, the longest table."""
    tables = [block for block in blocks if block.tag == f"{W}tbl" and next(_children(block, "tr"), None) is not None]
    marked = [table for table in tables if is_header_row(next(_children(table, "tr")))]
    return marked or sorted(tables, key=lambda table: -sum(1 for _ in _children(table, "tr")))[:1]


def _children(parent: _Element | None, *names: str) -> Iterator[_Element]:
    """The children of these names, those wrapped in content controls or tracked insertions included."""
    wanted = [f"{W}{name}" for name in names]
    for child in parent if parent is not None else ():
        if child.tag in wanted:
            yield child
        elif child.tag in AROUND_BLOCKS:
            yield from _children(child, *names)


def _page(section: _Element | None) -> tuple[bool, tuple[int, int, int, int]]:
    """Landscape or not, and the margins, of a section (`w:sectPr`)."""
    size = section.find(f"{W}pgSz") if section is not None else None
    margins = section.find(f"{W}pgMar") if section is not None else None
    width, height = (_number(size, "w", 11906), _number(size, "h", 16838))
    left, right, top, bottom = (_number(margins, side, 1134) for side in ("left", "right", "top", "bottom"))
    return width > height, (left, right, abs(top), abs(bottom))


def _child(parent: _Element | None, name: str) -> _Element | None:
    return parent.find(f"{W}{name}") if parent is not None else None


def _number(element: _Element | None, attribute: str, default: int) -> int:
    value = element.get(f"{W}{attribute}") if element is not None else None
    try:
        return round(float(value)) if value is not None else default
    except ValueError:
        return default


# --- tables --------------------------------------------------------------------------------------


def _plain_cell(cell: _Element, styles: StyleSheet) -> PlainCell:
    properties = cell.find(f"{W}tcPr")
    columns = max(1, _number(_child(properties, "gridSpan"), "val", 1))
    merge = _child(properties, "vMerge")
    text = typed_text(_children(cell, "p", "tbl"), styles)
    return PlainCell(columns, "" if merge is None else str(merge.get(f"{W}val", "continue")), text)


def _cells_of(row: _Element, plain: PlainRows, styles: StyleSheet) -> Iterator[PlainCell]:
    number = row.get(ROW_NUMBER)
    if number is not None:
        return plain.cells(int(number))
    return (_plain_cell(cell, styles) for cell in _children(row, "tc"))


def _table(table: _Element, above: tuple[WordText, ...], plain: PlainRows, styles: StyleSheet) -> WordTable:
    rows = list(_children(table, "tr"))
    cells: list[WordCell] = []
    open_merges: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), "val", 0)
        going_on: dict[int, int] = {}
        for cell in _cells_of(row, plain, styles):
            columns = cell.columns
            above_it = open_merges.get(column)
            if cell.merge == "continue" and above_it is not None and cells[above_it].columns == columns:
                cells[above_it] = replace(cells[above_it], rows=cells[above_it].rows + 1)
                going_on[column] = above_it
            else:
                cells.append(WordCell(number, column, 1, columns, cell.text))
                if cell.merge:
                    going_on[column] = len(cells) - 1
            column += columns
        open_merges = going_on
    headers = max(1, sum(1 for _ in itertools.takewhile(is_header_row, rows)))
    return WordTable(above, _widths(table, cells), len(rows), headers, tuple(cells))


def _widths(table: _Element, cells: list[WordCell]) -> tuple[int, ...]:
    grid = [_number(column, "w", 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    needed = max((cell.column + cell.columns for cell in cells), default=0)
    known = [width for width in grid if width > 0] or [1134]
    grid = [width if width > 0 else sum(known) // len(known) for width in grid]
    return (*grid, *[sum(known) // len(known)] * (needed - len(grid)))
