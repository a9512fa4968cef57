"""What is said to be done is shown, or told; the documents named are looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from generator.compute.evidence import document_numbers
from generator.core.problems import Problem, Severity
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.jobs import Job
from generator.stories.trace import trace, write_check_sheet
from tests.workbook_builder import minimal_sheets, write_workbook

SCIENCE, FINANCE = "Sở Khoa học và Công nghệ", "Sở Tài chính"
Sheets = dict[str, list[list[object]]]


def sheets(evidence: object = None, source: object = "Chi cục Thống kê", **settings: str) -> Sheets:
    """I.1 is completed on 20/8/2025 in quý III, CT1 is met; `evidence` and `source` say what shows it."""
    made = minimal_sheets()
    made["Thông tin chung"] += [[key.replace("_", " "), value] for key, value in settings.items()]
    made["Cơ quan"] = [["Tên cơ quan"], [SCIENCE], [FINANCE], ["Sở Nội vụ"]]
    made["Tiến độ"] = [
        ["Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng", "Ngày hoàn thành", "Minh chứng", "Đơn vị báo cáo"],
        ["I.1", "2025-Q3", "Hoàn thành", date(2025, 8, 20), evidence, SCIENCE],
    ]
    made["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu"], ["CT1", "Tỷ lệ", "%", "≥ 80"]]
    made["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Nguồn số liệu"], ["CT1", "2025-Q3", 85, source]]
    made["Văn bản"] = [
        ["Kỳ báo cáo", "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành"],
        ["2025-Q3", "57/QĐ-SKHCN", date(2025, 8, 19), SCIENCE],
        ["2025-Q3", "15/KH", date(2025, 8, 1), "Sở Nội vụ"],
        ["2025-Q4", "99/BC-SKHCN", date(2025, 10, 1), SCIENCE],
        ["2025-Q3", "8/BC", date(2025, 8, 1), "Sở Nội vụ"],
        ["2025-Q3", "8/BC", date(2025, 8, 2), SCIENCE],
        ["2025-Q3", "70/QĐ-UBND", date(2025, 8, 2), "UBND tỉnh"],
    ]
    return made


def told(tmp_path: Path, made: Sheets) -> list[Problem]:
    found = check(write_workbook(tmp_path / "ho-so.xlsx", made)).problems
    return [one for one in found if one.code.startswith("MC")]


def test_what_is_done_without_evidence_is_a_warning_at_its_cell(tmp_path: Path) -> None:
    found = told(tmp_path, sheets(None, None))
    assert [(one.code, one.place.sheet, one.place.cell) for one in found] == [
        ("MC001", "Tiến độ", "E2"), ("MC001", "Số liệu", "D2"),
    ]  # fmt: skip
    assert all(one.severity is Severity.WARNING for one in found)


def test_a_setting_makes_it_an_error(tmp_path: Path) -> None:
    found = told(tmp_path, sheets(None, None, Minh_chứng_bắt_buộc="Có"))
    assert [(one.code, one.severity) for one in found] == [("MC002", Severity.ERROR)] * 2


@pytest.mark.parametrize("evidence", ["57/QĐ-SKHCN", "https://sokhcn.vn/57.pdf", "bien-ban.pdf", "8/BC", "70/QĐ-UBND"])
def test_a_document_link_or_file_is_evidence(tmp_path: Path, evidence: str) -> None:
    assert told(tmp_path, sheets(evidence)) == []


@pytest.mark.parametrize(
    ("evidence", "code", "words"),
    [
        ("99/BC-SKHCN", "MC003", "ghi ngày 01/10/2025, không thuộc quý III năm 2025"),
        ("Kế hoạch số 15/KH của Sở", "MC004", "là của Sở Nội vụ, không phải của Sở Khoa học và Công nghệ"),
        ("500/QĐ-UBND", "MC005", "500/QĐ-UBND"),
    ],
)
def test_a_named_document_is_looked_up(tmp_path: Path, evidence: str, code: str, words: str) -> None:
    (one,) = told(tmp_path, sheets(evidence))
    assert one.code == code and words in one.message and one.place.cell == "E2"


@pytest.mark.parametrize("words", ["Không", "-", "…"])
def test_words_of_nothing_show_nothing(tmp_path: Path, words: str) -> None:
    assert [one.code for one in told(tmp_path, sheets(words))] == ["MC001"]


def test_evidence_of_the_row_that_completed_holds_for_later_rows(tmp_path: Path) -> None:
    made = sheets("57/QĐ-SKHCN")
    made["Tiến độ"].append(["I.1", "2025-Q4", "Hoàn thành", date(2025, 8, 20), None, SCIENCE])
    assert told(tmp_path, made) == []


def test_a_sheet_without_the_column_is_told_once(tmp_path: Path) -> None:
    made = sheets()
    for row in made["Tiến độ"]:
        del row[4]
    made["Tiến độ"].append(["I.2", "2025-Q3", "Hoàn thành", date(2025, 8, 21), SCIENCE])
    (one,) = told(tmp_path, made)
    assert one.code == "MC001" and one.place.cell is None and "2 mã đã hoàn thành" in one.message
    assert "I.1, I.2" in one.message


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Quyết định số 57/QĐ-UBND ngày 20/5/2026", ("57/QĐ-UBND",)),
        ("260520_57/QĐ-UBND", ("57/QĐ-UBND",)),
        ("12/2025/QĐ-UBND; 1234/UBND-VX4", ("12/2025/QĐ-UBND", "1234/UBND-VX4")),
        ("08/NQ-HĐND, 186-QĐ/TU", ("08/NQ-HĐND", "186-QĐ/TU")),
        ("ngày 20/5/2026, đạt 7/10 xã, 2/3 hộ", ()),
        ("https://a.vn/2025/Q3/B", ()),
    ],
)
def test_numbers_of_documents_are_found_in_words(text: str, numbers: tuple[str, ...]) -> None:
    assert document_numbers(text) == numbers


def test_evidence_is_printed_in_the_appendix_and_what_lacks_it_stands_in_the_check_sheet(tmp_path: Path) -> None:
    made = sheets("57/QĐ-SKHCN", None)
    made["Tiến độ"].append(["I.2", "2025-Q3", "Hoàn thành", date(2025, 8, 21), None, SCIENCE])
    made["Tiến độ"].append(["II.1", "2025-Q4", "Hoàn thành", date(2025, 10, 21), None, FINANCE])
    folder = build(Job(write_workbook(tmp_path / "ho-so.xlsx", made), "2025-Q3", out=tmp_path / "ra")).published.folder
    printed = [
        cell.value for sheet in load_workbook(folder / "phu-luc.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert any("Minh chứng: 57/QĐ-SKHCN" in str(value) for value in printed)
    assert not any("Minh chứng: \n" in str(value) for value in printed)
    sheet = load_workbook(write_check_sheet(trace(folder), folder, None))["Chưa có minh chứng"]
    lines = [[cell.value for cell in row][1:5] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert [(line[0], line[3]) for line in lines] == [
        ("I.2", "trang “Tiến độ”, ô E3"), ("CT1", "trang “Số liệu”, ô D2"),
    ]  # fmt: skip


def test_causes_and_proposals_of_the_rows_stand_in_their_sections_where_nobody_wrote_them(tmp_path: Path) -> None:
    made = sheets("57/QĐ-SKHCN")
    made["Tiến độ"][0] += ["Nguyên nhân", "Đề xuất, kiến nghị"]
    made["Tiến độ"].append(
        ["I.2", "2025-Q3", "Đang thực hiện", None, None, SCIENCE, "Thiếu 02 kỹ sư.", "Bố trí 500 triệu đồng"]
    )
    folder = build(Job(write_workbook(tmp_path / "ho-so.xlsx", made), "2025-Q3", out=tmp_path / "ra")).published.folder
    printed = [paragraph.text for paragraph in docx.Document(str(folder / "bao-cao.docx")).paragraphs]
    assert any("Phủ sóng 5G: thiếu 02 kỹ sư (Sở Khoa học và Công nghệ)" in line for line in printed)
    assert any("Phủ sóng 5G: bố trí 500 triệu đồng (Sở Khoa học và Công nghệ)" in line for line in printed)
    suggested = [line for line in printed if "Phủ sóng 5G: thiếu" in line or "Phủ sóng 5G: bố trí" in line]
    assert all(line.startswith("- [Gợi ý: ") for line in suggested), "a suggestion, not decided"
