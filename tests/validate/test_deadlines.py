"""Deadlines as plans write them, and the day each of them means."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import DeadlineKind
from generator.validate.deadlines import parse_deadline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("30/9/2025", date(2025, 9, 30)),
        ("2025-09-30", date(2025, 9, 30)),
        ("ngày 15 tháng 9 năm 2025", date(2025, 9, 15)),
        ("trước ngày 15/9/2025", date(2025, 9, 14)),
        ("Trước 30/6/2026", date(2026, 6, 29)),
        ("Trước ngày 01/01/2026", date(2025, 12, 31)),
        ("Xong trước ngày 15/9/2025.", date(2025, 9, 14)),
        ("chậm nhất ngày 15/9/2025", date(2025, 9, 15)),
        ("đến ngày 30/6/2026", date(2026, 6, 30)),
        ("đến hết 31/12/2025", date(2025, 12, 31)),
        ("Hoàn thành trong quý IV/2025", date(2025, 12, 31)),
        ("Tháng 11/2025", date(2025, 11, 30)),
        ("Tháng 2/2028", date(2028, 2, 29)),
        ("Quý III/2025", date(2025, 9, 30)),
        ("Quý 3 năm 2025", date(2025, 9, 30)),
        ("6 tháng đầu năm 2026", date(2026, 6, 30)),
        ("6 tháng cuối năm 2026", date(2026, 12, 31)),
        ("9 tháng năm 2025", date(2025, 9, 30)),
        ("Năm 2025", date(2025, 12, 31)),
        ("2025", date(2025, 12, 31)),
        ("Hết năm 2026", date(2026, 12, 31)),
        ("Cuối năm 2025", date(2025, 12, 31)),
        ("Trước quý IV/2025", date(2025, 9, 30)),
        ("trước năm 2026", date(2025, 12, 31)),
    ],
)
def test_a_deadline_means_its_last_day(text: str, day: date) -> None:
    deadline = parse_deadline(text)
    assert deadline is not None
    assert (deadline.kind, deadline.day, deadline.text) == (DeadlineKind.DATE, day, text)


@pytest.mark.parametrize(
    "text",
    [
        "Nhiệm vụ thường xuyên",
        "thường xuyên",
        "Thường xuyên, hằng năm",
        "Hàng tháng",
        "Hằng quý",
        "HÀNG NĂM",
        "Hàng tháng/quý/năm",
        "Định kỳ hằng quý",
        "Hằng ngày",
    ],
)
def test_a_recurring_task_has_no_day(text: str) -> None:
    deadline = parse_deadline(text)
    assert deadline is not None
    assert (deadline.kind, deadline.day) == (DeadlineKind.RECURRING, None)


@pytest.mark.parametrize(
    "text",
    [
        "Sau khi có hướng dẫn",
        "Hàng hóa",
        "Giai đoạn 2025-2030",
        "Trước 30/6",
        "Trước cuối năm 2025",
        "Theo tiến độ dự án",
    ],
)
def test_words_that_set_no_day_are_kept_as_words(text: str) -> None:
    deadline = parse_deadline(text)
    assert deadline is not None
    assert (deadline.kind, deadline.text) == (DeadlineKind.TEXT, text)


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "trước ngày 31/02/2026", "29/02/2025", "Tháng 13/2025", "Quý V/2025", "30/6/26", "2025-02-30"],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert parse_deadline(text) is None


def test_nothing_written_is_no_deadline() -> None:
    deadline = parse_deadline("  \n ")
    assert deadline is not None
    assert deadline.kind is DeadlineKind.NONE


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_before_a_day_is_the_day_before_it(day: date) -> None:
    written = f"{day.day}/{day.month}/{day.year}"
    on, before = parse_deadline(written), parse_deadline(f"Trước ngày {written}")
    assert on is not None
    assert before is not None
    assert (on.day, before.day) == (day, day - timedelta(days=1))


@given(st.integers(1950, 2090), st.integers(1, 12))
def test_a_month_ends_on_its_last_calendar_day(year: int, month: int) -> None:
    last = date(year, month, calendar.monthrange(year, month)[1])
    for text in (f"Tháng {month}/{year}", f"trong tháng {month} năm {year}", f"{month:02d}/{year}"):
        deadline = parse_deadline(text)
        assert deadline is not None
        assert deadline.day == last


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    deadline = parse_deadline(text)
    assert deadline is None or (deadline.day is not None) == (deadline.kind is DeadlineKind.DATE)
