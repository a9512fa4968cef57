"""What is said of figures whose share of the target, or whose rise and fall, reads as the reverse of what it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from generator.compute.facts_json import facts_as_json
from generator.compute.indicators import achievement, nearness
from generator.core.model import Direction, Operator, Target
from generator.core.units import name_without_unit, unit_in_text
from generator.stories.build import build
from generator.stories.jobs import Job
from tests.workbook_builder import minimal_sheets, write_workbook

INDICATORS = ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Chiều", "Cách tính", "Mục tiêu", "Năm mục tiêu"]
FIGURES = ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"]


def texts(folder: Path, name: str) -> str:
    body = Document(str(folder / name)).element.body
    lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    return "\n".join(lines).replace("\u00a0", " ")


def told(
    tmp_path: Path, indicator: tuple[object, ...], before: object, now: object, length: str = "đầy đủ"
) -> tuple[str, str]:
    """The report and the appendix of indicators of a dossier with one indicator, in quý III/2025."""
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Độ dài", length])
    name, unit, direction, how, target = indicator
    sheets["Chỉ tiêu"] = [INDICATORS, ["CT", name, unit, direction, how, target, 2025]]
    sheets["Số liệu"] = [FIGURES, ["CT", "2025-Q2", before], ["CT", "2025-Q3", now]]
    job = Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q3", out=tmp_path / "ket-qua")
    folder = build(job).published.folder
    return texts(folder, "bao-cao.docx"), texts(folder, "phu-luc-I.docx")


@pytest.mark.parametrize("unit", ["hạng", "vị trí"])
@pytest.mark.parametrize(("before", "now", "words"), [(30, 25, "tăng 5 bậc"), (25, 30, "giảm 5 bậc")])
def test_a_smaller_place_is_a_rise_in_the_ranking(tmp_path: Path, unit: str, before: int, now: int, words: str) -> None:
    report, appendix = told(tmp_path, ("Xếp hạng PCI", unit, "Giảm", "Thời điểm", "20"), before, now)
    assert f"{words} so với quý II năm 2025" in report
    assert words in appendix.splitlines()


def test_figures_called_phan_tram_differ_by_points(tmp_path: Path) -> None:
    report, _ = told(tmp_path, ("Tỷ lệ che phủ rừng", "phần trăm", "Tăng", "Thời điểm", "từ 52 trở lên"), 51, 53)
    assert "vượt 1 điểm phần trăm so với mục tiêu năm 2025" in report
    assert "tăng 2 điểm phần trăm so với quý II năm 2025" in report


def test_what_is_above_a_ceiling_in_thousandths_is_not_told_in_per_cent(tmp_path: Path) -> None:
    report, _ = told(tmp_path, ("Tỷ suất sinh", "‰", "Giảm", "Thời điểm", "không quá 10"), 9, "10,5")
    assert "còn cao hơn 0,5 ‰ so với mục tiêu năm 2025 (không quá 10 ‰)" in report
    assert "cao hơn 5%" not in report


def test_a_figure_a_little_short_of_its_target_is_not_a_hundred_per_cent_of_it(tmp_path: Path) -> None:
    report, appendix = told(tmp_path, ("Tỷ lệ hồ sơ", "%", "Tăng", "Thời điểm", "100"), "99,9", "99,96")
    assert "99,96%; mục tiêu năm 2025 là 100%; tăng" in report
    assert "bằng 100% mục tiêu" not in report
    assert "100,0%" not in appendix


@pytest.mark.parametrize(("target", "now"), [("≥ -20", -10), ("≥ 3", -2), ("≥ -20", -30)])
def test_no_share_is_told_where_a_figure_or_its_target_is_below_zero(tmp_path: Path, target: str, now: int) -> None:
    report, appendix = told(tmp_path, ("Cán cân", "tỷ đồng", "Tăng", "Thời điểm", target), -5, now)
    assert "% mục tiêu" not in report
    assert "%" not in appendix


def test_a_target_below_zero_is_exceeded_by_the_difference(tmp_path: Path) -> None:
    report, _ = told(tmp_path, ("Cán cân", "tỷ đồng", "Tăng", "Thời điểm", "≥ -20"), -30, -10)
    assert "vượt 10 tỷ đồng so với mục tiêu năm 2025 (từ -20 tỷ đồng trở lên)" in report


def test_a_short_body_says_what_a_year_has_come_to_where_that_is_what_missed_the_target(tmp_path: Path) -> None:
    report, _ = told(tmp_path, ("Số sự cố", "sự cố", "Giảm", "Cộng dồn", "không quá 12"), 5, 9, "gọn")
    assert "số sự cố là 9 sự cố (từ đầu năm: 14, chưa có số liệu quý I; mục tiêu không quá 12 sự cố" in report


def test_a_value_below_zero_is_the_furthest_from_its_target() -> None:
    target = Target(Operator.AT_LEAST, Decimal(3), None, "≥ 3")
    assert achievement(Decimal(-2), target, Direction.UP) is None
    assert nearness(Decimal(-2), target, Direction.UP) == Decimal("-66.7")


def test_a_summary_says_what_a_sum_has_no_figures_of(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [INDICATORS, ["CT", "Số lớp tập huấn", "lớp", "Tăng", "Cộng dồn", "40", 2025]]
    sheets["Số liệu"] = [FIGURES, *(["CT", f"2025-Q{quarter}", 10] for quarter in (1, 2, 3))]
    folder = build(Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025", out=tmp_path / "kq")).published.folder
    said = texts(folder, "bao-cao.docx")
    assert "chưa đạt mục tiêu: số lớp tập huấn là 30 lớp (mục tiêu 40 lớp; chưa có số liệu quý IV)" in said


def test_a_unit_too_long_for_its_column_stands_beside_the_name_and_columns_without_figures_fall_away(
    tmp_path: Path,
) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"] += [["Độ dài", "đầy đủ"], ["Bảng trong báo cáo", "Có"]]
    sheets["Chỉ tiêu"] = [
        INDICATORS,
        ["CT1", "Thu nhập bình quân", "triệu đồng/người/năm", "Tăng", "Thời điểm", "từ 48,5 trở lên", 2025],
        ["CT2", "Thu ngân sách", "triệu đồng", "Tăng", "Thời điểm", 3250, 2025],
    ]
    sheets["Số liệu"] = [FIGURES, ["CT1", "2025-Q3", 46.2], ["CT2", "2025-Q3", 1480]]
    job = Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q3", out=tmp_path / "ket-qua")
    folder = build(job).published.folder
    report, appendix = (texts(folder, name).splitlines() for name in ("bao-cao.docx", "phu-luc-I.docx"))
    at = report.index("Thu nhập bình quân (triệu đồng/người/năm)")
    assert report[at + 1 : at + 3] == ["từ 48,5 trở lên (năm 2025)", "46,2"]
    at = report.index("Thu ngân sách")
    assert report[at + 1 : at + 3] == ["3.250 triệu đồng (năm 2025)", "1.480 triệu đồng"]
    assert "So với cùng kỳ" not in report and "So với cùng kỳ" not in appendix
    assert appendix.count("Đơn vị tính") == 1 and appendix.count("triệu đồng/người/năm") == 1


def test_parts_that_follow_each_other_and_lack_figures_are_told_by_the_first_and_the_last(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [INDICATORS, ["CT", "Số lớp tập huấn", "lớp", "Tăng", "Cộng dồn", "40", 2025]]
    sheets["Số liệu"] = [FIGURES, ["CT", "2025-Q4", 10]]
    outcome = build(Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q4", out=tmp_path / "kq"))
    said = texts(outcome.published.folder, "bao-cao.docx").replace("\xa0", " ")
    assert "10 lớp (từ đầu năm chưa có số liệu quý I đến quý III)" in said


def test_a_share_of_the_years_target_says_what_of_the_year_nobody_reported(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [INDICATORS, ["CT", "Số lớp tập huấn", "lớp", "Tăng", "Cộng dồn", "40", 2025]]
    sheets["Số liệu"] = [FIGURES, ["CT", "2025-Q3", 10]]
    outcome = build(Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q3", out=tmp_path / "kq"))
    said = texts(outcome.published.folder, "bao-cao.docx").replace("\xa0", " ")
    assert "10 lớp (từ đầu năm chưa có số liệu quý I và quý II), bằng 25% mục tiêu năm 2025" in said
    [fact] = facts_as_json(outcome.facts, ())["indicators"]
    assert (fact["value"], fact["missing_parts"], fact["year_missing_parts"]) == ("10", [], ["2025-Q1", "2025-Q2"])


@pytest.mark.parametrize(("direction", "words"), [("Giảm", "tốt nhất so với"), ("Tăng", "cao nhất so với")])
def test_the_best_of_indicators_that_are_to_fall_are_not_called_the_highest(
    direction: str, words: str, tmp_path: Path
) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Tóm tắt", "Có"])
    target, now = ("không quá 2,5", "2,2") if direction == "Giảm" else ("2,5", "2,8")
    rows = [[f"CT{at}", f"Tỷ lệ {at}", "%", direction, "Thời điểm", target, 2025] for at in (1, 2)]
    sheets["Chỉ tiêu"] = [INDICATORS, *rows]
    sheets["Số liệu"] = [FIGURES, *([f"CT{at}", "2025-Q3", now] for at in (1, 2))]
    job = Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q3", out=tmp_path / "ket-qua")
    report = texts(build(job).published.folder, "bao-cao.docx")
    assert f"{words} mục tiêu: tỷ lệ 1 là {now}%" in report


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("Triệu đồng", "triệu đồng"),
        ("tr.đ", "triệu đồng"),
        ("1.000 đồng", "nghìn đồng"),
        ("1000 người", "nghìn người"),
        ("VNĐ", "đồng"),
        ("Số hộ", "hộ"),
        ("Số lượng", ""),
        ("ĐVT: xã", "xã"),
        ("(%)", "%"),
        ("Km", "km"),
        ("Sản phẩm OCOP", "sản phẩm OCOP"),
        ("Đơn vị máu", "đơn vị máu"),
        ("ca/100.000 dân", "ca/100.000 dân"),
        ("10.000 dân", "x 10.000 dân"),
        *((same, same) for same in ("", "HTX", "Mbps", "kWh", "USD", "điểm", "lượt")),
    ],
)
def test_a_unit_stands_behind_its_number_as_a_sentence_has_it(unit: str, said: str) -> None:
    assert unit_in_text(unit) == said


@pytest.mark.parametrize(
    ("name", "unit", "called"),
    [
        ("Tỷ lệ hộ nghèo (%)", "%", "Tỷ lệ hộ nghèo"),
        ("Tỷ lệ hộ nghèo, %", "%", "Tỷ lệ hộ nghèo"),
        ("Thu ngân sách (Tr.đồng)", "triệu đồng", "Thu ngân sách"),
        ("Số hộ thoát nghèo (ĐVT: hộ)", "Số hộ", "Số hộ thoát nghèo"),
        ("Số xã (xã đạt chuẩn)", "xã", "Số xã (xã đạt chuẩn)"),
        ("Tỷ lệ tham gia (% dân số)", "%", "Tỷ lệ tham gia (% dân số)"),
        ("Thu ngân sách (tỷ đồng)", "triệu đồng", "Thu ngân sách (tỷ đồng)"),
        ("Tỷ lệ hộ nghèo (%)", "", "Tỷ lệ hộ nghèo (%)"),
        ("Chuyển đổi số (cấp xã)", "%", "Chuyển đổi số (cấp xã)"),
    ],
)
def test_a_name_that_ends_with_its_unit_leaves_it_to_the_value(name: str, unit: str, called: str) -> None:
    assert name_without_unit(name, unit) == called


@pytest.mark.parametrize(
    ("name", "unit", "target", "said"),
    [
        ("PCI", "hạng", "30", "PCI: hạng 38; mục tiêu năm 2025 là trong 30 hạng đầu; tăng 2 bậc"),
        ("Thứ hạng PCI", "Hạng", "trong 30 tỉnh đứng đầu", "Thứ hạng PCI: thứ 38; mục tiêu năm 2025 là trong 30 tỉnh"),
        ("PCI", "", "trong 30 tỉnh đứng đầu", "PCI: hạng 38; mục tiêu năm 2025 là trong 30 tỉnh đứng đầu; tăng 2 bậc"),
        ("PCI", "tỉnh", "trong 30 tỉnh đứng đầu", "PCI: thứ 38; mục tiêu năm 2025 là trong 30 tỉnh đứng đầu"),
        ("PCI (điểm)", "Điểm", "70", "PCI: 38 điểm, bằng 54,3% mục tiêu năm 2025 (70 điểm); giảm 2 điểm"),
    ],
)
def test_a_place_in_a_ranking_is_told_as_one(tmp_path: Path, name: str, unit: str, target: str, said: str) -> None:
    direction = "Tăng" if "iểm" in unit else "Giảm"
    report, _ = told(tmp_path, (name, unit, direction, "Thời điểm", target), 40, 38)
    assert said in report


def test_the_period_of_an_older_figure_is_told_once_in_its_row(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [INDICATORS, ["CT", "Tỷ lệ che phủ rừng", "%", "Tăng", "Thời điểm", "52", 2025]]
    sheets["Số liệu"] = [FIGURES, ["CT", "2025-Q1", 51]]
    job = Job(write_workbook(tmp_path / "ho-so.xlsx", sheets), "2025-Q3", out=tmp_path / "ket-qua")
    row = texts(build(job).published.folder, "phu-luc-I.docx").split("Tỷ lệ che phủ rừng")[1].splitlines()
    assert "51 (quý I năm 2025)" in row
    assert "Đang thực hiện" in row
