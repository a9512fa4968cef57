"""Deadlines as plans write them, and the day each of them means."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import DeadlineKind
from generator.validate.deadlines import last_year_of_plan, one_year_of_plan, parse_deadline, year_of_plan


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
    ("text", "last"),
    [
        ("Thường xuyên đến năm 2025", 2025),
        ("Thường xuyên, đến hết năm 2025", 2025),
        ("Hằng năm, giai đoạn 2021 – 2025", 2025),
        ("Thường xuyên (2021-2025)", 2025),
        ("Hằng quý từ năm 2024 đến hết năm 2026", 2026),
        ("Thường xuyên trong các năm 2025, 2026 và 2027", 2027),
        ("Nhiệm vụ thường xuyên trong năm 2026", 2026),
        ("Thường xuyên từ năm 2025", None),
        ("Thường xuyên từ 2025", None),
        ("Thường xuyên theo Quyết định 12/2020/QĐ-TTg", None),
        ("Hằng năm, trước 30/11", None),
    ],
)
def test_a_task_may_come_round_until_a_year_only(text: str, last: int | None) -> None:
    deadline = parse_deadline(text)
    assert deadline is not None
    assert (deadline.kind, deadline.day) == (DeadlineKind.RECURRING, None)
    assert deadline.until == (date(last, 12, 31) if last else None)


@pytest.mark.parametrize(
    ("name", "issued", "year"),
    [
        ("Kế hoạch phát triển kinh tế - xã hội năm 2026", None, 2026),
        ("Chương trình công tác năm 2026", date(2025, 12, 30), 2026),
        ("Kế hoạch năm 2026 thực hiện Chương trình giai đoạn 2021 - 2030", date(2026, 1, 5), 2026),
        ("Kế hoạch chuyển đổi số năm 2026, định hướng đến năm 2030", None, 2026),
        ("Kế hoạch thực hiện Luật Đất đai năm 2024 trong năm 2026", None, 2026),
        ("Kế hoạch 06 tháng cuối năm 2025", None, None),
        ("Kế hoạch đến năm 2030", None, None),
        ("Kế hoạch năm 2026 và đến năm 2030", None, None),
        ("Kế hoạch thực hiện Luật Đất đai năm 2024", None, None),
        ("Kế hoạch thực hiện mục tiêu năm 2030", date(2026, 1, 1), None),
        ("Kế hoạch 6 tháng đầu năm 2026", None, None),
        ("Kế hoạch quý III năm 2026", None, None),
        ("Kế hoạch giai đoạn 2026-2030", None, None),
        ("Kế hoạch số 12/KH-UBND ngày 05/01/2026 thực hiện Nghị quyết số 57", date(2026, 1, 5), None),
    ],
)
def test_a_plan_of_one_year_says_so_by_its_name(name: str, issued: date | None, year: int | None) -> None:
    assert one_year_of_plan(name, issued) == year


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Kế hoạch giai đoạn 2026 – 2030", 2030),
        ("Chương trình đến hết năm 2030, tầm nhìn đến năm 2045", 2030),
        ("Kế hoạch 5 năm 2026-2030", 2030),
        ("Kế hoạch năm 2026", None),
        ("Kế hoạch thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024", None),
        ("Kế hoạch năm 2026, định hướng đến năm 2030", None),
    ],
)
def test_a_plan_of_several_years_names_its_last(name: str, year: int | None) -> None:
    assert last_year_of_plan(name) == year


@pytest.mark.parametrize(
    "text",
    [
        "Sau khi có hướng dẫn",
        "Hàng hóa",
        "Năm học 2025-2026",
        "Trước 30/6",
        "Quý III-II/2026",
        "Trước cuối năm 2025",
        "Theo tiến độ dự án",
        "Thường xuyên, đến 30/6/2025",
        "Hàng năm, hoàn thành trước 30/9/2025",
        "Hằng năm, xong trước quý IV/2025",
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


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-2030", "2030-12-31"),
        ("Giai đoạn 2026 - 2030", "2030-12-31"),
        ("5 năm 2021 - 2025", "2025-12-31"),
        ("đến năm 2030", "2030-12-31"),
        ("Quý II-III/2026", "2026-09-30"),
        ("Quý I, II năm 2026", "2026-06-30"),
        ("quý 2-3/2026", "2026-09-30"),
        ("Quý IV/2025 – Quý I/2026", "2026-03-31"),
        ("Tháng 9-11/2026", "2026-11-30"),
        ("Tháng 10, 11 và 12/2026", "2026-12-31"),
        ("từ 01/3/2026 đến 30/9/2026", "2026-09-30"),
        ("từ tháng 3 đến tháng 9 năm 2026", "2026-09-30"),
        ("01/3 - 30/9/2026", "2026-09-30"),
        ("15-20/5/2026", "2026-05-20"),
        ("15 - 20 tháng 5 năm 2026", "2026-05-20"),
        ("Quý II/2026 đến hết năm 2027", "2027-12-31"),
    ],
)
def test_a_range_is_due_on_its_last_day(text: str, iso: str) -> None:
    assert _day(text) == date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30/09/2025 00:00:00", "2025-09-30"),
        ("2025-09-30T00:00:00", "2025-09-30"),
        ("30/9/2025 17:00", "2025-09-30"),
        ("17h00 ngày 30/9/2025", "2025-09-30"),
        ("8h30 sáng ngày 05/3/2026", "2026-03-05"),
        ("trước 17 giờ 00 phút ngày 15/9/2025", "2025-09-15"),
        ("trước ngày 15/9/2025 00:00:00", "2025-09-14"),
    ],
)
def test_a_time_of_day_does_not_hide_the_day(text: str, iso: str) -> None:
    assert _day(text) == date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("trước 30/6", "2026-06-29"),
        ("tháng 12", "2026-12-31"),
        ("Quý III", "2026-09-30"),
        ("cuối năm", "2026-12-31"),
        ("6 tháng đầu năm", "2026-06-30"),
        ("ngày 05 tháng 3", "2026-03-05"),
        ("từ 15/5 đến 20/6", "2026-06-20"),
    ],
)
def test_a_missing_year_is_the_plans(text: str, iso: str) -> None:
    deadline = parse_deadline(text, 2026)
    assert deadline is not None
    assert deadline.day == date.fromisoformat(iso)
    without = parse_deadline(text)
    assert without is not None
    assert without.kind is DeadlineKind.TEXT


def test_a_bare_number_is_no_month() -> None:
    deadline = parse_deadline("12", 2026)
    assert deadline is not None
    assert deadline.kind is DeadlineKind.TEXT


@pytest.mark.parametrize(
    ("name", "issued", "year"),
    [
        ("Kế hoạch công tác năm 2026", date(2025, 12, 29), 2026),
        ("Kế hoạch đến năm 2030", date(2026, 4, 3), 2026),
        ("Kế hoạch X", date(2026, 1, 5), 2026),
        ("Kế hoạch năm 2026 và định hướng năm 2027", date(2026, 1, 5), 2026),
        ("Kế hoạch X", None, None),
    ],
)
def test_the_year_of_a_plan_is_the_one_its_name_says_else_that_of_its_date(
    name: str, issued: date | None, year: int | None
) -> None:
    assert year_of_plan(name, issued) == year


def _day(text: str) -> date | None:
    deadline = parse_deadline(text)
    assert deadline is not None
    assert deadline.kind is DeadlineKind.DATE
    return deadline.day


@pytest.mark.parametrize(
    "text",
    [
        "Trước ngày 15 hàng tháng",
        "Trước ngày 15 hằng tháng",
        "Trước 31/12 hằng năm",
        "Chậm nhất ngày 20 tháng cuối quý",
        "Trước ngày 05 của tháng đầu quý",
    ],
)
def test_what_comes_round_again_is_recurring_whatever_day_it_names(text: str) -> None:
    found = parse_deadline(text, 2026)
    assert found is not None and (found.kind, found.day) == (DeadlineKind.RECURRING, None)


@pytest.mark.parametrize("text", ["Trước 31/12/2026 và hằng năm", "Theo lịch của Bộ", "Sau khi có hướng dẫn"])
def test_what_may_be_either_is_kept_as_words(text: str) -> None:
    found = parse_deadline(text, 2026)
    assert found is not None and found.kind is DeadlineKind.TEXT


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("08-2025", date(2025, 8, 31)),
        ("8 - 2025", date(2025, 8, 31)),
        ("đến 8-2025", date(2025, 8, 31)),
        ("trước 8-2025", date(2025, 7, 31)),
        ("từ 8-2025 đến 10-2025", date(2025, 10, 31)),
        ("tháng 9-2025 - tháng 11-2025", date(2025, 11, 30)),
        ("30-9-2025", date(2025, 9, 30)),
        ("2025-2026", date(2026, 12, 31)),
    ],
)
def test_a_month_and_its_year_joined_by_a_dash_are_no_stretch_to_the_end_of_the_year(text: str, day: date) -> None:
    assert _day(text) == day


@pytest.mark.parametrize("text", ["31/12/2205", "30/9/0025", "13-2025"])
def test_a_year_nobody_plans_for_and_a_month_that_is_none_are_no_deadline(text: str) -> None:
    assert parse_deadline(text) is None
