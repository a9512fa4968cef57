"""A plan's task table from a Word, Excel or tab-separated file: one table whatever the file's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle
from generator.read.plan_files import PlanLine, plan_lines

CONTENT = "Nội dung nhiệm vụ"
_PLAN_HEADERS: Mapping[str, tuple[str, ...]] = {
    "TT": ("Stt", "Số thứ tự"),
    CONTENT: (
        "Nội dung công việc",
        "Nhiệm vụ, giải pháp",
        "Nội dung nhiệm vụ, giải pháp",
        "Nội dung, nhiệm vụ",
        "Tên nhiệm vụ",
        "Danh mục nhiệm vụ",
        "Tên nhiệm vụ, dự án",
    ),
    "Cơ quan chủ trì": (
        "Cơ quan, đơn vị chủ trì",
        "Cơ quan thực hiện",
        "Đơn vị thực hiện",
        "Đơn vị chủ trì thực hiện",
        "Cơ quan chủ trì, phối hợp",
        "Phân công thực hiện",
        "Đơn vị chủ trì, phối hợp",
        "Trách nhiệm thực hiện",
    ),
    "Cơ quan phối hợp": ("Cơ quan, đơn vị phối hợp", "Đơn vị phối hợp thực hiện"),
    "Kết quả dự kiến": (
        "Kết quả",
        "Sản phẩm",
        "Kết quả/Sản phẩm",
        "Sản phẩm/Kết quả",
        "Sản phẩm, kết quả",
        "Sản phẩm hoàn thành",
        "Kết quả đầu ra",
        "Sản phẩm đầu ra",
        "Dự kiến kết quả",
        "Dự kiến sản phẩm",
    ),
    "Thời gian hoàn thành": ("Thời gian", "Thời gian thực hiện", "Thời hạn thực hiện", "Tiến độ thực hiện"),
}
"""Headers that plans use beyond those of the workbook (columns.py)."""

_GROUP_TITLE = re.compile(r"(?:[IVX]+|[A-HĐ])\s*[.)/]\s+\S.{2,200}")
"""A group's title that stands above its own table instead of in it."""
_LEADING_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)*)\s*[.)]\s*(?P<content>\S.*)", re.DOTALL)
_TASK_COLUMNS = frozenset(("Cơ quan chủ trì", "Kết quả dự kiến", "Thời gian hoàn thành"))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the task table. `after_break` says that a repeated header, thus a new page, stands just before it."""

    place: Place
    cells: tuple[str, ...]
    carried: Mapping[int, str]
    after_break: bool


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The task table of a plan. `columns` maps the titles of sheet Nhiệm vụ to positions in each row's `cells`.

    `heading` holds the lines above the table, "" for a blank one.
    """

    file: str
    heading: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[PlanRow, ...]
    strays: tuple[tuple[int, Problem], ...] = ()
    """Lines between the rows that belong to no column: the number of rows before each, and its problem."""


def read_plan(path: Path) -> tuple[PlanTable | None, list[Problem]]:
    """The task table of a .txt, .docx or .xlsx plan; None, and the reason, if there is none.

    Tables that go on over several pages, sheets or Word tables come back as one, repeated headers dropped.
    """
    lines, problems = plan_lines(path)
    if problems:
        return None, problems
    start = _first_header(lines)
    if start is None:
        message = "Không tìm thấy bảng nhiệm vụ (dòng tiêu đề có cột “Nội dung nhiệm vụ” và “Cơ quan chủ trì”)."
        fix = "Kiểm tra tên các cột của bảng trong kế hoạch; tệp .txt ngăn các cột bằng tab; bản chụp phải gõ lại."
        return None, [Problem("NK001", Place(path.name), message, fix)]
    index, size, columns = start
    above = next((line for line in reversed(lines[:index]) if line.text), None)
    before = [above] if above is not None and _GROUP_TITLE.fullmatch(above.text) else []
    rows, strays = _collect_rows([*before, *lines[index + size :]], lines[index], columns)
    heading = tuple(line.text for line in lines[:index])
    table = _with_numbers(PlanTable(path.name, heading, columns, tuple(rows), tuple(strays)))
    return table, [problem for _, problem in strays]


def _header_key(text: str) -> str:
    return vietnamese.title_key(re.sub(r"[/,;()\-–]+", " ", text))


def _header_titles() -> dict[str, str]:
    titles: dict[str, str] = {}
    for column in SCHEMA_BY_TITLE[SheetTitle.TASKS].columns:
        for text in (column.title, *column.aliases, *_PLAN_HEADERS.get(column.title, ())):
            titles.setdefault(_header_key(text), column.title)
    return titles


_TITLES = _header_titles()


def header_columns(cells: Sequence[str]) -> dict[str, int]:
    """Title of sheet Nhiệm vụ → position, if `cells` are the header of a task table; empty otherwise."""
    columns: dict[str, int] = {}
    for position, text in enumerate(cells):
        title = _TITLES.get(_header_key(text)) if len(text) < 80 else None
        if title:
            columns.setdefault(title, position)
    return columns if CONTENT in columns and not _TASK_COLUMNS.isdisjoint(columns) else {}


def _header_at(lines: Sequence[PlanLine], index: int) -> tuple[int, dict[str, int]]:
    """How many lines the header at `index` takes (a second one where cells are split below), and its columns."""
    line = lines[index]
    if line.table is None:
        return 0, {}
    single = header_columns(line.cells)
    if index + 1 < len(lines) and lines[index + 1].table == line.table:
        below = lines[index + 1].cells
        width = max(len(line.cells), len(below))
        upper, lower = _padded(line.cells, width), _padded(below, width)
        double = header_columns([low or up for up, low in zip(upper, lower, strict=True)])
        if len(double) > len(single) and not header_columns(below):
            return 2, double
    return (1, single) if single else (0, {})


def _first_header(lines: Sequence[PlanLine]) -> tuple[int, int, dict[str, int]] | None:
    for index in range(len(lines)):
        size, columns = _header_at(lines, index)
        if size:
            return index, size, columns
    return None


def _collect_rows(
    lines: Sequence[PlanLine], header: PlanLine, columns: dict[str, int]
) -> tuple[list[PlanRow], list[tuple[int, Problem]]]:
    """The rows under the header and what stood between them.

    `columns` grows when a later table has a column that the first lacks.
    """
    rows: list[PlanRow] = []
    stray: list[PlanLine] = []
    strays: list[tuple[int, Problem]] = []
    layout, table, width = columns, header.table, len(header.cells)
    after_break, skip = False, 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        size, found = _header_at(lines, index)
        if size:
            layout, table, width, after_break, skip = found, line.table, len(line.cells), True, size - 1
        elif line.table is None and _GROUP_TITLE.fullmatch(line.text):
            cells = tuple(
                line.text if position == columns[CONTENT] else "" for position in range(max(columns.values()) + 1)
            )
            strays += [(len(rows), _outside(line))]
            rows.append(PlanRow(line.place, cells, {}, True))
        elif _is_column_numbers(line):
            continue
        elif line.table is None:
            stray += [line] if line.text and not line.text.isdigit() else []
        elif line.table == table or _goes_on(line, table, width):
            strays += [(len(rows), _stray_problem(text)) for text in stray]
            stray, table = [], line.table
            rows.append(_aligned(line, layout, columns, after_break))
            after_break = False
    return rows, strays


def _is_column_numbers(line: PlanLine) -> bool:
    """True for the row under a header that only counts its columns: "(1) (2) (3) …"."""
    filled = [cell.strip(" ()") for cell in line.cells if cell]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _outside(line: PlanLine) -> Problem:
    message = f"Đoạn “{line.text[:60]}” đứng ngoài bảng, đã hiểu là tên nhóm của các nhiệm vụ bên dưới."
    return Problem("NK003", line.place, message, "Đối chiếu lại tên nhóm với bản kế hoạch.")


def _with_numbers(table: PlanTable) -> PlanTable:
    """A table without a column of numbers, but with numbers before its contents, gets the column."""
    column = table.columns[CONTENT]
    found = [_LEADING_NUMBER.fullmatch(row.cells[column]) if column < len(row.cells) else None for row in table.rows]
    if "TT" in table.columns or sum(one is not None for one in found) * 2 <= len(found):
        return table
    width = max([len(row.cells) for row in table.rows] + [max(table.columns.values()) + 1])
    rows = []
    for row, one in zip(table.rows, found, strict=True):
        cells = _padded(row.cells, width)
        if one is not None:
            cells[column] = one["content"]
        rows.append(PlanRow(row.place, (*cells, one["number"] if one else ""), row.carried, row.after_break))
    return PlanTable(table.file, table.heading, {**table.columns, "TT": width}, tuple(rows), table.strays)


def _goes_on(line: PlanLine, table: int | None, width: int) -> bool:
    """True for a row of the Word table that follows at once, without a header but with as many columns."""
    return line.place.sheet is None and table is not None and line.table == table + 1 and len(line.cells) == width


def _aligned(line: PlanLine, layout: Mapping[str, int], columns: dict[str, int], after_break: bool) -> PlanRow:
    """The row with its cells where `columns` has them."""
    if layout == columns:
        return PlanRow(line.place, line.cells, line.carried, after_break)
    cells: dict[int, str] = {}
    carried: dict[int, str] = {}
    for title, position in layout.items():
        target = columns.setdefault(title, max(columns.values()) + 1)
        cells[target] = line.cells[position] if position < len(line.cells) else ""
        if position in line.carried:
            carried[target] = line.carried[position]
    ordered = tuple(cells.get(position, "") for position in range(max(columns.values()) + 1))
    return PlanRow(line.place, ordered, carried, after_break)


def _padded(cells: Iterable[str], width: int) -> list[str]:
    filled = list(cells)
    return filled + [""] * (width - len(filled))


def _stray_problem(line: PlanLine) -> Problem:
    shown = line.text if len(line.text) <= 60 else line.text[:60].rstrip() + "…"
    message = f"Đoạn “{shown}” nằm giữa bảng nhưng không thuộc cột nào, đã bỏ qua."
    return Problem("NK003", line.place, message, "Nếu là nội dung của nhiệm vụ, hãy chép vào đúng ô sau khi nhập.")
