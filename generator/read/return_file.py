"""A return (phiếu báo cáo) as an agency sent it back: whose it is, and its answered rows with their places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.core.model import RowRef
from generator.core.problems import Place, Problem, ProblemList
from generator.core.rows import Cell, Row
from generator.core.vietnamese import clean, one_line, shortened, title_key
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import BookParts, SheetPart, TooLarge, open_book, too_large, unreadable
from generator.read.book_tables import Tables, read_tables
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.headers import match_titles
from generator.read.return_columns import (
    COVER_SHEET,
    FORM_KIND,
    HEADER_ROW,
    IDENTITY_SHEET,
    KEY_COLUMN,
    RETURN_SHEETS,
    ReturnSheet,
)
from generator.read.return_identity import mark_of, split_key
from generator.read.sheet_xml import RawRow, column_letters, read_sheet

_OWN_SHEETS = frozenset(title_key(title) for title in (COVER_SHEET, IDENTITY_SHEET, "Danh mục"))
_HEADER_WITHIN = 12
_QUOTE = 50
_SEND_AGAIN = "Gửi lại phiếu trống cho cơ quan và đề nghị điền vào đúng phiếu đó."


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row with at least one answer. `row` has canonical titles; `code` is what its hidden key says."""

    code: str
    row: Row


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A recognised return. `saved` is when the program that edited it last saved it, if the file says so.

    `rows` maps the dossier's sheet that takes the answers to the answered rows; `listed` to every code the return
    still lists, answered or not.
    """

    path: Path
    sha256: str
    agency: str
    period: str
    plan: str
    saved: datetime | None
    rows: Mapping[SheetTitle, tuple[ReturnRow, ...]] = field(default_factory=dict)
    listed: Mapping[SheetTitle, frozenset[str]] = field(default_factory=dict)


def read_return(path: Path) -> tuple[ReturnFile | None, list[Problem]]:
    """What a returned file holds, and what is wrong with its form; None when it is no return at all."""
    try:
        with open_book(path) as book:
            return _Reader(path, book).read()
    except Unreadable as refusal:
        return None, [refusal.problem]
    except TooLarge as reason:
        return None, [too_large(path, reason.limit)]
    except damage():
        return None, [unreadable(path, "nội dung tệp bị hỏng")]


class _Reader:
    def __init__(self, path: Path, book: BookParts) -> None:
        self.path = path
        self.book = book
        self.tables: Tables = read_tables(book)
        self.problems = ProblemList()
        self.parts = {title_key(part.title): part for part in book.sheets}

    def read(self) -> tuple[ReturnFile | None, list[Problem]]:
        identity = self._hidden_identity() or self._property_identity()
        if identity.get("Loại") != FORM_KIND or not identity.get("Cơ quan") or not identity.get("Kỳ báo cáo"):
            message = "Tệp này không phải phiếu do chương trình lập, hoặc phần nhận dạng đã bị xoá."
            self._add("TL001", None, None, message, _SEND_AGAIN)
            return None, self.problems.items
        rows: dict[SheetTitle, tuple[ReturnRow, ...]] = {}
        listed: dict[SheetTitle, frozenset[str]] = {}
        for table in RETURN_SHEETS:
            part = self.parts.get(title_key(table.title))
            if part is not None:
                rows[table.into], listed[table.into] = self._table(part, table)
        if not rows:
            said = ", ".join(f"“{table.title}”" for table in RETURN_SHEETS)
            self._add("TL004", None, None, f"Phiếu không còn trang nào trong số {said}.", _SEND_AGAIN)
        self._report_own_sheets()
        content = hashlib.sha256(self.path.read_bytes()).hexdigest()
        found = ReturnFile(
            self.path,
            content,
            identity["Cơ quan"],
            identity["Kỳ báo cáo"],
            identity.get("Kế hoạch", ""),
            self._saved(),
            rows,
            listed,
        )
        return found, self.problems.items

    # --- who sent it ---------------------------------------------------------------------------------

    def _hidden_identity(self) -> dict[str, str]:
        part = self.parts.get(title_key(IDENTITY_SHEET))
        if part is None:
            return {}
        rows = read_sheet(self.book, part.member, self.tables).rows
        return {clean(row.cells[1].text): clean(row.cells[2].text) for row in rows if {1, 2} <= row.cells.keys()}

    def _property_identity(self) -> dict[str, str]:
        """The same in the file's properties, for a return whose hidden sheet was lost on the way."""
        if "docProps/custom.xml" not in self.book.package.parts:
            return {}
        root = self.book.root("docProps/custom.xml")
        return {str(one.get("name")): clean("".join(str(text) for text in one.itertext())) for one in root}

    def _saved(self) -> datetime | None:
        if "docProps/core.xml" not in self.book.package.parts:
            return None
        found = self.book.root("docProps/core.xml").find("{*}modified")
        try:
            return datetime.fromisoformat((found.text or "").replace("Z", "+00:00")) if found is not None else None
        except ValueError:
            return None

    # --- its tables ----------------------------------------------------------------------------------

    def _table(self, part: SheetPart, table: ReturnSheet) -> tuple[tuple[ReturnRow, ...], frozenset[str]]:
        raw = read_sheet(self.book, part.member, self.tables)
        header = _header(raw.rows, table)
        if header is None:
            message = f"Trang “{part.title}” không còn dòng tiêu đề."
            self._add("TL004", part.title, f"A{HEADER_ROW}", message, _SEND_AGAIN)
            return (), frozenset()
        columns = self._columns(header, part.title, table)
        rows: list[ReturnRow] = []
        listed: list[str] = []
        for line in raw.rows:
            if line.number > header.number:
                code = self._code(line, columns, part.title, table)
                if code is not None:
                    listed.append(code)
                    rows += self._answer(line, code, columns, part.title, table)
        return tuple(rows), frozenset(listed)

    def _columns(self, header: RawRow, tab: str, table: ReturnSheet) -> dict[str, int]:
        numbers = sorted(header.cells)
        texts = [clean(header.cells[number].text) for number in numbers]
        asked = {title for title, _ in table.asked}
        aliases = {column.title: column.aliases for column in SCHEMA_BY_TITLE[table.into].columns}
        known = {title: aliases.get(title, ()) if title in asked else () for title, _ in (*table.shown, *table.asked)}
        matches = match_titles(texts, {**known, KEY_COLUMN: ()})
        columns = {title: numbers[at] for title, at in matches.taken.items()}
        for at, title in matches.near:
            message = f"Tên cột “{one_line(texts[at])}” bị sửa; đã hiểu là cột “{title}”."
            self._add("BNG004", tab, _cell(numbers[at], header.number), message, "Giữ nguyên tên cột của phiếu.")
        missing = [title for title in ("Mã", *asked) if title not in columns]
        for title in sorted(missing):
            message = f"Trang “{tab}” mất cột “{title}”."
            self._add("TL004", tab, _cell(numbers[0], header.number), message, _SEND_AGAIN)
        return columns

    def _code(self, line: RawRow, columns: Mapping[str, int], tab: str, table: ReturnSheet) -> str | None:
        """The code of a row; None, and a problem where something was typed there, if it is no row of the form."""
        key = _text(line, columns.get(KEY_COLUMN))
        shown = _text(line, columns.get("Mã"))
        code, mark, _ = split_key(key)
        place = _cell(columns.get("Mã", 1), line.number)
        if not key and KEY_COLUMN in columns:
            words = " ".join(clean(cell.text) for cell in line.cells.values())
            message = f"Dòng {line.number} không có trong phiếu đã gửi: “{shortened(one_line(words), _QUOTE)}”."
            fix = "Việc mới phải được đưa vào kế hoạch trước; xoá dòng này khỏi phiếu và báo riêng."
            self._add("TL005", tab, place, message, fix)
            return None
        if not key:
            return shown or None
        if title_key(shown) != title_key(code):
            message = f"Mã ở dòng {line.number} là “{shown}”, phiếu đã gửi ghi “{code}”."
            self._add("TL006", tab, place, message, f"Ghi lại mã “{code}”, hoặc chép câu trả lời về đúng dòng.")
            return None
        # A form of an earlier version lacks a column that later ones show: its mark is of those it had.
        texts = [_text(line, columns[title]) for title, _ in table.shown if title in columns]
        if mark != mark_of(texts):
            message = f"Nội dung có sẵn ở dòng mã “{code}” đã bị sửa; phần sửa đó không được tổng hợp."
            self._add("TL014", tab, place, message, "Nếu kế hoạch thay đổi thật, sửa ở hồ sơ gốc.")
        return code

    def _answer(
        self, line: RawRow, code: str, columns: Mapping[str, int], tab: str, table: ReturnSheet
    ) -> Iterator[ReturnRow]:
        own = set(columns.values())
        for number, cell in line.cells.items():
            if number not in own and clean(cell.text):
                message = (
                    f"“{shortened(one_line(cell.text), _QUOTE)}” nằm ngoài các cột của phiếu nên không được tổng hợp."
                )
                self._add("TL019", tab, _cell(number, line.number), message, "Chép vào đúng cột nếu cần tổng hợp.")
        cells = {title: line.cells[columns[title]] for title, _ in table.asked if columns.get(title) in line.cells}
        _, _, before = split_key(_text(line, columns.get(KEY_COLUMN)))
        values = [cells[title].value if title in cells else None for title, _ in table.asked]
        if not cells or before == mark_of(values):
            return  # nothing said, or just what the form came with
        letters = {title: column_letters(columns[title]) for title, _ in table.asked if title in columns}
        letters = {table.code: column_letters(columns.get("Mã", 1)), **letters}
        ref = RowRef(str(self.path), tab, line.number, letters)
        yield ReturnRow(code, Row(ref, {table.code: Cell(code, code), **cells}))

    def _report_own_sheets(self) -> None:
        known = _OWN_SHEETS | {title_key(table.title) for table in RETURN_SHEETS}
        for key, part in self.parts.items():
            if key not in known and read_sheet(self.book, part.member, self.tables).rows:
                message = f"Trang “{part.title}” không thuộc phiếu nên không được tổng hợp."
                self._add("TL019", part.title, None, message, "Xem trang này và chép vào hồ sơ nếu cần.")

    def _add(self, code: str, tab: str | None, cell: str | None, message: str, fix: str) -> None:
        self.problems.add(code, Place(str(self.path), tab, cell), message, fix)


def _header(rows: tuple[RawRow, ...], table: ReturnSheet) -> RawRow | None:
    """The row that names most of the table's columns, among the first ones."""
    titles = {title_key(title) for title, _ in (*table.shown, *table.asked)}

    def hits(row: RawRow) -> int:
        return sum(title_key(cell.text) in titles for cell in row.cells.values())

    near_top = [row for row in rows if row.number <= HEADER_ROW + _HEADER_WITHIN]
    best = max(near_top, key=hits, default=None)
    return best if best is not None and hits(best) >= 3 else None


def _text(line: RawRow, column: int | None) -> str:
    cell = line.cells.get(column) if column is not None else None
    return clean(cell.text) if cell is not None else ""


def _cell(column: int, row: int) -> str:
    return f"{column_letters(column)}{row}"
