"""What only shows when records are held against each other: dates, shares, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from generator.core.model import (
    Agency,
    Aggregation,
    ChangeKind,
    Disbursement,
    FundingLine,
    Indicator,
    Measurement,
    PlanChange,
    Progress,
    ReportedStatus,
    Settings,
    Task,
)
from generator.core.periods import CutoffRule
from generator.core.problems import Place, Problem
from generator.core.rows import Book
from generator.core.vietnamese import fold, number_text, one_line, short_date
from generator.read.columns import ALLOCATED, COMPLETED_ON, COMPLETED_SHARE, DISBURSED, NEW_VALUE, STATUS, VALUE
from generator.validate.agencies import is_collective
from generator.validate.agency_words import NAMES_A_PERSON
from generator.validate.money_totals import is_total

_MOST_NAMED = 10


def check_tasks(tasks: Collection[Task]) -> Iterator[Problem]:
    """NV003, NV004, CQ004, CQ006: a group of two titles, tasks of no group among others, of no agency, of a person."""
    titles: dict[str, str] = {}
    for task in tasks:
        if not task.group or not task.group_title:
            continue
        first = titles.setdefault(task.group, task.group_title)
        if fold(first) != fold(task.group_title):
            message = f"Nhóm {task.group} có hai tên: “{first}” và “{task.group_title}”; báo cáo in tên đầu."
            yield Problem("NV003", task.row.place("Tên nhóm"), message, "Ghi một tên, hoặc sửa cột Nhóm.")
    stray = [task for task in tasks if not task.group] if titles else []
    if stray:
        message = f"{_named(stray)} không ghi nhóm; báo cáo in ngay sau nhóm đứng trước như là của nhóm đó."
        yield Problem("NV004", stray[0].row.place("Nhóm"), message, "Ghi nhóm ở cột Nhóm, Tên nhóm.")
    unled = [task for task in tasks if not task.lead]
    if unled and len(unled) < len(tasks):
        message = f"{_named(unled)} chưa có cơ quan chủ trì: không có phiếu, không ở bảng tổng hợp theo cơ quan."
        yield Problem("CQ004", unled[0].row.place("Cơ quan chủ trì"), message, "Ghi cơ quan chủ trì.")
    yield from _of_persons(tasks)


def _of_persons(tasks: Collection[Task]) -> Iterator[Problem]:
    """CQ006 where a person stands in the place of the leading agency, told once with all such tasks."""
    led = [task for task in tasks if any(map(NAMES_A_PERSON.fullmatch, task.lead))]
    if led:
        person = next(name for name in led[0].lead if NAMES_A_PERSON.fullmatch(name))
        message = f"{_named(led)}: cơ quan chủ trì ghi tên người (“{person}”); phiếu, bảng tổng hợp coi là một cơ quan."
        fix = "Ghi người ở cột Người phụ trách, cơ quan, đơn vị ở cột Cơ quan chủ trì."
        yield Problem("CQ006", led[0].row.place("Cơ quan chủ trì"), message, fix)


def _named(tasks: Sequence[Task]) -> str:
    codes = ", ".join(task.code for task in tasks[:_MOST_NAMED])
    more = ", …" if len(tasks) > _MOST_NAMED else ""
    return f"Nhiệm vụ {codes}{more}" if len(tasks) == 1 else f"{len(tasks)} nhiệm vụ ({codes}{more})"


def check_reporters(
    rows: Sequence[Progress], tasks: Mapping[str, Task], changes: Sequence[PlanChange], agencies: Sequence[Agency]
) -> Iterator[Problem]:
    """CQ005: rows reported by agencies that lead their task at no time, so that the lead counts as silent.

    A name that sheet Cơ quan lacks is asked about already.
    """
    known = {agency.name for agency in agencies}
    moved: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        moved[change.task].update(change.lead)
    for row in rows:
        task = tasks.get(row.task)
        leads = {*task.lead, *moved[row.task]} if task else set()
        strange = [name for name in row.reporter if name not in leads]
        if not leads or not strange or any(map(is_collective, leads)):
            continue
        if known and not known.issuperset((*leads, *strange)):
            continue
        others = [name for name in strange if task and name in task.support]
        role = "chỉ phối hợp" if others == strange else "không chủ trì"
        message = (
            f"“{'; '.join(strange)}” {role} nhiệm vụ “{row.task}” (chủ trì: {'; '.join(sorted(leads))}); "
            "cơ quan chủ trì vẫn tính là chưa báo cáo."
        )
        fix = "Sửa mã nhiệm vụ hoặc đơn vị báo cáo; đã chuyển cơ quan thì ghi ở trang Điều chỉnh."
        yield Problem("CQ005", row.row.place("Đơn vị báo cáo"), message, fix)


def check_changes(
    changes: Sequence[PlanChange], tasks: Mapping[str, Task], rows: Sequence[Progress]
) -> Iterator[Problem]:
    """DK009: a change that changes nothing, as where the plan's own cell was overwritten, too.
    DK001: a deadline that an extension takes back, after another one. DK008: one that comes after a late completion."""
    done: dict[str, date] = {}
    for row in rows:
        if row.status is ReportedStatus.COMPLETED and row.completed_on is not None:
            done.setdefault(row.task, row.completed_on)
    now = dict(tasks)
    for change in sorted(changes, key=lambda one: one.day):
        task = now.get(change.task)
        if task is None:
            continue
        place, new = change.row.place(NEW_VALUE), change.deadline.day if change.deadline else None
        if change.kind is ChangeKind.EXTENDED and change.deadline is not None:
            due, ended = task.deadline.day, done.get(change.task)
            planned = tasks[change.task].deadline
            if new is not None and due == new:
                yield _changes_nothing(change, f"Gia hạn đến {short_date(new)}", "Thời gian hoàn thành", place)
            elif due and new and new < due and task.deadline != planned and not (planned.day and new < planned.day):
                message = f"Gia hạn đến {short_date(new)}, sớm hơn lần gia hạn trước ({short_date(due)})."
                yield Problem("DK001", place, message, "Kiểm tra lại thời hạn mới.")
            if due and new and ended and due < ended < change.day and ended <= new:
                message = (
                    f"Gia hạn ngày {short_date(change.day)} khi nhiệm vụ “{change.task}” đã hoàn thành chậm "
                    f"(hạn {short_date(due)}, xong {short_date(ended)}): từ ngày đó được tính là đúng hạn."
                )
                yield Problem("DK008", change.row.place("Ngày"), message, "Kiểm tra lại ngày gia hạn, ngày hoàn thành.")
            now[change.task] = replace(task, deadline=change.deadline)
        elif change.kind is ChangeKind.MOVED:
            if {*map(fold, change.lead)} == {*map(fold, task.lead)}:
                yield _changes_nothing(change, f"Chuyển cho {'; '.join(change.lead)}", "Cơ quan chủ trì", place)
            now[change.task] = replace(task, lead=change.lead)
        elif change.kind is ChangeKind.REWORDED:
            if fold(one_line(change.text)) == fold(one_line(task.content)):
                yield _changes_nothing(change, "Sửa nội dung", "Nội dung nhiệm vụ", place)
            now[change.task] = replace(task, content=change.text)


def _changes_nothing(change: PlanChange, what: str, column: str, place: Place) -> Problem:
    message = f"{what}: nhiệm vụ “{change.task}” trước đó đã ghi đúng như vậy."
    fix = f"Cột {column} của trang Nhiệm vụ giữ giá trị ban đầu, để các kỳ trước tính đúng; giá trị mới chỉ ghi ở đây."
    return Problem("DK009", place, message, fix)


def check_progress(row: Progress, settings: Settings, needs_day: bool) -> Iterator[Problem]:
    """TD001–TD005 of one row; `needs_day` says that a completion must be dated and no date was typed."""
    if row.status is ReportedStatus.COMPLETED and needs_day:
        column = COMPLETED_ON if COMPLETED_ON in row.row.columns else STATUS
        message = f"Nhiệm vụ “{row.task}” báo hoàn thành nhưng không có ngày hoàn thành."
        yield Problem("TD001", row.row.place(column), message, "Ghi ngày hoàn thành, hoặc sửa tình trạng.")
    yield from _check_completion_day(row, settings)
    yield from _check_share(row)


def _check_completion_day(row: Progress, settings: Settings) -> Iterator[Problem]:
    day = row.completed_on
    if day is None:
        return
    place = row.row.place(COMPLETED_ON)
    if settings.plan_date and day < settings.plan_date:
        message = f"Ngày hoàn thành {short_date(day)} trước ngày ban hành kế hoạch ({short_date(settings.plan_date)})."
        yield Problem("TD002", place, message, "Kiểm tra lại ngày hoàn thành và ngày kế hoạch.")
    end = row.period.window(settings.cutoff).end
    if day > end:
        message = f"Ngày hoàn thành {short_date(day)} sau ngày chốt số liệu {row.period.label} ({short_date(end)})."
        yield Problem("TD003", place, message, "Kiểm tra lại ngày, hoặc báo cáo ở kỳ sau.")
    if row.status is not ReportedStatus.COMPLETED:
        message = f"Có ngày hoàn thành {short_date(day)} nhưng tình trạng là “{row.status.value}”."
        yield Problem("TD005", place, message, "Sửa tình trạng, hoặc xoá ngày hoàn thành.")


def _check_share(row: Progress) -> Iterator[Problem]:
    share = row.percent
    contradicts = share is not None and (
        (row.status is ReportedStatus.COMPLETED and share < 100)
        or (row.status is ReportedStatus.NOT_STARTED and share > 0)
        or (row.status is ReportedStatus.IN_PROGRESS and share == 100)
    )
    if share is not None and contradicts:
        message = f"Tình trạng “{row.status.value}” nhưng tỷ lệ hoàn thành là {number_text(share)}%."
        yield Problem("TD004", row.row.place(COMPLETED_SHARE), message, "Sửa tỷ lệ hoặc tình trạng cho khớp nhau.")


def check_money(lines: Mapping[str, FundingLine], rows: Sequence[Disbursement], rule: CutoffRule) -> Iterator[Problem]:
    """KP001, KP002, KP004 and KP005 of each funding line."""
    by_line: dict[str, list[Disbursement]] = defaultdict(list)
    for row in rows:
        line = lines.get(row.line)
        yield from _check_amounts(row, line.planned if line else None)
        by_line[row.line].append(row)
    for of_line in by_line.values():
        ordered = sorted(of_line, key=lambda row: row.period.window(rule).end)
        yield from _check_carried(ordered)
        yield from _check_falls(ordered, ALLOCATED, [row.allocated for row in ordered], rule)
        yield from _check_falls(ordered, DISBURSED, [row.disbursed for row in ordered], rule)


def _check_carried(rows: Sequence[Disbursement]) -> Iterator[Problem]:
    """KP001 of what was paid out beside an allotment that an earlier row says: a blank cell takes none back."""
    allotted, since = None, ""
    for row in rows:
        if row.allocated is not None:
            allotted, since = row.allocated, row.period.label
        elif allotted is not None and row.disbursed is not None and row.disbursed > allotted:
            said = f"{_money(allotted)} ({since}, ô sau để trống)"
            message = f"Đã giải ngân {_money(row.disbursed)} vượt số đã phân bổ {said}."
            yield Problem("KP001", row.row.place(DISBURSED), message, "Ghi số đã phân bổ của kỳ này.")


def _check_amounts(row: Disbursement, planned: Decimal | None) -> Iterator[Problem]:
    allocated, disbursed = row.allocated, row.disbursed
    if allocated is not None and disbursed is not None and disbursed > allocated:
        message = f"Đã giải ngân {_money(disbursed)} vượt số đã phân bổ {_money(allocated)}."
        yield Problem("KP001", row.row.place(DISBURSED), message, "Kiểm tra lại hai số luỹ kế.")
    if planned is not None and allocated is not None and allocated > planned:
        message = f"Đã phân bổ {_money(allocated)} vượt kế hoạch {_money(planned)} của “{row.line}”."
        yield Problem("KP002", row.row.place(ALLOCATED), message, "Kiểm tra lại số phân bổ và kế hoạch.")
    if planned is not None and allocated is None and disbursed is not None and disbursed > planned:
        message = f"Đã giải ngân {_money(disbursed)} vượt kế hoạch {_money(planned)} của “{row.line}”."
        yield Problem("KP005", row.row.place(DISBURSED), message, "Kiểm tra lại số giải ngân và kế hoạch.")


def _check_falls(
    rows: Sequence[Disbursement], column: str, values: Sequence[Decimal | None], rule: CutoffRule
) -> Iterator[Problem]:
    """KP004: a cumulative figure below that of an earlier period. KP014: two figures for one moment."""
    last: tuple[Decimal, Disbursement] | None = None
    for row, value in zip(rows, values, strict=True):
        if value is None:
            continue
        if last is not None and value != last[0] and _end_together(last[1], row, rule):
            before, earlier = last
            message = (
                f"“{column}” của “{row.line}” có hai số khác nhau cho cùng một thời điểm "
                f"({earlier.period.label}: {_money(before)}; {row.period.label}: {_money(value)})."
            )
            yield Problem("KP014", row.row.place(column), message, "Giữ một số.")
        elif last is not None and value < last[0]:
            before, earlier = last
            message = (
                f"“{column}” của “{row.line}” là số luỹ kế nhưng giảm từ {_money(before)} ({earlier.period.label})"
                f" xuống {_money(value)} ({row.period.label})."
            )
            yield Problem("KP004", row.row.place(column), message, "Ghi số luỹ kế từ đầu kế hoạch đến hết kỳ.")
        last = (value, row)


def check_stated_total(
    book: Book, lines: Collection[FundingLine], stated: Decimal | None, ended: Collection[str] = ()
) -> Iterator[Problem]:
    """KP003: the lines' sum against the plan's own total, unless a line had to be left out.

    Lines of these codes `ended` with a plan whose place another has taken: they are in no total.
    """
    rows = [row for row in book.rows("Kinh phí") if not is_total(row)]
    total = sum((line.planned for line in lines if line.code not in ended), Decimal(0))
    if stated is None or not rows or len(lines) != len(rows) or total == stated:
        return
    message = (
        f"Tổng các dòng kinh phí là {_money(total)}, khác “Tổng kinh phí theo kế hoạch” {_money(stated)}"
        f" (chênh lệch {_money(abs(total - stated))})."
    )
    fix = "Đối chiếu lại từng dòng với kế hoạch; nếu kế hoạch ghi sai thì nêu rõ trong báo cáo."
    yield Problem("KP003", Place(book.file, rows[0].ref.sheet), message, fix)


def _money(value: Decimal) -> str:
    return f"{number_text(value)} triệu đồng"


# --- what only shows when the periods of one task or indicator are held against each other ----------------------------

LEAP = 10
"""A figure so many times the one before, or so small a part of it, is doubted: a digit or a unit may be wrong."""
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
                yield Problem("TD006", row.row.place(COMPLETED_SHARE), message, "Kiểm tra lại tỷ lệ của hai kỳ.")
        for before, row in pairwise(own):
            if row.status is ReportedStatus.COMPLETED and _are_two_of_one_moment(before, row, rule):
                before, row = row, before
            if before.status is ReportedStatus.COMPLETED and row.status is not ReportedStatus.COMPLETED:
                message = (
                    f"Nhiệm vụ “{row.task}” đã báo hoàn thành ở {before.period.label} "
                    f"nhưng {row.period.label} ghi “{row.status.value}”."
                )
                yield Problem("TD007", row.row.place(STATUS), message, "Kiểm tra lại tình trạng của hai kỳ.")


def _are_two_of_one_moment(first: Progress, second: Progress, rule: CutoffRule) -> bool:
    """True of a month and its quarter, in whatever order they stand; rows of one period are those of co-leads."""
    return first.period != second.period and _end_together(first, second, rule)


def _end_together(first: Progress | Disbursement, second: Progress | Disbursement, rule: CutoffRule) -> bool:
    return first.period.window(rule).end == second.period.window(rule).end


def check_leaps(
    rows: Sequence[Measurement], indicators: Mapping[str, Indicator], rule: CutoffRule
) -> Iterator[Problem]:
    """CT002: a value ten times the last one or more, or a tenth of it or less.

    What was done in a year is not held against what was done in a month, nor a new year's first against the last.
    """

    for own in _in_order(rows, lambda row: series_of(row, indicators), rule):
        valued = [(row, row.value) for row in own if row.value]
        for (before, old), (row, new) in pairwise(valued):
            if new is not None and old is not None and _is_leap(old, new):
                times = f"gấp {_times(old, new)} lần" if abs(new) > abs(old) else f"chỉ bằng 1/{_times(old, new)} của"
                message = (
                    f"Chỉ tiêu “{row.indicator}”: {row.period.label} là {number_text(new)}, "
                    f"{times} {before.period.label} ({number_text(old)})."
                )
                fix = "Kiểm tra dấu phẩy thập phân, số chữ số 0 và đơn vị tính."
                yield Problem("CT002", row.row.place(VALUE), message, fix)


def series_of(row: Measurement, indicators: Mapping[str, Indicator]) -> str:
    """The key of the figures that one is held against: of its indicator, and where that counts, its length and year."""
    indicator = indicators.get(row.indicator)
    aggregation = indicator.aggregation if indicator else Aggregation.POINT
    of_parts = row.period.kind if aggregation.is_of_parts else ""
    of_year = row.period.year if aggregation is Aggregation.YEAR_TO_DATE else ""
    return f"{row.indicator}\n{of_parts}\n{of_year}"


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
