"""The progress of work: steps, a cancel button, what went wrong. It works without JavaScript, and better with it."""

from __future__ import annotations

import contextlib

from flask import Blueprint, jsonify, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import FolderBusy
from generator.web.left_behind import left_behind
from generator.web.orders import WorkState
from generator.web.page_words import shown_work
from generator.web.site import View, current_dossier, go, landing, say, see, seen, site

blueprint = Blueprint("work", __name__, url_prefix="/h/<dossier:key>/viec/<kind>")
VIEW = View(blueprint)


@blueprint.get("", defaults={"work": ""})
@blueprint.get("/<work:work>")
def show(kind: str, work: str) -> Response | str:
    """The work of an id; without one, what was asked for last of a kind."""
    state = _known(kind, work)
    if not state.open:
        seen(state.id)
    if state.done:
        return go(landing(state))
    return render_template(
        "work/show.html",
        work=state,
        again=site().again.get(kind, "check.show"),
        before=shown_work(site().works.before(current_dossier(), state.id)) if state.waiting else [],
        left=() if state.open else left_behind(current_dossier(), state),
        refresh=2 if state.open else None,
    )


@blueprint.get("/trang-thai", defaults={"work": ""})
@blueprint.get("/<work:work>/trang-thai")
def state(kind: str, work: str) -> Response:
    """What the page's script asks again and again."""
    found = _known(kind, work)
    return jsonify(state=found.state, step=found.step, steps=found.steps)


@blueprint.post("/dung")
def cancel(kind: str) -> Response:
    """Work that runs or waits in this dossier; an id of any other is none here."""
    found = _known(kind, request.form.get("id", "-"))
    if found.open:
        site().works.cancel(current_dossier(), found.id)
        ended = site().works.wait(current_dossier(), kind, found.id, 3.0)
        with contextlib.suppress(FolderBusy), current_dossier().held(3.0):
            pass  # its process has put everything away
        say(stopped(ended if ended is not None else found))
    return see("work.show", kind=kind, work=found.id)


def stopped(work: WorkState) -> str:
    """What came of the wish to stop; what became of the files says the page of the work."""
    title = work.title.lower()
    if work.done:
        return f"Việc đã xong trước khi dừng được: {title}."
    return f"Đang dừng: {title}; chờ vài giây." if work.open else f"Đã dừng: {title}."


def _known(kind: str, work: str) -> WorkState:
    works, dossier = site().works, current_dossier()
    known = kind.isidentifier()
    found = (works.state(dossier, kind, work) if work else works.newest(dossier, kind)) if known else None
    if found is None:
        raise NotFound
    return found
