"""Tasks, their groups and lead agencies as a template sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.counts import lead_agencies, tasks_by_group
from generator.compute.facts import Facts
from generator.compute.reporting import difficulties
from generator.compute.task_status import TaskFact
from generator.core.figures import Figure, Quotation
from generator.core.model import Progress
from generator.core.periods import Period
from generator.core.vietnamese import fold, join_and, lower_first, number_text, one_line, short_date, upper_first
from generator.render.count_views import (
    CODE,
    STANDINGS,
    CountsView,
    EarlierCounts,
    breakdown,
    counts_view,
    earlier_counts,
    standing,
)
from generator.render.figure_texts import count, evened, quoted
from generator.render.indicator_views import StatusCount
from generator.render.values import without_end

DEADLINE, RESULT = "Thời gian hoàn thành", "Kết quả thực hiện"
NO_DEADLINE = "Chưa xác định thời hạn"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task. `product` is of the row its status rests on.

    `result` tells what was done in the period, each part of it by its name; `result_cell` the same line by line or,
    where nothing was told of the period, what was known last, with the period that it is of. `difficulty` is what
    still stands at the end of the period. `status` says of which report it is, where that is older than the period.
    """

    block_key: str
    number: str
    code: str
    content: str
    lead: str
    support: str
    expected_result: str
    deadline: Figure
    status: str
    status_words: str
    days_late: Figure
    percent: Figure
    result: str
    result_cell: str
    product: str
    evidence: str
    difficulty: str
    reported: bool
    note: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of the plan; `reported` are the tasks that somebody reported on in the period, with a result."""

    block_key: str
    number: str
    title: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    items: tuple[TaskView, ...]
    reported: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A lead agency with its tasks; `overdue` lists the codes of those not done in time."""

    block_key: str
    number: Figure
    name: str
    counts: CountsView
    overdue_codes: Quotation
    rate_cell: Figure
    """The rate of completion with the decimals of its column."""


@dataclass(frozen=True, slots=True)
class TasksView:
    counts: CountsView
    rate_cell: Figure
    breakdown: tuple[StatusCount, ...]
    """Where the tasks stand, in the contract's order."""
    groups: tuple[GroupView, ...]
    overdue: tuple[TaskView, ...]
    completed_late: tuple[TaskView, ...]
    due_next: tuple[TaskView, ...]
    due_next_count: Figure
    due_count: Figure
    due_completed: Figure
    longer_label: str
    """The longer periods that rows of the period's end are of, where no row is of the period itself."""
    undated: tuple[TaskView, ...]
    suspended_overdue: tuple[TaskView, ...]
    suspended_overdue_count: Figure
    recurring_silent_count: Figure
    recurring_silent_codes: Quotation
    agencies: tuple[AgencyView, ...]
    overdue_agencies: tuple[AgencyView, ...]
    previous: EarlierCounts | None
    last_year: EarlierCounts | None

    def __bool__(self) -> bool:
        return bool(self.counts.total)


def tasks_view(facts: Facts) -> TasksView:
    tasks, period = facts.tasks, facts.period
    every, led = counts_view(tasks.items), _led(facts)
    counted = {name: counts_view(members) for name, members in led.items()}
    *rates, rate = evened([*(counts.completed_rate for counts in counted.values()), every.completed_rate])
    agencies = [
        _agency(name, members, number, counted[name], rates[number - 1])
        for number, (name, members) in enumerate(led.items(), start=1)
    ]
    done = [fact for fact in tasks.due if fact.status.is_completed]
    return TasksView(
        counts=every,
        rate_cell=rate,
        breakdown=breakdown(tasks.items),
        groups=tuple(
            _group(facts, number, title, members, index)
            for index, ((number, title), members) in enumerate(tasks_by_group(tasks.items).items(), start=1)
        ),
        overdue=_views(facts, tasks.overdue),
        completed_late=_views(facts, tasks.completed_late),
        due_next=_views(facts, tasks.due_next),
        due_next_count=count(
            (fact.task.row for fact in tasks.due_next), DEADLINE, f"số nhiệm vụ đến hạn trong {period.next_label}"
        ),
        due_count=count((fact.task.row for fact in tasks.due), DEADLINE, "số nhiệm vụ có thời hạn đã đến"),
        due_completed=count((fact.task.row for fact in done), CODE, "số nhiệm vụ đến hạn đã hoàn thành"),
        longer_label=_longer(tasks.items),
        undated=_views(facts, tasks.undated),
        suspended_overdue=_views(facts, tasks.suspended_overdue),
        suspended_overdue_count=count(
            (fact.task.row for fact in tasks.suspended_overdue), CODE, "số nhiệm vụ tạm dừng đã quá thời hạn"
        ),
        recurring_silent_count=count(
            (fact.task.row for fact in tasks.recurring_silent), CODE, "số nhiệm vụ thường xuyên chưa có báo cáo của kỳ"
        ),
        recurring_silent_codes=_codes(tasks.recurring_silent, "mã nhiệm vụ thường xuyên chưa có báo cáo của kỳ"),
        agencies=tuple(agencies),
        overdue_agencies=tuple(
            sorted((a for a in agencies if a.counts.overdue), key=lambda a: -int(a.counts.overdue.value or 0))
        ),
        previous=earlier_counts(facts, tasks.previous_items, period.previous(), period.previous().label),
        last_year=earlier_counts(facts, tasks.last_year_items, period.same_last_year(), period.last_year_label)
        if period.same_last_year() != period.previous()
        else None,
    )


def _led(facts: Facts) -> dict[str, list[TaskFact]]:
    known = facts.dossier.agencies
    led = lead_agencies(facts.tasks.items, known)
    wanted = {one.agency for one in facts.tasks.by_agency}
    return {name: members for name, members in led.items() if name in wanted}


def task_view(fact: TaskFact, period: Period) -> TaskView:
    """A task in the report of `period`."""
    task, row = fact.task, fact.latest
    deadline = task.deadline
    text = short_date(deadline.day) if deadline.day and not any(c.isalpha() for c in deadline.text) else deadline.text
    text = text or (NO_DEADLINE if fact.is_open else "")
    percent = row.percent if row else None
    older = row is not None and fact.is_open and not fact.reported
    status = upper_first(STANDINGS[standing(fact)]) + (f"; theo báo cáo {row.period.label}" if row and older else "")
    return TaskView(
        block_key=task.code,
        number=quoted(task.number, task.row, "TT") if task.number else quoted(task.code, task.row, CODE),
        code=quoted(task.code, task.row, CODE),
        content=quoted(task.content, task.row, "Nội dung nhiệm vụ"),
        lead=join_and(task.lead),
        support=join_and(task.support),
        expected_result=quoted(task.expected_result, task.row, "Kết quả dự kiến"),
        deadline=Figure(upper_first(text), None, (task.row.place(DEADLINE),)),
        status=status,
        status_words=STANDINGS[standing(fact)],
        days_late=_days_late(fact) if fact.days_late else Figure(""),
        percent=Figure(f"{number_text(percent)}%", percent, (row.row.place("Tỷ lệ hoàn thành (%)"),))
        if row and percent is not None
        else Figure(""),
        result=_told(fact, period, in_prose=True),
        result_cell=_told(fact, period, in_prose=False) or _last_known(row),
        product=quoted(row.product, row.row, "Sản phẩm") if row else "",
        evidence=_evidence(fact),
        difficulty=_difficulty(fact),
        reported=fact.reported,
        note=quoted(task.note, task.row, "Ghi chú"),
    )


def _told(fact: TaskFact, period: Period, in_prose: bool) -> str:
    """What the rows of the period tell was done, in their order, each with its part of the period.

    A row of the period itself needs no name, where it is the only one. Two parts that say the same are told once.
    """
    told: dict[str, list[Progress]] = {}
    for row in fact.in_period:
        if row.result.strip():
            told.setdefault(fold(row.result), []).append(row)
    rows = [row for members in told.values() for row in members]
    if not rows:
        return ""
    if len(rows) == 1 and rows[0].period == period:
        return quoted(rows[0].result, rows[0].row, RESULT)
    parts = [
        of_part([period.part_label(row.period) for row in members], without_end(members[0].result))
        for members in told.values()
    ]
    text = upper_first("; ".join(parts)) if in_prose else "\n".join(f"{upper_first(part)}." for part in parts)
    return Quotation(text, tuple(row.row.place(RESULT) for row in rows))


def of_part(labels: Sequence[str], text: str) -> str:
    """What was told with the parts it is of; a sentence that begins with its own part needs no name before it."""
    begins = re.match(rf"(?:trong\s+)?{re.escape(fold(labels[0]))}(?!\w)", fold(text))
    return lower_first(text) if len(labels) == 1 and begins else f"{', '.join(labels)}: {text}"


def _last_known(row: Progress | None) -> str:
    """The result of a row that is not of the period, with the period that it is of."""
    if row is None or not row.result.strip():
        return ""
    place = row.row.place(RESULT)
    return Quotation(f"{upper_first(row.period.label)}: {row.result}", (place,))


def _evidence(fact: TaskFact) -> str:
    """What shows the results of the period and the state at its end, each once."""
    rows = [*fact.in_period, *([fact.latest] if fact.latest and fact.latest not in fact.in_period else [])]
    named = {one_line(row.evidence): row for row in rows if row.evidence}
    cells = tuple(row.row.place("Minh chứng") for row in named.values())
    text = "; ".join(named)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _difficulty(fact: TaskFact) -> str:
    """What still hinders the task, as the body of the report tells it."""
    standing_now = difficulties((fact,))
    text = "\n".join(one.text for one in standing_now)
    cells = tuple(one.row.row.place("Khó khăn, vướng mắc") for one in standing_now)
    return Quotation(text, cells) if any(letter.isdigit() for letter in text) else text


def _longer(items: Iterable[TaskFact]) -> str:
    facts = list(items)
    if any(fact.in_period for fact in facts):
        return ""
    return join_and(list(dict.fromkeys(row.period.label for fact in facts for row in fact.answers)))


def _codes(facts: Iterable[TaskFact], formula: str) -> Quotation:
    tasks = [fact.task for fact in facts]
    return Quotation(join_and([task.code for task in tasks]), tuple(task.row.place(CODE) for task in tasks), formula)


def _days_late(fact: TaskFact) -> Figure:
    number, done = Decimal(fact.days_late), fact.latest
    completion = (done.row.place("Ngày hoàn thành"),) if done and done.completed_on else ()
    return Figure(number_text(number), number, (fact.task.row.place(DEADLINE), *completion), "số ngày sau thời hạn")


def _views(facts: Facts, items: Iterable[TaskFact]) -> tuple[TaskView, ...]:
    return tuple(task_view(fact, facts.period) for fact in items)


def _group(facts: Facts, number: str, title: str, members: Sequence[TaskFact], index: int) -> GroupView:
    views = _views(facts, members)
    reported = tuple(view for view in views if view.result)
    return GroupView(number or f"g{index}", number, title, counts_view(members), breakdown(members), views, reported)


def _agency(name: str, members: Sequence[TaskFact], number: int, counts: CountsView, rate_cell: Figure) -> AgencyView:
    overdue = [fact.task for fact in members if fact.status.is_overdue]
    codes = Quotation(
        ", ".join(task.code for task in overdue), tuple(task.row.place(CODE) for task in overdue), "mã nhiệm vụ quá hạn"
    )
    return AgencyView(name, Figure(str(number)), name, counts, codes, rate_cell)
