"""Figures that can hardly be meant are asked about from the first period on, until a person stands by them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.comments import Comment

from cli import baocao
from generator.core.problems import ExitCode
from generator.stories.dossier import check
from generator.validate.plausible import UNCONFIRMED, confirms
from generator.write.annotate import annotate
from tests.workbook_builder import minimal_sheets, write_workbook

TRIED = tomllib.loads((Path(__file__).parent / "plausible.toml").read_text(encoding="utf-8"))
ROOT = Path(__file__).resolve().parents[2]
NQ57, PLAN_2391 = ROOT / "inputs" / "lai-chau-nq57.xlsx", ROOT / "inputs" / "lai-chau-2391.xlsx"
PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3")
INDICATOR = ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Giá trị gốc", "Ghi chú"]
FIGURE = ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Ghi chú"]
LINE = ["Mã", "Nguồn vốn", "Kế hoạch (triệu đồng)", "Ghi chú"]
PAID = ["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân", "Ghi chú"]
SUMS = (5200, 3100, 3.9)
COLUMNS = {"C": "Đã phân bổ", "D": "Đã giải ngân"}


def number(text: str) -> float | None:
    return float(text) if text else None


def dossier(folder: Path, **sheets: list[list[object]]) -> Path:
    titles = {"indicators": "Chỉ tiêu", "figures": "Số liệu", "lines": "Kinh phí", "paid": "Giải ngân"}
    own = {titles[name]: rows for name, rows in sheets.items()}
    return write_workbook(folder / "hs.xlsx", minimal_sheets() | own)


def asked(path: Path) -> list[tuple[str | None, str | None]]:
    return [(one.place.sheet, one.place.cell) for one in check(path).problems if one.code in UNCONFIRMED]


def test_a_figure_is_held_against_its_unit_target_and_base_in_the_first_period(tmp_path: Path) -> None:
    cases = TRIED["indicators"]
    indicators: list[list[object]] = [INDICATOR]
    figures: list[list[object]] = [FIGURE]
    for at, (name, unit, target, base, value, _) in enumerate(cases):
        indicators.append([f"CT{at}", name, unit, number(target), number(base)])
        figures.append([f"CT{at}", "2025-Q3", number(value)])
    found = asked(dossier(tmp_path, indicators=indicators, figures=figures))
    got = [(*case[:5], ("Số liệu", f"C{at + 2}") in found) for at, case in enumerate(cases)]
    assert got == [tuple(case) for case in cases]


@pytest.mark.parametrize(
    ("unit", "value", "is_doubted"),
    [("triệu đồng", 650, True), ("triệu đồng", 80000, False), ("triệu đồng", 1500, True), ("lượt", 650, False)],
)
def test_a_thousandth_of_a_years_money_is_asked_about(unit: str, value: int, is_doubted: bool, tmp_path: Path) -> None:
    heading = ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu", "Năm mục tiêu"]
    goal = ["CT", "Thu ngân sách", unit, "Luỹ kế năm", 1200000, 2025]
    path = dossier(tmp_path, indicators=[heading, goal], figures=[FIGURE, ["CT", "2025-Q2", value]])
    assert bool(asked(path)) is is_doubted


@pytest.mark.parametrize(("unit", "target", "values", "doubted"), TRIED["periods"])
def test_a_figure_is_held_against_those_of_other_periods(
    unit: str, target: str, values: list[str], doubted: list[str], tmp_path: Path
) -> None:
    figures = [["CT", period, number(value)] for period, value in zip(PERIODS, values, strict=False)]
    path = dossier(
        tmp_path, indicators=[INDICATOR, ["CT", "Chỉ tiêu X", unit, number(target)]], figures=[FIGURE, *figures]
    )
    assert asked(path) == [("Số liệu", f"C{values.index(one) + 2}") for one in doubted]


@pytest.mark.parametrize(("name", "unit", "target", "base", "column"), TRIED["plans"])
def test_base_and_target_are_held_against_each_other(
    name: str, unit: str, target: str, base: str, column: str, tmp_path: Path
) -> None:
    path = dossier(tmp_path, indicators=[INDICATOR, ["CT", name, unit, number(target), number(base)]])
    cell = {"Mục tiêu": "D2", "Giá trị gốc": "E2"}.get(column)
    assert asked(path) == ([("Chỉ tiêu", cell)] if cell else [])


@pytest.mark.parametrize(("planned", "before", "now", "doubted"), TRIED["money"])
def test_money_is_held_against_the_plan_and_the_period_before(
    planned: str, before: list[str], now: list[str], doubted: list[str], tmp_path: Path
) -> None:
    rows = [[*("KP", period), *map(number, sums)] for period, sums in (("2025-Q2", before), ("2025-Q3", now))]
    path = dossier(tmp_path, lines=[LINE, ["KP", "Ngân sách tỉnh", number(planned)]], paid=[PAID, *rows])
    assert [COLUMNS[str(cell)[0]] for sheet, cell in asked(path) if cell and cell[1:] == "3"] == doubted


@pytest.mark.parametrize(("sums", "doubted"), TRIED["planned"])
def test_a_planned_sum_is_held_against_the_other_rows(sums: list[str], doubted: list[str], tmp_path: Path) -> None:
    lines = [[f"KP{at}", "Ngân sách tỉnh", number(planned)] for at, planned in enumerate(sums)]
    path = dossier(tmp_path, lines=[LINE, *lines])
    assert asked(path) == [("Kinh phí", f"C{sums.index(one) + 2}") for one in doubted]


def test_a_planned_sum_beyond_the_plan_s_own_total_is_asked_about(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Tổng kinh phí theo kế hoạch", 5200])
    sheets["Kinh phí"] = [LINE, ["KP", "Ngân sách tỉnh", 5200000000]]
    assert asked(write_workbook(tmp_path / "hs.xlsx", sheets)) == [("Kinh phí", "C2")]


@pytest.mark.parametrize(("rows", "code", "row"), TRIED["sums"])
def test_money_that_would_be_counted_twice_is_asked_about(
    rows: list[list[object]], code: str, row: int, tmp_path: Path
) -> None:
    heading = ["Mã", "Nguồn vốn", "Nội dung", "Kế hoạch (triệu đồng)", "Ghi chú"]
    found = check(dossier(tmp_path, lines=[heading, *rows]))
    told = [(one.code, one.place.cell) for one in found.problems if one.code.startswith("KP01")]
    assert told == ([(code, f"D{row}")] if code else [])
    assert not [one for one in found.problems if one.code == "GT001"]
    confirmed = check(dossier(tmp_path, lines=[heading, *([*one, "đã kiểm tra"] for one in rows)]))
    assert [one.code for one in confirmed.problems if one.code.startswith("KP01")] == [code] * (code == "KP010")


def test_a_dash_in_a_column_of_numbers_is_nothing_and_told(tmp_path: Path) -> None:
    paid = [PAID, ["KP", "2025-Q2", 4000, 3100], ["KP", "2025-Q3", "-", "–"]]
    found = check(dossier(tmp_path, lines=[LINE, ["KP", "Ngân sách tỉnh", 5200]], paid=paid))
    told = [(one.code, one.place.cell) for one in found.problems if one.place.sheet == "Giải ngân"]
    assert told == [("GT039", "C3"), ("GT039", "D3")]
    assert found.dossier is not None
    assert [(row.allocated, row.disbursed) for row in found.dossier.disbursements] == [
        (Decimal(4000), Decimal(3100)),
        (None, None),
    ]


@pytest.mark.parametrize("path", [NQ57, PLAN_2391], ids=lambda path: path.stem)
def test_nothing_of_the_examples_is_asked_about(path: Path) -> None:
    assert asked(path) == []


# --- what a person confirms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("note", "is_one"), TRIED["notes"])
def test_a_note_confirms_by_its_own_words(note: str, is_one: bool) -> None:
    assert confirms(note) is is_one


def sheets_in_doubt(note: str | None = None) -> dict[str, list[list[object]]]:
    return {
        "indicators": [INDICATOR, ["CT", "Tỷ lệ X", "%", 80, 0.62, note]],
        "figures": [FIGURE, ["CT", "2025-Q3", 0.704, note]],
        "lines": [
            LINE,
            *([f"KP{at}", "Ngân sách tỉnh", planned, note] for at, planned in enumerate(SUMS)),
        ],
        "paid": [PAID, ["KP0", "2025-Q3", 5000, 4.2, note]],
    }


DOUBTED = [("Chỉ tiêu", "E2"), ("Số liệu", "C2"), ("Kinh phí", "C4"), ("Giải ngân", "D2")]


def test_column_note_confirms_every_kind_of_figure(tmp_path: Path) -> None:
    assert sorted(asked(dossier(tmp_path, **sheets_in_doubt("chưa rõ")))) == sorted(DOUBTED)
    assert asked(dossier(tmp_path, **sheets_in_doubt("Đã kiểm tra"))) == []


def test_the_note_on_a_cell_confirms_that_cell_alone(tmp_path: Path) -> None:
    path = dossier(tmp_path, **sheets_in_doubt())
    for sheet, cell in DOUBTED:
        book = load_workbook(path)
        book[sheet][cell].comment = Comment("Trần Thị B:\nđã kiểm tra với Sở Tài chính", "Trần Thị B")
        book.save(path)
        assert (sheet, cell) not in asked(path)
    assert asked(path) == []


def test_the_notes_of_a_marked_copy_confirm_nothing(tmp_path: Path) -> None:
    path = dossier(tmp_path, **sheets_in_doubt())
    marked = annotate(path, check(path).problems, tmp_path / "danh-dau.xlsx")
    assert sorted(asked(marked)) == sorted(DOUBTED)


def test_a_final_version_waits_until_the_figure_is_confirmed(tmp_path: Path) -> None:
    book = load_workbook(NQ57)
    rows = list(book["Số liệu"].iter_rows())
    titles = [cell.value for cell in rows[0]]
    at = titles.index("Giá trị")
    row = next(row for row in rows if row[0].value == "CT07" and row[titles.index("Kỳ báo cáo")].value == "2026-Q2")
    row[at].value = float(Decimal("0.704"))
    other = next(row for row in rows if row[0].value == "CT07" and row[titles.index("Kỳ báo cáo")].value == "2025-Q3")
    other[at].value = 0.625  # doubted too, but of a period that this report does not print
    book.save(path := tmp_path / "hs.xlsx")
    command = ["build", str(path), "--period", "2026-Q2", "--out"]
    draft = said(*command, str(tmp_path / "du-thao"))
    assert (draft.return_value, "CT012" in draft.output) == (ExitCode.DONE, True)
    final = str(tmp_path / "chinh-thuc")
    refused = said(*command, final, "--final")
    assert refused.return_value == ExitCode.PROBLEMS
    assert "số liệu khó tin chưa được xác nhận" in refused.output
    assert not Path(final).exists()
    row[at].comment = Comment("đã kiểm tra", "B")
    book.save(path)
    confirmed = said(*command, final, "--final")
    assert (confirmed.return_value, confirmed.output.count("CT012")) == (ExitCode.DONE, 1), confirmed.output


def said(*arguments: str) -> Result:
    return CliRunner().invoke(baocao, arguments, standalone_mode=False)
