"""Where paragraphs and tags stand: in the words of one who looks for them in Word, and next to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.render.tags import MARK, W, excerpt

if TYPE_CHECKING:
    from lxml.etree import _Element


def place_of(paragraph: _Element, number: int, text: str) -> str:
    """A paragraph's place: "đoạn 12 “…”", or of one in a table "bảng 2, dòng 3, ô 1 “…”"; `number` counts all."""
    where = _cell_of(paragraph) or f"đoạn {number}"
    return f"{where} “{excerpt(text)}”" if text.strip() else where


def _cell_of(paragraph: _Element) -> str:
    """The outermost cell round a paragraph."""
    cells = list(paragraph.iterancestors(f"{W}tc"))
    if not cells:
        return ""
    cell = cells[-1]
    row = next(cell.iterancestors(f"{W}tr"), None)
    table = next(cell.iterancestors(f"{W}tbl"), None)
    if row is None or table is None:
        return ""
    outer = [one for one in table.getroottree().iter(f"{W}tbl") if next(one.iterancestors(f"{W}tbl"), None) is None]
    rows, cells_of_row = list(table.iter(f"{W}tr")), list(row.iterchildren(f"{W}tc"))
    column = cells_of_row.index(cell) + 1 if cell in cells_of_row else 1
    return f"bảng {outer.index(table) + 1}, dòng {rows.index(row) + 1}, ô {column}"


def holders(root: _Element) -> Iterator[_Element]:
    """The element that each tag's mark stands in, in reading order."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            for value in element.attrib.values():
                yield from (element for _ in MARK.findall(str(value)))
            yield from (element for _ in MARK.findall(element.text or ""))
        else:
            parent = element.getparent()
            if parent is not None:
                yield from (parent for _ in MARK.findall(element.tail or ""))


def apart_from(one: _Element, other: _Element) -> str:
    """ "ô bảng", "dòng bảng" or "cấp" if two places are not within one cell, row or kind of paragraph; else ""."""
    path, end = ([*reversed(list(leaf.iterancestors())), leaf] for leaf in (one, other))
    shared = sum(1 for a, b in zip(path, end, strict=False) if a is b)
    below, beside = path[shared:], end[shared:]
    for step in (*below, *beside):
        if step.tag in (f"{W}tc", f"{W}tr", f"{W}tbl"):
            return {f"{W}tc": "ô bảng", f"{W}tr": "dòng bảng", f"{W}tbl": "bảng"}[str(step.tag)]
    return "" if [step.tag for step in below] == [step.tag for step in beside] else "cấp (đoạn hay cụm chữ)"
