"""Names of WordprocessingML, and how its elements are made, copied and taken out."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DRAWING_PROPERTIES = f"{WP}docPr"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

P, TBL, TR, TC, SDT, SECT = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}sdt", f"{W}sectPr"
PPR, RPR, RUN, TEXT = f"{W}pPr", f"{W}rPr", f"{W}r", f"{W}t"
INS, DEL, MOVE_FROM, MOVE_TO = f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"
VAL, ID, NAME = f"{W}val", f"{W}id", f"{W}name"
BOOKMARK_PREFIX = "_bc_"
"""What the name of a block made by the program begins with: a hidden bookmark."""
CANT_SPLIT = f"{W}cantSplit"

_MOST_DIGITS = 18

RANGE_MARKS = frozenset(
    f"{W}{name}"
    for name in (
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
    )
)
BOOKMARKS = frozenset((f"{W}bookmarkStart", f"{W}bookmarkEnd"))
ZERO_WIDTH = (
    RANGE_MARKS
    | BOOKMARKS
    | {f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd")}
)
"""Elements beside runs, paragraphs or rows that take no room."""
HEADER_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
NOTE_REFERENCES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
COMMENT_ENDS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
"""What a comment hangs at in the text."""
COMMENT_MARKS = frozenset((f"{W}commentReference", f"{W}annotationRef"))


def serialize(root: _Element) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def make(tag: str, **attributes: str) -> _Element:
    """A new element; attributes are of the main namespace."""
    element = etree.Element(tag, nsmap={"w": MAIN})
    for name, value in attributes.items():
        element.set(f"{W}{name}", value)
    return element


def text_node(text: str) -> _Element:
    """A `w:t` that keeps its spaces."""
    node = make(TEXT)
    node.text = text
    node.set(SPACE, "preserve")
    return node


def copy_of(element: _Element) -> _Element:
    """A deep copy without the text that follows the element."""
    copied = deepcopy(element)
    copied.tail = None
    return copied


def shell(element: _Element) -> _Element:
    """The element without its children."""
    empty = etree.Element(element.tag, nsmap={key: value for key, value in element.nsmap.items() if key})
    for name, value in element.attrib.items():
        empty.set(name, value)
    return empty


def drop(element: _Element) -> None:
    """Takes an element out of its tree, the text after it too (there is none that means anything)."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: _Element) -> None:
    """Puts the children in the place of their parent."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def elements(parent: _Element | None) -> Iterator[_Element]:
    """The child elements; comments and processing instructions are not Word's."""
    if parent is not None:
        for child in parent:
            if isinstance(child.tag, str):
                yield child


_WIDE, _HIGH = 1_800_000, 720_000


def is_large_picture(width: str | None, height: str | None) -> bool:
    """Whether a picture (its size in EMU) is at least 5 cm by 2 cm: a table can be read in it, a seal is smaller."""
    return whole(width) >= _WIDE and whole(height) >= _HIGH


def whole(text: str | None, default: int = 0) -> int:
    """A whole number as an attribute writes it; `default` where it is none."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else default


def ends_section(paragraph: _Element) -> bool:
    """Whether a paragraph holds the properties of the section that ends with it."""
    return paragraph.find(f"{PPR}/{SECT}") is not None


def is_header_row(row: _Element) -> bool:
    """Whether a table's row is said again on every page."""
    mark = row.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off")


def close_section(body: _Element) -> None:
    """Ends the body's last section, so that another can follow: its properties move into its last paragraph."""
    section = body[-1] if len(body) else None
    if section is None or section.tag != SECT:
        return
    body.remove(section)
    last = body[-1] if len(body) and body[-1].tag == P else None
    if last is None or ends_section(last):  # a paragraph ends one section
        last = etree.SubElement(body, P)
    properties = last.find(PPR)
    if properties is None:
        properties = etree.Element(PPR)
        last.insert(0, properties)
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)
