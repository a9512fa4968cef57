"""The problems of a dossier as a table; its workbook taken away, replaced, marked, repaired and completed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import Severity, WrongUsage
from generator.web.addresses import one_of, page_number, shortened
from generator.web.dossiers import WHOLE, DossierFolder
from generator.web.downloads import send, send_content
from generator.web.orders import WorkState
from generator.web.page_words import told_once
from generator.web.site import (
    View,
    begin,
    current_dossier,
    earlier_workbook,
    last_check,
    last_work,
    refuse_stale,
    replace_workbook,
    say,
    see,
    site,
)
from generator.web.tasks import copies
from generator.web.tasks.check import is_unfilled
from generator.web.uploads import Kind, take

blueprint = Blueprint("check", __name__, url_prefix="/h/<dossier:key>")
_AGAIN = dict.fromkeys(("check", "mend", "replace", *copies.KINDS), "check.show")
_ASKED = ("muc", "trang", "tim", "trang-so")
"""What of an address stays when a cell was written."""
_FORM = frozenset(("BNG001", "BNG002"))
"""Codes of a workbook that lacks sheets or columns."""
PAGE = 200
"""Problems shown on one page: a workbook may have thousands."""
_FOLDED, _NAMED = 4, 8
"""So many of one code are folded behind the first of them; places of each sheet named on the fold."""


def _checked(state: WorkState) -> str:
    return url_for("check.show")


def _copied(state: WorkState) -> str:
    return url_for("check.show", _anchor="ban-sao")


def _replaced(state: WorkState) -> str:
    say(state.wanted["told"])
    return url_for("check.show")


def _mended(state: WorkState) -> str:
    return url_for("check.show", **state.wanted.get("back", {}), _anchor="danh-sach")


VIEW = View(
    blueprint,
    landings={
        "mend": _mended,
        "replace": _replaced,
        "check": _checked,
        "annotate": _copied,
        "repair": _copied,
        "upgrade": _copied,
    },
    again=_AGAIN,
)


@blueprint.get("/kiem-tra")
def show() -> Response | str:
    dossier, state = current_dossier(), last_check()
    if state is None or state.running:
        first = site().works.newest(dossier, "check")
        if first is not None and first.open:
            return see("work.show", kind="check", work=first.id)
    problems = list(state.result.get("problems", ())) if state and state.done else []
    shown = _chosen(problems)
    page = page_number(-(-len(shown) // PAGE))
    return render_template(
        "check/show.html",
        check=state,
        current=is_current(state, dossier),
        groups=_folded(shown[(page - 1) * PAGE : page * PAGE], Counter(map(_kind, shown))),
        found=len(shown),
        page=page,
        pages=-(-len(shown) // PAGE),
        severities=_severities(problems),
        sheets=Counter(one["sheet"] for one in problems if one["sheet"]),
        wanted={name: request.args.get(name, "") for name in _ASKED},
        cells={(one["sheet"], one["cell"]): one for one in _cells(state)},
        certain=sum(one.get("certain", False) for one in _cells(state)),
        mended=_last_mended(dossier),
        copies=_copies(dossier),
        empty=state is not None and is_unfilled(state.result),
        incomplete=any(one["code"] in _FORM for one in problems),
    )


def is_current(state: WorkState | None, dossier: DossierFolder) -> bool:
    """True if the workbook is still the one that was looked at."""
    return bool(state and state.done and state.result.get("mark") == dossier.workbook_mark())


def choices_of(checked: WorkState | None) -> Mapping[str, Any]:
    """What the last check found to choose from: periods, agencies, recipients, plans, rules waived; else nothing."""
    nothing: dict[str, Any] = {"periods": [], "agencies": [], "waived": [], "recipients": [], "plans": []}
    return {**nothing, **((checked.result.get("choices") or {}) if checked is not None and checked.done else {})}


def _chosen(problems: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the severity, sheet and words asked for; errors first."""
    severity, sheet = one_of("muc", "mức", [*Severity]), request.args.get("trang", "")
    if problems and sheet and not any(sheet == one["sheet"] for one in problems):
        say(f"Không có điều nào ở trang “{shortened(sheet)}”; đang hiện mọi trang.")
        sheet = ""
    words = request.args.get("tim", "").casefold()
    order = [one.value for one in Severity]
    found = [
        one
        for one in problems
        if severity in ("", one["severity"])
        and sheet in ("", one["sheet"])
        and words in f"{one['message']} {one['fix']} {one['code']} {one['cell']}".casefold()
    ]
    first = {kind: place for place, kind in reversed(list(enumerate(map(_kind, found))))}
    return sorted(found, key=lambda one: (order.index(one["severity"]), first[_kind(one)]))


def _kind(problem: Mapping[str, Any]) -> tuple[str, str]:
    """What makes problems alike: they stand together, and many of them are folded."""
    return problem["severity"], problem["code"]


def _folded(problems: Sequence[Mapping[str, Any]], totals: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Problems of one page by kind: those that stand open, those folded behind them, how many there are in all."""
    kinds: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in told_once(problems):
        kinds.setdefault(_kind(one), []).append(one)
    groups = []
    for kind, alike in kinds.items():
        open_ones = 1 if len(alike) >= _FOLDED else len(alike)
        more = alike[open_ones:]
        groups.append({"open": alike[:open_ones], "more": more, "places": _places(more), "total": totals[kind]})
    return groups


def _places(problems: Sequence[Mapping[str, Any]]) -> str:
    """ "Nhiệm vụ: E4, E5 …; Tiến độ: C7": the first places of each sheet."""
    cells: dict[str, list[str]] = {}
    for one in problems:
        cells.setdefault(one["sheet"] or "", []).extend([one["cell"]] if one["cell"] else [])
    told = []
    for sheet, found in cells.items():
        named = ", ".join(dict.fromkeys(found[:_NAMED])) + (" …" if len(found) > _NAMED else "")
        told.append(f"{sheet}: {named}" if sheet and named else sheet or named)
    return "; ".join(filter(None, told))


def _severities(problems: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    counts = Counter(one["severity"] for one in problems)
    return [(one.value, counts[one.value]) for one in Severity]


@blueprint.post("/kiem-tra")
def again() -> Response:
    """The check run anew, as after the workbook was replaced."""
    return begin("check", {})


def _cells(state: WorkState | None) -> Sequence[Mapping[str, Any]]:
    """The cells that the last check found to be open to a person's words."""
    return state.result.get("cells", ()) if state is not None and state.done else ()


def _last_mended(dossier: DossierFolder) -> Mapping[str, Any] | None:
    """What was written last, while the workbook is still the one that came of it."""
    last = last_work("mend")
    return last.result if last is not None and is_current(last, dossier) and last.result["made"] else None


@blueprint.post("/sua-o")
def mend() -> Response:
    """One cell written as it was typed; the workbook before is kept."""
    dossier, state = current_dossier(), last_check()
    refuse_stale()
    typed = {name: request.form.get(name, "") for name in ("sheet", "cell", "text")}
    found = next((one for one in _cells(state) if (one["sheet"], one["cell"]) == (typed["sheet"], typed["cell"])), None)
    if not is_current(state, dossier) or found is None:
        raise WrongUsage("Ô này không sửa được ở đây.", "Kiểm tra lại hồ sơ, hoặc sửa trong Excel.")
    if request.form.get("goi-y"):
        typed["text"] = found.get("suggestion", "")
    return begin("mend", {"entries": [typed], **_of_now()})


@blueprint.post("/sua-chac-chan")
def mend_certain() -> Response:
    """Every certain repair made at once; the workbook before is kept."""
    refuse_stale()
    return begin("mend", {"certain": True, **_of_now()})


def _of_now() -> dict[str, Any]:
    back = {name: value for name in _ASKED if (value := request.form.get(f"ve-{name}", ""))}
    return {"mark": current_dossier().workbook_mark(), "back": back}


# --- the workbook --------------------------------------------------------------------------------


@blueprint.get("/so-tinh")
def workbook() -> Response:
    dossier = current_dossier()
    if not dossier.workbook.is_file():
        raise NotFound
    return send(dossier.workbook, dossier.name)


@blueprint.post("/so-tinh")
def replace() -> Response:
    """A new version of the workbook; the one before stays in the history."""
    dossier = current_dossier()
    refuse_stale()
    taken = take("tep", (Kind.WORKBOOK,), dossier.new_file())
    return replace_workbook(taken.path, f"Đã thay sổ tính bằng “{taken.name}”. Bản trước được giữ lại.")


@blueprint.get("/so-tinh/<int:number>")
def earlier(number: int) -> Response:
    """A workbook that was replaced."""
    return send_content(earlier_workbook(number).content(), f"{current_dossier().name} (bản {number})", WHOLE)


@blueprint.post("/so-tinh/dung-lai")
def use_earlier() -> Response:
    """A workbook that was replaced takes its place again; the one of now is kept."""
    refuse_stale()
    chosen = earlier_workbook(request.form.get("so", 0, int))
    arriving = current_dossier().new_file()
    arriving.write_bytes(chosen.content())
    undone = "Đã hoàn tác: sổ tính trở lại như trước." if request.form.get("hoan-tac") else ""
    return replace_workbook(arriving, undone or f"Đã dùng lại sổ tính bản {chosen.number}. Bản vừa thay được giữ lại.")


# --- copies --------------------------------------------------------------------------------------


@blueprint.post("/ban-sao/danh-dau")
def annotate() -> Response:
    return begin("annotate", {})


@blueprint.post("/ban-sao/sua")
def repair() -> Response:
    return begin("repair", {})


@blueprint.post("/ban-sao/bo-sung")
def upgrade() -> Response:
    return begin("upgrade", {})


@blueprint.get("/ban-sao/<kind>")
def copy(kind: str) -> Response:
    dossier = current_dossier()
    made = _copies(dossier).get(kind)
    if made is None:
        raise NotFound
    ending = {"annotate": "đánh dấu", "repair": "đã sửa", "upgrade": "đủ trang, cột"}[kind]
    return send(copies.path_of(dossier, kind), f"{dossier.name} ({ending})")


@blueprint.post("/ban-sao/dung")
def use_copy() -> Response:
    """The repaired or completed copy becomes the workbook."""
    dossier = current_dossier()
    refuse_stale()
    kind = "upgrade" if request.form.get("ban") == "upgrade" else "repair"
    words = {"repair": "bản đã sửa", "upgrade": "bản đã bổ sung"}[kind]
    if kind not in _copies(dossier):
        raise WrongUsage(f"{words.capitalize()} không còn đúng với sổ tính hiện nay.", f"Tạo lại {words}.")
    arriving = dossier.new_file()
    shutil.copyfile(copies.path_of(dossier, kind), arriving)
    return replace_workbook(arriving, f"Đã dùng {words} làm sổ tính. Bản trước được giữ lại.")


def _copies(dossier: DossierFolder) -> dict[str, WorkState]:
    """The copies that were made of the workbook as it is now, by kind."""
    found = {kind: last_work(kind) for kind in copies.KINDS}
    return {
        kind: state
        for kind, state in found.items()
        if state is not None and is_current(state, dossier) and copies.path_of(dossier, kind).is_file()
    }
