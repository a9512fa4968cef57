"""What happened to each report and to the workbook; earlier states taken away or brought back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.problems import WrongUsage
from generator.stories.history import Past, PastState, changed_files, past_states, restore, state_files
from generator.stories.report_folders import file_label
from generator.web.dossiers import WHOLE
from generator.web.downloads import send_content, send_zip
from generator.web.orders import WorkState
from generator.web.page_words import moment
from generator.web.reports import KeptReport, reports
from generator.web.site import (
    View,
    begin,
    current_dossier,
    current_report,
    done_work,
    earlier_workbook,
    refuse_stale,
    replace_workbook,
    say,
    see,
)
from generator.web.waiting import marks

blueprint = Blueprint("history", __name__, url_prefix="/h/<dossier:key>/lich-su")
KIND = "state_differences"
NOW = "nay"
"""Stands for the present state where two are chosen."""


def _compared(state: WorkState) -> str:
    first, last = (NOW if state.wanted[name] is None else state.wanted[name] for name in ("first", "last"))
    return url_for("history.differences", report=state.result["report"], tu=first, den=last)


VIEW = View(blueprint, landings={KIND: _compared}, again={KIND: "history.show"})


@blueprint.get("")
def show() -> str:
    dossier = current_dossier()
    return render_template(
        "history/show.html", reports=reports(dossier), workbooks=list(reversed(dossier.earlier_workbooks()))
    )


# --- the workbook --------------------------------------------------------------------------------


@blueprint.get("/so-tinh/<int:number>")
def workbook(number: int) -> Response:
    return send_content(earlier_workbook(number).content(), f"{current_dossier().name} (bản {number})", WHOLE)


@blueprint.get("/so-tinh/<int:number>/khoi-phuc")
def ask_workbook(number: int) -> str:
    return render_template("history/workbook.html", earlier=earlier_workbook(number))


@blueprint.post("/so-tinh/<int:number>/khoi-phuc")
def restore_workbook(number: int) -> Response:
    """An earlier workbook becomes the present one again; that one is kept."""
    dossier, earlier = current_dossier(), earlier_workbook(number)
    refuse_stale()
    arriving = dossier.new_file()
    arriving.write_bytes(earlier.content())
    return replace_workbook(arriving, f"Đã dùng lại bản {number} của sổ tính. Bản vừa thay được giữ lại trong lịch sử.")


# --- a report ------------------------------------------------------------------------------------


@blueprint.get("/<report>", endpoint="report")
def of_report(report: str) -> str:
    kept = current_report(report)
    past = past_states(kept.folder)
    frozen = past.states[-1].issued is not None
    told = [
        _told(state, changed, frozen, not place)
        for place, (state, changed) in enumerate(zip(past.states, changed_files(past), strict=True))
    ]
    for before, one in pairwise(told):
        one["before"] = before["number"]
    return render_template("history/report.html", report=kept, states=list(reversed(told)), frozen=frozen, now=NOW)


def _told(state: PastState, changed: tuple[str, ...], frozen: bool, first: bool) -> dict[str, Any]:
    """A state as its line says it."""
    words = state.made_by.label
    if state.restored is not None:
        words = f"{words} trạng thái số {state.restored}"
    if state.issued is not None:
        words = f"{words}: số {state.issued.symbol}"
    return {
        "number": state.number,
        "at": state.at,
        "words": words[0].upper() + words[1:],
        "changed": [] if first else [file_words(Path(name)) for name in changed],
        "first": first,
        "edited": [file_words(Path(name)) for name in state.edited],
        "edited_at": state.edited_at,
        "who": state.who,
        "editors": state.editors,
        "signed": state.signed,
        "before": None,
        "after_issue": state.issued is not None,
        "files": state.files,
        "can_return": state.number is not None and (state.issued is not None or not frozen),
    }


@blueprint.post("/<report>/khac-biet")
def compare(report: str) -> Response:
    """From one state to another: what is other in their files."""
    kept = current_report(report)
    first, last = (_chosen(request.form.get(name, "")) for name in ("tu", "den"))
    if first == last:
        raise WrongUsage("Hai trạng thái được chọn là một.", "Chọn hai trạng thái khác nhau.")
    if first is None:
        first, last = last, first
    return begin(KIND, {"report": kept.key, "first": first, "last": last})


def _chosen(words: str) -> int | None:
    """The number of a state; None for the present one. Raises NotFound for any other word."""
    if words == NOW:
        return None
    if not words.isdecimal():
        raise NotFound
    return int(words)


@blueprint.get("/<report>/khac-biet")
def differences(report: str) -> Response | str:
    """What came of it, as long as the files looked at are what they were."""
    kept = current_report(report)
    first, last = (_chosen(request.args.get(name, NOW)) for name in ("tu", "den"))
    state = done_work(KIND, report=kept.key, first=first, last=last)
    if state is None or state.result["marks"] != marks(kept):
        say("Hai trạng thái này chưa được so, hoặc tệp đã đổi từ lần so trước. Chọn lại hai trạng thái.", alert=True)
        return see("history.report", report=kept.key)
    return render_template("history/differences.html", report=kept, work=state)


def file_words(path: Path) -> str:
    """What people call a file, with its kind where that is not Word."""
    return f"{file_label(path)} (PDF)" if path.suffix == ".pdf" else file_label(path)


@blueprint.get("/<report>/<int:number>.zip")
def files(report: str, number: int) -> Response:
    kept, state = _state(report, number)
    taken = [(file_label(path), path) for path in state_files(kept.folder, state.number)]
    return send_zip(taken, f"{kept.title} - trạng thái {number}")


@blueprint.get("/<report>/<int:number>/khoi-phuc")
def ask(report: str, number: int) -> str:
    kept, state = _state(report, number)
    return render_template("history/restore.html", report=kept, state=_told(state, (), False, True))


@blueprint.post("/<report>/<int:number>/khoi-phuc")
def bring_back(report: str, number: int) -> Response:
    """The state as a whole again; the present one is kept first."""
    dossier = current_dossier()
    refuse_stale()
    kept, state = _state(report, number)
    if kept.about.issued is not None and state.issued is None:
        raise WrongUsage(
            "Báo cáo đã ban hành, không khôi phục về trước khi ban hành.",
            "Cần xem lại thì tải trạng thái đó về; cần sửa thì lập bản mới ở trang Ban hành.",
        )
    with dossier.held():
        refuse_stale()
        done = restore(kept.folder, number)
    if done.published.unchanged:
        say(f"Báo cáo vốn đã như trạng thái số {number}, không có gì thay đổi.")
    else:
        say(
            f"Đã khôi phục trạng thái số {number} ({moment(state.at) if state.at else 'không rõ lúc'}). "
            f"Trạng thái trước đó được lưu thành số {done.kept_as}."
        )
    return see("history.report", report=kept.key)


def _state(key: str, number: int) -> tuple[KeptReport, PastState]:
    kept = current_report(key)
    past: Past = past_states(kept.folder)
    found = next((one for one in past.states if one.number == number), None)
    if found is None:
        raise NotFound
    return kept, found
