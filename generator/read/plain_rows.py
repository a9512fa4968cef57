"""Plain rows and plain shared texts, told by the shape of their XML (see plain_xml.py)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from operator import itemgetter

from generator.core.rows import Cell

_MOST_KEPT = 20_000
_OPENING = re.compile(rb'\s*<row((?: [A-Za-z0-9:]+="[^"<>]*")*)\s*(/?)>')
_NUMBER = re.compile(rb' r="(\d+)"')
_HIDDEN = re.compile(rb' (?:hidden="(?:1|true)"|ht="0")')
_CELL = re.compile(
    rb'(<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="([sn])")?'
    rb"(?: ?/>|></c>|>(<f(?: [^<>]*)?>[^<]*</f>|<f(?: [^<>]*)?/>)?<v>([-+.0-9eE]+)</v></c>))"
)
_WHOLE = itemgetter(0)
EMPTY_ROW = re.compile(
    rb'<row r="\d+"(?: [A-Za-z0-9:]+="[^"<>]*")*+ ?'
    rb'(?:/>|>(?:<c r="[A-Z]{1,3}\d+"(?: s="\d+")?(?: ?/>|></c>))*+</row>)\s*+(?=<row r="\d)'
)
"""A row that holds nothing, before one that says its own number: nobody misses it."""


_FORMULA = re.compile(r"<f(?: [^<>]*)?>([^<]*)</f>")


class Origin(Enum):
    """Who made a value: a person, a formula of numbers alone ("1+2"), or one that has another result some day."""

    TYPED = auto()
    RECKONED = auto()
    DEPENDENT = auto()


def origin_of(formula: str | None) -> Origin:
    """The origin of a value with that formula (its text, or the whole <f> element); None is no formula."""
    if formula is None:
        return Origin.TYPED
    found = _FORMULA.fullmatch(formula)
    text = found[1] if found else formula
    is_fixed = text and not text.startswith("<") and not any(letter.isalpha() for letter in text)
    return Origin.RECKONED if is_fixed else Origin.DEPENDENT


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What a row's own tag says; `number` is None where it says nothing."""

    number: int | None
    hidden: bool


def row_marks(piece: bytes) -> tuple[list[RowMarks], int]:
    """The rows that begin in `piece`, all but the last empty, and where its cells begin; -1 if that is not plain."""
    found: list[RowMarks] = []
    at = 0
    while opening := _OPENING.match(piece, at):
        number = _NUMBER.search(opening[1])
        found.append(RowMarks(int(number[1]) if number else None, bool(_HIDDEN.search(opening[1]))))
        at = opening.end()
        if not opening[2]:
            return found, at
    return found, -1


@dataclass(slots=True)
class PlainCells:
    """Reads cells by their shape. `make` gives the cell for type, style, value and origin, always the same."""

    column: Callable[[str], int]
    make: Callable[[str, str, str, Origin], Cell | None]
    _columns: dict[bytes, int] = field(default_factory=dict)
    _known: dict[tuple[bytes, bytes, bytes, Origin], Cell | None] = field(default_factory=dict)

    def read(self, piece: bytes, at: int) -> dict[int, Cell] | None:
        """The filled cells from `at` on, by column; None if there is one of another shape."""
        found = _CELL.findall(piece, at)
        if sum(map(len, map(_WHOLE, found))) != len(piece) - at:
            return None
        cells: dict[int, Cell] = {}
        for _, letters, style, kind, formula, value in found:
            if value:
                key = (kind, style, value, origin_of(formula.decode() or None))
                cell = self._known.get(key) or self._new(key)
                if cell is not None:
                    cells[self._columns.get(letters) or self._column(letters)] = cell
        return cells

    def _new(self, key: tuple[bytes, bytes, bytes, Origin]) -> Cell | None:
        kind, style, value, origin = key
        cell = self.make(kind.decode() or "n", style.decode() or "0", value.decode(), origin)
        if len(self._known) < _MOST_KEPT:
            self._known[key] = cell
        return cell

    def _column(self, letters: bytes) -> int:
        number = self._columns[letters] = self.column(letters.decode())
        return number


_TEXT = re.compile(rb'\s*<si><t(?: xml:space="preserve")?>([^<>&]*)</t>')


def plain_text(piece: bytes) -> str | None:
    """The text of a shared item without rich text; None if it has another shape."""
    found = _TEXT.fullmatch(piece)
    return found[1].decode() if found else None
