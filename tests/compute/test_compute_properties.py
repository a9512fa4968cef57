from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.counts import Counts
from generator.compute.facts import Facts, compute
from generator.compute.task_status import TaskStatus
from generator.core.model import Deadline, DeadlineKind, Dossier, Progress, ReportedStatus
from generator.core.periods import CALENDAR_KINDS, PERIODS_PER_YEAR, CutoffRule, Period, PeriodKind, days_from
from tests.compute.dossiers import KHCN, NO_DEADLINE, RECURRING, TAI_CHINH, TEXT_DEADLINE, Y_TE, dossier, row, task

DAYS = st.dates(date(2024, 6, 1), date(2026, 6, 1))
DEADLINES = st.one_of(
    st.sampled_from([NO_DEADLINE, RECURRING, TEXT_DEADLINE]),
    DAYS.map(lambda day: Deadline(DeadlineKind.DATE, "", day)),
)
LEADS = st.lists(st.sampled_from([KHCN, TAI_CHINH, Y_TE, "Các địa phương"]), max_size=3, unique=True).map(tuple)
RULES = st.sampled_from(list(CutoffRule))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    if draw(st.booleans()):
        last = first + timedelta(days=draw(st.integers(0, 200)))
        return draw(st.sampled_from([days_from(first, last), Period(PeriodKind.WEEK, 2025, 1 + first.day)]))
    kind = draw(st.sampled_from(CALENDAR_KINDS))
    return Period(kind, draw(st.integers(2024, 2026)), draw(st.integers(1, PERIODS_PER_YEAR[kind])))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    number = draw(st.integers(0, 8))
    groups = st.sampled_from(["I", "II", ""])
    titles = st.sampled_from(["Thể chế", "Hạ tầng", "", "I"])
    tasks = [task(f"N{place}", draw(DEADLINES), draw(LEADS), draw(groups), draw(titles)) for place in range(number)]
    rows = [
        Progress(
            draw(st.sampled_from(tasks)).code,
            draw(periods()),
            draw(st.sampled_from(list(ReportedStatus))),
            draw(st.none() | DAYS),
            None,
            "",
            "",
            draw(st.sampled_from(["", "Thiếu vốn", "Thiếu người"])),
            (),
            row(place),
        )
        for place in range(draw(st.integers(0, 15)) if tasks else 0)
    ]
    return dossier(draw(RULES), tasks=tuple(tasks), progress=tuple(rows))


def _sum(parts: list[Counts]) -> dict[TaskStatus, int]:
    return {status: sum(part.by_status()[status] for part in parts) for status in TaskStatus}


def _led_by(facts: Facts, agency: str) -> list[TaskStatus]:
    return [fact.status for fact in facts.tasks.items if agency in fact.task.lead]


@settings(max_examples=150, deadline=None)
@given(dossiers(), periods())
def test_totals_close_at_every_level(book: Dossier, period: Period) -> None:
    facts = compute(book, period)
    tasks = facts.tasks
    assert tasks.counts.total == len(book.tasks) == len(tasks.items)
    assert _sum([one.counts for one in tasks.by_group]) == tasks.counts.by_status()
    for one in tasks.by_agency:
        led = _led_by(facts, one.agency)
        assert one.counts.by_status() == {status: led.count(status) for status in TaskStatus}
    assert sum(one.counts.total for one in tasks.by_agency) == sum(len(one.lead) for one in book.tasks)
    assert len(tasks.overdue) == tasks.counts.overdue
    assert len(tasks.completed_late) == tasks.counts.completed_late


@settings(max_examples=150, deadline=None)
@given(dossiers(), periods(), st.none() | DAYS)
def test_every_task_stands_in_exactly_one_place_that_its_deadline_allows(
    book: Dossier, period: Period, as_of: date | None
) -> None:
    facts = compute(book, period, as_of)
    for fact in facts.tasks.items:
        assert fact.status in TaskStatus
        late = fact.status.is_overdue or fact.status is TaskStatus.COMPLETED_LATE
        assert late is (fact.days_late > 0)
        assert not late or fact.task.deadline.kind is DeadlineKind.DATE
        assert (fact.status is TaskStatus.ONGOING) <= (fact.task.deadline.kind is DeadlineKind.RECURRING)


@settings(max_examples=150, deadline=None)
@given(dossiers(), periods(), DAYS, st.integers(1, 400))
def test_time_alone_never_makes_an_overdue_task_timely(book: Dossier, period: Period, as_of: date, days: int) -> None:
    before = compute(book, period, as_of).tasks.items
    after = compute(book, period, as_of + timedelta(days=days)).tasks.items
    for earlier, later in zip(before, after, strict=True):
        assert earlier.status.is_overdue <= later.status.is_overdue
        assert earlier.days_late <= later.days_late
        if not later.status.is_overdue:
            assert earlier.status is later.status


@settings(max_examples=100, deadline=None)
@given(dossiers(), periods())
def test_rows_of_later_periods_change_nothing(book: Dossier, period: Period) -> None:
    rule = book.settings.cutoff
    end = period.window(rule).end
    known = tuple(one for one in book.progress if one.period.window(rule).end <= end)
    past = dossier(rule, tasks=book.tasks, progress=known)
    assert compute(book, period).tasks == compute(past, period).tasks
