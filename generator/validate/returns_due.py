"""When agencies must hand in their returns: "trước ngày 15", "ngày 05 tháng sau", one date, or the cut-off day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.periods import CutoffRule, Period
from generator.core.vietnamese import fold, parse_date, short_date

_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_WEEKDAY = re.compile(
    r"(?:cham nhat |den |het )?(?P<before>truoc )?"
    r"(?:(?:ngay )?thu (?P<day>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)(?P<next> tuan sau)?"
)
_RULE = re.compile(
    r"(?:cham nhat |den |het )?(?P<before>truoc )?(?:ngay )?(?P<day>\d{1,2})"
    r"(?:\s*(?:cua )?(?:thang (?P<next>sau|tiep theo|ke tiep|lien ke)|thang cuoi)\b.*)?"
)
_FIXED = re.compile(r"(?:cham nhat |den |het )?(?P<before>truoc )?(?P<date>.+)")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for returns of a period, and the words a letter uses for it."""

    last_day: date
    words: str


@dataclass(frozen=True, slots=True)
class DueRule:
    """`day` of the period's last month (or of the month after), one `fixed` day, or a day of its last week.

    `before` excludes the day.
    """

    day: int = 0
    fixed: date | None = None
    before: bool = False
    next_month: bool = False
    weekday: int | None = None
    next_week: bool = False

    def of(self, period: Period) -> Due:
        named = self.fixed or self._day_in(period)
        if self.before:
            return Due(named - timedelta(days=1), f"trước ngày {short_date(named)}")
        return Due(named, f"chậm nhất ngày {short_date(named)}")

    def _day_in(self, period: Period) -> date:
        if self.weekday is not None:
            end = period.window(CutoffRule.CALENDAR).end
            return end - timedelta(days=end.weekday() - self.weekday) + timedelta(days=7 * self.next_week)
        year, month = period.year, period.last_month + (1 if self.next_month else 0)
        if month > 12:
            year, month = year + 1, month - 12
        return date(year, month, min(self.day, calendar.monthrange(year, month)[1]))


def parse_due(text: str) -> DueRule | None:
    """The rule that `text` sets; None if it cannot be read."""
    plain = fold(text, keep_tones=False).strip(" .;,")
    found = _RULE.fullmatch(plain)
    if found and 1 <= int(found["day"]) <= 31:
        return DueRule(int(found["day"]), None, bool(found["before"]), bool(found["next"]))
    if week := _WEEKDAY.fullmatch(plain):
        day = _WEEKDAYS[week["day"]] if week["day"] else 6
        return DueRule(before=bool(week["before"]), weekday=day, next_week=bool(week["next"]))
    dated = _FIXED.fullmatch(plain)
    fixed = parse_date(dated["date"]) if dated else None
    return DueRule(fixed=fixed, before=bool(dated and dated["before"])) if fixed else None


def due_of(text: str, period: Period, rule: CutoffRule) -> Due:
    """The deadline of a period's returns by the dossier's setting; by default its cut-off day."""
    parsed = parse_due(text) if text else None
    return parsed.of(period) if parsed else DueRule(fixed=period.window(rule).end).of(period)
