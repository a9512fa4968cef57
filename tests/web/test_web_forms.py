"""Forms out, returns in, letters to those who keep silent: what a clerk sees, and what is refused."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from generator.stories.collect import write_forms
from generator.web.dossiers import DossierFolder
from tests.careless_people import HEADER_ROW, rows
from tests.web.web_client import PREFIX, Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook

SCIENCE, FINANCE = "Sở Khoa học và Công nghệ", "Sở Tài chính"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agencies; of quý IV/2025 nothing is known yet."""
    return write_workbook(tmp_path_factory.mktemp("book") / "ho-so.xlsx", minimal_sheets())


@pytest.fixture(scope="module")
def made(workbook: Path) -> dict[str, bytes]:
    """The forms of quý IV/2025 by agency, as they were sent out."""
    forms, _ = write_forms(workbook, "2025-Q4", workbook.parent / "phieu")
    return {one.agency: one.content for one in forms}


@pytest.fixture
def dossier(app: Flask, workbook: Path) -> DossierFolder:
    made: DossierFolder = app.extensions["baocao"].workspace.create(
        "Hồ sơ", lambda path: shutil.copyfile(workbook, path)
    )
    return made


def address(dossier: DossierFolder, rest: str = "") -> str:
    return f"/h/{dossier.key}/thu-thap{rest}"


def forms(clerk: Clerk, dossier: DossierFolder) -> dict[str, bytes]:
    """The forms of quý IV/2025 by agency."""
    follow(clerk, clerk.post(address(dossier, "/phieu"), {"ky": "2025-Q4"}))
    package = zipfile.ZipFile(io.BytesIO(clerk.get(address(dossier, "/phieu/2025-Q4/tat-ca.zip")).data))
    names = {name.removesuffix(".xlsx").partition(" - ")[2]: name for name in package.namelist()}
    return {agency: package.read(name) for agency, name in names.items()}


def answered(form: bytes, code: str, **cells: str) -> bytes:
    """A form with answers typed into the row of `code`."""
    book = load_workbook(io.BytesIO(form))
    table = book["Nhiệm vụ"]
    row = next(number for number in rows(table) if table.cell(number, 1).value == code)
    titles = {str(cell.value).split(" (")[0].replace(" ", "_"): cell.column for cell in table[HEADER_ROW]}
    for title, value in cells.items():
        table.cell(row, titles[title]).value = value
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def sends(clerk: Clerk, dossier: DossierFolder, *files: tuple[str, bytes], **fields: str) -> str:
    state = hidden(clerk.get(address(dossier, "?ky=2025-Q4")).text, "state")
    came = [(io.BytesIO(content), name) for name, content in files]
    sent = {"ky": "2025-Q4", "state": state, "phieu": came, **fields}
    return follow(clerk, clerk.post(address(dossier, "/nhan"), sent))


def takes_in(clerk: Clerk, dossier: DossierFolder, page: str) -> str:
    fields = {"ky": "2025-Q4", "state": hidden(page, "state"), "viec": hidden(page, "viec")}
    return follow(clerk, clerk.post(address(dossier, "/ghi"), fields))


def progress(dossier: DossierFolder) -> list[tuple[object, ...]]:
    return [row[:3] for row in load_workbook(dossier.workbook)["Tiến độ"].iter_rows(min_row=2, values_only=True)]


def test_forms_go_out_and_their_answers_come_into_the_workbook(
    clerk: Clerk, dossier: DossierFolder, made: dict[str, bytes]
) -> None:
    clerk.post(f"/h/{dossier.key}/kiem-tra")
    assert "Quý IV năm 2025" in clerk.get(address(dossier)).text.partition("</select>")[0]
    assert sorted(made) == [SCIENCE, FINANCE] and forms(clerk, dossier) == made
    one = clerk.get(address(dossier, "/phieu/2025-Q4/0.xlsx"))
    assert one.data in made.values() and "Phi%E1%BA%BFu" in one.headers["Content-Disposition"]

    before, filled = dossier.workbook.read_bytes(), answered(made[SCIENCE], "I.2", Tình_trạng="Đang thực hiện")
    page = sends(clerk, dossier, ("../../<b>của Sở</b>.xlsx", filled))
    assert "Sẽ ghi 1 dòng" in page and "Dùng được: Sở Khoa học và Công nghệ" in page
    assert "<b>" not in page and dossier.workbook.read_bytes() == before
    assert f"<li>{FINANCE}</li>" in page and f"<li>{SCIENCE}</li>" not in page

    done = takes_in(clerk, dossier, page)
    assert "Đã nhận 1 phiếu vào sổ tính, ghi 1 dòng" in done
    assert ("I.2", "2025-Q4", "Đang thực hiện") in progress(dossier)
    assert [one.path.read_bytes() for one in dossier.earlier_workbooks()] == [before]
    assert [path.read_bytes() for path in (dossier.returns / "2025-Q4").iterdir()] == [filled]
    again = sends(clerk, dossier, ("lần nữa.xlsx", filled))
    assert "Không có gì mới để ghi" in again and "đã được tổng hợp ở lần trước" in again


def test_a_refused_return_does_not_stop_the_others_and_says_why(
    clerk: Clerk, dossier: DossierFolder, made: dict[str, bytes]
) -> None:
    sound = answered(made[SCIENCE], "I.2", Tình_trạng="Đang thực hiện")
    spoiled = answered(made[FINANCE], next(iter(codes(made[FINANCE]))), Tình_trạng="Xong rồi <i>")
    foreign = write_workbook(dossier.folder / "khac.xlsx", minimal_sheets()).read_bytes()
    page = sends(clerk, dossier, ("a.xlsx", sound), ("b.xlsx", spoiled), ("c.xlsx", foreign), ("d.docx", b"PK"))
    assert "Không nhận tệp “d”" in page and "Sẽ ghi 1 dòng" in page and "<i>" not in page
    assert page.count("Không dùng được:") == 1 and page.count("Để riêng, chưa nhận:") == 1
    assert not re.search("[> ]phieu-[0-9a-f]{12}", page)
    assert "Đã nhận 2 phiếu vào sổ tính, ghi 1 dòng" in takes_in(clerk, dossier, page)
    assert "2 phiếu đang chờ" in clerk.get(address(dossier, "?ky=2025-Q4")).text


def codes(form: bytes) -> list[str]:
    table = load_workbook(io.BytesIO(form))["Nhiệm vụ"]
    return [str(table.cell(number, 1).value) for number in rows(table)]


def test_two_answers_for_one_task_wait_for_a_person(
    clerk: Clerk, dossier: DossierFolder, made: dict[str, bytes]
) -> None:
    said = [answered(made[SCIENCE], "I.2", Tình_trạng=words) for words in ("Đang thực hiện", "Tạm dừng")]
    page = sends(clerk, dossier, ("một.xlsx", said[0]), ("hai.xlsx", said[1]))
    assert "Để riêng, chưa nhận:" in page and "(tệp một)" in page and 'name="viec"' not in page
    state = hidden(page, "state")
    refused = clerk.post(address(dossier, "/ghi"), {"ky": "2025-Q4", "state": state, "viec": "x"})
    assert refused.status_code == 400
    gone = re.search(r'name="tep" value="([^"]+)">\s*<button class="quiet">Bỏ ra<span class="unseen"> phiếu hai', page)
    assert gone
    left = follow(clerk, clerk.post(address(dossier, "/bo"), {"ky": "2025-Q4", "state": state, "tep": gone[1]}))
    assert "Sẽ ghi 1 dòng" in left
    takes_in(clerk, dossier, left)
    assert ("I.2", "2025-Q4", "Đang thực hiện") in progress(dossier)


def test_what_the_workbook_says_stays_unless_a_person_takes_the_returns_word(
    clerk: Clerk, dossier: DossierFolder, made: dict[str, bytes]
) -> None:
    takes_in(clerk, dossier, sends(clerk, dossier, ("a.xlsx", answered(made[SCIENCE], "I.2", Tình_trạng="Tạm dừng"))))
    page = sends(clerk, dossier, ("b.xlsx", answered(made[SCIENCE], "I.2", Tình_trạng="Đang thực hiện")))
    assert "giữ giá trị của sổ tính" in page and "Không có gì mới để ghi" in page
    replaced = follow(clerk, clerk.post(address(dossier, "/xem"), {"ky": "2025-Q4", "ghi-de": "1"}))
    assert "1 ô thay giá trị cũ" in replaced
    takes_in(clerk, dossier, replaced)
    assert ("I.2", "2025-Q4", "Đang thực hiện") in progress(dossier)


def test_a_form_that_is_stale_or_foreign_changes_nothing(
    clerk: Clerk, dossier: DossierFolder, made: dict[str, bytes]
) -> None:
    page = sends(clerk, dossier, ("a.xlsx", answered(made[SCIENCE], "I.2", Tình_trạng="Tạm dừng")))
    good = {"ky": "2025-Q4", "state": hidden(page, "state"), "viec": hidden(page, "viec")}
    before = dossier.workbook.read_bytes()
    assert clerk.post(address(dossier, "/ghi"), {**good, "state": "x"}).status_code == 409
    assert clerk.post(address(dossier, "/ghi"), {**good, "viec": "x"}).status_code == 400
    assert clerk.post(address(dossier, "/bo"), {**good, "tep": "../../ho-so.xlsx"}).status_code == 404
    assert clerk.post(address(dossier, "/bo"), {**good, "tep": "danh-sach.json"}).status_code == 404
    for action in ("/phieu", "/nhan", "/xem", "/bo", "/ghi"):
        assert clerk.post(address(dossier, action), {**good, "csrf": "x"}).status_code == 403
    for words in ("quý 9", "", "../x"):
        assert clerk.post(address(dossier, "/phieu"), {"ky": words}).status_code == 400
    assert "“&lt;b&gt;” không phải là kỳ" in clerk.get(address(dossier, "?ky=khac&ky-khac=<b>")).text
    for rest in (
        "/phieu/2025-Q4/99.xlsx",
        "/phieu/..%2f/0.xlsx",
        "/phieu/2024-Q4/tat-ca.zip",
        "/phieu/2025-Q4/-1.xlsx",
    ):
        assert clerk.get(address(dossier, rest)).status_code == 404, rest
    assert dossier.workbook.read_bytes() == before
    shutil.copyfile(
        write_workbook(dossier.folder / "khac.xlsx", {**minimal_sheets(), "Ghi chú": [["x"]]}), dossier.workbook
    )
    late = clerk.post(address(dossier, "/ghi"), {**good, "state": dossier.state()})
    assert late.status_code == 400 and "đã đổi từ khi trang được mở" in late.text


# --- letters -------------------------------------------------------------------------------------


def remind(clerk: Clerk, dossier: DossierFolder, **fields: object) -> str:
    base = f"/h/{dossier.key}/don-doc"
    state = hidden(clerk.get(f"{base}?ky=2025-Q4").text, "state")
    return follow(clerk, clerk.post(base, {"ky": "2025-Q4", "state": state, **fields}))


def test_letters_are_made_taken_away_and_their_register_comes_back(clerk: Clerk, dossier: DossierFolder) -> None:
    base = f"/h/{dossier.key}/don-doc"
    page = remind(clerk, dossier)
    assert "Yêu cầu trả lời trước ngày" in page and f'<th scope="row">{SCIENCE}</th>' in page
    package = zipfile.ZipFile(io.BytesIO(clerk.get(f"{base}/2025-Q4/tat-ca.zip").data))
    assert len(package.namelist()) == 2 and all(name.endswith(".docx") for name in package.namelist())
    assert clerk.get(f"{base}/2025-Q4/0/tai").data[:2] == b"PK"
    assert clerk.get(f"{base}/2025-Q4/9/tai").status_code == clerk.get(f"{base}/..%2f/0/tai").status_code == 404
    assert "Không có báo cáo nào chờ ban hành" in clerk.get(f"/h/{dossier.key}/ban-hanh").text

    book = load_workbook(io.BytesIO(clerk.get(f"{base}/so-theo-doi.xlsx").data))
    sheet = book.active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if row[0].value == "TT")
    column = {str(cell.value): cell.column for cell in head}
    sheet.cell(head[0].row + 1, column["Số, ký hiệu công văn"]).value = "12/UBND-VX4"
    sink = io.BytesIO()
    book.save(sink)
    state = hidden(clerk.get(base).text, "state")
    back = clerk.post(f"{base}/so-theo-doi", {"state": state, "so": (io.BytesIO(sink.getvalue()), "../sổ.xlsx")})
    assert "1 công văn đã ghi số" in follow(clerk, back)
    assert "đã phát hành số 12/UBND-VX4" in remind(clerk, dossier)
    other = (io.BytesIO(dossier.workbook.read_bytes()), "x.xlsx")
    wrong = clerk.post(f"{base}/so-theo-doi", {"state": dossier.state(), "so": other})
    assert wrong.status_code == 303 and 'role="alert"' in follow(clerk, wrong)
    kept = load_workbook(io.BytesIO(clerk.get(f"{base}/so-theo-doi.xlsx").data)).active
    assert kept is not None and any("12/UBND-VX4" in row for row in kept.iter_rows(values_only=True))


def test_days_that_are_none_are_told_beside_their_fields(clerk: Clerk, dossier: DossierFolder) -> None:
    base = f"/h/{dossier.key}/don-doc"
    fields = {"ky": "khac", "ky-khac": "<b>", "ngay-gui": "31/2/2025", "state": dossier.state(), "don-vi": "VX<4>"}
    answer = clerk.post(base, fields)
    assert answer.status_code == 400 and "“31/2/2025” không phải là ngày" in answer.text
    assert "“&lt;b&gt;” không phải là kỳ" in answer.text and "VX&lt;4&gt;" in answer.text and "<b>" not in answer.text
    assert clerk.post(base, {"ky": "2025-Q4", "state": "x"}).status_code == 409
    assert clerk.post(base, {"ky": "2025-Q4", "csrf": "x"}).status_code == 403
    assert not (dossier.outputs / dossier.workbook.stem / "2025-Q4").exists()
    assert PREFIX in clerk.get(base).text
