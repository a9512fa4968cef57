"""Rows that are alike but for their code are counted twice: told, unless a person says that they differ."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from generator.stories.dossier import check
from tests.workbook_builder import minimal_sheets, write_workbook

SETTINGS = {
    "Cơ quan ban hành": "Sở X", "Ký hiệu cơ quan": "SX", "Địa danh": "Huế", "Tên kế hoạch": "Kế hoạch X",
    "Ngày kế hoạch": "01/01/2025", "Trích yếu": "thực hiện Kế hoạch X",
}  # fmt: skip
TASK = {"Nội dung nhiệm vụ": "Xây dựng cổng dữ liệu", "Cơ quan chủ trì": "Sở A", "Thời gian hoàn thành": "31/8/2025"}
SHARE = {"Tên chỉ tiêu": "Tỷ lệ hồ sơ", "Đơn vị tính": "%", "Mục tiêu": 80, "Chiều": "Tăng", "Cách tính": "Thời điểm"}
LINE = {"Nguồn vốn": "Ngân sách tỉnh", "Nội dung": "Mua máy chủ", "Kế hoạch (triệu đồng)": 100}
PLANS = [
    {"Mã": "A", "Tên kế hoạch": "Kế hoạch A", "Ngày": "01/01/2025"},
    {"Mã": "B", "Tên kế hoạch": "Kế hoạch B", "Ngày": "01/6/2025"},
]


def told(folder: Path, **sheets: list[dict[str, Any]]) -> list[str]:
    """The codes of the problems of twins, each with what differs."""
    book = {"Thông tin chung": [{"Mục": key, "Giá trị": value} for key, value in SETTINGS.items()], **sheets}
    book.setdefault("Nhiệm vụ", [{"Mã": "Z", **TASK}])
    (path := folder / "ho-so.json").write_text(json.dumps(book, ensure_ascii=False, indent=1), encoding="utf-8")
    found = [one for one in check(path).problems if one.code in ("NV005", "CT015", "KP015", "VB002", "VB003")]
    return [one.code + one.message.partition("số khác nhau: ")[2] for one in found]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ({}, {}, ["NV005"]),
        ({}, {"Nội dung nhiệm vụ": "XÂY DỰNG  cổng dữ liệu"}, ["NV005"]),
        ({}, {"Cơ quan chủ trì": "Sở B"}, []),
        ({}, {"Thời gian hoàn thành": "31/12/2025"}, []),
        ({}, {"Ghi chú": "đã kiểm tra"}, []),
        ({"Kế hoạch": "A"}, {"Kế hoạch": "B"}, ["NV005"]),
        ({"Nhóm": "I", "Kết quả dự kiến": "Kế hoạch"}, {"Nhóm": "II", "Kết quả dự kiến": "Báo cáo"}, []),
        ({"Nhóm": "I", "Kết quả dự kiến": "Kế hoạch"}, {"Nhóm": "II"}, ["NV005"]),
        ({"Nhóm": "I", "Kết quả dự kiến": "Kế hoạch"}, {"Nhóm": "I", "Kết quả dự kiến": "Báo cáo"}, ["NV005"]),
    ],
)
def test_a_task_that_was_entered_twice(
    first: dict[str, Any], second: dict[str, Any], codes: list[str], tmp_path: Path
) -> None:
    tasks = [{"Mã": "1", **TASK, **first}, {"Mã": "2", **TASK, **second}]
    assert told(tmp_path, **{"Nhiệm vụ": tasks, "Kế hoạch": PLANS}) == codes


def test_what_is_counted_no_more_has_no_twin(tmp_path: Path) -> None:
    tasks = [{"Mã": "1", "Kế hoạch": "A", **TASK}, {"Mã": "2", "Kế hoạch": "B", **TASK}]
    plans = [PLANS[0], {**PLANS[1], "Thay thế": "A"}]
    dropped = [{"Mã nhiệm vụ": "1", "Ngày": "01/7/2025", "Loại": "Bãi bỏ"}]
    assert told(tmp_path, **{"Nhiệm vụ": tasks, "Kế hoạch": plans}) == []
    assert told(tmp_path, **{"Nhiệm vụ": tasks, "Kế hoạch": PLANS, "Điều chỉnh": dropped}) == []


@pytest.mark.parametrize(
    ("second", "figure", "codes"),
    [
        ({}, 70, ["CT015"]),
        ({}, 75, ["CT015quý III năm 2025: 70 và 75."]),
        ({"Mục tiêu": 60}, 75, ["CT015quý III năm 2025: 70 và 75."]),
        ({"Năm mục tiêu": 2030}, 70, []),
        ({"Mục tiêu": 60}, 70, []),  # one figure, the targets of two plans
        ({"Cơ quan chủ trì": "Sở B"}, 75, []),
        ({"Nhóm": "Xã Tân Phú"}, 75, []),
        ({"Đơn vị tính": "hồ sơ"}, 75, []),
    ],
)
def test_an_indicator_that_was_entered_twice(
    second: dict[str, Any], figure: int, codes: list[str], tmp_path: Path
) -> None:
    rows = [{"Mã": "C1", **SHARE}, {"Mã": "C2", **SHARE, **second}]
    values = [{"Mã chỉ tiêu": "C1", "Kỳ báo cáo": "2025-Q3", "Giá trị": 70}]
    values.append({"Mã chỉ tiêu": "C2", "Kỳ báo cáo": "2025-Q3", "Giá trị": figure})
    assert told(tmp_path, **{"Chỉ tiêu": rows, "Số liệu": values}) == codes


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ({}, ["KP015"]),
        ({"Kế hoạch (triệu đồng)": 90}, []),
        ({"Nguồn vốn": "Trung ương"}, []),
        ({"Nội dung": "Khác"}, []),
    ],
)
def test_money_that_was_entered_twice(second: dict[str, Any], codes: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, **{"Kinh phí": [{"Mã": "K1", **LINE}, {"Mã": "K2", **LINE, **second}]}) == codes


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("612/KH-UBND; 615/QĐ-UBND", ["VB002"]),
        ("612/KH-UBND, 615/KH-UBND", ["VB002"]),
        ("612/KH-UBND\n615/KH-UBND", ["VB002"]),
        ("Số 612/KH-UBND và số 615/KH-UBND", ["VB002"]),
        ("612, 613 và 615/KH-UBND", ["VB002"]),
        ("186-QĐ/TU; 187-QĐ/TU", ["VB002"]),
        ("612/KH-UBND", []),
        ("612/KH-UBND - SXD", []),
        ("12/2025/QĐ-UBND", []),
        ("612/KH-UBND (thay thế 610/KH-UBND)", []),
        ("Thư của Chủ tịch, ngày 12/8", []),
    ],
)
def test_a_cell_with_the_numbers_of_several_documents(number: str, codes: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, **{"Văn bản": [{"Kỳ báo cáo": "2025-Q3", "Số ký hiệu": number}]}) == codes


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ({}, []),  # the same row again is counted once
        ({"Kỳ báo cáo": "2025-08"}, []),
        ({"Ngày ban hành": None}, ["VB003"]),
        ({"Ngày ban hành": "21/8/2025"}, ["VB003"]),
        ({"Ngày ban hành": "20/02/2026", "Kỳ báo cáo": "2026-Q1"}, []),
        ({"Ngày ban hành": None, "Cơ quan ban hành": "Sở B"}, []),
    ],
)
def test_a_document_that_was_entered_twice(second: dict[str, Any], codes: list[str], tmp_path: Path) -> None:
    first = {"Kỳ báo cáo": "2025-Q3", "Số ký hiệu": "12/KH-UBND", "Ngày ban hành": "20/8/2025"}
    assert told(tmp_path, **{"Văn bản": [first, {**first, **second}]}) == codes


@pytest.mark.parametrize("number", ["Thư mời", "Công văn", "/KH-UBND", "chưa có số"])
def test_what_has_no_number_is_not_one_document(number: str, tmp_path: Path) -> None:
    rows = [{"Kỳ báo cáo": "2025-Q3", "Số ký hiệu": number, "Ngày ban hành": day} for day in ("20/8/2025", None)]
    assert told(tmp_path, **{"Văn bản": rows}) == []


@pytest.mark.parametrize(("note", "codes"), [("", ["VB003"]), ("đã kiểm tra", []), ("cần kiểm tra", ["VB003"])])
@pytest.mark.parametrize("row", [2, 3])
def test_two_documents_of_one_number_that_a_person_stands_by(
    note: str, codes: list[str], row: int, tmp_path: Path
) -> None:
    days = (date(2025, 6, 20), date(2025, 7, 5))
    rows: list[list[object]] = [["2025-Q3", "12/KH-UBND", day, "UBND tỉnh", "Về A"] for day in days]
    sheets = minimal_sheets()
    sheets["Văn bản"] = [["Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"], *rows]
    book = load_workbook(path := write_workbook(tmp_path / "ho-so.xlsx", sheets))
    book["Văn bản"].cell(row, 2).comment = Comment(note, "A") if note else None
    book.save(path)
    assert [one.code for one in check(path).problems if one.code.startswith("VB")] == codes
