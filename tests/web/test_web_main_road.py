"""The main road as a clerk walks it: open, look, choose, build, read, take away."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_sound_workbook_becomes_a_report(
    javascript: bool, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = come_in(javascript)

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert not javascript or faults_of_access(page) == []

    look("ho-so")
    page.get_by_label("Tệp hồ sơ").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    look("kiem-tra")

    page.get_by_role("link", name="Tiếp tục: lập báo cáo").click()
    page.get_by_label("Quý III năm 2025").check()
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
    assert "Báo cáo quý III năm 2025.docx" in names and "Phụ lục I - Báo cáo quý III năm 2025.docx" in names

    page.get_by_role("link", name="Xem Báo cáo").click()
    first = page.locator("figure img").first
    expect(first).to_have_attribute("alt", re.compile("^Trang 1/[0-9]+ của Báo cáo$"))
    expect(first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert first.evaluate("one => one.naturalWidth") == 960 if javascript else True
    look("cac-trang")
