"""Next year's workbook begun from this year's: what goes on is not typed twice, what is over does not come along."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.problems import BadDossier, WrongUsage
from generator.read.columns import SheetTitle
from generator.stories.dossier import check
from generator.stories.facts import facts_of
from generator.stories.next_year import next_year
from tests.workbook_builder import minimal_sheets, write_workbook

NQ57 = Path(__file__).resolve().parent.parent / "inputs/lai-chau-nq57.xlsx"


def column(path: Path, sheet: str, title: str) -> list[object]:
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    at = rows[0].index(title)
    return [row[at] for row in rows[1:] if any(value is not None for value in row)]


def test_what_goes_on_is_carried_and_the_new_workbook_is_sound(tmp_path: Path) -> None:
    target = tmp_path / "2027.xlsx"
    made = next_year(NQ57, target)
    assert made.year == 2027
    before, _ = facts_of(NQ57, "2026")
    done = {one["code"] for one in before["tasks"]["items"] if one["status"].startswith("completed")}
    every = [one["code"] for one in before["tasks"]["items"]]
    assert done and column(target, "Nhiệm vụ", "Mã") == [code for code in every if code not in done]
    assert not [problem for problem in check(target).problems if problem.severity.value == "error"]
    assert set(made.left) >= {SheetTitle.TASKS, SheetTitle.NARRATIVES, SheetTitle.DOCUMENTS}
    assert made.asked > 0


def test_states_carry_over_the_turn_of_the_year(tmp_path: Path) -> None:
    target = tmp_path / "2027.xlsx"
    next_year(NQ57, target)
    old, _ = facts_of(NQ57, "2026")
    new, _ = facts_of(target, "2026")
    states = {one["code"]: one["status"] for one in old["tasks"]["items"]}
    assert {one["code"]: one["status"] for one in new["tasks"]["items"]}.items() <= states.items()


def test_an_indicator_begins_where_the_year_ended(tmp_path: Path) -> None:
    target = tmp_path / "2027.xlsx"
    next_year(NQ57, target)
    old, _ = facts_of(NQ57, "2026")
    ended = {one["code"]: one["value"] for one in old["indicators"] if str(one["value"])[0].isdigit()}
    bases = dict(zip(column(target, "Chỉ tiêu", "Mã"), column(target, "Chỉ tiêu", "Giá trị gốc"), strict=True))
    assert ended and {code: str(bases[code]).replace(".", "").replace(",", ".") for code in ended} == ended
    years = dict(zip(column(target, "Chỉ tiêu", "Mã"), column(target, "Chỉ tiêu", "Năm gốc"), strict=True))
    assert {str(years[code]) for code in ended} == {"2026"}


def test_a_file_that_stands_there_and_a_workbook_with_errors_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "2027.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(WrongUsage):
        next_year(NQ57, target)
    assert target.read_bytes() == b"mine"
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][2] = "Xong rồi hay sao"
    with pytest.raises(BadDossier):
        next_year(write_workbook(tmp_path / "sai.xlsx", sheets), tmp_path / "moi.xlsx")
    assert not (tmp_path / "moi.xlsx").exists()


def test_a_base_that_is_not_of_the_whole_year_yet_is_marked(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu", "Cơ quan chủ trì"]]
    sheets["Chỉ tiêu"] += [
        ["CT1", "Thu ngân sách", "triệu đồng", "Luỹ kế năm", "2400", "Sở Tài chính"],
        ["CT2", "Tỷ lệ hộ nghèo", "%", "Thời điểm", "7", "Sở Tài chính"],
    ]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["CT1", "2025-06", 1250], ["CT2", "2025-12", 8]]
    target = tmp_path / "moi.xlsx"
    next_year(write_workbook(tmp_path / "cu.xlsx", sheets), target)
    sheet = load_workbook(target)["Chỉ tiêu"]
    at = [cell.value for cell in sheet[1]].index("Giá trị gốc") + 1
    first, second = sheet.cell(2, at), sheet.cell(3, at)
    assert first.comment is not None
    assert "Mới là số đến tháng 6 năm 2025" in first.comment.text
    assert second.comment is None


@pytest.mark.parametrize(("plan", "goals"), [("Kế hoạch X năm 2025", [None, None]), ("Kế hoạch X", ["2400", "7"])])
def test_a_target_of_the_plans_one_year_is_asked_anew(tmp_path: Path, plan: str, goals: list[object]) -> None:
    sheets = minimal_sheets()
    settings = sheets["Thông tin chung"]
    settings[:] = [[key, plan if key == "Tên kế hoạch" else value] for key, value in settings]
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Cơ quan chủ trì"]]
    sheets["Chỉ tiêu"] += [["CT1", "A", "hộ", "2400", "Sở Tài chính"], ["CT2", "B", "%", "7", "Sở Tài chính"]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["CT1", "2025-12", 1250], ["CT2", "2025-12", 8]]
    target = tmp_path / "moi.xlsx"
    next_year(write_workbook(tmp_path / "cu.xlsx", sheets), target)
    rows = list(load_workbook(target)["Chỉ tiêu"].iter_rows(values_only=True))
    at = rows[0].index("Mục tiêu")
    assert [row[at] for row in rows[1:3]] == goals
