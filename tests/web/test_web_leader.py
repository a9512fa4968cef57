"""The one page for a leader: asked for once, true, one screen, one sheet of paper, also without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from generator.stories.overview import overview
from generator.web import leader, listing
from tests.test_overviewing import report, task
from tests.web.conftest import Live
from tests.web.web_client import Clerk, follow
from tests.workbook_builder import PROGRESS_HEADER, TASK_HEADER, minimal_sheets, write_workbook

EXAMPLE = Path(__file__).parents[2] / "inputs/lai-chau-nq57.xlsx"
SCREEN = (1366, 768)
COUNTED = re.compile(r'<a href="/bi-mat(/h/[^"]+/danh-sach[^"]*)">([\d.]+)(?:<|\s)')


_LAID_OVER = """() => {
  const seen = [], over = [];
  for (const plot of document.querySelectorAll(".plot.drawn")) {
    const boxes = [...plot.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    seen.push(...boxes);
    boxes.forEach(([a, one], at) => boxes.slice(at + 1).forEach(([b, two]) => {
      const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (across > 1.5 && down > 3.5) over.push([plot.dataset.plot, a, b]);
    }));
  }
  return [seen.length, over];
}"""
"""Texts of all pictures, and those of one picture that lie over one another."""


def link(kind: str, period: str = "", **asked: str) -> str:
    return " ".join((kind, *asked.values()))


def sheets_of_many(tasks: int, agencies: int) -> dict[str, list[list[object]]]:
    """Every agency leads as many tasks as the next, with names as long as offices give them; half are overdue."""
    sheets = minimal_sheets()
    long = "Xây dựng, trình ban hành và tổ chức triển khai kế hoạch chuyển đổi số trong các cơ quan nhà nước " * 3
    names = [f"Trung tâm Phát triển khoa học, công nghệ và chuyển đổi số khu vực số {one}" for one in range(agencies)]
    sheets["Nhiệm vụ"] = [list(TASK_HEADER)]
    sheets["Tiến độ"] = [list(PROGRESS_HEADER)]
    for one in range(tasks):
        day = date(2025, 7, 1) + timedelta(days=one % 90)
        row = task(f"NV{one:03}", names[one % agencies], day, str(one % 7))
        row[4] = f"{long} (việc {one})"
        sheets["Nhiệm vụ"].append(row)
        state = ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện")[one % 3]
        sheets["Tiến độ"].append(report(f"NV{one:03}", "2025-Q3", state, day if one % 3 == 0 else None))
        sheets["Tiến độ"][-1][7] = "Thiếu kinh phí, thiếu người" if one % 3 else None
    return sheets


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seen from 14/9/2025: A done in time, B and C late, D due in a month and silent, E paused since July."""
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"] = [
        list(TASK_HEADER),
        task("A", "Sở Một", date(2025, 6, 30)),
        task("B", "Sở Một", date(2025, 8, 15)),
        task("C", "Sở Hai", date(2025, 7, 5)),
        task("D", "Sở Ba", date(2025, 10, 1)),
        task("E", "Sở Ba", date(2025, 7, 31)),
        task("F", "Các sở, ban, ngành", date(2025, 9, 1)),
        task("G", "Sở Hai", date(2025, 10, 14)),
        task("H", "Sở Hai", date(2025, 10, 15)),
    ]
    sheets["Tiến độ"] = [
        list(PROGRESS_HEADER),
        report("A", "2025-Q2", "Hoàn thành", date(2025, 6, 10)),
        report("B", "2025-Q2", "Đang thực hiện"),
        report("B", "2025-Q3", "Đang thực hiện"),
        report("C", "2025-Q3", "Chưa thực hiện"),
        report("E", "2025-Q3", "Tạm dừng"),
        report("G", "2025-Q3", "Đang thực hiện"),
        report("H", "2025-Q3", "Chưa thực hiện"),
    ]
    sheets["Tiến độ"][-2][4] = 30
    return write_workbook(tmp_path_factory.mktemp("leader") / "ho-so.xlsx", sheets)


def test_the_message_says_what_is_late_and_what_became_of_it(small: Path) -> None:
    data = overview(small, "2025-Q3")
    first, rest = leader.message(data)
    assert first == "3 nhiệm vụ quá hạn, tăng 3 so với quý II năm 2025."
    assert "có 5 nhiệm vụ đến hạn, đã hoàn thành 1 (20%), 1 đang tạm dừng." in rest
    late = leader.cards(data, link)[1]
    assert (late.figure, late.alarming, late.notes) == ("3", True, ("Lâu nhất 71 ngày",))


def test_agencies_are_ranked_by_what_was_due_and_equals_share_a_place(small: Path) -> None:
    ranked, others = leader.ranks(overview(small, "2025-Q3"), link)
    assert [(one.place, one.agency, one.done, one.due, one.overdue) for one in ranked] == [
        (1, "Sở Một", 1, 2, 1),
        (2, "Sở Ba", 0, 1, 0),
        (3, "Sở Hai", 0, 1, 1),
    ]
    # A paused task of Sở Ba is due, as in the report; nobody answers for "Các sở, ban, ngành".
    assert others == 1
    later = leader.ranks(overview(small, "2025-Q3", date(2025, 10, 2)), link)[0]
    assert [(one.place, one.agency) for one in later] == [(1, "Sở Một"), (2, "Sở Hai"), (2, "Sở Ba")]


def test_what_is_at_risk_is_due_soon_and_slow_or_silent(small: Path) -> None:
    data = overview(small, "2025-Q3")
    assert [(one["code"], one["days_left"], one["why"]) for one in leader.at_risk(data)] == [
        ("D", 17, "chưa thực hiện"),
        ("G", 30, "mới đạt 30%"),
    ]
    told = {one.words: one.number for one in leader.concerns(data, link, "đôn đốc")}
    assert told == {"nhiệm vụ tạm dừng mà hạn đã qua": 1}


def test_old_figures_are_told_before_they_are_believed(small: Path) -> None:
    today = overview(small, "", date(2025, 12, 1))
    assert today["period"]["code"] == "2025-Q3"
    assert leader.warnings(today) == [
        "Số liệu mới nhất là của quý III năm 2025, chốt ngày 14/9/2025, trước ngày tính 78 ngày."
    ]
    assert leader.warnings(overview(small, "2025-Q4")) == [
        "Số liệu mới nhất là của quý III năm 2025; chưa có số liệu đến hết quý IV năm 2025."
    ]
    assert overview(small, "", date(2025, 6, 14))["period"]["code"] == "2025-Q2"


def test_a_plan_that_nobody_reported_on_is_called_that_before_it_is_called_late(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    del sheets["Tiến độ"]
    data = overview(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3")
    assert leader.message(data)[0] == "1 nhiệm vụ quá hạn."
    assert leader.warnings(data) == [
        "Đến hết kỳ này chưa có báo cáo nào về nhiệm vụ; nhiệm vụ chưa có báo cáo tính là chưa thực hiện."
    ]


def test_money_that_was_never_planned_has_no_rate(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Nội dung", "Kế hoạch (triệu đồng)"], ["K", "NS", "x", 0]]
    sheets["Giải ngân"] = [["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"], ["K", "2025-Q3", 0, 0]]
    money = leader.cards(overview(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3"), link)[-1]
    assert (money.figure, money.share) == ("0", None) and "không tính tỷ lệ" in money.words


def test_the_period_is_asked_once_and_stands_in_the_address(clerk: Clerk) -> None:
    dossier = clerk.opens(EXAMPLE)
    asked = clerk.get(f"{dossier}/tong-quan")
    assert asked.status_code == 200 and "Xem tình hình tính đến khi nào?" in asked.text
    ways = [unescape(one) for one in re.findall(r'href="/bi-mat([^"]+/tong-quan\?ky=[^"]*)"', asked.text)]
    assert ways[0].endswith("ky=hom-nay&ngay=") and len(ways) > 3
    follow(clerk, clerk.get(f"{dossier}/tong-quan?ky=2025-Q4&ngay=31/12/2025"))
    again = clerk.get(f"{dossier}/tong-quan")
    assert again.status_code == 303 and "ky=2025-Q4&ngay=31/12/2025" in unescape(again.headers["Location"])
    follow(clerk, clerk.get(f"{dossier}/tong-quan?ky=hom-nay"))
    kept = clerk.get(f"{dossier}/tong-quan")
    assert re.search(r"ky=hom-nay(&|$)", unescape(kept.headers["Location"]))
    assert clerk.get(f"{dossier}/tong-quan?ngay=1/7/2026").text.count("Xem tình hình") == 1


def test_every_figure_leads_to_as_many_rows(clerk: Clerk) -> None:
    page = follow(clerk, clerk.get(f"{clerk.opens(EXAMPLE)}/tong-quan?ky=2025-Q4&ngay=20/12/2025"))
    links = [(address, number) for address, number in COUNTED.findall(page) if "loai=kinh-phi" not in address]
    assert len(links) > 8
    for address, number in links:
        rows = follow(clerk, clerk.get(unescape(address)))
        found = re.search(r"<strong data-found>([\d.]+)</strong>", rows)
        assert found and found[1] == number, address


def test_a_list_asked_for_by_risk_holds_just_those(small: Path) -> None:
    data = overview(small, "2025-Q3")
    for state, codes in ((listing.AT_RISK, ["D", "G"]), (listing.PAUSED_LATE, ["E"]), (listing.HINDERED, [])):
        assert [one["code"] for one in listing.rows_of(data, "nhiem-vu", listing.Wanted(state=state))] == codes
    due = listing.rows_of(data, "nhiem-vu", listing.Wanted(due="den"))
    assert [one["code"] for one in due] == ["A", "B", "C", "E", "F"]


def pages_of(page: Page, path: Path) -> int:
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_screen_and_one_sheet_of_paper(
    live: Live,
    come_in: Callable[..., Page],
    faults_of_access: Callable[[Page], list[str]],
    tmp_path: Path,
    javascript: bool,
) -> None:
    large = write_workbook(tmp_path / "lon.xlsx", sheets_of_many(300, 40))
    page = come_in(javascript=javascript, width=SCREEN[0], height=SCREEN[1])
    for name, source, period in (("vi-du", EXAMPLE, "2025-Q4"), ("lon", large, "2025-Q3")):
        dossier = live.site.workspace.create(name, lambda path, source=source: path.write_bytes(source.read_bytes()))
        page.goto(f"{live.home}h/{dossier.key}/tong-quan?ky={period}")
        expect(page.get_by_role("heading", name="Quá hạn lâu nhất")).to_be_visible(timeout=30_000)
        if javascript:
            foot = page.evaluate("document.querySelector('.trio').getBoundingClientRect().bottom")
            assert foot <= SCREEN[1], (name, foot)
            assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN[0]
            assert faults_of_access(page) == [], name
        else:
            assert page.get_by_role("button", name="In một trang A4").count() == 0
        page.emulate_media(media="print")
        assert pages_of(page, tmp_path / f"{name}.pdf") == 1, name
        page.emulate_media(media="screen")
    agencies = page.get_by_role("table", name=re.compile("^Cơ quan theo tỷ lệ"))
    expect(agencies.get_by_role("row")).to_have_count(7)
    page.get_by_text("Đổi kỳ, ngày").click()
    page.get_by_label("Tính đến ngày").fill("30/9/2025")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_text(re.compile("tính đến hết ngày 30/9/2025"))).to_be_visible(timeout=30_000)
    assert "ngay=30" in page.url


def test_labels_of_a_chart_do_not_lie_over_one_another_and_what_is_late_has_its_own_pattern(
    live: Live, come_in: Callable[..., Page], tmp_path: Path
) -> None:
    large = write_workbook(tmp_path / "lon.xlsx", sheets_of_many(300, 40))
    page = come_in(width=SCREEN[0], height=SCREEN[1])
    for name, source, period in (("vi-du", EXAMPLE, "2025-Q4"), ("lon", large, "2025-Q3")):
        dossier = live.site.workspace.create(name, lambda path, source=source: path.write_bytes(source.read_bytes()))
        page.goto(f"{live.home}h/{dossier.key}/tong-quan/chi-tiet?ky={period}")
        expect(page.locator("[data-drawn]")).to_be_visible(timeout=30_000)
        texts, laid_over = page.evaluate(_LAID_OVER)
        assert texts > 60
        assert laid_over == [], name
        late = page.locator("[data-plot=tinh-trang] path[fill='#b03a00']")
        assert late.count() == 2, name
