"""A column becomes numbers or dates only when all of it honestly is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.write.spreadsheet import Number, column_values


def read(*texts: str) -> list[object]:
    found = column_values(texts, [True] * len(texts))
    return [(str(value.value), value.shown_as) if isinstance(value, Number) else value for value in found]


@pytest.mark.parametrize(
    ("text", "value", "shown_as"),
    [
        ("973.756", "973756", "#,##0"),
        ("3.746.756,25", "3746756.25", "#,##0.00"),
        ("62,5", "62.5", "#,##0.0"),
        ("62,50", "62.50", "#,##0.00"),
        ("62,5%", "0.625", "#,##0.0%"),
        ("100 %", "1", "#,##0%"),
        ("0", "0", "#,##0"),
        ("0,512", "0.512", "#,##0.000"),
        ("-5", "-5", "#,##0"),
        ("−2,5", "-2.5", "#,##0.0"),
        ("+2,5", "2.5", "+#,##0.0;-#,##0.0;#,##0.0"),
        ("2025", "2025", "0"),
        ("12345,6", "12345.6", "0.0"),
        (" 7 ", "7", "#,##0"),
    ],
)
def test_a_vietnamese_number_is_a_number_shown_as_it_was_written(text: str, value: str, shown_as: str) -> None:
    (found,) = column_values([text], [True])
    assert isinstance(found, Number)
    assert (found.value, found.shown_as) == (Decimal(value), shown_as)


@pytest.mark.parametrize(
    "text",
    [
        "001", "00", "01,5", "1.2", "1.10", "12.5", "1,234", "1,234,567", "1.23.456", "0.123", "1e5", "=1+1", "5 km",
        "≥ 80", "12 345", "١٢", "½", "1.234.567.890.123.456", "1/2", "--5", "%", "I", "62,5%%", "5,",
    ],
)  # fmt: skip
def test_codes_and_numbers_that_can_be_read_two_ways_stay_text(text: str) -> None:
    assert read(text) == [None]


@pytest.mark.parametrize("witness", ["62,5", "1.234", "0,1234"])
def test_a_number_read_two_ways_is_settled_by_its_column(witness: str) -> None:
    assert read("1,234", witness)[0] == ("1.234", "#,##0.000")


def test_one_word_keeps_the_whole_column_as_text() -> None:
    assert read("62,5", "Hoàn thành", "70") == [None, None, None]


def test_empty_cells_and_dashes_do_not_count_and_stay() -> None:
    assert read("", "-", "5", "–", " ") == [None, None, ("5", "#,##0"), None, None]
    assert read("", "-") == [None, None]


def test_dates_are_dates_only_in_a_column_of_dates() -> None:
    assert read("31/12/2025", "05/3/2026", "") == [date(2025, 12, 31), date(2026, 3, 5), None]
    assert read("31/12/2025", "Quý III/2025") == [None, None]
    assert read("31/12/2025", "5") == [None, None]


@pytest.mark.parametrize("text", ["30/02/2025", "01/01/1899", "29/02/1900", "2025-12-31", "12/2025"])
def test_what_excel_cannot_hold_as_that_day_stays_text(text: str) -> None:
    assert read(text) == [None]


def test_a_cell_that_is_not_judged_follows_but_does_not_decide() -> None:
    follows = column_values(["5", "I", "7,5"], [True, False, False])
    assert [value.value if isinstance(value, Number) else value for value in follows] == [
        Decimal(5), None, Decimal("7.5")
    ]  # fmt: skip
    assert column_values(["5", "x"], [False, True]) == (None, None)
