"""Merged ranges of a data area: their value belongs to every row they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from generator.read.package import TooLarge
from generator.read.sheet_xml import RawRow, column_number

_MOST_COVERED = 1_000_000
"""Only ranges that lie over each other, as no Excel makes them, come to more."""


def fill_merged(rows: Sequence[RawRow], merged: Iterable[str], columns: Collection[int]) -> list[str]:
    """Copies the value of each merged range down its first column, and returns the ranges that matter.

    Those hold a value in the data area (`rows`) under a known column (`columns`). A row that is otherwise empty
    stays so: it is the tail of a merge, not a record. `rows` are changed in place. Raises TooLarge.
    """
    by_number = {row.number: row for row in rows}
    ordered = sorted(rows, key=_number)
    reported: list[tuple[int, int, str]] = []
    covered = 0
    for reference in merged:
        first, _, last = reference.partition(":")
        top, bottom = row_number(first), row_number(last or first)
        left, right = column_number(first), column_number(last or first)
        origin = by_number.get(top)
        if origin is None or left not in origin.cells or not any(left <= column <= right for column in columns):
            continue
        reported.append((top, left, reference))
        for row in _rows_between(ordered, top + 1, bottom):
            row.cells.setdefault(left, origin.cells[left])
            covered += 1
            if covered > _MOST_COVERED:
                raise TooLarge
    return [reference for _, _, reference in sorted(reported)]


def row_number(reference: str) -> int:
    """The row of a cell reference: "B7" → 7."""
    return int("".join(letter for letter in reference if letter.isdigit()))


def _rows_between(rows: Sequence[RawRow], top: int, bottom: int) -> Iterator[RawRow]:
    """Those of `rows`, sorted, from `top` to `bottom`; sheets with thousands of merges are common."""
    first = bisect_left(rows, top, key=_number)
    return takewhile(lambda row: row.number <= bottom, (rows[at] for at in range(first, len(rows))))


def _number(row: RawRow) -> int:
    return row.number
