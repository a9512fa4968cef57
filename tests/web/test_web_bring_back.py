"""An edited Word file brought back: recognised by what it holds, merged, its conflicts settled by choices."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask

from generator.stories.build import build
from generator.stories.history import past_states
from generator.stories.jobs import Job
from generator.web.dossiers import DossierFolder
from generator.web.reports import reports
from tests.web.edited_files import COURSES, NEWS, dossier_with_report, new_data, only_report, retyped, words_of
from tests.web.web_client import Clerk, follow, hidden


@pytest.fixture(scope="module")
def untouched(app: Flask) -> DossierFolder:
    """One for what is refused: nothing changes in it."""
    return dossier_with_report(app.extensions["baocao"])


@pytest.fixture
def dossier(app: Flask) -> DossierFolder:
    """One of its own for a test that changes it."""
    return dossier_with_report(app.extensions["baocao"])


def sends(clerk: Clerk, dossier: DossierFolder, content: bytes, name: str = "ban sua.docx", **fields: str) -> str:
    """The page that a person sees after sending a file."""
    address = f"/h/{dossier.key}/nhan-lai"
    state = hidden(clerk.get(address).text, "state")
    given = {"state": state, "bao-cao": reports(dossier)[0].key, **fields}
    answer = clerk.post(address, {**given, "tep": (io.BytesIO(content), name)})
    return follow(clerk, answer)


def test_edits_and_data_meet_and_choices_settle_what_both_changed(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    taken_away = report.file("bao-cao.docx").path.read_bytes()
    new_data(dossier, {COURSES: "Tổ chức 06 lớp bồi dưỡng", NEWS: "Đăng tải 127 tin", "612 cán bộ": "640 cán bộ"})
    edits = {COURSES: "Tổ chức năm lớp bồi dưỡng", NEWS: "Đăng tải 130 tin"}
    page = sends(clerk, dossier, retyped(taken_away, edits), "Báo cáo (1) sửa.docx")
    assert "Còn 2 chỗ chờ bạn chọn." in page and "có 2 chỗ sửa" in page
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["05", "năm", "06", "126", "130", "127"]
    merged = report.file("bao-cao.docx").path.read_bytes()
    assert all(words in words_of(merged) for words in ("năm", "130", "640 cán bộ"))
    assert [one.made_by.label for one in past_states(report.folder).states] == [
        "lập báo cáo",
        "nhận lại bản sửa",
        "lập lại, giữ phần sửa tay",
    ]

    chosen = {"viec": hidden(page, "viec"), "cho-0": "so-lieu", "cho-1": ""}
    settled = follow(clerk, clerk.post(f"/h/{dossier.key}/nhan-lai/{report.key}/chon", chosen))
    assert "Còn 1 chỗ chờ bạn chọn." in settled and "Đã ghi 1 lựa chọn." in settled
    stale = clerk.post(f"/h/{dossier.key}/nhan-lai/{report.key}/chon", chosen)
    assert (stale.status_code, "Báo cáo đã đổi" in stale.text) == (400, True)

    every = {"viec": hidden(settled, "viec"), "tat-ca": "sua-tay"}
    done = follow(clerk, clerk.post(f"/h/{dossier.key}/nhan-lai/{report.key}/chon", every))
    assert "Không có chỗ nào chờ chọn." in done
    now = words_of(report.file("bao-cao.docx").path.read_bytes())
    plain = re.sub("<[^>]+>", "", now).casefold()
    assert "tổ chức 06 lớp" in plain and "đăng tải 130 tin" in plain
    assert "commentReference" not in now

    on_disk = report.file("bao-cao.docx").path
    on_disk.write_bytes(retyped(on_disk.read_bytes(), {"130": "131"}))
    assert "Các tệp đã đổi sau lần xem trước" in clerk.get(f"/h/{dossier.key}/nhan-lai/{report.key}").text
    again = follow(clerk, clerk.post(f"/h/{dossier.key}/nhan-lai/{report.key}/tim"))
    assert "Không có chỗ nào chờ chọn." in again


def test_a_copy_taken_away_before_another_was_brought_back_keeps_both(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    taken_away = report.file("bao-cao.docx").path.read_bytes()
    assert "có 1 chỗ sửa" in sends(clerk, dossier, retyped(taken_away, {NEWS: "Đăng tải tới 126 tin"}))
    new_data(dossier, {"612 cán bộ": "640 cán bộ"})
    page = sends(clerk, dossier, retyped(taken_away, {COURSES: "Tổ chức được 05 lớp bồi dưỡng"}))
    assert "thay đổi của cả hai bên đều được giữ" in page and "Không có chỗ nào chờ chọn." in page
    now = re.sub("<[^>]+>", "", words_of(report.file("bao-cao.docx").path.read_bytes())).casefold()
    assert all(words in now for words in ("đăng tải tới 126 tin", "tổ chức được 05 lớp bồi dưỡng", "640 cán bộ"))


def test_edits_are_kept_where_the_workbook_is_faulty(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    new_data(dossier, {"Đang thực hiện": "Đang làm dở dang lắm"})
    page = sends(clerk, dossier, retyped(report.file("bao-cao.docx").path.read_bytes(), {NEWS: "Đăng tải tới 126 tin"}))
    assert "Phần đã sửa đã được giữ, nhưng số liệu mới chưa đưa vào được" in page
    assert "đăng tải tới 126 tin" in words_of(report.file("bao-cao.docx").path.read_bytes()).casefold()


def test_an_appendix_is_known_by_what_it_holds(clerk: Clerk, untouched: DossierFolder) -> None:
    report = only_report(untouched)
    page = sends(clerk, untouched, report.file("phu-luc-II.docx").path.read_bytes(), "bao-cao.docx")
    assert "không có gì khác Phụ lục II đang có" in page


def test_what_is_no_file_of_the_report_is_refused_in_plain_words(
    clerk: Clerk, untouched: DossierFolder, tmp_path: Path
) -> None:
    before = untouched.state()
    build(Job(untouched.workbook, "2025-Q2", out=tmp_path))
    other = (tmp_path / "ho-so/2025-Q2/phu-luc-II.docx").read_bytes()
    spoiled = retyped(only_report(untouched).file("bao-cao.docx").path.read_bytes(), {"</w:body>": "</w:bo"})
    tables = {
        "thuộc hồ sơ khác hoặc kỳ chưa lập": other,
        "phần “word/document.xml” trong tệp bị hỏng.": spoiled,
        "loại tệp không dùng được ở đây": b"PK\x03\x04 nothing",
        "là tệp Excel (.xlsx)": untouched.workbook.read_bytes(),
    }
    for words, content in tables.items():
        assert words in sends(clerk, untouched, content), words
    assert untouched.state() == before


def test_a_file_of_another_report_of_the_dossier_is_named(clerk: Clerk, dossier: DossierFolder) -> None:
    build(Job(dossier.workbook, "2025-Q2", out=dossier.outputs))
    third, second = reports(dossier)
    page = sends(clerk, dossier, second.file("bao-cao.docx").path.read_bytes())
    assert f"Tệp này là “Báo cáo” của “{second.title}”, không phải của “{third.title}”." in page


def test_where_it_is_unsure_the_person_is_asked(clerk: Clerk, untouched: DossierFolder) -> None:
    report = only_report(untouched)
    content = report.file("phu-luc-I.docx").path.read_bytes()
    doubtful = retyped(content, {"uý III năm 2025": "uý này"}) if "uý III năm 2025" in words_of(content) else content
    page = sends(clerk, untouched, doubtful)
    assert "là tệp nào?" in page and "không nhắc đến kỳ quý III năm 2025" in page
    ask = f"/h/{untouched.key}/nhan-lai/hoi"
    assert clerk.post(ask, {"viec": "0" * 16, "tep": "0"}).status_code == 404
    for wrong in ("", "7", "../bao-cao.docx", "-1"):
        assert clerk.post(ask, {"viec": hidden(page, "viec"), "tep": wrong}).status_code == 400, wrong


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "0" * 64}, 409),
        ({"csrf": "x"}, 403),
        ({"bao-cao": "../../ho-so"}, 404),
        ({"bao-cao": ""}, 404),
    ],
    ids=["a stale window", "no token", "a path for a report", "no report"],
)
def test_a_form_from_elsewhere_or_before_changes_nothing(
    fields: dict[str, str], status: int, clerk: Clerk, untouched: DossierFolder
) -> None:
    address = f"/h/{untouched.key}/nhan-lai"
    given = {"state": hidden(clerk.get(address).text, "state"), "bao-cao": only_report(untouched).key, **fields}
    file = only_report(untouched).file("bao-cao.docx").path
    answer = clerk.post(address, {**given, "tep": (io.BytesIO(file.read_bytes()), "../../x.docx")})
    assert answer.status_code == status


def test_addresses_lead_to_files_of_the_report_only(clerk: Clerk, untouched: DossierFolder) -> None:
    base = f"/h/{untouched.key}/nhan-lai"
    key = only_report(untouched).key
    for path in ("/khong-co", f"/{key}/theo-doi.docx", "/..%2f..%2fho-so.xlsx"):
        assert clerk.get(f"{base}{path}").status_code == 404, path
    for name in ("manifest.json", "../ho-so.xlsx", "phu-luc.xlsx", ""):
        assert clerk.post(f"{base}/{key}/theo-doi", {"tep": name}).status_code == 404, name
