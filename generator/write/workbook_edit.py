"""Changing cells of a workbook that a person made, while everything else in the file stays as it is.

openpyxl rewrites the whole package and loses what it does not know (pictures, charts, slicers, rich text). Here
only the parts that change are parsed and written again; every other part keeps its bytes.
"""

from __future__ import annotations

import functools
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from lxml import etree

from generator.core.problems import BadDossier
from generator.core.vietnamese import clean, title_key
from generator.office.names import SPACE
from generator.office.package import CONTENT_TYPES, RELATIONS, damage, relations_part, resolve
from generator.office.streamed_zip import UNIX
from generator.office.xml import parse as parse_xml
from generator.read.book_parts import TooLarge, open_book, too_large, unreadable
from generator.read.cell_names import cell_name, column_letters, column_number
from generator.read.number_formats import Shows
from generator.read.shown_numbers import shown
from generator.write.cell_styles import NO_STYLES, Look, StyleTable

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- one worksheet of a workbook being changed: cells set, rows and columns added, all else left ----------------------

DATE_FORMAT = "dd/mm/yyyy"
NewValue = str | Decimal | int | date | bool | None
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_LARGEST_MERGE = 100_000
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class SheetEdit:
    """`changed` says whether anything was set. Rows and columns count from 1."""

    def __init__(self, book: WorkbookEdit, title: str, member: str, content: bytes) -> None:
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
            text.set(SPACE, "preserve")
        self._stretch(row, column)

    def restyle(self, row: int, column: int, look: Look) -> None:
        """Changes the look of a cell, not its value."""
        self.changed = True
        index = self.book.styles.derived(self.style(row, column), look)
        self._cell(row, column).set("s", str(index))

    def refill(self, row: int, column: int, colour: str) -> None:
        """Changes the background of a cell alone; "" takes it away."""
        self.restyle(row, column, Look(fill=colour))
        self._stretch(row, column)

    def cells_of(self, formats: Collection[int]) -> list[tuple[int, int]]:
        """Row and column of every cell of one of these formats."""
        if not formats:
            return []
        return [
            (row, column)
            for row in self._rows
            for column, cell in self._of_row(row).items()
            if int(cell.get("s") or 0) in formats
        ]

    def merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Row and column of every cell that another one covers → those of the one that is seen."""
        found = {}
        for one in self.root.iterfind("{*}mergeCells/{*}mergeCell"):
            left, top, right, bottom = _corners(one.get("ref") or "")
            if not top or (bottom - top + 1) * (column_number(right) - column_number(left) + 1) > _LARGEST_MERGE:
                continue
            first = (top, column_number(left))
            for row in range(top, bottom + 1):
                found.update({(row, column): first for column in range(first[1], column_number(right) + 1)})
        return found

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
        """A header right of the last one, formatted like it, in a column where nothing stands; gives its number."""
        last = self.last_column(row)
        column = last + 1
        while any(self.is_filled(number, column) for number in self._rows):
            column += 1  # words without a header would become this column's
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
            seen = shown(Decimal(value), styles.number_format(base))
            fits = seen.is_plain and seen.number == value and seen.shows is Shows.NUMBER and not styles.is_text(base)
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
            cell = line.makeelement(f"{self._namespace}c", {"r": cell_name(column, row)})
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


_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_BEFORE_CALC = frozenset(("sheets", "functionGroups", "externalReferences", "definedNames"))

P = ParamSpec("P")
R = TypeVar("R")


def refuses_damage(write: Callable[Concatenate[Path, P], R]) -> Callable[Concatenate[Path, P], R]:
    """`write`, whose first argument is the workbook to change, raising BadDossier where a part of it is damaged.

    A workbook may be read without fault and yet have parts, or elements, that only a change comes upon.
    """

    @functools.wraps(write)
    def careful(path: Path, /, *args: P.args, **options: P.kwargs) -> R:
        faults: tuple[type[Exception], ...] = (TooLarge, TypeError, AttributeError, *damage())
        try:
            return write(path, *args, **options)
        except faults as error:
            problem = unreadable(path, "một phần của tệp bị hỏng nên không sửa tiếp được")
            raise BadDossier(f"Không ghi thêm được vào “{path.name}”.", "", [problem]) from error

    return careful


class WorkbookEdit:
    """An .xlsx package being changed. Nothing is written to disk: `to_bytes` gives the whole new file."""

    def __init__(self, path: Path) -> None:
        """Raises BadDossier when the file cannot be read as a workbook."""
        try:
            with open_book(path) as book:
                self._entries = book.package.parts.entries()
                self._parts = book.package.parts
                self._parts.hold()
        except TooLarge as reason:
            raise BadDossier(f"Không mở được “{path.name}”.", "", [too_large(path, reason.limit)]) from reason
        except damage() as error:
            problem = unreadable(path, "tệp bị hỏng hoặc bị khoá")
            raise BadDossier(f"Không mở được “{path.name}”.", "", [problem]) from error
        self._members = {sheet.title: sheet.member for sheet in book.sheets}
        self._trees: dict[str, _Element] = {}
        self._sheets: dict[str, SheetEdit] = {}
        self._styles: StyleTable | None = None
        self._rich: frozenset[int] | None = None
        self._styles_member = book.related("styles") or ""
        self._book_member = book.package.main
        self.from_1904 = book.from_1904

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._members)

    @property
    def has_styles(self) -> bool:
        return bool(self._styles_member)

    @property
    def styles(self) -> StyleTable:
        """The cell formats; asking for them alone changes nothing."""
        if self._styles is None:
            if not self._styles_member:
                self._styles_member = posixpath.join(posixpath.dirname(self._book_member), "styles.xml")
                self.add_part(self._styles_member, NO_STYLES, _STYLES_TYPE)
                self.relate(self._book_member, "styles", self._styles_member)
            self._styles = StyleTable(parse_xml(self._parts[self._styles_member]))
        return self._styles

    @property
    def rich_texts(self) -> frozenset[int]:
        """Which of the shared texts have runs of their own look."""
        if self._rich is None:
            member = self.related(self._book_member, "sharedStrings")
            content = self._parts.get(member) if member else None
            items = parse_xml(content).iterfind("{*}si") if content is not None else ()
            self._rich = frozenset(at for at, item in enumerate(items) if item.find("{*}r") is not None)
        return self._rich

    def member(self, title: str) -> str:
        """The part of the worksheet with exactly that title."""
        return self._members[title]

    def sheet(self, title: str) -> SheetEdit | None:
        """The worksheet with that tab title, however its case, spaces and tone marks are typed."""
        wanted = title_key(title)
        tab = next((tab for tab in self._members if tab == title), None) or next(
            (tab for tab in self._members if title_key(tab) == wanted), None
        )
        if tab is None:
            return None
        if tab not in self._sheets:
            self._sheets[tab] = SheetEdit(self, tab, self._members[tab], self._parts[self._members[tab]])
        return self._sheets[tab]

    def add_sheet(self, title: str, content: bytes) -> SheetEdit:
        """A new worksheet at the end, made of `content` (its XML)."""
        member = self.free_name("worksheets/sheet")
        self.add_part(member, content, _SHEET_TYPE)
        key = self.relate(self._book_member, "worksheet", member)
        book = self.tree(self._book_member)
        sheets = book.find("{*}sheets")
        if sheets is None:
            raise KeyError("sheets")
        numbers = [int(one.get("sheetId") or 0) for one in sheets]
        same = sheets[0]
        new = same.makeelement(same.tag, {"name": title, "sheetId": str(max(numbers, default=0) + 1)})
        id_name = next(str(name) for name in same.attrib if str(name).endswith("}id"))
        new.set(id_name, key)
        sheets.append(new)
        self._members[title] = member
        found = self.sheet(title)
        assert found is not None
        return found

    def hide(self, title: str) -> None:
        """Takes a sheet out of sight, also from the list of hidden ones."""
        for one in self.tree(self._book_member).iterfind("{*}sheets/{*}sheet"):
            if one.get("name") == title:
                one.set("state", "veryHidden")

    # --- parts ---------------------------------------------------------------------------------------

    def part(self, member: str) -> bytes | None:
        return self._parts.get(member)

    def tree(self, member: str) -> _Element:
        """The parsed part; it will be written again."""
        if member not in self._trees:
            self._trees[member] = parse_xml(self._parts[member])
        return self._trees[member]

    def free_name(self, stem: str, suffix: str = ".xml") -> str:
        """A part name that nothing has yet: "xl/worksheets/sheet12.xml"."""
        base, number = posixpath.join(posixpath.dirname(self._book_member), stem), 1
        while f"{base}{number}{suffix}" in self._parts:
            number += 1
        return f"{base}{number}{suffix}"

    def add_part(self, member: str, content: bytes, content_type: str) -> None:
        types = self.tree(CONTENT_TYPES)
        override = types.makeelement(
            f"{{{_TYPES_NS}}}Override", {"PartName": f"/{member}", "ContentType": content_type}
        )
        types.append(override)
        self._parts[member] = content

    def add_default_type(self, extension: str, content_type: str) -> None:
        types = self.tree(CONTENT_TYPES)
        known = {str(one.get("Extension")).lower() for one in types.iterfind("{*}Default")}
        if extension not in known:
            element = types.makeelement(
                f"{{{_TYPES_NS}}}Default", {"Extension": extension, "ContentType": content_type}
            )
            types.insert(0, element)

    def put_part(self, member: str, content: bytes) -> None:
        """A part whose type the package knows by its extension."""
        self._parts[member] = content

    def relate(self, source: str, kind: str, target: str) -> str:
        """The id of a new relationship of part `source`; `kind` is the last word of its type."""
        folder, member = posixpath.dirname(source), relations_part(source)
        if member not in self._parts:
            self._parts[member] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        relations = self.tree(member)
        taken = {one.get("Id") for one in relations}
        key = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relations.append(
            relations.makeelement(
                f"{{{RELATIONS}}}Relationship",
                {"Id": key, "Type": f"{self._relation_base()}/{kind}", "Target": posixpath.relpath(target, folder)},
            )
        )
        return key

    def related(self, source: str, kind: str) -> str | None:
        """The part that `source` relates to by a type that ends with `kind`."""
        member = relations_part(source)
        if member not in self._parts:
            return None
        for one in parse_xml(self._bytes(member)):
            if str(one.get("Type")).endswith(f"/{kind}") and one.get("TargetMode") != "External":
                return self._parts.spelled(resolve(source, str(one.get("Target"))))
        return None

    def related_by_id(self, source: str, key: str) -> str | None:
        """The part that relationship `key` of `source` leads to."""
        member = relations_part(source)
        if member not in self._parts:
            return None
        targets = {str(one.get("Id")): str(one.get("Target")) for one in parse_xml(self._bytes(member))}
        target = targets.get(key)
        return self._parts.spelled(resolve(source, target)) if target else None

    def _relation_base(self) -> str:
        book = parse_xml(self._parts[self._book_member])
        is_strict = "purl.oclc.org" in str(book.tag)
        host = "http://purl.oclc.org/ooxml" if is_strict else "http://schemas.openxmlformats.org"
        return f"{host}/officeDocument/{'' if is_strict else '2006/'}relationships"

    # --- the new file --------------------------------------------------------------------------------

    def to_bytes(self, recalculate: bool = True) -> bytes:
        """The changed file: untouched parts byte for byte, in their order, with their dates.

        Formulas are reckoned anew when it is opened, unless no value was changed (`recalculate`).
        """
        for sheet in self._sheets.values():
            if sheet.changed:
                sheet.finish()
                self._trees[sheet.member] = sheet.root
        if self._styles is not None and self._styles.changed:
            self._trees[self._styles_member] = self._styles.root
        if recalculate and any(sheet.changed for sheet in self._sheets.values()) and self._has_formulas():
            self._recalculate_when_opened()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in self._parts:
                old = self._entries.get(member)
                info = zipfile.ZipInfo(member, old.date_time if old else (1980, 1, 1, 0, 0, 0))
                info.create_system = UNIX  # not what this system would note
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = old.external_attr if old else 0
                archive.writestr(info, self._bytes(member))
        return stream.getvalue()

    def _bytes(self, member: str) -> bytes:
        if member not in self._trees:
            return self._parts[member]
        return etree.tostring(self._trees[member], xml_declaration=True, encoding="UTF-8", standalone=True)

    def _has_formulas(self) -> bool:
        return any(_FORMULA.search(self._parts[member]) for member in self._members.values())

    def _recalculate_when_opened(self) -> None:
        """Results kept beside formulas are those of the old cells."""
        book = self.tree(self._book_member)
        calc = book.find("{*}calcPr")
        if calc is None:
            namespace = str(book.tag).partition("}")[0]
            calc = book.makeelement(f"{namespace}}}calcPr", {})
            last = [one for one in book if str(one.tag).rpartition("}")[2] in _BEFORE_CALC][-1]
            last.addnext(calc)
        calc.set("fullCalcOnLoad", "1")
