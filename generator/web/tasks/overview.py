"""The overview of a dossier for a period and a day, kept as long as the workbook is the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.stories.jobs import OnStep, Step
from generator.stories.overview import overview
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json

TITLE = "Lập tổng quan"
STEPS = (Step.READ, Step.VALIDATE, Step.COMPUTE)
_FOLDER, _MARK = "tong-quan", 16


def path_of(dossier: DossierFolder, mark: str, period: str, as_of: str) -> Path:
    """Where the overview of a workbook (by its fingerprint) for a period's code and a day ("" its cut-off) is kept."""
    return dossier.folder / _FOLDER / f"{mark[:_MARK]}-{period}-{as_of or 'chot'}.json"


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """`mark`, `period` and `as_of` under which the overview is kept; `then` is where a person was going."""
    mark = dossier.workbook_mark()
    day = date.fromisoformat(wanted["as_of"]) if wanted["as_of"] else None
    found = overview(dossier.workbook, wanted["period"], day, on_step)
    period = found["period"]["code"]
    write_json(path_of(dossier, mark, period, wanted["as_of"]), found)
    _forget_others(dossier, mark)
    return {"mark": mark, "period": period, "as_of": wanted["as_of"], "then": wanted["then"]}


def _forget_others(dossier: DossierFolder, mark: str) -> None:
    """Takes away what was made of a workbook that is no longer there."""
    for path in (dossier.folder / _FOLDER).glob("*.json"):
        if not path.name.startswith(mark[:_MARK]):
            path.unlink(missing_ok=True)
