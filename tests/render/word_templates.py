"""Word templates for tests, made with python-docx as a person would type them: each paragraph a list of runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

from generator.render.document import Template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BODY = "word/document.xml"


def word_file(*paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A .docx with these paragraphs (a list is a paragraph of several runs) and perhaps one table after them."""
    document = docx.Document()
    for paragraph in paragraphs:
        added = document.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            added.add_run(run)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for cells, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    return saved(document)


def saved(document: Document) -> bytes:
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def template(*paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = (), named: bool = False) -> Template:
    return Template.from_bytes("mau", word_file(*paragraphs, table=table), name_blocks=named)


def body(content: bytes) -> etree._Element:
    """The body of a .docx, parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = etree.fromstring(package.read(BODY)).find(f"{W}body")
    assert found is not None
    return found


def printed(made: Template, **names: object) -> list[str]:
    """The text of every paragraph that a template makes of these names; a line break is "\\n", a tab "\\t"."""
    return paragraph_texts(made.render(names).content)


def paragraph_texts(content: bytes) -> list[str]:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(marks.get(str(node.tag), node.text or "") for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"))
        for paragraph in body(content).iter(f"{W}p")
    ]


def file_texts(path: Path) -> list[str]:
    return paragraph_texts(path.read_bytes())
