"""Conditional formats that take a value out of sight: letters in the colour of their cell, ";;;", an icon alone.

A rule that compares with a number or a word is reckoned here; whether any other holds, only Excel knows.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import TYPE_CHECKING

from generator.core.rows import Cell, CellFault, HowRead, Told
from generator.core.vietnamese import one_line
from generator.read.cell_colours import Rgb, cannot_be_told_apart
from generator.read.cell_names import column_number
from generator.read.number_formats import NumberFormat
from generator.read.shown_numbers import shown

if TYPE_CHECKING:
    from lxml.etree import _Element

    from generator.read.book_tables import CellStyle

_COMPARED = {
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThanOrEqual": operator.ge,
    "greaterThan": operator.gt,
}
_BOUNDS = re.compile(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?")
_LAST = 1 << 24
_BARE = ("iconSet", "dataBar")
"""Pictures that can stand in the place of a figure."""


@dataclass(frozen=True, slots=True)
class RuleLook:
    """What a rule changes of a cell's look; None where it leaves it as it is."""

    colour: Rgb | None = None
    ground: Rgb | None = None
    format: NumberFormat | None = None

    def hides(self, cell: Cell, style: CellStyle, from_1904: bool) -> bool:
        """Whether nobody sees the value of such a cell once the rule holds."""
        if self.format is not None and isinstance(cell.value, Decimal):
            return not shown(_stored(cell), self.format, from_1904).text.strip()
        return self._unseen_on(style)

    def may_hide(self, styles: Iterable[CellStyle]) -> bool:
        """Whether some cell of a workbook with these styles could be out of sight by it."""
        return self.format is not None or any(map(self._unseen_on, styles))

    def _unseen_on(self, style: CellStyle) -> bool:
        letters, ground = self.colour or style.look.colour, self.ground or style.ground
        return (self.colour or self.ground) is not None and cannot_be_told_apart(letters, ground)


class Holds(Enum):
    """Whether a rule holds for a cell."""

    YES = auto()
    NO = auto()
    MAYBE = auto()


@dataclass(frozen=True, slots=True)
class HidingRule:
    """A rule of a sheet with the areas it is for: (first column, first row, last column, last row)."""

    kind: str
    sign: str
    words: tuple[str, ...]
    areas: tuple[tuple[int, int, int, int], ...]
    look: RuleLook | None
    """None for a picture that stands without its figure."""

    def is_for(self, column: int, row: int) -> bool:
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self.areas)

    def holds(self, cell: Cell) -> Holds:
        if self.look is None:
            return Holds.YES if isinstance(cell.value, Decimal) else Holds.NO
        if self.kind in ("containsBlanks", "containsErrors"):
            return Holds.NO
        if self.kind in ("notContainsBlanks", "notContainsErrors"):
            return Holds.YES
        if self.kind == "cellIs":
            return self._compared(cell)
        return Holds.MAYBE

    def _compared(self, cell: Cell) -> Holds:
        own = _stored(cell) if isinstance(cell.value, Decimal) else str(cell.value or "").casefold()
        bounds = [bound for word in self.words if type(bound := _constant(word)) is type(own)]
        if not bounds or len(bounds) < len(self.words):
            return Holds.MAYBE
        if self.sign in _COMPARED:
            return Holds.YES if _COMPARED[self.sign](own, bounds[0]) else Holds.NO
        ends = [bound for bound in bounds if isinstance(bound, Decimal)]
        if len(ends) != 2 or not isinstance(own, Decimal):
            return Holds.MAYBE
        return Holds.YES if (min(ends) <= own <= max(ends)) == (self.sign == "between") else Holds.NO


def hiding_rules(element: _Element, looks: Sequence[RuleLook | None]) -> Iterator[HidingRule]:
    """The rules of one conditional format that may take a value out of sight; `looks` has None for what cannot."""
    areas = tuple(_area(reference) for reference in str(element.get("sqref", "")).split())
    for rule in element.iterfind("{*}cfRule"):
        kind, number = rule.get("type", ""), rule.get("dxfId", "")
        words = tuple(one.text or "" for one in rule.iterfind("{*}formula"))
        picture = next((one for name in _BARE for one in rule.iterfind(f"{{*}}{name}")), None)
        if picture is not None and picture.get("showValue") in ("0", "false"):
            yield HidingRule(kind, "", (), areas, None)
        elif number.isdecimal() and int(number) < len(looks):
            look = looks[int(number)]
            if look is not None:
                yield HidingRule(kind, rule.get("operator", ""), words, areas, look)


def as_seen(
    cells: Mapping[int, Cell], row: int, rules: Sequence[HidingRule], style_of: Mapping[str, CellStyle], from_1904: bool
) -> dict[int, Cell]:
    """The cells of a row as the rules leave them. `style_of` has those of the row, by their column's number."""
    found = dict(cells)
    for column, cell in cells.items():
        style = style_of.get(f"{column}:{row}")
        if cell.fault is not None or style is None or not cell.text.strip():
            continue
        states = {
            rule.holds(cell)
            for rule in rules
            if rule.is_for(column, row) and (rule.look is None or rule.look.hides(cell, style, from_1904))
        }
        if Holds.YES in states:
            is_nought = isinstance(cell.value, Decimal) and not cell.value
            found[column] = replace(cell, text="") if is_nought else replace(cell, value=None, fault=CellFault.UNSEEN)
        elif Holds.MAYBE in states:
            found[column] = replace(cell, told=(*cell.told, Told(HowRead.BY_RULE, one_line(cell.text))))
    return found


def _stored(cell: Cell) -> Decimal:
    """The number in a cell of which another may be shown: 0,625 of "62,5%"."""
    value = cell.stored if cell.stored is not None else cell.value
    number = value if isinstance(value, Decimal) else Decimal(0)
    return number / 100 if cell.stored is None and cell.text.endswith("%") else number


def _constant(word: str) -> Decimal | str | None:
    said = word.strip()
    if len(said) > 1 and said[0] == said[-1] == '"':
        return said[1:-1].casefold()
    try:
        return Decimal(said)
    except InvalidOperation:
        return None


def _area(reference: str) -> tuple[int, int, int, int]:
    found = _BOUNDS.fullmatch(reference)
    if found is None:
        return (1, 1, _LAST, _LAST)
    left, top, right, bottom = found.groups()
    first = (column_number(left or "") or 1, int(top or 1))
    is_one = ":" not in reference
    return (
        *first,
        column_number(right or "") or (first[0] if is_one else _LAST),
        int(bottom or (first[1] if is_one else _LAST)),
    )
