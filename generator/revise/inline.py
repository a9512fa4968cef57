"""A Word paragraph as a line of characters, each of which knows where it stands in the XML.

What a person has deleted under tracked changes is not read; what they have inserted is. A picture, a footnote mark
or a page break is one character (OBJECT) that no comparison changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import SPACE, TEXT, W
from generator.office.word_text import BREAK, EQUATION, OBJECT, stretches

if TYPE_CHECKING:
    from lxml.etree import _Element

PARAGRAPH_END = "\ue0f0"
"""Stands between paragraphs that are read as one."""

_BREAK_TYPE = f"{W}type"
_WITHIN_LINES = "textWrapping"


@dataclass(slots=True)
class Piece:
    """Text of one node; `run` is None for an equation and for the end of a paragraph among several (its node)."""

    text: str
    node: _Element
    run: _Element | None
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Insert:
    """Text to put in; `properties` is the w:rPr it gets, or None for that of the text it stands beside."""

    text: str
    properties: _Element | None = None


def text_of(paragraphs: Sequence[_Element]) -> str:
    """What a reader reads in the paragraphs, with PARAGRAPH_END between them."""
    return PARAGRAPH_END.join("".join(text for text, _, _ in _read(paragraph)) for paragraph in paragraphs)


def pieces_of(paragraphs: Sequence[_Element]) -> list[Piece]:
    """The same text node by node."""
    pieces: list[Piece] = []
    position = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            pieces.append(Piece(PARAGRAPH_END, paragraphs[number - 1], None, position))
            position += 1
        for text, node, run in _read(paragraph):
            if text:
                pieces.append(Piece(text, node, run, position))
                position += len(text)
    return pieces


def _read(paragraph: _Element) -> Iterator[tuple[str, _Element, _Element | None]]:
    for text, node, run, _ in stretches(paragraph):
        tag = node.tag
        if tag == TEXT:
            yield text, node, run
        elif tag == EQUATION:
            yield OBJECT, node, None
        elif tag == BREAK and node.get(_BREAK_TYPE, _WITHIN_LINES) != _WITHIN_LINES:
            yield OBJECT, node, run
        elif text:
            yield text, node, run


# --- changing ------------------------------------------------------------------------------------


def splice(pieces: Sequence[Piece], start: int, end: int, inserts: Sequence[Insert], paragraph: _Element) -> None:
    """Replaces characters [start, end) by `inserts`; call it from right to left on one list of pieces.

    Pictures, notes and paragraph ends in the stretch stay. `paragraph` takes the text if it has none yet.
    """
    touched = [piece for piece in pieces if piece.start < end and start < piece.end]
    touched = [piece for piece in touched if piece.run is not None and piece.text != OBJECT]
    host = touched[0] if touched else _beside(pieces, start)
    if host is not None and host.node.tag != TEXT:
        _insert(host, start, inserts, paragraph)
        inserts = ()
    for piece in touched:
        _cut(piece, start, end)
    _insert(host, start, inserts, paragraph)
    for piece in touched:
        _drop_if_empty(piece.run)


def place(pieces: Sequence[Piece], at: int, marks: Sequence[_Element], paragraph: _Element, *, before: bool) -> None:
    """Puts elements between two characters: `before` the run that begins there, else behind the one that ends there."""
    ends = [piece for piece in pieces if piece.run is not None and piece.start < at <= piece.end]
    begins = [piece for piece in pieces if piece.run is not None and piece.start <= at < piece.end]
    chosen = (begins or ends) if before else (ends or begins)
    if not chosen:
        for mark in marks:
            paragraph.append(mark)
        return
    piece = chosen[0]
    spot = _split(piece, at - piece.start)
    for mark in marks:
        spot.addnext(mark)
        spot = mark
    _drop_if_empty(piece.run)


def _beside(pieces: Sequence[Piece], start: int) -> Piece | None:
    """The piece that new text between two characters joins: plain text before or behind it, if there is any."""
    near = [piece for piece in pieces if piece.run is not None and piece.start < start <= piece.end]
    near += [piece for piece in pieces if piece.run is not None and piece.start == start]
    plain = [piece for piece in near if piece.text != OBJECT and _stands_alone(piece)]
    return next(iter(plain or near), None)


def _stands_alone(piece: Piece) -> bool:
    parent = piece.run.getparent() if piece.run is not None else None
    return parent is not None and parent.tag == f"{W}p"


def _insert(host: Piece | None, start: int, inserts: Sequence[Insert], paragraph: _Element) -> None:
    if not inserts:
        return
    if host is None or host.run is None:
        for insert in inserts:
            paragraph.append(new_run(insert.text, insert.properties))
        return
    at = max(start - host.start, 0)
    whole = "".join(insert.text for insert in inserts)
    inherits = all(insert.properties is None for insert in inserts)
    if host.node.tag == TEXT and inherits and not set(whole) & set("\t\n"):
        text = host.node.text or ""
        _set_text(host.node, text[:at] + whole + text[at:])
        return
    own = host.run.find(f"{W}rPr")
    spot = _split(host, at)
    for insert in inserts:
        run = new_run(insert.text, insert.properties if insert.properties is not None else own)
        spot.addnext(run)
        spot = run
    _drop_if_empty(host.run)


def _cut(piece: Piece, start: int, end: int) -> None:
    low, high = max(start - piece.start, 0), min(end - piece.start, len(piece.text))
    if piece.node.tag == TEXT:
        text = piece.node.text or ""
        _set_text(piece.node, text[:low] + text[high:])
    elif (run := piece.node.getparent()) is not None:
        run.remove(piece.node)


def _split(piece: Piece, at: int) -> _Element:
    """Parts a run behind character `at` of a piece; returns the left part, which may be left empty."""
    run = piece.run
    assert run is not None
    right = deepcopy(run)
    for child in list(right):
        if child.tag != f"{W}rPr":
            right.remove(child)
    following = list(piece.node.itersiblings())
    if piece.node.tag == TEXT:
        text = piece.node.text or ""
        if at < len(text):
            rest = deepcopy(piece.node)
            _set_text(rest, text[at:])
            _set_text(piece.node, text[:at])
            right.append(rest)
    elif at == 0:
        following.insert(0, piece.node)
    for child in following:
        right.append(child)
    if any(child.tag != f"{W}rPr" for child in right):
        run.addnext(right)
    return run


def _drop_if_empty(run: _Element | None) -> None:
    """Takes out a run that shows nothing any more."""
    if run is None or run.getparent() is None:
        return
    if all(child.tag == f"{W}rPr" or (child.tag == TEXT and not child.text) for child in run):
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)


def _set_text(node: _Element, text: str) -> None:
    node.text = text
    node.set(SPACE, "preserve")


def new_run(text: str, properties: _Element | None) -> _Element:
    """A run with `text`; line breaks and tabs become Word's own elements."""
    run = etree.Element(f"{W}r")
    if properties is not None:
        run.append(deepcopy(properties))
    for part in re.split("([\t\n])", text):
        if part in ("\t", "\n"):
            etree.SubElement(run, f"{W}tab" if part == "\t" else f"{W}br")
        elif part:
            _set_text(etree.SubElement(run, TEXT), part)
    return run
