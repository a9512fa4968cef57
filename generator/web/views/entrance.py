"""The door: a one-time token from the address becomes a session; a second start asks for a new address."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, render_template, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from generator.web.security import OUTSIDE
from generator.web.sessions import COOKIE, same
from generator.web.site import View, site

blueprint = Blueprint("entrance", __name__)
VIEW = View(blueprint)
SECRET_HEADER = "X-Baocao-Secret"


@blueprint.get("/vao")
def enter() -> Response:
    """Exchanges the token for a session. A page, not a redirect: what it leads to is same-site, so the cookie goes."""
    looked_ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose")
    cookie = None
    if request.method == "GET" and not looked_ahead:
        cookie = site().sessions.enter(request.args.get("ma", ""))
    if cookie is None:
        return make_response(render_template("locked.html"), 403)
    home = f"{site().settings.prefix}/"
    answer = make_response(render_template("entered.html", home=home))
    answer.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path=home)
    return answer


@blueprint.post("/mo-lai")
def again() -> Response:
    """A new address for whoever can read this server's file in the workspace; no browser asks this."""
    foreign = any(name in request.headers for name in ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode"))
    if foreign or not request.environ.get(OUTSIDE) or not same(request.headers.get(SECRET_HEADER, ""), site().secret):
        raise Forbidden
    return jsonify(token=site().sessions.new_token())
