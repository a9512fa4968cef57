"""A walk through overview, forms, letters, issue and history in a browser; a part of it without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from generator.stories.collect import write_forms
from tests.web.conftest import Live
from tests.web.edited_files import dossier_with_report, only_report, retyped

GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"
BODIES = (
    "Sở Khoa học và Công nghệ",
    "Văn phòng UBND tỉnh",
    "Sở Tài chính",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Công thương",
    "Sở Ngoại vụ",
)
"""The single bodies that lead something in the example."""
PAPER = 680
"""A4 less its margins, in CSS pixels."""


def answered(path: Path, code: str) -> Path:
    """A form on which an agency typed that a task goes on."""
    book = load_workbook(path)
    sheet = book["Nhiệm vụ"]
    state = next(cell.column for cell in sheet[3] if cell.value == "Tình trạng")
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=4) if cells[0].value == code)
    sheet.cell(row, state).value = "Đang thực hiện"
    book.save(path)
    return path


def test_a_clerk_gathers_looks_issues_and_goes_back(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    dossier = dossier_with_report(live.site)
    report = only_report(dossier).file("bao-cao.docx").path
    report.write_bytes(retyped(report.read_bytes(), {GAP: "Không có."}))
    page, home = come_in(), f"{live.home}h/{dossier.key}"

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name != "tong-quan")
        assert faults_of_access(page) == [], name

    page.goto(f"{home}/tong-quan/chi-tiet?ky=2025-Q4")
    expect(page.locator("[data-drawn='9']")).to_be_visible(timeout=30_000)
    assert page.locator(".plot svg").count() == 9
    assert page.locator(".plot svg pattern").count() > 10
    look("tong-quan")
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    widths = page.evaluate(
        "[...document.querySelectorAll('.plot svg')].map((one) => one.getBoundingClientRect().right)"
    )
    assert len(widths) == 9 and max(widths) <= PAPER
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    overdue = page.locator("dt", has_text="Quá hạn").locator("xpath=following-sibling::dd/a")
    number = overdue.inner_text()
    overdue.click()
    expect(page.locator("[data-found]")).to_have_text(number)
    page.get_by_label("Cơ quan", exact=True).select_option(index=1)
    page.get_by_role("button", name="Lọc").press("Enter")
    look("danh-sach")

    write_forms(dossier.workbook, "2025-Q4", tmp_path / "ky-khac")
    other = next((tmp_path / "ky-khac").glob("*so-tai-chinh.xlsx"))
    spoiled = tmp_path / "hỏng <b>.xlsx"
    spoiled.write_bytes(other.read_bytes()[:2000])
    page.goto(f"{home}/thu-thap?ky=2026-Q3")
    page.get_by_role("button", name="Lập phiếu").click()
    with page.expect_download(timeout=20_000) as form:
        page.get_by_role("link", name="Tải về phiếu của Sở Ngoại vụ").click()
    form.value.save_as(tmp_path / "ngoai-vu.xlsx")
    code = str(load_workbook(tmp_path / "ngoai-vu.xlsx")["Nhiệm vụ"].cell(4, 1).value)
    page.get_by_label("Các phiếu gửi về").set_input_files([answered(tmp_path / "ngoai-vu.xlsx", code), other, spoiled])
    page.get_by_role("button", name="Gửi lên và xem trước").click()
    expect(page.get_by_text("Sẽ ghi 1 dòng")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("là phiếu quý IV năm 2025, không phải quý III năm 2026")).to_be_visible()
    look("xem-truoc")
    page.get_by_role("button", name="Ghi vào sổ tính").click()
    expect(page.get_by_text("Đã nhận 1 phiếu vào sổ tính")).to_be_visible(timeout=20_000)
    look("da-nhan")

    page.get_by_role("link", name="Lập công văn đôn đốc").click()
    page.get_by_role("button", name="Lập công văn").click()
    expect(page.get_by_role("heading", name="Các công văn")).to_be_visible(timeout=60_000)
    look("don-doc")

    page.get_by_role("link", name="Ban hành").click()
    look("ban-hanh")
    page.get_by_role("button", name=re.compile("^Ban hành Báo cáo quý III")).click()
    page.get_by_label("Số").fill("07", timeout=20_000)
    page.locator("#ngay").fill("20/9/2025")
    # The answer taken in above is in the workbook and not in the report: that is asked before it is issued.
    expect(page.get_by_text("Hồ sơ “Nghị quyết 57” đã thay đổi sau lần lập báo cáo này.")).to_be_visible()
    look("du-dieu-kien")
    # An indicator of the report is carried from the quarter before: that is asked as well.
    expect(page.get_by_text("CT01").first).to_be_visible()
    page.get_by_label("Đã xem 2 điểm nêu trên và vẫn ban hành").check()
    page.get_by_role("button", name="Ghi số, ngày và chốt báo cáo").press("Enter")
    expect(page.get_by_text("Số 07/BC-UBND")).to_be_visible(timeout=20_000)
    look("da-ban-hanh")
    page.get_by_role("link", name="Lịch sử").click()
    look("lich-su")
    page.get_by_role("link", name="Báo cáo quý III năm 2025").click()
    expect(page.get_by_role("row").filter(has_text="Ban hành: số 07/BC-UBND")).to_be_visible()
    look("lich-su-bao-cao")


def test_without_javascript_nothing_is_lost(live: Live, come_in: Callable[..., Page], tmp_path: Path) -> None:
    dossier = dossier_with_report(live.site)
    page, home = come_in(javascript=False, width=640), f"{live.home}h/{dossier.key}"
    page.goto(f"{home}/tong-quan")
    page.get_by_label("Kỳ báo cáo").select_option("khac")
    page.get_by_label("Kỳ khác", exact=True).fill("quý II năm 2026")
    page.get_by_role("button", name="Xem").click()
    page.wait_for_url(re.compile("tong-quan\\?.*ky=2026-Q2"), timeout=20_000)
    page.get_by_role("link", name="Biểu đồ và bảng").click()
    expect(page.get_by_role("table", name="Nhiệm vụ theo cơ quan chủ trì")).to_be_visible()
    assert page.locator(".plot:visible").count() == 0
    page.screenshot(path=tmp_path / "khong-script.png")
    page.get_by_role("table", name="Nhiệm vụ theo cơ quan chủ trì").get_by_role("link", name="Sở Tài chính").click()
    expect(page.locator("[data-found]")).to_have_text("4")
    page.get_by_role("link", name="Biểu thu thập").click()
    page.get_by_label("Kỳ khác", exact=True).fill("quý III năm 2026")
    page.get_by_role("button", name="Chọn kỳ").click()
    page.get_by_role("button", name="Xem cơ quan chưa trả lời").click()
    # Three more lead names stand for many bodies (“Các địa phương”, “Các sở, ban, ngành”): they owe no answer.
    expect(page.get_by_text("6 cơ quan chưa có báo cáo")).to_be_visible(timeout=20_000)
    silent = page.get_by_role("region", name="3. Chưa trả lời").get_by_role("listitem")
    assert sorted(silent.all_inner_texts()) == sorted(BODIES)
    page.get_by_role("link", name="Ban hành").click()
    page.get_by_role("button", name=re.compile("^Ban hành Báo cáo")).click()
    expect(page.get_by_text("Chưa ban hành được: còn 1 chỗ")).to_be_visible(timeout=20_000)
