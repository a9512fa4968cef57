"""What a report prints of a ceiling for the year in a part of the year, and of an agency that sent only figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.stories.build import build
from generator.stories.jobs import Job
from tests.render.test_report_text import dump
from tests.workbook_builder import PROGRESS_HEADER, minimal_sheets, write_workbook

SCIENCE, FINANCE = "Sở Khoa học và Công nghệ", "Sở Tài chính"
FIGURES = {1: 0, 2: 1, 3: 0, 4: 0, 5: 2, 6: 0}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Chốt số liệu", "Lịch"])
    sheets["Chỉ tiêu"] = [
        ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Chiều", "Cách tính", "Mục tiêu", "Năm mục tiêu", "Cơ quan chủ trì"],
        ["CT1", "Số vụ cháy", "vụ", "Giảm", "Cộng dồn", "không quá 9", 2030, FINANCE],
    ]
    sheets["Lộ trình"] = [["Mã chỉ tiêu", "Năm", "Mục tiêu"], ["CT1", 2026, "không quá 2"]]
    sheets["Số liệu"] = [
        ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"],
        *(["CT1", f"2026-{month:02d}", value] for month, value in FIGURES.items()),
    ]
    progress = [["I.2", code, "Đang thực hiện", None, 40, "Đã khảo sát", None, None, SCIENCE] for code in PERIODS]
    sheets["Tiến độ"] = [list(PROGRESS_HEADER), *progress]
    return write_workbook(tmp_path / "ho-so.xlsx", sheets)


PERIODS = ("2026-01", "2026-Q2")


def printed(workbook: Path, period: str) -> str:
    """The report and its appendices, as text."""
    outcome = build(Job(workbook, period, out=workbook.parent / "ra"))
    return "\n".join(dump(path.read_bytes()) for path in sorted(outcome.published.folder.glob("*.docx")))


def test_a_month_within_the_years_ceiling_is_not_said_to_have_reached_it(workbook: Path) -> None:
    text = printed(workbook, "2026-01")
    assert "Chỉ tiêu duy nhất của kế hoạch trong mức của năm, chưa đánh giá" in text
    assert "Trong mức của năm, chưa đánh giá: số vụ cháy là 0 vụ (mục tiêu năm 2026: không quá 2 vụ)." in text
    assert "Trong mức của năm, chưa đánh giá" in text
    for false in ("vượt mục tiêu", "đạt mục tiêu", "các năm sau", "nhất so với mục tiêu"):
        assert false not in text


def test_a_quarter_that_passes_the_years_ceiling_with_what_was_before_says_so(workbook: Path) -> None:
    text = printed(workbook, "2026-Q2")
    assert "từ đầu năm: 3" in text
    assert "chưa đạt mục tiêu năm 2026 (không quá 2 vụ)" in text
    assert "cao nhất so với mục tiêu" not in text


@pytest.mark.parametrize("period", PERIODS)
def test_an_agency_that_sent_its_figures_is_not_said_to_have_sent_nothing(workbook: Path, period: str) -> None:
    text = printed(workbook, period)
    assert "02/02 cơ quan chủ trì đã gửi báo cáo" in text
    assert "chưa gửi báo cáo" not in text
    assert f"{FINANCE} (01 nhiệm vụ)" in text
