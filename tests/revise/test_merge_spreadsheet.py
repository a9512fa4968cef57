"""phu-luc.xlsx: new values go into the cells a person left alone; whatever cannot be merged is never overwritten."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from generator.revise.spreadsheet import CannotMerge, merge_spreadsheets

TABLE = {
    "A1": "TT",
    "B1": "Chỉ tiêu",
    "C1": "Kết quả",
    "A2": 1,
    "B2": "Kinh tế số",
    "C2": 5.8,
    "A3": 2,
    "B3": "5G",
    "C3": 40,
}


def book(cells: Mapping[str, object], extra: Mapping[str, object] | None = None) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Phụ lục I"
    for cell, value in {**cells, **(extra or {})}.items():
        sheet[cell] = value
    if extra:
        sheet["B2"].comment = Comment("xem lại", "Duyệt")
        sheet.column_dimensions["B"].width = 55
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def values(content: bytes) -> dict[str, object]:
    sheet = load_workbook(io.BytesIO(content))["Phụ lục I"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_new_values_go_in_and_the_persons_cells_notes_and_widths_stay() -> None:
    edited = book(TABLE, {"B3": "Phủ sóng 5G", "D2": "đã kiểm tra"})
    merged = merge_spreadsheets(book(TABLE), edited, book({**TABLE, "C2": 7.1, "C3": "chưa có"}))
    assert values(merged.content) == {**TABLE, "C2": 7.1, "C3": "chưa có", "B3": "Phủ sóng 5G", "D2": "đã kiểm tra"}
    sheet = load_workbook(io.BytesIO(merged.content))["Phụ lục I"]
    assert (sheet["B2"].comment.text, sheet.column_dimensions["B"].width) == ("xem lại", 55)
    assert merged.changes == 2


CANNOT = {
    "the same cell": ({"C2": 6.0}, {"C2": 7.1}),
    "rows moved by hand": ({"B2": "5G", "B3": "Kinh tế số", "A2": 2, "A3": 1}, {"C2": 7.1}),
    "a new row": ({"B3": "Phủ sóng 5G"}, {"A4": 3, "B4": "Dịch vụ công"}),
}


@pytest.mark.parametrize(("mine", "theirs"), CANNOT.values(), ids=CANNOT)
def test_what_cannot_be_merged_is_refused(mine: dict[str, object], theirs: dict[str, object]) -> None:
    with pytest.raises(CannotMerge):
        merge_spreadsheets(book(TABLE), book(TABLE, mine), book({**TABLE, **theirs}))


def test_both_identities() -> None:
    base, new = book(TABLE), book({**TABLE, "C2": 7.1})
    edited = book(TABLE, {"D2": "ghi"})
    assert merge_spreadsheets(base, base, new).content == new
    assert merge_spreadsheets(base, edited, base).content == edited
