"""Words of a state that speak of its deadline, held against the days: "Hoàn thành chậm" with a day that is in time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from generator.compute.plan_changes import in_force
from generator.compute.task_status import TaskStatus, task_status
from generator.core.model import DeadlineKind, Dossier, Progress
from generator.core.problems import Problem, ProblemList
from generator.core.vietnamese import lower_first, short_date

_LATE = (TaskStatus.COMPLETED_LATE, TaskStatus.IN_PROGRESS_OVERDUE, TaskStatus.NOT_STARTED_OVERDUE)


def status_problems(dossier: Dossier) -> tuple[Problem, ...]:
    """TD008: a row whose words say late or in time, and whose days say the other."""
    by_end: dict[date, list[Progress]] = defaultdict(list)
    for row in dossier.progress:
        if row.said_late is not None:
            by_end[row.period.window(dossier.settings.cutoff).end].append(row)
    problems = ProblemList()
    for end, rows in by_end.items():
        tasks = {task.code: task for task in in_force(dossier, end).tasks}
        for row in rows:
            task = tasks.get(row.task)
            if task is None or task.deadline.kind is DeadlineKind.RECURRING:
                continue
            status = task_status(task, row.status, row.completed_on or end, end)
            due = task.deadline.day
            if (status in _LATE) is row.said_late or (due is None and not row.said_late):
                continue
            words = "chậm, quá hạn" if row.said_late else "trong hạn, đúng hạn"
            limit = f"thời hạn là {short_date(due)}" if due else "không có thời hạn là ngày"
            done = f", ngày hoàn thành {short_date(row.completed_on)}" if row.completed_on else ""
            message = (
                f"Nhiệm vụ “{row.task}”, {row.period.label}: tình trạng ghi là {words}, nhưng {limit}{done}; "
                f"báo cáo đếm theo ngày: {lower_first(status.label)}."
            )
            fix = "Sửa tình trạng, ngày hoàn thành hoặc thời hạn cho khớp nhau."
            problems.add("TD008", row.row.place("Tình trạng"), message, fix)
    return tuple(problems.items)
