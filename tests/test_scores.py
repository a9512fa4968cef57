"""Units scored and ranked by the dossier's own criteria: reckoned twice, printed, traced, refused where wrong."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from cli import baocao
from generator.compute.facts import compute
from generator.compute.scores import CriterionScore, Measure
from generator.core.period_names import parse_period
from generator.core.problems import Problem
from generator.render.score_views import judged_by, scores_view
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.facts import facts_of
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.write.manifest import read_manifest
from tests.built_report import edit
from tests.second_reckoning import Book, Reckoning
from tests.test_restatements import fill_gaps
from tests.test_true_figures import CODES, random_book

UNITS = ("Sở Tài chính", "Sở Nội vụ", "UBND xã Bum Tở", "Phường Tân Phong")
WAYS = ("Nhiệm vụ đúng hạn", "Báo cáo trong kỳ", "Chỉ tiêu đạt", "Có minh chứng", "Giải ngân", "Chấm tay")
BANDS = "Xuất sắc từ 90; Tốt từ 80; Trung bình từ 50; Yếu dưới 50"
Row = dict[str, Any]


def criterion(code: str, way: str, weight: float | str | None, bands: str | None = None, **more: Any) -> Row:
    row = {"Mã": code, "Tên": f"Tiêu chí {code}", "Cách chấm": way, "Trọng số": weight, "Bậc": bands}
    return row | {"Đối tượng": None, "Căn cứ": None} | more


def given(code: str, unit: str, points: float | str, period: str = "2025-Q3", **more: Any) -> Row:
    row = {"Mã tiêu chí": code, "Kỳ báo cáo": period, "Cơ quan": unit, "Điểm": points, "Minh chứng": "Biên bản 05/BB"}
    return row | more


GENERAL = {
    "Cơ quan ban hành": "Ủy ban nhân dân tỉnh", "Ký hiệu cơ quan": "UBND", "Địa danh": "Huế",
    "Tên kế hoạch": "Kế hoạch X", "Trích yếu": "thực hiện Kế hoạch X", "Chốt số liệu": "NĐ 09",
}  # fmt: skip


def task(code: str, lead: str, due: str = "30/8/2025") -> Row:
    return {
        "Mã": code, "Nhóm": "I", "Tên nhóm": "Nhóm", "Nội dung nhiệm vụ": f"Việc {code}", "Cơ quan chủ trì": lead,
        "Thời gian hoàn thành": due,
    }  # fmt: skip


def told(code: str, status: str, done: str | None = None, period: str = "2025-Q3", **more: Any) -> Row:
    row = {
        "Mã nhiệm vụ": code, "Kỳ báo cáo": period, "Tình trạng": status, "Ngày hoàn thành": done,
        "Khó khăn, vướng mắc": None, "Đơn vị báo cáo": None, "Minh chứng": "12/QĐ-UBND" if done else None,
    }  # fmt: skip
    return row | more


def dossier(criteria: list[Row], points: list[Row] | None = None, settings: Row | None = None, **sheets: Any) -> Book:
    """Two agencies and two communes; each leads what the test says."""
    return {
        "Thông tin chung": [{"Mục": k, "Giá trị": v} for k, v in {**GENERAL, **(settings or {})}.items()],
        "Cơ quan": [{"Tên cơ quan": name, "Viết tắt": None, "Tên khác": None} for name in UNITS],
        "Nhiệm vụ": [task("N1", UNITS[0]), task("N2", UNITS[0]), task("N3", UNITS[1]), task("N4", UNITS[2])],
        "Tiến độ": [
            told("N1", "Hoàn thành", "20/8/2025"),
            told("N2", "Hoàn thành", "05/9/2025"),
            told("N3", "Đang thực hiện"),
            told("N4", "Hoàn thành", "20/8/2025"),
        ],
        "Tiêu chí": criteria,
        "Chấm điểm": points or [],
        **sheets,
    }


def saved(folder: Path, book: Book) -> Path:
    path = folder / "ho-so.json"
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return path


def problems(folder: Path, book: Book, *beginning: str) -> list[Problem]:
    found = check(saved(folder, book)).problems
    return [one for one in found if one.code.startswith(beginning or ("DG", "GT", "MA", "MC"))]


def scores_of(folder: Path, book: Book, period: str = "2025-Q3") -> dict[str, Any]:
    facts, _ = facts_of(saved(folder, book), period)
    found: dict[str, Any] = facts["scores"]
    return found


def units(found: dict[str, Any]) -> dict[str, Any]:
    return {one["agency"]: one for board in found["boards"] for one in board["units"]}


def run(*words: str) -> Result:
    return CliRunner().invoke(baocao, [*words])


# --- reckoned -----------------------------------------------------------------------------------------


def test_on_time_is_what_was_done_in_time_of_what_was_due(tmp_path: Path) -> None:
    found = units(scores_of(tmp_path, dossier([criterion("TC1", "Nhiệm vụ đúng hạn", 100)])))
    assert {name: (one["total"], one["rank"]) for name, one in found.items()} == {
        "Sở Tài chính": ("50.00", 1), "Sở Nội vụ": ("0.00", 2), "UBND xã Bum Tở": ("100.00", 1),
    }  # fmt: skip


def test_communes_are_ranked_among_themselves(tmp_path: Path) -> None:
    found = scores_of(tmp_path, dossier([criterion("TC1", "Nhiệm vụ đúng hạn", 100)]))
    assert {board["kind"]: [one["agency"] for one in board["units"]] for board in found["boards"]} == {
        "Cơ quan": ["Sở Tài chính", "Sở Nội vụ"],
        "Cấp xã": ["UBND xã Bum Tở"],
    }


def test_a_group_of_the_sheet_of_agencies_makes_a_commune_too(tmp_path: Path) -> None:
    book = dossier([criterion("TC1", "Nhiệm vụ đúng hạn", 100)])
    book["Cơ quan"][1]["Nhóm"] = "Xã, phường"
    found = scores_of(tmp_path, book)
    assert [len(board["units"]) for board in found["boards"]] == [1, 2]


def test_equal_totals_share_a_rank_and_the_next_counts_all_before_it(tmp_path: Path) -> None:
    names = ("Sở A", "Sở B", "Sở C", "Sở D")
    book = dossier(
        [criterion("TC1", "Chấm tay", 100)],
        [given("TC1", name, points) for name, points in zip(names, (80, 95, 80, 70), strict=True)],
    )
    book["Cơ quan"] = [{"Tên cơ quan": name} for name in (*names, *UNITS)]
    found = units(scores_of(tmp_path, book))
    assert [found[name]["rank"] for name in names] == [2, 1, 2, 4]
    read, period = check(saved(tmp_path, book)).dossier, parse_period("2025-Q3")
    assert read is not None and period is not None
    assert scores_view(compute(read, period)).ties == "cơ quan, đơn vị hạng 2: Sở A và Sở C"


def test_what_cannot_be_measured_is_left_out_and_the_rest_told_of_a_hundred(tmp_path: Path) -> None:
    criteria = [criterion("TC1", "Nhiệm vụ đúng hạn", 60), criterion("TC2", "Giải ngân", 40)]
    one = units(scores_of(tmp_path, dossier(criteria)))["Sở Tài chính"]
    assert (one["basis"], one["earned"], one["total"]) == ("60", "30.00", "50.00")
    assert [score["lacking"] for score in one["criteria"]] == [None, "không có kinh phí giao riêng"]


def test_who_is_known_by_too_little_is_not_ranked(tmp_path: Path) -> None:
    criteria = [criterion("TC1", "Nhiệm vụ đúng hạn", 40), criterion("TC2", "Giải ngân", 60)]
    found = units(scores_of(tmp_path, dossier(criteria)))
    assert {(one["total"], one["rank"]) for one in found.values()} == {(None, None)}
    eased = units(scores_of(tmp_path, dossier(criteria, settings={"Căn cứ chấm tối thiểu": 40})))
    assert eased["Sở Tài chính"]["rank"] == 1


def test_who_never_reported_on_what_was_due_has_neither_nought_nor_a_hundred(tmp_path: Path) -> None:
    book = dossier([criterion("TC1", "Nhiệm vụ đúng hạn", 60), criterion("TC2", "Báo cáo trong kỳ", 40)])
    book["Tiến độ"] = [row for row in book["Tiến độ"] if row["Mã nhiệm vụ"] != "N3"]
    found = scores_of(tmp_path, book)
    one = units(found)["Sở Nội vụ"]
    assert [score["points"] for score in one["criteria"]] == [None, "0.00"]
    assert one["rank"] is None
    assert [(it["agency"], it["part"], it["whole"], it["never_reported"]) for it in found["below_floor"]] == [
        ("Sở Nội vụ", "0", "1", True)
    ]
    book["Tiến độ"] = []
    assert scores_of(tmp_path, book)["below_floor"] == []  # nobody has reported: said of all at once


def test_bonus_and_malus_go_on_top(tmp_path: Path) -> None:
    criteria = [
        criterion("TC1", "Nhiệm vụ đúng hạn", 100),
        criterion("TC2", "Điểm cộng", 5),
        criterion("TC3", "Điểm trừ", 5),
    ]
    points = [given("TC2", UNITS[0], 2.5), given("TC3", UNITS[0], 1), given("TC2", UNITS[2], 5)]
    found = units(scores_of(tmp_path, dossier(criteria, points)))
    assert found["Sở Tài chính"]["total"] == "51.50" and found["UBND xã Bum Tở"]["total"] == "105.00"


def test_steps_give_points_by_the_share_that_is_printed(tmp_path: Path) -> None:
    names = [f"N{n}" for n in range(1, 7)]
    book = dossier([criterion("TC1", "Nhiệm vụ đúng hạn", 100, "100 từ 90; 70 từ 66,7; 20 dưới 66,7")])
    book["Nhiệm vụ"] = [task(code, UNITS[0]) for code in names]
    book["Tiến độ"] = [told(code, "Hoàn thành", "20/8/2025") for code in names[:4]]
    assert units(scores_of(tmp_path, book))["Sở Tài chính"]["total"] == "70.00"  # 4/6 is printed as 66,7%


def test_more_spent_than_planned_counts_as_a_hundred_and_says_so(tmp_path: Path) -> None:
    found = check(saved(tmp_path, dossier([criterion("TC1", "Giải ngân", 100)]))).dossier
    assert found is not None
    for spent, said in ((2500, True), (1800, False)):
        measure = Measure(Decimal(spent), Decimal(1800), (), ())
        assert measure.share == 100
        assert ("vượt, tính bằng 100%" in judged_by(CriterionScore(found.criteria[0], Decimal(100), measure))) is said


def test_a_hand_given_nought_is_a_nought_and_none_given_is_none(tmp_path: Path) -> None:
    criteria = [criterion("TC1", "Nhiệm vụ đúng hạn", 50), criterion("TC2", "Chấm tay", 50)]
    found = units(scores_of(tmp_path, dossier(criteria, [given("TC2", UNITS[0], 0)])))
    assert found["Sở Tài chính"]["total"] == "25.00"
    assert found["Sở Nội vụ"]["total"] == "0.00" and found["Sở Nội vụ"]["basis"] == "50"


def test_the_change_is_against_the_period_before(tmp_path: Path) -> None:
    book = dossier([criterion("TC1", "Chấm tay", 100)])
    book["Tiến độ"] += [told("N1", "Đang thực hiện", period="2025-Q2"), told("N3", "Đang thực hiện", period="2025-Q2")]
    book["Chấm điểm"] = [
        given("TC1", UNITS[0], 70, "2025-Q2"), given("TC1", UNITS[1], 80, "2025-Q2"),
        given("TC1", UNITS[0], 90), given("TC1", UNITS[1], 75.5),
    ]  # fmt: skip
    found = units(scores_of(tmp_path, book))
    assert found["Sở Tài chính"]["previous"] == {"total": "70.00", "rank": 2}
    assert (found["Sở Tài chính"]["change"], found["Sở Nội vụ"]["change"]) == ("20.00", "-4.50")


def test_who_has_done_too_little_of_what_was_due_is_named(tmp_path: Path) -> None:
    book = dossier([criterion("TC1", "Chấm tay", 100)])
    assert [one["agency"] for one in scores_of(tmp_path, book)["below_floor"]] == ["Sở Nội vụ"]
    only_named = dossier([], settings={"Ngưỡng hoàn thành": 70})
    assert [one["agency"] for one in scores_of(tmp_path, only_named)["below_floor"]] == ["Sở Nội vụ"]
    facts, _ = facts_of(saved(tmp_path, dossier([])), "2025-Q3")
    assert "scores" not in facts


def scored_book(seed: int) -> Book:
    """A random dossier with criteria, communes, evidence and points of its own."""
    r, book = random.Random(seed), random_book(seed)
    book["Cơ quan"] += [{"Tên cơ quan": name, "Viết tắt": None, "Tên khác": None} for name in UNITS[2:]]
    for row in (*book["Nhiệm vụ"], *book["Chỉ tiêu"], *book["Kinh phí"]):
        column = "Cơ quan thực hiện" if "Nguồn vốn" in row else "Cơ quan chủ trì"
        if r.random() < 0.4:
            row[column] = r.choice(UNITS)
    for row in book["Tiến độ"]:
        row["Minh chứng"] = r.choice((None, "12/QĐ-UBND"))
        row["Đơn vị báo cáo"] = None
    cuts = sorted(r.sample(range(5, 100, 5), 5))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    steps = [None, "{w} từ 75; {h} từ 50; 0 dưới 50"]
    book["Tiêu chí"] = [
        criterion(
            f"TC{n}", way, w, (r.choice(steps) or "").format(w=w, h=w // 2) or None if way != "Chấm tay" else None
        )
        for n, (way, w) in enumerate(zip(WAYS, weights, strict=True), 1)
    ]
    book["Tiêu chí"] += [criterion("C", "Điểm cộng", 5), criterion("T", "Điểm trừ", 5)]
    book["Chấm điểm"] = [
        given(code, unit, r.choice((0, 1, 2.5)), period)
        for code in ("TC6", "C", "T")
        for unit in UNITS
        for period in r.sample(CODES, 12)
    ]
    return book


@pytest.mark.parametrize("seed", range(25))
def test_the_scores_of_a_random_dossier_are_those_of_a_second_reckoning(tmp_path: Path, seed: int) -> None:
    book = scored_book(seed)
    for code in random.Random(seed).sample(CODES, 4):
        found = scores_of(tmp_path, book, code)
        wanted = Reckoning(book, code)
        reckoned = wanted.scores()
        before_it = wanted.before()
        then = before_it.scores() if before_it else {}
        assert units(found).keys() == reckoned.keys()
        for name, one in units(found).items():
            other = reckoned[name]
            assert {c["code"]: decimal(c["points"]) for c in one["criteria"]} == other["points"], (seed, code, name)
            assert (decimal(one["total"]), one["rank"]) == (other["total"], other["rank"]), (seed, code, name)
            earlier = then.get(name, {"total": None, "rank": None})
            before = (decimal(one["previous"]["total"]), one["previous"]["rank"])
            assert before == (earlier["total"], earlier["rank"]), (seed, code, name)
        assert {one["agency"] for one in found["below_floor"]} == wanted.below(70)


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# --- refused ------------------------------------------------------------------------------------------


def test_weights_that_do_not_make_a_hundred_are_refused(tmp_path: Path) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 60), criterion("B", "Giải ngân", 30)]))
    assert one.code == "DG001" and "là 90 (60 + 30)" in one.message


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("10 từ 90; 40 từ 50; 0 dưới 50", ["DG011"]),
        ("40 từ 90; 20 từ 50; 30 dưới 50", ["DG011"]),
        ("40 từ 101; 20 từ 50; 0 dưới 50", ["DG012", "DG012"]),  # the step, and so the points too
        ("40 trên 100; 30 từ 50; 0 dưới 50", ["DG012", "DG012"]),
        ("30 từ 90; 0 dưới 90", ["DG012"]),
        ("40 từ 100; 20 từ 50; 0 dưới 50", []),
    ],
)
def test_steps_that_give_less_for_more_or_cannot_be_reached_are_told(
    tmp_path: Path, steps: str, said: list[str]
) -> None:
    book = dossier([criterion("A", "Nhiệm vụ đúng hạn", 40, steps), criterion("B", "Chấm tay", 60)])
    assert [one.code for one in problems(tmp_path, book)] == said


def test_a_band_above_the_highest_total_is_told_unless_a_bonus_leads_there(tmp_path: Path) -> None:
    rows = [
        criterion("A", "Chấm tay", 100),
        criterion("X", "Xếp loại", None, "Đặc biệt từ 105; Tốt từ 80; Kém dưới 80"),
    ]
    [one] = problems(tmp_path, dossier(rows))
    assert one.code == "DG012" and "cao nhất là 100" in one.message
    assert problems(tmp_path, dossier([*rows, criterion("C", "Điểm cộng", 5)])) == []


@pytest.mark.parametrize("weights", [("60%", "40%"), ("60 điểm", "40 điểm"), ("33,5", "66,5")])
def test_weights_are_read_as_people_write_them(tmp_path: Path, weights: tuple[Any, Any]) -> None:
    book = dossier([criterion("A", "Chấm tay", weights[0]), criterion("B", "Giải ngân", weights[1])])
    assert problems(tmp_path, book) == []


def test_weights_as_fractions_are_told_as_they_should_be(tmp_path: Path) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 0.6), criterion("B", "Giải ngân", 0.4)]))
    assert one.code == "DG001" and "Ghi theo thang 100: 60, không phải 0,6." in one.fix


def test_criteria_of_which_none_has_a_weight_are_refused(tmp_path: Path) -> None:
    book = dossier([criterion("T", "Điểm trừ", 5), criterion("X", "Xếp loại", None, BANDS)])
    assert [one.code for one in problems(tmp_path, book)] == ["DG001"]


def test_a_code_that_two_rows_have_is_refused_also_where_they_stand_on_one_line(tmp_path: Path) -> None:
    book = dossier([criterion("A", "Chấm tay", 100), criterion("A", "Giải ngân", 100)])
    assert [one.code for one in problems(tmp_path, book)] == ["MA001"]


def test_weights_are_added_up_for_each_kind_of_units(tmp_path: Path) -> None:
    both = [criterion("A", "Chấm tay", 60), criterion("B", "Giải ngân", 40, **{"Đối tượng": "Cơ quan"})]
    [one] = problems(tmp_path, dossier(both))
    assert one.code == "DG001" and "cấp xã" in one.message
    assert problems(tmp_path, dossier([*both, criterion("C", "Chỉ tiêu đạt", 40, **{"Đối tượng": "Cấp xã"})])) == []


def test_an_unknown_measure_is_refused_with_the_nearest(tmp_path: Path) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Nhiệm vụ đúng hẹn", 100)]))
    assert one.code == "GT007" and "Nhiệm vụ đúng hạn" in one.fix


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ("Tốt từ 80; Đạt từ 50", "điểm dưới 50 không thuộc bậc nào"),
        ("Tốt từ 80; Đạt từ 50 đến dưới 70; Kém dưới 50", "điểm giữa 70 và 80 không thuộc bậc nào"),
        ("Tốt từ 80; Đạt từ 50 đến 85; Kém dưới 50", "“Đạt” và “Tốt” chồng lên nhau ở 80"),
        ("Tốt từ 80; Đạt từ 50 đến 80; Kém dưới 50", "“Đạt” và “Tốt” chồng lên nhau ở 80"),
        ("Tốt trên 80; Kém dưới 80", "đúng 80 điểm không thuộc bậc nào"),
        ("Tốt từ 80; Khá từ 80; Kém dưới 80", "chồng lên nhau"),
        ("Tốt từ 80; Tốt từ 50; Kém dưới 50", "“Tốt” ghi hai lần"),
        ("Tốt từ 80 đến 95; Kém dưới 80", "điểm từ 95 trở lên không thuộc bậc nào"),
    ],
)
def test_bands_with_a_gap_or_an_overlap_are_refused(tmp_path: Path, bands: str, said: str) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100), criterion("X", "Xếp loại", None, bands)]))
    assert one.code == "DG002" and said in one.message


@pytest.mark.parametrize(
    "bands",
    [
        BANDS,
        "Xuất sắc: từ 90 điểm trở lên; Tốt: từ 80 đến dưới 90 điểm; Còn lại: dưới 80 điểm",
        "Xuất sắc (từ 90 đến 100)\nTốt (từ 80 đến dưới 90)\nKém (dưới 80)",
        "Đạt ≥ 50; Không đạt < 50",
        "Đạt trên 50; Không đạt từ 0 đến 50",
    ],
)
def test_bands_are_read_as_people_write_them(tmp_path: Path, bands: str) -> None:
    assert problems(tmp_path, dossier([criterion("A", "Chấm tay", 100), criterion("X", "Xếp loại", None, bands)])) == []


@pytest.mark.parametrize(
    "bands", ["Kém dưới 80, Tốt từ 80", "Tốt; Kém dưới 80", "Tốt từ tám mươi; Kém dưới 80", "từ 80: Tốt; dưới 80: Kém"]
)
def test_a_band_that_cannot_be_read_is_named(tmp_path: Path, bands: str) -> None:
    found = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100), criterion("X", "Xếp loại", None, bands)]))
    assert {one.code for one in found} == {"DG003"}


def test_a_step_of_words_and_one_over_the_weight_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, dossier([criterion("A", "Giải ngân", 100, "120 từ 90; Kém dưới 90")]))
    assert sorted(one.code for one in found) == ["DG003", "DG004"]


def test_two_rows_that_name_the_totals_of_one_kind_are_refused(tmp_path: Path) -> None:
    names = [
        criterion("X", "Xếp loại", None, BANDS),
        criterion("Y", "Xếp loại", None, BANDS, **{"Đối tượng": "Cấp xã"}),
    ]
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100), *names]))
    assert one.code == "DG002" and "cấp xã" in one.message


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        (given("A", UNITS[0], 101), "DG004", "101 điểm vượt mức tối đa 100"),
        (given("A", UNITS[0], -1), "GT017", "âm"),
        (given("A", "Sở Tài chánh", 50), "DG006", "Sở Tài chánh"),
        (given("A", "Sở Tài chính; Sở Nội vụ", 50), "DG005", "2 cơ quan"),
        (given("Z", UNITS[0], 50), "MA002", "không có trong trang “Tiêu chí”"),
        (given("A", UNITS[0], "tám"), "GT002", "tám"),
        (given("A", UNITS[0], 50, "quý V"), "GT006", "quý V"),
        (given("A", UNITS[0], 50, **{"Minh chứng": None}), "DG009", "chưa có minh chứng"),
    ],
)
def test_a_row_of_points_that_cannot_be_used_is_told(tmp_path: Path, row: Row, code: str, said: str) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100)], [row]))
    assert one.code == code and said in one.message


def test_a_unit_that_is_nearly_spelt_right_is_guessed(tmp_path: Path) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100)], [given("A", "Sở Tài chánh", 50)]))
    assert "Có phải là “Sở Tài chính”?" in one.fix


def test_points_for_what_is_reckoned_and_points_twice_are_refused(tmp_path: Path) -> None:
    [one] = problems(tmp_path, dossier([criterion("A", "Giải ngân", 100)], [given("A", UNITS[0], 5)]))
    assert one.code == "DG005"
    twice = [given("A", UNITS[0], 5), given("A", UNITS[0], 6)]
    [two] = problems(tmp_path, dossier([criterion("A", "Chấm tay", 100)], twice))
    assert two.code == "MA003"


def test_evidence_that_the_dossier_demands_is_an_error(tmp_path: Path) -> None:
    rows = [given("A", UNITS[0], 5, **{"Minh chứng": None})]
    book = dossier([criterion("A", "Chấm tay", 100)], rows, settings={"Minh chứng bắt buộc": "Có"})
    assert [one.code for one in problems(tmp_path, book)] == ["MC002"]


def test_points_of_another_period_and_units_without_are_told_for_the_period(tmp_path: Path) -> None:
    book = dossier([criterion("A", "Chấm tay", 100)], [given("A", UNITS[0], 50, "2025-08"), given("A", UNITS[1], 60)])
    facts, _ = facts_of(saved(tmp_path, book), "2025-Q3")
    told_of = {one["code"]: one for one in facts["problems"] if one["code"].startswith("DG")}
    assert "tháng 8 năm 2025" in told_of["DG007"]["message"] and "2025-Q3" in told_of["DG007"]["fix"]
    assert "Sở Tài chính" in told_of["DG008"]["message"] and "Sở Nội vụ" not in told_of["DG008"]["message"]


# --- printed ------------------------------------------------------------------------------------------

CRITERIA = [
    criterion("TC1", "Nhiệm vụ đúng hạn", 60, **{"Căn cứ": "Quyết định số 99/QĐ-UBND"}),
    criterion("TC2", "Báo cáo trong kỳ", 30),
    criterion("TC3", "Chấm tay", 10),
    criterion("TC4", "Điểm trừ", 5),
    criterion("X", "Xếp loại", None, BANDS),
]
POINTS = [given("TC3", UNITS[0], 8), given("TC4", UNITS[0], 1.5)]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    path = saved(tmp_path, dossier(CRITERIA, POINTS))
    done = run("build", str(path), "--period", "2025-Q3", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    return tmp_path / "out/ho-so/2025-Q3"


def tables(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(str(path)).tables[0].rows]


def appendix(folder: Path, title: str) -> Path:
    return next(
        path
        for path in sorted(folder.glob("phu-luc-*.docx"))
        if any(title in one.text for one in Document(str(path)).paragraphs)
    )


def test_the_ranking_is_printed_with_totals_bands_and_boards(built: Path) -> None:
    rows = tables(appendix(built, "XẾP HẠNG"))
    assert ["1", "Sở Tài chính", "66,50", "Trung bình", "100"] in [row[:5] for row in rows]
    assert ["2", "Sở Nội vụ", "33,33", "Yếu", "90"] in [row[:5] for row in rows]
    assert ["1", "UBND xã Bum Tở", "100,00", "Xuất sắc", "90"] in [row[:5] for row in rows]


def test_the_printed_points_add_up_to_the_printed_total(built: Path) -> None:
    rows = tables(appendix(built, "ĐIỂM TỪNG TIÊU CHÍ"))
    first = next(place for place, row in enumerate(rows) if row[1] == "Sở Tài chính") + 1
    own = rows[first : first + 4]
    assert [row[0] for row in own] == ["TC1", "TC2", "TC3", "TC4"]
    assert sum(Decimal(row[5].replace(",", ".")) for row in own) == Decimal("66.50")
    assert own[0][2] == "1 nhiệm vụ hoàn thành đúng hạn trên 2 nhiệm vụ đến hạn"
    assert own[2][2] == "Chấm tay; minh chứng: Biên bản 05/BB"


def test_what_was_not_measured_says_so(built: Path) -> None:
    rows = tables(appendix(built, "ĐIỂM TỪNG TIÊU CHÍ"))
    assert ["TC3", "Tiêu chí TC3", "Không tính: chưa chấm", "", "10", ""] in rows


def test_the_report_says_who_is_below_and_where_the_points_stand(built: Path) -> None:
    text = "\n".join(one.text for one in Document(str(built / "bao-cao.docx")).paragraphs)
    assert "Sở Nội vụ chưa hoàn thành nhiệm vụ duy nhất đến hạn, dưới mức 70%." in text
    told_where = (
        r"03.cơ quan, xếp hạng các cơ quan đủ căn cứ nêu tại Phụ lục.\w+; điểm từng tiêu chí nêu tại Phụ lục.\w+\."
    )
    assert re.search(rf"Kết quả chấm điểm {told_where}", text.replace("\u00a0", " "))


def test_the_note_names_the_text_that_lays_the_criteria_down_and_the_rules(built: Path) -> None:
    text = "\n".join(one.text for one in Document(str(appendix(built, "XẾP HẠNG"))).paragraphs)
    assert "Bộ tiêu chí: Quyết định số 99/QĐ-UBND" in text and "dưới 50 điểm thì không xếp hạng" in text


def test_a_point_leads_to_its_cells(built: Path) -> None:
    path = appendix(built, "ĐIỂM TỪNG TIÊU CHÍ")
    done = run("trace", str(path), "--find", "30,00")
    assert "đã sửa tay" not in done.output
    assert "nhiệm vụ hoàn thành đúng hạn chia nhiệm vụ đến hạn, nhân trọng số, chia 100" in done.output


def test_the_new_appendices_are_in_form_and_in_the_spreadsheet(built: Path) -> None:
    for title in ("XẾP HẠNG", "ĐIỂM TỪNG TIÊU CHÍ"):
        done = run("lint", str(appendix(built, title)))
        assert done.exit_code == 0 and "không có lỗi" in done.output
    book = load_workbook(built / "phu-luc.xlsx")
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 66.5 in values and 33.33 in values


def test_an_agency_s_own_report_ranks_nobody(tmp_path: Path) -> None:
    path = saved(tmp_path, dossier(CRITERIA, POINTS))
    done = run(
        "build", str(path), "--period", "2025-Q3", "--agency", "Sở Tài chính", "--out", str(tmp_path / "out")
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    found = (tmp_path / "out/ho-so/2025-Q3/Sở Tài chính").glob("*.docx")
    assert not any("XẾP HẠNG" in one.text for path in found for one in Document(str(path)).paragraphs)


def test_a_workbook_keeps_its_criteria_through_text_and_back(tmp_path: Path) -> None:
    path = saved(tmp_path, dossier(CRITERIA, POINTS))
    book, back = tmp_path / "ho-so.xlsx", tmp_path / "lai.yaml"
    assert run("convert", str(path), str(book)).exit_code == 0
    assert run("convert", str(book), str(back)).exit_code == 0
    one, other = facts_of(path, "2025-Q3")[0], facts_of(back, "2025-Q3")[0]
    assert one["scores"] == other["scores"]


def test_everything_is_told_in_the_form_of_the_party_too(tmp_path: Path) -> None:
    general = {"Khối văn bản": "Đảng", "Cơ quan ban hành": "Đảng ủy xã A", "Ký hiệu cơ quan": "ĐU"}
    path = saved(tmp_path, dossier(CRITERIA, POINTS, settings=general))
    done = run("build", str(path), "--period", "2025-Q3", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert tables(appendix(tmp_path / "out/ho-so/2025-Q3", "XẾP HẠNG"))


def test_a_score_that_an_issued_report_printed_otherwise_is_told_and_may_be_compared_with(tmp_path: Path) -> None:
    points = [given("TC1", UNITS[0], 70), given("TC1", UNITS[1], 80)]
    signed = {
        "Quyền hạn ký": "TM. ỦY BAN NHÂN DÂN", "Chức vụ người ký": "CHỦ TỊCH", "Họ tên người ký": "Nguyễn Văn A",
        "Nơi nhận": "Lưu: VT, TH",
    }  # fmt: skip
    book = dossier([criterion("TC1", "Chấm tay", 100)], points, settings=signed)
    path = saved(tmp_path, book)
    folder = build(Job(path, "2025-Q3", out=tmp_path / "out")).published.folder
    edit(folder / "bao-cao.docx", fill_gaps)
    issue(folder, "5", date(2025, 9, 20))
    book["Chấm điểm"] = [
        given("TC1", UNITS[0], 85), given("TC1", UNITS[1], 80),
        given("TC1", UNITS[0], 90, "2025-Q4"), given("TC1", UNITS[1], 80, "2025-Q4"),
    ]  # fmt: skip
    saved(tmp_path, book)
    corrected = build(Job(path, "2025-Q4", out=tmp_path / "out"))
    [warned] = [one for one in corrected.problems if one.code == "DC002"]
    said = "điểm của Sở Tài chính: 70,00 (hạng 2), nay là 85,00 (hạng 1)"
    assert said in warned.message
    ranking = appendix(corrected.published.folder, "XẾP HẠNG")
    assert ["1", "Sở Tài chính", "90,00", "", "100", "85,00", "1", "5,00", "0"] in tables(ranking)
    assert any(said in one.text for one in Document(str(ranking)).paragraphs)
    figures = read_manifest(corrected.published.folder)
    assert figures is not None
    [origin] = [one for one in figures.figures if one.file == ranking.name and one.text == "85,00"]
    assert origin.cells and origin.formula == "tổng điểm của quý III năm 2025, tính lại theo hồ sơ hiện nay"
    issued = build(Job(path, "2025-Q4", out=tmp_path / "out", compare="issued"))
    ranking = appendix(issued.published.folder, "XẾP HẠNG")
    assert ["1", "Sở Tài chính", "90,00", "", "100", "70,00", "2", "20,00", "1"] in tables(ranking)


def test_units_are_scored_in_the_kinds_of_periods_that_are_named(tmp_path: Path) -> None:
    book = dossier([criterion("A", "Chấm tay", 100)], [given("A", UNITS[0], 50)], settings={"Kỳ chấm điểm": "Quý; Năm"})
    assert units(scores_of(tmp_path, book))["Sở Tài chính"]["total"] == "50.00"
    facts, _ = facts_of(saved(tmp_path, book), "2025-09")
    assert "scores" not in facts and not [one for one in facts["problems"] if one["code"].startswith("DG")]
    wrong = dossier([criterion("A", "Chấm tay", 100)], settings={"Kỳ chấm điểm": "Quí; Nămm"})
    assert [one.code for one in problems(tmp_path, wrong, "NG")] == ["NG001"]


@pytest.mark.parametrize(("period", "share"), [("2025-Q3", "1/1"), ("2025", "1/3")])
def test_an_indicator_whose_year_is_not_over_is_neither_reached_nor_missed(
    tmp_path: Path, period: str, share: str
) -> None:
    goals = {"CT1": 60, "CT2": 40, "CT3": 30}
    row = {"Đơn vị tính": "%", "Mục tiêu": 50, "Năm mục tiêu": 2025, "Cơ quan chủ trì": UNITS[0]}
    book = dossier(
        [criterion("A", "Chỉ tiêu đạt", 100)],
        **{
            "Chỉ tiêu": [{"Mã": code, "Tên chỉ tiêu": code} | row for code in goals],
            "Số liệu": [
                {"Mã chỉ tiêu": code, "Kỳ báo cáo": when, "Giá trị": value}
                for code, value in goals.items()
                for when in ("2025-Q3", "2025-Q4")
            ],
        },
    )
    facts, _ = facts_of(saved(tmp_path, book), period)
    measure = units(facts["scores"])["Sở Tài chính"]["criteria"][0]["measure"]
    assert (f"{measure['part']}/{measure['whole']}", measure["under_way"]) == (share, 2 if period == "2025-Q3" else 0)


def test_a_figure_of_an_earlier_period_is_told_beside_the_score_that_rests_on_it(tmp_path: Path) -> None:
    book = dossier(
        [criterion("A", "Giải ngân", 60), criterion("B", "Chỉ tiêu đạt", 40)],
        **{
            "Chỉ tiêu": [
                {"Mã": code, "Tên chỉ tiêu": code, "Đơn vị tính": "%", "Mục tiêu": 50, "Cơ quan chủ trì": UNITS[0]}
                for code in ("CT1", "CT2", "CT3")
            ],
            "Số liệu": [
                {"Mã chỉ tiêu": "CT1", "Kỳ báo cáo": "2025-Q2", "Giá trị": 60},
                {"Mã chỉ tiêu": "CT2", "Kỳ báo cáo": "2025-Q3", "Giá trị": 40},
            ],
            "Kinh phí": [
                {"Mã": "K1", "Nguồn vốn": "Tỉnh", "Cơ quan thực hiện": UNITS[0], "Kế hoạch (triệu đồng)": 100},
                {"Mã": "K2", "Nguồn vốn": "Tỉnh", "Cơ quan thực hiện": UNITS[1], "Kế hoạch (triệu đồng)": 100},
                {"Mã": "K3", "Nguồn vốn": "Tỉnh", "Cơ quan thực hiện": UNITS[1], "Kế hoạch (triệu đồng)": 100},
            ],
            "Giải ngân": [
                {"Mã kinh phí": "K1", "Kỳ báo cáo": "2025-Q2", "Đã phân bổ": 90, "Đã giải ngân": 30},
                {"Mã kinh phí": "K2", "Kỳ báo cáo": "2025-Q3", "Đã phân bổ": 90, "Đã giải ngân": 30},
            ],
        },
    )
    found = units(scores_of(tmp_path, book))
    money, goals = found["Sở Tài chính"]["criteria"]
    others = {"older": 1, "under_way": 0}
    assert money["measure"] == {"part": "30", "whole": "100", "share": "30.0", "left_out": 0} | others
    assert goals["measure"] == {"part": "1", "whole": "2", "share": "50.0", "left_out": 1} | others
    assert found["Sở Tài chính"]["total"] == "38.00"
    assert found["Sở Nội vụ"]["criteria"][0]["lacking"] == "chưa đủ số liệu giải ngân"
    done = run("build", str(tmp_path / "ho-so.json"), "--period", "2025-Q3", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    told_by = [row[2] for row in tables(appendix(tmp_path / "out/ho-so/2025-Q3", "ĐIỂM TỪNG TIÊU CHÍ"))]
    assert (
        "1 chỉ tiêu đạt hoặc vượt mục tiêu trên 2 chỉ tiêu đến hạn đánh giá có số liệu; 1 chỉ tiêu chưa có số liệu, "
        "không tính; 1 chỉ tiêu lấy số liệu của kỳ trước"
    ) in told_by
