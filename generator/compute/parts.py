"""An indicator's value in a period: what it is made of, and which parts of the period nobody reported."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from generator.compute.timeline import Timeline
from generator.core.model import Aggregation, Dossier, Measurement
from generator.core.periods import MONTHS_IN, CutoffRule, Period, PeriodKind, Window, days_from, periods_within
from generator.core.problems import Problem, ProblemList
from generator.core.vietnamese import number_text, round_half_up

MEAN_DECIMALS = 2
"""A mean has so many decimals more than the figures it is the mean of, at most."""
_SHORTER = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A value of a period with the rows it rests on, in their order, and the parts of the period that lack one.

    A level or a figure since the year's beginning rests on one row, perhaps of an earlier period.
    """

    value: Decimal | None = None
    parts: tuple[Measurement, ...] = ()
    missing: tuple[Period, ...] = ()

    @property
    def last(self) -> Measurement | None:
        return self.parts[-1] if self.parts else None


def reckon(rows: Iterable[Measurement], aggregation: Aggregation, timeline: Timeline) -> Reckoning:
    """The value of the report's period by the indicator's Cách tính.

    A level may be carried from earlier in the same year; that of several years from any of them. What is counted from
    each year's beginning is, over several years, the sum of what each came to at its end.
    """
    if aggregation is Aggregation.YEAR_TO_DATE and is_of_whole_years(timeline.period):
        return _sum_of_years(list(rows), timeline)
    if not aggregation.is_of_parts:
        used = timeline.latest(row for row in rows if _may_stand_for(row, aggregation, timeline))
        return Reckoning(used.value, (used,)) if used else Reckoning()
    parts = covering(timeline.inside(row for row in rows if row.value is not None), timeline.rule)
    if not parts:
        return Reckoning()
    missing = () if _is_whole(parts, timeline) else _missing(parts, timeline)
    figures = list(
        zip((row.value for row in parts if row.value is not None), _weights(parts, timeline.rule), strict=True)
    )
    if aggregation is Aggregation.SUM:
        return Reckoning(sum((value for value, _ in figures), Decimal(0)), parts, missing)
    return Reckoning(_mean(figures), parts, missing)


def _may_stand_for(row: Measurement, aggregation: Aggregation, timeline: Timeline) -> bool:
    """A level of the same year or of the period itself; what is counted from a year's beginning spans no two years."""
    if aggregation is Aggregation.YEAR_TO_DATE and row.period.spans_years:
        return False
    return row.period.year == timeline.period.year or timeline.end_of(row) in timeline.window


def is_of_whole_years(period: Period) -> bool:
    """True of a period made of several whole years."""
    return period.spans_years and period.first is None


def is_summed(aggregation: Aggregation, period: Period) -> bool:
    """True if the value of `period` is added up of parts."""
    return aggregation is Aggregation.SUM or (aggregation is Aggregation.YEAR_TO_DATE and is_of_whole_years(period))


def _sum_of_years(rows: Sequence[Measurement], timeline: Timeline) -> Reckoning:
    """The sum of what was counted by the end of each year; a year without a figure of its last day is missing."""
    whole = next((row for row in rows if row.value is not None and row.period == timeline.period), None)
    if whole is not None:
        return Reckoning(whole.value, (whole,))
    parts: list[Measurement] = []
    missing: list[Period] = []
    for number in range(timeline.period.first_year, timeline.period.year + 1):
        year = Timeline(Period(PeriodKind.YEAR, number), timeline.rule)
        last = year.latest(
            row for row in rows if row.value is not None and year.is_fresh(row) and not row.period.spans_years
        )
        if last is None:
            missing.append(year.period)
        else:
            parts.append(last)
    values = [row.value for row in parts if row.value is not None]
    return Reckoning(sum(values, Decimal(0)), tuple(parts), tuple(missing)) if values else Reckoning()


def whole_problems(dossier: Dossier) -> tuple[Problem, ...]:
    """CT004: a figure of a whole period that cannot be made of its parts: not their sum, where each part was reported,
    less than those that were, or a mean beyond them all.
    CT005: a figure since the year's beginning that falls within the year.
    CT013: two figures for one moment, of periods that end on the same day."""
    rule = dossier.settings.cutoff
    rows: dict[str, list[Measurement]] = defaultdict(list)
    for row in dossier.measurements:
        if row.value is not None:
            rows[row.indicator].append(row)
    problems = ProblemList()
    for indicator in dossier.indicators:
        own = rows.get(indicator.code, [])
        if indicator.aggregation.is_of_parts:
            _check_wholes(own, indicator.aggregation, rule, problems)
        elif not indicator.aggregation.is_of_parts:
            _check_moments(own, rule, problems)
        if indicator.aggregation is Aggregation.YEAR_TO_DATE:
            of_years = [one for one in own if not one.period.spans_years]
            _check_falls(sorted(of_years, key=lambda one: one.period.window(rule).end), problems)
    return tuple(problems.items)


def _check_wholes(
    rows: Sequence[Measurement], aggregation: Aggregation, rule: CutoffRule, problems: ProblemList
) -> None:
    """Each row against those that end within it: few, however many years were reported."""
    ordered = sorted(rows, key=lambda one: one.period.window(rule).end)
    ends = [one.period.window(rule).end for one in ordered]
    for row in rows:
        window = row.period.window(rule)
        near = ordered[bisect_left(ends, window.start) : bisect_right(ends, window.end)]
        if len(near) > 1:
            _check_whole(row, [one for one in near if one is not row], aggregation, problems, rule)


def _check_whole(
    row: Measurement,
    others: Sequence[Measurement],
    aggregation: Aggregation,
    problems: ProblemList,
    rule: CutoffRule,
) -> None:
    timeline = Timeline(row.period, rule)
    parts = covering(timeline.inside(others), rule)
    values = [part.value for part in parts if part.value is not None]
    if not values or row.value is None:
        return
    doubt = _doubt_of_whole(row.value, values, aggregation, bool(_gaps(parts, timeline)))
    if not doubt:
        return
    said = "; ".join(f"{row.period.part_label(part.period)}: {number_text(part.value or Decimal(0))}" for part in parts)
    message = (
        f"Chỉ tiêu “{row.indicator}”: {row.period.label} ghi {number_text(row.value)}, {doubt} ({said}); "
        f"báo cáo {row.period.label} lấy số đã ghi."
    )
    problems.add(
        "CT004", row.row.place("Giá trị"), message, "Sửa cho khớp, hoặc bỏ dòng của kỳ dài để chương trình cộng."
    )


def _doubt_of_whole(value: Decimal, parts: Sequence[Decimal], aggregation: Aggregation, lacks_some: bool) -> str:
    """What is wrong with a figure beside those of its parts; "" if they can make it."""
    total = sum(parts, Decimal(0))
    if aggregation is Aggregation.MEAN:
        is_beyond = not lacks_some and not min(parts) <= value <= max(parts)
        return "bình quân mà nằm ngoài số của mọi kỳ trong đó" if is_beyond else ""
    if lacks_some:
        return f"cộng các kỳ đã có trong đó đã là {number_text(total)}" if min(parts) >= 0 and total > value else ""
    return "" if total == value else f"cộng các kỳ trong đó là {number_text(total)}"


def _check_falls(rows: Sequence[Measurement], problems: ProblemList) -> None:
    for before, row in pairwise(rows):
        if before.value is None or row.value is None or before.period.year != row.period.year:
            continue
        if row.value < before.value:
            message = (
                f"Chỉ tiêu “{row.indicator}” là số luỹ kế năm nhưng giảm từ {number_text(before.value)} "
                f"({before.period.label}) xuống {number_text(row.value)} ({row.period.label})."
            )
            fix = "Ghi số cộng từ đầu năm; nếu mỗi kỳ ghi số riêng thì chọn Cách tính là Cộng dồn."
            problems.add("CT005", row.row.place("Giá trị"), message, fix)


def _check_moments(rows: Sequence[Measurement], rule: CutoffRule, problems: ProblemList) -> None:
    ends: dict[date, list[Measurement]] = defaultdict(list)
    for row in rows:
        ends[row.period.window(rule).end].append(row)
    for same in ends.values():
        if len({row.value for row in same}) > 1:
            said = "; ".join(f"{row.period.label}: {number_text(row.value or Decimal(0))}" for row in same)
            message = f"Chỉ tiêu “{same[0].indicator}” có các số khác nhau cho cùng một thời điểm ({said})."
            fix = "Giữ một số; nếu mỗi kỳ ghi số riêng của kỳ thì chọn Cách tính là Cộng dồn."
            problems.add("CT013", same[-1].row.place("Giá trị"), message, fix)


def covering(rows: Sequence[Measurement], rule: CutoffRule) -> tuple[Measurement, ...]:
    """Of rows in the order of their ends, those that cover most days without overlapping; of equals, the fewest.

    So a figure reported for the whole stands before the sum of its parts, and no day is counted twice.
    """
    windows = [row.period.window(rule) for row in rows]
    ends = [window.end for window in windows]
    best: list[tuple[int, int]] = [(0, 0)]
    came_from: list[int | None] = []  # of each row that is taken, how many rows stood to choose from before it
    for at, window in enumerate(windows):
        before = bisect_left(ends, window.start, 0, at)
        days, rows_used = best[before]
        taken = (days + (window.end - window.start).days + 1, rows_used - 1)
        came_from.append(before if taken > best[at] else None)
        best.append(max(best[at], taken))
    chosen: list[Measurement] = []
    at = len(rows)
    while at > 0:
        before_it = came_from[at - 1]
        if before_it is None:
            at -= 1
        else:
            chosen.append(rows[at - 1])
            at = before_it
    return tuple(reversed(chosen))


def _is_whole(parts: Sequence[Measurement], timeline: Timeline) -> bool:
    return not _gaps(parts, timeline)


def _gaps(parts: Sequence[Measurement], timeline: Timeline) -> list[Window]:
    """The days of the report's period that no part covers, as windows."""
    gaps: list[Window] = []
    free = timeline.window.start
    for part in parts:
        window = part.period.window(timeline.rule)
        if window.start > free:
            gaps.append(Window(free, window.start - timedelta(days=1)))
        free = window.end + timedelta(days=1)
    return [*gaps, Window(free, timeline.window.end)] if free <= timeline.window.end else gaps


def _missing(parts: Sequence[Measurement], timeline: Timeline) -> tuple[Period, ...]:
    """The periods without a row, as short as the shortest that has one: months where months are reported.

    Days that no such period fills are told as what they are.
    """
    if any(part.period.kind is PeriodKind.WEEK for part in parts):
        kinds = [PeriodKind.WEEK]
    else:
        shortest = min((MONTHS_IN.get(part.period.kind, 12) for part in parts), default=1)
        kinds = [kind for kind in _SHORTER if MONTHS_IN[kind] <= shortest]
    found: list[Period] = []
    for gap in _gaps(parts, timeline):
        found += _filling(gap, kinds, timeline.rule)
    return tuple(found)


def _filling(gap: Window, kinds: Sequence[PeriodKind], rule: CutoffRule) -> list[Period]:
    """Periods of the longest of `kinds` that fit, the rest of the gap by shorter ones, in the end by its days."""
    if not kinds:
        return [days_from(gap.start, gap.end)]
    inside = periods_within(gap, kinds[0], rule)
    if not inside:
        return _filling(gap, kinds[1:], rule)
    first, last = inside[0].window(rule), inside[-1].window(rule)
    found: list[Period] = []
    for rest in (_window(gap.start, first.start - timedelta(days=1)), *inside, _window(_after(last), gap.end)):
        if isinstance(rest, Period):
            found.append(rest)
        elif rest is not None:
            found += _filling(rest, kinds[1:], rule)
    return found


def _window(start: date, end: date) -> Window | None:
    return Window(start, end) if start <= end else None


def _after(window: Window) -> date:
    return window.end + timedelta(days=1)


def _months(period: Period) -> int:
    """How many whole months a period is; 0 for a stretch of days."""
    return 12 * period.index if is_of_whole_years(period) else MONTHS_IN.get(period.kind, 0)


def _weights(parts: Sequence[Measurement], rule: CutoffRule) -> list[int]:
    """How long each part is: in months where all are whole months, else in days."""
    months = [_months(part.period) for part in parts]
    if all(months):
        return months
    windows = [part.period.window(rule) for part in parts]
    return [(window.end - window.start).days + 1 for window in windows]


def _mean(figures: Sequence[tuple[Decimal, int]]) -> Decimal:
    """The mean, each figure weighing as many months or days as it is of; half up where it does not end soon."""
    decimals = max(-min(int(value.normalize().as_tuple().exponent), 0) for value, _ in figures)
    mean = sum((value * months for value, months in figures), Decimal(0)) / sum(months for _, months in figures)
    return round_half_up(mean, decimals + MEAN_DECIMALS).normalize()
