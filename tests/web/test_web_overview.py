"""The overview: every figure leads to just the rows that it counts; what people type is text."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from generator.web.listing import Wanted, rows_of
from tests.web.web_client import PREFIX, Clerk, follow
from tests.workbook_builder import minimal_sheets, write_workbook

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"
COUNTED = re.compile(r'<a href="/bi-mat(/h/[^"]+/danh-sach[^"]*)">([\d.]+)(?: \([\d,]+%\))?</a>')

LOOKED_AT = re.compile("ky=2025-Q[34]")
"""Of the periods side by side two are enough."""


@pytest.fixture(scope="module")
def dossier(clerk: Clerk) -> str:
    return clerk.opens(EXAMPLE)


@pytest.fixture(scope="module")
def page(clerk: Clerk, dossier: str) -> str:
    return follow(clerk, clerk.get(f"{dossier}/tong-quan/chi-tiet?ky=2025-Q4"))


def test_every_number_leads_to_as_many_rows(clerk: Clerk, page: str) -> None:
    links = dict(COUNTED.findall(page))
    tasks_and_indicators = {one: number for one, number in links.items() if "loai=kinh-phi" not in one}
    assert len(tasks_and_indicators) > 60
    for address, number in tasks_and_indicators.items():
        if "ma=" not in address and LOOKED_AT.search(address):
            found = re.search(r"<strong data-found>([\d.]+)</strong>", follow(clerk, clerk.get(unescape(address))))
            assert found and found[1] == number, address


def test_money_leads_to_lines_that_add_up_to_it(clerk: Clerk, page: str) -> None:
    links = [(address, number) for address, number in COUNTED.findall(page) if "loai=kinh-phi" in address]
    assert len(links) > 12
    for address, number in links:
        assert LOOKED_AT.search(address), address
        sums = follow(clerk, clerk.get(unescape(address))).partition("<tfoot>")[2]
        assert re.search(rf'<td class="number"[^>]*>{re.escape(number)}</td>', sums), address


def test_the_picture_and_the_table_are_made_of_the_same_figures(clerk: Clerk, dossier: str, page: str) -> None:
    told = clerk.get(f"{dossier}/tong-quan/so-lieu.json?ky=2025-Q4").json
    assert told is not None
    names = [one["id"] for one in told["charts"]]
    assert names == re.findall(r'data-plot="([^"]+)"', page) and len(names) == 9
    money = next(one for one in told["charts"] if one["id"] == "nguon-von")
    for series in money["series"]:
        for text in series["texts"]:
            assert f">{text}</a>" in page or text == "–"
    assert clerk.get(f"{dossier}/tong-quan/so-lieu.json?ky=2019").status_code == 404


def test_a_list_says_sheet_and_row(clerk: Clerk, dossier: str, page: str) -> None:
    rows = clerk.get(f"{dossier}/danh-sach?ky=2025-Q4&loai=nhiem-vu&ma=I.4").text
    assert re.search(r"<td>Nhiệm vụ, dòng 5<br>Tiến độ, dòng \d+", rows)


def test_a_period_or_day_that_is_none_is_told_beside_its_field(clerk: Clerk, dossier: str) -> None:
    for query, words in (
        ("ky=khac&ky-khac=quý 9", "“quý 9” không phải là kỳ"),
        ("ngay=31/2/2025", "“31/2/2025” không"),
    ):
        for address in ("tong-quan", "danh-sach"):
            answer = clerk.get(f"{dossier}/{address}?{query}")
            assert answer.status_code == 400 and words in answer.text and 'aria-invalid="true"' in answer.text
    typed = follow(clerk, clerk.get(f"{dossier}/tong-quan?ky=khac&ky-khac=6 tháng đầu năm 2026&ngay=1/7/2026"))
    assert "Tổng quan 6 tháng đầu năm 2026" in typed and "<strong>01/7/2026</strong>" in typed


def test_words_of_an_address_stay_words(clerk: Clerk, dossier: str, page: str) -> None:
    bad = "%3Cscript%3E../../x"
    for name in ("co-quan", "nhom", "tinh-trang", "han", "nguon", "tim", "ma", "bao-cao", "loai", "trang-so"):
        answer = clerk.get(f"{dossier}/danh-sach?ky=2025-Q4&{name}={bad}")
        assert answer.status_code == 200 and "<script>.." not in answer.text, name
    away = clerk.get(f"{dossier}/danh-sach?ky=2023-Q2&_external=1&_scheme=x&key={'0' * 32}&_anchor=y&tim=so")
    assert away.headers["Location"].startswith(f"{PREFIX}{dossier}/danh-sach?") and "tim=so" in away.headers["Location"]


def test_what_agencies_call_themselves_is_shown_as_text(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    hostile = 'Sở <b>"Đậm"</b> & ' + "dài " * 60
    sheets["Nhiệm vụ"][1][5] = hostile
    dossier = clerk.opens(write_workbook(tmp_path / "a.xlsx", sheets))
    one_page = follow(clerk, clerk.get(f"{dossier}/tong-quan?ky=2025-Q3"))
    page = follow(clerk, clerk.get(f"{dossier}/tong-quan/chi-tiet?ky=2025-Q3"))
    assert "Sở &lt;b&gt;" in page and "<b>" not in page + one_page
    links = [address for address, number in COUNTED.findall(page) if "%3Cb%3E" in address]
    assert links
    for address in links:
        assert "<strong data-found>1</strong>" in clerk.get(unescape(address)).text


def test_a_new_workbook_has_a_new_overview(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    dossier = clerk.opens(write_workbook(tmp_path / "a.xlsx", sheets))
    assert "<h1>Tổng quan quý III năm 2025</h1>" in follow(clerk, clerk.get(f"{dossier}/tong-quan?ky=2025-Q3"))
    changed = minimal_sheets()
    changed["Nhiệm vụ"][1][8] = date(2024, 1, 31)
    state = re.search(r'name="state" value="([^"]+)"', clerk.get(f"{dossier}/kiem-tra").text)
    assert state
    new = write_workbook(tmp_path / "b.xlsx", changed)
    assert clerk.uploads(new, address=f"{dossier}/so-tinh", state=state[1]).status_code == 303
    clerk.waits(dossier, "check")
    before = sorted((one["code"], one["status"]) for one in _tasks(clerk, dossier))
    assert ("I.1", "completed_late") in before


def _tasks(clerk: Clerk, dossier: str) -> list[dict[str, str]]:
    page = follow(clerk, clerk.get(f"{dossier}/danh-sach?ky=2025-Q3"))
    return [
        {"code": code, "status": status}
        for code, status in re.findall(r'class="cell">([^<]+)</th>.*?class="state ([a-z_]+)"', page, re.DOTALL)
    ]


def test_a_workbook_that_cannot_be_read_is_told_and_not_read_again_and_again(clerk: Clerk, app: Flask) -> None:
    workspace = app.extensions["baocao"].workspace
    made = workspace.create("Hỏng", lambda path: path.write_bytes(b"no workbook"))
    page = follow(clerk, clerk.get(f"/h/{made.key}/tong-quan?ky=2025-Q3"))
    first = (made.works / "overview.json").read_bytes()
    assert 'role="alert"' in page
    again = clerk.get(f"/h/{made.key}/tong-quan?ky=2025-Q3")
    assert again.status_code == 200 and "Đọc lại sổ tính" in again.text
    assert (made.works / "overview.json").read_bytes() == first
    assert follow(clerk, clerk.post(f"/h/{made.key}/tong-quan", {"ky": "2025-Q3"})).count('role="alert"') == 1
    assert (made.works / "overview.json").read_bytes() != first


TASKS = [
    {
        "code": code,
        "status": status,
        "deadline": deadline,
        "lead": ["A"],
        "group": "I",
        "group_title": "",
        "reported": said,
    }
    for code, status, deadline, said in (
        ("past", "completed_on_time", "2025-09-13", True),
        ("today", "in_progress", "2025-09-14", False),
        ("month", "not_started", "2025-10-14", False),
        ("two", "not_started", "2025-10-15", True),
        ("done", "completed_on_time", "2025-10-01", False),
        ("none", "ongoing", None, False),
    )
]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (Wanted(due="30"), ["today", "month"]),
        (Wanted(due="60"), ["today", "month", "two"]),
        (Wanted(due="qua"), ["past"]),
        (Wanted(due="khong"), ["none"]),
        (Wanted(due="../x"), []),
        (Wanted(state="overdue"), []),
        (Wanted(state="completed", reported="co"), ["past"]),
        (Wanted(reported="chua"), ["today", "month", "none"]),
        (Wanted(agency="A", group="I", code="two"), ["two"]),
        (Wanted(agency="-"), []),
    ],
)
def test_a_filter_means_what_it_says(wanted: Wanted, codes: list[str]) -> None:
    found = rows_of({"as_of": "2025-09-14", "tasks": TASKS}, "nhiem-vu", wanted)
    assert [one["code"] for one in found] == codes
