"""What the page is for, where files are, what to do when something does not work."""

from __future__ import annotations

from flask import Blueprint, render_template

from generator.stories.report_folders import can_print
from generator.web.site import View, site

blueprint = Blueprint("help", __name__)
VIEW = View(blueprint)


@blueprint.get("/tro-giup")
def show() -> str:
    return render_template("help/show.html", folder=str(site().workspace.folder), libreoffice=can_print())
