"""A clerk without a browser: Flask's test client that has come in and fills in forms as their pages show them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from generator.web.app import create_app
from generator.web.settings import WebSettings

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
PREFIX = "/bi-mat"


def make_app(folder: Path, **limits: Any) -> Flask:
    return create_app(WebSettings(folder=folder, port=PORT, prefix=PREFIX, **limits))


@dataclass
class Clerk:
    """One browser. `get` and `post` take addresses without the secret prefix."""

    app: Flask
    client: FlaskClient
    csrf: str = ""

    @classmethod
    def comes_in(cls, app: Flask) -> Clerk:
        clerk = cls(app, app.test_client())
        token = app.extensions["baocao"].sessions.new_token()
        assert clerk.client.get(f"/vao?ma={token}", base_url=ORIGIN).status_code == 200
        clerk.csrf = hidden(clerk.get("/").text, "csrf")
        return clerk

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(f"{PREFIX}{path}", **{"base_url": ORIGIN, "buffered": True, **options})

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """A form of a page of this server; `options` say what an attacker does differently."""
        headers = options.pop("headers", {"Origin": ORIGIN})
        data = {"csrf": self.csrf, **(fields or {})}
        return self.client.post(f"{PREFIX}{path}", data=data, headers=headers, **{"base_url": ORIGIN, **options})

    def uploads(self, path: Path, name: str | None = None, address: str = "/mo", **fields: Any) -> TestResponse:
        with path.open("rb") as stream:
            return self.post(address, {"tep": (stream, name or path.name), **fields})

    def opens(self, path: Path, name: str | None = None) -> str:
        """A dossier from a file, its check ended; gives its address."""
        answer = self.uploads(path, name)
        assert answer.status_code == 303, answer.text
        address = answer.headers["Location"].removeprefix(PREFIX)
        if address.startswith("/viec/"):
            errand, _, kind = address.rpartition("/")[0].rpartition("/viec/")[2].partition("/")
            assert self.ends(f"/viec/{errand}/{kind}") == "done", self.get(address).text
            address = self.get(address).headers["Location"].removeprefix(PREFIX)
        dossier = re.sub(r"(/h/[0-9a-f]{32}).*", r"\1", address)
        self.waits(dossier, "check")
        return dossier

    def waits(self, dossier: str, kind: str, seconds: float = 60) -> str:
        """The state in which some work of a dossier ends."""
        return self.ends(f"{dossier}/viec/{kind}", seconds)

    def ends(self, address: str, seconds: float = 60) -> str:
        """The state in which the work of an address ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.get(f"{address}/trang-thai").json
            assert found is not None
            if found["state"] not in ("waiting", "running"):
                return str(found["state"])
            time.sleep(0.05)
        raise AssertionError(f"{address} does not end")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def follow(clerk: Clerk, answer: TestResponse) -> str:
    """The page that an answer leads to in the end."""
    for _ in range(4):
        if answer.status_code != 303:
            break
        answer = clerk.get(answer.headers["Location"].removeprefix(PREFIX).partition("#")[0])
    return answer.text
