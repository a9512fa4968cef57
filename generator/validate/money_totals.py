"""Rows of sheet Kinh phí that are sums of other rows: left out of the lines, and held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.core.model import FundingLine
from generator.core.problems import Place, Problem
from generator.core.rows import Row
from generator.core.vietnamese import fold, number_text, one_line

PLANNED = "Kế hoạch (triệu đồng)"
_NAMES = ("Nội dung", "Nguồn vốn", "Mã")
_SUMS = ("tổng cộng", "tổng kinh phí", "tổng nguồn vốn", "tổng các", "tổng vốn", "cộng nguồn", "cộng nhóm", "cộng mục")
_OF = "|".join(fold(words) for words in (*_SUMS, "cộng các", "cộng chung"))
_TOTAL = re.compile(
    rf"(?:[ivxlc\d]+[.)]?\s+)?(?:{fold('tổng')}|{fold('tổng số')}|{fold('cộng')}|{fold('cộng')} [ivx\d+].*"
    rf"|(?:{_OF})(?!\w).*)\s*(?:\(.*\))?"
)


def is_total(row: Row) -> bool:
    """True if the row's own words say that it adds up others, whatever its code."""
    texts = (one_line(row.cells[title].text) for title in _NAMES if title in row.cells)
    return any(_TOTAL.fullmatch(fold(text.strip(" :.*"))) for text in texts)


def check_totals(rows: Sequence[Row], lines: Mapping[str, FundingLine]) -> Iterator[Problem]:
    """KP010 for each row that is a total by its words, KP011 where one figure is the sum of all the others."""
    whole = sum((line.planned for line in lines.values()), Decimal(0))
    for row in rows:
        if not is_total(row):
            continue
        cell = row.cells.get(PLANNED)
        said = f"ghi {cell.text}" if cell is not None else "để trống"
        message = f"Dòng tổng ({said}) không được cộng vào kinh phí; tổng các dòng là {number_text(whole)} triệu đồng."
        yield Problem("KP010", row.ref.place(PLANNED), message, "Xoá dòng tổng; chương trình tự cộng.")
    if len(lines) < 3:
        return
    for line in lines.values():
        if line.planned > 0 and line.planned * 2 == whole:
            message = (
                f"“{line.code}” bằng đúng tổng của mọi dòng còn lại ({number_text(line.planned)} triệu đồng): "
                f"có thể là dòng tổng, đang được cộng hai lần."
            )
            yield Problem("KP011", _place(line), message, "Nếu là dòng tổng, xoá đi hoặc ghi “Tổng cộng” ở Nội dung.")


def _place(line: FundingLine) -> Place:
    return line.row.place(PLANNED)
