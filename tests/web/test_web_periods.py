"""The periods that pages offer: what comes next, and what runs today even if a period before was left out."""

from __future__ import annotations

from datetime import date

import pytest

from generator.web.returns import likely_periods


@pytest.mark.parametrize(
    ("known", "today", "offered"),
    [
        (["2026-Q2"], date(2026, 11, 29), ["2026-Q3", "2026-Q4", "2026-Q2"]),
        (["2026-Q3"], date(2026, 11, 29), ["2026-Q4", "2026-Q3"]),
        (["2026-Q4"], date(2026, 11, 29), ["2027-Q1", "2026-Q4"]),
        (["2025-Q3", "2025-08"], date(2026, 1, 1), ["2025-Q4", "2025-09", "2026-Q1", "2026-01", "2025-Q3", "2025-08"]),
        (["1990-Q1"], date(2026, 1, 1), ["1990-Q2", "1990-Q1"]),
        ([], date(2026, 1, 1), []),
    ],
)
def test_the_running_period_is_offered_beside_the_one_that_comes_next(
    known: list[str], today: date, offered: list[str]
) -> None:
    assert [one.code for one in likely_periods(known, today)] == offered
