"""A report built from the workbook, and its pages made ready to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator.core.summary import Summary
from generator.stories.build import build
from generator.stories.jobs import STEPS as BUILD_STEPS
from generator.stories.jobs import Job
from generator.stories.unchanged import summary_of, unchanged
from generator.web.dossiers import DossierFolder
from generator.web.reports import key_of, report
from generator.web.tasks.preview import PRINT, look_at

TITLE = "Lập báo cáo"
STEPS = (*BUILD_STEPS, PRINT)
FLAGS = ("pdf", "pdf_a", "signature_fields", "combined", "final", "track_changes", "new_version")


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report` is the key of the report built, `summary` what the build had to tell."""
    job = job_of(dossier, wanted)
    summary = unchanged(job) or summary_of(build(job, on_step))
    key = key_of(summary.folder, dossier.outputs / dossier.workbook.stem)
    own_pdfs = job.pdf and not job.track_changes
    unprinted = look_at(dossier, report(dossier, key), wanted.get("waived", ()), on_step, own_pdfs)
    return {"report": key, "summary": summary_json(summary), "unprinted": unprinted}


def job_of(dossier: DossierFolder, wanted: Mapping[str, Any]) -> Job:
    """What a form asked for, as the pipeline takes it."""
    return Job(
        dossier.workbook,
        wanted["period"],
        as_of=date.fromisoformat(wanted["as_of"]) if wanted.get("as_of") else None,
        out=dossier.outputs,
        agency=wanted.get("agency") or None,
        compare=wanted.get("compare") or None,
        pdf=bool(wanted.get("pdf")),
        pdf_a=bool(wanted.get("pdf_a")),
        signature_fields=bool(wanted.get("signature_fields")),
        combined=bool(wanted.get("combined")),
        final=bool(wanted.get("final")),
        track_changes=bool(wanted.get("track_changes")),
        new_version=bool(wanted.get("new_version")),
    )


def summary_json(summary: Summary) -> dict[str, Any]:
    """The summary, with its problems in the form that pages show, and what holds for this run only."""
    return {
        **summary.as_json(),
        "problems": [one.without_folder().as_json() for one in summary.problems],
        "unchanged": summary.unchanged,
        "removed": list(summary.removed),
        "edits": [{"name": one.name, "changes": one.changes, "waiting": len(one.waiting)} for one in summary.merged],
    }
