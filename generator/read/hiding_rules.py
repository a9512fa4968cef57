"""Conditional formats that take a value out of sight, or show another: letters in the colour of their cell, ";;;",
a number format, an icon alone.

A rule that compares with a number or a word is reckoned here; whether any other holds, only Excel knows. As in Excel,
what a rule of a higher rank sets of a look no lower one changes, and one that stops lets none below it count.
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
from generator.office.names import whole
from generator.read.cell_colours import Rgb, cannot_be_told_apart
from generator.read.cell_look import CellStyle
from generator.read.cell_names import column_number
from generator.read.number_formats import NumberFormat

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
_SCALE = "colorScale"
_PICTURES = (*_BARE, _SCALE)


UNTOLD_LETTERS: Rgb = (-999, -999, -999)
UNTOLD_GROUND: Rgb = (9999, 9999, 9999)
"""What a rule sets where it cannot be told which colour that is; such letters count as seen."""


@dataclass(frozen=True, slots=True)
class RuleLook:
    """What a rule, or several of them, change of a cell's look; None where they leave it as it is."""

    colour: Rgb | None = None
    ground: Rgb | None = None
    format: NumberFormat | None = None
    is_bare: bool = False
    """A picture stands in the place of the figure."""

    def over(self, lower: RuleLook) -> RuleLook:
        """The look of a rule with that of one below it."""
        return RuleLook(
            lower.colour if self.colour is None else self.colour,
            lower.ground if self.ground is None else self.ground,
            lower.format if self.format is None else self.format,
            self.is_bare or lower.is_bare,
        )

    @property
    def colours(self) -> RuleLook:
        """Without the format: what text can have of it."""
        return replace(self, format=None, is_bare=False)

    def on(self, style: CellStyle) -> CellStyle:
        """A cell's style as it looks once the rules hold."""
        colour = style.look.colour if self.colour is None else self.colour
        ground = style.ground if self.ground is None else self.ground
        return CellStyle(self.format or style.format, replace(style.look, colour=colour), ground)

    def changes_sight(self, style: CellStyle) -> bool:
        """Whether some cell of this style could be seen otherwise than without it."""
        is_other = self.format is not None or self.is_bare
        return is_other or _unseen(self.on(style)) != _unseen(style)


def _unseen(style: CellStyle) -> bool:
    return cannot_be_told_apart(style.look.colour, style.ground)


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
    look: RuleLook
    rank: int = 0
    """The lower, the sooner it counts."""
    stops: bool = False
    """No rule below it counts where it holds."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What else the rule says of itself: its rank, its words."""
    beside: Counter[Decimal | str] = field(default_factory=Counter)
    """How often each value stands in the areas, for the rules that hold a value against the others there."""
    has_days: bool = False
    limit: Decimal | None = None
    """The number of the areas at which a ranking ends, or their mean."""

    def is_for(self, column: int, row: int) -> bool:
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self.areas)

    def holds(self, own: Decimal | str, column: int, value_in: Callable[[int], Decimal | str | None]) -> Holds:
        """Whether it holds for a cell with this number, or with these words in small letters, in this column.

        `value_in` gives what stands in a column of its row: "" for nothing, None where that is not known.
        """
        if self.kind in _PICTURES:
            return _yes_or_no(isinstance(own, Decimal))
        if self.kind in ("containsBlanks", "containsErrors"):
            return Holds.NO
        if self.kind in ("notContainsBlanks", "notContainsErrors"):
            return Holds.YES
        if self.kind == "cellIs":
            return self._compared(own, self.sign, self.words)
        if self.kind == "expression" and len(self.words) == 1:
            return self._reckoned(own, column, value_in)
        if self.kind in _SAID:
            return self._worded(own)
        if self.kind in (_RANKED, _AVERAGED, *_COUNTED) and not self.has_days:
            return self._among_others(own)
        return Holds.MAYBE

    def _worded(self, own: Decimal | str) -> Holds:
        word = self.marks.get("text", "").casefold()
        if not isinstance(own, str) or not word or any(sign in word for sign in "*?~"):
            return Holds.MAYBE
        return _yes_or_no(_SAID[self.kind](own, word))

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

    def _reckoned(self, own: Decimal | str, column: int, value_in: Callable[[int], Decimal | str | None]) -> Holds:
        """Of a formula that asks of the very cell it colours, or of one beside it: $C2="Hoàn thành"."""
        found = _OF_A_CELL.fullmatch(self.words[0])
        asked = None if found is None else self._column_asked(found["asked"] or found["held"], column)
        value = None if asked is None else own if asked == column else value_in(asked)
        if found is None or value is None:
            return Holds.MAYBE
        if found["asked"]:
            return _yes_or_no(value == "" and "BLANK" in found[0].upper())
        wanted = _constant(found["word"])
        if value == "" and isinstance(wanted, Decimal):
            value = Decimal(0)
        if found["sign"] in ("=", "<>") and type(wanted) is not type(value):
            return _yes_or_no(found["sign"] == "<>")  # a number is no text
        return self._compared(value, _SIGNS[found["sign"]], (found["word"],))

    def _column_asked(self, name: str, column: int) -> int | None:
        """The column of a cell's own row of which its formula asks; None where that is of another row, or not told."""
        bounds = _BOUNDS.fullmatch(name.upper())
        if bounds is None or len(self.areas) != 1:
            return None
        left, top, _, _ = self.areas[0]
        if int(bounds[2]) != top:
            return None
        return column_number(bounds[1]) + (0 if name.startswith("$") else column - left)

    def _compared(self, own: Decimal | str, sign: str, words: Sequence[str]) -> Holds:
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


def hiding_rules(element: _Element, look_of: Callable[[_Element], RuleLook]) -> Iterator[HidingRule]:
    """The rules of one conditional format that change what is seen of a cell, or let no other change it.

    Excel's later rules (x14) name their areas and formulas in elements of their own.
    """
    named = element.get("sqref") or "".join(map(str, element.itertext("{*}sqref")))
    areas = tuple(_area(reference) for reference in named.split())
    for rule in element.iterfind("{*}cfRule"):
        kind, rank = rule.get("type", ""), whole(rule.get("priority"), _LAST)
        words = tuple(one.text or "" for one in rule if str(one.tag).endswith(("}formula", "}f")))
        picture = next((one for name in _BARE for one in rule.iterfind(f"{{*}}{name}")), None)
        look, stops = look_of(rule), rule.get("stopIfTrue") in _TRUE
        if kind == _SCALE:
            look, stops = RuleLook(ground=UNTOLD_GROUND), False
        elif picture is not None:
            look, stops = RuleLook(is_bare=picture.get("showValue") in ("0", "false")), False
        if stops or look != RuleLook():
            marks = {str(name): str(value) for name, value in rule.attrib.items()}
            yield HidingRule(kind, rule.get("operator", ""), words, areas, look, rank, stops, marks)


def rules_in_order(rules: Iterable[HidingRule], styles: Sequence[CellStyle]) -> tuple[HidingRule, ...]:
    """The rules of a sheet by rank; none if they change nothing of what is seen of cells in these styles."""
    ranked = sorted(rules, key=lambda rule: rule.rank)
    grounds = [rule.look.ground for rule in ranked if rule.look.ground is not None]
    if any(
        cannot_be_told_apart(letters, ground) for letters in {one.look.colour for one in ranked} for ground in grounds
    ):
        return tuple(ranked)
    kinds = {(style.look.colour, style.ground): style for style in (*styles, CellStyle())}
    looks = {
        (look.colour, look.ground, look.format is None, look.is_bare): look for look in (one.look for one in ranked)
    }
    return tuple(ranked) if any(look.changes_sight(one) for look in looks.values() for one in kinds.values()) else ()


def with_area(rule: HidingRule, filled: Iterable[tuple[int, int, Cell]]) -> HidingRule:
    """The rule with what stands in its areas, of the (column, row, cell) of a sheet, where it has to know them."""
    if rule.kind not in (_RANKED, _AVERAGED, *_COUNTED):
        return rule
    own = [cell for column, row, cell in filled if cell.fault is None and cell.text and rule.is_for(column, row)]
    beside = Counter(map(_own, own))
    numbers = [number for number in beside.elements() if isinstance(number, Decimal)]
    has_days = any(isinstance(cell.value, date) for cell in own)
    return replace(rule, beside=beside, has_days=has_days, limit=rule.limit_among(numbers))


@dataclass(frozen=True, slots=True)
class Beneath:
    """What lies under the look of a cell: its style; its number, and the cell that the number makes in a style."""

    style: CellStyle
    number: Decimal | None = None
    shown_in: Callable[[CellStyle], Cell | None] | None = None


def as_seen(
    cells: Mapping[int, Cell], row: int, rules: Sequence[HidingRule], beneath: Mapping[tuple[int, int], Beneath]
) -> dict[int, Cell]:
    """The cells of a row as the rules (in their order) leave them. `beneath` has those of the row, by (column, row)."""
    found = dict(cells)
    here = [rule for rule in rules if any(top <= row <= bottom for _, top, _, bottom in rule.areas)]
    value_in = _values_of(cells, row, beneath)
    for column, cell in cells.items() if here else ():
        under = beneath.get((column, row))
        if under is None or not (cell.text.strip() or under.number is not None):
            continue
        if cell.fault not in (None, CellFault.UNSEEN, CellFault.HIDDEN) or (cell.fault and under.number is None):
            continue
        own = _own(cell) if under.number is None else under.number
        ruled = (rule for rule in here if rule.is_for(column, row))
        looks = _looks((rule, rule.holds(own, column, value_in)) for rule in ruled)
        if looks != {RuleLook()}:
            found[column] = _in_sight(cell, under, looks)
    return found


_MOST_LOOKS = 64


def _values_of(
    cells: Mapping[int, Cell], row: int, beneath: Mapping[tuple[int, int], Beneath]
) -> Callable[[int], Decimal | str | None]:
    """What stands in each column of a row, for formulas to hold against a constant."""

    def value_in(column: int) -> Decimal | str | None:
        cell, under = cells.get(column), beneath.get((column, row))
        if cell is None:
            return ""
        if under is not None and under.number is not None:
            return None if cell.is_stale else under.number
        is_sure = not (cell.fault or cell.told or cell.is_stale) and isinstance(cell.value, str | Decimal)
        return _own(cell) if is_sure and cell.value != "" else None

    return value_in


def _looks(rules: Iterable[tuple[HidingRule, Holds]]) -> set[RuleLook]:
    """Every look that a cell may have by its rules, which come in their order: several where one may hold or not."""
    open_looks, stopped = {RuleLook()}, set[RuleLook]()
    for rule, holds in rules:
        if holds is Holds.NO:
            continue
        changed = {look.over(rule.look) for look in open_looks}
        stopped |= changed if rule.stops else set()
        kept = open_looks if holds is Holds.MAYBE else set()
        open_looks = kept if rule.stops else kept | changed
        if len(open_looks) + len(stopped) > _MOST_LOOKS:
            break
    return open_looks | stopped


def _in_sight(cell: Cell, under: Beneath, looks: Iterable[RuleLook]) -> Cell:
    """The cell as it is seen in all these looks; told where they show different things."""
    seen = [_seen_so(cell, under, look) for look in looks]
    first = seen[0]
    if all(map(first.says_as, seen)):
        return first
    said = cell if cell.fault is None and cell.text.strip() else next(one for one in seen if one.text.strip())
    return replace(cell, told=(*cell.told, Told(HowRead.BY_RULE, one_line(said.text))))


def _seen_so(cell: Cell, under: Beneath, look: RuleLook) -> Cell:
    style = look.on(under.style)
    if under.shown_in is None:
        if look.colours == RuleLook() or not _unseen(style):
            return cell
        return replace(cell, value=None, fault=CellFault.UNSEEN)
    made = under.shown_in(style) or Cell("", "")
    if look.is_bare or made.fault is CellFault.UNSEEN:
        made = replace(made, text="") if not under.number else replace(made, value=None, fault=CellFault.UNSEEN)
    return replace(made, is_stale=cell.is_stale)


def _own(cell: Cell) -> Decimal | str:
    """What Excel compares: the number in the cell, or its words without their case."""
    if not isinstance(cell.value, Decimal):
        return str(cell.value or "").casefold()
    number = cell.value if cell.stored is None else cell.stored
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
