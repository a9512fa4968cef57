"""What an issued report printed and the workbook now says otherwise: told by `check`, chosen at the next `build`."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.stories.build import build
from generator.stories.check import check_workbook
from generator.stories.facts import facts_of
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.write.manifest import read_manifest
from tests.built_report import DOSSIER, edit

NAME = "Tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo trong tổng số doanh nghiệp"


def fill_gaps(document: WordDocument) -> None:
    for paragraph in document.paragraphs:
        if "Chưa có nội dung" in paragraph.text:
            for run in paragraph.runs:
                run.text = ""
            paragraph.runs[0].text = "Không có."


@cache
def _issued(period: str) -> Path:
    place = Path(tempfile.mkdtemp(prefix="baocao-test-"))
    shutil.copy(DOSSIER, place)
    folder = build(Job(place / DOSSIER.name, period, out=place / "out")).published.folder
    edit(folder / "bao-cao.docx", fill_gaps)
    issue(folder, "5", date(2025, 6, 20))
    return place


def issued(tmp_path: Path, period: str) -> Path:
    """The dossier in `tmp_path` with an issued report of the period, number 5: a copy of what was issued once."""
    shutil.copytree(_issued(period), tmp_path, dirs_exist_ok=True)
    return tmp_path / DOSSIER.name


def set_value(workbook: Path, sheet: str, key: tuple[str, str], column: int, value: Any) -> None:
    def change(book: Workbook) -> None:
        rows = book[sheet].iter_rows(min_row=2)
        row = next(row for row in rows if (row[0].value, row[1].value) == key)
        row[column].value = value

    with_book(workbook, change)


def with_book(workbook: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(workbook)
    change(book)
    book.save(workbook)


def told(workbook: Path, tmp_path: Path) -> list[str]:
    problems = check_workbook(workbook, None, None, tmp_path / "out")
    return [f"{p.place.sheet}!{p.place.cell} {p.message}" for p in problems if p.code == "DC001"]


def test_an_unchanged_workbook_restates_nothing(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    assert told(workbook, tmp_path) == []


@pytest.mark.parametrize(
    ("sheet", "key", "column", "value", "says"),
    [
        ("Số liệu", ("CT02", "2025-Q3"), 2, 14.3, "đã ghi 14,1%, nay là 14,3%"),
        ("Số liệu", ("CT11", "2025-Q3"), 2, "Hoàn thành", "đã ghi “Chưa hoàn thành”, nay là “Hoàn thành”"),
        ("Giải ngân", ("KP01", "2025-Q3"), 3, 5300, "đã ghi 5.200 triệu đồng, nay là 5.300 triệu đồng"),
        ("Kinh phí", ("KP01", None), 5, 46001, "đã ghi 46.000 triệu đồng, nay là 46.001 triệu đồng"),
        ("Tiến độ", ("III.1", "2025-Q3"), 2, "Tạm dừng", "đã ghi “thường xuyên”, nay là “tạm dừng”"),
        ("Lộ trình", ("CT02", None), "Mục tiêu", "≥ 1,9%", "đã ghi trên 15 (năm 2025), nay là ≥ 1,9 (năm 2025)"),
        ("Nhiệm vụ", ("III.4", None), "Cơ quan chủ trì", "Sở Tài chính", ", cơ quan chủ trì"),
    ],
)
def test_check_tells_both_values_and_the_reports_number(
    tmp_path: Path, sheet: str, key: tuple[str, str | None], column: int | str, value: Any, says: str
) -> None:
    workbook = issued(tmp_path, "2025-Q3")
    places: list[str] = []

    def change(book: Workbook) -> None:
        rows = book[sheet].iter_rows(min_row=2)
        row = next(row for row in rows if row[0].value == key[0] and key[1] in (None, row[1].value))
        at = column if isinstance(column, int) else [one.value for one in book[sheet][1]].index(column)
        row[at].value = value
        places.append(f"{sheet}!{row[at].coordinate}")

    with_book(workbook, change)
    found = told(workbook, tmp_path)
    assert len(found) == 1 and found[0].startswith(places[0]), found
    assert "Báo cáo số 05/BC-UBND ngày 20/6/2025 (quý III năm 2025)" in found[0] and says in found[0]


def test_a_report_that_was_not_issued_binds_nobody(tmp_path: Path) -> None:
    workbook = tmp_path / DOSSIER.name
    shutil.copy(DOSSIER, workbook)
    build(Job(workbook, "2025-Q2", out=tmp_path / "out"))
    set_value(workbook, "Số liệu", ("CT02", "2025-Q2"), 2, 13.5)
    assert told(workbook, tmp_path) == []


def test_what_was_printed_and_is_gone_is_told(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    codes: list[str] = []

    def drop(book: Workbook) -> None:
        for sheet in ("Lộ trình", "Số liệu", "Chỉ tiêu"):
            for row in reversed([row for row in book[sheet].iter_rows(min_row=2) if row[0].value == "CT02"]):
                book[sheet].delete_rows(row[0].row)
                codes.append(sheet)

    with_book(workbook, drop)
    assert "Chỉ tiêu" in codes
    assert [one for one in told(workbook, tmp_path) if "CT02" in one and "không còn dòng này" in one]


def test_money_paid_by_the_period_before_follows_the_choice_too(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q3")
    code, paid = next(
        (one["code"], Decimal(one["disbursed"]))
        for one in facts_of(workbook, "2025-Q3")[0]["funding"]["lines"]
        if one["disbursed"]
    )
    set_value(workbook, "Giải ngân", (code, "2025-Q3"), 3, float(paid - 1))
    out = build(Job(workbook, "2025-Q4", out=tmp_path / "out", compare="issued"))
    [line] = [one for one in out.facts.previous_funding.lines if one.line.code == code]
    assert line.amounts.disbursed == paid
    assert any(f"đã giải ngân {code}" in note.text for note in out.facts.restated)


def test_a_new_task_or_indicator_is_no_restatement(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    with_book(workbook, lambda book: book["Chỉ tiêu"].append(["CT99", "Mới", "Chỉ tiêu mới", "%", "Tăng", "10"]))
    assert told(workbook, tmp_path) == []


def text_of(folder: Path) -> str:
    """The report's paragraphs, a line each, with usual spaces."""
    paragraphs = Document(str(folder / "bao-cao.docx")).paragraphs
    return "\n".join(paragraph.text for paragraph in paragraphs).replace("\u00a0", " ")


def sentences(folder: Path) -> tuple[str, list[str], str]:
    """The indicator's line, the notes of the report, the last line of its appendix."""
    texts = text_of(folder).split("\n")
    last = Document(str(folder / "phu-luc-I.docx")).paragraphs[-1].text
    line = next(text for text in texts if text.startswith(f"- {NAME}"))
    return line, [text for text in texts if text.startswith("Số liệu quý II")], last


@pytest.mark.parametrize(
    ("choice", "change", "note"),
    [
        (None, "tăng 0,6 điểm phần trăm so với quý II", "đã được điều chỉnh so với"),
        ("corrected", "tăng 0,6 điểm phần trăm so với quý II", "đã được điều chỉnh so với"),
        ("issued", "tăng 0,9 điểm phần trăm so với quý II", "dùng để so sánh lấy theo"),
    ],
)
def test_the_next_report_uses_the_value_that_was_chosen_and_says_so(
    tmp_path: Path, choice: str | None, change: str, note: str
) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    set_value(workbook, "Số liệu", ("CT02", "2025-Q2"), 2, 13.5)
    outcome = build(Job(workbook, "2025-Q3", out=tmp_path / "out", compare=choice))
    assert ("DC002" in {problem.code for problem in outcome.problems}) is (choice is None)
    line, notes, last = sentences(outcome.published.folder)
    assert change in line
    assert len(notes) == 1 and note in notes[0]
    assert "Báo cáo số 05/BC-UBND ngày 20/6/2025" in notes[0] and f"{NAME}: 13,2%, nay là 13,5%" in notes[0]
    assert last.startswith(notes[0]) and last.endswith("./.")


def test_the_origin_of_an_issued_value_is_the_issued_report(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    set_value(workbook, "Số liệu", ("CT02", "2025-Q2"), 2, 13.5)
    folder = build(Job(workbook, "2025-Q3", out=tmp_path / "out", compare="issued")).published.folder
    manifest = read_manifest(folder)
    assert manifest is not None
    change = next(one for one in manifest.figures if one.text == "0,9\u00a0điểm phần trăm" and "CT02" in one.block)
    assert change.cells[1] == "Báo cáo số 05/BC-UBND ngày 20/6/2025!dòng 2"
    previous = next(one for one in manifest.facts["indicators"] if one["code"] == "CT02")["previous"]
    assert previous["value"] == "13.2"


def test_without_a_restatement_the_report_says_nothing(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    outcome = build(Job(workbook, "2025-Q3", out=tmp_path / "out", compare="issued"))
    assert sentences(outcome.published.folder)[1] == []
    assert not [problem for problem in outcome.problems if problem.code.startswith("DC")]


def test_of_two_versions_the_later_issued_one_counts(tmp_path: Path) -> None:
    workbook = issued(tmp_path, "2025-Q2")
    set_value(workbook, "Số liệu", ("CT02", "2025-Q2"), 2, 13.5)
    second = build(Job(workbook, "2025-Q2", out=tmp_path / "out", new_version=True)).published.folder
    edit(second / "bao-cao.docx", fill_gaps)
    issue(second, "9", date(2025, 7, 1))
    assert told(workbook, tmp_path) == []


@pytest.mark.parametrize("choice", ["corrected", "issued"])
def test_counts_of_tasks_follow_the_choice_too(tmp_path: Path, choice: str) -> None:
    workbook = issued(tmp_path, "2025-H2")
    manifest = read_manifest(tmp_path / "out" / DOSSIER.stem / "2025-H2")
    assert manifest is not None
    counts = manifest.facts["tasks"]["counts"]
    printed = counts["completed_on_time"] + counts["completed_late"]

    open_tasks = {one["code"] for one in manifest.facts["tasks"]["items"] if one["status"] == "in_progress"}

    def complete_one(book: Workbook) -> None:
        rows = book["Tiến độ"].iter_rows(min_row=2)
        row = next(row for row in rows if row[1].value == "2025-Q4" and row[0].value in open_tasks)
        row[2].value, row[3].value = "Hoàn thành", date(2025, 12, 1)

    with_book(workbook, complete_one)
    folder = build(Job(workbook, "2026-H1", out=tmp_path / "out", compare=choice)).published.folder
    text = text_of(folder)
    assert f"số nhiệm vụ hoàn thành: {printed}, nay là {printed + 1}" in text
    sentence = next(line for line in text.split("\n") if line.startswith("So với 6 tháng cuối năm 2025"))
    used, other = (printed, printed + 1) if choice == "issued" else (printed + 1, printed)
    numbers = [int(number) for number in re.findall(r"\b\d+\b", sentence)]
    assert used in numbers and other not in numbers
