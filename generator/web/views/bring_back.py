"""An edited Word file brought back; what was taken over; a choice at every place that both sides changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import WrongUsage
from generator.web.addresses import one_of
from generator.web.changed_places import changes_of, pages_changed, rows_marked
from generator.web.downloads import send
from generator.web.orders import WorkState
from generator.web.previews import about_preview
from generator.web.reports import KeptReport, report, reports
from generator.web.site import (
    View,
    begin,
    current_dossier,
    current_report,
    done_work,
    last_check,
    last_work,
    refuse_stale,
)
from generator.web.tasks import tracked
from generator.web.tasks.bring_back import FOLDER
from generator.web.uploads import Kind, clear_arrived, take
from generator.web.views.check import choices_of
from generator.web.waiting import marks

blueprint = Blueprint("bring_back", __name__, url_prefix="/h/<dossier:key>/nhan-lai")
CHOICES = {"sua-tay": "edited", "so-lieu": "new"}
"""What a form says → the choice; any other word leaves the place for later."""
_TELLING = ("bring_back", "settle", "waiting")
_NOTHING: Mapping[str, Any] = {
    "received": None,
    "summary": None,
    "error": None,
    "settled": 0,
    "left": 0,
    "conflicts": [],
}
"""What a work of another kind has not to tell."""


def _received(state: WorkState) -> str:
    return url_for("bring_back.ask") if "ask" in state.result else _looked_through(state)


def _looked_through(state: WorkState) -> str:
    return url_for("bring_back.report", report=state.result["report"])


def _tracked(state: WorkState) -> str:
    return url_for("bring_back.report", report=state.result["report"], _anchor="theo-doi")


VIEW = View(
    blueprint,
    landings={"bring_back": _received, "settle": _looked_through, "waiting": _looked_through, "tracked": _tracked},
    again=dict.fromkeys(("bring_back", "settle", "waiting", "tracked"), "bring_back.show"),
)


@blueprint.get("")
def show() -> str:
    found = reports(current_dossier())
    chosen = one_of("bao-cao", "báo cáo", [one.key for one in found])
    return render_template("bring_back/show.html", reports=found, chosen=chosen)


@blueprint.post("")
def receive() -> Response:
    """The file stays aside until the work has recognised it."""
    dossier = current_dossier()
    refuse_stale()
    kept = report(dossier, request.form.get("bao-cao", ""))
    if kept.about.issued is not None:
        raise WrongUsage(
            f"“{kept.title}” đã ban hành nên không nhận bản sửa.", "Lập bản mới của kỳ này rồi sửa bản đó."
        )
    clear_arrived(dossier.folder / FOLDER)
    name = f"{secrets.token_hex(8)}.docx"
    taken = take("tep", (Kind.WORD,), dossier.folder / FOLDER / name)
    waived = choices_of(last_check())["waived"]
    return begin("bring_back", {"report": kept.key, "file": "", "arrived": name, "name": taken.name, "waived": waived})


@blueprint.get("/hoi")
def ask() -> str:
    """Which file it is, where that is not clear."""
    state = _asking()
    kept = report(current_dossier(), state.result["report"])
    return render_template("bring_back/ask.html", work=state, report=kept)


@blueprint.post("/hoi")
def answer() -> Response:
    state = _asking(request.form.get("viec"))
    files = [one["file"] for one in state.result["ask"]]
    place = request.form.get("tep", "", str)
    if not place.isdecimal() or int(place) >= len(files):
        raise WrongUsage("Chưa chọn tệp.", "Quay lại, chọn một tệp rồi gửi.")
    return begin("bring_back", {**state.wanted, "file": files[int(place)]})


def _asking(work_id: str | None = None) -> WorkState:
    state = last_work("bring_back")
    if state is None or not state.done or "ask" not in state.result or work_id not in (None, state.id):
        raise NotFound
    return state


# --- one report ----------------------------------------------------------------------------------


@blueprint.get("/<report>", endpoint="report")
def look(report: str) -> str:
    kept = current_report(report)
    state = _telling(kept)
    copies = [done_work("tracked", report=kept.key, file=one.name) for one in kept.documents]
    made = [one for one in copies if one is not None and _is_current_copy(kept, one)]
    copy = max(made, key=lambda one: one.ended, default=None)
    result = {**_NOTHING, **state.result} if state else _NOTHING
    received = result["received"]
    changed = changes_of(current_dossier(), kept)
    return render_template(
        "bring_back/report.html",
        sheets=_sheets(kept, received["file"] if received else "", changed),
        report=kept,
        work=state,
        result=result,
        on_pages=_on_pages(received, changed),
        first=received["file"] if received else "",
        labels={one.name: one.label for one in kept.documents},
        copy=copy.result if copy else None,
    )


def _on_pages(received: Mapping[str, Any] | None, changed: Mapping[str, Any]) -> dict[int, dict[str, int]]:
    """For each row of what came back its mark on the pages (number and page), where it has one."""
    marked = changed.get(received["file"], {}).get("changes", ()) if received else ()
    rows = rows_marked(received["changes"], marked) if received and marked else {}
    return {row: {"mark": mark, "page": int(marked[mark - 1]["at"][0]["page"])} for row, mark in rows.items()}


def _sheets(kept: KeptReport, name: str, changed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The pages of the file that came back, each with how many places changed on it; None where there are none."""
    document = next((one for one in kept.documents if one.name == name), None)
    about = about_preview(current_dossier(), document.mark) if document else None
    if document is None or not about or not about.get("pages"):
        return None
    return {"document": document, "pages": about["pages"], "changed": pages_changed(changed.get(name))}


@blueprint.post("/<report>/tim")
def look_through(report: str) -> Response:
    return begin("waiting", {"report": current_report(report).key})


@blueprint.post("/<report>/chon")
def choose(report: str) -> Response:
    """The choices of a form, by the places that the page showed."""
    kept = current_report(report)
    state = _telling(kept)
    if state is None or request.form.get("viec") != state.id:
        raise WrongUsage(
            "Báo cáo đã đổi ở cửa sổ khác, nên chưa ghi lựa chọn nào.", "Xem lại các chỗ chờ chọn rồi chọn lại."
        )
    chosen: dict[str, dict[str, str]] = {}
    for place, one in enumerate(state.result["conflicts"]):
        choice = CHOICES.get(request.form.get("tat-ca") or request.form.get(f"cho-{place}", ""))
        if choice:
            chosen.setdefault(one["file"], {})[one["number"]] = choice
    if not chosen:
        raise WrongUsage("Chưa chọn chỗ nào.", "Chọn ít nhất một chỗ rồi ghi lại.")
    return begin("settle", {"report": kept.key, "choices": chosen, "marks": state.result["marks"]})


@blueprint.post("/<report>/theo-doi")
def track(report: str) -> Response:
    kept = current_report(report)
    return begin("tracked", {"report": kept.key, "file": _document(kept, request.form.get("tep", ""))})


@blueprint.get("/<report>/theo-doi.docx")
def tracked_copy(report: str) -> Response:
    kept = current_report(report)
    state = done_work("tracked", report=kept.key, file=request.args.get("tep", ""))
    path = tracked.path_of(current_dossier(), kept.key, request.args.get("tep", ""))
    if state is None or not _is_current_copy(kept, state) or not path.is_file():
        raise NotFound
    return send(path, f"{kept.file(state.result['file']).label} - {kept.title} (theo dõi thay đổi)")


def _document(kept: KeptReport, name: str) -> str:
    found = kept.file(name)
    if found.suffix != ".docx":
        raise NotFound
    return found.name


def _telling(kept: KeptReport) -> WorkState | None:
    """The last work that tells what waits in the report as its files are now."""
    now = marks(kept)
    found = [
        state for kind in _TELLING if (state := done_work(kind, report=kept.key)) and _tells(state.result, kept, now)
    ]
    return max((one for one in found if one.done), key=lambda one: one.ended, default=None)


def _tells(result: Mapping[str, Any], kept: KeptReport, now: Mapping[str, str]) -> bool:
    return result.get("report") == kept.key and result.get("marks") == now


def _is_current_copy(kept: KeptReport, state: WorkState) -> bool:
    if not state.done or state.result.get("report") != kept.key:
        return False
    found = next((one for one in kept.documents if one.name == state.result["file"]), None)
    return found is not None and found.mark == state.result["mark"]
