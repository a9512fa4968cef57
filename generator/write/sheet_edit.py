"""One worksheet of a workbook being changed: cells set, rows and columns added, all else left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.read.number_formats import Shows
from generator.read.sheet_xml import column_letters, column_number
from generator.vietnamese import clean
from generator.write.cell_styles import Look

if TYPE_CHECKING:
    from lxml.etree import _Element

    from generator.write.workbook_edit import WorkbookEdit

DATE_FORMAT = "dd/mm/yyyy"
NewValue = str | Decimal | int | date | bool | None
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class SheetEdit:
    """`changed` says whether anything was set. Rows and columns count from 1."""

    def __init__(self, book: WorkbookEdit, title: str, member: str, content: bytes) -> None:
        from generator.read.word_numbering import parse_xml

        self.book = book
        self.title = title
        self.member = member
        self.root = parse_xml(content)
        self.changed = False
        self._namespace = str(self.root.tag).partition("}")[0] + "}"
        data = self.root.find("{*}sheetData")
        if data is None:
            raise KeyError(member)
        self._data = data
        self._rows = dict(_numbered_rows(data))
        self._cells: dict[int, dict[int, _Element]] = {}
        self._last: int | None = None
        self._reach = (0, 0)
        self._bottom = max(self._rows, default=0)

    # --- looking -------------------------------------------------------------------------------------

    @property
    def last_row(self) -> int:
        """The last row with something in it; 0 in an empty sheet."""
        if self._last is None:
            filled = (number for number in self._rows if any(len(cell) for cell in self._of_row(number).values()))
            self._last = max(filled, default=0)
        return self._last

    def last_column(self, row: int) -> int:
        """The last filled column of a row; 0 if there is none."""
        return max((column for column, cell in self._of_row(row).items() if len(cell)), default=0)

    def has_formula(self, row: int, column: int) -> bool:
        cell = self._of_row(row).get(column)
        return cell is not None and cell.find("{*}f") is not None

    def is_filled(self, row: int, column: int) -> bool:
        cell = self._of_row(row).get(column)
        return cell is not None and len(cell) > 0

    def is_rich(self, row: int, column: int) -> bool:
        """True for a text with runs of their own look."""
        cell = self._of_row(row).get(column)
        if cell is None:
            return False
        if cell.get("t") == "inlineStr":
            return cell.find("{*}is/{*}r") is not None
        value = cell.find("{*}v")
        return cell.get("t") == "s" and value is not None and int(value.text or 0) in self.book.rich_texts

    def style(self, row: int, column: int) -> int:
        """The format of a cell, also of one that is not there yet: its row's or its column's."""
        cell = self._of_row(row).get(column)
        if cell is not None:
            return int(cell.get("s") or 0)
        line = self._rows.get(row)
        if line is not None and line.get("customFormat") in ("1", "true"):
            return int(line.get("s") or 0)
        for one in self.root.iterfind("{*}cols/{*}col"):
            if int(one.get("min") or 0) <= column <= int(one.get("max") or 0):
                return int(one.get("style") or 0)
        return 0

    # --- changing ------------------------------------------------------------------------------------

    def set(self, row: int, column: int, value: NewValue, like: int | None = None, look: Look | None = None) -> None:
        """Puts `value` into a cell as text, number, date or truth value, never as a formula; None empties it.

        The cell keeps its format, or takes format `like`, changed as far as the kind of value needs.
        """
        self.changed = True
        base = self.style(row, column) if like is None else like
        cell = self._cell(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")
        self._last = None if value is None or self._last is None else max(self._last, row)
        index = self.book.styles.derived(base, self._needed(base, value))
        index = self.book.styles.derived(index, look) if look else index
        if index:
            cell.set("s", str(index))
        if isinstance(value, bool):
            cell.set("t", "b")
            self._child(cell, "v", "1" if value else "0")
        elif isinstance(value, date):
            epoch = _EPOCH_1904 if self.book.from_1904 else _EPOCH
            self._child(cell, "v", str((value - epoch).days))
        elif isinstance(value, Decimal | int):
            self._child(cell, "v", format(value, "f") if isinstance(value, Decimal) else str(value))
        elif value is not None and (words := clean(value)):
            cell.set("t", "inlineStr")
            text = self._child(self._child(cell, "is", None), "t", _ESCAPE_LIKE.sub("_x005F_", words))
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self._stretch(row, column)

    def restyle(self, row: int, column: int, look: Look) -> None:
        """Changes the look of a cell, not its value."""
        self.changed = True
        index = self.book.styles.derived(self.style(row, column), look)
        self._cell(row, column).set("s", str(index))

    def append(self, values: Mapping[int, NewValue]) -> int:
        """A new row under the last one, formatted like it; gives its number."""
        above = self.last_row
        row = above + 1
        above_is_data = above > 1 and row not in self._rows
        for column, value in sorted(values.items()):
            if value is not None and value != "":
                self.set(row, column, value, self.style(above, column) if above_is_data else None)
        self._stretch_filters(row)
        return row

    def add_column(self, row: int, title: str, width: int) -> int:
        """A header right of the last one, formatted like it; gives its column number."""
        last = self.last_column(row)
        column = last + 1
        self.set(row, column, title, self.style(row, last) if last else None)
        if not any(int(one.get("max") or 0) >= column for one in self.root.iterfind("{*}cols/{*}col")):
            cols = self.root.find("{*}cols")
            if cols is None:
                cols = self.root.makeelement(f"{self._namespace}cols", {})
                self._data.addprevious(cols)
            number = str(column)
            attributes = {"min": number, "max": number, "width": str(width), "customWidth": "1"}
            cols.append(cols.makeelement(f"{self._namespace}col", attributes))
        return column

    # --- XML -----------------------------------------------------------------------------------------

    def _needed(self, base: int, value: NewValue) -> Look:
        styles = self.book.styles
        if isinstance(value, bool) or value is None:
            return Look()
        if isinstance(value, date):
            return Look() if styles.number_format(base).shows is Shows.DATE else Look(DATE_FORMAT, quoted=False)
        if isinstance(value, Decimal | int):
            fits = styles.number_format(base).shows is Shows.NUMBER and not styles.is_text(base)
            return Look() if fits else Look("General", quoted=False)
        needs_quote = value.startswith(_FORMULA_SIGNS) and not styles.is_text(base)
        return Look(quoted=True if needs_quote else None, wrapped=True if "\n" in value else None)

    def _of_row(self, number: int) -> dict[int, _Element]:
        if number not in self._cells:
            row = self._rows.get(number)
            self._cells[number] = {} if row is None else dict(_numbered_cells(row))
        return self._cells[number]

    def _cell(self, row: int, column: int) -> _Element:
        cells = self._of_row(row)
        if column not in cells:
            line = self._row(row)
            cell = line.makeelement(f"{self._namespace}c", {"r": f"{column_letters(column)}{row}"})
            after = [other for other in cells if other < column]
            line.insert(0, cell) if not after else cells[max(after)].addnext(cell)
            cells[column] = cell
        return cells[column]

    def _row(self, number: int) -> _Element:
        if number not in self._rows:
            row = self._data.makeelement(f"{self._namespace}row", {"r": str(number)})
            if number > self._bottom:
                self._data.append(row)
            else:
                after = [other for other in self._rows if other < number]
                self._data.insert(0, row) if not after else self._rows[max(after)].addnext(row)
            self._rows[number] = row
            self._bottom = max(self._bottom, number)
        return self._rows[number]

    def _child(self, parent: _Element, name: str, text: str | None) -> _Element:
        child = parent.makeelement(f"{self._namespace}{name}", {})
        child.text = text
        parent.append(child)
        return child

    def _stretch(self, row: int, column: int) -> None:
        spans = self._rows[row].get("spans")
        if spans:
            del self._rows[row].attrib["spans"]
        self._reach = max(self._reach[0], row), max(self._reach[1], column)

    def finish(self) -> None:
        """Puts right what the sheet says of its own size."""
        dimension = self.root.find("{*}dimension")
        if dimension is not None and self._reach[0]:
            dimension.set("ref", _stretched(str(dimension.get("ref")), *self._reach))

    def _stretch_filters(self, row: int) -> None:
        """Lets the filter and the table that end just above take in a new row."""
        own = self.root.find("{*}autoFilter")
        if own is not None:
            own.set("ref", _one_longer(str(own.get("ref")), row))
        for part in self.root.iterfind("{*}tableParts/{*}tablePart"):
            key = next(str(value) for name, value in part.attrib.items() if str(name).endswith("}id"))
            member = self.book.related_by_id(self.member, key)
            if member and self.book.part(member):
                table = self.book.tree(member)
                if table.get("totalsRowCount", "0") == "0":
                    for element in (table, *table.iterfind("{*}autoFilter")):
                        element.set("ref", _one_longer(str(element.get("ref")), row))


def _numbered_rows(data: _Element) -> Iterator[tuple[int, _Element]]:
    last = 0
    for row in data.iterchildren("*"):  # not its comments
        last = int(row.get("r") or last + 1)
        row.set("r", str(last))
        yield last, row


def _numbered_cells(row: _Element) -> Iterator[tuple[int, _Element]]:
    last = 0
    for cell in row.iterchildren("*"):
        reference = cell.get("r")
        last = column_number(reference) if reference else last + 1
        cell.set("r", f"{column_letters(last)}{row.get('r')}")
        yield last, cell


def _corners(reference: str) -> tuple[str, int, str, int]:
    first, _, last = reference.replace("$", "").partition(":")
    last = last or first
    return first.rstrip("0123456789"), _digits(first), last.rstrip("0123456789"), _digits(last)


def _digits(reference: str) -> int:
    found = re.search(r"\d+$", reference)
    return int(found[0]) if found else 0


def _stretched(reference: str, row: int, column: int) -> str:
    left, top, right, bottom = _corners(reference)
    if not top or not bottom:
        return reference
    far = column_letters(max(column, column_number(right)))
    near = column_letters(min(column, column_number(left)))
    return f"{near}{min(top, row)}:{far}{max(bottom, row)}"


def _one_longer(reference: str, row: int) -> str:
    """`reference` with `row` in it if it ended in the row above."""
    left, top, right, bottom = _corners(reference)
    return f"{left}{top}:{right}{row}" if bottom == row - 1 else reference
