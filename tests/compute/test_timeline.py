from __future__ import annotations

import pytest

from generator.compute.timeline import Timeline, newest
from generator.core.model import Progress, ReportedStatus
from generator.core.periods import CutoffRule
from tests.compute.dossiers import period, progress


def _rows(*codes: str) -> list[Progress]:
    return [progress("N1", code, ReportedStatus.IN_PROGRESS, number=place) for place, code in enumerate(codes, 2)]


@pytest.mark.parametrize(
    ("report", "rows", "counts"),
    [
        ("2025-Q3", ["2025-Q2", "2025-Q1"], "2025-Q2"),
        ("2025-Q3", ["2025-Q2", "2025-Q4"], "2025-Q2"),
        ("2025-Q3", ["2025-Q4", "2025-10"], None),
        ("2025-Q3", ["2025-08", "2025-Q2"], "2025-08"),
        ("2025-Q3", ["2023"], "2023"),
        # one cut-off day, 14/9/2025: the report's own period, else the longer one
        ("2025-Q3", ["2025-Q3", "2025-9M"], "2025-Q3"),
        ("2025-09", ["2025-Q3", "2025-9M", "2025-09"], "2025-09"),
        ("2025-Q3", ["2025-09", "2025-9M"], "2025-9M"),
        ("2025-Q4", ["2025-06", "2025-H1", "2025-Q2"], "2025-H1"),
        # a longer period wins only on the same day
        ("2025-Q4", ["2025-H1", "2025-07"], "2025-07"),
    ],
)
def test_the_latest_row_that_ends_by_the_end_of_the_period_counts(
    report: str, rows: list[str], counts: str | None
) -> None:
    timeline = Timeline(period(report), CutoffRule.DECREE_09)
    for order in (rows, rows[::-1]):
        found = timeline.latest(_rows(*order))
        assert (found.period.code if found else None) == counts
        ended = [row for row in _rows(*order) if timeline.end_of(row) <= timeline.window.end]
        if report not in rows:  # a form tells the same row as last as the report counts
            assert getattr(newest(ended, timeline.rule), "period", None) == (found.period if found else None)


def test_of_two_rows_for_one_period_the_later_in_the_sheet_counts() -> None:
    timeline = Timeline(period("2025-Q3"), CutoffRule.DECREE_09)
    rows = _rows("2025-Q3", "2025-08", "2025-Q3")
    latest = timeline.latest(rows)
    assert latest is not None
    assert latest.row.number == 4
    assert [row.row.number for row in timeline.inside(rows)] == [3, 2, 4]


@pytest.mark.parametrize(
    ("rule", "report", "rows", "inside"),
    [
        # quý III: 15/6 – 14/9; June ends on 14/6, the day before it opens
        (CutoffRule.DECREE_09, "2025-Q3", ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10"], [7, 8, 9]),
        # by the calendar June ends on 30/6, also before quý III opens
        (CutoffRule.CALENDAR, "2025-Q3", ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10"], [7, 8, 9]),
    ],
)
def test_a_quarter_holds_its_three_months_and_no_other(
    rule: CutoffRule, report: str, rows: list[str], inside: list[int]
) -> None:
    found = Timeline(period(report), rule).inside(_rows(*rows))
    assert [row.period.index for row in found] == inside


@pytest.mark.parametrize("rule", CutoffRule)
def test_a_longer_row_tells_the_state_but_not_what_was_done_in_the_month(rule: CutoffRule) -> None:
    timeline, rows = Timeline(period("2025-09"), rule), _rows("2025-Q3", "2025-9M", "2025-08")
    assert timeline.inside(rows) == ()
    assert [row.period.code for row in timeline.ending_inside(rows)] == ["2025-Q3", "2025-9M"]
    latest = timeline.latest(rows)
    assert latest is not None
    assert latest.period.code == "2025-9M"


def test_a_year_holds_what_ends_between_15_december_and_14_december() -> None:
    timeline = Timeline(period("2025"), CutoffRule.DECREE_09)
    rows = _rows("2024-12", "2024", "2025-01", "2025-Q4", "2025-12", "2026-01")
    assert [row.period.code for row in timeline.inside(rows)] == ["2025-01", "2025-12", "2025-Q4"]
