"""The figures of a run as its manifest keeps them: by file and block, cells that follow each other as one range.

    [["phu-luc-II.docx", [["_bc_1a2b_II_NV07", [["62,5%", "C5 : D5", "Số liệu!C5", "Số liệu!C7..C90"], …]], …]], …]

A figure is its text, its formula and its cells, in their order. A report of ten thousand tasks prints as many figures,
and its totals are reckoned from ten thousand cells each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from generator.figures import PrintedFigure

_CELL = re.compile(r"(.*!)([A-Z]+)([1-9][0-9]{0,6})", re.DOTALL)
_RANGE = re.compile(r"(.*!)([A-Z]+)([1-9][0-9]{0,6})\.\.\2([1-9][0-9]{0,6})", re.DOTALL)
_SHORTEST = 3
_MOST_CELLS = 5_000_000
"""Of all figures: a damaged file must not fill the memory."""


def packed(figures: Iterable[PrintedFigure]) -> list[Any]:
    """The figures as JSON values; `unpacked` gives the same figures in the same order."""
    return [
        [
            file,
            [
                [block, [[one.text, one.formula, *_ranges(one.cells)] for one in inside]]
                for block, inside in groupby(of_file, key=lambda one: one.block)
            ],
        ]
        for file, of_file in groupby(figures, key=lambda one: one.file)
    ]


def _ranges(cells: Sequence[str]) -> Sequence[str]:
    if len(cells) < _SHORTEST:
        return cells
    made: list[str] = []
    run: list[str] = []
    expected = ""
    for cell in cells:
        if cell != expected:
            made += _joined(run)
            run = []
        run.append(cell)
        found = _CELL.fullmatch(cell)
        expected = f"{found[1]}{found[2]}{int(found[3]) + 1}" if found else ""
    return [*made, *_joined(run)]


def _joined(run: Sequence[str]) -> Sequence[str]:
    return run if len(run) < _SHORTEST else (f"{run[0]}..{run[-1].rpartition('!')[2]}",)


def unpacked(found: Sequence[Any]) -> tuple[PrintedFigure, ...]:
    """The figures that a manifest holds, in this form or in that of the first versions, a list of objects.

    Raises KeyError, TypeError or ValueError if it is neither.
    """
    if all(isinstance(one, Mapping) for one in found):
        return tuple(_from_object(one) for one in found)
    room = _MOST_CELLS
    figures: list[PrintedFigure] = []
    for file, blocks in found:
        for block, inside in blocks:
            for text, formula, *places in inside:
                cells = tuple(_cells(places, room))
                room -= len(cells)
                figures.append(PrintedFigure(as_text(file), as_text(block), as_text(text), cells, as_text(formula)))
    return tuple(figures)


def _cells(places: Iterable[Any], room: int) -> Iterator[str]:
    for place in places:
        found = _RANGE.fullmatch(as_text(place)) if ".." in as_text(place) else None
        if found is None:
            yield place
            continue
        sheet, column, first, last = found.groups()
        if int(last) - int(first) > room:
            raise ValueError(place)
        yield from (f"{sheet}{column}{number}" for number in range(int(first), int(last) + 1))


def _from_object(found: Mapping[str, Any]) -> PrintedFigure:
    cells = tuple(as_text(cell) for cell in found["cells"])
    return PrintedFigure(
        as_text(found["file"]), as_text(found["block"]), as_text(found["text"]), cells, as_text(found["formula"])
    )


def as_text(value: Any) -> str:
    """The value, which must be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value
