"""A plan comes in: Word, Excel or text; how its columns were understood, changed by choice; then a dossier of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import WrongUsage
from generator.stories.import_plan import REMEMBERED
from generator.web.dossiers import DossierFolder, stale
from generator.web.errands import done_errand, errand, errand_state, new_errand
from generator.web.marks import file_mark
from generator.web.names import display_name
from generator.web.orders import WorkState
from generator.web.site import View, begin, begin_errand, current_dossier, replace_workbook, say, site
from generator.web.tasks.plan_look import INTO, MADE, PLAN
from generator.web.uploads import Kind, Taken, take

blueprint = Blueprint("plan", __name__)
KIND = "plan_look"
PLANS = (Kind.WORD, Kind.WORKBOOK, Kind.YAML, Kind.CSV)
"""What a plan may be; a text that is no JSON counts as YAML."""
_LONGEST_NAME = 2000
_SUFFIXES = {Kind.YAML: ".txt"}


def _looked(state: WorkState) -> str:
    return url_for("plan.show", plan=state.wanted["errand"])


VIEW = View(blueprint, landings={KIND: _looked}, again={KIND: "home.show"})


@blueprint.post("/ke-hoach")
def start() -> Response:
    """A plan for a dossier of its own."""
    return look_at(lambda folder: take("ke-hoach", PLANS, folder / PLAN))


@blueprint.post("/h/<dossier:key>/ke-hoach")
def start_into() -> Response:
    """A plan whose tasks go into a dossier that is there."""
    dossier = current_dossier()

    def fill(folder: Path) -> Taken:
        taken = take("ke-hoach", PLANS, folder / PLAN)
        shutil.copyfile(dossier.workbook, folder / INTO)
        _remember(dossier.folder / REMEMBERED, folder)
        return taken

    return look_at(fill, into=dossier.key)


def look_at(fill: Any, into: str = "") -> Response:
    """Reads the plan that `fill` puts into a folder that may be deleted at any time: no dossier is made yet."""
    taken: list[Taken] = []

    def filled(folder: Path) -> None:
        one = fill(folder)
        taken.append(one)
        one.path.replace(folder / f"{PLAN}{_SUFFIXES.get(one.kind, one.kind.value)}")
        _remember(site().settings.folder / REMEMBERED, folder)

    folder, kind = new_errand(filled), taken[0].kind
    plan = f"{PLAN}{_SUFFIXES.get(kind, kind.value)}"
    return begin_errand(folder, KIND, {"plan": plan, "name": taken[0].name, "columns": {}, "into": into})


def _remember(memory: Path, folder: Path) -> None:
    """What was said of columns before is known to the next plan."""
    if memory.is_file() and not (folder / REMEMBERED).exists():
        shutil.copyfile(memory, folder / REMEMBERED)


@blueprint.get("/ke-hoach/<dossier:plan>")
def show(plan: str) -> str:
    state = done_errand(plan, KIND)
    into = _target(state)
    headers = [one["header"] for table in state.result["tables"] for one in table["columns"]]
    return render_template(
        "plan/show.html",
        work=state,
        plan=plan,
        into=into,
        headers=list(dict.fromkeys(headers)),
        as_it_is=state.wanted["plan"].endswith(Kind.WORKBOOK.value) and into is None,
    )


@blueprint.post("/ke-hoach/<dossier:plan>/cot")
def choose(plan: str) -> Response:
    """Read anew, each column taken for what a person chose; a column left as it was is not asked about again."""
    state = done_errand(plan, KIND)
    known: dict[str, tuple[str, list[str]]] = {
        one["header"]: (one["title"], table["titles"]) for table in state.result["tables"] for one in table["columns"]
    }
    columns = dict(state.wanted["columns"])
    for number, (header, (title, titles)) in enumerate(known.items()):
        chosen = request.form.get(f"cot-{number}", title)
        if chosen != title and chosen in ("", *titles):
            columns[header] = chosen
    return begin_errand(errand(plan), KIND, {**state.wanted, "columns": columns})


@blueprint.post("/ke-hoach/<dossier:plan>/ten")
def name(plan: str) -> Response:
    """What the plan is called, where that was only guessed: as guessed, as typed, or to be filled in later."""
    state, chosen = done_errand(plan, KIND), request.form.get("ten-ke-hoach", "")
    typed = " ".join(request.form.get("ten-khac", "").split())
    names = {"doan": state.result.get("guessed_name", ""), "khac": typed, "sau": ""}
    if chosen not in names or (chosen != "sau" and not names[chosen]):
        raise WrongUsage("Chưa chọn tên kế hoạch.", "Chọn một cách ghi tên; chọn “Tên khác” thì ghi tên vào ô.")
    if typed and chosen != "khac":
        raise WrongUsage(f"Vừa chọn cách ghi tên, vừa ghi “{typed}”.", "Chọn “Tên khác”, hoặc xoá ô đó.")
    return begin_errand(errand(plan), KIND, {**state.wanted, "plan_name": names[chosen][:_LONGEST_NAME]})


@blueprint.post("/ke-hoach/<dossier:plan>/tao")
def make(plan: str) -> Response:
    """The dossier made of what was shown; or the tasks put into the dossier that was asked for."""
    state, folder = done_errand(plan, KIND), errand(plan).folder
    if not (folder / MADE).is_file():
        raise WrongUsage("Bản đã đọc của kế hoạch không còn.", "Đưa kế hoạch vào lại.")
    if state.result.get("guessed_name"):
        raise WrongUsage("Tên kế hoạch mới là đoán, chưa được chọn.", "Chọn tên kế hoạch rồi lập hồ sơ.")
    into = _target(state)
    if state.wanted["into"] and into is None:
        raise NotFound
    arriving = None
    if into is None:
        name = display_name(request.form.get("ten", ""), state.wanted["name"])
        into = site().workspace.create(name, lambda path: shutil.copyfile(folder / MADE, path))
        say(
            "Đã lập hồ sơ từ kế hoạch. Xem lại trang Thông tin chung của sổ tính: cơ quan ban hành báo cáo lấy theo kế "
            "hoạch nếu kế hoạch có ghi, người ký và nơi nhận còn trống."
        )
    else:
        if file_mark(folder / INTO) != into.workbook_mark():
            raise stale()
        arriving = into.new_file()
        shutil.copyfile(folder / MADE, arriving)
    for place in (into.folder, site().settings.folder) if (folder / REMEMBERED).is_file() else ():
        shutil.copyfile(folder / REMEMBERED, place / REMEMBERED)
    g.dossier = into
    if arriving is not None:
        return replace_workbook(arriving, "Đã đưa kế hoạch vào hồ sơ. Bản sổ tính trước được giữ lại.")
    return begin("check", {})


@blueprint.post("/ke-hoach/<dossier:plan>/nguyen-tep")
def take_as_it_is(plan: str) -> Response:
    """The workbook as it is becomes a dossier: an office's own tracking sheet, which stays as it is."""
    state, folder = _done_or_failed(plan), errand(plan).folder
    source = folder / state.wanted["plan"]
    if state.wanted["into"] or source.suffix != Kind.WORKBOOK.value or not source.is_file():
        raise NotFound
    title = state.wanted["name"]
    return begin_errand(errand(plan), "opening", {"source": source.name, "name": title, "title": title})


def _target(state: WorkState) -> DossierFolder | None:
    return site().workspace.open(state.wanted["into"]) if state.wanted["into"] else None


def _done_or_failed(plan: str) -> WorkState:
    state = errand_state(errand(plan), KIND)
    if state.running:
        raise NotFound
    return state
