"""Returns filled in by people in a hurry: every answer and every mistake comes from a seed, so that runs repeat.

`fill` answers a form properly; `MISTAKES` are what then happens to the file before it is sent back.
"""

from __future__ import annotations

import random
import shutil
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 3
STATUSES = ("Chưa thực hiện", "Đang thực hiện", "Hoàn thành")
Mistake = Callable[[Workbook, random.Random], bool]
"""Changes an opened return; False if this one gave no chance to."""


def table(book: Workbook, title: str = "Nhiệm vụ") -> Worksheet | None:
    return book[title] if title in book.sheetnames else None


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[HEADER_ROW] if cell.value == title)


def rows(sheet: Worksheet) -> range:
    return range(HEADER_ROW + 1, sheet.max_row + 1)


def fill(path: Path, chance: random.Random, share: float = 1.0) -> dict[str, dict[str, object]]:
    """Answers `share` of a form's tasks; gives code → the cells typed."""
    book = load_workbook(path)
    sheet = table(book)
    typed: dict[str, dict[str, object]] = {}
    for row in rows(sheet) if sheet else ():
        if chance.random() > share:
            continue
        status = chance.choice(STATUSES)
        answer: dict[str, object] = {
            "Tình trạng": status,
            "Kết quả thực hiện": f"Kết quả {chance.randrange(1000)} của {path.stem}",
        }
        if status == "Hoàn thành":
            answer["Ngày hoàn thành"] = datetime(2025, 8, chance.randrange(1, 29))
        if status == "Đang thực hiện":
            answer["Tỷ lệ hoàn thành (%)"] = chance.randrange(1, 99)
        for title, value in answer.items():
            sheet.cell(row, column(sheet, title)).value = value
        typed[str(sheet.cell(row, 1).value)] = answer
    book.save(path)
    return typed


def _text_dates(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    at, done = column(sheet, "Ngày hoàn thành"), False
    for row in rows(sheet):
        day = sheet.cell(row, at).value
        if isinstance(day, datetime):
            sheet.cell(row, at).value = chance.choice((f"{day.day}/{day.month}/{day.year}", f"ngày {day:%d/%m/%Y}"))
            done = True
    return done


def _shares_as_text(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    at, done = column(sheet, "Tỷ lệ hoàn thành (%)"), False
    for row in rows(sheet):
        if sheet.cell(row, at).value is not None:
            sheet.cell(row, at).value = f" {sheet.cell(row, at).value}% "
            done = True
    return done


def _sloppy_statuses(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    at = column(sheet, "Tình trạng")
    for row in rows(sheet):
        value = sheet.cell(row, at).value
        if value:
            sheet.cell(row, at).value = chance.choice(
                (str(value).upper(), f"{value} ", unicodedata.normalize("NFD", value))
            )
    return True


def _columns_inserted(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.insert_cols(chance.randrange(2, 6))
    return True


def _sorted_upside_down(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    lines = [[cell.value for cell in sheet[row]] for row in rows(sheet)]
    for row, line in zip(rows(sheet), reversed(lines), strict=True):
        for at, value in enumerate(line, start=1):
            sheet.cell(row, at).value = value
    return True


def _note_beside(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.cell(HEADER_ROW + 1, 20).value = "Xin lùi thời hạn"
    return True


def _row_added(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    row = sheet.max_row + 1
    sheet.cell(row, 1).value, sheet.cell(row, 2).value = "X.1", "Việc mới phát sinh"
    sheet.cell(row, column(sheet, "Tình trạng")).value = "Hoàn thành"
    return True


def _code_retyped(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.cell(HEADER_ROW + 1, 1).value = "1"
    return True


def _row_deleted(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.delete_rows(HEADER_ROW + 1)
    return True


def _column_deleted(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.delete_cols(column(sheet, "Tình trạng"))
    return True


def _status_of_their_own(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Tình trạng", "sắp xong rồi")


def _impossible_day(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Ngày hoàn thành", "31/6/2025")


def _share_over_hundred(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Tỷ lệ hoàn thành (%)", 250)


def _old_fonts(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Kết quả thực hiện", "§· ban hµnh kÕ ho¹ch ph¸t triÓn")


def _status_forgotten(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Tình trạng", None) and _put(book, "Kết quả thực hiện", "Đã xong")


def _formula_result_missing(book: Workbook, chance: random.Random) -> bool:
    return _put(book, "Tỷ lệ hoàn thành (%)", "=1+1")


def _plan_text_changed(book: Workbook, chance: random.Random) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.cell(HEADER_ROW + 1, column(sheet, "Thời gian hoàn thành")).value = "Năm 2030"
    return True


def _identity_lost(book: Workbook, chance: random.Random) -> bool:
    if "Định danh" in book.sheetnames:
        del book["Định danh"]
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    return True


def _hidden_sheet_lost(book: Workbook, chance: random.Random) -> bool:
    if "Định danh" in book.sheetnames:
        del book["Định danh"]
    return True


def _put(book: Workbook, title: str, value: object) -> bool:
    sheet = table(book)
    assert sheet is not None
    sheet.cell(HEADER_ROW + 1, column(sheet, title)).value = value
    return True


HARMLESS: dict[str, Mistake] = {
    "dates as text": _text_dates,
    "shares as text": _shares_as_text,
    "sloppy statuses": _sloppy_statuses,
    "a column inserted": _columns_inserted,
    "sorted upside down": _sorted_upside_down,
    "the hidden sheet lost": _hidden_sheet_lost,
}
"""What is understood all the same; no answer may get lost."""

TOLD: dict[str, tuple[Mistake, str]] = {
    "a note beside the table": (_note_beside, "TL019"),
    "a row deleted": (_row_deleted, "TL018"),
    "the plan's own text changed": (_plan_text_changed, "TL014"),
}
"""What does not stop the others, but is told."""

ASIDE: dict[str, tuple[Mistake, str, str]] = {
    "a row added": (_row_added, "TL005", "X.1"),
    "a code typed over": (_code_retyped, "TL006", "I.1"),
    "a column deleted": (_column_deleted, "TL004", ""),
    "a status of their own": (_status_of_their_own, "GT007", "I.1"),
    "a day that is not": (_impossible_day, "GT004", "I.1"),
    "a share over a hundred": (_share_over_hundred, "GT008", "I.1"),
    "old fonts": (_old_fonts, "GT013", "I.1"),
    "a status forgotten": (_status_forgotten, "GT001", "I.1"),
    "a formula without a result": (_formula_result_missing, "GT009", "I.1"),
    "no identity": (_identity_lost, "TL001", ""),
}
"""What is put aside, with its code and the row that it keeps aside ("" for the whole sheet or file)."""


def spoil(path: Path, mistake: Mistake, chance: random.Random) -> bool:
    book = load_workbook(path)
    happened = mistake(book, chance)
    book.save(path)
    return happened


def rename(path: Path, chance: random.Random) -> Path:
    """The file under a name that says nothing."""
    new = path.with_name(f"Bao cao ({chance.randrange(1000)}) CHINH THUC.xlsx")
    shutil.move(path, new)
    return new
