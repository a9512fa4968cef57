"""Forms sent out for a period, returns taken back in, and who has not answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.problems import WrongUsage
from generator.web.downloads import send, send_zip
from generator.web.orders import WorkState
from generator.web.returns import Waiting, changing_waiting, forms_folder, likely_periods, new_return, waiting_returns
from generator.web.site import View, begin, current_dossier, done_work, last_check, last_work, refuse_stale, say, see
from generator.web.uploads import Kind, take_file
from generator.web.views.check import choices_of

blueprint = Blueprint("forms", __name__, url_prefix="/h/<dossier:key>/thu-thap")
SHOWN = 300
"""Changes shown on one page; all are counted."""


def _made(state: WorkState) -> str:
    return url_for("forms.show", ky=state.result["period"], _anchor="gui-h")


def _looked(state: WorkState) -> str:
    return url_for("forms.show", ky=state.result["period"], _anchor="nhan-h")


VIEW = View(
    blueprint,
    landings={"forms": _made, "collect_look": _looked, "collect": _looked},
    again=dict.fromkeys(("forms", "collect_look", "collect"), "forms.show"),
)


@blueprint.get("")
def show() -> str | tuple[str, int]:
    dossier, mark = current_dossier(), current_dossier().workbook_mark()
    periods = known_periods()
    words = asked_words()
    period = parse_period(words) if words else next(iter(periods), None)
    about = {"period": period.code if period else ""}
    made, looked, collected = (done_work(kind, **about) for kind in ("forms", "collect_look", "collect"))
    page = render_template(
        "forms/show.html",
        period=period,
        words=words,
        periods=[*([period] if period and period not in periods else []), *periods],
        forms=made.result if made else None,
        forms_are_old=bool(made and made.result["mark"] != mark),
        waiting=waiting_returns(dossier),
        look=looked if looked and _is_current(looked, mark) else None,
        collected=collected.result if collected and collected.result["mark"] == mark else None,
        shown=SHOWN,
    )
    return (page, 400) if words and period is None else page


def asked_words() -> str:
    """The period that a form or an address names, as it was typed; "" for none."""
    chosen, other = request.values.get("ky", ""), request.values.get("ky-khac", "").strip()
    return other if chosen in ("", "khac") else chosen


def known_periods() -> list[Period]:
    """What the last check found, with the periods that come next and those that run today."""
    return likely_periods((one["code"] for one in choices_of(last_check())["periods"]), date.today())


def asked_period() -> Period:
    """The period of a form. Raises WrongUsage."""
    words = asked_words()
    period = parse_period(words)
    if period is None:
        said = f"“{words}” không phải là kỳ báo cáo." if words else "Chưa chọn kỳ."
        raise WrongUsage(said, "Viết như 2025-09, 2025-Q3, 2025-H1 hoặc “quý III năm 2025”.")
    return period


def _is_current(state: WorkState, mark: str) -> bool:
    """True while workbook and waiting returns are those that were looked through."""
    here = [one.file for one in waiting_returns(current_dossier())]
    return bool(state.result["mark"] == mark and state.result["waiting"] == here)


# --- forms out -----------------------------------------------------------------------------------


@blueprint.post("/phieu")
def make() -> Response:
    return begin("forms", {"period": asked_period().code})


@blueprint.get("/phieu/<period>/<int:number>.xlsx")
def form(period: str, number: int) -> Response:
    one = next((one for place, one in enumerate(_forms(period)) if place == number), None)
    if one is None:
        raise NotFound
    return send(forms_folder(current_dossier(), period) / one["file"], _form_name(one, period))


@blueprint.get("/phieu/<period>/tat-ca.zip")
def every_form(period: str) -> Response:
    folder = forms_folder(current_dossier(), period)
    files = [(_form_name(one, period), folder / one["file"]) for one in _forms(period)]
    return send_zip(files, f"Phiếu báo cáo {_label(period)}")


def _forms(period: str) -> list[dict[str, Any]]:
    """The forms made last for this period. Raises NotFound."""
    made = done_work("forms", period=period)
    if made is None:
        raise NotFound
    folder = forms_folder(current_dossier(), made.result["period"])
    return [one for one in made.result["forms"] if (folder / one["file"]).is_file()]


def _form_name(one: dict[str, Any], period: str) -> str:
    return f"Phiếu {_label(period)} - {one['agency']}"


def _label(code: str) -> str:
    period = parse_period(code)
    return period.label if period else code


# --- returns in ----------------------------------------------------------------------------------


@blueprint.post("/nhan")
def receive() -> Response:
    """Several files at once; one that is no workbook does not stop the others."""
    dossier, period = current_dossier(), asked_period()
    refuse_stale()
    came, refusals = list[Waiting](), list[WrongUsage]()
    known = {one.mark: one.name for one in waiting_returns(dossier)}
    for sent in request.files.getlist("phieu"):
        try:
            taken = take_file(sent, (Kind.WORKBOOK,), new_return(dossier))
        except WrongUsage as error:
            refusals.append(error)
            continue
        one = Waiting(taken.path, taken.name)
        if one.mark in known:
            say(f"Phiếu “{one.name}” giống hệt phiếu “{known[one.mark]}” đang chờ, nên chỉ giữ một.")
            one.path.unlink(missing_ok=True)
            continue
        known[one.mark] = one.name
        came.append(one)
    with changing_waiting(dossier) as waiting:
        waiting += came
    if not came and refusals:
        raise refusals[0]
    for refusal in refusals:
        say(f"{refusal.message} {refusal.next_step}", alert=True)
    return begin("collect_look", {"period": period.code, "overwrite": False})


@blueprint.post("/xem")
def look() -> Response:
    """Looked through anew: for the period, or with old values replaced; also who has not answered."""
    overwrite = request.form.get("ghi-de") == "1"
    return begin("collect_look", {"period": asked_period().code, "overwrite": overwrite})


@blueprint.post("/bo")
def leave_out() -> Response:
    """A return that waits is put aside for good."""
    dossier, period = current_dossier(), asked_period()
    refuse_stale()
    with dossier.held(), changing_waiting(dossier) as waiting:
        gone = next((one for one in waiting if one.file == request.form.get("tep", "")), None)
        if gone is None:
            raise NotFound
        waiting.remove(gone)
        gone.path.unlink(missing_ok=True)
    say(f"Đã bỏ phiếu “{gone.name}”.")
    if not waiting:
        return see("forms.show", ky=period.code)
    return begin("collect_look", {"period": period.code, "overwrite": False})


@blueprint.post("/bo-tat-ca")
def leave_out_all() -> Response:
    """Every return that waits is put aside for good."""
    dossier, period = current_dossier(), asked_period()
    refuse_stale()
    with dossier.held(), changing_waiting(dossier) as waiting:
        found = list(waiting)
        waiting.clear()
        for one in found:
            one.path.unlink(missing_ok=True)
    say(f"Đã bỏ {len(found)} phiếu đang chờ. Sổ tính giữ nguyên.")
    return see("forms.show", ky=period.code)


@blueprint.post("/ghi")
def take_in() -> Response:
    """What was shown is written; the workbook before is kept."""
    refuse_stale()
    period = parse_period(asked_words())
    state = done_work("collect_look", period=period.code) if period else last_work("collect_look")
    current = state is not None and state.done and _is_current(state, current_dossier().workbook_mark())
    if state is None or not current or request.form.get("viec") != state.id:
        raise WrongUsage("Sổ tính hoặc các phiếu đã đổi từ khi trang được mở, nên chưa ghi gì.", "Xem lại các phiếu.")
    if state.result["stuck"] or not state.result["taken"]:
        raise WrongUsage("Chưa có phiếu nào dùng được.", "Xử lý những chỗ trang đã nêu rồi xem lại.")
    files = [one["file"] for one in state.result["taken"]]
    wanted = {name: state.result[name] for name in ("period", "overwrite", "mark")}
    return begin("collect", {**wanted, "files": files})
