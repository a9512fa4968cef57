"""Rows of a plan that are alike but for their code: entered twice, they are counted and added twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from generator.core.model import FundingLine, Indicator, IssuedDocument, Measurement, Task
from generator.core.periods import Period
from generator.core.problems import Place, Problem
from generator.core.vietnamese import fold, number_text, one_line, short_date, shortened
from generator.validate.plausible import confirms

_LONGEST_NAME = 80
_MOST_CODES = 6
_MOST_PERIODS = 3
_DIFFERENT = "nếu khác nhau, sửa tên cho phân biệt hoặc ghi “đã kiểm tra” ở cột Ghi chú."
_TWO_DOCUMENTS = (
    "Giữ một dòng, hoặc sửa số ký hiệu, ngày, cơ quan ban hành; hai văn bản khác nhau thì ghi “đã kiểm tra” ở ghi chú "
    "của ô Số ký hiệu."
)
Row = TypeVar("Row", Task, Indicator, FundingLine)


def check_twins(
    tasks: Iterable[Task],
    indicators: Iterable[Indicator],
    lines: Iterable[FundingLine],
    measurements: Iterable[Measurement],
    documents: Iterable[IssuedDocument],
    left: Collection[str],
    confirmed: frozenset[Place],
) -> Iterator[Problem]:
    """NV005, CT015, KP015 and VB003 of tasks, indicators, lines of money, documents that may be one and the same.

    Tasks whose codes are in `left` were dropped or ended with their plan: they are counted no more. In a cell of
    `confirmed` a person's note stands by what is written there.
    """
    for alike in _alike([one for one in tasks if one.code not in left], _task_key):
        if _are_told_apart(alike):
            continue
        message = f"{_codes(alike)} cùng nội dung “{_short(alike[0].content)}”, cùng cơ quan, thời hạn: được đếm riêng."
        fix = f"Một nhiệm vụ thì giữ một dòng (của nhiều kế hoạch thì ghi đủ mã ở cột Kế hoạch); {_DIFFERENT}"
        yield Problem("NV005", alike[-1].row.place("Nội dung nhiệm vụ"), message, fix)
    values: dict[str, dict[Period, Measurement]] = defaultdict(dict)
    for row in measurements:
        values[row.indicator][row.period] = row
    for same in _alike(indicators, _indicator_key):
        differing = _differing([values[one.code] for one in same])
        if not differing and len({_goal(one) for one in same}) > 1:
            continue  # one figure held against the targets of two plans, or of two years
        said = f"; số khác nhau: {differing}" if differing else ""
        message = f"{_codes(same)} cùng tên “{_short(same[0].name)}”, đơn vị, cơ quan: được đếm và in riêng{said}."
        fix = f"Một chỉ tiêu thì giữ một dòng, một số; {_DIFFERENT}"
        yield Problem("CT015", same[-1].row.place("Tên chỉ tiêu"), message, fix)
    for twice in _alike([one for one in lines if one.content], _line_key):
        what = f"“{_short(twice[0].content)}”, {number_text(twice[0].planned)} triệu đồng"
        message = f"{_codes(twice)} giống hệt nhau ({what}): có thể ghi hai lần, đang được cộng cả."
        yield Problem("KP015", twice[-1].row.place("Nội dung"), message, f"Giữ một dòng; {_DIFFERENT}")
    yield from _documents(documents, confirmed)


def _documents(documents: Iterable[IssuedDocument], confirmed: frozenset[Place]) -> Iterator[Problem]:
    """Documents of one number, body and year whose days differ, or of which one has no day.

    What has no digit ("Thư mời", "/KH-UBND") is no number that makes two documents one.
    """
    met: dict[Hashable, IssuedDocument] = {}
    for one in documents:
        year = one.day.year if one.day is not None else one.period.year
        other = met.setdefault((fold(one.number), fold(one.issuer), year), one)
        place = one.row.place("Số ký hiệu")
        is_number = any(map(str.isdecimal, one.number))
        if is_number and other.day != one.day and not {place, other.row.place("Số ký hiệu")} & confirmed:
            days = " và ".join(short_date(day) if day is not None else "không ghi ngày" for day in (other.day, one.day))
            message = f"Văn bản “{one.number}” ghi hai dòng ({days}): được đếm và in hai lần."
            yield Problem("VB003", place, message, _TWO_DOCUMENTS)


def _task_key(task: Task) -> Hashable:
    return fold(one_line(task.content)), frozenset(map(fold, task.lead)), fold(task.deadline.text)


def _indicator_key(one: Indicator) -> Hashable:
    return fold(one.group), fold(one.name), fold(one.unit), frozenset(map(fold, one.lead))


def _are_told_apart(tasks: Sequence[Task]) -> bool:
    """Whether each stands in a group, or under a plan, of its own and brings something else."""
    apart = {(fold(one.group), one.plans) for one in tasks}
    results = {fold(one_line(one.expected_result)) for one in tasks}
    return len(apart) == len(results) == len(tasks) and "" not in results


def _goal(one: Indicator) -> Hashable:
    return one.target.operator, one.target.value, one.target.upper, one.target_year


def _line_key(line: FundingLine) -> Hashable:
    agencies = frozenset(map(fold, line.agencies))
    return fold(line.source), fold(one_line(line.content)), agencies, line.task, line.planned


def _alike(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> Iterator[Sequence[Row]]:
    """The rows that nobody stands by as different, where more than one have the same key."""
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        if not confirms(row.note):
            found[key(row)].append(row)
    return (same for same in found.values() if len(same) > 1)


def _differing(rows: Sequence[Mapping[Period, Measurement]]) -> str:
    """The first periods for which all have a figure, and not the same one."""
    periods = [period for period in rows[0] if all(period in one for one in rows)]
    told = []
    for period in periods:
        found = [one[period].value for one in rows]
        if len({*found}) > 1:
            figures = " và ".join(number_text(value) for value in found if value is not None)
            told.append(f"{period.label}: {figures}")
    return "; ".join(told[:_MOST_PERIODS])


def _codes(rows: Sequence[Task | Indicator | FundingLine]) -> str:
    codes = ", ".join(one.code for one in rows[:_MOST_CODES])
    return f"{codes}, …" if len(rows) > _MOST_CODES else codes


def _short(text: str) -> str:
    return shortened(one_line(text), _LONGEST_NAME)
