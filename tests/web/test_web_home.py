"""The first page answers what is due: of each dossier the next report, how far it is, who is silent; and a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from generator.compute.due import ReportingRule, coming_periods, due_periods
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule, Period, PeriodKind
from generator.core.vietnamese import upper_first
from generator.stories.build import build
from generator.stories.due import reports_due
from generator.stories.jobs import Job
from generator.web import marks
from generator.web.morning import Stage, due_reports, stage_of
from generator.web.reports import reports
from tests.web.edited_files import dossier_with_report, only_report, retyped
from tests.web.test_web_work import folder_of
from tests.web.web_client import Clerk, hidden, make_app
from tests.workbook_builder import minimal_sheets, write_workbook

DECREE = ReportingRule(CutoffRule.DECREE_09, "", None)
GAP = "[Chưa có nội dung: đề xuất, kiến nghị]"


def codes(periods: tuple[Period, ...]) -> list[str]:
    return [one.code for one in periods]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 29), ["2026-Q3", "2026-Q4"]),
        (date(2026, 12, 14), ["2026-Q3", "2026-Q4"]),
        (date(2026, 12, 15), ["2026-Q4", "2027-Q1"]),
        (date(2027, 1, 1), ["2026-Q4", "2027-Q1"]),
    ],
)
def test_due_are_the_period_that_closed_last_and_the_one_that_runs(today: date, due: list[str]) -> None:
    assert codes(due_periods([PeriodKind.QUARTER], today, DECREE)) == due


def test_what_closed_before_the_plan_is_not_due() -> None:
    young = ReportingRule(CutoffRule.DECREE_09, "", date(2026, 9, 15))
    assert codes(due_periods([PeriodKind.QUARTER], date(2026, 11, 29), young)) == ["2026-Q4"]


def test_periods_of_two_kinds_come_by_the_day_they_close() -> None:
    kinds = [PeriodKind.YEAR, PeriodKind.MONTH, PeriodKind.MONTH]
    assert codes(due_periods(kinds, date(2026, 11, 29), DECREE)) == ["2025", "2026-11", "2026", "2026-12"]


def test_weeks_come_by_themselves_and_a_range_of_days_does_not() -> None:
    found = due_periods([PeriodKind.WEEK, PeriodKind.RANGE], date(2026, 11, 29), DECREE)
    assert codes(found) == ["2026-W47", "2026-W48"]


def test_each_recipient_has_its_own_day(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nơi gửi"] = [
        ["Tên", "Kỳ", "Hạn gửi báo cáo"],
        ["Văn phòng Chính phủ", "Quý", "ngày 20"],
        ["Tỉnh ủy", "Năm", "ngày 25"],
    ]
    dossier = clerk.opens(write_workbook(tmp_path / "Hai nơi.xlsx", sheets))
    row = row_of(clerk.get("/").text, "Hai nơi")
    assert "gửi Văn phòng Chính phủ" in row and "gửi Tỉnh ủy" in row and "Hạn gửi" in row
    page = clerk.get(f"{dossier}/lap-bao-cao").text
    assert "Nơi gửi" in page and "<option>Văn phòng Chính phủ</option>" in page


RECEIVERS: list[list[str | None]] = [
    ["Văn phòng Chính phủ", "Quý", "ngày 20"],
    ["Tỉnh ủy", None, None],
    ["Thường trực", "Tuần; Quý", "thứ Sáu"],
    ["Bộ Khoa học và Công nghệ", "6 tháng; Năm", "20/6/2025"],
]


@pytest.mark.parametrize("day", [date(2025, 9, 10), date(2025, 9, 22), date(2025, 12, 30), date(2026, 6, 25)])
@pytest.mark.parametrize("number", [0, 2, 4])
def test_the_first_page_and_the_command_due_name_the_same_reports_by_the_same_days(
    clerk: Clerk, tmp_path: Path, day: date, number: int
) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Hạn gửi báo cáo", "ngày 25"])
    if number:
        sheets["Nơi gửi"] = [["Tên", "Kỳ", "Hạn gửi báo cáo"], *([*one] for one in RECEIVERS[:number])]
    path = write_workbook(tmp_path / f"Nơi gửi {number}, {day}.xlsx", sheets)
    dossier = folder_of(clerk, clerk.opens(path))
    if number == 2:
        build(Job(dossier.workbook, "2025-Q3", out=dossier.outputs, to="Tỉnh ủy"))
    works = clerk.app.extensions["baocao"].works
    page = due_reports(dossier, works.known(dossier, "check"), reports(dossier), day)
    command = reports_due(dossier.workbook, dossier.outputs, day).reports
    assert [(one.period, one.to, one.hand_in, one.closes, one.report is not None) for one in page] == [
        (one.period, one.to, one.due.last_day if one.due else None, one.closes, one.report is not None)
        for one in command
    ]
    assert len(page) >= 2


def test_the_calendar_holds_what_closes_and_whose_returns_are_due() -> None:
    late = ReportingRule(CutoffRule.CALENDAR, "ngày 5 tháng sau", None)
    found = coming_periods([PeriodKind.MONTH], date(2026, 11, 2), date(2027, 1, 2), late)
    assert codes(found) == ["2026-10", "2026-11", "2026-12"], "October is closed, its returns are not in"


def running_quarter(today: date) -> Period:
    return due_periods([PeriodKind.QUARTER], today, DECREE)[-1]


def reported_in(period: Period) -> dict[str, list[list[object]]]:
    """The minimal workbook with its figures in a period."""
    sheets = minimal_sheets()
    for rows in sheets.values():
        for row in rows[1:]:
            for place, value in enumerate(row):
                if isinstance(value, str) and parse_period(value) == Period(PeriodKind.QUARTER, 2025, 3):
                    row[place] = period.code
    return sheets


def row_of(page: str, name: str) -> str:
    """The words of a dossier's row."""
    rows = re.findall(r"<tr>.*?</tr>", page[page.index("mornings") :], re.DOTALL)
    return unescape(
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", next(one for one in rows if f"<bdi>{name}</bdi>" in one)))
    )


def test_each_dossier_says_what_is_due_and_the_most_urgent_stands_above(tmp_path: Path) -> None:
    clerk = Clerk.comes_in(make_app(tmp_path / "cho", patience=60.0))
    today = date.today()
    running = running_quarter(today)
    assert "Chưa có hồ sơ nào" in clerk.get("/").text
    clerk.opens(write_workbook(tmp_path / "Đang chạy.xlsx", reported_in(running)))
    clerk.opens(write_workbook(tmp_path / "Bỏ lâu.xlsx", reported_in(Period(PeriodKind.QUARTER, today.year - 3, 1))))
    clerk.post("/tao", {"loai": "trong", "ten": "Trống"})
    page = clerk.get("/").text
    names = re.findall(r"<bdi>([^<]+)</bdi></a>", page[page.index("mornings") : page.index("</table>")])
    assert names[0] == "Đang chạy" and set(names[1:]) == {"Bỏ lâu", "Trống"}
    assert upper_first(running.previous().label) in row_of(page, "Đang chạy")
    assert f"Tiếp theo: {running.label}" in row_of(page, "Đang chạy")
    assert "Hơn một năm nay không có số liệu mới." in row_of(page, "Bỏ lâu")
    assert "Chưa điền nội dung" in row_of(page, "Trống") and "lỗi" not in row_of(page, "Trống")
    days = (running.window(CutoffRule.DECREE_09).end - today).days
    if days <= 92:
        assert f"Chốt số liệu {running.label}" in page[page.index("Lịch ba tháng tới") :]


def test_a_report_whose_day_has_passed_is_not_called_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(2026, 11, 29)

    monkeypatch.setattr("generator.web.views.home.date", Day)
    sheets = reported_in(Period(PeriodKind.QUARTER, 2026, 2))
    header = ["Tên", "Kỳ", "Khối văn bản", "Kính gửi", "Nơi nhận", "Hạn gửi báo cáo"]
    sheets["Nơi gửi"] = [header, *([name, "Quý", None, name, None, "ngày 20"] for name in ("Bộ A", "Bộ B"))]
    clerk = Clerk.comes_in(make_app(tmp_path / "cho", patience=60.0))
    clerk.opens(write_workbook(tmp_path / "Trễ.xlsx", sheets))
    row = row_of(clerk.get("/").text, "Trễ")
    assert "Quý III năm 2026 gửi Bộ A quá hạn gửi 70 ngày" in row
    assert "Cũng quá hạn: quý III năm 2026 gửi Bộ B, hạn 20/9/2026 Tiếp theo: quý IV năm 2026 gửi Bộ A" in row


@pytest.mark.parametrize(("quarter", "stage"), [(4, Stage.DATA), (3, Stage.EMPTY)])
def test_a_year_whose_last_quarter_has_figures_has_figures(
    clerk: Clerk, tmp_path: Path, quarter: int, stage: Stage
) -> None:
    sheets = reported_in(Period(PeriodKind.QUARTER, 2025, quarter))
    sheets["Nơi gửi"] = [["Tên", "Kỳ", "Hạn gửi báo cáo"], ["Bộ A", "Năm", "ngày 20"]]
    dossier = folder_of(clerk, clerk.opens(write_workbook(tmp_path / f"Năm {quarter}.xlsx", sheets)))
    checked = clerk.app.extensions["baocao"].works.known(dossier, "check")
    due = due_reports(dossier, checked, reports(dossier), date(2025, 12, 16))
    assert next((one.period.code, one.stage) for one in due) == ("2025", stage)


def test_two_dossiers_of_one_name_are_told_apart(clerk: Clerk, tmp_path: Path) -> None:
    for _ in range(2):
        clerk.opens(write_workbook(tmp_path / "Sinh đôi.xlsx", minimal_sheets()))
    page = clerk.get("/").text
    assert page.count("Trùng tên với hồ sơ khác: thêm") == 2


def test_the_stage_follows_the_files(app: Flask) -> None:
    kept = only_report(dossier_with_report(app.extensions["baocao"]))
    stage, waiting = stage_of(kept)
    assert (stage, waiting) == (Stage.BUILT, len(kept.about.gaps)) and waiting
    report = kept.file("bao-cao.docx").path
    report.write_bytes(retyped(report.read_bytes(), {GAP: "Không có."}))
    assert stage_of(kept) == (Stage.EDITED, waiting - 1) if waiting > 1 else (Stage.READY, 0)


def test_a_fault_or_a_changed_workbook_shows_on_the_first_page(clerk: Clerk, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][2] = "Xong rồi nhé"
    dossier = clerk.opens(write_workbook(tmp_path / "Có lỗi.xlsx", sheets))
    page = clerk.get("/").text
    assert re.search(r"\d+ lỗi trong sổ tính", row_of(page, "Có lỗi"))
    folder = clerk.app.extensions["baocao"].workspace.open(dossier.rpartition("/")[2])
    write_workbook(folder.workbook, minimal_sheets())
    assert "chưa kiểm tra lại" in row_of(clerk.get("/").text, "Có lỗi")
    assert hidden(clerk.get(f"{dossier}/kiem-tra").text, "state") == folder.state()


def test_a_click_reads_no_workbook_again_and_a_change_is_seen_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"1")
    read = []
    monkeypatch.setattr(marks, "file_hash", lambda one: read.append(one) or str(len(read)))
    assert [marks.file_mark(path), marks.file_mark(path)] == ["1", "2"], "it was changed a moment ago"
    monkeypatch.setattr(marks, "_SETTLED", -timedelta(days=1) // timedelta(microseconds=1))
    assert [marks.file_mark(path), marks.file_mark(path)] == ["3", "3"]
    path.write_bytes(b"2")
    assert marks.file_mark(path) == "4"


def test_many_dossiers_are_folded_behind_the_urgent_ones_and_found_by_a_word(tmp_path: Path) -> None:
    app = make_app(tmp_path / "nhiều")
    for number in range(15):
        app.extensions["baocao"].workspace.create(f"Hồ sơ số {number}", lambda path: path.write_bytes(b"x"))
    clerk = Clerk.comes_in(app)
    page = clerk.get("/").text
    shown, folded = page.split("<details>")[:2]
    assert (shown.count('scope="row"'), folded.split("</details>")[0].count('scope="row"')) == (12, 3)
    assert "3 hồ sơ nữa" in folded
    found = clerk.get("/?tim=số 14").text
    assert found.count('scope="row"') == 1 and "Hồ sơ số 14" in found and "Hiện tất cả 15 hồ sơ" in found
    assert "Không có hồ sơ nào có chữ “&lt;b&gt;”" in clerk.get("/?tim=<b>").text
