"""A finished report gets its number and day: what stands in the way, the frozen report, a new version of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from generator.core.problems import Problem, WrongUsage
from generator.core.vietnamese import parse_date, short_date
from generator.stories.before_issue import unusual
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, reports
from generator.web.site import View, begin, current_dossier, current_report, done_work, last_check, refuse_stale
from generator.web.views.check import choices_of
from generator.web.waiting import asked_last, marks

blueprint = Blueprint("issue", __name__, url_prefix="/h/<dossier:key>/ban-hanh")
_NUMBER = re.compile(r"0*[1-9]\d{0,4}(?:[/-].{0,60})?")


def _looked(state: WorkState) -> str:
    return url_for("issue.report", report=state.result["report"])


VIEW = View(
    blueprint,
    landings={"issue_look": _looked, "issue": _looked, "withdraw": _looked},
    again={"issue_look": "issue.show", "issue": "issue.show", "withdraw": "issue.show"},
)


@blueprint.get("")
def show() -> str:
    found = reports(current_dossier())
    return render_template(
        "issue/show.html",
        open=[one for one in found if one.about.issued is None],
        issued=[one for one in found if one.about.issued is not None],
    )


@blueprint.get("/<report>", endpoint="report")
def look(report: str) -> str:
    return _page(current_report(report), {}, {})


def _page(kept: KeptReport, typed: Mapping[str, str], faults: Mapping[str, str], asked: Sequence[Problem] = ()) -> str:
    state, issued = _current("issue_look", kept), done_work("issue", report=kept.key)
    obstacles = state.result["obstacles"] if state else []
    return render_template(
        "issue/report.html",
        report=kept,
        work=state,
        errors=[one for one in obstacles if one["severity"] == "error"],
        others=[one for one in obstacles if one["severity"] != "error"],
        noticed=issued.result["problems"] if issued else [],
        typed=typed,
        faults=faults,
        asked=[one.message for one in asked],
        today=short_date(date.today()),
    )


def _current(kind: str, kept: KeptReport) -> WorkState | None:
    """The last work of a kind, if it told of this report as its files are now."""
    state = done_work(kind, report=kept.key)
    return state if state is not None and state.result["marks"] == marks(kept) else None


@blueprint.post("/<report>/xem")
def look_through(report: str) -> Response:
    """Looked through anew, passing over the rules that a person ticked besides those of the dossier."""
    kept = current_report(report)
    last = done_work("issue_look", report=kept.key)
    told = last.result if last is not None else None
    known = {one["rule"] for one in told["obstacles"]} | set(told["waived"]) if told else set()
    ticked = [code for code in request.form.getlist("mien") if code and code in known]
    by_dossier = choices_of(last_check())["waived"]
    return begin("issue_look", {"report": kept.key, "waived": sorted({*ticked, *by_dossier})})


@blueprint.post("/<report>")
def issue(report: str) -> Response | tuple[str, int]:
    kept = current_report(report)
    refuse_stale()
    state = _current("issue_look", kept)
    if state is None or request.form.get("viec") != state.id:
        raise WrongUsage("Báo cáo đã đổi từ khi trang được mở, nên chưa ban hành.", "Xem lại điều kiện ban hành trước.")
    number, words = request.form.get("so", "").strip(), request.form.get("ngay", "").strip()
    day = parse_date(words)
    faults = {}
    if not _NUMBER.fullmatch(number):
        faults["so"] = f"“{number}” không phải là số văn bản. Viết như 5 hoặc 05." if number else "Chưa ghi số."
    if day is None:
        faults["ngay"] = f"“{words}” không phải là ngày. Viết như 20/9/2025." if words else "Chưa ghi ngày."
    if any(one["severity"] != "error" for one in state.result["obstacles"]) and not request.form.get("da-xem"):
        faults["da-xem"] = "Chưa xác nhận đã xem các điểm nêu trên."
    asked = unusual(kept.folder, number, day, date.today()) if day is not None and "so" not in faults else ()
    if asked and request.form.get("khac-thuong") != _mark_of(number, words):
        faults["khac-thuong"] = "Số hoặc ngày ban hành khác thường, chưa được xác nhận."
    if faults or day is None:
        typed = {
            "so": number,
            "ngay": words,
            "khac-thuong": _mark_of(number, words),
            "da-xem": request.form.get("da-xem", ""),
        }
        return _page(kept, typed, faults, asked), 400
    wanted = {"report": kept.key, "number": number, "day": day.isoformat(), "marks": marks(kept)}
    return begin("issue", {**wanted, "waived": state.wanted["waived"]})


def _mark_of(number: str, day: str) -> str:
    """What a person confirms who ticks that a number and day are meant: these, not others typed later."""
    return f"{number} {day}"


@blueprint.post("/<report>/ban-moi")
def new_version(report: str) -> Response:
    """A new version built beside the issued one, as that was built."""
    kept = current_report(report)
    refuse_stale()
    if kept.about.issued is None:
        raise WrongUsage("Báo cáo này chưa ban hành nên chưa cần bản mới.", "Lập lại báo cáo ở mục Lập báo cáo.")
    asked: dict[str, Any] = {**asked_last(current_dossier(), kept), "new_version": True}
    return begin("build", {**asked, "waived": choices_of(last_check())["waived"]})


@blueprint.post("/<report>/rut-lai")
def withdraw(report: str) -> Response:
    """The report as before it was issued; its number stays in the history."""
    kept = current_report(report)
    refuse_stale()
    if kept.about.issued is None:
        raise WrongUsage("Báo cáo này chưa ban hành nên không có gì để rút lại.", "Xem lại danh sách báo cáo.")
    if not request.form.get("chac-chan"):
        raise WrongUsage("Chưa xác nhận việc rút lại.", "Đánh dấu vào ô xác nhận rồi bấm lại.")
    return begin("withdraw", {"report": kept.key})
