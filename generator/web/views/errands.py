"""The progress of work that belongs to no dossier, as views/work.py shows that of a dossier."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from generator.web.dossiers import DossierFolder
from generator.web.errands import errand, errand_state
from generator.web.page_words import shown_work
from generator.web.site import View, go, landing, say, see, seen, site
from generator.web.views.work import stopped

blueprint = Blueprint("errands", __name__, url_prefix="/viec/<dossier:errand>/<kind>")
VIEW = View(blueprint)


@blueprint.get("", endpoint="show", defaults={"work": ""})
@blueprint.get("/<work:work>", endpoint="show")
def show(errand: str, kind: str, work: str) -> Response | str:
    folder = _folder(errand)
    found = errand_state(folder, kind, work)
    if not found.open:
        seen(found.id)
    if found.done:
        return go(landing(found))
    return render_template(
        "errands/show.html",
        work=found,
        key=folder.key,
        again=site().again.get(kind, "home.show"),
        before=shown_work(site().works.before(folder, found.id)) if found.waiting else [],
        refresh=2 if found.open else None,
    )


@blueprint.get("/trang-thai", endpoint="state", defaults={"work": ""})
@blueprint.get("/<work:work>/trang-thai", endpoint="state")
def state(errand: str, kind: str, work: str) -> Response:
    """What the page's script asks again and again."""
    found = errand_state(_folder(errand), kind, work)
    return jsonify(state=found.state, step=found.step, steps=found.steps)


@blueprint.post("/dung", endpoint="cancel")
def cancel(errand: str, kind: str) -> Response:
    folder = _folder(errand)
    found = errand_state(folder, kind, request.form.get("id", "-"))
    if found.open:
        site().works.cancel(folder, found.id)
        ended = site().works.wait(folder, kind, found.id, 3.0)
        say(stopped(ended if ended is not None else found))
    return see("errands.show", errand=folder.key, kind=kind, work=found.id)


def _folder(key: str) -> DossierFolder:
    return errand(key)
