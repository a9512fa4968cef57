"""Reading a number back from its words: what `number_words` wrote is held against it."""

from __future__ import annotations

from decimal import Decimal

from generator.core.vietnamese import fold

_BILLION, _MOST_DIGITS = 10**9, 60
_DIGITS = "không một hai ba bốn năm sáu bảy tám chín"
_READ_DIGITS = {fold(word): digit for digit, word in enumerate(_DIGITS.split())} | {fold("bẩy"): 7}
_READ_ONES = {fold(word): digit for word, digit in (("mốt", 1), ("tư", 4), ("lăm", 5), ("nhăm", 5))}
_READ_SCALES = {fold(word): worth for word, worth in (("nghìn", 1000), ("ngàn", 1000), ("triệu", 10**6))}
_LINH, _TENS, _TEN, _HUNDRED = frozenset((fold("linh"), fold("lẻ"))), fold("mươi"), fold("mười"), fold("trăm")
_BILLION_WORDS, _MINUS, _COMMA = frozenset((fold("tỷ"), fold("tỉ"))), fold("âm"), fold("phẩy")


def parse_number_words(text: str) -> Decimal | None:
    """The number that words say, None if they say none.

    Also read: ngàn, lẻ, tỉ, nhăm, bẩy, "hai mươi bốn", empty groups said or left out ("một triệu không nghìn"),
    decimals digit by digit ("hai phẩy không bảy năm"), and any case, spacing or place of the tone mark.
    """
    words = fold(text.replace(",", " ").rstrip(". \n")).split()
    is_negative = words[:1] == [_MINUS]
    words = words[1:] if is_negative else words
    if len(words) > _MOST_DIGITS * 4 or words.count(_COMMA) > 1:
        return None
    at = words.index(_COMMA) if _COMMA in words else len(words)
    whole = _whole_number(words[:at])
    decimals = _decimals(words[at + 1 :]) if at < len(words) else ""
    if whole is None or decimals is None:
        return None
    decimals = decimals.rstrip("0")
    sign = "-" if is_negative and (whole or decimals) else ""
    return Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")


def _decimals(words: list[str]) -> str | None:
    """The digits after the comma: each said alone, or zeros and then one whole number."""
    if not words:
        return None
    if all(word in _READ_DIGITS for word in words):
        return "".join(str(_READ_DIGITS[word]) for word in words)
    zeros = next(at for at, word in enumerate(words) if _READ_DIGITS.get(word) != 0)
    if words[zeros] == _HUNDRED:
        zeros -= 1
    number = _whole_number(words[zeros:])
    return None if number is None else "0" * zeros + str(number)


def _whole_number(words: list[str]) -> int | None:
    """Billions may be counted again ("tỷ tỷ"); the part after the last "tỷ" is under a billion."""
    last = max((at for at, word in enumerate(words) if word in _BILLION_WORDS), default=-1)
    billions = _whole_number(words[:last]) if last >= 0 else 0
    rest = _under_a_billion(words[last + 1 :]) if last + 1 < len(words) else (0 if last >= 0 else None)
    return None if billions is None or rest is None else billions * _BILLION + rest


def _under_a_billion(words: list[str]) -> int | None:
    total, group, limit = 0, list[str](), _BILLION
    for word in words:
        worth = _READ_SCALES.get(word)
        if worth is None:
            group.append(word)
            continue
        number = _group_number(group)
        if number is None or worth >= limit:
            return None
        total, group, limit = total + number * worth, [], worth
    if not group:
        return total
    number = _group_number(group)
    return None if number is None else total + number


def _group_number(words: list[str]) -> int | None:
    """The number of one group of up to three digits."""
    number, rest = 0, words
    if len(rest) >= 2 and rest[1] == _HUNDRED and rest[0] in _READ_DIGITS:
        number, rest = _READ_DIGITS[rest[0]] * 100, rest[2:]
        if not rest:
            return number
        if rest[0] in _LINH:
            return number + _READ_DIGITS[rest[1]] if len(rest) == 2 and _READ_DIGITS.get(rest[1]) else None
        if len(rest) == 1 and rest[0] != _TEN:
            return None
    if rest[:1] == [_TEN]:
        tens, rest = 1, rest[1:]
    elif len(rest) >= 2 and rest[1] == _TENS and _READ_DIGITS.get(rest[0], 0) > 1:
        tens, rest = _READ_DIGITS[rest[0]], rest[2:]
    else:
        return _READ_DIGITS.get(rest[0]) if len(rest) == 1 else None
    if not rest:
        return number + tens * 10
    ones = _READ_ONES.get(rest[0]) or _READ_DIGITS.get(rest[0])
    return number + tens * 10 + ones if ones and len(rest) == 1 else None
