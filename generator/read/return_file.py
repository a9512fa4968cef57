"""A return (phiếu báo cáo) as an agency sent it back: whose it is, and its answered rows with their places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.core.model import RowRef
from generator.core.period_names import parse_period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.rows import Cell, HowRead, Row
from generator.core.vietnamese import clean, fold, one_line, shortened, title_key
from generator.core.yes_words import says_nothing
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import BookParts, SheetPart, TooLarge, open_book, too_large, unreadable
from generator.read.book_tables import Tables, read_tables
from generator.read.cell_names import cell_name, column_letters, row_number
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.headers import match_titles
from generator.read.merged_cells import fill_merged
from generator.read.return_columns import (
    COVER_LINES,
    COVER_SHEET,
    COVER_SHOWN,
    DOCUMENT_COLUMNS,
    EXACT_PLAN,
    FORM_KINDS,
    HEADER_ROW,
    IDENTITY_SHEET,
    KEY_COLUMN,
    NOTHING_NEW,
    RETURN_SHEETS,
    ReturnSheet,
)
from generator.read.return_cover import Cover, read_cover
from generator.read.return_identity import mark_of, split_key
from generator.read.sheet_extras import comments_of, text_boxes_of
from generator.read.sheet_xml import RawRow, RawSheet, read_sheet
from generator.read.side_rows import says_the_header

_ANSWER_COLUMN = {table.into: table.asked[0][0] for table in RETURN_SHEETS if len(table.asked) > 2}
"""The column without which a row of the sheet says nothing."""
_FORM_SHEETS = frozenset(
    title_key(title)
    for title in (COVER_SHEET, IDENTITY_SHEET, "Danh mục", SheetTitle.DOCUMENTS, *(one.title for one in RETURN_SHEETS))
)
_OWN_NOTES = frozenset(clean(guide.note) for columns in GUIDE.values() for guide in columns.values())
_WORDS = (ValueKind.TEXT, ValueKind.LONG_TEXT)
_HEADER_WITHIN = 12
_LONGEST_CODE = 20
_QUOTE = 300
_PREPARED, _APPROVED = COVER_LINES[:2]
_TICKS = frozenset(title_key(word) for word in ("x", "có", "đúng", "v", "✓", "✔", "☑", "☒", "1", NOTHING_NEW))
_READ_IT, _COPY_IT = "Đọc và xử lý riêng nếu cần.", "Chép vào đúng cột nếu cần tổng hợp."
_SEND_AGAIN = "Gửi lại phiếu trống cho cơ quan và đề nghị điền vào đúng phiếu đó."


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row with at least one answer. `row` has canonical titles; `code` is what its hidden key says."""

    code: str
    row: Row


@dataclass(frozen=True, slots=True)
class Aside:
    """What of a return is not taken in, and what it needs first.

    `code` and `sheet` are those of one row; without a code the whole sheet or, without a sheet, the whole file.
    """

    path: Path
    agency: str
    sheet: SheetTitle | None
    code: str
    needs: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A recognised return. `exact_plan` is its plan with tones, "" in a form of an earlier version; `saved` is when the
    program that edited it last saved it, if the file says so.

    `rows` maps the dossier's sheet that takes the answers to the answered rows; `listed` to every code the return
    still lists, answered or not. `aside` are the rows and sheets that cannot be read as they are.
    """

    path: Path
    sha256: str
    agency: str
    period: str
    plan: str
    exact_plan: str
    saved: datetime | None
    rows: Mapping[SheetTitle, tuple[ReturnRow, ...]] = field(default_factory=dict)
    listed: Mapping[SheetTitle, frozenset[str]] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()
    prepared_by: str = ""
    approved_by: str = ""
    nothing_new: Row | None = None
    """The line of the cover that says that nothing is new in the period, where it is ticked."""
    documents: tuple[Row, ...] = ()
    """What the agency issued in the period, with the columns of sheet Văn bản."""


def read_return(path: Path) -> tuple[ReturnFile | None, list[Problem]]:
    """What a returned file holds, and what is to be known about it; None, and why, when it is no return at all."""
    try:
        with open_book(path) as book:
            return _Reader(path, book).read()
    except Unreadable as refusal:
        return None, [refusal.problem]
    except TooLarge as reason:
        return None, [too_large(path, reason.limit)]
    except damage():
        return None, [unreadable(path, "nội dung tệp bị hỏng")]


def agency_named_in(path: Path) -> str:
    """The agency that the cover of a file names which is no return otherwise; "" if it names none."""
    try:
        with open_book(path) as book:
            part = next((one for one in book.sheets if title_key(one.title) == title_key(COVER_SHEET)), None)
            return read_cover(read_sheet(book, part.member, read_tables(book)).rows).agency if part else ""
    except (Unreadable, TooLarge):
        return ""
    except damage():
        return ""


class _Reader:
    def __init__(self, path: Path, book: BookParts) -> None:
        self.path = path
        self.book = book
        self.tables: Tables = read_tables(book)
        self.problems = ProblemList()
        self.aside: list[Aside] = []
        self.agency = self.kind = ""
        self.parts = _own_titles(book.sheets)

    def read(self) -> tuple[ReturnFile | None, list[Problem]]:
        identity = self._hidden_identity() or self._property_identity()
        if identity.get("Loại") not in FORM_KINDS or not identity.get("Cơ quan") or not identity.get("Kỳ báo cáo"):
            message = "Tệp này không phải phiếu do chương trình lập, hoặc phần nhận dạng đã bị xoá."
            self._add("TL001", None, None, message, _SEND_AGAIN)
            return None, self.problems.items
        self.agency, self.kind = identity["Cơ quan"], identity["Loại"]
        rows: dict[SheetTitle, tuple[ReturnRow, ...]] = {}
        listed: dict[SheetTitle, frozenset[str]] = {}
        for table in RETURN_SHEETS:
            part = self.parts.get(title_key(table.title))
            if part is not None:
                rows[table.into], listed[table.into] = _TableReader(self, part, table).read()
        if not rows:
            said = ", ".join(f"“{table.title}”" for table in RETURN_SHEETS)
            message = f"Phiếu không còn trang nào trong số {said}."
            self.put_aside(None, "", "TL004", None, None, message, _SEND_AGAIN)
        documents = self._documents()
        self._report_own_sheets()
        self._report_comments()
        cover = self._cover()
        for cell, words in cover.other:
            self._add("TL021", COVER_SHEET, cell, _noted(words), _READ_IT)
        self._tell_other_cover(cover, identity["Kỳ báo cáo"])
        content = hashlib.sha256(self.path.read_bytes()).hexdigest()
        found = ReturnFile(
            self.path,
            content,
            self.agency,
            identity["Kỳ báo cáo"],
            identity.get("Kế hoạch", ""),
            identity.get(EXACT_PLAN, ""),
            self._saved(),
            rows,
            listed,
            tuple(self.aside),
            cover.said(_PREPARED),
            cover.said(_APPROVED),
            self._nothing_new(*cover.lines.get(NOTHING_NEW, ("", 0))),
            documents,
        )
        return found, self.problems.items

    def _tell_other_cover(self, cover: Cover, code: str) -> None:
        """TL014: a cover that names another agency or period than the form was made for, so that somebody looks."""
        _, own_agency, _, own_period, *_ = COVER_SHOWN
        cell, agency = cover.shown.get(own_agency, ("", ""))
        if agency and title_key(agency) != title_key(self.agency):
            message = (
                f"Bìa phiếu ghi cơ quan “{agency}”, phiếu đã gửi cho {self.agency}; được tổng hợp cho {self.agency}."
            )
            self._add("TL014", COVER_SHEET, cell, message, "Hỏi lại cơ quan: câu trả lời là của cơ quan nào.")
        cell, said = cover.shown.get(own_period, ("", ""))
        made_for, period = parse_period(code), parse_period(said.partition("(")[0])
        if said and made_for is not None and period != made_for:
            label = made_for.label
            message = f"Bìa phiếu ghi kỳ “{said}”, phiếu đã gửi cho {label}; câu trả lời được tổng hợp vào {label}."
            self._add("TL014", COVER_SHEET, cell, message, "Hỏi lại cơ quan: số liệu là của kỳ nào.")

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

    def _cover(self) -> Cover:
        part = self.parts.get(title_key(COVER_SHEET))
        return Cover() if part is None else read_cover(read_sheet(self.book, part.member, self.tables).rows)

    def _nothing_new(self, words: str, number: int) -> Row | None:
        if not words:
            return None
        if title_key(words) not in _TICKS:
            message = f"Dòng “{NOTHING_NEW}” ghi “{words}”, không rõ có phải là đánh dấu hay không; chưa tính là có."
            self._add(
                "TL025", COVER_SHEET, f"B{number}", message, "Cả kỳ không có gì mới thì ghi “x”; nếu không, xoá ô."
            )
            return None
        ref = RowRef(str(self.path), COVER_SHEET, number, {NOTHING_NEW: "B"})
        return Row(ref, {NOTHING_NEW: Cell(words, words)})

    def _documents(self) -> tuple[Row, ...]:
        """The rows of the sheet Văn bản; one that only says that there are none is no row."""
        part = self.parts.get(title_key(SheetTitle.DOCUMENTS))
        if part is None:
            return ()
        raw = read_sheet(self.book, part.member, self.tables)
        schema = SCHEMA_BY_TITLE[SheetTitle.DOCUMENTS]
        known = {
            title: next(one.aliases for one in schema.columns if one.title == title) for title, _ in DOCUMENT_COLUMNS
        }
        header = _best_header(raw.rows, {title_key(title) for title in known}, 2)
        if header is None:
            message = f"Trang “{part.title}” không còn dòng tiêu đề."
            self.put_aside(SheetTitle.DOCUMENTS, "", "TL004", part.title, f"A{HEADER_ROW}", message, _SEND_AGAIN)
            return ()
        numbers = sorted(header.cells)
        taken = match_titles([clean(header.cells[number].text) for number in numbers], known).taken
        columns = {title: numbers[at] for title, at in taken.items()}
        letters = {title: column_letters(number) for title, number in columns.items()}
        rows = []
        for line in raw.rows:
            if line.number <= header.number:
                continue
            cells = {title: line.cells[number] for title, number in columns.items() if number in line.cells}
            filled = {title for title, cell in cells.items() if cell.fault or not says_nothing(clean(cell.text))}
            if len(filled) > 1 or ("Số ký hiệu" in filled and _has_digit(cells["Số ký hiệu"])):
                rows.append(Row(RowRef(str(self.path), part.title, line.number, letters), cells))
            elif any(not says_nothing(clean(cell.text)) for cell in line.cells.values()):
                words = one_line(" ".join(clean(cell.text) for cell in line.cells.values()))
                self._add("TL021", part.title, cell_name(min(line.cells), line.number), _noted(words), _READ_IT)
                continue
            for number, cell in line.cells.items():
                if number not in columns.values() and clean(cell.text):
                    self._add("TL019", part.title, cell_name(number, line.number), _outside(cell), _COPY_IT)
        return tuple(rows)

    # --- what stands beside the tables -----------------------------------------------------------------

    def _report_own_sheets(self) -> None:
        own = {part.member for key, part in self.parts.items() if key in _FORM_SHEETS}
        for part in self.book.sheets:
            if part.member not in own and read_sheet(self.book, part.member, self.tables).rows:
                message = f"Trang “{part.title}” không thuộc phiếu nên không được tổng hợp."
                self._add("TL019", part.title, None, message, "Xem trang này và chép vào hồ sơ nếu cần.")

    def _report_comments(self) -> None:
        """What people wrote on cells and in boxes; the form's own notes are on its headers."""
        for part in self.book.sheets:
            for comment in comments_of(self.book, part.member):
                if clean(comment.text) not in _OWN_NOTES:
                    who = f" của {comment.author}" if comment.author else ""
                    message = f"Bình luận{who}: “{shortened(one_line(comment.text), _QUOTE)}” không được tổng hợp."
                    self._add("TL021", part.title, comment.cell, message, _READ_IT)
            for words in text_boxes_of(self.book, part.member):
                message = f"Hộp chữ: “{shortened(one_line(words), _QUOTE)}” không được tổng hợp."
                self._add("TL021", part.title, None, message, _READ_IT)

    def _add(self, code: str, tab: str | None, cell: str | None, message: str, fix: str) -> None:
        self.problems.add(code, Place(str(self.path), tab, cell), message, fix)

    def put_aside(
        self, sheet: SheetTitle | None, row: str, code: str, tab: str | None, cell: str | None, message: str, fix: str
    ) -> None:
        """Leaves a row (its code is `row`), a sheet or all of the return aside, for a reason."""
        problem = Problem(code, Place(str(self.path), tab, cell), message, fix)
        self.aside.append(Aside(self.path, self.agency, sheet, row, (problem,)))


def _repeats(line: RawRow, header: RawRow) -> bool:
    """Whether a row says the header again."""
    return says_the_header(_by_column(line), _by_column(header))


def _by_column(row: RawRow) -> dict[str, str]:
    return {column_letters(at): text for at, cell in row.cells.items() if (text := clean(cell.text))}


class _TableReader:
    """One table of a return: its answered rows, and what is to be said of the others."""

    def __init__(self, whole: _Reader, part: SheetPart, table: ReturnSheet) -> None:
        self.whole = whole
        self.part = part
        self.tab = part.title
        self.table = table
        self.asked = table.asked_in(whole.kind)
        self.columns: dict[str, int] = {}

    def read(self) -> tuple[tuple[ReturnRow, ...], frozenset[str]]:
        raw = read_sheet(self.whole.book, self.part.member, self.whole.tables)
        header = _header(raw.rows, self.table)
        if header is None:
            message = f"Trang “{self.tab}” không còn dòng tiêu đề."
            self._put_aside("", "TL004", f"A{HEADER_ROW}", message, _SEND_AGAIN)
            return (), frozenset()
        lines = [line for line in raw.rows if line.number > header.number and not _repeats(line, header)]
        if not self._find_columns(header):
            return (), self._codes(lines)
        asked = [self.columns[title] for title, _ in self.asked if title in self.columns]
        for reference in filter(_is_tall, fill_merged(lines, raw.merged, asked)):
            message = f"Các ô {reference} bị gộp; giá trị được hiểu là của mọi dòng trong vùng gộp."
            self._add("TL023", reference, message, "Kiểm tra lại các dòng này.")
        self._tell_hidden(lines, raw, header.number)
        self._tell_struck(lines)
        rows: list[ReturnRow] = []
        listed: list[str] = []
        for line in lines:
            code = self._code(line)
            if code is not None:
                listed.append(code)
                rows += self._answer(line, code)
        return tuple(self._each_once(rows)), frozenset(listed)

    def _tell_hidden(self, lines: Sequence[RawRow], raw: RawSheet, row: int) -> None:
        """Columns and rows that nobody sees and that hold something; it is read all the same."""
        for title, _ in self.asked:
            number = self.columns.get(title)
            unseen = number is not None and any(one.first <= number <= one.last for one in raw.hidden)
            if unseen and any(_text(line, number) for line in lines):
                message = f"Cột “{title}” đang bị ẩn; nội dung của cột vẫn được tổng hợp."
                self._add("TL026", cell_name(number or 1, row), message, "Bỏ ẩn cột và kiểm tra.")
        unseen_rows = [str(line.number) for line in lines if line.hidden and self._answers(line)]
        if unseen_rows:
            message = f"Dòng {', '.join(unseen_rows)} đang bị ẩn; câu trả lời ở đó vẫn được tổng hợp."
            self._add("TL026", f"A{unseen_rows[0]}", message, "Bỏ ẩn dòng hoặc bỏ lọc rồi kiểm tra.")
        if self.part.hidden and any(map(self._answers, lines)):
            message = f"Trang “{self.tab}” đang bị ẩn; câu trả lời ở đó vẫn được tổng hợp."
            self._add("TL026", None, message, "Bỏ ẩn trang rồi kiểm tra.")

    def _tell_struck(self, lines: Sequence[RawRow]) -> None:
        """Rows that are struck through as a whole, so that nothing of them is read, not even their codes."""
        for line in lines:
            said = [one.what for cell in line.cells.values() for one in cell.told if one.how is HowRead.STRUCK]
            if said and not any(cell.fault or cell.text.strip() for cell in line.cells.values()):
                words = shortened(max(said, key=len), _QUOTE)
                message = f"Cả dòng bị gạch ngang nên không được đọc: “{words}”."
                self._add("KT001", f"A{line.number}", message, "Bỏ gạch ngang nếu câu trả lời còn dùng.")

    def _codes(self, lines: Sequence[RawRow]) -> frozenset[str]:
        """The codes that a table still lists, where its answers cannot be read."""
        keys = (split_key(_text(line, self.columns.get(KEY_COLUMN)))[0] for line in lines)
        return frozenset(key for key in keys if key)

    def _find_columns(self, header: RawRow) -> bool:
        """Finds the columns; False, and the sheet is put aside, where one is gone without which no row can be read."""
        table, tab = self.table, self.tab
        numbers = sorted(header.cells)
        texts = [clean(header.cells[number].text) for number in numbers]
        asked = {title for title, _ in self.asked}
        aliases = {column.title: column.aliases for column in SCHEMA_BY_TITLE[table.into].columns}
        known = {title: aliases.get(title, ()) if title in asked else () for title, _ in (*table.shown, *self.asked)}
        matches = match_titles(texts, {**known, KEY_COLUMN: ()})
        self.columns = {title: numbers[at] for title, at in matches.taken.items()}
        self._take_by_place(header)
        for at, title in matches.near:
            message = f"Tên cột “{one_line(texts[at])}” bị sửa; đã hiểu là cột “{title}”."
            self._add("BNG004", cell_name(numbers[at], header.number), message, "Giữ nguyên tên cột của phiếu.")
        needed = {_ANSWER_COLUMN.get(table.into)} | ({"Mã"} if KEY_COLUMN not in self.columns else set())
        place = cell_name(numbers[0], header.number)
        for title in (title for title in ("Mã", *(name for name, _ in self.asked)) if title not in self.columns):
            message = f"Trang “{tab}” mất cột “{title}”"
            if title in needed:
                self._put_aside(
                    "", "TL004", place, f"{message}, không đọc được câu trả lời nào của trang.", _SEND_AGAIN
                )
                return False
            fix = "Đề nghị cơ quan bổ sung nếu cột đó có nội dung."
            self._add("TL022", place, f"{message}; các cột còn lại vẫn được tổng hợp.", fix)
        return True

    def _take_by_place(self, header: RawRow) -> None:
        """Takes a header that was changed, where it stands between its neighbours and still holds the title's words."""
        titles = [title for title, _ in (*self.table.shown, *self.asked)]
        for before, title, after in zip(titles[:-1], titles[1:], [*titles[2:], KEY_COLUMN], strict=True):
            at = self.columns.get(before, 0) + 1
            cell = header.cells.get(at)
            if title in self.columns or cell is None or self.columns.get(after) != at + 1:
                continue
            written, wanted = (f" {fold(text, keep_tones=False)} " for text in (one_line(cell.text), title))
            if written in wanted or wanted in written:
                self.columns[title] = at
                message = f"Tên cột “{one_line(cell.text)}” bị sửa; đã hiểu là cột “{title}”."
                self._add("BNG004", cell_name(at, header.number), message, "Giữ nguyên tên cột của phiếu.")

    def _code(self, line: RawRow) -> str | None:
        """The code of a row of the form; None, and it is told or put aside, for another row.

        Words under a table are a note; a row that answers like one of the form is something new.
        """
        key = _text(line, self.columns.get(KEY_COLUMN))
        shown = _text(line, self.columns.get("Mã"))
        code, mark, _ = split_key(key)
        if key and not mark and _is_code(shown):  # somebody typed over the hidden cell
            return shown
        place = cell_name(self.columns.get("Mã", 1), line.number)
        if not key:
            if KEY_COLUMN not in self.columns and self._answers(line) and shown:
                return shown
            if KEY_COLUMN in self.columns or not _is_code(shown):
                self._tell_other_row(line, shown, place)
                return None
            return shown
        if title_key(shown) != title_key(code) and "Mã" in self.columns:
            message = f"Mã ở dòng {line.number} là “{shown}”, phiếu đã gửi ghi “{code}”."
            fix = f"Ghi lại mã “{code}”, hoặc chép câu trả lời về đúng dòng."
            self._put_aside(code, "TL006", place, message, fix)
            return None
        # A form of an earlier version lacks a column that later ones show: its mark is of those it had.
        titles = [title for title, _ in self.table.shown if title in self.columns]
        if mark != mark_of(_text(line, self.columns[title]) for title in titles):
            message = f"Nội dung có sẵn ở dòng mã “{code}” đã bị sửa; phần sửa đó không được tổng hợp."
            self._add("TL014", place, message, "Nếu kế hoạch thay đổi thật, sửa ở hồ sơ gốc.")
        return code

    def _answers(self, line: RawRow) -> bool:
        """Whether a row has something in the column that every answer needs."""
        wanted = _ANSWER_COLUMN.get(self.table.into)
        titles = [wanted] if wanted else [title for title, _ in self.asked]
        return any(_text(line, self.columns.get(title)) for title in titles)

    def _tell_other_row(self, line: RawRow, shown: str, place: str) -> None:
        said = shortened(one_line(" ".join(clean(cell.text) for cell in line.cells.values())), _QUOTE)
        if not said:
            return
        if self._answers(line):
            message = f"Dòng {line.number} không có trong phiếu đã gửi: “{said}”."
            fix = "Việc mới phải được đưa vào kế hoạch trước; xoá dòng này khỏi phiếu và báo riêng."
            self._put_aside(shown, "TL005", place, message, fix)
            return
        first = cell_name(min(line.cells), line.number)
        self._add("TL021", first, _noted(said), _READ_IT)

    def _answer(self, line: RawRow, code: str) -> Iterator[ReturnRow]:
        table, columns = self.table, self.columns
        own = set(columns.values())
        if (hidden := columns.get(KEY_COLUMN)) and not split_key(_text(line, hidden))[1]:
            own.discard(hidden)
        for number, cell in line.cells.items():
            if number not in own and clean(cell.text):
                self._add("TL019", cell_name(number, line.number), _outside(cell), _COPY_IT)
        cells = {title: line.cells[columns[title]] for title, _ in self.asked if columns.get(title) in line.cells}
        _, _, before = split_key(_text(line, columns.get(KEY_COLUMN)))
        values = [cells[title].value if title in cells else None for title, _ in self.asked]
        empty = {title for title, cell in cells.items() if self._is_empty(title, cell)}
        if empty == cells.keys() and before not in ("", mark_of(values), mark_of(None for _ in values)):
            message = f"Dòng mã “{code}” đã để trống, phiếu gửi đi có câu trả lời; hồ sơ được giữ nguyên."
            fix = "Không còn đúng thì sửa hoặc xoá câu trả lời ấy trong hồ sơ."
            self._add("TL027", cell_name(columns.get("Mã", 1), line.number), message, fix)
        if empty == cells.keys() or before == mark_of(values):
            return  # nothing said, or just what the form came with
        words = {title for title, _ in self.asked if GUIDE[table.into][title].kind in _WORDS}
        cells = {title: cell for title, cell in cells.items() if title not in empty or title in words}
        letters = {title: column_letters(columns[title]) for title, _ in self.asked if title in columns}
        letters = {table.code: column_letters(columns.get("Mã", 1)), **letters}
        ref = RowRef(str(self.whole.path), self.tab, line.number, letters)
        yield ReturnRow(code, Row(ref, {table.code: Cell(code, code), **cells}))

    def _is_empty(self, title: str, cell: Cell) -> bool:
        """True of a cell that only says that there is nothing; "Không" is an answer where a value is asked, 0 too."""
        words = clean(cell.text)
        if cell.fault or not words:
            return cell.fault is None
        kind = GUIDE[self.table.into][title].kind
        is_value = kind in (ValueKind.FIGURE, ValueKind.STATUS) or (kind not in _WORDS and _has_digit(cell))
        return not any(letter.isalnum() for letter in words) if is_value else says_nothing(words)

    def _each_once(self, rows: Sequence[ReturnRow]) -> Iterator[ReturnRow]:
        """Every answer once; two different ones for one code are put aside, for nobody knows which is meant."""
        by_code: dict[str, list[ReturnRow]] = {}
        for one in rows:
            by_code.setdefault(title_key(one.code), []).append(one)
        for several in by_code.values():
            first = several[0]
            other = next((one for one in several if _said(one) != _said(first)), None)
            if other is None:
                yield first
                continue
            message = (
                f"Mã “{first.code}” có hai dòng trả lời khác nhau: dòng {first.row.ref.number} và dòng "
                f"{other.row.ref.number}."
            )
            place = other.row.ref.place(self.table.code).cell
            self._put_aside(first.code, "TL008", place, message, "Để lại một dòng rồi gửi lại phiếu.")

    def _add(self, code: str, cell: str | None, message: str, fix: str) -> None:
        self.whole.problems.add(code, Place(str(self.whole.path), self.tab, cell), message, fix)

    def _put_aside(self, row: str, code: str, cell: str | None, message: str, fix: str) -> None:
        self.whole.put_aside(self.table.into, row, code, self.tab, cell, message, fix)


def _said(one: ReturnRow) -> dict[str, str]:
    return {title: one_line(cell.text) for title, cell in one.row.cells.items()}


def _is_tall(reference: str) -> bool:
    first, _, last = reference.partition(":")
    return row_number(first) != row_number(last or first)


def _is_code(text: str) -> bool:
    """Whether words can be the code of a row that was not answered, in a form whose hidden column is gone."""
    return 0 < len(text) <= _LONGEST_CODE and " " not in text


def _header(rows: tuple[RawRow, ...], table: ReturnSheet) -> RawRow | None:
    """The row that names most of the table's columns, among the first ones."""
    return _best_header(rows, {title_key(title) for title, _ in (*table.shown, *table.asked)}, 3)


def _best_header(rows: tuple[RawRow, ...], titles: set[str], least: int) -> RawRow | None:
    def hits(row: RawRow) -> int:
        return sum(title_key(cell.text) in titles for cell in row.cells.values())

    near_top = [row for row in rows if row.number <= HEADER_ROW + _HEADER_WITHIN]
    best = max(near_top, key=hits, default=None)
    return best if best is not None and hits(best) >= least else None


def _own_titles(sheets: Sequence[SheetPart]) -> dict[str, SheetPart]:
    """The sheets by the form's titles, however those were misspelt; the others by their own."""
    known = dict.fromkeys((COVER_SHEET, SheetTitle.DOCUMENTS, *(one.title for one in RETURN_SHEETS)), ())
    taken = match_titles([part.title for part in sheets], known).taken
    found = {title_key(part.title): part for part in sheets}
    return found | {title_key(title): sheets[at] for title, at in taken.items()}


def _noted(words: str) -> str:
    return f"Ghi chú ngoài bảng: “{shortened(words, _QUOTE)}” không được tổng hợp."


def _outside(cell: Cell) -> str:
    return f"“{shortened(one_line(cell.text), _QUOTE)}” nằm ngoài các cột của phiếu nên không được tổng hợp."


def _has_digit(cell: Cell) -> bool:
    return any(letter.isdigit() for letter in cell.text)


def _text(line: RawRow, column: int | None) -> str:
    cell = line.cells.get(column) if column is not None else None
    return clean(cell.text) if cell is not None else ""
