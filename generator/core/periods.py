"""Reporting periods: their codes, names, windows and neighbours.

Windows and cut-off days follow Nghị định 09/2019/NĐ-CP, Điều 12 (month and quarter: khoản 1 and 2; the
six-month and annual windows are known from circulars that copy them; the nine-month window only from a
provincial decision), or plain calendar periods where a dossier says so. Several years are the years they are
made of. The decree says nothing of a week, which runs from Monday to Sunday (ISO 8601), nor of a stretch of
days that somebody names: it is those days under every rule.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from generator.core.folders import NEW_VERSION, TYPED_SIGNS, WIDE_TWINS
from generator.core.vietnamese import short_date

ROMAN_QUARTERS = ("I", "II", "III", "IV")
CUTOFF_DAY = 14


class CutoffRule(StrEnum):
    """How a period's window ends: on day 14 of its last month (NĐ 09), or with the calendar month."""

    DECREE_09 = "NĐ 09"
    CALENDAR = "Lịch"


class PeriodKind(StrEnum):
    """The kinds of periods that a report may be of."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    WEEK = "week"
    RANGE = "range"
    AD_HOC = "ad_hoc"
    TOPIC = "topic"
    MID_TERM = "mid_term"
    YEARS = "years"


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
CALENDAR_KINDS = tuple(MONTHS_IN)
"""The kinds whose periods are whole months of one year."""


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
    """A reporting period.

    `index` counts from 1 within its year (always 1 for nine months and year); of several years it says how many they
    are, `year` being the last. A stretch of days has `first` and `last`, `year` then being that of the last day, and
    perhaps a `name` ("100 ngày"; of an ad hoc report and of a topic what it is about).
    """

    kind: PeriodKind
    year: int
    index: int = 1
    first: date | None = None
    last: date | None = None
    name: str = ""

    @property
    def code(self) -> str:
        """The form used in files and folders: 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025, 2026-W36, 2021..2025."""
        if self.kind in CODE_WORDS:
            return f"{self._from}..{self._to}{self._code_name}"
        suffix = {
            PeriodKind.MONTH: f"-{self.index:02d}",
            PeriodKind.QUARTER: f"-Q{self.index}",
            PeriodKind.HALF: f"-H{self.index}",
            PeriodKind.NINE_MONTHS: "-9M",
            PeriodKind.YEAR: "",
            PeriodKind.WEEK: f"-W{self.index:02d}",
        }[self.kind]
        return f"{self.year}{suffix}"

    @property
    def _from(self) -> str:
        return self.first.isoformat() if self.first else str(self.first_year)

    @property
    def _to(self) -> str:
        return self.last.isoformat() if self.last else str(self.year)

    @property
    def _code_name(self) -> str:
        """A name as every file system takes it: " (100 ngày)"; signs that some refuse stand as their wide twins."""
        said = " - ".join(part for part in (CODE_WORDS[self.kind], self.name) if part)
        return f" ({said.translate(WIDE_TWINS).replace(NEW_VERSION, _NO_VERSION)})" if said else ""

    @property
    def first_year(self) -> int:
        """The year that its first day is of, as its name tells it."""
        if self.first is not None:
            return self.first.year
        return self.year - self.index + 1 if self.kind in CODE_WORDS else self.year

    @property
    def spans_years(self) -> bool:
        """True if the year alone does not tell which part of it is meant: "quý III" is one of several."""
        return self.first_year != self.year

    @property
    def short_label(self) -> str:
        """The period without its year: "quý III", "6 tháng đầu năm"; a year is "năm"; a range has its name or days."""
        return {
            PeriodKind.MONTH: f"tháng {month_digits(self.index)}",
            PeriodKind.QUARTER: f"quý {ROMAN_QUARTERS[(self.index - 1) % 4]}",
            PeriodKind.HALF: "6 tháng đầu năm" if self.index == 1 else "6 tháng cuối năm",
            PeriodKind.NINE_MONTHS: "9 tháng năm",
            PeriodKind.YEAR: "năm",
            PeriodKind.WEEK: f"tuần {self.index}",
            PeriodKind.RANGE: self.name or self.days,
            PeriodKind.AD_HOC: f"đợt đột xuất “{self.name}”" if self.name else f"đợt đột xuất {self.days}",
            PeriodKind.TOPIC: f"chuyên đề “{self.name}”" if self.name else f"chuyên đề {self.days}",
            PeriodKind.MID_TERM: "giữa kỳ",
            PeriodKind.YEARS: self.name or f"giai đoạn {self.first_year} - {self.year}",
        }[self.kind]

    @property
    def label(self) -> str:
        """The period as a sentence names it: "quý III năm 2025", "năm 2025", "100 ngày (từ ngày … đến ngày …)"."""
        if self.kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.WEEK):
            return f"{self.short_label} năm {self.year}"
        if self.kind is PeriodKind.YEARS and not self.name:
            return self.short_label
        if self.kind is PeriodKind.RANGE and not self.name:
            return f"giai đoạn {self.days}"
        if self.kind in CODE_WORDS:
            unnamed = not self.name and self.kind is not PeriodKind.MID_TERM
            return self.short_label if unnamed else f"{self.short_label} ({self.days})"
        return f"{self.short_label} {self.year}"

    @property
    def days(self) -> str:
        """The first and last day, or year, in words; months where it is made of several whole ones."""
        if self.first is None or self.last is None:
            return f"từ năm {self.first_year} đến năm {self.year}"
        if self.whole_months > 1:
            of_year = f" năm {self.first.year}" if self.spans_years else ""
            first, last = month_digits(self.first.month), month_digits(self.last.month)
            return f"từ tháng {first}{of_year} đến tháng {last} năm {self.year}"
        return f"từ ngày {short_date(self.first)} đến ngày {short_date(self.last)}"

    @property
    def whole_months(self) -> int:
        """How many whole months of the calendar a stretch of days is made of; 0 where it is not."""
        if self.first is None or self.last is None or self.first.day != 1 or day_after(self.last).day != 1:
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def _reporting_months(self) -> int:
        """How many months from the day after a cut-off to a cut-off day a stretch of days is; 0 where it is not."""
        if self.first is None or self.last is None or (self.first.day, self.last.day) != (CUTOFF_DAY + 1, CUTOFF_DAY):
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month

    @property
    def next_label(self) -> str:
        """What the work that follows is of: "quý IV năm 2025"; after a stretch of days "thời gian tới"."""
        named = self.kind in PERIODS_PER_YEAR or self.kind in (PeriodKind.WEEK, PeriodKind.YEARS)
        return self.next().label if named else "thời gian tới"

    def part_label(self, part: Period) -> str:
        """What a report of this period calls one of its parts: "quý III", with its year where there are several;
        the whole is "cả năm", "cả kỳ".
        """
        if part == self:
            return "cả năm" if self.kind is PeriodKind.YEAR else "cả kỳ"
        return part.label if self.spans_years else part.short_label

    @property
    def last_year_label(self) -> str:
        """What `same_last_year` is called: "cùng kỳ năm 2024"; a week is named, for it is of other days."""
        if self.kind is PeriodKind.WEEK:
            return self.same_last_year().label
        return f"cùng kỳ năm {self.year - 1}"

    @property
    def last_month(self) -> int:
        """Number (1–12) of the month the period closes in."""
        if self.kind is PeriodKind.WEEK:
            return self.window(CutoffRule.CALENDAR).end.month
        if self.last is not None:
            return self.last.month
        if self.kind in CODE_WORDS:
            return 12
        return 9 if self.kind is PeriodKind.NINE_MONTHS else self.index * MONTHS_IN[self.kind]

    def window(self, rule: CutoffRule) -> Window:
        """First and last day of the period (NĐ 09/2019/NĐ-CP, Điều 12)."""
        if self.first is not None and self.last is not None:
            return Window(self.first, self.last)
        if self.kind is PeriodKind.WEEK:
            return Window(date.fromisocalendar(self.year, self.index, 1), _sunday(self.year, self.index))
        if self.kind in CODE_WORDS:
            opening = Period(PeriodKind.YEAR, self.first_year).window(rule).start
            return Window(opening, Period(PeriodKind.YEAR, self.year).window(rule).end)
        first_month = self.last_month - MONTHS_IN[self.kind] + 1
        if rule is CutoffRule.CALENDAR:
            last_day = calendar.monthrange(self.year, self.last_month)[1]
            return Window(date(self.year, first_month, 1), date(self.year, self.last_month, last_day))
        end = date(self.year, self.last_month, CUTOFF_DAY)
        if first_month == 1:
            return Window(date(self.year - 1, 12, CUTOFF_DAY + 1), end)
        return Window(date(self.year, first_month - 1, CUTOFF_DAY + 1), end)

    def previous(self) -> Period:
        """The period of the same kind just before. Nine months and a year go back a whole year.

        Before a range are as many days (whole months, and those from the 15th to the 14th: as many months), before
        several years as many years, without the name.
        """
        return self._beside(-1)

    def next(self) -> Period:
        """The period whose work comes next; after nine months that is the fourth quarter."""
        return self._beside(1)

    def _beside(self, step: int) -> Period:
        if self.first is not None and self.last is not None:
            if self.whole_months:
                return _months_on(self.first, self.last, step * self.whole_months)
            if self._reporting_months:
                first, last = (_same_day_on(day, step * self._reporting_months) for day in (self.first, self.last))
                return days_from(first, last)
            days = step * ((self.last - self.first).days + 1)
            return days_from(self.first + timedelta(days=days), self.last + timedelta(days=days))
        if self.kind in CODE_WORDS:
            return years_from(self.first_year + step * self.index, self.year + step * self.index)
        if self.kind is PeriodKind.WEEK:
            year, week, _ = (_sunday(self.year, self.index) + timedelta(weeks=step)).isocalendar()
            return Period(PeriodKind.WEEK, year, week)
        if self.kind is PeriodKind.NINE_MONTHS and step > 0:
            return Period(PeriodKind.QUARTER, self.year, 4)
        if 1 <= self.index + step <= PERIODS_PER_YEAR[self.kind]:
            return Period(self.kind, self.year, self.index + step)
        return Period(self.kind, self.year + step, 1 if step > 0 else PERIODS_PER_YEAR[self.kind])

    def same_last_year(self) -> Period:
        """The same period a year earlier (cùng kỳ năm trước).

        Of a range of more than a year and of several years it is the one before: a year earlier would overlap.
        """
        if self.first is not None and self.last is not None:
            if 0 < self.whole_months <= 12:
                return _months_on(self.first, self.last, -12)
            start, end = _year_before(self.first), _year_before(self.last)
            return days_from(start, end) if end < self.first else self.previous()
        if self.kind in CODE_WORDS:
            return self.previous()
        if self.kind is PeriodKind.WEEK:
            return Period(PeriodKind.WEEK, self.year - 1, min(self.index, weeks_in(self.year - 1)))
        return Period(self.kind, self.year - 1, self.index)

    def is_same_stretch(self, other: Period) -> bool:
        """True if both are the same days of the same kind, whatever they are called."""
        return (self.kind, self.year, self.index, self.first, self.last) == (
            *(other.kind, other.year, other.index, other.first, other.last),
        )

    def __str__(self) -> str:
        return self.code


CODE_WORDS = {
    PeriodKind.RANGE: "",
    PeriodKind.AD_HOC: "đột xuất",
    PeriodKind.TOPIC: "chuyên đề",
    PeriodKind.MID_TERM: "giữa kỳ",
    PeriodKind.YEARS: "",
}
"""The kinds that reach from one day or year to another, with the word that tells them apart in a code."""
_NO_VERSION = "\u2011ban\u2011"
"""In a code, for NEW_VERSION: that stands between a folder's name and the number of a later version."""


def days_from(first: date, last: date, kind: PeriodKind = PeriodKind.RANGE, name: str = "") -> Period:
    """A stretch of days."""
    return Period(kind, last.year, 1, first, last, name)


def years_from(first: int, last: int) -> Period:
    """Several years; one is a year."""
    if first == last:
        return Period(PeriodKind.YEAR, last)
    return Period(PeriodKind.YEARS, last, last - first + 1)


def _months_on(first: date, last: date, months: int) -> Period:
    """Whole months so many months later; a month's last day stays one."""
    return days_from(first_of_month(first, months), first_of_month(last, months + 1) - timedelta(days=1))


def _same_day_on(day: date, months: int) -> date:
    """The day of the same number, which every month has, so many months later."""
    return first_of_month(day, months).replace(day=day.day)


def first_of_month(day: date, months: int) -> date:
    """The first day of the month so many months after that of `day`."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def weeks_in(year: int) -> int:
    """How many weeks a year has (ISO 8601): 52 or 53."""
    return date(year, 12, 28).isocalendar().week


def _sunday(year: int, week: int) -> date:
    return date.fromisocalendar(year, week, 7)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def periods_within(window: Window, kind: PeriodKind, rule: CutoffRule) -> tuple[Period, ...]:
    """The weeks, or the periods of one kind of `CALENDAR_KINDS`, that lie inside `window`, in order."""
    found = (
        Period(kind, year, index)
        for year in range(window.start.year, window.end.year + 2)
        for index in range(1, (weeks_in(year) if kind is PeriodKind.WEEK else PERIODS_PER_YEAR[kind]) + 1)
    )
    return tuple(period for period in found if window.holds(period.window(rule)))


def month_of(day: date, rule: CutoffRule) -> Period:
    """The month whose window `day` lies in."""
    month = Period(PeriodKind.MONTH, day.year, day.month)
    return month if day in month.window(rule) else month.next()


@lru_cache(maxsize=256)
def ends_inside(window: Window, kind: PeriodKind, rule: CutoffRule) -> bool:
    """True if a period of a kind of `CALENDAR_KINDS` ends in `window`."""
    years = range(window.start.year, window.end.year + 2)
    periods = (Period(kind, year, index) for year in years for index in range(1, PERIODS_PER_YEAR[kind] + 1))
    return any(one.window(rule).end in window for one in periods)


def month_digits(month: int) -> str:
    """A month as officials write it: 01 and 02, then 3 … 12 (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"{month:02d}" if month <= 2 else str(month)


def unwidened(text: str) -> str:
    """A code's name as it was typed."""
    return text.translate(TYPED_SIGNS).replace(_NO_VERSION, NEW_VERSION)


def day_after(day: date) -> date:
    """The day that follows."""
    return day + timedelta(days=1)
