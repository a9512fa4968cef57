"""A figure or words looked up in a report: the sentence, how it is reckoned, and the cells of the workbook."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.vietnamese import nfc
from generator.web.addresses import page_number
from generator.web.dossiers import DossierFolder
from generator.web.downloads import send
from generator.web.json_file import read_json
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, report, reports
from generator.web.site import View, begin, current_dossier, done_work, last_check, last_work, say, see
from generator.web.tasks.figures import FOLDER, index_path, sheet_path
from generator.web.uploads import Kind, clear_arrived, take
from generator.web.waiting import marks

blueprint = Blueprint("figures", __name__, url_prefix="/h/<dossier:key>/tra-so-lieu")
PAGE = 50


def _found(state: WorkState) -> str:
    return url_for("figures.show", nguon=state.result["source"], tim=state.result["search"])


VIEW = View(blueprint, landings={"figures": _found}, again={"figures": "figures.show"})


@blueprint.get("")
def show() -> str:
    dossier = current_dossier()
    known, asked = reports(dossier), request.args.get("nguon", "")
    state = _looked_up(asked) if asked else last_work("figures")
    current = state if state is not None and _is_current(dossier, state) else None
    if current is None and asked not in ("", *(one.key for one in known)):
        say("Báo cáo hoặc tệp trong địa chỉ không còn ở đây. Chọn báo cáo, hoặc đưa tệp lên lại.", alert=True)
    if current is None:
        return render_template("figures/show.html", reports=known, asked=asked, work=None, search="", sent="")
    search = request.args.get("tim", "").strip()
    index = read_json(index_path(dossier, current.result["source"])) or {"rows": [], "typed": []}
    rows, typed = matching(index["rows"], search), typed_with(index["typed"], search)
    page = page_number(-(-len(rows) // PAGE))
    return render_template(
        "figures/show.html",
        reports=known,
        asked=current.result["source"],
        work=current,
        search=search,
        sent=current.wanted.get("name", ""),
        rows=rows[(page - 1) * PAGE : page * PAGE],
        found=len(rows),
        typed=typed,
        page=page,
        pages=-(-len(rows) // PAGE),
        faulty=_faulty_cells(),
    )


@blueprint.post("")
def look_up() -> Response:
    """Reads the report, unless what was read of it is still so; then what was searched is shown."""
    dossier, asked = current_dossier(), request.form.get("nguon", "")
    search, state = request.form.get("tim", "").strip()[:200], _looked_up(asked)
    if state is not None and _is_current(dossier, state):
        return see("figures.show", nguon=asked, tim=search)
    return begin("figures", {"report": report(dossier, asked).key, "search": search})


@blueprint.post("/tep")
def look_up_file() -> Response:
    """The same for a Word file that was taken away."""
    dossier = current_dossier()
    name = f"{secrets.token_hex(8)}.docx"
    clear_arrived(dossier.folder / FOLDER)
    taken = take("tep", (Kind.WORD,), dossier.folder / FOLDER / name)
    return begin("figures", {"arrived": name, "name": taken.name, "search": ""})


@blueprint.get("/kiem-chung.xlsx")
def check_sheet() -> Response:
    """All figures as a table to tick off."""
    dossier, asked = current_dossier(), request.args.get("nguon", "")
    state = _looked_up(asked) if asked else last_work("figures")
    if state is None or not _is_current(dossier, state):
        raise NotFound
    path = sheet_path(dossier, state.result["source"])
    kept = report(dossier, state.result["report"])
    return send(path, f"Kiểm chứng số liệu - {state.wanted.get('name') or kept.title}")


def _looked_up(source: str) -> WorkState | None:
    """What was read last of a report, or of a file that was sent, by the word that stands for it in addresses."""
    return done_work("figures", report=source, arrived="") or done_work("figures", report="", arrived=f"{source}.docx")


def _is_current(dossier: DossierFolder, state: WorkState) -> bool:
    """True if report and workbook are still what was read."""
    if not state.done or "sent" not in state.result or state.result.get("workbook") != dossier.workbook_mark():
        return False
    kept = _known(dossier, state.result["report"])
    source = state.result["source"]
    same = kept is not None and (state.result["sent"] or marks(kept) == state.result["marks"])
    return same and index_path(dossier, source).is_file()


def _known(dossier: DossierFolder, key: str) -> KeptReport | None:
    return next((one for one in reports(dossier) if one.key == key), None)


def matching(rows: Sequence[Mapping[str, Any]], search: str) -> list[Mapping[str, Any]]:
    """The figures that are what is searched; else those it is a part of; else those it stands beside."""
    wanted = _plain(search)
    if not wanted:
        return list(rows)
    own = [(one, (_plain(one["now"]), _plain(one["generated"]))) for one in rows]
    exact = [one for one, texts in own if wanted in texts]
    parts = exact or [one for one, texts in own if any(wanted in text for text in texts)]
    return parts or [one for one in rows if wanted in _plain(_sentence(one))]


def _sentence(one: Mapping[str, Any]) -> str:
    return " ".join((one["before"] + one["now"] + one["after"], one["row"], *one["heading"]))


def typed_with(typed: Sequence[Mapping[str, Any]], search: str) -> list[Mapping[str, Any]]:
    """What people wrote, where a number of theirs is what is searched; all of it without a search."""
    wanted = _plain(search)
    return [one for one in typed if not wanted or wanted in map(_plain, one["numbers"])]


def _plain(text: str) -> str:
    return " ".join(nfc(text).casefold().split())


def _faulty_cells() -> set[str]:
    """The cells that the last check had something to say about, as "Số liệu!C5"."""
    checked = last_check()
    problems = checked.result.get("problems", ()) if checked is not None and checked.done else ()
    return {f"{one['sheet']}!{one['cell']}" for one in problems if one["sheet"] and one["cell"]}
