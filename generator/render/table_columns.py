"""Columns of a table that stand there only where they have something to say.

`{%column if … %}` in a heading makes its column one of those. Which of them a report has is known before it is
rendered, so the template is narrowed first: the rows lose their cells, and those that stay share the width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.office.names import W, drop

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(r"\{%\s*column\s+if\s+(.+?)\s*-?%\}", re.DOTALL)
COLUMN_TAG = b"column"
"""What the bytes of a part hold that may have such a tag."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that is there where `condition` holds: the place of its table and its own among the grid's columns."""

    table: int
    column: int
    condition: str


def column_choices(root: _Element) -> tuple[ColumnChoice, ...]:
    """The columns of a template that depend on something; their tags become `{% if … %}{% endif %}`, to be checked."""
    found = []
    for number, table in enumerate(root.iter(f"{W}tbl")):
        for row in table.iterchildren(f"{W}tr"):
            for at, _, cell in _cells(row):
                for paragraph in cell.iterchildren(f"{W}p"):
                    found += [ColumnChoice(number, at, condition) for condition in _take(paragraph)]
    return tuple(found)


def _take(paragraph: _Element) -> Iterator[str]:
    """The conditions in a heading's paragraph, whose text becomes one run where it has any."""
    texts = list(paragraph.iter(f"{W}t"))
    whole = "".join(node.text or "" for node in texts)
    if "column" not in whole or not _TAG.search(whole):
        return
    yield from (condition.group(1) for condition in _TAG.finditer(whole))
    texts[0].text = _TAG.sub(lambda tag: f"{{% if {tag.group(1)} %}}{{% endif %}}", whole)
    for node in texts[1:]:
        node.text = ""


def narrow(root: _Element, dropped: Sequence[ColumnChoice]) -> None:
    """Takes columns out of the tables of a template."""
    tables = list(root.iter(f"{W}tbl"))
    for number, table in enumerate(tables):
        gone = {choice.column for choice in dropped if choice.table == number}
        if gone:
            _narrow(table, gone)


def _narrow(table: _Element, gone: set[int]) -> None:
    grid = table.findall(f"{W}tblGrid/{W}gridCol")
    widths = [int(column.get(f"{W}w", "0")) for column in grid]
    kept = [at for at in range(len(widths)) if at not in gone]
    if not kept:
        return
    room, whole = sum(widths), sum(widths[at] for at in kept)
    edges, used = [0], 0
    for at in range(len(widths)):
        used += widths[at] if at not in gone else 0
        edges.append(round(used * room / whole) if whole else used)
    for at, column in enumerate(grid):
        if at in gone:
            drop(column)
        else:
            column.set(f"{W}w", str(edges[at + 1] - edges[at]))
    for row in table.iterchildren(f"{W}tr"):
        for at, span, cell in list(_cells(row)):
            left = span - sum(at <= column < at + span for column in gone)
            if left:
                _resize(cell, left, edges[min(at + span, len(widths))] - edges[min(at, len(widths))])
            else:
                drop(cell)
    _join_rows(table)


def _join_rows(table: _Element) -> None:
    """Takes out a row of which nothing is left but the lower parts of the cells above it.

    Such a row would be without height, and a header with one is not repeated by LibreOffice.
    """
    rows = list(table.iterchildren(f"{W}tr"))
    for above, row in pairwise(rows):
        merges = [cell.find(f"{W}tcPr/{W}vMerge") for _, _, cell in _cells(row)]
        if merges and all(merge is not None and merge.get(f"{W}val") != "restart" for merge in merges):
            drop(row)
            for merge in list(above.iterfind(f"{W}tc/{W}tcPr/{W}vMerge")):
                drop(merge)


def _cells(row: _Element) -> Iterator[tuple[int, int, _Element]]:
    """The cells of a row, each with the column it begins in and how many it covers."""
    at = 0
    for cell in row.iterchildren(f"{W}tc"):
        spanned = cell.find(f"{W}tcPr/{W}gridSpan")
        span = int(spanned.get(f"{W}val", "1")) if spanned is not None else 1
        yield at, span, cell
        at += span


def _resize(cell: _Element, span: int, width: int) -> None:
    spanned, measure = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}tcW")
    if spanned is not None:
        spanned.set(f"{W}val", str(span))
    if measure is not None and measure.get(f"{W}type") == "dxa":
        measure.set(f"{W}w", str(width))
