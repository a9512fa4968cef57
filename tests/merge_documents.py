"""Small Word files with named blocks, as the program writes them and as editors leave them, for tests of the merge."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""  # noqa: E501
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="{p}Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="{p}Body"><w:name w:val="Nội dung văn bản"/>
<w:basedOn w:val="{p}Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="{p}Head"><w:name w:val="Mục (I, II, III)"/><w:basedOn w:val="{p}Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>"""


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, the name of its bookmark, its style, words (by place) that are bold."""

    text: str
    name: str = ""
    style: str = "Body"
    bold: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Row:
    """A table row."""

    cells: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Habits:
    """How the file is written: as the program does, or with what an editor makes of it."""

    split_runs: bool = False
    no_bookmarks: bool = False
    prefix: str = ""
    quotes: bool = False


def word_file(blocks: Sequence[Line | Table], habits: Habits | None = None) -> bytes:
    habits = habits or Habits()
    body = "".join(_block(block, number, habits) for number, block in enumerate(blocks))
    return word_file_of(body + "<w:p/><w:sectPr/>", habits.prefix)


def word_file_of(body: str, prefix: str = "") -> bytes:
    """A file with this XML in its body."""
    relations = f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(root),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATIONS.format(relations),
        "word/styles.xml": _STYLES.format(p=prefix),
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return sink.getvalue()


def _block(block: Line | Table, number: int, habits: Habits) -> str:
    if isinstance(block, Line):
        return _paragraph(block, number * 1000, habits)
    width = max(len(row.cells) for row in block.rows)
    rows = "".join(_row(row, number * 1000 + place + 1, habits) for place, row in enumerate(block.rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>{rows}</w:tbl>"


def _row(row: Row, number: int, habits: Habits) -> str:
    lines = [Line(text, row.name if place == 0 else "") for place, text in enumerate(row.cells)]
    return "<w:tr>" + "".join(f"<w:tc>{_paragraph(line, number, habits)}</w:tc>" for line in lines) + "</w:tr>"


def _paragraph(line: Line, number: int, habits: Habits) -> str:
    named = line.name and not habits.no_bookmarks
    start = f'<w:bookmarkStart w:id="{number}" w:name="_bc_{line.name}"/>' if named else ""
    end = f'<w:bookmarkEnd w:id="{number}"/>' if named else ""
    identity = f' w14:paraId="{number:08X}"' if habits.split_runs else ""
    style = f'<w:pPr><w:pStyle w:val="{habits.prefix}{line.style}"/></w:pPr>'
    return f"<w:p{identity}>{style}{start}{_runs(line, habits)}{end}</w:p>"


def _runs(line: Line, habits: Habits) -> str:
    words = line.text.split(" ")
    pieces = [word + (" " if place < len(words) - 1 else "") for place, word in enumerate(words)]
    if not habits.split_runs and not line.bold:
        return _run("".join(pieces), False)
    runs = [_run(piece, place in line.bold) for place, piece in enumerate(pieces)]
    return '<w:proofErr w:type="spellStart"/>'.join(runs) if habits.split_runs else "".join(runs)


def _run(text: str, bold: bool) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def lines_of(content: bytes) -> list[str]:
    """What a reader reads, with tracked changes accepted: a line a paragraph, cells of a row joined by " | "."""
    body = document_of(content).find(f"{W}body")
    lines: list[str] = []
    for child in body if body is not None else ():
        if child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                lines.append(" | ".join(" / ".join(map(text_of, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")))
        else:
            lines += [text_of(one) for one in ([child] if child.tag == f"{W}p" else child.iter(f"{W}p"))]
    return lines[:-1] if lines and not lines[-1] else lines


def document_of(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def text_of(paragraph: etree._Element) -> str:
    return "".join(
        node.text or ""
        for node in paragraph.iter(f"{W}t")
        if not any(above.tag in (f"{W}del", f"{W}moveFrom") for above in node.iterancestors())
    )


def bold_words(content: bytes) -> set[str]:
    """Every word that stands in a bold run."""
    runs = document_of(content).iter(f"{W}r")
    return {
        word
        for run in runs
        if run.find(f"{W}rPr/{W}b") is not None
        for node in run.iter(f"{W}t")
        for word in (node.text or "").split()
    }


def renamed(line: Line, text: str) -> Line:
    return replace(line, text=text)
