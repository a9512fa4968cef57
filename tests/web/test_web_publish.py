"""The page for everybody, made in the browser: looked at first, written where it says, opened, never a guess."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
from flask import Flask

from tests.web.conftest import EXAMPLE
from tests.web.web_client import Clerk, follow, hidden

PERIOD = "2025-Q3"


def looked(clerk: Clerk, dossier: str) -> str:
    """The page after a person has asked what would be public."""
    return follow(clerk, clerk.post(f"{dossier}/cong-khai/xem-truoc", {"ky": PERIOD}))


def without_permission(path: Path, code: str) -> Path:
    """The example with one task that is kept back."""
    book = openpyxl.load_workbook(EXAMPLE)
    rows = book["Nhiệm vụ"]
    at = next(cell.column for cell in rows[1] if cell.value == "Công khai")
    row = next(row for row in range(2, rows.max_row + 1) if rows.cell(row, 1).value == code)
    rows.cell(row, at).value = None
    book.save(path)
    return path


def test_a_clerk_sees_what_will_be_public_makes_the_page_opens_it_and_finds_its_folder(
    app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    dossier = clerk.opens(without_permission(tmp_path / "ho-so.xlsx", "I.8"))
    assert "(chọn kỳ)" in clerk.get(f"{dossier}/cong-khai").text  # no period is taken for granted
    page = looked(clerk, dossier)
    kept_back = re.search(r"1 dòng<span class=.unseen.> Nhiệm vụ, không công khai</span>(.*?)</td>", page, re.DOTALL)
    assert kept_back is not None and "I.8" in kept_back[1]
    assert "chưa ban hành: số trên trang công khai có thể còn thay đổi" in page
    sent = {"ky": PERIOD, "state": hidden(page, "state"), "viec": hidden(page, "viec")}
    page = follow(clerk, clerk.post(f"{dossier}/cong-khai", sent))
    folder = app.extensions["baocao"].workspace.open(dossier[-32:]).folder / "cong-khai" / PERIOD
    assert str(folder) in page and "Trang đúng với sổ tính hiện nay." in page
    assert "<td>I.8<" not in (folder / "nhiem-vu.html").read_text("utf-8")
    shown = clerk.get(f"{dossier}/cong-khai/{PERIOD}/trang/index.html")
    assert shown.data == (folder / "index.html").read_bytes()
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    packed = zipfile.ZipFile(io.BytesIO(clerk.get(f"{dossier}/cong-khai/{PERIOD}/tat-ca.zip").data))
    assert set(packed.namelist()) == {one.name for one in folder.iterdir()} - {"cong-khai.txt"}


def test_a_page_is_made_only_of_what_was_looked_at_and_says_when_it_is_old(
    app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    dossier = clerk.opens(EXAMPLE)
    sent = {"ky": PERIOD, "state": hidden(clerk.get(f"{dossier}/lap-bao-cao").text, "state"), "viec": "0" * 16}
    assert clerk.post(f"{dossier}/cong-khai", sent).status_code == 400
    page = looked(clerk, dossier)
    sent["viec"] = hidden(page, "viec")
    assert clerk.post(f"{dossier}/cong-khai", sent).status_code == 303
    assert clerk.waits(dossier, "publish") == "done"
    state = hidden(page, "state")
    clerk.uploads(without_permission(tmp_path / "ho-so.xlsx", "I.8"), address=f"{dossier}/so-tinh", state=state)
    assert clerk.waits(dossier, "replace") == "done"
    assert clerk.post(f"{dossier}/cong-khai", {**sent, "state": state}).status_code == 409
    page = clerk.get(f"{dossier}/cong-khai?ky={PERIOD}").text
    assert "Sổ tính đã đổi sau khi lập trang này" in page and 'name="viec"' not in page


def test_nothing_but_the_page_goes_out_of_its_folder(app: Flask, clerk: Clerk) -> None:
    dossier = clerk.opens(EXAMPLE)
    page = looked(clerk, dossier)
    fields = {"ky": PERIOD, "state": hidden(page, "state"), "viec": hidden(page, "viec")}
    follow(clerk, clerk.post(f"{dossier}/cong-khai", fields))
    folder = app.extensions["baocao"].workspace.open(dossier[-32:]).folder / "cong-khai" / PERIOD
    (folder / "mat.txt").write_text("riêng")
    place = f"{dossier}/cong-khai/{PERIOD}"
    for path in ("trang/mat.txt", "trang/cong-khai.txt", "trang/..%2f..%2fho-so.xlsx", "trang/%2e%2e/ho-so.xlsx"):
        assert clerk.get(f"{place}/{path}").status_code == 404, path
    assert clerk.get(f"{dossier}/cong-khai/2025-Q4/tat-ca.zip").status_code == 404
    assert clerk.post(f"{dossier}/cong-khai/xem-truoc", {"ky": "../../x"}).status_code == 400
    page = follow(clerk, clerk.post(f"{dossier}/cong-khai", fields))  # what is not ours there is not thrown away
    assert "mat.txt" in page and (folder / "mat.txt").is_file()


def test_a_dossier_that_allows_nothing_is_told_what_to_do(clerk: Clerk) -> None:
    dossier = clerk.opens(EXAMPLE.with_name("lai-chau-2391.xlsx"))
    page = follow(clerk, clerk.post(f"{dossier}/cong-khai/xem-truoc", {"ky": "2026-Q2"}))
    assert "Chưa có gì để công khai" in page and "Lập trang công khai</button>" not in page
    assert "Chọn những dòng được công khai dưới đây" in page


def test_rows_are_ticked_on_the_page_written_into_the_workbook_and_taken_back(
    app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(EXAMPLE)
    for title in ("Nhiệm vụ", "Chỉ tiêu", "Kinh phí"):
        rows = book[title]
        rows.delete_cols(next(cell.column for cell in rows[1] if cell.value == "Công khai"))
    book.save(tmp_path / "ho-so.xlsx")
    dossier = clerk.opens(tmp_path / "ho-so.xlsx")
    folder = app.extensions["baocao"].workspace.open(dossier[-32:])
    before, page = folder.workbook.read_bytes(), looked(clerk, dossier)
    ticks = {"dong-0": ["I.1", "I.8", "no such row"], "dong-1": ["CT01"], "dong-2": ["KP01"]}
    sent = {"ky": PERIOD, "state": hidden(page, "state"), "viec": hidden(page, "viec"), **ticks}
    assert clerk.post(f"{dossier}/cong-khai/ghi", {**sent, "viec": "0" * 16}).status_code == 400
    page = follow(clerk, clerk.post(f"{dossier}/cong-khai/ghi", sent))
    assert "Đã ghi 4 ô ở cột Công khai" in page and re.findall(r'value="([^"]+)" id="d-\d+-\d+" checked', page) == [
        *("I.1", "I.8", "CT01", "KP01")
    ]
    assert "Lập trang công khai</button>" in page, "what was written was looked at again"
    assert clerk.post(f"{dossier}/cong-khai/ghi", sent).status_code == 409, (
        "another window knows the workbook of before"
    )
    again = {"ky": PERIOD, "state": hidden(page, "state"), "viec": hidden(page, "viec"), **ticks}
    assert "Chưa có dòng nào đổi" in follow(clerk, clerk.post(f"{dossier}/cong-khai/ghi", again))
    undone = re.search(r'name="so" value="(\d+)"', page)
    assert undone is not None
    clerk.post(f"{dossier}/so-tinh/dung-lai", {"state": hidden(page, "state"), "so": undone[1], "hoan-tac": "1"})
    assert clerk.waits(dossier, "replace") == "done" and folder.workbook.read_bytes() == before
