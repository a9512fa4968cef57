"""Returns looked through before they are taken in: what each would change, which are refused, who is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.core.problems import BadDossier, Problem, Severity
from generator.core.vietnamese import number_text, short_date
from generator.stories.collect import CollectOutcome, collect, unanswered
from generator.web.dossiers import DossierFolder
from generator.web.returns import Waiting, waiting_returns

TITLE = "Xem các phiếu gửi về"
STEPS = ("Đọc các phiếu và so với sổ tính",)
ABOUT = ("period",)
_SILENT = ("TL011", "TL012")


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What would come of the returns that wait: `taken` with what stays aside of each, `refused`, `changes`, `silent`.

    `stuck` holds what keeps all of them out, the fault of the workbook itself.
    """
    on_step(STEPS[0])
    found = waiting_returns(dossier)
    names = {one.file: one.name for one in found}
    told: dict[str, Any] = {
        "period": wanted["period"],
        "overwrite": wanted["overwrite"],
        "mark": dossier.workbook_mark(),
        "waiting": [one.file for one in found],
        "taken": [],
        "refused": [],
        "stuck": [],
        "changes": [],
        "rows": 0,
    }
    outcome = None
    try:
        outcome = _tried(dossier, found, wanted) if found else None
    except BadDossier as error:
        told["stuck"] = _told((one for one in error.problems if one.severity is Severity.ERROR), names)
    if outcome is None:
        silent, problems = unanswered(dossier.workbook, wanted["period"])
    else:
        silent, problems = outcome.silent, outcome.problems
        told |= _sorted_out(outcome, found, names)
        told["changes"] = [cell for change in outcome.changes for cell in _cells(change, names)]
        told["rows"] = sum(change.writes for change in outcome.changes)
    told["silent"] = list(silent)
    told["owing"] = _told((one for one in problems if one.code == _SILENT[1]), names)
    told["notes"] = _told((one for one in problems if one.code not in _SILENT), names)
    return told


def _tried(dossier: DossierFolder, found: Sequence[Waiting], wanted: Mapping[str, Any]) -> CollectOutcome:
    return collect(
        dossier.workbook,
        [one.path for one in found],
        wanted["period"],
        now=datetime(2000, 1, 1),
        dry_run=True,
        overwrite=wanted["overwrite"],
    )


def _sorted_out(outcome: CollectOutcome, found: Sequence[Waiting], names: Mapping[str, str]) -> dict[str, Any]:
    """The returns that are taken, each with what stays aside of it, and those that are refused."""
    needs: dict[str, list[Problem]] = defaultdict(list)
    for one in outcome.aside:
        needs[one.path.name] += one.needs
    refused = {one.path.name for one in outcome.refused}
    agencies = {path.name: agency for path, agency in outcome.came}

    def shown(one: Waiting) -> dict[str, Any]:
        problems = _told(needs[one.file], names)
        return {"file": one.file, "name": one.name, "agency": agencies.get(one.file, ""), "problems": problems}

    return {
        "taken": [shown(one) for one in found if one.file not in refused],
        "refused": [shown(one) for one in found if one.file in refused],
    }


def _cells(change: Any, names: Mapping[str, str]) -> list[dict[str, Any]]:
    files = [one.path.name for one in change.answer.sources]
    agency = "; ".join(change.agencies)
    shared = {"sheet": str(change.sheet), "code": change.code, "agency": agency}
    return [
        {
            **shared,
            "name": ", ".join(names.get(file, file) for file in files),
            "column": cell.column,
            "old": _shown(cell.old),
            "new": _shown(cell.new),
            "fate": cell.fate.value,
            "row": change.target.number if change.target else 0,
        }
        for cell in change.cells
    ]


def _shown(value: str | Decimal | date | None) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    return short_date(value) if isinstance(value, date) else value or ""


def _told(problems: Iterable[Problem], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Problems as pages show them, each return under the name that people know."""
    told = []
    for one in problems:
        plain = one.without_folder()
        message, fix = plain.message, plain.fix
        for file, name in names.items():
            message, fix = message.replace(file, name), fix.replace(file, name)
        told.append({**plain.as_json(), "message": message, "fix": fix})
    return told
