"""Weeks, ranges, several years: their figures against a second reckoning, their documents, what they ask about."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from generator.compute.facts import Facts, compute
from generator.compute.facts_json import facts_as_json
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule
from generator.core.problems import BaocaoError, Severity, WrongUsage
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import read_document
from generator.stories.build import build
from generator.stories.dossier import check, find_period, period_problems
from generator.stories.jobs import Job, Outcome
from tests.render.test_report_text import dump
from tests.workbook_builder import PROGRESS_HEADER, minimal_sheets, write_workbook

Figure = tuple[str, str, Any]
"""Indicator, period, value."""
WAYS = {"A": "Cộng dồn", "B": "Luỹ kế năm", "C": "Bình quân", "D": "Thời điểm"}


def dossier_of(
    folder: Path,
    figures: Sequence[Figure],
    progress: Sequence[Sequence[object]] = (),
    targets: Mapping[str, Mapping[int, str]] | None = None,
    settings: Sequence[tuple[str, object]] = (),
) -> Path:
    sheets = minimal_sheets()
    sheets["Thông tin chung"] += [list(one) for one in (("Chốt số liệu", "Lịch"), *settings)]
    sheets["Chỉ tiêu"] = [
        ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu", "Năm mục tiêu"],
        *([code, f"Chỉ tiêu {code}", "lớp", way, 100, 2025] for code, way in WAYS.items()),
    ]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], *(list(one) for one in figures)]
    if targets:
        sheets["Lộ trình"] = [
            ["Mã chỉ tiêu", "Năm", "Mục tiêu"],
            *([code, year, goal] for code, years in targets.items() for year, goal in years.items()),
        ]
    if progress:
        sheets["Tiến độ"] = [list(PROGRESS_HEADER), *(list(one) for one in progress)]
    return write_workbook(folder / "ho-so.xlsx", sheets)


def facts_of(path: Path, period: str) -> Facts:
    checked = check(path)
    assert checked.dossier is not None, checked.problems
    return compute(checked.dossier, find_period(period, checked.dossier))


def indicator(path: Path, period: str, code: str) -> dict[str, Any]:
    facts = facts_as_json(facts_of(path, period), ())
    return next(one for one in facts["indicators"] if one["code"] == code)


def codes(path: Path, period: str) -> set[str]:
    dossier = check(path).dossier
    assert dossier is not None
    return {one.code for one in period_problems(dossier, find_period(period, dossier))}


# --- several years gather years as a year gathers quarters ---

FIVE_YEARS = [
    *(("A", f"{year}-Q{quarter}", 10 * quarter) for year in range(2021, 2026) for quarter in range(1, 5)),
    *(("B", f"{year}-Q{quarter}", 10 * quarter) for year in range(2021, 2026) for quarter in range(1, 5)),
    *(("C", str(year), year - 2000) for year in range(2021, 2026)),
    *(("D", str(year), year - 2000) for year in range(2021, 2026)),
]


def test_five_years_gather_what_each_year_came_to(tmp_path: Path) -> None:
    path = dossier_of(tmp_path, FIVE_YEARS)
    found = {code: indicator(path, "giai đoạn 2021-2025", code) for code in WAYS}
    assert found["A"]["value"] == "500"  # 5 years of 10 + 20 + 30 + 40
    assert found["B"]["value"] == "200"  # each year counts from its beginning: 40 at its end
    assert found["C"]["value"] == "23"  # the mean of 21 … 25
    assert found["D"]["value"] == "25"  # a level is that of the end
    assert all(not one["missing_parts"] for one in found.values())


def test_a_year_that_lacks_its_last_figure_is_missing_from_the_sum(tmp_path: Path) -> None:
    path = dossier_of(tmp_path, [one for one in FIVE_YEARS if one[:2] not in (("A", "2023-Q4"), ("B", "2023-Q4"))])
    flow, counted = indicator(path, "2021..2025", "A"), indicator(path, "2021..2025", "B")
    assert (flow["value"], flow["missing_parts"]) == ("460", ["2023-Q4"])
    assert (counted["value"], counted["missing_parts"]) == ("160", ["2023"])


def test_the_sum_of_years_is_held_against_the_targets_of_all_of_them_or_of_none(tmp_path: Path) -> None:
    whole = {"A": dict.fromkeys(range(2021, 2026), "≥ 90"), "B": {2025: "≥ 30"}}
    path = dossier_of(tmp_path, FIVE_YEARS, targets=whole)
    all_years, one_year = indicator(path, "2021..2025", "A"), indicator(path, "2021..2025", "B")
    assert (all_years["target"]["value"], all_years["status"], all_years["achievement"]) == ("450", "exceeded", "111.1")
    assert (one_year["status"], one_year["achievement"]) == ("not_judged", None)
    assert "CT020" in codes(path, "2021..2025")
    assert indicator(path, "2025", "B")["status"] == "exceeded"  # the year's own figure is judged as ever


def test_five_years_name_their_parts_with_the_year(tmp_path: Path) -> None:
    rows = [
        ["I.1", f"{year}-Q3", "Đang thực hiện", None, None, f"Đã mở lớp {year}", None, None, "Sở Tài chính"]
        for year in (2024, 2025)
    ]
    text = text_of(build(Job(dossier_of(tmp_path, FIVE_YEARS, rows), "2021..2025", out=tmp_path / "ra")))
    assert "quý III năm 2024 đã mở lớp 2024; quý III năm 2025 đã mở lớp 2025" in text
    assert "bình quân năm 2021: 21; năm 2022: 22" in text


# --- a row half inside is never inside ---


def test_a_quarter_that_reaches_out_of_a_range_is_not_counted_in_it_and_is_told(tmp_path: Path) -> None:
    figures = [("A", "2026-Q2", 300), ("A", "2026-08", 40), ("A", "từ 01/9/2026 đến 15/9/2026", 7)]
    path = dossier_of(tmp_path, figures)
    asked = "từ 10/6/2026 đến 15/9/2026"
    found = indicator(path, asked, "A")
    assert (found["value"], found["missing_parts"]) == ("47", ["2026-06-10..2026-06-30", "2026-07"])
    assert "KY003" in codes(path, asked)
    assert "KY003" not in codes(path, "2026-Q3")


def test_a_week_that_straddles_two_months_is_in_neither(tmp_path: Path) -> None:
    path = dossier_of(tmp_path, [("A", f"2026-W{week}", 1) for week in range(36, 41)])  # 31/8–4/10
    september = indicator(path, "2026-09", "A")
    assert september["value"] == "3"
    assert september["missing_parts"] == ["2026-09-01..2026-09-06", "2026-09-28..2026-09-30"]
    assert "KY003" in codes(path, "2026-09")


def test_a_mean_of_months_and_weeks_weighs_days(tmp_path: Path) -> None:
    figures = [("C", "2026-02", 10), ("C", "2026-W10", 20)]  # 28 days; 2/3–8/3
    assert indicator(tmp_path and dossier_of(tmp_path, figures), "2026-02-01..2026-03-08", "C")["value"] == "12"


# --- names ---


def test_a_name_given_in_the_workbook_stands_for_its_days_in_rows_and_on_the_command_line(tmp_path: Path) -> None:
    named = [("Kỳ riêng", "100 ngày: từ 10/7/2026 đến 17/10/2026")]
    path = dossier_of(tmp_path, [("A", "100 ngày", 12)], settings=named)
    assert indicator(path, "100 ngày", "A")["value"] == "12"
    assert facts_of(path, "2026-07-10..2026-10-17").period.name == "100 ngày"  # the same days are the same report
    assert "KY004" not in codes(path, "100 ngày")


def test_a_name_that_tells_other_days_than_it_has_is_asked_about(tmp_path: Path) -> None:
    assert "KY004" in codes(dossier_of(tmp_path, FIVE_YEARS), "100 ngày: từ 10/7/2026 đến 30/11/2026")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("đột xuất", "ngày đầu và ngày cuối"),
        ("giữa kỳ giai đoạn 2021-2025", "từ đâu đến đâu"),
        ("100 ngày", "khoảng ngày"),
        ("tuần 53/2025", "52 tuần"),
    ],
)
def test_a_range_without_its_days_is_asked_for_them(tmp_path: Path, asked: str, hint: str) -> None:
    dossier = check(dossier_of(tmp_path, FIVE_YEARS)).dossier
    assert dossier is not None
    with pytest.raises(WrongUsage) as refused:
        find_period(asked, dossier)
    assert hint in refused.value.next_step


# --- recurring tasks ---


def test_a_recurring_task_is_asked_for_where_its_round_ends(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    for row, said in zip(sheets["Nhiệm vụ"][1:], ("Hằng quý", "Hằng tháng", "Thường xuyên"), strict=True):
        row[8] = said
    sheets["Tiến độ"] = sheets["Tiến độ"][:1]
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)

    def silent(period: str) -> list[str]:
        return [fact.task.code for fact in facts_of(path, period).tasks.recurring_silent]

    assert silent("2025-W35") == ["II.1"]  # 25/8–31/8: no month closes on the 14th
    assert silent("2025-W33") == ["I.2", "II.1"]  # 11/8–17/8: August does
    assert silent("2025-W37") == ["I.1", "I.2", "II.1"]  # 8/9–14/9: so does the quarter
    assert silent("từ 01/9/2025 đến 30/9/2025") == ["I.1", "I.2", "II.1"]


# --- documents ---


def text_of(outcome: Outcome) -> str:
    return dump((outcome.published.folder / "bao-cao.docx").read_bytes())


KINDS = {
    "2025-W36": ("tuần 36 năm 2025", "NHIỆM VỤ TRỌNG TÂM TUẦN 37 NĂM 2025"),
    "từ 10/7/2025 đến 30/11/2025": ("giai đoạn từ ngày 10/7/2025 đến ngày 30/11/2025", "TRỌNG TÂM THỜI GIAN TỚI"),
    "đột xuất: Tình hình khắc phục bão số 3 (05/9/2025 - 20/9/2025)": (
        "Tình hình khắc phục bão số 3 (từ ngày 05/9/2025 đến ngày 20/9/2025)",
        "báo cáo tình hình khắc phục bão số 3",
    ),
    "chuyên đề: Chuyển đổi số (2025-01-01..2025-09-14)": ("Chuyển đổi số (từ ngày 01/01/2025", "Đánh giá chung"),
    "giữa kỳ 2024..2025": ("giữa kỳ (từ năm 2024 đến năm 2025); phương hướng", "BÀI HỌC KINH NGHIỆM"),
    "2021..2025": ("giai đoạn 2021 - 2025; phương hướng, nhiệm vụ giai đoạn 2026 - 2030", "BÀI HỌC KINH NGHIỆM"),
}


@pytest.mark.parametrize(("period", "said"), KINDS.items())
@pytest.mark.parametrize("bloc", ["Nhà nước", "Đảng"])
def test_each_kind_has_a_document_of_its_own_that_is_free_of_faults_of_form(
    tmp_path: Path, period: str, said: tuple[str, str], bloc: str
) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"][1][1] = bloc
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    outcome = build(Job(path, period, out=tmp_path / "ra"))
    text = text_of(outcome)
    for words in said:
        assert words.casefold() in text.casefold()
    view = read_document(outcome.published.folder / "bao-cao.docx")
    found_faults = lint(view, standard_for(view)).findings
    assert not [one.message for one in found_faults if one.severity is not Severity.NOTE]
    found = parse_period(outcome.published.folder.name)
    assert found is not None and found == outcome.facts.period  # the folder's name is the period


# --- a second reckoning by days ---


def days(code: str) -> set[date]:
    """The days of a code under the calendar, counted one by one."""
    if ".." in code:
        first, last = code.split("..")
        start, end = (
            (date(int(first), 1, 1), date(int(last), 12, 31))
            if len(first) == 4
            else (
                date.fromisoformat(first),
                date.fromisoformat(last),
            )
        )
    elif "W" in code:
        year, week = (int(part) for part in code.split("-W"))
        january = date(year, 1, 4)  # the first week is that of 4 January
        start = january - timedelta(days=january.weekday()) + timedelta(weeks=week - 1)
        end = start + timedelta(days=6)
    elif "H" in code:
        year, half = (int(part) for part in code.split("-H"))
        start, end = (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
    elif "Q" in code:
        year, quarter = (int(part) for part in code.split("-Q"))
        start = date(year, quarter * 3 - 2, 1)
        end = (date(year + (quarter == 4), quarter * 3 % 12 + 1, 1)) - timedelta(days=1)
    elif "-" in code:
        year, month = (int(part) for part in code.split("-"))
        start = date(year, month, 1)
        end = date(year + (month == 12), month % 12 + 1, 1) - timedelta(days=1)
    else:
        start, end = date(int(code), 1, 1), date(int(code), 12, 31)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


def best_cover(rows: Sequence[tuple[str, int]], within: set[date]) -> list[tuple[str, int]]:
    """Of rows whole inside, those that cover most days, none twice; of equals the fewest: by trying every choice."""
    inside = [row for row in rows if days(row[0]) <= within]
    best: tuple[tuple[int, int], list[tuple[str, int]]] = ((0, 0), [])
    for size in range(1, len(inside) + 1):
        for chosen in combinations(inside, size):
            parts = [days(code) for code, _ in chosen]
            covered = set().union(*parts)
            if len(covered) == sum(map(len, parts)) and (len(covered), -size) > best[0]:
                best = ((len(covered), -size), list(chosen))
    return best[1]


PARTS = ["2025-Q3", "2025-Q4", "2025", "2024", "2026-01", "2025-12", "2025-07", "2025-W40", "2025-W41", "2025-W01",
         "2025-07-10..2025-08-09", "2025-08-10..2025-11-30", "2025-11-01..2026-01-31", "2024..2025"]  # fmt: skip
ASKED = ["2025-W40", "2025-07-10..2025-11-30", "2025-07-01..2025-12-31", "2024..2025", "2024..2026", "2025-Q4", "2025"]


@pytest.mark.parametrize("seed", range(25))
def test_random_figures_of_every_kind_of_period_come_to_what_counting_days_gives(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    chosen = {code: chance.sample(PARTS, 7) for code in ("A", "C", "D")}
    figures = [(code, part, chance.randint(1, 99)) for code, parts in chosen.items() for part in parts]
    path = dossier_of(tmp_path, figures)
    for asked in ASKED:
        within = days(asked)
        for code in ("A", "C"):
            rows = [(part, value) for one, part, value in figures if one == code]
            best, found = best_cover(rows, within), indicator(path, asked, code)
            used = [(one["period"], int(one["value"])) for one in found["parts"]]
            covered = {day for part, _ in used for day in days(part)}
            assert set(used) <= set(rows) and covered <= within
            assert len(covered) == sum(len(days(part)) for part, _ in used)  # no day twice
            assert (len(covered), len(used)) == (sum(len(days(part)) for part, _ in best), len(best))
            missing = {day for part in found["missing_parts"] for day in days(part)}
            assert sum(len(days(part)) for part in found["missing_parts"]) == len(missing)
            assert missing == (within - covered if used else set())
            assert found["value"] == (_come_to(used, code == "A") if used else None)
        ended = [(part, value) for one, part, value in figures if one == "D" and max(days(part)) <= max(within)]
        kept = [row for row in ended if max(days(row[0])) in within or _year(row[0]) == _year(asked)]
        level = indicator(path, asked, "D")["value"]
        latest = max((max(days(part)) for part, _ in kept), default=None)
        assert (level is None) == (latest is None)
        assert level is None or int(level) in [value for part, value in kept if max(days(part)) == latest]


def _come_to(used: Sequence[tuple[str, int]], is_sum: bool) -> str:
    """The sum, or the mean by months where all are whole months, else by days."""
    if is_sum:
        return str(sum(value for _, value in used))
    odd = any("W" in part or len(part) > 10 for part, _ in used)
    weights = [len(days(part)) if odd else round(len(days(part)) / 30.4) for part, _ in used]
    mean = Decimal(sum(value * weight for (_, value), weight in zip(used, weights, strict=True))) / sum(weights)
    rounded = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _year(code: str) -> int:
    """The year that a period is named by; of a range that of its last day."""
    return int(code.rpartition("..")[2][:4])


# --- ten years of weekly reports ---


def test_work_on_ten_years_of_weekly_reports_grows_with_the_rows_only(tmp_path: Path) -> None:
    """Counted in rows looked at rather than in seconds: a figure's parts are sought among those near it."""
    from generator.compute import parts

    seen = {}
    for years in (2, 8):
        weeks = [f"{year}-W{week:02d}" for year in range(2016, 2016 + years) for week in range(1, 53)]
        path = dossier_of(tmp_path, [("A", week, 1) for week in weeks])
        dossier = check(path).dossier
        assert dossier is not None
        looked = 0
        whole = parts.covering

        def counting(rows: Sequence[Any], rule: CutoffRule, whole: Any = whole) -> Any:
            nonlocal looked
            looked += len(rows)
            return whole(rows, rule)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts, "covering", counting)
            parts.whole_problems(dossier)
            compute(dossier, find_period("2017-W30", dossier))
        seen[years] = looked + 1
    assert seen[8] <= 5 * seen[2]


def test_a_wrong_period_is_refused_with_the_forms_there_are(tmp_path: Path) -> None:
    with pytest.raises(BaocaoError) as refused:
        build(Job(dossier_of(tmp_path, FIVE_YEARS), "tuần 53/2025", out=tmp_path / "ra"))
    assert "52 tuần" in refused.value.next_step
    assert not (tmp_path / "ra").exists()


def test_decimals_of_a_sum_of_years_are_kept(tmp_path: Path) -> None:
    path = dossier_of(tmp_path, [("A", "2024", Decimal("0.25")), ("A", "2025", Decimal("0.50"))])
    assert indicator(path, "2024..2025", "A")["value"] == "0.75"


@pytest.mark.parametrize(
    ("said", "label", "before", "after", "year_before"),
    [
        (
            "2026-03-01..2026-08-31", "giai đoạn từ tháng 3 đến tháng 8 năm 2026",
            "2025-09-01..2026-02-28", "2026-09-01..2027-02-28", "2025-03-01..2025-08-31",
        ),
        (
            "từ tháng 9/2024 đến hết tháng 02/2025", "giai đoạn từ tháng 9 năm 2024 đến tháng 02 năm 2025",
            "2024-03-01..2024-08-31", "2025-03-01..2025-08-31", "2023-09-01..2024-02-29",
        ),
        (
            "2026-03-01..2026-03-31", "giai đoạn từ ngày 01/3/2026 đến ngày 31/3/2026",
            "2026-02-01..2026-02-28", "2026-04-01..2026-04-30", "2025-03-01..2025-03-31",
        ),
        (
            "2026-03-02..2026-08-31", "giai đoạn từ ngày 02/3/2026 đến ngày 31/8/2026",
            "2025-08-31..2026-03-01", "2026-09-01..2027-03-02", "2025-03-02..2025-08-31",
        ),
    ],
)  # fmt: skip
def test_a_range_of_whole_months_is_named_and_moved_by_months(
    said: str, label: str, before: str, after: str, year_before: str
) -> None:
    """One month by its days all the same: under NĐ 09 "tháng 3" ends on the 14th."""
    found = parse_period(said)
    assert found is not None and found.label == label and parse_period(label) == found
    assert [one.code for one in (found.previous(), found.next(), found.same_last_year())] == [
        before, after, year_before,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["tháng 3 đến tháng 8/2026", "từ tháng 8 đến tháng 3/2026", "từ tháng 3 đến tháng 13/2026"]
)
def test_months_without_a_beginning_or_an_order_are_no_period(said: str) -> None:
    assert parse_period(said) is None
