"""The plan's money as a template sees it, in triệu đồng."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.compute.funding import Amounts, FundingFact
from generator.core.figures import Figure
from generator.core.problems import Place
from generator.core.roman import roman
from generator.core.vietnamese import join_and
from generator.render.figure_texts import money, percentage, quoted

PLANNED, ALLOCATED, DISBURSED = "Kế hoạch (triệu đồng)", "Đã phân bổ", "Đã giải ngân"


@dataclass(frozen=True, slots=True)
class AmountsView:
    """Planned, allocated, disbursed and disbursed ÷ planned; a figure is empty where nothing was reported."""

    planned: Figure
    allocated: Figure
    disbursed: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class FundingLineView:
    block_key: str
    number: Figure
    code: str
    content: str
    agencies: str
    amounts: AmountsView


@dataclass(frozen=True, slots=True)
class FundingSourceView:
    block_key: str
    number: str
    source: str
    lines: tuple[FundingLineView, ...]
    subtotal: AmountsView


@dataclass(frozen=True, slots=True)
class FundingView:
    sources: tuple[FundingSourceView, ...]
    total: AmountsView
    stated_total: Figure
    """The plan's own total, only where it is not the sum of its parts."""

    def __bool__(self) -> bool:
        return bool(self.sources)


def funding_view(facts: Facts) -> FundingView:
    sources = tuple(
        FundingSourceView(
            block_key=f"s{number}",
            number=roman(number),
            source=source.source,
            lines=tuple(_line(fact, index) for index, fact in enumerate(source.lines, start=1)),
            subtotal=_amounts(source.subtotal, source.lines, f"cộng các dòng của nguồn “{source.source}”"),
        )
        for number, source in enumerate(facts.funding.sources, start=1)
    )
    totals, stated = facts.funding.totals, facts.settings.stated_total
    differs = stated is not None and facts.agency is None and totals.planned is not None and stated != totals.planned
    place = facts.settings.places.get("Tổng kinh phí theo kế hoạch")
    return FundingView(
        sources=sources,
        total=_amounts(totals, facts.funding.lines, "cộng tất cả các dòng kinh phí"),
        stated_total=money(stated, (place,) if place else ()) if differs else Figure(""),
    )


def _line(fact: FundingFact, number: int) -> FundingLineView:
    line = fact.line
    return FundingLineView(
        block_key=line.code,
        number=Figure(str(number)),
        code=line.code,
        content=quoted(line.content, line.row, "Nội dung") or line.source,
        agencies=join_and(line.agencies),
        amounts=_amounts(fact.amounts, (fact,), ""),
    )


def _amounts(amounts: Amounts, lines: Iterable[FundingFact], formula: str) -> AmountsView:
    facts = tuple(lines)
    planned = tuple(fact.line.row.place(PLANNED) for fact in facts)
    disbursed = _places(facts, DISBURSED)
    return AmountsView(
        planned=money(amounts.planned, planned, formula),
        allocated=money(amounts.allocated, _places(facts, ALLOCATED), formula),
        disbursed=money(amounts.disbursed, disbursed, formula),
        rate=percentage(amounts.rate, (*disbursed, *planned), "đã giải ngân chia kế hoạch"),
    )


def _places(facts: Iterable[FundingFact], column: str) -> tuple[Place, ...]:
    return tuple(fact.latest.row.place(column) for fact in facts if fact.latest is not None)
