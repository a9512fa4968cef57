"""What "Thời gian hoàn thành" means: the last day of a task, its being recurring, or words only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from generator.core.model import Deadline, DeadlineKind
from generator.core.periods import CutoffRule, parse_period
from generator.core.vietnamese import clean, fold, one_line, parse_date

_YEAR = r"(?:19|20)\d\d"
_RECURRING = re.compile(
    r"(?:la )?(?:nhiem vu |cong viec )?(?:thuc hien )?"
    r"(?:thuong xuyen|thuong ky|dinh ky|lien tuc|hang (?:ngay|tuan|thang|quy|nam|ky|6 thang))\b"
)
_LEAD = re.compile(
    r"(?:(?:thoi han|thoi gian|phai|can|du kien|hoan thanh|xong|thuc hien|ban hanh|trinh|cham nhat|muon nhat|khong qua"
    r"|den|toi|het|trong|cuoi|vao|la|truoc|:|,)\s*)+"
)
_LOOKS_LIKE_A_DATE = re.compile(
    r"(?:ngay )?\d{1,2}\s*(?:[/.\-]|thang)\s*\d{1,2}\s*(?:[/.\-]|nam)\s*(?:\d{4}|\d\d)"
    rf"|{_YEAR}-\d{{1,2}}-\d{{1,2}}"
)
_LOOKS_LIKE_A_PERIOD = re.compile(rf"(?:(?:thang|quy)\s*\w{{1,3}}|\d{{1,2}})\s*(?:/|-|nam)\s*(?:nam\s*)?{_YEAR}")


@lru_cache(maxsize=4096)
def parse_deadline(text: str) -> Deadline | None:
    """The deadline that `text` sets; None if it names a day or period that does not exist (31/02/2026, quý V).

    A period means its last calendar day, not the cut-off day of reports; "trước …" means the day before. Text
    that sets no day is kept as `DeadlineKind.TEXT`.
    """
    said = clean(text)
    plain = fold(text, keep_tones=False).strip(" .;,")
    if not plain:
        return Deadline(DeadlineKind.NONE)
    if _RECURRING.match(plain):
        return Deadline(DeadlineKind.RECURRING, said)
    lead = _LEAD.match(plain)
    rest = plain[lead.end() :].strip() if lead else plain
    words = lead[0].split() if lead else []
    whole = _last_day(plain) if "truoc" not in words else None
    day = whole or _day_before(rest) if "truoc" in words else whole or _last_day(rest)
    if "truoc" in words and {"cuoi", "het"} & set(words):
        day = None
    if day is not None:
        return Deadline(DeadlineKind.DATE, said, day)
    if _LOOKS_LIKE_A_DATE.fullmatch(rest) or (_LOOKS_LIKE_A_PERIOD.fullmatch(rest) and parse_period(rest) is None):
        return None
    return Deadline(DeadlineKind.TEXT, said)


def deadline_of_day(day: date, shown: str) -> Deadline:
    """The deadline of a date cell; one shown as a month only ("11/2025") means that month's last day."""
    period = parse_period(shown)
    last = period.window(CutoffRule.CALENDAR).end if period else day
    return Deadline(DeadlineKind.DATE, one_line(shown), last)


def _last_day(text: str) -> date | None:
    period = parse_period(text)
    return period.window(CutoffRule.CALENDAR).end if period else parse_date(text)


def _day_before(text: str) -> date | None:
    period = parse_period(text)
    day = period.window(CutoffRule.CALENDAR).start if period else parse_date(text)
    return day - timedelta(days=1) if day else None
