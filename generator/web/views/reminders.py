"""Letters that remind agencies: made for a period, taken away; their register, taken away and brought back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.folders import LETTERS
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.vietnamese import parse_date
from generator.web.addresses import shortened
from generator.web.downloads import send, send_zip
from generator.web.names import display_name
from generator.web.orders import WorkState
from generator.web.reports import ReportFile
from generator.web.site import View, begin, current_dossier, done_work, last_check, last_work, refuse_stale, say
from generator.web.tasks.register import register_path
from generator.web.uploads import Kind, take
from generator.web.views.check import choices_of
from generator.web.views.forms import asked_words, known_periods

blueprint = Blueprint("reminders", __name__, url_prefix="/h/<dossier:key>/don-doc")
_DAYS = (("as_of", "tinh-den"), ("day", "ngay-gui"), ("before", "truoc-ngay"))
"""What a letter is told of days → the field of the form."""


def _made(state: WorkState) -> str:
    return url_for("reminders.show", ky=state.result["period"], _anchor="ket-qua-h")


def _registered(state: WorkState) -> str:
    say(f"Đã nhận sổ theo dõi: {state.result['sent']} công văn đã ghi số. Công văn đã ghi số không bị lập lại.")
    return url_for("reminders.show")


VIEW = View(
    blueprint,
    landings={"remind": _made, "register": _registered},
    again={"remind": "reminders.show", "register": "reminders.show"},
)


@blueprint.get("")
def show() -> str | tuple[str, int]:
    words = asked_words()
    if words and parse_period(words) is None:
        return _page({"ky-khac": words}, {"ky-khac": _no_period(words)}), 400
    return _page({}, {})


def _no_period(words: str) -> str:
    return f"“{shortened(words)}” không phải là kỳ báo cáo. Viết như 2025-Q3." if words else "Chưa chọn kỳ."


def _page(typed: dict[str, Any], faults: dict[str, str]) -> str:
    dossier, made, periods = current_dossier(), last_work("remind"), known_periods()
    words = asked_words()
    period = parse_period(words) if words else (parse_period(made.result["period"]) if made and made.done else None)
    period = period or next(iter(periods[1:] or periods), None)
    kept = done_work("remind", period=period.code) if period else None
    done = kept.result if kept else None
    return render_template(
        "reminders/show.html",
        period=period,
        words=words,
        periods=[*([period] if period and period not in periods else []), *periods],
        agencies=choices_of(last_check())["agencies"],
        typed=typed,
        faults=faults,
        done=done,
        is_old=bool(done and done["mark"] != dossier.workbook_mark()),
        letters=_letters(period) if period else [],
        register=register_path(dossier).is_file(),
    )


@blueprint.post("")
def make() -> Response | tuple[str, int]:
    refuse_stale()
    words, faults = asked_words(), dict[str, str]()
    period = parse_period(words)
    if period is None:
        faults["ky-khac"] = _no_period(words)
    days: dict[str, str] = {}
    for name, field in _DAYS:
        written = request.form.get(field, "").strip()
        day = parse_date(written) if written else None
        if written and day is None:
            faults[field] = f"“{written}” không phải là ngày. Viết như 20/9/2025."
        days[name] = day.isoformat() if day else ""
    if faults or period is None:
        return _page({field: request.form.get(field, "") for field in request.form}, faults), 400
    known = choices_of(last_check())["agencies"]
    wanted = {
        **days,
        "period": period.code,
        "agencies": [one for one in request.form.getlist("co-quan") if one in known],
        "one_letter": request.form.get("chung") == "1",
        "unit": display_name(request.form.get("don-vi", ""), ""),
        "pdf": request.form.get("pdf") == "1",
    }
    return begin("remind", wanted)


# --- what was made -------------------------------------------------------------------------------


def _letters(period: Period) -> list[ReportFile]:
    """The letters of a period as they stand in its folder, with what each is called."""
    dossier, made = current_dossier(), done_work("remind", period=period.code)
    folder = dossier.outputs / dossier.workbook.stem / period.code / LETTERS
    labels = made.result["labels"] if made else {}
    found = sorted(path for path in folder.glob("*") if path.suffix in (".docx", ".pdf") and path.is_file())
    return [ReportFile(path, labels.get(f"{path.stem}.docx") or path.stem) for path in found]


def _period(code: str) -> Period:
    period = parse_period(code)
    if period is None or period.code != code:
        raise NotFound
    return period


@blueprint.get("/<period>/<int:number>/tai")
def letter(period: str, number: int) -> Response:
    found = _letters(_period(period))
    if number >= len(found):
        raise NotFound
    return send(found[number].path, f"{found[number].label} - {_period(period).label}")


@blueprint.get("/<period>/tat-ca.zip")
def every_letter(period: str) -> Response:
    found = _letters(_period(period))
    if not found:
        raise NotFound
    return send_zip([(one.label, one.path) for one in found], f"Công văn đôn đốc {_period(period).label}")


@blueprint.get("/so-theo-doi.xlsx")
def register() -> Response:
    path = register_path(current_dossier())
    if not path.is_file():
        raise NotFound
    return send(path, f"Sổ theo dõi đôn đốc - {current_dossier().name}")


@blueprint.post("/so-theo-doi")
def take_register() -> Response:
    dossier = current_dossier()
    refuse_stale()
    if not register_path(dossier).is_file():
        raise NotFound
    arrived = dossier.new_file()
    take("so", (Kind.WORKBOOK,), arrived)
    return begin("register", {"arrived": arrived.name})
