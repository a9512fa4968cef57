"""All that a period's report states, computed from a dossier: `compute` is the step, `Facts` its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.compute.counts import AgencyCounts, Counts, GroupCounts, counts_by_agency, counts_by_group
from generator.compute.funding import Funding, funding
from generator.compute.indicators import IndicatorFact, indicator_facts
from generator.compute.overdue_since import overdue_since
from generator.compute.plan_changes import (
    ChangeFact,
    Replacement,
    changes_in,
    in_force,
    plans_in_force,
    replaced_money,
    replacements_in,
)
from generator.compute.plan_scope import money_with_plans, only_plans
from generator.compute.reporting import AgencyReporting, Difficulty, agency_reporting, difficulties, figures_sent
from generator.compute.scores import Scores, scores
from generator.compute.task_status import TaskFact, TaskStatus, rows_by_task, task_facts
from generator.compute.timeline import Timeline
from generator.core.model import Dossier, IssuedDocument, Narrative, Plan, Settings
from generator.core.period_names import rhythm_of
from generator.core.periods import Period, Window, ends_inside
from generator.core.problems import Place
from generator.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """The tasks of a report.

    `items` is in the plan's order; `overdue`, `completed_late` and `due_next` (deadline in the window that follows,
    neither completed nor suspended) are ordered by deadline, as are `due` (deadline on or before the day of judgement,
    whatever came of them) and `suspended_overdue` (paused, and the deadline has passed). `due_today` are open tasks
    whose last day is the day of judgement, `undated` those without a day; `recurring_silent` are recurring tasks that
    were due in the period and nobody reported on. `previous_items` and `last_year_items` tell how the same tasks stood
    at the end of the period before and a year before; None where nobody had reported by then.
    """

    items: tuple[TaskFact, ...]
    counts: Counts
    by_agency: tuple[AgencyCounts, ...]
    by_group: tuple[GroupCounts, ...]
    overdue: tuple[TaskFact, ...]
    completed_late: tuple[TaskFact, ...]
    due_next: tuple[TaskFact, ...]
    due: tuple[TaskFact, ...]
    due_today: tuple[TaskFact, ...]
    undated: tuple[TaskFact, ...]
    suspended: tuple[TaskFact, ...]
    suspended_overdue: tuple[TaskFact, ...]
    overdue_since: Mapping[str, Period]
    """Code of an overdue task → the first period, of the report's kind, at whose end it was overdue already."""
    recurring_silent: tuple[TaskFact, ...]
    difficulties: tuple[Difficulty, ...]
    previous_items: tuple[TaskFact, ...] | None
    last_year_items: tuple[TaskFact, ...] | None


@dataclass(frozen=True, slots=True)
class RestatementNote:
    """A sentence on values of an earlier period that are not those of the report issued for it, with their cells."""

    block_key: str
    text: str
    cells: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class IssuedCounts:
    """How many tasks stood where, as the report named by `citation` printed it."""

    counts: Counts
    citation: str


@dataclass(frozen=True, slots=True)
class LastText:
    """What the report of `period` said in a section that a person writes, a line a paragraph."""

    section: str
    period: Period
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """One report's figures. `agency` is set for one agency's own report; `dossier` is what they were computed from.

    `data_until` is the latest period, up to the report's end, that something was reported for; None if nothing was.
    `restated` and `issued_counts` (by period code; set where issued values are compared with) are filled in by
    `comparison_choice.compared_with`.
    """

    dossier: Dossier
    period: Period
    window: Window
    as_of: date
    agency: str | None
    tasks: TaskFacts
    indicators: tuple[IndicatorFact, ...]
    funding: Funding
    previous_funding: Funding
    """The same money at the end of the period before."""
    reporting: tuple[AgencyReporting, ...]
    documents: tuple[IssuedDocument, ...]
    narratives: tuple[Narrative, ...]
    data_until: Period | None = None
    restated: tuple[RestatementNote, ...] = ()
    issued_counts: Mapping[str, IssuedCounts] = field(default_factory=dict)
    changes: tuple[ChangeFact, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    replaced_funding: tuple[tuple[Plan, Funding], ...] = ()
    """The money of plans that others have taken the place of: told beside `funding`, whose totals do not hold it."""
    plans: tuple[str, ...] = ()
    """The codes of the plans that are reported on, where they are not all."""
    by_plan: tuple[PlanPart, ...] = ()
    """Each of several plans by itself; what is of two stands in both, and once in the whole."""
    last_texts: tuple[LastText, ...] = ()
    """What the report before said in sections that are empty now; filled in by `stories.last_texts`."""
    recipient: str | None = None
    """Whom the report goes to, where sheet Nơi gửi tells several apart; the figures are the same for each."""
    scores: Scores | None = None
    """How units score and rank; None in a part of the report, which does not know all that counts."""

    @property
    def settings(self) -> Settings:
        return self.dossier.settings

    @property
    def stale_since(self) -> Period | None:
        """The period that the newest data are of, where that ends before the report's; None where they are fresh."""
        period = self.data_until
        return period if period and period.window(self.settings.cutoff).end < self.window.end else None


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One of the plans of a report, with the facts that its own report has."""

    plan: Plan
    facts: Facts


def compute(
    dossier: Dossier,
    period: Period,
    as_of: date | None = None,
    agency: str | None = None,
    plans: tuple[str, ...] = (),
) -> Facts:
    """The facts of `period`; lateness is judged on `as_of`, by default the period's cut-off day.

    With `agency` only the tasks and indicators it leads and the money it spends remain, and the tables by agency
    hold that agency alone; documents are those it issued, narratives stay as they are. A name nobody bears gives
    empty facts. `plans` are the codes of the plans that `dossier` is a part of, where it is one (`only_plans`).
    """
    timeline = Timeline(period, dossier.settings.cutoff)
    as_of = as_of or timeline.window.end
    whole = in_force(dossier, as_of)
    scope = whole if agency is None else only_agency(whole, agency)
    codes = {task.code for task in scope.tasks}
    items = task_facts(scope.tasks, rows_by_task(scope.progress), timeline, as_of)
    return Facts(
        dossier=scope,
        period=period,
        window=timeline.window,
        as_of=as_of,
        agency=agency,
        tasks=_task_facts(dossier, scope, items, timeline, as_of, agency),
        indicators=indicator_facts(scope.indicators, scope.milestones, scope.measurements, timeline),
        funding=funding(scope.funding, scope.disbursements, timeline),
        previous_funding=funding(
            scope.funding, scope.disbursements, Timeline(period.previous(), dossier.settings.cutoff)
        ),
        reporting=tuple(
            one
            for one in agency_reporting(items, scope.agencies, figures_sent(scope, timeline))
            if _is_meant(one.agency, agency)
        ),
        documents=period_documents(scope.documents, timeline),
        narratives=tuple(narrative for narrative in scope.narratives if narrative.period == period),
        data_until=data_until(scope, timeline),
        changes=tuple(one for one in changes_in(dossier, timeline.window) if _concerns(one, agency, codes)),
        replacements=replacements_in(dossier, timeline.window, plans) if agency is None else (),
        replaced_funding=_replaced(dossier if agency is None else only_agency(dossier, agency), timeline, as_of),
        plans=plans,
        by_plan=_by_plan(dossier, period, as_of, plans) if agency is None else (),
        scores=scores(dossier, timeline, as_of) if agency is None else None,
    )


def _replaced(dossier: Dossier, timeline: Timeline, as_of: date) -> tuple[tuple[Plan, Funding], ...]:
    found = replaced_money(dossier, as_of)
    return tuple((one.plan, funding(one.lines, dossier.disbursements, timeline)) for one in found)


def _by_plan(dossier: Dossier, period: Period, as_of: date, asked: tuple[str, ...]) -> tuple[PlanPart, ...]:
    """Each plan in force that has something to report on; none where there is only one to tell of."""
    plans = [plan for plan in plans_in_force(dossier, as_of) if not asked or plan.code in asked]
    if len(plans) < 2:
        return ()
    parts = [
        PlanPart(plan, compute(only_plans(dossier, (plan.code,)), period, as_of, plans=(plan.code,))) for plan in plans
    ]
    told = tuple(one for one in parts if one.facts.tasks.items or one.facts.indicators or one.facts.funding.lines)
    return told if len(told) > 1 else ()


def _concerns(change: ChangeFact, agency: str | None, codes: Iterable[str]) -> bool:
    """Whether a change is told in a report: in an agency's own, of what it leads or led."""
    return agency is None or change.change.task in codes or _is_among(agency, change.before.lead)


def data_until(dossier: Dossier, timeline: Timeline) -> Period | None:
    """The latest period, up to the report's end, that something was reported for."""
    periods = {row.period for row in dossier.progress} | {row.period for row in dossier.measurements}
    periods |= {row.period for row in dossier.disbursements}
    ended = [period for period in periods if period.window(timeline.rule).end <= timeline.window.end]
    return max(ended, key=lambda period: _reach(period, timeline), default=None)


def _reach(period: Period, timeline: Timeline) -> tuple[date, date, str]:
    window = period.window(timeline.rule)
    return window.end, window.start, period.code


def task_facts_at(dossier: Dossier, period: Period, agency: str | None = None) -> tuple[TaskFact, ...] | None:
    """How each task stood at the end of `period`, judged on that day; None if nobody had reported by then.

    With `agency` only the tasks that it led on that day.
    """
    timeline = Timeline(period, dossier.settings.cutoff)
    then = in_force(dossier, timeline.window.end)
    then = then if agency is None else only_agency(then, agency)
    if timeline.latest(then.progress) is None:
        return None
    return task_facts(then.tasks, rows_by_task(then.progress), timeline, timeline.window.end)


def only_agency(dossier: Dossier, agency: str) -> Dossier:
    """The part of `dossier` that is one agency's; the name's case, spaces and tone placement do not matter."""
    tasks = tuple(task for task in dossier.tasks if _is_among(agency, task.lead))
    codes = {task.code for task in tasks}
    return replace(
        dossier,
        tasks=tasks,
        progress=tuple(row for row in dossier.progress if row.task in codes),
        indicators=tuple(indicator for indicator in dossier.indicators if _is_among(agency, indicator.lead)),
        funding=tuple(line for line in money_with_plans(dossier) if _is_among(agency, line.agencies)),
        documents=tuple(document for document in dossier.documents if _is_among(agency, (document.issuer,))),
    )


def only_public(dossier: Dossier) -> Dossier:
    """The part of `dossier` that everybody may read (column Công khai): its rows, and what was reported on them."""
    tasks = tuple(task for task in dossier.tasks if task.public)
    indicators = tuple(indicator for indicator in dossier.indicators if indicator.public)
    lines = tuple(line for line in money_with_plans(dossier) if line.public)
    task_codes, codes, line_codes = ({one.code for one in rows} for rows in (tasks, indicators, lines))
    return replace(
        dossier,
        tasks=tasks,
        changes=tuple(row for row in dossier.changes if row.task in task_codes),
        progress=tuple(row for row in dossier.progress if row.task in task_codes),
        indicators=indicators,
        milestones=tuple(row for row in dossier.milestones if row.indicator in codes),
        measurements=tuple(row for row in dossier.measurements if row.indicator in codes),
        funding=lines,
        disbursements=tuple(row for row in dossier.disbursements if row.line in line_codes),
        documents=(),
        narratives=(),
        criteria=(),
        hand_points=(),
        settings=replace(dossier.settings, completion_floor=None),
    )


def period_documents(documents: Iterable[IssuedDocument], timeline: Timeline) -> tuple[IssuedDocument, ...]:
    """The documents issued in the period, in the order of their dates; one without a date counts by its row's period.

    One that was entered twice (for a month and again for its quarter) is listed once.
    """
    found: dict[tuple[str, date | None, str], IssuedDocument] = {}
    for document in documents:
        if document.day in timeline.window if document.day else timeline.holds(document):
            found.setdefault((fold(document.number), document.day, fold(document.issuer)), document)
    return tuple(sorted(found.values(), key=lambda document: document.day or date.max))


def _task_facts(
    dossier: Dossier,
    scope: Dossier,
    items: tuple[TaskFact, ...],
    timeline: Timeline,
    as_of: date,
    agency: str | None,
) -> TaskFacts:
    by_agency = counts_by_agency(items, scope.agencies)
    return TaskFacts(
        items=items,
        counts=Counts.of(items),
        by_agency=tuple(one for one in by_agency if _is_meant(one.agency, agency)),
        by_group=counts_by_group(items),
        overdue=_by_deadline(fact for fact in items if fact.status.is_overdue),
        completed_late=_by_deadline(fact for fact in items if fact.status is TaskStatus.COMPLETED_LATE),
        due_next=_by_deadline(_due_next(items, timeline)),
        due=_by_deadline(fact for fact in items if fact.deadline is not None and fact.deadline <= as_of),
        due_today=tuple(fact for fact in items if fact.deadline == as_of and _is_open(fact)),
        undated=tuple(fact for fact in items if fact.is_undated),
        suspended=_by_deadline(fact for fact in items if fact.status is TaskStatus.SUSPENDED),
        suspended_overdue=_by_deadline(fact for fact in items if _is_paused_late(fact, as_of)),
        overdue_since=overdue_since(items, scope.progress, timeline),
        recurring_silent=tuple(fact for fact in items if _is_silent(fact, timeline)),
        difficulties=difficulties(items),
        previous_items=task_facts_at(dossier, timeline.period.previous(), agency),
        last_year_items=task_facts_at(dossier, timeline.period.same_last_year(), agency),
    )


def _due_next(items: Iterable[TaskFact], timeline: Timeline) -> Iterable[TaskFact]:
    upcoming = timeline.period.next().window(timeline.rule)
    for fact in items:
        if _is_open(fact) and fact.deadline is not None and fact.deadline in upcoming:
            yield fact


def _is_open(fact: TaskFact) -> bool:
    return not fact.status.is_completed and fact.status is not TaskStatus.SUSPENDED


def _is_silent(fact: TaskFact, timeline: Timeline) -> bool:
    """A recurring task that came round in the period, and nobody said anything."""
    if fact.status is not TaskStatus.ONGOING or fact.reported or fact.has_ended:
        return False
    rhythm = rhythm_of(fact.task.deadline.text)
    return rhythm is None or ends_inside(timeline.window, rhythm, timeline.rule)


def _is_paused_late(fact: TaskFact, as_of: date) -> bool:
    return fact.status is TaskStatus.SUSPENDED and fact.deadline is not None and fact.deadline < as_of


def _by_deadline(facts: Iterable[TaskFact]) -> tuple[TaskFact, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.deadline or date.max))


def _is_among(agency: str, names: Iterable[str]) -> bool:
    return fold(agency) in {fold(name) for name in names}


def _is_meant(name: str, agency: str | None) -> bool:
    return agency is None or fold(name) == fold(agency)
