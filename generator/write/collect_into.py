"""Collected answers written into the dossier's workbook, with a log of what came from which file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from generator.compute.collecting import CellChange, Fate, RowChange, said
from generator.core.periods import Period
from generator.core.problems import BadDossier, Place, ProblemList
from generator.core.vietnamese import clean, short_date
from generator.read.book_parts import open_book
from generator.read.book_tables import read_tables
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.layout import SheetLayout, read_layout
from generator.read.return_columns import RETURN_SHEETS
from generator.read.sheet_xml import column_letters, read_sheet
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
_CODE_COLUMNS = {table.into: table.code for table in RETURN_SHEETS}


@refuses_damage
def collected_into(master: Path, changes: Sequence[RowChange], period: Period, now: datetime) -> bytes:
    """The workbook `master` with `changes` and their log; every other cell, format and part stays.

    Raises BadDossier (TL015) where an answer would replace a formula.
    """
    edit = WorkbookEdit(master)
    take_out_marks(edit)
    layouts = read_layout(master).sheets
    problems = ProblemList()
    log: list[tuple[RowChange, CellChange, str, str]] = []
    for sheet_title in _CODE_COLUMNS:
        own = [change for change in changes if change.sheet is sheet_title and change.cells]
        if any(change.writes for change in own):
            sheet = _Table.of(edit, sheet_title, layouts.get(sheet_title))
            others = layouts[sheet_title].other_units if sheet_title in layouts else frozenset()
            for change in own:
                for cell in change.cells:
                    if cell.column in others:
                        message = (
                            f"Cột “{cell.column}” của hồ sơ ghi theo đơn vị khác; số của phiếu không ghi vào được."
                        )
                        place = Place(str(master), sheet.edit.title, sheet.reference(cell.column, sheet.header_row))
                        problems.add("BNG023", place, message, "Đổi cột sang đơn vị của chương trình, rồi chạy lại.")
                row = sheet.write(change, period, problems)
                log += [(change, cell, sheet.edit.title, sheet.reference(cell.column, row)) for cell in change.cells]
        else:
            log += [
                (change, cell, str(sheet_title), _standing_cell(change, cell))
                for change in own
                for cell in change.cells
            ]
    if problems.items:
        raise BadDossier("Không tổng hợp được: phiếu sẽ ghi đè lên công thức.", "", problems.items)
    if log:
        _write_log(edit, log, period, now)
    return edit.to_bytes()


def logged_marks(master: Path) -> frozenset[str]:
    """The marks of all returns that the workbook's log names."""
    edit = WorkbookEdit(master)
    if edit.sheet(LOG_SHEET) is None:
        return frozenset()

    with open_book(master) as book:
        part = next(one for one in book.sheets if one.title == LOG_SHEET)
        rows = read_sheet(book, part.member, read_tables(book)).rows
    column = [title for title, _ in _LOG_COLUMNS].index("Dấu vết tệp") + 1
    return frozenset(clean(row.cells[column].text) for row in rows[1:] if column in row.cells)


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

    def write(self, change: RowChange, period: Period, problems: ProblemList) -> int:
        """Writes the cells of one answer; gives its row."""
        values = {cell.column: cell.new for cell in change.cells if cell.fate is not Fate.KEPT}
        if change.target is None:
            identity: Mapping[str, NewValue] = {_CODE_COLUMNS[self.title]: change.code, "Kỳ báo cáo": period.code}
            reporter = {"Đơn vị báo cáo": "; ".join(change.agencies)} if self.title is SheetTitle.PROGRESS else {}
            row = {**identity, **values, **reporter}
            return self.edit.append({self._column(title): value for title, value in row.items()})
        number = change.target.number
        for title, value in values.items():
            column = self._column(title)
            if self.edit.has_formula(number, column):
                cell = self.reference(title, number)
                message = f"Ô {cell} có công thức; phiếu của {change.answer.agency} ghi “{said(value)}”."
                place = Place(change.target.file, self.edit.title, cell)
                problems.add(
                    "TL015", place, message, "Thay công thức bằng giá trị, hoặc bỏ câu trả lời này khỏi phiếu."
                )
            else:
                self.edit.set(number, column, value)
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
        returned = change.answer.returned
        line = (
            f"{short_date(now.date())} {now:%H:%M}",
            period.code,
            "; ".join(change.agencies),
            returned.path.name,
            file_mark(returned.sha256),
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
