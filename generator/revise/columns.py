"""Columns of a table, told by their headings, also where a person or a template moved, added or dropped some."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import W, drop
from generator.office.word_diff import rising
from generator.office.word_text import paragraphs_in
from generator.revise.blocks import ROW, Block, BlockKind, cells_of
from generator.revise.inline import text_of
from generator.revise.words import normal

if TYPE_CHECKING:
    from lxml.etree import _Element

    from generator.revise.workspace import Workspace

_NUMBERS_ONLY = re.compile(r"[\d\s()\[\]+=\-/.:xX%]*")
_MOST_HEADER_ROWS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the columns it covers: `span` of them from `start`."""

    start: int
    span: int
    element: _Element


def cells_by_column(row: _Element) -> list[Cell]:
    """The cells of a row with the columns they stand in."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    at = _number(before)
    found = []
    for element in cells_of(row):
        span = _number(element.find(f"{W}tcPr/{W}gridSpan"), 1)
        found.append(Cell(at, span, element))
        at += span
    return found


def _number(element: _Element | None, default: int = 0) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdecimal() else default


def headings(table: _Element) -> tuple[str, ...]:
    """What each column of a table is called: the texts over it, from the rows that Word repeats, else the first row."""
    rows = [row for row in table if row.tag == ROW]
    repeated = [row for row in rows[:_MOST_HEADER_ROWS] if row.find(f"{W}trPr/{W}tblHeader") is not None]
    heads = [cells_by_column(row) for row in repeated or rows[:1]]
    width = max((cell.start + cell.span for cells in heads for cell in cells), default=0)
    labels: list[list[str]] = [[] for _ in range(width)]
    for cells in heads:
        texts = [normal(" ".join(text_of([one]) for one in paragraphs_in(cell.element))).casefold() for cell in cells]
        if all(map(_NUMBERS_ONLY.fullmatch, texts)):
            continue
        for cell, text in zip(cells, texts, strict=True):
            for column in range(cell.start, cell.start + cell.span):
                if text:
                    labels[column].append(text)
    return tuple(" | ".join(label) for label in labels)


def matched(old: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Column → the same column of the other table: by its heading, else by its place between columns found."""
    if old == now:
        return {place: place for place in range(len(old))}
    places = {key: place for place, key in enumerate(_counted(now))}
    found = {place: places[key] for place, key in enumerate(_counted(old)) if key in places and key[0]}
    pairs = sorted(found.items())
    kept = set(rising([j for _, j in pairs]))
    edges = [pair for number, pair in enumerate(pairs) if number in kept]
    last_i = last_j = -1
    for i, j in [*edges, (len(old), len(now))]:
        before = [place for place in range(last_i + 1, i) if place not in found]
        after = [place for place in range(last_j + 1, j) if place not in found.values()]
        if len(before) == len(after):
            found.update(zip(before, after, strict=True))
        last_i, last_j = i, j
    return found


def _counted(labels: Sequence[str]) -> Iterator[tuple[str, int]]:
    met: Counter[str] = Counter()
    for label in labels:
        yield label, met[label]
        met[label] += 1


@dataclass(slots=True)
class Columns:
    """The columns of one table in its three versions."""

    to_new: Mapping[int, int]
    to_edited: Mapping[int, int]
    added: tuple[int, ...]
    """Columns of the new table that the last one lacked, and the edited one lacks too."""
    dropped: tuple[int, ...]
    """Columns of the edited table that the new one has no more, and that nobody wrote in."""
    kept: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Those that a person wrote in → what the last generated table said in them."""
    new_to_edited: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, base: _Element, edited: _Element, new: _Element) -> Columns:
        before, here, after = (headings(one) for one in (base, edited, new))
        to_new, to_edited = matched(before, after), matched(before, here)
        both = {to_new[place]: to_edited[place] for place in to_new if place in to_edited}
        taken = set(to_edited.values())
        typed = {label: place for place, label in enumerate(here) if place not in taken and label}
        fresh = [place for place in range(len(after)) if place not in to_new.values()]
        both.update({place: typed[after[place]] for place in fresh if after[place] in typed})
        added = tuple(place for place in fresh if place not in both)
        gone = [place for place in range(len(before)) if place not in to_new and place in to_edited]
        said = {to_edited[place]: (_texts(base, place), _texts(edited, to_edited[place])) for place in gone}
        kept = {place: frozenset(old) for place, (old, now) in said.items() if now - old}
        return cls(to_new, to_edited, added, tuple(place for place in said if place not in kept), kept, both)

    @property
    def as_before(self) -> bool:
        """True if nobody moved, added or dropped a column."""
        same = all(old == now for pairs in (self.to_new, self.to_edited) for old, now in pairs.items())
        return (
            same and not self.added and not self.dropped and not self.kept and len(self.to_new) == len(self.to_edited)
        )


def _texts(table: _Element, column: int) -> Counter[str]:
    """What the cells of a column say, each as often as it stands there."""
    cells = (cell for row in table.iter(ROW) for cell in cells_by_column(row) if (cell.start, cell.span) == (column, 1))
    return Counter(_text(cell) for cell in cells)


def _text(cell: Cell) -> str:
    return normal(" ".join(text_of([one]) for one in paragraphs_in(cell.element)))


def partners(old: Sequence[Cell], now: Sequence[Cell], columns: Mapping[int, int]) -> dict[int, int] | None:
    """Cell of a row → cell of the same row in another version; None where columns do not tell.

    A cell over several columns is found by the first of them; one whose column is gone has no partner.
    """
    starts = {cell.start: place for place, cell in enumerate(now)}
    wide_old, wide_now = (sum(cell.span > 1 for cell in cells) for cells in (old, now))
    if wide_old or wide_now:
        if len(old) == len(now) and [cell.span > 1 for cell in old] == [cell.span > 1 for cell in now]:
            return {place: place for place in range(len(old))}
        return None
    return {
        place: starts[columns[cell.start]]
        for place, cell in enumerate(old)
        if cell.start in columns and columns[cell.start] in starts
    }


# --- columns that a template added or dropped --------------------------------------------------------


def follow_columns(desk: Workspace, columns: Columns, edited: Block, new: Block, here: Mapping[int, Block]) -> None:
    """Gives the edited table the columns of the new one: `here` says which new row is which edited row."""
    partner = {id(block.element): new.rows[n].element for n, block in here.items() if n < len(new.rows)}
    for row in [one for one in edited.rows if one.kind is BlockKind.ROW]:
        for place, old in columns.kept.items():
            _empty(row.element, place, old)
        for place in sorted(columns.dropped, reverse=True):
            _drop(row.element, place)
        for place in columns.added:
            _add(desk, row.element, partner.get(id(row.element)), place, _left_of(columns, place))
    if columns.added or columns.dropped or columns.kept:
        for table in edited.elements:
            if columns.kept:
                _even_out(table, new.element)
            else:
                _follow_grid(desk, table, new.element)


def _empty(row: _Element, place: int, old: frozenset[str]) -> None:
    """Of a column that has no data any more only what a person wrote stays."""
    if row.find(f"{W}trPr/{W}tblHeader") is not None:
        return
    for cell in cells_by_column(row):
        if (cell.start, cell.span) == (place, 1) and _text(cell) in old:
            _clear(cell.element)


def _even_out(table: _Element, new: _Element) -> None:
    """The widths of a table that has a column more than the new one: as wide as that in all."""
    rows = [cells_by_column(row) for row in table if row.tag == ROW]
    full = max(rows, key=lambda cells: (all(cell.span == 1 for cell in cells), len(cells)), default=[])
    widths = [_width(cell) for cell in full]
    room = sum(int(one.get(f"{W}w", "0")) for one in new.iterfind(f"{W}tblGrid/{W}gridCol"))
    grid = table.find(f"{W}tblGrid")
    if grid is None or not all(widths) or not room:
        return
    scaled = [round(width * room / sum(widths)) for width in widths]
    for column in list(grid):
        grid.remove(column)
    for width in scaled:
        etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", str(width))
    for cells in rows:
        for cell in cells:
            measure = cell.element.find(f"{W}tcPr/{W}tcW")
            if measure is not None and measure.get(f"{W}type") == "dxa":
                measure.set(f"{W}w", str(sum(scaled[cell.start : cell.start + cell.span])))


def _width(cell: Cell) -> int:
    measure = cell.element.find(f"{W}tcPr/{W}tcW")
    value = measure.get(f"{W}w", "") if measure is not None and measure.get(f"{W}type") == "dxa" else ""
    return int(value) if value.isdecimal() else 0


def _left_of(columns: Columns, place: int) -> int:
    """The column of the edited table that a new one stands behind; -1: it is the first."""
    gone = sorted(columns.dropped)
    for near in range(place - 1, -1, -1):
        if near in columns.added:
            return _left_of(columns, near) + 1
        if near in columns.new_to_edited:
            old = columns.new_to_edited[near]
            return old - sum(one < old for one in gone) + _added_before(columns, near)
    return -1


def _added_before(columns: Columns, place: int) -> int:
    """How many new columns were put before the one that `place` is, in the edited table."""
    spot = columns.new_to_edited[place]
    return sum(
        1
        for one in columns.added
        if one < place
        and all(columns.new_to_edited[near] < spot for near in range(one) if near in columns.new_to_edited)
    )


def _drop(row: _Element, place: int) -> None:
    for cell in cells_by_column(row):
        if cell.start <= place < cell.start + cell.span:
            span = cell.element.find(f"{W}tcPr/{W}gridSpan")
            if cell.span > 1 and span is not None:
                span.set(f"{W}val", str(cell.span - 1))
            elif len(cells_by_column(row)) > 1:
                drop(cell.element)
            return


def _add(desk: Workspace, row: _Element, source: _Element | None, place: int, left: int) -> None:
    cells = cells_by_column(row)
    fresh = None
    for cell in cells_by_column(source) if source is not None else ():
        if cell.start == place and cell.span == 1:
            fresh = desk.adopt(cell.element)
    over = next((cell for cell in cells if cell.start <= left < cell.start + cell.span - 1), None)
    before = next((cell for cell in cells if cell.start + cell.span - 1 == left), None)
    inner = source is not None and fresh is None
    widened = over or (before if inner else None)
    if widened is not None:
        _widen(widened)
        return
    near = before or (cells[0] if cells else None)
    if near is None:
        return
    made = fresh if fresh is not None else _blank(near.element)
    if before is not None:
        before.element.addnext(made)
    else:
        near.element.addprevious(made)
    desk.changes += 1


def _widen(cell: Cell) -> None:
    properties = cell.element.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.element.insert(0, properties)
    span = properties.find(f"{W}gridSpan")
    if span is None:
        span = etree.Element(f"{W}gridSpan")
        properties.insert(1 if properties.find(f"{W}tcW") is not None else 0, span)
    span.set(f"{W}val", str(cell.span + 1))


def _blank(near: _Element) -> _Element:
    made = deepcopy(near)
    _clear(made)
    return made


def _clear(cell: _Element) -> None:
    for paragraph in list(cell.iter(f"{W}p"))[1:]:
        drop(paragraph)
    for paragraph in cell.iter(f"{W}p"):
        for child in list(paragraph):
            if child.tag != f"{W}pPr":
                paragraph.remove(child)


def _follow_grid(desk: Workspace, table: _Element, new: _Element) -> None:
    """The widths of the new table, where both now have as many columns."""
    ours, theirs = table.find(f"{W}tblGrid"), new.find(f"{W}tblGrid")
    if ours is None or theirs is None:
        return
    grid = desk.adopt(theirs)
    widths = [column.get(f"{W}w", "") for column in grid.iter(f"{W}gridCol")]
    table.replace(ours, grid)
    for row in (one for one in table if one.tag == ROW):
        cells = cells_by_column(row)
        if cells and cells[-1].start + cells[-1].span > len(widths):
            continue
        for cell in cells:
            width = cell.element.find(f"{W}tcPr/{W}tcW")
            inside = widths[cell.start : cell.start + cell.span]
            if width is not None and width.get(f"{W}type") == "dxa" and all(one.isdecimal() for one in inside):
                width.set(f"{W}w", str(sum(map(int, inside))))
