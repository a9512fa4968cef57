"""Conditional formats that take a value out of sight: letters in the colour of their cell, ";;;", an icon alone.

A rule that compares with a number or a word is reckoned here; whether any other holds, only Excel knows.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import TYPE_CHECKING

from generator.core.rows import Cell, CellFault, HowRead, Told
from generator.core.vietnamese import one_line
from generator.read.cell_colours import Rgb, cannot_be_told_apart
from generator.read.cell_look import CellStyle
from generator.read.cell_names import column_number
from generator.read.number_formats import NumberFormat
from generator.read.shown_numbers import shown

if TYPE_CHECKING:
    from lxml.etree import _Element


_COMPARED = {
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThanOrEqual": operator.ge,
    "greaterThan": operator.gt,
}
_SAID: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": lambda own, word: word in own,
    "notContainsText": lambda own, word: word not in own,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
_RANKED, _AVERAGED, _COUNTED = "top10", "aboveAverage", ("duplicateValues", "uniqueValues")
_USUAL_RANK = 10
_OF_A_CELL = re.compile(
    r"=?\s*(?:IS(?:ERROR|ERR|NA|BLANK)\(\s*(?P<asked>\$?[A-Z]{1,3}\d+)\s*\)"
    r"|(?P<held>\$?[A-Z]{1,3}\d+)\s*(?P<sign><>|<=|>=|<|>|=)\s*(?P<word>\"[^\"]*\"|-?\d+(?:\.\d+)?))\s*",
    re.IGNORECASE,
)
"""A formula that asks of a cell whether it is empty or an error, or holds it against a constant."""
_SIGNS = {
    "=": "equal", "<>": "notEqual", "<": "lessThan", ">": "greaterThan", "<=": "lessThanOrEqual",
    ">=": "greaterThanOrEqual",
}  # fmt: skip
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
    marks: Mapping[str, str] = field(default_factory=dict)
    """What else the rule says of itself: its rank, its words."""
    beside: Counter[Decimal | str] = field(default_factory=Counter)
    """How often each value stands in the areas, for the rules that hold a value against the others there."""
    has_days: bool = False
    limit: Decimal | None = None
    """The number of the areas at which a ranking ends, or their mean."""

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
            return self._compared(cell, self.sign, self.words)
        if self.kind == "expression" and len(self.words) == 1:
            return self._reckoned(cell)
        if self.kind in _SAID:
            return self._worded(cell)
        if self.kind in (_RANKED, _AVERAGED, *_COUNTED) and not self.has_days:
            return self._among_others(_own(cell))
        return Holds.MAYBE

    def _worded(self, cell: Cell) -> Holds:
        word = self.marks.get("text", "").casefold()
        if not isinstance(cell.value, str) or not word or any(sign in word for sign in "*?~"):
            return Holds.MAYBE
        return _yes_or_no(_SAID[self.kind](cell.value.casefold(), word))

    def _among_others(self, own: Decimal | str) -> Holds:
        if self.kind in _COUNTED:
            return _yes_or_no((self.beside[own] > 1) == (self.kind == "duplicateValues"))
        if not isinstance(own, Decimal):
            return Holds.NO
        if self.limit is None:
            return Holds.MAYBE
        if self.kind == _RANKED:
            return _yes_or_no(own <= self.limit if self.is_last else own >= self.limit)
        if own == self.limit:
            return _yes_or_no(self.marks.get("equalAverage") in _TRUE)
        return _yes_or_no((own > self.limit) == (self.marks.get("aboveAverage", "1") in _TRUE))

    @property
    def is_last(self) -> bool:
        """Whether a ranking counts from the lowest."""
        return self.marks.get("bottom") in _TRUE

    def limit_among(self, numbers: Sequence[Decimal]) -> Decimal | None:
        """The last number that a ranking takes, or the mean; None where the rule asks for more than that."""
        if not numbers or self.marks.get("stdDev"):
            return None
        if self.kind == _AVERAGED:
            return sum(numbers, Decimal(0)) / len(numbers)
        rank = int(self.marks["rank"]) if self.marks.get("rank", "").isdecimal() else _USUAL_RANK
        count = len(numbers) * rank // 100 if self.marks.get("percent") in _TRUE else rank
        return sorted(numbers, reverse=not self.is_last)[min(max(count, 1), len(numbers)) - 1]

    def _reckoned(self, cell: Cell) -> Holds:
        """Of a formula that asks of the very cell it colours; a cell that is empty or an error is not asked for."""
        found = _OF_A_CELL.fullmatch(self.words[0])
        if found is None or len(self.areas) != 1:
            return Holds.MAYBE
        left, top, right, _ = self.areas[0]
        name = found["asked"] or found["held"]
        bounds = _BOUNDS.fullmatch(name.upper())
        if bounds is None or (column_number(bounds[1]), int(bounds[2])) != (left, top):
            return Holds.MAYBE
        if name.startswith("$") and left != right:
            return Holds.MAYBE
        if found["asked"]:
            return Holds.NO
        if found["sign"] in ("=", "<>") and type(_constant(found["word"])) is not type(_own(cell)):
            return _yes_or_no(found["sign"] == "<>")  # a number is no text
        return self._compared(cell, _SIGNS[found["sign"]], (found["word"],))

    def _compared(self, cell: Cell, sign: str, words: Sequence[str]) -> Holds:
        own = _own(cell)
        bounds = [bound for word in words if type(bound := _constant(word)) is type(own)]
        if not bounds or len(bounds) < len(words):
            return Holds.MAYBE
        if sign in _COMPARED:
            return _yes_or_no(_COMPARED[sign](own, bounds[0]))
        ends = [bound for bound in bounds if isinstance(bound, Decimal)]
        if len(ends) != 2 or not isinstance(own, Decimal):
            return Holds.MAYBE
        return _yes_or_no((min(ends) <= own <= max(ends)) == (sign == "between"))


_TRUE = ("1", "true")


def _yes_or_no(is_so: bool) -> Holds:
    return Holds.YES if is_so else Holds.NO


def hiding_rules(element: _Element, look_of: Callable[[_Element], RuleLook | None]) -> Iterator[HidingRule]:
    """The rules of one conditional format that may take a value out of sight; `look_of` gives None for what cannot.

    Excel's later rules (x14) name their areas and formulas in elements of their own.
    """
    named = element.get("sqref") or "".join(map(str, element.itertext("{*}sqref")))
    areas = tuple(_area(reference) for reference in named.split())
    for rule in element.iterfind("{*}cfRule"):
        kind = rule.get("type", "")
        words = tuple(one.text or "" for one in rule if str(one.tag).endswith(("}formula", "}f")))
        picture = next((one for name in _BARE for one in rule.iterfind(f"{{*}}{name}")), None)
        if picture is not None and picture.get("showValue") in ("0", "false"):
            yield HidingRule(kind, "", (), areas, None)
        elif (look := look_of(rule)) is not None:
            marks = {str(name): str(value) for name, value in rule.attrib.items()}
            yield HidingRule(kind, rule.get("operator", ""), words, areas, look, marks)


def with_area(rule: HidingRule, filled: Iterable[tuple[int, int, Cell]]) -> HidingRule:
    """The rule with what stands in its areas, of the (column, row, cell) of a sheet, where it has to know them."""
    if rule.kind not in (_RANKED, _AVERAGED, *_COUNTED):
        return rule
    own = [cell for column, row, cell in filled if cell.fault is None and cell.text and rule.is_for(column, row)]
    beside = Counter(map(_own, own))
    numbers = [number for number in beside.elements() if isinstance(number, Decimal)]
    has_days = any(isinstance(cell.value, date) for cell in own)
    return replace(rule, beside=beside, has_days=has_days, limit=rule.limit_among(numbers))


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


def _own(cell: Cell) -> Decimal | str:
    """What Excel compares: the number in the cell, or its words without their case."""
    return _stored(cell) if isinstance(cell.value, Decimal) else str(cell.value or "").casefold()


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
