"""The register of letters (sổ theo dõi đôn đốc): read back, lines added, only the program's own cells changed.

A line is known by its period, agency and file. What people add stands: number and date of a letter once it is sent,
notes, columns, colours, another order of lines or columns.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

from generator.core.folders import REMINDERS
from generator.core.periods import parse_period
from generator.core.problems import BadDossier, Place, Problem
from generator.core.rows import Cell
from generator.core.vietnamese import clean, one_line, parse_date, title_key
from generator.office.package import damage
from generator.office.streamed_zip import alike_everywhere
from generator.read.book_parts import TooLarge, open_book, unreadable
from generator.read.book_tables import read_tables
from generator.read.sheet_xml import read_sheet
from generator.write.workbook_edit import NewValue, SheetEdit, WorkbookEdit, refuses_damage

SHEET = "Sổ theo dõi đôn đốc"
NUMBER, ISSUED = "Số, ký hiệu công văn", "Ngày công văn"
_COLUMNS = (
    ("TT", 6), ("Kỳ báo cáo", 17), ("Cơ quan nhận", 34), ("Tính đến ngày", 13), ("Số nhiệm vụ quá hạn", 11),
    ("Mã nhiệm vụ quá hạn", 26), ("Số nhiệm vụ chưa báo cáo", 11), ("Mã nhiệm vụ chưa báo cáo", 26),
    ("Trả lời trước ngày", 13), ("Tệp công văn", 40), (NUMBER, 20), (ISSUED, 13), ("Kết quả sau đôn đốc", 34),
    ("Cập nhật đến ngày", 13), ("Ghi chú", 30),
)  # fmt: skip
_KEYS = ("Kỳ báo cáo", "Cơ quan nhận", "Tệp công văn")
_HEADER_WITHIN, _FILTERED_ROWS = 10, 2000
_MADE = datetime(2000, 1, 1)
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One letter to one agency. `row` is its place in the register, 0 for one to be added.

    `period` is the period's code; `number` and `issued` stand once the letter was sent.
    """

    row: int
    period: str
    agency: str
    file: str
    as_of: date | None
    overdue: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    before: date | None = None
    number: str = ""
    issued: date | None = None
    outcome: str = ""
    updated: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.period, self.agency, self.file


def read_register(path: Path) -> tuple[RegisterLine, ...]:
    """The lines of a register; none where there is no file yet. Raises BadDossier for one that cannot be read."""
    if not path.exists():
        return ()
    table = _table(path)
    lines = (_line(number, cells, table.columns) for number, cells in table.rows.items())
    return tuple(line for line in lines if line.agency)


def register_with(path: Path, lines: Sequence[RegisterLine]) -> bytes:
    """The register with `lines` changed or added; the bytes that stand there if nothing changes."""
    if path.exists():
        return _written(path, lines)
    with tempfile.TemporaryDirectory(prefix="baocao-") as name:
        empty = Path(name) / REMINDERS
        empty.write_bytes(_empty())
        return _written(empty, lines)


@refuses_damage
def _written(path: Path, lines: Sequence[RegisterLine]) -> bytes:
    table = _table(path)
    book = WorkbookEdit(path)
    sheet = book.sheet(table.tab)
    assert sheet is not None
    for line in lines:
        known = _line(line.row, table.rows[line.row], table.columns) if line.row in table.rows else None
        old = _cells_of(known) if known else {}
        changed = {title: value for title, value in _cells_of(line).items() if value != old.get(title)}
        if known is None:
            changed["TT"] = max(sheet.last_row - table.header, 0) + 1
        _put(sheet, known.row if known else 0, changed, table)
    return book.to_bytes() if sheet.changed else path.read_bytes()


def _put(sheet: SheetEdit, row: int, values: Mapping[str, NewValue], table: _Table) -> None:
    for title in values:
        if title not in table.columns:
            table.columns[title] = sheet.add_column(table.header, title, dict(_COLUMNS)[title])
    placed = {table.columns[title]: value for title, value in values.items()}
    if not row:
        sheet.append(placed)
        return
    for column, value in placed.items():
        if not sheet.has_formula(row, column):
            sheet.set(row, column, value)


# --- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the register stands: its tab, its header's row, the rows under it, the column of each title."""

    tab: str
    header: int
    rows: Mapping[int, Mapping[int, Cell]]
    columns: dict[str, int]


def _table(path: Path) -> _Table:
    for tab, rows in _sheets(path):
        for number in sorted(rows)[:_HEADER_WITHIN]:
            columns = _columns_of(rows[number])
            if all(title in columns for title in _KEYS):
                return _Table(tab, number, {row: cells for row, cells in rows.items() if row > number}, columns)
    message = f"Sổ “{path.name}” không còn dòng tiêu đề có các cột {', '.join(_KEYS)}."
    problem = Problem("DD005", Place(str(path)), message, "Ghi lại tên các cột đó, hoặc đổi tên tệp để lập sổ mới.")
    raise BadDossier(f"Không đọc được “{path.name}”.", "", [problem])


def _sheets(path: Path) -> Iterator[tuple[str, dict[int, dict[int, Cell]]]]:

    faults: tuple[type[Exception], ...] = (TooLarge, *damage())
    try:
        with open_book(path) as book:
            tables = read_tables(book)
            found = [
                (one.title, {row.number: row.cells for row in read_sheet(book, one.member, tables).rows})
                for one in book.sheets
            ]
    except faults as error:
        problem = unreadable(path, "tệp bị hỏng hoặc bị khoá")
        raise BadDossier(f"Không mở được “{path.name}”.", "", [problem]) from error
    yield from found


def _columns_of(cells: Mapping[int, Cell]) -> dict[str, int]:
    titles = {title_key(title): title for title, _ in _COLUMNS}
    found: dict[str, int] = {}
    for column, cell in sorted(cells.items()):
        title = titles.get(title_key(cell.text))
        if title is not None:
            found.setdefault(title, column)
    return found


def _line(row: int, cells: Mapping[int, Cell], columns: Mapping[str, int]) -> RegisterLine:
    def text(title: str) -> str:
        cell = cells.get(columns.get(title, 0))
        return one_line(clean(cell.text)) if cell else ""

    def day(title: str) -> date | None:
        cell = cells.get(columns.get(title, 0))
        return cell.value if cell and isinstance(cell.value, date) else parse_date(text(title))

    period = parse_period(text("Kỳ báo cáo"))
    return RegisterLine(
        row=row,
        period=period.code if period else text("Kỳ báo cáo"),
        agency=text("Cơ quan nhận"),
        file=text("Tệp công văn"),
        as_of=day("Tính đến ngày"),
        overdue=_codes(text("Mã nhiệm vụ quá hạn")),
        unreported=_codes(text("Mã nhiệm vụ chưa báo cáo")),
        before=day("Trả lời trước ngày"),
        number=text(NUMBER),
        issued=day(ISSUED),
        outcome=text("Kết quả sau đôn đốc"),
        updated=day("Cập nhật đến ngày"),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.replace(";", ",").split(",") if code.strip())


# --- writing -----------------------------------------------------------------------------------------


def _cells_of(line: RegisterLine) -> dict[str, NewValue]:
    """The program's cells of a line; an empty one is left as it is."""
    period = parse_period(line.period)
    values: dict[str, NewValue] = {
        "Kỳ báo cáo": period.label if period else line.period,
        "Cơ quan nhận": line.agency,
        "Tính đến ngày": line.as_of,
        "Số nhiệm vụ quá hạn": len(line.overdue),
        "Mã nhiệm vụ quá hạn": ", ".join(line.overdue),
        "Số nhiệm vụ chưa báo cáo": len(line.unreported),
        "Mã nhiệm vụ chưa báo cáo": ", ".join(line.unreported),
        "Trả lời trước ngày": line.before,
        "Tệp công văn": line.file,
        NUMBER: line.number or None,
        ISSUED: line.issued,
        "Kết quả sau đôn đốc": line.outcome,
        "Cập nhật đến ngày": line.updated,
    }
    return {title: value for title, value in values.items() if value is not None}


def _empty() -> bytes:
    """A register without a line; same bytes every time."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _MADE, "title": SHEET})
    sheet = book.add_worksheet(SHEET)
    plain, day = book.add_format(_FONT), book.add_format({**_FONT, "num_format": "dd/mm/yyyy"})
    header = book.add_format({**_FONT, "bold": True, "bg_color": "#D9E2F3", "align": "center", "valign": "vcenter"})
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width, day if "ngày" in title or title == ISSUED else plain)
        sheet.write_string(0, column, title, header)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, _FILTERED_ROWS, len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return alike_everywhere(stream.getvalue())
