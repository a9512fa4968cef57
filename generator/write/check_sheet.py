"""The check sheet `kiem-chung.xlsx`: every figure of a report with its source, for the person who signs."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from generator.core.vietnamese import parse_number, shortened
from generator.office.sheet_text import write_text
from generator.office.streamed_zip import alike_everywhere
from generator.write.row_heights import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2000, 1, 1)
_A3 = 8
_FONT_SIZE = 11
_FONT = {"font_name": "Times New Roman", "font_size": _FONT_SIZE}
_CELL = {**_FONT, "border": 1, "valign": "top", "text_wrap": True}
_HEADER = {**_CELL, "bold": True, "bg_color": "#D9E2F3", "align": "center", "valign": "vcenter"}
_TITLE = {**_FONT, "bold": True, "font_size": 14}
_RETYPED = "#FFE699"
_LONGEST_EXCERPT, _MOST_CONTENTS, _LONGEST_CELL = 301, 30, 30_000
_LONGEST_HEADING, _AROUND, _SHORT_CONTENT = 45, 60, 15
_TICKS = ("Đúng", "Sai", "Cần xem lại")
_AMOUNT = re.compile(r"^([\d.,]+)\s[^\d]+$")
"""A number with its unit: "42,49 tỷ đồng", "4,6 người"."""
_COLUMNS = (
    ("TT", 5), ("Tệp", 15), ("Mục", 28), ("Đoạn hoặc dòng", 42), ("Cột", 18), ("Số trong văn bản", 20), ("Giá trị", 11),
    ("Số do chương trình ghi", 20), ("Tình trạng", 13), ("Ô nguồn", 26), ("Cách tính", 28),
    ("Nội dung các ô nguồn", 36), ("Đã kiểm", 10), ("Ghi chú của người kiểm", 24),
)  # fmt: skip
BELOW = " › "
"""What stands between the headings of a section."""
_OF_CHANGES = ("Số do chương trình ghi", "Tình trạng")
"""What has nothing to say of a report whose figures nobody retyped."""
_TICK_COLUMN = [title for title, _ in _COLUMNS].index("Đã kiểm")
_TYPED_COLUMNS = (
    ("TT", 5), ("Tệp", 15), ("Mục", 28), ("Đoạn hoặc dòng", 70), ("Số", 20), ("Đã kiểm", 10),
    ("Ghi chú của người kiểm", 24),
)  # fmt: skip

_UNPROVEN_COLUMNS = (
    ("TT", 5), ("Mã", 12), ("Nhiệm vụ, chỉ tiêu", 70), ("Kỳ", 12), ("Ô để ghi minh chứng", 26), ("Đã kiểm", 10),
    ("Ghi chú của người kiểm", 24),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One figure: where it stands, what stands there now, what the program wrote, and where that came from.

    `mark` says what a person did to it ("đã sửa tay"), "" for nothing; `contents` are the source cells and their text.
    """

    file: str
    section: str
    excerpt: str
    column: str
    now: str
    generated: str
    mark: str
    cells: str
    formula: str
    contents: tuple[tuple[str, str], ...] = ()


def check_sheet(
    heading: Sequence[str],
    rows: Iterable[CheckRow],
    typed: Iterable[tuple[str, str, str, str]] = (),
    unproven: Iterable[tuple[str, str, str, str]] = (),
) -> bytes:
    """The workbook; same input, same bytes. `typed` are numbers people wrote: file, section, paragraph, numbers.

    `unproven` is what is said to be done and nothing shows: code, name, period, cell.
    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": _MADE})
    listed = list(rows)
    figures = _Sheet(book, "Kiểm chứng số liệu", "BẢNG KIỂM CHỨNG SỐ LIỆU", heading, _COLUMNS)
    for number, (row, excerpt) in enumerate(zip(listed, _excerpts(listed), strict=True), start=1):
        figures.add(_values(number, row, excerpt), _RETYPED if row.mark else "")
    if not any(row.mark for row in listed):
        figures.hide(_OF_CHANGES)
    figures.close(_TICK_COLUMN)
    if written := list(typed):
        title = "SỐ LIỆU DO NGƯỜI SOẠN VIẾT, KHÔNG LẤY TỪ HỒ SƠ"
        people = _Sheet(book, "Số do người viết", title, heading, _TYPED_COLUMNS)
        for number, (file, section, text, numbers) in enumerate(written, start=1):
            people.add((number, file, section, _short(text), numbers, "", ""), _RETYPED)
        people.close(len(_TYPED_COLUMNS) - 2)
    if listed_open := list(unproven):
        title = "NHIỆM VỤ HOÀN THÀNH, CHỈ TIÊU ĐẠT MỤC TIÊU CHƯA CÓ MINH CHỨNG"
        shown = _Sheet(book, "Chưa có minh chứng", title, heading, _UNPROVEN_COLUMNS)
        for number, line in enumerate(listed_open, start=1):
            shown.add((number, *line, "", ""), "")
        shown.close(len(_UNPROVEN_COLUMNS) - 2)
    book.close()
    return alike_everywhere(stream.getvalue())


def _excerpts(rows: Iterable[CheckRow]) -> Iterator[str]:
    """What each row shows of its paragraph: its beginning once, then only the words around each figure.

    Of a table's row, whose figures stand in other columns, the name is shown whole once and then shortened.
    """
    above, at = "", -1
    for row in rows:
        text = row.excerpt.replace("\n", " | ")
        again, above = text == above, text
        at = text.find(row.now, at + 1 if again else 0) if row.now and not row.column else -1
        if not again:
            yield _short(text)
        elif row.column:
            yield shortened(text, _AROUND)
        else:
            yield _around(text, at, len(row.now)) if at >= 0 and len(text) > 3 * _AROUND else _short(text)


def _around(text: str, at: int, length: int) -> str:
    """Some words before and after a place."""
    start = text.find(" ", at - _AROUND) + 1 if at > _AROUND else 0
    start = start if 0 < start <= at else 0 if at <= _AROUND else at
    end = text.rfind(" ", at + length, at + length + _AROUND) if len(text) > at + length + _AROUND else len(text)
    end = end if end > 0 else at + length
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _values(number: int, row: CheckRow, excerpt: str) -> tuple[Any, ...]:
    reading = parse_number(_AMOUNT.sub(r"\1", row.now))
    contents = [f"{cell} = {text or '(trống)'}" for cell, text in row.contents[:_MOST_CONTENTS]]
    if len(row.contents) > _MOST_CONTENTS:
        contents.append(f"… và {len(row.contents) - _MOST_CONTENTS} ô nữa")
    return (
        number, row.file, _headings(row.section), excerpt, row.column, row.now,
        float(reading.value) if reading else "", row.generated if row.mark else "", row.mark, row.cells, row.formula,
        ("\n" if any(len(text) > _SHORT_CONTENT for _, text in row.contents) else "; ").join(contents), "", "",
    )  # fmt: skip


def _headings(section: str) -> str:
    return BELOW.join(shortened(heading, _LONGEST_HEADING) for heading in section.split(BELOW))


def _short(text: str) -> str:
    return shortened(text.replace("\n", " | "), _LONGEST_EXCERPT)


class _Sheet:
    """One table under its title, while it is filled."""

    def __init__(
        self, book: Workbook, name: str, title: str, heading: Sequence[str], columns: Sequence[tuple[str, float]]
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.plain, self.coloured = book.add_format(_CELL), book.add_format({**_CELL, "bg_color": _RETYPED})
        self.columns = columns
        self.sheet.write_string(0, 0, title, book.add_format(_TITLE))
        for row, line in enumerate(heading, start=1):
            write_text(self.sheet, row, 0, line, book.add_format(_FONT))
        self.first = self.row = len(heading) + 2
        header: Format = book.add_format(_HEADER)
        for column, (words, width) in enumerate(columns):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(self.row, column, words, header)

    def add(self, values: Iterable[Any], colour: str) -> None:
        self.row += 1
        values = tuple(values)
        texts = ((str(value), width) for value, (_, width) in zip(values, self.columns, strict=True))
        self.sheet.set_row(self.row, row_height(texts, _FONT_SIZE))
        shape = self.coloured if colour else self.plain
        for column, value in enumerate(values):
            if isinstance(value, int | float):
                self.sheet.write_number(self.row, column, value, shape)
            else:
                write_text(self.sheet, self.row, column, str(value)[:_LONGEST_CELL], shape)

    def hide(self, titles: Collection[str]) -> None:
        """Hides these columns; a person can show them again."""
        for column, (title, width) in enumerate(self.columns):
            if title in titles:
                self.sheet.set_column(column, column, width, None, {"hidden": True})

    def close(self, tick: int) -> None:
        """Filter, frozen header, a drop-down to tick, and a page that prints."""
        last = max(self.row, self.first + 1)
        self.sheet.autofilter(self.first, 0, last, len(self.columns) - 1)
        self.sheet.freeze_panes(self.first + 1, 0)
        self.sheet.data_validation(self.first + 1, tick, last, tick, {"validate": "list", "source": list(_TICKS)})
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.first)
