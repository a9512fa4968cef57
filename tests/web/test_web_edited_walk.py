"""A clerk brings back what was edited in Word, without scripts; looks up, compares and checks files, with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.edited_files import COURSES, NEWS, dossier_with_report, new_data, only_report, retyped

_LONG = 60_000


def test_edited_files_come_back_and_are_looked_into(
    live: Any, come_in: Callable[..., Page], faults_of_access: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    dossier = dossier_with_report(live.site)
    kept = only_report(dossier)
    before, edited = tmp_path / "trước.docx", tmp_path / "Báo cáo đã sửa.docx"
    before.write_bytes(kept.file("bao-cao.docx").path.read_bytes())
    edited.write_bytes(
        retyped(before.read_bytes(), {COURSES: "Tổ chức năm lớp bồi dưỡng", NEWS: "Đăng tải khoảng 130 tin"})
    )
    new_data(dossier, {COURSES: "Tổ chức 06 lớp bồi dưỡng", NEWS: "Đăng tải 127 tin", "612 cán bộ": "640 cán bộ"})
    home = f"{live.home}h/{dossier.key}/"

    def looked_at(page: Page, name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert faults_of_access(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways"

    plain, page = come_in(javascript=False), come_in(width=1280, scale=2)
    page.goto(f"{home}nhan-lai")
    looked_at(page, "nhan-lai")
    plain.goto(f"{home}nhan-lai")
    plain.get_by_label("Tệp Word đã sửa").set_input_files(edited)
    plain.get_by_role("button", name="Đưa vào báo cáo").click()
    expect(plain.get_by_text("Còn 2 chỗ chờ bạn chọn.")).to_be_visible(timeout=_LONG)
    plain.screenshot(path=tmp_path / "cho-chon-100.png", full_page=True)
    page.goto(plain.url)
    looked_at(page, "cho-chon-200")
    first = plain.get_by_role("group", name="Chỗ 1/2: Báo cáo")
    assert first.get_by_role("definition").all_inner_texts() == ["05", "năm", "06"]
    first.get_by_label("Lấy theo số liệu mới").check()
    plain.get_by_role("group", name="Chỗ 2/2: Báo cáo").get_by_label("Giữ bản sửa tay").check()
    plain.get_by_role("button", name="Ghi các lựa chọn").click()
    expect(plain.get_by_text("Không có chỗ nào chờ chọn.")).to_be_visible(timeout=_LONG)
    plain.get_by_role("button", name="Tạo bản theo dõi thay đổi").click()
    with plain.expect_download(timeout=_LONG) as got:
        plain.get_by_role("link", name="Tải bản theo dõi thay đổi").click(timeout=_LONG)
    assert "theo dõi thay đổi" in got.value.suggested_filename
    after = tmp_path / "sau.docx"
    after.write_bytes(kept.file("bao-cao.docx").path.read_bytes())

    page.get_by_role("link", name="Tra số liệu").click()
    page.get_by_label("Số hoặc chữ").fill("640")
    page.get_by_role("button", name="Tra", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("số liệu có nguồn"))).to_be_visible(timeout=_LONG)
    looked_at(page, "tra-so-lieu")

    page.get_by_role("link", name="So sánh hai bản").click()
    looked_at(page, "so-sanh-chon")
    page.get_by_label("Bản cũ").set_input_files(before)
    page.get_by_label("Bản mới").set_input_files(after)
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_role("link", name="Tải bản đánh dấu thay đổi")).to_be_visible(timeout=_LONG)
    looked_at(page, "so-sanh")

    page.get_by_role("link", name="Kiểm tra thể thức").click()
    looked_at(page, "the-thuc-chon")
    faulty = tmp_path / "tờ trình.docx"
    faulty.write_bytes(retyped(after.read_bytes(), {'w:left="1701"': 'w:left="900"', "Nơi nhận": "NƠI NHẬN"}))
    page.get_by_label("Tệp Word").set_input_files(faulty)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("link", name="Tải bản đã sửa")).to_be_visible(timeout=_LONG)
    looked_at(page, "the-thuc")
