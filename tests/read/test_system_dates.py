"""A date in the order of the computer (format 14) is read where the workbook tells which, else asked about."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.stories.dossier import check
from tests.workbook_builder import minimal_sheets, write_workbook

BY_SYSTEM = "mm-dd-yy"
"""The name that openpyxl has for format 14."""
AUGUST_3, AUGUST_20, MAY_5 = date(2025, 8, 3), date(2025, 8, 20), date(2025, 5, 5)


def dossier(folder: Path, days: Sequence[date], other_format: str = "") -> Path:
    """Deadlines of tasks I.1, I.2 … in format 14; `other_format` stands on a cell beside."""
    path = write_workbook(folder / "hs.xlsx", minimal_sheets())
    book = load_workbook(path)
    sheet = book["Nhiệm vụ"]
    for row, day in enumerate(days, start=2):
        sheet.cell(row, 9, day).number_format = BY_SYSTEM
    if other_format:
        sheet["J2"].value, sheet["J2"].number_format = 5, other_format
    for row in range(2, 5):
        book["Tiến độ"].cell(row, 4).number_format = "dd/mm/yyyy"
    book.save(path)
    return path


def deadlines(path: Path) -> tuple[list[date | None], list[str | None]]:
    """The days that are read, and the cells that are asked about."""
    found = check(path)
    assert found.dossier is not None
    asked = [one.place.cell for one in found.problems if one.code == "GT038"]
    return [task.deadline.day for task in found.dossier.tasks], asked


def test_a_lone_date_that_may_be_two_days_is_asked_about_and_not_read(tmp_path: Path) -> None:
    days, asked = deadlines(dossier(tmp_path, [AUGUST_3]))
    assert (asked, AUGUST_3 in days) == (["I2"], False)
    problem = next(one for one in check(tmp_path / "hs.xlsx").problems if one.code == "GT038")
    assert "03/8/2025 hoặc 08/3/2025" in problem.message


def test_a_day_after_the_twelfth_tells_the_order_of_them_all(tmp_path: Path) -> None:
    days, asked = deadlines(dossier(tmp_path, [AUGUST_3, AUGUST_20]))
    assert (asked, days[:2]) == ([], [AUGUST_3, AUGUST_20])


def test_a_day_that_is_the_same_both_ways_is_read(tmp_path: Path) -> None:
    days, asked = deadlines(dossier(tmp_path, [MAY_5]))
    assert (asked, days[0]) == ([], MAY_5)


@pytest.mark.parametrize("vietnamese", ['#,##0 "₫"', "[$-42A]d mmmm yyyy"])
def test_a_workbook_of_vietnamese_formats_has_the_day_first(tmp_path: Path, vietnamese: str) -> None:
    days, asked = deadlines(dossier(tmp_path, [AUGUST_3], vietnamese))
    assert (asked, days[0]) == ([], AUGUST_3)


def test_a_workbook_saved_by_an_excel_that_speaks_vietnamese_has_the_day_first(tmp_path: Path) -> None:
    path = dossier(tmp_path, [AUGUST_3])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    told = "<TitlesOfParts><vt:vector><vt:lpstr>Trang tính</vt:lpstr></vt:vector></TitlesOfParts></Properties>"
    app = parts["docProps/app.xml"].decode().replace("<Properties ", '<Properties xmlns:vt="urn:vt" ', 1)
    parts["docProps/app.xml"] = app.replace("</Properties>", told).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    days, asked = deadlines(path)
    assert (asked, days[0]) == ([], AUGUST_3)


def test_american_formats_tell_nothing_of_how_a_date_was_typed(tmp_path: Path) -> None:
    assert deadlines(dossier(tmp_path, [AUGUST_3], '"$"#,##0'))[1] == ["I2"]


def test_a_date_whose_own_format_names_day_and_month_is_never_doubted(tmp_path: Path) -> None:
    path = dossier(tmp_path, [AUGUST_3])
    book = load_workbook(path)
    book["Nhiệm vụ"]["I2"].number_format = "dd/mm/yyyy"
    book.save(path)
    assert deadlines(path)[1] == []
