"""A finished report: what it says, its files to take away, its pages beside what is wrong with their form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.stories.redline import Sort
from generator.stories.report_folders import printed_copy
from generator.stories.signing import has_fields
from generator.web.addresses import one_of
from generator.web.changed_places import changes_of, pages_changed, rows_marked
from generator.web.downloads import send, send_zip
from generator.web.json_file import read_json
from generator.web.orders import WorkState
from generator.web.previews import WIDTHS, about_preview, page_picture, pdf_path
from generator.web.reports import KeptReport, ReportFile
from generator.web.security import relaxed
from generator.web.site import View, begin, current_dossier, current_report, done_work, last_check, last_work
from generator.web.tasks.build import told_path
from generator.web.views.check import choices_of
from generator.web.waiting import marks

blueprint = Blueprint("result", __name__, url_prefix="/h/<dossier:key>/bao-cao/<report>")
QUICK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "font-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""docx-preview makes style elements and pictures of its own; scripts come from this server alone here too."""


def _looked_at(state: WorkState) -> str:
    return url_for("result.show", report=state.result["report"])


VIEW = View(blueprint, landings={"preview": _looked_at}, again={"preview": "build.show"})


@blueprint.get("/", endpoint="show")
def show(report: str) -> str:
    kept, built = current_report(report), last_work("build")
    last = built.result if built and built.done and built.result.get("report") == kept.key else None
    told = read_json(told_path(current_dossier(), kept.key)) or last
    abouts = {one.name: about_preview(current_dossier(), one.mark) for one in kept.documents}
    pdfs = {one.path.stem: printed_copy(one.path) for one in kept.documents}
    changed = changes_of(current_dossier(), kept)
    return render_template(
        "result/show.html",
        report=kept,
        changed={name: pages_changed(found) for name, found in changed.items()},
        totals={name: _without_looks(found) for name, found in changed.items()},
        told=told,
        abouts=abouts,
        unprinted=next((about["unprinted"] for about in abouts.values() if about and about.get("unprinted")), ""),
        pdfs=pdfs,
        signing={stem: pdf is not None and has_fields(pdf) for stem, pdf in pdfs.items()},
    )


def _without_looks(found: Mapping[str, Any]) -> int:
    """How many changes are of words or figures."""
    return sum(one["sort"] != Sort.LOOKS.value for one in found["changes"])


@blueprint.post("/dung-trang")
def look(report: str) -> Response:
    """Makes the pages of files that were edited since."""
    return begin("preview", {"report": current_report(report).key, "waived": choices_of(last_check())["waived"]})


@blueprint.get("/tep/<name>")
def download(report: str, name: str) -> Response:
    kept = current_report(report)
    found = kept.file(name)
    return send(found.path, _download_name(kept, found))


@blueprint.get("/tat-ca.zip")
def everything(report: str) -> Response:
    kept = current_report(report)
    return send_zip([(_download_name(kept, one), one.path) for one in kept.files], kept.title)


def _download_name(kept: KeptReport, one: ReportFile) -> str:
    return kept.title if one.name.startswith("bao-cao") else f"{one.label} - {kept.title}"


# --- pages ---------------------------------------------------------------------------------------


@blueprint.get("/xem/<name>")
def pages(report: str, name: str) -> str:
    kept = current_report(report)
    document = _document(kept, name)
    size, about = one_of("co", "cỡ trang", WIDTHS, "vua"), about_preview(current_dossier(), document.mark)
    own_pdf = printed_copy(document.path)
    changed = changes_of(current_dossier(), kept).get(document.name, {"changes": [], "total": 0})
    return render_template(
        "result/pages.html",
        changed=changed,
        came_back=_came_back(kept, name, changed["changes"]),
        marks=_marks((about or {}).get("lint", {}).get("problems", ()), changed["changes"]),
        report=kept,
        document=document,
        about=about,
        signing=(about or {}).get("signing"),
        places=_places_by_page(about),
        shown=request.args.get("ky-so") != "an",
        in_pdf=own_pdf is not None and has_fields(own_pdf),
        size=size,
        sizes={"nho": "Nhỏ", "vua": "Vừa", "to": "To"},
    )


def _came_back(kept: KeptReport, name: str, changes: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """For the number of a change its row on the page of the edited file that came back last, while that tells of it."""
    state = done_work("bring_back", report=kept.key)
    received = state.result.get("received") if state is not None and state.result.get("marks") == marks(kept) else None
    if not received or received["file"] != name:
        return {}
    return {mark: row + 1 for row, mark in rows_marked(received["changes"], changes).items()}


def _marks(
    findings: Sequence[Mapping[str, Any]], changes: Sequence[Mapping[str, Any]]
) -> dict[int, list[dict[str, Any]]]:
    """What is marked on each page: the boxes of a finding or a change on it, its number, whether it begins there."""
    found: dict[int, list[dict[str, Any]]] = {}
    listed: dict[str, Sequence[Mapping[str, Any]]] = {"loi": findings, "doi": changes}
    for kind, items in listed.items():
        for number, one in enumerate(items, start=1):
            spots = one.get("at") or []
            for page in dict.fromkeys(int(spot["page"]) for spot in spots):
                boxes = [spot for spot in spots if spot["page"] == page]
                first = page == spots[0]["page"]
                found.setdefault(page, []).append({"kind": kind, "number": number, "boxes": boxes, "first": first})
    return found


def _places_by_page(about: Mapping[str, Any] | None) -> dict[int, list[Mapping[str, Any]]]:
    """The places to sign on each page that has some."""
    places = ((about or {}).get("signing") or {}).get("places", ())
    return {page: [one for one in places if one["page"] == page] for page in sorted({one["page"] for one in places})}


@blueprint.get("/trang/<name>/<int:number>/<size>")
def picture(report: str, name: str, number: int, size: str) -> Response:
    document = _document(current_report(report), name)
    found = page_picture(current_dossier(), document.mark, number, WIDTHS[size]) if size in WIDTHS else None
    if found is None:
        raise NotFound
    return send(found, f"{document.label} {number}", inline=True)


@blueprint.get("/pdf/<name>")
def pdf(report: str, name: str) -> Response:
    """The PDF of the report itself if that is up to date, else the one that the pages are shown from."""
    kept = current_report(report)
    document = _document(kept, name)
    path = printed_copy(document.path) or pdf_path(current_dossier(), document.mark)
    if not path.is_file():
        raise NotFound
    return send(path, _download_name(kept, document), inline=True)


@blueprint.get("/xem-nhanh/<name>")
def quick(report: str, name: str) -> Response:
    """A frame in which a script shows the Word file, where there is no LibreOffice."""
    document = _document(current_report(report), name)
    answer = make_response(render_template("result/quick.html", report=report, document=document))
    framed: Response = relaxed(answer, QUICK_POLICY)
    return framed


def _document(kept: KeptReport, name: str) -> ReportFile:
    found = kept.file(name)
    if found.suffix != ".docx":
        raise NotFound
    return found
