"""Roman numbers, as sections and appendices have them (NĐ 30/2020, Phụ lục I, II.6đ)."""

from __future__ import annotations

import re

_PARTS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMBER = re.compile("[IVXLC]+")


def roman(number: int) -> str:
    """I, II, III, IV … for 1 and up."""
    digits = ""
    for worth, letters in _PARTS:
        digits += letters * (number // worth)
        number %= worth
    return digits


def is_roman(text: str) -> bool:
    """True for capitals that make a Roman number, well formed or not."""
    return bool(_NUMBER.fullmatch(text))


def roman_value(text: str) -> int:
    """The value of a Roman number (of well-formed ones the right one); 0 for what is none."""
    if not is_roman(text):
        return 0
    digits = [_DIGITS[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
