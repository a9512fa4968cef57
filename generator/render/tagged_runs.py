"""Tags inside runs: a tag may be spread over several runs, or share one with others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.render.tags import XML_SPACE, W

if TYPE_CHECKING:
    from lxml.etree import _Element

_RUN_TAG = re.compile(r"(\{%r\s.*?%\})", re.DOTALL)


def isolate_run_tags(paragraph: _Element) -> None:
    """Gives every {%r …%} a run of its own: Word merges neighbouring runs that look alike."""
    from copy import deepcopy

    texts = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
    for found in reversed(list(_RUN_TAG.finditer("".join(node.text or "" for node in texts)))):
        replace(texts, found.start(), found.end(), found.group())
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


def replace(texts: list[_Element], start: int, end: int, new: str) -> _Element:
    """Replaces characters [start, end) of the joined texts by `new`, put where they began; returns that node."""
    position, first = 0, None
    for node in texts:
        text = node.text or ""
        low, high = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if low >= high:
            continue
        node.text = text[:low] + (new if first is None else "") + text[high:]
        node.set(XML_SPACE, "preserve")
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
