"""Where the tags of a template stand, as one looks for them in Word; the letters and runs that a tag is taken out of.

Word parts a tag over several runs, or has several tags in one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import SPACE, W
from generator.render.tags import MARK, excerpt

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


# --- letters and runs ----------------------------------------------------------------------------------

_RUN_TAG = re.compile(r"(\{%r\s.*?%\}|\{%-?\s*(?:end)?footnote\s*-?%\})", re.DOTALL)


def isolate_run_tags(paragraph: _Element) -> None:
    """Gives every {%r …%} and both ends of a footnote a run of their own: Word merges runs that look alike."""
    texts = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
    for found in reversed(list(_RUN_TAG.finditer("".join(node.text or "" for node in texts)))):
        replace_letters(texts, found.start(), found.end(), found.group())
    for node in texts:
        run, pieces = node.getparent(), [piece for piece in _RUN_TAG.split(node.text or "") if piece]
        if run is None or run.tag != f"{W}r" or len(pieces) < 2 or not _RUN_TAG.search(node.text or ""):
            continue
        for piece in pieces:
            twin = deepcopy(run)
            for child in list(twin):
                if child.tag not in (f"{W}t", f"{W}rPr"):
                    twin.remove(child)
            twin.findall(f"{W}t")[0].text = piece
            run.addprevious(twin)
        node.text = ""
        run.remove(node)
        if all(child.tag == f"{W}rPr" for child in run):
            paragraph_or_parent = run.getparent()
            assert paragraph_or_parent is not None
            paragraph_or_parent.remove(run)


def replace_letters(texts: list[_Element], start: int, end: int, new: str) -> _Element:
    """Replaces characters [start, end) of the joined texts by `new`, put where they began; returns that node."""
    position, first = 0, None
    for node in texts:
        text = node.text or ""
        low, high = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if low >= high:
            continue
        node.text = text[:low] + (new if first is None else "") + text[high:]
        node.set(SPACE, "preserve")
        first = node if first is None else first
    assert first is not None
    return first


def drop_emptied_runs(paragraph: _Element, texts: list[_Element]) -> None:
    """Removes runs that held nothing but pieces of a tag now gathered elsewhere (not a paragraph's only run)."""
    for node in texts:
        run = node.getparent()
        if node.text or run is None or len(paragraph.findall(f".//{W}r")) == 1:
            continue
        if all(child.tag in (f"{W}t", f"{W}rPr") and not child.text for child in run):
            parent = run.getparent()
            if parent is not None and any(text.text for text in parent.iter(f"{W}t")):
                parent.remove(run)


def put_beside(element: _Element, before: str, after: str) -> None:
    """Puts bare text before and behind an element."""
    previous, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + before
    else:
        parent.text = (parent.text or "") + before
    element.tail = after + (element.tail or "")


def replace_by_text(element: _Element, text: str) -> None:
    """Puts bare text where an element stood."""
    previous, parent = element.getprevious(), element.getparent()
    assert parent is not None
    text += element.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def typed(element: _Element) -> str:
    """The texts of an element as they were typed, tags too."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def node_holding(texts: list[_Element], position: int) -> _Element:
    """The node that a character of the joined texts stands in."""
    for node in texts:
        if position < len(node.text or ""):
            return node
        position -= len(node.text or "")
    return texts[-1]


def own_texts(paragraph: _Element, tag: str) -> list[_Element]:
    """The texts of a kind that stand in a paragraph and in no paragraph within it."""
    return [node for node in paragraph.iter(tag) if next(node.iterancestors(f"{W}p"), None) is paragraph]
