"""Indicators as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from generator.compute.facts import Facts
from generator.compute.indicators import Comparison, IndicatorFact, IndicatorStatus
from generator.core.figures import Figure, Quotation
from generator.core.model import Measurement
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.vietnamese import number_text
from generator.render.figure_texts import change_unit, count, percentage, quoted, target_text, with_unit

_STATUS_WORDS = {
    IndicatorStatus.EXCEEDED: "vượt mục tiêu",
    IndicatorStatus.MET: "đạt mục tiêu",
    IndicatorStatus.NOT_MET: "chưa đạt mục tiêu",
    IndicatorStatus.NO_DATA: "chưa có số liệu",
}
_STATUS_LABELS = {
    IndicatorStatus.EXCEEDED: "Vượt",
    IndicatorStatus.MET: "Đạt",
    IndicatorStatus.NOT_MET: "Chưa đạt",
    IndicatorStatus.NO_DATA: "Chưa có số liệu",
}
VALUE, TARGET, CODE = "Giá trị", "Mục tiêu", "Mã"


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many stand somewhere: "8" + "đạt mục tiêu"."""

    count: Figure
    label: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A change against an earlier period: direction "tăng", "giảm" or "không thay đổi", amount with its unit."""

    direction: str
    amount: Figure
    against: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator. Values with `_unit` carry their unit, for sentences; the others are for table cells."""

    block_key: str
    number: Figure
    code: str
    name: str
    unit: str
    target: str
    target_cell: Figure
    value: Figure
    value_unit: Figure
    carried_from: str
    achievement: Figure
    status: str
    status_words: str
    yes_no: bool
    previous: Figure
    previous_change: Figure
    last_year: Figure
    last_year_change: Figure
    comparisons: tuple[ComparisonView, ...]
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators under one heading of the plan; `title` is "" where the plan has no groups."""

    block_key: str
    title: str
    items: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    total: Figure
    breakdown: tuple[StatusCount, ...]
    """The statuses that occur, best first."""
    met_or_exceeded: Figure
    not_met: Figure
    groups: tuple[IndicatorGroup, ...]
    notable: tuple[IndicatorView, ...]
    """Those that exceeded or missed their target and have a figure, in the plan's order."""
    missed: tuple[IndicatorView, ...]

    def __bool__(self) -> bool:
        return bool(self.total)


def indicators_view(facts: Facts) -> IndicatorsView:
    views = [_view(fact, facts, number) for number, fact in enumerate(facts.indicators, start=1)]
    pairs = list(zip(facts.indicators, views, strict=True))
    return IndicatorsView(
        total=_count(facts.indicators, "số chỉ tiêu"),
        breakdown=tuple(one for status in _STATUS_WORDS if (one := _status_count(facts.indicators, status)).count),
        met_or_exceeded=_count(_with(facts.indicators, IndicatorStatus.MET, IndicatorStatus.EXCEEDED), "đạt hoặc vượt"),
        not_met=_count(_with(facts.indicators, IndicatorStatus.NOT_MET), "chưa đạt"),
        groups=tuple(_groups(pairs)),
        notable=tuple(v for f, v in pairs if f.status in (IndicatorStatus.EXCEEDED, IndicatorStatus.NOT_MET)),
        missed=tuple(v for f, v in pairs if f.status is IndicatorStatus.NOT_MET),
    )


def _with(facts: Iterable[IndicatorFact], *statuses: IndicatorStatus) -> list[IndicatorFact]:
    return [fact for fact in facts if fact.status in statuses]


def _count(facts: Iterable[IndicatorFact], formula: str) -> Figure:
    return count((fact.indicator.row for fact in facts), CODE, formula)


def _status_count(facts: Iterable[IndicatorFact], status: IndicatorStatus) -> StatusCount:
    words = _STATUS_WORDS[status]
    return StatusCount(_count(_with(facts, status), f"số chỉ tiêu {words}"), words)


def _groups(pairs: list[tuple[IndicatorFact, IndicatorView]]) -> Iterable[IndicatorGroup]:
    for index, (title, members) in enumerate(groupby(pairs, key=lambda pair: pair[0].indicator.group)):
        yield IndicatorGroup(f"g{index + 1}", title, tuple(view for _, view in members))


def _view(fact: IndicatorFact, facts: Facts, number: int) -> IndicatorView:
    period = facts.period
    indicator, unit = fact.indicator, fact.indicator.unit
    value = _measured(fact.measurement, "")
    target = target_text(fact.target, unit, indicator.direction)
    target_place = (fact.milestone.row if fact.milestone else indicator.row).place(TARGET)
    previous, last_year = fact.previous, fact.same_period_last_year
    carried_from = _carried_from(fact, facts)
    return IndicatorView(
        block_key=indicator.code,
        number=Figure(str(number)),
        code=quoted(indicator.code, indicator.row, CODE),
        name=quoted(indicator.name, indicator.row, "Tên chỉ tiêu"),
        unit=quoted(unit, indicator.row, "Đơn vị tính"),
        target=Quotation(target, (target_place,)),
        target_cell=Figure(
            target_text(fact.target, "%" if unit.startswith("%") else "", indicator.direction),
            fact.target.value,
            (target_place,),
        ),
        value=value,
        value_unit=_measured(fact.measurement, unit),
        carried_from=carried_from,
        achievement=percentage(fact.achievement, (*value.cells, target_place), "giá trị so với mục tiêu"),
        status=_STATUS_LABELS[fact.status] + (f" (số liệu {carried_from})" if carried_from else ""),
        status_words=_STATUS_WORDS[fact.status],
        yes_no=fact.is_yes_no,
        previous=_measured(previous.measurement if previous else None, ""),
        previous_change=_change(_newer(fact, previous), value.cells, signed=True, unit=""),
        last_year=_measured(last_year.measurement if last_year else None, ""),
        last_year_change=_change(_newer(fact, last_year), value.cells, signed=True, unit=""),
        comparisons=tuple(
            _comparison(one, value.cells, unit, against)
            for against, one in _compared_with(fact, period).items()
            if one is not None and _newer(fact, one)
        ),
        note=quoted(indicator.note, indicator.row, "Ghi chú"),
    )


def _newer(fact: IndicatorFact, one: Comparison | None) -> Comparison | None:
    """The comparison, unless with the very value: one carried over has not stayed the same, it was not measured."""
    return None if one is None or one.measurement is fact.measurement else one


def _carried_from(fact: IndicatorFact, facts: Facts) -> str:
    """The earlier period a value is of; "" where it is as fresh as the report (a quarter's value at the half-year)."""
    row = fact.measurement
    if row is None or not fact.carried or row.period.window(facts.settings.cutoff).end == facts.window.end:
        return ""
    return row.period.label


def _compared_with(fact: IndicatorFact, period: Period) -> dict[str, Comparison | None]:
    """What a value is held against, by name; a year's previous period is its cùng kỳ too, and is named once."""
    against = {period.previous().label: fact.previous}
    if period.previous() != period.same_last_year():
        against[f"cùng kỳ năm {period.year - 1}"] = fact.same_period_last_year
    return against


def _measured(row: Measurement | None, unit: str) -> Figure:
    if row is None:
        return Figure("")
    text = row.words if row.value is None else with_unit(number_text(row.value), unit)
    return Figure(text, row.value, (row.row.place(VALUE),))


def _change(one: Comparison | None, cells: tuple[Place, ...], signed: bool, unit: str) -> Figure:
    if one is None:
        return Figure("")
    amount = one.change if signed else abs(one.change)
    text = number_text(amount)
    places = (*cells, one.measurement.row.place(VALUE))
    return Figure(f"{text} {unit}".strip(), amount, places, "giá trị kỳ này trừ giá trị kỳ so sánh")


def _comparison(one: Comparison, cells: tuple[Place, ...], unit: str, against: str) -> ComparisonView:
    if one.change == Decimal(0):
        return ComparisonView("không thay đổi", Figure(""), against)
    amount = _change(one, cells, signed=False, unit=change_unit(unit))
    return ComparisonView("tăng" if one.change > 0 else "giảm", amount, against)
