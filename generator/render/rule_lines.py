"""Paragraphs that are a rule under a text: how wide they may be, and where their indents go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from generator.core.standard import twips
from generator.office.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

DEFAULT_CELL_MARGIN = twips(1.9)
USUAL_TEXT_WIDTH = twips(165)  # of a portrait A4 page, where a template states no page

# What may follow w:ind inside w:pPr (ISO 29500-1, 17.3.1.26): it must stand before all of these.
_AFTER_INDENT = (
    "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
    "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip


def indent_both_sides(paragraph: _Element, amount: str) -> None:
    """Gives a paragraph the left and right indent `amount`, in place of whatever indents it had."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    indent = properties.find(f"{W}ind")
    if indent is None:
        indent = etree.Element(f"{W}ind")
        _insert_indent(properties, indent)
    for attribute in list(indent.attrib):
        del indent.attrib[attribute]
    indent.set(f"{W}left", amount)
    indent.set(f"{W}right", amount)


def _insert_indent(properties: _Element, indent: _Element) -> None:
    for child in properties:
        if any(child.tag == f"{W}{name}" for name in _AFTER_INDENT):
            child.addprevious(indent)
            return
    properties.append(indent)


def available_width(paragraph: _Element) -> int:
    """Width in twips that a paragraph's text has: of its cell less the cell's margins, or of the page's text."""
    cell = next(iter(paragraph.iterancestors(f"{W}tc")), None)
    if cell is not None:
        width = cell.find(f"{W}tcPr/{W}tcW")
        table = next(iter(cell.iterancestors(f"{W}tbl")))
        sides = (table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}") for side in ("left", "right"))
        margins = sum(int(side.get(f"{W}w", 0)) if side is not None else DEFAULT_CELL_MARGIN for side in sides)
        if width is not None:
            return int(width.get(f"{W}w", 0)) - margins
    section = next((s for s in paragraph.getroottree().iter(f"{W}sectPr")), None)
    if section is None:
        return USUAL_TEXT_WIDTH
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margin is None:
        return USUAL_TEXT_WIDTH
    return int(size.get(f"{W}w", 0)) - int(margin.get(f"{W}left", 0)) - int(margin.get(f"{W}right", 0))
