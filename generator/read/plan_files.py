"""Opening a plan's file: which kind it is, whether it is safe, and what to do when it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import Place, Problem
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import TooLarge, open_book, too_large
from generator.read.book_tables import read_tables
from generator.read.dossier_tabs import dossier_tabs, is_no_plan

if TYPE_CHECKING:
    pass
from generator.read.plan_line import PlanLine
from generator.read.plan_sheets import xlsx_lines
from generator.read.plan_text import csv_lines, text_lines
from generator.read.plan_word import docx_lines

_TEXT, _CSV, _WORD, _EXCEL = (".txt",), (".csv", ".tsv"), (".docx", ".docm"), (".xlsx", ".xlsm")
_OWN_CODES = frozenset(("TEP001", "TEP003", "TEP006"))
"""Codes of a refusal that say more than that the plan cannot be opened."""
_WAY_OUT = "Mở tệp bằng Word hoặc LibreOffice rồi lưu lại dạng .docx (hoặc chép bảng sang .xlsx), sau đó nhập lại."
_WAY_OUT_OF_A_SHEET = "Mở tệp bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx, sau đó nhập lại."
_OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".et", ".numbers")
_MEND = "Mở tệp bằng Word, Excel hoặc LibreOffice để sửa, lưu lại rồi nhập lại."


def plan_lines(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    """All lines of a plan and what is to be told of them, or none and the error that keeps it from being read."""
    if problem := _cannot_read(path):
        return [], [problem]
    try:
        return _lines_of(path)
    except TooLarge as reason:
        return [], [replace(too_large(path, reason.limit), place=Place(path.name))]
    except Unreadable as refusal:
        code = refusal.problem.code if refusal.problem.code in _OWN_CODES else "TEP008"
        return [], [replace(refusal.problem, code=code, place=Place(path.name))]
    except UnicodeDecodeError:
        message = "Tệp văn bản không ở bảng mã Unicode (UTF-8)."
        return [], [Problem("TEP008", Place(path.name), message, "Mở tệp và lưu lại với bảng mã UTF-8.")]
    except _damage():
        message = "Tệp bị hỏng hoặc không đúng loại như phần đuôi tên tệp."
        return [], [Problem("TEP008", Place(path.name), message, _MEND)]


def _lines_of(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return text_lines(path), []
    if suffix in _CSV:
        return csv_lines(path), []
    if suffix in _WORD:
        return docx_lines(path)
    with open_book(path) as book:
        tabs = dossier_tabs(book, read_tables(book))
    return ([], [is_no_plan(path)]) if tabs.is_whole else xlsx_lines(path, tabs.titles)


def _damage() -> tuple[type[Exception], ...]:
    """What reading a damaged package may raise; odd XML may be no more than a TypeError."""
    return (SyntaxError, RuntimeError, TypeError, AttributeError, *damage())


def _cannot_read(path: Path) -> Problem | None:
    place, suffix = Place(path.name), path.suffix.lower()
    if not path.is_file():
        return Problem("TEP001", place, f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn và tên tệp.")
    if suffix not in (*_TEXT, *_CSV, *_WORD, *_EXCEL):
        message = f"Không nhập được kế hoạch từ tệp loại “{suffix or path.name}”."
        return Problem("TEP007", place, message, _WAY_OUT_OF_A_SHEET if suffix in _OTHER_SHEETS else _WAY_OUT)
    return None
