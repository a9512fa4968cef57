"""The facts as other programs read them: one JSON object, which `facts` prints and the manifest keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from generator.compute.counts import Counts
from generator.compute.evidence import without_evidence
from generator.compute.facts import Facts, PlanPart
from generator.compute.funding import Amounts, FundingFact
from generator.compute.indicators import Comparison, IndicatorFact
from generator.compute.plan_changes import ChangeFact
from generator.compute.reporting import signed
from generator.compute.scores import CriterionScore, Measure, Scores, UnitScore
from generator.compute.task_status import TaskFact
from generator.compute.timeline import Timeline
from generator.core.model import Aggregation, ChangeKind, Measurement, Target
from generator.core.problems import Place, Problem
from generator.core.vietnamese import round_half_up

JsonObject = dict[str, Any]
AGGREGATIONS = {
    Aggregation.POINT: "point",
    Aggregation.SUM: "sum",
    Aggregation.YEAR_TO_DATE: "year_to_date",
    Aggregation.MEAN: "mean",
}

CHANGES = {
    ChangeKind.EXTENDED: "extended",
    ChangeKind.MOVED: "moved",
    ChangeKind.REWORDED: "reworded",
    ChangeKind.DROPPED: "dropped",
}


def facts_as_json(facts: Facts, problems: Iterable[Problem]) -> JsonObject:
    """`facts` and the `problems` found on the way, ready for `json.dumps`: decimals are strings, dates ISO."""
    return {
        "period": {
            "code": facts.period.code,
            "kind": facts.period.kind.value,
            "label": facts.period.label,
            **({"name": facts.period.name} if facts.period.name else {}),
            "start": facts.window.start.isoformat(),
            "end": facts.window.end.isoformat(),
        },
        **({"plans": list(facts.plans)} if facts.plans else {}),
        **({"recipient": facts.recipient} if facts.recipient else {}),
        "as_of": facts.as_of.isoformat(),
        "tasks": _tasks(facts),
        "indicators": [_indicator(fact) for fact in facts.indicators],
        "funding": {
            "lines": [_funding_line(fact) for fact in facts.funding.lines],
            "totals": _amounts(facts.funding.totals),
            **_replaced(facts),
        },
        **({"by_plan": [_plan_part(one) for one in facts.by_plan]} if facts.by_plan else {}),
        **_changes(facts),
        **({"scores": scores_as_json(facts.scores)} if facts.scores else {}),
        "problems": [problem.as_json() for problem in problems],
    }


def remembered(facts: Facts) -> JsonObject:
    """What a manifest keeps beside the facts, where there is any: who answers for the figures (`signed`), and what is
    said to be done and nothing shows (`without_evidence`, for the check sheet)."""
    timeline = Timeline(facts.period, facts.settings.cutoff)
    unproven = [
        {"code": one.code, "name": one.name, "period": one.period.code, **_cell_of(one.row.place(one.column))}
        for one in without_evidence(facts.dossier, timeline)
    ]
    found = {"signed": [asdict(one) for one in signed(facts.dossier, timeline)], "without_evidence": unproven}
    return {name: rows for name, rows in found.items() if rows}


def _cell_of(place: Place) -> JsonObject:
    return {"sheet": place.sheet, "cell": place.cell}


def plain_number(value: Decimal | None) -> str | None:
    """A number without exponent and without zeros that say nothing: 62.5, 80, 973756."""
    if value is None:
        return None
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def _one_decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _counts(counts: Counts) -> dict[str, int]:
    return {status.value: number for status, number in counts.by_status().items()}


def _tasks(facts: Facts) -> JsonObject:
    tasks = facts.tasks
    return {
        "total": tasks.counts.total,
        "counts": _counts(tasks.counts),
        "undated": len(tasks.undated),
        "due": len(tasks.due),
        "due_completed": sum(fact.status.is_completed for fact in tasks.due),
        "items": [_task(fact) for fact in tasks.items],
        "by_agency": [
            {"agency": one.agency, "total": one.counts.total, "counts": _counts(one.counts)} for one in tasks.by_agency
        ],
        "by_group": [
            {"group": one.group, "title": one.title, "total": one.counts.total, "counts": _counts(one.counts)}
            for one in tasks.by_group
        ],
    }


def _task(fact: TaskFact) -> JsonObject:
    return {
        "code": fact.task.code,
        "status": fact.status.value,
        "deadline": fact.deadline.isoformat() if fact.deadline else None,
        "deadline_kind": fact.task.deadline.kind.value,
        "reported": fact.reported,
        "lead": list(fact.task.lead),
    }


def _plan_part(part: PlanPart) -> JsonObject:
    """A plan's share of the report: its tasks counted, its indicators by code, its money summed."""
    tasks, funding = part.facts.tasks, part.facts.funding
    return {
        "code": part.plan.code,
        "name": part.plan.name,
        "tasks": {
            "total": tasks.counts.total,
            "counts": _counts(tasks.counts),
            "codes": [fact.task.code for fact in tasks.items],
        },
        "indicators": [fact.indicator.code for fact in part.facts.indicators],
        "funding": {"lines": [fact.line.code for fact in funding.lines], "totals": _amounts(funding.totals)},
    }


def _changes(facts: Facts) -> JsonObject:
    """What was changed in the plan in the period; no key where nothing was."""
    found: JsonObject = {}
    if facts.changes:
        found["plan_changes"] = [_change(fact) for fact in facts.changes]
    if facts.replacements:
        found["plan_replacements"] = [
            {
                "new": one.new.code,
                "old": one.old.code,
                "carried": [task.code for task in one.carried],
                "ended": [task.code for task in one.ended],
            }
            for one in facts.replacements
        ]
    return found


def _change(fact: ChangeFact) -> JsonObject:
    change, task = fact.change, fact.before
    old: object = None
    new: object = None
    if change.kind is ChangeKind.EXTENDED:
        old = task.deadline.day.isoformat() if task.deadline.day else task.deadline.text or None
        new = change.deadline.day.isoformat() if change.deadline and change.deadline.day else change.text
    elif change.kind is ChangeKind.MOVED:
        old, new = list(task.lead), list(change.lead)
    elif change.kind is ChangeKind.REWORDED:
        old, new = task.content, change.text
    return {
        "code": task.code,
        "day": change.day.isoformat(),
        "kind": CHANGES[change.kind],
        "old": old,
        "new": new,
        "basis": change.basis or None,
    }


def _indicator(fact: IndicatorFact) -> JsonObject:
    so_far: JsonObject = {}
    if fact.held.parts != fact.rows:
        so_far["year_so_far"] = plain_number(fact.held.value)
    if fact.year_so_far is not None and fact.held.missing:
        so_far["year_missing_parts"] = [period.code for period in fact.held.missing]
    return so_far | {
        "code": fact.indicator.code,
        "name": fact.indicator.name,
        "unit": fact.indicator.unit,
        "target": _target(fact.target, fact.target_year),
        "aggregation": AGGREGATIONS[fact.aggregation],
        "parts": [] if fact.is_yes_no else [_part(row) for row in fact.rows],
        "missing_parts": [period.code for period in fact.missing],
        "value": (fact.words or None) if fact.is_yes_no else plain_number(fact.value),
        "carried_from": fact.carried_from,
        "achievement": _one_decimal(fact.achievement),
        "status": fact.status.value,
        "previous": _comparison(fact.previous),
        "same_period_last_year": _comparison(fact.same_period_last_year),
    }


def _part(row: Measurement) -> JsonObject:
    return {"period": row.period.code, "value": plain_number(row.value)}


def _target(target: Target, year: int | None) -> JsonObject:
    return {
        "operator": target.operator.value,
        "value": plain_number(target.value),
        "upper": plain_number(target.upper),
        "year": year,
    }


def _comparison(comparison: Comparison | None) -> JsonObject | None:
    if comparison is None:
        return None
    return {
        "period": comparison.period.code,
        "value": plain_number(comparison.value),
        "change": plain_number(comparison.change),
    }


def _funding_line(fact: FundingFact) -> JsonObject:
    return {"code": fact.line.code, "source": fact.line.source} | _amounts(fact.amounts)


def _replaced(facts: Facts) -> JsonObject:
    """Money of plans that others have taken the place of: in no total above."""
    found = [
        {"plan": plan.code, "lines": [_funding_line(fact) for fact in money.lines], "totals": _amounts(money.totals)}
        for plan, money in facts.replaced_funding
    ]
    return {"replaced": found} if found else {}


def _amounts(amounts: Amounts) -> JsonObject:
    return {
        "planned": plain_number(amounts.planned),
        "allocated": plain_number(amounts.allocated),
        "disbursed": plain_number(amounts.disbursed),
        "rate": None if amounts.rate is None else _one_decimal(round_half_up(amounts.rate, 1)),
    }


def scores_as_json(found: Scores) -> JsonObject:
    """How units score and rank: points with their measures, `lacking` where there is nothing to measure."""
    return {
        "previous_period": found.previous.code if found.previous else None,
        "least_basis": plain_number(found.least_basis),
        "completion_floor": plain_number(found.floor),
        "below_floor": [
            {"agency": one.unit, **_measure(one.completion), "never_reported": one.silent}
            for one in found.below
            if one.completion is not None
        ],
        "boards": [
            {"kind": board.kind.value, "ranked": board.ranked, "units": [_unit_score(one) for one in board.units]}
            for board in found.boards
        ],
    }


def _unit_score(one: UnitScore) -> JsonObject:
    return {
        "agency": one.unit,
        "rank": one.rank,
        "total": _one_decimal(one.total),
        "band": one.band.name if one.band else None,
        "earned": _one_decimal(one.earned),
        "basis": plain_number(one.basis),
        "bonus": plain_number(one.added),
        "malus": plain_number(one.taken),
        "previous": {"total": _one_decimal(one.previous_total), "rank": one.previous_rank},
        "change": _one_decimal(one.change),
        "criteria": [_criterion_score(score) for score in one.criteria],
    }


def _criterion_score(score: CriterionScore) -> JsonObject:
    return {
        "code": score.criterion.code,
        "method": score.criterion.method.value,
        "weight": plain_number(score.criterion.weight),
        "points": _one_decimal(score.points),
        "measure": _measure(score.measure) if score.measure else None,
        "lacking": score.lacking.value if score.lacking else None,
    }


def _measure(measure: Measure) -> JsonObject:
    return {
        "part": plain_number(measure.part),
        "whole": plain_number(measure.whole),
        "share": _one_decimal(measure.share),
        "left_out": measure.left_out,
        "older": measure.older,
        "under_way": measure.under_way,
    }
