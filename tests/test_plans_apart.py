"""Several plans in one dossier: each reported by itself, a task of two counted in both and once in the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.problems import WrongUsage
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.jobs import Job, Outcome
from tests.render.test_report_text import dump
from tests.workbook_builder import minimal_sheets, write_workbook

PLANS = {"I.1": "KH1", "I.2": "KH1; KH2", "II.1": None}
MONEY = [("KP1", "I.1", 100), ("KP2", "I.2", 30), ("KP3", None, 7)]


def dossier(folder: Path) -> Path:
    sheets = minimal_sheets()
    sheets["Kế hoạch"] = [
        ["Mã", "Tên kế hoạch", "Số ký hiệu", "Ngày", "Cơ quan ban hành"],
        ["KH1", "Kế hoạch chuyển đổi số", "01/KH-UBND", "02/01/2025", "Ủy ban nhân dân tỉnh"],
        ["KH2", "Kế hoạch phát triển hạ tầng", "02/KH-UBND", "03/01/2025", "Ủy ban nhân dân tỉnh"],
    ]
    head, *rows = sheets["Nhiệm vụ"]
    sheets["Nhiệm vụ"] = [[*head, "Kế hoạch"], *([*row, PLANS[str(row[0])]] for row in rows)]
    sheets["Chỉ tiêu"] = [
        ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Kế hoạch"],
        ["CT1", "Tỷ lệ hồ sơ trực tuyến", "%", 80, "KH1"],
        ["CT2", "Tỷ lệ thôn có sóng", "%", 90, "KH1; KH2"],
    ]
    sheets["Kinh phí"] = [
        ["Mã", "Nguồn vốn", "Mã nhiệm vụ", "Kế hoạch (triệu đồng)"],
        *([code, "Ngân sách tỉnh", task, amount] for code, task, amount in MONEY),
    ]
    sheets["Nơi gửi"] = [["Tên", "Kế hoạch"], ["Sở Xây dựng", "KH2"]]
    return write_workbook(folder / "ho-so.xlsx", sheets)


def built(folder: Path, **options: str) -> Outcome:
    return build(Job(dossier(folder), "2025-Q3", out=folder / "ra", **options))  # type: ignore[arg-type]


def figures(outcome: Outcome) -> tuple[set[str], set[str], int]:
    facts = outcome.facts
    planned = facts.funding.totals.planned
    tasks = {fact.task.code for fact in facts.tasks.items}
    return tasks, {fact.indicator.code for fact in facts.indicators}, int(planned or 0)


def test_a_second_reckoning_of_each_plan_and_of_the_whole(tmp_path: Path) -> None:
    """Counted from the rows as they are typed: what names a plan is its own, and money follows its task."""
    for code in ("KH1", "KH2"):
        tasks = {task for task, plans in PLANS.items() if plans and code in plans.split("; ")}
        money = sum(amount for _, task, amount in MONEY if task in tasks)
        assert figures(built(tmp_path, plan=code)) == (tasks, {"CT1", "CT2"} if code == "KH1" else {"CT2"}, money)
    whole = built(tmp_path)
    assert figures(whole) == ({*PLANS}, {"CT1", "CT2"}, 137)
    by_plan = {one.plan.code: one.counts.total for one in whole.facts.tasks.by_plan}
    assert by_plan == {"KH1": 2, "KH2": 1} and whole.facts.tasks.counts.total == 3  # I.2 in both, once in the whole


def test_a_plans_report_bears_its_name_and_says_what_names_no_plan(tmp_path: Path) -> None:
    outcome = built(tmp_path, plan="kh2")
    assert outcome.published.folder.name == "Kế hoạch KH2"
    text = dump((outcome.published.folder / "bao-cao.docx").read_bytes())
    assert "Kế hoạch phát triển hạ tầng" in text and "02/KH-UBND" in text and "3073/KH-UBND" not in text
    told = next(one for one in outcome.problems if one.code == "KH001")
    assert "1 nhiệm vụ" in told.message and "1 dòng kinh phí" in told.message


def test_the_whole_report_tells_of_each_plan(tmp_path: Path) -> None:
    text = dump((built(tmp_path).published.folder / "bao-cao.docx").read_bytes())
    assert "Kế hoạch chuyển đổi số (01/KH-UBND): 02 nhiệm vụ, gồm" in text
    assert "Kế hoạch phát triển hạ tầng (02/KH-UBND): 01 nhiệm vụ đang thực hiện" in text


def test_a_recipient_reads_of_its_own_plans_only(tmp_path: Path) -> None:
    assert figures(built(tmp_path, to="Sở Xây dựng")) == ({"I.2"}, {"CT2"}, 30)


def test_a_wrong_plan_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as refused:
        built(tmp_path, plan="KH3")
    assert "KH" in refused.value.next_step
    with pytest.raises(WrongUsage):
        built(tmp_path, plan="KH1", to="Sở Xây dựng")
    with pytest.raises(WrongUsage):
        build(Job(write_workbook(tmp_path / "mot.xlsx", minimal_sheets()), "2025-Q3", out=tmp_path, plan="KH1"))


def test_one_return_answers_for_all_plans(tmp_path: Path) -> None:
    found = check(dossier(tmp_path)).dossier
    assert found is not None
    assert len([row for row in found.progress if row.task == "I.2"]) == 1
