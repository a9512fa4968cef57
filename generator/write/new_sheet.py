"""A guided sheet added to a workbook that a person made: headers, widths, drop-downs, frozen and filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from generator.office.names import SPREADSHEET
from generator.office.xml import escaped, quoted
from generator.read.cell_names import column_letters
from generator.read.column_guide import GUIDE
from generator.read.columns import SheetSchema
from generator.write.cell_styles import Look
from generator.write.workbook_rules import CHOICES_SHEET, GUIDED_ROWS, cell_format, choice_lists, column_rule

if TYPE_CHECKING:
    from generator.write.workbook_edit import SheetEdit, WorkbookEdit

_PLAIN, _REQUIRED = "FFD9E2F3", "FFFFE699"
_EPOCH = date(1899, 12, 30)
_XLSXWRITER_TO_XML = {"integer": "whole", "decimal": "decimal", "date": "date", "list": "list", "any": "none"}


def add_guided_sheet(book: WorkbookEdit, schema: SheetSchema) -> SheetEdit:
    """The sheet of `schema`, empty, at the end of `book`."""
    lists = choice_lists()
    if CHOICES_SHEET not in book.titles:
        add_choices(book, lists)
    rules = [
        (number, rule)
        for number, column in enumerate(schema.columns, start=1)
        if (rule := column_rule(column.title, GUIDE[schema.title][column.title], lists))
    ]
    titles = [column.title for column in schema.columns]
    formats = [book.styles.derived(0, _cell_look(cell_format(GUIDE[schema.title][title].kind))) for title in titles]
    widths = [column.width for column in schema.columns]
    sheet = book.add_sheet(schema.title, _sheet_xml(titles, widths, formats, rules).encode())
    for number, column in enumerate(schema.columns, start=1):
        sheet.set(1, number, column.title, 0, Look(fill=_REQUIRED if column.required else _PLAIN, wrapped=True))
    return sheet


def add_plain_sheet(book: WorkbookEdit, title: str, columns: Sequence[tuple[str, int]]) -> SheetEdit:
    """A sheet of that title with headers (title, width)."""
    widths = [width for _, width in columns]
    xml = _sheet_xml([name for name, _ in columns], widths, [0] * len(columns), [])
    sheet = book.add_sheet(title, xml.encode())
    for number, (name, _) in enumerate(columns, start=1):
        sheet.set(1, number, name, 0, Look(fill=_PLAIN, wrapped=True))
    return sheet


def add_choices(book: WorkbookEdit, lists: Mapping[str, Sequence[str]]) -> None:
    """The hidden sheet that drop-downs point to."""
    sheet = book.add_sheet(CHOICES_SHEET, f'<worksheet xmlns="{SPREADSHEET}"><sheetData/></worksheet>'.encode())
    for column, choices in enumerate(lists.values(), start=1):
        for row, choice in enumerate(choices, start=1):
            sheet.set(row, column, str(choice))
    book.hide(CHOICES_SHEET)


def _cell_look(code: str) -> Look:
    return Look(number_format=code, wrapped=True, locked=False)


def _sheet_xml(
    titles: Sequence[str],
    widths: Sequence[int],
    formats: Sequence[int],
    rules: Sequence[tuple[int, Mapping[str, object]]],
) -> str:
    cols = "".join(
        f'<col min="{number}" max="{number}" width="{width}" style="{style}" customWidth="1"/>'
        for number, (width, style) in enumerate(zip(widths, formats, strict=True), start=1)
    )
    checks = "".join(_validation(number, rule) for number, rule in rules)
    validations = f'<dataValidations count="{len(rules)}">{checks}</dataValidations>' if rules else ""
    return (
        f'<worksheet xmlns="{SPREADSHEET}"><dimension ref="A1:{column_letters(len(titles))}1"/><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft"/></sheetView></sheetViews><cols>{cols}</cols><sheetData/>'
        f'<autoFilter ref="A1:{column_letters(len(titles))}2"/>{validations}</worksheet>'
    )


def _validation(column: int, rule: Mapping[str, object]) -> str:
    letter = column_letters(column)
    kind = _XLSXWRITER_TO_XML[str(rule["validate"])]
    attributes = {
        "type": kind,
        "errorStyle": str(rule.get("error_type", "stop")),
        "operator": {">=": "greaterThanOrEqual"}.get(str(rule.get("criteria")), "between"),
        "allowBlank": "1",
        "showInputMessage": "1",
        "showErrorMessage": "1",
        "errorTitle": str(rule.get("error_title", "")),
        "error": str(rule.get("error_message", "")),
        "promptTitle": str(rule.get("input_title", "")),
        "prompt": str(rule.get("input_message", "")),
        "sqref": f"{letter}2:{letter}{GUIDED_ROWS}",
    }
    said = " ".join(f"{name}={quoted(value)}" for name, value in attributes.items() if value)
    bounds = [rule[key] for key in ("source", "minimum", "value", "maximum") if key in rule]
    formulas = "".join(f"<formula{at}>{escaped(_bound(one))}</formula{at}>" for at, one in enumerate(bounds, start=1))
    return f"<dataValidation {said}>{formulas}</dataValidation>"


def _bound(value: object) -> str:
    if isinstance(value, date):
        return str((value - _EPOCH).days)
    return str(value).removeprefix("=")
