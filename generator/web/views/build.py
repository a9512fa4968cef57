"""A period and the options of a report chosen; the report built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from generator.core.extras import SIGNING
from generator.core.periods import parse_period
from generator.core.vietnamese import nearest, parse_date
from generator.stories.jobs import Job, flags
from generator.stories.report_folders import can_print
from generator.web.orders import WorkState
from generator.web.reports import reports
from generator.web.site import View, begin, current_dossier, last_check, last_work, refuse_stale
from generator.web.views.check import choices_of, is_current

blueprint = Blueprint("build", __name__, url_prefix="/h/<dossier:key>/lap-bao-cao")


def _built(state: WorkState) -> str:
    return url_for("result.show", report=state.result["report"])


VIEW = View(blueprint, landings={"build": _built}, again={"build": "build.show"})


_FORMAT = ("pdf", "pdf_a", "signature_fields", "combined")
"""The options that an office chooses once for all its reports; every other one is of a single report."""


@blueprint.get("")
def show() -> str:
    """The form; `ky` in the address chooses the period, `moi` begins with nothing chosen."""
    last = None if request.args.get("moi") else last_work("build")
    asked = parse_period(request.args.get("ky", ""))
    wanted = _carried(last, asked.code if asked else "")
    if "noi-gui" in request.args:
        wanted["to"] = request.args["noi-gui"]
    return _form({**wanted, "period": asked.code} if asked else wanted, {}, last)


def _carried(last: WorkState | None, asked: str) -> dict[str, Any]:
    """What the form begins with: all of a run that did not end well, to try again; else period and kinds of file."""
    if last is None:
        return {}
    if not last.done and asked in ("", last.wanted.get("period", "")):
        return dict(last.wanted)
    return {name: last.wanted[name] for name in ("period", *_FORMAT) if name in last.wanted}


def _form(wanted: Mapping[str, Any], faults: Mapping[str, str], carried: WorkState | None = None) -> str:
    dossier, checked = current_dossier(), last_check()
    done = checked is not None and checked.done
    return render_template(
        "build/show.html",
        wanted=wanted,
        faults=faults,
        carried=_carried_from(carried, wanted),
        checked=done,
        current=is_current(checked, dossier),
        errors=sum(one["severity"] == "error" for one in checked.result["problems"]) if checked and done else 0,
        choices=choices_of(checked),
        reports=reports(dossier),
        prints=can_print(),
        signing=SIGNING,
    )


def _carried_from(last: WorkState | None, wanted: Mapping[str, Any]) -> str:
    """The period of the run whose options the form begins with; "" where nothing but the period is carried."""
    if last is None or not any(value for name, value in wanted.items() if name not in ("period", "waived", "to")):
        return ""
    period = parse_period(str(last.wanted.get("period", "")))
    return period.label if period else str(last.wanted.get("period", ""))


@blueprint.post("")
def start() -> Response | tuple[str, int]:
    refuse_stale()
    choices = choices_of(last_check())
    wanted, faults = _wanted(choices)
    if faults:
        return _form(wanted, faults), 400
    return begin("build", {**wanted, "waived": choices["waived"]})


def _wanted(choices: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form asks for, and for each field at fault what to do."""
    faults: dict[str, str] = {}
    other, chosen = request.form.get("ky-khac", "").strip(), request.form.get("ky", "")
    asked = other if chosen in ("", "khac") else chosen
    period = parse_period(asked)
    if other and asked != other:
        faults["ky-khac"] = f"Vừa chọn một kỳ, vừa ghi “{other}”: chọn “Kỳ khác”, hoặc xoá ô này."
    elif period is None:
        faults["ky-khac"] = _no_period(asked, choices)
    day_text = request.form.get("ngay", "").strip()
    day = parse_date(day_text) if day_text else None
    if day_text and day is None:
        faults["ngay"] = f"“{day_text}” không phải là ngày. Viết như 14/9/2025."
    agency = request.form.get("co-quan", "")
    to, compare = request.form.get("noi-gui", ""), request.form.get("so-sanh", "")
    if agency and to:
        faults["noi-gui"] = "Báo cáo riêng của một cơ quan thì không chọn nơi gửi."
    wanted = {
        "period": period.code if period and not faults else other or asked,
        "as_of": day.isoformat() if day else "",
        "as_of_text": day_text,
        "agency": agency if agency in choices["agencies"] else "",
        "to": to if to in choices["recipients"] else "",
        "compare": compare if compare in ("issued", "corrected") else "",
        **{flag: request.form.get(flag) == "1" for flag in flags(Job)},
    }
    return wanted, faults


def _no_period(asked: str, choices: Mapping[str, Any]) -> str:
    if not asked:
        return "Chọn một kỳ, hoặc ghi kỳ khác."
    known = [word for one in choices["periods"] for word in (one["label"], one["code"])]
    guess = nearest(asked, known, cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    examples = "Viết như “quý III năm 2025”, “tháng 9 năm 2025” hoặc 2025-Q3, 2025-09."
    return f"“{asked}” không phải là kỳ báo cáo. {hint}{examples}"
