"""The progress of work that belongs to no dossier, as views/work.py shows that of a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from generator.web.dossiers import DossierFolder
from generator.web.errands import errand, errand_state
from generator.web.site import View, go, landing, say, see, site, start_in_turn

blueprint = Blueprint("errands", __name__, url_prefix="/viec/<dossier:errand>/<kind>")
VIEW = View(blueprint)


def begin_errand(folder: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> Response:
    """Starts work in such a folder and goes to what came of it if that is quick, else to its progress."""
    here = site()
    start_in_turn(folder, kind, {**wanted, "errand": folder.key})
    ended = here.works.wait(folder, kind, here.settings.patience)
    return go(landing(ended) if ended and ended.done else url_for("errands.show", errand=folder.key, kind=kind))


@blueprint.get("", endpoint="show")
def show(errand: str, kind: str) -> Response | str:
    folder = _folder(errand)
    found = errand_state(folder, kind)
    if found.done:
        return go(landing(found))
    again = site().again.get(kind, "home.show")
    return render_template(
        "errands/show.html", work=found, key=folder.key, again=again, refresh=2 if found.running else None
    )


@blueprint.get("/trang-thai", endpoint="state")
def state(errand: str, kind: str) -> Response:
    """What the page's script asks again and again."""
    found = errand_state(_folder(errand), kind)
    return jsonify(state=found.state, step=found.step, steps=found.steps)


@blueprint.post("/dung", endpoint="cancel")
def cancel(errand: str, kind: str) -> Response:
    folder = _folder(errand)
    found = errand_state(folder, kind)
    if found.running and request.form.get("id") == found.id:
        site().works.cancel(folder, found.id)
        site().works.wait(folder, kind, 3.0)
        say("Đã dừng.")
    return see("errands.show", errand=folder.key, kind=kind)


def _folder(key: str) -> DossierFolder:
    return errand(key)
