"""A report issued, a new version of it, and what was before: what a clerk sees and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from generator.core.problems import Place, Problem
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.web.dossiers import DossierFolder
from generator.web.reports import KeptReport, reports
from generator.web.tasks.issue_look import obstacle
from generator.write.backups import account
from tests.web.edited_files import EXAMPLE, NEWS, dossier_with_report, only_report, retyped, words_of
from tests.web.web_client import PREFIX, Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook

GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


@pytest.fixture
def dossier(app: Flask) -> DossierFolder:
    """A dossier whose report has its one gap filled by a person."""
    made = dossier_with_report(app.extensions["baocao"])
    edit(made, {GAP: "Không có."})
    return made


def edit(dossier: DossierFolder, changes: dict[str, str]) -> None:
    file = only_report(dossier).file("bao-cao.docx").path
    file.write_bytes(retyped(file.read_bytes(), changes))


def look(clerk: Clerk, dossier: DossierFolder, report: KeptReport, **fields: object) -> str:
    return follow(clerk, clerk.post(f"/h/{dossier.key}/ban-hanh/{report.key}/xem", fields))


def form_of(page: str, **fields: str) -> dict[str, str]:
    """The form as a person fills it in, the points above it ticked as seen where the page asks for that."""
    seen = {"da-xem": "1"} if 'name="da-xem"' in page else {}
    return {"state": hidden(page, "state"), "viec": hidden(page, "viec"), **seen, **fields}


def test_what_is_said_of_a_whole_report_bears_no_name_of_a_folder(dossier: DossierFolder) -> None:
    kept = only_report(dossier)
    of_all = Problem("BH003", Place(str(kept.folder)), "x", "y")
    of_one = Problem("BH003", Place(str(kept.folder / "bao-cao.docx")), "x", "y")
    told = [(one["label"], one["file"]) for one in (obstacle(of_all, kept), obstacle(of_one, kept))]
    assert told == [("Cả báo cáo", ""), ("Báo cáo", "bao-cao.docx")]


def test_a_report_is_issued_frozen_and_followed_by_a_new_version(
    clerk: Clerk, dossier: DossierFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "nowhere"))
    report, base = only_report(dossier), f"/h/{dossier.key}/ban-hanh"
    assert report.title in clerk.get(base).text
    page = look(clerk, dossier, report)
    assert "Đủ điều kiện ban hành" in page
    for wrong, words in (
        ({"so": "<b>", "ngay": "31/2/2025"}, ("&lt;b&gt;", "“31/2/2025” không")),
        ({}, ("Chưa ghi số",)),
    ):
        answer = clerk.post(f"{base}/{report.key}", form_of(page, **wrong))
        assert answer.status_code == 400 and all(one in answer.text for one in words) and "<b>" not in answer.text
    assert only_report(dossier).about.issued is None

    issued = follow(clerk, clerk.post(f"{base}/{report.key}", form_of(page, so="07", ngay="20/9/2025")))
    assert "<strong>Số 07/BC-UBND, ngày 20/9/2025.</strong>" in issued
    for file in report.documents:
        assert "20 tháng 9 năm 2025" in re.sub(r"<[^>]+>", "", words_of(file.path.read_bytes())), file.name
    assert "Số 07/BC-UBND" not in clerk.get(base).text.partition("Đã ban hành</h2>")[0]

    before = {one.name: one.mark for one in report.documents}
    twice = clerk.post(f"{base}/{report.key}", form_of(page, so="08", ngay="20/9/2025"))
    assert twice.status_code == 409
    fresh = clerk.post(f"{base}/{report.key}/ban-moi", {"state": hidden(issued, "state")})
    assert fresh.status_code == 303
    assert clerk.waits(f"/h/{dossier.key}", "build") == "done"
    assert sorted(one.title for one in reports(dossier)) == [report.title, f"{report.title}, bản 2"]
    assert {one.name: one.mark for one in reports(dossier)[-1].documents} == before or {
        one.name: one.mark for one in reports(dossier)[0].documents
    } == before


def test_what_stands_in_the_way_is_told_with_a_way_to_it(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    edit(dossier, {"Nơi nhận": "NƠI NHẬN", "Không có.": GAP.replace("đề xuất", "tin &lt;i&gt;")})
    page = look(clerk, dossier, report)
    assert "Chưa ban hành được" in page and "tin &lt;i&gt;" in page and 'name="so"' not in page
    assert f"{PREFIX}/h/{dossier.key}/nhan-lai?bao-cao={report.key}" in page
    rule = re.search(r'name="mien" value="([^"]+)"', page)
    assert rule is not None
    again = look(clerk, dossier, report, mien=[rule[1], "../x"])
    assert f"<td>{rule[1]}:" not in again and "tin &lt;i&gt;" in again
    edit(dossier, {GAP.replace("đề xuất", "tin &lt;i&gt;"): "Không có."})
    assert "chưa được xem điều kiện" in clerk.get(f"/h/{dossier.key}/ban-hanh/{report.key}").text
    ready = look(clerk, dossier, report, mien=rule[1])
    assert f"Bỏ qua quy tắc: {rule[1]}" in ready


def test_a_file_changed_meanwhile_stops_the_issue(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    page = look(clerk, dossier, report)
    edit(dossier, {NEWS: "Đăng tải 127 tin"})
    answer = clerk.post(f"/h/{dossier.key}/ban-hanh/{report.key}", form_of(page, so="7", ngay="20/9/2025"))
    assert answer.status_code == 400 and "chưa ban hành" in answer.text
    stale = form_of(page, so="7", ngay="20/9/2025") | {"state": "0" * 64}
    assert clerk.post(f"/h/{dossier.key}/ban-hanh/{report.key}", stale).status_code == 409
    assert only_report(dossier).about.issued is None


def test_states_of_a_report_are_listed_taken_away_and_brought_back(clerk: Clerk, dossier: DossierFolder) -> None:
    report, base = only_report(dossier), f"/h/{dossier.key}/lich-su"
    edit(dossier, {NEWS: "Đăng tải 127 tin"})
    page = look(clerk, dossier, report)
    follow(clerk, clerk.post(f"/h/{dossier.key}/ban-hanh/{report.key}", form_of(page, so="7", ngay="20/9/2025")))
    listed = clerk.get(f"{base}/{report.key}").text
    assert "Ban hành: số 07/BC-UBND" in listed and "Lập báo cáo" in listed and "Báo cáo" in listed
    taken = clerk.get(f"{base}/{report.key}/1.zip")
    files = zipfile.ZipFile(io.BytesIO(taken.data))
    assert "Báo cáo.docx" in files.namelist()
    assert "127 tin" in words_of(files.read("Báo cáo.docx"))
    refused = clerk.post(
        f"{base}/{report.key}/1/khoi-phuc", {"state": hidden(page_of(clerk, base, report, 1), "state")}
    )
    assert refused.status_code == 400 and "không khôi phục về trước khi ban hành" in refused.text
    assert str(dossier.folder) not in refused.text
    edit(dossier, {"127 tin": "999 tin"})
    asked = page_of(clerk, base, report, 2)
    assert clerk.post(f"{base}/{report.key}/2/khoi-phuc", {"state": "x"}).status_code == 409
    back = follow(clerk, clerk.post(f"{base}/{report.key}/2/khoi-phuc", {"state": hidden(asked, "state")}))
    assert "Đã khôi phục trạng thái số 2" in back
    assert "127 tin" in words_of(only_report(dossier).file("bao-cao.docx").path.read_bytes())


def page_of(clerk: Clerk, base: str, report: KeptReport, number: int) -> str:
    return clerk.get(f"{base}/{report.key}/{number}/khoi-phuc").text


def test_an_earlier_workbook_is_taken_away_and_used_again(clerk: Clerk, app: Flask) -> None:
    address = clerk.opens(EXAMPLE, "Sổ <b>.xlsx")
    dossier = app.extensions["baocao"].workspace.open(address.removeprefix("/h/"))
    first = dossier.workbook.read_bytes()
    state = hidden(clerk.get(f"{address}/kiem-tra").text, "state")
    other = EXAMPLE.with_name("lai-chau-2391.xlsx")
    assert clerk.uploads(other, address=f"{address}/so-tinh", state=state).status_code == 303
    clerk.waits(address, "check")
    listed = clerk.get(f"{address}/lich-su").text
    assert "Tải về" in listed and "<b>" not in listed
    assert clerk.get(f"{address}/lich-su/so-tinh/1").data == first
    asked = clerk.get(f"{address}/lich-su/so-tinh/1/khoi-phuc").text
    assert clerk.post(f"{address}/lich-su/so-tinh/1/khoi-phuc", {"state": "x"}).status_code == 409
    back = follow(clerk, clerk.post(f"{address}/lich-su/so-tinh/1/khoi-phuc", {"state": hidden(asked, "state")}))
    assert "Đã dùng lại bản 1" in unescape(back) and dossier.workbook.read_bytes() == first
    assert len(dossier.earlier_workbooks()) == 2
    assert not [path for path in dossier.folder.iterdir() if path.name.startswith(".moi-")]


def test_foreign_words_lead_nowhere_and_a_form_needs_its_token(clerk: Clerk, dossier: DossierFolder) -> None:
    base, report = f"/h/{dossier.key}", only_report(dossier).key
    addresses = ["ban-hanh/0000000000000000", "ban-hanh/..%2f", "lich-su/0000000000000000", f"lich-su/{report}/99.zip"]
    addresses += [
        f"lich-su/{report}/99/khoi-phuc",
        f"lich-su/{report}/-1.zip",
        "lich-su/so-tinh/9",
        "lich-su/so-tinh/x",
    ]
    for address in addresses:
        assert clerk.get(f"{base}/{address}").status_code == 404, address
    forms = [f"ban-hanh/{report}", f"ban-hanh/{report}/xem", f"ban-hanh/{report}/ban-moi"]
    for address in [*forms, f"lich-su/{report}/1/khoi-phuc", "lich-su/so-tinh/1/khoi-phuc"]:
        assert clerk.post(f"{base}/{address}", {"csrf": "x"}).status_code == 403, address
    early = clerk.post(f"{base}/ban-hanh/{report}/ban-moi", {"state": dossier.state()})
    assert early.status_code == 400 and "chưa ban hành" in early.text


def test_points_to_know_are_ticked_as_seen_and_an_issue_is_taken_back(clerk: Clerk, dossier: DossierFolder) -> None:
    report, base = only_report(dossier), f"/h/{dossier.key}/ban-hanh"
    edit(dossier, {"42,49\u00a0tỷ\u00a0đồng, đạt": "42,5\u00a0tỷ\u00a0đồng, đạt"})
    page = look(clerk, dossier, report)
    assert "“42,49 tỷ đồng” theo hồ sơ đã được sửa tay thành “42,5 tỷ đồng”" in page.replace("\u00a0", " ")
    unseen = {key: value for key, value in form_of(page, so="7", ngay="20/9/2025").items() if key != "da-xem"}
    assert clerk.post(f"{base}/{report.key}", unseen).status_code == 400
    follow(clerk, clerk.post(f"{base}/{report.key}", form_of(page, so="7", ngay="20/9/2025")))
    issued = clerk.get(f"{base}/{report.key}").text
    state = hidden(issued, "state")
    assert clerk.post(f"{base}/{report.key}/rut-lai", {"state": state}).status_code == 400
    follow(clerk, clerk.post(f"{base}/{report.key}/rut-lai", {"state": state, "chac-chan": "1"}))
    assert only_report(dossier).about.issued is None
    assert "07/BC-UBND" in clerk.get(f"/h/{dossier.key}/lich-su/{report.key}").text


def test_history_says_who_and_which_differences_from_one_state_to_another(clerk: Clerk, dossier: DossierFolder) -> None:
    report, base = only_report(dossier), f"/h/{dossier.key}/lich-su"
    edit(dossier, {NEWS: "Đăng tải 127 tin"})
    page = look(clerk, dossier, report)
    follow(clerk, clerk.post(f"/h/{dossier.key}/ban-hanh/{report.key}", form_of(page, so="7", ngay="20/9/2025")))
    edit(dossier, {"127 tin": "999 tin"})
    listed = clerk.get(f"{base}/{report.key}").text
    assert f"<bdi>{account()}</bdi>" in listed and "Khác gì trạng thái 1" in listed
    assert 'name="tu"' in listed and '<option value="nay" selected' in listed

    address = f"{base}/{report.key}/khac-biet"
    stood = follow(clerk, clerk.post(address, {"tu": "1", "den": "2"}))
    assert "<del>     </del>" not in stood and "<ins>07</ins>" in re.sub(r"\s+", "", stood) and "999" not in stood
    now = follow(clerk, clerk.post(address, {"tu": "nay", "den": "1"}))
    assert "từ trạng thái 1 tới hiện nay" in now and "<del>127</del>" in now and "<ins>999</ins>" in now
    assert "Đẩy mạnh công tác thông tin" in now.partition("<del>127</del>")[0]  # the words of the place
    assert clerk.post(address, {"tu": "1", "den": "1"}).status_code == 400
    assert clerk.post(address, {"tu": "x", "den": "1"}).status_code == 404
    edit(dossier, {"999 tin": "998 tin"})
    assert clerk.get(address).status_code == 303  # not what stands there any more


def test_an_unusual_day_is_asked_about_before_a_report_is_issued(clerk: Clerk, dossier: DossierFolder) -> None:
    report, address = only_report(dossier), f"/h/{dossier.key}/ban-hanh/{only_report(dossier).key}"
    page = look(clerk, dossier, report)
    asked = clerk.post(address, form_of(page, so="7", ngay="1/9/2025"))
    assert asked.status_code == 400 and "trước ngày chốt số liệu (14/9/2025)" in asked.text
    assert only_report(dossier).about.issued is None
    sure = re.search(r'name="khac-thuong" value="([^"]+)"', asked.text)
    assert sure is not None
    other = {**form_of(asked.text, so="7", ngay="2/9/2025"), "khac-thuong": sure[1]}
    assert clerk.post(address, other).status_code == 400, "another day than the one that was confirmed"
    follow(clerk, clerk.post(address, {**other, "ngay": "1/9/2025"}))
    assert only_report(dossier).about.issued is not None


def test_the_history_names_who_prepared_and_who_approved_what_was_reported(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    header, first, *others = sheets["Tiến độ"]
    padding = [None] * (len(header) - len(first))
    signed = [*first, *padding, "Nguyễn Thị <Lập>", "Trần Văn Duyệt"]
    sheets["Tiến độ"] = [[*header, "Người lập", "Người duyệt"], signed, *others]
    address = clerk.opens(write_workbook(tmp_path / "Ký.xlsx", sheets))
    dossier = clerk.app.extensions["baocao"].workspace.open(address.rpartition("/")[2])
    build(Job(dossier.workbook, "2025-Q3", out=dossier.outputs))
    page = clerk.get(f"{address}/lich-su/{only_report(dossier).key}").text
    assert "lập: Nguyễn Thị &lt;Lập&gt;; duyệt: Trần Văn Duyệt" in page
