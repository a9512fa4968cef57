"""Ten years of weekly reports in one dossier: what a report of them prints, and that the work grows with the rows."""

from __future__ import annotations

import cProfile
import json
import pstats
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from generator.compute.facts import Facts, compute
from generator.core.model import Dossier
from generator.render.report import render_report
from generator.render.shelf import TemplateShelf
from generator.stories.dossier import check, find_period
from generator.stories.left_out import gathered_results
from tests.render.test_report_text import dump

FIRST = 2017
Made = TypeVar("Made")


def weeks(years: int) -> list[str]:
    day, end, found = date(FIRST, 1, 2), date(FIRST + years - 1, 12, 28), []
    while day <= end:
        year, week, _ = day.isocalendar()
        found.append(f"{year}-W{week:02d}")
        day += timedelta(weeks=1)
    return found


def dossier_of(folder: Path, years: int) -> Dossier:
    """Six tasks, two of them overdue from the first year on, an indicator of either kind and money, week by week."""
    codes = weeks(years)
    general = {
        "Cơ quan ban hành": "Ủy ban nhân dân tỉnh", "Ký hiệu cơ quan": "UBND", "Địa danh": "Huế",
        "Tên kế hoạch": "Kế hoạch X", "Trích yếu": "thực hiện Kế hoạch X", "Chốt số liệu": "Lịch",
    }  # fmt: skip
    book: dict[str, list[dict[str, Any]]] = {
        "Thông tin chung": [{"Mục": key, "Giá trị": value} for key, value in general.items()],
        "Cơ quan": [{"Tên cơ quan": "Sở Tài chính"}, {"Tên cơ quan": "Sở Y tế"}],
        "Nhiệm vụ": [
            {
                "Mã": f"N{n}", "Nội dung nhiệm vụ": f"Việc số {n}",
                "Cơ quan chủ trì": ("Sở Tài chính", "Sở Y tế")[n % 2],
                "Thời gian hoàn thành": ("30/6/2017", "31/12/2040", "Nhiệm vụ thường xuyên")[n % 3],
            }
            for n in range(6)
        ],
        "Tiến độ": [
            {
                "Mã nhiệm vụ": f"N{n}", "Kỳ báo cáo": code, "Tình trạng": "Đang thực hiện",
                "Kết quả thực hiện": f"Đã làm xong phần việc của {code}", "Minh chứng": f"{at + 1}/BC-STC",
                "Nguyên nhân": f"Thiếu vốn đợt {at + 1}" if n == 0 else None,
            }
            for n in range(6)
            for at, code in enumerate(codes)
        ],
        "Chỉ tiêu": [
            {"Mã": "CT1", "Tên chỉ tiêu": "Tỷ lệ", "Đơn vị tính": "%", "Mục tiêu": 80},
            {"Mã": "CT2", "Tên chỉ tiêu": "Số lượt", "Đơn vị tính": "lượt", "Cách tính": "Cộng dồn", "Mục tiêu": 9000},
        ],
        "Số liệu": [{"Mã chỉ tiêu": one, "Kỳ báo cáo": code, "Giá trị": 7} for one in ("CT1", "CT2") for code in codes],
        "Kinh phí": [{"Mã": "KP1", "Nguồn vốn": "Ngân sách tỉnh", "Kế hoạch (triệu đồng)": 90000}],
        "Giải ngân": [
            {"Mã kinh phí": "KP1", "Kỳ báo cáo": code, "Đã giải ngân": 9 * at} for at, code in enumerate(codes)
        ],
    }  # fmt: skip
    path = folder / f"ho-so-{years}.json"
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    found = check(path).dossier
    assert found is not None
    return found


def facts_of(dossier: Dossier, period: str) -> Facts:
    return compute(dossier, find_period(period, dossier))


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return dossier_of(tmp_path_factory.mktemp("muoi-nam"), 10)


def test_a_report_of_ten_years_tells_the_newest_of_each_year_and_of_how_many_it_is(ten: Dossier) -> None:
    facts = facts_of(ten, "2017..2026")
    report = render_report(facts, TemplateShelf("nd30"))
    text = dump(report.files[0].document.content).replace("\xa0", " ")
    (line,) = [line for line in text.splitlines() if "Việc số 1: " in line and "phần việc" in line]
    for year in range(2017, 2027):
        count = 53 if year == 2020 else 52  # the 53rd week of 2026 ends in 2027
        before, after = (" - ", "") if year == 2026 else (" (", ")")  # the agency's brackets follow the last
        told = f"phần việc của {year}-W{count}{before}kết quả mới nhất trong {count} kết quả{after}"
        assert f"ăm {year} đã làm xong {told}" in line
    assert line.count("phần việc của") == 10
    (late,) = [one for one in text.splitlines() if "Việc số 0 (" in one]
    assert "thiếu vốn đợt 519; thiếu vốn đợt 520; thiếu vốn đợt 521 và 518 nguyên nhân trước đó" in late
    assert text.count("thiếu vốn đợt") == 10 + 3  # a draft for each year, and what is said of the late task
    (told,) = gathered_results(facts)
    assert told.code == "XB022" and "6 nhiệm vụ có hơn 12 kết quả" in told.message and "mỗi năm" in told.message


def test_a_gathered_result_leads_to_the_cells_it_stands_in_and_evidence_says_what_it_leaves_out(ten: Dossier) -> None:
    report = render_report(facts_of(ten, "2017..2026"), TemplateShelf("nd30"))
    printed = [one.figure for file in report.files for one in file.document.figures]
    (first, *_) = [one for one in printed if "mới nhất trong 52 kết quả" in one.text]
    assert len(first.cells) == 10 and {place.sheet for place in first.cells} == {"Tiến độ"}
    evidence = next(one for one in printed if "tài liệu trước đó" in one.text)
    assert evidence.text.endswith("; 521/BC-STC và 509 tài liệu trước đó") and len(evidence.cells) == 12


def test_a_year_of_weeks_is_told_by_months_and_a_quarter_of_few_one_by_one(ten: Dossier) -> None:
    year = render_report(facts_of(ten, "2025"), TemplateShelf("nd30")).files[0].document.content
    (line,) = [line for line in dump(year).splitlines() if "Việc số 1: " in line and "phần việc" in line]
    assert line.count("phần việc của") == 12 and "tháng 12 đã làm xong phần việc của 2025-W52" in line
    short = facts_of(ten, "2025-11-03..2025-12-28")
    assert gathered_results(short) == ()
    (line,) = [
        line
        for line in dump(render_report(short, TemplateShelf("nd30")).files[0].document.content).splitlines()
        if "Việc số 1: " in line and "phần việc" in line
    ]
    assert line.count("phần việc của") == 8 and "mới nhất" not in line


def counted(work: Callable[[], Made]) -> tuple[Made, int]:
    """What came of the work, and how many calls it took."""
    profile = cProfile.Profile()
    made = profile.runcall(work)
    return made, pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


def test_four_times_as_many_years_are_four_times_as_much_work_for_a_week_and_for_all_of_them(tmp_path: Path) -> None:
    """Calls are counted, not seconds: with each week held against each other week there would be sixteen times."""
    render_report(facts_of(dossier_of(tmp_path, 1), "2017"), TemplateShelf("nd30"))  # what is kept once made
    calls: list[list[int]] = []
    for years in (2, 8):
        dossier, read = counted(lambda years=years: dossier_of(tmp_path, years))  # type: ignore[misc]
        last, every = weeks(years)[-1], f"{FIRST}..{FIRST + years - 1}"
        week, of_week = counted(lambda: facts_of(dossier, last))  # noqa: B023
        long, of_all = counted(lambda: facts_of(dossier, every))  # noqa: B023
        _, print_week = counted(lambda: render_report(week, TemplateShelf("nd30")))  # noqa: B023
        _, print_all = counted(lambda: render_report(long, TemplateShelf("nd30")))  # noqa: B023
        calls.append([read, of_week, of_all, print_week, print_all])
    ratios = [long / short for short, long in zip(*calls, strict=True)]
    assert max(ratios) < 4.6 and ratios[3] < 1.5, ratios
