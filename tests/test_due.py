"""`due`: what goes to whom by when, how far it is, and the register of what was sent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.folders import SENT
from generator.stories.build import build
from generator.stories.due import ReportDue, as_calendar, register_sent, reports_due
from generator.stories.issue import issue
from generator.stories.jobs import Job
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ["Tên", "Kỳ", "Kính gửi", "Hạn gửi báo cáo"]


def dossier(folder: Path, *rows: list[str | None]) -> Path:
    sheets = minimal_sheets()
    if rows:
        sheets["Nơi gửi"] = [COLUMNS, *([*row] for row in rows)]
    sheets["Nội dung"] = [
        ["Kỳ báo cáo", "Mục", "Nội dung"],
        *(
            ["2025-Q3", section, "Đã viết."]
            for section in ("Nguyên nhân", "Đề xuất, kiến nghị", "Công tác chỉ đạo, điều hành")
        ),
    ]
    return write_workbook(folder / "ho-so.xlsx", sheets)


def due(path: Path, day: date) -> dict[tuple[str, str], ReportDue]:
    return {(one.period.code, one.to): one for one in reports_due(path, path.parent / "ra", day).reports}


POLICE: list[str | None] = ["Công an tỉnh", "Quý", None, "trước ngày 20"]
PARTY: list[str | None] = ["Tỉnh ủy", "Tuần; Quý", None, "thứ Sáu"]


def test_a_report_is_told_from_being_owed_to_being_issued(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE)
    key = ("2025-Q3", "Công an tỉnh")
    owed = due(path, date(2025, 9, 18))[key]
    assert owed.due is not None
    assert (owed.state, owed.due.last_day, owed.days_late, owed.is_late) == ("not_made", date(2025, 9, 19), -1, False)
    assert due(path, date(2025, 9, 22))[key].days_late == 3
    folder = build(Job(path, "2025-Q3", out=tmp_path / "ra", to="Công an tỉnh")).published.folder
    assert due(path, date(2025, 9, 22))[key].state == "made"
    issue(folder, "15", date(2025, 9, 21))
    sent = due(path, date(2025, 12, 1))[key]
    assert (sent.state, sent.days_late) == ("issued", 2)  # counted to the day of issue, not to today


def test_the_period_that_runs_stands_beside_the_one_that_closed(tmp_path: Path) -> None:
    assert set(due(dossier(tmp_path, POLICE), date(2025, 9, 18))) == {
        ("2025-Q3", "Công an tỉnh"),
        ("2025-Q4", "Công an tỉnh"),
    }


def test_weeks_are_due_on_a_day_of_the_week_and_a_day_of_the_month_says_nothing_of_them(tmp_path: Path) -> None:
    found = due(dossier(tmp_path, PARTY, ["Bộ", "Tuần", None, "trước ngày 20"]), date(2025, 9, 18))
    week = found["2025-W38", "Tỉnh ủy"].due
    assert week is not None and week.last_day == date(2025, 9, 19)  # 15/9–21/9
    assert found["2025-Q3", "Tỉnh ủy"].due is None  # which Friday of a quarter?
    assert found["2025-W38", "Bộ"].due is None
    next_week = due(dossier(tmp_path, ["Bộ", "Tuần", None, "thứ Hai tuần sau"]), date(2025, 9, 18))[
        "2025-W38", "Bộ"
    ].due
    assert next_week is not None and next_week.last_day == date(2025, 9, 22)


def test_without_a_day_nothing_is_called_late(tmp_path: Path) -> None:
    found = due(dossier(tmp_path), date(2026, 1, 30))
    assert found and all(one.due is None and one.days_late is None and not one.is_late for one in found.values())


def test_the_calendar_holds_what_is_to_be_done(tmp_path: Path) -> None:
    path, day = dossier(tmp_path, POLICE, PARTY), date(2025, 9, 18)
    text = as_calendar(reports_due(path, tmp_path / "ra", day).reports, day).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Hạn gửi: Báo cáo quý III năm 2025 gửi Công an tỉnh" in whole
    assert "DTSTART;VALUE=DATE:20250919" in whole
    assert len(set(re.findall(r"UID:(\S+)", whole))) == whole.count("BEGIN:VEVENT") > 0
    assert "\n" not in whole.replace("\r\n", "")


def test_the_register_of_what_was_sent_keeps_what_people_add(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY)
    for number, name in (("15", "Công an tỉnh"), ("16", "Tỉnh ủy")):
        folder = build(Job(path, "2025-Q3", out=tmp_path / "ra", to=name)).published.folder
        issue(folder, number, date(2025, 9, 21))
        found = reports_due(path, tmp_path / "ra", date(2025, 9, 22)).reports
        register = register_sent(path, tmp_path / "ra", found)
        assert register is not None and register.name == SENT
        if number == "15":
            book = load_workbook(register)
            book.active["I2"] = "Đã ký nhận"
            book.save(register)
    rows = [[cell.value for cell in row] for row in load_workbook(register).active.iter_rows()]
    told = [(row[1], row[2], row[4], row[6], row[8]) for row in rows[1:] if row[1]]
    assert told == [
        ("quý III năm 2025", "Công an tỉnh", "15/BC-UBND", "chậm 2 ngày", "Đã ký nhận"),
        ("quý III năm 2025", "Tỉnh ủy", "16/BC-UBND", None, None),
    ]
    before = register.read_bytes()
    register_sent(path, tmp_path / "ra", found)
    assert register.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "ics"])
def test_the_command_tells_of_every_dossier_and_of_one_that_cannot_be_read(tmp_path: Path, form: str) -> None:
    dossier(tmp_path, POLICE)
    (tmp_path / "hong.xlsx").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "due", ".", "--as-of", "22/9/2025", "--format", form],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 1 and "hong.xlsx" in err and "Traceback" not in err
    if form == "json":
        reports = json.loads(out)["reports"]
        assert reports[0]["to"] == "Công an tỉnh" and reports[0]["late"] and reports[0]["days_late"] == 3
    else:
        assert ("quá hạn 3 ngày" if form == "text" else "BEGIN:VEVENT") in out
