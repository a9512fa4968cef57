"""The Flask application put together: settings, checks, views, errors, what templates may use."""

from __future__ import annotations

import importlib
import pkgutil
import secrets
from collections.abc import Iterator
from typing import Any

from flask import Flask, g
from jinja2 import StrictUndefined
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from generator.web import views
from generator.web.dossiers import KEY, Workspace
from generator.web.errors import register_errors
from generator.web.orders import WORK_ID
from generator.web.page_words import register_words
from generator.web.security import SecretPrefix, guard
from generator.web.sessions import Sessions
from generator.web.settings import WebSettings
from generator.web.site import Site, View
from generator.web.work import Works


class _Key(BaseConverter):
    """The key of a dossier in an address; anything else is no address at all."""

    regex = KEY.pattern


class _WorkId(BaseConverter):
    """The id of a piece of work in an address."""

    regex = WORK_ID.pattern


def create_app(settings: WebSettings) -> Flask:
    """The application for one workspace. `app.extensions["baocao"]` is its `Site`."""
    app = Flask("generator.web", template_folder="pages", static_folder="static")
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.config.update(
        MAX_CONTENT_LENGTH=settings.largest_upload,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=settings.most_fields,
        PROPAGATE_EXCEPTIONS=False,
    )
    settings.folder.mkdir(parents=True, exist_ok=True)
    here = Site(settings, Workspace(settings.folder), Sessions(), Works(settings), secrets.token_urlsafe(32))
    app.extensions["baocao"] = here
    app.url_map.converters["dossier"] = _Key
    app.url_map.converters["work"] = _WorkId
    app.url_map.merge_slashes = False
    guard(app)
    _dossier_in_address(app)
    register_words(app)
    register_errors(app)
    for view in all_views():
        app.register_blueprint(view.blueprint)
        here.landings.update(view.landings)
        here.again.update(view.again)
    if settings.prefix:
        app.wsgi_app = SecretPrefix(app.wsgi_app, settings.prefix)  # type: ignore[method-assign]
    return app


def all_views() -> Iterator[View]:
    """What every module of views/ brings, in the order of their names."""
    for module in sorted(pkgutil.iter_modules(views.__path__), key=lambda one: one.name):
        view: View = importlib.import_module(f"{views.__name__}.{module.name}").VIEW
        yield view


def _dossier_in_address(app: Flask) -> None:
    """The key of an address becomes the dossier of the request, and goes into every address made from it."""

    @app.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "key" in values:
            g.key = values.pop("key")

    @app.before_request
    def open_dossier() -> None:
        if g.get("key"):
            g.dossier = app.extensions["baocao"].workspace.open(g.key)
            if g.dossier is None:
                raise NotFound

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if "key" not in values and g.get("dossier") and app.url_map.is_endpoint_expecting(endpoint, "key"):
            values["key"] = g.dossier.key
