"""What the page is for, where files are, what to do when something does not work; the whole guide."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from generator.stories.report_folders import can_print
from generator.web.downloads import send
from generator.web.guide import PAGES, guide_page, picture_path
from generator.web.site import View, site

blueprint = Blueprint("help", __name__)
VIEW = View(blueprint)


@blueprint.get("/tro-giup")
def show() -> str:
    folder = str(site().workspace.folder)
    return render_template("help/show.html", folder=folder, libreoffice=can_print(), pages=PAGES)


@blueprint.get("/tro-giup/<name>")
def page(name: str) -> str:
    found = guide_page(
        name, lambda other: url_for("help.page", name=other), lambda file: url_for("help.picture", name=file)
    )
    if found is None:
        raise NotFound
    return render_template("help/page.html", page=found, name=name, pages=PAGES)


@blueprint.get("/tro-giup/anh/<name>")
def picture(name: str) -> Response:
    found = picture_path(name)
    if found is None:
        raise NotFound
    return send(found, found.stem, inline=True)
