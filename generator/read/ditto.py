"""Cells of a plan's table that only say "as above" ("nt", "như trên", ditto marks): read as what stands above them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from generator.core.problems import Problem
from generator.core.vietnamese import fold, shortened
from generator.read.plan_line import PlanLine

_WORDS = re.compile(
    r"[(\-–]*\s*(?:n\.?\s*t\.?|n/t|nhu (?:tren|dong tren|muc tren|nhiem vu tren))(?:\s*\(nt\))?\s*[)\-–]*"
)
_MARKS = frozenset(("“", "”", '"', "''", "’’", "‘‘", "〃", "″", "//", "-//-", "- // -", "- nt -"))


def says_as_above(text: str) -> bool:
    """True of a cell that repeats the one above it and says nothing else."""
    plain = text.strip()
    return plain in _MARKS or _WORDS.fullmatch(fold(plain, keep_tones=False).strip(" .;")) is not None


def with_cells_above(
    rows: Sequence[PlanLine], naming: Container[int], above: PlanLine | None = None
) -> tuple[list[PlanLine], list[Problem]]:
    """The rows of a table with such cells filled from above, and a note on each; one with nothing above is asked about.

    A row that has no more than its number and its name, in the columns `naming`, is a title: nothing repeats it.
    `above` is the row before the first. A figure is never repeated so: a sum that "nt" stands for would count twice.
    """
    found: list[PlanLine] = []
    problems: list[Problem] = []
    for line in rows:
        is_alone = sum(map(bool, line.cells)) == 1 and not line.carried  # "- Như trên;" below "Nơi nhận:"
        if not is_alone and any(map(says_as_above, line.cells)):
            beside = above if above is not None and len(above.cells) == len(line.cells) else None
            line, told = _filled(line, beside)
            problems += told
        found.append(line)
        if any(text for at, text in enumerate(line.cells) if at not in naming):
            above = line
    return found, problems


def _filled(line: PlanLine, above: PlanLine | None) -> tuple[PlanLine, list[Problem]]:
    cells = list(line.cells)
    told = []
    for at, (text, repeated) in enumerate(_pairs(line, above)):
        if not says_as_above(text):
            continue
        if any(letter.isalpha() for letter in repeated) or "/" in repeated:
            cells[at] = repeated
            message = f"Ô ghi “{text}” được hiểu như dòng trên: “{shortened(' '.join(repeated.split()), 61)}”."
            told.append(Problem("NK016", line.place, message, "Đối chiếu lại với bản kế hoạch."))
        else:
            message = f"Ô ghi “{text}” nhưng không rõ lặp lại chữ nào ở dòng trên."
            told.append(Problem("NK003", line.place, message, "Ghi đủ chữ vào ô này sau khi nhập."))
    return replace(line, cells=tuple(cells)), told


def _pairs(line: PlanLine, above: PlanLine | None) -> Iterator[tuple[str, str]]:
    for at, text in enumerate(line.cells):
        there = "" if above is None else above.cells[at] or above.carried.get(at, "")
        yield text, there
