"""Merged ranges of a data area: their value belongs to every row they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.read.book_parts import TooLarge
from generator.read.cell_names import column_number, row_number
from generator.read.sheet_xml import RawRow

_MOST_COVERED = 1_000_000
"""Only ranges that lie over each other, as no Excel makes them, come to more."""


def fill_merged(rows: Sequence[RawRow], merged: Iterable[str], columns: Collection[int]) -> list[str]:
    """Copies the value of each merged range down its first column, and returns the ranges that matter.

    Those hold a value in the data area (`rows`) under a known column (`columns`). A row that is otherwise empty
    stays so: it is the tail of a merge, not a record. `rows` are changed in place. Raises TooLarge.
    """
    by_number = {row.number: row for row in rows}
    covered = CoveredRows(rows)
    reported: list[tuple[int, int, str]] = []
    for reference in merged:
        first, _, last = reference.partition(":")
        top, bottom = row_number(first), row_number(last or first)
        left, right = column_number(first), column_number(last or first)
        origin = by_number.get(top)
        if origin is None or left not in origin.cells or not any(left <= column <= right for column in columns):
            continue
        reported.append((top, left, reference))
        for row in covered.between(top + 1, bottom):
            row.cells.setdefault(left, origin.cells[left])
    return [reference for _, _, reference in sorted(reported)]


class CoveredRows:
    """The rows that the merged ranges of one sheet cover; sheets with thousands of merges are common."""

    def __init__(self, rows: Iterable[RawRow]) -> None:
        self._ordered = sorted(rows, key=_number)
        self._given = 0

    def between(self, top: int, bottom: int) -> Iterator[RawRow]:
        """The rows from `top` to `bottom`. Raises TooLarge when all calls together have given more than any sheet."""
        for at in range(bisect_left(self._ordered, top, key=_number), len(self._ordered)):
            row = self._ordered[at]
            if row.number > bottom:
                return
            self._given += 1
            if self._given > _MOST_COVERED:
                raise TooLarge
            yield row


def _number(row: RawRow) -> int:
    return row.number
