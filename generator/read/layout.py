"""Where the known sheets of a workbook have their headers and rows, for whoever writes into it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from generator.core.vietnamese import clean, one_line
from generator.read.book_parts import BookParts, SheetPart, open_book
from generator.read.book_tables import Tables, read_tables
from generator.read.columns import SCHEMA_BY_TITLE, SCHEMAS, SheetSchema, SheetTitle
from generator.read.headers import header_and_body, match_titles
from generator.read.own_columns import header_words, is_list_of_plans, match_columns, own_columns
from generator.read.sheet_xml import RawRow, read_sheet


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A known sheet as it stands in the file.

    `tab` is its title there; `header_row` is 0 in an empty sheet; `columns` maps canonical titles to column
    numbers, `others` the headers that the schema lacks; `misspelt` lists the canonical titles found by a near miss.
    """

    title: SheetTitle
    tab: str
    header_row: int
    columns: Mapping[str, int]
    others: Mapping[str, int]
    misspelt: tuple[str, ...]
    rows: tuple[RawRow, ...]
    merged: tuple[str, ...]
    written: Mapping[str, str]
    """Canonical title → the header as it is typed."""
    other_units: Mapping[str, Decimal] = field(default_factory=dict)
    """The titles whose header names another unit than the column is counted in, and what its figures are to be
    multiplied by: nothing is written there."""


@dataclass(frozen=True, slots=True)
class WorkbookLayout:
    """`unknown` are the tabs that no sheet of a dossier has."""

    sheets: Mapping[SheetTitle, SheetLayout]
    unknown: tuple[str, ...]


def read_layout(path: Path) -> WorkbookLayout:
    """The layout of a workbook that could be read before (read/workbook.py)."""
    with open_book(path) as book:
        tables = read_tables(book)
        titles = [part.title for part in book.sheets]
        matches = match_titles(titles, {schema.title: () for schema in SCHEMAS})
        chosen: dict[str, str] = {}
        if (at := matches.taken.get(SheetTitle.SETTINGS)) is not None:
            settings = _sheet_layout(book, book.sheets[at], tables, SCHEMA_BY_TITLE[SheetTitle.SETTINGS], {})
            key, value = settings.columns.get("Mục", 0), settings.columns.get("Giá trị", 0)
            chosen = own_columns(
                (row.cells[key].text, row.cells[value].text)
                for row in settings.rows
                if {key, value} <= row.cells.keys()
            )
        sheets = {
            SheetTitle(title): _sheet_layout(book, book.sheets[at], tables, SCHEMA_BY_TITLE[title], chosen)
            for title, at in sorted(matches.taken.items(), key=lambda item: item[1])
            if title != SheetTitle.PLANS or is_list_of_plans(read_sheet(book, book.sheets[at].member, tables))
        }
        used = {at for title, at in matches.taken.items() if title in sheets}
    return WorkbookLayout(sheets, tuple(title for at, title in enumerate(titles) if at not in used))


def _sheet_layout(
    book: BookParts, part: SheetPart, tables: Tables, schema: SheetSchema, chosen: Mapping[str, str]
) -> SheetLayout:
    raw = read_sheet(book, part.member, tables)
    if not raw.rows:
        return SheetLayout(schema.title, part.title, 0, {}, {}, (), (), (), {})
    header, body = header_and_body(raw.rows, header_words(schema, chosen))
    numbers = sorted(header.cells)
    texts = [clean(header.cells[number].text) for number in numbers]
    matches = match_columns(texts, schema, chosen)
    columns = {title: numbers[at] for title, at in matches.taken.items()}
    written = {title: texts[at] for title, at in matches.taken.items()}
    used = set(columns.values())
    others: dict[str, int] = {}
    for number, text in zip(numbers, texts, strict=True):
        if number not in used:
            others.setdefault(one_line(text), number)
    misspelt = tuple(title for _, title in matches.near)
    return SheetLayout(
        schema.title,
        part.title,
        header.number,
        columns,
        others,
        misspelt,
        tuple(body),
        raw.merged,
        written,
        matches.factors,
    )
