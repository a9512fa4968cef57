"""The page of scores: ranks, the points of every unit with their cells, what was not measured; read by everybody."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.test_scores import CRITERIA, POINTS, UNITS, dossier, given
from tests.web.conftest import Live
from tests.web.web_client import Clerk, follow


def written(folder: Path, **changes: object) -> Path:
    book = dossier(CRITERIA, [*POINTS, given("TC3", UNITS[2], 10)]) | changes
    path = folder / "ho-so.json"
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(clerk: Clerk, tmp_path_factory: pytest.TempPathFactory) -> str:
    key = clerk.opens(written(tmp_path_factory.mktemp("diem")))
    return follow(clerk, clerk.get(f"{key}/xep-hang?ky=2025-Q3"))


def rows(page: str) -> list[str]:
    return [
        " | ".join(re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<]*)", row)) for row in re.findall("<tr>(.*?)</tr>", page)
    ]


def test_the_page_has_ranks_bands_and_boards(page: str) -> None:
    assert "<h1>Chấm điểm, xếp hạng quý III năm 2025</h1>" in page
    assert "1 | Sở Tài chính | 66,50 | Trung bình | 100 | – | – | – | –" in rows(page)
    assert "1 | UBND xã Bum Tở | 100,00 | Xuất sắc | 100 | – | – | – | –" in rows(page)
    assert "Bộ tiêu chí: Quyết định số 99/QĐ-UBND." in page


def test_every_point_has_its_cells(page: str) -> None:
    found = next(row for row in rows(page) if row.startswith("TC3 | Tiêu chí TC3 | Chấm tay; minh chứng"))
    assert re.search(r"Chấm điểm!\S", found)
    assert "Không tính: chưa chấm" in page


def test_who_is_below_the_floor_is_named_on_top(page: str) -> None:
    assert "Hoàn thành dưới 70% số nhiệm vụ đến hạn" in page
    assert re.search(r"<li>Sở Nội vụ: 0/1 nhiệm vụ, 0%", page)


def test_the_overview_leads_to_the_page(clerk: Clerk, tmp_path: Path) -> None:
    key = clerk.opens(written(tmp_path))
    shown = follow(clerk, clerk.get(f"{key}/tong-quan?ky=2025-Q3"))
    assert "/xep-hang?" in shown and "Chấm điểm, xếp hạng</a>" in shown
    plain = clerk.opens(written(tmp_path, **{"Tiêu chí": [], "Chấm điểm": []}))
    assert "/xep-hang?" not in follow(clerk, clerk.get(f"{plain}/tong-quan?ky=2025-Q3"))
    assert "Hồ sơ chưa có tiêu chí nào" in follow(clerk, clerk.get(f"{plain}/xep-hang?ky=2025-Q3"))


def test_a_period_that_is_none_is_told(clerk: Clerk, tmp_path: Path) -> None:
    key = clerk.opens(written(tmp_path))
    answer = clerk.get(f"{key}/xep-hang?ky=khac&ky-khac=quý 9")
    assert answer.status_code == 400 and "không phải là kỳ" in answer.text


def test_the_page_in_a_browser_is_accessible_and_opens_each_unit(
    live: Live, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = come_in()
    page.get_by_label("Tệp hồ sơ, kế hoạch").set_input_files(written(tmp_path))
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_role("link", name="Quý III năm 2025").click()
    page.get_by_role("link", name="Chấm điểm, xếp hạng").click()
    expect(page.get_by_role("heading", name="Chấm điểm, xếp hạng quý III năm 2025")).to_be_visible(timeout=20_000)
    page.locator("details").nth(1).locator("summary").click()
    expect(page.get_by_text("chưa chấm").first).to_be_visible()
    assert faults_of_access(page) == []
    if shot := os.environ.get("BAOCAO_SHOT"):
        page.screenshot(path=shot, full_page=True)
