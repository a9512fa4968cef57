"""Targets as plans write them, and the operator and number each of them means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.model import Operator
from generator.core.vietnamese import number_text
from generator.render.figure_texts import target_text
from generator.validate.targets import Asked, parse_target, years_meant


@pytest.mark.parametrize(
    ("text", "operator", "value", "upper"),
    [
        ("80", "=", "80", None),
        ("100%", "=", "100", None),
        ("37,6 %", "=", "37.6", None),
        ("khoảng 80%", "=", "80", None),
        ("3.746.756", "=", "3746756", None),
        ("1.234 doanh nghiệp", "=", "1234", None),
        ("1 000 000", "=", "1000000", None),
        ("-5%", "=", "-5", None),
        ("≥ 80", ">=", "80", None),
        (">= 80%", ">=", "80", None),
        ("ít nhất 3%", ">=", "3", None),
        ("Tối thiểu 20% GRDP", ">=", "20", None),
        ("đạt tối thiểu 70% kinh tế số", ">=", "70", None),
        ("không dưới 5", ">=", "5", None),
        ("từ 37,6 % trở lên", ">=", "37.6", None),
        ("80% trở lên", ">=", "80", None),
        ("trên 80%", ">", "80", None),
        ("tren 80%", ">", "80", None),
        ("TRÊN 80%", ">", "80", None),
        ("hơn 3.000 doanh nghiệp", ">", "3000", None),
        ("duy trì trên 0,623", ">", "0.623", None),
        ("> 5", ">", "5", None),
        ("dưới 5%", "<", "5", None),
        ("giảm xuống dưới 5%", "<", "5", None),
        ("nhỏ hơn 2", "<", "2", None),
        ("không quá 10%", "<=", "10", None),
        ("Tối đa 3", "<=", "3", None),
        ("không vượt quá 1,5%", "<=", "1.5", None),
        ("≤3", "<=", "3", None),
        ("10% trở xuống", "<=", "10", None),
        ("9-10%", "range", "9", "10"),
        ("khoảng 9 - 10%", "range", "9", "10"),
        ("từ 9 đến 10%", "range", "9", "10"),
        ("9% – 10%", "range", "9", "10"),
        ("9÷10%", "range", "9", "10"),
        ("9 ~ 10%", "range", "9", "10"),
        ("9..10%", "range", "9", "10"),
        ("9…10%", "range", "9", "10"),
        ("~80%", "=", "80", None),
        ("đạt hoặc vượt 80%", ">=", "80", None),
        ("bằng hoặc thấp hơn 5%", "<=", "5", None),
        ("thứ 10", "<=", "10", None),
        ("Trên 80% giai đoạn 2025-2030", ">", "80", None),
        ("5G phủ 100% xã", "=", "100", None),
        ("20 sinh viên trên 1 vạn dân", "=", "20", None),
        ("tỷ lệ trên địa bàn tỉnh đạt 80%", "=", "80", None),
        ("Hoàn thành", "yesno", None, None),
        ("Hoàn thành năm 2025", "yesno", None, None),
        ("Hoàn thành trước ngày 30/6/2026", "yesno", None, None),
        ("tối thiểu", "yesno", None, None),
    ],
)
def test_a_target_is_read(text: str, operator: str, value: str | None, upper: str | None) -> None:
    target = parse_target(text).target
    assert target is not None
    assert (target.operator, target.value, target.upper, target.text) == (
        Operator(operator),
        Decimal(value) if value else None,
        Decimal(upper) if upper else None,
        text,
    )


@pytest.mark.parametrize("text", ["10-9%", "9-9%", "1.2.3,4.5"])
def test_a_target_that_makes_no_sense_is_refused(text: str) -> None:
    assert parse_target(text).target is None


def test_a_number_with_two_readings_is_handed_on_with_both() -> None:
    (reading,) = parse_target("trên 12.5%").unsure
    assert (reading.value, reading.other) == (Decimal("12.5"), Decimal(125))


@given(st.decimals(0, 10**9, places=2))
def test_a_number_in_vietnamese_form_comes_back_with_any_operator(value: Decimal) -> None:
    shown = number_text(value)
    for words, operator in (("trên", Operator.ABOVE), ("ít nhất", Operator.AT_LEAST), ("khoảng", Operator.EQUAL)):
        target = parse_target(f"{words} {shown}%").target
        assert target is not None
        assert (target.operator, target.value) == (operator, value)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    target = parse_target(text).target
    assert target is None or (target.value is None) == (target.operator is Operator.YES_NO)


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        ("khoảng 80%", True),
        ("Đạt từ khoảng 80%", True),
        ("trên dưới 80", True),
        ("~80%", True),
        ("≈ 80%", True),
        ("80%", False),
        ("trên 80%", False),
        ("khoảng trên 80%", False),
        ("khoảng 75 - 80%", False),
        ("tầm nhìn 2045: 80%", False),
        ("phấn đấu đạt 80%", False),
    ],
)
def test_a_target_that_is_nearly_so_is_printed_so(text: str, is_about: bool) -> None:
    target = parse_target(text).target
    assert target is not None and target.is_about is is_about
    assert target_text(target, "%").startswith("khoảng") is is_about


@pytest.mark.parametrize("text", ["Không", "Không để xảy ra", "Không còn hộ nghèo", "Không có", "Chưa"])
def test_a_target_that_denies_is_asked_about(text: str) -> None:
    reading = parse_target(text)
    assert reading.target is None and reading.asked is Asked.DENIAL


@pytest.mark.parametrize("text", ["từ 80% đến dưới 90%", "≥80% ≤90%", "≥ 80% và ≤ 90%", "80% đến không quá 90%"])
def test_two_bounds_are_a_range(text: str) -> None:
    target = parse_target(text).target
    assert target is not None
    assert (target.operator, target.value, target.upper) == (Operator.RANGE, Decimal(80), Decimal(90))


@pytest.mark.parametrize("text", ["80 hoặc 85%", "80, 85%", "80 và 85 %"])
def test_a_number_that_shares_the_per_cent_of_the_next_is_not_passed_over(text: str) -> None:
    assert parse_target(text).others == ("85",)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("100% vào năm 2030", {2030}),
        ("90% (năm 2030)", {2030}),
        ("90% năm 2030", {2030}),
        ("90%, năm 2030", {2030}),
        ("90% (2030)", {2030}),
        ("Năm 2030: 90%", {2030}),
        ("2030: 90%", {2030}),
        ("2030 hộ", set()),
        ("2.030 hộ", set()),
        ("100% (theo Nghị quyết năm 2024)", set()),
        ("trên 80% giai đoạn 2025-2030", set()),
    ],
)
def test_the_year_that_a_target_names_is_seen(text: str, years: set[int]) -> None:
    assert years_meant(text) == years
