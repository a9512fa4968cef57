"""Units of money that a sheet states beside its columns: above the table, or row by row in a column of its own.

What is counted in another unit than its column is read in is asked about: nobody knows which of the two holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.core.units import parse_unit
from generator.core.vietnamese import clean, one_line, title_key
from generator.read.cell_names import cell_name
from generator.read.columns import FUND_SOURCE, MONEY_UNIT, UNIT, SheetSchema
from generator.read.sheet_xml import RawRow

_OF_FIGURES = frozenset(map(title_key, (UNIT, "ĐVT")))
_OF_MONEY = _OF_FIGURES | frozenset(map(title_key, ("Đơn vị", "Đơn vị tiền", "Đơn vị tiền tệ")))
_STATED = re.compile(r"\(?\s*(?:đơn\s+vị(?:\s+tính|\s+tiền)?|đvt)\s*[:=]?\s*(1[.,]?000\s*)?(.*)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\W*$")
_SCALE = parse_unit(MONEY_UNIT).factor


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """Money in a unit that is not its column's: where that is said, in what words, and of which column."""

    cell: str
    said: str
    column: str
    of_row: bool


def other_units(
    rows: Sequence[RawRow],
    header: RawRow,
    body: Sequence[RawRow],
    columns: Mapping[str, int],
    factors: Mapping[str, Decimal],
    schema: SheetSchema,
) -> Iterator[OtherUnit]:
    """What is stated of the sheet's money otherwise than its columns are read; `factors` are of the headers' units."""
    read_in = {title: factors.get(title, Decimal(1)) for title in columns if schema.units.get(title) == MONEY_UNIT}
    if not read_in:
        return
    taken = set(columns.values())
    for row in (*(one for one in rows if one.number < header.number), header):
        for number, cell in row.cells.items():
            if row is header and number in taken:
                continue
            found = _STATED.match(clean(cell.text))
            said = f"{'nghìn ' if found[1] else ''}{found[2]}" if found else ""
            if column := read_otherwise(said, read_in):
                yield OtherUnit(cell_name(number, row.number), one_line(cell.text), column, False)
    beside = [
        number
        for number, cell in header.cells.items()
        if number not in taken and is_unit_beside(clean(cell.text), True)
    ]
    named = columns.get(FUND_SOURCE, 0)
    for row in body:
        for number in (*beside, *((named,) if named in row.cells else ())):
            text = clean(row.cells[number].text) if number in row.cells else ""
            if number == named:  # "Ngân sách tỉnh (tỷ đồng)"
                text = found[1] if (found := _IN_BRACKETS.search(text)) else ""
            filled = {title: factor for title, factor in read_in.items() if columns[title] in row.cells}
            if column := read_otherwise(text, filled):
                yield OtherUnit(cell_name(number, row.number), one_line(text), column, True)


def unit_column(header: RawRow, columns: Mapping[str, int]) -> dict[str, int]:
    """The column that states what unit the figure of each row is in, where a sheet of figures has one; else nothing."""
    found = (number for number, cell in header.cells.items() if is_unit_beside(clean(cell.text), False))
    number = next((one for one in found if one not in columns.values()), None)
    return {} if number is None else {UNIT: number}


def is_unit_beside(header: str, of_money: bool) -> bool:
    """True of the heading of a column that states the unit of each row's money, or of its figure."""
    return title_key(header) in (_OF_MONEY if of_money else _OF_FIGURES)


def read_otherwise(said: str, read_in: Mapping[str, Decimal]) -> str | None:
    """The first of the columns of money, with what each is multiplied by, that is counted in another unit."""
    unit = parse_unit(said)
    if not unit.is_nothing_but_money:
        return None
    return next((title for title, factor in read_in.items() if unit.factor / _SCALE != factor), None)
