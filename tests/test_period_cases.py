"""Dossiers that once printed figures which add up and yet say something false, each with the right figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.compute.comparison_choice import CompareWith, compared_with
from generator.compute.facts import Facts, compute
from generator.compute.facts_json import facts_as_json
from generator.compute.reminders import reminders
from generator.compute.restatements import IssuedReport, restatement_problems
from generator.core.period_names import parse_period
from generator.core.problems import BadDossier
from generator.render.one_task import of_part
from generator.render.report import render_report
from generator.render.shelf import TemplateShelf
from generator.stories.build import build
from generator.stories.dossier import check, find_agency, period_problems
from generator.stories.jobs import Job
from tests.render.test_report_text import dump
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests/cases/dossier"
NQ57, PLAN_2391 = ROOT / "inputs/lai-chau-nq57.xlsx", ROOT / "inputs/lai-chau-2391.xlsx"


@cache
def facts(path: Path, code: str) -> Facts:
    dossier, period = check(path).dossier, parse_period(code)
    assert dossier is not None and period is not None
    return compute(dossier, period)


@cache
def printed(path: Path, code: str) -> dict[str, str]:
    return {
        one.stem: dump(one.document.content) for one in render_report(facts(path, code), TemplateShelf("nd30")).files
    }


def indicator(path: Path, code: str, name: str) -> dict[str, Any]:
    return next(one for one in facts_as_json(facts(path, code), ())["indicators"] if one["code"] == name)


def codes(path: Path, period: str = "") -> set[str]:
    found = check(path)
    assert found.dossier is not None
    asked = parse_period(period)
    of_period = period_problems(found.dossier, asked) if asked else ()
    return {one.code for one in (*found.problems, *of_period)}


def changed(path: Path, folder: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(path)
    change(book)
    target = folder / path.name
    book.save(target)
    return target


# --- the month is a month, the year is the year --------------------------------------------------------


def test_a_month_has_no_document_and_no_result_of_its_quarter() -> None:
    report = printed(NQ57, "2025-09")["bao-cao"]
    assert "18/7/2025" not in report and "06/8/2025" not in report
    assert "Tình hình, kết quả trong kỳ:" not in report
    assert "chưa có kết quả riêng của tháng 9 năm 2025" in report
    assert all(
        fact.reported is bool(fact.answers) and not fact.in_period for fact in facts(NQ57, "2025-09").tasks.items
    )


def test_a_year_gathers_its_quarters_in_order_each_named() -> None:
    report = printed(NQ57, "2025")["bao-cao"]
    [line] = [line for line in report.splitlines() if "612 cán bộ" in line]
    assert (
        line.index("quý III tổ chức") < line.index("612 cán bộ") < line.index("quý IV tổ chức") < line.index("840 lượt")
    )
    appendix = next(text for text in printed(NQ57, "2025").values() if "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ" in text)
    assert any("Quý III: " in row and "Quý IV: " in row for row in appendix.splitlines())


def test_a_plan_newer_than_the_period_is_told_and_a_final_version_asks(tmp_path: Path) -> None:
    assert "KY001" in codes(NQ57, "2025-H1") and "KY001" not in codes(NQ57, "2025-Q3")
    assert "KY001" in codes(PLAN_2391, "2026-Q1")
    with pytest.raises(BadDossier, match="cần được xác nhận"):
        build(Job(NQ57, "2025-H1", out=tmp_path, final=True))
    with pytest.raises(BadDossier, match="chỗ chưa có nội dung"):
        build(Job(NQ57, "2025-H1", out=tmp_path, final=True, confirm_stale=True))


@pytest.mark.parametrize(("period", "code"), [("2026-12", "XB002"), ("2026", "KY002")])
def test_older_data_are_never_told_as_of_today(period: str, code: str) -> None:
    report = printed(NQ57, period)["bao-cao"]
    assert code in codes(NQ57, period)
    assert "số liệu mới nhất là của quý II năm 2026" in report
    assert "Tính đến ngày 14/12/2026" not in report
    assert "Theo số liệu quý II năm 2026, tính đến ngày 14/12/2026" in report


# --- flows, levels, targets ----------------------------------------------------------------------------


def test_a_name_that_speaks_of_a_flow_is_asked_about() -> None:
    found = [one for one in check(CASES / "flow.xlsx").problems if one.code == "CT003"]
    assert [one.place.sheet for one in found] == ["Chỉ tiêu"]
    assert "trong kỳ" in found[0].message and "Cộng dồn" in found[0].fix


def test_a_flow_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    def add_column(book: Workbook) -> None:
        sheet = book["Chỉ tiêu"]
        last = sheet.max_column + 1
        sheet.cell(1, last, "Cách tính")
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value == "CT99":
                sheet.cell(row, last, "Cộng dồn")

    path = changed(CASES / "flow.xlsx", tmp_path, add_column)
    year = indicator(path, "2025", "CT99")
    assert (year["value"], year["status"], year["achievement"], year["missing_parts"]) == (
        "700",
        "exceeded",
        "116.7",
        [],
    )
    assert [part["value"] for part in year["parts"]] == ["100", "150", "200", "250"]
    assert indicator(path, "2025-H1", "CT99")["value"] == "250"
    report = printed(path, "2025")["bao-cao"]
    assert "700 lượt người (cộng quý I: 100; quý II: 150; quý III: 200; quý IV: 250), vượt" in report
    assert "CT003" not in codes(path)


@pytest.mark.parametrize(
    ("way", "figures", "is_doubted"),
    [
        ("Cộng dồn", {"2025-Q1": 9, "2025-01": 2, "2025-02": 3, "2025-03": 4}, False),
        ("Cộng dồn", {"2025-Q1": 6, "2025-01": 2, "2025-02": 3, "2025-03": 4}, True),
        ("Cộng dồn", {"2025-Q1": 6, "2025-01": 2, "2025-02": 3}, False),
        ("Cộng dồn", {"2025-Q1": 6, "2025-01": 4, "2025-02": 3}, True),
        ("Cộng dồn", {"2025-Q1": 6, "2025-01": 9, "2025-02": -3}, False),
        ("Bình quân", {"2025-H1": 7, "2025-Q1": 6, "2025-Q2": 8}, False),
        ("Bình quân", {"2025-H1": "7,6", "2025-Q1": 6, "2025-Q2": 8}, False),
        ("Bình quân", {"2025-H1": 9, "2025-Q1": 6, "2025-Q2": 8}, True),
        ("Bình quân", {"2025-H1": 9, "2025-Q1": 6}, False),
        ("Thời điểm", {"2025-H1": 9, "2025-Q1": 6}, False),
    ],
)
def test_a_whole_that_its_parts_cannot_make_is_told(
    way: str, figures: dict[str, object], is_doubted: bool, tmp_path: Path
) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu"], ["CT", "X", "lớp", way, 40]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], *(["CT", *one] for one in figures.items())]
    told = [one for one in check(write_workbook(tmp_path / "hs.xlsx", sheets)).problems if one.code == "CT004"]
    assert [one.place.cell for one in told] == (["C2"] if is_doubted else [])


def test_a_sum_with_a_part_missing_says_which(tmp_path: Path) -> None:
    def drop_a_quarter(book: Workbook) -> None:
        sheet = book["Chỉ tiêu"]
        last = sheet.max_column + 1
        sheet.cell(1, last, "Cách tính")
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, last, "Cộng dồn" if sheet.cell(row, 1).value == "CT99" else None)
        rows = book["Số liệu"]
        for row in range(rows.max_row, 1, -1):
            if (rows.cell(row, 1).value, str(rows.cell(row, 2).value)) == ("CT99", "2025-Q2"):
                rows.delete_rows(row)

    path = changed(CASES / "flow.xlsx", tmp_path, drop_a_quarter)
    year = indicator(path, "2025", "CT99")
    assert (year["value"], year["missing_parts"], year["previous"]) == ("550", ["2025-Q2"], None)
    assert "chưa có số liệu quý II" in printed(path, "2025")["bao-cao"]
    assert "chưa có số liệu quý II" in printed(path, "2025")["phu-luc-I"]


@pytest.mark.parametrize("text", ["80% (năm 2030)", "Năm 2030: 80%", "80% vào năm 2030"])
def test_a_target_that_names_its_year_is_of_that_year(text: str, tmp_path: Path) -> None:
    def write_the_year_beside_the_number(book: Workbook) -> None:
        sheet = book["Chỉ tiêu"]
        place = {sheet.cell(1, at).value: at for at in range(1, sheet.max_column + 1)}
        sheet.cell(2, place["Mục tiêu"]).value = text
        sheet.cell(2, place["Năm mục tiêu"]).value = None

    one = indicator(changed(CASES / "m5.xlsx", tmp_path, write_the_year_beside_the_number), "2026-Q1", "CT1")
    assert (one["status"], one["target"]["value"], one["target"]["year"]) == ("not_due", "80", 2030)


def test_a_target_of_a_later_year_is_told_with_its_year_and_not_judged() -> None:
    one = indicator(CASES / "m5.xlsx", "2026-Q1", "CT1")
    assert (one["status"], one["achievement"], one["target"]["year"]) == ("not_due", "88.0", 2030)
    documents = printed(CASES / "m5.xlsx", "2026-Q1")
    assert "bằng 88% mục tiêu năm 2030" in documents["bao-cao"] and "chưa đạt" not in documents["bao-cao"]
    appendix = next(text for text in documents.values() if "CÁC CHỈ TIÊU" in text and "| TT |" in text)
    assert "Mục tiêu năm 2030" in appendix and "Mục tiêu năm 2026" not in appendix and "Chưa đạt" not in appendix


def test_a_plan_up_to_2030_confesses_no_shortcoming_in_2026() -> None:
    report = printed(PLAN_2391, "2026-Q2")["bao-cao"]
    assert "18 chỉ tiêu chưa đến hạn đánh giá (mục tiêu năm 2030)" in report
    assert "chỉ tiêu chưa đạt mục tiêu" not in report and "Mục tiêu năm 2026" not in "".join(
        printed(PLAN_2391, "2026-Q2").values()
    )


def test_a_falling_indicator_is_told_without_a_share_of_its_target() -> None:
    report = printed(CASES / "m3.xlsx", "2026-Q3")["bao-cao"]
    assert "6,1%, còn cao hơn" in report and "bằng" not in report.split("6,1%", 1)[1].split("\n", 1)[0]


# --- who has reported ----------------------------------------------------------------------------------


def test_a_co_lead_is_not_covered_by_its_partners_row() -> None:
    found = facts(CASES / "m2.xlsx", "2026-Q1")
    assert {one.agency: one.has_reported for one in found.reporting} == {
        "Phòng B": True,
        "Ban C": False,
        "Hội D": False,
    }
    assert "01/03 cơ quan" in printed(CASES / "m2.xlsx", "2026-Q1")["bao-cao"]
    assert [one.agency for one in reminders(found)] == ["Ban C", "Hội D"]


def test_report_and_letters_name_the_same_agencies() -> None:
    found = facts(NQ57, "2025-Q3")
    owing = {one.agency for one in found.reporting if not one.collective and not one.is_complete}
    assert {one.agency for one in reminders(found) if one.unreported} == owing


def test_every_row_of_the_table_by_agency_has_a_report_of_its_own() -> None:
    found = facts(NQ57, "2025-Q3")
    assert found.tasks.by_agency
    for one in found.tasks.by_agency:
        assert find_agency(one.agency, found.dossier) == one.agency


# --- difficulties, deadlines, days ----------------------------------------------------------------------


def test_a_quarter_of_months_tells_each_and_no_difficulty_that_is_over() -> None:
    path = CASES / "m6.xlsx"
    report = printed(path, "2026-Q2")["bao-cao"]
    assert "tháng 4 làm đoạn 1; tháng 5 làm đoạn 2; tháng 6 làm đoạn 3" in report
    assert "thiếu cát" not in "".join(printed(path, "2026-Q2").values()).casefold()
    assert [fact.deadline for fact in facts(path, "2026-Q2").tasks.items] == [date(2027, 12, 31), date(2026, 6, 30)]
    assert "TTC006" in codes(path)
    assert "thiếu cát" in printed(path, "2026-04")["bao-cao"]


def test_a_task_without_a_day_is_never_in_time() -> None:
    found = facts(NQ57, "2025-Q3")
    assert facts_as_json(found, ())["tasks"]["undated"] == 2
    report = printed(NQ57, "2025-Q3")["bao-cao"]
    assert "Có 02 nhiệm vụ chưa xác định thời hạn" in report and "- Xây dựng chương trình chuyên biệt" in report
    appendix = printed(NQ57, "2025-Q3")["phu-luc-II"]
    [row] = [row for row in appendix.splitlines() if row.startswith("| 8 | I.8 | Xây dựng chương trình chuyên biệt")]
    assert "chưa xác định thời hạn" in row and "chưa quá hạn" not in row


# --- restatements ---------------------------------------------------------------------------------------


def test_a_figure_of_monthly_rows_that_was_printed_otherwise_is_told(tmp_path: Path) -> None:
    def as_it_was(book: Workbook) -> None:
        for row in book["Số liệu"].iter_rows(min_row=2):
            if row[1].value == "2026-06":
                row[2].value = 7.6

    (tmp_path / "old").mkdir()
    before = facts(changed(CASES / "m3.xlsx", tmp_path / "old", as_it_was), "2026-Q2")
    issued = IssuedReport("1/BC-UBND", date(2026, 7, 5), before.period, before.as_of, facts_as_json(before, ()))
    now = facts(CASES / "m3.xlsx", "2026-Q3")
    assert [one.code for one in restatement_problems(now.dossier, [issued])] == ["DC001"]
    corrected, problems = compared_with(now, [issued], None)
    assert [one.code for one in problems] == ["DC002"]
    assert "7,6%, nay là 7,9%" in corrected.restated[0].text
    as_issued, _ = compared_with(now, [issued], CompareWith.ISSUED)
    assert str(as_issued.indicators[0].previous and as_issued.indicators[0].previous.change) == "-1.5"


def test_a_sentence_that_begins_with_its_month_is_not_named_twice() -> None:
    assert of_part(["tháng 4"], "Tháng 4 làm đoạn 1", in_prose=False) == "tháng 4 làm đoạn 1"
    assert of_part(["tháng 4"], "Trong tháng 4, làm đoạn 1", in_prose=True) == "trong tháng 4, làm đoạn 1"
    assert of_part(["tháng 4"], "Tháng 40 hộ được hỗ trợ", in_prose=False) == "tháng 4: tháng 40 hộ được hỗ trợ"
    assert of_part(["tháng 4", "tháng 5"], "Làm đoạn 1", in_prose=False) == "tháng 4, tháng 5: làm đoạn 1"
    assert of_part(["tháng 4", "tháng 5"], "Làm đoạn 1", in_prose=True) == "tháng 4 và tháng 5 làm đoạn 1"
    assert of_part(["quý II"], "86/141 thủ tục", in_prose=True) == "quý II, 86/141 thủ tục"


# --- due on the very day -----------------------------------------------------------------------------


def test_a_task_whose_last_day_is_the_cut_off_is_named_though_it_is_neither_overdue_nor_to_come(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Chốt số liệu", "Lịch"])
    sheets["Nhiệm vụ"] = [
        ["Mã", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
        ["1", "Ban hành quy chế", "Sở Tài chính", "Quý III/2025"],
        ["2", "Lắp đặt camera", "Sở Tài chính", "Quý III/2025"],
        ["3", "Số hoá hồ sơ", "Sở Tài chính", "31/8/2025"],
        ["4", "Nâng cấp trang thông tin", "Sở Tài chính", "30/9/2025"],
    ]
    sheets["Tiến độ"] = [
        ["Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Tỷ lệ hoàn thành (%)"],
        ["1", "2025-Q3", "Hoàn thành", date(2025, 9, 1), None],
        ["2", "2025-Q3", "Đang thực hiện", None, 58],
        ["3", "2025-Q3", "Đang thực hiện", None, 40],
        ["4", "2025-Q3", "Tạm dừng", None, None],
    ]
    text = printed(write_workbook(tmp_path / "dossier.xlsx", sheets), "2025-Q3")["bao-cao"]
    assert "trong 04 nhiệm vụ đến hạn, đã hoàn thành 01 nhiệm vụ, đạt 25%" in text
    assert (
        "01 nhiệm vụ đến hạn đang tạm dừng; 01 nhiệm vụ đến hạn đúng ngày 30/9/2025, chưa hoàn thành. Còn 01 " in text
    )
    assert (
        "Đến hạn đúng ngày 30/9/2025, chưa hoàn thành 01 nhiệm vụ: lắp đặt camera (Sở Tài chính; đã đạt 58%)." in text
    )
