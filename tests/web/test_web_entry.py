"""This period's progress typed on the page: a new row, or the row that is there; what was not typed stays as it was."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.core.periods import Period, PeriodKind
from generator.core.problems import WrongUsage
from generator.stories.progress_table import Answer, enter_progress, faults_of
from tests.web.web_client import Clerk, follow, hidden
from tests.workbook_builder import minimal_sheets, write_workbook

Q3, Q4 = Period(PeriodKind.QUARTER, 2025, 3), Period(PeriodKind.QUARTER, 2025, 4)


@pytest.fixture
def dossier(clerk: Clerk, tmp_path: Path) -> str:
    return clerk.opens(write_workbook(tmp_path / "nhap.xlsx", minimal_sheets()))


def book_of(clerk: Clerk, dossier: str) -> Any:
    folder = clerk.app.extensions["baocao"].workspace.open(dossier.rpartition("/")[2])
    return load_workbook(folder.workbook)


def rows(book: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book["Tiến độ"].iter_rows(min_row=2)]


def opened(clerk: Clerk, dossier: str, period: str) -> str:
    return follow(clerk, clerk.get(f"{dossier}/nhap-ket-qua?ky={period}"))


def saves(clerk: Clerk, dossier: str, period: str, **fields: str) -> str:
    page = opened(clerk, dossier, period)
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return follow(clerk, clerk.post(f"{dossier}/nhap-ket-qua", {"ky": period, "state": hidden(page, "state"), **named}))


def test_the_table_shows_each_task_with_what_was_said_last(clerk: Clerk, dossier: str) -> None:
    page = unescape(opened(clerk, dossier, "2025-Q4"))
    line = page.split(">I.2</span>")[1].split("</tr>")[0]
    assert "Đang thực hiện</strong> (40%)" in line and "quý III năm 2025" in line and "Thiếu mặt bằng" in line
    assert 'name="o-1-0"' in line and "Đã khảo sát 12 điểm" in line
    again = opened(clerk, dossier, "2025-Q3").split(">I.2</span>")[1].split("</tr>")[0]
    assert "<option selected>Đang thực hiện</option>" in again and 'value="40"' in again


def test_what_is_typed_becomes_one_new_row_and_the_row_of_before_stays(clerk: Clerk, dossier: str) -> None:
    before = rows(book_of(clerk, dossier))
    page = saves(
        clerk, dossier, "2025-Q4", o_1_0="Hoàn thành", o_1_1="5/11/2025", o_1_2="100", o_1_3="Đã phủ sóng.", o_0_0=""
    )
    assert "Đã ghi 1 nhiệm vụ vào sổ tính" in page
    now = rows(book_of(clerk, dossier))
    assert now[: len(before)] == before and len(now) == len(before) + 1
    assert now[-1][:6] == ["I.2", "2025-Q4", "Hoàn thành", datetime(2025, 11, 5), 100, "Đã phủ sóng."]
    page = follow(
        clerk,
        clerk.post(
            f"{dossier}/so-tinh/dung-lai", {"so": hidden(page, "so"), "hoan-tac": "1", "state": hidden(page, "state")}
        ),
    )
    assert "Đã hoàn tác" in page and rows(book_of(clerk, dossier)) == before


def test_a_row_that_is_there_is_changed_only_where_the_words_changed(clerk: Clerk, dossier: str) -> None:
    before = rows(book_of(clerk, dossier))
    page = saves(clerk, dossier, "2025-Q3", o_1_0="Đang thực hiện", o_1_2="55", o_1_3="Đã khảo sát 12 điểm", o_1_5="")
    assert "Đã ghi 1 nhiệm vụ vào sổ tính</strong> (2 ô)" in page
    now = rows(book_of(clerk, dossier))
    assert (now[1][4], now[1][7]) == (55, None), "the percentage is new, the difficulty was taken out"
    before[1][4], before[1][7] = 55, None
    assert now == before


def test_nothing_is_written_while_one_field_is_wrong_and_what_was_typed_stays(clerk: Clerk, dossier: str) -> None:
    before = rows(book_of(clerk, dossier))
    page = unescape(saves(clerk, dossier, "2025-Q4", o_0_0="Hoàn thành", o_0_1="31/2/2025", o_1_3="Một kết quả"))
    assert "Chưa ghi gì: còn 2 nhiệm vụ có ô chưa đúng" in page and "Chọn tình trạng." in page
    assert 'value="31/2/2025"' in page and "Một kết quả" in page
    assert rows(book_of(clerk, dossier)) == before


def test_a_table_nobody_typed_in_writes_nothing(clerk: Clerk, dossier: str) -> None:
    before = rows(book_of(clerk, dossier))
    assert "không ghi gì" in saves(clerk, dossier, "2025-Q4", o_0_0="", o_1_0="")
    assert rows(book_of(clerk, dossier)) == before


def test_two_rows_of_one_task_and_period_are_left_to_excel(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"].append(["I.2", "quý III/2025", "Đang thực hiện", *[None] * 6])
    dossier = clerk.opens(write_workbook(tmp_path / "hai.xlsx", sheets))
    page = opened(clerk, dossier, "2025-Q3")
    assert "Kỳ này đã có 2 dòng của nhiệm vụ này" in page and 'name="o-1-0"' not in page


def test_what_was_typed_is_kept_when_another_window_wrote_first(clerk: Clerk, dossier: str) -> None:
    ours = opened(clerk, dossier, "2025-Q4")
    saves(clerk, dossier, "2025-Q4", o_0_0="Đang thực hiện", o_0_3="Cửa sổ kia.")
    before = rows(book_of(clerk, dossier))
    typed = {
        "o-0-0": "",
        "o-0-3": "",
        "o-1-0": "Đang thực hiện",
        "o-1-3": "Cửa sổ này <b>.",
        "nv-0": "I.1",
        "nv-1": "I.2",
    }
    answer = clerk.post(f"{dossier}/nhap-ket-qua", {"ky": "2025-Q4", "state": hidden(ours, "state"), **typed})
    page = unescape(answer.text)
    assert answer.status_code == 409 and "<b>" not in answer.text
    assert "Những gì vừa nhập vẫn còn dưới đây" in page and "Cửa sổ này <b>." in page
    assert "Sổ tính nay ghi “Cửa sổ kia.”" in page  # what this window left empty and the other one filled
    assert rows(book_of(clerk, dossier)) == before
    again = {**typed, "o-0-0": "Đang thực hiện", "o-0-3": "Cửa sổ kia."}
    done = clerk.post(f"{dossier}/nhap-ket-qua", {"ky": "2025-Q4", "state": hidden(answer.text, "state"), **again})
    follow(clerk, done)
    written = [row[5] for row in rows(book_of(clerk, dossier))]
    assert "Cửa sổ kia." in written and "Cửa sổ này <b>." in written


def test_words_are_shown_and_written_as_words(clerk: Clerk, dossier: str) -> None:
    evil = "</textarea><script>alert(1)</script>"
    page = saves(clerk, dossier, "2025-Q4", o_1_0="Đang thực hiện", o_1_3=evil, o_1_5="=HYPERLINK(1)")
    assert "<script>alert" not in page
    found = book_of(clerk, dossier)["Tiến độ"]
    last = list(list(found.iter_rows())[-1])
    assert last[5].value == evil and last[7].value == "=HYPERLINK(1)" and last[7].data_type != "f"


@pytest.mark.parametrize("name", ["o-99-0", "o--1-0", "o-1-77", "o-1-../x"])
def test_a_field_that_is_none_of_the_table_is_not_looked_at(clerk: Clerk, dossier: str, name: str) -> None:
    before = rows(book_of(clerk, dossier))
    page = opened(clerk, dossier, "2025-Q4")
    clerk.post(f"{dossier}/nhap-ket-qua", {"ky": "2025-Q4", "state": hidden(page, "state"), name: "x"})
    assert rows(book_of(clerk, dossier)) == before


def test_a_period_that_is_none_is_told(clerk: Clerk, dossier: str) -> None:
    answer = clerk.get(f"{dossier}/nhap-ket-qua?ky=khac&ky-khac=mai")
    assert answer.status_code == 400 and "“mai” không phải là kỳ báo cáo" in answer.text


def test_a_workbook_without_the_sheet_says_how_to_get_it(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    del sheets["Tiến độ"]
    dossier = clerk.opens(write_workbook(tmp_path / "khong.xlsx", sheets))
    assert "chưa có trang “Tiến độ”" in opened(clerk, dossier, "2025-Q4")


def test_a_column_of_another_unit_and_an_unknown_task_are_never_written(tmp_path: Path) -> None:
    source = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    with pytest.raises(WrongUsage, match="I\\.99"):
        enter_progress(source, Q4, [Answer("I.99", {"Tình trạng": "Đang thực hiện"})], tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"Tình trạng": "Hoàn thành"}, set()),
        ({"Tình trạng": ""}, {"Tình trạng"}),
        ({"Tình trạng": "Gần xong"}, {"Tình trạng"}),
        ({"Tình trạng": "Hoàn thành", "Tỷ lệ hoàn thành (%)": "120"}, {"Tỷ lệ hoàn thành (%)"}),
        ({"Tình trạng": "Hoàn thành", "Tỷ lệ hoàn thành (%)": "37,5%"}, set()),
    ],
)
def test_what_is_wrong_is_told_by_field(values: dict[str, str], wrong: set[str]) -> None:
    assert set(faults_of(Answer("I.1", values))) == wrong


def test_tasks_of_many_leads_ask_who_reports(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][5] = "Sở Khoa học và Công nghệ; Sở Tài chính"
    dossier = clerk.opens(write_workbook(tmp_path / "hai-so.xlsx", sheets))
    page = unescape(opened(clerk, dossier, "2025-Q4"))
    assert re.search(r'name="o-0-6".*<option>Sở Tài chính</option>', page) and 'name="o-1-6"' not in page
    saves(clerk, dossier, "2025-Q4", o_0_0="Đang thực hiện", o_0_6="Sở Tài chính")
    assert rows(book_of(clerk, dossier))[-1][8] == "Sở Tài chính"
