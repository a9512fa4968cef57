"""The main road as a clerk walks it: open, look, choose, build, read, take away."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from generator.web.json_file import write_json
from generator.web.server import _show
from tests.web.conftest import Live
from tests.web.edited_files import dossier_with_report, only_report
from tests.workbook_builder import minimal_sheets, write_workbook

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_sound_workbook_becomes_a_report(
    javascript: bool, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = come_in(javascript)

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name != "cac-trang")
        assert not javascript or faults_of_access(page) == []

    look("ho-so")
    small = write_workbook(tmp_path / "nho.xlsx", minimal_sheets())
    page.get_by_label("Tệp hồ sơ").set_input_files(EXAMPLE if javascript else small)
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    look("kiem-tra")

    page.get_by_role("link", name="Tiếp tục: lập báo cáo").click()
    page.get_by_label("Quý III năm 2025").check()
    if javascript:
        page.get_by_label("Đặt sẵn ô ký số trong bản PDF").check()
    look("lap-bao-cao")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_role("heading", level=1, name="Báo cáo quý III năm 2025")).to_be_visible(timeout=60_000)
    look("ket-qua")

    with page.expect_download() as everything:
        page.get_by_role("link", name="Tải tất cả (.zip)").click()
    taken = tmp_path / "tat-ca.zip"
    everything.value.save_as(taken)
    assert everything.value.suggested_filename == "Báo cáo quý III năm 2025.zip"
    names = zipfile.ZipFile(taken).namelist()
    assert "Báo cáo quý III năm 2025.docx" in names and any(name.startswith("Phụ lục") for name in names)

    page.get_by_role("link", name="Xem Báo cáo").click()
    first = page.locator("figure img").first
    expect(first).to_have_attribute("alt", re.compile("^Trang 1/[0-9]+ của Báo cáo$"))
    expect(first).to_be_visible()
    page.wait_for_load_state("networkidle")
    look("cac-trang")
    if javascript:
        assert first.evaluate("one => one.naturalWidth") == 960
        _places_to_sign_stand_where_the_fields_are(page, zipfile.ZipFile(taken), look)


def _places_to_sign_stand_where_the_fields_are(page: Page, taken: zipfile.ZipFile, look: Callable[[str], None]) -> None:
    """The frames over the pictures, at every size, against the fields of the PDF files that were taken away."""
    for document, size in (("Báo cáo", "Nhỏ"), ("Báo cáo", "To"), ("Phụ lục I", "Vừa")):
        page.get_by_role("navigation", name="Các tệp").get_by_role("link", name=document, exact=True).click()
        if size != "Vừa":
            page.get_by_role("link", name=size, exact=True).click()
        expect(page.get_by_text("Bản PDF đã có sẵn ô ký số trống ở đó.")).to_be_visible()
        name = next(one for one in taken.namelist() if one.startswith(f"{document} ") and one.endswith(".pdf"))
        reader = PdfFileReader(io.BytesIO(taken.read(name)))
        fields = [one.get_object() for _, _, one in enumerate_sig_fields(reader)]
        shown = page.locator(".places rect")
        expect(shown).to_have_count(len(fields))
        shown.first.scroll_into_view_if_needed()
        look(f"cho-ky-{document}-{size}")
        sheet = page.locator("figure", has=page.locator(".places")).locator("img").bounding_box()
        assert sheet
        for field, frame in zip(fields, shown.all(), strict=True):
            _, _, width, height = map(float, field.raw_get("/P").get_object()["/MediaBox"])
            left, bottom, right, top = (float(edge) for edge in field["/Rect"])
            seen, point = frame.bounding_box(), sheet["width"] / width
            assert seen and seen["width"] == pytest.approx((right - left) * point, abs=6)
            assert seen["x"] - sheet["x"] == pytest.approx(left * point, abs=4)
            assert seen["y"] - sheet["y"] == pytest.approx((height - top) * point, abs=4)
            assert seen["y"] + seen["height"] - sheet["y"] == pytest.approx((height - bottom) * point, abs=4)
    expect(page.get_by_text("Trang 1: ô chữ ký số của cơ quan, góc trên bên phải, phía trên phần chữ")).to_be_visible()
    page.get_by_role("link", name="Ẩn khung ký số").click()
    expect(page.locator(".places")).to_have_count(0)


def test_a_spoilt_workbook_is_looked_through_marked_repaired_and_replaced(
    come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    spoilt = tmp_path / "Sổ tính “hỏng”.xlsx"
    book = load_workbook(EXAMPLE)
    book["Nhiệm vụ"]["I3"] = "31/02/2026"
    book["Nhiệm vụ"]["E4"] = None
    book["Tiến độ"]["C3"] = "Xong rồi <b>"
    book["Tiến độ"]["B4"] = "Quý 9"
    book["Số liệu"]["C2"] = "'37,6"
    book["Tiến độ"]["F5"] = "Đa\u0303 xong"
    book.save(spoilt)

    page = come_in()
    transfer = page.evaluate_handle(
        """([bytes, name]) => { const all = new DataTransfer();
        all.items.add(new File([Uint8Array.from(atob(bytes), one => one.charCodeAt(0))], name)); return all; }""",
        [base64.b64encode(spoilt.read_bytes()).decode(), spoilt.name],
    )
    page.get_by_label("Tệp hồ sơ").dispatch_event("drop", {"dataTransfer": transfer})
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("phải sửa trước khi lập báo cáo")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("navigation", name="Vị trí")).to_contain_text("Sổ tính “hỏng”")
    page.screenshot(path=tmp_path / "loi.png", full_page=True)
    assert faults_of_access(page) == []
    row = page.get_by_role("row").filter(has_text="31/02/2026")
    expect(row).to_contain_text(re.compile("Lỗi.*Nhiệm vụ.*I3", re.DOTALL))
    expect(page.get_by_text("Xong rồi <b>").first).to_be_visible()

    page.get_by_label("Trang", exact=True).select_option("Tiến độ")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_text("31/02/2026")).to_have_count(0)
    page.get_by_label("Mức").select_option("error")
    page.get_by_role("button", name="Lọc").press("Enter")
    assert set(page.locator("tbody .severity").all_inner_texts()) == {"Lỗi"}

    page.get_by_role("button", name="Tạo bản đánh dấu").click()
    with page.expect_download(timeout=20_000) as marked:
        page.get_by_role("link", name="Tải bản đánh dấu").click(timeout=20_000)
    marked.value.save_as(tmp_path / "danh-dau.xlsx")
    assert load_workbook(tmp_path / "danh-dau.xlsx")["Nhiệm vụ"]["I3"].comment is not None
    page.get_by_role("button", name="Sửa những ô chắc chắn").click()
    page.get_by_role("button", name="Dùng làm sổ tính").click(timeout=20_000)
    expect(page.get_by_text("Đã dùng bản đã sửa làm sổ tính")).to_be_visible(timeout=20_000)

    page.get_by_label("Thay sổ tính bằng tệp khác").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Thay và kiểm tra").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)


def test_without_libreoffice_the_browser_itself_shows_the_word_file(
    come_in: Callable[..., Page],
    faults_of_access: Callable[[Page], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "nowhere"))
    page = come_in()
    page.get_by_label("Tệp hồ sơ").set_input_files(write_workbook(tmp_path / "nho.xlsx", minimal_sheets()))
    page.get_by_role("button", name="Mở và kiểm tra").click()
    page.get_by_role("link", name="Tiếp tục: lập báo cáo").click(timeout=20_000)
    page.get_by_label("Ghi kỳ khác").fill("6 tháng đầu năm 2026")
    expect(page.get_by_role("radio", name="Kỳ khác")).to_be_checked()
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_role("link", name="Xem Báo cáo").click(timeout=60_000)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").first).to_be_visible(timeout=20_000)
    page.screenshot(path=tmp_path / "xem-nhanh.png")
    assert faults_of_access(page) == []


def test_progress_is_shown_step_by_step_and_a_work_that_was_cut_off_is_told(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    dossier = live.site.workspace.create("Hồ sơ đang lập", lambda path: path.write_bytes(EXAMPLE.read_bytes()))
    state = {"id": "1" * 16, "kind": "build", "title": "Lập báo cáo", "state": "running", "step": 0}
    state |= {"steps": ["Đọc sổ tính", "Ghi"], "started": "2026-01-02T08:05:00"}
    page = come_in()
    with dossier.held():
        write_json(dossier.works / "build.json", state)
        page.goto(f"{live.home}h/{dossier.key}/viec/build")
        expect(page.get_by_role("status")).to_have_text("Đang chạy: bước 1/2, Đọc sổ tính.")
        write_json(dossier.works / "build.json", {**state, "step": 1})
        expect(page.get_by_role("status")).to_have_text("Đang chạy: bước 2/2, Ghi.")
        page.screenshot(path=tmp_path / "dang-lap.png")
        assert faults_of_access(page) == []
    expect(page.get_by_text("bị ngắt giữa chừng")).to_be_visible()
    page.get_by_role("link", name="Quay lại").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lập báo cáo")


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (1280, 1.25), (1280, 2)])
def test_nothing_runs_out_of_the_page_where_it_is_small_or_large(
    width: int, scale: float, live: Live, come_in: Callable[..., Page], tmp_path: Path
) -> None:
    page = come_in(width=width, scale=scale)
    dossier = dossier_with_report(live.site)
    report = f"bao-cao/{only_report(dossier).key}/"
    addresses = [
        "",
        *(f"h/{dossier.key}/{rest}" for rest in ("kiem-tra", "lap-bao-cao", report, f"{report}xem/bao-cao.docx")),
    ]
    for number, address in enumerate(addresses):
        page.goto(f"{live.home}{address}")
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, (
            address
        )


def test_the_keyboard_alone_opens_a_dossier(come_in: Callable[..., Page]) -> None:
    page = come_in()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.textContent") == "Thêm hồ sơ":  # others are in the list already
        page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Mở hồ sơ ví dụ":
            break
    assert page.evaluate("document.activeElement.textContent") == "Mở hồ sơ ví dụ"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    assert "Hồ sơ ví dụ: Nghị quyết 57, tỉnh Lai Châu" in page.title()


def test_the_private_file_that_opens_the_browser_leads_in_once(live: Live, browser: Browser, tmp_path: Path) -> None:
    door, context = tmp_path / "mo-trang.html", browser.new_context()
    address = live.new_address()
    _show(tmp_path, address, opener=lambda _: True, tell=lambda _: None)
    assert address in door.read_text(encoding="utf-8") and door.stat().st_mode & 0o077 == 0
    page = context.new_page()
    page.goto(door.as_uri())
    page.wait_for_url(live.home)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ")
    stranger = browser.new_context().new_page()
    stranger.goto(door.as_uri())
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Chưa vào được trang này")
    stranger.context.close()
    context.close()


def test_the_vendored_scripts_are_those_of_the_list() -> None:
    folder = Path(__file__).parents[2] / "generator/web/static/vendor"
    listed = dict(
        re.findall(r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", (folder / "README.md").read_text(), re.MULTILINE)
    )
    scripts = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert scripts == listed and len(listed) == 3
