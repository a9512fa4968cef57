"""A printed figure that keeps its value and the workbook cells it came from; text quoted from a cell likewise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import total_ordering
from typing import Any, overload

from generator.core.problems import Place

_DIGIT = re.compile(r"[\d²³¹⁰⁴-⁹₀-₉]")


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


class Count(Figure):
    """How many of something: a text may print it with two digits ("04 nhiệm vụ"), a table never does."""

    __slots__ = ()


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


class Quotation(str):
    """Text taken over from workbook cells, or told from them; to a template it is a plain text.

    What a person wrote in a cell may hold figures too ("36/38 xã"): they are traced to that cell.
    """

    __slots__ = ("cells", "formula")
    cells: tuple[Place, ...]
    formula: str

    def __new__(cls, text: str, cells: tuple[Place, ...] = (), formula: str = "") -> Quotation:
        made = super().__new__(cls, text)
        made.cells, made.formula = cells, formula
        return made

    @property
    def has_figures(self) -> bool:
        """True if there is a digit in it."""
        return _DIGIT.search(self) is not None


@overload
def reworded(value: str, text: str) -> str: ...
@overload
def reworded(value: object, text: str) -> object: ...
def reworded(value: object, text: str) -> object:
    """`text`, made from `value` (its first letter changed, its end mark cut …), with the origin that `value` has."""
    if isinstance(value, Figure):
        return replace(value, text=text)
    if isinstance(value, Quotation):
        return Quotation(text, value.cells, value.formula)
    return text


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """Where one printed figure came from: its file and block there, its text, the workbook cells, and how reckoned."""

    file: str
    block: str
    text: str
    cells: tuple[str, ...] = ()
    formula: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "block": self.block,
            "text": self.text,
            "cells": list(self.cells),
            "formula": self.formula,
        }


def origin_words(origin: PrintedFigure) -> str:
    """How a figure is made: "số nhiệm vụ hoàn thành, đếm từ Nhiệm vụ!A5, A7", "chép từ Số liệu!C5"."""
    cells = cell_list(origin.cells)
    if not origin.formula:
        return f"chép từ {cells}" if cells else ""
    counted = origin.text.replace(".", "").lstrip("0") == str(len(origin.cells))
    return f"{origin.formula}, {'đếm' if counted else 'tính'} từ {cells}" if cells else origin.formula


def cell_list(cells: Iterable[str]) -> str:
    """Cells by sheet, runs of a column made one: "Nhiệm vụ!A5, A7:A9; Tiến độ!C4"."""
    sheets: dict[str, list[str]] = {}
    for cell in cells:
        sheet, _, place = cell.rpartition("!")
        sheets.setdefault(sheet, []).append(place)
    return "; ".join(f"{sheet}!{', '.join(_runs(places))}" for sheet, places in sheets.items())


def _runs(places: Sequence[str]) -> list[str]:
    runs: list[list[str]] = []
    for place in dict.fromkeys(places):
        if runs and _follows(runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [piece for run in runs for piece in ([f"{run[0]}:{run[-1]}"] if len(run) > 2 else run)]


def _follows(one: str, other: str) -> bool:
    a, b = (re.fullmatch(r"([A-Z]+)(\d+)", place) for place in (one, other))
    return bool(a and b and a[1] == b[1] and int(b[2]) == int(a[2]) + 1)
