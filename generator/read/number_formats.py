"""What a cell's number format says of its number: a percentage, a date, a month, grouped thousands.

Format codes follow ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from generator.core.vietnamese import number_text, short_date

BUILT_IN_CODES = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy/mm/dd"),
}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LAST_SERIAL = 2_958_465  # 31/12/9999
_FROM_1904_TO_1900 = 1462
_PHANTOM_LEAP_DAY = 60  # Excel counts a 29/02/1900 that never was


class Shows(Enum):
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown. The last three speak of dates (`month_first`, `has_day`) and numbers (`grouped`)."""

    shows: Shows = Shows.NUMBER
    month_first: bool = False
    has_day: bool = True
    grouped: bool = False


def number_format(code: str) -> NumberFormat:
    """What format `code` shows; only its first section (positive numbers) counts."""
    bare = _LITERALS.sub("", code.split(";")[0]).lower()
    if bare in ("general", "@", ""):
        return NumberFormat()
    if "%" in bare:
        return NumberFormat(Shows.PERCENT)
    has_clock = any(letter in bare for letter in "hs")
    if "d" in bare or "y" in bare or ("m" in bare and not has_clock):
        first_letters = "".join(dict.fromkeys(letter for letter in bare if letter in "dmy"))
        return NumberFormat(
            Shows.DATE,
            month_first=first_letters.startswith("md") and "mmm" not in bare,
            has_day="d" in bare,
        )
    if has_clock:
        return NumberFormat(Shows.TIME)
    return NumberFormat(grouped="," in bare)


def exact(digits: str) -> Decimal | None:
    """The number that `digits` of a workbook's XML stand for, freed of binary dust (0.1 + 0.2 → 0.3); None if none."""
    try:
        value = Decimal(format(float(digits), ".15g"))
    except (ValueError, ArithmeticError):
        return None
    return tidy(value) if value.is_finite() else None


def tidy(value: Decimal) -> Decimal:
    """`value` without closing zeros or an exponent."""
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


def day_of_serial(serial: Decimal, from_1904: bool) -> date | None:
    """The date Excel's day number means (its time of day is dropped); None outside Excel's calendar."""
    whole = int(serial)
    if not 1 <= whole <= _LAST_SERIAL:
        return None
    if from_1904:
        return day_of_serial(Decimal(whole + _FROM_1904_TO_1900), from_1904=False)
    return date(1899, 12, 31 if whole < _PHANTOM_LEAP_DAY else 30) + timedelta(days=whole)


def shown_number(value: Decimal, style: NumberFormat) -> str:
    """`value` as a Vietnamese reader sees it; `value` of a percentage is already times 100."""
    text = number_text(value)
    if style.shows is Shows.PERCENT:
        return f"{text}%"
    return text if style.grouped else text.replace(".", "")


def shown_day(day: date, style: NumberFormat) -> str:
    """`day` as the format orders it: 31/8/2025, 8/31/2025 where the month stands first, 8/2025 without a day."""
    if not style.has_day:
        return f"{day.month}/{day.year}"
    return f"{day.month}/{day.day}/{day.year}" if style.month_first else short_date(day)
