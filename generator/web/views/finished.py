"""The finished reports of a dossier, each with its first page and how far it is."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template

from generator.web.morning import stage_of
from generator.web.previews import about_preview
from generator.web.reports import KeptReport, reports
from generator.web.site import View, current_dossier

blueprint = Blueprint("finished", __name__, url_prefix="/h/<dossier:key>/da-lap")
VIEW = View(blueprint)


@blueprint.get("")
def show() -> str:
    found = [
        {"report": one, "stage": stage_of(one), "first": _has_pages(one), "at": _changed(one)}
        for one in reports(current_dossier())
    ]
    return render_template("finished/show.html", found=found)


def _has_pages(kept: KeptReport) -> bool:
    """Whether the first file can be shown as a picture."""
    about = about_preview(current_dossier(), kept.documents[0].mark) if kept.documents else None
    return bool(about and about.get("pages"))


def _changed(kept: KeptReport) -> datetime:
    """When a file of the report was last written, by the program or a person."""
    return datetime.fromtimestamp(max(one.path.stat().st_mtime for one in kept.files))
