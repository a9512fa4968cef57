"""Which columns of an office's own tracking sheet say what has been done: words that in a plan mean something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from generator.core import vietnamese
from generator.core.diary import entries
from generator.core.status_words import is_kept_up, read_status
from generator.core.vietnamese import fold
from generator.read.columns import (
    COMPLETED_ON,
    DEADLINE,
    EXPECTED_RESULT,
    RESULT,
    STATUS,
)
from generator.read.plan_headers import PlanColumn, TableKind, Understood, header_key, may_be_called, progress_keys

_DEEDS = ("da ", "dang ", "chua ", "dat ", "hoan thanh")
"""How people begin to say what has been done, in letters without marks."""
_LONGEST_TIME = 5
_TIME = re.compile(r"20\d\d|(?<!\w)(?:quý|tháng|thường xuyên|hằng|hàng)(?!\w)|\d{1,2}/\d{1,2}(?!\d)", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?<!\w)(?:(?:0?[69]|sáu|chín) tháng(?: (?:đầu|cuối))?(?: năm)?|(?:tháng|quý|T|Q) ?(?:IV|I{1,3}|\d{1,2}))"
    r"(?: ?[/\-] ?20\d\d| năm 20\d\d| 20\d\d)?(?!\w)",
    re.IGNORECASE,
)


def with_progress(found: Understood, cells: Callable[[int], Sequence[str]]) -> Understood:
    """`found` with the words told apart that mean a deadline or a product in a plan, and what was done in a sheet.

    `cells` gives the texts below a column.
    """
    if found.kind is not TableKind.TASKS:
        return found
    columns = [_of_period(column) if column.title in ("", RESULT) else column for column in found.columns]
    if any(column.title == STATUS for column in columns):
        columns = [_bare_period(column, cells(column.position)) for column in columns]
    either = [at for at, one in enumerate(columns) if one.title in ("", DEADLINE) and _says(one, "either")]
    dates = [at for at, one in enumerate(columns) if at not in either and _may_be(one, DEADLINE)]
    days = [at for at in dates if _says(columns[at], "day_done")]
    if len(dates) > len(days):
        dates = [at for at in dates if at not in days]
        _give(columns, days, COMPLETED_ON)
    _give(columns, dates[:1], DEADLINE)
    for at in either:
        texts = cells(columns[at].position)
        if _is_diary(texts) or (dates and not _names_times(texts)):
            _give(columns, [at], RESULT)
    if not any(column.title == STATUS for column in columns):
        expected = [at for at, one in enumerate(columns) if one.title == EXPECTED_RESULT]
        stated = [at for at in expected if _are_states(cells(columns[at].position))]
        _give(columns, stated, STATUS)
    products = [at for at, one in enumerate(columns) if _may_be(one, EXPECTED_RESULT) and not _says(one, "results")]
    results = [at for at, one in enumerate(columns) if _may_be(one, EXPECTED_RESULT) and _says(one, "results")]
    results = [at for at in results if columns[at].title != STATUS]
    if results and (products or _is_diary(cells(columns[results[0]].position)) or _are_deeds(columns, results, cells)):
        _give(columns, results, RESULT)
        _give(columns, products[:1], EXPECTED_RESULT)
    return Understood(found.kind, tuple(columns))


def _are_deeds(columns: Sequence[PlanColumn], results: Sequence[int], cells: Callable[[int], Sequence[str]]) -> bool:
    """Whether a column "Kết quả" beside one of states mostly says what has been done ("Đã lắp 12 điểm")."""
    filled = [fold(text, keep_tones=False) for text in cells(columns[results[0]].position) if text]
    told = sum(text.startswith(_DEEDS) for text in filled)
    return any(column.title == STATUS for column in columns) and told > 0 and 2 * told >= len(filled)


def _give(columns: list[PlanColumn], places: Sequence[int], title: str) -> None:
    """Names the first of `places` so, unless another column of the kind has the name."""
    has_it = any(one.title == title and not one.period and at not in places for at, one in enumerate(columns))
    for number, at in enumerate(at for at in places if not columns[at].by_hand):
        name = title if number == 0 and not has_it else ""
        columns[at] = replace(columns[at], title=name)


def _may_be(column: PlanColumn, title: str) -> bool:
    if column.title:
        return column.title == title
    return any(may_be_called(text, title) for text in (column.header.rpartition(" / ")[2], column.header))


def _says(column: PlanColumn, group: str) -> bool:
    keys = progress_keys(group)
    return header_key(column.header.rpartition(" / ")[2]) in keys or header_key(column.header) in keys


def _names_times(texts: Iterable[str]) -> bool:
    """Whether most cells are no more than a date, a period or "thường xuyên": a second deadline."""
    filled = [text for text in texts if text]
    times = [text for text in filled if len(text.split()) <= _LONGEST_TIME and _TIME.search(text)]
    return 2 * len(times) > len(filled)


def _are_states(texts: Iterable[str]) -> bool:
    """Whether most cells of a column name a state ("Hoàn thành", "Đang làm 50%"), as no product does."""
    filled = [text for text in texts if text]
    return 2 * sum(read_status(text) is not None or is_kept_up(text) for text in filled) > len(filled)


def _is_diary(texts: Iterable[str]) -> bool:
    """Whether most cells of a column are entries behind their dates; a cell with nothing but a date is a deadline."""
    filled = [text for text in texts if text]
    told = [text for text in filled if any(one.said and one.text for one in entries(text, 2000))]
    return bool(told) and 2 * len(told) >= len(filled)


def _bare_period(column: PlanColumn, texts: Iterable[str]) -> PlanColumn:
    """A column that is only called by a period and holds words, beside a column of states: what was done in it."""
    told = any(len(text.split()) > 1 for text in texts)
    if column.title or column.by_hand or not told or not _PERIOD.fullmatch(vietnamese.one_line(column.header)):
        return column
    return replace(column, title=RESULT, period=vietnamese.one_line(column.header), guessed=True)


def _of_period(column: PlanColumn) -> PlanColumn:
    """A column of what was done in one period, where its header says so."""
    if column.by_hand:
        return column
    header = f" {header_key(column.header)} "
    found = _PERIOD.search(column.header)
    if found is None or not any(f" {key} " in header for key in progress_keys("of_period")):
        return column
    return replace(column, title=RESULT, period=vietnamese.one_line(found[0]))
