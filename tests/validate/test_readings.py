"""What a person types and what is read of it: numbers with units, targets, words for yes and no, headings."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.model import RowRef
from generator.core.problems import ProblemList, any_error
from generator.core.rows import Cell, Row
from generator.core.status_words import read_status
from generator.core.vietnamese import parse_date
from generator.core.yes_words import says_yes
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.headers import match_titles
from generator.read.text_files import read_text_dossier, text_records
from generator.read.workbook import read_workbook
from generator.validate.cells import CellReader
from generator.validate.deadlines import parse_deadline
from generator.validate.plausible import check_plausible
from generator.validate.quantities import read_quantity
from generator.validate.rows import validate
from generator.validate.targets import parse_target
from tests.workbook_builder import minimal_sheets, write_workbook

TRIED = tomllib.loads((Path(__file__).parent / "readings.toml").read_text(encoding="utf-8"))
EVIDENCE = Path(__file__).parents[1] / "cases" / "dossier" / "evidence.xlsx"


@pytest.mark.parametrize(("typed", "unit", "number"), TRIED["numbers"])
def test_a_number_is_read_in_its_unit_or_not_at_all(typed: str, unit: str, number: str) -> None:
    found = read_quantity(typed, unit).number
    assert (found.value if found else None) == (None if number == "?" else Decimal(number))


@pytest.mark.parametrize(("typed", "name", "target"), TRIED["targets"])
def test_a_target_is_what_it_says_or_is_asked_about(typed: str, name: str, target: str) -> None:
    found = parse_target(typed, name).target
    said = "?" if found is None else f"{'rank' if found.is_rank else found.operator.value}{found.value or ''}"
    assert said == target


@pytest.mark.parametrize(("typed", "unit", "number"), TRIED["targets_in_unit"])
def test_a_target_is_read_in_the_unit_of_its_indicator_or_asked_about(typed: str, unit: str, number: str) -> None:
    row = Row(RowRef("hs.xlsx", "Chỉ tiêu", 2, {"Mục tiêu": "A"}), {"Mục tiêu": Cell(typed, typed)})
    reader = CellReader(row, problems := ProblemList())
    target = reader.target("Mục tiêu", unit)
    assert (target.value if target else None) == (None if number == "?" else Decimal(number))
    assert reader.failed == any_error(problems.items) == (number == "?")


@pytest.mark.parametrize(("words", "state"), TRIED["statuses"])
def test_a_state_beside_a_share_that_denies_it_is_asked_about(words: str, state: str) -> None:
    found = read_status(words)
    assert (found.value if found else "?") == state


def test_a_share_beside_a_state_that_its_column_denies_is_told(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][2][2] = "Đang thực hiện (80%)"
    book, _ = read_workbook(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert book is not None
    dossier, problems = validate(book)
    assert dossier is not None
    assert [(one.code, one.place.cell) for one in problems if one.code == "TD004"] == [("TD004", "C3")]
    assert dossier.progress[1].percent == 40


def test_a_share_of_one_is_told_as_one_or_a_hundred_per_cent(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][2][4] = 1
    book, _ = read_workbook(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert book is not None
    assert ("GT003", "E3") in [(one.code, one.place.cell) for one in validate(book)[1]]


def test_a_column_that_nobody_sees_is_told_and_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "hs.xlsx", minimal_sheets())
    workbook = load_workbook(path)
    workbook["Tiến độ"].column_dimensions["F"].hidden = True
    workbook.save(path)
    book, problems = read_workbook(path)
    assert book is not None
    assert [(one.code, one.place.cell) for one in problems] == [("BNG007", "F1")]
    assert "Kết quả thực hiện" in book.rows("Tiến độ")[0].cells


@pytest.mark.parametrize(("typed", "day"), TRIED["deadlines"])
def test_a_deadline_of_several_ends_is_told_as_no_day(typed: str, day: str) -> None:
    deadline = parse_deadline(typed)
    assert deadline is not None
    assert str(deadline.day) == ("None" if day == "?" else day)


def test_a_day_that_may_be_two_months_is_no_date() -> None:
    assert parse_date("9-10/2026") is None
    assert parse_date("31-10/2026") == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("words", "answer"),
    [*((word, True) for word in TRIED["yes"]), *((word, False) for word in TRIED["no"])]
    + [(word, None) for word in TRIED["unclear"]],
)
def test_words_on_the_list_say_yes_or_no_and_others_nothing(words: str, answer: bool | None) -> None:
    assert says_yes(words) is answer


@pytest.mark.parametrize(("written", "title", "factor"), TRIED["headings"])
def test_a_heading_is_a_column_only_by_its_own_words(written: str, title: str, factor: str) -> None:
    schema = SCHEMA_BY_TITLE["Giải ngân"]
    matches = match_titles([written], {column.title: column.aliases for column in schema.columns}, schema.units)
    assert list(matches.taken) == ([title] if title else [])
    assert matches.factors.get(title, Decimal(1)) == Decimal(factor)


@pytest.mark.parametrize(("title", "written", "code"), TRIED["stand_ins"])
def test_a_heading_that_stands_in_for_a_missing_column_is_told(
    title: str, written: str, code: str, tmp_path: Path
) -> None:
    sheets = minimal_sheets()
    at = sheets["Nhiệm vụ"][0].index(title)
    sheets["Nhiệm vụ"][0][at] = written
    _, problems = read_workbook(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert [one.code for one in problems if written in one.message] == [code]


@pytest.mark.parametrize(("tab", "code"), TRIED["tabs"])
@pytest.mark.parametrize("suffix", [".xlsx", ".json"])
def test_a_tab_that_only_looks_like_a_known_one_is_told(tab: str, code: str, suffix: str, tmp_path: Path) -> None:
    sheets = {**minimal_sheets(), tab: [["a", "b"], [1, 2]]}
    path = tmp_path / f"hs{suffix}"
    if suffix == ".xlsx":
        _, problems = read_workbook(write_workbook(path, sheets))
    else:
        path.write_text(json.dumps({"Thông tin chung": [], "Nhiệm vụ": [], "Tiến độ": [], tab: []}), encoding="utf-8")
        _, problems = read_text_dossier(path)
    assert [one.code for one in problems if one.place.sheet == tab] == ([code] if code else [])


def test_a_heading_of_another_unit_is_converted_and_told_in_a_text_file_too(tmp_path: Path) -> None:
    row = {"Mã kinh phí": "KP1", "Kỳ báo cáo": "2025-Q3", "Đã phân bổ (tỷ đồng)": 5.2, "Đã giải ngân": 4100}
    path = tmp_path / "hs.json"
    path.write_text(json.dumps({"Thông tin chung": [], "Giải ngân": [row, row | {"Mã kinh phí": "KP2"}]}), "utf-8")
    book, problems = read_text_dossier(path)
    assert book is not None
    cells = book.rows("Giải ngân")[0].cells
    assert (cells["Đã phân bổ"].value, cells["Đã giải ngân"].value) == (Decimal(5200), Decimal(4100))
    assert [one.code for one in problems if one.code.startswith("BNG02")] == ["BNG022"]
    records = text_records(path)[SheetTitle.DISBURSEMENTS]
    assert records[0]["Đã phân bổ"] == Decimal(5200)


def test_the_evidence_is_read_as_it_stands_or_asked_about() -> None:
    book, _ = read_workbook(EVIDENCE)
    assert book is not None
    dossier, problems = validate(book)
    assert dossier is not None
    asked = {(one.place.sheet, one.place.cell) for one in problems if one.severity == "error"}
    assert {("Số liệu", f"C{row}") for row in (5, 6, 7, 8)} <= asked
    assert {("Chỉ tiêu", "E11"), ("Chỉ tiêu", "F12")} <= asked
    values = {row.indicator: row.value for row in dossier.measurements if row.value is not None}
    assert (values["CT0"], values["CT1"], values["CT2"]) == (Decimal(5200), Decimal(5200), Decimal(70))
    deadline = next(task.deadline.day for task in dossier.tasks if task.code == "I.3")
    assert deadline is not None and (deadline.year, deadline.month, deadline.day) == (2025, 12, 31)
    assert next(row.result for row in dossier.progress if row.task == "I.3") == "12 lớp"
    assert [line.code for line in dossier.funding] == ["KP1", "KP2"]
    assert [row.disbursed for row in dossier.disbursements] == [Decimal(50), Decimal(70)]


@pytest.mark.parametrize(
    ("value", "note", "asked"),
    [("0.704", "", True), ("851", "", True), ("0.704", "đã kiểm tra", False), ("70.4", "", False), ("100", "", False)],
)
def test_a_share_that_can_hardly_be_meant_is_asked_about_until_confirmed(value: str, note: str, asked: bool) -> None:
    book, _ = read_workbook(EVIDENCE)
    assert book is not None
    dossier, _ = validate(book)
    assert dossier is not None
    indicator = next(one for one in dossier.indicators if one.code == "CT2")
    row = replace(dossier.measurements[0], indicator="CT2", value=Decimal(value), note=note)
    assert [problem.code for problem in check_plausible([row], {"CT2": indicator})] == (["CT012"] if asked else [])


@pytest.mark.parametrize("words", ["Chưa hoàn thành", "Không hoàn thành", "Cơ bản hoàn thành"])
def test_words_around_a_state_are_never_answered_with_the_bare_state(words: str) -> None:
    row = Row(RowRef("hs.xlsx", "Tiến độ", 2, {"Tình trạng": "A"}), {"Tình trạng": Cell(words, words)})
    CellReader(row, problems := ProblemList()).status("Tình trạng")
    assert [one.code for one in problems.items] == ["GT007"]
    assert problems.items[0].fix.startswith("Chọn một trong")
