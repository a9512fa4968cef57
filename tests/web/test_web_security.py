"""Who gets in, and what a page of another site, another server of this machine or another account can do: nothing."""

from __future__ import annotations

import contextlib
import errno
import http.client
import io
import json
import os
import socket
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from flask import Flask

from generator.core.problems import FolderBusy
from generator.web.server import run, start
from tests.web.web_client import HOST, ORIGIN, PORT, PREFIX, Clerk, hidden, make_app
from tests.workbook_builder import minimal_sheets, write_workbook

LIMIT = 300_000


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("web"), largest_upload=LIMIT, most_fields=50)
    yield app
    app.extensions["baocao"].works.close()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("in") / "ho-so.xlsx", minimal_sheets())


@pytest.fixture(scope="module")
def dossier(clerk: Clerk, workbook: Path) -> str:
    return clerk.opens(workbook)


# --- the door ------------------------------------------------------------------------------------


def test_without_a_token_there_is_a_page_that_says_how_to_get_in(app: Flask) -> None:
    for path in ("/", f"{PREFIX}/", f"{PREFIX}/h/{'0' * 32}/kiem-tra", "/vao", "/vao?ma=x", "/vao?ma="):
        answer = app.test_client().get(path, base_url=ORIGIN)
        assert (answer.status_code, "baocao web" in answer.text) == (403, True), path


def test_a_token_opens_once_and_looking_ahead_does_not_use_it(app: Flask) -> None:
    token = app.extensions["baocao"].sessions.new_token()
    stranger = app.test_client()
    stranger.head(f"/vao?ma={token}", base_url=ORIGIN)
    for header in ({"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}):
        assert stranger.get(f"/vao?ma={token}", base_url=ORIGIN, headers=header).status_code == 403
    answer = app.test_client().get(f"/vao?ma={token}", base_url=ORIGIN)
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 200 and token not in answer.text
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and f"Path={PREFIX}/" in cookie
    assert stranger.get(f"/vao?ma={token}", base_url=ORIGIN).status_code == 403


def test_a_cookie_is_no_use_without_the_secret_part_of_the_address(app: Flask, clerk: Clerk) -> None:
    cookie = clerk.client.get_cookie("baocao", domain="127.0.0.1", path=f"{PREFIX}/")
    assert cookie is not None
    thief = app.test_client(use_cookies=False)
    for path in ("/", "/h/", f"{PREFIX[:-1]}/", f"{PREFIX}x/", f"{PREFIX.upper()}/", "//"):
        answer = thief.get(path, base_url=ORIGIN, headers={"Cookie": f"baocao={cookie.value}"})
        assert answer.status_code == 403, path
    assert thief.get(f"{PREFIX}/", base_url=ORIGIN, headers={"Cookie": f"baocao={cookie.value}"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"127.0.0.1.evil.example:{PORT}",
     f"0.0.0.0:{PORT}", f"[::1]:{PORT}", f"2130706433:{PORT}", f"127.1:{PORT}", f"user@127.0.0.1:{PORT}"],
)  # fmt: skip
def test_a_name_that_was_rebound_to_this_machine_gets_nothing(clerk: Clerk, host: str) -> None:
    answer = clerk.get("/", headers={"Host": host})
    assert answer.status_code == 400 and "Hồ sơ đã có" not in answer.text


FOREIGN = {
    "no origin": {},
    "a frame without an origin": {"Origin": "null"},
    "another site": {"Origin": "https://evil.example"},
    "another server of this machine": {"Origin": f"http://127.0.0.1:{PORT + 1}"},
    "another name of this machine": {"Origin": f"http://localhost:{PORT}"},
    "https": {"Origin": f"https://{HOST}"},
    "a longer name": {"Origin": f"{ORIGIN}.evil.example"},
    "the browser says cross-site": {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    "the browser says same-site": {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_form_of_another_page_does_nothing(clerk: Clerk, case: str) -> None:
    before = len(clerk.app.extensions["baocao"].workspace.dossiers())
    answer = clerk.post("/tao", {"loai": "trong"}, headers=FOREIGN[case])
    assert answer.status_code == 403
    assert len(clerk.app.extensions["baocao"].workspace.dossiers()) == before


@pytest.mark.parametrize("token", ["", "x", None])
def test_a_form_without_the_sessions_own_token_does_nothing(clerk: Clerk, token: str | None) -> None:
    other = Clerk.comes_in(clerk.app).csrf
    assert clerk.post("/tao", {"loai": "trong", "csrf": other if token is None else token}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_there_are_no_other_methods(clerk: Clerk, method: str) -> None:
    answer = clerk.client.open(f"{PREFIX}/", base_url=ORIGIN, method=method, headers={"Origin": ORIGIN})
    assert answer.status_code in (403, 405)


def test_every_answer_has_its_headers(clerk: Clerk, dossier: str) -> None:
    answers = [clerk.get(path) for path in ("/", dossier + "/kiem-tra", "/khong-co", dossier + "/so-tinh")]
    answers += [clerk.get("/static/app.js"), clerk.post("/tao", headers={}), clerk.client.get("/", base_url=ORIGIN)]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-" in answer.headers["Cache-Control"] and "camera=()" in answer.headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_page_holds_a_script_or_a_style_of_its_own(clerk: Clerk, dossier: str) -> None:
    for path in ("/", f"{dossier}/kiem-tra", f"{dossier}/lap-bao-cao"):
        page = clerk.get(path).text
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert page.count("<script") == page.count("<script src=")


# --- what comes in -------------------------------------------------------------------------------


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


NOT_TAKEN = {
    "nothing": b"",
    "a program": b"MZ" + b"\0" * 300,
    "a page": b"<html><script>alert(1)</script></html>",
    "an old workbook": bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600,
    "a PDF": b"%PDF-1.7\n",
    "a zip": _zip(**{"a.txt": b"x"}),
    "a broken zip": _zip(**{"a.txt": b"x"})[:40],
    "a list of parts that fills the memory": _zip(**{"[Content_Types].xml": b"spreadsheetml.sheet.main" * 900_000}),
    "not UTF-8": "Hồ sơ".encode("utf-16-le"),
}


@pytest.mark.parametrize("case", NOT_TAKEN)
def test_what_is_no_dossier_is_refused_by_its_content(clerk: Clerk, case: str, tmp_path: Path) -> None:
    file = tmp_path / "ho-so.xlsx"
    file.write_bytes(NOT_TAKEN[case])
    folder = clerk.app.extensions["baocao"].workspace.folder
    before = sorted(path.name for path in folder.iterdir())
    answer = clerk.uploads(file)
    assert answer.status_code == 400 and "Không nhận tệp" in answer.text
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_word_file_that_is_no_plan_leaves_no_dossier(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "ho-so.xlsx"
    file.write_bytes(_zip(**{"[Content_Types].xml": b"wordprocessingml.document.main+xml"}))
    before = len(clerk.app.extensions["baocao"].workspace.dossiers())
    answer = clerk.uploads(file)
    assert answer.status_code == 303 and "/viec/" in answer.headers["Location"]
    assert len(clerk.app.extensions["baocao"].workspace.dossiers()) == before


def test_a_zip_bomb_is_told_at_the_door(clerk: Clerk, workbook: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/x.bin", b"\0" * 60 * 1024 * 1024)
    before = len(clerk.app.extensions["baocao"].workspace.dossiers())
    answer = clerk.uploads(bomb)
    assert answer.status_code == 400 and "TEP006" in answer.text
    assert "“bom”: tệp chỉ" in answer.text and "có thể là tệp độc hại" in answer.text
    assert len(clerk.app.extensions["baocao"].workspace.dossiers()) == before


NAMES = {
    "../../../etc/passwd": "passwd",
    "a" * 300 + ".xlsx": "a" * 119 + "…",
    "<img src=x onerror=alert(1)>.xlsx": "&lt;img src=x onerror=alert(1)&gt;",
    "bao-cao\u202exslx.exe.xlsx": "bao-caoxslx.exe",
    "Hồ sơ “Đảng” & bạn.xlsx": "Hồ sơ “Đảng” &amp; bạn",
}


def test_a_name_is_text_and_never_a_path(app: Flask, clerk: Clerk, workbook: Path) -> None:
    folder = app.extensions["baocao"].workspace.folder
    for given, shown in NAMES.items():
        dossier = clerk.opens(workbook, given)
        page = clerk.get(f"{dossier}/kiem-tra").text
        assert f"<bdi>{shown}</bdi>" in page, given
        sent = clerk.get(f"{dossier}/so-tinh").headers["Content-Disposition"]
        assert sent.isascii() and sent.startswith("attachment; filename=") and sent.count('"') == 2
        assert not {"/", "\\", "<", ">", "%5C", "%2F", "%22"} & set(sent) and "%2F" not in sent and "%5C" not in sent
        inside = {path.name for path in (folder / dossier.rpartition("/")[2]).iterdir()}
        assert inside <= {"ho-so.xlsx", "thong-tin.json", "viec", "khoa.lock"}
    assert not list(folder.parent.glob("**/passwd")) and not list(folder.rglob("*con*"))


def test_device_names_are_not_proposed_for_a_download(clerk: Clerk, workbook: Path) -> None:
    sent = clerk.get(clerk.opens(workbook, "CON.xlsx") + "/so-tinh").headers["Content-Disposition"]
    assert 'filename="ho-so-con.xlsx"' in sent


def test_scripts_in_cells_and_in_search_words_are_text(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"] = [
        [one[0], "<script>alert(1)</script>{{ 7*7 }}" if one[0] == "Tên kế hoạch" else one[1]]
        for one in sheets["Thông tin chung"]
    ]
    sheets["Nhiệm vụ"][1][8] = '"><script>alert(2)</script>'
    dossier = clerk.opens(write_workbook(tmp_path / "x.xlsx", sheets))
    page = clerk.get(f"{dossier}/kiem-tra?tim=<script>alert(3)</script>&muc=\"><b>&trang='").text
    page += clerk.get(f"{dossier}/kiem-tra").text
    assert "alert(1)" in page and "alert(2)" in page and "alert(3)" in page and "{{ 7*7 }}" in page
    assert "<script>alert" not in page and "49" not in page.partition("{{ 7*7 }}")[0][-40:] and '"><b>' not in page


def test_too_much_is_refused_before_it_is_kept(clerk: Clerk, tmp_path: Path) -> None:
    large = tmp_path / "to.xlsx"
    large.write_bytes(b"PK\x03\x04" + b"\0" * LIMIT)
    answer = clerk.uploads(large)
    assert answer.status_code == 413 and "Tệp quá lớn" in answer.text
    many = {f"x{number}": "1" for number in range(100)}
    answer = clerk.post("/tao", many, content_type="multipart/form-data")
    assert answer.status_code == 413


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/h/..%2f..%2f/kiem-tra", "/h/../kiem-tra", f"/h/{'0' * 32}/kiem-tra", "/h/da-xoa/kiem-tra",
     "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/../../etc/passwd"],
)  # fmt: skip
def test_an_address_leads_nowhere_else(clerk: Clerk, path: str) -> None:
    answer = clerk.get(path)
    assert answer.status_code in (403, 404) and "Traceback" not in answer.text and "import" not in answer.text


@pytest.mark.parametrize(
    "rest",
    ["/bao-cao/x/", "/bao-cao/..%2f/", "/bao-cao/2025-Q3/tep/manifest.json", "/viec/../x",
     "/viec/x", "/viec/check.json",
     "/ban-sao/annotate", "/ban-sao/..%2fho-so", "/viec/..%2f..%2fx/trang-thai", "/thong-tin.json", "/khoa.lock"],
)  # fmt: skip
def test_an_address_within_a_dossier_leads_nowhere_else(clerk: Clerk, dossier: str, rest: str) -> None:
    answer = clerk.get(dossier + rest)
    assert answer.status_code == 404 and "Không có trang này" in answer.text


def test_a_fault_of_the_program_shows_words_only(
    clerk: Clerk, dossier: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: object) -> str:
        raise RuntimeError("bí mật")

    monkeypatch.setattr("generator.web.dossiers.DossierFolder.state", broken)
    answer = clerk.get(f"{dossier}/kiem-tra")
    assert answer.status_code == 500 and "bí mật" not in answer.text and "Chương trình gặp lỗi" in answer.text
    assert "bí mật" in caplog.text


def test_a_full_disk_is_told_as_one_and_leaves_nothing_behind(
    app: Flask, clerk: Clerk, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stream: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = app.extensions["baocao"].settings.folder / dossier.rpartition("/")[2]
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr("os.fsync", full)
    answer = clerk.post(f"{dossier}/doi-ten", {"ten": "Tên mới"})
    assert answer.status_code == 507 and "Ổ đĩa đã đầy" in answer.text and "Tên mới" not in answer.text
    assert sorted(path.name for path in folder.iterdir()) == before


# --- the server ----------------------------------------------------------------------------------


def test_the_server_listens_on_the_loopback_alone_and_says_little(tmp_path: Path) -> None:
    started = start(tmp_path, largest_upload=LIMIT)
    thread = threading.Thread(target=started.serve, daemon=True)
    thread.start()
    try:
        assert {one.getsockname()[0] for one in _listening(started)} == {"127.0.0.1"}
        about = json.loads((tmp_path / "may-chu.json").read_text())
        assert (tmp_path / "may-chu.json").stat().st_mode & 0o077 == 0
        plain, large, chunked, secret, thief = (
            _ask(started.port, "GET", "/"),
            _ask(started.port, "POST", "/x", {"Content-Length": str(10 * LIMIT)}, bytes(10 * LIMIT)),
            _ask(started.port, "POST", "/x", {"Transfer-Encoding": "chunked"}, _chunks(3 * LIMIT)),
            _ask(started.port, "POST", "/mo-lai", {"X-Baocao-Secret": about["secret"]}),
            _ask(started.port, "POST", "/mo-lai", {"X-Baocao-Secret": about["secret"], "Origin": "null"}),
        )
        assert (plain[0], large[0], chunked[0], secret[0], thief[0]) == (403, 413, 413, 200, 403)
        assert "Server" not in plain[1]
        assert "Tệp quá lớn" in large[2].decode() and "Tệp quá lớn" in chunked[2].decode()
        assert _ask(started.port, "GET", f"/vao?ma={json.loads(secret[2])['token']}")[0] == 200
    finally:
        started.close()
        thread.join(5)
    assert not thread.is_alive(), "the server goes on"


def test_whoever_holds_many_connections_keeps_nobody_out_and_idle_ones_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program of this machine opens as many as it can, from several loopback addresses, and says nothing."""
    monkeypatch.setattr("generator.web.oversize.IDLE", 2)
    started = start(tmp_path)
    thread = threading.Thread(target=started.serve, daemon=True)
    thread.start()
    held = []
    try:
        for number in range(400):
            one = socket.create_connection(("127.0.0.1", started.port), 5, (f"127.0.0.{1 + number % 4}", 0))
            one.sendall(b"GET / HTTP/1.1\r\nHost:" if number % 2 else b"")
            held.append(one)
        for _ in range(3):
            assert _ask(started.port, "GET", "/")[0] == 403
        own = [one for one in held if one.getsockname()[0] == "127.0.0.1"]
        left, of_one = sum(map(_is_open, held)), sum(map(_is_open, own))
        assert 0 < of_one <= 60 and left <= 150
        end = time.monotonic() + 20
        while any(map(_is_open, held)) and time.monotonic() < end:
            time.sleep(0.2)
        assert not any(map(_is_open, held)), "an idle connection stays"
    finally:
        for one in held:
            one.close()
        started.close()
        thread.join(5)


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return bool(connection.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        return False


def _listening(started: Any) -> list[Any]:
    return [cell.cell_contents.socket for cell in started.serve.__closure__ if hasattr(cell.cell_contents, "socket")]


def _chunks(size: int) -> bytes:
    return b"".join(b"10000\r\n" + b"x" * 65536 + b"\r\n" for _ in range(size // 65536)) + b"0\r\n\r\n"


def _ask(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if (method == "POST" and not headers) or (headers and "X-Baocao-Secret" in headers):
            connection.putheader("Content-Length", "0")
        connection.endheaders()
        if body is not None:
            with contextlib.suppress(OSError):  # the server has answered and does not listen any more
                connection.send(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are kept elsewhere there")
@pytest.mark.parametrize("rights", [0o700, 0o777])
def test_in_a_folder_that_others_may_enter_every_file_is_private(tmp_path: Path, rights: int) -> None:
    tmp_path.chmod(rights)
    told: list[str] = []
    before = os.umask(0o022)
    try:
        with FileLock(tmp_path / "may-chu.lock"), pytest.raises(FolderBusy):
            run(tmp_path, 0, open_browser=False, tell=told.append)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert (tmp_path / "mo-trang.html").stat().st_mode & 0o077 == 0
    assert [line for line in told if "tài khoản khác" in line] == told[: rights == 0o777]


def test_a_second_start_on_a_folder_opens_the_server_that_runs(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "may-chu.lock")
    with lock:
        started = start(tmp_path)
        thread = threading.Thread(target=started.serve, daemon=True)
        thread.start()
        told: list[str] = []
        try:
            run(tmp_path, 0, open_browser=False, tell=told.append)
            address = told[-1].rpartition(" ")[2]
            assert address.startswith(f"http://127.0.0.1:{started.port}/vao?ma=")
            assert _ask(started.port, "GET", address.partition(str(started.port))[2])[0] == 200
        finally:
            started.close()
            thread.join(5)


def test_hidden_fields_are_there_on_every_form(clerk: Clerk, dossier: str) -> None:
    for path in ("/", f"{dossier}/kiem-tra", f"{dossier}/lap-bao-cao"):
        page = clerk.get(path).text
        assert page.count('method="post"') == page.count('name="csrf"')
        assert hidden(page, "csrf") == clerk.csrf
