"""The sheet "Hướng dẫn" of a guided workbook: what to do, sheet by sheet and column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from generator.read.column_guide import GUIDE, SETTING_NOTES, SHEET_NOTES
from generator.read.columns import SCHEMAS, SETTING_KEYS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

GUIDE_SHEET = "Hướng dẫn"
_STEPS = (
    "Điền trang Thông tin chung: cơ quan lập báo cáo, kế hoạch, người ký. Rê chuột lên tên mục để biết mục bắt buộc.",
    "Ghi tên các cơ quan vào trang Cơ quan trước, để các trang khác chọn được từ danh sách.",
    "Nhập nhiệm vụ, chỉ tiêu, kinh phí của kế hoạch; mỗi dòng một mã riêng và giữ nguyên mã qua các kỳ.",
    "Mỗi kỳ thêm dòng mới vào Tiến độ, Số liệu, Giải ngân; không sửa dòng của kỳ trước.",
    "Cột có nền vàng ở tiêu đề là bắt buộc. Rê chuột lên tiêu đề để xem cách ghi.",
    "Có thể thêm cột riêng ở bên phải và thêm trang riêng; chương trình giữ nguyên và không dùng tới.",
    "Dòng tiêu đề và tên trang được khoá, không đặt mật khẩu; mở khoá bằng lệnh Bỏ bảo vệ của Excel.",
    "Kiểm tra hồ sơ, lập báo cáo: đưa tệp này vào trang làm việc của chương trình trong trình duyệt; hoặc gõ lệnh "
    "baocao check <tệp>, baocao build <tệp> --period <kỳ>.",
)
_WIDTHS = (26, 30, 12, 80, 34)


def write_guide(sheet: Worksheet, formats: Mapping[str, Format]) -> None:
    """Fills the sheet; nothing in it is read back."""
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width, formats["plain"])
    sheet.write_string(0, 0, "HƯỚNG DẪN LẬP HỒ SƠ", formats["title"])
    row = 2
    for number, step in enumerate(_STEPS, start=1):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, f"{number}. {step}", formats["plain"])
        row += 1
    for heading, lines in (
        (("Trang", "Cột", "Bắt buộc", "Cách ghi", "Ví dụ"), _columns()),
        (("Thông tin chung", "Mục", "Bắt buộc", "Cách ghi", "Chọn trong"), _settings()),
    ):
        row += 1
        for position, text in enumerate(heading):
            sheet.write_string(row, position, text, formats["header"])
        for line in lines:
            row += 1
            for position, text in enumerate(line):
                sheet.write_string(row, position, text, formats["plain"])
        row += 1
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def _columns() -> Iterator[tuple[str, ...]]:
    for schema in SCHEMAS:
        yield (schema.title, "", "", SHEET_NOTES[schema.title], "")
        for column in schema.columns:
            guide = GUIDE[schema.title][column.title]
            yield ("", column.title, "có" if column.required else "", guide.note, guide.example)


def _settings() -> Iterator[tuple[str, ...]]:
    for key in SETTING_KEYS:
        note = SETTING_NOTES[key.title] + (" Ghi được nhiều dòng." if key.repeats else "")
        yield ("", key.title, "có" if key.required else "", note, "; ".join(key.choices))
