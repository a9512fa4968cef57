"""Tasks, their groups and lead agencies as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.counts import Counts, lead_agencies, tasks_by_group
from generator.compute.facts import Facts
from generator.compute.task_status import TaskFact, TaskStatus
from generator.figures import Figure
from generator.render.figure_texts import count, ratio
from generator.render.indicator_views import StatusCount
from generator.vietnamese import join_and, number_text, short_date, upper_first

STATUS_WORDS = {
    TaskStatus.COMPLETED_ON_TIME: "hoàn thành đúng hạn",
    TaskStatus.COMPLETED_LATE: "hoàn thành quá hạn",
    TaskStatus.IN_PROGRESS: "đang thực hiện trong hạn",
    TaskStatus.IN_PROGRESS_OVERDUE: "đang thực hiện quá hạn",
    TaskStatus.NOT_STARTED: "chưa thực hiện (còn trong hạn)",
    TaskStatus.NOT_STARTED_OVERDUE: "chưa thực hiện (đã quá hạn)",
    TaskStatus.SUSPENDED: "tạm dừng",
    TaskStatus.ONGOING: "thường xuyên",
}
CODE, DEADLINE, STATUS = "Mã", "Thời gian hoàn thành", "Tình trạng"


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
class CountsView:
    """The eight counts of contract section 2 and their sums; `completed_rate` leaves recurring tasks out."""

    total: Figure
    completed: Figure
    completed_on_time: Figure
    completed_late: Figure
    in_progress: Figure
    in_progress_overdue: Figure
    not_started: Figure
    not_started_overdue: Figure
    suspended: Figure
    ongoing: Figure
    overdue: Figure
    completed_rate: Figure


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
    overdue_codes: str


@dataclass(frozen=True, slots=True)
class EarlierCounts:
    """How the same tasks stood at the end of an earlier period."""

    label: str
    completed: Figure
    overdue: Figure
    completed_rate: Figure


@dataclass(frozen=True, slots=True)
class TasksView:
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    """The statuses that occur, in the contract's order."""
    groups: tuple[GroupView, ...]
    overdue: tuple[TaskView, ...]
    completed_late: tuple[TaskView, ...]
    due_next: tuple[TaskView, ...]
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
        breakdown=_breakdown(tasks.items),
        groups=tuple(
            _group(number, title, members, index)
            for index, ((number, title), members) in enumerate(tasks_by_group(tasks.items).items(), start=1)
        ),
        overdue=_views(tasks.overdue),
        completed_late=_views(tasks.completed_late),
        due_next=_views(tasks.due_next),
        agencies=tuple(agencies),
        overdue_agencies=tuple(
            sorted((a for a in agencies if a.counts.overdue), key=lambda a: -int(a.counts.overdue.value or 0))
        ),
        previous=_earlier(tasks.previous_counts, period.previous().label),
        last_year=_earlier(tasks.last_year_counts, f"cùng kỳ năm {period.year - 1}"),
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
    late = Figure(
        number_text(Decimal(fact.days_late)),
        Decimal(fact.days_late),
        (task.row.place(DEADLINE),),
        "số ngày sau thời hạn",
    )
    percent = row.percent if row else None
    return TaskView(
        block_key=task.code,
        number=task.number or task.code,
        code=task.code,
        content=task.content,
        lead=join_and(task.lead),
        support=join_and(task.support),
        expected_result=task.expected_result,
        deadline=Figure(upper_first(text), None, (task.row.place(DEADLINE),)),
        status=upper_first(STATUS_WORDS[fact.status]),
        status_words=STATUS_WORDS[fact.status],
        days_late=late if fact.days_late else Figure(""),
        percent=Figure(f"{number_text(percent)}%", percent, (row.row.place("Tỷ lệ hoàn thành (%)"),))
        if row and percent is not None
        else Figure(""),
        result=row.result if row else "",
        product=row.product if row else "",
        difficulty=row.difficulty if row else "",
        reported=fact.reported,
        note=task.note,
    )


def _views(facts: Iterable[TaskFact]) -> tuple[TaskView, ...]:
    return tuple(task_view(fact) for fact in facts)


def counts_view(facts: Sequence[TaskFact]) -> CountsView:
    """The counts of some tasks; each figure's cells are those tasks' code cells."""

    def tally(words: str, *statuses: TaskStatus) -> Figure:
        rows = (fact.task.row for fact in facts if fact.status in statuses)
        return count(rows, CODE, f"số nhiệm vụ {words}".strip())

    single = {status.value: tally(STATUS_WORDS[status], status) for status in TaskStatus}
    completed = tally("hoàn thành", TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE)
    dated = tally("không thường xuyên", *(status for status in TaskStatus if status is not TaskStatus.ONGOING))
    return CountsView(
        total=tally("", *TaskStatus),
        completed=completed,
        **single,
        overdue=tally("quá hạn", TaskStatus.IN_PROGRESS_OVERDUE, TaskStatus.NOT_STARTED_OVERDUE),
        completed_rate=ratio(completed, dated, "nhiệm vụ hoàn thành chia nhiệm vụ có thời hạn"),
    )


def _breakdown(facts: Sequence[TaskFact]) -> tuple[StatusCount, ...]:
    found: dict[TaskStatus, list[TaskFact]] = {status: [] for status in TaskStatus}
    for fact in facts:
        found[fact.status].append(fact)
    return tuple(
        StatusCount(
            count((f.task.row for f in members), CODE, f"số nhiệm vụ {STATUS_WORDS[status]}"), STATUS_WORDS[status]
        )
        for status, members in found.items()
        if members
    )


def _group(number: str, title: str, members: Sequence[TaskFact], index: int) -> GroupView:
    views = _views(members)
    reported = tuple(view for fact, view in zip(members, views, strict=True) if fact.in_period and view.result)
    return GroupView(number or f"g{index}", number, title, counts_view(members), _breakdown(members), views, reported)


def _agency(name: str, members: Sequence[TaskFact], number: int) -> AgencyView:
    codes = [fact.task.code for fact in members if fact.status.is_overdue]
    return AgencyView(name, Figure(str(number)), name, counts_view(members), ", ".join(codes))


def _earlier(counts: Counts | None, label: str) -> EarlierCounts | None:
    if counts is None:
        return None
    completed, dated = (Figure(str(n), Decimal(n)) for n in (counts.completed, counts.total - counts.ongoing))
    return EarlierCounts(
        label,
        completed,
        Figure(str(counts.overdue), Decimal(counts.overdue)),
        ratio(completed, dated, "tính đến hết kỳ so sánh"),
    )
