"""Certain repairs in a copy: what has one reading is put right and told, all else keeps every byte."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from generator.core.problems import BadDossier, WrongUsage
from generator.stories.dossier import check
from generator.stories.intake import repair_workbook
from tests.workbook_builder import minimal_sheets, write_workbook

AGENCIES = [
    ["Tên cơ quan", "Viết tắt", "Tên khác"],
    ["Sở Khoa học và Công nghệ", "SKHCN", "Sở KHCN; Sở KH&CN"],
    ["Sở Tài chính", "STC", None],
]


def repaired(tmp_path: Path, sheet: str, cell: str, value: object, font: str = "") -> tuple[object, list[str], str]:
    """What stands in a cell after the repair, the reasons given, and the cell's font."""
    workbook = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets() | {"Cơ quan": AGENCIES})
    book = load_workbook(workbook)
    book[sheet][cell].value = value
    if font:
        book[sheet][cell].font = Font(name=font, bold=True)
    book.save(workbook)
    made = repair_workbook(workbook, tmp_path / "sua.xlsx")
    found = load_workbook(tmp_path / "sua.xlsx")[sheet][cell]
    assert all((one.place.sheet, one.place.cell) == (sheet, cell) for one in made)
    return found.value, [one.reason for one in made], found.font.name


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "new", "reason"),
    [
        ("Nhiệm vụ", "E2", unicodedata.normalize("NFD", "Xây dựng đề án"), "Xây dựng đề án", "Unicode dựng sẵn"),
        ("Nhiệm vụ", "E2", "  Xây  dựng đề án ", "Xây dựng đề án", "bỏ khoảng trắng thừa"),
        ("Nhiệm vụ", "E2", "Xây dựng\u200b đề án", "Xây dựng đề án", "bỏ ký tự không nhìn thấy"),
        ("Nhiệm vụ", "E2", "X©y dùng kÕ ho¹ch ph¸t triÓn", "Xây dựng kế hoạch phát triển", "chữ gõ bằng phông cũ"),
        ("Nhiệm vụ", "I2", "30/9/2025", datetime(2025, 9, 30), "chữ chuyển thành ngày"),
        ("Tiến độ", "D2", "ngày 20 tháng 8 năm 2025", datetime(2025, 8, 20), "chữ chuyển thành ngày"),
        ("Tiến độ", "E3", "37,6%", 37.6, "chữ số chuyển thành số"),
        ("Tiến độ", "C3", "đang triển khai", "Đang thực hiện", "tên chuẩn trong danh mục"),
        ("Tiến độ", "I3", "Sở KHCN", "Sở Khoa học và Công nghệ", "tên chuẩn của cơ quan"),
        ("Nhiệm vụ", "F3", "SKHCN, STC", "Sở Khoa học và Công nghệ; Sở Tài chính", "tên chuẩn của cơ quan"),
        ("Tiến độ", "B3", date(2025, 9, 1), "2025-09", "Excel đã đổi kỳ thành ngày"),
        ("Nhiệm vụ", "F1", "Cơ quan chủ chì", "Cơ quan chủ trì", "tên cột viết gần đúng"),
    ],
)
def test_a_cell_with_one_reading_is_put_right(
    tmp_path: Path, sheet: str, cell: str, value: object, new: object, reason: str
) -> None:
    assert repaired(tmp_path, sheet, cell, value)[:2] == (new, [reason])


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Tiến độ", "E3", "1,234"),
        ("Tiến độ", "E3", "0,4"),
        ("Nhiệm vụ", "I2", "trước ngày 15/9/2025"),
        ("Nhiệm vụ", "I2", "Quý III/2025"),
        ("Tiến độ", "D2", "31/6/2025"),
        ("Tiến độ", "I3", "Sở Lạ; SKHCN"),
        ("Tiến độ", "C3", "gần xong"),
        ("Nhiệm vụ", "E2", '=IF(1," a ","b")'),
    ],
)
def test_what_is_not_certain_is_left_for_a_person(tmp_path: Path, sheet: str, cell: str, value: object) -> None:
    assert repaired(tmp_path, sheet, cell, value)[:2] == (value, [])


def test_text_of_an_old_font_gets_a_font_that_shows_it_and_keeps_its_look(tmp_path: Path) -> None:
    value, reasons, font = repaired(tmp_path, "Nhiệm vụ", "E2", "Ban hµnh kÕ ho¹ch", ".VnTime")
    assert (value, reasons, font) == ("Ban hành kế hoạch", ["chữ gõ bằng phông cũ .VnTime"], "Times New Roman")
    assert load_workbook(tmp_path / "sua.xlsx")["Nhiệm vụ"]["E2"].font.bold


def test_words_in_bold_of_their_own_are_not_flattened(tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["E2"].value = CellRichText(TextBlock(InlineFont(b=True), "Xây dựng"), "  trung tâm ")
    book.save(workbook)
    assert repair_workbook(workbook, tmp_path / "sua.xlsx") == ()
    assert (tmp_path / "sua.xlsx").read_bytes() == workbook.read_bytes()


def test_the_copy_has_fewer_problems_and_the_original_every_byte(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "X©y dùng kÕ ho¹ch ph¸t triÓn"
    workbook = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    before = workbook.read_bytes()
    assert [problem.code for problem in check(workbook).problems] == ["GT013"]
    repair_workbook(workbook, tmp_path / "sua.xlsx")
    assert check(tmp_path / "sua.xlsx").problems == ()
    assert workbook.read_bytes() == before


def test_a_copy_is_never_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    with pytest.raises(WrongUsage, match="không ghi đè"):
        repair_workbook(workbook, workbook)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadDossier):
        repair_workbook(tmp_path / "hong.xlsx", tmp_path / "sua.xlsx")
    assert not (tmp_path / "sua.xlsx").exists()
