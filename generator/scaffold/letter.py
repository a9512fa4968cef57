"""A letter's template: subject under the number, no kind, Kính gửi, text and tables (NĐ 30/2020, mẫu 1.5)."""

from __future__ import annotations

from generator.core.standard import Standard
from generator.scaffold.outline import LetterOutline, Line, LineKind, TableOutline
from generator.scaffold.package import package, page_setup
from generator.scaffold.report import addressee_lines, body_line, header_table, signature_table, statement
from generator.scaffold.styles import LETTER_STYLES
from generator.scaffold.tables import data_table
from generator.scaffold.wordml import PageSetup, paragraph, section


def letter_template(standard: Standard, outline: LetterOutline) -> bytes:
    """The template of a công văn as a .docx."""
    page = page_setup(standard, landscape=False)
    about = paragraph(LETTER_STYLES["trich_yeu_cong_van"], standard["trich_yeu_cong_van"].mark + outline.about)
    body = [
        header_table(standard, about),
        *addressee_lines(),
        *(piece for part in outline.parts for piece in _part(part, standard, page)),
        paragraph("KhoangCach", keep_next=True),
        signature_table(standard),
        paragraph("DongCuoi"),
    ]
    return package(standard, "".join(body) + section(page), outline.title, f"Công văn {outline.about}", letter=True)


def _part(part: tuple[Line, ...] | TableOutline, standard: Standard, page: PageSetup) -> list[str]:
    if isinstance(part, TableOutline):
        made = [data_table(part.columns, part.rows, page.text_width), paragraph("KhoangCach")]
        return [statement(f"if {part.when}"), paragraph("KhoangCach", keep_next=True), *made, statement("endif")]
    followers = (*part[1:], None)
    return [body_line(line, standard, _closes(after)) for line, after in zip(part, followers, strict=True)]


def _closes(line: Line | None) -> bool:
    """Whether a line closes the letter: it is a short one, and takes the line before it to the signature's page."""
    return line is not None and line.kind is LineKind.CLOSING
