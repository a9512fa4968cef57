"""Two Word files compared: what changed, and the second with its changes tracked."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from generator.web.downloads import send
from generator.web.errands import done_errand, errand, new_errand
from generator.web.orders import WorkState
from generator.web.site import View, begin_errand, site
from generator.web.tasks.compare_files import NEW, OLD, RESULT
from generator.web.uploads import Kind, take

blueprint = Blueprint("comparing", __name__, url_prefix="/so-sanh")
KIND = "compare_files"


def _compared(state: WorkState) -> str:
    return url_for("comparing.result", key_of_errand=state.wanted["errand"])


VIEW = View(blueprint, landings={KIND: _compared}, again={KIND: "comparing.show"})


@blueprint.get("")
def show() -> str:
    return render_template("comparing/show.html", largest=site().settings.largest_upload)


@blueprint.post("")
def start() -> Response:
    names: dict[str, str] = {}

    def fill(folder: Path) -> None:
        names["old"] = take("cu", (Kind.WORD,), folder / OLD).name
        names["new"] = take("moi", (Kind.WORD,), folder / NEW).name

    return begin_errand(new_errand(fill), KIND, names)


@blueprint.get("/<dossier:key_of_errand>")
def result(key_of_errand: str) -> str:
    state = done_errand(key_of_errand, KIND)
    return render_template("comparing/result.html", work=state, key_of_errand=key_of_errand)


@blueprint.get("/<dossier:key_of_errand>/so-sanh.docx")
def redline(key_of_errand: str) -> Response:
    state = done_errand(key_of_errand, KIND)
    return send(errand(key_of_errand).folder / RESULT, f"{state.wanted['new']} (so với {state.wanted['old']})")
