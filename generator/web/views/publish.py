"""The page that everybody may read: what would stand on it looked at first, then made, opened, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.problems import WrongUsage
from generator.web.downloads import send, send_zip
from generator.web.orders import WorkState
from generator.web.reports import KeptReport, reports
from generator.web.site import View, begin, current_dossier, done_work, last_check, refuse_stale, say, see
from generator.web.views.check import choices_of
from generator.web.views.forms import asked_period, asked_words
from generator.write.manifest import read_manifest
from generator.write.site_folder import FILES, MARK

blueprint = Blueprint("publish", __name__, url_prefix="/h/<dossier:key>/cong-khai")
_HOME = "index.html"


def _looked(state: WorkState) -> str:
    return url_for("publish.show", ky=state.result["period"], _anchor="se-h")


def _made(state: WorkState) -> str:
    return url_for("publish.show", ky=state.result["period"], _anchor="da-h")


VIEW = View(
    blueprint,
    landings={"publish_look": _looked, "publish_mark": _looked, "publish": _made},
    again=dict.fromkeys(("publish_look", "publish_mark", "publish"), "publish.show"),
)


@dataclass(frozen=True, slots=True)
class KeptSite:
    """The page of a period as it stands in its folder; `outdated` where the workbook has changed since, or may have."""

    period: Period
    folder: Path
    at: datetime
    outdated: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """What the page consists of and nothing that somebody put beside it."""
        return tuple(self.folder / name for name in sorted(FILES - {MARK}) if (self.folder / name).is_file())


@blueprint.get("")
def show() -> str | tuple[str, int]:
    """A period is chosen, never guessed; what was looked at is shown while the workbook is the same."""
    dossier, mark = current_dossier(), current_dossier().workbook_mark()
    words = asked_words()
    period = parse_period(words) if words else None
    known = [parsed for one in choices_of(last_check())["periods"] if (parsed := parse_period(one["code"]))]
    looked = _look(period, mark) if period else None
    made = _sites()
    marked = done_work("publish_mark", period=period.code) if period else None
    page = render_template(
        "publish/show.html",
        period=period,
        words=words,
        periods=[*([period] if period and period not in known else []), *known],
        look=looked,
        marked=marked.result if marked is not None and marked.result["mark"] == mark else None,
        sites=made,
        here=next((one for one in made if one.period == period), None),
        issued=_issued(period, mark) if period else None,
        place=dossier.sites,
    )
    return (page, 400) if words and period is None else page


def _look(period: Period, mark: str) -> WorkState | None:
    """What was looked at for a period, while the workbook is the same; a look of an older program does not count."""
    found = done_work("publish_look", period=period.code)
    if found is None or found.result["mark"] != mark or not all("codes" in one for one in found.result["rows"]):
        return None
    return found


def _sites() -> tuple[KeptSite, ...]:
    """The pages there are, made last first."""
    dossier, found = current_dossier(), list[KeptSite]()
    for home in dossier.sites.glob(f"*/{_HOME}"):
        period, made = parse_period(home.parent.name), done_work("publish", period=home.parent.name)
        if period is not None and (home.parent / MARK).is_file():
            outdated = made is None or made.result["mark"] != dossier.workbook_mark()
            found.append(KeptSite(period, home.parent, datetime.fromtimestamp(home.stat().st_mtime), outdated))
    return tuple(sorted(found, key=lambda one: (one.at, one.period.code), reverse=True))


def _issued(period: Period, mark: str) -> tuple[KeptReport, bool] | None:
    """The whole body's issued report of the period, and whether the workbook has changed since; None for none."""
    found: Sequence[KeptReport] = [
        one
        for one in reports(current_dossier())
        if one.about.issued is not None and one.about.period == period.code and not one.about.is_of_a_part
    ]
    if not found:
        return None
    newest = max(found, key=lambda one: one.about.version)
    manifest = read_manifest(newest.folder)
    return newest, manifest is None or manifest.input_sha256 != mark


@blueprint.post("/xem-truoc")
def look_through() -> Response:
    return begin("publish_look", {"period": asked_period().code})


@blueprint.post("/ghi")
def mark() -> Response:
    """The rows that a person ticked, written into column Công khai; only those that were shown."""
    refuse_stale()
    period, mark = asked_period(), current_dossier().workbook_mark()
    looked = _looked_at(period, mark)
    if looked is None:
        raise _not_seen("chưa ghi gì", "rồi chọn lại những dòng được công khai")
    rows = looked.result["rows"]
    ticked = {one["sheet"]: [code for code in one["codes"] if code in _ticked(at)] for at, one in enumerate(rows)}
    if all(set(ticked[one["sheet"]]) == {code for code, _ in one["public"]} for one in rows):
        say("Chưa có dòng nào đổi, nên không ghi gì.")
        return see("publish.show", ky=period.code, _anchor="se-h")
    return begin("publish_mark", {"period": period.code, "mark": mark, "chosen": ticked})


def _ticked(sheet: int) -> frozenset[str]:
    return frozenset(request.form.getlist(f"dong-{sheet}"))


def _looked_at(period: Period, mark: str) -> WorkState | None:
    """What was looked at for a period, where the workbook and the form are still those of that look."""
    looked = _look(period, mark)
    return looked if looked is not None and request.form.get("viec") == looked.id else None


def _not_seen(left: str, then: str) -> WrongUsage:
    return WrongUsage(
        f"Những gì sẽ công khai chưa được xem với sổ tính hiện nay, nên {left}.", f"Xem những gì sẽ công khai {then}."
    )


@blueprint.post("")
def make() -> Response:
    """Only what a person has looked at is made: the workbook is still the one that was shown."""
    refuse_stale()
    period, mark = asked_period(), current_dossier().workbook_mark()
    if _looked_at(period, mark) is None:
        raise _not_seen("chưa lập trang", "rồi lập trang")
    return begin("publish", {"period": period.code, "mark": mark})


@blueprint.get("/<period>/trang/<name>")
def page(period: str, name: str) -> Response:
    """A page or file of a site, as everybody would see it."""
    site = _site(period)
    found = next((one for one in site.files if one.name == name), None)
    if found is None:
        raise NotFound
    return send(found, found.stem, inline=found.suffix in (".html", ".css"))


@blueprint.get("/<period>/tat-ca.zip")
def everything(period: str) -> Response:
    """The whole site, each file by the name that its links say."""
    site = _site(period)
    return send_zip([(one.stem, one) for one in site.files], f"Trang công khai {site.period.label}")


def _site(period: str) -> KeptSite:
    found = next((one for one in _sites() if one.period.code == period), None)
    if found is None:
        raise NotFound
    return found
