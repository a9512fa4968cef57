"""A section nobody has written is offered the text of the report before, as a gap, and never printed as decided."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from generator.core.problems import BadDossier
from generator.stories.build import build
from generator.stories.issue import issue
from generator.stories.jobs import Job
from generator.stories.unchanged import unchanged

EXAMPLE = Path(__file__).resolve().parent.parent / "inputs/lai-chau-nq57.xlsx"
BEFORE, PERIOD = "2025-Q4", "2026-Q1"
OFFER = "Gợi ý từ báo cáo quý IV năm 2025: "
TEXTS = (
    (BEFORE, "Nguyên nhân", "- Khách quan: thiết bị [nhập khẩu] giao chậm.\n- Chủ quan: phối hợp chưa chặt chẽ."),
    (BEFORE, "Phương hướng, nhiệm vụ", "Đẩy nhanh **số hoá** hồ sơ."),
    (BEFORE, "Đề xuất, kiến nghị", "Đề nghị Bộ Tài chính bố trí vốn."),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return with_texts(tmp_path / "ho-so.xlsx", *TEXTS)


def with_texts(path: Path, *rows: tuple[str, str, str]) -> Path:
    book = load_workbook(EXAMPLE)
    sheet = book["Nội dung"]
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def offered(workbook: Path, out: Path, period: str = PERIOD) -> list[str]:
    return [gap for gap in build(Job(workbook, period, out=out)).gaps if "Gợi ý từ báo cáo" in gap]


def test_the_last_text_of_the_workbook_is_offered_with_its_period_and_counted_as_gaps(
    workbook: Path, tmp_path: Path
) -> None:
    assert offered(workbook, tmp_path / "ra") == [
        f"{OFFER}Khách quan: thiết bị (nhập khẩu) giao chậm",
        f"{OFFER}Chủ quan: phối hợp chưa chặt chẽ",
        f"{OFFER}Đẩy nhanh số hoá hồ sơ",
        f"{OFFER}Đề nghị Bộ Tài chính bố trí vốn",
    ]
    report = docx.Document(str(tmp_path / "ra/ho-so" / PERIOD / "bao-cao.docx"))
    lines = [one for one in report.paragraphs if "Gợi ý từ báo cáo" in one.text]
    assert all(run.font.highlight_color for one in lines for run in one.runs if "Gợi ý" in run.text), "on yellow"
    with pytest.raises(BadDossier, match="chưa có nội dung"):
        build(Job(workbook, PERIOD, out=tmp_path / "ra", final=True))


def test_the_report_as_edited_and_issued_comes_before_the_workbook_and_its_own_sentences_are_not_offered(
    workbook: Path, tmp_path: Path
) -> None:
    folder = build(Job(workbook, BEFORE, out=tmp_path / "ra")).published.folder
    report = docx.Document(str(folder / "bao-cao.docx"))
    for one in report.paragraphs:
        if one.text.startswith("- Chủ quan"):
            one.insert_paragraph_before("- Mưa lũ kéo dài.", one.style)
        if one.text.startswith("Đề nghị Bộ Tài chính"):
            one.runs[-1].text += " Sớm phân bổ."
        if "[Chưa có nội dung" in one.text:
            one.text = "Đã tổ chức 03 cuộc họp."
    report.save(str(folder / "bao-cao.docx"))
    before = Job(workbook, PERIOD, out=tmp_path / "ra")
    assert unchanged(before) is None
    found = offered(workbook, tmp_path / "ra")
    assert f"{OFFER}Mưa lũ kéo dài" in found and f"{OFFER}Chủ quan: phối hợp chưa chặt chẽ" in found
    assert f"{OFFER}Đề nghị Bộ Tài chính bố trí vốn. Sớm phân bổ" in found
    assert len(found) == 5, "neither what the program reckoned nor what was directed in that period"
    assert unchanged(before) is not None
    issue(folder, "12", date(2025, 12, 20))
    assert offered(workbook, tmp_path / "ra") == found


def test_a_section_that_is_written_is_offered_nothing_and_one_without_a_last_text_stays_as_it_was(
    tmp_path: Path,
) -> None:
    own = (PERIOD, "Đề xuất, kiến nghị", "Đề nghị tỉnh cho phép gia hạn.")
    path = with_texts(tmp_path / "ho-so.xlsx", *TEXTS[1:], own)
    assert offered(path, tmp_path / "ra") == [f"{OFFER}Đẩy nhanh số hoá hồ sơ"]
    assert offered(path, tmp_path / "ra", "2025-Q3") == []


def test_a_report_before_that_cannot_be_read_leaves_the_workbooks_text(workbook: Path, tmp_path: Path) -> None:
    folder = build(Job(workbook, BEFORE, out=tmp_path / "ra")).published.folder
    (folder / "bao-cao.docx").write_bytes(b"PK")
    assert len(offered(workbook, tmp_path / "ra")) == 4
    shutil.rmtree(folder / ".base")
    assert len(offered(workbook, tmp_path / "ra")) == 4
