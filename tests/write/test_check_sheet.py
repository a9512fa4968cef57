"""The check sheet says of each figure where it stands, as briefly as a reader can still find it."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from generator.write.check_sheet import CheckRow, check_sheet

PARAGRAPH = (
    "Chỉ tiêu: 03/09 chỉ tiêu đến hạn đánh giá đạt hoặc vượt mục tiêu; cao nhất so với mục tiêu: tỷ lệ sử dụng dịch vụ "
    "công trực tuyến là 62,5% (mục tiêu trên 60%), tỷ lệ giao dịch không dùng tiền mặt là 51,3% (mục tiêu 50%); "
    "thấp nhất so với mục tiêu: tỷ lệ doanh nghiệp ứng dụng công nghệ số là 36,4% (mục tiêu 40%)."
)


def row(now: str, mark: str = "", excerpt: str = PARAGRAPH, column: str = "") -> CheckRow:
    return CheckRow("bao-cao.docx", "II. KẾT QUẢ › 1. Chỉ tiêu", excerpt, column, now, now, mark, "Số liệu!C2", "")


def test_a_paragraph_is_shown_once_and_then_the_words_around_each_figure() -> None:
    rows = [row("03"), row("62,5%"), row("40%"), row("7", excerpt="Tên nhiệm vụ " * 10, column="TT")]
    rows.append(row("80%", excerpt="Tên nhiệm vụ " * 10, column="Tỷ lệ"))
    book = load_workbook(io.BytesIO(check_sheet(["Báo cáo"], rows)))
    sheet = book.active
    assert sheet is not None
    shown = [str(sheet.cell(line, 4).value) for line in range(5, 10)]
    assert shown[0].startswith("Chỉ tiêu: 03/09") and len(shown[0]) > 250
    assert shown[1].startswith("…") and shown[1].endswith("…") and "là 62,5% (mục tiêu trên 60%)" in shown[1]
    assert shown[2].endswith("(mục tiêu 40%).") and all(len(one) < 140 for one in shown[1:3])
    assert len(shown[3]) > 100 and shown[4].endswith("…") and len(shown[4]) <= 60
    assert sheet.column_dimensions["I"].hidden, "nobody retyped a figure"


def test_what_was_retyped_has_its_columns() -> None:
    sheet = load_workbook(io.BytesIO(check_sheet(["Báo cáo"], [row("62,5%", "đã sửa tay")]))).active
    assert sheet is not None
    assert not sheet.column_dimensions["I"].hidden and sheet.cell(5, 9).value == "đã sửa tay"
