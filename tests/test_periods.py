"""Reporting periods: their names, their windows under both cut-off rules, their neighbours."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.folders import without_version
from generator.core.period_names import parse_period
from generator.core.periods import (
    CALENDAR_KINDS,
    PERIODS_PER_YEAR,
    CutoffRule,
    Period,
    PeriodKind,
    days_from,
    month_digits,
    weeks_in,
    years_from,
)

calendar_periods = st.builds(
    lambda kind, year, index: Period(kind, year, index % PERIODS_PER_YEAR[kind] + 1),
    st.sampled_from(CALENDAR_KINDS),
    st.integers(2000, 2098),
    st.integers(0, 11),
)
weeks = st.builds(
    lambda year, week: Period(PeriodKind.WEEK, year, week % weeks_in(year) + 1),
    st.integers(2000, 2098),
    st.integers(0, 52),
)
names = st.sampled_from(["", "100 ngày", "Bão số 3/2026: khắc phục", "kiểm tra 24/7-ban-2", "Sơ kết “mô hình <A>”?"])
stretches = st.builds(
    lambda first, days, kind, name: days_from(first, first + timedelta(days), kind, name),
    st.dates(date(2000, 1, 1), date(2080, 12, 31)),
    st.integers(0, 1500),
    st.sampled_from([PeriodKind.RANGE, PeriodKind.AD_HOC, PeriodKind.TOPIC]),
    names.filter(lambda name: "“" not in name),
)
several_years = st.builds(
    lambda year, number: years_from(year, year + number), st.integers(2000, 2060), st.integers(1, 20)
)
every_period = st.one_of(calendar_periods, weeks, stretches, several_years)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-09", "2025-09"),
        ("2025-9", "2025-09"),
        ("2025-Q3", "2025-Q3"),
        ("2025-q3", "2025-Q3"),
        ("2025-H1", "2025-H1"),
        ("2025-H2", "2025-H2"),
        ("2025-9M", "2025-9M"),
        ("2025", "2025"),
        ("tháng 9/2025", "2025-09"),
        ("Tháng 09 năm 2025", "2025-09"),
        ("9/2025", "2025-09"),
        ("quý III/2025", "2025-Q3"),
        ("Quý III năm 2025", "2025-Q3"),
        ("quý 3 năm 2025", "2025-Q3"),
        ("QUÝ IV NĂM 2025", "2025-Q4"),
        ("6 tháng đầu năm 2025", "2025-H1"),
        ("06 tháng cuối năm 2025", "2025-H2"),
        ("9 tháng năm 2025", "2025-9M"),
        ("9 tháng đầu năm 2025", "2025-9M"),
        ("năm 2025", "2025"),
        ("Năm  2025.", "2025"),
        ("quy\u0301 I/2025", "2025-Q1"),
    ],
)
def test_a_period_is_read_in_every_way_it_is_written(text: str, code: str) -> None:
    found = parse_period(text)
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "text",
    ["", "quý", "quý V/2025", "quý 5 năm 2025", "2025-13", "2025-00", "2025-Q5", "2025-H3", "tháng 13/2025", "25"],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [  # NĐ 09/2019/NĐ-CP, Điều 12: from the 15th of the month before to the 14th of the closing month
        ("2025-09", date(2025, 8, 15), date(2025, 9, 14)),
        ("2025-01", date(2024, 12, 15), date(2025, 1, 14)),
        ("2025-Q1", date(2024, 12, 15), date(2025, 3, 14)),
        ("2025-Q2", date(2025, 3, 15), date(2025, 6, 14)),
        ("2025-Q3", date(2025, 6, 15), date(2025, 9, 14)),
        ("2025-Q4", date(2025, 9, 15), date(2025, 12, 14)),
        ("2025-H1", date(2024, 12, 15), date(2025, 6, 14)),
        ("2025-H2", date(2025, 6, 15), date(2025, 12, 14)),
        ("2025-9M", date(2024, 12, 15), date(2025, 9, 14)),
        ("2025", date(2024, 12, 15), date(2025, 12, 14)),
    ],
)
def test_the_decree_closes_figures_on_the_fourteenth(code: str, start: date, end: date) -> None:
    found = parse_period(code)
    assert found is not None
    window = found.window(CutoffRule.DECREE_09)
    assert (window.start, window.end) == (start, end)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-9M", date(2025, 1, 1), date(2025, 9, 30)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_calendar_periods_are_whole_months(code: str, start: date, end: date) -> None:
    found = parse_period(code)
    assert found is not None
    window = found.window(CutoffRule.CALENDAR)
    assert (window.start, window.end) == (start, end)


@pytest.mark.parametrize(
    ("code", "label", "previous", "following", "last_year"),
    [
        ("2025-01", "tháng 01 năm 2025", "2024-12", "2025-02", "2024-01"),
        ("2025-10", "tháng 10 năm 2025", "2025-09", "2025-11", "2024-10"),
        ("2025-Q1", "quý I năm 2025", "2024-Q4", "2025-Q2", "2024-Q1"),
        ("2025-Q4", "quý IV năm 2025", "2025-Q3", "2026-Q1", "2024-Q4"),
        ("2025-H1", "6 tháng đầu năm 2025", "2024-H2", "2025-H2", "2024-H1"),
        ("2025-H2", "6 tháng cuối năm 2025", "2025-H1", "2026-H1", "2024-H2"),
        ("2025-9M", "9 tháng năm 2025", "2024-9M", "2025-Q4", "2024-9M"),
        ("2025", "năm 2025", "2024", "2026", "2024"),
    ],
)
def test_a_period_has_a_name_and_neighbours(
    code: str, label: str, previous: str, following: str, last_year: str
) -> None:
    found = parse_period(code)
    assert found is not None
    assert (found.label, found.previous().code, found.next().code, found.same_last_year().code) == (
        label, previous, following, last_year,
    )  # fmt: skip


@pytest.mark.parametrize(("month", "text"), [(1, "01"), (2, "02"), (3, "3"), (9, "9"), (10, "10"), (12, "12")])
def test_only_january_and_february_have_a_zero(month: int, text: str) -> None:
    assert month_digits(month) == text


@given(calendar_periods)
def test_code_and_label_lead_back_to_the_period(period: Period) -> None:
    assert parse_period(period.code) == period
    assert parse_period(period.label) == period
    assert parse_period(period.label.upper()) == period


@given(every_period)
def test_the_code_leads_back_to_any_period_and_is_a_name_that_windows_takes(period: Period) -> None:
    assert parse_period(period.code) == period
    assert not set('<>:"/\\|?*') & set(period.code)
    assert not period.code.endswith((".", " "))
    assert without_version(period.code) == period.code


@given(st.one_of(weeks, stretches, several_years), st.sampled_from(CutoffRule))
def test_a_stretch_is_as_long_as_the_one_before_and_touches_both_neighbours(period: Period, rule: CutoffRule) -> None:
    before, own, after = (one.window(rule) for one in (period.previous(), period, period.next()))
    assert before.end + timedelta(1) == own.start and own.end + timedelta(1) == after.start
    if period.kind is not PeriodKind.YEARS:
        assert before.end - before.start == own.end - own.start


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-W36", "2026-W36"),
        ("tuần 36/2026", "2026-W36"),
        ("Tuần thứ 36 năm 2026", "2026-W36"),
        ("từ 10/7/2026 đến 30/11/2026", "2026-07-10..2026-11-30"),
        ("từ ngày 10 tháng 7 năm 2026 đến hết ngày 30 tháng 11 năm 2026", "2026-07-10..2026-11-30"),
        ("tu 10/7/2026 den 30/11/2026", "2026-07-10..2026-11-30"),
        ("10/7/2026 – 30/11/2026", "2026-07-10..2026-11-30"),
        ("từ 10/7 đến 30/11/2026", "2026-07-10..2026-11-30"),
        ("100 ngày (từ 10/7/2026 đến 17/10/2026)", "2026-07-10..2026-10-17 (100 ngày)"),
        ("100 ngày: 2026-07-10..2026-10-17", "2026-07-10..2026-10-17 (100 ngày)"),
        ("đột xuất: Bão số 3 (từ 05/9/2026 đến 20/9/2026)", "2026-09-05..2026-09-20 (đột xuất - Bão số 3)"),
        ("Chuyên đề “NQ 57/TW” từ 01/01/2026 đến 30/6/2026", "2026-01-01..2026-06-30 (chuyên đề - NQ 57／TW)"),
        ("2021..2025", "2021..2025"),
        ("giai đoạn 2021-2025", "2021..2025"),
        ("5 năm 2021 - 2025", "2021..2025"),
        ("GIAI ĐOẠN 2021 – 2025", "2021..2025"),
        ("5 năm (2021-2025)", "2021..2025"),
        ("2025..2025", "2025"),
        ("giữa kỳ 2021..2023", "2021..2023 (giữa kỳ)"),
        ("giữa kỳ từ 01/01/2021 đến 30/6/2023", "2021-01-01..2023-06-30 (giữa kỳ)"),
    ],
)
def test_weeks_ranges_and_several_years_are_read_in_every_way_they_are_written(text: str, code: str) -> None:
    found = parse_period(text)
    assert found is not None and found.code == code
    assert parse_period(found.label) == found


@pytest.mark.parametrize(
    "text",
    [
        "tuần 53/2025",  # a year of 52 weeks
        "tuần 1 tháng 9/2026",  # of which Monday?
        "từ 10/12 đến 30/01/2026",  # the year of the beginning is not said
        "31/02/2026..01/3/2026",
        "2025..2021",
        "5 năm 2021 - 2024",
        "5 năm (2021-2024)",
        "giữa kỳ giai đoạn 2021-2025",  # which part of it is not said
        "giữa kỳ 2021-2025",
        "nhiệm kỳ 2020-2025",  # from congress to congress
        "trước 2021-2025",
        "trước giai đoạn 2026-2030",
        "quý III/2025 (từ 15/6/2025 đến 14/9/2025)",  # two periods
        "từ 1/1/2026 đến 2/2/2026 và từ 3/3/2026 đến 4/4/2026",
        "đột xuất",
        "100 ngày",
        "chuyên đề: " + "rất dài " * 11 + "(2026-01-01..2026-06-30)",
    ],
)
def test_what_leaves_a_question_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2026-W36", date(2026, 8, 31), date(2026, 9, 6)),  # a Monday, a Sunday
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-07-10..2026-11-30", date(2026, 7, 10), date(2026, 11, 30)),
        ("2021..2025", date(2020, 12, 15), date(2025, 12, 14)),  # the years it is made of
    ],
)
def test_weeks_and_ranges_are_their_days_and_years_are_the_decrees(code: str, start: date, end: date) -> None:
    found = parse_period(code)
    assert found is not None
    window = found.window(CutoffRule.DECREE_09)
    assert (window.start, window.end) == (start, end)


@pytest.mark.parametrize(
    ("code", "previous", "following", "last_year"),
    [
        ("2026-W01", "2025-W52", "2026-W02", "2025-W01"),
        ("2026-W53", "2026-W52", "2027-W01", "2025-W52"),
        ("2026-07-10..2026-11-30", "2026-02-16..2026-07-09", "2026-12-01..2027-04-23", "2025-07-10..2025-11-30"),
        ("2025-09-15..2025-12-14", "2025-06-15..2025-09-14", "2025-12-15..2026-03-14", "2024-09-15..2024-12-14"),
        ("2024-02-29..2024-03-01", "2024-02-27..2024-02-28", "2024-03-02..2024-03-03", "2023-02-28..2023-03-01"),
        ("2021..2025", "2016..2020", "2026..2030", "2016..2020"),
    ],
)
def test_the_neighbours_of_weeks_and_ranges(code: str, previous: str, following: str, last_year: str) -> None:
    found = parse_period(code)
    assert found is not None
    assert (found.previous().code, found.next().code, found.same_last_year().code) == (previous, following, last_year)


@given(calendar_periods, st.sampled_from(CutoffRule))
def test_a_period_ends_the_day_before_the_next_of_its_kind_begins(period: Period, rule: CutoffRule) -> None:
    before, own = period.previous().window(rule), period.window(rule)
    assert own.start <= own.end
    gap = own.start - before.end
    assert gap == timedelta(days=1) or period.kind is PeriodKind.NINE_MONTHS


@given(st.integers(2000, 2098), st.sampled_from(CutoffRule))
def test_the_months_the_quarters_and_the_halves_fill_the_year(year: int, rule: CutoffRule) -> None:
    whole = Period(PeriodKind.YEAR, year).window(rule)
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF):
        windows = [Period(kind, year, index).window(rule) for index in range(1, PERIODS_PER_YEAR[kind] + 1)]
        assert (windows[0].start, windows[-1].end) == (whole.start, whole.end)
        assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(windows))


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.sampled_from(CutoffRule))
def test_every_day_lies_in_exactly_one_month(day: date, rule: CutoffRule) -> None:
    months = [Period(PeriodKind.MONTH, year, m) for year in (day.year, day.year + 1) for m in range(1, 13)]
    assert sum(day in month.window(rule) for month in months) == 1


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_period(text)
    assert found is None or parse_period(found.code) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quí 3/2025", "2025-Q3"),
        ("II/2026", "2026-Q2"),
        ("6T/2026", "2026-H1"),
        ("9T/2025", "2025-9M"),
        ("T9/2025", "2025-09"),
    ],
)
def test_short_forms_of_offices_are_periods(text: str, code: str) -> None:
    period = parse_period(text)
    assert period is not None and period.code == code


@pytest.mark.parametrize(
    ("whole", "part", "label"),
    [
        ("2026", "2026-Q3", "quý III"),
        ("2026", "2026", "cả năm"),
        ("2026-H1", "2026-H1", "cả kỳ"),
        ("2025..2026", "2026-Q3", "quý III năm 2026"),
    ],
)
def test_a_report_names_a_part_of_its_period_and_the_whole(whole: str, part: str, label: str) -> None:
    found = parse_period(whole), parse_period(part)
    assert found[0] is not None and found[1] is not None and found[0].part_label(found[1]) == label
