"""Reporting periods as people write them: "quý III/2025", "100 ngày (từ 10/7/2026 đến 17/10/2026)", "hằng quý"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from generator.core.periods import (
    CODE_WORDS,
    PERIODS_PER_YEAR,
    ROMAN_QUARTERS,
    Period,
    PeriodKind,
    days_from,
    first_of_month,
    unwidened,
    weeks_in,
    years_from,
)
from generator.core.vietnamese import fold, one_line, parse_date

LONGEST_RANGE = 30
"""Years of a range at most: longer ones are slips of the pen."""
LONGEST_NAME = 80
"""Letters of a range's own name: it stands in the names of folders."""


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


_OTHER_THAN_A_MONTH = re.compile(r"(?<!\w)(?:quy|nam|tuan|ky)(?!\w)")


def period_shown(day: date, text: str) -> Period | None:
    """The period of a cell that holds a day and shows `text`; None if it is none.

    Excel turns "2025-09" and "9/2025" into the first day of that month; such a day is read back as the month, unless
    what is seen of it names another kind of period.
    """
    seen = parse_period(text)
    if seen is None and day.day == 1 and not _OTHER_THAN_A_MONTH.search(fold(text, keep_tones=False)):
        return Period(PeriodKind.MONTH, day.year, day.month)
    return seen


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


# --- ranges: two days or two years, and what they are called ---------------------------------------------------------

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
    end = first_of_month(date(year, int(found["last_month"]), 1), 1) - timedelta(days=1)
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


# --- periods called by a word alone ---------------------------------------------------------------------------------


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
        words = CODE_WORDS[kind]
        return (
            f"Ghi đủ ngày đầu và ngày cuối, tên không quá {LONGEST_NAME} chữ: "
            f"“{words}: … (từ 05/9/2026 đến 20/9/2026)”."
        )
    return ""
