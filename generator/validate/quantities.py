"""A number with the unit a person typed behind it, held against the unit its column or indicator is counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.core.units import Unit, parse_unit
from generator.core.vietnamese import NumberReading, clean, fold, parse_number

_NUMBER = re.compile(r"[+\-−]?\d[\d.,]*(?: \d{3}(?!\d)[\d.,]*)*")
_OF_PERCENT = frozenset(fold(words) for words in ("", "điểm", "phần trăm", "điểm phần trăm"))
"""What may stand beside the sign: "12,5 điểm %"."""
_LEAST_IN_FULL = Decimal(1_000_000)
"""Fewer đồng than this, in a column of millions, are hardly meant: the sign may just be the cell's format."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read in the unit of its column. `unit` is the one typed, "" for none.

    `number` is None where the text is no number at all, or its unit does not fit (`unit` says which it is).
    """

    number: NumberReading | None
    unit: str = ""
    converted: bool = False


def read_quantity(text: str, unit: str) -> Quantity:
    """The number that `text` says, in `unit`. A unit typed behind it is read where it can only mean one thing."""
    said = clean(text)
    reading = parse_number(said)
    wanted = parse_unit(unit)
    if reading is not None and not reading.percent:
        return Quantity(reading)
    if reading is not None:
        return Quantity(reading if wanted.is_percent or not unit else None, "%")
    found = _NUMBER.match(said)
    number = parse_number(found[0]) if found else None
    typed = said[found.end() :].strip() if found else ""
    if number is None or not typed or "\n" in typed:
        return Quantity(None)
    named = parse_unit(typed)
    if any(letter.isdigit() for letter in typed) and named != wanted:  # "m2" is a unit, "12/63" is none
        return Quantity(None)
    if named.is_percent:
        fits = wanted.is_percent and fold(typed.strip(" .%")) in _OF_PERCENT
        return Quantity(number if fits else None, typed)
    if named.is_bare_scale_of(wanted):
        named = Unit(named.factor, wanted.thing)
    if not unit or not named.is_short_for(wanted):
        return Quantity(None, typed)
    if named.is_money and named.factor == 1 and wanted.factor > 1 and abs(number.value) < _LEAST_IN_FULL:
        return Quantity(None, typed)
    if named.factor == wanted.factor:
        return Quantity(number, typed)
    times = named.factor / wanted.factor
    other = number.other * times if number.other is not None else None
    return Quantity(NumberReading(number.value * times, other), typed, converted=True)
