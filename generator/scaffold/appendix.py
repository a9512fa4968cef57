"""An appendix's template: number, title, "(Kèm theo …)" line, one table, closing note (NĐ 30/2020, mẫu 2.1, 2.2)."""

from __future__ import annotations

import re

from generator.core.standard import Standard
from generator.scaffold.outline import AppendixOutline
from generator.scaffold.package import package, page_setup
from generator.scaffold.report import ended, underline
from generator.scaffold.styles import STYLE_OF
from generator.scaffold.tables import data_table
from generator.scaffold.wordml import paragraph, section


def appendix_template(standard: Standard, outline: AppendixOutline) -> bytes:
    """The template of one appendix as a .docx."""
    page = page_setup(standard, outline.landscape)
    body = [
        paragraph(STYLE_OF["phu_luc_so"], "{{ appendix.label }}"),
        paragraph(STYLE_OF["phu_luc_tieu_de"], outline.title),
        paragraph(STYLE_OF["kem_theo"], "{{ appendix.attached_to }}"),
        underline(standard, "phu_luc_tieu_de", _expression(outline.title)),
        paragraph("KhoangCach"),
        data_table(outline.columns, outline.rows, page.text_width, outline.wide),
        paragraph("GhiChu", ended(outline.note, standard)),
    ]
    return package(
        standard, "".join(body) + section(page), outline.title, f"{{{{ appendix.label }}}} - {outline.title}"
    )


def _expression(text: str) -> str:
    """A text with values in it as one expression: 'Nhiệm vụ {{ x }}' → '"Nhiệm vụ " ~ (x)'."""
    pieces = re.split(r"\{\{\s*(.+?)\s*\}\}", text)
    return " ~ ".join(f"({piece})" if at % 2 else f'"{piece}"' for at, piece in enumerate(pieces) if piece)
