"""The overview of a dossier at the end of a period: every figure with the rows of the workbook that it counts.

Its result is plain JSON (decimals are strings, dates ISO), because a page reads it long after the workbook was closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.compute.facts import compute
from generator.compute.facts_json import plain_number
from generator.compute.reporting import is_collective
from generator.core.figures import Figure, cell_list
from generator.core.model import Dossier, RowRef
from generator.core.periods import Period
from generator.core.problems import BadDossier, Severity, WrongUsage
from generator.core.summary import counted_statuses
from generator.render.one_indicator import status_label
from generator.render.score_views import scores_view
from generator.stories.dossier import check, data_periods, find_period
from generator.stories.jobs import OnStep, Step

if TYPE_CHECKING:
    from generator.compute.facts import Facts
    from generator.compute.funding import Amounts, FundingFact
    from generator.compute.indicators import IndicatorFact
    from generator.compute.task_status import TaskFact
    from generator.core.model import Disbursement, Measurement, Progress
    from generator.render.score_views import UnitScoreView

JsonObject = dict[str, Any]
MOST_PERIODS = 8
"""Periods shown side by side: the one asked for and those before it."""


def overview(
    workbook: Path, period: str = "", as_of: date | None = None, on_step: OnStep = lambda step: None
) -> JsonObject:
    """The overview of a workbook; without `period` of the latest one that has data.

    Faulty rows are left out and counted in `errors`. Raises BadDossier where no dossier can be made at all, and
    WrongUsage for a period that there is none of.
    """
    checked = check(workbook, on_step)
    if checked.dossier is None:
        raise BadDossier(f"Không đọc được “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    on_step(Step.COMPUTE)
    found = overview_of(checked.dossier, chosen_period(checked.dossier, period, as_of), as_of)
    return {**found, "errors": sum(one.severity is Severity.ERROR for one in checked.problems)}


def chosen_period(dossier: Dossier, text: str, on: date | None = None) -> Period:
    """The period that a person named, else the latest with data that has begun by `on`. Raises WrongUsage."""
    if text:
        return find_period(text, dossier)
    rule = dossier.settings.cutoff
    known = [one for one in data_periods(dossier) if on is None or one.window(rule).start <= on]
    if not known:
        raise WrongUsage("Hồ sơ chưa có số liệu của kỳ nào.", "Chọn một kỳ, hoặc nhập kết quả vào sổ tính trước.")
    return known[0]


def overview_of(dossier: Dossier, period: Period, as_of: date | None = None) -> JsonObject:
    """The same of a dossier that is read already. Pure."""
    facts, shown = compute(dossier, period, as_of), shown_periods(dossier, period)
    hindered = {one.fact.task.code for one in facts.tasks.difficulties}
    own: dict[str, dict[Period, Measurement]] = defaultdict(dict)
    for row in dossier.measurements:
        own[row.indicator][row.period] = row
    return {
        "plan": dossier.settings.plan_name,
        "illustrative": dossier.settings.illustrative,
        "period": {"code": period.code, "label": period.label},
        "window": [facts.window.start.isoformat(), facts.window.end.isoformat()],
        "as_of": facts.as_of.isoformat(),
        "data_of": facts.stale_since.label if facts.stale_since else "",
        "periods": [{"code": one.code, "label": one.label} for one in data_periods(dossier)],
        "agencies": [one.agency for one in facts.tasks.by_agency],
        "collective": [one.agency for one in facts.tasks.by_agency if is_collective(one.agency)],
        "silent": [one.agency for one in facts.reporting if one.is_asked and not one.has_reported],
        "groups": [{"group": one.group, "title": one.title} for one in facts.tasks.by_group],
        "tasks": [_task(fact, hindered) for fact in facts.tasks.items],
        "indicators": [_indicator(fact, shown, own.get(fact.indicator.code, {})) for fact in facts.indicators],
        "funding": [_line(fact, one.source, facts) for one in facts.funding.sources for fact in one.lines],
        "lines": [fact.line.code for fact in facts.funding.lines],
        "totals": _amounts(facts.funding.totals),
        "sources": [{"source": one.source} | _amounts(one.subtotal) for one in facts.funding.sources],
        "replaced": [{"plan": plan.code} | _amounts(money.totals) for plan, money in facts.replaced_funding],
        "scores": _scores(facts),
        "over": [_at(facts if one == period else compute(dossier, one)) for one in shown],
    }


def shown_periods(dossier: Dossier, period: Period) -> tuple[Period, ...]:
    """The last periods of the same kind with data, up to `period` and with it, oldest first."""
    rule = dossier.settings.cutoff
    end = period.window(rule).end
    alike = {one for one in data_periods(dossier) if one.kind is period.kind and one.window(rule).end < end}
    return tuple(sorted((*alike, period), key=lambda one: one.window(rule).end)[-MOST_PERIODS:])


# --- rows ----------------------------------------------------------------------------------------


def _place(row: RowRef) -> JsonObject:
    return {"sheet": row.sheet, "row": row.number}


def _said(row: Progress | Measurement | Disbursement | None) -> JsonObject | None:
    """The row that a figure rests on, and the period that it was reported for."""
    return _place(row.row) | {"period": row.period.code} if row else None


def _task(fact: TaskFact, hindered: Collection[str]) -> JsonObject:
    task, latest = fact.task, fact.latest
    return _place(task.row) | {
        "code": task.code,
        "group": task.group,
        "group_title": task.group_title,
        "content": task.content,
        "short": task.short_name,
        "lead": list(task.lead),
        "deadline": fact.deadline.isoformat() if fact.deadline else None,
        "deadline_text": task.deadline.text,
        "status": fact.status.value,
        "label": fact.status.label + (", chưa xác định thời hạn" if fact.is_undated else ""),
        "undated": fact.is_undated,
        "days_late": fact.days_late,
        "reported": fact.reported,
        "hindered": task.code in hindered,
        "result": latest.result if latest else "",
        "percent": _number(latest.percent) if latest else None,
        "completed_on": latest.completed_on.isoformat() if latest and latest.completed_on else None,
        "said": _said(latest),
    }


def _indicator(fact: IndicatorFact, periods: Sequence[Period], own: Mapping[Period, Measurement]) -> JsonObject:
    indicator = fact.indicator
    return _place(indicator.row) | {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "lead": list(indicator.lead),
        "target": fact.target.text,
        "goal": _number(fact.target.value),
        "value": fact.words if fact.is_yes_no else _number(fact.value),
        "words": fact.is_yes_no,
        "achievement": _number(fact.achievement),
        "status": fact.standing,
        "label": status_label(fact),
        "target_year": fact.target_year,
        "carried": fact.carried,
        "said": _said(fact.reckoning.last),
        "history": _history(periods, own),
    }


def _history(periods: Sequence[Period], own: Mapping[Period, Measurement]) -> list[JsonObject]:
    """The numbers reported for just these periods: nothing is carried from one to the next."""
    return [
        {
            "period": one.code,
            "value": _number(own[one].value) if one in own else None,
            "said": _said(own.get(one)),
        }
        for one in periods
    ]


def _line(fact: FundingFact, source: str, facts: Facts) -> JsonObject:
    """`source` is the one spelling that all lines of a source share here; `carried`: what was paid is of earlier."""
    line, paid = fact.line, fact.disbursed_in
    carried = paid is not None and paid.period.window(facts.settings.cutoff).end < facts.window.end
    return (
        _place(line.row)
        | {"code": line.code, "source": source, "content": line.content, "agencies": list(line.agencies)}
        | _amounts(fact.amounts)
        | {"said": _said(fact.latest), "carried": carried}
    )


def _amounts(amounts: Amounts) -> JsonObject:
    names = ("planned", "allocated", "disbursed", "rate")
    return {name: _number(getattr(amounts, name)) for name in names}


def _number(value: Decimal | None) -> str | None:
    return plain_number(value)


# --- scores --------------------------------------------------------------------------------------


def _scores(facts: Facts) -> JsonObject:
    """Scores and ranks in the words that the report prints, every point with its cells; no boards where none are."""
    view = scores_view(facts)
    return {
        "previous": view.previous_label,
        "bases": str(view.basis_texts),
        "floor": str(view.floor),
        "least_basis": str(view.least_basis),
        "below": [
            {"name": one.name, "done": str(one.done), "due": str(one.due), "silent": one.silent}
            | _figure("share", one.share)
            for one in view.below
        ],
        "boards": [{"title": board.title, "units": [_unit(unit) for unit in board.units]} for board in view.boards],
    }


def _unit(unit: UnitScoreView) -> JsonObject:
    names = ("rank", "total", "basis", "previous_total", "change", "previous_rank", "climbed")
    return {name: str(getattr(unit, name)) for name in names} | {
        "name": unit.name,
        "band": unit.band,
        "reckoning": str(unit.reckoning),
        "criteria": [
            {name: str(getattr(one, name)) for name in ("code", "name", "judged_by", "share", "weight")}
            | _figure("points", one.points)
            for one in unit.criteria
        ],
    }


def _figure(name: str, figure: Figure) -> JsonObject:
    """A figure under its name, and the cells it is reckoned from."""
    return {name: str(figure), "cells": cell_list(f"{place.sheet}!{place.cell}" for place in figure.cells)}


# --- periods side by side ------------------------------------------------------------------------


def _at(facts: Facts) -> JsonObject:
    """How all stood at the end of one period; `tasks` is None where nobody had reported on any by then.

    `due` are the tasks whose deadline had come, `due_completed` those of them that were done.
    """
    known = any(fact.latest for fact in facts.tasks.items)
    counts: Mapping[Any, int] = facts.tasks.counts.by_status()
    return {
        "period": facts.period.code,
        "label": facts.period.label,
        "as_of": facts.as_of.isoformat(),
        "tasks": {status.value: number for status, number in counts.items()} if known else None,
        "due": len(facts.tasks.due),
        "due_completed": sum(fact.status.is_completed for fact in facts.tasks.due),
        "indicators": counted_statuses([fact.standing for fact in facts.indicators]),
        "funding": _amounts(facts.funding.totals),
        "lines": [fact.line.code for fact in facts.funding.lines],
    }
