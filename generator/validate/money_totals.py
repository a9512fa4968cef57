"""Rows of sheet Kinh phí that are sums of other rows: left out of the lines, and held against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from generator.core.model import FundingLine
from generator.core.problems import Place, Problem
from generator.core.rows import Row
from generator.core.vietnamese import fold, number_text, one_line
from generator.read.columns import PLANNED

_NAMES = ("Nội dung", "Nguồn vốn", "Mã")
_SUMS = ("tổng cộng", "tổng kinh phí", "tổng nguồn vốn", "tổng các", "tổng vốn", "cộng nguồn", "cộng nhóm", "cộng mục")
_SUMS_OF_A_SOURCE = ("cộng ngân sách", "cộng vốn", "cộng kinh phí", "cộng chương trình", "cộng dự án", "cộng theo")
_OF = "|".join(fold(words) for words in (*_SUMS, *_SUMS_OF_A_SOURCE, "cộng các", "cộng chung"))
_TOTAL = re.compile(
    rf"(?:[ivxlc\d]+[.)]?\s+)?(?:{fold('tổng')}|{fold('tổng số')}|{fold('cộng')}|{fold('cộng')} [ivx\d+].*"
    rf"|(?:{_OF})(?!\w).*)\s*(?:\(.*\))?"
)


_WORD = re.compile(r"\w+")
_SUMS_UP = re.compile("|".join((*map(fold, ("tổng", "cộng", "toàn bộ", "luỹ kế", "total", "σ")), r"tc\b")))
_WORDS_OF_MONEY = frozenset(map(fold, ("nguồn", "vốn", "kinh", "phí", "ngân", "sách")))
"""What the name of a source may say besides: a line "Nguồn tỉnh" of "Ngân sách tỉnh" names no use."""
_BUDGET = re.compile(
    "|".join(
        rf"(?<!\w){fold(one)}(?!\w)" for one in ("trung ương", "tỉnh", "huyện", "xã hội hoá", "xã", "phường", "oda")
    )
)
"""The budget that a source names."""
_AMONG = fold("trong đó")
_MOST_NAMED = 6
_TOTAL_FIX = "Xoá dòng tổng; nếu không phải là tổng, ghi “đã kiểm tra” ở cột Ghi chú."
_PART_FIX = "Chỉ giữ dòng chung hoặc các dòng nhỏ; nếu không trùng nhau, ghi “đã kiểm tra” ở cột Ghi chú."


def is_total(row: Row) -> bool:
    """True if the row's own words say that it adds up others, whatever its code."""
    texts = (one_line(row.cells[title].text) for title in _NAMES if title in row.cells)
    return any(_TOTAL.fullmatch(fold(text.strip(" :.*"))) for text in texts)


def check_totals(
    rows: Sequence[Row], lines: Mapping[str, FundingLine], is_confirmed: Callable[[FundingLine], bool] = lambda _: False
) -> Iterator[Problem]:
    """KP010 for each row that is a total by its words; KP011 and KP013 for what may be counted twice.

    A line that a person has confirmed is counted as it stands.
    """
    whole = sum((line.planned for line in lines.values()), Decimal(0))
    for row in rows:
        if not is_total(row):
            continue
        cell = row.cells.get(PLANNED)
        said = f"ghi {cell.text}" if cell is not None else "để trống"
        message = f"Dòng tổng ({said}) không được cộng vào kinh phí; tổng các dòng là {number_text(whole)} triệu đồng."
        yield Problem("KP010", row.ref.place(PLANNED), message, "Xoá dòng tổng; chương trình tự cộng.")
    ordered = list(lines.values())
    for at, line in enumerate(ordered):
        if line.planned <= 0 or is_confirmed(line):
            continue
        texts = [fold(" ".join(_WORD.findall(text))) for text in (line.source, line.content)]
        is_sum = len(lines) > 1 and line.planned * 2 == whole
        if is_sum and any(_SUMS_UP.match(text) for text in texts):
            yield Problem("KP013", _place(line), f"“{line.code}” là tổng của các dòng còn lại.", _TOTAL_FIX)
        elif is_sum and len(lines) > 2 and not (_is_whole_of_parts(line, ordered[at + 1 :]) or _share_a_use(ordered)):
            message = (
                f"“{line.code}” bằng đúng tổng của mọi dòng còn lại ({number_text(line.planned)} triệu đồng): "
                f"có thể là dòng tổng, đang được cộng hai lần."
            )
            yield Problem("KP011", _place(line), message, "Nếu là dòng tổng, xoá đi hoặc ghi “Tổng cộng” ở Nội dung.")
        elif any(text.startswith(_AMONG) for text in texts):
            message = f"“{line.code}” ghi “trong đó”, là một phần của dòng khác: tiền đang được cộng hai lần."
            yield Problem("KP013", _place(line), message, _PART_FIX)
        elif _is_whole_of_parts(line, ordered[at + 1 :]):
            message = f"“{line.code}” bằng tổng các dòng nhỏ ngay dưới nó: tiền đang được cộng hai lần."
            yield Problem("KP013", _place(line), message, _PART_FIX)
        elif parts := [one for one in ordered if one.code.startswith(f"{line.code}.")]:
            added = number_text(sum((one.planned for one in parts), Decimal(0)))
            codes = ", ".join(one.code for one in parts[:_MOST_NAMED]) + (", …" if len(parts) > _MOST_NAMED else "")
            message = (
                f"“{line.code}” ({number_text(line.planned)} triệu đồng) có các dòng nhỏ {codes} (cộng được {added}): "
                "tiền đang được cộng cả hai."
            )
            yield Problem("KP013", _place(line), message, _PART_FIX)
        elif _is_whole_of_source(line, ordered):
            message = (
                f"“{line.code}” bằng đúng tổng các dòng còn lại của nguồn “{line.source}” "
                f"({number_text(line.planned)} triệu đồng): có thể là dòng cộng của nguồn, đang được cộng hai lần."
            )
            yield Problem("KP011", _place(line), message, "Nếu là dòng cộng, xoá đi hoặc ghi “Tổng cộng” ở Nội dung.")


def _is_whole_of_source(line: FundingLine, lines: Sequence[FundingLine]) -> bool:
    """Whether a line names its source only, or heads or ends the lines of it, and all others of it add up to it.

    A single other line is its part only where this one names nothing that the money is for.
    """
    of_it = [one for one in lines if fold(one.source) == fold(line.source)]
    others = [one for one in of_it if one is not line]
    is_named = not set(_words(line.content)) - {*_words(line.source), *_WORDS_OF_MONEY}
    names_no_use = is_named and not line.task
    if not others or sum((one.planned for one in others), Decimal(0)) != line.planned:
        return False
    return names_no_use or (len(others) > 1 and (line is of_it[0] or line is of_it[-1]))


def _share_a_use(lines: Sequence[FundingLine]) -> bool:
    """Whether all lines are for one and the same thing and each is of a budget of its own: none is a sum of others."""
    counted = [line for line in lines if line.planned]
    uses = {(fold(one_line(line.content)), line.task) for line in counted}
    budgets = [_BUDGET.search(fold(line.source)) for line in counted]
    named = {found[0] for found in budgets if found}
    return len(uses) == 1 and bool(counted[0].content) and None not in budgets and len(named) == len(counted)


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _is_whole_of_parts(line: FundingLine, below: Sequence[FundingLine]) -> bool:
    """Whether the lines right below are this one's parts, by their codes (K1.1, K1.2) or dashes, and add up to it.

    A part that stands alone is one by its code only.
    """
    parts = list(takewhile(lambda one: _is_part(one, line), below))
    are_parts = len(parts) > 1 or (len(parts) == 1 and _is_part_by_code(parts[0], line))
    return are_parts and sum((one.planned for one in parts), Decimal(0)) == line.planned


def _is_part_by_code(one: FundingLine, whole: FundingLine) -> bool:
    return one.code.startswith((f"{whole.code}.", f"{whole.code}-", f"{whole.code}/"))


def _is_part(one: FundingLine, whole: FundingLine) -> bool:
    return _is_part_by_code(one, whole) or any(
        text.strip().startswith(("-", "+", "–")) for text in (one.content, one.source)
    )


def _place(line: FundingLine) -> Place:
    return line.row.place(PLANNED)
