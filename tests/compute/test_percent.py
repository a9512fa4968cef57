from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.counts import percent, telling_percent


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("62.5", "80", "78.1"),  # 78.125
        ("1", "8", "12.5"),
        ("0.125", "100", "0.1"),
        ("0.25", "1000", "0.0"),  # 0.025
        ("0.5", "1000", "0.1"),  # 0.05: a half goes up
        ("-0.5", "1000", "-0.1"),  # and away from zero
        ("-0.1", "1000", "0.0"),  # no "-0.0"
        ("2", "3", "66.7"),
        ("80", "80", "100.0"),
        ("3", "-4", "-75.0"),
        ("0", "5", "0.0"),
        ("99.95", "100", "100.0"),
        ("99.949999999999999999999999999999999", "100", "99.9"),
    ],
)
def test_a_percentage_has_one_decimal_rounded_half_up(part: str, whole: str, expected: str) -> None:
    assert str(percent(Decimal(part), Decimal(whole))) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("9997", "10000", "99.97"),
        ("9999.99", "10000", "99.9999"),
        ("10004", "10000", "100.04"),
        ("4", "10000", "0.04"),
        ("0", "10000", "0.0"),
        ("10000", "10000", "100.0"),
        ("9994", "10000", "99.9"),
    ],
)
def test_a_share_of_money_never_says_all_or_nothing_of_what_is_not(part: str, whole: str, expected: str) -> None:
    assert str(telling_percent(Decimal(part), Decimal(whole))) == expected


def test_nothing_is_a_percentage_of_zero() -> None:
    assert percent(Decimal(5), Decimal("0.00")) is None


def test_figures_of_absurd_size_do_not_break_the_sum() -> None:
    huge = percent(Decimal("1E+308"), Decimal("1E-300"))
    assert huge is not None
    assert huge == Decimal("1E+610")
