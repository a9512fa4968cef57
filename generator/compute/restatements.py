"""What the workbook says now, held against what issued reports printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.compute.facts import Facts, compute
from generator.compute.indicators import IndicatorFact
from generator.compute.task_status import TaskStatus
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import join_and, number_text, short_date
from generator.read.columns import MONEY_UNIT

_AMOUNTS = {"planned": "kế hoạch", "allocated": "đã phân bổ", "disbursed": "đã giải ngân"}
_MONEY_COLUMNS = {"planned": "Kế hoạch (triệu đồng)", "allocated": "Đã phân bổ", "disbursed": "Đã giải ngân"}
_STATUS_WORDS = {
    TaskStatus.COMPLETED_ON_TIME: "hoàn thành đúng hạn",
    TaskStatus.COMPLETED_LATE: "hoàn thành quá hạn",
    TaskStatus.IN_PROGRESS: "đang thực hiện",
    TaskStatus.IN_PROGRESS_OVERDUE: "đang thực hiện, quá hạn",
    TaskStatus.NOT_STARTED: "chưa thực hiện",
    TaskStatus.NOT_STARTED_OVERDUE: "chưa thực hiện, quá hạn",
    TaskStatus.SUSPENDED: "tạm dừng",
    TaskStatus.ONGOING: "thường xuyên",
}


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report that was issued: its number and day, and the facts it printed (as `facts_json` writes them)."""

    symbol: str
    day: date
    period: Period
    as_of: date
    facts: Mapping[str, Any]

    @property
    def citation(self) -> str:
        return f"Báo cáo số {self.symbol} ngày {short_date(self.day)}"

    def indicators(self) -> Mapping[str, Mapping[str, Any]]:
        """Code → indicator as printed."""
        return {one["code"]: one for one in self.facts.get("indicators", ())}


@dataclass(frozen=True, slots=True)
class Restatement:
    """A value that an issued report printed otherwise; `issued` and `now` are as people read them."""

    subject: str
    issued: str
    now: str
    place: Place


# --- what differs ----------------------------------------------------------------------------------


def restatement_problems(dossier: Dossier, reports: Iterable[IssuedReport]) -> tuple[Problem, ...]:
    """A warning for every value of an issued period that the workbook now says otherwise (DC001)."""
    problems = ProblemList()
    for report in reports:
        for one in restatements(dossier, report):
            problems.add(
                "DC001",
                one.place,
                f"{one.subject}: {report.citation} ({report.period.label}) đã ghi {one.issued}, nay là {one.now}.",
                "Nếu gõ nhầm thì sửa lại ô này. Nếu là số đính chính thì giữ nguyên và chọn số để so sánh khi lập báo "
                "cáo kỳ sau bằng --compare.",
            )
    return tuple(problems.items)


def restatements(dossier: Dossier, report: IssuedReport) -> tuple[Restatement, ...]:
    """Every value of the report's period that is not the one it printed, and what it printed that is gone.

    What is new in the plan is none.
    """
    now = compute(dossier, report.period, report.as_of)
    return (*_indicators(now, report), *_tasks(now, report), *_funding(now, report), *_gone(now, report))


def _gone(now: Facts, report: IssuedReport) -> Iterator[Restatement]:
    """What stood in the report and stands in no sheet of the workbook any more."""
    kinds = (
        ("Nhiệm vụ", report.facts.get("tasks", {}).get("items", ()), [fact.task.code for fact in now.tasks.items]),
        ("Chỉ tiêu", report.facts.get("indicators", ()), [fact.indicator.code for fact in now.indicators]),
        ("Kinh phí", report.facts.get("funding", {}).get("lines", ()), [fact.line.code for fact in now.funding.lines]),
    )
    for sheet, printed, codes in kinds:
        for one in printed:
            if one["code"] not in codes:
                place = Place(now.dossier.file, sheet)
                yield Restatement(f"{sheet} {one['code']}", "dòng này", "không còn dòng này", place)


def _indicators(now: Facts, report: IssuedReport) -> Iterator[Restatement]:
    printed = report.indicators()
    for fact in now.indicators:
        one = printed.get(fact.indicator.code)
        if one is not None and not _same(one.get("value"), _value(fact)):
            last = fact.reckoning.last
            place = (last.row if last else fact.indicator.row).place("Giá trị")
            issued, unit = shown(one.get("value"), fact.indicator.unit), fact.indicator.unit
            yield Restatement(_name(fact), issued, shown(_value(fact), unit), place)
        elif one is not None and (before := _goal_of(one)) != (goal := _goal(fact)) and before:
            place = fact.target_rows[0].place("Mục tiêu")
            yield Restatement(f"{_name(fact)}, mục tiêu", _goal_words(before), _goal_words(goal), place)


def _tasks(now: Facts, report: IssuedReport) -> Iterator[Restatement]:
    items = {one["code"]: one for one in report.facts.get("tasks", {}).get("items", ())}
    printed = {code: one.get("status") for code, one in items.items()}
    for fact in now.tasks.items:
        status = printed.get(fact.task.code)
        if status in list(TaskStatus) and status != fact.status:
            place = fact.latest.row.place("Tình trạng") if fact.latest else fact.task.row.place("Mã")
            issued, words = _STATUS_WORDS[TaskStatus(status)], _STATUS_WORDS[fact.status]
            yield Restatement(f"Nhiệm vụ {fact.task.code}", f"“{issued}”", f"“{words}”", place)
            continue
        one, day = items.get(fact.task.code), fact.deadline.isoformat() if fact.deadline else None
        if one is not None and "deadline" in one and one["deadline"] != day:
            place, subject = fact.task.row.place("Thời gian hoàn thành"), f"Nhiệm vụ {fact.task.code}, thời hạn"
            yield Restatement(subject, _day_words(one["deadline"]), _day_words(day), place)
        if one is not None and "lead" in one and [*one["lead"]] != [*fact.task.lead]:
            place, subject = fact.task.row.place("Cơ quan chủ trì"), f"Nhiệm vụ {fact.task.code}, cơ quan chủ trì"
            yield Restatement(subject, _lead_words(one["lead"]), _lead_words(fact.task.lead), place)


def _funding(now: Facts, report: IssuedReport) -> Iterator[Restatement]:
    printed = {one["code"]: one for one in report.facts.get("funding", {}).get("lines", ())}
    for fact in now.funding.lines:
        one = printed.get(fact.line.code)
        for key, words in _AMOUNTS.items() if one is not None else ():
            value = getattr(fact.amounts, key)
            if one is not None and not _same(one.get(key), value):
                told = {"allocated": fact.allocated_in, "disbursed": fact.disbursed_in}.get(key) or fact.latest
                row = fact.line.row if key == "planned" or told is None else told.row
                subject = f"Kinh phí {fact.line.code}, {words}"
                yield Restatement(
                    subject, shown(one.get(key), MONEY_UNIT), shown(value, MONEY_UNIT), row.place(_MONEY_COLUMNS[key])
                )


def _day_words(day: str | None) -> str:
    return short_date(date.fromisoformat(day)) if day else "chưa xác định"


def _lead_words(names: Iterable[str]) -> str:
    return join_and([*names]) or "để trống"


def _goal(fact: IndicatorFact) -> tuple[object, ...]:
    """A target as the facts print it."""
    goal = fact.target
    numbers = (_by_worth(goal.value), _by_worth(goal.upper))
    return (goal.operator.value, *numbers, fact.target_year)


def _by_worth(value: Decimal | None) -> Decimal | None:
    """A number by its worth alone."""
    return None if value is None else value.normalize()


def _goal_of(one: Mapping[str, Any]) -> tuple[object, ...] | None:
    printed = one.get("target")
    if not printed:
        return None
    numbers = (_by_worth(decimal_or_none(printed.get(key))) for key in ("value", "upper"))
    return (printed.get("operator"), *numbers, printed.get("year"))


_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "trên ", "<": "dưới "}


def _goal_words(goal: tuple[object, ...]) -> str:
    operator, value, upper, year = goal
    of = f" (năm {year})" if year else ""
    if not isinstance(value, Decimal):
        return f"có, không{of}"
    end = f" - {number_text(upper)}" if isinstance(upper, Decimal) else ""
    sign = _SIGNS.get(str(operator), "")
    return f"{sign}{number_text(value)}{end}{of}"


def _value(fact: IndicatorFact) -> Decimal | str | None:
    return (fact.words or None) if fact.is_yes_no else fact.value


def _same(issued: object, now: Decimal | str | None) -> bool:
    if isinstance(now, Decimal):
        return decimal_or_none(issued) == now
    return issued == now


def decimal_or_none(value: object) -> Decimal | None:
    """A number of the facts' JSON; None for none, and for words."""
    try:
        return Decimal(str(value)) if value is not None else None
    except ArithmeticError:
        return None


def shown(value: object, unit: str) -> str:
    """A value as a person reads it; "chưa có số liệu" for none."""
    number = value if isinstance(value, Decimal) else decimal_or_none(value)
    if number is None:
        return f"“{value}”" if value else "chưa có số liệu"
    return f"{number_text(number)}{'%' if unit.strip().startswith('%') else f' {unit}'.rstrip()}"


def _name(fact: IndicatorFact) -> str:
    return f"Chỉ tiêu {fact.indicator.code} “{fact.indicator.name}”"
