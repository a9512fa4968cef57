"""When two paragraphs, tables or rows are the same, and what blocks, rows and cells there are to compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.office.names import (
    PPR,
    RPR,
    SDT,
    SECT,
    TBL,
    TC,
    TR,
    P,
    W,
    elements,
)

if TYPE_CHECKING:
    from lxml.etree import _Element
from generator.redline.atoms import Kind, atoms
from generator.redline.element_keys import exact_key, properties_key, quick_key


def paragraph_key(paragraph: _Element) -> str:
    """Everything that counts of a paragraph."""
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
