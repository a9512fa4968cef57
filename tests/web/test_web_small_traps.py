"""Small things that caught people: options that stayed ticked, a new dossier full of errors, dead ends."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from flask import Flask

from generator.stories.collect import write_forms
from generator.web.server import start
from tests.web.edited_files import dossier_with_report
from tests.web.web_client import ORIGIN, PREFIX, Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))


def ticked(page: str) -> set[str]:
    return set(re.findall(r'name="(\w+)" value="1" checked', page))


def test_what_was_ticked_for_one_report_does_not_go_along_to_the_next(clerk: Clerk, dossier: str) -> None:
    state = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
    asked = {"ky": "2025-Q3", "combined": "1", "track_changes": "1", "ngay": "1/9/2025", "so-sanh": "issued"}
    clerk.post(f"{dossier}/lap-bao-cao", {**asked, "state": state})
    assert clerk.waits(dossier, "build") == "done"
    page = clerk.get(f"{dossier}/lap-bao-cao").text
    assert ticked(page) == {"combined"}, "how an office files its reports stays, what was of one report does not"
    assert "được giữ từ lần lập quý III năm 2025" in page
    assert 'value="1/9/2025"' not in page and 'value="issued" selected' not in page
    page = clerk.get(f"{dossier}/lap-bao-cao?moi=1&ky=2025-Q4").text
    assert ticked(page) == set() and "được giữ từ" not in page and 'name="ky-khac" value="2025-Q4"' in page


def test_a_run_that_failed_can_be_tried_again_as_it_was_but_not_for_another_period(clerk: Clerk, dossier: str) -> None:
    state = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
    clerk.post(f"{dossier}/lap-bao-cao", {"ky": "2025-Q3", "final": "1", "state": state})
    assert clerk.waits(dossier, "build") == "failed", "something is left to write"
    assert ticked(clerk.get(f"{dossier}/lap-bao-cao").text) == {"final"}
    assert ticked(clerk.get(f"{dossier}/lap-bao-cao?ky=2025-Q4").text) == set()


def test_an_empty_dossier_is_told_how_to_begin_and_not_that_it_is_wrong(clerk: Clerk) -> None:
    page = follow(clerk, clerk.post("/tao", {"loai": "trong", "ten": "Mới"}))
    assert "Hồ sơ chưa có nội dung" in page and "Còn 6 lỗi" not in page
    assert "Các mục cần có trước khi lập báo cáo (6)" in page and "“Địa danh”" in page


def test_a_dossier_with_a_real_fault_is_not_taken_for_an_empty_one(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"] = sheets["Nhiệm vụ"][:1]
    page = clerk.get(f"{clerk.opens(write_workbook(tmp_path / 'x.xlsx', sheets))}/kiem-tra").text
    assert "Hồ sơ chưa có nội dung" not in page and "lỗi</strong> phải sửa" in page


def test_kinds_of_file_that_programmers_use_are_taken_but_offered_to_nobody(clerk: Clerk) -> None:
    assert not re.search("json|yaml", clerk.get("/").text, re.IGNORECASE)


@pytest.mark.parametrize("name", ["sổ.xlsx", "Sổ.XLS", "kế hoạch.docx", "kế hoạch.doc"])
def test_a_text_that_carries_the_name_of_an_office_file_is_refused_as_such(
    clerk: Clerk, tmp_path: Path, name: str
) -> None:
    text = tmp_path / "tep"
    text.write_text("Nội dung nhiệm vụ\tCơ quan chủ trì\nMua máy\tSở Tài chính\n", encoding="utf-8")
    page = clerk.uploads(text, name)
    assert page.status_code == 400 and "tệp chữ mang đuôi của Excel hoặc Word" in page.text
    assert clerk.uploads(text, "kế hoạch.txt").status_code == 303


def test_the_guide_opens_in_the_page(clerk: Clerk) -> None:
    page = clerk.get("/tro-giup/huong-dan")
    assert page.status_code == 200 and '<h2 id="7-lập-báo-cáo">' in page.text
    assert f'href="{PREFIX}/tro-giup/quy-tac-the-thuc' in page.text
    pictures = re.findall(rf'src="{PREFIX}(/tro-giup/anh/[^"]+)"', page.text)
    assert pictures and {clerk.get(one).status_code for one in pictures} == {200}
    for name in ("cai-dat.md", "kien-truc", "..%2fREADME", "anh/..%2fhuong-dan.md"):
        assert clerk.get(f"/tro-giup/{name}").status_code == 404


def test_an_error_leads_back_to_the_page_it_came_from(clerk: Clerk, dossier: str) -> None:
    came = {"Origin": ORIGIN, "Referer": f"{ORIGIN}{PREFIX}{dossier}/lap-bao-cao?ky=2025-Q4"}
    page = clerk.post(f"{dossier}/ban-sao/dung", {"state": "x"}, headers=came)
    assert page.status_code == 409 and f'href="{PREFIX}{dossier}/lap-bao-cao?ky=2025-Q4"' in page.text


def test_a_form_that_is_refused_leads_back_to_its_own_page(clerk: Clerk, dossier: str) -> None:
    address = f"{PREFIX}/so-sanh"
    came = {"Origin": ORIGIN, "Referer": f"{ORIGIN}{address}"}
    page = clerk.post("/so-sanh", {}, headers=came)
    assert page.status_code == 400 and f'<a class="button" href="{address}">Quay lại trang trước</a>' in page.text
    missing = f"{dossier}/bao-cao/{'0' * 16}/"
    page = clerk.get(missing, headers={"Referer": f"{ORIGIN}{PREFIX}{missing}"})
    assert page.status_code == 404 and "Quay lại trang trước" not in page.text


@pytest.mark.parametrize(
    "referer",
    [
        "http://evil.example/x",
        f"{ORIGIN}/other",
        f"{ORIGIN}{PREFIX}/mo",
        f"{ORIGIN}{PREFIX}//evil.example",
        "javascript:x",
    ],
)
def test_an_error_leads_to_no_page_that_is_not_ours_or_cannot_be_opened(
    clerk: Clerk, dossier: str, referer: str
) -> None:
    page = clerk.post(f"{dossier}/ban-sao/dung", {"state": "x"}, headers={"Origin": ORIGIN, "Referer": referer})
    assert page.status_code == 409 and "Quay lại trang trước" not in page.text


def test_the_same_port_serves_again_at_once_and_two_never_share_it(tmp_path: Path) -> None:
    def served() -> Iterator[int]:
        started = start(tmp_path, port)
        thread = threading.Thread(target=started.serve, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{started.port}/static/style.css"
        build_opener(ProxyHandler({})).open(address, timeout=10).read()  # leaves a connection that has just ended
        yield started.port
        started.close()
        thread.join(10)

    port = 0
    for port in served():
        with pytest.raises(Exception, match="không dùng được"):
            start(tmp_path / "hai", port)
    with socket.create_server(("127.0.0.1", 0)) as free:
        assert free.getsockname()[1] != port
    assert list(served()) == [port]


def test_all_returns_that_wait_are_put_aside_at_once_and_one_dropped_twice_waits_once(
    app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    folder = dossier_with_report(app.extensions["baocao"])
    address = f"/h/{folder.key}/thu-thap"
    write_forms(folder.workbook, "2026-Q3", tmp_path / "phieu")
    first, second = sorted((tmp_path / "phieu").glob("*.xlsx"))[:2]

    def sends(*paths: Path) -> str:
        state = hidden(clerk.get(f"{address}?ky=2026-Q3").text, "state")
        files = [(io.BytesIO(path.read_bytes()), path.name) for path in paths]
        return follow(clerk, clerk.post(f"{address}/nhan", {"phieu": files, "ky": "2026-Q3", "state": state}))

    page = sends(first, second, first)
    assert "giống hệt phiếu" in page and page.count("Bỏ ra<span") == 2
    assert "giống hệt phiếu" in sends(second)
    page = clerk.get(f"{address}?ky=2026-Q3").text
    assert "Bỏ ra tất cả 2 phiếu" in page
    page = follow(clerk, clerk.post(f"{address}/bo-tat-ca", {"ky": "2026-Q3", "state": hidden(page, "state")}))
    assert "Đã bỏ 2 phiếu đang chờ" in page and "Bỏ ra<span" not in page
