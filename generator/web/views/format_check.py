"""Any Word file held against the rules of form: findings, and copies of it corrected and commented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import Severity, WrongUsage
from generator.core.standard import STANDARDS
from generator.web.downloads import send
from generator.web.errands import done_errand, errand, new_errand
from generator.web.orders import WorkState
from generator.web.site import View, begin_errand
from generator.web.tasks.lint_file import ANNOTATED, FILE, FIXED
from generator.web.uploads import Kind, take

blueprint = Blueprint("format_check", __name__, url_prefix="/kiem-tra-the-thuc")
KIND = "lint_file"
COPIES = {"da-sua": (FIXED, "đã sửa thể thức"), "ghi-chu": (ANNOTATED, "ghi chú thể thức")}
LABELS = {
    "nd30": "Cơ quan nhà nước (Nghị định 30/2020/NĐ-CP)",
    "dang": "Cơ quan của Đảng (Hướng dẫn 36-HD/VPTW và 05-HD/VPTW)",
}


def _linted(state: WorkState) -> str:
    return url_for("format_check.result", key_of_errand=state.wanted["errand"])


VIEW = View(blueprint, landings={KIND: _linted}, again={KIND: "format_check.show"})


@blueprint.get("")
def show() -> str:
    return render_template("format_check/show.html", standards=_standards())


def _standards() -> dict[str, str]:
    return {name: LABELS.get(name, name) for name in STANDARDS}


@blueprint.post("")
def start() -> Response:
    names: dict[str, str] = {}

    def fill(folder: Path) -> None:
        names["name"] = take("tep", (Kind.WORD,), folder / FILE).name

    return begin_errand(new_errand(fill), KIND, {**names, **_asked(), "waived": []})


def _asked() -> dict[str, Any]:
    """The standard chosen ("" lets the document's heading decide), and whether fixes to be reviewed are made too."""
    asked = request.form.get("the-thuc", "")
    return {"standard": asked if asked in STANDARDS else "", "review": request.form.get("ca-can-xem") == "1"}


@blueprint.get("/<dossier:key_of_errand>")
def result(key_of_errand: str) -> str:
    state = done_errand(key_of_errand, KIND)
    severities = [(one.value, [f for f in state.result["findings"] if f["severity"] == one.value]) for one in Severity]
    return render_template(
        "format_check/result.html",
        work=state,
        key_of_errand=key_of_errand,
        groups=[(value, found) for value, found in severities if found],
        standards=_standards(),
    )


@blueprint.post("/<dossier:key_of_errand>")
def again(key_of_errand: str) -> Response:
    """The same file with another standard, or with some rules left out for this look."""
    state = done_errand(key_of_errand, KIND)
    known = {one["code"] for one in state.result["findings"]} | set(state.result["waived"])
    waived = [code for code in request.form.getlist("mien") if code in known]
    asked = _asked()
    if asked["standard"] != state.wanted["standard"]:
        waived = []
    elif asked["review"] == state.wanted["review"] and sorted(waived) == sorted(state.result["waived"]):
        raise WrongUsage("Chưa có gì khác so với lần kiểm tra này.", "Chọn quy tắc cần bỏ qua, hoặc bộ thể thức khác.")
    wanted = {"name": state.wanted["name"], **asked, "waived": waived}
    return begin_errand(errand(key_of_errand), KIND, wanted)


@blueprint.get("/<dossier:key_of_errand>/<copy>.docx")
def copy(key_of_errand: str, copy: str) -> Response:
    state = done_errand(key_of_errand, KIND)
    if copy not in COPIES:
        raise NotFound
    file, words = COPIES[copy]
    return send(errand(key_of_errand).folder / file, f"{state.wanted['name']} ({words})")
