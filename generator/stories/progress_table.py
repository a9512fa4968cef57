"""The progress of a period as a plain table: one row a task, what was said last beside it; typed in and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.compute.timeline import newest
from generator.core.model import Dossier, Progress, Task
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.problems import BadDossier, WrongUsage
from generator.core.rows import Book, Cell, Row
from generator.core.status_words import read_status
from generator.core.vietnamese import clean, fold, parse_date, parse_number, short_date
from generator.read.cell_names import cell_name
from generator.read.column_guide import GUIDE
from generator.read.columns import (
    COMPLETED_ON,
    COMPLETED_SHARE,
    DIFFICULTY,
    EVIDENCE,
    PERIOD,
    REPORTER,
    RESULT,
    STATUS,
    SheetTitle,
)
from generator.read.layout import SheetLayout, read_layout
from generator.stories.dossier import check
from generator.stories.mend import LONGEST, Entry, Mended, put, read_sheets, refuse_misread, shown_value
from generator.validate.repairs import typed_value
from generator.write.workbook_edit import NewValue, SheetEdit, WorkbookEdit, refuses_damage

TASK_CODE = "Mã nhiệm vụ"
FIELDS = (STATUS, COMPLETED_ON, COMPLETED_SHARE, RESULT, EVIDENCE, DIFFICULTY, REPORTER)
"""The columns that are typed in here; all others are left as they are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person typed of one task: column → words."""

    code: str
    values: Mapping[str, str]


def progress_table(workbook: Path, period: Period) -> dict[str, Any]:
    """The tasks with what is reported for the period (`now`), before it (`last`), and `closed`: why not to be typed in.

    `columns` are those of FIELDS that the workbook has. Raises BadDossier where there is no dossier to speak of.
    """
    checked = check(workbook)
    if checked.dossier is None:
        raise BadDossier(f"Không đọc được “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    layout = read_layout(workbook).sheets.get(SheetTitle.PROGRESS)
    columns = _columns(layout)
    standing = _standing(read_sheets(workbook), period)
    return {
        "period": period.code,
        "columns": [title for title in FIELDS if title in columns],
        "tasks": [
            _line(task, checked.dossier, period, standing.get(fold(task.code), [])) for task in checked.dossier.tasks
        ],
    }


def _columns(layout: SheetLayout | None) -> Mapping[str, int]:
    """Where the columns of the sheet stand; nothing where it is no table that rows can be added to."""
    if layout is None or not {TASK_CODE, PERIOD, STATUS} <= layout.columns.keys():
        return {}
    return {title: number for title, number in layout.columns.items() if title not in layout.other_units}


def _standing(book: Book, period: Period) -> dict[str, list[Row]]:
    """The rows of the period by the task's code, faulty ones too."""
    found: dict[str, list[Row]] = {}
    for row in book.rows(SheetTitle.PROGRESS):
        if parse_period(_text(row, PERIOD)) == period:
            found.setdefault(fold(clean(_text(row, TASK_CODE))), []).append(row)
    return found


def _text(row: Row, title: str) -> str:
    return row.cells.get(title, Cell(None, "")).text


def _line(task: Task, dossier: Dossier, period: Period, rows: Sequence[Row]) -> dict[str, Any]:
    last = _last(task, dossier, period)
    return {
        "code": task.code,
        "content": task.content,
        "group": task.group_title or task.group,
        "lead": list(task.lead),
        "deadline": short_date(task.deadline.day) if task.deadline.day else task.deadline.text,
        "now": {title: _text(rows[0], title) for title in FIELDS} if len(rows) == 1 else {},
        "closed": f"Kỳ này đã có {len(rows)} dòng của nhiệm vụ này: sửa trong Excel." if len(rows) > 1 else "",
        "last": _shown(last) if last else None,
    }


def _last(task: Task, dossier: Dossier, period: Period) -> Progress | None:
    """What was reported last of a task before the period."""
    rule = dossier.settings.cutoff
    before = [
        one
        for one in dossier.progress
        if one.task == task.code and one.period.window(rule).end < period.window(rule).end
    ]
    return newest(before, rule)


def _shown(row: Progress) -> dict[str, str]:
    return {
        "period": row.period.label,
        "status": row.status.value,
        "done": short_date(row.completed_on) if row.completed_on else "",
        "percent": shown_value(row.percent),
        "result": row.result,
        "difficulty": row.difficulty,
    }


def faults_of(answer: Answer) -> dict[str, str]:
    """What is wrong with the words of an answer, by column; empty if they can be written."""
    faults = {title: "Dài quá." for title, text in answer.values.items() if len(text) > LONGEST}
    status, done, percent = (clean(answer.values.get(title, "")) for title in (STATUS, COMPLETED_ON, COMPLETED_SHARE))
    if not status:
        faults[STATUS] = "Chọn tình trạng."
    elif read_status(status) is None:
        faults[STATUS] = "Không có trong danh sách."
    if done and parse_date(done) is None:
        faults[COMPLETED_ON] = "Viết ngày như 20/8/2025."
    number = parse_number(percent) if percent else None
    if percent and (number is None or number.other is not None or not 0 <= number.value <= 100):
        faults[COMPLETED_SHARE] = "Ghi số từ 0 đến 100."
    return faults


def enter_progress(workbook: Path, period: Period, answers: Sequence[Answer], out: Path) -> tuple[Mended, ...]:
    """Writes to `out` the workbook with what was typed: into the row of task and period, else as a new row.

    Only cells whose words changed are written. Raises WrongUsage where one cannot be written truly.
    """
    layout = read_layout(workbook).sheets.get(SheetTitle.PROGRESS)
    columns, book = _columns(layout), read_sheets(workbook)
    if layout is None or not columns:
        raise WrongUsage("Sổ tính chưa có trang “Tiến độ” theo mẫu.", "Bổ sung trang, cột còn thiếu ở trang Kiểm tra.")
    known = {fold(clean(_text(row, "Mã"))) for row in book.rows(SheetTitle.TASKS)}
    standing = _standing(book, period)
    for answer in answers:
        if fold(answer.code) not in known or faults_of(answer) or len(standing.get(fold(answer.code), [])) > 1:
            raise WrongUsage(f"Không ghi được nhiệm vụ “{answer.code[:60]}”.", "Tải lại trang, hoặc sửa trong Excel.")
    content, written = _written(workbook, layout, columns, standing, period, answers)
    out.write_bytes(content)
    refuse_misread(out, [(entry, value) for entry, _, _, value in written])
    return tuple(
        Mended(entry.sheet, entry.cell, title, old, shown_value(value)) for entry, title, old, value in written
    )


_Written = tuple[Entry, str, str, NewValue]


@refuses_damage
def _written(
    workbook: Path,
    layout: SheetLayout,
    columns: Mapping[str, int],
    standing: Mapping[str, Sequence[Row]],
    period: Period,
    answers: Sequence[Answer],
) -> tuple[bytes, list[_Written]]:
    edit = WorkbookEdit(workbook)
    sheet = edit.sheet(layout.tab)
    if sheet is None:
        raise WrongUsage("Sổ tính chưa có trang “Tiến độ”.", "Tải lại trang.")
    guide, written = GUIDE[SheetTitle.PROGRESS], list[_Written]()
    for answer in answers:
        values = {
            title: typed_value(text, guide[title].kind)
            for title, text in answer.values.items()
            if title in columns and title in FIELDS
        }
        rows = standing.get(fold(answer.code), ())
        if rows:
            written += _corrected(sheet, layout, columns, rows[0], answer, values)
        else:
            new: dict[str, NewValue] = {TASK_CODE: answer.code, PERIOD: period.code}
            new |= {title: value for title, value in values.items() if value is not None}
            number = sheet.append({columns[title]: value for title, value in new.items()})
            cells = {title: Entry(layout.tab, cell_name(columns[title], number), "") for title in new}
            written += [(cells[title], title, "", value) for title, value in new.items()]
    return edit.to_bytes(), written


def _corrected(
    sheet: SheetEdit,
    layout: SheetLayout,
    columns: Mapping[str, int],
    row: Row,
    answer: Answer,
    values: Mapping[str, NewValue],
) -> Iterator[_Written]:
    """Writes what an answer says otherwise than the row that stands; gives what was written."""
    for title, value in values.items():
        cell = row.cells.get(title)
        if clean(answer.values[title]) != clean(cell.text if cell else ""):
            entry = Entry(layout.tab, cell_name(columns[title], row.ref.number), answer.values[title])
            put(sheet, entry, cell, value)
            yield entry, title, cell.text if cell else "", value
