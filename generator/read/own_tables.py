"""An office's own tracking sheets: tables of tasks under headers of its own, on sheets that no dossier has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.problems import Problem
from generator.core.rows import Book
from generator.core.vietnamese import title_key
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import SheetPart, TooLarge, open_book
from generator.read.columns import CONTENT, PLANNED, SCHEMAS, SheetTitle
from generator.read.dossier_tabs import MADE_BY_US
from generator.read.headers import match_titles
from generator.read.own_columns import own_columns
from generator.read.plan_headers import MONEY, TableKind
from generator.read.plan_sheets import xlsx_lines
from generator.read.plan_table import PlanTable, table_of

_OF_ROWS = ("NK003", "NK016")
"""What is told of rows between the tasks, and of cells that repeat those above."""


@dataclass(frozen=True, slots=True)
class OwnTables:
    """The tracking sheets of a workbook as one table; `told` is what in them is not read as it stands."""

    table: PlanTable
    told: tuple[Problem, ...]


def own_tables(path: Path, book: Book) -> OwnTables | None:
    """The tracking sheets of a workbook whose sheet Nhiệm vụ is missing, empty or has headers of the office's own.

    None where there is none. Hidden sheets are none.
    """
    if is_guided(book):
        return None
    try:
        return _own_tables(path, book)
    except (Unreadable, TooLarge):
        return None
    except damage():  # a sheet beside the dossier's own that cannot be read is none of it
        return None


def _own_tables(path: Path, book: Book) -> OwnTables | None:
    with open_book(path) as parts:
        left_out = _known_tabs(parts.sheets, book)
        if all(part.title in left_out or part.hidden for part in parts.sheets):
            return None
    settings = [
        (key.text, value.text)
        for row in book.rows(SheetTitle.SETTINGS)
        if (key := row.cells.get("Mục")) and (value := row.cells.get("Giá trị"))
    ]
    lines, told = xlsx_lines(path, left_out)
    filled = [line.table for line in lines if line.text]
    lines = [line for line in lines if filled.count(line.table) > 1]  # a sheet with nothing but its header
    table, found = table_of(str(path), lines, own_columns(settings))
    if table is None or not table.rows or not any(TableKind.TASKS in use.kinds for use in table.uses):
        return None
    tabs = {use.place.sheet for use in table.uses if use.kinds}
    told += [one for one in found if one.code in _OF_ROWS]
    return OwnTables(table, tuple(one for one in told if one.place.sheet in tabs))


def is_guided(book: Book) -> bool:
    """Whether sheet Nhiệm vụ has tasks under the headers of a dossier."""
    rows = book.rows(SheetTitle.TASKS)
    return bool(rows) and all(title in rows[0].ref.columns for title in ("Mã", CONTENT))


def _known_tabs(parts: Sequence[SheetPart], book: Book) -> frozenset[str]:
    """The tabs that are read as sheets of a dossier, and those the program makes beside them."""
    titles = [part.title for part in parts]
    matches = match_titles(titles, {schema.title: () for schema in SCHEMAS})
    taken = {title: titles[at] for title, at in matches.taken.items()}
    taken.pop(SheetTitle.TASKS, None)  # what it has does not stand under the headers of a dossier
    if SheetTitle.PLANS not in book.sheets:
        taken.pop(SheetTitle.PLANS, None)
    return frozenset((*taken.values(), *(title for title in titles if title_key(title) in MADE_BY_US)))


def letters_of(table: PlanTable) -> Mapping[tuple[str, int], Mapping[str, int]]:
    """(sheet, header row) → the titles of a table with their column numbers; money under the title of its sheet too."""
    found: dict[tuple[str, int], Mapping[str, int]] = {}
    for use in table.uses:
        if use.kinds and use.place.sheet and use.place.cell:
            row = int("".join(letter for letter in use.place.cell if letter.isdigit()))
            columns = {column.key: column.position + 1 for column in use.columns if column.title}
            money = {PLANNED: columns[MONEY]} if MONEY in columns else {}
            found[use.place.sheet, row] = {**columns, **money}
    return found
