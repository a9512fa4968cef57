"""How the pages look: icons with words, our own file picker, empty pages that say what to do, dark, large, by keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import EXAMPLE, Live

PAGES = (
    *("kiem-tra", "nhap-ket-qua", "lap-bao-cao", "da-lap", "nhan-lai", "tra-so-lieu", "thu-thap", "ban-hanh"),
    *("lich-su", "tong-quan", "tong-quan?ky=2025-Q4", "danh-sach?ky=2025-Q4&ma=khong-co"),
)
EMPTY = {
    "da-lap": "Chưa lập báo cáo nào.",
    "nhan-lai": "Hồ sơ này chưa có báo cáo nào.",
    "tra-so-lieu": "chưa có số liệu để tra",
    "ban-hanh": "Không có báo cáo nào chờ ban hành.",
    "lich-su": "Hồ sơ này chưa có báo cáo nào.",
}
_BARE = """[...document.querySelectorAll("svg.icon")].filter((one) => {
  const holder = one.closest("a, button, .pick, .nothing");
  return one.getAttribute("aria-hidden") !== "true" || !holder || !holder.textContent.trim();
}).length"""
"""Icons that stand without words."""
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def home(live: Live) -> str:
    dossier = live.site.workspace.create("Nghị quyết 57", lambda path: shutil.copyfile(EXAMPLE, path))
    return f"{live.home}h/{dossier.key}"


def test_every_page_is_whole_in_the_dark_and_twice_as_large(
    home: str, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]]
) -> None:
    page = come_in(width=683, height=384)
    page.emulate_media(color_scheme="dark")
    for address in PAGES:
        page.goto(f"{home}/{address}")
        expect(page.locator("h1")).to_be_visible(timeout=60_000)
        if page.locator("[data-poll]").count():
            page.wait_for_selector("[data-poll]", state="detached", timeout=60_000)
        assert faults_of_access(page) == [], address
        assert page.evaluate(_SIDEWAYS) <= 0, address
        assert page.evaluate(_BARE) == 0, address


def test_an_empty_page_says_what_to_do_and_leads_there(home: str, come_in: Callable[..., Page]) -> None:
    page = come_in(javascript=False)
    for address, words in EMPTY.items():
        page.goto(f"{home}/{address}")
        box = page.locator(".nothing")
        expect(box).to_contain_text(words)
        box.get_by_role("link", name="Lập báo cáo").click()
        assert page.url.endswith("/lap-bao-cao"), address


def test_the_file_picker_is_ours_says_what_was_chosen_and_works_by_keyboard(
    live: Live, come_in: Callable[..., Page]
) -> None:
    page, plain = come_in(), come_in(javascript=False)
    field = page.get_by_label("Tệp hồ sơ, kế hoạch hoặc sổ theo dõi")
    expect(page.get_by_text("Chọn tệp hoặc kéo thả vào đây")).to_be_visible()
    box, zone = field.bounding_box(), page.locator(".drop").first.bounding_box()
    assert box and zone and box["width"] > zone["width"] - 8 and box["height"] > zone["height"] - 8
    with page.expect_file_chooser() as chooser:
        field.focus()
        page.keyboard.press("Enter")
    chooser.value.set_files(EXAMPLE)
    expect(page.get_by_text(f"Đã chọn: {EXAMPLE.name}")).to_be_visible()
    assert page.locator(".drop").first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"

    native = plain.get_by_label("Tệp hồ sơ, kế hoạch hoặc sổ theo dõi")
    assert native.evaluate("one => getComputedStyle(one).opacity") == "1"
    expect(plain.get_by_text("Chọn tệp hoặc kéo thả vào đây")).to_have_count(1)
    expect(plain.get_by_text("Chọn tệp hoặc kéo thả vào đây")).to_be_hidden()
