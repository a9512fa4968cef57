"""One agency's return (phiếu báo cáo) as a workbook: what it leads, what was last known, open cells for the new."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from generator.compute.assignments import Assigned, Assignment
from generator.core.model import Disbursement, FundingLine, Indicator, Measurement, Progress, Settings, Task
from generator.core.periods import Period
from generator.core.vietnamese import name_slug, number_text, one_line, short_date
from generator.office.sheet_text import write_text
from generator.read.column_guide import GUIDE, ColumnGuide
from generator.read.columns import SheetTitle
from generator.read.return_columns import (
    COVER_LINES,
    COVER_SHEET,
    COVER_SHOWN,
    COVER_STEP,
    COVER_TITLE,
    DOCUMENT_COLUMNS,
    DOCUMENT_ROWS,
    EXACT_PLAN,
    FORM_KIND,
    HEADER_ROW,
    IDENTITY_SHEET,
    KEY_COLUMN,
    NOTHING_NEW,
    RETURN_SHEETS,
    ReturnSheet,
)
from generator.read.return_identity import plain_plan_key, plan_key, row_key
from generator.validate.returns_due import Due, due_of
from generator.write.row_heights import row_height
from generator.write.workbook import structure_locked
from generator.write.workbook_rules import CHOICES_SHEET, cell_format, choice_lists, column_rule, write_choices

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Line = tuple[Sequence[str], Sequence[object]]
"""What is shown of a row, and what stands in its open cells already."""
_OLDEST = datetime(2000, 1, 1)
_LONGEST_NAME = 70
_A3, _A4, _MOST_ON_A4 = 8, 9, 12
_COVER_WIDTHS = (24, 90)
_LINE_HEIGHT, _ROOM_TO_WRITE = 17.0, 51.0
_ROW_TOOLS = {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}
_STEPS = (
    "Chỉ điền các ô nền trắng ở các trang sau; các ô khác được khoá (không đặt mật khẩu).",
    "Không thêm, xoá, chép dòng hoặc cột; không đổi mã. Việc mới phát sinh thì báo riêng bằng văn bản.",
    "Dòng nào không có gì mới vẫn chọn Tình trạng để biết là đã rà soát. Nếu cả kỳ không có gì mới: chọn “x” ở dòng "
    "Không phát sinh; dòng nào để trống thì giữ tình trạng kỳ trước.",
    "Nhiệm vụ hoàn thành phải có Ngày hoàn thành (ngày/tháng/năm) và Minh chứng (số ký hiệu văn bản, đường dẫn hoặc "
    "tên tệp). Kinh phí ghi số luỹ kế, đơn vị triệu đồng.",
    "Văn bản đã ban hành trong kỳ ghi ở trang Văn bản; không có thì ghi “Không phát sinh” ở dòng đầu. Để trống Cơ quan "
    "ban hành thì hiểu là của cơ quan báo cáo.",
    "Lưu ở dạng .xlsx và gửi lại tệp này; tên tệp đổi thế nào cũng được.",
)
_NOTHING_NEW_RULE = {
    "validate": "list",
    "source": ["x"],
    "error_type": "warning",
    "input_title": NOTHING_NEW,
    "input_message": "Chọn x khi trong kỳ không có gì mới. Có gì mới thì để trống ô này.",
}
_SHARED = "Phiếu dùng chung cho nhiều đơn vị: cơ quan đầu mối tổng hợp và gửi lại một phiếu."


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """A form ready to be written: its file name and bytes, and what it asks for."""

    name: str
    content: bytes
    agency: str
    collective: bool
    rows: int


def return_forms(given: Sequence[Assignment], settings: Settings, period: Period) -> list[ReturnForm]:
    """A form for each agency, file names all different. The same dossier gives the same bytes."""
    forms: list[ReturnForm] = []
    taken: set[str] = set()
    for assignment in given:
        stem = _stem(assignment.agency, period)
        name, copy = f"{stem}.xlsx", 2
        while name in taken:
            name, copy = f"{stem}-{copy}.xlsx", copy + 1
        taken.add(name)
        rows = len(assignment.tasks) + len(assignment.indicators) + len(assignment.funding)
        content = _form_bytes(assignment, settings, period)
        forms.append(ReturnForm(name, content, assignment.agency, assignment.collective, rows))
    return forms


def _stem(agency: str, period: Period) -> str:
    plain = name_slug(agency) or "co-quan"
    return f"phieu-{period.code.lower()}-{plain[:_LONGEST_NAME].strip('-')}"


def _form_bytes(assignment: Assignment, settings: Settings, period: Period) -> bytes:
    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(stream, plain)
    identity = _identity(assignment.agency, settings, period)
    book.set_properties({"created": _OLDEST, "title": f"Phiếu báo cáo {period.label}", "subject": assignment.agency})
    for key, value in identity.items():
        book.set_custom_property(key, value, "text")
    formats, lists = _formats(book), choice_lists([period.year])
    due = due_of(settings.returns_due, period, settings.cutoff)
    _write_cover(book.add_worksheet(COVER_SHEET), assignment, settings, period, due, formats)
    banner = f"{assignment.agency} - {period.label} - gửi {due.words}"
    tables: tuple[tuple[ReturnSheet, list[Line]], ...] = (
        (RETURN_SHEETS[0], [_task_line(one) for one in assignment.tasks]),
        (RETURN_SHEETS[1], [_indicator_line(one) for one in assignment.indicators]),
        (RETURN_SHEETS[2], [_money_line(one) for one in assignment.funding]),
    )
    for table, lines in tables:
        if lines:
            _write_table(book.add_worksheet(table.title), table, lines, banner, formats, lists)
    _write_documents(book.add_worksheet(SheetTitle.DOCUMENTS), banner, formats)
    write_choices(book.add_worksheet(CHOICES_SHEET), lists)
    hidden = book.add_worksheet(IDENTITY_SHEET)
    for number, (key, value) in enumerate(identity.items()):
        hidden.write_string(number, 0, key)
        write_text(hidden, number, 1, value)
    hidden.very_hidden()
    book.close()
    return structure_locked(stream.getvalue(), growing=True)


def _identity(agency: str, settings: Settings, period: Period) -> Mapping[str, str]:
    plan, exact = plain_plan_key(settings), plan_key(settings)
    stamp = hashlib.sha256("\n".join((FORM_KIND, agency, period.code, plan)).encode()).hexdigest()[:16]
    return {
        "Loại": FORM_KIND,
        "Cơ quan": agency,
        "Kỳ báo cáo": period.code,
        "Kế hoạch": plan,
        EXACT_PLAN: exact,
        "Mã phiếu": stamp,
    }


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
    head = {"bold": True, "align": "center", "valign": "vcenter"}
    free = base | {"locked": False}
    return {
        "@": book.add_format(free | {"num_format": "@"}),
        "dd/mm/yyyy": book.add_format(free | {"num_format": "dd/mm/yyyy", "align": "left"}),
        "#,##0": book.add_format(free | {"num_format": "#,##0.###"}),
        "General": book.add_format(free),
        "shown": book.add_format(base | {"num_format": "@", "bg_color": "#EDEDED"}),
        "header": book.add_format(base | head | {"bg_color": "#D9D9D9"}),
        "asked": book.add_format(base | head | {"bg_color": "#C6E0B4"}),
        "title": book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True}),
        "line": book.add_format({"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}),
        "note": book.add_format({"font_name": "Times New Roman", "font_size": 12, "italic": True}),
        "label": book.add_format({"font_name": "Times New Roman", "font_size": 12, "bold": True, "valign": "top"}),
    }


def _write_cover(
    sheet: Worksheet,
    assignment: Assignment,
    settings: Settings,
    period: Period,
    due: Due,
    formats: Mapping[str, Format],
) -> None:
    for column, width in enumerate(_COVER_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, COVER_TITLE, formats["title"])
    window = period.window(settings.cutoff)
    texts = (
        one_line(f"{settings.plan_name} {f'({settings.plan_number})' if settings.plan_number else ''}"),
        assignment.agency,
        settings.issuer,
        f"{period.label} (số liệu từ {short_date(window.start)} đến {short_date(window.end)})",
        due.words[:1].upper() + due.words[1:],
        _asked_for(assignment),
    )
    row = 1
    for label, text in zip(COVER_SHOWN, texts, strict=True):
        row += 1
        sheet.write_string(row, 0, label, formats["label"])
        write_text(sheet, row, 1, text, formats["line"])
        sheet.set_row(row, row_height([(text, _COVER_WIDTHS[1])]))
    for label in COVER_LINES:
        row += 1
        sheet.write_string(row, 0, label, formats["label"])
        sheet.write_blank(row, 1, None, formats["@"])
        sheet.set_row(row, _LINE_HEIGHT)
    sheet.data_validation(row, 1, row, 1, _NOTHING_NEW_RULE)
    row += 1
    for number, step in enumerate((*_STEPS, *((_SHARED,) if assignment.collective else ())), start=1):
        row += 1
        sheet.write_string(row, 0, f"{COVER_STEP} {number}", formats["label"])
        sheet.write_string(row, 1, step, formats["line"])
        sheet.set_row(row, row_height([(step, _COVER_WIDTHS[1])]))
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", _ROW_TOOLS)


def _asked_for(assignment: Assignment) -> str:
    counts = (len(assignment.tasks), len(assignment.indicators), len(assignment.funding))
    said = [f"{count} {table.noun}" for count, table in zip(counts, RETURN_SHEETS, strict=True) if count]
    return ", ".join(said)


def _write_table(
    sheet: Worksheet,
    table: ReturnSheet,
    lines: Sequence[Line],
    banner: str,
    formats: Mapping[str, Format],
    lists: Mapping[str, Sequence[str]],
) -> None:
    head = HEADER_ROW - 1
    sheet.write_string(0, 0, banner, formats["title"])
    columns = (*table.shown, *table.asked)
    for position, (title, width) in enumerate(columns):
        sheet.set_column(position, position, width)
        sheet.write_string(head, position, title, formats["header" if position < len(table.shown) else "asked"])
    sheet.set_column(len(columns), len(columns), None, None, {"hidden": True})
    sheet.write_string(head, len(columns), KEY_COLUMN, formats["header"])
    sheet.set_row(head, row_height(columns))
    widths = [width for _, width in columns]
    for number, (shown, asked) in enumerate(lines, start=HEADER_ROW):
        texts = [str(text or "") for text in (*shown, *asked)]
        sheet.set_row(number, max(row_height(zip(texts, widths, strict=True)), _ROOM_TO_WRITE))
        for position, text in enumerate(shown):
            write_text(sheet, number, position, text, formats["shown"])
        for position, value in enumerate(asked, start=len(shown)):
            _write_open(sheet, (number, position), value, _guide(table, columns[position][0]), formats)
        sheet.write_string(number, len(columns), row_key(shown[0], shown, asked))
    last = HEADER_ROW + len(lines) - 1
    for position, (title, _) in enumerate(table.asked, start=len(table.shown)):
        guide = _guide(table, title)
        sheet.write_comment(head, position, guide.note, {"x_scale": 2, "font_size": 9})
        rule = column_rule(title, guide, lists)
        if rule is not None:
            sheet.data_validation(HEADER_ROW, position, last, position, rule)
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.autofilter(head, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3 if len(columns) > _MOST_ON_A4 else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.protect("", _ROW_TOOLS)


def _write_documents(sheet: Worksheet, banner: str, formats: Mapping[str, Format]) -> None:
    """The sheet for what the agency issued in the period: open rows, and no line where there is nothing."""
    head = HEADER_ROW - 1
    guides = GUIDE[SheetTitle.DOCUMENTS]
    sheet.write_string(0, 0, banner, formats["title"])
    note = "Văn bản chỉ đạo, điều hành đã ban hành trong kỳ. Không có thì ghi “Không phát sinh” ở dòng đầu."
    sheet.write_string(1, 0, note, formats["note"])
    for position, (title, width) in enumerate(DOCUMENT_COLUMNS):
        sheet.set_column(position, position, width)
        sheet.write_string(head, position, title, formats["asked"])
        sheet.write_comment(head, position, guides[title].note, {"x_scale": 2, "font_size": 9})
        for number in range(HEADER_ROW, HEADER_ROW + DOCUMENT_ROWS):
            sheet.set_row(number, _LINE_HEIGHT)
            sheet.write_blank(number, position, None, formats[cell_format(guides[title].kind)])
    rule = column_rule("Ngày ban hành", guides["Ngày ban hành"], {})
    if rule is not None:
        sheet.data_validation(HEADER_ROW, 1, HEADER_ROW + DOCUMENT_ROWS - 1, 1, rule)
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.protect("", _ROW_TOOLS)


def _guide(table: ReturnSheet, title: str) -> ColumnGuide:
    return GUIDE[table.into][title]


def _write_open(
    sheet: Worksheet, at: tuple[int, int], value: object, guide: ColumnGuide, formats: Mapping[str, Format]
) -> None:
    style = formats[cell_format(guide.kind)]
    if isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, Decimal):
        sheet.write_number(*at, float(value), style)
    elif value:
        write_text(sheet, *at, str(value), style)
    else:
        sheet.write_blank(*at, None, style)


def _task_line(one: Assigned[Task, Progress]) -> Line:
    task, last, now = one.subject, one.last, one.current
    shown = (
        *(task.code, task.content, task.expected_result, task.deadline.text),
        *((last.period.code, last.status.value, last.result) if last else ("", "", "")),
    )
    if now is None:
        return shown, (None,) * len(RETURN_SHEETS[0].asked)
    said = (now.status.value, now.completed_on, now.percent, now.result, now.product)
    asked = (*said, now.evidence, now.difficulty, now.cause, now.proposal)
    return shown, asked


def _indicator_line(one: Assigned[Indicator, Measurement]) -> Line:
    indicator, last, now = one.subject, one.last, one.current
    before = (last.period.code, _figure(last)) if last else ("", "")
    aggregation = indicator.aggregation.value if indicator.target.value is not None else ""
    shown = (indicator.code, indicator.name, indicator.unit, aggregation, one.goal, *before)
    asked = (now.words or now.value, now.source, now.cause, now.note) if now else (None,) * 4
    return shown, asked


def _figure(row: Measurement) -> str:
    return number_text(row.value) if row.value is not None else row.words


def _money_line(one: Assigned[FundingLine, Disbursement]) -> Line:
    line, last, now = one.subject, one.last, one.current
    before = (last.period.code, _money(last.allocated), _money(last.disbursed)) if last else ("", "", "")
    shown = (line.code, line.source, line.content, number_text(line.planned), *before)
    return shown, ((now.allocated, now.disbursed) if now else (None, None))


def _money(value: Decimal | None) -> str:
    return "" if value is None else number_text(value)
