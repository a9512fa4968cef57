"""A document as blocks in order: paragraphs, tables, and in a table its rows and cells.

A block's names are the hidden bookmarks that rendering put into it. What a person has deleted under tracked changes
is not there; paragraphs whose end was deleted read as one with the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from generator.office.names import BOOKMARK_PREFIX, RUN, TEXT, W
from generator.office.note_folding import CLOSES, OPENS
from generator.office.word_text import AROUND_BLOCKS, NOT_PLAIN, OBJECT, paragraphs_in
from generator.revise.charts import DRAWN
from generator.revise.inline import text_of
from generator.revise.words import normal

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- A row or cell looked over once: most hold plain text only, and long tables have very many of them ----------------

_PARAGRAPH, _START, _END, _GRID_SPAN = f"{W}p", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}gridSpan"
_LOOKED_AT = (TEXT, _PARAGRAPH, _START, _END, _GRID_SPAN, f"{W}tbl", *NOT_PLAIN)


@dataclass(slots=True)
class Seen:
    """What stands in a row or cell: its bookmarks, whether a cell may be merged with its neighbour, and its text.

    `text` has a paragraph a line. It is None where plain text is not all there is: it must be read with care then.
    """

    marks: list[_Element]
    spans: bool
    text: str | None


def scan(element: _Element, in_row: bool) -> Seen:
    """Looks over a row (`in_row`) or a cell."""
    marks: list[_Element] = []
    lines: list[str] = []
    paragraph, spans, plain = None, False, True
    for node in element.iter(*_LOOKED_AT):
        tag = node.tag
        if tag == TEXT:
            run = node.getparent()
            if plain and paragraph is not None and run is not None and run.tag == RUN and run.getparent() is paragraph:
                lines[-1] += node.text or ""
            else:
                plain = False
        elif tag == _PARAGRAPH:
            above = node.getparent()
            above = above.getparent() if in_row and above is not None else above
            plain = plain and above is element
            paragraph = node
            lines.append("")
        elif tag == _GRID_SPAN:
            spans = True
        elif tag in (_START, _END):
            marks.append(node)
        else:
            plain = False
    return Seen(marks, spans, "\n".join(lines) if plain else None)


_NOTE = re.compile(f"{OPENS}[^{CLOSES}]*{CLOSES}")
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_ID, _NAME = f"{W}id", f"{W}name"


class BlockKind(Enum):
    """What a block of a document is."""

    PARAGRAPH = "p"
    TABLE = "tbl"
    ROW = "tr"
    CELL = "tc"


_KINDS = {PARAGRAPH: BlockKind.PARAGRAPH, TABLE: BlockKind.TABLE, ROW: BlockKind.ROW, CELL: BlockKind.CELL}


@dataclass(eq=False)
class Block:
    """One block: its elements (several w:p where their ends were deleted), kind, names, and the name of its style."""

    elements: list[_Element]
    kind: BlockKind
    names: tuple[str, ...] = ()
    style: str = ""
    heading: bool = False
    styles: StyleBook | None = field(default=None, repr=False)
    """Of a table: what its rows' styles are called."""

    @property
    def element(self) -> _Element:
        return self.elements[0]

    @cached_property
    def raw(self) -> str:
        """The text as it stands; cells and paragraphs of a table or row a line each."""
        if self.kind is BlockKind.PARAGRAPH:
            return text_of(self.elements)
        if self.styles is not None:
            return "\n".join(row.raw for row in self._every_row)
        plain = scan(self.element, self.element.tag == ROW).text
        return plain if plain is not None else "\n".join(text_of([one]) for one in paragraphs_in(self.element))

    @cached_property
    def text(self) -> str:
        """The text as it is compared."""
        if self.styles is not None:
            return " ".join(row.text for row in self._every_row if row.text)
        return normal(self.raw)

    @cached_property
    def _every_row(self) -> list[Block]:
        return [row for one in self.elements for row in _blocks(one, self.styles or NO_STYLES, (ROW,))]

    @property
    def rows(self) -> list[Block]:
        """A table's rows, but for those that a person deleted under tracked changes."""
        return [row for row in self._every_row if not _deleted(row.element.find(f"{W}trPr"))]

    @cached_property
    def bag(self) -> Counter[str]:
        """The words and how often each stands there, for telling how alike two blocks are; without its footnotes."""
        return Counter(_NOTE.sub("", self.text).casefold().split())

    @property
    def has_notes(self) -> bool:
        """True if footnotes are read in it."""
        return OPENS in self.text

    @property
    def empty(self) -> bool:
        return not self.text

    @property
    def section(self) -> bool:
        """True for a paragraph that ends a section of the document."""
        return any(one.find(f"{W}pPr/{W}sectPr") is not None for one in self.elements)

    @property
    def is_chart(self) -> bool:
        """True for a paragraph that is a chart and nothing else; its text does not tell it from other drawings."""
        return self.text == OBJECT and any(next(one.iter(DRAWN), None) is not None for one in self.elements)

    @property
    def has_objects(self) -> bool:
        """True if it holds what text does not show: a picture, a note, a comment, a tracked change."""
        if OBJECT in self.raw:
            return True
        marks = (f"{W}commentReference", f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
        return any(next(one.iter(*marks), None) is not None for one in self.elements)


@dataclass(frozen=True, slots=True)
class StyleBook:
    """Styles by id and by name. Editors rename ids; names stay."""

    names: dict[str, str]
    ids: dict[str, str]
    headings: frozenset[str]
    default: str

    @classmethod
    def of(cls, styles: _Element | None) -> StyleBook:
        names: dict[str, str] = {}
        headings: set[str] = set()
        default = ""
        for style in styles.iter(f"{W}style") if styles is not None else ():
            style_id, name = style.get(f"{W}styleId", ""), style.find(f"{W}name")
            names[style_id] = (name.get(f"{W}val", "") if name is not None else style_id).casefold()
            if style.find(f"{W}pPr/{W}outlineLvl") is not None:
                headings.add(style_id)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                default = names[style_id]
        ids = {name: style_id for style_id, name in reversed(names.items())}
        return cls(names, ids, frozenset(headings), default)


def body_blocks(parent: _Element, styles: StyleBook) -> list[Block]:
    """The paragraphs and tables of a body, cell, header or footnote, in order."""
    return _blocks(parent, styles, (PARAGRAPH, TABLE))


NO_STYLES = StyleBook({}, {}, frozenset(), "")


def row_blocks(table: _Element, styles: StyleBook) -> list[Block]:
    """The rows of a table as they stand now; those that a person deleted under tracked changes are not there."""
    return Block([table], BlockKind.TABLE, styles=styles).rows


def cells_of(row: _Element) -> list[_Element]:
    """The cells of a row."""
    return [one for one, _ in _walk(row, (CELL,))]


def _walk(parent: _Element, tags: Sequence[str]) -> Iterator[tuple[_Element, list[_Element]]]:
    """Blocks with the bookmarks that stand before them on their own."""
    loose: list[_Element] = []
    for child in parent:
        if child.tag in tags:
            yield child, loose
            loose = []
        elif child.tag in AROUND_BLOCKS:
            yield from _walk(child, tags)
        elif child.tag == _START:
            loose.append(child)


def _blocks(parent: _Element, styles: StyleBook, tags: Sequence[str]) -> list[Block]:
    open_names: dict[str, str] = {}
    blocks: list[Block] = []
    joins_next: Block | None = None
    for element, loose in _walk(parent, tags):
        if element.tag == ROW:
            blocks.append(_row_block(element, loose, open_names, styles))
            continue
        names = _names([*loose, *element.iter(_START, _END)], open_names)
        block = Block([element], _KINDS[str(element.tag)], names)
        if element.tag == PARAGRAPH:
            _style(block, styles)
            if joins_next is not None:
                _join(joins_next, block)
                block = joins_next
            else:
                blocks.append(block)
            joins_next = block if _deleted(element.find(f"{W}pPr/{W}rPr")) else None
            continue
        joins_next = None
        block.styles = styles
        blocks.append(block)
    return [block for block in blocks if not _gone(block)]


def _join(block: Block, following: Block) -> None:
    """Two paragraphs, the end between them deleted, are one; it has the second's properties."""
    block.elements.extend(following.elements)
    block.names += following.names
    block.style, block.heading = following.style, following.heading


def _gone(block: Block) -> bool:
    """True for paragraphs that tracked changes deleted whole."""
    last = block.elements[-1]
    return block.kind is BlockKind.PARAGRAPH and _deleted(last.find(f"{W}pPr/{W}rPr")) and block.empty


def _deleted(properties: _Element | None) -> bool:
    return properties is not None and (
        properties.find(f"{W}del") is not None or properties.find(f"{W}moveFrom") is not None
    )


def _names(marks: Sequence[_Element], open_names: dict[str, str]) -> tuple[str, ...]:
    """The names whose bookmark touches an element with `marks` in or before it: begins there, or goes through it."""
    names = dict.fromkeys(open_names.values())
    for mark in marks:
        if mark.tag == _START:
            name = mark.get(_NAME, "")
            if name.startswith(BOOKMARK_PREFIX):
                open_names[mark.get(_ID, "")] = name
                names[name] = None
        else:
            open_names.pop(mark.get(_ID, ""), None)
    return tuple(names)


def _style(block: Block, styles: StyleBook) -> None:
    style = block.elements[-1].find(f"{W}pPr/{W}pStyle")
    style_id = style.get(f"{W}val", "") if style is not None else ""
    block.style = styles.names.get(style_id, styles.default)
    block.heading = style_id in styles.headings or block.elements[-1].find(f"{W}pPr/{W}outlineLvl") is not None


def _row_block(row: _Element, loose: list[_Element], open_names: dict[str, str], styles: StyleBook) -> Block:
    """A row. Its style is that of its first paragraph; one that heads a group is a heading of the table."""
    seen = scan(row, in_row=True)
    block = Block([row], BlockKind.ROW, _names([*loose, *seen.marks], open_names))
    first = next(paragraphs_in(row), None)
    style = first.find(f"{W}pPr/{W}pStyle") if first is not None else None
    block.style = styles.names.get(style.get(f"{W}val", ""), "") if style is not None else ""
    wide = seen.spans and row.find(f"{W}tc/{W}tcPr/{_GRID_SPAN}") is not None
    block.heading = wide or "nhóm" in block.style
    if seen.text is not None:
        block.raw = seen.text
    return block
