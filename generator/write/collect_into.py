"""Collected answers written into the dossier's workbook, with a log of what came from which file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.compute.collecting import CellChange, Fate, RowChange, said
from generator.core.periods import Period
from generator.core.problems import Place, Problem
from generator.core.vietnamese import clean, short_date
from generator.read.book_parts import open_book
from generator.read.book_tables import read_tables
from generator.read.cell_names import column_letters
from generator.read.columns import REPORTER, SCHEMA_BY_TITLE, SheetTitle
from generator.read.layout import SheetLayout, read_layout
from generator.read.return_columns import RETURN_SHEETS
from generator.read.sheet_xml import read_sheet
from generator.write.annotate import take_out_marks
from generator.write.new_sheet import add_guided_sheet, add_plain_sheet
from generator.write.workbook_edit import NewValue, SheetEdit, WorkbookEdit, refuses_damage

LOG_SHEET = "Nhật ký tổng hợp"
_LOG_COLUMNS = (
    ("Thời điểm", 18),
    ("Kỳ báo cáo", 12),
    ("Cơ quan", 34),
    ("Tệp phiếu", 40),
    ("Dấu vết tệp", 20),
    ("Trang", 14),
    ("Ô", 8),
    ("Mã", 10),
    ("Cột", 24),
    ("Giá trị cũ", 40),
    ("Giá trị mới", 40),
    ("Kết quả", 18),
    ("Ghi trong phiếu", 40),
)
_MARK = 16
_CODE_COLUMNS = {table.into: table.code for table in RETURN_SHEETS} | {SheetTitle.DOCUMENTS: "Số ký hiệu"}


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook with answers in it. `places` says where each answer stands, as (tab, row).

    `refused` are the answers that cannot be written, with why; nothing of them is in `content`.
    """

    content: bytes
    places: Mapping[tuple[str, int], RowChange]
    refused: tuple[tuple[RowChange, Problem], ...]


@refuses_damage
def collected_into(master: Path, changes: Sequence[RowChange], period: Period, now: datetime) -> Written:
    """The workbook `master` with `changes` and their log; every other cell, format and part stays."""
    edit = WorkbookEdit(master)
    take_out_marks(edit)
    layouts = read_layout(master).sheets
    refused: list[tuple[RowChange, Problem]] = []
    places: dict[tuple[str, int], RowChange] = {}
    log: list[tuple[RowChange, CellChange, str, str]] = []
    for sheet_title in _CODE_COLUMNS:
        own = [change for change in changes if change.sheet is sheet_title and change.cells]
        sheet: _Table | None = None
        for change in own:
            if not change.writes:
                log += [(change, cell, str(sheet_title), _standing_cell(change, cell)) for cell in change.cells]
                continue
            sheet = sheet or _Table.of(edit, sheet_title, layouts.get(sheet_title))
            others = layouts[sheet_title].other_units if sheet_title in layouts else {}
            if problem := sheet.hindrance(change, others, str(master)):
                refused.append((change, problem))
                continue
            row = sheet.write(change, period)
            places[sheet.edit.title, row] = change
            log += [(change, cell, sheet.edit.title, sheet.reference(cell.column, row)) for cell in change.cells]
    if log:
        _write_log(edit, log, period, now)
    return Written(edit.to_bytes(), places, tuple(refused))


def logged_marks(master: Path) -> frozenset[str]:
    """The marks of all returns that the workbook's log names."""
    edit = WorkbookEdit(master)
    if edit.sheet(LOG_SHEET) is None:
        return frozenset()

    with open_book(master) as book:
        part = next(one for one in book.sheets if one.title == LOG_SHEET)
        rows = read_sheet(book, part.member, read_tables(book)).rows
    column = [title for title, _ in _LOG_COLUMNS].index("Dấu vết tệp") + 1
    texts = (clean(row.cells[column].text) for row in rows[1:] if column in row.cells)
    return frozenset(mark for text in texts for mark in text.split("; "))


def file_mark(sha256: str) -> str:
    """How the log names the content of a file."""
    return sha256[:_MARK]


class _Table:
    """A sheet that takes answers; columns it lacks are added as they are needed."""

    def __init__(self, edit: SheetEdit, title: SheetTitle, header_row: int, columns: dict[str, int]) -> None:
        self.edit = edit
        self.title = title
        self.header_row = header_row
        self.columns = columns

    @classmethod
    def of(cls, book: WorkbookEdit, title: SheetTitle, layout: SheetLayout | None) -> _Table:
        sheet = book.sheet(layout.tab) if layout else None
        if layout is None or sheet is None:
            schema = SCHEMA_BY_TITLE[title]
            columns = {column.title: number for number, column in enumerate(schema.columns, start=1)}
            return cls(add_guided_sheet(book, schema), title, 1, columns)
        return cls(sheet, title, layout.header_row or 1, dict(layout.columns))

    def hindrance(self, change: RowChange, other_units: Collection[str], file: str) -> Problem | None:
        """Why an answer cannot be written: a formula stands there, or the column is counted in another unit."""
        for cell in change.cells:
            if cell.fate is Fate.KEPT:
                continue
            if cell.column in other_units:
                message = f"Cột “{cell.column}” của hồ sơ ghi theo đơn vị khác; số của phiếu không ghi vào được."
                place = Place(file, self.edit.title, self.reference(cell.column, self.header_row))
                return Problem("BNG023", place, message, "Đổi cột sang đơn vị của chương trình, rồi chạy lại.")
            number = change.target.number if change.target else 0
            column = self.columns.get(cell.column)
            if number and column and self.edit.has_formula(number, column):
                where = self.reference(cell.column, number)
                message = f"Ô {where} có công thức; phiếu của {change.answer.agency} ghi “{said(cell.new)}”."
                fix = "Thay công thức bằng giá trị, hoặc bỏ câu trả lời này khỏi phiếu."
                return Problem("TL015", Place(file, self.edit.title, where), message, fix)
        return None

    def write(self, change: RowChange, period: Period) -> int:
        """Writes the cells of one answer; gives its row."""
        values = {cell.column: cell.new for cell in change.cells if cell.fate is not Fate.KEPT}
        if change.target is None:
            identity: Mapping[str, NewValue] = {_CODE_COLUMNS[self.title]: change.code, "Kỳ báo cáo": period.code}
            reporter = {REPORTER: "; ".join(change.agencies)} if self.title is SheetTitle.PROGRESS else {}
            row = {**identity, **values, **reporter}
            return self.edit.append({self._column(title): value for title, value in row.items()})
        number = change.target.number
        for title, value in values.items():
            self.edit.set(number, self._column(title), value)
        return number

    def reference(self, title: str, row: int) -> str:
        return f"{column_letters(self.columns.get(title, 1))}{row}"

    def _column(self, title: str) -> int:
        if title not in self.columns:
            width = next(column.width for column in SCHEMA_BY_TITLE[self.title].columns if column.title == title)
            self.columns[title] = self.edit.add_column(self.header_row, title, width)
        return self.columns[title]


def _standing_cell(change: RowChange, cell: CellChange) -> str:
    return (change.target.place(cell.column).cell or "") if change.target else ""


def _write_log(
    edit: WorkbookEdit, log: Sequence[tuple[RowChange, CellChange, str, str]], period: Period, now: datetime
) -> None:
    sheet = edit.sheet(LOG_SHEET) or add_plain_sheet(edit, LOG_SHEET, _LOG_COLUMNS)
    for change, cell, tab, reference in log:
        sources = change.answer.sources
        line = (
            f"{short_date(now.date())} {now:%H:%M}",
            period.code,
            "; ".join(change.agencies),
            "; ".join(one.path.name for one in sources),
            "; ".join(file_mark(one.sha256) for one in sources),
            tab,
            reference,
            change.code,
            cell.column,
            said(cell.old) if cell.old is not None else "",
            said(cell.new),
            cell.fate.value,
            clean(change.answer.typed.get(cell.column, "")),
        )
        sheet.append({column: text for column, text in enumerate(line, start=1) if text})
