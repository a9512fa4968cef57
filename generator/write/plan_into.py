"""An imported plan put into a workbook that a person has begun: only what is still empty is filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator import vietnamese
from generator.problems import WrongUsage
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.validate.plan import PlanDraft
from generator.write.workbook_rules import DATE_FORMAT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def put_tasks_into(existing: Path, draft: PlanDraft) -> bytes:
    """The workbook `existing` with the draft's tasks, its agencies and what Thông tin chung lacked.

    A sheet that has rows already is left as it is. Raises WrongUsage when sheet Nhiệm vụ has rows, or when the file
    is no workbook; pictures and charts in it are not kept (openpyxl).
    """
    book = _opened(existing)
    if _has_rows(_sheet(book, SheetTitle.TASKS)):
        message = f"Trang “{SheetTitle.TASKS}” của {existing.name} đã có nhiệm vụ, không ghi đè."
        raise WrongUsage(message, "Nhập vào một tệp mới, hoặc xoá các dòng nhiệm vụ cũ trước khi nhập.")
    rows = draft.sheets()
    _fill(_sheet(book, SheetTitle.TASKS), SheetTitle.TASKS, rows[SheetTitle.TASKS])
    agencies = _sheet(book, SheetTitle.AGENCIES)
    if not _has_rows(agencies):
        _fill(agencies, SheetTitle.AGENCIES, rows[SheetTitle.AGENCIES])
    _complete_settings(_sheet(book, SheetTitle.SETTINGS), draft.settings)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _opened(path: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path)
    except FileNotFoundError:
        message = f"Không tìm thấy tệp “{path}”."
        raise WrongUsage(message, "Kiểm tra đường dẫn; để tạo tệp mới, bỏ tuỳ chọn --into.") from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        message = f"Không mở được {path.name} như một sổ tính Excel."
        raise WrongUsage(message, "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi nhập lại.") from None


def _sheet(book: Workbook, title: SheetTitle) -> Worksheet:
    """The sheet of that title, however it is spelt; a new one with its headers if there is none."""
    from openpyxl.utils import get_column_letter

    for known in book.worksheets:
        if vietnamese.title_key(known.title) == vietnamese.title_key(title):
            return known
    sheet: Worksheet = book.create_sheet(title)
    for position, column in enumerate(SCHEMA_BY_TITLE[title].columns, start=1):
        sheet.cell(1, position, column.title)
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    return sheet


def _header_row(sheet: Worksheet) -> int:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value not in (None, "") for value in row):
            return number
    return 0


def _has_rows(sheet: Worksheet) -> bool:
    first = _header_row(sheet) + 1
    return any(value not in (None, "") for row in sheet.iter_rows(min_row=first, values_only=True) for value in row)


def _columns(sheet: Worksheet, title: SheetTitle) -> dict[str, int]:
    """Canonical column title → number; columns the sheet lacks are added at its right."""
    number = _header_row(sheet) or 1
    present = {vietnamese.title_key(str(cell.value)): cell.column for cell in sheet[number] if cell.value}
    columns: dict[str, int] = {}
    for column in SCHEMA_BY_TITLE[title].columns:
        keys = [vietnamese.title_key(text) for text in (column.title, *column.aliases)]
        found = next((present[key] for key in keys if key in present), None)
        if found is None:
            found = max(present.values(), default=0) + 1
            present[vietnamese.title_key(column.title)] = found
            sheet.cell(number, found, column.title)
        columns[column.title] = found
    return columns


def _fill(sheet: Worksheet, title: SheetTitle, rows: Sequence[Mapping[str, object]]) -> None:
    columns = _columns(sheet, title)
    for number, row in enumerate(rows, start=_header_row(sheet) + 1):
        for name, value in row.items():
            _put(sheet, number, columns[name], value)


def _put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if value in (None, ""):
        return
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    cell.value = value if isinstance(value, date) else vietnamese.clean(str(value))
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    elif cell.data_type == "f":
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _complete_settings(sheet: Worksheet, settings: Mapping[str, str | date]) -> None:
    """Writes each value whose key has none; a key that is not there is added below."""
    columns = _columns(sheet, SheetTitle.SETTINGS)
    key_column, value_column = columns["Mục"], columns["Giá trị"]
    rows = {
        vietnamese.title_key(str(cell.value)): cell.row
        for (cell,) in sheet.iter_rows(min_row=_header_row(sheet) + 1, min_col=key_column, max_col=key_column)
        if cell.value
    }
    below = max([_header_row(sheet), *rows.values()]) + 1
    for key, value in settings.items():
        row = rows.get(vietnamese.title_key(key))
        if row is None:
            row, below = below, below + 1
            _put(sheet, row, key_column, key)
        if sheet.cell(row, value_column).value in (None, ""):
            _put(sheet, row, value_column, value)
