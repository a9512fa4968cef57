"""What a view gets at: the server's settings, sessions, workspace and work; the dossier and session of the request."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import FolderBusy
from generator.web.dossiers import DossierFolder, Workspace
from generator.web.sessions import Message, Session, Sessions
from generator.web.settings import WebSettings
from generator.web.work import Works, WorkState

_LONGEST_TURN, _LOOK_EVERY = 10.0, 0.2
"""Seconds that work waits for its turn, and between two looks."""
Landing = Callable[[WorkState], str]
"""The address that shows what came of work that is done."""


@dataclass(frozen=True, slots=True)
class View:
    """One thing a person does: its pages, and for each kind of work it starts where to go afterwards.

    `again` names the endpoint to go back to when work of a kind failed or was cancelled.
    """

    blueprint: Blueprint
    landings: Mapping[str, Landing] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """What one running application holds."""

    settings: WebSettings
    workspace: Workspace
    sessions: Sessions
    works: Works
    secret: str
    """Lets a second `baocao web` on the same folder ask this one for a new address."""
    landings: dict[str, Landing] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)


def site() -> Site:
    found: Site = current_app.extensions["baocao"]
    return found


def current_session() -> Session:
    """The session of a request that came in."""
    found: Session = g.session
    return found


def current_dossier() -> DossierFolder:
    """The dossier whose key stands in the address; a page says so if there is none."""
    found: DossierFolder | None = g.get("dossier")
    if found is None:
        raise NotFound
    return found


def say(text: str, alert: bool = False) -> None:
    """A sentence for the next page that is shown."""
    current_session().messages.append(Message(text, alert))


def see(endpoint: str, **values: Any) -> Response:
    """Goes to a page after a form was taken in."""
    return go(url_for(endpoint, **values))


def go(address: str) -> Response:
    """Goes to an address of ours; without words of the library."""
    return Response(status=303, headers={"Location": address})


def refuse_stale() -> None:
    """Raises Stale unless the form was made from the dossier as it is now."""
    current_dossier().refuse_stale(request.form.get("state"))


def begin(kind: str, wanted: Mapping[str, Any]) -> Response:
    """Starts work and goes to what came of it if that is quick, else to its progress."""
    here = site()
    start_in_turn(current_dossier(), kind, wanted)
    ended = here.works.wait(current_dossier(), kind, here.settings.patience)
    return go(landing(ended) if ended and ended.done else url_for("work.show", kind=kind))


def start_in_turn(dossier: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> str:
    """Starts work, waiting for its turn where other work is about to end. Raises FolderBusy where it does not."""
    works, end = site().works, time.monotonic() + min(4 * site().settings.patience, _LONGEST_TURN)
    while True:
        try:
            return works.start(dossier, kind, wanted)
        except FolderBusy:
            if time.monotonic() >= end:
                raise
        time.sleep(_LOOK_EVERY)


def landing(state: WorkState) -> str:
    """Where what came of some work is shown."""
    found = site().landings.get(state.kind)
    return found(state) if found else url_for("home.show")


def last_work(kind: str) -> WorkState | None:
    """The last work of a kind in this dossier, also of a server that ran before."""
    return site().works.last(current_dossier(), kind)
