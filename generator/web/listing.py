"""The rows behind the figures of an overview: what may be asked for, and the rows that answer to it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
KINDS = {"nhiem-vu": "Nhiệm vụ", "chi-tieu": "Chỉ tiêu", "kinh-phi": "Kinh phí"}
DONE = ("completed_on_time", "completed_late")
OVERDUE = ("in_progress_overdue", "not_started_overdue")
TASK_STATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "completed": ("Hoàn thành", DONE),
    "completed_on_time": ("Hoàn thành đúng hạn", DONE[:1]),
    "completed_late": ("Hoàn thành quá hạn", DONE[1:]),
    "in_progress": ("Đang thực hiện, trừ quá hạn", ("in_progress",)),
    "not_started": ("Chưa thực hiện, trừ quá hạn", ("not_started",)),
    "overdue": ("Quá hạn", OVERDUE),
    "in_progress_overdue": ("Đang thực hiện, quá hạn", OVERDUE[:1]),
    "not_started_overdue": ("Chưa thực hiện, quá hạn", OVERDUE[1:]),
    "ongoing": ("Thường xuyên", ("ongoing",)),
    "suspended": ("Tạm dừng", ("suspended",)),
}
UNDATED, AT_RISK, HINDERED, PAUSED_LATE = "undated", "at_risk", "hindered", "paused_late"
"""Tasks that are asked for by more than their status: see `ASKED_FOR`."""
ASKED_FOR: Mapping[str, str] = {
    UNDATED: "Chưa xác định thời hạn",
    AT_RISK: "Có nguy cơ quá hạn",
    HINDERED: "Có khó khăn, vướng mắc",
    PAUSED_LATE: "Tạm dừng, hạn đã qua",
}
RISK_DAYS, RISK_PERCENT = 30, 50
"""Who is due within so many days and has not reached that, or says nothing, is at risk."""
INDICATOR_STATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "reached": ("Đạt hoặc vượt", ("met", "exceeded")),
    "exceeded": ("Vượt", ("exceeded",)),
    "met": ("Đạt", ("met",)),
    "under_way": ("Đang thực hiện theo mục tiêu năm", ("under_way",)),
    "not_met": ("Chưa đạt", ("not_met",)),
    "not_due": ("Chưa đến hạn đánh giá", ("not_due",)),
    "not_judged": ("Chưa đánh giá", ("not_judged",)),
    "no_data": ("Chưa có số liệu", ("no_data",)),
}
DUE = {
    "30": "Đến hạn trong 30 ngày tới",
    "60": "Đến hạn trong 60 ngày tới",
    "den": "Đã đến hạn",
    "qua": "Hạn đã qua",
    "khong": "Không có ngày đến hạn",
}
NOBODY = "-"
"""Stands for "no lead agency" where an agency is asked for."""
_CLOSED = (*DONE, "suspended", "ongoing")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for; "" is everything. Any word may come from a browser: it is only compared."""

    state: str = ""
    agency: str = ""
    group: str = ""
    due: str = ""
    reported: str = ""
    source: str = ""
    code: str = ""
    words: str = ""

    @property
    def narrows(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


NAMES = {
    "state": "tinh-trang",
    "agency": "co-quan",
    "group": "nhom",
    "due": "han",
    "reported": "bao-cao",
    "source": "nguon",
    "code": "ma",
    "words": "tim",
}
"""Of a filter, the word for it in an address."""
FILTERS = {
    "state": "tình trạng",
    "agency": "cơ quan",
    "group": "nhóm",
    "due": "thời hạn",
    "reported": "tình trạng báo cáo",
    "source": "nguồn vốn",
}
"""The filters whose words are chosen from a list, as a sentence names them."""


def wanted_of(arguments: Mapping[str, str]) -> Wanted:
    """What an address asks for."""
    return Wanted(**{name: arguments.get(word, "") for name, word in NAMES.items()})


def rows_of(data: Mapping[str, Any], kind: str, wanted: Wanted) -> list[Row]:
    """The tasks, indicators or funding lines that are meant, in the workbook's order."""
    chosen: Callable[[Row], bool]
    if kind == "nhiem-vu":
        day = date.fromisoformat(data["as_of"])
        rows, chosen = data["tasks"], lambda one: _is_wanted_task(one, wanted, day)
    elif kind == "chi-tieu":
        rows, chosen = data["indicators"], lambda one: _is_wanted_indicator(one, wanted)
    else:
        rows, chosen = data["funding"], lambda one: _is_wanted_line(one, wanted)
    return [one for one in rows if _is_named(one, wanted) and chosen(one)]


def _is_named(one: Row, wanted: Wanted) -> bool:
    text = " ".join(str(one.get(name) or "") for name in ("code", "content", "name", "result", "group_title", "source"))
    return wanted.code in ("", one["code"]) and wanted.words.casefold() in text.casefold()


def _is_wanted_task(one: Row, wanted: Wanted, day: date) -> bool:
    return (
        _stands(one, wanted.state, day)
        and _is_led(one["lead"], wanted.agency)
        and wanted.group in ("", group_key(one["group"], one["group_title"]))
        and is_due(one, wanted.due, day)
        and (not wanted.reported or wanted.reported == _reported(one))
    )


def _stands(one: Row, state: str, day: date) -> bool:
    if state == AT_RISK:
        return _is_at_risk(one, day)
    if state == PAUSED_LATE:
        return one["status"] == "suspended" and is_due(one, "qua", day)
    return bool(one.get(state)) if state in ASKED_FOR else _has_state(one, state, TASK_STATES)


def _is_at_risk(one: Row, day: date) -> bool:
    """Due soon, and not begun, not half done, or nobody says how it goes."""
    if one["status"] not in ("in_progress", "not_started") or not one["deadline"]:
        return False
    slow = one["percent"] is not None and Decimal(one["percent"]) < RISK_PERCENT
    behind = one["status"] == "not_started" or slow or not one["reported"]
    return behind and day <= date.fromisoformat(one["deadline"]) <= day + timedelta(days=RISK_DAYS)


def _reported(one: Row) -> str:
    """Whether the task has a report of the period; "" where it has none and wants none."""
    if one["reported"]:
        return "co"
    return "" if one["status"] in (*DONE, "suspended") else "chua"


def _is_wanted_indicator(one: Row, wanted: Wanted) -> bool:
    return _has_state(one, wanted.state, INDICATOR_STATES) and _is_led(one["lead"], wanted.agency)


def _is_wanted_line(one: Row, wanted: Wanted) -> bool:
    return wanted.source in ("", one["source"]) and _is_led(one["agencies"], wanted.agency)


def _has_state(one: Row, state: str, states: Mapping[str, tuple[str, tuple[str, ...]]]) -> bool:
    return not state or (state in states and one["status"] in states[state][1])


def _is_led(lead: Sequence[str], agency: str) -> bool:
    return not agency or agency in lead or (agency == NOBODY and not lead)


def group_key(group: str, title: str) -> str:
    """What a group is known by: its number, or its title where it has none."""
    return group or title or NOBODY


def is_due(one: Row, due: str, day: date) -> bool:
    """True of a task whose deadline is as asked for, seen from `day`; that day itself is still ahead."""
    if not due or due not in DUE:
        return not due
    deadline = date.fromisoformat(one["deadline"]) if one["deadline"] else None
    if due == "khong" or deadline is None:
        return due == "khong" and deadline is None
    if due in ("qua", "den"):
        return deadline < day or (due == "den" and deadline == day)
    return one["status"] not in _CLOSED and day <= deadline <= day + timedelta(days=int(due))
