"""Numbers that only count: of headings (I., 2., a)) and of table rows (the TT column).

A person who added or moved something has usually counted anew. Where their count had no gap, the merged one gets
none either; it is no conflict that both sides count differently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.core.roman import roman
from generator.office.word_text import paragraphs_in
from generator.render.printer import POINT_LETTERS
from generator.revise.blocks import Block, BlockKind, cells_of
from generator.revise.inline import Insert, pieces_of, splice
from generator.revise.words import normal

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[a-zđA-Z])(?:[.)]\s*|\s*\n)")
_HEADING = re.compile(r"\s*([IVXLC]+|\d{1,3}|[a-zđ])[.)](?!\d)")
_ROW = re.compile(r"\s*(\d{1,5})\s*$")
_ROMANS = {roman(number): number for number in range(1, 40)}  # L, C and D are letters of a list sooner than numbers
_LEVELS = 3


def without_number(text: str) -> str:
    """A heading or row without the number it begins with, for telling whether its words changed."""
    return normal(_NUMBER.sub("", text, count=1))


def is_count(text: str) -> bool:
    """True for what may be the number of a heading or row: "IV", "3", "đ"."""
    return _level(text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Count:
    """A number that stands before a heading or row: its level (I, 1, a), its value, and where its letters are."""

    level: int
    value: int
    paragraph: _Element | None = None
    start: int = 0
    end: int = 0


def counts_of(blocks: Sequence[Block]) -> list[Count]:
    """The numbers of headings, or of rows; a row without one begins a new count (level 0)."""
    rows = any(block.kind is BlockKind.ROW for block in blocks)
    found = [_row_count(block) if rows else _heading_count(block) for block in blocks]
    return [one for one in found if one is not None]


def numbers(block: Block) -> tuple[tuple[int, int], ...]:
    """The level and value of a block's number, if it has one."""
    return tuple((one.level, one.value) for one in counts_of([block]))


def is_gapless(counts: Sequence[Count]) -> bool:
    """True if every level counts 1, 2, 3 … and begins again under each new number above it."""
    return [one.value for one in counts] == _values(counts)


def is_rising(counts: Sequence[Count]) -> bool:
    """True if no number is less than the one before in its count; there may be gaps, and one number twice."""
    return all(not other.level or other.value >= one.value for one, other in pairwise(counts))


def count_anew(counts: Sequence[Count]) -> None:
    """Writes the numbers that make the count gapless, each in the type of the old one."""
    for one, value in zip(counts, _values(counts), strict=True):
        if one.value != value and one.paragraph is not None:
            splice(pieces_of([one.paragraph]), one.start, one.end, [Insert(_shown(one.level, value))], one.paragraph)


def _values(counts: Sequence[Count]) -> list[int]:
    last = [0] * _LEVELS
    values = []
    for one in counts:
        last[one.level] += 1
        last[one.level + 1 :] = [0] * (_LEVELS - one.level - 1)
        values.append(one.value if one.paragraph is None else last[one.level])
    return values


def _heading_count(block: Block) -> Count | None:
    found = _HEADING.match(block.raw) if block.heading and block.kind is BlockKind.PARAGRAPH else None
    level = _level(found[1]) if found else None
    if found is None or level is None:
        return None
    return Count(level, _value(found[1], level), block.element, found.start(1), found.end(1))


def _row_count(block: Block) -> Count | None:
    first = next((one for cell in cells_of(block.element)[:1] for one in paragraphs_in(cell)), None)
    text = "".join(piece.text for piece in pieces_of([first])) if first is not None else ""
    found = _ROW.match(text)
    if found is None:
        return Count(0, 0)
    return Count(1, int(found[1]), first, found.start(1), found.end(1))


def _level(text: str) -> int | None:
    if text in _ROMANS:
        return 0
    if text.isdecimal():
        return 1
    return 2 if len(text) == 1 and text in POINT_LETTERS else None


def _value(text: str, level: int) -> int:
    return (_ROMANS.get(text, 0), int(text) if text.isdecimal() else 0, POINT_LETTERS.find(text) + 1)[level]


def _shown(level: int, value: int) -> str:
    if level == 0:
        return roman(value)
    return str(value) if level == 1 else POINT_LETTERS[(value - 1) % len(POINT_LETTERS)]
