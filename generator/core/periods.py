"""Reporting periods: their codes, names, windows and neighbours.

Windows and cut-off days follow Nghị định 09/2019/NĐ-CP, Điều 12 (month and quarter: khoản 1 and 2; the
six-month and annual windows are known from circulars that copy them; the nine-month window only from a
provincial decision), or plain calendar periods where a dossier says so. Several years are the years they are
made of. The decree says nothing of a week, which runs from Monday to Sunday (ISO 8601), nor of a stretch of
days that somebody names: it is those days under every rule.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from generator.core.vietnamese import fold, one_line, parse_date, short_date

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
LONGEST_RANGE = 30
"""Years of a range at most: longer ones are slips of the pen."""
LONGEST_NAME = 80
"""Letters of a range's own name: it stands in the names of folders."""


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
        if self.kind in _CODE_WORDS:
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
        said = " - ".join(part for part in (_CODE_WORDS[self.kind], self.name) if part)
        return f" ({said.translate(_WIDE).replace('-ban-', _NO_VERSION)})" if said else ""

    @property
    def first_year(self) -> int:
        """The year that its first day is of, as its name tells it."""
        if self.first is not None:
            return self.first.year
        return self.year - self.index + 1 if self.kind in _CODE_WORDS else self.year

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
        if self.kind in _CODE_WORDS:
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
        """What a report of this period calls one of its parts: "quý III", with its year where there are several."""
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
        if self.kind in _CODE_WORDS:
            return 12
        return 9 if self.kind is PeriodKind.NINE_MONTHS else self.index * MONTHS_IN[self.kind]

    def window(self, rule: CutoffRule) -> Window:
        """First and last day of the period (NĐ 09/2019/NĐ-CP, Điều 12)."""
        if self.first is not None and self.last is not None:
            return Window(self.first, self.last)
        if self.kind is PeriodKind.WEEK:
            return Window(date.fromisocalendar(self.year, self.index, 1), _sunday(self.year, self.index))
        if self.kind in _CODE_WORDS:
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
        if self.kind in _CODE_WORDS:
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
        if self.kind in _CODE_WORDS:
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


_CODE_WORDS = {
    PeriodKind.RANGE: "",
    PeriodKind.AD_HOC: "đột xuất",
    PeriodKind.TOPIC: "chuyên đề",
    PeriodKind.MID_TERM: "giữa kỳ",
    PeriodKind.YEARS: "",
}
"""The kinds that reach from one day or year to another, with the word that tells them apart in a code."""
_WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in '<>:"/\\|?*'}
_NARROW = {wide: chr(sign) for sign, wide in ((sign, ord(wide)) for sign, wide in _WIDE.items())}
_NO_VERSION = "\u2011ban\u2011"
"""In a code, for "-ban-": that stands between a folder's name and the number of a later version."""


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
    return days_from(_first_of(first, months), _first_of(last, months + 1) - timedelta(days=1))


def _same_day_on(day: date, months: int) -> date:
    """The day of the same number, which every month has, so many months later."""
    return _first_of(day, months).replace(day=day.day)


def _first_of(day: date, months: int) -> date:
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


_RHYTHMS = {
    "thang": PeriodKind.MONTH,
    "quy": PeriodKind.QUARTER,
    "6 thang": PeriodKind.HALF,
    "nam": PeriodKind.YEAR,
}
_RHYTHM = re.compile(r"\b(?:hang|dinh ky|moi)\s+(?:0?(?=6 thang))?(6 thang|thang|quy|nam)\b")


@lru_cache(maxsize=1024)
def rhythm_of(deadline: str) -> PeriodKind | None:
    """How often a recurring deadline comes round ("hằng quý"); None where it does not say, or oftener than monthly."""
    plain = fold(deadline, keep_tones=False)
    found = _RHYTHM.findall(plain)
    return _RHYTHMS[found[0]] if len(found) == 1 and not re.search(r"\b(?:ngay|tuan)\b|[/,;]", plain) else None


def month_digits(month: int) -> str:
    """A month as officials write it: 01 and 02, then 3 … 12 (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"{month:02d}" if month <= 2 else str(month)


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"\s*(?:/|-|,|\.|\s)?\s*(?:nam)?\s*{_YEAR}"
_PATTERNS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (PeriodKind.QUARTER, rf"{_YEAR}\s*[-./]?\s*q(?P<index>[1-4])"),
        (PeriodKind.HALF, rf"{_YEAR}\s*[-./]?\s*h(?P<index>[12])"),
        (PeriodKind.HALF, rf"h\s*(?P<index>[12]){_OF_YEAR}"),
        (PeriodKind.NINE_MONTHS, rf"{_YEAR}\s*[-./]?\s*9m|9m\s*[-./]?\s*(?P<of>(?:19|20)\d\d)"),
        (PeriodKind.MONTH, rf"{_YEAR}-(?P<index>0?[1-9]|1[0-2])"),
        (PeriodKind.YEAR, rf"(?:ca |nam )?(?:nam )?{_YEAR}"),
        (PeriodKind.QUARTER, rf"(?:quy|qui|q)\s*\.?\s*(?P<index>iv|i{{1,3}}|0?[1-4]){_OF_YEAR}"),
        (PeriodKind.QUARTER, rf"(?P<index>iv|i{{1,3}})\s*/\s*{_YEAR}"),
        (PeriodKind.MONTH, rf"(?:thang|t)\s*(?P<index>0?[1-9]|1[0-2]){_OF_YEAR}"),
        (PeriodKind.MONTH, rf"(?P<index>0?[1-9]|1[0-2])/{_YEAR}"),
        (PeriodKind.HALF, rf"(?:(?:0?6|sau) ?thang|0?6 ?t) (?P<half>dau|cuoi){_OF_YEAR}"),
        (PeriodKind.HALF, rf"(?:0?6t|6 thang)\s*/\s*{_YEAR}"),
        (PeriodKind.NINE_MONTHS, rf"0?9t\s*/\s*{_YEAR}"),
        (PeriodKind.NINE_MONTHS, rf"(?:0?9|chin) thang(?: dau)?{_OF_YEAR}"),
    )
)


_WEEK = re.compile(
    rf"{_YEAR}-w(?P<index>\d{{1,2}})|(?:tuan(?: thu)?|w)\s*(?P<named>\d{{1,2}})\s*(?:/|nam)\s*(?P<of>(?:19|20)\d\d)"
)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | None:
    """The period that `text` names, in code form or in Vietnamese; None if it names none.

    Case, tone marks and spaces do not matter: "Quý III/2025", "quy 3 nam 2025" and "2025-q3" are one. A range is its
    first and last day or year, with a name before, behind or in brackets: "100 ngày (từ 10/7/2026 đến 17/10/2026)".
    """
    return parse_calendar_period(text) or _week(text) or _range(text)


@lru_cache(maxsize=1024)
def parse_calendar_period(text: str) -> Period | None:
    """The same for months, quarters, halves, nine months and years only."""
    plain = fold(text, keep_tones=False).strip(" .;,")
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found:
            groups = found.groupdict()
            if kind is PeriodKind.HALF and groups.get("half"):
                index = 1 if groups["half"] == "dau" else 2
            else:
                index = _index_number(groups.get("index"))
            return Period(kind, int(groups["year"] or groups["of"]), index)
    return None


def _index_number(digits: str | None) -> int:
    if digits is None:
        return 1
    if digits.upper() in ROMAN_QUARTERS:
        return ROMAN_QUARTERS.index(digits.upper()) + 1
    return int(digits)


def _week(text: str) -> Period | None:
    found = _WEEK.fullmatch(fold(text, keep_tones=False).strip(" .;,"))
    if found is None:
        return None
    year, week = int(found["year"] or found["of"]), int(found["index"] or found["named"])
    return Period(PeriodKind.WEEK, year, week) if 1 <= week <= weeks_in(year) else None


# --- ranges: two days or two years, and what they are called ---

_NUMERIC_DAY = r"\d{1,2}-\d{1,2}-(?:19|20)\d\d|\d{1,2}\s*[/.]\s*\d{1,2}(?:\s*[/.]\s*(?:19|20)\d\d)?"
_WORDED_DAY = r"\d{1,2}\s+th[aá]ng\s+\d{1,2}(?:\s+n[aă]m\s+(?:19|20)\d\d)?"
_ISO_DAY = r"(?:19|20)\d\d-\d{1,2}-\d{1,2}"
_BEFORE_DAY = r"(?:(?:h[eế]t\s+)?ng[aà]y\s+)?"
_DAY = rf"{_ISO_DAY}|{_NUMERIC_DAY}|{_WORDED_DAY}"
_ONE_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?P<{}_month>0?[1-9]|1[0-2])"
_MONTHS_YEAR = r"(?:\s*/\s*|\s+n[aă]m\s+)"
_LINK = r"\s*(?:\.\.|\s-\s|-|–|—|(?:[đd][eế]n|t[oớ]i)(?:\s+h[eế]t)?(?=\s))\s*"
_STRETCH = (
    r"(?:trong\s+)?(?:(?:giai\s+[đd]o[aạ]n|th[oờ]i\s+gian|(?P<count>\d{1,2})\s+n[aă]m)[\s:,]+)*"
    r"(?:k[eể]\s+)?(?:t[uừ]\s+)?"
)
_RANGE = re.compile(
    rf"(?<![\w./-]){_STRETCH}(?:"
    rf"{_BEFORE_DAY}(?P<first>{_DAY}){_LINK}{_BEFORE_DAY}(?P<last>{_DAY})"
    rf"|(?<=t[uừ]\s)th[aá]ng\s+{_MONTH.format('first')}(?:{_MONTHS_YEAR}(?P<first_months_year>{_ONE_YEAR}))?"
    rf"{_LINK}th[aá]ng\s+{_MONTH.format('last')}{_MONTHS_YEAR}(?P<last_months_year>{_ONE_YEAR})"
    rf"|(?:n[aă]m\s+)?(?P<first_year>{_ONE_YEAR}){_LINK}(?:n[aă]m\s+)?(?P<last_year>{_ONE_YEAR})"
    r")(?![\w/]|[.-]\d)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:trong|giai|th[oờ]i|\d{1,2}\s+n[aă]m|k[eể]|t[uừ])\s", re.IGNORECASE)
_YEARS_COUNTED = re.compile(r"(?:giai doan )?(\d{1,2}) nam")
_NO_NAME = re.compile(r"(?:truoc|sau|ngoai|tru|chua|khong|den|du kien|khoang|nhiem ky)\b")
_ENDS_OF_NAME = " \t:;,.-–—()[]"
_KIND_WORDS = (
    (PeriodKind.AD_HOC, re.compile(r"(?:b[aá]o c[aá]o )?(?:đ[oợ]t )?[đd][oộ]t xu[aấ]t(?!\w)", re.IGNORECASE)),
    (PeriodKind.TOPIC, re.compile(r"(?:b[aá]o c[aá]o )?chuy[eê]n [đd][eề](?!\w)", re.IGNORECASE)),
    (
        PeriodKind.MID_TERM,
        re.compile(r"(?:b[aá]o c[aá]o )?(?:s[oơ] k[eế]t )?gi[uữ]a (?:nhi[eệ]m )?k[yỳ](?!\w)", re.IGNORECASE),
    ),
)


def _range(text: str) -> Period | None:
    said = one_line(unwidened(text))
    matches = list(_RANGE.finditer(said)) if len(said) <= 2 * LONGEST_NAME + 40 else []
    if len(matches) != 1:
        return None
    found = matches[0]
    before, behind = said[: found.start()], said[found.end() :]
    kind, name = _called(f"{before} {behind}")
    is_only_kind = kind is not PeriodKind.RANGE and not name
    if not (is_only_kind or _stands_apart(before, found[0], behind)) or not _may_be_called(kind, name):
        return None
    if found["first_year"]:
        return _years(found, kind, name)
    days = _whole_months(found) if found["last_month"] else _two_days(found["first"], found["last"])
    return days_from(*days, kind, name) if days else None


def _stands_apart(before: str, dates: str, behind: str) -> bool:
    """True if it can be seen where a name ends and the range begins; what follows it stands in brackets."""
    opens = not before.strip() or before.rstrip().endswith((":", "(", ",", "-", "–", "”", '"')) or _OPENS.match(dates)
    plain = behind.strip(" .;,")
    closes = not plain.strip(")") or (plain.startswith("(") and plain.endswith(")"))
    return bool(opens) and closes


def _may_be_called(kind: PeriodKind, name: str) -> bool:
    """False for a name that turns the meaning ("trước …"), that names a period of its own, or that is too long."""
    if len(name) > LONGEST_NAME or (kind is PeriodKind.MID_TERM and name) or _RANGE.search(name):
        return False
    turned = _NO_NAME.match(fold(name, keep_tones=False))
    return not turned and parse_calendar_period(name) is None and _week(name) is None


def _years(found: re.Match[str], kind: PeriodKind, name: str) -> Period | None:
    """Several years. A name that says how many they are must say so rightly; only a mid-term report may be of one.

    Which part of "giai đoạn 2021-2025" a report of its middle covers is not said: that takes two years or days.
    """
    first, last, opening = int(found["first_year"]), int(found["last_year"]), fold(found[0], keep_tones=False)
    if not first <= last < first + LONGEST_RANGE or (found["count"] and int(found["count"]) != last - first + 1):
        return None
    if counted := _YEARS_COUNTED.fullmatch(fold(name, keep_tones=False)):  # "5 năm (2021-2025)" is no name
        if int(counted[1]) != last - first + 1:
            return None
        name = ""
    if kind is PeriodKind.MID_TERM:
        open_ended = opening.startswith(("giai", "trong giai")) or bool(found["count"]) or "-" in found[0]
        return None if open_ended else Period(kind, last, last - first + 1)
    if kind is PeriodKind.RANGE:
        return years_from(first, last) if not name else Period(PeriodKind.YEARS, last, last - first + 1, name=name)
    return Period(kind, last, last - first + 1, name=name)


def _whole_months(found: re.Match[str]) -> tuple[date, date] | None:
    """The first and last day of "từ tháng 3 đến tháng 8/2026": of the calendar, under every rule."""
    year = int(found["last_months_year"])
    start = date(int(found["first_months_year"] or year), int(found["first_month"]), 1)
    end = _first_of(date(year, int(found["last_month"]), 1), 1) - timedelta(days=1)
    return (start, end) if start <= end and (end - start).days <= LONGEST_RANGE * 366 else None


def _two_days(first: str, last: str) -> tuple[date, date] | None:
    """The days written; the first may leave out the year, which then is the last's if that makes an order."""
    end = parse_date(last)
    if end is None:
        return None
    start = parse_date(first)
    if start is None:
        start = parse_date(f"{first}/{end.year}" if "/" in first or "." in first else f"{first} năm {end.year}")
    if start is None or start > end or (end - start).days > LONGEST_RANGE * 366:
        return None
    return start, end


def _called(name: str) -> tuple[PeriodKind, str]:
    """What kind of report a range's name says it is, and the rest of the name."""
    name = one_line(name).strip(_ENDS_OF_NAME)
    for kind, words in _KIND_WORDS:
        if found := words.match(name):
            return kind, one_line(name[found.end() :]).strip(f'{_ENDS_OF_NAME}“”"')
    return PeriodKind.RANGE, one_line(name).strip(f'{_ENDS_OF_NAME}“”"')


def unwidened(text: str) -> str:
    """A code's name as it was typed."""
    return text.translate(_NARROW).replace(_NO_VERSION, "-ban-")


def named_among(text: str, known: Iterable[Period]) -> Period | None:
    """The range that somebody calls by its name alone; None if none of `known`, or several, are called so."""
    kind, name = _called(text)
    wanted = fold(name)
    found = {one for one in known if one.name and fold(one.name) == wanted and kind in (PeriodKind.RANGE, one.kind)}
    return found.pop() if len(found) == 1 and wanted else None


def as_known(period: Period, known: Iterable[Period]) -> Period:
    """A range without a name as the only one of `known` with its days and a name; a name as it is written there."""
    if period.kind in PERIODS_PER_YEAR or period.kind is PeriodKind.WEEK:
        return period
    alike = {one for one in known if one.name and one.is_same_stretch(period)}
    if period.name:
        alike = {one for one in alike if fold(one.name) == fold(period.name)}
    return alike.pop() if len(alike) == 1 else period


KIND_NAMES: Mapping[str, PeriodKind] = {
    "Tuần": PeriodKind.WEEK,
    "Tháng": PeriodKind.MONTH,
    "Quý": PeriodKind.QUARTER,
    "6 tháng": PeriodKind.HALF,
    "9 tháng": PeriodKind.NINE_MONTHS,
    "Năm": PeriodKind.YEAR,
    "Nhiều năm": PeriodKind.YEARS,
    "Giữa kỳ": PeriodKind.MID_TERM,
    "Khoảng ngày": PeriodKind.RANGE,
    "Đột xuất": PeriodKind.AD_HOC,
    "Chuyên đề": PeriodKind.TOPIC,
}
"""How often somebody gets a report, as sheet Nơi gửi says it."""


def kind_named(text: str) -> PeriodKind | None:
    """The kind that a word names: "Tháng", "hằng quý", "6 tháng", "5 năm"."""
    plain = re.sub(r"^(?:hang|dinh ky|bao cao|moi)\s+", "", fold(text, keep_tones=False)).removeprefix("0")
    known = {fold(name, keep_tones=False): kind for name, kind in KIND_NAMES.items()}
    several = {
        "qui": PeriodKind.QUARTER,
        "giai doan": PeriodKind.YEARS,
        "5 nam": PeriodKind.YEARS,
        "sau thang": PeriodKind.HALF,
    }
    return (known | several).get(plain)


def lacking(text: str) -> str:
    """What a range that cannot be read lacks, as a request; "" for what seems to be none."""
    if (week := _WEEK.fullmatch(fold(text, keep_tones=False).strip(" .;,"))) is not None:
        year = int(week["year"] or week["of"])
        return f"Năm {year} chỉ có {weeks_in(year)} tuần."
    kind, _ = _called(one_line(text))
    if kind is PeriodKind.MID_TERM:
        return (
            "Ghi rõ báo cáo giữa kỳ tính từ đâu đến đâu: “giữa kỳ 2021..2023”, “giữa kỳ từ 01/01/2021 đến 30/6/2023”."
        )
    if kind in (PeriodKind.AD_HOC, PeriodKind.TOPIC):
        words = _CODE_WORDS[kind]
        return (
            f"Ghi đủ ngày đầu và ngày cuối, tên không quá {LONGEST_NAME} chữ: "
            f"“{words}: … (từ 05/9/2026 đến 20/9/2026)”."
        )
    return ""


def day_after(day: date) -> date:
    """The day that follows."""
    return day + timedelta(days=1)
