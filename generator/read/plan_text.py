"""The lines of a plan kept as plain text: a line with tabs is a row of its table, as are those of a .csv file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.office.refusal import Unreadable
from generator.read.plan_headers import may_be_header

if TYPE_CHECKING:
    pass
from generator.read.plan_line import PlanLine

_SEPARATORS = ("\t", ";", ",")
_SEPARATOR_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line that Excel reads, and writes for others, to say what stands between the cells."""


def text_lines(path: Path) -> list[PlanLine]:
    """The lines of a text file in UTF-8 (or UTF-16 with its mark). Raises UnicodeDecodeError for any other encoding."""
    text = _decoded(path)
    if rows := _saved_by_excel(text):
        return _table_lines(path, rows)
    lines = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        cells = tuple(vietnamese.clean(cell) for cell in line.split("\t"))
        place = Place(path.name, None, f"dòng {number}")
        lines.append(PlanLine(place, cells, table=0 if len(cells) > 1 else None))
    return lines


def csv_lines(path: Path) -> list[PlanLine]:
    """The rows of a .csv or .tsv file, whatever stands between its cells. Raises Unreadable for odd quotes."""
    text = _decoded(path)
    told = _SEPARATOR_TOLD.match(text)
    text = text[told.end() :] if told else text
    every = [_rows_of(text, one) for one in ((told[1],) if told else _SEPARATORS)]
    found = [rows for rows in every if rows is not None]
    headed = [rows for rows in found if any(len(row) > 1 and may_be_header(row) for _, row in rows)]
    if not headed and len(found) < len(every):
        message = "Dấu ngoặc kép trong tệp mở mà không đóng đúng chỗ nên không biết các ô tách ở đâu."
        fix = "Mở tệp bằng Excel hoặc LibreOffice, xem lại các ô rồi lưu dạng .xlsx."
        raise Unreadable(Problem("TEP008", Place(path.name), message, fix), "dấu ngoặc kép không khép")
    widest = max(headed or found, key=lambda rows: max((len(row) for _, row in rows), default=0))
    return _table_lines(path, widest, 2 if told else 1)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


_Rows = list[tuple[int, list[str]]]
"""The number of the line that each row begins with, and its cells."""


def _rows_of(text: str, separator: str) -> _Rows | None:
    """None where the quotes do not fit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: _Rows = []
    before = 0
    try:
        for row in reader:
            rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error:
        return None
    return rows


def _saved_by_excel(text: str) -> _Rows:
    """The rows of what Excel saves as text: cells between tabs, in quotes where they hold a line break or a comma."""
    if not re.search(r'(?:^|\t)"[^"\t]*[,\n]', text, re.MULTILINE):
        return []
    return _rows_of(text, "\t") or []


def _table_lines(path: Path, rows: _Rows, first: int = 1) -> list[PlanLine]:
    lines = []
    for number, row in rows:
        cells = tuple(map(vietnamese.clean, row)) or ("",)
        place = Place(path.name, None, f"dòng {number + first - 1}")
        lines.append(PlanLine(place, cells, table=0 if len(cells) > 1 else None))
    return lines
