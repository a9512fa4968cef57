"""Blocks put into the edited document and taken out of it: new ones look like their neighbours there."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from generator.office.names import W, drop, whole
from generator.office.xml import canonical_properties
from generator.revise.align import align
from generator.revise.blocks import CELL, PARAGRAPH, ROW, Block, BlockKind, cells_of
from generator.revise.columns import cells_by_column, partners
from generator.revise.inline import pieces_of
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

_KEPT_IN_ROW = (f"{W}tblPrEx", f"{W}trPr")


def alike_in_form(one: Block, other: Block) -> bool:
    """True if a new block `one` may be made after the pattern of `other`."""
    if one.kind is not other.kind or one.style != other.style or one.section or other.section:
        return False
    if one.kind is BlockKind.ROW:
        return [_span(cell) for cell in cells_of(one.element)] == [_span(cell) for cell in cells_of(other.element)]
    aligned = _aligned(one) == _aligned(other) and one.is_chart is other.is_chart
    return one.kind is BlockKind.PARAGRAPH and not other.empty and aligned


def _aligned(block: Block) -> str:
    """How a paragraph is aligned by itself, whatever its style says: captions stand centred among the body's text."""
    own = block.elements[-1].find(f"{W}pPr/{W}jc")
    return own.get(f"{W}val", "") if own is not None else ""


def make_block(desk: Workspace, new: Block, sibling: Block | None, pattern: Block | None) -> Block:
    """A new paragraph or table for the edited document; `pattern` is what the new `sibling` looks like there."""
    if new.kind is BlockKind.PARAGRAPH and sibling is not None and pattern is not None:
        element = _paragraph_like(desk, new.element, sibling.element, pattern.elements[-1])
    else:
        element = desk.adopt(new.element)
    return Block([element], new.kind, new.names, new.style, new.heading)


def make_row(
    desk: Workspace, columns: Mapping[int, int], new: Block, sibling: Block | None, pattern: Block | None
) -> Block:
    """A new row; one of another shape than its pattern is taken over from the new file as it is.

    `columns` says which column of the new table is which of the edited one.
    """
    element = desk.adopt(new.element)
    if sibling is not None and pattern is not None:
        theirs = cells_of(sibling.element)
        partner = _partners(sibling.element, pattern.element, columns)
        gone = len(theirs) - len(partner)
        if partner and len(theirs) == len(cells_of(element)) and (not gone or _lacks(columns, sibling.element, gone)):
            element = _row_like(desk, new.element, sibling.element, pattern.element, partner)
    return Block([element], new.kind, new.names, new.style, new.heading)


def _partners(theirs: _Element, ours: _Element, columns: Mapping[int, int]) -> dict[int, int]:
    """Cell of a row of the edited file → the cell it is in the new one; a column that a person added has none."""
    found = partners(cells_by_column(theirs), cells_by_column(ours), columns)
    if found is None:
        blocks = [[Block([cell], BlockKind.CELL) for cell in cells_of(row)] for row in (theirs, ours)]
        found = align(blocks[0], blocks[1])
    return {now: old for old, now in found.items()}


def _lacks(columns: Mapping[int, int], row: _Element, gone: int) -> bool:
    """True if cells have no partner just because a person took their columns out of the edited table."""
    return sum(cell.start not in columns for cell in cells_by_column(row)) == gone


def _row_like(
    desk: Workspace, new: _Element, sibling: _Element, pattern: _Element, partner: dict[int, int]
) -> _Element:
    row = deepcopy(pattern)
    for child in list(row):
        if child.tag not in _KEPT_IN_ROW:
            row.remove(child)
    _drop_marks(row.find(f"{W}trPr"))
    news, siblings = cells_of(new), cells_of(sibling)
    for place, ours in enumerate(cells_of(pattern)):
        made = news[partner[place]] if place in partner else None
        near = siblings[partner[place]] if place in partner else ours
        cell = row.makeelement(CELL)
        properties = ours.find(f"{W}tcPr")
        if properties is not None:
            copy = deepcopy(properties)
            for merged in copy.findall(f"{W}vMerge"):
                copy.remove(merged)
            cell.append(copy)
        look, shape = near.findall(PARAGRAPH), ours.findall(PARAGRAPH)
        if made is None:
            cell.append(_empty(shape[0] if shape else ours.makeelement(PARAGRAPH)))
        for paragraph in made.findall(PARAGRAPH) if made is not None else ():
            same = bool(look and shape)
            cell.append(_paragraph_like(desk, paragraph, look[0], shape[0]) if same else desk.adopt(paragraph))
        row.append(cell)
    return row


def _empty(pattern: _Element) -> _Element:
    """A paragraph without text, in the form of another."""
    paragraph = pattern.makeelement(PARAGRAPH)
    properties = pattern.find(f"{W}pPr")
    if properties is not None:
        paragraph.append(_clean(properties))
    return paragraph


def _paragraph_like(desk: Workspace, new: _Element, sibling: _Element, pattern: _Element) -> _Element:
    """The new text in the form of a paragraph of the edited document, its own emphasis kept."""
    paragraph = desk.adopt(new)
    if _style(new) != _style(sibling):
        return paragraph
    properties, own = pattern.find(f"{W}pPr"), paragraph.find(f"{W}pPr")
    if own is not None:
        paragraph.remove(own)
    if properties is not None:
        paragraph.insert(0, _clean(properties))
    usual, theirs = _first_run(pattern), _first_run(sibling)
    form = usual.find(f"{W}rPr") if usual is not None else None
    plain = canonical_properties(theirs.find(f"{W}rPr")) if theirs is not None else b""
    for run in paragraph.iter(f"{W}r"):
        mine = run.find(f"{W}rPr")
        if form is not None and canonical_properties(mine) == plain:
            if mine is not None:
                run.remove(mine)
            run.insert(0, deepcopy(form))
    return paragraph


def _clean(properties: _Element) -> _Element:
    """Paragraph properties without what belongs to one paragraph alone: a section's end, tracked changes."""
    copy = deepcopy(properties)
    for name in ("sectPr", "pPrChange"):
        for found in copy.findall(f"{W}{name}"):
            copy.remove(found)
    _drop_marks(copy.find(f"{W}rPr"))
    return copy


def _drop_marks(properties: _Element | None) -> None:
    for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "trPrChange"):
        for found in properties.findall(f"{W}{name}") if properties is not None else ():
            assert properties is not None
            properties.remove(found)


def _first_run(paragraph: _Element) -> _Element | None:
    """The run that shows most of a paragraph's text, the first of equals."""
    lengths: dict[_Element, int] = {}
    for piece in pieces_of([paragraph]):
        if piece.run is not None:
            lengths[piece.run] = lengths.get(piece.run, 0) + len(piece.text)
    return max(lengths, key=lambda run: lengths[run]) if lengths else None


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _span(cell: _Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return whole(span.get(f"{W}val"), 1) if span is not None else 1


# --- taking out ----------------------------------------------------------------------------------


def take_out(desk: Workspace, block: Block) -> None:
    """Removes a block. A cell keeps its last paragraph, emptied; a table goes with its last row."""
    for element in block.elements:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == PARAGRAPH and parent.tag == CELL and len(parent.findall(PARAGRAPH)) == 1:
            for piece in pieces_of([element]):
                shown = piece.run if piece.run is not None else piece.node
                if shown.getparent() is not None:
                    drop(shown)
        elif element.tag == ROW and len(parent.findall(ROW)) == 1 and parent.tag == f"{W}tbl":
            desk.remove(parent)
        else:
            if element.tag == ROW:
                _hand_down(element)
            desk.remove(element)


def _hand_down(row: _Element) -> None:
    """Cells merged with those below are continued by the row below."""
    below = next(row.itersiblings(ROW), None)
    if below is None:
        return
    under = dict(_columns(below))
    for column, cell in _columns(row):
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        next_cell = under.get(column)
        follows = next_cell.find(f"{W}tcPr/{W}vMerge") if next_cell is not None else None
        if merged is None or follows is None or next_cell is None:
            continue
        if merged.get(f"{W}val") == "restart" and follows.get(f"{W}val", "continue") == "continue":
            follows.set(f"{W}val", "restart")


def _columns(row: _Element) -> list[tuple[int, _Element]]:
    column, found = 0, []
    for cell in cells_of(row):
        found.append((column, cell))
        column += _span(cell)
    return found
