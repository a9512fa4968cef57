"""What goes wrong around the page: a workbook that is gone, files that are none of ours."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from generator.core.problems import FolderBusy
from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json, write_json
from generator.web.page_words import duration
from generator.web.wording import in_words_of_the_page
from generator.write.open_signs import open_signs, take_away
from tests.web.web_client import Clerk, follow, hidden, make_app
from tests.workbook_builder import minimal_sheets, write_workbook


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "Kế hoạch #1 & 'hai' 100%.xlsx", minimal_sheets()))


def folder_of(clerk: Clerk, dossier: str) -> DossierFolder:
    return DossierFolder(clerk.app.extensions["baocao"].workspace.folder / dossier.rpartition("/")[2])


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("poor"), patience=2.0)
    yield app
    app.extensions["baocao"].works.close()


def test_a_machine_that_starts_no_more_programs_says_so_and_the_line_goes_on(
    poor: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = Clerk.comes_in(poor)
    address = clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))

    def none_left(_: object) -> None:
        raise OSError(errno.ENOMEM, "no memory")

    with monkeypatch.context() as change:
        change.setattr("generator.web.work._launch", none_left)
        page = clerk.get(clerk.post(f"{address}/kiem-tra").headers["Location"].removeprefix("/bi-mat")).text
        assert "không mở thêm được chương trình" in page and "Đóng bớt chương trình khác" in page
    clerk.post(f"{address}/kiem-tra")
    assert clerk.waits(address, "check") == "done"


def test_a_drive_that_is_away_for_a_moment_does_not_end_the_line(
    poor: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, works = Clerk.comes_in(poor), poor.extensions["baocao"].works
    address = clerk.opens(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets()))
    real, away = works._begin_what_can, [1, 2, 3]

    def begin() -> None:
        if away:
            away.pop()
            raise OSError(errno.EINVAL, "the network name is gone")
        real()

    monkeypatch.setattr(works, "_begin_what_can", begin)
    clerk.post(f"{address}/kiem-tra")
    assert clerk.waits(address, "check") == "done" and away == []


# --- signs that a breakdown left -----------------------------------------------------------------


def test_a_sign_that_excel_left_is_shown_with_its_owner_and_taken_away_when_asked(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    sign = folder.workbook.with_name(f"~${folder.workbook.name}")
    name = "Nguyễn Thị Hà"
    sign.write_bytes(bytes([13]) + b"Nguyen Thi Ha".ljust(53) + bytes([len(name), 0]) + name.encode("utf-16-le"))
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    change = {"ky": "2025-Q3", "state": state, "tep": (io.BytesIO(folder.workbook.read_bytes()), "moi.xlsx")}
    clerk.post(f"{dossier}/so-tinh", change)
    assert clerk.waits(dossier, "replace") == "failed"
    page = clerk.get(f"{dossier}/viec/replace").text
    assert "đang mở trong Excel" in page and f"{dossier}/tep-dang-mo" in page and "~$" not in page
    page = clerk.get(f"{dossier}/tep-dang-mo").text
    assert "Sổ tính" in page and name in page and "Dấu của Excel" in page
    wanted = {"dau": hidden(page, "dau"), "chac-chan": "1"}
    for wrong in ({"dau": wanted["dau"]}, {**wanted, "dau": "~$x"}, {**wanted, "dau": "../ho-so.xlsx"}):
        assert clerk.post(f"{dossier}/tep-dang-mo", wrong).status_code == 400 and sign.exists()
    with folder.held():
        assert clerk.post(f"{dossier}/tep-dang-mo", wanted).status_code == 409 and sign.exists()
    page = follow(clerk, clerk.post(f"{dossier}/tep-dang-mo", wanted))
    assert "Đã xoá dấu mở tệp" in page and "Không tệp nào" in page and not sign.exists()
    assert folder.workbook.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there the system itself refuses")
def test_a_sign_stays_where_somebody_still_has_the_file(tmp_path: Path) -> None:
    file, sign = tmp_path / "bao-cao.docx", tmp_path / ".~lock.bao-cao.docx#"
    file.write_bytes(b"x")
    sign.write_text(",an,MAY-1,29.11.2026 08:00,file:///x;")
    (found,) = open_signs([file])
    assert (found.program, found.who) == ("LibreOffice", "an (máy MAY-1)")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import fcntl,sys; s=open({str(file)!r},'r+b'); fcntl.lockf(s, fcntl.LOCK_EX); print(1, flush=True); "
            "sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None and holder.stdout.readline()
    with pytest.raises(FolderBusy):
        take_away(found)
    assert sign.exists()
    holder.communicate(b"")
    take_away(found)
    assert not sign.exists() and file.exists()


# --- a workbook that is gone ---------------------------------------------------------------------


def test_a_workbook_that_was_deleted_is_told_with_the_way_back_and_nothing_is_called_well(
    clerk: Clerk, dossier: str
) -> None:
    folder = folder_of(clerk, dossier)
    kept = folder.workbook.read_bytes()
    folder.workbook.unlink()
    page = clerk.get(f"{dossier}/kiem-tra").text
    assert "Không còn sổ tính của hồ sơ này" in page and str(folder.folder) in page and "đưa tệp lên lại" in page
    assert "Lần kiểm tra trước:" in page and "Tải sổ tính hiện nay" not in page and "Kiểm tra lại" not in page
    folder.workbook.write_bytes(kept)
    assert "Không còn sổ tính" not in clerk.get(f"{dossier}/kiem-tra").text


# --- files that are none of ours -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"%PDF-1.7", "xin nơi gửi tệp gốc"),
        ("a.csv", "Mã,Nội dung\n1,Việc\n".encode(), "Mở bằng Excel, lưu thành (Save As) dạng .xlsx"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(clerk: Clerk, name: str, content: bytes, told: str) -> None:
    address, field = ("/mo", "tep") if name.endswith(".pdf") else ("/kiem-tra-the-thuc", "tep")
    answer = clerk.post(address, {field: (io.BytesIO(content), name)})
    assert answer.status_code == 400 and told in answer.text


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "done"),
    [
        (
            "Bổ sung các trang còn thiếu vào chính tệp này: baocao new ho-so.xlsx --upgrade ho-so.xlsx",
            "Bấm “Bổ sung trang, cột còn thiếu” ở trang Kiểm tra.",
        ),
        (
            "Dùng luôn tệp này: baocao check a.xlsx; sang năm mới: baocao new TỆP --next-year a.xlsx; ghép thì chép.",
            "Mở tệp này ở trang Hồ sơ; ghép thì chép.",
        ),
        (
            "Nếu cần số này: --column “Vốn NSTW=Kinh phí”, hoặc chép tay sau khi nhập.",
            "Nếu cần số này: chọn cột “Vốn NSTW” là Kinh phí, hoặc chép tay sau khi nhập.",
        ),
        ("Sửa các ô nêu trên rồi chạy lại.", "Sửa các ô kê dưới đây rồi làm lại."),
        ("Xem đủ bằng lệnh trace.", "Xem đủ ở trang Tra số liệu."),
        ("Xem bản trước đó bằng lệnh history, rồi chép lại.", "Xem bản trước đó ở trang Lịch sử, rồi chép lại."),
        ("Đợi lần chạy đó xong rồi chạy lại lệnh này.", "Đợi lần chạy đó xong rồi làm lại."),
    ],
)
def test_a_command_with_a_file_name_is_said_otherwise(typed: str, done: str) -> None:
    assert in_words_of_the_page(typed) == done


def test_long_work_is_told_in_hours_and_minutes_in_the_strip_too(clerk: Clerk, dossier: str) -> None:
    folder = folder_of(clerk, dossier)
    with folder.held():
        running = {"id": "c" * 16, "kind": "build", "title": "Lập báo cáo", "steps": ["Đọc"], "step": 0, "wanted": {}}
        write_json(folder.works / "build.json", {**running, "state": "running", "started": "2026-01-02T08:05:00"})
        clerk.app.extensions["baocao"].works.resume([folder])
        strip = clerk.get("/tro-giup").text.partition('<li class="running">')[2].partition("</li>")[0]
        assert " giờ " in strip and "giây" not in strip
    assert (duration(45), duration(185), duration(7800)) == ("45 giây", "3 phút 5 giây", "2 giờ 10 phút")
    assert read_json(folder.works / "build.json") is not None
