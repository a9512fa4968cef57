"""Which cells of a table column are really numbers or dates, judged by the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from generator.vietnamese import parse_date, parse_number

_NOTHING = frozenset(("", "-", "–", "—", "−"))
_NUMBER = re.compile(r"([+\-−]?)([1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*)(?:,(\d+))?(\s?%)?")
_COUNT = re.compile(r"[1-9][0-9]{0,14}")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_CERTAINLY_VIETNAMESE = re.compile(r"\.\d{3}|,\d{1,2}(?!\d)|,\d{4}")
_EXACT_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Number:
    """A number (a percentage as its fraction: 62,5% is 0.625) and the Excel format that shows it as it was written."""

    value: Decimal
    shown_as: str


def column_values(texts: Sequence[str], judged: Sequence[bool]) -> tuple[Number | date | None, ...]:
    """For each text of a column the number or date it is, None where it stays text.

    Numbers only if every judged text is one, is empty or a dash; the same for dates. The judged are the data
    cells; the others (subtotals) follow what was found. Codes such as "001" and "1.2" are no numbers, nor is
    "1,234" unless another number of the column shows which separator is which.
    """
    filled = [text.strip() for text, counts in zip(texts, judged, strict=True) if counts and not _is_nothing(text)]
    if (dates := _each(filled, _date)) is not None:
        return tuple(dates[text] if text in dates else _date(text) for text in texts)
    certain = any(_CERTAINLY_VIETNAMESE.search(text) for text in filled)
    if (numbers := _each(filled, lambda text: _number(text, certain))) is not None:
        return tuple(numbers[text] if text in numbers else _number(text, certain) for text in texts)
    return (None,) * len(texts)


def _each(texts: Sequence[str], read: Callable[[str], Found | None]) -> dict[str, Found] | None:
    """What each text is, read once however often it stands there; None if one is nothing, or there are none."""
    found: dict[str, Found] = {}
    for text in texts:
        if text not in found:
            value = read(text)
            if value is None:
                return None
            found[text] = value
    return found or None


def _is_nothing(text: str) -> bool:
    return text.strip() in _NOTHING


def _date(text: str) -> date | None:
    found = parse_date(text) if _DATE.fullmatch(text.strip()) else None
    return found if found is not None and found >= _FIRST_DAY else None


def _number(text: str, certain: bool) -> Number | None:
    text = text.strip()
    if _COUNT.fullmatch(text):
        return Number(Decimal(text), _format(text, 0, False))
    written = _NUMBER.fullmatch(text)
    reading = parse_number(text) if written else None
    if written is None or reading is None or (reading.other is not None and not certain):
        return None
    sign, whole, decimals, percent = written.groups()
    if len(whole.replace(".", "")) + len(decimals or "") > _EXACT_DIGITS:
        return None
    shown = _format(whole, len(decimals or ""), bool(percent))
    value = reading.value / 100 if percent else reading.value
    return Number(value, f"+{shown};-{shown};{shown}" if sign == "+" else shown)


def _format(whole: str, decimals: int, percent: bool) -> str:
    # "2025" in a column of years must not become 2.025.
    grouped = "#,##0" if "." in whole or len(whole) <= 3 else "0"
    return grouped + (f".{'0' * decimals}" if decimals else "") + ("%" if percent else "")
