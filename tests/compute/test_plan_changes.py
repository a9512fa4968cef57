"""What was changed in a plan: each day is judged by what was in force on it, and the report says what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compute.facts import Facts, compute, only_public
from generator.compute.facts_json import facts_as_json
from generator.compute.reporting import agency_reporting
from generator.core.model import ChangeKind, Dossier
from generator.core.period_names import parse_period
from generator.core.problems import Problem
from generator.render.report import render_report
from generator.stories.build import build, templates_for
from generator.stories.collect import write_forms
from generator.stories.dossier import check
from generator.stories.jobs import Job
from tests.workbook_builder import minimal_sheets, write_workbook

CHANGES = ["Mã nhiệm vụ", "Ngày", "Loại", "Giá trị mới", "Căn cứ"]
PLANS = ["Mã", "Tên kế hoạch", "Số ký hiệu", "Ngày", "Cơ quan ban hành", "Thay thế"]
Rows = list[list[object]]


def checked(folder: Path, *changes: list[object], plans: Rows | None = None, of_plan: Rows | None = None) -> Path:
    """The small dossier with changes; its tasks are due 31/8/2025, quý IV/2025, and for good."""
    sheets = minimal_sheets()
    sheets["Điều chỉnh"] = [list(CHANGES), *changes]
    if plans is not None:
        sheets["Kế hoạch"] = [list(PLANS), *plans]
        for row, codes in zip(sheets["Nhiệm vụ"], [["Kế hoạch"], *(of_plan or [])], strict=True):
            row.append(codes[0] if codes else None)
    return write_workbook(folder / "hs.xlsx", sheets)


def dossier_of(path: Path) -> tuple[Dossier, list[Problem]]:
    found = check(path)
    assert found.dossier is not None
    return found.dossier, list(found.problems)


def facts_of(path: Path, period: str, as_of: date | None = None) -> Facts:
    named = parse_period(period)
    assert named is not None
    return compute(dossier_of(path)[0], named, as_of)


def standing(facts: Facts) -> dict[str, str]:
    return {fact.task.code: fact.status.value for fact in facts.tasks.items}


EXTENDED = ["I.2", date(2026, 1, 10), "Gia hạn", "30/6/2026", "Công văn số 12/UBND-TH"]


def test_an_extension_counts_from_its_day_and_not_before(tmp_path: Path) -> None:
    path = checked(tmp_path, EXTENDED)
    assert standing(facts_of(path, "2025-Q4", date(2026, 1, 5)))["I.2"] == "in_progress_overdue"
    assert standing(facts_of(path, "2025-Q4", date(2026, 1, 10)))["I.2"] == "in_progress"
    assert standing(facts_of(path, "2026-Q2", date(2026, 7, 1)))["I.2"] == "in_progress_overdue"


def test_history_stays_as_it_was_reported(tmp_path: Path) -> None:
    plain = write_workbook(tmp_path / "plain.xlsx", minimal_sheets())
    changes = [
        EXTENDED,
        ["I.1", date(2026, 1, 10), "Bãi bỏ", None, None],
        ["II.1", date(2026, 1, 10), "Chuyển cơ quan", "Sở Nội vụ", None],
    ]
    before, after = (facts_as_json(facts_of(path, "2025-Q3"), ()) for path in (plain, checked(tmp_path, *changes)))
    assert before == after


def test_a_task_that_was_moved_is_the_new_bodys_and_its_old_rows_stay_the_old_bodys(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Điều chỉnh"] = [list(CHANGES), ["II.1", date(2025, 11, 1), "Chuyển cơ quan", "Sở Nội vụ", "QĐ 5/QĐ-UBND"]]
    sheets["Tiến độ"].append(["II.1", "2025-10", "Đang thực hiện", None, None, "Mở 01 lớp", None, None, None])
    path = write_workbook(tmp_path / "hs.xlsx", sheets)
    facts = facts_of(path, "2025-Q4")
    moved = next(fact for fact in facts.tasks.items if fact.task.code == "II.1")
    assert moved.task.lead == ("Sở Nội vụ",)
    told = {one.agency: one.has_reported for one in agency_reporting(facts.tasks.items, facts.dossier.agencies)}
    assert told["Sở Nội vụ"] is False, "the row of October is that of the body that led the task then"
    assert {one.agency for one in facts.tasks.by_agency} == {"Sở Khoa học và Công nghệ", "Sở Nội vụ"}


def test_a_row_of_the_time_of_two_leads_is_no_report_of_the_one_that_leads_now(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    lead = sheets["Nhiệm vụ"][0].index("Cơ quan chủ trì")
    next(row for row in sheets["Nhiệm vụ"] if row[0] == "II.1")[lead] = "Sở Nội vụ; Sở Tài chính"
    sheets["Điều chỉnh"] = [list(CHANGES), ["II.1", date(2025, 11, 1), "Chuyển cơ quan", "Sở Xây dựng", "QĐ 5/QĐ-UBND"]]
    sheets["Tiến độ"].append(["II.1", "2025-10", "Đang thực hiện", None, None, "Mở 01 lớp", None, None, None])
    facts = facts_of(write_workbook(tmp_path / "hs.xlsx", sheets), "2025-Q4")
    told = {one.agency: one.has_reported for one in agency_reporting(facts.tasks.items, facts.dossier.agencies)}
    assert told["Sở Xây dựng"] is False


def test_a_task_that_was_dropped_is_no_longer_counted(tmp_path: Path) -> None:
    path = checked(tmp_path, ["I.2", date(2025, 11, 1), "Bãi bỏ", None, None])
    assert set(standing(facts_of(path, "2025-Q3"))) == {"I.1", "I.2", "II.1"}
    facts = facts_of(path, "2025-Q4")
    assert set(standing(facts)) == {"I.1", "II.1"}
    assert facts.tasks.previous_items is not None and len(facts.tasks.previous_items) == 3


def test_reworded_content_is_that_of_its_day_and_leads_to_its_cell(tmp_path: Path) -> None:
    path = checked(tmp_path, ["I.2", date(2025, 11, 1), "Sửa nội dung", "Phủ sóng 5G và 6G", None])
    earlier, later = (facts_of(path, period).tasks.items[1].task for period in ("2025-Q3", "2025-Q4"))
    assert (earlier.content, later.content) == ("Phủ sóng 5G", "Phủ sóng 5G và 6G")
    assert str(later.row.place("Nội dung nhiệm vụ")).endswith("trang “Điều chỉnh”, ô D2")
    assert str(later.row.place("Mã")).endswith("trang “Nhiệm vụ”, ô A3")


def test_of_two_changes_the_later_holds(tmp_path: Path) -> None:
    again = ["I.2", date(2026, 6, 1), "Gia hạn", "31/12/2026", None]
    path = checked(tmp_path, again, EXTENDED)
    assert facts_of(path, "2026-Q1").tasks.items[1].deadline == date(2026, 6, 30)
    assert facts_of(path, "2026-Q2").tasks.items[1].deadline == date(2026, 12, 31)
    [change] = facts_of(path, "2026-Q2").changes
    assert change.before.deadline.day == date(2026, 6, 30)


def test_a_new_plan_takes_over_the_tasks_that_name_both(tmp_path: Path) -> None:
    plans: Rows = [
        ["A", "Kế hoạch cũ", "1/KH-UBND", date(2025, 3, 27), None, None],
        ["B", "Kế hoạch mới", "2/KH-UBND", date(2025, 11, 1), None, "A"],
    ]
    path = checked(tmp_path, plans=plans, of_plan=[["A"], ["A; B"], ["B"]])
    assert set(standing(facts_of(path, "2025-Q3"))) == {"I.1", "I.2"}
    facts = facts_of(path, "2025-Q4")
    assert set(standing(facts)) == {"I.2", "II.1"}
    [one] = facts.replacements
    assert ([task.code for task in one.carried], [task.code for task in one.ended]) == (["I.2"], ["I.1"])
    assert [p.message for p in dossier_of(path)[1] if p.code == "DK005"] == [
        "1 nhiệm vụ chỉ thuộc kế hoạch “A” (I.1): từ ngày 01/11/2025 không còn được tính, vì kế hoạch “B” thay thế."
    ]


def test_indicators_and_money_that_end_with_a_replaced_plan_are_told(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Kế hoạch"] = [
        list(PLANS),
        ["A", "Kế hoạch cũ", "1/KH-UBND", date(2025, 3, 27), None, None],
        ["B", "Kế hoạch mới", "2/KH-UBND", date(2025, 11, 1), None, "A"],
    ]
    for row, codes in zip(sheets["Nhiệm vụ"], ["Kế hoạch", "A; B", "A", "B"], strict=True):
        row.append(codes)
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Kế hoạch"]]
    sheets["Chỉ tiêu"] += [["CT1", "Tỷ lệ hồ sơ", "%", 80, "A"], ["CT2", "Tỷ lệ thôn", "%", 90, "A; B"]]
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Mã nhiệm vụ", "Kế hoạch (triệu đồng)", "Thuộc kế hoạch"]]
    sheets["Kinh phí"] += [
        ["K1", "Tỉnh", "I.2", 10, None],
        ["K2", "Tỉnh", "I.1", 20, None],
        ["K3", "Tỉnh", None, 5, "A"],
    ]
    path = write_workbook(tmp_path / "hs.xlsx", sheets)
    assert [p.message.partition(",")[0] for p in dossier_of(path)[1] if p.code == "DK005"] == [
        "1 nhiệm vụ chỉ thuộc kế hoạch “A” (I.2): từ ngày 01/11/2025 không còn được tính",
        "1 chỉ tiêu chỉ thuộc kế hoạch “A” (CT1): từ ngày 01/11/2025 không còn được tính",
        "2 dòng kinh phí chỉ thuộc kế hoạch “A” (K1",
    ]
    facts = facts_of(path, "2025-Q4")
    assert [one.indicator.code for one in facts.indicators] == ["CT2"]
    assert facts.funding.totals.planned == 20, "no total holds the money of both plans"
    assert [(plan.code, money.totals.planned) for plan, money in facts.replaced_funding] == [("A", 15)]
    told = (
        render_report(facts, templates_for(facts.dossier, None))
        .files[0]
        .document.text()
        .replace("\N{NO-BREAK SPACE}", " ")
    )
    assert (
        "Không tính vào các số trên: kinh phí chỉ thuộc kế hoạch cũ (đã được thay thế): kế hoạch 15 triệu đồng" in told
    )
    read, q4 = dossier_of(path)[0], parse_period("2025-Q4")
    assert q4 is not None
    shown = replace(read, funding=tuple(replace(line, public=True) for line in read.funding))  # no task is public
    assert compute(only_public(shown), q4).funding.totals.planned == 20
    before = facts_of(path, "2025-Q3")
    assert (before.funding.totals.planned, before.replaced_funding) == (35, ()), "as it was then"
    as_json = facts_as_json(facts, [])["funding"]
    assert as_json["totals"]["planned"] == "20" and as_json["replaced"][0]["totals"]["planned"] == "15"


@pytest.mark.parametrize(("number", "told"), [("3073/KH-UBND", ["DK007"]), ("1/KH-UBND", [])])
def test_settings_that_still_cite_the_replaced_plan_are_told(tmp_path: Path, number: str, told: list[str]) -> None:
    plans: Rows = [
        ["A", "Kế hoạch cũ", number, date(2025, 3, 27), None, None],
        ["B", "Kế hoạch mới", "2/KH-UBND", date(2025, 11, 1), None, "A"],
    ]
    path = checked(tmp_path, plans=plans, of_plan=[["A; B"], ["A; B"], ["B"]])
    assert [one.code for one in dossier_of(path)[1] if one.code == "DK007"] == told


def test_what_names_no_plan_is_always_counted(tmp_path: Path) -> None:
    plans: Rows = [["A", "Kế hoạch cũ", None, date(2025, 3, 27), None, None]]
    assert len(standing(facts_of(checked(tmp_path, plans=plans, of_plan=[[], [], []]), "2025-Q3"))) == 3


def test_forms_go_to_the_body_that_leads_at_the_end_of_the_period(tmp_path: Path) -> None:
    path = checked(tmp_path, ["II.1", date(2025, 11, 1), "Chuyển cơ quan", "Sở Nội vụ", None])
    sent = {
        period: {form.agency for form in write_forms(path, period, tmp_path / period)[0]}
        for period in ("2025-Q3", "2025-Q4")
    }
    assert sent["2025-Q3"] == {"Sở Khoa học và Công nghệ", "Sở Tài chính"}
    assert sent["2025-Q4"] == {"Sở Khoa học và Công nghệ", "Sở Nội vụ"}


def test_the_report_says_what_changed_in_its_period_only(tmp_path: Path) -> None:
    from docx import Document

    changes: Rows = [
        ["I.2", date(2025, 10, 20), "Gia hạn", "30/6/2026", "Công văn số 12/UBND-TH"],
        ["II.1", date(2025, 11, 1), "Chuyển cơ quan", "Sở Nội vụ", "Quyết định số 5/QĐ-UBND"],
        ["I.1", date(2025, 11, 2), "Bãi bỏ", None, None],
    ]
    path = checked(tmp_path, *changes)
    texts = {}
    for period in ("2025-Q3", "2025-Q4"):
        folder = build(Job(path, period, out=tmp_path / "out")).published.folder
        texts[period] = [one.text.replace("\u00a0", " ") for one in Document(str(folder / "bao-cao.docx")).paragraphs]
    assert not any("điều chỉnh" in text for text in texts["2025-Q3"])
    at = texts["2025-Q4"].index("Trong kỳ, kế hoạch có 03 điều chỉnh:")
    assert texts["2025-Q4"][at + 1 : at + 4] == [
        "- Gia hạn nhiệm vụ “Phủ sóng 5G”: thời hạn mới là 30/6/2026, thời hạn trước là quý IV/2025 "
        "(theo Công văn số 12/UBND-TH);",
        "- Chuyển nhiệm vụ “Tập huấn kỹ năng số” từ Sở Tài chính sang Sở Nội vụ chủ trì từ ngày "
        "01/11/2025 (theo Quyết định số 5/QĐ-UBND);",
        "- Bãi bỏ nhiệm vụ “Xây dựng trung tâm dữ liệu” từ ngày 02/11/2025.",
    ]


def test_facts_carry_the_changes_of_the_period(tmp_path: Path) -> None:
    path = checked(tmp_path, EXTENDED)
    assert "plan_changes" not in facts_as_json(facts_of(path, "2025-Q3"), ())
    assert facts_as_json(facts_of(path, "2026-Q1"), ())["plan_changes"] == [
        {
            "code": "I.2",
            "day": "2026-01-10",
            "kind": "extended",
            "old": "2025-12-31",
            "new": "2026-06-30",
            "basis": "Công văn số 12/UBND-TH",
        }
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["I.9", date(2025, 11, 1), "Bãi bỏ", None, None], "MA002", "A2"),
        (["I.2", None, "Bãi bỏ", None, None], "GT001", "B2"),
        (["I.2", date(2025, 11, 1), "Tạm hoãn", None, None], "GT007", "C2"),
        (["I.2", date(2025, 11, 1), "Gia hạn", None, None], "GT001", "D2"),
        (["I.2", date(2025, 11, 1), "Gia hạn", "31/02/2026", None], "GT004", "D2"),
        (["I.2", date(2025, 11, 1), "Gia hạn", "30/9/2025", None], "DK001", "D2"),
        (["I.2", date(2025, 1, 1), "Bãi bỏ", None, None], "DK004", "B2"),
    ],
)
def test_a_change_that_cannot_be_right_is_told_at_its_cell(
    tmp_path: Path, row: list[object], code: str, cell: str
) -> None:
    _, problems = dossier_of(checked(tmp_path, row))
    assert (code, "Điều chỉnh", cell) in [(one.code, one.place.sheet, one.place.cell) for one in problems]


def test_kinds_are_read_in_the_words_of_offices(tmp_path: Path) -> None:
    dossier, problems = dossier_of(checked(tmp_path, ["I.2", date(2025, 11, 1), "gia hạn thời hạn", "30/6/2026", None]))
    assert [change.kind for change in dossier.changes] == [ChangeKind.EXTENDED]
    assert not [one for one in problems if one.place.sheet == "Điều chỉnh"]


def test_one_row_may_change_several_tasks(tmp_path: Path) -> None:
    path = checked(tmp_path, ["I.1; I.2", date(2025, 11, 1), "Chuyển cơ quan", "Sở Nội vụ", "Nghị quyết sáp nhập"])
    facts = facts_of(path, "2025-Q4")
    assert [fact.task.lead for fact in facts.tasks.items][:2] == [("Sở Nội vụ",)] * 2
    assert [one.change.task for one in facts.changes] == ["I.1", "I.2"]
