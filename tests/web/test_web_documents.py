"""Word files looked into: two compared, one held against the rules of form, the figures of a report traced."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask

from generator.web.dossiers import DossierFolder
from generator.web.views.figures import matching, typed_with
from tests.web.edited_files import EXAMPLE, NEWS, dossier_with_report, only_report, retyped, words_of
from tests.web.web_client import Clerk, follow


@pytest.fixture(scope="module")
def dossier(app: Flask) -> DossierFolder:
    return dossier_with_report(app.extensions["baocao"])


@pytest.fixture(scope="module")
def appendix(dossier: DossierFolder) -> bytes:
    return only_report(dossier).file("phu-luc-II.docx").path.read_bytes()


def link(page: str, words: str) -> str:
    """The address of a link, without the secret prefix."""
    found = re.search(rf'href="/bi-mat([^"]+)">{words}', page)
    assert found, words
    return found[1]


def sent(clerk: Clerk, address: str, files: dict[str, tuple[bytes, str]], **fields: str) -> str:
    answer = clerk.post(address, {**fields, **{name: (io.BytesIO(data), told) for name, (data, told) in files.items()}})
    return follow(clerk, answer)


# --- two files compared --------------------------------------------------------------------------


def test_two_files_become_a_redline_that_was_checked(clerk: Clerk, appendix: bytes) -> None:
    new = retyped(appendix, {"Sở Tài chính": "Sở Tài chánh"})
    page = sent(clerk, "/so-sanh", {"cu": (appendix, "../../<i>cũ</i>.docx"), "moi": (new, "../mới.docx")})
    assert "từ chối hết thì được đúng bản cũ" in page and '<td data-label="Bản mới">chánh</td>' in page
    assert re.findall("<bdi>(.*?)</bdi>", page) == ["i&gt;", "mới"]
    got = clerk.get(link(page, "Tải bản đánh dấu thay đổi"))
    assert "<w:del " in words_of(got.data)
    assert "m%E1%BB%9Bi" in got.headers["Content-Disposition"] and "/" not in got.headers["Content-Disposition"]


def test_what_cannot_be_compared_is_refused_and_leaves_nothing(app: Flask, clerk: Clerk, appendix: bytes) -> None:
    place = Path(app.extensions["baocao"].settings.folder) / "tam"
    before = sorted(place.iterdir()) if place.is_dir() else []
    wrong = {"a workbook": EXAMPLE.read_bytes(), "text": b"x: 1", "no package": b"PK\x03\x04", "nothing": b""}
    for what, content in wrong.items():
        page = sent(clerk, "/so-sanh", {"cu": (appendix, "a.docx"), "moi": (content, "b.docx")})
        assert "Không nhận tệp “b”" in page, what
    assert "Chưa chọn tệp." in sent(clerk, "/so-sanh", {"cu": (appendix, "a.docx")})
    assert sorted(place.iterdir()) == before
    spoiled = retyped(appendix, {"</w:body>": "</w:bo"})
    page = sent(clerk, "/so-sanh", {"cu": (appendix, "a.docx"), "moi": (spoiled, "b.docx")})
    assert "bị hỏng" in page and 'role="alert"' in page and "Traceback" not in page


def test_a_foreign_key_opens_nothing(clerk: Clerk, dossier: DossierFolder) -> None:
    for path in ("/so-sanh/{}", "/so-sanh/{}/so-sanh.docx", "/kiem-tra-the-thuc/{}", "/viec/{}/lint_file"):
        for key in ("0" * 32, dossier.key, "..", "%2e%2e%2f" + dossier.key):
            assert clerk.get(path.format(key)).status_code == 404, path
    for path in ("/so-sanh", "/kiem-tra-the-thuc"):
        assert clerk.post(path, {"csrf": "x"}).status_code == 403


# --- the rules of form ---------------------------------------------------------------------------


def test_findings_are_shown_corrected_and_waived(clerk: Clerk, dossier: DossierFolder) -> None:
    sound = only_report(dossier).file("bao-cao.docx").path.read_bytes()
    faulty = retyped(sound, {'w:left="1701"': 'w:left="900"', "Nơi nhận": "NƠI NHẬN"})
    page = sent(clerk, "/kiem-tra-the-thuc", {"tep": (faulty, "tờ trình.docx")}, **{"the-thuc": ""})
    assert "Thể thức của “<bdi>tờ trình</bdi>”" in page and "quy tắc đạt" in page
    code = re.search(r'name="mien" id="mien-\d+" value="([^"]+)"', page)
    assert code is not None and page.count(f"({code[1]})") >= 2
    fixed = clerk.get(link(page, "Tải bản đã sửa"))
    assert 'w:left="900"' not in words_of(fixed.data) and 'w:left="900"' in words_of(faulty)
    assert b"PK" in clerk.get(link(page, "Tải bản ghi chú")).data[:2]
    address = link(page, "Tải bản đã sửa").rpartition("/")[0]
    waived = follow(clerk, clerk.post(address, {"mien": [code[1], "../x", "TT-999"], "the-thuc": ""}))
    assert f"Lần này bỏ qua: {code[1]}." in waived
    assert clerk.post(address, {"mien": [code[1]], "the-thuc": ""}).status_code == 400
    assert clerk.get(f"{address}/khong-co.docx").status_code == 404


# --- figures -------------------------------------------------------------------------------------


def test_a_figure_leads_to_its_cells(clerk: Clerk, dossier: DossierFolder) -> None:
    address, report = f"/h/{dossier.key}/tra-so-lieu", only_report(dossier)
    page = follow(clerk, clerk.post(address, {"nguon": report.key, "tim": "612"}))
    assert "<mark>612</mark>" in page or "<mark>Tổ chức 05 lớp" in page
    assert re.search(r"<code>Tiến độ!F\d+</code> = Tổ chức 05 lớp", page)
    none = clerk.get(f"{address}?nguon={report.key}&tim=%3Cb%3Ekhông").text
    assert "Không có số liệu nào như vậy" in none and "<b>" not in none
    sheet = clerk.get(link(page, r"Tải bảng kiểm chứng \(Excel\)"))
    assert sheet.data[:2] == b"PK" and "attachment" in sheet.headers["Content-Disposition"]
    assert clerk.post(address, {"nguon": "../x", "tim": ""}).status_code == 404


def hidden_choice(page: str) -> str:
    """The word that stands for the file that was sent."""
    found = re.search(r'<option value="([0-9a-f]+)" selected>Tệp gửi lên', page)
    assert found
    return found[1]


def test_a_file_taken_away_and_renamed_is_traced_too(clerk: Clerk, dossier: DossierFolder) -> None:
    report = only_report(dossier)
    edited = retyped(report.file("bao-cao.docx").path.read_bytes(), {NEWS: "Đăng tải 999 tin"})
    page = sent(clerk, f"/h/{dossier.key}/tra-so-lieu/tep", {"tep": (edited, "../bản của tôi.docx")})
    assert "Tệp gửi lên: bản của tôi" in page
    source = hidden_choice(page)
    found = clerk.get(f"/h/{dossier.key}/tra-so-lieu?nguon={source}&tim=999").text
    assert "Đã sửa tay: chương trình ghi" in found or "999</strong> trong" in found
    once_more = retyped(edited, {"Đăng tải 999 tin": "Đăng tải 888 tin"})
    page = sent(clerk, f"/h/{dossier.key}/tra-so-lieu/tep", {"tep": (once_more, "bản sau.docx")})
    assert "Tệp gửi lên: bản sau" in page
    again = clerk.get(f"/h/{dossier.key}/tra-so-lieu?nguon={source}&tim=999").text
    assert "Tệp gửi lên: bản của tôi" in again, "what was found in the first file is still there"


def test_a_file_of_no_report_is_not_traced(clerk: Clerk, dossier: DossierFolder, tmp_path: Path) -> None:
    from tests.merge_documents import Line, word_file

    page = sent(clerk, f"/h/{dossier.key}/tra-so-lieu/tep", {"tep": (word_file((Line("Tờ trình"),)), "x.docx")})
    assert "không phải là tệp của báo cáo nào trong hồ sơ" in page


ROW = {"generated": "16", "before": "Có ", "after": " nhiệm vụ", "row": "", "heading": ["I. KẾT QUẢ"]}
ROWS = [{**ROW, "now": "16"}, {**ROW, "now": "160", "generated": "160"}, {**ROW, "now": "4", "generated": "4"}]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("16", ["16"]),
        ("60", ["160"]),
        ("Kết quả", ["16", "160", "4"]),
        ("", ["16", "160", "4"]),
        ("nhiệm VỤ", 3),
        ("x", []),
    ],
)
def test_a_search_prefers_the_figure_itself(search: str, found: list[str] | int) -> None:
    got = [one["now"] for one in matching(ROWS, search)]
    assert got == found if isinstance(found, list) else len(got) == found


def test_numbers_that_people_wrote_are_found_whole() -> None:
    typed = [{"numbers": ["12,5"], "text": "đạt 12,5%"}]
    assert (typed_with(typed, "12,5"), typed_with(typed, "2,5"), typed_with(typed, "")) == (typed, [], typed)
