"""Where each task stands at the end of a period, and how many stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.compute.timeline import Timeline
from generator.core.model import DeadlineKind, Progress, ReportedStatus, Task


class TaskStatus(StrEnum):
    """The eight places a task can stand; it always stands in exactly one."""

    COMPLETED_ON_TIME = "completed_on_time"
    COMPLETED_LATE = "completed_late"
    IN_PROGRESS = "in_progress"
    IN_PROGRESS_OVERDUE = "in_progress_overdue"
    NOT_STARTED = "not_started"
    NOT_STARTED_OVERDUE = "not_started_overdue"
    SUSPENDED = "suspended"
    ONGOING = "ongoing"

    @property
    def label(self) -> str:
        """The words a report uses."""
        return _LABELS[self]

    @property
    def is_overdue(self) -> bool:
        """Not done, and the deadline has passed."""
        return self in (TaskStatus.IN_PROGRESS_OVERDUE, TaskStatus.NOT_STARTED_OVERDUE)

    @property
    def is_completed(self) -> bool:
        return self in (TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE)


_OPEN = frozenset(
    (
        *(TaskStatus.IN_PROGRESS, TaskStatus.IN_PROGRESS_OVERDUE),
        *(TaskStatus.NOT_STARTED, TaskStatus.NOT_STARTED_OVERDUE),
    )
)
_LABELS = {
    TaskStatus.COMPLETED_ON_TIME: "Hoàn thành đúng hạn",
    TaskStatus.COMPLETED_LATE: "Hoàn thành quá hạn",
    TaskStatus.IN_PROGRESS: "Đang thực hiện",
    TaskStatus.IN_PROGRESS_OVERDUE: "Đang thực hiện, quá hạn",
    TaskStatus.NOT_STARTED: "Chưa thực hiện",
    TaskStatus.NOT_STARTED_OVERDUE: "Chưa thực hiện, quá hạn",
    TaskStatus.SUSPENDED: "Tạm dừng",
    TaskStatus.ONGOING: "Thường xuyên",
}


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task on the day lateness is judged.

    `latest` is the Tiến độ row the status rests on (perhaps of an earlier period), None if nobody ever reported;
    `in_period` holds the rows whose period lies inside the report's, in the order of time: what was done in it.
    `answers` holds those whose period ends inside it: a quarter's row answers for its last month, but does not tell
    what was done in that month.
    `days_late` is the delay so far of an overdue task, the final delay of one completed late, else 0.
    """

    task: Task
    status: TaskStatus
    latest: Progress | None
    in_period: tuple[Progress, ...]
    answers: tuple[Progress, ...]
    days_late: int
    has_ended: bool = False
    """It came round for some years only, and these are over."""

    @property
    def deadline(self) -> date | None:
        """The last day of the deadline; None where the plan gives no date."""
        return _due_day(self.task)

    @property
    def reported(self) -> bool:
        """Somebody reported on the task in this period."""
        return bool(self.answers)

    @property
    def is_open(self) -> bool:
        """Neither done, paused nor recurring."""
        return self.status in _OPEN

    @property
    def is_undated(self) -> bool:
        """Open, and the plan sets no day that can be found: neither in time nor overdue."""
        return self.is_open and self.deadline is None


def rows_by_task(progress: Iterable[Progress]) -> dict[str, list[Progress]]:
    """The Tiến độ rows of each task code, in the sheet's order."""
    rows: dict[str, list[Progress]] = defaultdict(list)
    for row in progress:
        rows[row.task].append(row)
    return dict(rows)


def task_facts(
    tasks: Iterable[Task], rows: Mapping[str, Sequence[Progress]], timeline: Timeline, as_of: date
) -> tuple[TaskFact, ...]:
    """One fact a task, in the plan's order; lateness is judged on `as_of`."""
    return tuple(_task_fact(task, rows.get(task.code, ()), timeline, as_of) for task in tasks)


def _task_fact(task: Task, rows: Sequence[Progress], timeline: Timeline, as_of: date) -> TaskFact:
    latest = timeline.latest(rows)
    completed_on = _completed_on(latest, timeline)
    status = task_status(task, latest.status if latest else None, completed_on, as_of)
    due = _due_day(task)
    days_late = 0
    if due and status.is_overdue:
        days_late = (as_of - due).days
    elif due and completed_on and status is TaskStatus.COMPLETED_LATE:
        days_late = (completed_on - due).days
    has_ended = _has_ended(task, as_of)
    return TaskFact(task, status, latest, timeline.inside(rows), timeline.ending_inside(rows), days_late, has_ended)


def task_status(task: Task, said: ReportedStatus | None, completed_on: date | None, as_of: date) -> TaskStatus:
    """The status of a task of which `said` was reported last (None: nothing ever); first match wins.

    A task said to be complete with no `completed_on` counts as on time.
    """
    due = _due_day(task)
    if said is ReportedStatus.SUSPENDED:
        return TaskStatus.SUSPENDED
    if task.deadline.kind is DeadlineKind.RECURRING:
        is_over = said is ReportedStatus.COMPLETED and _has_ended(task, as_of)
        return TaskStatus.COMPLETED_ON_TIME if is_over else TaskStatus.ONGOING
    if said is ReportedStatus.COMPLETED:
        late = due is not None and completed_on is not None and completed_on > due
        return TaskStatus.COMPLETED_LATE if late else TaskStatus.COMPLETED_ON_TIME
    overdue = due is not None and as_of > due
    if said is ReportedStatus.IN_PROGRESS:
        return TaskStatus.IN_PROGRESS_OVERDUE if overdue else TaskStatus.IN_PROGRESS
    return TaskStatus.NOT_STARTED_OVERDUE if overdue else TaskStatus.NOT_STARTED


def _has_ended(task: Task, as_of: date) -> bool:
    return task.deadline.until is not None and as_of > task.deadline.until


def _completed_on(row: Progress | None, timeline: Timeline) -> date | None:
    """The day of completion; where the row forgot it, the last day its period allows."""
    if row is None or row.status is not ReportedStatus.COMPLETED:
        return None
    return row.completed_on or timeline.end_of(row)


def _due_day(task: Task) -> date | None:
    return task.deadline.day if task.deadline.kind is DeadlineKind.DATE else None
