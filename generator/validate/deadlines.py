"""What "Thời gian hoàn thành" means: the last day of a task, its being recurring, or words only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from generator.core.model import Deadline, DeadlineKind
from generator.core.period_names import parse_calendar_period
from generator.core.periods import ROMAN_QUARTERS, CutoffRule, Period, Window
from generator.core.vietnamese import clean, fold, one_line, parse_date

_YEAR = r"(?:19|20)\d\d"
_MONTHS = 12
_RECURRING = re.compile(
    r"(?:la )?(?:nhiem vu |cong viec )?(?:thuc hien )?"
    r"(?:thuong xuyen|thuong ky|dinh ky|lien tuc|hang (?:ngay|tuan|thang|quy|nam|ky|6 thang))\b"
    r"|(?:vao |trong )?(?:ngay|thang|quy) [\w/]+(?: thang \w+)? hang (?:tuan|thang|quy|nam)$"
    r"|(?!.*\b(?:19|20)\d\d\b).*\b(?:hang|moi) (?:tuan|thang|quy|nam|6 thang)$"
    r"|(?!.*\b(?:19|20)\d\d\b).*\bngay [\w/]+(?: cua)? thang (?:dau|cuoi|thu \w+)(?: cua)?(?: moi)? quy$"
)
_LEAD = re.compile(
    r"(?:(?:thoi han|thoi gian|phai|can|du kien|hoan thanh|xong|thuc hien|ban hanh|trinh|cham nhat|muon nhat|khong qua"
    r"|den|toi|het|trong|cuoi|vao|la|truoc|:|,)\s*)+"
)
_CLOCK = re.compile(
    r"(?:luc |t)?(?<![\d/.\-])(?P<hour>\d{1,2})\s*(?:h|gio|:)\s*(?P<minute>\d{1,2})?(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:phut)?(?![\d/])(?:\s*(?:sang|trua|chieu)\b)?\s*,?"
)
_LOOKS_LIKE_A_DATE = re.compile(
    r"(?:ngay )?\d{1,2}\s*(?:[/.\-]|thang)\s*\d{1,2}\s*(?:[/.\-]|nam)\s*(?:\d{4}|\d\d)"
    rf"|{_YEAR}-\d{{1,2}}-\d{{1,2}}"
)
_NAMES_A_DAY = re.compile(
    rf"\d{{1,2}}\s*(?:[/.\-]|thang)\s*\d{{1,2}}\s*(?:[/.\-]|nam)\s*{_YEAR}"
    rf"|\b(?:truoc|den|xong|hoan thanh|cham nhat)\b[^,;]*\b(?:thang|quy)\s*\w{{1,3}}\s*(?:/|-|nam)\s*(?:nam\s*)?{_YEAR}"
)
"""A day beside "thường xuyên": which of the two holds is for a person to say."""
_NAMES_A_DAY_OF_NO_YEAR = re.compile(
    r"(?!.*\b(?:hang|moi|dinh ky)\b).*\b(?:truoc|den|xong|hoan thanh|cham nhat)\b[^,;]*"
    r"(?<![\d/])(?:\d{1,2}\s*(?:/|thang)\s*\d{1,2}|(?:thang|quy) (?:\d{1,2}|i{1,3}|iv))(?![\w/])"
)
"""The same where the year is the plan's; "hằng năm, trước 30/11" is a day of every year."""
_UNTIL = re.compile(
    r"[ ,;:(-]*(?!tu (?:nam )?\d{4}[ .)]*$)(?:(?:hang nam|trong|suot|ca|cac|giai doan|nam|tu|den|toi|het|cuoi)\s+)*"
    rf"(?:{_YEAR}\s*(?:-|,|den|toi|va)\s*(?:(?:het|cuoi|nam)\s+)*)*(?P<last>{_YEAR})[ .)]*$"
)
"""The years in which something comes round: "thường xuyên đến hết năm 2025", "hằng năm, giai đoạn 2021 - 2025"."""
_DAY = rf"\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]{_YEAR}"
_TWO_DAYS = re.compile(rf"{_DAY}\s*(?:,|;|\bva\b|\bhoac\b)\s*(?:ngay |truoc |den )*{_DAY}")
"""Two days that are no range: which of them is due is for a person to say."""
_MEMBER = r"(?:(?:thang|quy|q|nam)\s*)?(?:\d{1,4}|i{1,3}|iv)(?![\w./])"
_LISTED = re.compile(
    rf"(?<![\w/]){_MEMBER}(?:\s*(?:,|;|\bva\b|\bhoac\b)\s*{_MEMBER})*"
    rf"\s*(?:,|;|\bva\b|\bhoac\b)\s*{_MEMBER.replace('./', '.')}"
)
_NUMERAL = re.compile(r"\d{1,4}|\bi{1,3}\b|\biv\b")
"""Periods named beside each other: a stretch of time only where each is the next of one year."""
_DAY_OR_MONTHS = re.compile(rf"(?<!quy )(?<!thang )(?<![\w/.-])(\d{{1,2}})\s*-\s*(\d{{1,2}})\s*/\s*{_YEAR}")
"""The ninth of October or September and October: "9-10/2026"."""
_LOOKS_LIKE_A_PERIOD = re.compile(rf"(?:(?:thang|quy)\s*\w{{1,3}}|\d{{1,2}})\s*(?:/|-|nam)\s*(?:nam\s*)?{_YEAR}")
_HAS_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_BEFORE_RANGE = re.compile(r"(?:(?:giai doan|trong|cac nam|cac|tu)\s+|\d{1,2} nam (?=\d{4}))+")
_LINK = re.compile(r"\s*(?:-|~|;|,|\bden\b|\btoi\b|\bva\b)\s*")
_BESIDE = re.compile(r"[;,]|\bva\b")
_UNIT = re.compile(r"(?:quy|q|thang|nam|ngay)\b")
_BARE_DAY = re.compile(r"(?:ngay )?\d{1,2}")
_DAY_AND_MONTH = re.compile(r"(?:ngay )?\d{1,2}\s*(?:[/.\-]|thang)\s*\d{1,2}")
_MONTH_BY_DASH = re.compile(rf"(?<![\w/.\-])(\d{{1,2}})-({_YEAR})(?![\w/\-])|^(\d{{1,2}}) - ({_YEAR})$")
"""A month written "8-2025", which is no stretch from August to the end of the year."""
_DAY_THEN_YEAR = re.compile(rf"(\d{{1,2}}\s*(?:/|thang)\s*\d{{1,2}})\s*,\s*(?:nam\s*)?({_YEAR})$")
"""A day and month with the year behind a comma: "15 tháng 6, 2025", "30/6, năm 2025"."""
_WRITTEN_YEARS = range(1900, 2101)
_PLANNED_YEAR = re.compile(rf"(?<!den )\bnam ({_YEAR})\b")


@lru_cache(maxsize=4096)
def parse_deadline(text: str, year: int | None = None) -> Deadline | None:
    """The deadline that `text` sets; None if it names a day or period that does not exist (31/02/2026, quý V) or
    a year that nobody plans for (2205).

    A period means its last calendar day, not the cut-off day of reports, and a range its end; "trước …" means the day
    before, but "trước 17 giờ ngày …" that very day. Where no year is written it is `year`, the plan's. Text that sets
    no day is kept as `DeadlineKind.TEXT`.
    """
    said = clean(text)
    plain = fold(text, keep_tones=False).replace("–", "-").replace("—", "-").strip(" .;,")
    if not plain:
        return Deadline(DeadlineKind.NONE)
    if recurring := _RECURRING.match(plain):
        if _NAMES_A_DAY.search(plain, recurring.end()) or _NAMES_A_DAY_OF_NO_YEAR.match(plain):
            return Deadline(DeadlineKind.TEXT, said)
        years = _UNTIL.match(plain, recurring.end())
        return Deadline(DeadlineKind.RECURRING, said, until=date(int(years["last"]), 12, 31) if years else None)
    if _TWO_DAYS.search(plain) or _names_two_ends(plain):
        return Deadline(DeadlineKind.TEXT, said)
    plain, by_the_hour = _without_clock(plain)
    plain = _MONTH_BY_DASH.sub(lambda found: f"{found[1] or found[3]}/{found[2] or found[4]}", plain)
    plain = _DAY_THEN_YEAR.sub(lambda found: f"{found[1]}{'/' if '/' in found[1] else ' nam '}{found[2]}", plain)
    lead = _LEAD.match(plain)
    rest = plain[lead.end() :].strip() if lead else plain
    words = set(lead[0].split()) if lead else set()
    day = _due_day(plain, rest, words, by_the_hour, year)
    if day is not None:
        return Deadline(DeadlineKind.DATE, said, day) if day.year in _WRITTEN_YEARS else None
    if _LOOKS_LIKE_A_DATE.fullmatch(rest) or (
        _LOOKS_LIKE_A_PERIOD.fullmatch(rest) and parse_calendar_period(rest) is None
    ):
        return None
    return Deadline(DeadlineKind.TEXT, said)


def _names_two_ends(plain: str) -> bool:
    """True if a text names several ends, of which a person has to say the one that holds."""
    months = _DAY_OR_MONTHS.search(plain)
    if months and int(months[1]) < int(months[2]) <= _MONTHS:
        return True
    return any(not _is_one_stretch(found[0]) for found in _LISTED.finditer(plain))


def _is_one_stretch(listed: str) -> bool:
    """Whether "I, II, III" or "9 và 10" runs on; a year behind a month or quarter ("quý 3, 2025") is no second end."""
    words = _NUMERAL.findall(listed)
    numbers = [ROMAN_QUARTERS.index(word.upper()) + 1 if word.isalpha() else int(word) for word in words]
    if len(numbers) > 1 and numbers[-1] > _MONTHS >= numbers[-2]:
        numbers.pop()
    runs_on = all(later == earlier + 1 and later <= _MONTHS for earlier, later in pairwise(numbers))
    return len(numbers) == 1 or (runs_on and "hoac" not in listed)


def lacks_year(text: str) -> bool:
    """True if no year is written in a deadline, so that it had to be the plan's."""
    return _HAS_YEAR.search(fold(text, keep_tones=False)) is None


def year_of_plan(name: str, issued: date | None) -> int | None:
    """The year that a plan's deadlines are of where they name none: the one its name says, else that of its date."""
    named = set(_PLANNED_YEAR.findall(fold(name, keep_tones=False)))
    if len(named) == 1:
        return int(named.pop())
    return issued.year if issued else None


_NOT_OF_THE_PLAN = re.compile(
    rf"giai doan (?:cac nam |nam |tu )*{_YEAR}\s*(?:-|den)\s*(?:nam )?{_YEAR}|\d{{1,2}}/\d{{1,2}}/{_YEAR}|/{_YEAR}/"
    rf"|(?:dinh huong|tam nhin) (?:den |toi )?(?:nam )?{_YEAR}|(?:luat|hien phap|phap lenh)\b[^,;]*? nam {_YEAR}"
)
"""Years in a plan's name that are those of a longer programme, of a law or of a paper."""
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_WHOLE_YEAR = re.compile(
    rf"(?<!den )(?<!dau )(?<!cuoi )(?<!toi )(?<!tu )(?<!thang \d )(?<!thang \d\d )\bnam {_YEAR}(?!\s*-)"
)
_QUARTER = re.compile(rf"quy \w{{1,3}} nam {_YEAR}")


def one_year_of_plan(name: str, issued: date | None) -> int | None:
    """The year by whose end a plan of one year is to reach its targets, by its name; None of any other plan.

    A plan that was issued is of that year or the next.
    """
    plain = _NOT_OF_THE_PLAN.sub(" ", fold(name, keep_tones=False).replace("–", "-"))
    years = set(_ANY_YEAR.findall(plain))
    if len(years) != 1 or not _WHOLE_YEAR.search(plain) or _QUARTER.search(plain):
        return None
    year = int(years.pop())
    return year if issued is None or issued.year in (year, year - 1) else None


_LATER = re.compile(rf"(?:dinh huong|tam nhin) (?:den |toi )?(?:nam )?{_YEAR}")
_LAST_YEAR = re.compile(
    rf"(?<![\d/]){_YEAR}\s*(?:-|den)\s*(?:nam )?({_YEAR})(?!\d)|\b(?:den|toi|het) (?:het )?(?:nam )?({_YEAR})(?!\d)"
)


def last_year_of_plan(name: str) -> int | None:
    """The last year of a plan of several, by its name ("giai đoạn 2026-2030", "đến năm 2030"); None of any other."""
    plain = _LATER.sub(" ", fold(name, keep_tones=False).replace("–", "-"))
    return max((int(first or second) for first, second in _LAST_YEAR.findall(plain)), default=None)


def deadline_of_day(day: date, shown: str) -> Deadline:
    """The deadline of a date cell; one shown as a month only ("11/2025") means that month's last day."""
    period = parse_calendar_period(shown)
    last = period.window(CutoffRule.CALENDAR).end if period else day
    return Deadline(DeadlineKind.DATE, one_line(shown), last)


def _without_clock(plain: str) -> tuple[str, bool]:
    """The text without a time of day, and whether one was set: midnight is what Excel writes beside a date."""
    found = _CLOCK.search(plain)
    if found is None:
        return plain, False
    midnight = int(found["hour"]) == 0 and int(found["minute"] or 0) == 0
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    return " ".join(rest.split()).strip(" .;,"), not midnight


def _due_day(plain: str, rest: str, words: set[str], by_the_hour: bool, year: int | None) -> date | None:
    if "truoc" not in words:
        window = _point(plain, year) or _point(rest, year) or _range(plain, year) or _range(rest, year)
        return window.end if window else None
    if {"cuoi", "het"} & words:
        return None
    window = _point(rest, year)
    if window is None:
        return None
    return window.end if by_the_hour else window.start - timedelta(days=1)


def _point(text: str, year: int | None) -> Window | None:
    """The days that a date or one period means."""
    period, day = parse_calendar_period(text), parse_date(text)
    if period is None and day is None and year is not None and not _HAS_YEAR.search(text):
        period, day = _in_year(text, year)
    if period is not None:
        return period.window(CutoffRule.CALENDAR)
    return Window(day, day) if day else None


def _in_year(text: str, year: int) -> tuple[Period | None, date | None]:
    """The same of a text without a year; a bare number names nothing."""
    if _DAY_AND_MONTH.fullmatch(text):
        return None, parse_date(f"{text} nam {year}") or parse_date(f"{text}/{year}")
    if not _UNIT.search(text):
        return None, None
    return parse_calendar_period(f"{text}/{year}") or parse_calendar_period(f"{text} {year}"), None


def _range(text: str, year: int | None) -> Window | None:
    """The days from one date or period to another ("Quý II-III/2026", "15-20/5/2026", "từ … đến …")."""
    opening = _BEFORE_RANGE.match(text)
    pieces = [piece for piece in _LINK.split(text[opening.end() :] if opening else text) if piece]
    if len(pieces) < 2:
        return None
    first, last = pieces[0], _without_lead(pieces[-1])
    own_year = _HAS_YEAR.search(last) or _HAS_YEAR.search(first)
    year = int(own_year[0]) if own_year else year
    unit = _UNIT.search(first)
    inherits = unit is not None and not _UNIT.match(last)
    end = (_point(f"{unit[0]} {last}", year) if unit and inherits else None) or _point(last, year)
    if end is None:
        return None
    start = _point(first, end.end.year) or _start_beside(first, end)
    if start and _BESIDE.search(text) and start.start >= end.start and re.fullmatch(rf"(?:nam )?{_YEAR}", last):
        return None  # "6, 2025": a month with its year, or two ends
    if start and _BESIDE.search(text) and (len(pieces) > 2 or start.end + timedelta(days=1) < end.start):
        runs_on = len(pieces) > 2 and not any("/" in piece for piece in pieces[:-1])
        return Window(start.start, end.end) if runs_on else None
    return Window(start.start, end.end) if start and start.start <= end.end else None


def _start_beside(first: str, end: Window) -> Window | None:
    """A beginning that is short for what its end says: "15" beside "20/5/2026", "quý II" beside "quý III/2026"."""
    if _BARE_DAY.fullmatch(first):
        day = int(re.sub(r"\D", "", first))
        if end.start == end.end and 1 <= day <= end.end.day:
            return Window(end.end.replace(day=day), end.end)
        if 1 <= day <= end.end.month:  # "9 - 11/2026": months
            return Window(date(end.end.year, day, 1), end.end)
    return None


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() :].strip() if lead else text
