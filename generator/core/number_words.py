"""Numbers in words: 1.005 is "một nghìn không trăm linh năm".

Northern official usage: nghìn, linh, mốt, tư and lăm. An empty group between two others is left out, and a last group
under a hundred is read in full with its hundreds, "một triệu không trăm mười lăm"; so no reading can mean two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9
_ONES_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_MOST_DIGITS = 60


def number_words(number: int | Decimal) -> str:
    """A number in words: 2025 → "hai nghìn không trăm hai mươi lăm", -62.5 → "âm sáu mươi hai phẩy năm".

    Decimals are read as a whole number after their zeros (0,05: "không phẩy không năm"; 2,25: "hai phẩy hai mươi
    lăm"), zeros at the end are not read. Raises ValueError for a number that is not finite or has over 60 digits.
    """
    value = Decimal(number)
    if not value.is_finite() or abs(value.adjusted()) >= _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise ValueError(number)
    whole, _, decimals = format(value.copy_abs(), "f").partition(".")
    decimals = decimals.rstrip("0")
    words = [_whole_words(int(whole))]
    if decimals:
        zeros = len(decimals) - len(decimals.lstrip("0"))
        words += ["phẩy", *["không"] * zeros, _whole_words(int(decimals))]
    return " ".join([*(["âm"] if value < 0 else []), *words])


def _whole_words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    return " ".join(_words_of(number, False))


def _words_of(number: int, is_tail: bool) -> Iterator[str]:
    """The words of a number over 0; `is_tail`: something stands before it, so its hundreds are said even if none."""
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _words_of(billions, is_tail)
        yield "tỷ"
    said = is_tail or billions > 0
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            yield from _group_words(group, said)
            yield from _GROUPS[power].split()
            said = True


def _group_words(group: int, in_full: bool) -> Iterator[str]:
    """Up to three digits; `in_full` says empty hundreds too."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    if hundreds or in_full:
        yield from (_DIGITS[hundreds], "trăm")
    if tens > 1:
        yield from (_DIGITS[tens], "mươi")
        if ones:
            yield _ONES_AFTER_TENS.get(ones, _DIGITS[ones])
    elif tens == 1:
        yield "mười"
        if ones:
            yield "lăm" if ones == 5 else _DIGITS[ones]
    elif ones:
        yield from ("linh", _DIGITS[ones]) if hundreds or in_full else (_DIGITS[ones],)
