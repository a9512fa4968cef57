"""What only shows when the periods of one task or indicator are held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from generator.model import Measurement, Progress, ReportedStatus
from generator.periods import CutoffRule
from generator.problems import Problem
from generator.vietnamese import number_text

LEAP = 10
"""A figure so many times the one before, or so small a part of it, is doubted: a digit or a unit may be wrong."""
_SHARE, _STATUS, _VALUE = "Tỷ lệ hoàn thành (%)", "Tình trạng", "Giá trị"
Report = TypeVar("Report", Progress, Measurement)


def check_progress_over_periods(rows: Sequence[Progress], rule: CutoffRule) -> Iterator[Problem]:
    """TD006 and TD007: a share that falls, a completion taken back."""
    for own in _in_order(rows, lambda row: row.task, rule):
        shares = [row for row in own if row.percent is not None]
        for before, row in pairwise(shares):
            if row.percent is not None and before.percent is not None and row.percent < before.percent:
                message = (
                    f"Nhiệm vụ “{row.task}”: tỷ lệ hoàn thành giảm từ {number_text(before.percent)}% "
                    f"({before.period.label}) xuống {number_text(row.percent)}% ({row.period.label})."
                )
                yield Problem("TD006", row.row.place(_SHARE), message, "Kiểm tra lại tỷ lệ của hai kỳ.")
        for before, row in pairwise(own):
            if before.status is ReportedStatus.COMPLETED and row.status is not ReportedStatus.COMPLETED:
                message = (
                    f"Nhiệm vụ “{row.task}” đã báo hoàn thành ở {before.period.label} "
                    f"nhưng {row.period.label} ghi “{row.status.value}”."
                )
                yield Problem("TD007", row.row.place(_STATUS), message, "Kiểm tra lại tình trạng của hai kỳ.")


def check_leaps(rows: Sequence[Measurement], rule: CutoffRule) -> Iterator[Problem]:
    """CT002: a value ten times the last one or more, or a tenth of it or less."""
    for own in _in_order(rows, lambda row: row.indicator, rule):
        valued = [(row, row.value) for row in own if row.value]
        for (before, old), (row, new) in pairwise(valued):
            if new is not None and old is not None and _is_leap(old, new):
                times = f"gấp {_times(old, new)} lần" if abs(new) > abs(old) else f"chỉ bằng 1/{_times(old, new)} của"
                message = (
                    f"Chỉ tiêu “{row.indicator}”: {row.period.label} là {number_text(new)}, "
                    f"{times} {before.period.label} ({number_text(old)})."
                )
                fix = "Kiểm tra dấu phẩy thập phân, số chữ số 0 và đơn vị tính."
                yield Problem("CT002", row.row.place(_VALUE), message, fix)


def _is_leap(old: Decimal, new: Decimal) -> bool:
    return abs(new) >= LEAP * abs(old) or LEAP * abs(new) <= abs(old)


def _times(old: Decimal, new: Decimal) -> str:
    large, small = max(abs(old), abs(new)), min(abs(old), abs(new))
    return number_text(large / small, 0)


def _in_order(rows: Sequence[Report], code_of: Callable[[Report], str], rule: CutoffRule) -> Iterator[list[Report]]:
    by_code: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        by_code[code_of(row)].append(row)
    for own in by_code.values():
        yield sorted(own, key=lambda row: row.period.window(rule).end)
