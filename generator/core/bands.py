"""Bands of a scale as people write them ("Xuất sắc từ 90; Tốt từ 80; Yếu dưới 50"), held against gaps and overlaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from generator.core.vietnamese import fold, number_text, one_line, parse_number

_NUMBER = r"\d[\d.]*(?:,\d+)?"
_AFTER = r"\s*(?:%|điểm)?\s*"
_PART = re.compile(
    rf"(?P<name>.+?)\s*[:,(]?\s*"
    rf"(?:(?P<from>từ|≥|>=|trên|>)\s*(?P<low>{_NUMBER}){_AFTER}"
    rf"(?:(?P<on>trở lên)|(?P<to>đến dưới|đến|dưới|≤|<=|<|[-–])\s*(?P<high>{_NUMBER}){_AFTER})?"
    rf"|(?P<under>dưới|<|không quá|≤|<=|đến)\s*(?P<top>{_NUMBER}){_AFTER}"
    rf"|(?P<first>{_NUMBER}){_AFTER}[-–]\s*(?P<last>{_NUMBER}){_AFTER})\)?\.?",
    re.IGNORECASE,
)
_BOUND_IN_NAME = re.compile(r"(?:từ|trên|dưới|đến|[≥≤<>])\s*\d", re.IGNORECASE)
_BEYOND = ("trên", ">")
_SHORT_OF = ("đến dưới", "dưới", "<")
_BOTTOM, _TOP = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the scale by its name; None is an end that nothing bounds."""

    name: str
    lower: Decimal | None
    upper: Decimal | None
    has_lower: bool = True
    """The lower bound itself belongs to it."""
    has_upper: bool = False

    @property
    def points(self) -> Decimal | None:
        """The points that a step gives by its name; None for a name that is no number."""
        number = parse_number(self.name.removesuffix("điểm"))
        return number.value if number and not number.percent else None

    def holds(self, value: Decimal) -> bool:
        """True if `value` lies in it."""
        above = self.lower is None or value > self.lower or (self.has_lower and value == self.lower)
        below = self.upper is None or value < self.upper or (self.has_upper and value == self.upper)
        return above and below


@dataclass(frozen=True, slots=True)
class BandsReading:
    """The bands that a text names, the parts of it that name none, and what of the scale is of none or of two."""

    bands: tuple[Band, ...] = ()
    unread: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read_bands(text: str) -> BandsReading:
    """The bands of a scale of 0 to 100, highest first; "từ 80" alone goes up to where the next higher one begins."""
    parts = [one_line(part) for line in text.split("\n") for part in line.split(";")]
    found: list[tuple[Band, bool]] = []
    unread = []
    for part in filter(None, parts):
        match = _PART.fullmatch(part)
        band = _band(match) if match else None
        if band is None:
            unread.append(part)
        else:
            found.append(band)
    bands = _closed(found)
    return BandsReading(tuple(reversed(bands)), tuple(unread), tuple(_faults(bands)) if not unread else ())


def band_of(value: Decimal, bands: Sequence[Band]) -> Band | None:
    """The band that a value lies in; None where there are no bands."""
    return next((band for band in bands if band.holds(value)), None)


def falling_steps(bands: Sequence[Band]) -> tuple[tuple[Band, Band], ...]:
    """The pairs, of steps given highest first, of which the higher gives fewer points than the lower next to it."""
    return tuple(
        (higher, lower)
        for higher, lower in pairwise(bands)
        if higher.points is not None and lower.points is not None and higher.points < lower.points
    )


def out_of_reach(bands: Sequence[Band], most: Decimal) -> tuple[Band, ...]:
    """The bands that no value up to `most` lies in."""
    return tuple(band for band in bands if band.lower is not None and _begins_beyond(band, band.lower, most))


def _begins_beyond(band: Band, lower: Decimal, most: Decimal) -> bool:
    is_empty = band.upper == lower and not (band.has_lower and band.has_upper)
    return is_empty or lower > most or (lower == most and not band.has_lower)


def _band(found: re.Match[str]) -> tuple[Band, bool] | None:
    """A band as it is written, and whether it leaves its end open; None for two in one, or one that ends too early."""
    name = found["name"].strip(" :,(")
    low, high = _value(found["low"] or found["first"]), _value(found["high"] or found["top"] or found["last"])
    if _BOUND_IN_NAME.search(name) or (low is not None and high is not None and low > high):
        return None
    sign = (found["to"] or found["under"] or "").casefold()
    band = Band(
        name,
        low,
        high,
        has_lower=(found["from"] or "").casefold() not in _BEYOND,
        has_upper=high is not None and sign not in _SHORT_OF,
    )
    return band, high is None and found["on"] is None


def _value(text: str | None) -> Decimal | None:
    number = parse_number(text) if text else None
    return number.value if number else None


def _closed(found: Sequence[tuple[Band, bool]]) -> list[Band]:
    """The bands from the lowest up: each that is open ends where the next begins, those at the ends of the scale on."""
    lowers = {band.lower: band.has_lower for band, _ in found if band.lower is not None}
    bands = []
    for band, is_open in found:
        above = [value for value in lowers if band.lower is not None and value > band.lower]
        if is_open and above:
            band = replace(band, upper=min(above), has_upper=not lowers[min(above)])
        if band.lower == _BOTTOM and band.has_lower:
            band = replace(band, lower=None)
        if band.upper == _TOP and band.has_upper and _TOP not in lowers:
            band = replace(band, upper=None)
        bands.append(band)
    return sorted(bands, key=lambda band: (band.lower is not None, band.lower or _BOTTOM))


def _faults(bands: Sequence[Band]) -> list[str]:
    """What stands in no band, and what stands in two, from the lowest up."""
    if not bands:
        return []
    names = [fold(band.name) for band in bands]
    told = [f"“{band.name}” ghi hai lần" for place, band in enumerate(bands) if names[place] in names[:place]]
    first, last = bands[0], bands[-1]
    if first.lower is not None:
        told.append(f"điểm dưới {number_text(first.lower)} không thuộc bậc nào")
    for one, other in pairwise(bands):
        if one.upper is None or other.lower is None:
            told.append(f"“{one.name}” và “{other.name}” chồng lên nhau")
        elif one.upper > other.lower or (one.upper == other.lower and one.has_upper and other.has_lower):
            told.append(f"“{one.name}” và “{other.name}” chồng lên nhau ở {number_text(other.lower)}")
        elif one.upper < other.lower:
            told.append(f"điểm giữa {number_text(one.upper)} và {number_text(other.lower)} không thuộc bậc nào")
        elif not (one.has_upper or other.has_lower):
            told.append(f"đúng {number_text(one.upper)} điểm không thuộc bậc nào")
    if last.upper is not None:
        told.append(f"điểm từ {number_text(last.upper)} trở lên không thuộc bậc nào")
    return told
