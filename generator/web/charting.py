"""A chart as one object, from which both its picture and the table with the same figures are made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.core.vietnamese import number_text, round_half_up

MOST_DRAWN = 20
_LONGEST_NAME = 75


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: as it is read, as it is drawn (None: not at all), and the rows it counts ("" none)."""

    text: str
    number: float | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """`alarming`: what it shows has a pattern that nothing else has."""

    name: str
    colour: str
    values: tuple[Value, ...]
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """One of the things that a chart shows values of; `link` leads to the rows behind it."""

    name: str
    link: str = ""
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bar (lying), column or line; `head` names the categories; `mark` is a line drawn at a value."""

    id: str
    title: str
    note: str
    kind: str
    head: str
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    unit: str = ""
    stacked: bool = False
    mark: tuple[float, str] | None = None

    @property
    def drawn(self) -> int:
        """How many categories the picture shows; its table shows all."""
        return min(len(self.categories), MOST_DRAWN)

    def as_json(self) -> dict[str, Any]:
        """What the script draws."""
        return {
            "id": self.id,
            "kind": self.kind,
            "stacked": self.stacked,
            "unit": self.unit,
            "mark": self.mark,
            "categories": [_cut(one.name) for one in self.categories[: self.drawn]],
            "alarming": [one.alarming for one in self.categories[: self.drawn]],
            "series": [
                {
                    "name": one.name,
                    "colour": one.colour,
                    "alarming": one.alarming,
                    "values": [value.number for value in one.values[: self.drawn]],
                    "texts": [value.text for value in one.values[: self.drawn]],
                }
                for one in self.series
            ],
        }


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rpartition(' ')[0] or name[:_LONGEST_NAME]}…"


# --- figures -------------------------------------------------------------------------------------


def counted(number: int, link: str, whole: int = 0) -> Value:
    """A number of rows, with its share of `whole` if that is given; none lead nowhere."""
    share = f" ({decimal_text(round_half_up(Decimal(100 * number) / whole, 1))}%)" if whole else ""
    return Value(f"{count_text(number)}{share}", float(number), link if number else "")


def amount(number: str | None, link: str) -> Value:
    """A decimal as an overview keeps it; None was not reported."""
    return Value("–", None) if number is None else Value(decimal_text(number), float(number), link)


def rate(share: str | None, link: str) -> Value:
    """A percentage to be read, not drawn."""
    return Value("–", None) if share is None else Value(f"{decimal_text(share)}%", None, link)


def count_text(number: int) -> str:
    return number_text(Decimal(number), 0)


def decimal_text(number: str | Decimal) -> str:
    """A decimal as officials write it, from the form it is kept in."""
    return number_text(Decimal(number))
