"""All dossiers: one opened from a file, begun empty or from the example, removed and brought back."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import BadDossier
from generator.core.vietnamese import fold
from generator.render.shelf import example_workbook
from generator.stories.intake import is_dossier, new_workbook
from generator.web.dossiers import DossierFolder, busy
from generator.web.errands import new_errand
from generator.web.morning import coming, mornings
from generator.web.names import display_name
from generator.web.orders import WorkState
from generator.web.site import View, begin, begin_errand, current_dossier, say, see, site
from generator.web.tasks.plan_look import PLAN
from generator.web.uploads import Kind, Taken, take
from generator.web.views.plan import look_at

blueprint = Blueprint("home", __name__)
SOURCE, OPENING = "nguon", "opening"
"""A dossier as it came in, before there is one; and the work that makes it."""


def _opened(state: WorkState) -> str:
    return url_for("check.show", key=state.result["dossier"])


_OPEN = 12
"""Dossiers, and days of the calendar, that stand open; the others are folded behind them."""

VIEW = View(blueprint, landings={OPENING: _opened}, again={OPENING: "home.show"})
_LOOKED_AT = 65_536
"""How much of a text is looked at for a tab: a dossier in YAML has none, a table of a plan has."""


@blueprint.get("/")
def show() -> str:
    workspace, works, today = site().workspace, site().works, date.today()
    dossiers, words = workspace.dossiers(), request.args.get("tim", "").strip()
    found = mornings(dossiers, works, today)
    return render_template(
        "home/show.html",
        today=today,
        total=len(found),
        words=words,
        most=_OPEN,
        dossiers=[one for one in found if fold(words) in fold(f"{one.dossier.name} {one.issuer} {one.plan}")],
        coming=coming(dossiers, works, today),
        removed=workspace.removed(),
        folder=str(workspace.folder),
    )


@blueprint.post("/mo")
def open_file() -> Response:
    """A dossier from a file, once it is read and checked; a plan, or a sheet of one's own, is looked at first."""
    workspace = site().workspace
    arriving = workspace.folder / f".moi-{secrets.token_hex(8)}"
    taken = take("tep", (Kind.WORKBOOK, Kind.WORD, Kind.JSON, Kind.YAML, Kind.CSV), arriving)
    try:
        title = display_name(request.form.get("ten", "").strip(), taken.name)
        if not _is_dossier(taken):
            named = replace(taken, name=title)
            return look_at(lambda folder: _moved(named, folder / PLAN))
        source = f"{SOURCE}{taken.kind.value}"
        folder = new_errand(lambda folder: shutil.copyfile(taken.path, folder / source))
    finally:
        taken.path.unlink(missing_ok=True)
    return begin_errand(folder, OPENING, {"source": source, "name": taken.name, "title": title})


def _is_dossier(taken: Taken) -> bool:
    """Whether the file is a dossier as it is. Raises BadDossier for one that cannot be read at all."""
    if taken.kind is Kind.WORKBOOK:
        try:
            return is_dossier(taken.path)
        except BadDossier as error:
            raise BadDossier(
                error.message.replace(taken.path.name, taken.name), error.next_step, error.problems
            ) from error
    told = taken.kind is Kind.YAML and not taken.name.lower().endswith(".txt")
    return taken.kind is Kind.JSON or (told and b"\t" not in taken.path.read_bytes()[:_LOOKED_AT])


def _moved(taken: Taken, target: Path) -> Taken:
    shutil.copyfile(taken.path, target)
    return replace(taken, path=target)


@blueprint.post("/tao")
def create() -> Response:
    """An empty, guided workbook, or a copy of the example."""
    if request.form.get("loai") == "vi-du":
        content, name = example_workbook().read_bytes(), "Hồ sơ ví dụ: Nghị quyết 57, tỉnh Lai Châu"
        dossier = site().workspace.create(name, lambda path: path.write_bytes(content))
    else:
        name = display_name(request.form.get("ten", ""), "Hồ sơ mới")
        dossier = site().workspace.create(name, new_workbook)
        say("Đã tạo hồ sơ trống. Tải sổ tính về, điền trong Excel rồi đưa lại ở mục “Thay sổ tính”.")
    return _checked(dossier)


def _checked(dossier: DossierFolder) -> Response:
    g.dossier = dossier
    return begin("check", {})


@blueprint.post("/h/<dossier:key>/doi-ten")
def rename() -> Response:
    current_dossier().rename(request.form.get("ten", ""))
    return see("check.show")


@blueprint.post("/h/<dossier:key>/xoa")
def remove() -> Response:
    dossier = current_dossier()
    name = dossier.name
    if site().works.in_the_way(dossier):
        raise busy()
    site().workspace.remove(dossier)
    g.dossier = None
    say(f"Đã bỏ hồ sơ “{name}”. Lấy lại được ở cuối trang này.")
    return see("home.show")


@blueprint.post("/lay-lai")
def bring_back() -> Response:
    dossier = site().workspace.bring_back(request.form.get("ho-so", ""))
    if dossier is None:
        raise NotFound
    say(f"Đã lấy lại hồ sơ “{dossier.name}”.")
    return see("home.show")
