"""Returns looked through before they are taken in: what each would change, which are refused, who is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.core.problems import BadDossier, Problem, Severity
from generator.core.vietnamese import number_text, short_date
from generator.stories.collect import CollectOutcome, collect, unanswered
from generator.web.dossiers import DossierFolder
from generator.web.returns import Waiting, waiting_returns

TITLE = "Xem các phiếu gửi về"
STEPS = ("Đọc các phiếu và so với sổ tính",)
_CONTRADICTION, _SILENT = "TL008", ("TL011", "TL012")


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What would come of the returns that wait; `stuck` holds what a person must settle first."""
    on_step(STEPS[0])
    found = waiting_returns(dossier)
    told: dict[str, Any] = {
        "period": wanted["period"],
        "overwrite": wanted["overwrite"],
        "mark": dossier.workbook_mark(),
        "waiting": [one.file for one in found],
        "taken": [],
        "refused": [],
        "stuck": [],
        "changes": [],
        "notes": [],
    }
    good, refused, outcome, stuck = _sorted_out(dossier, found, wanted)
    names = {one.file: one.name for one in found}
    if outcome is None:
        silent, problems = unanswered(dossier.workbook, wanted["period"])
    else:
        silent, problems = outcome.silent, outcome.problems
        agencies = {change.answer.returned.path.name: change.answer.agency for change in outcome.changes}
        told["taken"] = [{"file": one.file, "name": one.name, "agency": agencies.get(one.file, "")} for one in good]
        told["changes"] = [cell for change in outcome.changes for cell in _cells(change, names)]
        told["rows"] = sum(change.writes for change in outcome.changes)
    told["refused"] = [
        {"file": one.file, "name": one.name, "problems": _told(refused[one.file], names)}
        for one in found
        if one.file in refused
    ]
    told["stuck"] = _told(stuck, names)
    told["silent"] = list(silent)
    told["owing"] = _told((one for one in problems if one.code == _SILENT[1]), names)
    told["notes"] = _told((one for one in problems if one.code not in _SILENT), names)
    return told


def _sorted_out(
    dossier: DossierFolder, found: Sequence[Waiting], wanted: Mapping[str, Any]
) -> tuple[list[Waiting], Mapping[str, Sequence[Problem]], CollectOutcome | None, tuple[Problem, ...]]:
    """The returns that can be taken in together, why others cannot, what comes of it, what keeps all from it.

    `collect` takes all or none: those at fault are left out until the rest goes. Answers that contradict each other
    are nobody's fault alone, so they wait for a person.
    """
    good, refused = list(found), dict[str, Sequence[Problem]]()
    while good:
        try:
            outcome = collect(
                dossier.workbook,
                [one.path for one in good],
                wanted["period"],
                now=datetime(2000, 1, 1),
                dry_run=True,
                overwrite=wanted["overwrite"],
            )
        except BadDossier as error:
            faults = _faults_by_file(error.problems, {one.file for one in good})
            if not faults:
                return good, refused, None, tuple(one for one in error.problems if one.severity is Severity.ERROR)
            refused |= faults
            good = [one for one in good if one.file not in faults]
        else:
            return good, refused, outcome, ()
    return [], refused, None, ()


def _faults_by_file(problems: Iterable[Problem], files: set[str]) -> dict[str, list[Problem]]:
    faults: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        name = Path(one.place.file or "").name
        if one.severity is Severity.ERROR and one.code != _CONTRADICTION and name in files:
            faults[name].append(one)
    return dict(faults)


def _cells(change: Any, names: Mapping[str, str]) -> list[dict[str, Any]]:
    file = change.answer.returned.path.name
    shared = {"sheet": str(change.sheet), "code": change.code, "agency": change.answer.agency}
    return [
        {
            **shared,
            "name": names.get(file, file),
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
