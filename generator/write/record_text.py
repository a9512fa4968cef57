"""A dossier's records as YAML or JSON text, and those of a workbook taken out for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.core.period_names import period_shown
from generator.core.rows import Cell
from generator.core.vietnamese import number_text, parse_date
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import SheetTitle
from generator.read.headers import in_own_units
from generator.read.layout import SheetLayout, WorkbookLayout, read_layout
from generator.read.merged_cells import fill_merged
from generator.read.own_tables import own_tables
from generator.read.record_nodes import plain_value
from generator.read.workbook import read_workbook
from generator.validate.own_sheet import with_own_tables

Record = Mapping[str, object]
Records = Mapping[SheetTitle, Sequence[Record]]
_EASY = re.compile(r"[^\W\d_](?:[\w .,;()/%–…“”]*[\w.)%…”])?")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BLOCK_LINE = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*")


def workbook_records(path: Path) -> tuple[Records, WorkbookLayout]:
    """Every row of a sound workbook, own columns too: text, exact numbers, days, truth values.

    An office's own tracking sheet comes as the tasks and the progress that are read from it.
    """
    layout = read_layout(path)
    records: dict[SheetTitle, Sequence[Record]] = {title: _records(sheet) for title, sheet in layout.sheets.items()}
    book, _ = read_workbook(path)
    own = own_tables(path, book) if book is not None else None
    if book is None or own is None:
        return records, layout
    whole, _ = with_own_tables(book, own)
    kept = records.get(SheetTitle.PROGRESS, ())
    tabs = {row.ref.sheet for row in whole.rows(SheetTitle.TASKS)}
    for title in (SheetTitle.TASKS, SheetTitle.PROGRESS):
        rows = [row for row in whole.rows(title) if row.ref.sheet in tabs]
        records[title] = [{name: cell.text for name, cell in row.cells.items()} for row in rows]
    records[SheetTitle.PROGRESS] = [*records[SheetTitle.PROGRESS], *kept]
    ordered = {title: records[title] for title in SheetTitle if title in records}
    return ordered, replace(layout, unknown=tuple(tab for tab in layout.unknown if tab not in tabs))


def _records(sheet: SheetLayout) -> list[Record]:
    numbers = {number: title for title, number in (*sheet.columns.items(), *sheet.others.items())}
    fill_merged(sheet.rows, sheet.merged, set(numbers))
    records: list[Record] = []
    for row in sheet.rows:
        cells = {numbers[number]: cell for number, cell in sorted(row.cells.items()) if number in numbers}
        record = {
            title: _plain(cell, _kind(sheet.title, title))
            for title, cell in in_own_units(cells, sheet.other_units).items()
        }
        if record:
            records.append(record)
    return records


def _kind(sheet: SheetTitle, title: str) -> ValueKind:
    guide = GUIDE[sheet].get(title)
    return guide.kind if guide else ValueKind.TEXT


def _plain(cell: Cell, kind: ValueKind) -> object:
    """What a cell says to whoever reads it next: a month without a day stays text, a percentage keeps its sign."""
    value = cell.value
    if isinstance(value, date):
        if kind is ValueKind.PERIOD and (period := period_shown(value, cell.text)) is not None:
            return period.code
        return value if parse_date(cell.text) is not None or cell.text.count("/") == 2 else cell.text
    if isinstance(value, Decimal) and cell.text.endswith("%"):
        return f"{number_text(value)}%"
    return value


def json_text(records: Records) -> str:
    """The records as JSON; numbers digit by digit, days as ISO text."""
    sheets = []
    for title, rows in records.items():
        lines = ",\n".join(f"    {_json_row(row)}" for row in rows)
        sheets.append(f"  {_quoted(title)}: [\n{lines}\n  ]" if rows else f"  {_quoted(title)}: []")
    return "{\n" + ",\n".join(sheets) + "\n}\n"


def _json_row(row: Record) -> str:
    return "{" + ", ".join(f"{_quoted(key)}: {_json_value(value)}" for key, value in row.items()) + "}"


def _json_value(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal | int):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return _quoted(value.isoformat() if isinstance(value, date) else str(value))


def yaml_text(records: Records) -> str:
    """The records as YAML: one key a line, days bare, texts of several lines as blocks."""
    lines: list[str] = []
    for title, rows in records.items():
        lines.append(f"{_yaml_key(title)}:{'' if rows else ' []'}")
        for row in rows:
            for at, (key, value) in enumerate(row.items()):
                lines.append(f"{'  - ' if at == 0 else '    '}{_yaml_key(key)}: {_yaml_value(value)}")
            if not row:
                lines.append("  - {}")
    return "\n".join(lines or ["{}"]) + "\n"


def _yaml_key(text: str) -> str:
    return _yaml_string(text) if "\n" not in text else _quoted(text)


def _yaml_value(value: object) -> str:
    if value is None or isinstance(value, bool | Decimal | int):
        return _json_value(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    lines = text.split("\n")
    is_block = len(lines) > 1 and lines[0][:1] not in ("", " ", "\t") and lines[-1] != ""
    if is_block and all(_BLOCK_LINE.fullmatch(line) and line.strip() == line for line in lines):
        return "|-\n" + "\n".join(f"      {line}" if line else "" for line in lines)
    return _yaml_string(text)


def _yaml_string(text: str) -> str:
    bare = _EASY.fullmatch(text) and "  " not in text and isinstance(plain_value(text), str)
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    """A JSON string, which YAML reads as well; what an editor would not show is escaped."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
