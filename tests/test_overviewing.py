"""The overview against figures reckoned here by hand from the rows that the test itself writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.core.problems import BadDossier, WrongUsage
from generator.stories.overview import overview
from tests.workbook_builder import PROGRESS_HEADER, TASK_HEADER, minimal_sheets, write_workbook


def task(code: str, lead: str, deadline: object, group: str = "I") -> list[object]:
    return [code, group, f"Nhóm {group}", None, f"Việc {code}", lead, None, None, deadline, None]


def report(code: str, period: str, state: str, done: object = None) -> list[object]:
    return [code, period, state, done, None, f"Kết quả {code} {period}", None, None, None]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"] = [
        list(TASK_HEADER),
        task("A", "Sở Một", date(2025, 6, 30)),
        task("B", "Sở Một; Sở Hai", date(2025, 9, 30)),
        task("C", "Sở Hai", "Thường xuyên", "II"),
        task("D", "Sở Hai", date(2025, 10, 14), "II"),
        task("E", None, date(2025, 9, 14), "II"),  # type: ignore[arg-type]
    ]
    sheets["Tiến độ"] = [
        list(PROGRESS_HEADER),
        report("A", "2025-Q2", "Đang thực hiện"),
        report("A", "2025-Q3", "Hoàn thành", date(2025, 7, 5)),
        report("B", "2025-Q2", "Đang thực hiện"),
        report("C", "2025-Q3", "Đang thực hiện"),
    ]
    sheets["Chỉ tiêu"] = [
        ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Chiều", "Mục tiêu", "Cơ quan chủ trì"],
        ["X", "Tỷ lệ X", "%", "Tăng", "≥ 80", "Sở Một"],
        ["Y", "Số Y", None, "Giảm", "≤ 10", "Sở Hai"],
    ]
    sheets["Số liệu"] = [
        ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"],
        ["X", "2025-Q2", 60],
        ["X", "2025-Q3", 88],
        ["Y", "2025-Q2", 20],
    ]
    sheets["Kinh phí"] = [
        ["Mã", "Nguồn vốn", "Nội dung", "Cơ quan thực hiện", "Kế hoạch (triệu đồng)"],
        ["K1", "Ngân sách tỉnh", "Một", "Sở Một", 1000],
        ["K2", "Vốn khác", "Hai", "Sở Hai", 500],
        ["K3", "ngân sách tỉnh", "Ba", "Sở Hai", 250],
    ]
    sheets["Giải ngân"] = [
        ["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"],
        ["K1", "2025-Q2", 400, 100],
        ["K1", "2025-Q3", 900, 450],
        ["K2", "2025-Q3", 500, 50],
    ]
    return write_workbook(tmp_path_factory.mktemp("overview") / "ho-so.xlsx", sheets)


@pytest.fixture(scope="module")
def third_quarter(workbook: Path) -> dict[str, Any]:
    return overview(workbook, "quý III năm 2025")


def test_each_task_says_where_it_stands_and_where_it_is_written(third_quarter: dict[str, Any]) -> None:
    told = {one["code"]: (one["status"], one["sheet"], one["row"], one["said"]) for one in third_quarter["tasks"]}
    assert third_quarter["as_of"] == "2025-09-14"
    assert told == {
        "A": ("completed_late", "Nhiệm vụ", 2, {"sheet": "Tiến độ", "row": 3, "period": "2025-Q3"}),
        "B": ("in_progress", "Nhiệm vụ", 3, {"sheet": "Tiến độ", "row": 4, "period": "2025-Q2"}),
        "C": ("ongoing", "Nhiệm vụ", 4, {"sheet": "Tiến độ", "row": 5, "period": "2025-Q3"}),
        "D": ("not_started", "Nhiệm vụ", 5, None),
        "E": ("not_started", "Nhiệm vụ", 6, None),
    }
    assert third_quarter["agencies"] == ["Sở Một", "Sở Hai"]


def test_the_day_decides_what_is_late(workbook: Path) -> None:
    found = overview(workbook, "2025-Q3", date(2025, 10, 1))
    late = {one["code"]: one["days_late"] for one in found["tasks"] if one["status"].endswith("_overdue")}
    assert late == {"B": 1, "E": 17}
    then = {one["period"]: (one["as_of"], one["tasks"]) for one in found["over"]}
    assert then["2025-Q2"][0] == "2025-06-14" and then["2025-Q3"][0] == "2025-10-01"
    assert then["2025-Q3"][1]["not_started_overdue"] == 1 and then["2025-Q2"][1]["not_started_overdue"] == 0


def test_periods_stand_side_by_side(third_quarter: dict[str, Any]) -> None:
    before, now = third_quarter["over"]
    assert (before["period"], now["period"]) == ("2025-Q2", "2025-Q3")
    assert {key: value for key, value in before["tasks"].items() if value} == {
        "in_progress": 2,
        "not_started": 2,
        "ongoing": 1,
    }
    assert before["indicators"] == {"exceeded": 0, "met": 0, "not_met": 2, "not_due": 0, "no_data": 0}
    assert now["indicators"] == {"exceeded": 1, "met": 0, "not_met": 1, "not_due": 0, "no_data": 0}
    assert (before["funding"]["disbursed"], now["funding"]["disbursed"]) == ("100", "500")


def test_indicators_stand_against_their_targets(third_quarter: dict[str, Any]) -> None:
    rising, falling = third_quarter["indicators"]
    assert (rising["value"], rising["achievement"], rising["goal"]) == ("88", str(Decimal(88 * 100) / 80), "80")
    assert [at["value"] for at in rising["history"]] == ["60", "88"]
    assert (falling["value"], falling["achievement"], falling["said"]["row"]) == ("20", "50", 4)
    assert [at["value"] for at in falling["history"]] == ["20", None]


def test_money_adds_up_by_source_in_one_spelling(third_quarter: dict[str, Any]) -> None:
    assert third_quarter["totals"] == {"planned": "1750", "allocated": "1400", "disbursed": "500", "rate": "28.6"}
    sources = {one["source"]: (one["planned"], one["disbursed"]) for one in third_quarter["sources"]}
    assert sources == {"Ngân sách tỉnh": ("1250", "450"), "Vốn khác": ("500", "50")}
    assert {one["code"]: one["source"] for one in third_quarter["funding"]}["K3"] == "Ngân sách tỉnh"


def test_without_a_period_the_latest_with_data_is_meant(workbook: Path) -> None:
    assert overview(workbook)["period"] == {"code": "2025-Q3", "label": "quý III năm 2025"}


def test_a_period_of_another_kind_stands_alone(workbook: Path) -> None:
    assert [one["period"] for one in overview(workbook, "2025")["over"]] == ["2025"]


def test_faulty_rows_are_counted_and_left_out(workbook: Path, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"].append(task("", "Sở Một", "31/02/2025"))
    found = overview(write_workbook(tmp_path / "sai.xlsx", sheets), "2025-Q3")
    assert found["errors"] >= 1 and len(found["tasks"]) == 3


def test_what_cannot_be_overlooked_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="không phải là kỳ báo cáo"):
        overview(write_workbook(tmp_path / "a.xlsx", minimal_sheets()), "quý 9")
    sheets = minimal_sheets()
    del sheets["Tiến độ"]
    with pytest.raises(WrongUsage, match="chưa có số liệu"):
        overview(write_workbook(tmp_path / "b.xlsx", sheets))
    (tmp_path / "c.xlsx").write_bytes(b"x")
    with pytest.raises(BadDossier):
        overview(tmp_path / "c.xlsx")
