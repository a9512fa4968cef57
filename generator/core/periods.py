"""Reporting periods: their codes, names, windows and neighbours.

Windows and cut-off days follow Nghị định 09/2019/NĐ-CP, Điều 12 (month and quarter: khoản 1 and 2; the
six-month and annual windows are known from circulars that copy them; the nine-month window only from a
provincial decision), or plain calendar periods where a dossier says so.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from generator.core.vietnamese import fold

ROMAN_QUARTERS = ("I", "II", "III", "IV")
CUTOFF_DAY = 14


class CutoffRule(StrEnum):
    """How a period's window ends: on day 14 of its last month (NĐ 09), or with the calendar month."""

    DECREE_09 = "NĐ 09"
    CALENDAR = "Lịch"


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


MONTHS_IN = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}
PERIODS_PER_YEAR = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1,
}


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of a period, both included; the last is the cut-off day."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def holds(self, other: Window) -> bool:
        """True if `other` lies inside, whole."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period; `index` counts from 1 within its year (always 1 for nine months and year)."""

    kind: PeriodKind
    year: int
    index: int = 1

    @property
    def code(self) -> str:
        """The form used in files and folders: 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025."""
        suffix = {
            PeriodKind.MONTH: f"-{self.index:02d}",
            PeriodKind.QUARTER: f"-Q{self.index}",
            PeriodKind.HALF: f"-H{self.index}",
            PeriodKind.NINE_MONTHS: "-9M",
            PeriodKind.YEAR: "",
        }[self.kind]
        return f"{self.year}{suffix}"

    @property
    def short_label(self) -> str:
        """The period without its year: "quý III", "6 tháng đầu năm"; a year is "năm"."""
        return {
            PeriodKind.MONTH: f"tháng {month_digits(self.index)}",
            PeriodKind.QUARTER: f"quý {ROMAN_QUARTERS[(self.index - 1) % 4]}",
            PeriodKind.HALF: "6 tháng đầu năm" if self.index == 1 else "6 tháng cuối năm",
            PeriodKind.NINE_MONTHS: "9 tháng năm",
            PeriodKind.YEAR: "năm",
        }[self.kind]

    @property
    def label(self) -> str:
        """The period as a sentence names it: "quý III năm 2025", "6 tháng đầu năm 2025", "năm 2025"."""
        if self.kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
            return f"{self.short_label} năm {self.year}"
        return f"{self.short_label} {self.year}"

    @property
    def last_month(self) -> int:
        """Number (1–12) of the month the period closes in."""
        return 9 if self.kind is PeriodKind.NINE_MONTHS else self.index * MONTHS_IN[self.kind]

    def window(self, rule: CutoffRule) -> Window:
        """First and last day of the period (NĐ 09/2019/NĐ-CP, Điều 12)."""
        first_month = self.last_month - MONTHS_IN[self.kind] + 1
        if rule is CutoffRule.CALENDAR:
            last_day = calendar.monthrange(self.year, self.last_month)[1]
            return Window(date(self.year, first_month, 1), date(self.year, self.last_month, last_day))
        end = date(self.year, self.last_month, CUTOFF_DAY)
        if first_month == 1:
            return Window(date(self.year - 1, 12, CUTOFF_DAY + 1), end)
        return Window(date(self.year, first_month - 1, CUTOFF_DAY + 1), end)

    def previous(self) -> Period:
        """The period of the same kind just before. Nine months and a year go back a whole year."""
        if self.index > 1:
            return Period(self.kind, self.year, self.index - 1)
        return Period(self.kind, self.year - 1, PERIODS_PER_YEAR[self.kind])

    def next(self) -> Period:
        """The period whose work comes next; after nine months that is the fourth quarter."""
        if self.kind is PeriodKind.NINE_MONTHS:
            return Period(PeriodKind.QUARTER, self.year, 4)
        if self.index < PERIODS_PER_YEAR[self.kind]:
            return Period(self.kind, self.year, self.index + 1)
        return Period(self.kind, self.year + 1, 1)

    def same_last_year(self) -> Period:
        """The same period a year earlier (cùng kỳ năm trước)."""
        return Period(self.kind, self.year - 1, self.index)

    def __str__(self) -> str:
        return self.code


def periods_within(window: Window, kind: PeriodKind, rule: CutoffRule) -> tuple[Period, ...]:
    """The periods of one kind that lie inside `window`, in order."""
    found = (
        Period(kind, year, index)
        for year in range(window.start.year, window.end.year + 2)
        for index in range(1, PERIODS_PER_YEAR[kind] + 1)
    )
    return tuple(period for period in found if window.holds(period.window(rule)))


def month_of(day: date, rule: CutoffRule) -> Period:
    """The month whose window `day` lies in."""
    month = Period(PeriodKind.MONTH, day.year, day.month)
    return month if day in month.window(rule) else month.next()


def month_digits(month: int) -> str:
    """A month as officials write it: 01 and 02, then 3 … 12 (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"{month:02d}" if month <= 2 else str(month)


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"\s*(?:/|-|,|\s)?\s*(?:nam)?\s*{_YEAR}"
_PATTERNS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (PeriodKind.QUARTER, rf"{_YEAR}-q(?P<index>[1-4])"),
        (PeriodKind.HALF, rf"{_YEAR}-h(?P<index>[12])"),
        (PeriodKind.NINE_MONTHS, rf"{_YEAR}-9m"),
        (PeriodKind.MONTH, rf"{_YEAR}-(?P<index>0?[1-9]|1[0-2])"),
        (PeriodKind.YEAR, rf"(?:ca |nam )?(?:nam )?{_YEAR}"),
        (PeriodKind.QUARTER, rf"(?:quy|q)\s*(?P<index>iv|i{{1,3}}|0?[1-4]){_OF_YEAR}"),
        (PeriodKind.MONTH, rf"(?:thang|t)\s*(?P<index>0?[1-9]|1[0-2]){_OF_YEAR}"),
        (PeriodKind.MONTH, rf"(?P<index>0?[1-9]|1[0-2])/{_YEAR}"),
        (PeriodKind.HALF, rf"(?:0?6|sau) thang (?P<half>dau|cuoi){_OF_YEAR}"),
        (PeriodKind.NINE_MONTHS, rf"(?:0?9|chin) thang(?: dau)?{_OF_YEAR}"),
    )
)


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period | None:
    """The period that `text` names, in code form or in Vietnamese; None if it names none.

    Case, tone marks and spaces do not matter: "Quý III/2025", "quy 3 nam 2025" and "2025-q3" are one.
    """
    plain = fold(text, keep_tones=False).strip(" .;,")
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found:
            groups = found.groupdict()
            if kind is PeriodKind.HALF and groups.get("half"):
                index = 1 if groups["half"] == "dau" else 2
            else:
                index = _index_number(groups.get("index"))
            return Period(kind, int(groups["year"]), index)
    return None


def _index_number(digits: str | None) -> int:
    if digits is None:
        return 1
    if digits.upper() in ROMAN_QUARTERS:
        return ROMAN_QUARTERS.index(digits.upper()) + 1
    return int(digits)


def day_after(day: date) -> date:
    """The day that follows."""
    return day + timedelta(days=1)
