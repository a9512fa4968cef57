"""What the works around edited files share: the report built again, and what in it waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.folders import MANIFEST
from generator.core.problems import BadDossier, BaocaoError
from generator.stories.build import build
from generator.stories.jobs import OnStep
from generator.stories.receive import open_conflicts
from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json
from generator.web.reports import KeptReport, report
from generator.web.tasks.build import job_of, summary_json


def waiting_in(kept: KeptReport) -> dict[str, Any]:
    """`conflicts`: what waits, file by file; `marks` of the Word files looked at: it holds as long as they do."""
    labels = {one.name: one.label for one in kept.documents}
    found = [
        {
            "file": name,
            "label": labels.get(name, name),
            "number": number,
            "where": one.where,
            "old": one.old,
            "edited": one.edited,
            "new": one.new,
        }
        for name, conflicts in open_conflicts(kept.folder).items()
        for number, one in conflicts.items()
    ]
    order = [one.name for one in kept.documents]
    found.sort(key=lambda one: order.index(one["file"]) if one["file"] in order else len(order))
    return {"report": kept.key, "conflicts": found, "marks": marks(kept)}


def marks(kept: KeptReport) -> dict[str, str]:
    """The fingerprints of a report's Word files as they are now."""
    return {one.name: one.mark for one in kept.documents}


def rebuilt(dossier: DossierFolder, key: str, on_step: OnStep) -> dict[str, Any]:
    """Builds the report again as it was built last: `summary`, or `error` with what kept the data from coming in.

    What people wrote is in the folder already, so a faulty workbook is no reason to fail.
    """
    try:
        outcome = build(job_of(dossier, asked_last(dossier, report(dossier, key))), on_step)
    except BaocaoError as error:
        problems = error.problems if isinstance(error, BadDossier) else ()
        told = [one.without_folder().as_json() for one in problems]
        return {"error": {"message": error.message, "next_step": error.next_step, "problems": told}}
    return {"summary": summary_json(outcome.summary())}


def asked_last(dossier: DossierFolder, kept: KeptReport) -> Mapping[str, Any]:
    """What the last build of the report was asked for; where that is not known, what its folder tells."""
    last = read_json(dossier.works / "build.json") or {}
    told = {
        "period": kept.about.period,
        "agency": kept.about.agency,
        "to": kept.about.recipient,
        "plan": kept.about.plan,
        "as_of": (read_json(kept.folder / MANIFEST) or {}).get("as_of", ""),
        "pdf": any(one.suffix == ".pdf" for one in kept.files),
        "new_version": kept.about.version > 1,
    }
    same = (last.get("result") or {}).get("report") == kept.key
    now = {"combined": len(kept.documents) == 1, "final": False, "track_changes": False}
    return {**told, **((last.get("wanted") or {}) if same else {}), **now}
