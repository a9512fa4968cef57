"""The roads that need no Excel, walked: a plan dropped, a cell put right, progress typed; also without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Live
from tests.workbook_builder import minimal_sheets, write_workbook

PLANS = Path(__file__).parents[1] / "cases/plan"


def wrong(path: Path) -> Path:
    sheets = minimal_sheets()
    next(row for row in sheets["Thông tin chung"] if row[0] == "Địa danh")[1] = None
    sheets["Tiến độ"][1][2] = "Hoàn thanh roi"
    return write_workbook(path, sheets)


def walk(page: Page, live: Live, tmp_path: Path, look: Callable[[], None]) -> None:
    page.get_by_label("Tệp hồ sơ, kế hoạch").set_input_files(wrong(tmp_path / "Sai.xlsx"))
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Còn 2 lỗi")).to_be_visible(timeout=20_000)
    look()
    page.get_by_label("Địa danh").fill("Lâm Đồng")
    page.get_by_role("row").filter(has_text="Địa danh").get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Còn 1 lỗi")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Dùng “Hoàn thành”").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    look()
    page.get_by_role("link", name="Nhập kết quả").click()
    page.get_by_label("Kỳ khác", exact=True).fill("2025-Q4")
    page.get_by_label("Kỳ báo cáo").select_option("khac")
    page.get_by_role("button", name="Mở bảng").click()
    expect(page.get_by_role("table")).to_be_visible(timeout=20_000)
    look()
    page.get_by_label("Tình trạng, nhiệm vụ I.2").select_option("Hoàn thành")
    page.get_by_label("Ngày hoàn thành, nhiệm vụ I.2").fill("5/11/2025")
    page.get_by_role("button", name="Ghi vào sổ tính").click()
    expect(page.get_by_text("Đã ghi 1 nhiệm vụ vào sổ tính")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible(timeout=20_000)

    page.goto(live.home)
    page.get_by_label("Tệp hồ sơ, kế hoạch").set_input_files(PLANS / "C.docx")
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Đọc được 2 nhiệm vụ, 2 chỉ tiêu")).to_be_visible(timeout=20_000)
    look()
    page.get_by_label("Cột “Kết quả, sản phẩm” là").select_option("Cơ quan phối hợp")
    page.get_by_role("button", name="Đọc lại theo các cột đã chọn").click()
    expect(page.get_by_text("đã chọn", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("radio", name="Kế hoạch").first.check()  # as it was guessed from the annex
    page.get_by_role("button", name="Chọn tên này").click()
    expect(page.get_by_text("Tên kế hoạch đã chọn")).to_be_visible(timeout=20_000)
    page.get_by_role("textbox", name="Tên hồ sơ").fill("Kế hoạch C")
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.get_by_text("Đã lập hồ sơ từ kế hoạch.")).to_be_visible(timeout=20_000)
    look()


def test_plan_cell_and_progress_in_a_browser(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = come_in()

    def look() -> None:
        assert faults_of_access(page) == []

    walk(page, live, tmp_path, look)


def test_plan_cell_and_progress_without_javascript(live: Live, come_in: Callable[..., Page], tmp_path: Path) -> None:
    walk(come_in(javascript=False), live, tmp_path, lambda: None)


@pytest.mark.parametrize("javascript", [True, False])
def test_work_waits_is_seen_from_every_page_and_is_stopped_in_a_browser(
    live: Live,
    come_in: Callable[..., Page],
    faults_of_access: Callable[[Page], list[str]],
    tmp_path: Path,
    javascript: bool,
) -> None:
    page, other = come_in(javascript=javascript), come_in(javascript=javascript)
    page.get_by_label("Tệp hồ sơ, kế hoạch").set_input_files(wrong(tmp_path / f"Chờ {javascript}.xlsx"))
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Còn 2 lỗi")).to_be_visible(timeout=20_000)
    dossier = live.site.workspace.open(page.url.split("/h/")[1].partition("/")[0])
    with dossier.held():
        page.get_by_role("button", name="Tạo bản đánh dấu").click()
        expect(page.get_by_role("button", name="Bỏ khỏi hàng chờ")).to_be_visible(timeout=20_000)
        other.goto(f"{live.home}tro-giup")
        strip = other.get_by_role("region", name="Việc đang chạy")
        expect(strip).to_contain_text(f"Tạo bản đánh dấu: Chờ {javascript} chờ đến lượt")
        if javascript:
            assert faults_of_access(other) == [] and faults_of_access(page) == []
        strip.get_by_role("button", name="Bỏ tạo bản đánh dấu").click()
        expect(other.get_by_text("Việc này đã được dừng")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("Việc này đã được dừng")).to_be_visible(timeout=20_000)
        other.goto(f"{live.home}h/{dossier.key}/kiem-tra")
        expect(other.get_by_text("Còn 2 lỗi")).to_be_visible()
        other.get_by_role("button", name="Tạo bản đánh dấu").click()
        expect(other.get_by_role("button", name="Bỏ khỏi hàng chờ")).to_be_visible(timeout=20_000)
        other.goto(f"{live.home}tro-giup")
        expect(strip).to_contain_text("chờ đến lượt")
    if not javascript:
        live.site.works.wait(dossier, "annotate", live.site.works.newest(dossier, "annotate").id, 20)
        other.reload()
    expect(strip).to_contain_text("đã xong", timeout=20_000)
    strip.get_by_role("link", name="Xem kết quả").click()
    expect(other.get_by_role("link", name="Tải bản đánh dấu")).to_be_visible(timeout=20_000)
