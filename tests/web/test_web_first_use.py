"""Somebody new to the program: wrong files, a workbook of one's own, a LibreOffice that fails or is missing."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from generator.web.json_file import write_json
from generator.web.previews import about_path
from tests.web.edited_files import dossier_with_report, only_report
from tests.web.web_client import Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the false soffice is a shell script")


def _package(name: str, content: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr(name, content)
    return sink.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "what", "way_on"),
    [
        (b"", "tệp rỗng", "chép hoặc tải dở"),
        (OLD + "Workbook".encode("utf-16-le"), "kiểu cũ (.xls, .doc)", "Đổi tên đuôi tệp không đủ"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "tệp đang đặt mật khẩu", "bỏ mật khẩu mở tệp"),
        (
            _package("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            "(.ods, .odt)",
            "Mở bằng LibreOffice",
        ),
        (b"%PDF-1.7", "đây là tệp PDF", "Ở đây cần tệp Excel (.xlsx) hoặc Word (.docx)."),
        (_package("a.txt", b"x"), "loại tệp không dùng được ở đây, hoặc tệp đã hỏng", "Mở thử bằng Excel"),
    ],
    ids=["empty", "xls", "password", "ods", "pdf", "zip"],
)
def test_a_wrong_file_is_called_what_it_is_and_the_way_on_is_told(
    clerk: Clerk, tmp_path: Path, content: bytes, what: str, way_on: str
) -> None:
    path = tmp_path / "Hồ sơ.xlsx"
    path.write_bytes(content)
    answer = clerk.uploads(path)
    assert answer.status_code == 400 and what in answer.text and way_on in answer.text


def test_a_workbook_of_ones_own_gets_the_sheets_it_lacks(clerk: Clerk, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["STT", "Việc phải làm"])
    book.active.append([1, "Việc của cơ quan"])
    book.save(tmp_path / "theo dõi.xlsx")
    page = follow(clerk, clerk.uploads(tmp_path / "theo dõi.xlsx"))
    assert "Chưa lập hồ sơ nào từ tệp này." in page and "<bdi>theo dõi</bdi>" not in clerk.get("/").text
    as_it_is = re.search(r'action="/bi-mat(/ke-hoach/[0-9a-f]+/nguyen-tep)"', page)
    assert as_it_is
    taken = clerk.post(as_it_is[1]).headers["Location"]
    dossier = re.sub(r"/bi-mat(/h/[0-9a-f]{32}).*", r"\1", taken)
    clerk.waits(dossier, "check")
    assert "Sổ tính thiếu trang hoặc cột của mẫu" in clerk.get(f"{dossier}/kiem-tra").text
    page = follow(clerk, clerk.post(f"{dossier}/ban-sao/bo-sung"))
    assert "trang “Nhiệm vụ”" in page and "Tải bản đã bổ sung" in page
    page = follow(clerk, clerk.post(f"{dossier}/ban-sao/dung", {"ban": "upgrade", "state": hidden(page, "state")}))
    assert "Đã dùng bản đã bổ sung làm sổ tính." in page and "Sổ tính thiếu trang" not in page
    now = load_workbook(io.BytesIO(clerk.get(f"{dossier}/so-tinh").data))
    assert {"Thông tin chung", "Nhiệm vụ", "Tiến độ"} <= set(now.sheetnames)
    assert now["Sheet"]["B2"].value == "Việc của cơ quan"


@needs_shell
def test_a_libreoffice_that_fails_costs_the_pages_not_the_report(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 77\n")
    program.chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(program))
    dossier = clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))

    def builds(**fields: str) -> str:
        state = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
        return follow(clerk, clerk.post(f"{dossier}/lap-bao-cao", {"ky": "2025-Q3", "state": state, **fields}))

    page = builds()
    assert "Chưa dựng được các trang để xem." in page and "mã lỗi 77" in page and "Thử dựng lại các trang" in page
    assert ">Word<" in page, "the report itself is there"
    page = builds(signature_fields="1")
    assert "Không tạo được bản PDF" in page and "bỏ chọn các ô về PDF" in page and "baocao[" not in page


def test_what_the_machine_lacks_is_no_choice_and_how_to_get_it_is_said(
    clerk: Clerk, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = dossier_with_report(app.extensions["baocao"])
    address = f"/h/{dossier.key}/lap-bao-cao"

    def disabled() -> set[str]:
        page = clerk.get(address).text
        return {name for name in ("pdf", "pdf_a", "signature_fields") if f'name="{name}" value="1" disabled' in page}

    assert disabled() == set()
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    assert disabled() == {"signature_fields"}
    assert "pip install &#34;baocao[ky-so]&#34;" in clerk.get(address).text
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "nowhere"))
    assert disabled() == {"pdf", "pdf_a", "signature_fields"}
    assert "máy này chưa có LibreOffice" in clerk.get(address).text


def test_a_file_without_a_place_to_sign_says_so(clerk: Clerk, app: Flask) -> None:
    dossier = dossier_with_report(app.extensions["baocao"])
    report = only_report(dossier)
    words = {"message": "Không tìm được chỗ đặt ô ký số: phần ký không đủ trống.", "fix": "Tự đặt vị trí khi ký số."}
    about = {"pages": [[595.3, 841.9]], "lint": {"problems": [], "not_evaluated": []}, "unprinted": ""}
    dossier.preview.mkdir(exist_ok=True)
    path = about_path(dossier, report.documents[0].mark)
    write_json(path, {**about, "signing": {"places": [], "problem": words}})
    page = clerk.get(f"/h/{dossier.key}/bao-cao/{report.key}/xem/bao-cao.docx").text
    assert words["message"] in page and words["fix"] in page and '<svg class="places' not in page
    write_json(path, {**about, "signing": None})
    assert "ký số" not in clerk.get(f"/h/{dossier.key}/bao-cao/{report.key}/xem/bao-cao.docx").text
