"""When two elements of a Word file are the same: one canonical form, whatever program wrote them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from generator.office.names import (
    PPR,
    RPR,
    SECT,
    VAL,
    W,
    elements,
)
from generator.office.xml import canonical

if TYPE_CHECKING:
    from lxml.etree import _Element

_RUN_SKIP = frozenset(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "lang", "noProof", "webHidden")
)
_PARAGRAPH_SKIP = frozenset(f"{W}{name}" for name in ("rPr", "sectPr", "pPrChange", "divId", "cnfStyle"))
_TABLE_SKIP = frozenset(f"{W}{name}" for name in ("tblPrChange", "tblGridChange", "tblPrExChange", "cnfStyle"))
_ROW_SKIP = frozenset(f"{W}{name}" for name in ("ins", "del", "trPrChange", "cnfStyle", "divId"))
_CELL_SKIP = frozenset(f"{W}{name}" for name in ("cellIns", "cellDel", "cellMerge", "tcPrChange", "cnfStyle"))
_SECTION_SKIP = frozenset(f"{W}{name}" for name in ("headerReference", "footerReference", "sectPrChange"))
PROPERTY_SKIP = {
    RPR: _RUN_SKIP,
    PPR: _PARAGRAPH_SKIP,
    f"{W}tblPr": _TABLE_SKIP,
    f"{W}tblGrid": _TABLE_SKIP,
    f"{W}tblPrEx": _TABLE_SKIP,
    f"{W}trPr": _ROW_SKIP,
    f"{W}tcPr": _CELL_SKIP,
    SECT: _SECTION_SKIP,
}
_ORDERED = frozenset((f"{W}tblGrid",))
_ON, _OFF = frozenset(("1", "true", "on")), frozenset(("0", "false", "off"))
_IGNORED_ATTRIBUTE = re.compile(
    r"\{[^}]*\}rsid\w*|\{[^}]*/word/2010/wordml\}.*|\{[^}]*wordprocessingDrawing\}.*Id|.*\}hint$"
)
_NOISE_ATTRIBUTES = re.compile(rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"')
_NOISE_ELEMENTS = re.compile(
    rb"<w:(bookmarkStart|bookmarkEnd|proofErr|lastRenderedPageBreak|commentRangeStart|commentRangeEnd)"
    rb"(?: [^>]*)?></w:\1>"
)
_EMPTY_RUN = b'<w:r><w:t xml:space="preserve"></w:t></w:r>'


def quick_key(element: _Element) -> bytes:
    """A cheap key: equal keys are equal elements; elements with different keys may still be equal."""
    key = canonical(element, with_comments=False, with_tail=False)
    if b" w:rsid" in key or b" w14:" in key:
        key = _NOISE_ATTRIBUTES.sub(b"", key)
    if b"<w:bookmark" in key or b"<w:proofErr" in key or b"<w:lastR" in key or b"<w:commentR" in key:
        key = _NOISE_ELEMENTS.sub(b"", key)
    return key.replace(_EMPTY_RUN, b"")


def properties_key(properties: _Element | None, skip: Collection[str] = ()) -> str:
    """The key of a property element (rPr, pPr, tcPr …); an empty one is like none."""
    if properties is None:
        return ""
    left_out = PROPERTY_SKIP.get(str(properties.tag), frozenset())
    keys = [_property(child) for child in elements(properties) if child.tag not in left_out and child.tag not in skip]
    if properties.tag not in _ORDERED:
        keys.sort()
    if properties.tag == f"{W}trPr":
        keys = [key for key in keys if not key.endswith("=0")]
    own = _attributes(properties) if properties.tag == SECT else ""
    return own + ";".join(key for key in keys if key)


def exact_key(element: _Element) -> str:
    """The key of an object that is taken whole: everything in it but ids that programs count anew."""
    children = "".join(exact_key(child) for child in elements(element))
    text = element.text or ""
    kept = sorted(
        (str(name), str(value))
        for name, value in element.attrib.items()
        if not _IGNORED_ATTRIBUTE.fullmatch(str(name)) and not _is_counted(element, str(name))
    )
    return f"<{element.tag} {kept}>{text if not children else ''}{children}</>"


def _property(element: _Element) -> str:
    inner = "".join(_property(child) for child in elements(element))
    own = _attributes(element)
    if element.tag == f"{W}rFonts" and not own:
        return ""
    return f"{str(element.tag).rsplit('}', 1)[-1]}{own}" + (f"{{{inner}}}" if inner else "")


def _attributes(element: _Element) -> str:
    if len(element.attrib) == 1 and VAL in element.attrib:
        value = str(element.get(VAL))
        return "" if value in _ON else "=0" if value in _OFF else f"={value}"
    kept = sorted(
        (str(name).rsplit("}", 1)[-1], str(value))
        for name, value in element.attrib.items()
        if not _IGNORED_ATTRIBUTE.fullmatch(str(name))
    )
    return str(kept) if kept else ""


def _is_counted(element: _Element, name: str) -> bool:
    """Ids of drawings that each program numbers anew."""
    return name in ("id", "spid", "{urn:schemas-microsoft-com:office:office}spid") and (
        str(element.tag).rsplit("}", 1)[-1] in ("docPr", "cNvPr", "shape", "rect", "group", "shapetype")
    )
