"""A register that people go on with in Excel: lines found by their keys, only the program's own cells written.

What people add stands: notes, columns, colours, another order of lines or columns.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

from generator.core.problems import BadDossier, Place, Problem
from generator.core.rows import Cell
from generator.core.vietnamese import clean, one_line, parse_date, title_key
from generator.office.package import damage
from generator.office.streamed_zip import alike_everywhere
from generator.read.book_parts import TooLarge, open_book, unreadable
from generator.read.book_tables import read_tables
from generator.read.sheet_xml import read_sheet
from generator.write.workbook_edit import NewValue, SheetEdit, WorkbookEdit, refuses_damage

_HEADER_WITHIN, _FILTERED_ROWS = 10, 2000
_MADE = datetime(2000, 1, 1)
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line as it stands: its row, and its cells by column title."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, title: str) -> str:
        cell = self.cells.get(title)
        return one_line(clean(cell.text)) if cell else ""

    def day(self, title: str) -> date | None:
        cell = self.cells.get(title)
        return cell.value if cell and isinstance(cell.value, date) else parse_date(self.text(title))


@dataclass(frozen=True, slots=True)
class Register:
    """What a register is like: its sheet, its columns with their widths, those that a header row is known by."""

    sheet: str
    columns: tuple[tuple[str, int], ...]
    keys: tuple[str, ...]
    code: str
    """Of the problem where no header is found."""

    def rows(self, path: Path) -> tuple[RegisterRow, ...]:
        """The lines under the header; none where there is no file yet. Raises BadDossier for what cannot be read."""
        if not path.exists():
            return ()
        table = self.table(path)
        titles = {column: title for title, column in table.columns.items()}
        return tuple(
            RegisterRow(number, {titles[column]: cell for column, cell in cells.items() if column in titles})
            for number, cells in table.rows.items()
        )

    def with_values(self, path: Path, changes: Sequence[tuple[int, Mapping[str, NewValue]]]) -> bytes:
        """The register with cells changed in a row, or a line added (row 0); as it stands if nothing changes."""
        if path.exists():
            return _written(path, self, changes)
        with tempfile.TemporaryDirectory(prefix="baocao-") as name:
            empty = Path(name) / path.name
            empty.write_bytes(self._empty())
            return _written(empty, self, changes)

    def put(self, sheet: SheetEdit, row: int, values: Mapping[str, NewValue], table: _Table) -> None:
        """Sets cells of a row, or of a new one (0); a formula of somebody's stays."""
        for title in values:
            if title not in table.columns:
                table.columns[title] = sheet.add_column(table.header, title, dict(self.columns)[title])
        placed = {table.columns[title]: value for title, value in values.items()}
        if not row:
            sheet.append(placed)
            return
        for column, value in placed.items():
            if not sheet.has_formula(row, column):
                sheet.set(row, column, value)

    def table(self, path: Path) -> _Table:
        """Where the register stands in its workbook. Raises BadDossier where no header is found."""
        for tab, rows in _sheets(path):
            for number in sorted(rows)[:_HEADER_WITHIN]:
                columns = self._columns_of(rows[number])
                if all(title in columns for title in self.keys):
                    return _Table(tab, number, {row: cells for row, cells in rows.items() if row > number}, columns)
        message = f"Sổ “{path.name}” không còn dòng tiêu đề có các cột {', '.join(self.keys)}."
        problem = Problem(
            self.code, Place(str(path)), message, "Ghi lại tên các cột đó, hoặc đổi tên tệp để lập sổ mới."
        )
        raise BadDossier(f"Không đọc được “{path.name}”.", "", [problem])

    def _columns_of(self, cells: Mapping[int, Cell]) -> dict[str, int]:
        titles = {title_key(title): title for title, _ in self.columns}
        found: dict[str, int] = {}
        for column, cell in sorted(cells.items()):
            title = titles.get(title_key(cell.text))
            if title is not None:
                found.setdefault(title, column)
        return found

    def _empty(self) -> bytes:
        """A register without a line; same bytes every time."""
        stream = io.BytesIO()
        book = Workbook(stream, {"in_memory": True})
        book.set_properties({"created": _MADE, "title": self.sheet})
        sheet = book.add_worksheet(self.sheet)
        plain, day = book.add_format(_FONT), book.add_format({**_FONT, "num_format": "dd/mm/yyyy"})
        header = book.add_format({**_FONT, "bold": True, "bg_color": "#D9E2F3", "align": "center", "valign": "vcenter"})
        for column, (title, width) in enumerate(self.columns):
            sheet.set_column(column, column, width, day if "ngày" in title.lower() else plain)
            sheet.write_string(0, column, title, header)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, _FILTERED_ROWS, len(self.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        book.close()
        return alike_everywhere(stream.getvalue())


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the register stands: its tab, its header's row, the rows under it, the column of each title."""

    tab: str
    header: int
    rows: Mapping[int, Mapping[int, Cell]]
    columns: dict[str, int]


def _sheets(path: Path) -> Iterator[tuple[str, dict[int, dict[int, Cell]]]]:
    faults: tuple[type[Exception], ...] = (TooLarge, *damage())
    try:
        with open_book(path) as book:
            tables = read_tables(book)
            found = [
                (one.title, {row.number: row.cells for row in read_sheet(book, one.member, tables).rows})
                for one in book.sheets
            ]
    except faults as error:
        problem = unreadable(path, "tệp bị hỏng hoặc bị khoá")
        raise BadDossier(f"Không mở được “{path.name}”.", "", [problem]) from error
    yield from found


@refuses_damage
def _written(path: Path, register: Register, changes: Sequence[tuple[int, Mapping[str, NewValue]]]) -> bytes:
    table = register.table(path)
    book = WorkbookEdit(path)
    sheet = book.sheet(table.tab)
    assert sheet is not None
    for row, values in changes:
        number = {} if row else {"TT": max(sheet.last_row - table.header, 0) + 1}
        register.put(sheet, row, {**values, **number}, table)
    return book.to_bytes() if sheet.changed else path.read_bytes()
