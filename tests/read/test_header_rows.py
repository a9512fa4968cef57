"""Headers as offices lay them out: titles above, two rows, a row that counts the columns. The facts stay the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.stories.dossier import check
from generator.stories.facts import facts_of
from generator.write.upgrade import upgraded
from tests.workbook_builder import minimal_sheets, write_workbook

CASES = Path(__file__).parents[1] / "cases/workbook"


def facts(path: Path) -> object:
    found, _ = facts_of(path, "2025-Q3")
    return {name: value for name, value in found.items() if name != "problems"}


@pytest.mark.parametrize("case", ["n10-second-header-row.xlsx", "w22-two-row-header.xlsx"])
def test_a_second_header_row_is_no_record_and_loses_no_column(case: str) -> None:
    assert facts(CASES / case) == facts(CASES / "base.xlsx")
    assert [one.code for one in check(CASES / case).problems] == [
        one.code for one in check(CASES / "base.xlsx").problems
    ]


def titles_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"], sheet["A2"] = "ỦY BAN NHÂN DÂN XÃ PHÚC LÂM", "BẢNG THEO DÕI NHIỆM VỤ"


def counted(sheet: Worksheet) -> None:
    sheet.insert_rows(2)
    for at in range(1, sheet.max_column + 1):
        sheet.cell(2, at).value = at


def counted_with_formulas(sheet: Worksheet) -> None:
    sheet.insert_rows(2)
    for at in range(1, sheet.max_column + 1):
        sheet.cell(2, at).value = f"({at})" if at < 9 else f"({at})=(5)+(6)"


def split_below(sheet: Worksheet) -> None:
    at = next(cell.column for cell in sheet[1] if cell.value == "Cơ quan chủ trì")
    sheet.insert_rows(2)
    for column in (at, at + 1):
        sheet.cell(2, column).value = sheet.cell(1, column).value
        sheet.cell(1, column).value = None
    sheet.cell(1, at).value = "Phân công thực hiện"


@pytest.mark.parametrize("change", [titles_above, counted, counted_with_formulas, split_below])
def test_any_layout_of_the_header_gives_the_same_facts(tmp_path: Path, change: Callable[[Worksheet], None]) -> None:
    path = tmp_path / "base.xlsx"
    book = load_workbook(CASES / "base.xlsx")
    change(book["Nhiệm vụ"])
    book.save(path)
    assert facts(path) == facts(CASES / "base.xlsx")


def test_a_first_record_that_begins_with_numbers_is_a_record(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    count = len(sheets["Số liệu"]) if "Số liệu" in sheets else 0
    path = write_workbook(tmp_path / "a.xlsx", sheets)
    dossier = check(path).dossier
    assert dossier is not None and len(dossier.measurements) == max(0, count - 1)


def test_a_column_that_is_added_later_stands_beside_the_header(tmp_path: Path) -> None:
    path = tmp_path / "base.xlsx"
    book = load_workbook(CASES / "base.xlsx")
    titles_above(book["Nhiệm vụ"])
    book.save(path)
    sheet = load_workbook(io.BytesIO(upgraded(path)[0]))["Nhiệm vụ"]
    assert "Người phụ trách" in [cell.value for cell in sheet[4]]
