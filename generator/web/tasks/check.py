"""The workbook checked: every problem, and what a person may choose from when a report is built."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator.compute.collecting import collect_answers
from generator.compute.due import owed_reports
from generator.core.model import Dossier, Plan
from generator.core.problems import Problem
from generator.core.vietnamese import fold
from generator.stories.check import with_issued
from generator.stories.dossier import check, data_periods, leading_agencies
from generator.stories.due import made_reports, reporting_of
from generator.stories.jobs import OnStep, Step
from generator.stories.mend import open_cells
from generator.stories.report_folders import finished_reports
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.orders import keep_ended

TITLE = "Kiểm tra hồ sơ"
STEPS = (Step.READ, Step.VALIDATE)
_UNFILLED = frozenset(("BNG009", "TTC001"))
"""Codes of a workbook that nobody has filled in yet."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look through a workbook found: its problems, and the result as it is kept."""

    problems: tuple[Problem, ...]
    result: dict[str, Any]


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """`problems` as JSON, `mark` of the workbook looked at, `choices` (None where nothing could be made of it)."""
    return look(dossier, on_step).result


def look(dossier: DossierFolder, on_step: OnStep) -> Looked:
    """The same, with the problems themselves."""
    mark = dossier.workbook_mark()
    reports = dossier.outputs / dossier.workbook.stem
    checked = with_issued(check(dossier.workbook, on_step), reports)
    cells = open_cells(dossier.workbook, checked.dossier, checked.problems)
    result = {
        "mark": mark,
        "problems": [problem.without_folder().as_json() for problem in checked.problems],
        "choices": choices(checked.dossier, reports),
        "cells": [{name: value for name, value in asdict(one).items() if value} for one in cells.values()],
    }
    return Looked(tuple(checked.problems), result)


def renew(dossier: DossierFolder, on_step: OnStep) -> None:
    """The check run anew within other work, and its result put where the next page looks for it."""
    keep(dossier, look(dossier, on_step))


def keep(dossier: DossierFolder, found: Looked) -> None:
    """Keeps what was found as the dossier's last check."""
    keep_state(dossier, "check", TITLE, STEPS, found.result)


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


def choices(dossier: Dossier | None, reports: Path) -> dict[str, Any] | None:
    """Periods with data, agencies that lead something, recipients, plans, and a few words on what there is."""
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
        "plans": [
            {"code": one.code, "name": one.name, "replaced_by": _replaced_by(one.code, dossier.plans)}
            for one in dossier.plans
        ],
        "reporting": _reporting(dossier, reports),
    }


def _replaced_by(code: str, plans: Sequence[Plan]) -> str:
    """The codes of the plans that take the place of one; "" for none."""
    return ", ".join(one.code for one in plans if one.replaces and fold(one.replaces) == fold(code))


def _reporting(dossier: Dossier, reports: Path) -> dict[str, Any]:
    """What the list of dossiers tells of the reports that are due: what the dossier says of them, and who is silent."""
    said = reporting_of(dossier)
    owed = owed_reports(said, made_reports(finished_reports(reports)), date.today())
    periods = dict.fromkeys(one.period for one in owed)
    silent = {one.code: list(collect_answers(dossier, (), one, False).silent) for one in periods}
    return {**said.as_json(), "issuer": dossier.settings.issuer, "silent": silent}


def is_unfilled(result: Mapping[str, Any]) -> bool:
    """Whether a check found a workbook of our form with no task and no indicator, and nothing wrong but that."""
    found = result.get("choices") or {}
    wrong = {one["code"] for one in result.get("problems", ()) if one["severity"] == "error"}
    return bool(found) and not found["tasks"] and not found["indicators"] and wrong <= _UNFILLED
