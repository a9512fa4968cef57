"""Children of paragraph, run and section properties in the order the schema asks for (Word refuses any other)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.lint.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORDER = {
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
        "em lang eastAsianLayout specVanish oMath rPrChange"
    ),
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
    ),
}
_RANKS = {parent: {f"{W}{name}": rank for rank, name in enumerate(names.split())} for parent, names in _ORDER.items()}


def child(element: _Element, name: str) -> _Element:
    """The properties of a paragraph or run (its first child), made if it has none."""
    from lxml import etree

    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def place_child(properties: _Element, name: str) -> _Element:
    """The child called `name`, made at its place among the others if there is none."""
    from lxml import etree

    found = properties.find(f"{W}{name}")
    if found is not None:
        return found
    ranks = _RANKS[str(properties.tag).rpartition("}")[2]]
    made = etree.Element(f"{W}{name}")
    rank = ranks[f"{W}{name}"]
    at = next((n for n, other in enumerate(properties) if ranks.get(str(other.tag), -1) > rank), len(properties))
    properties.insert(at, made)
    return made
