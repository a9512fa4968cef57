"""The template, once for every peer's own tags, and the reading back of what a peer made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from merging.data import COLUMNS, HEADINGS, cells

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"

# What each dialect writes before the row, in its cells and after it. A list is a row of its own.
_JINJA = (["{%tr for task in tasks %}"], [f"{{{{ task.{name} }}}}" for name in COLUMNS], ["{%tr endfor %}"])
_BRACES = [f"{{{name}}}" for name in COLUMNS]
DIALECTS: dict[str, tuple[list[str], ...]] = {
    "jinja": _JINJA,
    "braces": ([f"{{#tasks}}{_BRACES[0]}", *_BRACES[1:-1], f"{_BRACES[-1]}{{/tasks}}"],),
    "carbone": ([f"{{d.tasks[i].{name}}}" for name in COLUMNS], [f"{{d.tasks[i+1].{name}}}" for name in COLUMNS[:1]]),
    "empty": ([""],),
}


def write_template(dialect: str, target: Path) -> None:
    """A template with a title, a page number, and a table with a repeated heading row and the dialect's rows."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = "Phụ lục II"
    document.add_heading(TITLE, level=1)
    rows = DIALECTS[dialect]
    table = document.add_table(rows=1 + len(rows), cols=len(COLUMNS), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, texts in zip(table.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    document.add_paragraph("Tình trạng nhiệm vụ tính đến ngày 30 tháng 9 năm 2025.")
    document.save(str(target))


def has_title(made: Path) -> bool:
    """Whether the words outside the table are still there."""
    with zipfile.ZipFile(made) as package:
        return TITLE in package.read("word/document.xml").decode()


def faults(made: Path, count: int) -> list[str]:
    """What is wrong with a finished document: its table row by row, its title, the integrity of its zip."""
    with zipfile.ZipFile(made) as package:
        if package.testzip() is not None:
            return ["tệp nén bị hỏng"]
    if not has_title(made):
        return ["mất tiêu đề"]
    wanted, seen = cells(count), 0
    for seen, row in enumerate(_table_rows(made), start=1):
        if row != (right := next(wanted, None)):
            return [f"dòng {seen}: {row} thay vì {right}"]
    return [] if seen == count + 1 else [f"{seen - 1} dòng thay vì {count}"]


def _table_rows(made: Path) -> Iterator[tuple[str, ...]]:
    from lxml import etree

    with zipfile.ZipFile(made) as package, package.open("word/document.xml") as part:
        for _, row in etree.iterparse(part, tag=f"{W}tr"):
            yield tuple("".join(_texts(cell)) for cell in row.iter(f"{W}tc"))
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]


def _texts(cell: Any) -> list[str]:
    return [node.text or "" for node in cell.iter(f"{W}t")]
