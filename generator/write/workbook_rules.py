"""Drop-downs, prompts and number formats of a guided workbook, by the kind of value a column takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from generator.core import sections
from generator.core.model import (
    Aggregation,
    ChangeKind,
    ComparisonSign,
    Direction,
    ReportedStatus,
    ScoringMethod,
    UnitKind,
)
from generator.core.periods import PERIODS_PER_YEAR, Period, PeriodKind
from generator.read.cell_names import column_letters
from generator.read.column_guide import STRICT_KINDS, ColumnGuide, ValueKind
from generator.read.columns import SCHEMA_BY_TITLE, SETTING_KEYS, YES_NO, SheetTitle

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CHOICES_SHEET = "Danh mục"
DATE_FORMAT, MONEY_FORMAT = "dd/mm/yyyy", "#,##0"
GUIDED_ROWS = 2_000
_DEFAULT_YEARS = (2025, 2030)
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_NUMBER_FORMATS: Mapping[ValueKind, str] = {
    ValueKind.DAY: DATE_FORMAT,
    ValueKind.MONEY: MONEY_FORMAT,
    ValueKind.NUMBER: "General",
    ValueKind.FIGURE: "General",
    ValueKind.PERCENT: "General",
    ValueKind.YEAR: "0",
}
_OTHER_SHEETS: Mapping[ValueKind, tuple[SheetTitle, str]] = {
    ValueKind.AGENCY: (SheetTitle.AGENCIES, "Tên cơ quan"),
    ValueKind.AGENCIES: (SheetTitle.AGENCIES, "Tên cơ quan"),
    ValueKind.PLAN: (SheetTitle.PLANS, "Mã"),
    ValueKind.TASK: (SheetTitle.TASKS, "Mã"),
    ValueKind.INDICATOR: (SheetTitle.INDICATORS, "Mã"),
    ValueKind.FUNDING: (SheetTitle.FUNDING, "Mã"),
    ValueKind.CRITERION: (SheetTitle.CRITERIA, "Mã"),
}
"""Kinds whose drop-down is a column of another sheet, as long as it is at the moment."""


def cell_format(kind: ValueKind) -> str:
    """The number format of a column: text wherever Excel would make a date of "9-10" or a formula of "- việc"."""
    return _NUMBER_FORMATS.get(kind, "@")


def choice_lists(years: Sequence[int] = ()) -> dict[str, tuple[str, ...]]:
    """The fixed lists (they stand in a hidden sheet: a list inside a rule cannot hold "Tồn tại, hạn chế")."""
    lists: dict[str, tuple[str, ...]] = {
        ValueKind.STATUS: tuple(ReportedStatus),
        ValueKind.DIRECTION: tuple(Direction),
        ValueKind.AGGREGATION: tuple(Aggregation),
        ValueKind.COMPARISON: tuple(ComparisonSign),
        ValueKind.CHANGE: tuple(ChangeKind),
        ValueKind.YES_NO: tuple(YES_NO),
        ValueKind.SCORING: tuple(ScoringMethod),
        ValueKind.UNITS: tuple(UnitKind),
        ValueKind.SECTION: sections.TITLES,
        ValueKind.PERIOD: tuple(_period_codes(years)),
    }
    return lists | {key.title: key.choices for key in SETTING_KEYS if key.choices}


def _period_codes(years: Sequence[int]) -> list[str]:
    first, last = min([_DEFAULT_YEARS[0], *years]), max([_DEFAULT_YEARS[1], *years])
    kinds = (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR, PeriodKind.MONTH)
    return [
        Period(kind, year, index).code
        for year in range(first, last + 1)
        for kind in kinds
        for index in range(1, PERIODS_PER_YEAR[kind] + 1)
    ]


def write_choices(sheet: Worksheet, lists: Mapping[str, Sequence[str]]) -> None:
    """Puts the lists side by side into the hidden sheet that drop-downs point to."""
    for position, choices in enumerate(lists.values()):
        sheet.write_column(0, position, [str(choice) for choice in choices])
    sheet.very_hidden()


def list_source(name: str, lists: Mapping[str, Sequence[str]]) -> str:
    """The range of a fixed list."""
    letter = column_letters(list(lists).index(name) + 1)
    return f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(lists[name])}"


def column_rule(title: str, guide: ColumnGuide, lists: Mapping[str, Sequence[str]]) -> dict[str, object] | None:
    """The rule of a column for xlsxwriter; None where anything may stand."""
    rule = _rule(guide.kind, lists)
    if rule is None:
        return None
    example = f" Ví dụ: {guide.example}." if guide.example else ""
    return rule | {
        "input_title": title[:_LONGEST_TITLE],
        "input_message": (guide.note + example)[:_LONGEST_PROMPT],
        "error_title": title[:_LONGEST_TITLE],
    }


def _rule(kind: ValueKind, lists: Mapping[str, Sequence[str]]) -> dict[str, object] | None:
    if kind in lists:
        return _list_rule(list_source(kind, lists), "stop" if kind in STRICT_KINDS else "warning")
    if kind in _OTHER_SHEETS:
        # One cell may name several agencies, so that a name outside the list is only mentioned.
        style = "information" if kind in (ValueKind.AGENCY, ValueKind.AGENCIES) else "stop"
        return _list_rule(_growing_range(*_OTHER_SHEETS[kind]), style)
    match kind:
        case ValueKind.DAY:
            bounds: dict[str, object] = {"criteria": "between", "minimum": _day(2000), "maximum": _day(2100)}
            said = "Ghi ngày thật theo thứ tự ngày/tháng/năm, chẳng hạn 20/8/2025."
            return {"validate": "date", **bounds, "error_type": "warning", "error_message": said}
        case ValueKind.YEAR:
            bounds = {"criteria": "between", "minimum": 1990, "maximum": 2100}
            return {"validate": "integer", **bounds, "error_message": "Ghi năm bằng bốn chữ số, chẳng hạn 2025."}
        case ValueKind.PERCENT:
            bounds = {"criteria": "between", "minimum": 0, "maximum": 100}
            return {"validate": "decimal", **bounds, "error_message": "Ghi số từ 0 đến 100, không ghi dấu %."}
        case ValueKind.MONEY:
            said = "Ghi số không âm, đơn vị triệu đồng."
            return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": said}
        case ValueKind.NUMBER | ValueKind.FIGURE | ValueKind.TARGET | ValueKind.DEADLINE | ValueKind.CODE:
            return {"validate": "any"}
        case _:
            return None


def setting_rule(title: str, lists: Mapping[str, Sequence[str]]) -> dict[str, object] | None:
    """The rule of the value cell of one setting."""
    if title in lists:
        return _list_rule(list_source(title, lists), "stop")
    if title == "Ngày kế hoạch":
        return _rule(ValueKind.DAY, lists)
    return None


def _list_rule(source: object, style: str) -> dict[str, object]:
    said = {
        "stop": "Giá trị không có trong danh sách. Bấm mũi tên bên phải ô để chọn.",
        "warning": "Giá trị không có trong danh sách. Vẫn dùng giá trị này?",
        "information": "Tên chưa có trong trang Cơ quan. Nhiều cơ quan thì ngăn bằng dấu chấm phẩy.",
    }[style]
    return {"validate": "list", "source": source, "error_type": style, "error_message": said}


def _growing_range(sheet: SheetTitle, title: str) -> str:
    schema = SCHEMA_BY_TITLE[sheet]
    letter = column_letters([column.title for column in schema.columns].index(title) + 1)
    area = f"'{sheet}'!${letter}$2:${letter}${GUIDED_ROWS}"
    return f"=OFFSET('{sheet}'!${letter}$2,0,0,MAX(1,COUNTA({area})),1)"


def _day(year: int) -> object:
    return date(year, 1, 1)
