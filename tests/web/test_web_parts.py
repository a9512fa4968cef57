"""A report on one of several plans, or to one recipient: chosen on the form, kept apart, followed to its issue."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from generator.stories.due import reports_due
from generator.web.dossiers import DossierFolder
from generator.web.reports import KeptReport, reports
from tests.render.test_report_text import dump
from tests.test_plans_apart import dossier as two_plans
from tests.web.edited_files import retyped
from tests.web.web_client import Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook


@pytest.fixture
def address(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "nowhere"))
    return clerk.opens(two_plans(tmp_path))


def form(clerk: Clerk, address: str, asked: str = "") -> str:
    return unescape(clerk.get(f"{address}/lap-bao-cao{asked}").text)


def choices(page: str, field: str) -> list[str]:
    """The words of a drop-down; none where it is not on the page."""
    found = re.search(rf'<select id="{field}".*?</select>', page, re.DOTALL)
    return re.findall(r"<option[^>]*>(.*?)</option>", found[0]) if found else []


def chosen(page: str, field: str) -> str:
    found = re.search(rf'<select id="{field}".*?</select>', page, re.DOTALL)
    assert found
    marked = re.findall(r"<option[^>]* selected>(.*?)</option>", found[0])
    return marked[0] if marked else re.findall(r"<option[^>]*>(.*?)</option>", found[0])[0]


def builds(clerk: Clerk, address: str, **fields: str) -> None:
    state = hidden(clerk.get(f"{address}/lap-bao-cao").text, "state")
    answer = clerk.post(f"{address}/lap-bao-cao", {"ky": "2025-Q3", **fields, "state": state})
    assert answer.status_code == 303, answer.text
    assert clerk.waits(address, "build") == "done", clerk.get(f"{address}/viec/build").text


def folder_of(app: Flask, address: str) -> DossierFolder:
    found: DossierFolder = app.extensions["baocao"].workspace.open(address.removeprefix("/h/"))
    return found


def by_folder(app: Flask, address: str) -> dict[str, KeptReport]:
    return {one.folder.name: one for one in reports(folder_of(app, address))}


def test_plans_and_recipients_are_offered_where_there_are_some_to_choose(
    clerk: Clerk, address: str, tmp_path: Path
) -> None:
    page = form(clerk, address)
    assert choices(page, "ke-hoach") == [
        "Tất cả",
        "KH1 – Kế hoạch chuyển đổi số",
        "KH2 – Kế hoạch phát triển hạ tầng",
    ]
    assert choices(page, "noi-gui") == ["Báo cáo chung (như trang Thông tin chung)", "Sở Xây dựng"]
    sheets = minimal_sheets()
    sheets["Kế hoạch"] = [["Mã", "Tên kế hoạch"], ["KH1", "Kế hoạch chuyển đổi số"]]
    one_plan = form(clerk, clerk.opens(write_workbook(tmp_path / "Một kế hoạch.xlsx", sheets)))
    assert choices(one_plan, "co-quan") and not choices(one_plan, "ke-hoach") and not choices(one_plan, "noi-gui")
    old, new = ["KH1", "Kế hoạch cũ", "1/1/2025", ""], ["KH2", "Kế hoạch mới", "1/6/2025", "KH1"]
    sheets["Kế hoạch"] = [["Mã", "Tên kế hoạch", "Ngày", "Thay thế"], old, new]
    replaced = form(clerk, clerk.opens(write_workbook(tmp_path / "Thay thế.xlsx", sheets)))
    marked = "KH1 (đã được thay thế bởi KH2) – Kế hoạch cũ"
    assert choices(replaced, "ke-hoach") == ["Tất cả", marked, "KH2 – Kế hoạch mới"]


def test_a_report_on_one_plan_stands_apart_with_its_own_pages(clerk: Clerk, address: str, app: Flask) -> None:
    builds(clerk, address, **{"ke-hoach": "KH2"})
    builds(clerk, address, **{"noi-gui": "Sở Xây dựng"})
    builds(clerk, address)
    found = by_folder(app, address)
    assert {name: one.title for name, one in found.items()} == {
        "2025-Q3": "Báo cáo quý III năm 2025",
        "Kế hoạch KH2": "Báo cáo quý III năm 2025 (Kế hoạch KH2)",
        "Gửi Sở Xây dựng": "Báo cáo quý III năm 2025 gửi Sở Xây dựng",
    }
    own, whole = (dump(found[name].file("bao-cao.docx").path.read_bytes()) for name in ("Kế hoạch KH2", "2025-Q3"))
    assert "02/KH-UBND" in own and "Kết quả theo từng kế hoạch" not in own
    assert "Kết quả theo từng kế hoạch" in whole
    for road in ("da-lap", "nhan-lai", "ban-hanh", "lich-su", "lap-bao-cao"):
        page = form(clerk, address) if road == "lap-bao-cao" else unescape(clerk.get(f"{address}/{road}").text)
        assert all(one.title in page for one in found.values()), road
    key = found["Kế hoạch KH2"].key
    assert "(Kế hoạch KH2)" in clerk.get(f"{address}/bao-cao/{key}/").text
    assert "không ghi thuộc kế hoạch nào" in clerk.get(f"{address}/bao-cao/{key}/").text


def test_nobody_is_owed_the_report_on_one_plan(clerk: Clerk, address: str, app: Flask) -> None:
    builds(clerk, address, **{"ke-hoach": "KH1"})
    kept = folder_of(app, address)
    assert len(reports(kept)) == 1
    due = reports_due(kept.workbook, kept.outputs, date(2025, 9, 20)).reports
    assert [one for one in due if one.period.code == "2025-Q3"]
    assert not [one for one in due if one.report is not None]


def test_a_part_is_brought_back_issued_and_followed_by_a_new_version_as_that_part(
    clerk: Clerk, address: str, app: Flask
) -> None:
    """Other reports are built after it: what comes back is built again on its own plan, not as that of an agency."""
    builds(clerk, address, **{"ke-hoach": "KH1"})
    builds(clerk, address)
    own = by_folder(app, address)["Kế hoạch KH1"]
    file = own.file("bao-cao.docx").path
    edited = retyped(file.read_bytes(), {f"[{gap}]": "Không có." for gap in own.about.gaps})
    state = hidden(clerk.get(f"{address}/nhan-lai").text, "state")
    sent = {"state": state, "bao-cao": own.key, "tep": (io.BytesIO(edited), "sửa.docx")}
    page = unescape(follow(clerk, clerk.post(f"{address}/nhan-lai", sent)))
    assert "Hồ sơ không có" not in page and "Không tìm thấy" not in page
    assert "Lập lại, giữ phần sửa tay" in unescape(clerk.get(f"{address}/lich-su/{own.key}").text)
    text = dump(file.read_bytes())
    assert "01/KH-UBND" in text and "Kết quả theo từng kế hoạch" not in text, "still that of the plan"

    page = follow(clerk, clerk.post(f"{address}/ban-hanh/{own.key}/xem", {}))
    asked = {"so": "7", "ngay": "20/9/2025", "da-xem": "1"}
    asked |= {name: hidden(page, name) for name in ("state", "viec")}
    issued = follow(clerk, clerk.post(f"{address}/ban-hanh/{own.key}", asked))
    assert "<strong>Số 07/" in issued
    clerk.post(f"{address}/ban-hanh/{own.key}/ban-moi", {"state": hidden(issued, "state")})
    assert clerk.waits(address, "build") == "done"
    found = by_folder(app, address)
    assert {*found} == {"2025-Q3", "Kế hoạch KH1", "Kế hoạch KH1-ban-2"}
    assert found["Kế hoạch KH1-ban-2"].title == "Báo cáo quý III năm 2025 (Kế hoạch KH1), bản 2"


def test_what_is_unknown_or_asked_for_twice_is_refused_in_words_and_never_taken_for_the_whole(
    clerk: Clerk, address: str, app: Flask
) -> None:
    state = hidden(clerk.get(f"{address}/lap-bao-cao").text, "state")
    for fields, words in (
        ({"ke-hoach": "KH7"}, "Hồ sơ không có kế hoạch “KH7”."),
        ({"noi-gui": "Sở <b>"}, "Hồ sơ không có nơi gửi “Sở &lt;b&gt;”."),
        ({"co-quan": "Sở Lạ"}, "Hồ sơ không có cơ quan chủ trì “Sở Lạ”."),
        ({"ke-hoach": "KH1", "noi-gui": "Sở Xây dựng"}, "Chỉ chọn một trong ba"),
    ):
        asked = clerk.get(f"{address}/lap-bao-cao", query_string={"ky": "2025-Q3", **fields})
        posted = clerk.post(f"{address}/lap-bao-cao", {"ky": "2025-Q3", **fields, "state": state})
        for answer in (asked, posted):
            assert answer.status_code == 400 and words in answer.text and "<b>" not in answer.text
    assert not reports(folder_of(app, address))


def test_a_part_in_the_address_is_chosen_by_code_or_name(clerk: Clerk, address: str) -> None:
    for asked in ("kh2", "Kế hoạch phát triển hạ tầng"):
        page = form(clerk, address, f"?ky=2025-Q3&ke-hoach={asked}")
        assert chosen(page, "ke-hoach").startswith("KH2"), asked
    page = form(clerk, address, "?ky=2025-Q3&noi-gui=sở xây dựng")
    assert chosen(page, "noi-gui") == "Sở Xây dựng" and chosen(page, "ke-hoach") == "Tất cả"


def test_a_plan_chosen_once_is_not_carried_without_a_word(clerk: Clerk, address: str) -> None:
    builds(clerk, address, **{"ke-hoach": "KH1"})
    for asked in ("", "?ky=2025-Q3", "?ky=2025-Q4"):
        page = form(clerk, address, asked)
        assert chosen(page, "ke-hoach") == "Tất cả" and "được giữ từ lần lập" not in page, asked
    state = hidden(clerk.get(f"{address}/lap-bao-cao").text, "state")
    clerk.post(f"{address}/lap-bao-cao", {"ky": "2025-Q3", "ke-hoach": "KH2", "final": "1", "state": state})
    assert clerk.waits(address, "build") == "failed"
    again = form(clerk, address)
    assert chosen(again, "ke-hoach").startswith("KH2") and "được giữ từ lần lập quý III năm 2025" in again
    other = form(clerk, address, "?ky=2025-Q4")
    assert chosen(other, "ke-hoach") == "Tất cả" and "được giữ từ lần lập" not in other
