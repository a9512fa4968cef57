"""The workbook checked: every problem, and what a person may choose from when a report is built."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from generator.compute.collecting import collect_answers
from generator.compute.due import ReportingRule, due_periods
from generator.core.model import Dossier
from generator.stories.check import with_issued
from generator.stories.convert import convert
from generator.stories.dossier import check, data_periods, leading_agencies
from generator.stories.jobs import OnStep, Step
from generator.stories.mend import open_cells
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.orders import keep_ended

TITLE = "Kiểm tra hồ sơ"
STEPS = (Step.READ, Step.VALIDATE)
_UNFILLED = frozenset(("BNG009", "TTC001"))
"""Codes of a workbook that nobody has filled in yet."""


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """`problems` as JSON, `mark` of the workbook looked at, `choices` (None where nothing could be made of it)."""
    take_text(dossier)
    mark = dossier.workbook_mark()
    checked = with_issued(check(dossier.workbook, on_step), dossier.outputs / dossier.workbook.stem)
    problems = [problem.without_folder().as_json() for problem in checked.problems]
    cells = open_cells(dossier.workbook, checked.dossier, checked.problems)
    return {
        "mark": mark,
        "problems": problems,
        "choices": choices(checked.dossier),
        "cells": [{name: value for name, value in asdict(one).items() if value} for one in cells.values()],
    }


def renew(dossier: DossierFolder, on_step: OnStep) -> None:
    """The check run anew within other work, and its result put where the next page looks for it."""
    keep_state(dossier, "check", TITLE, STEPS, run(dossier, {}, on_step))


def keep_state(
    dossier: DossierFolder,
    kind: str,
    title: str,
    steps: Sequence[str],
    result: Mapping[str, Any],
    wanted: Mapping[str, Any] | None = None,
) -> None:
    """Keeps the result of work that was done within other work as if it had been asked for."""
    asked = dict(wanted or {})
    now = datetime.now().isoformat(timespec="seconds")
    about = {
        "id": secrets.token_hex(8),
        "kind": kind,
        "title": title,
        "wanted": asked,
        "steps": list(steps),
    }
    ended = {"step": len(steps) - 1, "state": "done", "started": now, "ended": now, "result": dict(result)}
    state = about | ended
    keep_ended(dossier.works, state, tuple(asked))
    write_json(dossier.works / f"{kind}.json", state)


def take_text(dossier: DossierFolder) -> None:
    """The workbook of a dossier that came as YAML or JSON. Raises BadDossier with what is wrong in the text."""
    source = next(iter(sorted(dossier.folder.glob("nguon.*"))), None)
    if source is not None and not dossier.workbook.exists():
        convert(source, dossier.workbook)


def choices(dossier: Dossier | None) -> dict[str, Any] | None:
    """Periods with data, agencies that lead something, and a few words on what is in the workbook."""
    if dossier is None:
        return None
    return {
        "plan": dossier.settings.plan_name or "",
        "tasks": len(dossier.tasks),
        "indicators": len(dossier.indicators),
        "periods": [{"code": one.code, "label": one.label} for one in data_periods(dossier)],
        "agencies": list(leading_agencies(dossier)),
        "waived": list(dossier.settings.waived_rules),
        "recipients": [one.name for one in dossier.recipients],
        "reporting": _reporting(dossier),
    }


def _reporting(dossier: Dossier) -> dict[str, Any]:
    """What the list of dossiers tells of the reports that are due: the dossier's own rule, and who is silent."""
    settings, known = dossier.settings, data_periods(dossier)
    rule = ReportingRule(settings.cutoff, settings.returns_due, settings.plan_date)
    kinds = [*(one.kind for one in known), *(kind for one in dossier.recipients for kind in one.kinds)]
    due = due_periods(kinds, date.today(), rule)
    return {
        "issuer": settings.issuer,
        "cutoff": settings.cutoff.value,
        "returns_due": settings.returns_due,
        "begins": settings.plan_date.isoformat() if settings.plan_date else "",
        "recipients": [
            {"name": one.name, "kinds": [kind.value for kind in one.kinds], "due": one.due}
            for one in dossier.recipients
        ],
        "silent": {one.code: list(collect_answers(dossier, (), one, False).silent) for one in due},
    }


def is_unfilled(result: Mapping[str, Any]) -> bool:
    """Whether a check found a workbook of our form with no task and no indicator, and nothing wrong but that."""
    found = result.get("choices") or {}
    wrong = {one["code"] for one in result.get("problems", ()) if one["severity"] == "error"}
    return bool(found) and not found["tasks"] and not found["indicators"] and wrong <= _UNFILLED
