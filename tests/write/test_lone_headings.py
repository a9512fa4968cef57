"""A heading that a page of the PDF ends with is told with its page, and nothing else is."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt

from generator.write.lone_headings import lone_heading_problems, lone_headings, print_kept_together
from generator.write.pdf_lines import pages_of

HEADING = "II. KẾT QUẢ THỰC HIỆN"


def document(lines: int, heading: str = HEADING, after: str = "Đoạn sau đề mục.", forced: bool = True) -> bytes:
    """Some lines, a heading that is kept with the next, and what follows, on a page of its own if forced."""
    made = docx.Document()
    section = made.sections[0]
    section.page_height, section.page_width = Mm(297), Mm(210)
    for number in range(lines):
        made.add_paragraph(f"Dòng thứ {number + 1}").paragraph_format.space_after = Pt(0)
    made.add_paragraph(heading).paragraph_format.keep_with_next = True
    follows = made.add_paragraph(after)
    follows.paragraph_format.page_break_before = forced
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def printed(folder: Path, name: str, content: bytes) -> bytes:
    (folder / f"{name}.docx").write_bytes(content)
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"{name}.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"{name}.pdf").read_bytes()


@pytest.mark.parametrize(
    "heading",
    [
        HEADING,
        "1. Kết quả thực hiện các nhiệm vụ được giao tại Kế hoạch số 2391/KH-UBND ngày 09 tháng 6 năm 2025",
    ],
    ids=["one line", "two lines"],
)
def test_a_heading_at_the_foot_is_told_with_its_page(tmp_path: Path, heading: str) -> None:
    content = document(12, heading)
    pdf = printed(tmp_path, "bao-cao", content)
    assert list(lone_headings(pdf, content)) == [(1, heading)]
    (problem,) = lone_heading_problems({"bao-cao.docx": content}, {"bao-cao.pdf": pdf})
    assert problem.code == "XB020" and problem.place.file == "bao-cao.pdf" and "Trang 1" in problem.message


def test_such_a_copy_is_printed_again_with_the_heading_on_the_next_page_a_note_under_its_table(
    tmp_path: Path,
) -> None:
    made = docx.Document(io.BytesIO(document(12)))
    heading = next(one for one in made.paragraphs if one.text == HEADING)
    heading.insert_paragraph_before("I. PHẦN TRÊN").paragraph_format.keep_with_next = True
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.rows[0].height = "Dòng cuối bảng", Pt(670)
    made.add_paragraph("Số liệu đến hết ngày 14/6/2026.")
    made.save(str(tmp_path / "a.docx"))
    sound = tmp_path / "b.docx"
    sound.write_bytes(document(12, forced=False))
    for path in (tmp_path / "a.docx", sound):
        printed(tmp_path, path.stem, path.read_bytes())
    before = sound.read_bytes()
    asked: list[Path] = []

    def again(copies: list[Path]) -> None:
        asked.extend(copies)
        for copy in copies:
            printed(tmp_path, copy.stem, copy.read_bytes())

    print_kept_together([tmp_path / "a.docx", sound], again)
    last = pages_of((tmp_path / "a.pdf").read_bytes())[-1]
    assert [line.text for line in last.lines] == ["Dòng cuối bảng", "Số liệu đến hết ngày 14/6/2026."]
    assert docx.Document(str(tmp_path / "a.docx")).tables[0].cell(1, 0).text == "Số liệu đến hết ngày 14/6/2026."
    assert asked == [tmp_path / "a.docx"] and sound.read_bytes() == before
    broken = [one.text for one in docx.Document(str(asked[0])).paragraphs if one.paragraph_format.page_break_before]
    assert broken == ["I. PHẦN TRÊN", "Đoạn sau đề mục."], "the heading takes along the one above it"
    assert not [line for line in pages_of((tmp_path / "a.pdf").read_bytes())[0].lines if "PHẦN" in line.text]


def test_a_pdf_that_does_not_come_again_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(document(12))
    before = printed(tmp_path, "a", path.read_bytes())
    print_kept_together([path], lambda copies: None)
    assert (tmp_path / "a.pdf").read_bytes() == before


def test_a_heading_with_its_text_and_a_page_that_ends_in_text_are_not(tmp_path: Path) -> None:
    for name, content in (("a", document(12, forced=False)), ("b", document(0, after="x", forced=False))):
        assert not list(lone_headings(printed(tmp_path, name, content), content))
