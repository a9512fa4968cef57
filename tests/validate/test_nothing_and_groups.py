"""Cells that say there is nothing are empty; rows that only name a group are no tasks, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.yes_words import says_nothing
from generator.stories.dossier import check
from generator.stories.facts import facts_of
from generator.validate.deadlines import parse_deadline

CASES = Path(__file__).parents[1] / "cases/workbook"


def test_a_dash_and_its_like_report_nothing() -> None:
    dossier = check(CASES / "k01-dash.xlsx").dossier
    assert dossier is not None
    assert [row.difficulty for row in dossier.progress if row.difficulty] == []


@pytest.mark.parametrize(
    "words", ["-", "–", "/", "x", "…", "Không", "không có.", "Không phát sinh", "Không có khó khăn, vướng mắc"]
)
def test_words_of_nothing_say_nothing(words: str) -> None:
    assert says_nothing(words)


@pytest.mark.parametrize(
    "words", ["Không có kinh phí", "Không đủ cán bộ", "Chưa có hướng dẫn của Bộ", "Thiếu vốn", "10"]
)
def test_what_tells_something_does_not(words: str) -> None:
    assert not says_nothing(words)


def test_a_row_that_names_a_group_is_told_and_not_counted(tmp_path: Path) -> None:
    book = load_workbook(CASES / "base.xlsx")
    sheet = book["Nhiệm vụ"]
    sheet.insert_rows(4)
    sheet["A4"], sheet["E4"] = "II", "NHÂN LỰC SỐ"
    path = tmp_path / "base.xlsx"
    book.save(path)
    found, _ = facts_of(path, "2025-Q3")
    before, _ = facts_of(CASES / "base.xlsx", "2025-Q3")
    assert found["tasks"] == before["tasks"]
    assert [one.code for one in check(path).problems if one.code == "NV001"] == ["NV001"]


@pytest.mark.parametrize(
    ("deadline", "is_told"),
    [("31/12/1926", True), ("31/12/2024", True), ("31/12/2025", False), ("Thường xuyên", False)],
)
def test_a_task_due_before_its_plan_was_issued_is_told(deadline: str, is_told: bool, tmp_path: Path) -> None:
    book = load_workbook(CASES / "base.xlsx")
    sheet = book["Nhiệm vụ"]
    at = next(cell.column for cell in sheet[1] if cell.value == "Thời gian hoàn thành")
    sheet.cell(2, at).value = deadline
    path = tmp_path / "base.xlsx"
    book.save(path)
    told = [one.place.cell for one in check(path).problems if one.code == "NV002"]
    assert told == ([sheet.cell(2, at).coordinate] if is_told else [])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Cơ quan chủ trì", None, "CQ004"),
        ("Nhóm", None, "NV004"),
        ("Tên nhóm", "Tên khác hẳn", "NV003"),
    ],
)
def test_what_a_task_lacks_or_says_otherwise_than_its_group_is_told(
    column: str, value: str | None, code: str, tmp_path: Path
) -> None:
    told_by = {"CQ004", "NV003", "NV004"}
    assert not told_by & {one.code for one in check(CASES / "base.xlsx").problems}
    book = load_workbook(CASES / "base.xlsx")
    sheet = book["Nhiệm vụ"]
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    sheet.cell(3, at).value = value
    path = tmp_path / "base.xlsx"
    book.save(path)
    told = [(one.code, one.place.cell) for one in check(path).problems if one.code in told_by]
    assert told == [(code, sheet.cell(3, at).coordinate)]


@pytest.mark.parametrize(("status", "is_told"), [("Đang thực hiện", True), ("Hoàn thành", False)])
def test_a_hundred_per_cent_of_what_still_goes_on_is_told(status: str, is_told: bool, tmp_path: Path) -> None:
    book = load_workbook(CASES / "base.xlsx")
    sheet = book["Tiến độ"]
    places = {cell.value: cell.column for cell in sheet[1]}
    share = places.get("Tỷ lệ hoàn thành (%)", sheet.max_column + 1)
    sheet.cell(1, share).value = "Tỷ lệ hoàn thành (%)"
    sheet.cell(2, share).value = 100
    sheet.cell(2, places["Tình trạng"]).value = status
    sheet.cell(2, places["Ngày hoàn thành"]).value = "01/7/2025" if status == "Hoàn thành" else None
    path = tmp_path / "base.xlsx"
    book.save(path)
    assert any(one.code == "TD004" for one in check(path).problems) == is_told


def test_two_days_that_are_no_range_are_asked_about() -> None:
    for text in ("30/9/2025 và 31/12/2025", "30/9/2025; 31/12/2025"):
        deadline = parse_deadline(text)
        assert deadline is not None and deadline.day is None
    span = parse_deadline("từ 01/3/2026 đến 30/9/2026")
    assert span is not None and span.day is not None
