"""All work of this machine: what runs, what waits, what ended last; also as the strip that every page carries."""

from __future__ import annotations

from flask import Blueprint, render_template

from generator.web.errands import errand_folders
from generator.web.orders import last_ended
from generator.web.page_words import shown_work
from generator.web.site import View, site

blueprint = Blueprint("works", __name__, url_prefix="/viec")
VIEW = View(blueprint)
_ENDED = 15


@blueprint.get("")
def show() -> str:
    here = site()
    folders = [*here.workspace.dossiers(), *errand_folders(here.settings.folder)]
    return render_template(
        "work/all.html",
        works=shown_work(here.works.active()),
        ended=shown_work(last_ended(folders, _ENDED)),
        most=here.settings.most_work,
    )


@blueprint.get("/dang-chay")
def strip() -> str:
    """The strip alone, for the script that renews it."""
    return render_template("work/strip.html")
