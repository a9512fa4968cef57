"""A wrong cell is put right beside its problem: one, all that are certain, and back again; nothing else changes."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from generator.core.problems import WrongUsage
from generator.stories.mend import Entry, mend
from tests.web.web_client import Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook


def wrong_sheets() -> dict[str, list[list[Any]]]:
    """Four faults: no place name, a day that is none, a status and an agency that are nearly right."""
    sheets = minimal_sheets()
    next(row for row in sheets["Thông tin chung"] if row[0] == "Địa danh")[1] = None
    sheets["Nhiệm vụ"][1][8] = "31/13/2025"
    sheets["Tiến độ"][1][2] = "Hoàn thanh roi"
    sheets["Tiến độ"][2][4] = "40"
    return sheets


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "sai.xlsx", wrong_sheets()))


def workbook(clerk: Clerk, dossier: str) -> Path:
    folder = clerk.app.extensions["baocao"].workspace.open(dossier.rpartition("/")[2])
    return Path(folder.workbook)


def writes(clerk: Clerk, dossier: str, sheet: str, cell: str, text: str, **more: str) -> str:
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    fields = {"sheet": sheet, "cell": cell, "text": text, "state": state, **more}
    return follow(clerk, clerk.post(f"{dossier}/sua-o", fields))


def field(page: str, cell: str) -> str:
    """The form of a cell."""
    return unescape(page.split(f'name="cell" value="{cell}"')[1].split("</form>")[0])


def test_each_problem_has_its_cell_as_a_field_and_what_is_only_likely_is_never_filled_in(
    clerk: Clerk, dossier: str
) -> None:
    page = clerk.get(f"{dossier}/kiem-tra").text
    assert 'value="31/13/2025"' in field(page, "I2")
    status = field(page, "C2")
    assert '<option value="Hoàn thanh roi" selected>' in status and status.count("<option") == 5
    assert "Dùng “Hoàn thành”" in status
    assert 'name="text" value=""' in field(page, "B5")


def test_a_cell_is_written_and_read_again_the_version_before_is_kept_and_comes_back(clerk: Clerk, dossier: str) -> None:
    before = workbook(clerk, dossier).read_bytes()
    page = writes(clerk, dossier, "Nhiệm vụ", "I2", "31/12/2025")
    assert (
        "Đã ghi ô I2, trang Nhiệm vụ: “31/13/2025” thành “31/12/2025”" in page
        and "31/13/2025” không có thật" not in page
    )
    assert load_workbook(workbook(clerk, dossier))["Nhiệm vụ"]["I2"].value.date() == date(2025, 12, 31)
    number = hidden(page, "so")
    page = follow(
        clerk,
        clerk.post(f"{dossier}/so-tinh/dung-lai", {"so": number, "hoan-tac": "1", "state": hidden(page, "state")}),
    )
    assert "Đã hoàn tác" in page and workbook(clerk, dossier).read_bytes() == before


def test_a_likely_value_is_taken_by_one_click(clerk: Clerk, dossier: str) -> None:
    page = writes(clerk, dossier, "Tiến độ", "C2", "Hoàn thanh roi", **{"goi-y": "1"})
    assert "thành “Hoàn thành”" in page
    assert load_workbook(workbook(clerk, dossier))["Tiến độ"]["C2"].value == "Hoàn thành"


def test_all_certain_repairs_are_made_at_once(clerk: Clerk, dossier: str) -> None:
    page = clerk.get(f"{dossier}/kiem-tra").text
    assert "1 ô chỉ có một cách đọc" in page
    page = follow(clerk, clerk.post(f"{dossier}/sua-chac-chan", {"state": hidden(page, "state")}))
    assert "Đã ghi ô E3, trang Tiến độ: cách ghi đã được sửa cho đúng, vẫn là “40”" in page
    book = load_workbook(workbook(clerk, dossier))
    assert book["Tiến độ"]["E3"].value == 40 and book["Nhiệm vụ"]["I2"].value == "31/13/2025"


def test_the_filter_stays_where_it_was(clerk: Clerk, dossier: str) -> None:
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    fields = {"sheet": "Thông tin chung", "cell": "B5", "text": "Lâm Đồng", "state": state, "ve-muc": "error"}
    answer = clerk.post(f"{dossier}/sua-o", {**fields, "ve-la": "x"})
    assert answer.headers["Location"].endswith("/kiem-tra?muc=error#danh-sach")


def test_nothing_but_the_cell_changes_in_the_file(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    mend(source, [Entry("Nhiệm vụ", "I2", "31/12/2025"), Entry("Tiến độ", "F2", "")], tmp_path / "b.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        changed = {one for one in old.namelist() if old.read(one) != new.read(one)}
        assert old.namelist() == new.namelist()
    assert {Path(one).name for one in changed} <= {"sheet2.xml", "sheet3.xml", "sheet4.xml", "styles.xml"}
    old_book, new_book = load_workbook(source), load_workbook(tmp_path / "b.xlsx")
    differing = [
        (sheet.title, cell.coordinate)
        for sheet in old_book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != new_book[sheet.title][cell.coordinate].value
    ]
    assert differing == [("Nhiệm vụ", "I2"), ("Tiến độ", "F2")]


@pytest.mark.parametrize(
    ("cell", "typed", "stored"),
    [
        ("E3", "37,5", 37.5),
        ("E3", "37.625", "37.625"),
        ("F3", "=1+1", "=1+1"),
        ("F3", "+84 912", "+84 912"),
        ("F3", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("F3", "hai\ndòng", "hai\ndòng"),
    ],
)
def test_words_are_written_as_what_they_are_and_never_as_a_formula(
    tmp_path: Path, cell: str, typed: str, stored: object
) -> None:
    source = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    mend(source, [Entry("Tiến độ", cell, typed)], tmp_path / "b.xlsx")
    found = load_workbook(tmp_path / "b.xlsx")["Tiến độ"][cell]
    assert found.value == stored and found.data_type != "f"


def _formula(book: Any) -> None:
    book["Tiến độ"]["E3"] = "=20*2"


def _merged(book: Any) -> None:
    book["Tiến độ"].merge_cells("E2:E3")


def _struck(book: Any) -> None:
    book["Tiến độ"]["E3"].font = Font(strike=True)


@pytest.mark.parametrize(
    ("spoil", "words"), [(_formula, "có công thức"), (_merged, "ô gộp"), (_struck, "không đọc lại đúng được")]
)
def test_what_cannot_be_written_truly_is_refused_and_leaves_nothing(tmp_path: Path, spoil: Any, words: str) -> None:
    source = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    book = load_workbook(source)
    spoil(book)
    book.save(source)
    with pytest.raises(WrongUsage, match=words):
        mend(source, [Entry("Tiến độ", "E3", "55")], tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("Tiến độ", "A1"), ("Tiến độ", "ZZ9"), ("Khác", "A2"), ("Tiến độ", "../../x"), ("", ""), ("Nhiệm vụ", "E2")],
)
def test_a_cell_that_no_problem_names_is_nobodys_to_write(clerk: Clerk, dossier: str, sheet: str, cell: str) -> None:
    before = workbook(clerk, dossier).read_bytes()
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    answer = clerk.post(f"{dossier}/sua-o", {"sheet": sheet, "cell": cell, "text": "x", "state": state})
    assert answer.status_code == 400 and workbook(clerk, dossier).read_bytes() == before


def test_a_cells_text_is_never_script(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    evil = '"><script>alert(1)</script>'
    sheets["Tiến độ"][1][2] = evil
    sheets["Nhiệm vụ"][1][5] = f"Sở {evil}"
    page = clerk.get(f"{clerk.opens(write_workbook(tmp_path / 'x.xlsx', sheets))}/kiem-tra").text
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") >= 2


def test_a_form_from_before_a_change_writes_nothing(clerk: Clerk, dossier: str) -> None:
    state = hidden(clerk.get(f"{dossier}/kiem-tra").text, "state")
    writes(clerk, dossier, "Thông tin chung", "B5", "Lâm Đồng")
    before = workbook(clerk, dossier).read_bytes()
    fields = {"sheet": "Nhiệm vụ", "cell": "I2", "text": "31/12/2025", "state": state}
    assert clerk.post(f"{dossier}/sua-o", fields).status_code == 409
    assert clerk.post(f"{dossier}/sua-chac-chan", {"state": state}).status_code == 409
    assert workbook(clerk, dossier).read_bytes() == before


def test_a_number_that_can_be_read_two_ways_stays_words(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    made = mend(source, [Entry("Tiến độ", "E3", "1.234,5")], tmp_path / "b.xlsx")
    assert re.fullmatch("1.234,5", made[0].new)
    assert Decimal(str(load_workbook(tmp_path / "b.xlsx")["Tiến độ"]["E3"].value)) == Decimal("1234.5")


def test_alike_problems_are_folded_behind_the_first_and_every_one_of_them_stands_there(
    clerk: Clerk, tmp_path: Path
) -> None:
    sheets = minimal_sheets()
    header, first, *_ = sheets["Nhiệm vụ"]
    unread = [[f"I.{number}", *first[1:8], f"khi nào xong {number}", *first[9:]] for number in range(1, 151)]
    sheets["Nhiệm vụ"] = [header, *unread]
    dossier = clerk.opens(write_workbook(tmp_path / "nhiều.xlsx", sheets))
    folder = clerk.app.extensions["baocao"].workspace.open(dossier.rpartition("/")[2])
    told = clerk.app.extensions["baocao"].works.known(folder, "check").result["problems"]
    cells = [one["cell"] for one in told if one["code"] == "GT014"]
    assert len(cells) == 150
    page = clerk.get(f"{dossier}/kiem-tra").text
    outside, folded = page.split("<details", 1)[0], page.split("<details", 1)[1].split("</details>")[0]
    assert f"{len(told)} chỗ" in page and "(150 chỗ)" in outside and outside.count('value="khi nào xong') == 1
    assert "Thêm 149 chỗ cùng loại: Nhiệm vụ: I3, I4" in folded and " open" not in folded.split(">")[0]
    assert [re.findall(rf'class="cell"[^>]*>{cell}<', page) for cell in cells] == [
        [f'class="cell" data-label="Ô">{cell}<'] for cell in cells
    ]
    asked = clerk.get(f"{dossier}/kiem-tra?tim=GT014").text
    assert "<details open>" in asked, "who looks for words sees where they stand"


@pytest.mark.parametrize("sign", ["~$ho-so.xlsx", ".~lock.ho-so.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_not_written_behind_its_back(
    clerk: Clerk, dossier: str, sign: str
) -> None:
    path = workbook(clerk, dossier)
    before = path.read_bytes()
    path.with_name(sign).touch()
    page = writes(clerk, dossier, "Nhiệm vụ", "I2", "31/12/2025")
    assert "Hồ sơ" in page and path.read_bytes() == before
    assert clerk.waits(dossier, "mend") == "failed" and "đang mở" in unescape(clerk.get(f"{dossier}/viec/mend").text)
    path.with_name(sign).unlink()
    writes(clerk, dossier, "Nhiệm vụ", "I2", "31/12/2025")
    assert path.read_bytes() != before
