"""A diary that an office keeps in one cell: entries one below the other, each behind its day.

"[260215] Rà soát 11 tổ.", "05/3/2026: khảo sát; 12/4/2026: nghiệm thu", "Tháng 3/2026: mở 02 lớp".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.vietnamese import clean, fold, parse_date


class ShortDay(Enum):
    """How six digits in a row are meant: 260215 as the year first, 150226 as the day first."""

    YEAR_FIRST = "năm, tháng, ngày"
    DAY_FIRST = "ngày, tháng, năm"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was noted, and of which day or period; both None where no date is written or it is none that exists.

    `said` is the date as it is typed, "" for text without one.
    """

    text: str
    said: str = ""
    day: date | None = None
    period: Period | None = None

    @property
    def is_dated(self) -> bool:
        return self.day is not None or self.period is not None


_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:\d{4}|\d\d)(?!\d)|\d{4}-\d{1,2}-\d{1,2}(?!\d)"
_SHORT = r"\d{1,2}/\d{1,2}(?![/\d])"
_PERIOD = r"(?:tháng|quý|tuần|T|Q)\s*(?:IV|I{1,3}|\d{1,2})(?:\s*(?:/|-|năm)\s*(?:năm\s*)?\d{4})?|\d{1,2}/\d{4}(?!\d)"
_END = r"\s*(?:[:–—_]|-(?=\s))\s*"
_START = re.compile(
    r"(?P<before>^|[\n;]|\.\s|\s(?=\[))\s*(?:[-+•*–]\s*)?(?:"
    rf"\[\s*(?P<box>[^\[\]\n]{{3,40}}?)\s*\](?:{_END})?"
    rf"|\(\s*(?P<round>{_DAY}|{_SHORT}|\d{{6}}|\d{{8}}|{_PERIOD})\s*\)(?:{_END})?"
    rf"|(?:ngày\s+)?(?P<day>{_DAY})(?:{_END}|\s+|$)"
    rf"|ngày\s+(?P<spelt>\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+\d{{4}})?)(?:{_END}|\s+|$)"
    rf"|(?:ngày\s+(?P<short>{_SHORT})(?:{_END}|\s+|$)|(?P<bare>{_SHORT}){_END})"
    rf"|(?P<digits>\d{{8}}|\d{{6}}){_END}"
    rf"|(?P<period>{_PERIOD}){_END}"
    r")",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{6}|\d{8}")


def entries(text: str, year: int | None = None, form: ShortDay = ShortDay.YEAR_FIRST) -> tuple[Entry, ...]:
    """The entries of a cell, in its order; text before the first date is one without a date.

    A day without its year is of `year`. Nothing of the cell is left out but its separators.
    """
    said = clean(text)
    starts = [(found, token) for found in _START.finditer(said) if (token := _token(found)) is not None]
    made: list[Entry] = []
    ends = [*(found.start() + len(found["before"].rstrip()) for found, _ in starts), len(said)]
    if opening := _trimmed(said[: ends[0]]):
        made.append(Entry(opening))
    for (found, token), end in zip(starts, ends[1:], strict=True):
        day, period = when(token, year, form)
        made.append(Entry(_trimmed(said[found.end() : end]), token, day, period))
    return tuple(made)


def when(said: str, year: int | None = None, form: ShortDay = ShortDay.YEAR_FIRST) -> tuple[date | None, Period | None]:
    """The day or the period that `said` names; neither where it names none that exists."""
    text = said.strip()
    if _DIGITS.fullmatch(text):
        return _of_digits(text, form), None
    plain = re.sub(r"^ngay ", "", re.sub(r"\s*([/.\-])\s*", r"\1", fold(text, keep_tones=False)))
    if found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d\d)", plain):
        plain = f"{found[1]}/{found[2]}/20{found[3]}"
    if day := parse_date(plain):
        return day, None
    if period := parse_period(plain):
        return None, period
    if year is None:
        return None, None
    if re.fullmatch(r"\d{1,2}/\d{1,2}", plain):
        return parse_date(f"{plain}/{year}"), None
    return parse_date(f"{plain} nam {year}"), parse_period(f"{plain}/{year}")


def short_day_form(texts: Iterable[str], year: int | None) -> tuple[ShortDay, bool]:
    """How the six digits of one sheet are meant, all of them alike; and whether both ways would do.

    `year` is the sheet's own: days far from it are not meant.
    """
    found = {digits for text in texts for digits in re.findall(r"(?<!\d)\d{6}(?!\d)", text)}
    fits = [form for form in ShortDay if all(_plausible(_of_digits(digits, form), year) for digits in found)]
    return (fits[0] if fits else ShortDay.YEAR_FIRST), bool(found) and len(fits) > 1


def _plausible(day: date | None, year: int | None) -> bool:
    return day is not None and (year is None or abs(day.year - year) <= 1)


def _token(found: re.Match[str]) -> str | None:
    """The date as it is typed; None for words in brackets that are no date."""
    token = next(filter(None, (found[name] for name in found.groupdict() if name != "before")), "")
    if not found["box"]:
        return token
    looks = re.fullmatch(rf"(?:ngày\s+)?(?:{_DAY}|{_SHORT}|\d{{6}}|\d{{8}})|{_PERIOD}", token, re.IGNORECASE)
    return token if looks else None


def _of_digits(digits: str, form: ShortDay) -> date | None:
    """Six or eight digits as a day; eight are told apart by their year."""
    if len(digits) == 8:
        ways = [(digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])]
        return next((day for way in ways if way[0][:2] in ("19", "20") and (day := _day(*way))), None)
    if form is ShortDay.YEAR_FIRST:
        return _day(f"20{digits[:2]}", digits[2:4], digits[4:])
    return _day(f"20{digits[4:]}", digits[2:4], digits[:2])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _trimmed(text: str) -> str:
    return text.strip().rstrip(";").rstrip()


# --- evidence that carries its day: "260520_57/QĐ-UBND" ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document, link or file as it is named, and the day written with it."""

    name: str
    day: date | None = None


_NAMED_DAY = re.compile(rf"(?P<first>\d{{8}}|\d{{6}}|{_DAY})\s*[_\s:\-–]+\s*(?P<name>\S.*)", re.IGNORECASE)
_DAY_BEHIND = re.compile(rf"(?P<name>\S.*?)[\s,(_]+(?:ngày\s+)?(?P<last>{_DAY})\s*\)?", re.IGNORECASE)


def evidence_in(text: str, form: ShortDay = ShortDay.YEAR_FIRST) -> tuple[Evidence, ...]:
    """The documents that a cell of evidence names, one a line or between ";"."""
    return tuple(_evidence(piece, form) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for piece in re.split(r"[\n;]+", clean(text)):
        if bare := piece.strip().lstrip("-+•* ").strip():
            yield bare


def _evidence(piece: str, form: ShortDay) -> Evidence:
    for pattern, group in ((_NAMED_DAY, "first"), (_DAY_BEHIND, "last")):
        found = pattern.fullmatch(piece)
        day = when(found[group], None, form)[0] if found else None
        if found is not None and day is not None:
            return Evidence(found["name"].strip(), day)
    return Evidence(piece)
