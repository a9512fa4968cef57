"""The cells of a worksheet, streamed from its XML: values, what a person sees, hidden rows, merged ranges.

Read straight from the XML because one pass then tells a formula without a result, the font of every word and
the hidden rows apart, and a sheet with a million formatted but empty cells costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from generator.read.number_formats import (
    BUILT_IN_CODES,
    NumberFormat,
    Shows,
    day_of_serial,
    exact,
    number_format,
    shown_day,
    shown_number,
    tidy,
)
from generator.read.package import Package, TooLarge, part_root
from generator.read.xml_stream import stream_elements
from generator.rows import Cell, CellFault
from generator.vietnamese import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_COLUMN = 8
_MOST_CELLS = 600_000
_LEGACY_FONTS = (".Vn", "VNI-")


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text of the shared table, and the legacy font one of its runs is set in ("" if none)."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class CellStyle:
    format: NumberFormat = field(default_factory=NumberFormat)
    font: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the cells of every sheet point into."""

    texts: tuple[SharedText, ...]
    styles: tuple[CellStyle, ...]
    from_1904: bool

    def text(self, index: str) -> SharedText:
        """Raises IndexError for a number that no text has, ValueError for none at all."""
        number = int(index)
        if number < 0:
            raise IndexError(number)
        return self.texts[number]

    def style(self, index: str | None) -> CellStyle:
        number = int(index or 0)
        return self.styles[number] if 0 <= number < len(self.styles) else CellStyle()


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


def read_tables(package: Package) -> Tables:
    """Shared texts and cell styles of a workbook. Raises TooLarge."""
    texts = tuple(islice(_shared_texts(package), _MOST_CELLS + 1))
    if len(texts) > _MOST_CELLS:
        raise TooLarge
    return Tables(texts, tuple(_styles(package)), package.from_1904)


def read_sheet(package: Package, member: str, tables: Tables) -> RawSheet:
    """The filled rows and the merged ranges of one worksheet. Raises TooLarge."""
    rows: list[RawRow] = []
    merged: list[str] = []
    with package.open(member) as stream:
        last = filled = 0
        for element in stream_elements(stream, "row", "mergeCell"):
            if len(merged) > _MOST_CELLS or filled > _MOST_CELLS:
                raise TooLarge
            if element.tag.endswith("}mergeCell"):
                merged.append(str(element.get("ref")))
                continue
            last = int(element.get("r") or last + 1)
            cells = _cells(element, tables)
            filled += len(cells)
            if cells:
                rows.append(RawRow(last, _is_hidden(element), cells))
    return RawSheet(tuple(rows), tuple(merged))


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
        return _text_cell(_rich_text(children["is"]), style) if "is" in children else None
    raw = (children["v"].text or "") if "v" in children else ""
    if not raw:
        return _unfinished(children["f"]) if "f" in children and kind != "str" else None
    if kind == "s":
        return _text_cell(tables.text(raw), style)
    if kind == "e":
        return Cell(None, raw, CellFault.FORMULA_ERROR)
    if kind == "b":
        return Cell(raw == "1", "Có" if raw == "1" else "Không")
    if kind == "d":
        day = date.fromisoformat(raw[:10])
        return Cell(day, shown_day(day, style.format))
    if kind == "n":
        return _number_cell(raw, style.format, tables.from_1904)
    return _text_cell(SharedText(_unescaped(raw)), style)


def _unfinished(formula: _Element) -> Cell:
    return Cell(None, f"={formula.text or ''}", CellFault.NO_CACHED_VALUE)


def _text_cell(shared: SharedText, style: CellStyle) -> Cell | None:
    is_blank = not shared.text[:1].isalnum() and not clean(shared.text)
    return None if is_blank else Cell(shared.text, shared.text, font=shared.font or style.font)


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


def _shared_texts(package: Package) -> Iterator[SharedText]:
    member = package.related.get("sharedStrings")
    if member:
        with package.open(member) as stream:
            for element in stream_elements(stream, "si"):
                yield _rich_text(element)


def _rich_text(element: _Element) -> SharedText:
    """The text of a string item; phonetic guides (rPh) are not part of it."""
    texts: list[str] = []
    font = ""
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts += [part.text or "" for part in child.iterfind("{*}t")]
            font = font or next(
                (legacy for part in child.iterfind("{*}rPr/{*}rFont") if (legacy := legacy_font(part.get("val")))), ""
            )
    return SharedText(_unescaped("".join(texts)), font)


def _unescaped(text: str) -> str:
    """`text` with Excel's escapes for characters that XML cannot hold (_x000D_) turned back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def legacy_font(name: str | None) -> str:
    """`name` if it is a font of the time before Unicode (.VnTime, VNI-Times), else ""."""
    return name if name and name.startswith(_LEGACY_FONTS) else ""


def _styles(package: Package) -> Iterator[CellStyle]:
    member = package.related.get("styles")
    if not member:
        return
    root = part_root(package.archive, member)
    codes: Mapping[int, str] = BUILT_IN_CODES | {
        int(element.get("numFmtId", "0")): str(element.get("formatCode", ""))
        for element in root.iterfind("{*}numFmts/{*}numFmt")
    }
    names = (element.find("{*}name") for element in root.iterfind("{*}fonts/{*}font"))
    fonts = [legacy_font(name.get("val")) if name is not None else "" for name in names]
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        font = int(element.get("fontId", "0"))
        code = codes.get(int(element.get("numFmtId", "0")), "General")
        yield CellStyle(number_format(code), fonts[font] if 0 <= font < len(fonts) else "")


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
