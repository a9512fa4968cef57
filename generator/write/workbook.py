"""A dossier workbook from plain records, laid out by the schema (read/columns.py)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from generator import sections, vietnamese
from generator.model import Direction, ReportedStatus
from generator.problems import WrongUsage
from generator.read.columns import SCHEMAS, SheetSchema, SheetTitle

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

DATE_FORMAT = "dd/mm/yyyy"
LONGEST_CELL = 32_767
_GUIDED_ROWS = 2_000
_OLDEST = datetime(2000, 1, 1)
_MONEY_COLUMNS = frozenset(("Kế hoạch (triệu đồng)", "Đã phân bổ", "Đã giải ngân"))
CHOICES_SHEET = "Danh mục"
_CHOICES: Mapping[tuple[SheetTitle, str], tuple[str, ...]] = {
    (SheetTitle.PROGRESS, "Tình trạng"): tuple(ReportedStatus),
    (SheetTitle.INDICATORS, "Chiều"): tuple(Direction),
    (SheetTitle.NARRATIVES, "Mục"): sections.TITLES,
}
"""Columns with a drop-down. Its words stand in a hidden sheet: a list inside a rule cannot hold "Tồn tại, hạn chế"."""


def workbook_bytes(sheets: Mapping[SheetTitle, Sequence[Mapping[str, object]]]) -> bytes:
    """The .xlsx file of a dossier: every sheet of the schema, with the given rows (column title → value).

    Same rows, same bytes. Dates and numbers are real ones; text stays text, whatever sign it begins with. A column
    that the schema lacks follows the others. Raises WrongUsage for a text that Excel cannot hold.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(stream, plain)
    book.set_properties({"created": _OLDEST})
    formats = _formats(book)
    for schema in SCHEMAS:
        _write_sheet(book.add_worksheet(schema.title), schema, sheets.get(schema.title, ()), formats)
    _write_choices(book.add_worksheet(CHOICES_SHEET))
    book.close()
    return stream.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    text = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
    centred = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}
    return {
        "text": book.add_format(text | {"num_format": "@"}),
        "date": book.add_format(text | {"num_format": DATE_FORMAT, "align": "left"}),
        "number": book.add_format(text),
        "money": book.add_format(text | {"num_format": "#,##0"}),
        "header": book.add_format(text | centred | {"bg_color": "#D9E2F3"}),
        "required": book.add_format(text | centred | {"bg_color": "#FFE699"}),
        "column": book.add_format(text),
    }


def _write_sheet(
    sheet: Worksheet, schema: SheetSchema, rows: Sequence[Mapping[str, object]], formats: Mapping[str, Format]
) -> None:
    titles = column_titles(schema, rows)
    widths = {column.title: column.width for column in schema.columns}
    for position, title in enumerate(titles):
        sheet.set_column(position, position, widths.get(title, 24), formats["column"])
        sheet.write_string(0, position, title, formats["required" if title in schema.required_titles else "header"])
        if (schema.title, title) in _CHOICES:
            last = max(_GUIDED_ROWS, len(rows))
            sheet.data_validation(1, position, last, position, _choice_rule((schema.title, title)))
    for number, row in enumerate(rows, start=1):
        for position, title in enumerate(titles):
            _write_cell(sheet, (number, position), row.get(title), title, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_choices(sheet: Worksheet) -> None:
    for position, choices in enumerate(_CHOICES.values()):
        sheet.write_column(0, position, [str(choice) for choice in choices])
    sheet.very_hidden()


def _choice_rule(column: tuple[SheetTitle, str]) -> dict[str, object]:
    letter = "ABCDEFGH"[list(_CHOICES).index(column)]
    source = f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(_CHOICES[column])}"
    return {"validate": "list", "source": source, "error_type": "warning"}


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
        sheet.write_string(*at, _cell_text(value, f"“{sheet.get_name()}”, dòng {at[0] + 1}"), formats["text"])


def _cell_text(value: object, where: str) -> str:
    text = ("Có" if value else "Không") if isinstance(value, bool) else vietnamese.nfc(str(value))
    if len(text) > LONGEST_CELL:
        shown = vietnamese.number_text(Decimal(len(text)))
        message = f"Trang {where}: một ô có {shown} ký tự, quá mức 32.767 ký tự của Excel."
        raise WrongUsage(message, "Chia nội dung thành nhiều dòng.")
    return text
