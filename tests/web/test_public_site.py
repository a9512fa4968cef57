"""The public page in a browser: accessible by axe, usable by the keyboard alone, on a small screen, on paper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from generator.stories.publish import publish_site

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
PAGES = ("index.html", "nhiem-vu.html", "chi-tieu.html", "kinh-phi.html")
Show = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cong-khai") / "ra"
    publish_site(INPUTS / "lai-chau-nq57.xlsx", "2025-Q4", folder)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """An office's server has a picture for its name; the site needs none."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test says what goes wrong."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The folder behind a plain web server, as an office puts it there: axe reads style sheets over the web only."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def show(site: Path, address: str, browser: Browser) -> Iterator[Show]:
    """Opens a page; what it loads from elsewhere, or writes to its console, fails the test."""
    complaints: list[str] = []
    contexts = []

    def show(name: str, width: int = 1280, dark: bool = False, javascript: bool = True, as_file: bool = False) -> Page:
        home = site.as_uri() if as_file else address
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("request", lambda one: complaints.append(one.url) if not one.url.startswith(home) else None)
        page.goto(f"{home}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(show: Show, faults_of_access: Callable[[Page], list[str]], name: str, dark: bool) -> None:
    for width in (1280, 320):
        assert faults_of_access(show(name, width, dark)) == []


@pytest.mark.parametrize("name", PAGES)
def test_on_a_small_screen_only_wide_tables_scroll_and_they_do_by_the_keyboard(show: Show, name: str) -> None:
    """WCAG 1.4.10: 320 pixels, as a screen of 1280 at four times its size."""
    page = show(name, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for region in page.locator(".wide").all():
        if region.evaluate("one => one.scrollWidth > one.clientWidth"):
            region.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_in_its_order_and_it_is_seen_where_it_is(show: Show, name: str) -> None:
    page = show(name)
    wanted = page.evaluate("[...document.querySelectorAll('a[href], [tabindex=\"0\"]')].map(one => one.outerHTML)")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML"))
        seen = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one)
                return [style.outlineStyle, parseFloat(style.outlineWidth), box.left >= 0 && box.width > 0]
            }"""
        )
        assert seen[0] != "none" and seen[1] >= 2 and seen[2], reached[-1][:80]
    assert reached == wanted and "Đến nội dung chính" in reached[0]


def test_the_first_link_leads_past_the_menu(show: Show) -> None:
    page = show("nhiem-vu.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#noi-dung")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_pages_are_walked_by_the_keyboard_alone_without_a_script(show: Show) -> None:
    page = show("index.html", javascript=False, as_file=True)
    for name, heading in (("Nhiệm vụ", "Kết quả từng nhiệm vụ"), ("Chỉ tiêu", "Kết quả từng chỉ tiêu")):
        page.get_by_role("navigation").get_by_role("link", name=name).press("Enter")
        page.get_by_role("heading", level=1, name=heading).wait_for()
        assert page.get_by_role("navigation").locator("[aria-current=page]").inner_text() == name
    page.go_back()
    page.get_by_role("heading", level=1, name="Kết quả từng nhiệm vụ").wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_there_is_no_menu_and_no_table_is_cut(show: Show, name: str) -> None:
    page = show(name, 794)  # A4 at 96 points an inch
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible() and page.get_by_role("heading", level=1).is_visible()
    cut = [one.evaluate("one => one.scrollWidth - one.clientWidth") for one in page.locator(".wide").all()]
    assert max(cut, default=0) <= 0 and page.evaluate("document.documentElement.scrollWidth") <= 794


def test_two_groups_of_one_title_are_told_apart_and_a_dossier_without_groups_too(
    tmp_path: Path, browser: Browser, faults_of_access: Callable[[Page], list[str]]
) -> None:
    book = openpyxl.load_workbook(INPUTS / "lai-chau-nq57.xlsx")
    rows = book["Nhiệm vụ"]
    columns = {cell.value: cell.column for cell in rows[1]}
    for row in range(2, rows.max_row + 1):
        if rows.cell(row, 1).value:
            rows.cell(row, columns["Tên nhóm"]).value = "Nhiệm vụ chung" if row % 2 else None
    book.save(tmp_path / "ho-so.xlsx")
    publish_site(tmp_path / "ho-so.xlsx", "2025-Q4", tmp_path / "ra")
    page = browser.new_page()
    page.goto((tmp_path / "ra/nhiem-vu.html").as_uri())
    assert faults_of_access(page) == []
    page.close()
