"""Lines of a plan kept as a Word file: its paragraphs, and its tables row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator import vietnamese
from generator.problems import Place
from generator.read.package import TooLarge
from generator.read.plan_lines import PlanLine
from generator.read.word_numbering import W, WordNumbering, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_TAGS = 4_000_000
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}tcPr", _MC_FALLBACK))


def docx_lines(path: Path) -> list[PlanLine]:
    """The paragraphs and table rows of a Word file in reading order.

    Automatic numbers are written out, deleted text of tracked changes is left out. Raises TooLarge, KeyError when
    the file has no document part, zipfile.BadZipFile or lxml's XMLSyntaxError when it is damaged.
    """
    with zipfile.ZipFile(path) as package:
        content = package.read("word/document.xml")
        if content.count(b"<") > _MOST_TAGS:
            raise TooLarge
        root = parse_xml(content)
        numbering = WordNumbering.of(package)
    body = root.find(f"{W}body")
    lines: list[PlanLine] = []
    table = paragraph = 0
    for block in [] if body is None else _blocks(body):
        if block.tag == f"{W}p":
            paragraph += 1
            place = Place(path.name, None, f"đoạn {paragraph}")
            lines.append(PlanLine(place, (vietnamese.clean(_paragraph_text(block, numbering)),)))
        elif block.tag == f"{W}tbl":
            lines += _table_lines(path.name, table, block, numbering)
            table += 1
    return lines


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Children of `parent`, those inside content controls and tracked insertions included."""
    for child in parent:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(child)
        elif child.tag not in _SKIPPED:
            yield child


def _table_lines(file: str, table: int, element: _Element, numbering: WordNumbering) -> list[PlanLine]:
    lines = []
    open_merges: dict[int, str] = {}
    for number, row in enumerate((r for r in _blocks(element) if r.tag == f"{W}tr"), start=1):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[str] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        carried: dict[int, str] = {}
        for cell in (c for c in _blocks(row) if c.tag == f"{W}tc"):
            column = len(cells)
            text = _cell_text(cell, numbering)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None:
                open_merges.pop(column, None)
            elif merge.get(f"{W}val") == "restart":
                open_merges[column] = text
            elif column in open_merges:
                carried[column], text = open_merges[column], ""
            cells += [text] + [""] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
        place = Place(file, None, f"bảng {table + 1}, dòng {number}")
        lines.append(PlanLine(place, tuple(cells), table, carried))
    return lines


def _number(element: _Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val") or ""
    return int(value) if value.isdigit() and int(value) <= 64 else default


def _cell_text(cell: _Element, numbering: WordNumbering) -> str:
    paragraphs = [_paragraph_text(paragraph, numbering) for paragraph in cell.iter(f"{W}p")]
    return vietnamese.clean("\n".join(paragraphs))


def _paragraph_text(paragraph: _Element, numbering: WordNumbering) -> str:
    text = "".join(_pieces(paragraph))
    number = numbering.next_number(paragraph)
    return f"{number} {text}" if number else text


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIPPED and child.tag != f"{W}p":
            yield from _pieces(child)
