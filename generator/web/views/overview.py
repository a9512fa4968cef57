"""The overview of a dossier, its charts, and the rows of the workbook behind every figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.period_names import parse_period
from generator.core.vietnamese import parse_date
from generator.web import leader, listing
from generator.web.addresses import one_of, page_number, shortened
from generator.web.json_file import read_json
from generator.web.orders import WorkState
from generator.web.overview_charts import Link, charts_of, chosen_indicator
from generator.web.overview_parts import DAYS_AHEAD, choices, due_next, most_overdue, tiles, totals
from generator.web.page_words import day as day_text
from generator.web.site import View, begin, current_dossier, last_check, last_work, say, see
from generator.web.tasks.overview import TODAY, path_of, remember, remembered
from generator.web.views.check import choices_of
from generator.web.views.forms import asked_words

blueprint = Blueprint("overview", __name__, url_prefix="/h/<dossier:key>")
Answer = Response | str | tuple[str, int]
KIND = "overview"
PAGE = 200
_MOST_NAMED = 10
_ALONG = ("loai", "toi", "chi-tieu", *listing.NAMES.values())
"""What else of an address stays when one goes on from it."""


def _made(state: WorkState) -> str:
    made, then = state.result, state.result["then"]
    return url_for(then["to"], **{**then["arguments"], "ky": made["period"], "ngay": _day_of(made)})


VIEW = View(blueprint, landings={KIND: _made}, again={KIND: "overview.show"})


def _of_the_period(page: Callable[[Mapping[str, Any], Mapping[str, Any]], str]) -> Callable[[], Answer]:
    """A page on the period that the address asks for: asks for one, or has the overview made, where it is missing."""

    @wraps(page)
    def view() -> Answer:
        asked = _asked()
        if not asked["period"]:
            return _ask(asked)
        data = _data(asked)
        return _make(asked) if data is None else page(asked, data)

    return view


@blueprint.get("/tong-quan")
@_of_the_period
def show(asked: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """One screen, and one sheet of paper, for who decides."""
    remember(current_dossier(), asked["period"], asked["as_of"] if asked["period"] != TODAY else "")
    link = _link(data)
    ranked, others = leader.ranks(data, link)
    newest = data["periods"][0] if data["periods"] else data["period"]
    return render_template(
        "overview/show.html",
        data=data,
        asked=asked,
        periods=_with(data["period"], data["periods"]),
        first_line=leader.message(data)[0],
        sentences=leader.message(data)[1],
        warnings=leader.warnings(data),
        newer=newest if asked["period"] not in (TODAY, newest["code"]) and _is_newer(data, newest) else None,
        cards=leader.cards(data, link),
        bar=leader.states_bar(data, link),
        overdue=most_overdue(data),
        ranked=ranked,
        unranked=others,
        risks=leader.at_risk(data),
        concerns=leader.concerns(data, link, url_for("reminders.show", ky=data["period"]["code"])),
        behind=leader.behind(data),
        link=link,
        today=date.today(),
    )


@blueprint.get("/tong-quan/chi-tiet")
@_of_the_period
def details(asked: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Every figure with its chart and table."""
    ahead = one_of("toi", "số ngày tới", DAYS_AHEAD, DAYS_AHEAD[0])
    code = one_of("chi-tieu", "chỉ tiêu", [one["code"] for one in data["indicators"]])
    ranked, others = leader.ranks(data, _link(data))
    return render_template(
        "overview/details.html",
        data=data,
        ranked=ranked,
        unranked=others,
        asked=asked,
        periods=_with(data["period"], data["periods"]),
        charts=charts_of(data, _link(data), code),
        tiles=tiles(data, _link(data)),
        overdue=most_overdue(data),
        ahead=ahead,
        due=due_next(data, ahead),
        chosen=chosen_indicator(data, code),
        measured=[one for one in data["indicators"] if not one["words"]],
        most=_MOST_NAMED,
    )


@blueprint.post("/tong-quan")
def again() -> Response:
    """Made anew, as after it failed."""
    asked = _asked()
    return begin(KIND, _wanted(asked)) if asked["period"] else see("overview.show")


@blueprint.get("/tong-quan/so-lieu.json")
def figures() -> Response:
    """What the script draws; the page's tables say the same."""
    asked = _asked()
    data = _data(asked) if asked["period"] else None
    if data is None:
        raise NotFound
    return jsonify(charts=[one.as_json() for one in charts_of(data, _link(data), request.args.get("chi-tieu", ""))])


@blueprint.get("/danh-sach")
@_of_the_period
def rows(asked: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """The rows that a figure counts, or those that a person filters."""
    kind = one_of("loai", "loại danh sách", listing.KINDS, next(iter(listing.KINDS)))
    wanted = listing.wanted_of(request.args)
    filters = choices(data, kind)
    for name, label in listing.FILTERS.items():
        word = getattr(wanted, name)
        if word and word not in dict(filters.get(name, ())):
            say(f"Danh sách này không có {label} “{shortened(word)}”.", alert=True)
    found = listing.rows_of(data, kind, wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = page_number(pages)
    return render_template(
        "overview/rows.html",
        data=data,
        asked=asked,
        kind=kind,
        wanted=wanted,
        names=listing.NAMES,
        periods=_with(data["period"], data["periods"]),
        choices=filters,
        rows=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        page=page,
        pages=pages,
        totals=totals(found) if kind == "kinh-phi" else {},
        before=_page_of(asked, page - 1),
        after=_page_of(asked, page + 1),
    )


@blueprint.get("/xep-hang")
@_of_the_period
def scores(asked: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """How units score and rank by the dossier's criteria, each point with its cells."""
    periods = _with(data["period"], data["periods"])
    return render_template("overview/scores.html", data=data, asked=asked, periods=periods)


# --- what is asked for -----------------------------------------------------------------------------


def _asked() -> dict[str, Any]:
    """Period (its code, or TODAY) and day of the address, "" for none, and for each field at fault what to do."""
    faults: dict[str, str] = {}
    words = asked_words()
    if words == TODAY:
        return _told(TODAY, date.today().isoformat(), faults)
    period = parse_period(words) if words else None
    if words and period is None:
        faults["ky-khac"] = f"“{words}” không phải là kỳ báo cáo. Viết như 2025-Q3 hoặc “quý III năm 2025”."
    day_words = request.values.get("ngay", "").strip()
    day = parse_date(day_words) if day_words else None
    if day_words and day is None:
        faults["ngay"] = f"“{day_words}” không phải là ngày. Viết như 14/9/2025."
    return _told(period.code if period and not faults else "", day.isoformat() if day else "", faults, words)


def _told(period: str, day: str, faults: Mapping[str, str], typed: str = "") -> dict[str, Any]:
    return {"period": period, "as_of": day, "day_words": day_text(day), "faults": faults, "typed": typed}


def _ask(asked: Mapping[str, Any]) -> Answer:
    """Goes on with what a person chose before; without that asks, and guesses nothing."""
    period, day = ("", "") if asked["faults"] or asked["as_of"] else remembered(current_dossier())
    if period:
        return see(str(request.endpoint), **{**_along(), "ky": period, "ngay": day_text(day)})
    along = _along()
    page = render_template(
        "overview/missing.html",
        asked=asked,
        work=None,
        periods=_known_periods(),
        today=date.today(),
        ways=lambda code: url_for(str(request.endpoint), **{**along, "ky": code, "ngay": asked["day_words"]}),
        here=url_for(str(request.endpoint)),
    )
    return page, 400 if asked["faults"] else 200


def _data(asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The overview kept for just this workbook, period and day."""
    dossier = current_dossier()
    return read_json(path_of(dossier, dossier.workbook_mark(), asked["period"], asked["as_of"]))


def _make(asked: Mapping[str, Any]) -> Answer:
    """Begins to read the workbook; where that failed before, says why and waits for a person."""
    wanted, last = _wanted(asked), last_work(KIND)
    if last is not None and last.running and {**last.wanted, "then": None} == {**wanted, "then": None}:
        return see("work.show", kind=KIND, work=last.id)
    if last is not None and not last.done and {**last.wanted, "then": None} == {**wanted, "then": None}:
        return render_template(
            "overview/missing.html", asked=asked, work=last, periods=_known_periods(), today=date.today()
        )
    return begin(KIND, wanted)


def _wanted(asked: Mapping[str, Any]) -> dict[str, Any]:
    target = (
        request.endpoint
        if request.endpoint in ("overview.rows", "overview.details", "overview.scores")
        else "overview.show"
    )
    return {
        "period": asked["period"],
        "as_of": asked["as_of"],
        "mark": current_dossier().workbook_mark(),
        "then": {"to": target, "arguments": _along()},
    }


def _along() -> dict[str, str]:
    """What else the address says; of other words nothing goes into an address of ours."""
    return {name: request.args[name] for name in _ALONG if name in request.args}


def _is_newer(data: Mapping[str, Any], newest: Mapping[str, str]) -> bool:
    """True where something was reported for a later period than the one looked at."""
    codes = [one["code"] for one in data["periods"]]
    return data["period"]["code"] in codes[1:] and newest["code"] == codes[0]


def _page_of(asked: Mapping[str, Any], number: int) -> str:
    when = {"ky": asked["period"], "ngay": asked["day_words"], "trang-so": number}
    return url_for("overview.rows", **{**_along(), **when})


def _known_periods() -> list[dict[str, str]]:
    """The periods that the last check found."""
    return list(choices_of(last_check())["periods"])


def _with(period: dict[str, str], known: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [*([] if period["code"] in [one["code"] for one in known] else [period]), *known]


def _day_of(made: Mapping[str, Any]) -> str:
    """The day as an address says it; today says itself."""
    return "" if made["period"] == TODAY else day_text(made["as_of"])


def _link(data: Mapping[str, Any]) -> Link:
    """Makes the address of the rows behind a figure; `period` where it is another than the one looked at."""

    day = day_text(data["as_of"]) if data["as_of"] != data["window"][1] else ""

    def link(kind: str, period: str = "", **filters: str) -> str:
        when = {"ky": period} if period else {"ky": data["period"]["code"], "ngay": day}
        words = {**when, **{listing.NAMES[name]: value for name, value in filters.items()}}
        return url_for("overview.rows", loai=kind, **{key: value for key, value in words.items() if value})

    return link
