"""What only shows when records are held against each other: dates, shares, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.model import Disbursement, FundingLine, Progress, ReportedStatus, Settings
from generator.periods import CutoffRule
from generator.problems import Place, Problem
from generator.rows import Book
from generator.vietnamese import number_text, short_date

_DONE_ON, _SHARE, _STATUS = "Ngày hoàn thành", "Tỷ lệ hoàn thành (%)", "Tình trạng"
_ALLOCATED, _DISBURSED = "Đã phân bổ", "Đã giải ngân"


def check_progress(row: Progress, settings: Settings, needs_day: bool) -> Iterator[Problem]:
    """TD001–TD005 of one row; `needs_day` says that a completion must be dated and no date was typed."""
    if row.status is ReportedStatus.COMPLETED and needs_day:
        column = _DONE_ON if _DONE_ON in row.row.columns else _STATUS
        message = f"Nhiệm vụ “{row.task}” báo hoàn thành nhưng không có ngày hoàn thành."
        yield Problem("TD001", row.row.place(column), message, "Ghi ngày hoàn thành, hoặc sửa tình trạng.")
    yield from _check_completion_day(row, settings)
    yield from _check_share(row)


def _check_completion_day(row: Progress, settings: Settings) -> Iterator[Problem]:
    day = row.completed_on
    if day is None:
        return
    place = row.row.place(_DONE_ON)
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
    )
    if share is not None and contradicts:
        message = f"Tình trạng “{row.status.value}” nhưng tỷ lệ hoàn thành là {number_text(share)}%."
        yield Problem("TD004", row.row.place(_SHARE), message, "Sửa tỷ lệ hoặc tình trạng cho khớp nhau.")


def check_money(lines: Mapping[str, FundingLine], rows: Sequence[Disbursement], rule: CutoffRule) -> Iterator[Problem]:
    """KP001, KP002, KP004 and KP005 of each funding line."""
    by_line: dict[str, list[Disbursement]] = defaultdict(list)
    for row in rows:
        line = lines.get(row.line)
        yield from _check_amounts(row, line.planned if line else None)
        by_line[row.line].append(row)
    for of_line in by_line.values():
        ordered = sorted(of_line, key=lambda row: row.period.window(rule).end)
        yield from _check_falls(ordered, _ALLOCATED, [row.allocated for row in ordered])
        yield from _check_falls(ordered, _DISBURSED, [row.disbursed for row in ordered])


def _check_amounts(row: Disbursement, planned: Decimal | None) -> Iterator[Problem]:
    allocated, disbursed = row.allocated, row.disbursed
    if allocated is not None and disbursed is not None and disbursed > allocated:
        message = f"Đã giải ngân {_money(disbursed)} vượt số đã phân bổ {_money(allocated)}."
        yield Problem("KP001", row.row.place(_DISBURSED), message, "Kiểm tra lại hai số luỹ kế.")
    if planned is not None and allocated is not None and allocated > planned:
        message = f"Đã phân bổ {_money(allocated)} vượt kế hoạch {_money(planned)} của “{row.line}”."
        yield Problem("KP002", row.row.place(_ALLOCATED), message, "Kiểm tra lại số phân bổ và kế hoạch.")
    if planned is not None and allocated is None and disbursed is not None and disbursed > planned:
        message = f"Đã giải ngân {_money(disbursed)} vượt kế hoạch {_money(planned)} của “{row.line}”."
        yield Problem("KP005", row.row.place(_DISBURSED), message, "Kiểm tra lại số giải ngân và kế hoạch.")


def _check_falls(rows: Sequence[Disbursement], column: str, values: Sequence[Decimal | None]) -> Iterator[Problem]:
    """KP004: a cumulative figure below that of an earlier period."""
    last: tuple[Decimal, Disbursement] | None = None
    for row, value in zip(rows, values, strict=True):
        if value is None:
            continue
        if last is not None and value < last[0]:
            before, earlier = last
            message = (
                f"“{column}” của “{row.line}” là số luỹ kế nhưng giảm từ {_money(before)} ({earlier.period.label})"
                f" xuống {_money(value)} ({row.period.label})."
            )
            yield Problem("KP004", row.row.place(column), message, "Ghi số luỹ kế từ đầu kế hoạch đến hết kỳ.")
        last = (value, row)


def check_stated_total(book: Book, lines: Collection[FundingLine], stated: Decimal | None) -> Iterator[Problem]:
    """KP003: the lines' sum against the plan's own total, unless a line had to be left out."""
    rows = book.rows("Kinh phí")
    total = sum((line.planned for line in lines), Decimal(0))
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
