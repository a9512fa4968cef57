"""Opening a plan's file: which kind it is, whether it is safe, and what to do when it cannot be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core import vietnamese
from generator.core.legacy_text import legacy_reading
from generator.core.period_names import parse_calendar_period
from generator.core.problems import Place, Problem
from generator.core.rows import Cell, CellFault, HowRead
from generator.office.names import TBL, TC, TR, P, W
from generator.office.numbering import WordNumbering
from generator.office.package import Package, damage
from generator.office.refusal import Unreadable
from generator.office.seen_text import LeftOut, seen_text
from generator.office.styles import StyleSheet, is_on
from generator.office.word_text import AROUND_BLOCKS, paragraphs_in, text_of
from generator.read.book_parts import TooLarge, open_book, too_large
from generator.read.book_tables import read_tables
from generator.read.cell_names import cell_name, column_letters, column_number, row_number
from generator.read.dossier_tabs import dossier_tabs, is_no_plan
from generator.read.merged_cells import CoveredRows
from generator.read.plan_headers import may_be_header
from generator.read.sheet_xml import RawSheet, read_sheet
from generator.read.system_dates import are_certain, either_way

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- what a plan's file holds before anything is understood: its lines, in order, a table's row being one line --------


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A paragraph (`table` is None, one cell) or a row of table number `table`.

    `cells` follow the table's grid: a cell over several columns stands in the first of them. `carried` maps a
    grid column to the text of a cell above that is merged down into this row (the cell itself is ""). `numbers`
    are the cells that hold true numbers: "4.2" as a text could be read two ways. `is_title` says that all that stands
    in a row is one cell over several columns, as people write the title of a group.
    """

    place: Place
    cells: tuple[str, ...]
    table: int | None = None
    carried: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, Decimal] = field(default_factory=dict)
    is_title: bool = False
    seen: Mapping[int, str] = field(default_factory=dict)
    """How those numbers are shown: an item 1.10 is written with a point, a length of 12,5 km with a comma."""

    @property
    def text(self) -> str:
        """All that stands in the line, for a person to read."""
        return " ".join(cell for cell in self.cells if cell)


# --- lines of a plan kept as a Word file: its paragraphs, and its tables row by row -----------------------------------

_MOST_TAGS = 4_000_000
_LONGEST_TOLD = 80
_MOST_TOLD, _MOST_NOTES = 5, 3
_TITLE_COLUMNS = 3
"""As many columns as only a title is merged over."""
_BOX = f"{W}txbxContent"
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


def docx_lines(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    """The paragraphs and table rows of a Word file in reading order, and what in them is not seen as it stands.

    Automatic numbers are written out; what tracked changes deleted, what is hidden and what is struck through is left
    out. Raises TooLarge, and Unreadable for a file that is damaged or no Word file.
    """
    package = Package.open(path, prepare=_not_too_large)
    styles, theme, lists = (package.related_tree(word) for word in ("styles", "theme", "numbering"))
    sheet = StyleSheet.of(styles, theme)
    reader = _WordPlan(path.name, sheet, WordNumbering.of(lists, sheet))
    found = reader.lines(_blocks(package.body))
    comments = package.related_tree("comments")
    notes = [] if comments is None else [text_of(one) for one in comments.iterfind(f"{W}comment")]
    told = [notes_told(Place(path.name), notes)] if any(map(str.strip, notes)) else []
    return found, [*reader.problems, *reader.undecided(), *told]


def _not_too_large(body: bytes) -> bytes:
    if body.count(b"<") > _MOST_TAGS:
        raise TooLarge
    return body


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Children of `parent`, those inside content controls and tracked insertions included."""
    for child in parent:
        if child.tag in AROUND_BLOCKS:
            yield from _blocks(child)
        else:
            yield child


@dataclass(slots=True)
class _WordPlan:
    """One Word file while it is read. A font of the time before Unicode is told once."""

    file: str
    styles: StyleSheet
    numbering: WordNumbering
    problems: list[Problem] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    tracked: list[Place] = field(default_factory=list)

    def undecided(self) -> Iterator[Problem]:
        """KT006 where tracked changes wait: what is read is the text with all of them accepted."""
        if self.tracked:
            first = ", ".join(str(place.cell) for place in self.tracked[:_MOST_TOLD])
            said = f"{first} …" if len(self.tracked) > _MOST_TOLD else first
            message = (
                f"Tệp còn dấu sửa đổi (Track Changes) chưa chấp nhận ở {len(self.tracked)} chỗ: {said}; "
                "đã đọc như chấp nhận hết."
            )
            fix = "Chấp nhận hoặc từ chối các sửa đổi trong Word rồi nhập lại, nếu bản đúng là bản khác."
            yield Problem("KT006", self.tracked[0], message, fix)

    def lines(self, blocks: Iterable[_Element]) -> list[PlanLine]:
        lines: list[PlanLine] = []
        table = paragraph = 0
        for block in blocks:
            if block.tag == P:
                paragraph += 1
                place, left = Place(self.file, None, f"đoạn {paragraph}"), LeftOut()
                self._note_tracked(block, place)
                lines.append(PlanLine(place, (vietnamese.clean(self._paragraph(block, left)),)))
                self._tell(place, left)
            elif block.tag == TBL:
                table += 1
                lines += self._table(table, block)
        return lines

    def _table(self, table: int, element: _Element) -> list[PlanLine]:
        lines = []
        open_merges: dict[int, str] = {}
        for number, row in enumerate((one for one in _blocks(element) if one.tag == TR), start=1):
            place, left = Place(self.file, None, f"bảng {table}, dòng {number}"), LeftOut()
            self._note_tracked(row, place)
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            if _is_hidden(row):
                left.hidden.append(vietnamese.one_line(text_of(row)))
                self._tell(place, left)
                continue
            cells: list[str] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            carried: dict[int, str] = {}
            widest = 1
            for cell in (one for one in _blocks(row) if one.tag == TC):
                column = len(cells)
                text = vietnamese.clean("\n".join([self._paragraph(one, left) for one in paragraphs_in(cell)]))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None:
                    open_merges.pop(column, None)
                elif merge.get(f"{W}val") == "restart":
                    open_merges[column] = text
                elif column in open_merges:
                    carried[column], text = open_merges[column], ""
                width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                widest = max(widest, width) if text else widest
                cells += [text] + [""] * (width - 1)
            is_title = sum(map(bool, cells)) == 1 and widest >= min(_TITLE_COLUMNS, len(cells)) > 1
            lines.append(PlanLine(place, tuple(cells), table - 1, carried, is_title=is_title))
            self._tell_boxes(row, place)
            self._tell(place, left)
        return lines

    def _paragraph(self, paragraph: _Element, left: LeftOut) -> str:
        before = len(left.struck) + len(left.hidden)
        text = seen_text(paragraph, self.styles, left)
        number = self.numbering.next_number(paragraph)
        all_left_out = not text.strip() and len(left.struck) + len(left.hidden) > before
        return f"{number} {text}" if number and not all_left_out else text

    def _tell_boxes(self, row: _Element, place: Place) -> None:
        """Text boxes that lie over a row: nobody can tell from the file beside which words they stand."""
        boxes = dict.fromkeys(vietnamese.one_line(text_of(box)) for box in row.iter(_BOX))
        if said := "; ".join(filter(None, boxes)):
            message = (
                f"Khung chữ (text box) trong bảng: “{vietnamese.shortened(said, 61)}” được đọc vào cuối ô có khung."
            )
            fix = "Đối chiếu lại ô ấy với bản kế hoạch; nên ghi thẳng chữ vào ô."
            self.problems.append(Problem("NK003", place, message, fix))

    def _note_tracked(self, element: _Element, place: Place) -> None:
        if next(element.iter(*_TRACKED), None) is not None:
            self.tracked.append(place)

    def _tell(self, place: Place, left: LeftOut) -> None:
        for code, words, how in (("KT001", left.struck, "bị gạch ngang"), ("KT002", left.hidden, "bị ẩn")):
            if words:
                self.problems.append(_not_read(code, place, "; ".join(words), how))
        for font in left.fonts:
            if font not in self.fonts:
                self.fonts.add(font)
                self.problems.append(_converted(Place(self.file), font))


def _not_read(code: str, place: Place, words: str, how: str) -> Problem:
    shown = words if len(words) <= _LONGEST_TOLD else f"{words[: _LONGEST_TOLD - 1].rstrip()}…"
    return Problem(code, place, f"“{shown}” {how} nên không được nhập.", "Nếu còn dùng, bỏ định dạng ấy rồi nhập lại.")


def _converted(place: Place, font: str) -> Problem:
    message = f"Có chữ gõ bằng phông {font}; chương trình đã chuyển sang Unicode."
    return Problem("KT003", place, message, "Đối chiếu lại chữ đã nhập.")


def _is_hidden(row: _Element) -> bool:
    mark = row.find(f"{W}trPr/{W}hidden")
    return mark is not None and is_on(mark.get(f"{W}val"))


def _number(element: _Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val") or ""
    return int(value) if value.isdigit() and int(value) <= 64 else default


# --- lines of a plan kept as plain text: a line with tabs is a row of its table, as are those of a .csv file ----------

_SEPARATORS = ("\t", ";", ",")
_SEPARATOR_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line that Excel reads, and writes for others, to say what stands between the cells."""


def text_lines(path: Path) -> list[PlanLine]:
    """The lines of a text file in UTF-8 (or UTF-16 with its mark). Raises UnicodeDecodeError for any other encoding."""
    text = _decoded(path)
    if rows := _saved_by_excel(text):
        return _table_lines(path, rows)
    lines = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        cells = tuple(vietnamese.clean(cell) for cell in line.split("\t"))
        place = Place(path.name, None, f"dòng {number}")
        lines.append(PlanLine(place, cells, table=0 if len(cells) > 1 else None))
    return lines


def csv_lines(path: Path) -> list[PlanLine]:
    """The rows of a .csv or .tsv file, whatever stands between its cells. Raises Unreadable for odd quotes."""
    text = _decoded(path)
    told = _SEPARATOR_TOLD.match(text)
    text = text[told.end() :] if told else text
    every = [_rows_of(text, one) for one in ((told[1],) if told else _SEPARATORS)]
    found = [rows for rows in every if rows is not None]
    headed = [rows for rows in found if any(len(row) > 1 and may_be_header(row) for _, row in rows)]
    if not headed and len(found) < len(every):
        message = "Dấu ngoặc kép trong tệp mở mà không đóng đúng chỗ nên không biết các ô tách ở đâu."
        fix = "Mở tệp bằng Excel hoặc LibreOffice, xem lại các ô rồi lưu dạng .xlsx."
        raise Unreadable(Problem("TEP008", Place(path.name), message, fix), "dấu ngoặc kép không khép")
    widest = max(headed or found, key=lambda rows: max((len(row) for _, row in rows), default=0))
    return _table_lines(path, widest, 2 if told else 1)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


_Rows = list[tuple[int, list[str]]]
"""The number of the line that each row begins with, and its cells."""


def _rows_of(text: str, separator: str) -> _Rows | None:
    """None where the quotes do not fit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: _Rows = []
    before = 0
    try:
        for row in reader:
            rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error:
        return None
    return rows


def _saved_by_excel(text: str) -> _Rows:
    """The rows of what Excel saves as text: cells between tabs, in quotes where they hold a line break or a comma."""
    if not re.search(r'(?:^|\t)"[^"\t]*[,\n]', text, re.MULTILINE):
        return []
    return _rows_of(text, "\t") or []


def _table_lines(path: Path, rows: _Rows, first: int = 1) -> list[PlanLine]:
    lines = []
    for number, row in rows:
        cells = tuple(map(vietnamese.clean, row)) or ("",)
        place = Place(path.name, None, f"dòng {number + first - 1}")
        lines.append(PlanLine(place, cells, table=0 if len(cells) > 1 else None))
    return lines


# --- lines of a plan kept as an Excel workbook: every visible sheet is a table ----------------------------------------

_WIDEST = 200


def xlsx_lines(path: Path, left_out: frozenset[str] = frozenset()) -> tuple[list[PlanLine], list[Problem]]:
    """The rows of all visible sheets, in order, and what in them is not read as it stands. Raises TooLarge.

    A formula counts by its stored result. Tabs of `left_out` are not read; hidden ones that hold something are named.

    Blank rows in a run are one blank line; a column beyond the 200th is no column of a plan.
    """
    with open_book(path) as book:
        tables = read_tables(book)
        lines: list[PlanLine] = []
        problems: list[Problem] = []
        sheets = {
            index: read_sheet(book, part.member, tables)
            for index, part in enumerate(book.sheets)
            if part.title not in left_out
        }
        cells = [cell for sheet in sheets.values() for row in sheet.rows for cell in row.cells.values()]
        if not are_certain((cell.value for cell in cells if cell.by_system), tables.is_vietnamese):
            sheets = {index: _either_way(sheet) for index, sheet in sheets.items()}
        for index, sheet in sheets.items():
            part = book.sheets[index]
            if part.hidden and sheet.rows:
                message = f"Trang “{part.title}” đang bị ẩn nên không được đọc."
                problems.append(Problem("NK014", Place(path.name, part.title), message, "Bỏ ẩn trang nếu cần dùng."))
            elif not part.hidden:
                lines += _sheet_lines(path.name, part.title, index, sheet)
                problems += _told(path.name, part.title, sheet)
    return lines, problems


def _either_way(sheet: RawSheet) -> RawSheet:
    rows = (replace(row, cells={at: either_way(cell) for at, cell in row.cells.items()}) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _told(file: str, title: str, sheet: RawSheet) -> Iterator[Problem]:
    """Struck words cell by cell; each old font once a sheet; what is hidden, and notes that hang on cells."""
    yield from _hidden(file, title, sheet)
    notes = [
        (cell_name(column, row.number), cell.comment)
        for row in sheet.rows
        for column, cell in row.cells.items()
        if cell.comment.strip()
    ]
    if notes:
        yield notes_told(Place(file, title, notes[0][0]), [f"{cell}: {note}" for cell, note in notes])
    fonts: dict[str, Place] = {}
    for row in sheet.rows:
        for column, cell in row.cells.items():
            place = Place(file, title, cell_name(column, row.number))
            for one in cell.told:
                if one.how is HowRead.STRUCK:
                    yield _not_read("KT001", place, one.what, "bị gạch ngang")
                elif one.how is HowRead.UNSEEN:
                    yield _not_read("KT002", place, one.what, "cùng màu với nền")
                elif one.how is HowRead.CONVERTED:
                    fonts.setdefault(one.what, place)
                elif one.how is HowRead.BY_RULE:
                    message = (
                        f"“{one.what}” có thể bị một định dạng có điều kiện giấu đi hay đổi đi; đã đọc như không có nó."
                    )
                    fix = "Mở tệp xem ô này có hiện không; không hiện thì xoá ô ấy sau khi nhập."
                    yield Problem("GT042", place, message, fix)
            if cell.fault is CellFault.UNSEEN:
                yield _not_read("KT002", place, cell.text, "cùng màu với nền")
            elif cell.fault not in (None, CellFault.EITHER_DAY):
                message = f"Ô không có giá trị đọc được ({cell.fault.value}): “{cell.text}”."
                yield Problem(
                    "NK009", place, message, "Mở tệp bằng Excel, tính lại (F9) rồi lưu; hoặc ghi thẳng giá trị."
                )
            if cell.font and legacy_reading(cell.text, cell.font) is not None:
                fonts.setdefault(cell.font, place)
    yield from (_converted(place, font) for font, place in fonts.items())


def _hidden(file: str, title: str, sheet: RawSheet) -> Iterator[Problem]:
    """One problem for the hidden rows of a sheet and one for its hidden columns, where they hold something."""
    rows = [row.number for row in sheet.rows if row.hidden]
    used = {column for row in sheet.rows for column in row.cells}
    columns = [at for at in sorted(used) if any(one.first <= at <= one.last for one in sheet.hidden)]
    fix = "Bỏ ẩn, bỏ lọc rồi xem lại; dòng, cột không dùng thì xoá khỏi tệp và nhập lại."
    if rows:
        said = _first_of([str(row) for row in rows])
        message = f"Dòng {said} của trang đang bị ẩn hoặc bị lọc; vẫn được đọc."
        yield Problem("NK018", Place(file, title, f"A{rows[0]}"), message, fix)
    if columns:
        said = _first_of([column_letters(at) for at in columns])
        message = f"Cột {said} của trang đang bị ẩn; vẫn được đọc."
        yield Problem("NK018", Place(file, title, f"{column_letters(columns[0])}1"), message, fix)


def notes_told(place: Place, notes: Sequence[str]) -> Problem:
    """What hangs on the cells or words of a plan and belongs to none of its columns."""
    said = "; ".join(vietnamese.shortened(vietnamese.one_line(note), 61) for note in notes[:_MOST_NOTES])
    more = f" và {len(notes) - _MOST_NOTES} ghi chú khác" if len(notes) > _MOST_NOTES else ""
    message = f"Ghi chú, bình luận (comment) của kế hoạch không được nhập: {said}{more}."
    return Problem("NK019", place, message, "Điều gì còn dùng thì sửa vào đúng ô sau khi nhập.")


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_TOLD]) + (" …" if len(names) > _MOST_TOLD else "")


def _sheet_lines(file: str, title: str, index: int, sheet: RawSheet) -> list[PlanLine]:
    carried = _merged_down(sheet)
    titles = _merged_across(sheet)
    width = min(_WIDEST, max((max(row.cells) for row in sheet.rows), default=0))
    lines: list[PlanLine] = []
    before = 0
    for row in sheet.rows:
        if row.number > before + 1:
            lines.append(PlanLine(Place(file, title, f"A{row.number - 1}"), ("",) * width, index))
        before = row.number
        cells = tuple(_shown(row.cells.get(column)) for column in range(1, width + 1))
        place = Place(file, title, f"A{row.number}")
        numbers = {
            column - 1: cell.value
            for column, cell in row.cells.items()
            if isinstance(cell.value, Decimal) and cell.fault is None and not cell.text.endswith("%")
        }
        seen = {at: vietnamese.clean(row.cells[at + 1].text) for at in numbers}
        is_title = row.number in titles and sum(map(bool, cells)) == 1
        lines.append(PlanLine(place, cells, index, carried.get(row.number, {}), numbers, is_title, seen))
    return _side_by_side(lines, index)


_MOST_BESIDE = 100


def _side_by_side(lines: list[PlanLine], index: int) -> list[PlanLine]:
    """The rows of tables that stand beside each other, with a blank column between, one table after the other.

    Each keeps the columns it has. Without a row that heads them all the sheet is one table.
    """
    filled = sorted({at for line in lines for at, cell in enumerate(line.cells) if cell})
    stretches: list[list[int]] = []
    for at in filled:
        if stretches and at == stretches[-1][-1] + 1:
            stretches[-1].append(at)
        else:
            stretches.append([at])
    of_tables = [set(stretch) for stretch in stretches if len(stretch) > 1]
    heads = any(all(_heads(line, stretch) for stretch in of_tables) for line in lines)
    if len(of_tables) < 2 or len(of_tables) < len(stretches) or not heads:
        return lines
    found = []
    for number, own in enumerate(of_tables):
        for line in lines:
            cells = tuple(cell if at in own else "" for at, cell in enumerate(line.cells))
            if any(cells) or not line.text:
                found.append(replace(line, cells=cells, table=(index + 1) * _MOST_BESIDE + number))
    return found


def _heads(line: PlanLine, columns: Container[int]) -> bool:
    cells = [cell for at, cell in enumerate(line.cells) if cell and at in columns]
    return len(cells) > 1 and may_be_header(cells)


def _merged_down(sheet: RawSheet) -> dict[int, dict[int, str]]:
    """Row number → grid column → text of the merged cell that began in a row above."""
    carried: dict[int, dict[int, str]] = {}
    by_number = {row.number: row for row in sheet.rows}
    covered = CoveredRows(by_number.values())
    for reference in sheet.merged:
        first, _, last = reference.partition(":")
        top, bottom, column = row_number(first), row_number(last or first), column_number(first)
        text = _shown(by_number[top].cells.get(column)) if top in by_number else ""
        for row in covered.between(top + 1, bottom) if text else ():
            carried.setdefault(row.number, {})[column - 1] = text
    return carried


def _merged_across(sheet: RawSheet) -> frozenset[int]:
    """The rows in which a cell reaches over as many columns as only a title does."""
    found = set()
    for reference in sheet.merged:
        first, _, last = reference.partition(":")
        width = column_number(last or first) - column_number(first) + 1
        if row_number(first) == row_number(last or first) and width >= _TITLE_COLUMNS:
            found.add(row_number(first))
    return frozenset(found)


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.fault in (CellFault.NO_CACHED_VALUE, CellFault.UNSEEN, CellFault.HIDDEN):
        return ""
    if isinstance(cell.value, date):  # a day that is shown as its month or year means no more than that
        return vietnamese.short_date(cell.value) if parse_calendar_period(cell.text) is None else cell.text
    if isinstance(cell.value, Decimal) and not cell.text.endswith("%"):
        return format(cell.value, "f")  # a number such as 1.2 in column TT stays the number of an item
    reading = legacy_reading(cell.text, cell.font) if cell.font else None
    return vietnamese.clean(cell.text if reading is None else reading)


_TEXT, _CSV, _WORD, _EXCEL = (".txt",), (".csv", ".tsv"), (".docx", ".docm"), (".xlsx", ".xlsm")
_OWN_CODES = frozenset(("TEP001", "TEP003", "TEP006"))
"""Codes of a refusal that say more than that the plan cannot be opened."""
_WAY_OUT = "Mở tệp bằng Word hoặc LibreOffice rồi lưu lại dạng .docx (hoặc chép bảng sang .xlsx), sau đó nhập lại."
_WAY_OUT_OF_A_SHEET = "Mở tệp bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx, sau đó nhập lại."
_OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".et", ".numbers")
_MEND = "Mở tệp bằng Word, Excel hoặc LibreOffice để sửa, lưu lại rồi nhập lại."


def plan_lines(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    """All lines of a plan and what is to be told of them, or none and the error that keeps it from being read."""
    if problem := _cannot_read(path):
        return [], [problem]
    try:
        return _lines_of(path)
    except TooLarge as reason:
        return [], [replace(too_large(path, reason.limit), place=Place(path.name))]
    except Unreadable as refusal:
        code = refusal.problem.code if refusal.problem.code in _OWN_CODES else "TEP008"
        return [], [replace(refusal.problem, code=code, place=Place(path.name))]
    except UnicodeDecodeError:
        message = "Tệp văn bản không ở bảng mã Unicode (UTF-8)."
        return [], [Problem("TEP008", Place(path.name), message, "Mở tệp và lưu lại với bảng mã UTF-8.")]
    except _damage():
        message = "Tệp bị hỏng hoặc không đúng loại như phần đuôi tên tệp."
        return [], [Problem("TEP008", Place(path.name), message, _MEND)]


def _lines_of(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return text_lines(path), []
    if suffix in _CSV:
        return csv_lines(path), []
    if suffix in _WORD:
        return docx_lines(path)
    with open_book(path) as book:
        tabs = dossier_tabs(book, read_tables(book))
    return ([], [is_no_plan(path)]) if tabs.is_whole else xlsx_lines(path, tabs.titles)


def _damage() -> tuple[type[Exception], ...]:
    """What reading a damaged package may raise; odd XML may be no more than a TypeError."""
    return (SyntaxError, RuntimeError, TypeError, AttributeError, *damage())


def _cannot_read(path: Path) -> Problem | None:
    place, suffix = Place(path.name), path.suffix.lower()
    if not path.is_file():
        return Problem("TEP001", place, f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn và tên tệp.")
    if suffix not in (*_TEXT, *_CSV, *_WORD, *_EXCEL):
        message = f"Không nhập được kế hoạch từ tệp loại “{suffix or path.name}”."
        return Problem("TEP007", place, message, _WAY_OUT_OF_A_SHEET if suffix in _OTHER_SHEETS else _WAY_OUT)
    return None
