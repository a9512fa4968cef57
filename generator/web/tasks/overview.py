"""The overview of a dossier for a period and a day, kept as long as the workbook is the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.stories.jobs import OnStep, Step
from generator.stories.overview import overview
from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json, write_json

TITLE = "Lập tổng quan"
STEPS = (Step.READ, Step.VALIDATE, Step.COMPUTE)
ABOUT = ("period", "as_of")
TODAY = "hom-nay"
"""Stands for a period: the newest data, seen from the day that is given."""
_FOLDER, _CHOICE, _MARK = "tong-quan", "lan-truoc.json", 16
_FORM = "3"
"""Of the JSON that is kept: what an earlier version of the program kept is made anew."""


def path_of(dossier: DossierFolder, mark: str, period: str, as_of: str) -> Path:
    """Where the overview of a workbook (by its fingerprint) for a period's code and a day ("" its cut-off) is kept."""
    return dossier.folder / _FOLDER / f"{_kept_as(mark)}{period}-{as_of or 'chot'}.json"


def _kept_as(mark: str) -> str:
    return f"{_FORM}-{mark[:_MARK]}-"


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """`mark`, `period` and `as_of` under which the overview is kept; `then` is where a person was going."""
    mark = dossier.workbook_mark()
    day = date.fromisoformat(wanted["as_of"]) if wanted["as_of"] else None
    asked = wanted["period"]
    found = overview(dossier.workbook, "" if asked == TODAY else asked, day, on_step)
    for period in {found["period"]["code"], asked}:
        write_json(path_of(dossier, mark, period, wanted["as_of"]), found)
    _forget_others(dossier, mark)
    return {"mark": mark, "period": asked, "as_of": wanted["as_of"], "then": wanted["then"]}


def _forget_others(dossier: DossierFolder, mark: str) -> None:
    """Takes away what was made of a workbook that is no longer there."""
    for path in (dossier.folder / _FOLDER).glob("*.json"):
        if path.name != _CHOICE and not path.name.startswith(_kept_as(mark)):
            path.unlink(missing_ok=True)


# --- what a person chose --------------------------------------------------------------------------


def remember(dossier: DossierFolder, period: str, as_of: str) -> None:
    """Keeps the period and day that an overview was asked for, so that a person is asked once."""
    if remembered(dossier) != (period, as_of):
        write_json(dossier.folder / _FOLDER / _CHOICE, {"period": period, "as_of": as_of})


def remembered(dossier: DossierFolder) -> tuple[str, str]:
    """Period and day that were asked for last; two empty words where nobody was asked."""
    found = read_json(dossier.folder / _FOLDER / _CHOICE) or {}
    return str(found.get("period", "")), str(found.get("as_of", ""))
