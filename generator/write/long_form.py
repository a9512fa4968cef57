"""A report's figures in long form, one a row with its codes: CSV, XLSX and their JSON Schema, to reckon on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from generator.compute.facts import Facts
from generator.compute.facts_json import plain_number
from generator.compute.funding import FundingFact
from generator.compute.indicators import IndicatorFact
from generator.compute.task_status import TaskFact
from generator.core.model import RowRef
from generator.office.sheet_text import write_text
from generator.office.streamed_zip import alike_everywhere
from generator.read.columns import MONEY_UNIT
from generator.render.one_indicator import status_label

COLUMNS = {
    "Kỳ": "Mã kỳ báo cáo, như 2025-Q3.",
    "Loại": "nhiệm vụ, chỉ tiêu hoặc kinh phí.",
    "Mã": "Mã của nhiệm vụ, chỉ tiêu, dòng kinh phí trong kế hoạch.",
    "Tên": "Nội dung nhiệm vụ, tên chỉ tiêu, nội dung hoặc nguồn vốn.",
    "Cơ quan": "Cơ quan chủ trì hoặc thực hiện; nhiều cơ quan cách nhau bằng dấu chấm phẩy.",
    "Chỉ số": "Điều được đo: tình trạng, thời hạn, giá trị, mục tiêu …",
    "Giá trị": "Số (dấu chấm thập phân, không dấu phân cách hàng nghìn), ngày (năm-tháng-ngày) hoặc chữ.",
    "Đơn vị tính": "Đơn vị của giá trị; trống nếu là chữ hoặc ngày.",
    "Kỳ số liệu": "Kỳ mà số liệu thuộc về, khi cũ hơn kỳ báo cáo.",
    "Nguồn": "Nguồn số liệu được ghi, và dòng của hồ sơ.",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MADE = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class LongRow:
    """One figure; the fields are `COLUMNS` in their order."""

    period: str
    kind: str
    code: str
    name: str
    agency: str
    measure: str
    value: Decimal | str
    unit: str
    value_period: str
    source: str


def long_rows(facts: Facts) -> tuple[LongRow, ...]:
    """Every figure of tasks, indicators and money; what is not known has no row."""
    return (
        *(row for fact in facts.tasks.items for row in _task(fact, facts)),
        *(row for fact in facts.indicators for row in _indicator(fact, facts)),
        *(row for fact in facts.funding.lines for row in _money(fact, facts)),
    )


def as_csv(rows: Iterable[LongRow]) -> bytes:
    """The rows with commas between, in UTF-8 with the mark that Excel needs; no text is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_plain(value) for value in astuple(row)])
    return "\ufeff".encode() + stream.getvalue().encode()


def as_workbook(rows: Sequence[LongRow]) -> bytes:
    """The rows as a sheet with a filter; numbers are numbers."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("Số liệu")
    bold = book.add_format({"bold": True})
    for column, title in enumerate(COLUMNS):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(astuple(row)):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, float(value))
            elif value:
                write_text(sheet, number, column, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((10, 11, 10, 60, 32, 20, 18, 14, 12, 40)):
        sheet.set_column(column, column, width)
    book.close()
    return alike_everywhere(stream.getvalue())


def schema() -> bytes:
    """The JSON Schema of a row."""
    properties: dict[str, Any] = {title: {"type": "string", "description": note} for title, note in COLUMNS.items()}
    properties["Loại"]["enum"] = ["nhiệm vụ", "chỉ tiêu", "kinh phí"]
    properties["Giá trị"]["type"] = ["number", "string"]
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Một số liệu của báo cáo",
        "type": "object",
        "properties": properties,
        "required": list(COLUMNS),
        "additionalProperties": False,
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: Decimal | str) -> str:
    if isinstance(value, Decimal):
        return plain_number(value) or ""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _place(row: RowRef, named: str = "") -> str:
    return "; ".join(filter(None, (named, f"{row.sheet}, dòng {row.number}")))


def _task(fact: TaskFact, facts: Facts) -> Iterator[LongRow]:
    task, latest = fact.task, fact.latest
    done = latest.completed_on if latest else None
    older = latest.period.code if latest and not fact.reported else ""
    status = _place(latest.row if latest else task.row)
    measures: tuple[tuple[str, Decimal | str | None, str, str, str], ...] = (
        ("tình trạng", fact.status.label, "", older, status),
        ("thời hạn", fact.deadline.isoformat() if fact.deadline else task.deadline.text, "", "", _place(task.row)),
        ("số ngày chậm", Decimal(fact.days_late) if fact.days_late else None, "ngày", "", status),
        ("tỷ lệ hoàn thành", latest.percent if latest else None, "%", older, status),
        (
            "ngày hoàn thành",
            done.isoformat() if done else None,
            "",
            "",
            status,
        ),
    )
    agency = "; ".join(task.lead)
    for measure, value, unit, of, source in measures:
        if value is not None and value != "":
            yield LongRow(
                facts.period.code, "nhiệm vụ", task.code, task.content, agency, measure, value, unit, of, source
            )


def _indicator(fact: IndicatorFact, facts: Facts) -> Iterator[LongRow]:
    one = fact.indicator
    named = "; ".join(dict.fromkeys(row.source for row in fact.rows if row.source))
    source = _place(fact.rows[-1].row if fact.rows else one.row, named)
    target = _place(fact.target_rows[0])
    measures: tuple[tuple[str, Decimal | str | None, str, str, str], ...] = (
        ("giá trị", fact.words or None if fact.is_yes_no else fact.value, one.unit, fact.carried_from or "", source),
        ("mục tiêu", fact.target.text, one.unit, str(fact.target_year or ""), target),
        ("tỷ lệ so với mục tiêu", fact.achievement, "%", "", source),
        ("đánh giá", status_label(fact), "", "", source),
    )
    agency = "; ".join(one.lead)
    for measure, value, unit, of, place in measures:
        if value is not None and value != "":
            yield LongRow(facts.period.code, "chỉ tiêu", one.code, one.name, agency, measure, value, unit, of, place)


def _money(fact: FundingFact, facts: Facts) -> Iterator[LongRow]:
    line, amounts = fact.line, fact.amounts
    name, agency = line.content or line.source, "; ".join(line.agencies)
    measures = (
        ("kế hoạch", amounts.planned, None),
        ("đã phân bổ", amounts.allocated, fact.allocated_in),
        ("đã giải ngân", amounts.disbursed, fact.disbursed_in),
    )
    for measure, value, row in measures:
        if value is not None:
            of = row.period.code if row and row.period != facts.period else ""
            source = _place(row.row if row else line.row)
            yield LongRow(
                facts.period.code, "kinh phí", line.code, name, agency, measure, value, MONEY_UNIT, of, source
            )
