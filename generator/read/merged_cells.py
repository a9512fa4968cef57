"""Merged ranges of a data area: their value belongs to every row they cover."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.read.sheet_xml import RawRow, column_number


def fill_merged(rows: Sequence[RawRow], merged: Iterable[str], columns: Collection[int]) -> list[str]:
    """Copies the value of each merged range down its first column, and returns the ranges that matter.

    Those hold a value in the data area (`rows`) under a known column (`columns`). A row that is otherwise empty
    stays so: it is the tail of a merge, not a record. `rows` are changed in place.
    """
    by_number = {row.number: row for row in rows}
    reported: list[tuple[int, int, str]] = []
    for reference in merged:
        first, _, last = reference.partition(":")
        top, bottom = row_number(first), row_number(last or first)
        left, right = column_number(first), column_number(last or first)
        origin = by_number.get(top)
        if origin is None or left not in origin.cells or not any(left <= column <= right for column in columns):
            continue
        reported.append((top, left, reference))
        for row in _rows_between(rows, top + 1, bottom):
            row.cells.setdefault(left, origin.cells[left])
    return [reference for _, _, reference in sorted(reported)]


def row_number(reference: str) -> int:
    """The row of a cell reference: "B7" → 7."""
    return int("".join(letter for letter in reference if letter.isdigit()))


def _rows_between(rows: Sequence[RawRow], top: int, bottom: int) -> Iterator[RawRow]:
    return (row for row in rows if top <= row.number <= bottom)
