"""Single cells of a workbook put right: what each holds, what it may hold, what it most likely should, and the change.

Only the cells that are named are written, and each is read again from the new file before it is anybody's workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.problems import BadDossier, Problem, WrongUsage
from generator.core.rows import Book, Cell, Row
from generator.core.vietnamese import clean, nearest, number_text, short_date, upper_first
from generator.read.cell_names import column_number, row_number
from generator.read.column_guide import GUIDE, SETTING_NOTES, STRICT_KINDS, ValueKind
from generator.read.columns import SheetTitle
from generator.read.text_files import is_text_dossier
from generator.read.workbook import read_workbook
from generator.stories.dossier import data_periods
from generator.validate.repairs import Repair, certain_repairs, kind_of_cell, typed_value
from generator.write.cell_styles import Look
from generator.write.repair import UNICODE_FONT
from generator.write.workbook_edit import NewValue, SheetEdit, WorkbookEdit, refuses_damage
from generator.write.workbook_rules import choice_lists

LONGEST = 32_767
"""Letters that a cell of Excel holds."""
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_AGENCIES = (ValueKind.AGENCY, ValueKind.AGENCIES)
Where = tuple[str, str]
"""A sheet as its tab is called, and a cell."""


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that may be written: what stands in it and what it is for.

    `choices` are all that it may hold, `known` what it most often holds. `suggestion` is what it should hold: `certain`
    where there is one reading only, for `reason`.
    """

    sheet: str
    cell: str
    title: str
    text: str
    note: str
    is_long: bool
    choices: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    suggestion: str = ""
    certain: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person typed for a cell."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that was written: the words before and after."""

    sheet: str
    cell: str
    title: str
    old: str
    new: str


def open_cells(workbook: Path, dossier: Dossier | None, problems: Sequence[Problem]) -> dict[Where, OpenCell]:
    """The cells that problems name and that a person may write, in the order of the problems; and all certain repairs.

    Of an office's own tracking sheet there are none: what is read there is not what is typed there.
    """
    book, _ = read_workbook(workbook) if not is_text_dossier(workbook) else (None, [])
    if book is None:
        return {}
    places = cells_of(book)
    certain = {
        (one.place.sheet or "", one.place.cell or ""): one
        for one in certain_repairs(book, dossier.agencies if dossier else ())
    }
    found: dict[Where, OpenCell] = {}
    for where in [*((one.place.sheet or "", one.place.cell or "") for one in problems), *certain]:
        if where in places and where not in found:
            found[where] = _open_cell(where, *places[where], certain.get(where), dossier)
    return found


def cells_of(book: Book) -> dict[Where, tuple[SheetTitle, str, Row]]:
    """Every cell of the table of a known sheet, also an empty one, with its column's title and its row."""
    return {
        (row.ref.sheet, f"{letter}{row.ref.number}"): (SheetTitle(title), column, row)
        for title, sheet in book.sheets.items()
        for row in sheet.rows
        for column, letter in row.ref.columns.items()
        if column in GUIDE[SheetTitle(title)]
    }


def _open_cell(
    where: Where, sheet: SheetTitle, title: str, row: Row, repair: Repair | None, dossier: Dossier | None
) -> OpenCell:
    kind, text = kind_of_cell(sheet, title, row), row.cells.get(title, Cell(None, "")).text
    key = row.cells.get("Mục", Cell(None, "")).text if sheet is SheetTitle.SETTINGS and title == "Giá trị" else ""
    lists = choice_lists()
    choices = tuple(map(str, lists.get(key, lists[kind] if kind in STRICT_KINDS else ())))
    known = _known(kind, dossier)
    sure = shown_value(repair.new) if repair else ""
    return OpenCell(
        *where,
        title=key or title,
        text=text,
        note=SETTING_NOTES.get(key, GUIDE[sheet][title].note),
        is_long=kind is ValueKind.LONG_TEXT or "\n" in text or len(text) > 60,
        choices=choices,
        known=known,
        suggestion=sure or _likely(text, choices or known),
        certain=bool(sure),
        reason=repair.reason if repair else "",
    )


def _known(kind: ValueKind, dossier: Dossier | None) -> tuple[str, ...]:
    if kind is ValueKind.SECTION:
        return tuple(map(str, choice_lists()[ValueKind.SECTION]))
    if dossier is None:
        return ()
    if kind in _AGENCIES:
        return tuple(one.name for one in dossier.agencies)
    if kind is ValueKind.PERIOD:
        return tuple(one.code for one in data_periods(dossier))
    codes: Mapping[ValueKind, Iterable[str]] = {
        ValueKind.TASK: (one.code for one in dossier.tasks),
        ValueKind.INDICATOR: (one.code for one in dossier.indicators),
        ValueKind.FUNDING: (one.code for one in dossier.funding),
        ValueKind.CRITERION: (one.code for one in dossier.criteria),
    }
    return tuple(codes.get(kind, ()))


def _likely(text: str, known: Sequence[str]) -> str:
    """The one of `known` that `text` most likely means; "" where it is one of them, or like none."""
    if not text or text in known or parse_period(text):
        return ""
    return nearest(text, known, cutoff=0.6) or ""


def mend(workbook: Path, entries: Sequence[Entry], out: Path) -> tuple[Mended, ...]:
    """Writes to `out` the workbook with `entries`, all else as it was, to the byte; gives what was written.

    Raises WrongUsage for a cell that is not a person's to type in, or whose new words could not be read again.
    """
    places = cells_of(read_sheets(workbook))
    typed = []
    for entry in entries:
        found = places.get((entry.sheet, entry.cell))
        if found is None or len(entry.text) > LONGEST:
            raise WrongUsage(f"Không ghi được vào {_named(entry)}.", "Tải lại trang, hoặc sửa trong Excel.")
        sheet, title, row = found
        typed.append((entry, title, row.cells.get(title), typed_value(entry.text, kind_of_cell(sheet, title, row))))
    out.write_bytes(_written(workbook, [(entry, cell, value) for entry, _, cell, value in typed]))
    refuse_misread(out, [(entry, value) for entry, _, _, value in typed])
    return tuple(
        Mended(entry.sheet, entry.cell, title, cell.text if cell else "", shown_value(value))
        for entry, title, cell, value in typed
    )


@refuses_damage
def _written(workbook: Path, typed: Sequence[tuple[Entry, Cell | None, NewValue]]) -> bytes:
    edit = WorkbookEdit(workbook)
    for entry, cell, value in typed:
        sheet = edit.sheet(entry.sheet)
        if sheet is None or not _CELL.fullmatch(entry.cell):
            raise WrongUsage(f"Không có {_named(entry)}.", "Tải lại trang.")
        put(sheet, entry, cell, value)
    return edit.to_bytes()


def put(sheet: SheetEdit, entry: Entry, cell: Cell | None, value: NewValue) -> None:
    """Puts a value into a cell of a person's workbook. Raises WrongUsage where a formula or a merged range stands."""
    row, column = row_number(entry.cell), column_number(entry.cell)
    if sheet.has_formula(row, column):
        raise WrongUsage(f"{upper_first(_named(entry))} có công thức.", "Sửa công thức trong Excel.")
    if (row, column) in sheet.merged():
        raise WrongUsage(f"{upper_first(_named(entry))} nằm trong một ô gộp.", "Sửa trong Excel.")
    sheet.set(row, column, value, look=Look(font=UNICODE_FONT) if cell is not None and cell.font else None)


def refuse_misread(out: Path, typed: Sequence[tuple[Entry, NewValue]]) -> None:
    """What was typed must be what the next reader sees: a struck or hidden format, a column of another unit hide it."""
    places = cells_of(read_sheets(out))
    for entry, value in typed:
        found = places.get((entry.sheet, entry.cell))
        cell = found[2].cells.get(found[1]) if found else None
        seen = cell.value if cell is not None else None
        words = clean(seen) if isinstance(seen, str) else seen
        if words != (clean(value) if isinstance(value, str) else value) and not (seen is None and not value):
            out.unlink(missing_ok=True)
            raise WrongUsage(
                f"{upper_first(_named(entry))} có định dạng hoặc đơn vị riêng: ghi ở đây thì không đọc lại đúng được.",
                "Sửa ô này trong Excel.",
            )


def read_sheets(workbook: Path) -> Book:
    """The rows of a workbook as they are typed. Raises BadDossier."""
    book, problems = read_workbook(workbook)
    if book is None:
        raise BadDossier(f"Không đọc được “{workbook.name}”.", "", problems)
    return book


def _named(entry: Entry) -> str:
    return f"ô {entry.cell[:12]} trang “{entry.sheet[:60]}”"


def shown_value(value: object) -> str:
    """A value as a person types it."""
    if isinstance(value, Decimal):
        return number_text(value)
    return short_date(value) if isinstance(value, date) else str(value or "")
