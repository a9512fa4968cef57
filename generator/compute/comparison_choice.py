"""Which value of an earlier period a report compares itself with, where an issued report printed another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from generator.compute.counts import Counts
from generator.compute.facts import Facts, IssuedCounts, RestatementNote
from generator.compute.indicators import Comparison, IndicatorFact
from generator.compute.restatements import IssuedReport, decimal_or_none, shown
from generator.core.model import Measurement, RowRef
from generator.core.problems import Place, Problem, ProblemList

_NAMED_IN_NOTE = 8


class CompareWith(StrEnum):
    """Which value of an earlier period a report compares itself with, where an issued report printed another."""

    ISSUED = "issued"
    CORRECTED = "corrected"


def compared_with(
    facts: Facts, reports: Sequence[IssuedReport], choice: CompareWith | None
) -> tuple[Facts, tuple[Problem, ...]]:
    """`facts` compared with the issued or (by default) the corrected values of earlier periods, with notes saying so.

    Without a choice there is a warning (DC002) where it would have mattered.
    """
    notes: list[RestatementNote] = []
    problems = ProblemList()
    for report in reports:
        slots = _slots(facts, report)
        if not slots:
            continue
        values = {one.code: one for fact in facts.indicators if (one := _value(fact, report, slots[0])) is not None}
        counts, now = _issued_counts(facts, report), _counts_now(facts, report)
        if not values and counts is None:
            continue
        notes.append(_note(report, list(values.values()), (counts, now), choice))
        if choice is CompareWith.ISSUED:
            facts = _with_issued(facts, report, values, counts)
        elif choice is None:
            problems.add("DC002", Place(facts.dossier.file), notes[-1].text, _CHOOSE)
    return replace(facts, restated=tuple(notes)), tuple(problems.items)


_CHOOSE = (
    "Báo cáo này so sánh với số đã điều chỉnh; muốn so sánh với số đã ban hành, thêm --compare issued; "
    "muốn xác nhận số đã điều chỉnh, thêm --compare corrected."
)


def _slots(facts: Facts, report: IssuedReport) -> list[str]:
    """The comparisons that the report's period is meant by; for a year both are the year before."""
    meant = {"previous": facts.period.previous(), "same_period_last_year": facts.period.same_last_year()}
    return [slot for slot, period in meant.items() if period == report.period]


@dataclass(frozen=True, slots=True)
class _RestatedValue:
    """An indicator's value of the earlier period as the issued report printed it, and as the workbook has it."""

    code: str
    name: str
    unit: str
    issued: Decimal
    now: Comparison | None


def _value(fact: IndicatorFact, report: IssuedReport, slot: str) -> _RestatedValue | None:
    """What the report printed for an indicator of its own period, if the workbook now says otherwise."""
    one = report.indicators().get(fact.indicator.code)
    if one is None or one.get("carried_from") or fact.is_yes_no or fact.value is None:
        return None
    issued = decimal_or_none(one.get("value"))
    now: Comparison | None = getattr(fact, slot)
    if issued is None or (now is not None and now.value == issued):
        return None
    return _RestatedValue(fact.indicator.code, fact.indicator.name, fact.indicator.unit, issued, now)


def _issued_counts(facts: Facts, report: IssuedReport) -> Counts | None:
    """The counts of tasks that the report printed, if the workbook now gives others for the same day."""
    printed = report.facts.get("tasks", {}).get("counts", {})
    now = _counts_now(facts, report)
    if now is None or report.as_of != report.period.window(facts.settings.cutoff).end:
        return None
    known = {field.name for field in fields(Counts)}
    counts = Counts(**{name: int(number) for name, number in printed.items() if name in known})
    same = (counts.completed, counts.overdue) == (now.completed, now.overdue)
    return None if same or counts.total != now.total else counts


def _counts_now(facts: Facts, report: IssuedReport) -> Counts | None:
    previous = "previous" in _slots(facts, report)
    return facts.tasks.previous_counts if previous else facts.tasks.last_year_counts


def _with_issued(
    facts: Facts, report: IssuedReport, values: Mapping[str, _RestatedValue], counts: Counts | None
) -> Facts:
    indicators = tuple(
        _indicator_as_issued(facts, fact, report, values[fact.indicator.code].issued)
        if fact.indicator.code in values
        else fact
        for fact in facts.indicators
    )
    known = dict(facts.issued_counts)
    if counts is not None:
        known[report.period.code] = IssuedCounts(counts, report.citation)
    return replace(facts, indicators=indicators, issued_counts=known)


def _indicator_as_issued(facts: Facts, fact: IndicatorFact, report: IssuedReport, issued: Decimal) -> IndicatorFact:
    """`fact` compared with the issued value, whose place is the line of the issued report."""
    line = list(report.indicators()).index(fact.indicator.code) + 1
    row = RowRef(facts.dossier.file, report.citation, line, {"Giá trị": "dòng "})
    measurement = Measurement(fact.indicator.code, report.period, issued, "", "", "", row)
    comparison = Comparison(measurement, issued, (fact.value or Decimal(0)) - issued)
    slots = _slots(facts, report)
    return replace(
        fact,
        previous=comparison if "previous" in slots else fact.previous,
        same_period_last_year=comparison if "same_period_last_year" in slots else fact.same_period_last_year,
    )


def _note(
    report: IssuedReport,
    values: Sequence[_RestatedValue],
    counts: tuple[Counts | None, Counts | None],
    choice: CompareWith | None,
) -> RestatementNote:
    """The sentence of the report that says which value is used and what the other one was."""
    items = [
        f"{one.name}: {shown(one.issued, one.unit)}, nay là {shown(one.now.value if one.now else None, one.unit)}"
        for one in values[:_NAMED_IN_NOTE]
    ]
    items += [f"và {len(values) - _NAMED_IN_NOTE} chỉ tiêu khác"] if len(values) > _NAMED_IN_NOTE else []
    items += _counted(*counts)
    label = report.period.label
    if choice is CompareWith.ISSUED:
        text = f"Số liệu {label} dùng để so sánh lấy theo {report.citation}, chưa tính phần điều chỉnh sau khi ban hành"
    else:
        text = f"Số liệu {label} đã được điều chỉnh so với {report.citation}"
    cells = tuple(one.now.measurement.row.place("Giá trị") for one in values if one.now is not None)
    return RestatementNote(report.period.code.replace("-", "_"), f"{text} ({'; '.join(items)}).", cells)


def _counted(issued: Counts | None, now: Counts | None) -> list[str]:
    if issued is None or now is None:
        return []
    pairs = (
        ("số nhiệm vụ hoàn thành", issued.completed, now.completed),
        ("số nhiệm vụ quá hạn", issued.overdue, now.overdue),
    )
    return [f"{words}: {before}, nay là {after}" for words, before, after in pairs if before != after]
