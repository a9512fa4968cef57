"""How many tasks stand where, as a template sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts, IssuedCounts
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.figures import Figure
from generator.core.periods import Period
from generator.core.vietnamese import number_text
from generator.render.figure_texts import count, count_of, ratio
from generator.render.indicator_views import StatusCount

CODE = "Mã"
STATUS_WORDS = {
    TaskStatus.COMPLETED_ON_TIME: "hoàn thành đúng hạn",
    TaskStatus.COMPLETED_LATE: "hoàn thành chậm",
    TaskStatus.IN_PROGRESS: "đang thực hiện (chưa quá hạn)",
    TaskStatus.IN_PROGRESS_OVERDUE: "đang thực hiện (đã quá hạn)",
    TaskStatus.NOT_STARTED: "chưa thực hiện (chưa quá hạn)",
    TaskStatus.NOT_STARTED_OVERDUE: "chưa thực hiện (đã quá hạn)",
    TaskStatus.SUSPENDED: "tạm dừng",
    TaskStatus.ONGOING: "thường xuyên",
}


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
class EarlierCounts:
    """How the same tasks stood at the end of an earlier period."""

    label: str
    completed: Figure
    overdue: Figure
    completed_rate: Figure


def counts_view(facts: Sequence[TaskFact], when: str = "") -> CountsView:
    """The counts of some tasks; each figure's cells are those tasks' code cells. `when` is added to the formulas."""

    cells = [(fact.status, fact.task.row.place(CODE)) for fact in facts]

    def tally(words: str, *statuses: TaskStatus) -> Figure:
        counted = tuple(cell for status, cell in cells if status in statuses)
        return count_of(counted, f"số nhiệm vụ {words}".strip() + when)

    single = {status.value: tally(STATUS_WORDS[status], status) for status in TaskStatus}
    completed = tally("hoàn thành", TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE)
    dated = tally("không thường xuyên", *(status for status in TaskStatus if status is not TaskStatus.ONGOING))
    return CountsView(
        total=tally("", *TaskStatus),
        completed=completed,
        **single,
        overdue=tally("quá hạn", TaskStatus.IN_PROGRESS_OVERDUE, TaskStatus.NOT_STARTED_OVERDUE),
        completed_rate=ratio(completed, dated, f"nhiệm vụ hoàn thành chia nhiệm vụ không thường xuyên{when}"),
    )


def breakdown(facts: Sequence[TaskFact]) -> tuple[StatusCount, ...]:
    """The statuses that occur, in the contract's order."""
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


def earlier_counts(facts: Facts, items: Sequence[TaskFact] | None, period: Period, label: str) -> EarlierCounts | None:
    """How tasks stood at the end of `period`; as its issued report printed it, where that is to be compared with."""
    if period.code in facts.issued_counts:
        return _as_issued(facts.issued_counts[period.code], label)
    if items is None:
        return None
    counts = counts_view(items, f" tính đến hết {label}")
    return EarlierCounts(label, counts.completed, counts.overdue, counts.completed_rate)


def _as_issued(issued: IssuedCounts, label: str) -> EarlierCounts:
    """The counts an issued report printed; their origin is that report."""
    counts, source = issued.counts, f"theo {issued.citation}"

    def figure(number: int) -> Figure:
        return Figure(number_text(Decimal(number)), Decimal(number), (), source)

    completed, dated = figure(counts.completed), figure(counts.total - counts.ongoing)
    return EarlierCounts(label, completed, figure(counts.overdue), ratio(completed, dated, source))
