"""An older workbook brought up to date: missing sheets and columns added, nothing else touched."""

from __future__ import annotations

from pathlib import Path

from generator.core.periods import CutoffRule
from generator.core.problems import BadDossier
from generator.read.columns import SCHEMAS, SETTING_KEYS, SheetTitle
from generator.read.layout import read_layout
from generator.read.own_tables import OwnTables, own_tables
from generator.read.workbook import read_workbook
from generator.validate.tracking import is_tracked
from generator.write.annotate import take_out_marks
from generator.write.new_sheet import add_guided_sheet
from generator.write.workbook_edit import SheetEdit, WorkbookEdit, refuses_damage


@refuses_damage
def upgraded(path: Path) -> tuple[bytes, tuple[str, ...]]:
    """The workbook with what it lacked, and what that was in words; the same bytes if it lacked nothing.

    Raises BadDossier when the file cannot be read.
    """
    book, problems = read_workbook(path)
    if book is None:
        raise BadDossier(f"Không nâng cấp được “{path.name}”.", "", problems)
    layout = read_layout(path).sheets
    own = own_tables(path, book)
    edit = WorkbookEdit(path)
    unmarked = take_out_marks(edit)
    added: list[str] = []
    for schema in SCHEMAS:
        found = layout.get(schema.title)
        sheet = edit.sheet(found.tab) if found else None
        if schema.title is SheetTitle.TASKS and own is not None:
            continue  # the office goes on in its own sheet
        if found is None or sheet is None:
            new = add_guided_sheet(edit, schema)
            added.append(f"trang “{schema.title}”")
            if schema.title is SheetTitle.SETTINGS:
                added += _keys(new, own)
            continue
        row = found.header_row or 1
        for column in schema.columns:
            if column.title not in found.columns:
                sheet.add_column(row, column.title, column.width)
                added.append(f"cột “{column.title}” của trang “{found.tab}”")
    if own is not None and (tab := own.table.rows[0].place.sheet):
        added.append(f"(trang “{tab}” được đọc như bảng theo dõi nhiệm vụ, giữ nguyên)")
    return (edit.to_bytes() if added or unmarked else path.read_bytes()), tuple(added)


def _keys(sheet: SheetEdit, own: OwnTables | None) -> list[str]:
    """Writes the keys of Thông tin chung; a workbook with a diary gets months of the calendar, which is told."""
    for row, key in enumerate(SETTING_KEYS, start=2):
        sheet.set(row, 1, key.title)
    if own is None or not is_tracked(own.table):
        return []
    at = next(row for row, key in enumerate(SETTING_KEYS, start=2) if key.title == "Chốt số liệu")
    sheet.set(at, 2, CutoffRule.CALENDAR.value)
    return ["“Chốt số liệu: Lịch” (nhật ký theo ngày được xếp theo tháng dương lịch; sửa nếu cơ quan chốt ngày 14)"]
