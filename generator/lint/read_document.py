"""Makes a `DocumentView` of a package: stories in reading order, every layer of formatting laid over the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.lint.document_view import (
    MM_PER_TWIP,
    DocumentView,
    ParagraphView,
    SectionView,
    TableSpot,
    twips_in,
)
from generator.lint.lists import Lists
from generator.lint.run_reader import RunReader
from generator.lint.sections import SectionReader
from generator.office.names import W, whole
from generator.office.package import Package
from generator.office.styles import EMPTY, Marks, StyleMarks, StyleSheet, is_on, paragraph_marks, without_indents
from generator.office.word_text import ALTERNATIVES, AROUND_BLOCKS, seen_branch

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAB_STOP = 720.0
_BANDS = ("band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow")


def read_document(path: Path) -> DocumentView:
    """The document at `path`. Raises BadDossier if it cannot be read."""
    return view_of(Package.open(path), path.name)


def view_of(package: Package, name: str) -> DocumentView:
    """The view of an opened package."""
    styles = StyleSheet.of(package.related_tree("styles"), package.related_tree("theme"))
    reader = _StoryReader(package, styles, Lists.of(package.related_tree("numbering"), styles))
    sections = SectionReader(package).sections()
    reader.widths = [section.width - section.margins["left"] - section.margins["right"] for section in sections]
    body = reader.story(package.main, package.tree(package.main).find(f"{W}body"))
    _attach_margins(reader, sections)
    notes = [
        paragraph
        for kind in ("footnotes", "endnotes")
        if (part := package.related(kind))
        for paragraph in reader.story(part, package.tree(part))
    ]
    even, tab = _settings(package)
    return DocumentView(package, name, body, sections, notes, even, tab)


def _attach_margins(reader: _StoryReader, sections: list[SectionView]) -> None:
    stories: dict[str, list[ParagraphView]] = {}
    found = SectionReader(reader.package).header_parts()
    for section, (headers, footers) in zip(sections, found, strict=True):
        reader.section = section.index
        for target, parts in ((headers, "headers"), (footers, "footers")):
            for part in target.values():
                if part not in stories:
                    stories[part] = reader.story(part, reader.package.tree(part))
            setattr(section, parts, {kind: stories[part] for kind, part in target.items()})


def _settings(package: Package) -> tuple[bool, float]:
    part = package.related("settings")
    root = package.tree(part) if part else None
    even = root.find(f"{W}evenAndOddHeaders") if root is not None else None
    tab = root.find(f"{W}defaultTabStop") if root is not None else None
    stop = twips_in(tab.get(f"{W}val"), _TAB_STOP) if tab is not None else _TAB_STOP
    return even is not None and is_on(even.get(f"{W}val")), stop * MM_PER_TWIP


@dataclass(slots=True)
class _Context:
    """What surrounds a paragraph: the cell's place and what its table's style says."""

    spot: TableSpot | None = None
    table: StyleMarks = EMPTY
    box: int | None = None
    width: float = 0.0


@dataclass(slots=True)
class _StoryReader:
    package: Package
    styles: StyleSheet
    lists: Lists
    widths: list[float] = field(default_factory=list)
    section: int = 0
    tables: int = 0
    boxes: int = 0
    found: list[ParagraphView] = field(default_factory=list)
    runs: RunReader = field(init=False)
    part: str = ""

    def __post_init__(self) -> None:
        self.runs = RunReader(self.styles)

    def story(self, part: str, root: _Element | None) -> list[ParagraphView]:
        """The paragraphs of one part."""
        self.part, self.found = part, []
        if root is not None:
            self._blocks(root, _Context())
        return self.found

    def _blocks(self, parent: _Element, context: _Context) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, context)
            elif child.tag == f"{W}tbl":
                self._table(child, context)
            elif child.tag in AROUND_BLOCKS or child.tag in (f"{W}footnote", f"{W}endnote"):
                if child.get(f"{W}type") is None:
                    self._blocks(child, context)
            elif child.tag == ALTERNATIVES:
                self._blocks(seen_branch(child), context)

    def _paragraph(self, element: _Element, context: _Context) -> None:
        properties = element.find(f"{W}pPr")
        direct = paragraph_marks(properties)
        name = direct.get("pStyle") or self.styles.default_paragraph
        style = self.styles.style(name)
        marks = self._paragraph_layers(direct, style, context)
        section_end = properties is not None and properties.find(f"{W}sectPr") is not None
        content = self.runs.read(element, style, context.table)
        for box, width in content.boxes:
            self.boxes += 1
            self._blocks(box, _Context(None, EMPTY, self.boxes, width))
        view = ParagraphView(
            element,
            self.part,
            len(self.found),
            self.section,
            content.runs,
            marks,
            number=self.lists.label(element, marks),
            style=style.name or name,
            spot=context.spot,
            box=context.box,
            fields=content.fields,
            shapes=content.shapes,
            width=self._width(context),
            hidden=content.hidden,
        )
        self.found.append(view)
        if section_end and context.spot is None and context.box is None:
            self.section += 1

    def _width(self, context: _Context) -> float:
        if context.spot is not None and context.spot.width:
            return context.spot.width
        if context.width:
            return context.width
        return self.widths[min(self.section, len(self.widths) - 1)] if self.widths else 0.0

    def _paragraph_layers(self, direct: Marks, style: StyleMarks, context: _Context) -> Marks:
        marks = {**self.styles.defaults.paragraph, **context.table.paragraph}
        own = style.paragraph
        list_id, level = own.get("numId", ""), own.get("ilvl", "0")
        if list_id and "numId" not in direct:
            marks |= self.lists.indents(list_id, level)
        marks |= own
        if "numId" in direct:
            marks = without_indents(marks) if direct["numId"] != "0" else marks
            marks |= self.lists.indents(direct["numId"], direct.get("ilvl", "0"))
        return marks | direct

    def _table(self, table: _Element, context: _Context) -> None:
        self.tables += 1
        number = self.tables
        own = table.find(f"{W}tblPr")
        named = own.find(f"{W}tblStyle") if own is not None else None
        style = (named.get(f"{W}val") or "") if named is not None else self.styles.default_table
        look = _look(own)
        grid = [twips_in(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows = list(_rows(table))
        for at, row in enumerate(rows):
            column = 0
            cells = list(_cells(row))
            for cell in cells:
                properties = cell.find(f"{W}tcPr")
                span = _span(properties)
                width = _cell_width(properties) or sum(grid[column : column + span])
                spot = TableSpot(number, at + 1, column + 1, width * MM_PER_TWIP, len(grid) or len(cells))
                conditions = _conditions(look, at, len(rows), column, len(grid) or len(cells), span)
                self._blocks(cell, _Context(spot, self.styles.table(style, conditions), context.box, context.width))
                column += span


def _rows(table: _Element) -> list[_Element]:
    return [row for row in _flat(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]


def _cells(row: _Element) -> list[_Element]:
    return _flat(row, f"{W}tc")


def _flat(parent: _Element, tag: str) -> list[_Element]:
    """Children called `tag`, those in content controls and tracked insertions too."""
    found: list[_Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in AROUND_BLOCKS:
            found.extend(_flat(child, tag))
    return found


def _span(properties: _Element | None) -> int:
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    return max(1, whole(span.get(f"{W}val"), 1)) if span is not None else 1


def _cell_width(properties: _Element | None) -> float:
    width = properties.find(f"{W}tcW") if properties is not None else None
    if width is None or width.get(f"{W}type", "dxa") != "dxa":
        return 0.0
    return twips_in(width.get(f"{W}w"))


def _look(properties: _Element | None) -> frozenset[str]:
    """The conditional formats a table switches on; banding is on unless it says no."""
    look = properties.find(f"{W}tblLook") if properties is not None else None
    if look is None:
        return frozenset()
    bits = _hex(look.get(f"{W}val"))
    flags = {
        "firstRow": 0x20,
        "lastRow": 0x40,
        "firstColumn": 0x80,
        "lastColumn": 0x100,
        "noHBand": 0x200,
        "noVBand": 0x400,
    }

    def flag(name: str) -> bool:
        value = look.get(f"{W}{name}")
        return is_on(value) if value is not None else bool(bits & flags[name])

    return frozenset(name for name in flags if flag(name))


def _hex(text: str | None) -> int:
    return int(text, 16) if text and re.fullmatch("[0-9A-Fa-f]{1,8}", text) else 0


def _conditions(look: frozenset[str], row: int, rows: int, column: int, columns: int, span: int) -> tuple[str, ...]:
    """The conditional formats of one cell, weakest first."""
    if not look:
        return ()
    found: set[str] = set()
    head = 1 if "firstRow" in look else 0
    side = 1 if "firstColumn" in look else 0
    if look and "noVBand" not in look and column >= side:
        found.add("band1Vert" if (column - side) % 2 == 0 else "band2Vert")
    if look and "noHBand" not in look and row >= head:
        found.add("band1Horz" if (row - head) % 2 == 0 else "band2Horz")
    for name, on in (
        ("firstRow", "firstRow" in look and row == 0),
        ("lastRow", "lastRow" in look and row == rows - 1),
        ("firstCol", "firstColumn" in look and column == 0),
        ("lastCol", "lastColumn" in look and column + span >= columns),
    ):
        if on:
            found.add(name)
    return tuple(name for name in _BANDS if name in found)
