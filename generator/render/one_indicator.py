"""One indicator as a template sees it: its value, its target, what it is compared with, each with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from generator.compute.facts import Facts
from generator.compute.indicators import Comparison, IndicatorFact, IndicatorStatus, margin
from generator.compute.parts import is_summed
from generator.core.figures import Figure, Quotation, reworded
from generator.core.model import Aggregation, Measurement
from generator.core.periods import Period
from generator.core.problems import Place
from generator.core.units import name_without_unit, unit_in_text
from generator.core.vietnamese import fold, join_and, number_text
from generator.read.columns import CAUSE, CODE, INDICATOR, NOTE, TARGET, VALUE
from generator.render.figure_texts import (
    NO_BREAK,
    change_unit,
    decimals_of,
    kept_together,
    percentage,
    quoted,
    target_text,
    with_change_unit,
    with_unit,
)
from generator.render.sentences import bare_cause, name_without_end, with_part
from generator.render.short_names import one_of_many

STATUS_WORDS = {
    IndicatorStatus.EXCEEDED: "vượt mục tiêu",
    IndicatorStatus.MET: "đạt mục tiêu",
    IndicatorStatus.NOT_MET: "chưa đạt mục tiêu",
    IndicatorStatus.NOT_DUE: "chưa đến hạn đánh giá",
    IndicatorStatus.NOT_JUDGED: "chưa đánh giá vì chưa có mục tiêu của cả kỳ",
    IndicatorStatus.NO_DATA: "chưa có số liệu",
}
STATUS_LABELS = {
    IndicatorStatus.EXCEEDED: "Vượt",
    IndicatorStatus.MET: "Đạt",
    IndicatorStatus.NOT_MET: "Chưa đạt",
    IndicatorStatus.NOT_DUE: "Chưa đến hạn đánh giá",
    IndicatorStatus.NOT_JUDGED: "Chưa đánh giá (chưa có mục tiêu của cả kỳ)",
    IndicatorStatus.NO_DATA: "Chưa có số liệu",
}
_WIDEST_WORD = 10
WITHIN_YEAR = "Trong mức của năm, chưa đánh giá"
_UNDER_WAY = "Đang thực hiện"
_BETTER = "tốt hơn mục tiêu"
"""What a value below a ceiling is: "vượt mục tiêu (không quá 18)" would read as the reverse."""
_WITHOUT_YEAR = (IndicatorStatus.NO_DATA, IndicatorStatus.NOT_JUDGED)
_HOW = {Aggregation.SUM: "cộng", Aggregation.MEAN: "bình quân"}
_A_RUN = 3
"""So many parts that follow each other are told by the first and the last."""
_MOST_PARTS = 6
"""A sentence lists so many parts of a figure; of more it says from which to which they are."""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A change against an earlier period: direction "tăng", "giảm" or "không thay đổi", amount with its unit."""

    direction: str
    amount: Figure
    against: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator. Values with `_unit` carry their unit, for sentences; the others are for table cells.

    `target_name` names the target with its year ("mục tiêu năm 2030"). `parts` tells what a sum or a mean is made of
    and what it lacks; `name_cell` is the name with it. `achievement` is empty where a share of the target would say
    something false: of a target to stay below, say.
    """

    block_key: str
    number: Figure
    code: str
    name: str
    name_cell: str
    name_in_text: str
    """Its name before a value with its unit, which it does not say itself then."""
    short: str
    """What a summary calls it: the plan's own short name, else its name; without the unit too."""
    unit: str
    unit_is_long: bool
    """Its unit has a word that a narrow column would break: "đồng/người/năm"."""
    target: str
    target_name: str
    target_year: str
    """The year that the target is of, as it is told: "năm 2030"; "" where the plan names none."""
    target_number: Quotation
    target_cell: Figure
    value: Figure
    value_unit: Figure
    held_unit: Figure
    """What is held against the target: the value, or what a flow came to since the year's beginning."""
    parts: Quotation
    carried_from: str
    lacking: str
    """What parts a sum or a mean has no figures of: "chưa có số liệu quý IV"."""
    achievement: Figure
    achievement_cell: Figure
    margin: Figure
    """How far the value is beyond the target, or above a ceiling; empty where it falls short of a target to reach."""
    margin_words: str
    """"vượt" where more is better, else "cao hơn" or "thấp hơn"."""
    is_short: bool
    """A share of the target tells how far the value falls short of it."""
    cause: str
    """Why, as its agency says; "" where it says nothing."""
    status: str
    status_cell: str
    """Its status in a table that has a column for values of earlier periods."""
    status_words: str
    is_due: bool
    is_under_way: bool
    """Short of a target that this year, which has not ended, is to reach."""
    yes_no: bool
    value_cell: Figure
    """The value in the column of the report's period; empty where it is of an earlier one."""
    latest_cell: Quotation
    """A value of an earlier period that no column is of, with its period."""
    previous: Figure
    previous_change: Figure
    last_year: Figure
    last_year_change: Figure
    comparisons: tuple[ComparisonView, ...]
    note: str


def status_label(fact: IndicatorFact) -> str:
    """Where a value stands, for a table's cell."""
    if fact.is_under_way:
        return _UNDER_WAY
    return WITHIN_YEAR if fact.is_within_year else STATUS_LABELS[fact.status]


def status_words(fact: IndicatorFact, of_year: str) -> str:
    """Where a value stands, in a sentence."""
    if fact.is_under_way:
        return f"{_UNDER_WAY.lower()} theo mục tiêu{of_year}"
    if fact.is_within_year:
        return WITHIN_YEAR.lower()
    if fact.status is IndicatorStatus.EXCEEDED and fact.is_falling:
        return f"{_BETTER}{of_year}"
    return STATUS_WORDS[fact.status] + ("" if fact.status in _WITHOUT_YEAR else of_year)


def _target_places(fact: IndicatorFact) -> tuple[Place, ...]:
    return tuple(row.place(TARGET) for row in fact.target_rows)


def _value_cells(rows: Iterable[Measurement]) -> tuple[Place, ...]:
    return tuple(row.row.place(VALUE) for row in rows)


def share_of(fact: IndicatorFact) -> Figure:
    """The value's share of the target; none where less is better, for it would read as the reverse."""
    if fact.is_falling:
        return Figure("")
    return percentage(
        fact.achievement, (*_value_cells(fact.held.parts), *_target_places(fact)), "giá trị so với mục tiêu"
    )


def indicator_view(
    fact: IndicatorFact, facts: Facts, number: int, share_cell: Figure, names_year: bool
) -> IndicatorView:
    """`fact` as row `number` of the report; `names_year` where the target's cell is to say of which year it is."""
    indicator, unit = fact.indicator, fact.indicator.unit
    said_unit = unit_in_text(unit) or (_RANK if fact.target.is_rank else "")
    of_year = _target_year(fact, facts.period)
    carried_from = _carried_from(fact, facts)
    # A value that is older than the report has not been measured again: nothing is compared with it.
    previous, last_year = (None, None) if carried_from else (fact.previous, fact.same_period_last_year)
    in_previous = bool(carried_from) and fact.carried_from == facts.period.previous().code
    known = [one for one in (fact.value, *(c.value for c in (previous, last_year) if c)) if one is not None]
    places, cells = decimals_of(known), _value_cells(fact.rows)
    parts = _parts(fact, facts.period)
    target_number = Quotation(target_text(fact.target, "%" if unit.startswith("%") else ""), _target_places(fact))
    beyond, beyond_words = _beyond(fact)
    lacking = _lacking(fact, facts.period)
    older = _older(fact, carried_from, in_previous)
    return IndicatorView(
        block_key=indicator.code,
        number=Figure(str(number)),
        code=quoted(indicator.code, indicator.row, CODE),
        name=quoted(indicator.name, indicator.row, INDICATOR),
        name_cell=_name_cell(fact, parts),
        name_in_text=_without_unit(quoted(indicator.name, indicator.row, INDICATOR), fact),
        short=_short(fact),
        unit=quoted(unit, indicator.row, "Đơn vị tính"),
        unit_is_long=max(map(len, unit.split()), default=0) > _WIDEST_WORD,
        target=Quotation(target_text(fact.target, said_unit), _target_places(fact)),
        target_name=f"mục tiêu{of_year}",
        target_year=of_year.strip(),
        target_number=target_number,
        target_cell=_target_cell(fact, target_number, names_year),
        value=_measured(fact, "", places),
        value_unit=_measured(fact, said_unit),
        held_unit=_held(fact, said_unit),
        parts=parts,
        carried_from=carried_from,
        lacking=lacking,
        achievement=share_of(fact),
        achievement_cell=share_cell,
        margin=beyond,
        margin_words=beyond_words,
        is_short=_is_short(fact),
        cause=_cause(fact, facts.period),
        status=_status_cell(fact, carried_from, lacking),
        status_cell=status_label(fact) if older else _status_cell(fact, carried_from, lacking),
        status_words=status_words(fact, of_year),
        is_due=fact.status not in (IndicatorStatus.NOT_DUE, IndicatorStatus.NOT_JUDGED) and not fact.is_under_way,
        is_under_way=fact.is_under_way,
        yes_no=fact.is_yes_no,
        value_cell=Figure("") if carried_from else _measured(fact, "", places),
        latest_cell=older,
        previous=_measured(fact, "", places) if in_previous else _earlier(previous, places),
        previous_change=_change(previous, cells, places, fact),
        last_year=_earlier(last_year, places),
        last_year_change=_change(last_year, cells, places, fact),
        comparisons=tuple(
            _comparison(one, cells, fact, kept_together(against))
            for against, one in _compared_with(facts.period, previous, last_year).items()
            if one is not None
        ),
        note=quoted(indicator.note, indicator.row, NOTE),
    )


def _target_year(fact: IndicatorFact, period: Period) -> str:
    """What the target is of, as it stands behind "mục tiêu": " năm 2030", or the period that a milestone is of."""
    if fact.milestones:
        return f" {period.label}"
    return f" năm {fact.target_year}" if fact.target_year else ""


def _lacking(fact: IndicatorFact, period: Period) -> str:
    missing = fact.held.missing
    return f"chưa có số liệu {_labels(missing, period)}" if missing else ""


def _name_cell(fact: IndicatorFact, parts: Quotation) -> str:
    """The name, with what its value is made of in brackets."""
    row = fact.indicator.row
    name = quoted(fact.indicator.name, row, INDICATOR)
    return Quotation(f"{name} ({parts})", (row.place(INDICATOR), *parts.cells), parts.formula) if parts else name


def _short(fact: IndicatorFact) -> str:
    indicator = fact.indicator
    name, column = (indicator.short_name, "Tên gọn") if indicator.short_name else (indicator.name, INDICATOR)
    return _without_unit(quoted(one_of_many(name_without_end(name)), indicator.row, column), fact)


def _without_unit(name: str, fact: IndicatorFact) -> str:
    """A name in one line, without the unit that its value has."""
    return reworded(name, name_without_unit(name_without_end(name), fact.indicator.unit))


def _target_cell(fact: IndicatorFact, number: str, names_year: bool) -> Figure:
    year = f" (năm{NO_BREAK}{fact.target_year})" if names_year and fact.target_year else ""
    return Figure(f"{number}{year}", fact.target.value, _target_places(fact))


def _is_short(fact: IndicatorFact) -> bool:
    is_judged_short = fact.status is IndicatorStatus.NOT_MET and not fact.is_under_way
    return is_judged_short and not fact.is_falling and fact.achievement is not None


def _status_cell(fact: IndicatorFact, carried_from: str, lacking: str) -> str:
    """Where a value stands, with the earlier period it is of, else with what it lacks."""
    said = _YEAR.sub(f"năm{NO_BREAK}", f"số liệu {carried_from}" if carried_from else lacking)
    return f"{status_label(fact)} ({said})" if said else status_label(fact)


_YEAR = re.compile(r"\bnăm (?=\d{4}\b)")


_MARGIN = "giá trị trừ mục tiêu"
_SHARE = "giá trị trừ mục tiêu, chia mục tiêu"


def _beyond(fact: IndicatorFact) -> tuple[Figure, str]:
    """How far the value is beyond its target, and the word for it."""
    found = margin(fact)
    if found is None:
        return Figure(""), ""
    number = number_text(found.amount)
    text = f"{number}%" if found.is_share else with_change_unit(number, unit_in_text(fact.indicator.unit))
    cells = (*_value_cells(fact.held.parts), *_target_places(fact))
    words = "vượt" if found.is_lead else "cao hơn" if found.is_above else "thấp hơn"
    return Figure(text, found.amount, cells, _SHARE if found.is_share else _MARGIN), words


def _cause(fact: IndicatorFact, period: Period) -> str:
    """What the rows of the value say of why; of several parts that say different things each with its part."""
    said: dict[str, list[Measurement]] = {}
    for row in fact.rows:
        if text := _cause_in(row):
            said.setdefault(text, []).append(row)
    labels = [join_and([period.part_label(row.period) for row in rows]) for rows in said.values()]
    texts = [with_part(label, text) for label, text in zip(labels, said, strict=True)] if len(said) > 1 else said
    cells = (row.row.place(CAUSE if row.cause else NOTE) for rows in said.values() for row in rows)
    return Quotation("; ".join(texts), tuple(cells))


_CALLED_CAUSE = re.compile(r"nguyên nhân\b", re.IGNORECASE)


def _cause_in(row: Measurement) -> str:
    """The cause that a row gives, in a sentence; a note is one where it calls itself so."""
    if row.cause:
        return bare_cause(row.cause)
    return bare_cause(row.note) if _CALLED_CAUSE.match(row.note) else ""


def _carried_from(fact: IndicatorFact, facts: Facts) -> str:
    """The earlier period a value is of; "" where it is as fresh as the report (a quarter's value at the half-year)."""
    row = fact.reckoning.last
    if row is None or not fact.carried or row.period.window(facts.settings.cutoff).end == facts.window.end:
        return ""
    return row.period.label


def _older(fact: IndicatorFact, carried_from: str, in_previous: bool) -> Quotation:
    if not carried_from or in_previous:
        return Quotation("")
    return Quotation(f"{_measured(fact, '')} ({carried_from})", _value_cells(fact.rows))


def _parts(fact: IndicatorFact, period: Period) -> Quotation:
    """What a value is made of and what it lacks: "cộng quý I: 100; quý II: 150; chưa có số liệu quý III".

    Where a year's target is held against more than the value, that too: "từ đầu năm: 3"; what of the year nobody
    reported before the period is told then as well.
    """
    own, so_far = _own_parts(fact, period), fact.year_so_far
    if so_far is None or so_far.value is None:
        return own
    if so_far.parts == fact.rows:
        before = [one for one in so_far.missing if one not in fact.missing]
        text = f"từ đầu năm chưa có số liệu {_labels(before, period)}" if before else ""
        return Quotation("; ".join(filter(None, (own, text))), own.cells or _value_cells(fact.rows), own.formula)
    lacking = f", chưa có số liệu {_labels(so_far.missing, period)}" if so_far.missing else ""
    text = f"từ đầu năm: {number_text(so_far.value)}{lacking}"
    cells = tuple(dict.fromkeys((*own.cells, *_value_cells(so_far.parts))))
    return Quotation(f"{own}; {text}" if own else text, cells, "cộng các kỳ từ đầu năm")


def _own_parts(fact: IndicatorFact, period: Period) -> Quotation:
    summed = is_summed(fact.aggregation, period)
    how = "cộng" if summed else _HOW.get(fact.aggregation, "")
    if fact.value is None or (how and len(fact.rows) == 1 and not fact.missing):
        return Quotation("")
    if fact.aggregation is Aggregation.YEAR_TO_DATE and not summed:
        return Quotation(f"luỹ kế từ đầu năm{f' {period.year}' if period.spans_years else ''}")
    if not how:
        return Quotation("")
    periods = [row.period for row in fact.rows]
    named = period.part_label
    if len(periods) > _MOST_PARTS:
        text = f"{how} số liệu {len(periods)} kỳ, từ {named(periods[0])} đến {named(periods[-1])}"
    elif len(periods) > 1:
        said = (f"{named(row.period)}: {number_text(row.value or Decimal(0))}" for row in fact.rows)
        text = f"{how} {'; '.join(said)}"
    else:
        text = f"mới có số liệu {named(periods[0])}"
    lacking = f"; chưa có số liệu {_labels(fact.missing, period)}" if fact.missing and len(periods) > 1 else ""
    return Quotation(text + lacking, _value_cells(fact.rows), f"{how} các kỳ trong kỳ báo cáo")


def _labels(periods: Sequence[Period], within: Period) -> str:
    """ "quý II và quý III", "tháng 7 đến tháng 12"; of many with gaps, how many and from which to which."""
    named = within.part_label
    follow = all(later.previous() == earlier for earlier, later in pairwise(periods))
    if follow and len(periods) >= _A_RUN:
        return f"{named(periods[0])} đến {named(periods[-1])}"
    if len(periods) > _MOST_PARTS:
        return f"{len(periods)} kỳ, từ {named(periods[0])} đến {named(periods[-1])}"
    return join_and([named(period) for period in periods])


def _compared_with(
    period: Period, previous: Comparison | None, last_year: Comparison | None
) -> dict[str, Comparison | None]:
    """What a value is held against, by name; a year's previous period is its cùng kỳ too, and is named once."""
    against = {period.previous().label: previous}
    if period.previous() != period.same_last_year():
        against[period.last_year_label] = last_year
    return against


def _measured(fact: IndicatorFact, unit: str, places: int | None = None) -> Figure:
    """The value as it was reported or reckoned; with `places` decimals in a table, beside others of its kind."""
    if fact.reckoning.last is None:
        return Figure("")
    formula = f"{_HOW.get(fact.aggregation, 'cộng')} các kỳ trong kỳ báo cáo" if len(fact.rows) > 1 else ""
    text = fact.words if fact.value is None else _with_unit(number_text(fact.value, places), unit, fact)
    return Figure(text, fact.value, _value_cells(fact.rows), formula)


def _with_unit(number: str, unit: str, fact: IndicatorFact) -> str:
    """A value with its unit; of a place in a ranking what it is before its number: "hạng 12", "thứ 12"."""
    if not (unit and fact.target.is_rank):
        return with_unit(number, unit)
    says_rank = fold(_RANK) in fold(fact.indicator.name)
    return f"{_NTH if says_rank else _OF_A_RANK.get(fold(unit), _NTH)}{NO_BREAK}{number}"


_RANK, _NTH = "hạng", "thứ"
_OF_A_RANK = {fold(unit): _RANK for unit in ("hạng", "thứ hạng", "xếp hạng")} | {fold("vị trí"): "vị trí"}
"""What stands before a place's number, by its unit; "thứ" for others: of the 10 first communes one is "thứ 12"."""


def _held(fact: IndicatorFact, unit: str) -> Figure:
    held = fact.held
    if held.value is None or held.parts == fact.rows:
        return _measured(fact, unit)
    text = f"{_with_unit(number_text(held.value), unit, fact)} từ đầu năm"
    return Figure(text, held.value, _value_cells(held.parts), "cộng các kỳ từ đầu năm")


def _earlier(one: Comparison | None, places: int) -> Figure:
    return Figure("") if one is None else Figure(number_text(one.value, places), one.value, _value_cells(one.rows))


_DIFFERENCE = "giá trị kỳ này trừ giá trị kỳ so sánh"


def _change(one: Comparison | None, cells: tuple[Place, ...], places: int, fact: IndicatorFact) -> Figure:
    """A difference for a table's cell; of places in a ranking in words, for "-5" would read as five places lost."""
    if one is None:
        return Figure("")
    if fact.target.is_rank and one.change:
        told = _comparison(one, cells, fact, "")
        return replace(told.amount, text=f"{told.direction} {told.amount}")
    return Figure(number_text(one.change, places), one.change, (*cells, *_value_cells(one.rows)), _DIFFERENCE)


_PLACES = "bậc"
"""What a place among others rises and falls by: from the 30th to the 25th is 5 bậc up."""


def _comparison(one: Comparison, cells: tuple[Place, ...], fact: IndicatorFact, against: str) -> ComparisonView:
    is_rank = fact.target.is_rank
    if one.change == Decimal(0):
        return ComparisonView("không thay đổi", Figure(""), against)
    amount = abs(one.change)
    unit = _PLACES if is_rank else change_unit(unit_in_text(fact.indicator.unit))
    text = f"{number_text(amount)}{NO_BREAK}{unit}".rstrip(NO_BREAK)
    figure = Figure(text, amount, (*cells, *_value_cells(one.rows)), _DIFFERENCE)
    return ComparisonView("tăng" if (one.change > 0) is not is_rank else "giảm", figure, against)
