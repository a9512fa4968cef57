"""Numbers in words: 1.005 is "một nghìn không trăm linh năm", and where a text has such words.

Northern official usage: nghìn, linh, mốt, tư and lăm. An empty group between two others is left out, and a last group
under a hundred is read in full with its hundreds, "một triệu không trăm mười lăm"; so no reading can mean two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.core.vietnamese import fold, nfc, one_line

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


# --- found in a text -----------------------------------------------------------------------------

_TEN = fold("mười")
_SCALES = frozenset(map(fold, ("nghìn", "ngàn", "triệu", "tỷ", "tỉ")))
_PLACES = frozenset((_TEN, fold("mươi"), fold("trăm"), *_SCALES))
_ALONE = frozenset((_TEN, *map(fold, (*_DIGITS, "bẩy"))))
"""Words that say a number each by itself."""
_YEAR, _PLAN = fold("năm"), fold("kế hoạch")
_OF_A_YEAR = frozenset(map(fold, ("đầu", "giữa", "cuối", "hằng", "hàng", "mỗi", "nửa")))
_NUMERALS = frozenset((*_ALONE, *_PLACES, *map(fold, ("mốt", "tư", "lăm", "nhăm", "linh", "lẻ", "phẩy"))))
_WORD = re.compile(r"\w+")
_COUNTED = frozenset(
    fold(word)
    for word in (
        "nhiệm vụ", "chỉ tiêu", "văn bản", "công văn", "quyết định", "kế hoạch", "dự án", "công trình", "đề án",
        "cơ quan", "đơn vị", "xã", "phường", "thôn", "bản", "sở", "phòng", "hội nghị", "lớp", "cuộc", "buổi", "đợt",
        "người", "cán bộ", "công chức", "hộ", "lượt", "hồ sơ", "sản phẩm", "mô hình", "nền tảng", "hệ thống",
        "tiêu chí", "phần trăm", "khó khăn", "kiến nghị", "đề xuất",
    )
)  # fmt: skip
"""What a report counts: a lone digit in words before one of these is a figure ("ba nhiệm vụ"), elsewhere it may be
none ("một mặt", "năm 2025")."""
_FRACTION = re.compile(
    r"một nửa|phân nửa|quá nửa|gấp (?:đôi|rưỡi|hai|ba|bốn|năm|mười)|\w+ phần (?:hai|ba|tư|bốn|năm|mười)", re.IGNORECASE
)


_NAMES = re.compile(r"mỗi (?:xã(?:,? phường)?|phường|làng) một sản phẩm", re.IGNORECASE)
"""A programme whose name has a number word in it."""


def worded_numbers(text: str) -> list[str]:
    """The numbers that stand in a text in words, as written there: "hai mươi ba", "ba" of "ba nhiệm vụ", "một nửa"."""
    return [words for _, words in placed_worded_numbers(one_line(nfc(text)))]


def placed_worded_numbers(line: str) -> list[tuple[int, str]]:
    """The same, each with the place where it begins."""
    words = list(_WORD.finditer(line))
    keys = [fold(word[0]) for word in words]
    named = list(_NAMES.finditer(line))
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and keys[end] in _NUMERALS and (end == at or _close(line, words[end - 1], words[end])):
            end += 1
        if _is_number(keys, at, end) and not any(one.start() < words[at].start() < one.end() for one in named):
            found.append((words[at].start(), line[words[at].start() : words[end - 1].end()]))
        at = max(end, at + 1)
    found += [(one.start(), one[0]) for one in _FRACTION.finditer(line)]
    return sorted(found)


def is_of_a_number(text: str) -> bool:
    """True for nothing but words of numbers: a number or a part of one, "mốt" of "hai mươi mốt", "tỷ" of "5 tỷ"."""
    words = _WORD.findall(nfc(text))
    return bool(words) and all(fold(word) in _NUMERALS for word in words)


def _close(line: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return line[one.end() : other.start()].isspace()


def _is_number(keys: list[str], start: int, end: int) -> bool:
    """True for words of a place ("mươi", "trăm", "tỷ") with a digit, and for a lone digit before what is counted."""
    if end - start >= 2 and any(key in _PLACES for key in keys[start:end]):
        return any(key in _ALONE for key in keys[start:end])
    follows = {keys[end], " ".join(keys[end : end + 2])} if end < len(keys) else set()
    if keys[start] == _YEAR and (_PLAN in follows or (start and keys[start - 1] in _OF_A_YEAR)):
        return False  # "năm kế hoạch", "cuối năm": the year of the plan, the end of a year
    return end - start == 1 and keys[start] in _ALONE and bool(follows & _COUNTED)
