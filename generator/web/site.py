"""What a view gets at: the server's settings, sessions, workspace and work; the dossier and session of the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.web.dossiers import DossierFolder, EarlierWorkbook, Workspace
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, report
from generator.web.sessions import Asked, Message, Session, Sessions
from generator.web.settings import WebSettings
from generator.web.work import Works

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
    """Puts work in line and goes to what came of it if that is quick, else to its progress."""
    work_id = begin_in(current_dossier(), kind, wanted)
    return _whither(current_dossier(), kind, work_id, "work.show", {})


def current_report(key: str) -> KeptReport:
    """The report of a key, of the dossier in the address. Raises NotFound for any other word."""
    return report(current_dossier(), key)


def earlier_workbook(number: int) -> EarlierWorkbook:
    """A workbook that was replaced in the dossier of the address. Raises NotFound for a number that none has."""
    found = next((one for one in current_dossier().earlier_workbooks() if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def replace_workbook(arriving: Path, told: str) -> Response:
    """Puts another workbook in line to become the dossier's; `told` is said when it has.

    `arriving` is a file of `new_file()`. It is not taken where the workbook changes before its turn comes.
    """
    mark = current_dossier().workbook_mark()
    return begin("replace", {"arriving": arriving.name, "mark": mark, "told": told})


def begin_errand(folder: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> Response:
    """The same for work in a folder that belongs to no dossier."""
    work_id = begin_in(folder, kind, {**wanted, "errand": folder.key})
    return _whither(folder, kind, work_id, "errands.show", {"errand": folder.key})


def begin_in(dossier: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> str:
    """Puts work in line; the session that asked for it is told when it has ended."""
    work_id = site().works.ask(dossier, kind, wanted)
    current_session().asked.append(Asked(dossier.folder, kind, work_id))
    return work_id


def _whither(dossier: DossierFolder, kind: str, work_id: str, endpoint: str, values: dict[str, Any]) -> Response:
    ended = site().works.wait(dossier, kind, work_id, site().settings.patience)
    if ended is not None and ended.done:
        seen(work_id)
        return go(landing(ended))
    return go(url_for(endpoint, kind=kind, work=work_id, **values))


def seen(work_id: str) -> None:
    """What came of some work has been shown: there is no need to tell of it."""
    asked = current_session().asked
    for one in [one for one in asked if one.id == work_id]:
        asked.remove(one)


def landing(state: WorkState) -> str:
    """Where what came of some work is shown."""
    found = site().landings.get(state.kind)
    return found(state) if found else url_for("home.show")


def last_work(kind: str) -> WorkState | None:
    """The work of a kind that was begun last in this dossier, also by a server that ran before."""
    return site().works.last(current_dossier(), kind)


def last_check() -> WorkState | None:
    """What is known of the dossier: its last check that told something, also while another one runs."""
    return site().works.known(current_dossier(), "check")


def done_work(kind: str, **about: Any) -> WorkState | None:
    """The newest work of a kind that was done about one thing, whatever else was asked for since."""
    return site().works.result(current_dossier(), kind, **about)
