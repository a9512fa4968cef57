"""The main road as a clerk walks it: open, look, choose, build, read, take away."""

from __future__ import annotations

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
    page.get_by_label("Tệp hồ sơ").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Mở và kiểm tra").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=20_000)
    page.screenshot(path=tmp_path / "kiem-tra.png", full_page=True)
    if javascript:
        assert faults_of_access(page) == []
