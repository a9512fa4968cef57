"""Tasks, their groups and lead agencies as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from generator.compute.counts import lead_agencies, tasks_by_group
from generator.compute.facts import Facts, PlanPart
from generator.compute.reporting import is_collective
from generator.compute.task_status import TaskFact, TaskStatus
from generator.core.figures import Count, Figure, Quotation
from generator.core.model import Plan
from generator.core.vietnamese import join_and, number_text
from generator.read.columns import CODE, DEADLINE
from generator.render.count_views import (
    CountsView,
    EarlierCounts,
    StandingView,
    breakdown,
    counts_view,
    earlier_counts,
    standings,
)
from generator.render.figure_texts import NO_BREAK, count, evened, kept_together, ratio
from generator.render.indicator_views import StatusCount
from generator.render.one_indicator import ComparisonView
from generator.render.one_task import (
    RISK_RULE,
    TaskView,
    only_waits,
    paused_view,
    risk,
    task_view,
    tells_results,
    why_not_done,
)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of the plan; `reported` are the tasks that somebody reported on in the period, with a result.

    Of those, `done` tell what was done; the others ("Chờ hướng dẫn …") stand in `TasksView.waiting`.
    """

    block_key: str
    number: str
    title: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]
    standings: tuple[StandingView, ...]
    items: tuple[TaskView, ...]
    reported: tuple[TaskView, ...]
    done: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class OnePlanView:
    """One of several plans with the standing of its tasks."""

    block_key: str
    name: str
    counts: CountsView
    breakdown: tuple[StatusCount, ...]


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
    due: Figure
    """How many of its tasks have had their day."""
    due_on_time: Figure
    on_time_rate: Figure
    """The share of those due that were completed by their day; empty where none was due."""
    rank: Figure
    """By that rate; agencies with the same rate share a place. Names that stand for many have none."""


@dataclass(frozen=True, slots=True)
class FilledView:
    """Which columns of a table of the plan's tasks anybody filled."""

    code: bool
    """The codes are not the numbers that the table prints anyway."""
    support: bool
    expected_result: bool
    percent: bool
    difficulty: bool
    reason: bool


@dataclass(frozen=True, slots=True)
class TasksView:
    """The tasks of a plan as a template sees them: lists, counts, and who leads them."""

    counts: CountsView
    rate_cell: Figure
    breakdown: tuple[StatusCount, ...]
    """Where the tasks stand, in the order it is told in."""
    standings: tuple[StandingView, ...]
    groups: tuple[GroupView, ...]
    overdue: tuple[TaskView, ...]
    completed_late: tuple[TaskView, ...]
    due_next: tuple[TaskView, ...]
    due_next_count: Figure
    at_risk: tuple[TaskView, ...]
    """Those due next that may be late, by the rule of `risk`."""
    at_risk_count: Figure
    due_count: Figure
    due_completed: Figure
    due_completed_late: Figure
    due_suspended: Figure
    """Those due that are paused."""
    due_today: tuple[TaskView, ...]
    """Open ones whose last day is the day the report is made up to: neither overdue nor still to come."""
    due_today_count: Figure
    due_rate: Figure
    due_rate_change: ComparisonView | None
    """How much higher or lower the rate is than at the end of the period before."""
    latest_overdue: tuple[TaskView, ...]
    """The three that are most days late."""
    early_count: Figure
    """Those done before their day came."""
    overdue_rate: Figure
    """The share of the overdue in all that do not recur."""
    overdue_change: ComparisonView | None
    """How many more or fewer are overdue than at the end of the period before."""
    waiting: tuple[TaskView, ...]
    """Tasks of which nothing was reported but that they wait, stand still or have not begun."""
    waiting_count: Figure
    suspended: tuple[TaskView, ...]
    recurring_silent: tuple[TaskView, ...]
    longer_label: str
    """The longer periods that rows of the period's end are of, where no row is of the period itself."""
    undated: tuple[TaskView, ...]
    suspended_overdue: tuple[TaskView, ...]
    suspended_overdue_count: Figure
    recurring_silent_count: Figure
    recurring_silent_codes: Quotation
    agencies: tuple[AgencyView, ...]
    ranked_agencies: tuple[AgencyView, ...]
    """By their share of tasks completed on time, those without one last."""
    has_ranks: bool
    """More than one agency had something due."""
    due_on_time: Figure
    on_time_rate: Figure
    filled: FilledView
    delayed: FilledView
    """The same of the tasks that are overdue, were late or are paused."""
    overdue_agencies: tuple[AgencyView, ...]
    previous: EarlierCounts | None
    last_year: EarlierCounts | None
    plans: tuple[OnePlanView, ...]
    """Each of several plans; a task of two counts in both and once in the whole."""

    def __bool__(self) -> bool:
        return bool(self.counts.total)


def tasks_view(facts: Facts) -> TasksView:
    """How the plan's tasks stand, as lists, counts and shares, whole, by group, by lead agency and by plan."""
    tasks, period = facts.tasks, facts.period
    every, led = counts_view(tasks.items), _agencies(facts)
    groups = tuple(
        _group(facts, number, title, members, index)
        for index, ((number, title), members) in enumerate(tasks_by_group(tasks.items).items(), start=1)
    )
    overdue, late_views = _views(facts, tasks.overdue), _views(facts, tasks.completed_late)
    paused = tuple(paused_view(fact, facts) for fact in tasks.suspended)
    done = [fact for fact in tasks.due if fact.status.is_completed]
    due_next = _coming(facts)
    late = [fact for fact in done if fact.status is TaskStatus.COMPLETED_LATE]
    paused_due = [fact for fact in tasks.due if fact.status is TaskStatus.SUSPENDED]
    waiting = [fact for fact in tasks.items if only_waits(fact)]
    early = [fact for fact in tasks.items if fact.status.is_completed and fact.deadline and fact.deadline > facts.as_of]
    due = _number(tasks.due, "số nhiệm vụ có thời hạn đã đến", DEADLINE)
    due_done = _number(done, "số nhiệm vụ đến hạn đã hoàn thành")
    once = [fact for fact in tasks.items if fact.status is not TaskStatus.ONGOING]
    previous = earlier_counts(facts, tasks.previous_items, period.previous(), period.previous().label)
    return TasksView(
        counts=every,
        rate_cell=led.rate_cell,
        breakdown=breakdown(tasks.items),
        standings=standings(tasks.items),
        groups=groups,
        overdue=overdue,
        completed_late=late_views,
        due_next=due_next,
        at_risk=tuple(view for view in due_next if view.risk),
        at_risk_count=_number([fact for fact in tasks.due_next if risk(fact)], RISK_RULE),
        due_next_count=_number(tasks.due_next, f"số nhiệm vụ đến hạn trong {period.next_label}", DEADLINE),
        due_count=due,
        due_completed=due_done,
        due_completed_late=_number(late, "số nhiệm vụ đến hạn hoàn thành chậm"),
        due_suspended=_number(paused_due, "số nhiệm vụ đến hạn đang tạm dừng"),
        due_today=tuple(replace(task_view(fact, period), cause=why_not_done(fact)) for fact in tasks.due_today),
        due_today_count=_number(tasks.due_today, "số nhiệm vụ có thời hạn đúng ngày chốt số liệu", DEADLINE),
        due_rate=ratio(due_done, due, _DUE_RATE),
        due_rate_change=_rate_change(facts, ratio(due_done, due, _DUE_RATE)),
        latest_overdue=_views(facts, sorted(tasks.overdue, key=lambda fact: -fact.days_late)[:_MOST_NAMED]),
        early_count=_number(early, "số nhiệm vụ hoàn thành khi chưa đến hạn"),
        overdue_rate=ratio(every.overdue, _number(once, "số nhiệm vụ không thường xuyên"), _OVERDUE_RATE),
        overdue_change=_change(every.overdue, previous),
        waiting=_views(facts, waiting),
        waiting_count=_number(waiting, "số nhiệm vụ chưa có kết quả trong kỳ"),
        suspended=paused,
        recurring_silent=_views(facts, tasks.recurring_silent),
        longer_label=_longer(tasks.items),
        undated=_views(facts, tasks.undated),
        suspended_overdue=_views(facts, tasks.suspended_overdue),
        suspended_overdue_count=_number(tasks.suspended_overdue, "số nhiệm vụ tạm dừng đã quá thời hạn"),
        recurring_silent_count=_number(tasks.recurring_silent, f"số {_SILENT}"),
        recurring_silent_codes=_codes(tasks.recurring_silent, f"mã {_SILENT}"),
        agencies=led.agencies,
        ranked_agencies=_ranked(led.agencies),
        has_ranks=led.has_ranks,
        due_on_time=led.due_on_time,
        on_time_rate=led.on_time_rate,
        filled=_filled([view for group in groups for view in group.items]),
        delayed=_filled([*overdue, *late_views, *paused]),
        overdue_agencies=_most_overdue_first(led.agencies),
        previous=previous,
        last_year=_last_year(facts),
        plans=tuple(_plan(one) for one in facts.by_plan if one.facts.tasks.items),
    )


def _coming(facts: Facts) -> tuple[TaskView, ...]:
    """The tasks that come due next; those at risk first where a text cannot name all."""
    coming = tuple(replace(task_view(fact, facts.period), risk=risk(fact)) for fact in facts.tasks.due_next)
    return tuple(sorted(coming, key=lambda view: not view.risk)) if len(coming) > _MOST_COMING else coming


def _most_overdue_first(agencies: Iterable[AgencyView]) -> tuple[AgencyView, ...]:
    late = [agency for agency in agencies if agency.counts.overdue]
    return tuple(sorted(late, key=lambda agency: -int(agency.counts.overdue.value or 0)))


def _last_year(facts: Facts) -> EarlierCounts | None:
    """How the tasks stood a year before; None for a year's report, whose period before is the same one."""
    period = facts.period
    if period.same_last_year() == period.previous():
        return None
    return earlier_counts(facts, facts.tasks.last_year_items, period.same_last_year(), period.last_year_label)


def _number(facts: Iterable[TaskFact], formula: str, column: str = CODE) -> Figure:
    """How many tasks there are, by a column of their rows."""
    return count((fact.task.row for fact in facts), column, formula)


def _plan(one: PlanPart) -> OnePlanView:
    items = one.facts.tasks.items
    return OnePlanView(one.plan.code, plan_name(one.plan), counts_view(items), breakdown(items))


def plan_name(plan: Plan) -> Quotation:
    """A plan's name with its number, if it has one."""
    number = f" ({plan.number})" if plan.number else ""
    return Quotation(f"{plan.name}{number}", tuple(plan.row.place(one) for one in ("Tên kế hoạch", "Số ký hiệu")))


_DUE_RATE = "nhiệm vụ đến hạn đã hoàn thành chia nhiệm vụ đến hạn"
_OVERDUE_RATE = "nhiệm vụ quá hạn chia nhiệm vụ không thường xuyên"
_SILENT = "nhiệm vụ thường xuyên chưa có báo cáo của kỳ"
_MOST_NAMED = 3
_MOST_COMING = 12
"""So many of the tasks that come due a text names; where there are more, those at risk stand first."""


def _rate_change(facts: Facts, rate: Figure) -> ComparisonView | None:
    """The rate against that of the tasks due by the end of the period before; None where there was none.

    A figure that an issued report printed otherwise is not reckoned anew here.
    """
    period, items = facts.period.previous(), facts.tasks.previous_items
    if items is None or rate.value is None or period.code in facts.issued_counts:
        return None
    end = period.window(facts.settings.cutoff).end
    due = [fact for fact in items if fact.deadline is not None and fact.deadline <= end]
    done = _number([fact for fact in due if fact.status.is_completed], "số nhiệm vụ đã hoàn thành kỳ trước")
    before = ratio(done, _number(due, "số nhiệm vụ đến hạn kỳ trước", DEADLINE), _DUE_RATE)
    if before.value is None:
        return None
    change = rate.value - before.value
    cells = tuple(dict.fromkeys((*rate.cells, *before.cells)))
    amount = Figure(
        f"{number_text(abs(change))}{NO_BREAK}điểm phần trăm", abs(change), cells, f"{_DUE_RATE}, trừ kỳ trước"
    )
    if not change:
        return ComparisonView("không thay đổi", Figure(""), kept_together(period.label))
    return ComparisonView("tăng" if change > 0 else "giảm", amount, kept_together(period.label))


def _change(overdue: Figure, previous: EarlierCounts | None) -> ComparisonView | None:
    if previous is None or overdue.value is None or previous.overdue.value is None:
        return None
    difference = overdue.value - previous.overdue.value
    if not difference:
        return ComparisonView("không thay đổi", Figure(""), previous.label)
    amount = abs(difference)
    cells = tuple(dict.fromkeys((*overdue.cells, *previous.overdue.cells)))
    figure = Count(number_text(amount), amount, cells, "số nhiệm vụ quá hạn kỳ này trừ kỳ trước")
    return ComparisonView("tăng" if difference > 0 else "giảm", figure, previous.label)


def _longer(items: Iterable[TaskFact]) -> str:
    facts = list(items)
    if any(fact.in_period for fact in facts):
        return ""
    return join_and(list(dict.fromkeys(row.period.label for fact in facts for row in fact.answers)))


def _codes(facts: Iterable[TaskFact], formula: str) -> Quotation:
    tasks = [fact.task for fact in facts]
    return Quotation(join_and([task.code for task in tasks]), tuple(task.row.place(CODE) for task in tasks), formula)


def _views(facts: Facts, items: Iterable[TaskFact]) -> tuple[TaskView, ...]:
    since = facts.tasks.overdue_since
    return tuple(task_view(fact, facts.period, since.get(fact.task.code)) for fact in items)


def _group(facts: Facts, number: str, title: str, members: Sequence[TaskFact], index: int) -> GroupView:
    views = _views(facts, members)
    reported = tuple(view for view in views if view.result)
    results = tuple(view for fact, view in zip(members, views, strict=True) if tells_results(fact))
    key = number or f"g{index}"
    counts, parts, stages = counts_view(members), breakdown(members), standings(members)
    return GroupView(key, number, title, counts, parts, stages, views, reported, results)


def _led(facts: Facts) -> dict[str, list[TaskFact]]:
    known = facts.dossier.agencies
    led = lead_agencies(facts.tasks.items, known)
    wanted = {one.agency for one in facts.tasks.by_agency}
    return {name: members for name, members in led.items() if name in wanted}


@dataclass(frozen=True, slots=True)
class _Agencies:
    """The lead agencies with their rates and places, and the rates of all tasks with which theirs are evened."""

    agencies: tuple[AgencyView, ...]
    has_ranks: bool
    rate_cell: Figure
    due_on_time: Figure
    on_time_rate: Figure


def _agencies(facts: Facts) -> _Agencies:
    led = _led(facts)
    counted = {name: counts_view(members) for name, members in led.items()}
    *rates, rate = evened(
        [*(counts.completed_rate for counts in counted.values()), counts_view(facts.tasks.items).completed_rate]
    )
    shares = {name: _on_time(facts, members) for name, members in led.items()}
    _, due_on_time, share = _on_time(facts, facts.tasks.items)
    *on_time_rates, on_time_rate = evened([*(share for _, _, share in shares.values()), share])
    ranks = _ranks(shares)
    agencies = (
        _agency(name, members, number, counted[name], rates[number - 1])
        for number, (name, members) in enumerate(led.items(), start=1)
    )
    placed = tuple(
        replace(one, due=due, due_on_time=done, on_time_rate=rate, rank=ranks.get(one.name, Figure("")))
        for one, (due, done, _), rate in zip(agencies, shares.values(), on_time_rates, strict=True)
    )
    return _Agencies(placed, bool(ranks), rate, due_on_time, on_time_rate)


def _agency(name: str, members: Sequence[TaskFact], number: int, counts: CountsView, rate_cell: Figure) -> AgencyView:
    overdue = [fact.task for fact in members if fact.status.is_overdue]
    codes = Quotation(
        ", ".join(task.code for task in overdue), tuple(task.row.place(CODE) for task in overdue), "mã nhiệm vụ quá hạn"
    )
    none = Figure("")
    return AgencyView(name, Figure(str(number)), name, counts, codes, rate_cell, none, none, none, none)


_ON_TIME_RATE = "nhiệm vụ đến hạn hoàn thành đúng hạn chia nhiệm vụ đến hạn"


def _on_time(facts: Facts, members: Iterable[TaskFact]) -> tuple[Figure, Figure, Figure]:
    """How many tasks are due, how many of those were completed by their day, and their share."""
    is_due = {fact.task.code for fact in facts.tasks.due}
    due = [fact for fact in members if fact.task.code in is_due]
    done = [fact for fact in due if fact.status is TaskStatus.COMPLETED_ON_TIME]
    all_due = _number(due, "số nhiệm vụ có thời hạn đã đến", DEADLINE)
    on_time = _number(done, "số nhiệm vụ đến hạn hoàn thành đúng hạn")
    return all_due, on_time, ratio(on_time, all_due, _ON_TIME_RATE)


def _ranks(shares: Mapping[str, tuple[Figure, Figure, Figure]]) -> dict[str, Figure]:
    """The place of each agency that had something due, by the exact share."""
    exact = {
        name: Fraction(done.value or 0) / Fraction(due.value)
        for name, (due, done, _) in shares.items()
        if due.value and not is_collective(name)
    }
    places = {name: 1 + sum(other > share for other in exact.values()) for name, share in exact.items()}
    if len(exact) < 2:
        return {}
    return {name: Figure(str(place), Decimal(place), shares[name][2].cells, _RANK) for name, place in places.items()}


_RANK = "thứ tự theo tỷ lệ hoàn thành đúng hạn"


def _ranked(agencies: Iterable[AgencyView]) -> tuple[AgencyView, ...]:
    """Those with a place by it, of one place the one with more due first; then the others in their order."""
    ordered = sorted(agencies, key=lambda one: (not one.rank, one.rank.value or 0, -int(one.due.value or 0)))
    return tuple(replace(one, number=Figure(str(number))) for number, one in enumerate(ordered, start=1))


def _filled(views: Sequence[TaskView]) -> FilledView:
    return FilledView(
        code=any(view.code != view.number for view in views),
        support=any(view.support for view in views),
        expected_result=any(view.expected_result for view in views),
        percent=any(view.percent.text for view in views),
        difficulty=any(view.difficulty for view in views),
        reason=any(view.reason for view in views),
    )
