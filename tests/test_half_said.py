"""What a plan or a report leaves half said: the year of a target, until when a task comes round, how late one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.compute.facts import compute
from generator.core.period_names import parse_period
from generator.stories.dossier import check, period_problems
from generator.stories.facts import facts_of

Row = dict[str, Any]
GENERAL = {
    "Cơ quan ban hành": "Ủy ban nhân dân xã A", "Ký hiệu cơ quan": "UBND", "Địa danh": "A", "Chốt số liệu": "Lịch",
    "Trích yếu": "thực hiện kế hoạch",
}  # fmt: skip


def saved(folder: Path, plan: str, **sheets: list[Row]) -> Path:
    general = [{"Mục": key, "Giá trị": value} for key, value in (GENERAL | {"Tên kế hoạch": plan}).items()]
    path = folder / "ho-so.json"
    path.write_text(json.dumps({"Thông tin chung": general, **sheets}, ensure_ascii=False), encoding="utf-8")
    return path


def asked(path: Path, period: str) -> set[str]:
    dossier, wanted = check(path).dossier, parse_period(period)
    assert dossier is not None and wanted is not None
    return {one.code for one in period_problems(dossier, wanted)} & {"CT021", "NV006"}


@pytest.mark.parametrize(
    ("plan", "period", "note", "year", "standing", "codes"),
    [
        ("Kế hoạch X năm 2026", "2026-Q2", "", 2026, "under_way", set()),
        ("Kế hoạch X năm 2026", "2026-Q4", "", 2026, "not_met", set()),
        ("Kế hoạch X năm 2026", "2027-Q1", "", 2026, "no_data", set()),
        ("Kế hoạch X", "2026-Q2", "", None, "not_met", {"CT021"}),
        ("Kế hoạch X", "2026-Q2", "Mức giữ mọi kỳ, đã kiểm tra", None, "not_met", set()),
        ("Kế hoạch X", "2026-Q4", "", None, "not_met", set()),
        ("Kế hoạch X giai đoạn 2026 - 2030", "2026-Q4", "", None, "not_met", {"CT021"}),
        ("Kế hoạch X đến năm 2026, tầm nhìn 2045", "2026-Q4", "", None, "not_met", set()),
    ],
)
def test_a_target_without_a_year_is_of_the_plans_one_year_or_asked_about(
    tmp_path: Path, plan: str, period: str, note: str, year: int | None, standing: str, codes: set[str]
) -> None:
    goal = {"Mã": "CT1", "Tên chỉ tiêu": "Tỷ lệ A", "Đơn vị tính": "%", "Mục tiêu": 80, "Ghi chú": note}
    rows = [{"Mã chỉ tiêu": "CT1", "Kỳ báo cáo": f"2026-Q{n}", "Giá trị": 50 + n} for n in (2, 4)]
    path = saved(tmp_path, plan, **{"Chỉ tiêu": [goal], "Số liệu": rows})
    dossier, wanted = check(path).dossier, parse_period(period)
    assert dossier is not None and wanted is not None
    (fact,) = compute(dossier, wanted).indicators
    assert (fact.target_year, fact.standing) == (year, standing)
    assert asked(path, period) == codes


@pytest.mark.parametrize(
    ("goal", "note", "codes"),
    [
        ("khoảng 80%", "", ["CT022"]),
        ("khoảng 80%", "đã kiểm tra", []),
        ("khoảng 80%", "chưa kiểm tra", ["CT022"]),
        ("từ 75 đến 80%", "", []),
        ("phấn đấu đạt 80%", "", []),
        ("80% giai đoạn 2026-2030", "", []),
    ],
)
def test_a_target_that_is_nearly_so_is_asked_about(tmp_path: Path, goal: str, note: str, codes: list[str]) -> None:
    row = {"Mã": "CT1", "Tên chỉ tiêu": "Tỷ lệ A", "Đơn vị tính": "%", "Mục tiêu": goal, "Ghi chú": note}
    checked = check(saved(tmp_path, "Kế hoạch X năm 2026", **{"Chỉ tiêu": [row]}))
    assert checked.dossier is not None
    assert [one.code for one in checked.problems if one.code.startswith(("CT", "GT"))] == codes
    assert checked.dossier.indicators[0].target_year == (None if "giai đoạn" in goal else 2026)


@pytest.mark.parametrize(
    ("goal", "unit", "way", "codes"),
    [
        ("30 lượt/quý", "lượt", "Cộng dồn", ["CT023"]),
        ("mỗi tháng 10 lượt", "lượt", "Luỹ kế năm", ["CT023"]),
        ("10 lượt hằng tháng", "lượt", "Cộng dồn", ["CT023"]),
        ("30 lượt/quý", "lượt/quý", "Cộng dồn", []),
        ("30 lượt/quý", "lượt", "Thời điểm", []),
        ("120 lượt/năm", "lượt", "Cộng dồn", []),
        ("hằng năm 120 lượt", "lượt", "Cộng dồn", []),
    ],
)
def test_a_target_of_a_quarter_is_asked_about_where_the_year_is_added_up(
    tmp_path: Path, goal: str, unit: str, way: str, codes: list[str]
) -> None:
    row = {"Mã": "CT1", "Tên chỉ tiêu": "Lượt A", "Đơn vị tính": unit, "Mục tiêu": goal, "Cách tính": way}
    found = check(saved(tmp_path, "Kế hoạch X năm 2026", **{"Chỉ tiêu": [row]})).problems
    assert [one.code for one in found if one.code.startswith(("CT", "GT"))] == codes


@pytest.mark.parametrize(
    ("period", "said", "status", "codes"),
    [
        ("2025-Q4", "Đang thực hiện", "ongoing", set()),
        ("2026-Q1", "Đang thực hiện", "ongoing", {"NV006"}),
        ("2026-Q1", "Hoàn thành", "completed_on_time", set()),
        ("2025-Q4", "Hoàn thành", "ongoing", set()),
        ("2026-Q1", "Tạm dừng", "suspended", set()),
    ],
)
def test_a_task_that_came_round_until_a_year_is_asked_about_once_it_is_over(
    tmp_path: Path, period: str, said: str, status: str, codes: set[str]
) -> None:
    task = {
        "Mã": "N1", "Nội dung nhiệm vụ": "Tuyên truyền", "Cơ quan chủ trì": "Phòng A",
        "Thời gian hoàn thành": "Thường xuyên đến năm 2025",
    }  # fmt: skip
    row = {"Mã nhiệm vụ": "N1", "Kỳ báo cáo": "2025-Q4", "Tình trạng": said, "Ngày hoàn thành": "20/12/2025"}
    path = saved(tmp_path, "Kế hoạch X", **{"Nhiệm vụ": [task], "Tiến độ": [row]})
    facts, _ = facts_of(path, period)
    assert facts["tasks"]["items"][0]["status"] == status
    assert asked(path, period) == codes
    dossier, wanted = check(path).dossier, parse_period("2026-Q1")
    assert dossier is not None and wanted is not None
    assert compute(dossier, wanted).tasks.recurring_silent == ()


@pytest.mark.parametrize(
    ("said", "done", "due", "codes"),
    [
        ("Hoàn thành chậm", "05/6/2026", "30/6/2026", ["TD008"]),
        ("Hoàn thành quá hạn", "05/7/2026", "30/6/2026", []),
        ("Hoàn thành đúng hạn", "05/7/2026", "30/6/2026", ["TD008"]),
        ("Hoàn thành trước hạn", "05/6/2026", "30/6/2026", []),
        ("Hoàn thành", "05/7/2026", "30/6/2026", []),
        ("Hoàn thành chậm", "05/7/2026", "", ["TD008"]),
        ("Hoàn thành đúng hạn", "05/7/2026", "", []),
        ("Đang thực hiện quá hạn", None, "31/12/2026", ["TD008"]),
        ("Đang thực hiện quá hạn", None, "30/6/2026", []),
        ("Đang thực hiện trong hạn", None, "30/6/2026", ["TD008"]),
        ("Chưa đến hạn", None, "30/6/2026", ["TD008"]),
        ("Chưa đến hạn", None, "31/12/2026", []),
        ("Hoàn thành chậm", "05/6/2026", "Thường xuyên", []),
    ],
)
def test_words_of_a_state_that_its_days_belie_are_told(
    tmp_path: Path, said: str, done: str | None, due: str, codes: list[str]
) -> None:
    task = {"Mã": "N1", "Nội dung nhiệm vụ": "Việc", "Cơ quan chủ trì": "Phòng A", "Thời gian hoàn thành": due}
    row = {"Mã nhiệm vụ": "N1", "Kỳ báo cáo": "2026-Q3", "Tình trạng": said, "Ngày hoàn thành": done}
    found = check(saved(tmp_path, "Kế hoạch X", **{"Nhiệm vụ": [task], "Tiến độ": [row]})).problems
    assert [one.code for one in found if one.code.startswith("TD")] == codes


def test_the_words_of_a_state_are_held_against_the_deadline_that_was_in_force(tmp_path: Path) -> None:
    task = {"Mã": "N1", "Nội dung nhiệm vụ": "Việc", "Cơ quan chủ trì": "Phòng A", "Thời gian hoàn thành": "30/6/2026"}
    row = {"Mã nhiệm vụ": "N1", "Kỳ báo cáo": "2026-Q3", "Tình trạng": "Đang thực hiện trong hạn"}
    later = {"Mã nhiệm vụ": "N1", "Ngày": "01/7/2026", "Loại": "Gia hạn", "Giá trị mới": "31/12/2026", "Căn cứ": "1/QĐ"}
    path = saved(tmp_path, "Kế hoạch X", **{"Nhiệm vụ": [task], "Tiến độ": [row], "Điều chỉnh": [later]})
    assert not [one for one in check(path).problems if one.code.startswith("TD")]
