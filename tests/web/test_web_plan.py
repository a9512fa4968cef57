"""A plan comes in through the page: shown as it was understood, changed by choice, and only then a dossier."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.web.dossiers import DossierFolder
from tests.web.web_client import PREFIX, Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook

PLANS = Path(__file__).parents[1] / "cases/plan"
TEXT = "".join(
    "\t".join(cells) + "\n"
    for cells in (
        ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Mốc xong"),
        ("1", "Xây dựng đề án", "Sở Tài chính", "Quý IV/2026"),
        ("2", "Mở lớp", "Sở Nội vụ", "31/12/2026"),
    )
)


def begun(path: Path) -> Path:
    """A dossier with nothing in it but its general data."""
    return write_workbook(path, {"Thông tin chung": minimal_sheets()["Thông tin chung"]})


def dossiers(clerk: Clerk) -> tuple[DossierFolder, ...]:
    found: tuple[DossierFolder, ...] = clerk.app.extensions["baocao"].workspace.dossiers()
    return found


def place(page: str) -> str:
    """The address of the plan that a page shows."""
    found = re.search(rf'action="{PREFIX}(/ke-hoach/[0-9a-f]{{32}})/', page)
    assert found, page
    return found[1]


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("A.docx", "7 nhiệm vụ, 0 chỉ tiêu, 0 dòng kinh phí"),
        ("C.docx", "2 nhiệm vụ, 2 chỉ tiêu, 2 dòng kinh phí"),
        ("D.xlsx", "3 nhiệm vụ, 0 chỉ tiêu, 2 dòng kinh phí"),
        ("i11-document2.docx", "nhiệm vụ"),
    ],
)
def test_a_plan_of_every_kind_is_shown_before_there_is_a_dossier(clerk: Clerk, file: str, counts: str) -> None:
    before = len(dossiers(clerk))
    page = unescape(follow(clerk, clerk.uploads(PLANS / file)))
    assert counts in page and "Chưa ghi gì" in page and 'class="sample"' in page
    assert len(dossiers(clerk)) == before


def test_the_dossier_holds_what_was_shown(clerk: Clerk) -> None:
    page = follow(clerk, clerk.uploads(PLANS / "C.docx"))
    page = follow(clerk, clerk.post(f"{place(page)}/ten", {"ten-ke-hoach": "doan"}))
    page = follow(clerk, clerk.post(f"{place(page)}/tao", {"ten": "Kế hoạch mới"}))
    assert "Đã lập hồ sơ từ kế hoạch." in page
    made = next(one for one in dossiers(clerk) if one.name == "Kế hoạch mới")
    book = load_workbook(made.workbook)
    assert [row[4].value for row in book["Nhiệm vụ"].iter_rows(min_row=2, max_row=3)] == [
        "Xây dựng nền tảng dữ liệu",
        "Số hóa tài liệu",
    ]


def test_a_column_is_read_as_a_person_chooses_and_the_choice_is_remembered(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "phân công.txt").write_text(TEXT, encoding="utf-8")
    page = unescape(follow(clerk, clerk.uploads(tmp_path / "phân công.txt")))
    headers = re.findall(r"<th scope=\"row\">([^<]+)</th>", page)
    number = headers.index("Mốc xong")
    page = follow(clerk, clerk.post(f"{place(page)}/cot", {f"cot-{number}": "Thời gian hoàn thành"}))
    assert "đã chọn" in page
    page = follow(clerk, clerk.post(f"{place(page)}/tao", {"ten": "Theo lựa chọn"}))
    made = next(one for one in dossiers(clerk) if one.name == "Theo lựa chọn")
    found = load_workbook(made.workbook)["Nhiệm vụ"]
    titles = [cell.value for cell in found[1]]
    assert found.cell(2, titles.index("Thời gian hoàn thành") + 1).value == "Quý IV/2026"
    (tmp_path / "phân công 2.txt").write_text(TEXT, encoding="utf-8")
    assert "đã chọn" in follow(clerk, clerk.uploads(tmp_path / "phân công 2.txt"))


def test_a_plan_of_cells_between_commas_is_read_and_the_choosers_of_files_offer_it(
    clerk: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "phân công.csv").write_text(TEXT.replace("\t", ";"), encoding="utf-8-sig")
    page = unescape(follow(clerk, clerk.uploads(tmp_path / "phân công.csv")))
    assert "2 nhiệm vụ, 0 chỉ tiêu, 0 dòng kinh phí" in page
    assert 'accept=".xlsx,.xlsm,.docx,.txt,.csv"' in clerk.get("/").text


def test_a_plan_goes_into_a_dossier_that_is_there_and_the_workbook_before_is_kept(clerk: Clerk, tmp_path: Path) -> None:
    dossier = clerk.opens(begun(tmp_path / "có sẵn.xlsx"))
    with (PLANS / "C.docx").open("rb") as stream:
        page = follow(clerk, clerk.post(f"{dossier}/ke-hoach", {"ke-hoach": (stream, "C.docx")}))
    assert "được ghi vào hồ sơ <strong><bdi>có sẵn</bdi>" in page
    page = follow(clerk, clerk.post(f"{place(page)}/tao"))
    assert "Đã đưa kế hoạch vào hồ sơ." in page
    folder = clerk.app.extensions["baocao"].workspace.open(dossier.rpartition("/")[2])
    contents = [row[4].value for row in load_workbook(folder.workbook)["Nhiệm vụ"].iter_rows(min_row=2)]
    assert contents == ["Xây dựng nền tảng dữ liệu", "Số hóa tài liệu"]
    assert "Đưa kế hoạch vào hồ sơ này" not in page, "there are tasks now"
    assert [one.number for one in folder.earlier_workbooks()] == [1]


def test_a_plan_read_for_a_workbook_that_changed_since_does_not_go_in(clerk: Clerk, tmp_path: Path) -> None:
    dossier = clerk.opens(begun(tmp_path / "đổi.xlsx"))
    with (PLANS / "C.docx").open("rb") as stream:
        page = follow(clerk, clerk.post(f"{dossier}/ke-hoach", {"ke-hoach": (stream, "C.docx")}))
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Nội dung khác"
    clerk.uploads(write_workbook(tmp_path / "mới.xlsx", sheets), address=f"{dossier}/so-tinh", state=state)
    clerk.waits(dossier, "check")
    assert clerk.post(f"{place(page)}/tao").status_code == 409


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("thư.txt", "lập hồ sơ"),
        ("hỏng.xlsx", "Không nhận tệp “hỏng”"),
        ("ảnh.docx", "Không nhận tệp “ảnh”"),
    ],
)
def test_a_wrong_file_leaves_no_dossier(clerk: Clerk, tmp_path: Path, name: str, told: str) -> None:
    before = len(dossiers(clerk))
    path = tmp_path / name
    path.write_bytes(
        b"m\xe1\xbb\x99t\tb\xe1\xbb\xa9c th\xc6\xb0\n" if name.endswith("txt") else b"PK\x03\x04" + bytes(300)
    )
    page = follow(clerk, clerk.uploads(path))
    assert told in page
    assert len(dossiers(clerk)) == before


def test_what_a_plan_says_is_never_script_nor_a_path(clerk: Clerk, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    text = TEXT.replace("Mốc xong", f"Mốc {evil}").replace("Mở lớp", f"Mở {evil}")
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    page = follow(clerk, clerk.uploads(tmp_path / "x.txt", f"{evil}.txt"))
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    for mapping in ("../../../etc/passwd", f"Ghi chú=../../{evil}", evil, "Thông tin chung", "\0"):
        answer = follow(clerk, clerk.post(f"{place(page)}/cot", {f"cot-{one}": mapping for one in range(6)}))
        assert "<script>alert" not in answer and "2 nhiệm vụ" in answer, "a mapping that is no column changes nothing"
    for key in ("../../h", "0" * 32, "x"):
        assert clerk.get(f"/ke-hoach/{key}").status_code == 404
        assert clerk.post(f"/ke-hoach/{key}/tao").status_code in (404, 405)


def test_what_waits_without_javascript_is_the_same(clerk: Clerk) -> None:
    page = follow(clerk, clerk.uploads(PLANS / "A.docx"))
    assert page.count("<select") >= 4 and "Đọc lại theo các cột đã chọn" in page


def test_a_name_made_of_an_annexs_title_is_asked_about_and_never_taken_by_itself(clerk: Clerk) -> None:
    page = unescape(follow(clerk, clerk.uploads(PLANS / "C.docx")))
    address = place(page)
    assert "đoán theo tên phụ lục" in page and 'value="doan" required>' in page and "checked" not in page
    assert clerk.post(f"{address}/tao").status_code == 400, "a form that was forged"
    for wrong in ({}, {"ten-ke-hoach": "khac"}, {"ten-ke-hoach": "x"}, {"ten-ke-hoach": "sau", "ten-khac": "Kế hoạch"}):
        assert clerk.post(f"{address}/ten", wrong).status_code == 400, wrong
    named = "Kế hoạch triển khai thực hiện Nghị quyết <số> 57"
    page = unescape(follow(clerk, clerk.post(f"{address}/ten", {"ten-ke-hoach": "khac", "ten-khac": f" {named}\n"})))
    assert "đoán theo tên phụ lục" not in page and f"Tên kế hoạch đã chọn: <strong>{named}" in page
    clerk.post(f"{address}/tao", {"ten": "Tên đã chọn"})
    made = next(one for one in dossiers(clerk) if one.name == "Tên đã chọn")
    told = {row[0].value: row[1].value for row in load_workbook(made.workbook)["Thông tin chung"].iter_rows()}
    assert (told["Tên kế hoạch"], told["Trích yếu"]) == (named, "triển khai thực hiện Nghị quyết <số> 57")


def test_a_name_left_for_later_keeps_reports_from_being_built(clerk: Clerk) -> None:
    address = place(follow(clerk, clerk.uploads(PLANS / "C.docx")))
    follow(clerk, clerk.post(f"{address}/ten", {"ten-ke-hoach": "sau"}))
    clerk.post(f"{address}/tao", {"ten": "Chưa có tên"})
    made = next(one for one in dossiers(clerk) if one.name == "Chưa có tên")
    clerk.waits(f"/h/{made.key}", "check")
    told = clerk.app.extensions["baocao"].works.known(made, "check").result["problems"]
    assert [one for one in told if one["severity"] == "error" and "Tên kế hoạch" in one["message"]]
