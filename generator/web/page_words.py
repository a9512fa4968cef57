"""What templates may use besides their own values: navigation, messages, hidden fields, dates, sizes, plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup, escape

from generator import VERSION
from generator.core.problems import Place, Problem, Severity, grouped
from generator.core.vietnamese import number_text, short_date, upper_first
from generator.web.charting import count_text, decimal_text
from generator.web.dossiers import WORKBOOK, DossierFolder
from generator.web.navigation import dossier_navigation, global_navigation
from generator.web.orders import CANCELLED, WorkState
from generator.web.site import site
from generator.web.wording import in_words_of_the_page

_KILOBYTE = 1024


def register_words(app: Flask) -> None:
    """Filters and globals of every template."""
    app.add_template_filter(file_size)
    app.add_template_filter(plain)
    app.add_template_filter(moment)
    app.add_template_filter(duration)
    app.add_template_filter(severity_word)
    app.add_template_filter(worst_first)
    app.add_template_filter(told_once)
    app.add_template_filter(count_text, "count")
    app.add_template_filter(day)
    app.add_template_filter(short_date)
    app.add_template_filter(upper_first)
    app.add_template_filter(decimal_text, "decimal")
    app.context_processor(_globals)


def _globals() -> dict[str, Any]:
    session = g.get("session")
    return {
        "version": VERSION,
        "session": session,
        "dossier": g.get("dossier"),
        "global_navigation": global_navigation,
        "dossier_navigation": dossier_navigation,
        "csrf_field": csrf_field,
        "state_field": state_field,
        "largest_upload": current_app.config["MAX_CONTENT_LENGTH"],
        "endpoints": current_app.view_functions,
        "active_work": active_work,
        "messages": session.take_messages if session else list,
    }


def active_work() -> list[dict[str, Any]]:
    """What runs and waits now, and what ended that this browser asked for and has not seen."""
    session = g.get("session")
    if session is None:
        return []
    works, now = site().works, site().works.active()
    known = {state.id for _, state in now}
    for one in [one for one in session.asked if one.id not in known]:
        folder = DossierFolder(one.folder)
        state = works.state(folder, one.kind, one.id) if one.folder.is_dir() else None
        if state is not None and state.state != CANCELLED:
            now.append((folder, state))
        if state is None or request.endpoint != "works.strip":  # told once, on a page of its own
            session.asked.remove(one)
    return shown_work(now)


def shown_work(found: Iterable[tuple[DossierFolder, WorkState]]) -> list[dict[str, Any]]:
    """Pieces of work as pages show them: what it is, how far, where it is watched and stopped."""
    shown = []
    for folder, state in found:
        errand = state.wanted.get("errand")
        view, own = ("errands", {"errand": errand}) if errand else ("work", {"key": folder.key})
        shown.append(
            {
                "id": state.id,
                "title": state.title,
                "state": state.state,
                "dossier": "" if errand else folder.name,
                "file": str(state.wanted.get("name") or state.wanted.get("new") or "") if errand else "",
                "address": url_for(f"{view}.show", kind=state.kind, work=state.id, **own),
                "stop": url_for(f"{view}.cancel", kind=state.kind, **own),
                "step": state.steps[state.step] if 0 <= state.step < len(state.steps) else "",
                "seconds": state.seconds,
                "ended": state.ended,
                "here": f"/viec/{state.kind}" in request.path and request.path.startswith(_folder_of(view, own)),
            }
        )
    return shown


def _folder_of(view: str, own: Mapping[str, str]) -> str:
    return f"/viec/{own['errand']}/" if view == "errands" else f"/h/{own['key']}/"


def csrf_field() -> Markup:
    """The hidden field that every form carries."""
    return _hidden("csrf", g.session.csrf)


def state_field() -> Markup:
    """What the dossier was when the form was made; see `DossierFolder.refuse_stale`."""
    return _hidden("state", g.dossier.state())


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def file_size(size: int) -> str:
    """ "812 KB", "1,4 MB"."""
    if size < _KILOBYTE * _KILOBYTE:
        return f"{max(1, round(size / _KILOBYTE))} KB"
    return f"{number_text(round(Decimal(size) / (_KILOBYTE * _KILOBYTE), 1).normalize())} MB"


def moment(at: datetime | str) -> str:
    """ "14 giờ 05, 20/9/2025"; also for a moment as it stands in a state file; "" for none."""
    if isinstance(at, str):
        if not at:
            return ""
        at = datetime.fromisoformat(at)
    return f"{at.hour} giờ {at.minute:02}, {short_date(at.date())}"


def duration(seconds: int) -> str:
    """ "45 giây", "3 phút 5 giây", "2 giờ 10 phút"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} giờ {minutes} phút"
    return f"{minutes} phút {rest} giây" if minutes else f"{rest} giây"


def day(iso: str) -> str:
    """ "20/9/2025" for a day as it stands in a state file; "" for none."""
    return short_date(date.fromisoformat(iso)) if iso else ""


def severity_word(value: str) -> str:
    """ "Lỗi" for "error"."""
    return Severity(value).label


def worst_first(problems: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Problems as pages show them: errors, then warnings, then notes; else in their order."""
    order = [one.value for one in Severity]
    return sorted(problems, key=lambda one: order.index(one["severity"]))


def told_once(problems: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Problems as pages list them, one mistake made in several places together: `times` with the first of them, and
    `again` with the others, which then say only what is different (`words`)."""
    found: dict[int, Mapping[str, Any]] = {}
    items = list(problems)
    as_problems = [
        Problem(one["code"], Place(one.get("file"), one["sheet"], one["cell"]), one["message"], one["fix"])
        for one in items
    ]
    at = {id(problem): one for problem, one in zip(as_problems, items, strict=True)}
    for group in grouped(as_problems):
        for number, problem in enumerate(group.problems):
            again = number > 0
            said = {"again": again, "times": len(group.problems), "words": group.differing(problem) if again else ""}
            found[id(problem)] = {**at[id(problem)], **said}
    return list(found.values())


def plain(text: str) -> Markup:
    """A sentence of the program in the words of the page: no folders of this machine, the dossier by its name."""
    dossier: DossierFolder | None = g.get("dossier")
    if dossier is not None:
        for folder in {str(dossier.folder), str(dossier.folder.resolve())}:
            text = text.replace(folder + "/", "").replace(folder + "\\", "")
        text = text.replace(WORKBOOK, dossier.name)
    return escape(in_words_of_the_page(text))
