"""Sheet Đối chiếu: checks of one's own over indicators and money, told with their cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.core.problems import Problem
from generator.stories.dossier import check

SOURCES = ("Ngân sách tỉnh - chi đầu tư phát triển", "Ngân sách trung ương")


def problems(folder: Path, *checks: tuple[str, str, str], **changes: Any) -> list[Problem]:
    sheets: dict[str, Any] = {
        "Thông tin chung": [
            {"Mục": key, "Giá trị": value}
            for key, value in {
                "Cơ quan ban hành": "Sở X", "Ký hiệu cơ quan": "SX", "Địa danh": "Huế", "Tên kế hoạch": "Kế hoạch X",
                "Trích yếu": "thực hiện Kế hoạch X", "Tổng kinh phí theo kế hoạch": 300,
            }.items()
        ],
        "Cơ quan": [{"Tên cơ quan": "Sở Tài chính", "Viết tắt": "STC"}],
        "Chỉ tiêu": [
            {"Mã": code, "Tên chỉ tiêu": code, "Đơn vị tính": "hộ", "Cách tính": "Thời điểm", "Mục tiêu": 10,
             "Cơ quan chủ trì": "Sở Tài chính"}
            for code in ("CT1", "CT2", "CT3")
        ],
        "Số liệu": [
            {"Mã chỉ tiêu": code, "Kỳ báo cáo": period, "Giá trị": value}
            for period, values in {"2025-Q1": (3, 4, 7), "2025-Q2": (5, 4, 8)}.items()
            for code, value in zip(("CT1", "CT2", "CT3"), values, strict=True)
        ],
        "Kinh phí": [
            {"Mã": "KP01", "Nguồn vốn": SOURCES[0], "Cơ quan thực hiện": "Sở Tài chính", "Kế hoạch (triệu đồng)": 100},
            {"Mã": "KP02", "Nguồn vốn": SOURCES[1], "Kế hoạch (triệu đồng)": 200},
        ],
        "Giải ngân": [
            {"Mã kinh phí": "KP01", "Kỳ báo cáo": "2025-Q1", "Đã phân bổ": 90, "Đã giải ngân": 20},
            {"Mã kinh phí": "KP02", "Kỳ báo cáo": "2025-Q1", "Đã phân bổ": 80, "Đã giải ngân": 30},
        ],
        "Đối chiếu": [
            {"Vế trái": left, "Phép so": sign, "Vế phải": right, "Lời báo": None} for left, sign, right in checks
        ],
        **changes,
    }  # fmt: skip
    path = folder / "ho-so.json"
    path.write_text(json.dumps(sheets, ensure_ascii=False, indent=1), encoding="utf-8")
    return [one for one in check(path).problems if one.code.startswith("DS")]


@pytest.mark.parametrize(
    "holds",
    [
        ("KP01 + KP02", "=", "Tổng"),
        ("Tổng", "=", "Tổng theo kế hoạch"),
        ("kp01", "≤", "KP02 + 50"),
        (f"{SOURCES[0]} + {SOURCES[1]}", "=", "Tổng"),
        ("STC", "=", "KP01"),
        ("Tổng - KP02", "<=", "Sở Tài chính"),
        ("CT1", "≤", "CT3"),
        ("300", "bằng", "Tổng theo kế hoạch"),
    ],
)
def test_what_holds_is_not_told(tmp_path: Path, holds: tuple[str, str, str]) -> None:
    assert problems(tmp_path, holds) == []


def test_what_does_not_hold_is_told_with_its_cells_and_the_period(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, ("CT1 + CT2", "=", "CT3"))
    assert (problem.code, problem.place.sheet) == ("DS001", "Đối chiếu")
    assert "CT1 + CT2 = 9, phải = CT3 = 8 (chênh lệch 1; quý II năm 2025;" in problem.message
    assert problem.message.count("Số liệu, dòng ") == 3


def test_money_is_held_against_in_plan_allocation_and_payment_and_told_once(tmp_path: Path) -> None:
    found = problems(tmp_path, ("KP01", "≤", "KP02"))
    assert ["đã phân bổ, quý I năm 2025" in one.message for one in found] == [True]


def test_ones_own_words_are_told(tmp_path: Path) -> None:
    rows = [{"Vế trái": "KP01", "Phép so": "≥", "Vế phải": "KP02", "Lời báo": "Vốn tỉnh không được ít hơn."}]
    first = problems(tmp_path, **{"Đối chiếu": rows})[0]
    assert first.message.startswith("Vốn tỉnh không được ít hơn: KP01 = 100, phải ≥ KP02 = 200")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("KP01 + KP3", "=", "Tổng"), "“KP3” không phải"),
        (("KP01", "=", "CT1"), "không cộng được chỉ tiêu với kinh phí"),
        (("KP01-KP02", "=", "Tổng"), "“KP01-KP02” không phải"),
    ],
)
def test_what_cannot_be_read_is_asked_about(tmp_path: Path, wrong: tuple[str, str, str], said: str) -> None:
    [problem] = problems(tmp_path, wrong)
    assert problem.code == "DS002" and said in problem.message


def test_what_was_not_reported_is_not_held_against_anything(tmp_path: Path) -> None:
    rows = [{"Mã chỉ tiêu": "CT1", "Kỳ báo cáo": "2025-Q1", "Giá trị": 3}]
    assert problems(tmp_path, ("CT1 + CT2", "=", "CT3"), **{"Số liệu": rows}) == []
