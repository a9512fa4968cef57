"""Several plans in one dossier: each reported by itself, a task of two counted in both and once in the whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.batch.run import Batch, run_batch
from generator.compute.facts import compute
from generator.compute.plan_scope import only_plans
from generator.core.period_names import parse_period
from generator.core.problems import WrongUsage
from generator.render.issuer import addressing
from generator.render.plan_views import plan_parts_view
from generator.stories.build import build
from generator.stories.collect import collect, write_forms
from generator.stories.convert import convert
from generator.stories.dossier import check, find_period
from generator.stories.facts import facts_of
from generator.stories.jobs import Job, Outcome
from generator.stories.overview import overview
from generator.web.leader import cards, warnings
from tests.batch_workers import CrewHere
from tests.render.test_report_text import dump
from tests.test_forms_and_collect import answer
from tests.workbook_builder import minimal_sheets, write_workbook

PLANS = {"I.1": "KH1", "I.2": "KH1; KH2", "II.1": None}
MONEY = [("KP1", "I.1", 100), ("KP2", "I.2", 30), ("KP3", None, 7)]


def dossier(folder: Path, named: Mapping[str, str] | None = None) -> Path:
    """A dossier of two plans; `named` are lines of money with the plans that they name themselves."""
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
        ["Mã", "Nguồn vốn", "Mã nhiệm vụ", "Kế hoạch (triệu đồng)", "Thuộc kế hoạch"],
        *([code, "Ngân sách tỉnh", task, amount, (named or {}).get(code)] for code, task, amount in MONEY),
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
    by_plan = {one.plan.code: one.facts.tasks.counts.total for one in whole.facts.by_plan}
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
    assert "Trong tổng số 03 nhiệm vụ của các kế hoạch" in text
    assert "01/KH-UBND" not in text.partition("Kết quả theo từng")[0], "Thông tin chung names another: it stays"
    part = text.partition("Kết quả theo từng kế hoạch")[2]
    assert (
        "gồm 02 kế hoạch; 01 nhiệm vụ, 01 chỉ tiêu và 01 khoản kinh phí thuộc nhiều kế hoạch được tính ở từng kế hoạch"
        in part
    )
    assert (
        "01 nhiệm vụ và 01 khoản kinh phí không ghi thuộc kế hoạch nào dưới đây, chỉ tính trong số liệu chung" in part
    )
    first, _, second = part.partition("Kế hoạch phát triển hạ tầng (02/KH-UBND)")
    assert "Kế hoạch chuyển đổi số (01/KH-UBND)" in first and "Có 02 nhiệm vụ" in first
    assert "Kinh phí theo kế hoạch là 130 triệu đồng" in first.replace("\xa0", " ")
    assert "Có 01 nhiệm vụ đang thực hiện" in second and "Có 01 chỉ tiêu" in second
    assert "Kinh phí theo kế hoạch là 30 triệu đồng" in second.replace("\xa0", " ")


def test_rows_written_on_one_line_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    convert(dossier(tmp_path), made := tmp_path / "ho-so.json")
    made.write_text(json.dumps(json.loads(made.read_text(encoding="utf-8"))), encoding="utf-8")
    found, period = check(made).dossier, parse_period("2025-Q3")
    assert found is not None and period is not None
    view = plan_parts_view(compute(found, period))
    assert [[one.count.text for one in counts] for counts in (view.shared, view.others)] == [["1"] * 3, ["1"] * 2]


def test_a_report_on_all_plans_cites_all_where_the_dossier_names_one_of_them() -> None:
    example = Path(__file__).resolve().parents[1] / "inputs/xep-hang-minh-hoa.xlsx"
    found = check(example).dossier
    assert found is not None
    facts = compute(found, find_period("2026-Q2", found))
    plan = addressing(facts).plan.citation
    assert plan == (
        "Kế hoạch số 01/KH-UBND ngày 05/01/2026 về chuyển đổi số năm 2026 của tỉnh Minh Hoạ và "
        "Kế hoạch số 02/KH-UBND ngày 08/01/2026 về cải cách hành chính năm 2026 của tỉnh Minh Hoạ"
    )
    alone = compute(only_plans(found, ("KH-CCHC",)), facts.period, plans=("KH-CCHC",))
    assert addressing(alone).plan.citation == plan.rpartition(" và ")[2]


def test_a_report_on_some_plans_tells_of_no_other(tmp_path: Path) -> None:
    """I.2 is of KH1 too; a report on KH2 alone that counted it under KH1 would say that KH1 has one task."""
    for asked in ({"plan": "KH2"}, {"to": "Sở Xây dựng"}):
        outcome = built(tmp_path, **asked)
        text = dump((outcome.published.folder / "bao-cao.docx").read_bytes())
        assert "Kế hoạch chuyển đổi số" not in text and "Kết quả theo từng kế hoạch" not in text
        assert outcome.facts.by_plan == ()


def test_money_may_name_its_plans_itself(tmp_path: Path) -> None:
    path = dossier(tmp_path, named={"KP3": "KH2", "KP1": "KH2"})
    found = check(path)
    assert [one.code for one in found.problems if one.code.startswith("KH")] == ["KH002"]  # KP1's task is of KH1
    json, _ = facts_of(path, "2025-Q3")
    money = {one["code"]: one["funding"] for one in json["by_plan"]}
    assert money["KH1"]["lines"] == ["KP2"] and money["KH2"]["lines"] == ["KP1", "KP2", "KP3"]
    assert money["KH2"]["totals"]["planned"] == "137" == json["funding"]["totals"]["planned"]


def test_commas_part_codes_where_every_piece_is_one_and_else_the_semicolon_is_asked_for(tmp_path: Path) -> None:
    found = check(dossier(tmp_path, named={"KP3": "kh1, KH2"}))
    assert found.dossier is not None and not [one for one in found.problems if one.code == "MA002"]
    assert next(line.plans for line in found.dossier.funding if line.code == "KP3") == ("KH1", "KH2")
    refused = check(dossier(tmp_path, named={"KP3": "KH1, KH9"}))
    told = next(one for one in refused.problems if one.code == "MA002")
    assert "“KH1, KH9”" in told.message and "dấu chấm phẩy (;)" in told.fix


def test_the_facts_say_each_plan_and_may_be_asked_of_one(tmp_path: Path) -> None:
    path = dossier(tmp_path)
    whole, _ = facts_of(path, "2025-Q3")
    assert len(whole["by_plan"]) > 1
    for part in whole["by_plan"]:
        alone, _ = facts_of(path, "2025-Q3", plan=part["code"])
        assert alone["plans"] == [part["code"]] and "by_plan" not in alone
        assert part["tasks"]["codes"] == [one["code"] for one in alone["tasks"]["items"]]
        assert part["tasks"]["counts"] == alone["tasks"]["counts"]
        assert part["indicators"] == [one["code"] for one in alone["indicators"]]
        assert part["funding"]["totals"] == alone["funding"]["totals"]


def test_a_batch_makes_a_report_on_each_plan(tmp_path: Path) -> None:
    path = dossier(tmp_path)
    report = run_batch(Batch((str(path),), Job(Path(), "2025-Q3", out=tmp_path / "ra", plan="all")), hire=CrewHere)
    assert report.exit_code == 0 and len(report.results) == 2
    made = sorted(one.name for one in (tmp_path / "ra" / "ho-so" / "2025-Q3").iterdir() if one.is_dir())
    assert made == ["Kế hoạch KH1", "Kế hoạch KH2"]
    refused = run_batch(Batch((str(path),), Job(Path(), "2025-Q3", out=tmp_path / "ra", plan="KH9")), hire=CrewHere)
    assert refused.exit_code != 0


def test_a_recipient_reads_of_its_own_plans_only(tmp_path: Path) -> None:
    assert figures(built(tmp_path, to="Sở Xây dựng")) == ({"I.2"}, {"CT2"}, 30)


def test_a_wrong_plan_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as refused:
        built(tmp_path, plan="KH3")
    assert "KH" in refused.value.next_step
    for every in ("all", "Tất cả"):
        with pytest.raises(WrongUsage) as refused:
            built(tmp_path, plan=every)
        assert "batch TỆP --period KỲ --plan all" in refused.value.next_step
    with pytest.raises(WrongUsage):
        built(tmp_path, plan="KH1", to="Sở Xây dựng")
    with pytest.raises(WrongUsage):
        build(Job(write_workbook(tmp_path / "mot.xlsx", minimal_sheets()), "2025-Q3", out=tmp_path, plan="KH1"))


def test_one_return_answers_for_all_plans(tmp_path: Path) -> None:
    """The agency is asked once about I.2, and what it says stands in both plans and once in the whole."""
    path = dossier(tmp_path)
    write_forms(path, "2025-Q4", tmp_path / "phieu")
    (form,) = (tmp_path / "phieu").glob("*khoa-hoc*.xlsx")
    rows = [row for row in load_workbook(form)["Nhiệm vụ"].iter_rows(values_only=True) if row[0] == "I.2"]
    assert len(rows) == 1
    answer(form, "I.2", Tình_trạng="Hoàn thành", Ngày_hoàn_thành="01/12/2025", Kết_quả_thực_hiện="Đã phủ sóng")
    collect(path, (form,), "2025-Q4", now=datetime(2025, 12, 16))
    whole = build(Job(path, "2025-Q4", out=tmp_path / "ra")).facts
    done = {one.plan.code: one.facts.tasks.counts.completed for one in whole.by_plan}
    assert done == {"KH1": 2, "KH2": 1} and whole.tasks.counts.completed == 2  # I.1 was done before, of KH1 alone


def replaced(folder: Path, *checks: list[object]) -> Path:
    """Plan A, whose place B takes on 01/8/2025 (typed in small letters), beside C; what of each is carried on."""
    sheets = minimal_sheets()
    sheets["Kế hoạch"] = [
        ["Mã", "Tên kế hoạch", "Số ký hiệu", "Ngày", "Thay thế"],
        ["A", "Kế hoạch cũ", "1/KH-UBND", "27/3/2025", None],
        ["B", "Kế hoạch mới", "2/KH-UBND", "01/8/2025", "a"],
        ["C", "Kế hoạch khác", "3/KH-UBND", "01/4/2025", None],
    ]
    for row, codes in zip(sheets["Nhiệm vụ"], ["Kế hoạch", "A; B", "A", "C"], strict=True):
        row.append(codes)
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Kế hoạch (triệu đồng)", "Thuộc kế hoạch"]]
    sheets["Kinh phí"] += [["K1", "Tỉnh", 1000, "A"], ["K2", "Tỉnh", 4000, "A; B"], ["K3", "Tỉnh", 500, "C"]]
    sheets["Giải ngân"] = [["Mã kinh phí", "Kỳ báo cáo", "Đã giải ngân"]]
    sheets["Giải ngân"] += [[code, period, 10] for code in ("K1", "K2", "K3") for period in ("2025-Q2", "2025-Q3")]
    sheets["Đối chiếu"] = [["Vế trái", "Phép so", "Vế phải"], *checks]
    return write_workbook(folder / "ho-so.xlsx", sheets)


@pytest.mark.parametrize(
    ("plan", "period", "told", "exchanged"),
    [
        ("A", "2025-Q2", [], []),  # nothing has taken its place yet
        ("A", "2025-Q3", ["KH003"], [("A", "B")]),
        ("A", "2025-Q4", ["KH003"], [("A", "B")]),
        ("B", "2025-Q4", [], []),
        ("B", "2025-Q3", [], [("A", "B")]),
        ("C", "2025-Q3", [], []),  # what others did is not its own
        (None, "2025-Q3", [], [("A", "B")]),
    ],
)
def test_a_report_on_a_plan_that_was_replaced_says_so(
    plan: str | None, period: str, told: list[str], exchanged: list[tuple[str, str]], tmp_path: Path
) -> None:
    found, checked = facts_of(replaced(tmp_path), period, plan=plan)
    assert [one.code for one in checked.problems if one.code == "KH003"] == told
    assert [(one["old"], one["new"]) for one in found.get("plan_replacements", ())] == exchanged


@pytest.mark.parametrize(
    ("sum_of_plan", "told"),
    [("4.500", []), ("5.500", ["4.500"])],  # K1 is in no total of the report since B took the place of A
)
def test_checks_of_ones_own_add_what_the_report_adds(sum_of_plan: str, told: list[str], tmp_path: Path) -> None:
    problems = check(replaced(tmp_path, ["Tổng", "=", sum_of_plan], ["Tỉnh", "=", sum_of_plan])).problems
    found = [one.message.partition(" = ")[2].partition(",")[0] for one in problems if one.code == "DS001"]
    assert found == told * 2
    by_periods = check(replaced(tmp_path, ["Tổng", "=", "K2 + K3"])).problems
    told_of = [one.message.partition("(chênh lệch ")[2].partition("; Giải ngân")[0] for one in by_periods]
    assert [one for one in told_of if one] == ["10; đã giải ngân, quý II năm 2025"]  # then K1 still counted


def test_the_overview_names_the_money_that_it_does_not_count(tmp_path: Path) -> None:
    data = overview(replaced(tmp_path), "2025-Q3")
    assert data["replaced"] == [{"plan": "A", "planned": "1000", "allocated": None, "disbursed": "10", "rate": "1"}]
    assert [one for one in warnings(data) if "“A”" in one] == [
        "Kinh phí chỉ thuộc kế hoạch “A” đã được thay thế, 1.000 triệu đồng, đã giải ngân 10, "
        "không tính vào số dưới đây."
    ]
    [money] = [one for one in cards(data, lambda *_, **__: "") if one.name == "Giải ngân"]
    assert (money.figure, money.change) == ("0,4%", ""), "20 of 4.500; what K1 paid is not compared with"
