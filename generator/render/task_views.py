"""Tasks, their groups and lead agencies as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.counts import lead_agencies, tasks_by_group
from generator.compute.facts import Facts
from generator.compute.task_status import TaskFact
from generator.core.figures import Figure, Quotation
from generator.core.vietnamese import join_and, number_text, short_date, upper_first
from generator.render.count_views import (
    CODE,
    STATUS_WORDS,
    CountsView,
    EarlierCounts,
    breakdown,
    counts_view,
    earlier_counts,
)
from generator.render.figure_texts import count, quoted
from generator.render.indicator_views import StatusCount

DEADLINE = "Thời gian hoàn thành"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task. `result`, `product` and `difficulty` are of the row its status rests on."""

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
    product: str
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


@dataclass(frozen=True, slots=True)
class TasksView:
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    """The statuses that occur, in the contract's order."""
    groups: tuple[GroupView, ...]
    overdue: tuple[TaskView, ...]
    completed_late: tuple[TaskView, ...]
    due_next: tuple[TaskView, ...]
    due_next_count: Figure
    agencies: tuple[AgencyView, ...]
    overdue_agencies: tuple[AgencyView, ...]
    previous: EarlierCounts | None
    last_year: EarlierCounts | None

    def __bool__(self) -> bool:
        return bool(self.counts.total)


def tasks_view(facts: Facts) -> TasksView:
    tasks, period = facts.tasks, facts.period
    agencies = [_agency(name, members, number) for number, (name, members) in enumerate(_led(facts).items(), start=1)]
    return TasksView(
        counts=counts_view(tasks.items),
        breakdown=breakdown(tasks.items),
        groups=tuple(
            _group(number, title, members, index)
            for index, ((number, title), members) in enumerate(tasks_by_group(tasks.items).items(), start=1)
        ),
        overdue=_views(tasks.overdue),
        completed_late=_views(tasks.completed_late),
        due_next=_views(tasks.due_next),
        due_next_count=count(
            (fact.task.row for fact in tasks.due_next), DEADLINE, f"số nhiệm vụ đến hạn trong {period.next().label}"
        ),
        agencies=tuple(agencies),
        overdue_agencies=tuple(
            sorted((a for a in agencies if a.counts.overdue), key=lambda a: -int(a.counts.overdue.value or 0))
        ),
        previous=earlier_counts(facts, tasks.previous_items, period.previous(), period.previous().label),
        last_year=earlier_counts(
            facts, tasks.last_year_items, period.same_last_year(), f"cùng kỳ năm {period.year - 1}"
        )
        if period.same_last_year() != period.previous()
        else None,
    )


def _led(facts: Facts) -> dict[str, list[TaskFact]]:
    known = facts.dossier.agencies
    led = lead_agencies(facts.tasks.items, known)
    wanted = {one.agency for one in facts.tasks.by_agency}
    return {name: members for name, members in led.items() if name in wanted}


def task_view(fact: TaskFact) -> TaskView:
    task, row = fact.task, fact.latest
    deadline = task.deadline
    text = short_date(deadline.day) if deadline.day and not any(c.isalpha() for c in deadline.text) else deadline.text
    percent = row.percent if row else None
    return TaskView(
        block_key=task.code,
        number=quoted(task.number, task.row, "TT") if task.number else quoted(task.code, task.row, CODE),
        code=quoted(task.code, task.row, CODE),
        content=quoted(task.content, task.row, "Nội dung nhiệm vụ"),
        lead=join_and(task.lead),
        support=join_and(task.support),
        expected_result=quoted(task.expected_result, task.row, "Kết quả dự kiến"),
        deadline=Figure(upper_first(text), None, (task.row.place(DEADLINE),)),
        status=upper_first(STATUS_WORDS[fact.status]),
        status_words=STATUS_WORDS[fact.status],
        days_late=_days_late(fact) if fact.days_late else Figure(""),
        percent=Figure(f"{number_text(percent)}%", percent, (row.row.place("Tỷ lệ hoàn thành (%)"),))
        if row and percent is not None
        else Figure(""),
        result=quoted(row.result, row.row, "Kết quả thực hiện") if row else "",
        product=quoted(row.product, row.row, "Sản phẩm") if row else "",
        difficulty=quoted(row.difficulty, row.row, "Khó khăn, vướng mắc") if row else "",
        reported=fact.reported,
        note=quoted(task.note, task.row, "Ghi chú"),
    )


def _days_late(fact: TaskFact) -> Figure:
    number, done = Decimal(fact.days_late), fact.latest
    completion = (done.row.place("Ngày hoàn thành"),) if done and done.completed_on else ()
    return Figure(number_text(number), number, (fact.task.row.place(DEADLINE), *completion), "số ngày sau thời hạn")


def _views(facts: Iterable[TaskFact]) -> tuple[TaskView, ...]:
    return tuple(task_view(fact) for fact in facts)


def _group(number: str, title: str, members: Sequence[TaskFact], index: int) -> GroupView:
    views = _views(members)
    reported = tuple(view for fact, view in zip(members, views, strict=True) if fact.in_period and view.result)
    return GroupView(number or f"g{index}", number, title, counts_view(members), breakdown(members), views, reported)


def _agency(name: str, members: Sequence[TaskFact], number: int) -> AgencyView:
    overdue = [fact.task for fact in members if fact.status.is_overdue]
    codes = Quotation(
        ", ".join(task.code for task in overdue), tuple(task.row.place(CODE) for task in overdue), "mã nhiệm vụ quá hạn"
    )
    return AgencyView(name, Figure(str(number)), name, counts_view(members), codes)
