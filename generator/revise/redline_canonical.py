"""When two paragraphs, tables or properties are the same: one canonical form, whatever program wrote them.

Left out: revision ids, bookmarks, comments, spelling marks, language of proofing, empty runs, how text is cut into
runs, the order of properties. Kept: text, formatting, paragraph and table properties, structure, objects.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from generator.revise.redline_xml import PPR, RPR, SDT, SECT, TBL, TC, TR, VAL, P, W, elements

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
    from lxml import etree

    key = etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)
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


def paragraph_key(paragraph: _Element) -> str:
    """Everything that counts of a paragraph."""
    from generator.revise.redline_inline import Kind, atoms

    parts: list[tuple[str, str, str, str]] = []
    for atom in atoms(paragraph):
        if atom.kind is Kind.MARK:
            continue
        form, wrapper = atom.format_key, atom.wrapper_key
        if atom.kind is Kind.TEXT and parts and parts[-1][:3] == ("text", form, wrapper):
            parts[-1] = ("text", form, wrapper, parts[-1][3] + atom.key)
        else:
            parts.append((atom.kind.value, form, wrapper, atom.key))
    properties = paragraph.find(PPR)
    mark = properties.find(RPR) if properties is not None else None
    section = properties.find(SECT) if properties is not None else None
    ends = "" if section is None else f"section({properties_key(section)})"
    return f"P({properties_key(properties)}|{properties_key(mark)}|{ends}|{parts})"


def block_key(block: _Element) -> str:
    """Everything that counts of a paragraph, table or block content control."""
    if block.tag == P:
        return paragraph_key(block)
    if block.tag == TBL:
        return f"T({table_frame_key(block)}|{[row_key(row) for row in rows_of(block)]})"
    if block.tag == SDT:
        return "".join(block_key(inner) for inner in blocks_of(block.find(f"{W}sdtContent")))
    return exact_key(block)


def table_frame_key(table: _Element) -> str:
    """A table's own properties and column widths."""
    return f"{properties_key(table.find(f'{W}tblPr'))}|{properties_key(table.find(f'{W}tblGrid'))}"


def row_key(row: _Element) -> str:
    """Everything that counts of a row."""
    return f"R({row_frame_key(row)}|{[cell_key(cell) for cell in cells_of(row)]})"


def row_frame_key(row: _Element) -> str:
    """A row's own properties."""
    return f"{properties_key(row.find(f'{W}trPr'))}|{properties_key(row.find(f'{W}tblPrEx'))}"


def cell_key(cell: _Element) -> str:
    """Everything that counts of a cell."""
    return f"C({properties_key(cell.find(f'{W}tcPr'))}|{[block_key(block) for block in blocks_of(cell)]})"


def blocks_of(container: _Element | None) -> Iterator[_Element]:
    """The paragraphs and tables of a body, cell, header or note; content controls around blocks are looked through."""
    for child in elements(container):
        if child.tag in (P, TBL):
            yield child
        elif child.tag == SDT:
            yield from blocks_of(child.find(f"{W}sdtContent"))
        elif child.tag == f"{W}customXml":
            yield from blocks_of(child)


def rows_of(table: _Element) -> Iterator[_Element]:
    """The rows of a table, those inside content controls too."""
    return _inside(table, TR)


def cells_of(row: _Element) -> Iterator[_Element]:
    """The cells of a row, those inside content controls too."""
    return _inside(row, TC)


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    for child in elements(parent):
        if child.tag == wanted:
            yield child
        elif child.tag == SDT:
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _inside(content, wanted)
        elif child.tag == f"{W}customXml":
            yield from _inside(child, wanted)


def same_block(one: _Element, other: _Element) -> bool:
    """True if two paragraphs or tables are the same. Quick for long tables that are mostly the same."""
    if one.tag != other.tag:
        return False
    if quick_key(one) == quick_key(other):
        return True
    if one.tag != TBL:
        return block_key(one) == block_key(other)
    rows, others = list(rows_of(one)), list(rows_of(other))
    return (
        len(rows) == len(others) and table_frame_key(one) == table_frame_key(other) and all(map(same_row, rows, others))
    )


def same_row(one: _Element, other: _Element) -> bool:
    """True if two rows are the same."""
    return quick_key(one) == quick_key(other) or row_key(one) == row_key(other)


def same_blocks(one: _Element | None, other: _Element | None) -> bool:
    """True if two bodies, cells, headers or notes hold the same."""
    mine, others = list(blocks_of(one)), list(blocks_of(other))
    return len(mine) == len(others) and all(map(same_block, mine, others))


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
