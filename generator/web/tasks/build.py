"""A report built from the workbook, and its pages made ready to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.core.summary import Summary
from generator.stories.build import build
from generator.stories.jobs import STEPS as BUILD_STEPS
from generator.stories.jobs import Job, options_from
from generator.stories.receive import state_before
from generator.stories.unchanged import unchanged
from generator.web.changed_places import keep_changes
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.reports import key_of, report
from generator.web.tasks.preview import PRINT, look_at

TITLE = "Lập báo cáo"
STEPS = (*BUILD_STEPS, PRINT)
ABOUT = ("period", "agency", "to", "plan")


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report` is the key of the report built, `summary` what the build had to tell."""
    job = job_of(dossier, wanted)
    summary = unchanged(job) or build(job, on_step).summary()
    key = key_of(summary.folder, dossier.outputs / dossier.workbook.stem)
    own_pdfs = job.pdf and not job.track_changes
    unprinted = look_at(dossier, report(dossier, key), wanted.get("waived", ()), on_step, own_pdfs)
    if not summary.unchanged:
        keep_changes(dossier, report(dossier, key), state_before)
    told = {"report": key, "summary": summary_json(summary), "unprinted": unprinted}
    write_json(told_path(dossier, key), told)
    return told


def told_path(dossier: DossierFolder, key: str) -> Path:
    """Where what the last build of a report had to tell is kept, whatever is built after it."""
    return dossier.works / "lan-lap" / f"{key}.json"


def job_of(dossier: DossierFolder, wanted: Mapping[str, Any]) -> Job:
    """What a form asked for, as the pipeline takes it."""
    return Job(dossier.workbook, out=dossier.outputs, **options_from(Job, wanted))


def summary_json(summary: Summary) -> dict[str, Any]:
    """The summary, with its problems in the form that pages show, and what holds for this run only."""
    return {
        **summary.as_json(),
        "problems": [one.without_folder().as_json() for one in summary.problems],
        "unchanged": summary.unchanged,
        "removed": list(summary.removed),
        "edits": [{"name": one.name, "changes": one.changes, "waiting": len(one.waiting)} for one in summary.merged],
    }
