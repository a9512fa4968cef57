"""Long work: one piece at a time in a dossier, stopped when asked, its state kept whatever happens to its process."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json
from tests.web.web_client import Clerk, hidden, make_app
from tests.workbook_builder import minimal_sheets, write_workbook

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the false soffice is a shell script")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("work"), most_work=2, patience=0.0)
    yield app
    app.extensions["baocao"].works.close()


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))


@pytest.fixture
def slow_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice that hangs, and starts another program that hangs; gives the file with their numbers."""
    numbers = tmp_path / "numbers"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ >> {numbers}\nsleep 300 &\necho $! >> {numbers}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(program))
    return numbers


def folder_of(clerk: Clerk, dossier: str) -> DossierFolder:
    return DossierFolder(clerk.app.extensions["baocao"].workspace.folder / dossier.rpartition("/")[2])


def builds(clerk: Clerk, dossier: str, **fields: str) -> str:
    """Asks for a report; gives the address that the answer leads to."""
    state = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
    answer = clerk.post(f"{dossier}/lap-bao-cao", {"ky": "2025-Q3", "state": state, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{number}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"


def wait_until(true: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@needs_shell
def test_work_that_is_stopped_takes_libreoffice_with_it_and_leaves_the_folder_whole(
    clerk: Clerk, dossier: str, slow_libreoffice: Path
) -> None:
    assert "/viec/build" in builds(clerk, dossier, pdf="1")
    wait_until(lambda: slow_libreoffice.exists() and len(slow_libreoffice.read_text().split()) == 2)
    numbers = [int(one) for one in slow_libreoffice.read_text().split()]
    assert all(is_alive(one) for one in numbers)

    page = clerk.get(f"{dossier}/viec/build").text
    assert "Chuyển sang PDF" in page and 'http-equiv="refresh"' in page and "Dừng lại" in page
    state = hidden(page, "id")
    strip = clerk.get("/tro-giup").text
    assert "đang chạy" in strip and f"{dossier}/viec/build" in strip and "chuyển sang pdf" in strip
    assert '<li class="running"' not in page, "the page of the work itself says it already"
    removal = clerk.post(f"{dossier}/xoa")
    assert (removal.status_code, "đang có việc khác chạy" in removal.text) == (409, True)
    assert "/viec/build" in removal.text and "Mở để xem hoặc dừng" in removal.text, "what is in the way: one click off"
    for other in ("another", "0" * 16, "../build"):
        assert clerk.post(f"{dossier}/viec/build/dung", {"id": other}).status_code == 404
    assert clerk.get(f"{dossier}/viec/build/trang-thai").json["state"] == "running"

    clerk.post(f"{dossier}/viec/build/dung", {"id": state})
    assert clerk.waits(dossier, "build") == "cancelled"
    wait_until(lambda: not any(is_alive(one) for one in numbers))
    assert not (folder_of(clerk, dossier).outputs).exists()
    assert "đã được dừng" in clerk.get(f"{dossier}/viec/build").text


@needs_shell
def test_a_process_that_was_killed_is_told_and_the_dossier_goes_on(
    clerk: Clerk, dossier: str, slow_libreoffice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds(clerk, dossier, pdf="1")
    wait_until(slow_libreoffice.exists)
    works = clerk.app.extensions["baocao"].works
    process = works._watched[folder_of(clerk, dossier).folder.resolve()].process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for number in slow_libreoffice.read_text().split():
        os.kill(int(number), signal.SIGKILL)
    page = clerk.get(f"{dossier}/viec/build").text
    assert "bị ngắt giữa chừng" in page and "Quay lại" in page
    monkeypatch.delenv("BAOCAO_SOFFICE")
    assert 'value="2025-Q3" checked' in clerk.get(f"{dossier}/lap-bao-cao").text.replace("\n", " ")
    clerk.post(f"{dossier}/kiem-tra")
    assert clerk.waits(dossier, "check") == "done"


def test_the_last_state_is_there_after_a_restart(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    again = Clerk.comes_in(make_app(folder.folder.parent))
    page = again.get(f"{dossier}/kiem-tra").text
    assert "Không có lỗi." in page and "3 nhiệm vụ" in page


def test_a_form_from_before_a_change_does_nothing(clerk: Clerk, dossier: str, tmp_path: Path) -> None:
    old = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Nội dung khác"
    newer = write_workbook(tmp_path / "moi.xlsx", sheets)
    assert clerk.uploads(newer, address=f"{dossier}/so-tinh", state=old).status_code == 303
    clerk.waits(dossier, "replace")
    folder = folder_of(clerk, dossier)
    assert folder.workbook.read_bytes() == newer.read_bytes()
    assert [one.number for one in folder.earlier_workbooks()] == [1]

    oldest = write_workbook(tmp_path / "cu.xlsx", minimal_sheets())
    for answer in (
        clerk.uploads(oldest, address=f"{dossier}/so-tinh", state=old),
        clerk.uploads(oldest, address=f"{dossier}/so-tinh"),
        clerk.post(f"{dossier}/lap-bao-cao", {"ky": "2025-Q3", "state": old}),
    ):
        assert answer.status_code == 409 and "đã thay đổi sau khi mở trang này" in answer.text
    assert folder.workbook.read_bytes() == newer.read_bytes()
    assert not [path for path in folder.folder.iterdir() if path.name.startswith(".moi-")]

    now = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    assert clerk.post(f"{dossier}/so-tinh/dung-lai", {"so": "9", "state": now}).status_code == 404
    first = clerk.get(f"{dossier}/so-tinh/1").data
    assert clerk.post(f"{dossier}/so-tinh/dung-lai", {"so": "1", "state": now}).status_code == 303
    clerk.waits(dossier, "replace")
    assert folder.workbook.read_bytes() == first != newer.read_bytes()
    assert [one.number for one in folder.earlier_workbooks()] == [1, 2]


def test_a_dossier_that_was_put_away_comes_back_whole(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    before = folder.workbook.read_bytes()
    assert clerk.post(f"{dossier}/xoa").status_code == 303
    assert "Đã bỏ hồ sơ “ho-so”" in clerk.get("/").text
    assert clerk.get(f"{dossier}/kiem-tra").status_code == 404 and not folder.folder.exists()
    assert clerk.post("/lay-lai", {"ho-so": "../x"}).status_code == 404
    assert clerk.post("/lay-lai", {"ho-so": folder.key}).status_code == 303
    assert folder.workbook.read_bytes() == before


def test_a_period_that_is_none_is_told_at_its_field(clerk: Clerk, dossier: str) -> None:
    state = hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state")
    wrong = {"ky": "khac", "ky-khac": "quý 3 2025x", "ngay": "31/2/2025", "state": state}
    answer = clerk.post(f"{dossier}/lap-bao-cao", wrong)
    assert answer.status_code == 400 and answer.text.count('aria-invalid="true"') == 2
    assert "Có phải là “quý III năm 2025”?" in answer.text and "“31/2/2025” không phải là ngày" in answer.text
    assert 'value="quý 3 2025x"' in answer.text
    both = clerk.post(f"{dossier}/lap-bao-cao", {"ky": "2025-Q3", "ky-khac": "2025-Q2", "state": state})
    assert both.status_code == 400 and "Vừa chọn một kỳ, vừa ghi “2025-Q2”" in both.text


def test_a_text_dossier_becomes_a_workbook_or_says_why_not(clerk: Clerk, tmp_path: Path) -> None:
    good, bad = tmp_path / "ho-so.yaml", tmp_path / "hong.json"
    good.write_text("Thông tin chung:\n  - {Mục: Cơ quan ban hành, Giá trị: UBND tỉnh}\n", encoding="utf-8")
    bad.write_text('{"Thông tin chung": [', encoding="utf-8")
    dossier = clerk.opens(good)
    assert folder_of(clerk, dossier).workbook.is_file()
    before = folders(clerk)
    refused = clerk.uploads(bad).headers["Location"].removeprefix("/bi-mat")
    assert clerk.ends(refused) == "failed"
    page = clerk.get(refused).text
    assert "Chưa chuyển được" in page and "TEP" in page and "hong" in page and "nguon" not in page
    assert "Chưa lập hồ sơ nào từ tệp này" in page and folders(clerk) == before, "a wrong file leaves no dossier"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"])
def test_a_workbook_that_cannot_be_read_leaves_no_dossier(clerk: Clerk, tmp_path: Path, part: str) -> None:
    whole, broken = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()), tmp_path / "hỏng.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if name == part else content)
    before = folders(clerk)
    answer = clerk.uploads(broken)
    if answer.status_code == 303:
        refused = answer.headers["Location"].removeprefix("/bi-mat")
        assert clerk.ends(refused) == "failed"
        page = clerk.get(refused).text
    else:
        page = answer.text
    assert folders(clerk) == before and "hỏng" in page


def folders(clerk: Clerk) -> set[str]:
    """The dossiers there are."""
    return {one.key for one in clerk.app.extensions["baocao"].workspace.dossiers()}


def test_a_broken_state_file_is_no_state(clerk: Clerk, dossier: str) -> None:
    path = folder_of(clerk, dossier).works / "check.json"
    for content in ("{", "[]", '{"state": "running"}', '{"state": "done", "steps": 3}'):
        path.write_text(content)
        assert clerk.get(f"{dossier}/kiem-tra").status_code in (200, 303)
    for content in ("{", "[" * 100_000):
        path.write_text(content)
        assert read_json(path) is None
    assert "chưa được kiểm tra" in clerk.get(f"{dossier}/kiem-tra").text


def test_work_that_cannot_keep_its_state_is_not_called_work_that_runs(clerk: Clerk, dossier: str) -> None:
    works = folder_of(clerk, dossier).works
    works.rename(works.with_name("viec-cu"))
    works.write_text("a file in the folder's place")
    answer = clerk.post(f"{dossier}/kiem-tra")
    assert answer.status_code == 409
    assert "không ghi được vào thư mục" in answer.text and "việc khác" not in answer.text


@pytest.fixture
def stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A check that a single expression keeps for ever, with the interpreter in its hand; gives the file of numbers."""
    numbers, place = tmp_path / "numbers", tmp_path / "site"
    place.mkdir()
    (place / "sitecustomize.py").write_text(
        "import os, re, signal, sys\n"
        "if 'generator.web.worker' in sys.orig_argv:\n"
        "    from generator.web.tasks import check\n"
        "    def run(*ignored):\n"
        "        signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"        print(os.getpid(), file=open({str(numbers)!r}, 'a'))\n"
        "        sys.setswitchinterval(1000)\n"
        "        re.match('(a+)+$', 'a' * 64 + 'b')\n"
        "    check.run = run\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(place))
    return numbers


def test_work_that_does_not_listen_is_ended_by_the_server_and_the_dossier_goes_on(
    clerk: Clerk, dossier: str, stuck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.post(f"{dossier}/kiem-tra")
    wait_until(stuck.exists)
    (number,) = map(int, stuck.read_text().split())
    clerk.post(f"{dossier}/viec/check/dung", {"id": hidden(clerk.get(f"{dossier}/viec/check").text, "id")})
    wait_until(lambda: not is_alive(number), seconds=20)
    assert clerk.waits(dossier, "check") == "cancelled"
    monkeypatch.delenv("PYTHONPATH")
    clerk.post(f"{dossier}/kiem-tra")
    assert clerk.waits(dossier, "check") == "done"


def test_work_that_takes_too_long_and_does_not_listen_is_ended_and_told(tmp_path: Path, stuck: Path) -> None:
    app = make_app(tmp_path / "trang", work_timeout=1.0, patience=0.0)
    clerk = Clerk.comes_in(app)
    try:
        clerk.post("/tao", {"loai": "trong", "ten": "Trống"})
        dossier = f"/h/{folders(clerk).pop()}"
        assert clerk.waits(dossier, "check", seconds=30) == "failed"
        wait_until(lambda: not is_alive(int(stuck.read_text().split()[0])))
        assert "chạy quá lâu" in clerk.get(f"{dossier}/viec/check").text
    finally:
        app.extensions["baocao"].works.close()


def test_what_a_report_had_to_tell_stays_when_another_is_built(clerk: Clerk, dossier: str) -> None:
    builds(clerk, dossier)
    assert clerk.waits(dossier, "build") == "done"
    first = clerk.get(f"{dossier}/viec/build").headers["Location"].removeprefix("/bi-mat")
    assert "Xem từng nhiệm vụ" in clerk.get(first).text
    builds(clerk, dossier, ky="2025-Q4")
    assert clerk.waits(dossier, "build") == "done"
    assert "Xem từng nhiệm vụ" in clerk.get(first).text


@needs_shell
def test_quick_work_waits_for_its_turn_instead_of_being_refused(tmp_path: Path) -> None:
    app = make_app(tmp_path / "luot", patience=2.0)
    clerk = Clerk.comes_in(app)
    address = clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))
    folder = folder_of(clerk, address)
    taken = threading.Event()

    def in_the_way() -> None:
        with folder.held():
            taken.set()
            time.sleep(4.0)

    threading.Thread(target=in_the_way, daemon=True).start()
    taken.wait(5)
    answer = clerk.post(f"{address}/kiem-tra")
    assert answer.status_code == 303 and clerk.waits(address, "check") == "done"
    app.extensions["baocao"].works.close()
