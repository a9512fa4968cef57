"""What tests of the page share: an application and a clerk without a browser; a live server, a browser, a way in,
a check for accessibility."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from generator.web.server import Started, start
from tests.web.warm_workers import WarmWorker
from tests.web.web_client import Clerk, make_app

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "inputs/lai-chau-nq57.xlsx"
_CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@dataclass(frozen=True)
class Live:
    """A server that runs: its folder, and what `start` gave."""

    folder: Path
    started: Started

    @property
    def site(self) -> Any:
        return self.started.app.extensions["baocao"]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.started.port}"

    @property
    def home(self) -> str:
        return f"{self.root}{self.site.settings.prefix}/"

    def new_address(self) -> str:
        """An address that opens the door once."""
        return f"{self.root}/vao?ma={self.site.sessions.new_token()}"


COLD = ("test_web_work", "test_web_queue", "test_web_main_road")
"""Files whose workers are started as the program starts them: tests of that, and one whole walk."""


@pytest.fixture(scope="module", autouse=True)
def workers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Work begins at once, in processes that have loaded the program already."""
    with pytest.MonkeyPatch.context() as change:
        if sys.platform != "win32" and request.path.stem not in COLD:
            change.setattr("generator.web.work._launch", WarmWorker)
        yield


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose answers wait until work has ended; a test of limits has one of its own."""
    app = make_app(tmp_path_factory.mktemp("web"), patience=60.0)
    yield app
    app.extensions["baocao"].works.close()


@pytest.fixture(scope="module")
def clerk(app: Flask) -> Clerk:
    return Clerk.comes_in(app)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all walks of a process; every test makes dossiers of its own."""
    folder = tmp_path_factory.mktemp("baocao")
    started = start(folder, most_work=4)
    thread = threading.Thread(target=started.serve, daemon=True)
    thread.start()
    yield Live(folder, started)
    started.close()
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((path for path in _CHROMIUM if Path(path).exists()), None)
    assert program, "Chromium is not installed: make system-packages"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def come_in(live: Live, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Gives a page that has come in; what the page loads from elsewhere, or writes to its console, fails the test."""
    complaints: list[str] = []
    contexts = []

    def come_in(javascript: bool = True, width: int = 1280, height: int = 900, scale: float = 1) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": int(width / scale), "height": int(height / scale)},
            device_scale_factor=scale,
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda one: complaints.append(one.url) if not _ours(one.url, live) else None)
        page.goto(live.new_address())
        page.wait_for_url(live.home)
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert complaints == []


def _ours(url: str, live: Live) -> bool:
    return url.startswith((f"{live.root}/", "blob:", "data:"))


@pytest.fixture(scope="session")
def faults_of_access() -> Callable[[Page], list[str]]:
    """What axe finds on a page (WCAG 2 A and AA, best practice), in words."""
    axe = Axe()

    def look(page: Page) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

    return look
