"""A Word document as trace and issue see it: paragraphs and table rows, with their block names and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.core.vietnamese import one_line
from generator.office.names import BOOKMARK_PREFIX, W, is_header_row
from generator.office.word_text import DELETED, paragraphs_in, with_boxes

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDS_NONE = frozenset((*DELETED, f"{W}sectPr", f"{W}sdtPr"))
_APPENDIX = re.compile(r"phụ lục(?: [IVXLC]+)?(?: số \d+)?", re.IGNORECASE)
# Headings by level (NĐ 30/2020, Phụ lục I, II.6đ): mục, khoản, điểm.
_HEADINGS = (re.compile(r"[IVXLC]+[.-] \S"), re.compile(r"\d{1,2}\. \S"), re.compile(r"[a-zđ]\) \S"))
_LONGEST_HEADING = 250


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph (one cell) or a table row. `marks` maps the blocks named in it to the cell they stand in.

    `columns` is what the table's header says over each cell; `heading` the headings above, outermost first.
    """

    cells: tuple[str, ...]
    marks: Mapping[str, int]
    is_row: bool = False
    columns: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.cells)

    @property
    def label(self) -> str:
        """What tells a row from the others: its longest text; "" for a paragraph."""
        return one_line(max(self.cells, key=len)) if self.is_row and self.cells else ""


def as_json(units: Iterable[Unit]) -> list[Any]:
    """The units as JSON values, from which `from_json` makes them again."""
    return [[list(one.cells), dict(one.marks), one.is_row, list(one.columns), list(one.heading)] for one in units]


def from_json(found: Iterable[Any]) -> tuple[Unit, ...]:
    """The units that such values hold. Raises TypeError or ValueError for others."""
    return tuple(
        Unit(tuple(cells), {**marks}, bool(is_row), tuple(columns), tuple(heading))
        for cells, marks, is_row, columns, heading in found
    )


def read_units(body: _Element) -> tuple[Unit, ...]:
    """Every paragraph that stands outside tables and every row of every table, in the order of the text."""
    return tuple(_Reader().units(body))


def _seen_text(paragraph: _Element) -> str:
    """A paragraph on one line, the text boxes that hang in it where they hang."""
    return one_line("".join([one.text for one in with_boxes(paragraph)]))


@dataclass(slots=True)
class _Reader:
    """What is above the place where the reading is: headings, and block names that wait for their paragraph."""

    appendix: str = ""
    levels: list[str] = field(default_factory=lambda: ["", "", ""])
    waiting: list[str] = field(default_factory=list)

    def units(self, parent: _Element) -> Iterator[Unit]:
        for child in parent:
            tag = str(child.tag)
            if tag == f"{W}p":
                yield self._paragraph(child)
            elif tag == f"{W}tbl":
                yield from self._table(child)
            elif tag == f"{W}bookmarkStart":
                self.waiting.extend(_block_names(child))
            elif tag not in _HOLDS_NONE:
                yield from self.units(child)

    def _paragraph(self, paragraph: _Element) -> Unit:
        text = _seen_text(paragraph)
        names = [*self._arrived(), *_names_in(paragraph)]
        self._follow(text)
        return Unit((text,), dict.fromkeys(names, 0), heading=self.heading())

    def _table(self, table: _Element) -> Iterator[Unit]:
        header: dict[int, str] = {}
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells = _cells(row)
            texts = tuple("\n".join(map(_seen_text, paragraphs_in(cell))).strip() for cell in cells)
            starts = _grid_starts(cells)
            if is_header_row(row):
                _note_header(header, texts, starts, cells)
            marks = dict.fromkeys([*self._arrived(), *_names_beside_cells(row)], 0)
            marks |= {name: index for index, cell in enumerate(cells) for name in _names_in(cell)}
            columns = tuple(header.get(start, "") for start in starts)
            yield Unit(texts, marks, True, columns, self.heading())

    def _arrived(self) -> list[str]:
        names, self.waiting = self.waiting, []
        return names

    def _follow(self, text: str) -> None:
        if _APPENDIX.fullmatch(text):
            self.appendix, self.levels = text, ["", "", ""]
        elif self.appendix and text and " – " not in self.appendix and text.isupper():
            self.appendix = f"{self.appendix} – {text}"
        elif text and len(text) <= _LONGEST_HEADING and text[-1] not in ".;:":
            for level, form in enumerate(_HEADINGS):
                if form.match(text):
                    self.levels[level:] = [text, *[""] * (len(self.levels) - level - 1)]
                    break

    def heading(self) -> tuple[str, ...]:
        return tuple(part for part in (self.appendix, *self.levels) if part)


def _block_names(mark: _Element) -> list[str]:
    name = mark.get(f"{W}name", "")
    return [name] if name.startswith(BOOKMARK_PREFIX) else []


def _names_in(element: _Element) -> list[str]:
    return [name for mark in element.iter(f"{W}bookmarkStart") for name in _block_names(mark)]


def _names_beside_cells(row: _Element) -> list[str]:
    return [name for child in row if child.tag == f"{W}bookmarkStart" for name in _block_names(child)]


def _cells(row: _Element) -> list[_Element]:
    """The row's own cells, also those that a content control or a tracked change wraps."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _grid_starts(cells: list[_Element]) -> list[int]:
    starts, at = [], 0
    for cell in cells:
        starts.append(at)
        at += _span(cell)
    return starts


def _span(cell: _Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return int(value) if value.isdigit() else 1


def _note_header(header: dict[int, str], texts: tuple[str, ...], starts: list[int], cells: list[_Element]) -> None:
    """Adds a header row's words to those of the rows above it, column by column."""
    for text, start, cell in zip(texts, starts, cells, strict=True):
        for column in range(start, start + _span(cell)):
            if text:
                above = header.get(column, "")
                header[column] = f"{above}, {one_line(text)}" if above else one_line(text)
