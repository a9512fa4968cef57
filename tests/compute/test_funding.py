from __future__ import annotations

from decimal import Decimal

from generator.compute.funding import Amounts, Funding, funding
from generator.compute.timeline import Timeline
from generator.core.model import Disbursement, FundingLine
from generator.core.periods import CutoffRule
from tests.compute.dossiers import money, paid, period


def _funding(lines: list[FundingLine], rows: list[Disbursement], report: str = "2025-Q3") -> Funding:
    return funding(lines, rows, Timeline(period(report), CutoffRule.DECREE_09))


def _amounts(planned: str | None, allocated: str | None, disbursed: str | None) -> Amounts:
    return Amounts(*(None if figure is None else Decimal(figure) for figure in (planned, allocated, disbursed)))


def test_amounts_carry_forward_and_later_ones_wait() -> None:
    rows = [paid("KP1", "2025-Q1", "10", "5"), paid("KP1", "2025-08", "40", "25"), paid("KP1", "2025-Q4", "80", "75")]
    (line,) = _funding([money("KP1", "200")], rows).lines
    assert line.amounts == _amounts("200", "40", "25")
    assert line.amounts.rate == Decimal("12.5")
    assert line.latest is not None
    assert line.latest.period.code == "2025-08"


def test_what_nobody_reported_is_not_zero() -> None:
    result = _funding([money("KP1", "973756"), money("KP2", "2773000")], [])
    assert result.totals == _amounts("3746756", None, None)
    assert result.totals.rate is None
    assert result.lines[0].latest is None


def test_totals_sum_what_is_known() -> None:
    rows = [paid("KP1", "2025-Q3", None, "30.5"), paid("KP2", "2025-Q3", None, None)]
    result = _funding([money("KP1", "100"), money("KP2", "50"), money("KP3", "0")], rows)
    assert result.totals == _amounts("150", None, "30.5")
    assert result.totals.rate == Decimal("20.3")  # 30.5 / 150 = 20.33 %
    assert result.lines[2].amounts.rate is None


def test_nothing_planned_gives_no_rate() -> None:
    (line,) = _funding([money("KP1", "0")], [paid("KP1", "2025-Q3", "0", "0")]).lines
    assert (line.amounts.disbursed, line.amounts.rate) == (Decimal(0), None)


def test_without_lines_there_is_no_total() -> None:
    assert _funding([], []) == Funding((), (), _amounts(None, None, None))


def test_sources_stand_in_order_of_appearance_with_subtotals() -> None:
    lines = [
        money("KP1", "100", "Ngân sách trung ương"),
        money("KP2", "30", "Ngân sách tỉnh"),
        money("KP3", "50", "ngân sách Trung ương"),
    ]
    result = _funding(lines, [paid("KP1", "2025-Q3", "90", "60"), paid("KP3", "2025-Q3", "40", "20")])
    assert [(group.source, [fact.line.code for fact in group.lines], group.subtotal) for group in result.sources] == [
        ("Ngân sách trung ương", ["KP1", "KP3"], _amounts("150", "130", "80")),
        ("Ngân sách tỉnh", ["KP2"], _amounts("30", None, None)),
    ]
    assert result.sources[0].subtotal.rate == Decimal("53.3")
