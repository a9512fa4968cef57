"""Reporting periods: their names, their windows under both cut-off rules, their neighbours."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.periods import PERIODS_PER_YEAR, CutoffRule, Period, PeriodKind, month_digits, parse_period

periods = st.builds(
    lambda kind, year, index: Period(kind, year, index % PERIODS_PER_YEAR[kind] + 1),
    st.sampled_from(PeriodKind),
    st.integers(2000, 2098),
    st.integers(0, 11),
)


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


@given(periods)
def test_code_and_label_lead_back_to_the_period(period: Period) -> None:
    assert parse_period(period.code) == period
    assert parse_period(period.label) == period
    assert parse_period(period.label.upper()) == period


@given(periods, st.sampled_from(CutoffRule))
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
