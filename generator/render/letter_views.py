"""What a công văn đôn đốc says of the agencies it goes to and of their tasks, as a template sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reminders import Reminder
from generator.compute.reporting import is_collective
from generator.compute.task_status import TaskFact
from generator.core.figures import Count, Figure, Quotation
from generator.core.model import ReportedStatus, Settings
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.roman import roman
from generator.core.vietnamese import fold, join_and, lower_first, number_text, short_date, upper_first
from generator.read.columns import CODE, DEADLINE
from generator.render.figure_texts import count
from generator.render.issuer import kind_and_subject
from generator.render.one_task import task_view, what_was_reported

APPENDIX_LABEL = "Phụ lục"
LONGEST_TABLE = 8
"""A letter that lists more tasks than this has them in an appendix."""
_LATE, _SILENT = "số nhiệm vụ quá hạn chưa hoàn thành", "số nhiệm vụ cơ quan chưa báo cáo trong kỳ"


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """What a letter is to hold. `day` is when it is meant to go out, `before` the day to answer before.

    `unit` is the abbreviation of the unit that drafts it; `previous` cites the letter sent before ("").
    """

    stem: str
    reminders: tuple[Reminder, ...]
    to_all: bool
    day: date
    before: date
    unit: str = ""
    previous: str = ""

    @property
    def has_appendix(self) -> bool:
        rows = sum(len(one.overdue) + len(one.silent) for one in self.reminders)
        return self.to_all or rows > LONGEST_TABLE


@dataclass(frozen=True, slots=True)
class RemindedTask:
    """A task as a letter lists it. `others` are the agencies that lead it too; `last_report` how it stood last."""

    block_key: str
    code: str
    content: str
    expected_result: str
    deadline: Figure
    days_late: Figure
    last_report: str
    others: str
    difficulty: str
    """What its agency says hinders it, and why."""


@dataclass(frozen=True, slots=True)
class RemindedAgency:
    """An agency and what it is reminded of; no task stands in both lists. `in_text` is its name inside a sentence."""

    block_key: str
    number: str
    name: str
    in_text: str
    overdue: tuple[RemindedTask, ...]
    silent: tuple[RemindedTask, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """What a letter's template may name besides the frame. Counts are of different tasks, whoever leads them."""

    to_all: bool
    agency: str
    agencies: tuple[RemindedAgency, ...]
    agency_count: Figure
    """Empty where a name stands for many ("Các địa phương"), whose number nobody knows."""
    overdue_count: Figure
    overdue_silent_count: Figure
    silent_count: Figure
    unreported_count: Figure
    shared: bool
    before: str
    plan: str
    previous: str
    appendix: str
    is_order: bool
    """A people's committee writes to bodies under it: it orders ("yêu cầu")."""
    head: str
    """Who answers for the agency, in a sentence: "Giám đốc Sở Tài chính"."""


NOT_COUNTED = Figure("")


def letter_view(facts: Facts, order: LetterOrder) -> LetterView:
    """What a letter says of its agencies and their tasks."""
    told = order.reminders
    overdue = _different(fact for one in told for fact in one.overdue)
    overdue_silent = _different(fact for one in told for fact in one.overdue_silent)
    silent = _different(fact for one in told for fact in one.silent)
    leads = tuple(dict.fromkeys(fact.task.row.place("Cơ quan chủ trì") for fact in (*overdue, *silent)))
    return LetterView(
        to_all=order.to_all,
        agency="các cơ quan" if order.to_all else _in_text(told[0], facts.settings),
        agencies=tuple(_agency(one, number, facts) for number, one in enumerate(told, start=1)),
        agency_count=NOT_COUNTED
        if any(is_collective(one.agency) for one in told)
        else Count(str(len(told)), Decimal(len(told)), leads, "số cơ quan được đôn đốc"),
        overdue_count=count((fact.task.row for fact in overdue), DEADLINE, _LATE),
        overdue_silent_count=count((fact.task.row for fact in overdue_silent), CODE, f"{_LATE} và {_SILENT[3:]}"),
        silent_count=count((fact.task.row for fact in silent), CODE, _SILENT),
        unreported_count=count((fact.task.row for fact in (*overdue_silent, *silent)), CODE, _SILENT),
        shared=any(len(fact.task.lead) > 1 for fact in (*overdue, *silent)),
        before=Quotation(short_date(order.before), (), "hạn trả lời đặt khi lập công văn"),
        plan=_short_plan(facts.settings),
        previous=Quotation(order.previous, (), "sổ theo dõi đôn đốc"),
        appendix=APPENDIX_LABEL if order.has_appendix else "",
        is_order=is_order(facts.settings, told),
        head="Thủ trưởng các cơ quan, đơn vị" if order.to_all else head_of(_in_text(told[0], facts.settings)),
    )


_UNDER = re.compile(
    r"(?:các\s+)?(?:sở|phòng|thanh tra (?:tỉnh|thành phố)|văn phòng (?:ubnd|ủy ban|đoàn đbqh|hđnd)|trung tâm|"
    r"ban quản lý|ban dân tộc|ban chỉ huy|(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) (?:các )?(?:xã|phường|đặc khu)|"
    r"địa phương|xã|phường|thôn|bản|tổ dân phố|trường|trạm)\b"
)
"""Bodies under a people's committee, by the words their names begin with."""
_COMMITTEE_OF = re.compile(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s")


def is_order(settings: Settings, told: Sequence[Reminder]) -> bool:
    """True of a people's committee that signs "TM." and writes only to bodies under it."""
    committee = _COMMITTEE_OF.match(f"{settings.issuer.casefold()} ") is not None
    for_the_committee = any(line.upper().startswith("TM.") for line in settings.authority_lines)
    return committee and for_the_committee and all(_UNDER.match(one.agency.casefold()) for one in told)


_HEADS = (
    (_COMMITTEE_OF, "Chủ tịch"),
    (re.compile(r"(?:sở|trung tâm|bệnh viện|công an (?:tỉnh|thành phố))\s"), "Giám đốc"),
    (re.compile(r"(?:văn phòng|thanh tra)\s"), "Chánh"),
    (re.compile(r"(?:phòng|công an (?:xã|phường)|ban (?:dân tộc|tổ chức|tuyên giáo|nội chính|dân vận))\s"), "Trưởng"),
)
"""What the head of a body is called, by the words that its name begins with; others are "Thủ trưởng"."""


def head_of(name: str) -> str:
    """Who answers for a body, in a sentence: "Giám đốc Sở Tài chính", "Chủ tịch Ủy ban nhân dân xã A"."""
    title = next((title for words, title in _HEADS if words.match(f"{name.casefold()} ")), "Thủ trưởng")
    return f"{title} {name}"


_PROVINCE = re.compile(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+(tỉnh|thành phố)\b", re.IGNORECASE)


def addressee(name: str, settings: Settings) -> str:
    """Who a letter to `name` goes to: a plan's "Sở, ban, ngành", "Các địa phương" are no addressees as they stand."""
    place = _PROVINCE.match(settings.issuer)
    folded = fold(name)
    if fold("sở, ban, ngành") in folded and place and not re.search(r"tỉnh|thành phố", name):
        rest = re.sub(r"^(?:các\s+)?", "", name, flags=re.IGNORECASE)
        return f"Các {lower_first(rest)} {place[1].lower()}"
    if folded in (fold("Các địa phương"), fold("Địa phương")) and place:
        return "Ủy ban nhân dân các xã, phường"
    return upper_first(name)


def _short_plan(settings: Settings) -> Quotation:
    """The plan by kind and number, for the short trích yếu; "" for a plan without a number."""
    kind, _ = kind_and_subject(settings.plan_name)
    number = settings.plan_number
    cells = (settings.places["Số ký hiệu kế hoạch"],) if number and "Số ký hiệu kế hoạch" in settings.places else ()
    return Quotation(f"{kind} số {number}" if number else "", cells)


def _different(facts: Iterable[TaskFact]) -> tuple[TaskFact, ...]:
    """Each task once, in the order met."""
    return tuple({fact.task.code: fact for fact in facts}.values())


def _in_text(one: Reminder, settings: Settings) -> str:
    """The agency inside a sentence; many under one name as the letter is addressed to them."""
    if not one.collective:
        return one.agency
    name = addressee(one.agency, settings)
    return name if _COMMITTEE_OF.match(name.casefold()) else lower_first(name)


def _agency(one: Reminder, number: int, facts: Facts) -> RemindedAgency:
    return RemindedAgency(
        block_key=one.agency,
        number=roman(number),
        name=upper_first(one.agency),
        in_text=_in_text(one, facts.settings),
        overdue=_tasks(one.overdue, one.agency, facts.period),
        silent=_tasks(one.silent, one.agency, facts.period),
    )


def _tasks(facts: Sequence[TaskFact], agency: str, period: Period) -> tuple[RemindedTask, ...]:
    return tuple(_task(fact, agency, period) for fact in facts)


def _task(fact: TaskFact, agency: str, period: Period) -> RemindedTask:
    view = task_view(fact, period)
    return RemindedTask(
        block_key=view.block_key,
        code=view.code,
        content=view.content,
        expected_result=view.expected_result,
        deadline=view.deadline,
        days_late=Figure(view.days_late.text, view.days_late.value, view.days_late.cells, view.days_late.formula),
        last_report=_last_report(fact),
        others=join_and([name for name in fact.task.lead if name != agency]),
        difficulty=what_was_reported(fact),
    )


def _last_report(fact: TaskFact) -> Quotation:
    """ "Đang thực hiện, 40% (quý II năm 2025)"."""
    row = fact.latest
    if row is None:
        return Quotation("Chưa có báo cáo", (), "không có dòng Tiến độ nào")
    columns = ["Tình trạng", "Kỳ báo cáo"]
    percent = ""
    if row.percent and row.status is ReportedStatus.IN_PROGRESS:
        percent, columns = f", {number_text(row.percent)}%", [*columns, "Tỷ lệ hoàn thành (%)"]
    cells: tuple[Place, ...] = tuple(row.row.place(column) for column in columns)
    return Quotation(f"{row.status.value}{percent} ({row.period.label})", cells)
