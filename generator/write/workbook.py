"""A dossier workbook from plain records, laid out and guided by the schema (read/columns.py, read/column_guide.py)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from generator.core import vietnamese
from generator.core.period_names import parse_period
from generator.core.problems import PROGRAM_NOTE, WrongUsage
from generator.office.sheet_text import write_text
from generator.office.streamed_zip import alike_everywhere
from generator.read.column_guide import GUIDE, SETTING_NOTES, ColumnGuide, ValueKind
from generator.read.columns import SCHEMAS, SETTING_KEYS, SheetSchema, SheetTitle
from generator.write.guide_sheet import GUIDE_SHEET, write_guide
from generator.write.row_heights import growing_rows
from generator.write.workbook_rules import (
    CHOICES_SHEET,
    DATE_FORMAT,
    GUIDED_ROWS,
    MONEY_FORMAT,
    cell_format,
    choice_lists,
    column_rule,
    setting_rule,
    write_choices,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
_DOUBT = "doubted"
_MONEY_COLUMNS = frozenset(
    title for columns in GUIDE.values() for title, guide in columns.items() if guide.kind is ValueKind.MONEY
)
_OLDEST = datetime(2000, 1, 1)
_COLUMNS = 16_384
_LAST_FORMAT = re.compile(rb'(<col min="\d+" max=")\d+("[^>]*/></cols>)')
_EXTENT = re.compile(rb'(<dimension ref="[A-Z]+\d+:)[A-Z]+')
_EMPTY_ROWS_OF_KEYS = {"Quyền hạn ký": 2, "Căn cứ": 2, "Nơi nhận": 3}
_ALLOWED = dict.fromkeys(
    (
        *("select_locked_cells", "select_unlocked_cells", "format_cells", "format_columns", "format_rows"),
        *("insert_rows", "delete_rows", "insert_columns", "insert_hyperlinks", "sort", "autofilter", "objects"),
    ),
    True,
)
"""What a protected sheet lets people do: all but changing its headers."""


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell to look at again, by its sheet's title, row (the header is 1) and column title."""

    sheet: SheetTitle
    row: int
    column: str
    note: str

    @property
    def comment(self) -> str:
        """The note as it hangs on the cell, known for the program's own."""
        return f"{PROGRAM_NOTE}{vietnamese.one_line(self.note)}"


def empty_workbook() -> bytes:
    """A new dossier: every sheet, and every key of Thông tin chung with room for those that repeat."""
    keys = (key.title for key in SETTING_KEYS for _ in range(_EMPTY_ROWS_OF_KEYS.get(key.title, 1)))
    return workbook_bytes({SheetTitle.SETTINGS: [{"Mục": key} for key in keys]})


def workbook_bytes(
    sheets: Mapping[SheetTitle, Sequence[Mapping[str, object]]], marks: Sequence[CellMark] = ()
) -> bytes:
    """The .xlsx file of a dossier: every sheet of the schema, with the given rows (column title → value).

    Same rows, same bytes. Dates and numbers are real ones; text stays text, whatever sign it begins with. A column
    that the schema lacks follows the others. Cells offer their choices and say how to fill them; headers and tabs
    are protected, without a password. `marks` are coloured and commented. Raises WrongUsage for a text that Excel
    cannot hold.
    """
    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(stream, plain)
    book.set_properties({"created": _OLDEST})
    formats = _formats(book)
    lists = choice_lists(_years(sheets))
    write_guide(book.add_worksheet(GUIDE_SHEET), formats)
    parts = set[str]()
    for schema in SCHEMAS:
        sheet = book.add_worksheet(schema.title)
        parts.add(f"xl/worksheets/sheet{len(book.worksheets())}.xml")
        _write_sheet(sheet, schema, sheets.get(schema.title, ()), formats, lists)
        _write_marks(sheet, schema, sheets.get(schema.title, ()), marks, formats)
        if schema.title is SheetTitle.SETTINGS:
            sheet.activate()
    write_choices(book.add_worksheet(CHOICES_SHEET), lists)
    book.close()
    return structure_locked(stream.getvalue(), open_ended=parts)


def structure_locked(content: bytes, growing: bool = False, open_ended: Container[str] = ()) -> bytes:
    """The workbook with its tabs protected against renaming and deleting (xlsxwriter has no way to say so).

    `growing`: see `growing_rows`; `open_ended` are sheets whose last format is that of all further columns.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/workbook.xml":
                part = part.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1)
            elif growing and info.filename.startswith("xl/worksheets/sheet"):
                part = growing_rows(part)
            if info.filename in open_ended:
                part = _to_the_last_column(part)
            new.writestr(info, part, zipfile.ZIP_DEFLATED)
    return alike_everywhere(stream.getvalue())


def _to_the_last_column(sheet: bytes) -> bytes:
    """A sheet in which the format of the last column stands for all behind it.

    Told of sixteen thousand columns, xlsxwriter keeps each of them and looks through all of them in every row.
    """
    widened = _LAST_FORMAT.sub(rb"\g<1>%d\2" % _COLUMNS, sheet, count=1)
    return _EXTENT.sub(rb"\1XFD", widened, count=1)


def _years(sheets: Mapping[SheetTitle, Sequence[Mapping[str, object]]]) -> list[int]:
    texts = (str(row.get("Kỳ báo cáo") or "") for rows in sheets.values() for row in rows)
    return [period.year for text in dict.fromkeys(texts) if (period := parse_period(text))]


def _formats(book: Workbook) -> dict[str, Format]:
    text = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
    centred = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}
    free = text | {"locked": False}
    cells = {
        "text": free | {"num_format": "@"},
        "date": free | {"num_format": DATE_FORMAT, "align": "left"},
        "number": free,
        "money": free | {"num_format": MONEY_FORMAT},
    }
    doubted = {f"{_DOUBT} {name}": look | {"bg_color": "#FFEB9C"} for name, look in cells.items()}
    return {
        **{name: book.add_format(look) for name, look in (cells | doubted).items()},
        "year": book.add_format(free | {"num_format": "0"}),
        "header": book.add_format(text | centred | {"bg_color": "#D9E2F3"}),
        "required": book.add_format(text | centred | {"bg_color": "#FFE699"}),
        "column": book.add_format(free),
        "plain": book.add_format(text),
        "title": book.add_format(text | {"bold": True, "font_size": 14, "text_wrap": False}),
    }


def _write_sheet(
    sheet: Worksheet,
    schema: SheetSchema,
    rows: Sequence[Mapping[str, object]],
    formats: Mapping[str, Format],
    lists: Mapping[str, Sequence[str]],
) -> None:
    titles = column_titles(schema, rows)
    widths = {column.title: column.width for column in schema.columns}
    sheet.set_column(len(titles), len(titles), None, formats["column"])  # see `_to_the_last_column`
    last = max(GUIDED_ROWS, len(rows))
    for position, title in enumerate(titles):
        guide = GUIDE[schema.title].get(title)
        sheet.set_column(position, position, widths.get(title, 24), _column_format(guide, formats))
        is_required = title in schema.required_titles
        write_text(sheet, 0, position, title, formats["required" if is_required else "header"])
        if guide is not None:
            sheet.write_comment(0, position, _header_note(guide, is_required), {"x_scale": 2, "font_size": 9})
            rule = column_rule(title, guide, lists)
            if rule is not None:
                sheet.data_validation(1, position, last, position, rule)
    for number, row in enumerate(rows, start=1):
        for position, title in enumerate(titles):
            _write_cell(sheet, (number, position), row.get(title), title, formats)
    if schema.title is SheetTitle.SETTINGS:
        _guide_settings(sheet, rows, lists)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.protect("", _ALLOWED)


def _column_format(guide: ColumnGuide | None, formats: Mapping[str, Format]) -> Format:
    code = cell_format(guide.kind) if guide else "General"
    names = {"@": "text", DATE_FORMAT: "date", MONEY_FORMAT: "money", "0": "year", "General": "column"}
    return formats[names[code]]


def _header_note(guide: ColumnGuide, is_required: bool) -> str:
    example = f"\nVí dụ: {guide.example}" if guide.example else ""
    return f"{'Bắt buộc. ' if is_required else ''}{guide.note}{example}"


def _guide_settings(sheet: Worksheet, rows: Sequence[Mapping[str, object]], lists: Mapping[str, Sequence[str]]) -> None:
    required = {key.title for key in SETTING_KEYS if key.required}
    for number, row in enumerate(rows, start=1):
        title = str(row.get("Mục") or "")
        if title in SETTING_NOTES:
            note = f"{'Bắt buộc. ' if title in required else ''}{SETTING_NOTES[title]}"
            sheet.write_comment(number, 0, note, {"x_scale": 2, "font_size": 9})
            rule = setting_rule(title, lists)
            if rule is not None:
                sheet.data_validation(number, 1, number, 1, rule)


def _write_marks(
    sheet: Worksheet,
    schema: SheetSchema,
    rows: Sequence[Mapping[str, object]],
    marks: Sequence[CellMark],
    formats: Mapping[str, Format],
) -> None:
    titles = column_titles(schema, rows)
    notes: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        if mark.sheet is schema.title and mark.column in titles and 2 <= mark.row <= len(rows) + 1:
            notes.setdefault((mark.row - 1, titles.index(mark.column)), []).append(mark.comment)
    for (row, position), said in notes.items():
        doubted = {name.removeprefix(f"{_DOUBT} "): look for name, look in formats.items() if name.startswith(_DOUBT)}
        sheet.write_blank(row, position, None, doubted["text"])
        _write_cell(sheet, (row, position), rows[row - 1].get(titles[position]), titles[position], doubted)
        sheet.write_comment(row, position, "\n".join(said), {"x_scale": 2.5, "y_scale": 1.5, "font_size": 9})


def column_titles(schema: SheetSchema, rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The columns of a sheet: those of the schema, then the others that `rows` have, in the order met."""
    titles = dict.fromkeys(column.title for column in schema.columns)
    for row in rows:
        titles.update(dict.fromkeys(row))
    return list(titles)


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: object, title: str, formats: Mapping[str, Format]
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime | date):
        day = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        sheet.write_datetime(*at, day, formats["date"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        money = title in _MONEY_COLUMNS and value == int(value)
        sheet.write_number(*at, float(value), formats["money" if money else "number"])
    else:
        write_text(sheet, *at, _cell_text(value, f"“{sheet.get_name()}”, dòng {at[0] + 1}"), formats["text"])


def _cell_text(value: object, where: str) -> str:
    text = ("Có" if value else "Không") if isinstance(value, bool) else vietnamese.nfc(str(value))
    if len(text) > LONGEST_CELL:
        shown = vietnamese.number_text(Decimal(len(text)))
        message = f"Trang {where}: một ô có {shown} ký tự, quá mức 32.767 ký tự của Excel."
        raise WrongUsage(message, "Chia nội dung thành nhiều dòng.")
    return text
