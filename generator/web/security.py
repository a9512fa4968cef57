"""What a request must fulfil before a view sees it, and the headers of every answer.

What could reach the server: a page of another site in the same browser (DNS rebinding, cross-site forms, frames), a
page of another server on this machine (its cookies know no port: hence the secret prefix as the cookie's path), and
another user of this machine (who does not know prefix, token or cookie).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge
from werkzeug.wrappers import Response

from generator.web.sessions import COOKIE, same
from generator.web.site import site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = frozenset(("entrance.enter", "entrance.again", "static"))
"""What answers without a session: the door, and files that are the same for everybody."""
OUTSIDE = "baocao.outside"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it browsers send "Origin: null" with forms. Nothing goes to another origin with this either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=()",
    "Cache-Control": "no-store",
}


class SecretPrefix:
    """Every address begins with a secret; what does not is marked as coming from outside."""

    def __init__(self, application: Callable[..., Iterable[bytes]], prefix: str) -> None:
        self._application, self._prefix = application, prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        head, rest = path[: len(self._prefix)], path[len(self._prefix) :]
        if same(head, self._prefix) and rest[:1] in ("", "/"):
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = self._prefix, rest or "/"
        else:
            environ["SCRIPT_NAME"], environ[OUTSIDE] = "", True
        return self._application(environ, start_response)


def guard(app: Flask) -> None:
    """Puts the checks before, and the headers behind, every view."""
    app.before_request(_check)
    app.after_request(_add_headers)


def _check() -> None:
    settings = site().settings
    if request.host.lower() not in settings.hosts:
        raise BadRequest
    if request.method not in (*SAFE, "POST"):
        raise Forbidden
    if request.endpoint == "entrance.again":
        return
    _small_enough(settings.largest_upload)
    if request.method not in SAFE:
        _same_origin()
    if request.endpoint in OPEN:
        return
    session = None if request.environ.get(OUTSIDE) else site().sessions.session(request.cookies.get(COOKIE))
    if session is None:
        g.locked = True
        raise Forbidden
    g.session = session
    if request.method not in SAFE and not session.has(_csrf()):
        raise Forbidden


def _same_origin() -> None:
    """Only a page of this server may post: browsers say in two ways where a form stood."""
    origin = request.headers.get("Origin")
    known = {f"http://{host}" for host in site().settings.hosts}
    if origin is None or origin.lower() not in known or origin.lower() != f"http://{request.host.lower()}":
        raise Forbidden
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden


def _small_enough(largest: int) -> None:
    """Refuses by the length that is announced; a body without one is counted while it is read."""
    if request.content_length is not None and request.content_length > largest:
        raise RequestEntityTooLarge


def _csrf() -> str:
    return request.headers.get("X-Csrf-Token") or request.form.get("csrf", "")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


def relaxed(response: Any, policy: str) -> Any:
    """An answer with a policy of its own, shown in a frame of this server only."""
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
