"""Problems are told once: one mistake made in several places is one line, with every place it was made in."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import cli
from generator.core.problems import Place, Problem, grouped
from generator.terminal.command_line import run
from generator.terminal.show import show_problems
from tests.workbook_builder import minimal_sheets, write_workbook


def said_by(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit):
        run(cli.baocao, words)
    return capsys.readouterr().out


def unknown(cell: str, name: str, sheet: str = "Nhiệm vụ") -> Problem:
    message = f"Cơ quan “{name}” không có trong trang “Cơ quan”."
    return Problem("CQ001", Place("hs.xlsx", sheet, cell), message, "Sửa tên.")


def test_equal_problems_are_one_group_and_none_is_lost() -> None:
    found = [unknown("F2", "Sở A"), unknown("F3", "Sở A"), Problem("NV001", Place("hs.xlsx"), "Khác.", "")]
    groups = grouped(found)
    assert [len(group.problems) for group in groups] == [2, 1]
    assert groups[0].is_same and sorted(id(one) for group in groups for one in group.problems) == sorted(map(id, found))


def test_two_that_only_look_alike_stay_two_and_three_become_one() -> None:
    two = [unknown("F2", "Sở A"), unknown("F3", "Sở B")]
    assert [len(group.problems) for group in grouped(two)] == [1, 1]
    [group] = grouped([*two, unknown("F4", "Sở C")])
    assert not group.is_same
    assert [group.differing(one) for one in group.problems[1:]] == ["“Sở B”", "“Sở C”"]


def test_the_same_words_of_two_sheets_are_two_groups() -> None:
    assert len(grouped([unknown("F2", "Sở A"), unknown("F2", "Sở A", "Chỉ tiêu")])) == 2


def test_the_terminal_names_every_place() -> None:
    told = StringIO()
    with redirect_stdout(told):
        show_problems([unknown(f"F{row}", "Sở A") for row in range(2, 32)])
    lines = told.getvalue().splitlines()
    assert len(lines) == 2 and lines[1].startswith("  và 29 chỗ như vậy: ô F3; ô F4;")
    assert all(f"ô F{row}" in told.getvalue() for row in range(2, 32))


def test_fix_names_no_change_that_nobody_sees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][8] = "15/01/2026"
    sheets["Tiến độ"][2][4] = "40"
    sheets["Tiến độ"][3][4] = "37,6%"
    path = write_workbook(tmp_path / "hs.xlsx", sheets)
    said = said_by(capsys, "check", str(path), "--fix", str(tmp_path / "sua.xlsx"))
    assert "“15/01/2026” →" not in said and "“40” →" not in said
    assert "2 ô ghi số, ngày dưới dạng chữ nay là số, ngày thật của Excel; nội dung không đổi." in said
    assert "“37,6%” → “37,6”" in said


def test_a_merged_group_title_is_told_which_columns_to_write_it_into(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_workbook(tmp_path / "hs.xlsx", minimal_sheets())
    book = load_workbook(path)
    book["Nhiệm vụ"].append(["III. MỚI"])
    book["Nhiệm vụ"].merge_cells("A5:J5")
    book.save(path)
    said = said_by(capsys, "check", str(path))
    assert "ghi vào cột “Nhóm”, “Tên nhóm” của từng dòng" in said
