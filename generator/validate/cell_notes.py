"""Notes that people hang on the cells of a dossier: none is read, so none may be passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.core.problems import OWN_LINE, Place, Problem
from generator.core.rows import Book, Cell
from generator.core.vietnamese import one_line, shortened
from generator.read.columns import SheetTitle
from generator.validate.plausible import confirms, denies

_LONGEST, _MOST = 81, 3
_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH = r"(?:0?[1-9]|1[0-2])(?![\d])"
_DAY = rf"\d{{1,2}}/{_MONTH}(?:/{_YEAR})?"
_SYMBOL = r"(?:/\d{4})?[-/](?-i:[A-ZĐ]\w*[A-ZĐ])[\w&-]*(?:/[\w&-]+)*"
_PAPER = (
    r"(?:báo cáo|kế hoạch|thông báo|tờ trình|văn bản|biểu|phụ lục|bảng) số|công văn(?: số)?|(?-i:CV|QĐ|NQ|TB)(?: số)?"
    r"|trang|phụ lục|phụ biểu|bảng|biểu"
)
_DOCUMENT = rf"(?:\d+{_SYMBOL}|(?:{_PAPER}) \d+(?:{_SYMBOL})?)(?:,? ngày {_DAY})?"
_PHONE = r"(?<!\d)0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)"
_TIME = (
    rf"(?:ngày|đến hết|tính đến) {_DAY}|\d{{1,2}}/{_MONTH}/{_YEAR}"
    rf"|(?:quý|tháng|tuần) (?:[IV]+|\d{{1,2}})(?:/{_YEAR})?(?!\w)"
    rf"|(?:năm|giai đoạn|niên giám(?: thống kê)?|NGTK|số liệu) {_YEAR}(?: ?- ?{_YEAR})?"
    rf"|[69] tháng(?: đầu| cuối)?(?: năm)?(?: {_YEAR})?"
)
_OF_A_DOCUMENT = re.compile(rf"(?<!\w)(?:{_DOCUMENT}|{_PHONE})", re.IGNORECASE)
_OF_A_SOURCE = re.compile(rf"(?<!\w)(?:{_DOCUMENT}|{_PHONE}|{_TIME})", re.IGNORECASE)
"""What in a note on a figure only says where and of when it is: numbers of documents, days, periods."""


def check_notes(book: Book) -> Iterator[Problem]:
    """GT043 where a note names a figure beside the one in its cell; BNG033, once a sheet, for the others.

    What the program wrote there itself, its help on the settings, and notes that confirm a figure are left alone.
    """
    for title, sheet in book.sheets.items():
        notes: list[tuple[Place, str]] = []
        for row in sheet.rows if title != SheetTitle.SETTINGS else ():
            for column, cell in row.cells.items():
                said = _own_words(cell.comment) if cell.comment else ""
                if not said or confirms(said):
                    continue
                if _may_correct(cell, said):
                    message = (
                        f"Ô ghi “{one_line(cell.text)}”, ghi chú (comment) của ô nói: “{said}”; đã đọc số trong ô."
                    )
                    fix = "Sửa số trong ô nếu ghi chú đúng, rồi xoá ghi chú; số trong ô đúng thì ghi “đã kiểm tra”."
                    yield Problem("GT043", row.ref.place(column), message, fix)
                else:
                    notes.append((row.ref.place(column), said))
        if notes:
            yield _unread(notes)


def _unread(notes: Sequence[tuple[Place, str]]) -> Problem:
    listed = "; ".join(f"{place.cell}: {said}" for place, said in notes[:_MOST])
    more = f" và {len(notes) - _MOST} ghi chú khác" if len(notes) > _MOST else ""
    message = f"Ghi chú (comment) gắn ở ô không được đọc: {listed}{more}."
    return Problem("BNG033", notes[0][0], message, "Điều gì phải vào báo cáo thì ghi vào ô.")


def _own_words(comment: str) -> str:
    lines = (line for line in comment.splitlines() if not OWN_LINE.match(line))
    return shortened(one_line(" ".join(lines)), _LONGEST)


def _may_correct(cell: Cell, said: str) -> bool:
    """True for a note that names a number or a day on a cell that holds one, and not only its source."""
    if not isinstance(cell.value, Decimal | date):
        return False
    source = _OF_A_SOURCE if isinstance(cell.value, Decimal) else _OF_A_DOCUMENT
    left = said if denies(said) else source.sub("", said)
    return any(letter.isdigit() for letter in left)
