"""The appendices as one spreadsheet: the tables of the rendered Word files, with real numbers and dates."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xlsxwriter import Workbook

from generator.core.vietnamese import parse_date, parse_number
from generator.office.sheet_text import write_text
from generator.office.streamed_zip import alike_everywhere
from generator.office.typed_text import Piece, WordText
from generator.write.row_heights import row_height
from generator.write.word_tables import WordAppendix, WordCell, WordTable, read_appendix
from generator.write.workbook import LONGEST_CELL
from generator.write.workbook_rules import DATE_FORMAT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# --- which cells of a table column are really numbers or dates, judged by the whole column ----------------------------

_NOTHING = frozenset(("", "-", "–", "—", "−"))
_NUMBER = re.compile(r"([+\-−]?)([1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,(\d+))?(\s?%)?")
_COUNT = re.compile(r"[1-9][0-9]{0,14}")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_CERTAINLY_VIETNAMESE = re.compile(r"\.\d{3}|,\d{1,2}(?!\d)|,\d{4}")
_EXACT_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Number:
    """A number (a percentage as its fraction: 62,5% is 0.625) and the Excel format that shows it as it was written."""

    value: Decimal
    shown_as: str


def column_values(texts: Sequence[str], judged: Sequence[bool]) -> tuple[Number | date | None, ...]:
    """For each text of a column the number or date it is, None where it stays text.

    Numbers only if every judged text is one, is empty or a dash; the same for dates. The judged are the data
    cells; the others (subtotals) follow what was found. Codes such as "001" and "1.2" are no numbers, nor is
    "1,234" unless another number of the column shows which separator is which.
    """
    filled = [text.strip() for text, counts in zip(texts, judged, strict=True) if counts and not _is_nothing(text)]
    if (dates := _each(filled, _date)) is not None:
        return tuple(dates[text] if text in dates else _date(text) for text in texts)
    certain = any(_CERTAINLY_VIETNAMESE.search(text) for text in filled)
    if (numbers := _each(filled, lambda text: _number(text, certain))) is not None:
        return tuple(numbers[text] if text in numbers else _number(text, certain) for text in texts)
    return (None,) * len(texts)


def _each(texts: Sequence[str], read: Callable[[str], Found | None]) -> dict[str, Found] | None:
    """What each text is, read once however often it stands there; None if one is nothing, or there are none."""
    found: dict[str, Found] = {}
    for text in texts:
        if text not in found:
            value = read(text)
            if value is None:
                return None
            found[text] = value
    return found or None


def _is_nothing(text: str) -> bool:
    return text.strip() in _NOTHING


def _date(text: str) -> date | None:
    found = parse_date(text) if _DATE.fullmatch(text.strip()) else None
    return found if found is not None and found >= _FIRST_DAY else None


def _number(text: str, certain: bool) -> Number | None:
    text = text.strip()
    if _COUNT.fullmatch(text):
        return Number(Decimal(text), _format(text, 0, False))
    written = _NUMBER.fullmatch(text)
    reading = parse_number(text) if written else None
    if written is None or reading is None or (reading.other is not None and not certain):
        return None
    sign, whole, decimals, percent = written.groups()
    if len(whole.replace(".", "")) + len(decimals or "") > _EXACT_DIGITS:
        return None
    shown = _format(whole, len(decimals or ""), bool(percent))
    value = reading.value / 100 if percent else reading.value
    return Number(value, f"+{shown};-{shown};{shown}" if sign == "+" else shown)


def _format(whole: str, decimals: int, percent: bool) -> str:
    # "2025" in a column of years must not become 2.025.
    grouped = "#,##0" if "." in whole or len(whole) <= 3 else "0"
    return grouped + (f".{'0' * decimals}" if decimals else "") + ("%" if percent else "")


ILLUSTRATIVE = "Số liệu minh hoạ"
_CUT = "… (xem bản Word)"
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_CELL = {**_FONT, "border": 1, "valign": "vcenter", "text_wrap": True}
_HEADER = {**_CELL, "bold": True, "bg_color": "#D9E2F3", "align": "center"}
_LINE = {**_FONT, "valign": "vcenter", "text_wrap": True}
_MADE = datetime(2000, 1, 1)
_A4 = 9
_A4_SHORT, _A4_LONG = 595.3, 841.9
_POINTS_PER_PIXEL = 0.75
_DIGIT = 8
"""Pixels that a digit of the workbook's font takes, which is what the width of a column is counted in."""
_ROOMIER = 1.1
"""How much more a column holds than one counted in digits of Excel's own font, with some left over."""
_NEARLY = 0.97
"""How full a page may be reckoned to be: no two programs print rows of the very same height."""
_ROW_MARGIN, _USUAL_ROW = 2.0, 15.0
_NAME_LENGTH = 31


def appendix_workbook(
    appendices: Sequence[tuple[str, bytes]], illustrative: bool, title: str = "", issuer: str = ""
) -> bytes:
    """The .xlsx file with one sheet for each appendix, given as its name ("Phụ lục I") and its rendered .docx.

    Same files, same bytes. Text is text, whatever sign it begins with; what Excel cannot hold whole is cut and says
    so. `title` and `issuer` are the file's properties. With `illustrative`, each sheet and each printed page says that
    the figures are not real.
    """
    if not appendices:
        raise ValueError("a spreadsheet needs at least one appendix")
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "default_format_properties": dict(_FONT)})
    book.set_properties({"created": _MADE, "title": title, "author": issuer})
    formats = _Formats(book)
    names = _sheet_names([name for name, _ in appendices])
    for name, (_, content) in zip(names, appendices, strict=True):
        _write_appendix(_Page(book.add_worksheet(name), formats), read_appendix(content), illustrative)
    book.close()
    return alike_everywhere(stream.getvalue())


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes: no []:*?/\\, at most 31 letters, none twice."""
    taken: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:_NAME_LENGTH].rstrip(" '") or "Phụ lục"
        new, number = plain, 2
        while new.casefold() in {other.casefold() for other in taken}:
            ending = f" ({number})"
            new, number = plain[: _NAME_LENGTH - len(ending)] + ending, number + 1
        taken.append(new)
    return taken


_KINDS: dict[str, dict[str, Any]] = {"line": _LINE, "header": _HEADER, "cell": _CELL, "piece": _FONT}


class _Look(NamedTuple):
    """How a cell, or a piece of its text, looks; `kind` is one of `_KINDS`."""

    kind: str
    align: str = ""
    bold: bool = False
    italic: bool = False
    shown_as: str = ""

    def properties(self) -> dict[str, Any]:
        """The look as XlsxWriter names it."""
        type_ = {"bold": self.bold, "italic": self.italic}
        align = {"align": self.align} if self.align else {}
        number = {"num_format": self.shown_as} if self.shown_as else {}
        return {**_KINDS[self.kind], **align, **type_, **number}


class _Formats:
    """Excel formats by their look, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[_Look, Format] = {}

    def of(self, look: _Look) -> Format:
        found = self._made.get(look)
        if found is None:
            found = self._made[look] = self._book.add_format(look.properties())
        return found


@dataclass(slots=True)
class _Page:
    """A sheet while it is filled; `row` is the next free one."""

    sheet: Worksheet
    formats: _Formats
    row: int = 0
    heights: dict[int, float] = field(default_factory=dict)
    """In points, of the rows written so far."""
    introducing: set[int] = field(default_factory=set)
    """The rows that say what follows: a group's title is one."""
    repeated: range = range(0)
    """The rows that every printed page begins with."""

    def set_height(self, row: int, height: float) -> None:
        """Sets a row's height."""
        self.heights[row] = height
        self.sheet.set_row(row, height)


def _write_appendix(page: _Page, appendix: WordAppendix, illustrative: bool) -> None:
    grid = max((table.widths for table in appendix.tables), key=len, default=(9000,))
    widths = [_characters(twips) for twips in grid]
    for column, width in enumerate(widths):
        page.sheet.set_column(column, column, width)
    if illustrative:
        _write_line(page, WordText((Piece(ILLUSTRATIVE, bold=True, italic=True),), "center"), widths)
    for number, table in enumerate(appendix.tables):
        for line in table.above:
            _write_line(page, line, widths)
        page.row += 1
        if number == 0:
            page.repeated = range(page.row, page.row + table.header_rows)
            page.sheet.freeze_panes(page.repeated.stop, 0)
            page.sheet.repeat_rows(page.repeated.start, page.repeated.stop - 1)
        _write_table(page, table, widths)
    _set_up_printing(page.sheet, appendix, illustrative)
    page.sheet.set_h_pagebreaks(_page_breaks(page, _printed_height(appendix, widths)))


def _set_up_printing(sheet: Worksheet, appendix: WordAppendix, illustrative: bool) -> None:
    sheet.set_paper(_A4)
    if appendix.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    left, right, top, bottom = (margin / 1440 for margin in appendix.margins)
    sheet.set_margins(left, right, top, bottom)
    sheet.set_header('&C&"Times New Roman,Regular"&13&P')
    if illustrative:
        sheet.set_footer(f'&C&"Times New Roman,Italic"&12 {ILLUSTRATIVE}')
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _printed_height(appendix: WordAppendix, widths: Sequence[float]) -> float:
    """How many points of a sheet's rows one printed page holds, the sheet being as wide as the page at most."""
    left, right, top, bottom = (margin / 20 for margin in appendix.margins)
    width, height = (_A4_LONG, _A4_SHORT) if appendix.landscape else (_A4_SHORT, _A4_LONG)
    scale = min(1.0, (width - left - right) / sum((digits * _DIGIT + 5) * _POINTS_PER_PIXEL for digits in widths))
    return (height - top - bottom) / scale


def _page_breaks(page: _Page, room: float) -> list[int]:
    """The rows before which a printed page must end, for no row that introduces others to be a page's last."""
    header = sum(page.heights.get(row, _USUAL_ROW) for row in page.repeated)
    breaks: list[int] = []
    used = 0.0
    for row in range(page.row):
        height = page.heights.get(row, _USUAL_ROW)
        if used + height > room:
            used = header
        if row in page.introducing and row - 1 not in page.introducing:
            end = next((one for one in range(row, page.row) if one not in page.introducing), row)
            block = sum(page.heights.get(one, _USUAL_ROW) for one in range(row, end + 1))
            if used + block > room * _NEARLY and used > header and header + block <= room:
                breaks.append(row)
                used = header
        used += height
    return breaks


# --- what stands on a sheet ------------------------------------------------------------------------


def _write_line(page: _Page, line: WordText, widths: Sequence[float]) -> None:
    """One line over the whole width of the table below."""
    cell = WordCell(page.row, 0, 1, len(widths), line)
    look = _Look("line", line.align)
    page.set_height(page.row, _height(cell, widths))
    _merge(page, page.row, cell, look)
    _write_text(page, page.row, 0, line, look)
    page.row += 1


def _write_table(page: _Page, table: WordTable, widths: Sequence[float]) -> None:
    values = _values(table)
    for cell in table.cells:
        row, value = page.row + cell.row, values.get((cell.row, cell.column))
        look = _look(cell, value, cell.row < table.header_rows)
        _merge(page, row, cell, look)
        if isinstance(value, Number):
            page.sheet.write_number(row, cell.column, float(value.value), page.formats.of(look))
        elif value is not None:
            midnight = datetime(value.year, value.month, value.day)
            page.sheet.write_datetime(row, cell.column, midnight, page.formats.of(look))
        else:
            _write_text(page, row, cell.column, cell.text, look)
    for number, height in _heights(table, widths).items():
        page.set_height(page.row + number, height)
    page.introducing.update(page.row + row for row in _group_rows(table))
    page.row += table.rows


def _group_rows(table: WordTable) -> Iterator[int]:
    """The rows under the header whose words are all bold, but for the last: that one is the total."""
    rows: dict[int, list[WordCell]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.text.text:
            rows.setdefault(cell.row, []).append(cell)
    for row, cells in rows.items():
        if row < table.rows - 1 and all(piece.bold for cell in cells for piece in cell.text.pieces):
            yield row


def _values(table: WordTable) -> dict[tuple[int, int], Number | date | None]:
    """The numbers and dates of a table by row and column. Rows with a cell over several columns are not judged."""
    grouped = {cell.row for cell in table.cells if cell.columns > 1}
    columns: dict[int, list[WordCell]] = {}
    for cell in table.cells:
        if cell.columns == 1 and cell.row >= table.header_rows:
            columns.setdefault(cell.column, []).append(cell)
    values: dict[tuple[int, int], Number | date | None] = {}
    for column, cells in columns.items():
        found = column_values([cell.text.text for cell in cells], [cell.row not in grouped for cell in cells])
        values |= {(cell.row, column): value for cell, value in zip(cells, found, strict=True) if value is not None}
    return values


def _look(cell: WordCell, value: Number | date | None, header: bool) -> _Look:
    if header:
        return _Look("header", bold=True)
    if value is None:
        return _Look("cell", cell.text.align)
    shown_as = value.shown_as if isinstance(value, Number) else DATE_FORMAT
    return _Look("cell", cell.text.align, all(piece.bold for piece in cell.text.pieces), False, shown_as)


def _merge(page: _Page, row: int, cell: WordCell, look: _Look) -> None:
    if cell.rows > 1 or cell.columns > 1:
        last = (row + cell.rows - 1, cell.column + cell.columns - 1)
        page.sheet.merge_range(row, cell.column, *last, "", page.formats.of(look))


def _write_text(page: _Page, row: int, column: int, text: WordText, look: _Look) -> None:
    """Text as text; several types in one cell only where Excel needs them."""
    if len(text.pieces) == 1:
        (piece,) = text.pieces
        type_ = _Look(look.kind, look.align, piece.bold or look.bold, piece.italic)
        write_text(page.sheet, row, column, _cut(piece.text), page.formats.of(type_))
        return
    kinds = {(piece.bold, piece.italic) for piece in text.pieces if piece.text.strip()}
    if len(kinds) > 1 and look.kind != "header" and _fits(text.text):
        parts: list[Any] = []
        for piece in text.pieces:
            parts += [page.formats.of(_Look("piece", bold=piece.bold, italic=piece.italic)), piece.text]
        page.sheet.write_rich_string(row, column, *parts, page.formats.of(look))
        return
    bold, italic = kinds.pop() if len(kinds) == 1 else (False, False)
    type_ = _Look(look.kind, look.align, bold or look.bold, italic)
    if text.text:
        write_text(page.sheet, row, column, _cut(text.text), page.formats.of(type_))
    else:
        page.sheet.write_blank(row, column, None, page.formats.of(type_))


# --- measures ----------------------------------------------------------------------------------------


def _fits(text: str) -> bool:
    return 2 * len(text) <= LONGEST_CELL or _length(text) <= LONGEST_CELL


def _length(text: str) -> int:
    """Letters as Excel counts them: one outside the first 65,536 counts twice."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    """`text`, or as much of it as Excel holds with a word that the rest is in the Word file."""
    if _fits(text):
        return text
    room = (LONGEST_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT


def _characters(twips: int) -> float:
    """A Word width as an Excel column width, in digits of the standard font (7 pixels each, 5 around)."""
    return max(4.0, round((twips / 15 - 5) / 7, 2))


def _heights(table: WordTable, widths: Sequence[float]) -> dict[int, float]:
    """The height of each row of a table, by row; a cell over several rows gives each its share."""
    heights: dict[int, float] = {}
    for cell in table.cells:
        share = _height(cell, widths) / cell.rows
        for row in range(cell.row, cell.row + cell.rows):
            heights[row] = max(heights.get(row, 0.0), share)
    return heights


def _height(cell: WordCell, widths: Sequence[float]) -> float:
    width = sum(widths[cell.column : cell.column + cell.columns])
    return row_height([(cell.text.text, width * _ROOMIER)]) + _ROW_MARGIN
