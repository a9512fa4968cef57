"""Two commands at once on one workbook, as two people in one office run them: whatever the order, both are in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built_report import DOSSIER, ROOT
from openpyxl import load_workbook

from generator.core.problems import ExitCode
from generator.stories.collect import write_forms

PERIOD = "2026-Q3"
PLANS = ROOT / "tests/cases/plan"
ANSWERS = {"so-tai-chinh": "Đã bố trí đủ vốn [A]", "so-ngoai-vu": "Đã ký hai biên bản [B]"}


def answered(forms: Path, agency: str) -> Path:
    """The form of an agency with a sentence on its first task."""
    path = next(forms.glob(f"*{agency}.xlsx"))
    book = load_workbook(path)
    sheet = book["Nhiệm vụ"]
    columns = {str(cell.value): cell.column for cell in sheet[3]}
    sheet.cell(4, columns["Tình trạng"]).value = "Đang thực hiện"
    sheet.cell(4, columns["Kết quả thực hiện"]).value = ANSWERS[agency]
    book.save(path)
    return path


def at_once(*commands: list[str]) -> list[int]:
    """The exit codes of commands that are begun together."""
    line = [sys.executable, str(ROOT / "cli.py")]
    begun = [subprocess.Popen([*line, *one], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for one in commands]
    return [one.wait(timeout=120) for one in begun]


def words_in(workbook: Path) -> str:
    book = load_workbook(workbook)
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)


@pytest.mark.parametrize("second", ["collect", "upgrade"])
def test_what_two_commands_bring_is_all_there(tmp_path: Path, second: str) -> None:
    book = tmp_path / "ho-so.xlsx"
    shutil.copy(DOSSIER, book)
    if second == "upgrade":  # a sheet is missing that the second command adds
        lacking = load_workbook(book)
        del lacking["Văn bản"]
        lacking.save(book)
    write_forms(book, PERIOD, tmp_path / "phieu")
    returns = [answered(tmp_path / "phieu", one) for one in ANSWERS]
    others = {
        "collect": ["collect", str(book), str(returns[1]), "--period", PERIOD],
        "upgrade": ["new", str(book), "--upgrade", str(book)],
    }
    codes = at_once(["collect", str(book), str(returns[0]), "--period", PERIOD], others[second])
    assert all(code in (ExitCode.DONE, ExitCode.CONFLICTS) for code in codes), codes
    words = words_in(book)
    assert "[A]" in words
    assert "[B]" in words or second != "collect"
    assert "Văn bản" in load_workbook(book).sheetnames


@pytest.mark.parametrize("into", ["a new workbook", "an empty one"])
def test_of_two_imports_one_is_in_the_workbook_and_the_other_is_told(tmp_path: Path, into: str) -> None:
    book = tmp_path / "ho-so.xlsx"
    if into == "an empty one":
        assert at_once(["new", str(book)]) == [ExitCode.DONE]
    codes = at_once(*(["import", str(PLANS / name), "--into", str(book)] for name in ("A.docx", "i06-symbols.docx")))
    words = words_in(book)
    there = ("Phòng VH-XH" in words, "≥95%" in words)
    assert sorted(codes) == [ExitCode.DONE, ExitCode.USAGE], codes
    assert there == tuple(code == ExitCode.DONE for code in codes), "only the one that said so"
