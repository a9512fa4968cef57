"""An imported plan put into a workbook that a person has begun: only what is still empty is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.core.problems import BadDossier, WrongUsage
from generator.core.vietnamese import clean, title_key
from generator.read.cell_names import cell_name
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.layout import SheetLayout, read_layout
from generator.validate.plan_drafts import PlanDraft
from generator.write.annotate import take_out_marks
from generator.write.cell_comments import add_comments
from generator.write.cell_styles import Look
from generator.write.new_sheet import add_guided_sheet
from generator.write.workbook import CellMark
from generator.write.workbook_edit import SheetEdit, WorkbookEdit, refuses_damage

_FILLED = (
    SheetTitle.TASKS,
    SheetTitle.PROGRESS,
    SheetTitle.INDICATORS,
    SheetTitle.MILESTONES,
    SheetTitle.FUNDING,
)
_DOUBT = "FFFFEB9C"


def marks_of(draft: PlanDraft) -> list[CellMark]:
    """What the import was unsure of, as marks on the rows it made."""
    return [CellMark(doubt.sheet, doubt.row + 2, doubt.column, doubt.said) for doubt in draft.doubts]


@refuses_damage
def put_tasks_into(existing: Path, draft: PlanDraft) -> bytes:
    """The workbook `existing` with the draft's tasks, its agencies and what Thông tin chung lacked.

    A sheet that has rows already is left as it is, and so is everything else in the file. Doubtful cells are
    coloured and commented. Raises WrongUsage when sheet Nhiệm vụ has rows, or when the file is no workbook.
    """
    if not existing.is_file():
        message = f"Không tìm thấy tệp “{existing}”."
        raise WrongUsage(message, "Kiểm tra đường dẫn; để tạo tệp mới, bỏ tuỳ chọn --into.")
    try:
        book = WorkbookEdit(existing)
    except BadDossier:
        message = f"Không mở được {existing.name} như một sổ tính Excel."
        raise WrongUsage(message, "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi nhập lại.") from None
    take_out_marks(book)
    layouts = read_layout(existing).sheets
    rows = draft.sheets()
    for title in _FILLED:
        if rows.get(title) and _has_rows(layouts.get(title)):
            what = "nhiệm vụ" if title is SheetTitle.TASKS else "dữ liệu"
            message = f"Trang “{title}” của {existing.name} đã có {what}, không ghi đè."
            raise WrongUsage(message, f"Nhập vào một tệp mới, hoặc xoá các dòng {what} cũ trước khi nhập.")
        layout = layouts.get(title)
        of_another_unit = [layout.written[name] for name in layout.other_units] if layout and rows.get(title) else []
        if of_another_unit:
            message = f"Cột “{of_another_unit[0]}” của {existing.name} tính theo đơn vị khác nên không nhập vào được."
            raise WrongUsage(message, "Đổi cột sang đơn vị của chương trình, hoặc nhập vào một tệp mới.")
    for title in _FILLED:
        if rows.get(title):
            target = _Target(book, title, layouts.get(title))
            target.fill(rows[title])
            target.mark([mark for mark in marks_of(draft) if mark.sheet is title])
    if not _has_rows(layouts.get(SheetTitle.AGENCIES)):
        _Target(book, SheetTitle.AGENCIES, layouts.get(SheetTitle.AGENCIES)).fill(rows[SheetTitle.AGENCIES])
    settings = layouts.get(SheetTitle.SETTINGS)
    _Target(book, SheetTitle.SETTINGS, settings).complete(draft.settings, settings)
    return book.to_bytes()


def _has_rows(layout: SheetLayout | None) -> bool:
    return layout is not None and bool(layout.rows)


class _Target:
    """A sheet that is being filled; the columns it lacks are added at its right."""

    def __init__(self, book: WorkbookEdit, title: SheetTitle, layout: SheetLayout | None) -> None:
        self.book = book
        schema = SCHEMA_BY_TITLE[title]
        sheet = book.sheet(layout.tab) if layout else None
        if layout is None or sheet is None:
            self.header = 1
            self.sheet: SheetEdit = add_guided_sheet(book, schema)
            self.columns = {column.title: number for number, column in enumerate(schema.columns, start=1)}
            return
        self.header = layout.header_row or 1
        self.sheet = sheet
        self.columns = dict(layout.columns)
        for column in schema.columns:
            if column.title not in self.columns:
                self.columns[column.title] = sheet.add_column(self.header, column.title, column.width)

    def fill(self, rows: Sequence[Mapping[str, object]]) -> None:
        for number, row in enumerate(rows, start=self.header + 1):
            for name, value in row.items():
                self.put(number, self.columns[name], value)

    def put(self, row: int, column: int, value: object) -> None:
        if value not in (None, ""):
            new = value if isinstance(value, date | Decimal | int) else clean(str(value))
            self.sheet.set(row, column, new, look=Look(wrapped=True))

    def mark(self, marks: Sequence[CellMark]) -> None:
        """Colours the doubtful cells and says why."""
        notes: dict[str, str] = {}
        for mark in marks:
            column, row = self.columns.get(mark.column, 1), mark.row - 1 + self.header
            cell = cell_name(column, row)
            notes[cell] = f"{notes[cell]}\n{mark.comment}" if cell in notes else mark.comment
            self.sheet.restyle(row, column, Look(fill=_DOUBT))
        add_comments(self.book, self.sheet, notes)

    def complete(self, settings: Mapping[str, str | date], layout: SheetLayout | None) -> None:
        """Writes each value whose key has none; a key that is not there is added below."""
        key_column, value_column = self.columns["Mục"], self.columns["Giá trị"]
        rows = {
            title_key(row.cells[key_column].text): row
            for row in (layout.rows if layout else ())
            if key_column in row.cells
        }
        below = max([self.header, *(row.number for row in (layout.rows if layout else ()))]) + 1
        for key, value in settings.items():
            row = rows.get(title_key(key))
            if row is None:
                self.put(below, key_column, key)
                self.put(below, value_column, value)
                below += 1
            elif value_column not in row.cells:
                self.put(row.number, value_column, value)
