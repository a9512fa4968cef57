"""Numbers of an edited report that a person wrote: no cell of the workbook stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.revise.figures_in import FoundFigure
from generator.revise.units import Unit
from generator.revise.word_diff import is_figure, matches, tokens


@dataclass(frozen=True, slots=True)
class TypedNumbers:
    """A paragraph or row with the numbers in it that were not there when the program wrote the document."""

    unit: Unit
    numbers: tuple[str, ...]


def typed_numbers(
    units: Sequence[Unit], base: Sequence[Unit], found: Iterable[FoundFigure]
) -> tuple[TypedNumbers, ...]:
    """What people added, in the order of the text; a figure typed over in its own place is not told again."""
    marked = {name: unit for unit in base for name in unit.marks}
    same = {id(units[j]): base[i] for i, j in matches([unit.text for unit in base], [unit.text for unit in units])}
    retyped: dict[int, Counter[str]] = {}
    for one in found:
        if one.unit is not None:
            retyped.setdefault(id(one.unit), Counter()).update(_numbers(one.now))
    typed = []
    for unit in units:
        before = same.get(id(unit)) or _by_name(unit, marked)
        known = Counter(_numbers(before.text) if before else ()) | retyped.get(id(unit), Counter())
        if new := tuple((Counter(_numbers(unit.text)) - known).elements()):
            typed.append(TypedNumbers(unit, new))
    return tuple(typed)


def _by_name(unit: Unit, marked: Mapping[str, Unit]) -> Unit | None:
    return next((marked[name] for name in unit.marks if name in marked), None)


def _numbers(text: str) -> list[str]:
    return [token for token in tokens(text) if is_figure(token)]
