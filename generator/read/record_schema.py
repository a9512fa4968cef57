"""The JSON Schema of a dossier's records, made from the columns and their guide."""

from __future__ import annotations

from typing import Any

from generator.core.model import Aggregation, ComparisonSign, Direction, ReportedStatus, ScoringMethod, UnitKind
from generator.read.column_guide import GUIDE, SETTING_NOTES, SHEET_NOTES, ColumnGuide, ValueKind
from generator.read.columns import SCHEMAS, SETTING_KEYS, YES_NO, SheetSchema, SheetTitle

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER_TEXT = r"^\s*[-+−]?[0-9][0-9.,\s]*%?\s*$"
_EMPTY: dict[str, Any] = {"type": "null"}


def record_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, descriptions in Vietnamese. Unknown sheets and columns are allowed."""
    return {
        "$schema": DIALECT,
        "$id": "urn:baocao:ho-so:1",
        "title": "Hồ sơ báo cáo",
        "description": "Một kế hoạch và kết quả thực hiện từng kỳ. Mỗi trang là một danh sách dòng.",
        "type": "object",
        "required": [SheetTitle.SETTINGS.value],
        "anyOf": [{"required": [SheetTitle.TASKS.value]}, {"required": [SheetTitle.INDICATORS.value]}],
        "properties": {schema.title.value: _sheet(schema) for schema in SCHEMAS},
        "additionalProperties": True,
    }


def _sheet(schema: SheetSchema) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "object",
        "required": [column.title for column in schema.columns if column.required],
        "properties": {
            column.title: _column(GUIDE[schema.title][column.title], column.required) for column in schema.columns
        },
        "additionalProperties": True,
    }
    if schema.title is SheetTitle.SETTINGS:
        row["properties"]["Mục"] = {"description": "Tên mục.", "anyOf": [_setting(title) for title in _keys()]}
    return {"description": SHEET_NOTES[schema.title], "type": ["array", "null"], "items": row}


def _keys() -> list[str]:
    return [key.title for key in SETTING_KEYS]


def _setting(title: str) -> dict[str, Any]:
    key = next(one for one in SETTING_KEYS if one.title == title)
    choices = f" Một trong: {', '.join(key.choices)}." if key.choices else ""
    repeats = " Ghi được nhiều dòng." if key.repeats else ""
    return {"const": title, "description": SETTING_NOTES[title] + choices + repeats}


def _column(guide: ColumnGuide, required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"description": guide.note}
    if guide.example:
        found["examples"] = [guide.example]
    kinds = _kinds(guide.kind, required)
    return found | {"anyOf": kinds if required else [*kinds, _EMPTY]}


def _kinds(kind: ValueKind, required: bool) -> list[dict[str, Any]]:
    text: dict[str, Any] = {"type": "string"} | ({"minLength": 1} if required else {})
    number = {"type": "number"}
    number_text = {"type": "string", "pattern": _NUMBER_TEXT}
    match kind:
        case ValueKind.STATUS:
            return [{"enum": [status.value for status in ReportedStatus]}]
        case ValueKind.DIRECTION:
            return [{"enum": [direction.value for direction in Direction]}]
        case ValueKind.AGGREGATION:
            return [{"enum": [aggregation.value for aggregation in Aggregation]}]
        case ValueKind.YES_NO:
            return [{"enum": list(YES_NO)}]
        case ValueKind.SCORING:
            return [{"enum": [method.value for method in ScoringMethod]}]
        case ValueKind.UNITS:
            return [{"enum": [kind.value for kind in UnitKind]}]
        case ValueKind.COMPARISON:
            return [{"enum": [sign.value for sign in ComparisonSign]}]
        case ValueKind.PERCENT:
            return [{"type": "number", "minimum": 0, "maximum": 100}, number_text]
        case ValueKind.MONEY:
            return [{"type": "number", "minimum": 0}, number_text]
        case ValueKind.NUMBER:
            return [number, number_text]
        case ValueKind.YEAR:
            return [{"type": "integer", "minimum": 1900, "maximum": 2100}, {"type": "string", "pattern": r"\d{4}"}]
        case ValueKind.DAY:
            dated = r"^\s*([0-9]{4}-[0-9]{2}-[0-9]{2}|(ngày )?[0-9]{1,2}.+[0-9]{4})\s*$"
            return [{"type": "string", "pattern": dated}]
        case (
            ValueKind.PERIOD
            | ValueKind.CODE
            | ValueKind.TASK
            | ValueKind.INDICATOR
            | ValueKind.FUNDING
            | ValueKind.CRITERION
        ):
            return [text, number]
        case ValueKind.TARGET | ValueKind.FIGURE | ValueKind.DEADLINE | ValueKind.TEXT:
            return [text, number, {"type": "boolean"}]
        case _:
            return [text]
