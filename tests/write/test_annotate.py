"""The annotated copy: wrong cells are coloured and explained, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbook_builder import minimal_sheets, write_workbook

from generator.core.problems import BadDossier, Place, Problem, WrongUsage
from generator.write.annotate import ERROR_FILL, WARNING_FILL, annotate

TASKS, PROGRESS = "Nhiệm vụ", "Tiến độ"
PROBLEMS = (
    Problem("GT004", Place("x", TASKS, "I2"), "Thời hạn “31/02/2026” không có thật.", "Ghi lại."),
    Problem("GT014", Place("x", TASKS, "I3"), "Thời hạn không quy được ra ngày."),
    Problem("GT011", Place("x", PROGRESS, "F2"), "Unicode tổ hợp."),
    Problem("GT010", Place("x", PROGRESS, "F2"), "Ô báo lỗi công thức."),
    Problem("GT012", Place("x", PROGRESS, "F2"), "Ký tự điều khiển."),
    Problem("BNG006", Place("x", TASKS, "C2:C3"), "Các ô bị gộp."),
    Problem("KP003", Place("x", TASKS, None), "Tổng không khớp."),
    Problem("TEP006", Place("x"), "Chỉ của tệp."),
    Problem("NK003", Place("x", "Trang lạ", "A1"), "Trang không có."),
)


def test_problem_cells_are_filled_and_commented_and_nothing_else_changes(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    before = path.read_bytes()
    out = annotate(path, PROBLEMS, tmp_path / "kiem-tra" / "chu-thich.xlsx")
    assert path.read_bytes() == before
    original, copy = load_workbook(path), load_workbook(out)
    filled, comments = {}, {}
    assert original.sheetnames == copy.sheetnames
    for sheet in copy:
        for row in sheet.iter_rows():
            for cell in row:
                twin = original[sheet.title][cell.coordinate]
                assert (cell.value, cell.number_format, repr(cell.font)) == (
                    twin.value,
                    twin.number_format,
                    repr(twin.font),
                )
                if cell.fill.fill_type:
                    filled[sheet.title, cell.coordinate] = cell.fill.fgColor.rgb
                if cell.comment:
                    comments[sheet.title, cell.coordinate] = cell.comment.text
    assert filled == {
        (TASKS, "I2"): ERROR_FILL,
        (TASKS, "I3"): WARNING_FILL,
        (TASKS, "C2"): WARNING_FILL,
        (TASKS, "C3"): WARNING_FILL,
        (PROGRESS, "F2"): ERROR_FILL,
    }
    assert comments == {
        (TASKS, "A1"): "Cảnh báo KP003: Tổng không khớp.",
        (TASKS, "I2"): "Lỗi GT004: Thời hạn “31/02/2026” không có thật. Ghi lại.",
        (TASKS, "I3"): "Cảnh báo GT014: Thời hạn không quy được ra ngày.",
        (TASKS, "C2"): "Cảnh báo BNG006: Các ô bị gộp.",
        (PROGRESS, "F2"): (
            "Cảnh báo GT011: Unicode tổ hợp.\nLỗi GT010: Ô báo lỗi công thức.\nCảnh báo GT012: Ký tự điều khiển."
        ),
    }


def test_the_original_is_never_overwritten(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    with pytest.raises(WrongUsage):
        annotate(path, PROBLEMS, path)


def test_a_file_that_is_no_workbook_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadDossier):
        annotate(path, PROBLEMS, tmp_path / "ra.xlsx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["ho-so.xlsx"]
