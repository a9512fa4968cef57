"""This period's progress typed in a plain table, for people who do not want Excel: one row a task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from generator.core.model import ReportedStatus
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.vietnamese import clean
from generator.stories.progress_table import FIELDS, Answer, faults_of
from generator.web.addresses import page_number, passed_over
from generator.web.dossiers import Stale
from generator.web.orders import WorkState
from generator.web.site import View, begin, current_dossier, done_work, last_work, refuse_stale, say, see
from generator.web.views.check import is_current
from generator.web.views.forms import asked_period, asked_words, known_periods

blueprint = Blueprint("entry", __name__, url_prefix="/h/<dossier:key>/nhap-ket-qua")
PAGE = 50
"""Tasks on one page."""


def _opened(state: WorkState) -> str:
    return url_for("entry.show", ky=state.result["period"], **state.wanted.get("back", {}))


VIEW = View(
    blueprint,
    landings={"entry_look": _opened, "entry": _opened},
    again={"entry_look": "entry.show", "entry": "entry.show"},
)


@blueprint.get("")
def show() -> Response | str | tuple[str, int]:
    words = asked_words()
    period = parse_period(words) if words else None
    if period is None:
        return _page(None, {}, {}), 400 if words else 200
    table = _table(period)
    if table is None:
        look = last_work("entry_look")
        same = look is not None and look.wanted.get("period") == period.code
        if same and look is not None and look.running:
            return see("work.show", kind="entry_look", work=look.id)
        failed = same and look is not None and not look.done
        return _page(period, {}, {}) if failed else begin("entry_look", {"period": period.code, "back": _back()})
    return _page(period, {}, {})


def _table(period: Period) -> Mapping[str, Any] | None:
    """The table of a period, if it was made of the workbook as it is now."""
    look = done_work("entry_look", period=period.code)
    return look.result if look is not None and is_current(look, current_dossier()) else None


def _page(
    period: Period | None, typed: Mapping[str, Any], faults: Mapping[str, Mapping[str, str]], moved: bool = False
) -> str:
    table = _table(period) if period else None
    tasks = list(table["tasks"]) if table else []
    agency = request.values.get("co-quan", "")
    agencies = list(dict.fromkeys(name for one in tasks for name in one["lead"]))
    if table and agency and agency not in agencies:
        passed_over("cơ quan", agency)
        agency = ""
    chosen = [one for one in tasks if not agency or agency in one["lead"]]
    pages = max(1, -(-len(chosen) // PAGE))
    page = page_number(pages)
    written, look = done_work("entry", period=period.code) if period else None, last_work("entry_look")
    done = written is not None and is_current(written, current_dossier())
    return render_template(
        "entry/show.html",
        period=period,
        words=asked_words(),
        periods=[*([period] if period and period not in known_periods() else []), *known_periods()],
        table=table,
        failed=look if look and look.state == "failed" and table is None else None,
        tasks=chosen[(page - 1) * PAGE : page * PAGE],
        agencies=agencies,
        agency=agency,
        page=page,
        pages=pages,
        fields=FIELDS,
        statuses=[one.value for one in ReportedStatus],
        typed=typed,
        faults=faults,
        moved=moved,
        written=written.result if done and written else None,
    )


@blueprint.post("/mo")
def again() -> Response:
    """The table made anew, as after it failed."""
    return begin("entry_look", {"period": asked_period().code, "back": {}})


@blueprint.post("")
def save() -> Response | tuple[str, int]:
    """What was typed, written if all of it can be; tasks left as they were are left alone."""
    period = asked_period()
    table = _table(period)
    try:
        refuse_stale()
    except Stale:
        if table is None:
            raise
        return _page(period, *_beside(table), moved=True), 409
    if table is None:
        say("Sổ tính đã đổi từ khi bảng được mở, nên chưa ghi gì.", alert=True)
        return see("entry.show", ky=period.code)
    typed, answers, faults = {}, [], {}
    for number, line in enumerate(table["tasks"]):
        found = _answer(number, line, table["columns"])
        if found is None:
            continue
        typed[line["code"]] = found.values
        answers.append({"code": found.code, "values": dict(found.values)})
        if wrong := faults_of(found):
            faults[line["code"]] = wrong
    if faults:
        return _page(period, typed, faults), 400
    if not answers:
        say("Chưa có ô nào đổi, nên không ghi gì.")
        return see("entry.show", ky=period.code, **_back())
    wanted = {"period": period.code, "answers": answers, "mark": table["mark"], "back": _back()}
    return begin("entry", wanted)


def _beside(table: Mapping[str, Any]) -> tuple[dict[str, Mapping[str, str]], dict[str, dict[str, str]]]:
    """What was typed into an older table, by task, and what the workbook says now wherever that differs."""
    places = {code: int(name[3:]) for name, code in request.form.items() if re.fullmatch(r"nv-[0-9]{1,6}", name)}
    typed: dict[str, Mapping[str, str]] = {}
    others: dict[str, dict[str, str]] = {}
    for line in table["tasks"]:
        found = _answer(places[line["code"]], line, table["columns"]) if line["code"] in places else None
        if found is not None:
            typed[line["code"]] = found.values
            now = {title: clean(line["now"].get(title, "")) for title in found.values}
            others[line["code"]] = {
                title: f"Sổ tính nay ghi “{now[title]}”." if now[title] else "Sổ tính nay để trống."
                for title, text in found.values.items()
                if clean(text) != now[title]
            }
    return typed, others


def _answer(number: int, line: Mapping[str, Any], columns: list[str]) -> Answer | None:
    """What was typed of the task at a place of the table; None where nothing differs from what stands there."""
    if line["closed"]:
        return None
    names = {title: f"o-{number}-{FIELDS.index(title)}" for title in columns}
    values = {title: request.form[name].replace("\r\n", "\n") for title, name in names.items() if name in request.form}
    changed = any(clean(text) != clean(line["now"].get(title, "")) for title, text in values.items())
    return Answer(line["code"], values) if changed else None


def _back() -> dict[str, str]:
    """Which tasks were shown."""
    return {name: value for name in ("co-quan", "trang-so") if (value := request.values.get(name, ""))}
