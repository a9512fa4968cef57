"""Word documents to compare, and reading a redline without the program's own reading of tracked changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Row = tuple[str, ...]
Block = str | tuple[Row, ...]


def saved(document: WordDocument) -> bytes:
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


@cache
def blank() -> bytes:
    """python-docx's empty document without its ninety table styles, none of which these documents use."""
    document = Document()
    for style in list(document.styles.element.iterfind(f"{W}style[@{W}type='table']")):
        if style.get(f"{W}default") is None:
            document.styles.element.remove(style)
    return saved(document)


def document_of(blocks: Sequence[Block], change: Callable[[WordDocument], object] | None = None) -> bytes:
    """A document with a paragraph for each text and a table for each tuple of rows."""
    document = Document(io.BytesIO(blank()))
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(rows=0, cols=max(len(row) for row in block))
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    if change:
        change(document)
    return saved(document)


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def marks(content: bytes, *names: str) -> list[str]:
    """The text inside each mark of the names given, in order."""
    tags = [f"{W}{name}" for name in names]
    found = (mark for mark in part(content).iter(*tags) if mark.getparent().tag not in (f"{W}rPr", f"{W}trPr"))
    return ["".join(text.text or "" for text in mark.iter(f"{W}t", f"{W}delText")) for mark in found]


def texts(content: bytes) -> list[str]:
    """A line a paragraph or row as python-docx reads a document without tracked changes.

    The empty paragraph that must stand after a table at the end is there, whether the file has it or not.
    """
    lines, last_is_table = [], True
    for block in Document(io.BytesIO(content)).iter_inner_content():
        last_is_table = hasattr(block, "rows")
        if last_is_table:
            lines += ["|".join(["", *(cell.text for cell in row.cells), ""]) for row in block.rows]
        else:
            lines.append(block.text)
    return [*lines, ""] if last_is_table else lines
