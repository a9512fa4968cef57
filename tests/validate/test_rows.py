"""From workbook to dossier: a good one gives no problem, each bad one its codes at its cells."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from generator.core.model import Bloc, DeadlineKind, Direction, Dossier, Operator, ReportedStatus
from generator.core.periods import CutoffRule, Period, PeriodKind
from generator.core.problems import Problem
from generator.read.workbook import read_workbook
from generator.validate.rows import validate
from tests.workbook_builder import minimal_sheets, write_workbook

Sheets = dict[str, list[list[object]]]
Change = Callable[[Sheets], None]
TASKS, PROGRESS, SETTINGS = "Nhiệm vụ", "Tiến độ", "Thông tin chung"
INDICATORS, FIGURES, MILESTONES = "Chỉ tiêu", "Số liệu", "Lộ trình"
FUNDING, PAID, AGENCIES = "Kinh phí", "Giải ngân", "Cơ quan"
SCIENCE = "Sở Khoa học và Công nghệ"


def full_sheets() -> Sheets:
    """The minimal dossier with every other sheet filled, still without a mistake."""
    sheets = minimal_sheets()
    sheets[SETTINGS].append(["Tổng kinh phí theo kế hoạch", 3_000_000])
    sheets[AGENCIES] = [
        ["Tên cơ quan", "Viết tắt", "Tên khác", "Nhóm"],
        [SCIENCE, "SKHCN", "Sở KH&CN; Sở KHCN", "Sở"],
        ["Sở Tài chính", "STC", None, "Sở"],
    ]
    sheets[INDICATORS] = [
        ["Mã", "Nhóm", "Tên chỉ tiêu", "Đơn vị tính", "Chiều", "Mục tiêu", "Năm mục tiêu", "Giá trị gốc", "Năm gốc"],
        ["CT01", "Kinh tế số", "Tỷ trọng kinh tế số", "%", "Tăng", "khoảng 9-10%", 2025, "7,5", 2024],
        ["CT02", "Kinh tế số", "Số xã chưa có sóng", "xã", "Giảm", 0, "năm 2025", 12, None],
        ["CT03", "Thể chế", "Ban hành quy chế", None, None, "Hoàn thành", None, None, None],
    ]
    sheets[MILESTONES] = [["Mã chỉ tiêu", "Năm", "Mục tiêu"], ["CT01", 2025, "≥ 8"], ["CT01", 2026, "≥ 9"]]
    sheets[FIGURES] = [
        ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Nguồn số liệu", "Ghi chú"],
        ["CT01", "2025-Q2", "7,8%", "Cục Thống kê", None],
        ["CT01", "2025-Q3", 8.25, "Cục Thống kê", None],
        ["CT03", "2025-Q3", "Đạt", None, None],
    ]
    sheets[FUNDING] = [
        ["Mã", "Nguồn vốn", "Nội dung", "Mã nhiệm vụ", "Cơ quan thực hiện", "Kế hoạch (triệu đồng)"],
        ["KP1", "Ngân sách trung ương", "Trung tâm dữ liệu", "I.1", SCIENCE, 1_000_000],
        ["KP2", "Ngân sách tỉnh", None, None, "SKHCN; STC", "2.000.000"],
    ]
    sheets[PAID] = [
        ["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"],
        ["KP1", "2025-Q2", 500_000, 100_000],
        ["KP1", "2025-Q3", 600_000, 250_000],
    ]
    sheets["Văn bản"] = [
        ["Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"],
        ["2025-Q3", "45/KH-UBND", date(2025, 7, 2), "UBND tỉnh", "Kế hoạch hành động"],
    ]
    sheets["Nội dung"] = [["Kỳ báo cáo", "Mục", "Nội dung"], ["2025-Q3", "Đánh giá chung", "Đoạn một\n- ý hai"]]
    return sheets


def check(path: Path) -> tuple[Dossier | None, list[Problem]]:
    book, problems = read_workbook(path)
    assert book is not None, problems
    dossier, found = validate(book)
    return dossier, problems + found


def dossier_of(tmp_path: Path, sheets: Sheets) -> Dossier:
    dossier, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    assert dossier is not None
    return dossier


def put(sheet: str, cell: str, value: object) -> Change:
    """A change that writes `value` into `cell` ("F2") of `sheet`, on a new row if need be."""
    column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1

    def change(sheets: Sheets) -> None:
        rows = sheets[sheet]
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value

    return change


def also(*changes: Change) -> Change:
    def change(sheets: Sheets) -> None:
        for each in changes:
            each(sheets)

    return change


def add_row(sheet: str, *cells: object) -> Change:
    return lambda sheets: sheets[sheet].append(list(cells))


def codes(problems: list[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.place.sheet, problem.place.cell) for problem in problems]


def test_a_good_workbook_gives_no_problem(tmp_path: Path) -> None:
    dossier = dossier_of(tmp_path, full_sheets())
    assert {
        "agencies": len(dossier.agencies),
        "tasks": len(dossier.tasks),
        "progress": len(dossier.progress),
        "indicators": len(dossier.indicators),
        "milestones": len(dossier.milestones),
        "measurements": len(dossier.measurements),
        "funding": len(dossier.funding),
        "disbursements": len(dossier.disbursements),
        "documents": len(dossier.documents),
        "narratives": len(dossier.narratives),
    } == {
        "agencies": 2,
        "tasks": 3,
        "progress": 3,
        "indicators": 3,
        "milestones": 2,
        "measurements": 3,
        "funding": 2,
        "disbursements": 2,
        "documents": 1,
        "narratives": 1,
    }


def test_records_hold_what_the_sheets_say(tmp_path: Path) -> None:
    dossier = dossier_of(tmp_path, full_sheets())
    task, progress = dossier.tasks[0], dossier.progress[0]
    assert (task.code, task.number, task.lead, task.deadline.day) == ("I.1", "1", (SCIENCE,), date(2025, 8, 31))
    assert (progress.status, progress.percent) == (ReportedStatus.COMPLETED, Decimal(100))
    assert progress.period == Period(PeriodKind.QUARTER, 2025, 3)
    share, covered, rules = dossier.indicators
    assert (share.target.operator, share.target.value, share.target.upper) == (Operator.RANGE, Decimal(9), Decimal(10))
    assert (share.target_year, share.base_value, share.base_year) == (2025, Decimal("7.5"), 2024)
    assert (covered.direction, covered.target.value, covered.target_year) == (Direction.DOWN, Decimal(0), 2025)
    assert (rules.direction, rules.target.operator) == (Direction.UP, Operator.YES_NO)
    assert [(row.value, row.words) for row in dossier.measurements] == [
        (Decimal("7.8"), ""),
        (Decimal("8.25"), ""),
        (None, "Đạt"),
    ]
    assert dossier.funding[1].agencies == (SCIENCE, "Sở Tài chính")
    assert dossier.funding[1].planned == Decimal(2_000_000)
    assert dossier.agencies[0].aliases == ("Sở KH&CN", "Sở KHCN")
    assert dossier.narratives[0].text == "Đoạn một\n- ý hai"


def test_settings_repeat_by_rows_and_by_lines_and_lose_their_bullets(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[SETTINGS] += [["Căn cứ", "Căn cứ Luật Tổ chức;\n- Căn cứ Nghị quyết số 57-NQ/TW;"], ["Căn cứ", "Căn cứ ba."]]
    settings = dossier_of(tmp_path, sheets).settings
    assert settings.legal_bases == ("Căn cứ Luật Tổ chức", "Căn cứ Nghị quyết số 57-NQ/TW", "Căn cứ ba")
    assert settings.recipients == ("Như trên", "Lưu: VT, VX4")
    assert settings.authority_lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    assert settings.plan_date == date(2025, 3, 27)
    assert (settings.bloc, settings.cutoff, settings.illustrative) == (Bloc.STATE, CutoffRule.DECREE_09, False)
    assert settings.places["Trích yếu"].cell == "B9"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-09", "2025-09"),
        (date(2025, 9, 1), "2025-09"),
        (2025, "2025"),
        ("Quý III/2025", "2025-Q3"),
        ("6 tháng đầu năm 2025", "2025-H1"),
        ("2025-9M", "2025-9M"),
    ],
)
def test_a_period_is_read_however_excel_kept_it(tmp_path: Path, value: object, expected: str) -> None:
    sheets = minimal_sheets()
    sheets[PROGRESS][2][1] = value
    assert dossier_of(tmp_path, sheets).progress[1].period.code == expected


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("hoàn thành", ReportedStatus.COMPLETED),
        ("Đã hoàn thành", ReportedStatus.COMPLETED),
        ("HOÀN  THÀNH", ReportedStatus.COMPLETED),
        (unicodedata.normalize("NFC", "Tạm dừng"), ReportedStatus.SUSPENDED),
    ],
)
def test_a_status_is_matched_by_case_and_spaces(tmp_path: Path, value: str, status: ReportedStatus) -> None:
    sheets = minimal_sheets()
    sheets[PROGRESS][1][2] = value
    sheets[PROGRESS][1][3] = date(2025, 8, 20) if status is ReportedStatus.COMPLETED else None
    assert dossier_of(tmp_path, sheets).progress[0].status is status


def test_a_month_shown_in_a_deadline_cell_means_its_last_day(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    book[TASKS]["I2"].value = date(2025, 11, 1)
    book[TASKS]["I2"].number_format = "mm/yyyy"
    book.save(path)
    dossier, problems = check(path)
    assert problems == []
    assert dossier is not None
    assert dossier.tasks[0].deadline.day == date(2025, 11, 30)


def test_a_date_shown_month_first_is_doubted(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    for cell, day in (("D2", date(2025, 7, 8)), ("D3", None)):
        book[PROGRESS][cell].value = day
        book[PROGRESS][cell].number_format = "m/d/yyyy"
    book[TASKS]["I2"].number_format = "m/d/yyyy"
    book.save(path)
    _, problems = check(path)
    assert codes(problems) == [("GT005", PROGRESS, "D2")]
    assert "08/7/2025" in problems[0].message
    assert "07/8/2025" in problems[0].message


BAD: list[tuple[Change, list[tuple[str, str | None, str | None]]]] = [
    # Values
    (put(TASKS, "E2", None), [("GT001", TASKS, "E2")]),
    (put(TASKS, "A2", None), [("GT001", TASKS, "A2"), ("MA002", PROGRESS, "A2"), ("MA002", FUNDING, "D2")]),
    (put(FUNDING, "F2", "một tỷ"), [("GT002", FUNDING, "F2")]),
    (put(FUNDING, "F2", date(2025, 1, 1)), [("GT002", FUNDING, "F2")]),
    (put(FUNDING, "F2", -5), [("GT017", FUNDING, "F2")]),
    (put(FIGURES, "C3", "12.5"), [("GT003", FIGURES, "C3")]),
    (put(PROGRESS, "D2", "31/02/2025"), [("GT004", PROGRESS, "D2")]),
    (put(PROGRESS, "D2", 45889), [("GT004", PROGRESS, "D2")]),
    (put(TASKS, "I2", "31/02/2026"), [("GT004", TASKS, "I2")]),
    (put(TASKS, "I2", 9.2025), [("GT004", TASKS, "I2")]),
    (put(TASKS, "I2", "Sau khi có hướng dẫn"), [("GT014", TASKS, "I2")]),
    (put(PROGRESS, "B2", "quý 5/2025"), [("GT006", PROGRESS, "B2")]),
    (put(PROGRESS, "B2", date(2025, 9, 30)), [("GT006", PROGRESS, "B2")]),
    (put(PROGRESS, "B2", 9.2025), [("GT006", PROGRESS, "B2")]),
    (put(PROGRESS, "B2", None), [("GT001", PROGRESS, "B2")]),
    (put(PROGRESS, "C2", "Hòan thàn"), [("GT007", PROGRESS, "C2")]),
    (put(PROGRESS, "C2", None), [("GT001", PROGRESS, "C2")]),
    (put(PROGRESS, "E3", 120), [("GT008", PROGRESS, "E3")]),
    (put(PROGRESS, "E3", 0.4), [("GT003", PROGRESS, "E3")]),
    (put(PROGRESS, "F3", "=A1&B1"), [("GT009", PROGRESS, "F3")]),
    (put(PROGRESS, "F3", "#REF!"), [("GT010", PROGRESS, "F3")]),
    (put(TASKS, "E2", unicodedata.normalize("NFD", "Xây dựng nền tảng số")), [("GT011", TASKS, "E2")]),
    (put(TASKS, "E2", "Xây dựng\u200b nền_x0007_ tảng"), [("GT012", TASKS, "E2")]),
    (put(TASKS, "E2", "X©y dùng nÒn t¶ng sè"), [("GT013", TASKS, "E2")]),
    (put(TASKS, "E2", "Xaây döïng neàn taûng soá"), [("GT013", TASKS, "E2")]),
    (put(INDICATORS, "F2", "10-9%"), [("GT015", INDICATORS, "F2")]),
    (put(INDICATORS, "F2", date(2025, 10, 9)), [("GT015", INDICATORS, "F2")]),
    (put(INDICATORS, "G2", "hai nghìn"), [("GT016", INDICATORS, "G2")]),
    (put(MILESTONES, "B2", 25), [("GT016", MILESTONES, "B2")]),
    (put(INDICATORS, "E2", "Lên"), [("GT007", INDICATORS, "E2")]),
    # Codes
    (put(TASKS, "A3", "I.1"), [("MA001", TASKS, "A3"), ("MA002", PROGRESS, "A3")]),
    (put(PROGRESS, "A2", "I.9"), [("MA002", PROGRESS, "A2")]),
    (put(FIGURES, "A2", "CT1"), [("MA002", FIGURES, "A2")]),
    (put(FUNDING, "D2", "I.99"), [("MA002", FUNDING, "D2")]),
    (put(PAID, "A2", "KP9"), [("MA002", PAID, "A2")]),
    (put(PROGRESS, "A3", "I.1"), [("MA003", PROGRESS, "A3")]),
    (put(FIGURES, "B3", "quý II năm 2025"), [("MA003", FIGURES, "A3")]),
    (put(MILESTONES, "B3", 2025), [("MA003", MILESTONES, "A3")]),
    (put(PAID, "B3", "2025-Q2"), [("MA003", PAID, "A3")]),
    # Settings
    (put(SETTINGS, "B4", None), [("TTC001", SETTINGS, "B4")]),
    (put(SETTINGS, "A4", "Ghi chú nội bộ"), [("TTC001", SETTINGS, None), ("TTC002", SETTINGS, "A4")]),
    (put(SETTINGS, "A4", "Kí hiệu cơ quan"), [("TTC002", SETTINGS, "A4")]),
    (add_row(SETTINGS, "Địa danh", "Sơn La"), [("TTC003", SETTINGS, "A17")]),
    (put(SETTINGS, "B2", "Chính phủ"), [("GT007", SETTINGS, "B2")]),
    (add_row(SETTINGS, "Chốt số liệu", "Nghị định"), [("GT007", SETTINGS, "B17")]),
    (put(SETTINGS, "B8", "hôm nay"), [("GT004", SETTINGS, "B8")]),
    (put(SETTINGS, "B16", "ba tỷ"), [("GT002", SETTINGS, "B16")]),
    # Agencies
    (put(TASKS, "F2", "Sở Khoa học và Công nghê"), [("CQ001", TASKS, "F2")]),
    (put(TASKS, "G2", "Sở Y tế"), [("CQ001", TASKS, "G2")]),
    (put(AGENCIES, "C3", "Sở KHCN"), [("CQ002", AGENCIES, "C3")]),
    # Progress
    (put(PROGRESS, "D2", None), [("TD001", PROGRESS, "D2")]),
    (put(PROGRESS, "D2", date(2025, 3, 26)), [("TD002", PROGRESS, "D2")]),
    (put(PROGRESS, "D2", date(2025, 9, 15)), [("TD003", PROGRESS, "D2")]),
    (put(PROGRESS, "E2", 90), [("TD004", PROGRESS, "E2")]),
    (put(PROGRESS, "C3", "Chưa thực hiện"), [("TD004", PROGRESS, "E3")]),
    (put(PROGRESS, "D3", date(2025, 9, 1)), [("TD005", PROGRESS, "D3")]),
    # Indicators and money
    (put(FIGURES, "C3", "nhiều"), [("GT002", FIGURES, "C3")]),
    (put(FIGURES, "C3", None), [("GT001", FIGURES, "C3")]),
    (put(FIGURES, "C4", 100), [("CT001", FIGURES, "C4")]),
    (put(PAID, "D3", 700_000), [("KP001", PAID, "D3")]),
    (put(PAID, "C3", 1_000_001), [("KP002", PAID, "C3")]),
    (also(put(PAID, "C3", None), put(PAID, "D3", 1_000_001)), [("KP005", PAID, "D3"), ("KP001", PAID, "D3")]),
    (put(PAID, "D3", 50_000), [("KP004", PAID, "D3")]),
    (put(FUNDING, "F2", 1_020_000), [("KP003", FUNDING, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), BAD, ids=[f"{case[1][0][0]}-{n}" for n, case in enumerate(BAD)])
def test_a_bad_cell_is_named_by_code_and_place(
    tmp_path: Path, change: Change, expected: list[tuple[str, str | None, str | None]]
) -> None:
    sheets = full_sheets()
    change(sheets)
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert codes(problems) == expected, [str(problem) for problem in problems]
    assert all(problem.message and problem.fix for problem in problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put(PROGRESS, "C2", "Hòan thàn"), "“Hoàn thành”"),
        (put(PROGRESS, "B2", "9.2025"), "2025-09"),
        (put(PROGRESS, "B2", "III-2025"), "2025-Q3"),
        (put(PROGRESS, "D2", 45889), "20/8/2025"),
        (put(PROGRESS, "D2", "8/20/2025"), "20/8/2025"),
        (put(TASKS, "I2", "30/6/26"), "30/6/2026"),
        (put(PROGRESS, "A2", "I.11"), "“I.1”"),
        (put(TASKS, "E2", "X©y dùng nÒn t¶ng sè"), "“Xây dựng nền tảng số”"),
        (put(TASKS, "F2", "Sở Khoa học và Công nghê"), f"“{SCIENCE}”"),
        (put(SETTINGS, "A4", "Kí hiệu cơ quan"), "“Ký hiệu cơ quan”"),
        (put(FIGURES, "C3", "12.5"), "12,5 hoặc 125"),
        (put(PROGRESS, "A3", "I.1"), "ô A2"),
    ],
)
def test_a_problem_says_what_was_probably_meant(tmp_path: Path, change: Change, words: str) -> None:
    sheets = full_sheets()
    change(sheets)
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert words in str(problems[0])


def test_the_sum_of_the_money_is_held_against_the_plans_own_total(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[SETTINGS][-1] = ["Tổng kinh phí theo kế hoạch", "3.726.756"]
    sheets[FUNDING][1][5], sheets[FUNDING][2][5] = 973_756, 2_773_000
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert codes(problems) == [("KP003", FUNDING, None)]
    for figure in ("3.746.756", "3.726.756", "chênh lệch 20.000 triệu đồng"):
        assert figure in problems[0].message


def test_a_left_out_row_brings_no_second_problem(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[TASKS][1][8] = "31/02/2026"
    sheets[INDICATORS][1][5] = "10-9%"
    sheets[FUNDING][1][5] = "một tỷ"
    dossier, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert [code for code, _, _ in codes(problems)] == ["GT004", "GT015", "GT002"]
    assert dossier is not None
    assert [task.code for task in dossier.tasks] == ["I.2", "II.1"]
    assert [row.task for row in dossier.progress] == ["I.2", "II.1"]
    assert (dossier.milestones, [row.indicator for row in dossier.measurements]) == ((), ["CT03"])
    assert dossier.disbursements == ()


def test_every_problem_of_a_row_is_reported_in_one_run(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[PROGRESS][1] = ["I.9", "quý 5", "gần xong", "31/02/2025", 120, "#REF!", "=A1", None, "Sở Y tế"]
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert codes(problems) == [
        ("MA002", PROGRESS, "A2"),
        ("GT006", PROGRESS, "B2"),
        ("GT007", PROGRESS, "C2"),
        ("GT004", PROGRESS, "D2"),
        ("GT008", PROGRESS, "E2"),
        ("GT010", PROGRESS, "F2"),
        ("GT009", PROGRESS, "G2"),
        ("CQ001", PROGRESS, "I2"),
    ]


def test_problems_come_in_the_order_of_sheets_and_rows(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[PAID][2][3] = -1
    sheets[PROGRESS][2][4] = 300
    sheets[TASKS][3][4] = None
    sheets[SETTINGS][1][1] = "Quân đội"
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert [sheet for _, sheet, _ in codes(problems)] == [SETTINGS, TASKS, PROGRESS, PAID]


def test_a_recurring_task_may_be_done_without_a_day(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[PROGRESS][3][2] = "Hoàn thành"
    dossier = dossier_of(tmp_path, sheets)
    assert dossier.tasks[2].deadline.kind is DeadlineKind.RECURRING


def test_without_a_code_column_nobody_is_blamed_for_unknown_codes(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][0][0] = "Cột khác"
    _, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert [code for code, _, _ in codes(problems)] == ["BNG002"]


def test_without_settings_there_is_no_dossier_but_all_problems(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    del sheets[SETTINGS]
    sheets[TASKS][1][8] = "31/02/2026"
    dossier, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert dossier is None
    assert [code for code, _, _ in codes(problems)] == ["BNG001", "GT004"]


def test_codes_match_whatever_their_case_and_come_out_as_the_plan_spells_them(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[PROGRESS][1][0] = " i.1 "
    assert dossier_of(tmp_path, sheets).progress[0].task == "I.1"


def test_number_cells_serve_as_codes(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][1][0], sheets[PROGRESS][1][0] = 1.1, "1.1"
    assert dossier_of(tmp_path, sheets).progress[0].task == "1.1"


def test_a_legacy_font_is_reported_where_letters_alone_prove_nothing(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    book[TASKS]["J2"].value = "bé"
    book[TASKS]["J2"].font = Font(name=".VnTime")
    book.save(path)
    _, problems = check(path)
    assert codes(problems) == [("GT013", TASKS, "J2")]
    assert "“bộ”" in problems[0].fix


HOSTILE = (
    "{{ 7*7 }} {% for x in y %} <b>đậm</b> & \"nháy\" 'đơn' ]]> --> &amp; =SUM(A1) \\ %s %d {0} $1 ../../etc/passwd"
)


def test_hostile_text_passes_as_text(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[TASKS][1][4] = sheets[PROGRESS][1][5] = sheets["Nội dung"][1][2] = HOSTILE
    sheets[SETTINGS][8][1] = HOSTILE
    dossier = dossier_of(tmp_path, sheets)
    assert {
        dossier.tasks[0].content,
        dossier.progress[0].result,
        dossier.narratives[0].text,
        dossier.settings.subject,
    } == {HOSTILE}


def test_decomposed_text_becomes_composed_everywhere(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[TASKS][1][4] = unicodedata.normalize("NFD", "Hoà giải ở cơ sở")
    sheets[PROGRESS][2][2] = unicodedata.normalize("NFD", "Đang thực hiện")
    dossier, problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert codes(problems) == [("GT011", TASKS, "E2"), ("GT011", PROGRESS, "C3")]
    assert dossier is not None
    assert dossier.tasks[0].content == unicodedata.normalize("NFC", "Hoà giải ở cơ sở")
    assert dossier.progress[1].status is ReportedStatus.IN_PROGRESS


@pytest.mark.parametrize("piece", ["a, ", "Sở A, ", "Sở A và Sở B; ", "trước ", "9-", "®Þnh "])
def test_a_cell_full_of_separators_costs_no_time(tmp_path: Path, piece: str) -> None:
    sheets = full_sheets()
    text = piece * (30_000 // len(piece))
    sheets[TASKS][1][5] = sheets[TASKS][1][8] = sheets[INDICATORS][1][5] = text
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    began = time.process_time()
    _, problems = check(path)
    assert time.process_time() - began < 5
    assert {problem.place.cell for problem in problems} & {"F2", "I2"}


def test_thousands_of_unknown_codes_cost_no_time(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS] += [[f"A.{n}", "I", None, n, f"Nội dung {n}", "Sở Tài chính"] for n in range(5_000)]
    sheets[PROGRESS] += [[f"B.{n}", "2025-Q3", "Đang thực hiện"] for n in range(5_000)]
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    began = time.process_time()
    _, problems = check(path)
    assert time.process_time() - began < 10
    assert [code for code, _, _ in codes(problems)] == ["MA002"] * 5_000


@pytest.mark.parametrize(("title", "row"), [(INDICATORS, 1), (MILESTONES, 1)])
def test_a_target_that_names_another_year_than_its_row_is_asked_about(tmp_path: Path, title: str, row: int) -> None:
    sheets = full_sheets()
    column = sheets[title][0].index("Mục tiêu")
    sheets[title][row][column] = "100% vào năm 2030"
    assert ("GT015", title) in _found(tmp_path, sheets)
    sheets[title][row][column] = "100% vào năm 2025"
    assert ("GT015", title) not in _found(tmp_path, sheets)


def test_a_date_of_a_year_nobody_plans_for_is_no_deadline(tmp_path: Path) -> None:
    sheets = full_sheets()
    sheets[TASKS][1][8] = date(2205, 12, 31)
    assert ("GT004", TASKS) in _found(tmp_path, sheets)


def _found(tmp_path: Path, sheets: Sheets) -> set[tuple[str, str | None]]:
    book, _ = read_workbook(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert book is not None
    return {(problem.code, problem.place.sheet) for problem in validate(book)[1]}


@pytest.mark.parametrize(
    ("target", "unit", "base", "told"),
    [
        ("Có", None, "Chưa", False),
        ("Hoàn thành", None, "Chưa hoàn thành", False),
        ("Ban hành", None, "Đã ban hành", False),
        ("Có", None, "Gần xong", True),
        (80, "%", "Chưa", True),
    ],
)
def test_where_a_thing_to_be_there_began_is_said_in_words(
    tmp_path: Path, target: object, unit: str | None, base: str, told: bool
) -> None:
    sheets = minimal_sheets()
    sheets[INDICATORS] = [
        ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Giá trị gốc"],
        ["CT1", "Quy chế", unit, target, base],
    ]
    book, _ = read_workbook(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert book is not None
    found, problems = validate(book)
    assert [one.code for one in problems] == (["GT002"] if told else [])
    assert found is not None and [one.base_value for one in found.indicators] == ([] if told else [None])
