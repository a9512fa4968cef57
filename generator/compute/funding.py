"""The plan's money at the end of a period: allocated, paid out, by line, by source and in all (triệu đồng)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.compute.counts import telling_percent
from generator.compute.timeline import Timeline
from generator.core.model import Disbursement, FundingLine
from generator.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Amounts:
    """Planned, and cumulative allocated and disbursed; None is "not reported", which is not 0."""

    planned: Decimal | None
    allocated: Decimal | None
    disbursed: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """Disbursed ÷ planned in per cent, one decimal; None if either is missing or nothing was planned.

        More decimals where one would say that all was paid out, or nothing, and it was not so.
        """
        if self.planned is None or self.disbursed is None:
            return None
        return telling_percent(self.disbursed, self.planned)


@dataclass(frozen=True, slots=True)
class FundingFact:
    """A line of money; `latest` is its newest Giải ngân row (perhaps of an earlier period).

    Each amount rests on the newest row that says it: a cell left blank later does not take a figure back.
    """

    line: FundingLine
    latest: Disbursement | None
    amounts: Amounts
    allocated_in: Disbursement | None = None
    disbursed_in: Disbursement | None = None

    @property
    def sources(self) -> tuple[Disbursement, ...]:
        """The rows that its amounts rest on, each once."""
        rows = (self.allocated_in, None if self.disbursed_in is self.allocated_in else self.disbursed_in)
        return tuple(row for row in rows if row is not None)


@dataclass(frozen=True, slots=True)
class SourceFunding:
    """The lines of one source, with their subtotal."""

    source: str
    lines: tuple[FundingFact, ...]
    subtotal: Amounts


@dataclass(frozen=True, slots=True)
class Funding:
    """`lines` in the sheet's order; `sources` in the order they first appear; `totals` sum every line once."""

    lines: tuple[FundingFact, ...]
    sources: tuple[SourceFunding, ...]
    totals: Amounts


def funding(lines: Iterable[FundingLine], disbursements: Iterable[Disbursement], timeline: Timeline) -> Funding:
    """All money at the end of the report's period; rows of earlier periods carry forward."""
    rows: dict[str, list[Disbursement]] = defaultdict(list)
    for row in disbursements:
        rows[row.line].append(row)
    facts = tuple(_line_fact(line, rows.get(line.code, []), timeline) for line in lines)
    return Funding(facts, _by_source(facts), total(fact.amounts for fact in facts))


def _line_fact(line: FundingLine, rows: Sequence[Disbursement], timeline: Timeline) -> FundingFact:
    allocated = timeline.latest(row for row in rows if row.allocated is not None)
    disbursed = timeline.latest(row for row in rows if row.disbursed is not None)
    amounts = Amounts(
        line.planned, allocated.allocated if allocated else None, disbursed.disbursed if disbursed else None
    )
    return FundingFact(line, timeline.latest(rows), amounts, allocated, disbursed)


def _by_source(facts: Iterable[FundingFact]) -> tuple[SourceFunding, ...]:
    """Two spellings of one source (letter case, hoà/hòa) are one source, under the first spelling."""
    groups: dict[str, list[FundingFact]] = {}
    for fact in facts:
        groups.setdefault(fold(fact.line.source), []).append(fact)
    return tuple(
        SourceFunding(group[0].line.source, tuple(group), total(fact.amounts for fact in group))
        for group in groups.values()
    )


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum, figure by figure, of what was reported; None where nothing was."""
    parts = tuple(amounts)
    return Amounts(
        planned=_sum(part.planned for part in parts),
        allocated=_sum(part.allocated for part in parts),
        disbursed=_sum(part.disbursed for part in parts),
    )


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None
