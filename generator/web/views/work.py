"""The progress of work: steps, a cancel button, what went wrong. It works without JavaScript, and better with it."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.web.site import View, current_dossier, go, landing, last_work, say, see, site
from generator.web.work import WorkState

blueprint = Blueprint("work", __name__, url_prefix="/h/<dossier:key>/viec/<kind>")
VIEW = View(blueprint)


@blueprint.get("")
def show(kind: str) -> Response | str | tuple[str, int]:
    state = _known(kind)
    if state.done:
        return go(landing(state))
    again = site().again.get(kind, "check.show")
    return render_template("work/show.html", work=state, again=again, refresh=2 if state.running else None)


@blueprint.get("/trang-thai")
def state(kind: str) -> Response:
    """What the page's script asks again and again."""
    found = _known(kind)
    return jsonify(state=found.state, step=found.step, steps=found.steps)


@blueprint.post("/dung")
def cancel(kind: str) -> Response:
    found = _known(kind)
    if found.running and request.form.get("id") == found.id:
        site().works.cancel(current_dossier(), found.id)
        site().works.wait(current_dossier(), kind, 3.0)
        say("Đã dừng. Các tệp của hồ sơ giữ nguyên như trước khi chạy.")
    return see("work.show", kind=kind)


def _known(kind: str) -> WorkState:
    found = last_work(kind) if kind.isidentifier() else None
    if found is None:
        raise NotFound
    return found
