"""A report written with python-docx, as a program other than this one would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

CENTER, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
LONG = (
    "Thực hiện “Kế hoạch” của tỉnh – Sở đã triển khai đồng bộ các nhiệm vụ được giao, phân công rõ người, rõ việc, "
    "rõ thời hạn và thường xuyên đôn đốc, kiểm tra…"
)


def report_by_python_docx(path: Path, body: int = 14, bullets: bool = False) -> Path:
    """Writes the report: a two-column head without borders, rules of underscores, runs split as editors split them."""
    document = docx.Document()
    _page(document, body)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(65), Mm(100)
    _line(left, "UBND TỈNH LAI CHÂU", 12, first=True)
    _line(left, "SỞ KHOA HỌC VÀ CÔNG NGHỆ", 12, bold=True)
    _line(left, "_______", 12)
    _line(left, "Số: 05/BC-SKHCN", 13)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    _line(right, "__________________________", 12)
    _line(right, "Lai Châu, ngày 05 tháng 9 năm 2025", 13, italic=True)
    _line(document, "BÁO CÁO", 14, bold=True)
    _line(document, "Kết quả thực hiện nhiệm vụ quý III năm 2025", 14, bold=True)
    _line(document, "________", 14)
    _text(document, LONG)
    _text(document, "I. KẾT QUẢ THỰC HIỆN", bold=True)
    _text(document, "1. Công tác chỉ đạo, điều hành", bold=True)
    _text(document, LONG)
    for style in ("List Bullet", "List Number") if bullets else ():
        for _ in range(3):
            paragraph = document.add_paragraph(LONG, style=style)
            paragraph.alignment, paragraph.paragraph_format.space_before = BOTH, Pt(6)
    table = document.add_table(rows=3, cols=4, style="Table Grid")
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.text = "Ô số liệu"
        cell.paragraphs[0].runs[0].font.size = Pt(12)
    _text(document, "Trên đây là báo cáo của Sở Khoa học và Công nghệ./.")
    _closing(document)
    document.save(str(path))
    return path


def _page(document: Any, body: int) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(body)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    for kind in ("begin", "code", "end"):
        element = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            element.text = "PAGE"
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    run.font.size = Pt(13)


def _line(
    place: Any, text: str, size: int, bold: bool = False, italic: bool = False, first: bool = False, align: Any = CENTER
) -> None:
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    for piece in (text[:4], text[4:]):
        run = paragraph.add_run(piece)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _text(document: Any, text: str, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = BOTH
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after, form.line_spacing = Cm(1.27), Pt(6), Pt(0), 1.15
    for piece in (text[:11], text[11:]):
        paragraph.add_run(piece).bold = bold or None


def _closing(document: Any) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _line(left, "Nơi nhận:", 12, bold=True, italic=True, first=True, align=LEFT)
    _line(left, "- UBND tỉnh;", 11, align=LEFT)
    _line(left, "- Lưu: VT.", 11, align=LEFT)
    _line(right, "GIÁM ĐỐC", 14, bold=True, first=True)
    for _ in range(4):
        _line(right, "", 14)
    _line(right, "Nguyễn Văn An", 14, bold=True)
