"""A printed figure that keeps its value and the workbook cells it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from generator.problems import Place


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """`text` is what the reader sees, `value` what it means; `formula` says how the cells make it, if not alone.

    In a template it prints as its text and is true when it is neither zero nor missing, so that a sentence can
    leave out what there is none of.
    """

    text: str
    value: Decimal | None = None
    cells: tuple[Place, ...] = ()
    formula: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text) if self.value is None else self.value != 0

    def __eq__(self, other: object) -> bool:
        return self._number() == _number(other)

    def __lt__(self, other: object) -> bool:
        return self._number() < _number(other)

    def __hash__(self) -> int:
        return hash((self.text, self.value))

    def _number(self) -> Decimal:
        return self.value if self.value is not None else Decimal(0)


def _number(other: object) -> Decimal:
    if isinstance(other, Figure):
        return other.value if other.value is not None else Decimal(0)
    return Decimal(str(other))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of sentence put together from several figures; prints as `text`."""

    text: str
    figures: tuple[Figure, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)
