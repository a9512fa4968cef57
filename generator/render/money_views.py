"""The plan's money as a template sees it, in triệu đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.funding import Amounts, Funding, FundingFact, total
from generator.core.figures import Figure, Quotation
from generator.core.model import Plan
from generator.core.problems import Place
from generator.core.roman import roman
from generator.core.vietnamese import join_and, number_text, short_date
from generator.read.columns import ALLOCATED, DISBURSED, MONEY_UNIT, PLANNED
from generator.render.figure_texts import (
    NO_BREAK,
    THOUSAND,
    evened,
    evened_shares,
    kept_together,
    money,
    money_words,
    percentage,
    quoted,
    ratio,
)
from generator.render.one_indicator import ComparisonView

_COLUMNS = ("planned", "allocated", "disbursed", "rate")


@dataclass(frozen=True, slots=True)
class AmountCells:
    """The figures of a row of the table, each with the decimals of its column."""

    planned: Figure
    allocated: Figure
    disbursed: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The amounts of a row inside a sentence, with their unit: "3,7 tỷ đồng"."""

    planned: Figure
    allocated: Figure
    disbursed: Figure


NO_WORDS = AmountWords(Figure(""), Figure(""), Figure(""))
NO_FIGURE = Figure("")
NO_CELLS = AmountCells(Figure(""), Figure(""), Figure(""), Figure(""))


@dataclass(frozen=True, slots=True)
class AmountsView:
    """Planned, allocated, disbursed and disbursed ÷ planned; a figure is empty where nothing was reported.

    `cells` are those of its row in a table. `of` says of which earlier period they are, or some of
    them; "" where all are of the report's own.
    """

    planned: Figure
    allocated: Figure
    disbursed: Figure
    rate: Figure
    of: str = ""
    up_to: str = ""
    cells: AmountCells = NO_CELLS
    large: AmountCells = NO_CELLS
    """The same in the unit of a table in the text."""
    words: AmountWords = NO_WORDS
    allocated_rate: Figure = NO_FIGURE
    """Disbursed ÷ allocated, where every line that was paid from says what it was allotted."""
    allocated_cell: Figure = NO_FIGURE
    """It with the decimals of its column."""
    allocated_lacks: str = ""
    """Of how many lines it is not said what they were allotted; "" where of all or none."""
    change: ComparisonView | None = None
    """How much more was paid out than by the end of the period before, where both are known of every line."""


@dataclass(frozen=True, slots=True)
class FundingLineView:
    """One line of the plan's money: what it is for, who spends it, and its amounts."""

    block_key: str
    number: Figure
    code: str
    content: str
    agencies: str
    amounts: AmountsView


@dataclass(frozen=True, slots=True)
class FundingSourceView:
    """A source of money with its lines and their sum."""

    block_key: str
    number: str
    source: str
    lines: tuple[FundingLineView, ...]
    subtotal: AmountsView
    appendix: str = ""
    """The appendix of its own, where it has one."""


@dataclass(frozen=True, slots=True)
class SpenderView:
    """An agency that spends: how much of what was planned for it alone has been paid out."""

    block_key: str
    name: str
    rate: Figure


@dataclass(frozen=True, slots=True)
class ReplacedMoneyView:
    """The money of a plan whose place another has taken, which no total holds."""

    block_key: str
    plan: str
    amounts: AmountsView


@dataclass(frozen=True, slots=True)
class FundingView:
    """The plan's money: by source, in all, and who is slow to spend it."""

    sources: tuple[FundingSourceView, ...]
    total: AmountsView
    stated_total: Figure
    """The plan's own total, only where it is not the sum of its parts."""
    stated_words: Figure
    """It in a sentence, with its unit."""
    idle: tuple[SpenderView, ...]
    """Agencies that have paid out nothing of lines they alone spend."""
    slow: tuple[SpenderView, ...]
    """Agencies below the mean of all, the slowest first."""
    table_unit: str = MONEY_UNIT
    has_change: bool = False
    """Of some source it is known how much more was paid out."""
    idle_sources: tuple[SpenderView, ...] = ()
    """Sources of which nothing has been paid out."""
    slow_sources: tuple[SpenderView, ...] = ()
    """Sources below the mean of all, the slowest first."""
    replaced: tuple[ReplacedMoneyView, ...] = ()
    """Money of plans that others have taken the place of."""

    def __bool__(self) -> bool:
        return bool(self.sources)

    def of_source(self, source: str) -> FundingView:
        """One source alone, as the appendix of its own prints it: its subtotal is the total there."""
        [found] = [one for one in self.sources if one.source == source]
        return replace(self, sources=(found,), total=found.subtotal, idle=(), slow=())

    def with_appendices(self, labels: Mapping[str, str]) -> FundingView:
        """Each source with its own appendix, given by its name."""
        return replace(self, sources=tuple(replace(one, appendix=labels.get(one.source, "")) for one in self.sources))


def funding_view(facts: Facts) -> FundingView:
    """The money of the report, the figures of each column of its table with the same number of decimals."""
    rows = _rows(facts)
    is_large = _is_told_in_thousands(rows[len(facts.funding.lines) :])
    *shown, total_row = _in_columns(rows, len(facts.funding.lines), is_large)
    sources = _sources(facts.funding, shown)
    stated = _stated_total(facts)
    spenders, mean = _spenders(facts), facts.funding.totals.rate
    return FundingView(
        sources=sources,
        total=total_row,
        stated_total=stated,
        stated_words=money_words(stated),
        idle=tuple(one for one in spenders if not one.rate.value),
        slow=tuple(one for one in spenders if one.rate.value and mean is not None and one.rate.value < mean),
        table_unit="tỷ đồng" if is_large else MONEY_UNIT,
        has_change=any(one.subtotal.change is not None for one in sources),
        idle_sources=tuple(_source(one) for one in sources if one.subtotal.disbursed.value == 0),
        slow_sources=tuple(_source(one) for one in _below(sources, mean)),
        replaced=tuple(_replaced(plan, one, facts) for plan, one in facts.replaced_funding),
    )


_LEAST_OF_THOUSAND = THOUSAND / 10


def _is_told_in_thousands(sums: Sequence[AmountsView]) -> bool:
    """Whether the text's table has a unit that is a thousand times larger: no amount in it may be lost behind zeros."""
    amounts = [
        abs(figure.value) for one in sums for figure in (one.planned, one.allocated, one.disbursed) if figure.value
    ]
    return max(amounts, default=Decimal(0)) >= THOUSAND and min(amounts) >= _LEAST_OF_THOUSAND


def _rows(facts: Facts) -> list[AmountsView]:
    """The rows of the table: a line each, a source each, all."""
    funding = facts.funding
    lines = [_amounts(fact.amounts, (fact,), "", facts) for fact in funding.lines]
    sources = [
        _amounts(one.subtotal, one.lines, f"cộng các dòng của nguồn “{one.source}”", facts) for one in funding.sources
    ]
    return [*lines, *sources, _amounts(funding.totals, funding.lines, "cộng tất cả các dòng kinh phí", facts)]


def _in_columns(rows: Sequence[AmountsView], lines: int, is_large: bool) -> list[AmountsView]:
    """The rows with their cells, each column evened; those behind the first `lines` stand in the text's table, too."""
    columns = {name: _even(name, (getattr(one, name) for one in rows)) for name in _COLUMNS}
    shown = [replace(one, cells=AmountCells(*(columns[name][at] for name in _COLUMNS))) for at, one in enumerate(rows)]
    sums = shown[lines:]
    in_text = {name: _even(name, (_in_unit(getattr(one, name), is_large) for one in sums)) for name in _COLUMNS}
    of_allocated = evened_shares(one.allocated_rate for one in sums)
    return [
        *shown[:lines],
        *(
            replace(one, large=AmountCells(*(in_text[name][at] for name in _COLUMNS)), allocated_cell=of_allocated[at])
            for at, one in enumerate(sums)
        ),
    ]


def _sources(funding: Funding, shown: Sequence[AmountsView]) -> tuple[FundingSourceView, ...]:
    lines = dict(zip((fact.line.code for fact in funding.lines), shown, strict=False))
    subtotals = shown[len(funding.lines) :]
    return tuple(
        FundingSourceView(
            block_key=f"s{number}",
            number=roman(number),
            source=source.source,
            lines=tuple(_line(fact, index, lines[fact.line.code]) for index, fact in enumerate(source.lines, start=1)),
            subtotal=subtotals[number - 1],
        )
        for number, source in enumerate(funding.sources, start=1)
    )


def _stated_total(facts: Facts) -> Figure:
    """The plan's own total, where the whole report's lines come to another; else empty."""
    planned, stated = facts.funding.totals.planned, facts.settings.stated_total
    if stated is None or facts.agency is not None or planned is None or stated == planned:
        return Figure("")
    place = facts.settings.places.get("Tổng kinh phí theo kế hoạch")
    return money(stated, (place,) if place else ())


def _replaced(plan: Plan, its: Funding, facts: Facts) -> ReplacedMoneyView:
    formula = "cộng các dòng kinh phí chỉ của kế hoạch đã được thay thế"
    name = quoted(plan.name, plan.row, "Tên kế hoạch")
    return ReplacedMoneyView(plan.code, name, _amounts(its.totals, its.lines, formula, facts))


def _even(column: str, figures: Iterable[Figure]) -> list[Figure]:
    return evened_shares(figures) if column == "rate" else evened(figures)


def _in_unit(figure: Figure, is_large: bool) -> Figure:
    """An amount in the unit of the table in the text; a share as it is."""
    if not is_large or figure.value is None or figure.text.endswith("%"):
        return figure
    value = figure.value / THOUSAND
    return replace(figure, text=number_text(value), value=value)


def _source(one: FundingSourceView) -> SpenderView:
    return SpenderView(one.block_key, one.source, one.subtotal.rate)


def _below(sources: Iterable[FundingSourceView], mean: Decimal | None) -> list[FundingSourceView]:
    """Those below the mean of all that have paid out something, the slowest first."""
    found = [(rate, one) for one in sources if (rate := one.subtotal.rate.value) and mean is not None and rate < mean]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _spenders(facts: Facts) -> tuple[SpenderView, ...]:
    """Each agency that spends lines alone, all of which have a figure, by its rate; the slowest first."""
    lines: dict[str, list[FundingFact]] = {}
    for fact in facts.funding.lines:
        if len(fact.line.agencies) == 1:
            lines.setdefault(fact.line.agencies[0], []).append(fact)
    found = []
    for name, members in lines.items():
        rate = total(fact.amounts for fact in members).rate
        if rate is not None and all(fact.amounts.disbursed is not None for fact in members):
            cells = (*_places(members, DISBURSED), *(fact.line.row.place(PLANNED) for fact in members))
            share = percentage(rate, cells, "đã giải ngân chia kế hoạch của cơ quan")
            found.append(SpenderView(name, name, share))
    return tuple(sorted(found, key=lambda one: one.rate.value or Decimal(0))) if len(found) > 1 else ()


def _paid_more(lines: Sequence[FundingFact], report: Facts) -> ComparisonView | None:
    """How much more was paid out than by the end of the period before; None unless each line says both, and fresh."""
    period = report.period.previous()
    end, before_end = report.window.end, period.window(report.settings.cutoff).end
    before = {fact.line.code: fact for fact in report.previous_funding.lines}
    if any(fact.line.code not in before for fact in lines):
        return None
    change, cells = Decimal(0), []
    for fact in lines:
        now, then = fact.disbursed_in, before[fact.line.code].disbursed_in
        if now is None or then is None or now.disbursed is None or then.disbursed is None:
            return None
        ends = (row.period.window(report.settings.cutoff).end for row in (now, then))
        if tuple(ends) != (end, before_end) or period.year != report.period.year:
            return None
        change += now.disbursed - then.disbursed
        cells += [now.row.place(DISBURSED), then.row.place(DISBURSED)]
    if change <= 0:
        return None
    amount = money_words(money(change, tuple(cells), "đã giải ngân đến kỳ này trừ đến kỳ trước"))
    return ComparisonView("tăng", amount, kept_together(period.label))


def _line(fact: FundingFact, number: int, amounts: AmountsView) -> FundingLineView:
    line = fact.line
    return FundingLineView(
        block_key=line.code,
        number=Figure(str(number)),
        code=line.code,
        content=quoted(line.content, line.row, "Nội dung") or line.source,
        agencies=join_and(line.agencies),
        amounts=amounts,
    )


def _amounts(amounts: Amounts, lines: Iterable[FundingFact], formula: str, report: Facts) -> AmountsView:
    facts = tuple(lines)
    planned = tuple(fact.line.row.place(PLANNED) for fact in facts)
    disbursed = _places(facts, DISBURSED)
    figures = [
        money(amounts.planned, planned, formula),
        money(amounts.allocated, _places(facts, ALLOCATED), formula),
        money(amounts.disbursed, disbursed, formula),
    ]
    whole = all(fact.amounts.allocated is not None for fact in facts if fact.amounts.disbursed is not None)
    return AmountsView(
        planned=figures[0],
        allocated=figures[1],
        disbursed=figures[2],
        words=AmountWords(*map(money_words, figures)),
        allocated_rate=ratio(figures[2], figures[1], "đã giải ngân chia đã phân bổ") if whole else Figure(""),
        change=_paid_more(facts, report),
        rate=percentage(amounts.rate, (*disbursed, *planned), "đã giải ngân chia kế hoạch"),
        of=_of_period(facts, report),
        allocated_lacks=_lacks("phân bổ", [fact.amounts.allocated for fact in facts]),
        up_to=_up_to(facts, report),
    )


def _of_period(lines: Iterable[FundingFact], report: Facts) -> str:
    """ "số liệu quý II năm 2026", "một phần là số liệu quý II năm 2026", and how many have no figure at all.

    "" where all is there and as fresh as the report.
    """
    facts = list(lines)
    rows = [row for fact in facts for row in fact.sources]
    older = [row for row in rows if row.period.window(report.settings.cutoff).end < report.window.end]
    labels = list(dict.fromkeys(row.period.label for row in older))
    partly = "" if len(older) == len(rows) else "một phần là "
    said = [f"{partly}số liệu {join_and(labels)}"] if labels else []
    return "; ".join((*said, *_unreported(facts)))


def _up_to(lines: Sequence[FundingFact], report: Facts) -> Quotation:
    """Until when the money of some lines is added up, as the caption of a table says it."""
    of = _of_period(lines, report)
    day = f"đến hết ngày{NO_BREAK}{short_date(report.window.end)}"
    text = f"theo {of}" if of.startswith("số liệu") else "; ".join(one for one in (day, of) if one)
    return Quotation(text, (), "ngày cuối của kỳ báo cáo, theo quy định chốt số liệu")


def _unreported(lines: Sequence[FundingFact]) -> list[str]:
    """A sum over lines of which some have no figure says of how many."""
    lacks = _lacks("giải ngân", [one.amounts.disbursed for one in lines])
    return [lacks] if lacks else []


def _lacks(what: str, values: Sequence[Decimal | None]) -> str:
    silent = values.count(None)
    return f"chưa có số liệu {what} của {silent}/{len(values)} khoản" if 0 < silent < len(values) else ""


def _places(facts: Iterable[FundingFact], column: str) -> tuple[Place, ...]:
    rows = (fact.allocated_in if column == ALLOCATED else fact.disbursed_in for fact in facts)
    return tuple(row.row.place(column) for row in rows if row is not None)
