from __future__ import annotations

import pytest

from generator.compute.task_status import TaskFact, TaskStatus, rows_by_task, task_facts
from generator.compute.timeline import Timeline
from generator.core.model import Deadline, Progress, ReportedStatus, Task
from generator.core.periods import CutoffRule
from tests.compute.dossiers import NO_DEADLINE, RECURRING, TEXT_DEADLINE, day, due, period, progress, task

NOT_STARTED, IN_PROGRESS = ReportedStatus.NOT_STARTED, ReportedStatus.IN_PROGRESS
COMPLETED, SUSPENDED = ReportedStatus.COMPLETED, ReportedStatus.SUSPENDED
PAST, LAST_DAY, FUTURE = due("2025-08-31"), due("2025-09-14"), due("2025-12-31")


def _fact(one: Task, rows: list[Progress], report: str = "2025-Q3", as_of: str | None = None) -> TaskFact:
    timeline = Timeline(period(report), CutoffRule.DECREE_09)
    judged = day(as_of) if as_of else timeline.window.end
    (fact,) = task_facts([one], rows_by_task(rows), timeline, judged)
    return fact


@pytest.mark.parametrize(
    ("deadline", "said", "completed_on", "expected"),
    [
        (PAST, SUSPENDED, None, "suspended"),
        (RECURRING, SUSPENDED, None, "suspended"),
        (RECURRING, COMPLETED, "2025-09-01", "ongoing"),
        (RECURRING, IN_PROGRESS, None, "ongoing"),
        (RECURRING, None, None, "ongoing"),
        (PAST, COMPLETED, "2025-08-30", "completed_on_time"),
        (PAST, COMPLETED, "2025-08-31", "completed_on_time"),
        (PAST, COMPLETED, "2025-09-01", "completed_late"),
        (NO_DEADLINE, COMPLETED, "2025-09-01", "completed_on_time"),
        (TEXT_DEADLINE, COMPLETED, "2025-09-01", "completed_on_time"),
        (NO_DEADLINE, COMPLETED, None, "completed_on_time"),
        (PAST, COMPLETED, None, "completed_late"),  # the row's period ends on 14/9
        (LAST_DAY, COMPLETED, None, "completed_on_time"),
        (FUTURE, IN_PROGRESS, None, "in_progress"),
        (LAST_DAY, IN_PROGRESS, None, "in_progress"),
        (PAST, IN_PROGRESS, None, "in_progress_overdue"),
        (NO_DEADLINE, IN_PROGRESS, None, "in_progress"),
        (TEXT_DEADLINE, IN_PROGRESS, None, "in_progress"),
        (FUTURE, NOT_STARTED, None, "not_started"),
        (FUTURE, None, None, "not_started"),
        (LAST_DAY, None, None, "not_started"),
        (PAST, NOT_STARTED, None, "not_started_overdue"),
        (PAST, None, None, "not_started_overdue"),
        (NO_DEADLINE, None, None, "not_started"),
        (TEXT_DEADLINE, NOT_STARTED, None, "not_started"),
    ],
)
def test_a_task_stands_where_its_deadline_and_last_row_put_it(
    deadline: Deadline, said: ReportedStatus | None, completed_on: str | None, expected: str
) -> None:
    rows = [progress("N1", "2025-Q3", said, completed_on)] if said else []
    assert _fact(task("N1", deadline), rows).status == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2025-09-14", "in_progress"), ("2025-09-15", "in_progress_overdue")])
def test_a_task_is_overdue_from_the_day_after_its_deadline(as_of: str, expected: str) -> None:
    assert _fact(task("N1", LAST_DAY), [progress("N1", "2025-Q3", IN_PROGRESS)], as_of=as_of).status == expected


def test_a_status_carries_forward_but_is_not_a_report_of_this_period() -> None:
    fact = _fact(task("N1", FUTURE), [progress("N1", "2025-Q1", IN_PROGRESS), progress("N1", "2025-Q4", COMPLETED)])
    assert (fact.status, fact.reported, fact.in_period) == (TaskStatus.IN_PROGRESS, False, ())
    assert fact.latest is not None
    assert fact.latest.period.code == "2025-Q1"


def test_a_row_for_a_month_of_the_quarter_is_a_report() -> None:
    fact = _fact(task("N1", FUTURE), [progress("N1", "2025-07", IN_PROGRESS), progress("N1", "2025-08", SUSPENDED)])
    assert (fact.status, fact.reported) == (TaskStatus.SUSPENDED, True)
    assert [row.period.code for row in fact.in_period] == ["2025-07", "2025-08"]


def test_the_row_of_june_belongs_to_the_second_quarter() -> None:
    rows = [progress("N1", "2025-06", IN_PROGRESS)]
    assert _fact(task("N1"), rows, "2025-Q2").reported is True
    assert _fact(task("N1"), rows, "2025-Q3").reported is False


@pytest.mark.parametrize(
    ("deadline", "said", "completed_on", "as_of", "days"),
    [
        (PAST, IN_PROGRESS, None, "2025-09-14", 14),
        (PAST, None, None, "2025-10-01", 31),
        (PAST, COMPLETED, "2025-09-05", "2025-09-14", 5),
        (PAST, COMPLETED, None, "2025-09-30", 14),  # late by the last day its period allows
        (PAST, COMPLETED, "2025-08-01", "2025-09-14", 0),
        (PAST, SUSPENDED, None, "2025-09-14", 0),
        (FUTURE, IN_PROGRESS, None, "2025-09-14", 0),
        (NO_DEADLINE, IN_PROGRESS, None, "2025-09-14", 0),
    ],
)
def test_days_late_run_from_the_deadline(
    deadline: Deadline, said: ReportedStatus | None, completed_on: str | None, as_of: str, days: int
) -> None:
    rows = [progress("N1", "2025-Q3", said, completed_on)] if said else []
    assert _fact(task("N1", deadline), rows, as_of=as_of).days_late == days


def test_every_status_has_its_words() -> None:
    assert len({status.label for status in TaskStatus}) == 8
