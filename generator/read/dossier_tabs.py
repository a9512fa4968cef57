"""Sheets of a dossier in a workbook that is brought as a plan: the empty ones are none of the plan's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core.problems import Place, Problem
from generator.core.typed_commands import typed
from generator.core.vietnamese import clean, title_key
from generator.read.book_parts import BookParts, SheetPart
from generator.read.book_tables import Tables
from generator.read.columns import SCHEMA_BY_TITLE, SCHEMAS, SheetTitle
from generator.read.headers import match_titles
from generator.read.sheet_xml import RawSheet, read_sheet

MADE_BY_US = ("hướng dẫn", "danh mục")
"""Tabs that the program makes beside a dossier's own."""


@dataclass(frozen=True, slots=True)
class DossierTabs:
    """What of a workbook belongs to a dossier: tabs that are no plan's, and whether it is a whole dossier."""

    titles: frozenset[str]
    is_whole: bool


def dossier_tabs(book: BookParts, tables: Tables) -> DossierTabs:
    """The tabs that have the headers of a dossier's sheets and nothing under them, and those made beside them.

    A workbook that lists tasks under a dossier's headers, beside its Thông tin chung, is a dossier and no plan; so is
    one without any other table that lists indicators or money.
    """
    found = dict(_under_their_headers(book, tables))
    if SheetTitle.SETTINGS not in found:
        return DossierTabs(frozenset(), False)
    filled = {title for title, (_, sheet) in found.items() if len(sheet.rows) > 1}
    listed = {SheetTitle.TASKS, SheetTitle.INDICATORS, SheetTitle.FUNDING} & filled
    empty = {part.title for title, (part, _) in found.items() if title not in filled or title == SheetTitle.SETTINGS}
    ours = {part.title for part in book.sheets if title_key(part.title) in MADE_BY_US}
    known = {part.title for part, _ in found.values()} | ours
    others = any(part.title not in known and not part.hidden for part in book.sheets)
    return DossierTabs(frozenset(empty | ours), SheetTitle.TASKS in listed or (bool(listed) and not others))


_FEWEST_HEADINGS = 3
"""As many required columns make a sheet known by them; "Mã", "Tên" stand above many tables."""
_TITLE_ROWS = 6


def tabs_for_missing(
    book: BookParts, known: Mapping[str, SheetPart], tables: Tables
) -> Iterator[tuple[SheetPart, SheetTitle]]:
    """Tabs of other names that have rows under all required headings of a sheet that the dossier lacks."""
    missing = {
        schema.title: {title_key(one) for one in schema.required_titles}
        for schema in SCHEMAS
        if schema.title not in known and len(schema.required_titles) >= _FEWEST_HEADINGS
    }
    taken = {part.member for part in known.values()}
    for part in book.sheets:
        if part.member in taken or title_key(part.title) in MADE_BY_US:
            continue
        rows = read_sheet(book, part.member, tables).rows
        for at, row in enumerate(rows[:_TITLE_ROWS]):
            header = {title_key(clean(cell.text)) for cell in row.cells.values()}
            title = next((one for one, required in missing.items() if required <= header), None)
            if title is not None and at + 1 < len(rows):
                yield part, title
                break


def _under_their_headers(book: BookParts, tables: Tables) -> Iterator[tuple[str, tuple[SheetPart, RawSheet]]]:
    titles = [part.title for part in book.sheets]
    for title, at in match_titles(titles, {schema.title: () for schema in SCHEMAS}).taken.items():
        sheet = read_sheet(book, book.sheets[at].member, tables)
        header = {title_key(clean(cell.text)) for cell in sheet.rows[0].cells.values()} if sheet.rows else set()
        if {title_key(one) for one in SCHEMA_BY_TITLE[title].required_titles} <= header:
            yield title, (book.sheets[at], sheet)


def is_no_plan(path: Path) -> Problem:
    """What is said of a dossier that is brought as a plan."""
    message = f"“{path.name}” đã là hồ sơ báo cáo, không phải bản kế hoạch."
    fix = (
        f"Dùng luôn tệp này: baocao check {typed(path.name)}; sang năm mới: "
        f"baocao new TỆP --next-year {typed(path.name)}; "
        "cần ghép vào hồ sơ khác thì chép các dòng của từng trang sang."
    )
    return Problem("NK020", Place(path.name), message, fix)
