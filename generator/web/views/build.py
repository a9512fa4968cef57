"""A period and the options of a report chosen; the report built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from generator.core.extras import SIGNING
from generator.core.period_names import parse_period
from generator.core.vietnamese import fold, nearest, parse_date
from generator.stories.jobs import Job, flags
from generator.stories.report_folders import can_print
from generator.web.addresses import shortened
from generator.web.orders import WorkState
from generator.web.reports import reports
from generator.web.site import View, begin, current_dossier, last_check, last_work, refuse_stale
from generator.web.views.check import choices_of, is_current

blueprint = Blueprint("build", __name__, url_prefix="/h/<dossier:key>/lap-bao-cao")


def _built(state: WorkState) -> str:
    return url_for("result.show", report=state.result["report"])


VIEW = View(blueprint, landings={"build": _built}, again={"build": "build.show"})


_PART = {"agency": "co-quan", "to": "noi-gui", "plan": "ke-hoach"}
"""Of what makes a report one of a part, the field of the form: one of them at most."""
_FORMAT = ("pdf", "pdf_a", "signature_fields", "combined")
"""The options that an office chooses once for all its reports; every other one is of a single report."""


@blueprint.get("")
def show() -> str | tuple[str, int]:
    """The form; `ky` in the address chooses the period, `noi-gui`, `ke-hoach` the part, `moi` begins with nothing."""
    last = None if request.args.get("moi") else last_work("build")
    words = request.args.get("ky", "")
    asked = parse_period(words)
    wanted = _carried(last, asked.code if asked else "")
    kept = _carried_from(last, wanted)
    in_address = any(field in request.args for field in _PART.values())
    given = request.args if in_address else {_PART[name]: wanted.get(name, "") for name in _PART}
    part, faults = _part(given, choices_of(last_check()))
    if words and asked is None:
        faults = {"ky-khac": _no_period(shortened(words), choices_of(last_check())), **faults}
        wanted["period"] = words
    wanted |= part
    form = _form({**wanted, "period": asked.code} if asked else wanted, faults, kept)
    return (form, 400) if faults else form


def _carried(last: WorkState | None, asked: str) -> dict[str, Any]:
    """What the form begins with: all of a run that did not end well, to try again; else period and kinds of file."""
    if last is None:
        return {}
    if not last.done and asked in ("", last.wanted.get("period", "")):
        return dict(last.wanted)
    return {name: last.wanted[name] for name in ("period", *_FORMAT) if name in last.wanted}


def _form(wanted: Mapping[str, Any], faults: Mapping[str, str], carried: str = "") -> str:
    dossier, checked = current_dossier(), last_check()
    done = checked is not None and checked.done
    return render_template(
        "build/show.html",
        wanted=wanted,
        faults=faults,
        carried=carried,
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
    if last is None or not any(value for name, value in wanted.items() if name not in ("period", "waived")):
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
    part, of_part = _part(request.form, choices)
    compare = request.form.get("so-sanh", "")
    wanted = {
        "period": period.code if period and "ky-khac" not in faults else other or asked,
        "as_of": day.isoformat() if day else "",
        "as_of_text": day_text,
        **part,
        "compare": compare if compare in ("issued", "corrected") else "",
        **{flag: request.form.get(flag) == "1" for flag in flags(Job)},
    }
    return wanted, {**faults, **of_part}


def _part(given: Mapping[str, str], choices: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Of what part the report is asked for, and for each field at fault what to do; no unknown name is the whole."""
    plans = {one["code"]: one["name"] for one in choices["plans"]}
    known: dict[str, tuple[str, Mapping[str, str]]] = {
        "agency": ("cơ quan chủ trì", dict.fromkeys(choices["agencies"], "")),
        "to": ("nơi gửi", dict.fromkeys(choices["recipients"], "")),
        "plan": ("kế hoạch", plans),
    }
    part, faults = dict.fromkeys(_PART, ""), {}
    for name, (words, names) in known.items():
        asked = given.get(_PART[name], "").strip()
        found = next((one for one, other in names.items() if fold(asked) in (fold(one), fold(other))), "")
        if asked and not found:
            faults[_PART[name]] = _unknown(words, asked, [*names])
        part[name] = found if asked else ""
    chosen = [_PART[name] for name in _PART if given.get(_PART[name], "").strip()]
    if len(chosen) > 1 and not faults:
        faults[chosen[-1]] = "Chỉ chọn một trong ba: báo cáo của một cơ quan, gửi một nơi, hoặc về một kế hoạch."
    return part, faults


def _unknown(words: str, asked: str, names: Sequence[str]) -> str:
    guess = nearest(asked, names)
    choose = "Chọn trong danh sách." if names else "Kiểm tra hồ sơ rồi chọn lại."
    hint = f"Có phải là “{guess}”?" if guess else choose
    return f"Hồ sơ không có {words} “{asked}”. {hint}"


def _no_period(asked: str, choices: Mapping[str, Any]) -> str:
    if not asked:
        return "Chọn một kỳ, hoặc ghi kỳ khác."
    known = [word for one in choices["periods"] for word in (one["label"], one["code"])]
    guess = nearest(asked, known, cutoff=0.5)
    hint = f"Có phải là “{guess}”? " if guess else ""
    examples = "Viết như “quý III năm 2025”, “tháng 9 năm 2025” hoặc 2025-Q3, 2025-09."
    return f"“{asked}” không phải là kỳ báo cáo. {hint}{examples}"
