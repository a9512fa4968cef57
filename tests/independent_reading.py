"""A second, tiny reading of an example workbook by the rules alone, to hold the program's figures against.

It shares nothing with generator/ and knows only the forms that the examples use.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
Row = dict[str, Any]


@cache
def sheet(path: Path, title: str) -> list[Row]:
    """The rows of a sheet by column title; an example does not change while the tests run, so it is read once."""
    book = load_workbook(path, read_only=True)
    rows = list(book[title].iter_rows(values_only=True))
    book.close()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(value is not None for value in row)]


def closing_day(period: str) -> date:
    """The 14th of the month a period closes in (NĐ 09/2019)."""
    year, _, rest = str(period).partition("-")
    month = {"": 12, "9M": 9, "H1": 6, "H2": 12}.get(rest)
    if month is None:
        month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest)
    return date(int(year), month, 14)


def opening_day(period: str) -> date:
    """The 15th of the month before the period's first month."""
    year, _, rest = str(period).partition("-")
    end = closing_day(period)
    months = {"": 12, "9M": 9, "H1": 6, "H2": 6}.get(rest, 3 if rest.startswith("Q") else 1)
    first = end.month - months  # the month before
    return date(int(year) - 1, 12, 15) if first <= 0 else date(int(year), first, 15)


def last_day_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def deadline(value: Any) -> date | str | None:
    """A day, "recurring", or None."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    text = str(value)
    if re.match(r"(Nhiệm vụ )?[Tt]hường xuyên|H[àằ]ng ", text):
        return "recurring"
    if found := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"Tháng (\d+)/(\d{4})", text):
        return last_day_of_month(int(found[2]), int(found[1]))
    if found := re.fullmatch(r"Quý ([IV]+)/(\d{4})", text):
        return last_day_of_month(int(found[2]), ROMAN[found[1]] * 3)
    if found := re.fullmatch(r"Năm (\d{4})", text):
        return date(int(found[1]), 12, 31)
    raise AssertionError(f"a form of deadline this reading does not know: {text}")


def task_counts(path: Path, period: str) -> Counter[str]:
    """How many tasks are in each of the eight statuses at the period's close."""
    return Counter(task_statuses(path, period).values())


def undated_counts(path: Path, period: str) -> Counter[str]:
    """How many open tasks have no day, by their status."""
    days = {task["Mã"]: deadline(task["Thời gian hoàn thành"]) for task in sheet(path, "Nhiệm vụ")}
    return Counter(status for code, status in task_statuses(path, period).items() if days[code] is None)


def task_statuses(path: Path, period: str) -> dict[str, str]:
    """Each task's code with its status at the period's close."""
    day = closing_day(period)
    latest: dict[str, Row] = {}
    for row in sheet(path, "Tiến độ"):
        code, end = row["Mã nhiệm vụ"], closing_day(row["Kỳ báo cáo"])
        if end <= day and (code not in latest or closing_day(latest[code]["Kỳ báo cáo"]) <= end):
            latest[code] = row
    return {task["Mã"]: _status(task, latest.get(task["Mã"]), day) for task in sheet(path, "Nhiệm vụ")}


def due_counts(path: Path, period: str) -> tuple[int, int, int]:
    """How many tasks were due by the period's close, how many of those are done, and how many were done early."""
    day = closing_day(period)
    statuses = task_statuses(path, period)
    due = early = done = 0
    for task in sheet(path, "Nhiệm vụ"):
        last, completed = deadline(task["Thời gian hoàn thành"]), statuses[task["Mã"]].startswith("completed")
        if isinstance(last, date):
            due += last <= day
            done += last <= day and completed
            early += last > day and completed
    return due, done, early


def _status(task: Row, row: Row | None, day: date) -> str:
    due, said = deadline(task["Thời gian hoàn thành"]), row["Tình trạng"] if row else "Chưa thực hiện"
    if said == "Tạm dừng":
        return "suspended"
    if due == "recurring":
        return "ongoing"
    if said == "Hoàn thành":
        assert row is not None
        done = row["Ngày hoàn thành"].date()
        return "completed_on_time" if not isinstance(due, date) or done <= due else "completed_late"
    late = "_overdue" if isinstance(due, date) and day > due else ""
    return {"Đang thực hiện": "in_progress", "Chưa thực hiện": "not_started"}[said] + late


def indicator_counts(path: Path, period: str) -> Counter[str]:
    """How many indicators stand how against their target of the year."""
    day, year = closing_day(period), int(str(period)[:4])
    milestones = {(row["Mã chỉ tiêu"], row["Năm"]): row["Mục tiêu"] for row in sheet(path, "Lộ trình")}
    latest: dict[str, Row] = {}
    for row in sheet(path, "Số liệu"):
        code, end = row["Mã chỉ tiêu"], closing_day(row["Kỳ báo cáo"])
        if end.year == year and end <= day and (code not in latest or closing_day(latest[code]["Kỳ báo cáo"]) <= end):
            latest[code] = row
    counts: Counter[str] = Counter()
    for indicator in sheet(path, "Chỉ tiêu"):
        code = indicator["Mã"]
        target, goal_year = indicator["Mục tiêu"], indicator["Năm mục tiêu"] or year
        if (code, year) in milestones:
            target, goal_year = milestones[code, year], year
        if code not in latest:
            counts["no_data"] += 1
        elif goal_year > year:
            counts["not_due"] += 1
        else:
            counts[_standing(latest[code]["Giá trị"], target, indicator["Chiều"] != "Giảm")] += 1
    return counts


def _standing(value: Any, target: Any, rising: bool) -> str:
    words = str(target)
    if not re.search(r"\d", words):
        return "met" if value in ("Hoàn thành", "Đạt", "Có") else "not_met"
    amount = _number(value)
    low, *high = (_number(figure) for figure in re.findall(r"\d[\d.]*(?:,\d+)?", words))
    if high and " - " in words.replace("-", " - "):
        return "exceeded" if amount > high[0] else "met" if amount >= low else "not_met"
    if amount == low:
        return "not_met" if words.startswith(("trên", "dưới")) else "met"
    better = amount > low if rising and not words.startswith(("không quá", "dưới")) else amount < low
    return "exceeded" if better else "not_met"


def _number(value: Any) -> Decimal:
    if isinstance(value, str):
        value = value.rstrip("%").strip()
        if re.fullmatch(r"\d{1,3}(\.\d{3})+", value) or "," in value:
            value = value.replace(".", "").replace(",", ".")
    return Decimal(str(value))


def funding(path: Path, period: str) -> tuple[Decimal, Decimal | None]:
    """Planned and disbursed money, in triệu đồng."""
    day = closing_day(period)
    planned = sum((Decimal(str(row["Kế hoạch (triệu đồng)"])) for row in sheet(path, "Kinh phí")), Decimal(0))
    latest: dict[str, Row] = {}
    for row in sheet(path, "Giải ngân"):
        code, end = row["Mã kinh phí"], closing_day(row["Kỳ báo cáo"])
        if end <= day and (code not in latest or closing_day(latest[code]["Kỳ báo cáo"]) <= end):
            latest[code] = row
    paid = [Decimal(str(row["Đã giải ngân"])) for row in latest.values() if row["Đã giải ngân"] is not None]
    return planned, sum(paid, Decimal(0)) if paid else None


def documents(path: Path, period: str) -> int:
    """How many documents were issued in the period, by their dates."""
    first, last = opening_day(period), closing_day(period)
    return sum(first <= row["Ngày ban hành"].date() <= last for row in sheet(path, "Văn bản"))
