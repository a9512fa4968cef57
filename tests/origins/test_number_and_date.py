"""Number and date go into the room left for them, in the forms that people and editors leave the lines in."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from generator.core.standard import load_standard
from generator.origins.number_and_date import Stamp, frame_of, stamp_document

NAMES = ("nd30", "dang")


def stamped(*lines: str, number: str = "5", day: date = date(2026, 1, 5)) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs afterwards, and the lines that name another number or day."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    content = stream.getvalue()
    result = stamp_document(content, Stamp(number, day, frame_of(content)))
    found = Document(io.BytesIO(result.content))
    return [paragraph.text for paragraph in found.paragraphs], result.others


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Số:       /BC-UBND", "Số: 05/BC-UBND"),
        ("Số:/BC-UBND", "Số: 05/BC-UBND"),
        ("Số : ……/BC-UBND", "Số : 05/BC-UBND"),
        ("Số:\u00a0\u00a0 /BC-SKHCN", "Số: 05/BC-SKHCN"),
        ("Số: \t /BC-UBND", "Số: 05/BC-UBND"),
        ("Số:        05/BC-UBND", "Số: 05/BC-UBND"),
        ("Số       -BC/TU", "Số 05-BC/TU"),
        ("Lai Châu, ngày      tháng      năm 2025", "Lai Châu, ngày 05 tháng 01 năm 2026"),
        ("Lai Châu, ngày…tháng…năm 20…", "Lai Châu, ngày 05 tháng 01 năm 2026"),
        ("Lai Châu, ngày ... tháng ... năm 2025", "Lai Châu, ngày 05 tháng 01 năm 2026"),
        (
            "(Kèm theo Báo cáo số       /BC-UBND ngày      tháng      năm 2025 của Ủy ban nhân dân tỉnh Lai Châu)",
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Lai Châu)",
        ),
        (
            "(Kèm theo Báo cáo số       -BC/TU, ngày      tháng      năm 2025 của Tỉnh ủy Lai Châu)",
            "(Kèm theo Báo cáo số 05-BC/TU, ngày 05 tháng 01 năm 2026 của Tỉnh ủy Lai Châu)",
        ),
        ("Căn cứ Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ;", None),
        ("Thực hiện Kế hoạch số 123/KH-UBND ngày 05 tháng 3 năm 2025, Ủy ban nhân dân báo cáo như sau:", None),
    ],
)
def test_a_line_gets_number_and_date(line: str, written: str | None) -> None:
    assert stamped(line) == ([written or line], ())


@pytest.mark.parametrize(
    "line",
    [
        "Số: 17/BC-UBND",
        "Lai Châu, ngày 06 tháng 01 năm 2026",
        "Lai Châu, ngày 05 tháng 01 năm 2025",
        "(Kèm theo Báo cáo số 17/BC-UBND ngày      tháng      năm 2025 của Ủy ban nhân dân tỉnh Lai Châu)",
    ],
)
def test_another_number_or_day_is_told_and_left(line: str) -> None:
    assert stamped(line) == ([line], (line,))


def test_only_the_first_number_line_and_every_attached_line() -> None:
    attached = "(Kèm theo Báo cáo số     /BC-UBND ngày     tháng     năm 2025 của UBND)"
    texts, _ = stamped("Số:    /BC-UBND", "Số:    /QĐ-UBND", attached, attached)
    assert texts[:2] == ["Số: 05/BC-UBND", "Số:    /QĐ-UBND"]
    assert texts[2:] == ["(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2026 của UBND)"] * 2


@pytest.mark.parametrize(("line", "name"), [("Số:    /BC-UBND", "nd30"), ("Số    -BC/TU", "dang"), ("Khác", "nd30")])
def test_the_form_is_told_by_the_number_line(line: str, name: str) -> None:
    document = Document()
    document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    assert frame_of(stream.getvalue()) == load_standard(name).frame


def test_what_holds_neither_is_given_back_to_the_byte() -> None:
    stream = io.BytesIO()
    Document().save(stream)
    content = stream.getvalue()
    assert stamp_document(content, Stamp("5", date(2026, 1, 5), frame_of(content))).content == content
