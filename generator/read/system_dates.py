"""Dates that Excel shows in the order of the computer it runs on (format 14), told apart or left to be asked about.

Where a clerk types 3/8/2025 for the third of August, Excel set to English stores the eighth of March and goes on
showing 3/8/2025; what stands in the file is the same as what Excel set to Vietnamese makes of 8/3/2025.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from generator.core.rows import Cell, CellFault, Row, Sheet
from generator.core.vietnamese import short_date

_MONTHS = 12


def with_doubtful_days(sheets: Mapping[str, Sheet], is_vietnamese: bool) -> dict[str, Sheet]:
    """The sheets; a date that may have been typed the other way round is at fault, both ways in its text.

    No date is doubted in a workbook made in Vietnamese, nor where one of them has a day after the twelfth: Excel set
    to English would have left that as text.
    """
    if are_certain((cell.value for cell in _system_dates(sheets)), is_vietnamese):
        return dict(sheets)
    return {title: replace(sheet, rows=tuple(map(_doubted, sheet.rows))) for title, sheet in sheets.items()}


def are_certain(values: Iterable[object], is_vietnamese: bool) -> bool:
    """Whether what cells of such dates hold was typed in the order in which it is read."""
    days = [value for value in values if isinstance(value, date)]
    return is_vietnamese or any(day.day > _MONTHS for day in days) or all(day.day == day.month for day in days)


def _system_dates(sheets: Mapping[str, Sheet]) -> Iterator[Cell]:
    for sheet in sheets.values():
        for row in sheet.rows:
            yield from (cell for cell in row.cells.values() if cell.by_system)


def _doubted(row: Row) -> Row:
    if not any(cell.by_system for cell in row.cells.values()):
        return row
    return replace(row, cells={title: either_way(cell) for title, cell in row.cells.items()})


def either_way(cell: Cell) -> Cell:
    """A cell that is at fault, with both days in its text, if its date may have been typed the other way round."""
    day = cell.value
    if not cell.by_system or not isinstance(day, date) or day.day == day.month:
        return cell
    other = day.replace(day=day.month, month=day.day)
    return replace(cell, value=None, text=f"{short_date(day)} hoặc {short_date(other)}", fault=CellFault.EITHER_DAY)
