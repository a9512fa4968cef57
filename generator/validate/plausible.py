"""Figures that can hardly be meant, held against their own unit, target and base, in the first period too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.core.model import Indicator, Measurement
from generator.core.problems import Problem
from generator.core.units import parse_unit
from generator.core.vietnamese import fold, number_text

_VALUE = "Giá trị"
_FACTOR = 100
_SHARE = re.compile(rf"^(?:{fold('tỷ lệ')}|{fold('tỉ lệ')}|{fold('tỷ trọng')}|{fold('tỉ trọng')})(?!\w)")
_CONFIRMED = re.compile(rf"{fold('đã kiểm tra')}|{fold('đã xác nhận')}|{fold('đã đối chiếu')}|{fold('số đúng')}")


def check_plausible(rows: Sequence[Measurement], indicators: Mapping[str, Indicator]) -> Iterator[Problem]:
    """CT012 of each figure that is out of all proportion, unless column Ghi chú says that it was checked."""
    for row in rows:
        indicator = indicators.get(row.indicator)
        if indicator is None or row.value is None or _CONFIRMED.search(fold(row.note)):
            continue
        if (why := _doubt(row.value, indicator)) is not None:
            message = f"Chỉ tiêu “{row.indicator}”: {number_text(row.value)} {indicator.unit}, {why}."
            fix = "Kiểm tra dấu phẩy, số chữ số 0, đơn vị; nếu đúng, ghi “đã kiểm tra” ở cột Ghi chú."
            yield Problem("CT012", row.row.place(_VALUE), message, fix)


def _doubt(value: Decimal, indicator: Indicator) -> str | None:
    measures = [one for one in (indicator.target.value, indicator.base_value) if one]
    if parse_unit(indicator.unit).is_percent:
        if value > 100 and _SHARE.search(fold(indicator.name)):
            return "vượt 100%"
        if 0 < abs(value) < 1 and any(one >= 10 for one in measures):
            return f"có thể là {number_text(value * 100)}%"
    far = next((one for one in measures if value and _times(value, one) >= _FACTOR), None)
    return None if far is None else f"gấp hoặc kém hơn {_FACTOR} lần so với {number_text(far)} của mục tiêu hoặc gốc"


def _times(one: Decimal, other: Decimal) -> Decimal:
    large, small = max(abs(one), abs(other)), min(abs(one), abs(other))
    return large / small
