"""How many tasks stand where, as a template sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.facts import Facts, IssuedCounts
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.figures import Count, Figure
from generator.core.periods import Period
from generator.core.vietnamese import number_text
from generator.read.columns import CODE
from generator.render.figure_texts import count, count_of, kept_together, ratio
from generator.render.indicator_views import StatusCount

STATUS_WORDS = {
    TaskStatus.COMPLETED_ON_TIME: "hoàn thành đúng hạn",
    TaskStatus.COMPLETED_LATE: "hoàn thành chậm",
    TaskStatus.IN_PROGRESS: "đang thực hiện (trong hạn)",
    TaskStatus.IN_PROGRESS_OVERDUE: "đang thực hiện (quá hạn)",
    TaskStatus.NOT_STARTED: "chưa thực hiện (trong hạn)",
    TaskStatus.NOT_STARTED_OVERDUE: "chưa thực hiện (quá hạn)",
    TaskStatus.SUSPENDED: "tạm dừng",
    TaskStatus.ONGOING: "thường xuyên",
}
_UNDATED_WORDS = {
    TaskStatus.IN_PROGRESS: "đang thực hiện (chưa xác định thời hạn)",
    TaskStatus.NOT_STARTED: "chưa thực hiện (chưa xác định thời hạn)",
}
Standing = tuple[TaskStatus, bool]
STANDINGS: dict[Standing, str] = {
    (status, undated): words
    for status in TaskStatus
    for undated, words in ((False, STATUS_WORDS[status]), (True, _UNDATED_WORDS.get(status, "")))
    if words
}
"""Where a task may stand, in the order it is told in, and the words for it; an open task without a day apart."""


def standing(fact: TaskFact) -> Standing:
    """Where a task stands: its status, and whether it is an open one without a day."""
    return fact.status, fact.is_undated


@dataclass(frozen=True, slots=True)
class CountsView:
    """The eight counts of `Counts` and their sums; `completed_rate` leaves recurring tasks out.

    Of those in progress and not started, those with a day that has not passed (`…_in_time`) and those without one
    (`…_undated`) are also counted apart.
    """

    total: Figure
    completed: Figure
    completed_on_time: Figure
    completed_late: Figure
    in_progress: Figure
    in_progress_in_time: Figure
    in_progress_undated: Figure
    in_progress_overdue: Figure
    not_started: Figure
    not_started_in_time: Figure
    not_started_undated: Figure
    not_started_overdue: Figure
    undated: Figure
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

    cells = [(standing(fact), fact.task.row.place(CODE)) for fact in facts]

    def tally(words: str, *statuses: TaskStatus, undated: bool | None = None) -> Figure:
        counted = tuple(
            cell for (status, dateless), cell in cells if status in statuses and undated in (None, dateless)
        )
        return count_of(counted, f"số nhiệm vụ {words}".strip() + when)

    single = {status.value: tally(STATUS_WORDS[status].removesuffix(" (trong hạn)"), status) for status in TaskStatus}
    for (status, undated), words in STANDINGS.items():
        if status in _UNDATED_WORDS:
            name = f"{status.value}_{'undated' if undated else 'in_time'}"
            single[name] = tally(words, status, undated=undated)
    completed = tally("hoàn thành", TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE)
    dated = tally("không thường xuyên", *(status for status in TaskStatus if status is not TaskStatus.ONGOING))
    return CountsView(
        total=tally("", *TaskStatus),
        completed=completed,
        **single,
        undated=tally("chưa xác định thời hạn", *TaskStatus, undated=True),
        overdue=tally("quá hạn", TaskStatus.IN_PROGRESS_OVERDUE, TaskStatus.NOT_STARTED_OVERDUE),
        completed_rate=ratio(completed, dated, f"nhiệm vụ hoàn thành chia nhiệm vụ không thường xuyên{when}"),
    )


@dataclass(frozen=True, slots=True)
class StandingView:
    """How many tasks are done, going on, not begun, paused or recurring; `parts` tells how: in time, overdue …"""

    count: Figure
    label: str
    parts: tuple[StatusCount, ...]


_STAGES: tuple[tuple[str, Mapping[Standing, str]], ...] = (
    (
        "đã hoàn thành",
        {(TaskStatus.COMPLETED_ON_TIME, False): "đúng hạn", (TaskStatus.COMPLETED_LATE, False): "chậm"},
    ),
    (
        "đang thực hiện",
        {
            (TaskStatus.IN_PROGRESS, False): "trong hạn",
            (TaskStatus.IN_PROGRESS_OVERDUE, False): "quá hạn",
            (TaskStatus.IN_PROGRESS, True): "chưa xác định thời hạn",
        },
    ),
    (
        "chưa thực hiện",
        {
            (TaskStatus.NOT_STARTED, False): "trong hạn",
            (TaskStatus.NOT_STARTED_OVERDUE, False): "quá hạn",
            (TaskStatus.NOT_STARTED, True): "chưa xác định thời hạn",
        },
    ),
    ("tạm dừng", {(TaskStatus.SUSPENDED, False): ""}),
    ("thường xuyên", {(TaskStatus.ONGOING, False): ""}),
)


def standings(facts: Sequence[TaskFact]) -> tuple[StandingView, ...]:
    """How many tasks are at each stage, those stages only that have any."""
    found = []
    for label, parts in _STAGES:
        of = {words: [fact for fact in facts if standing(fact) == place] for place, words in parts.items()}
        members = [fact for these in of.values() for fact in these]
        told = tuple(
            StatusCount(count((f.task.row for f in these), CODE, f"số nhiệm vụ {label} {words}"), words)
            for words, these in of.items()
            if words and these
        )
        if members:
            found.append(StandingView(count((f.task.row for f in members), CODE, f"số nhiệm vụ {label}"), label, told))
    return tuple(found)


def breakdown(facts: Sequence[TaskFact]) -> tuple[StatusCount, ...]:
    """Where the tasks stand, in the order it is told in."""
    found: dict[Standing, list[TaskFact]] = {place: [] for place in STANDINGS}
    for fact in facts:
        found[standing(fact)].append(fact)
    return tuple(
        StatusCount(count((f.task.row for f in members), CODE, f"số nhiệm vụ {STANDINGS[place]}"), STANDINGS[place])
        for place, members in found.items()
        if members
    )


def earlier_counts(facts: Facts, items: Sequence[TaskFact] | None, period: Period, label: str) -> EarlierCounts | None:
    """How tasks stood at the end of `period`; as its issued report printed it, where that is to be compared with."""
    if period.code in facts.issued_counts:
        return _as_issued(facts.issued_counts[period.code], kept_together(label))
    if items is None:
        return None
    counts = counts_view(items, f" tính đến hết {label}")
    return EarlierCounts(kept_together(label), counts.completed, counts.overdue, counts.completed_rate)


def _as_issued(issued: IssuedCounts, label: str) -> EarlierCounts:
    """The counts an issued report printed; their origin is that report."""
    counts, source = issued.counts, f"theo {issued.citation}"

    def figure(number: int) -> Figure:
        return Count(number_text(Decimal(number)), Decimal(number), (), source)

    completed, dated = figure(counts.completed), figure(counts.total - counts.ongoing)
    return EarlierCounts(label, completed, figure(counts.overdue), ratio(completed, dated, source))
