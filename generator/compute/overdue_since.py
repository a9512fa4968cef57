"""Since when each overdue task has been overdue, period after period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.compute.task_status import TaskFact, rows_by_task, task_facts
from generator.compute.timeline import Timeline
from generator.core.model import Progress, Task
from generator.core.periods import CutoffRule, Period


@dataclass(frozen=True, slots=True)
class _Reported:
    """A task's rows in the order of the days their periods end; `ends` are those days."""

    task: Task
    rows: Sequence[Progress]
    ends: Sequence[date]

    @classmethod
    def of(cls, task: Task, rows: Sequence[Progress], rule: CutoffRule) -> _Reported:
        ordered = sorted(rows, key=lambda row: row.period.window(rule).end)
        return cls(task, ordered, [row.period.window(rule).end for row in ordered])

    def is_overdue(self, timeline: Timeline) -> bool:
        """Whether it was at the period's end: by the rows of the last day that has any, however many came before."""
        upto = bisect_right(self.ends, timeline.window.end)
        last = self.rows[bisect_left(self.ends, self.ends[upto - 1]) : upto] if upto else ()
        (fact,) = task_facts((self.task,), {self.task.code: last}, timeline, timeline.window.end)
        return fact.status.is_overdue


def overdue_since(items: Iterable[TaskFact], progress: Sequence[Progress], timeline: Timeline) -> dict[str, Period]:
    """Since which period's end each overdue task has been overdue at every one; goes back while anything was known.

    Ten years of weekly rows are gone back week by week, each task's in the order of its own: the work grows with the
    rows and the weeks, not with one times the other.
    """
    rule, rows = timeline.rule, rows_by_task(progress)
    late = [fact.task for fact in items if fact.status.is_overdue]
    standing = [_Reported.of(task, rows.get(task.code, ()), rule) for task in late]
    since = {task.code: timeline.period for task in late}
    known_from = min((row.period.window(rule).end for row in progress), default=None) if standing else None
    then = Timeline(timeline.period.previous(), rule)
    while standing and known_from is not None and known_from <= then.window.end:
        standing = [one for one in standing if one.is_overdue(then)]
        since |= {one.task.code: then.period for one in standing}
        then = Timeline(then.period.previous(), rule)
    return since
