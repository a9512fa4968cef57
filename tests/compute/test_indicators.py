from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.indicators import IndicatorFact, IndicatorStatus, indicator_facts
from generator.compute.timeline import Timeline
from generator.core.model import Aggregation, Direction, Indicator, Measurement, Milestone, Operator, Target
from generator.core.periods import CutoffRule
from tests.compute.dossiers import indicator, measurement, milestone, period, target

UP, DOWN = Direction.UP, Direction.DOWN
OVER_80 = target(Operator.ABOVE, "80")


def _fact(
    one: Indicator,
    rows: list[Measurement],
    report: str = "2025-Q3",
    steps: tuple[Milestone, ...] = (),
    rule: CutoffRule = CutoffRule.DECREE_09,
) -> IndicatorFact:
    (fact,) = indicator_facts([one], steps, rows, Timeline(period(report), rule))
    return fact


@pytest.mark.parametrize(
    ("goal", "direction", "value", "status", "achievement"),
    [
        (target(Operator.ABOVE, "80"), UP, "62.5", "not_met", "78.1"),
        (target(Operator.ABOVE, "80"), UP, "80", "not_met", None),
        (target(Operator.ABOVE, "80"), UP, "99", "exceeded", "123.8"),  # 123.75
        (target(Operator.AT_LEAST, "80"), UP, "79.9", "not_met", "99.9"),  # 99.875
        (target(Operator.AT_LEAST, "80"), UP, "80", "met", "100.0"),
        (target(Operator.AT_LEAST, "80"), UP, "80.1", "exceeded", "100.1"),  # 100.125
        (target(Operator.BELOW, "5"), DOWN, "4", "exceeded", "125.0"),
        (target(Operator.BELOW, "5"), DOWN, "5", "not_met", None),
        (target(Operator.AT_MOST, "5"), DOWN, "4", "exceeded", "125.0"),
        (target(Operator.AT_MOST, "5"), DOWN, "5", "met", "100.0"),
        (target(Operator.AT_MOST, "5"), DOWN, "8", "not_met", "62.5"),
        (target(Operator.AT_MOST, "5"), DOWN, "0", "exceeded", None),
        (target(Operator.EQUAL, "12"), UP, "9", "not_met", "75.0"),
        (target(Operator.EQUAL, "12"), UP, "12.0", "met", "100.0"),
        (target(Operator.EQUAL, "12"), UP, "15", "exceeded", "125.0"),
        (target(Operator.EQUAL, "12"), DOWN, "15", "not_met", "80.0"),
        (target(Operator.EQUAL, "12"), DOWN, "10", "exceeded", "120.0"),
        (target(Operator.EQUAL, "0"), UP, "3", "exceeded", None),
        (target(Operator.RANGE, "9", "10"), UP, "8.1", "not_met", "90.0"),
        (target(Operator.RANGE, "9", "10"), UP, "9", "met", None),
        (target(Operator.RANGE, "9", "10"), UP, "10", "met", None),
        (target(Operator.RANGE, "9", "10"), UP, "10.5", "exceeded", None),
        (target(Operator.RANGE, "9", "10"), DOWN, "10.5", "not_met", None),
        (target(Operator.RANGE, "9", "10"), DOWN, "8.1", "exceeded", "90.0"),
    ],
)
def test_a_value_is_held_against_its_target(
    goal: Target, direction: Direction, value: str, status: str, achievement: str | None
) -> None:
    fact = _fact(indicator("CT1", goal, direction), [measurement("CT1", "2025-Q3", value)])
    assert (fact.status.value, None if fact.achievement is None else str(fact.achievement)) == (status, achievement)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Hoàn thành", "met"),
        ("hoàn  THÀNH.", "met"),
        ("Đã hoàn thành", "met"),
        ("Đạt", "met"),
        ("Có", "met"),
        ("TRUE", "met"),
        ("Chưa hoàn thành", "not_met"),
        ("Không đạt", "not_met"),
        ("Đang thực hiện", "not_met"),
        ("", "not_met"),
    ],
)
def test_a_yes_no_indicator_goes_by_its_words(words: str, status: str) -> None:
    fact = _fact(indicator("CT1", target(Operator.YES_NO)), [measurement("CT1", "2025-Q3", words=words)])
    assert (fact.status.value, fact.words, fact.value, fact.achievement) == (status, words, None, None)


@pytest.mark.parametrize("goal", [OVER_80, target(Operator.YES_NO)])
def test_without_a_row_there_is_no_data(goal: Target) -> None:
    fact = _fact(indicator("CT1", goal), [measurement("CT2", "2025-Q3", "90")])
    assert (fact.status, fact.value, fact.achievement) == (IndicatorStatus.NO_DATA, None, None)
    assert (fact.words, fact.carried_from, fact.previous, fact.same_period_last_year) == ("", None, None, None)


def test_words_where_a_number_is_due_are_no_data() -> None:
    fact = _fact(indicator("CT1", OVER_80), [measurement("CT1", "2025-Q3", words="chưa rõ")])
    assert (fact.status, fact.value, fact.words) == (IndicatorStatus.NO_DATA, None, "")


@pytest.mark.parametrize(
    ("report", "measured", "used", "carried_from"),
    [
        ("2025-Q3", {"2025-Q3": "3", "2025-9M": "4", "2025-Q2": "2"}, "3", None),
        ("2025-Q3", {"2025-Q2": "2", "2025-Q1": "1"}, "2", "2025-Q2"),
        ("2025-Q3", {"2025-09": "9", "2025-9M": "4"}, "4", "2025-9M"),
        ("2025-Q3", {"2025-H1": "6", "2025-07": "7"}, "7", "2025-07"),
        ("2025-Q3", {"2025-Q4": "4", "2025": "5"}, None, None),
        ("2025-Q1", {"2024": "5", "2024-Q4": "4"}, None, None),  # another year is not carried
        ("2025-01", {"2024-12": "5"}, None, None),
        ("2025", {"2025-Q4": "4", "2025-H2": "5"}, "5", "2025-H2"),
    ],
)
def test_the_latest_value_of_the_same_year_is_carried(
    report: str, measured: dict[str, str], used: str | None, carried_from: str | None
) -> None:
    fact = _fact(
        indicator("CT1", OVER_80), [measurement("CT1", code, value) for code, value in measured.items()], report
    )
    assert (fact.value, fact.carried_from) == (Decimal(used) if used else None, carried_from)


@pytest.mark.parametrize(
    ("report", "measured", "previous", "last_year"),
    [
        ("2025-Q3", {"2025-Q3": "8", "2025-Q2": "6", "2024-Q3": "5"}, "2", "3"),
        ("2025-Q3", {"2025-09": "8", "2025-06": "6", "2024-9M": "5"}, "2", "3"),  # of the very last days
        ("2025-Q3", {"2025-Q2": "6", "2024-Q3": "5"}, None, None),  # 6 is not of quý III: nothing changed by 0
        ("2025-H1", {"2025-Q2": "6", "2024-H2": "5", "2024-H1": "4"}, "1", "2"),
        ("2025-07", {"2025-H1": "6", "2025-06": "6"}, None, None),
    ],
)
def test_a_value_carried_from_an_earlier_period_is_compared_with_none(
    report: str, measured: dict[str, str], previous: str | None, last_year: str | None
) -> None:
    fact = _fact(
        indicator("CT1", OVER_80), [measurement("CT1", code, value) for code, value in measured.items()], report
    )
    found = [one.change if one else None for one in (fact.previous, fact.same_period_last_year)]
    assert found == [Decimal(one) if one else None for one in (previous, last_year)]


@pytest.mark.parametrize(("report", "goal"), [("2025-Q3", "60"), ("2026-Q1", "80"), ("2027", "70")])
def test_the_target_is_that_of_the_year_else_the_plans_own(report: str, goal: str) -> None:
    steps = (
        milestone("CT1", 2025, target(Operator.AT_LEAST, "60")),
        milestone("CT1", 2027, target(Operator.AT_LEAST, "70")),
        milestone("CT2", 2026, target(Operator.AT_LEAST, "65")),
    )
    fact = _fact(indicator("CT1", OVER_80), [], report, steps)
    assert fact.target.value == Decimal(goal)
    assert (fact.milestone is None) is (goal == "80")


def test_changes_are_against_the_period_before_and_the_year_before() -> None:
    rows = [
        measurement("CT1", "2025-Q3", "62.5"),
        measurement("CT1", "2025-Q2", "60"),
        measurement("CT1", "2024-Q3", "70.25"),
    ]
    fact = _fact(indicator("CT1", OVER_80), rows)
    assert fact.previous is not None
    assert (fact.previous.value, fact.previous.change) == (Decimal("60"), Decimal("2.5"))
    assert fact.same_period_last_year is not None
    assert fact.same_period_last_year.change == Decimal("-7.75")


@pytest.mark.parametrize(
    ("rule", "report", "measured", "found"),
    [
        (CutoffRule.DECREE_09, "2025-Q3", "2025-06", "2025-06"),  # ends 14/6, with quý II
        (CutoffRule.DECREE_09, "2025-Q3", "2025-H1", "2025-H1"),
        (CutoffRule.CALENDAR, "2025-Q3", "2025-H1", "2025-H1"),
        (CutoffRule.DECREE_09, "2025-Q3", "2025-05", None),
        (CutoffRule.DECREE_09, "2025-Q3", "2025-Q1", None),
        (CutoffRule.DECREE_09, "2025-Q1", "2024", "2024"),
    ],
)
def test_an_earlier_period_may_be_known_by_another_kind_that_ends_the_same_day(
    rule: CutoffRule, report: str, measured: str, found: str | None
) -> None:
    rows = [measurement("CT1", report, "50"), measurement("CT1", measured, "40")]
    previous = _fact(indicator("CT1", OVER_80), rows, report, rule=rule).previous
    assert (previous.period.code if previous else None) == found


def test_the_very_period_before_goes_first() -> None:
    rows = [
        measurement("CT1", "2025-Q3", "50"),
        measurement("CT1", "2025-Q2", "40"),
        measurement("CT1", "2025-H1", "45"),
    ]
    previous = _fact(indicator("CT1", OVER_80), rows).previous
    assert previous is not None
    assert previous.change == Decimal("10")


def test_words_cannot_be_compared() -> None:
    rows = [measurement("CT1", "2025-Q3", words="Đạt"), measurement("CT1", "2025-Q2", words="Đạt")]
    assert _fact(indicator("CT1", target(Operator.YES_NO)), rows).previous is None
    mixed = [measurement("CT1", "2025-Q3", "50"), measurement("CT1", "2025-Q2", words="chưa rõ")]
    assert _fact(indicator("CT1", OVER_80), mixed).previous is None


AT_MOST_2 = target(Operator.AT_MOST, "2")
CEILING = indicator("CT1", AT_MOST_2, DOWN, unit="vụ", aggregation=Aggregation.SUM)
OF_2026 = (milestone("CT1", 2026, AT_MOST_2),)


@pytest.mark.parametrize(
    ("report", "value", "so_far", "status", "within"),
    [
        ("2026-01", "0", "0", "not_due", True),
        ("2026-Q1", "1", "1", "not_due", True),
        ("2026-Q2", "2", "3", "not_met", False),  # 2 alone would keep within the ceiling of 2
        ("2026-H1", "3", "3", "not_met", False),
        ("2026-06", "0", "3", "not_met", False),
        ("2026-12", "0", "3", "not_met", False),
    ],
)
def test_a_part_of_a_year_is_held_against_the_years_ceiling_with_all_that_was_before(
    report: str, value: str, so_far: str, status: str, within: bool
) -> None:
    rows = [measurement("CT1", f"2026-{n:02d}", {2: "1", 5: "2"}.get(n, "0")) for n in range(1, 13)]
    fact = _fact(CEILING, rows, report, OF_2026)
    assert fact.year_so_far is not None
    assert (str(fact.value), str(fact.year_so_far.value)) == (value, so_far)
    assert (fact.status.value, fact.is_within_year) == (status, within)
    if within:
        assert fact.achievement is None


@pytest.mark.parametrize(
    ("report", "value", "share", "status"),
    [
        ("2026-Q1", "100", "25.0", "not_met"),
        ("2026-Q3", "90", "77.5", "not_met"),  # 100 + 120 + 90 of the year's 400
        ("2026-09", None, None, "no_data"),
        ("2026-9M", "310", "77.5", "not_met"),
        ("2026-Q4", "95", "101.3", "exceeded"),
        ("2026", "405", "101.3", "exceeded"),
    ],
)
def test_what_was_done_since_january_is_held_against_what_the_year_is_to_reach(
    report: str, value: str | None, share: str | None, status: str
) -> None:
    one = indicator("CT1", target(Operator.AT_LEAST, "400"), UP, year=2026, unit="hộ", aggregation=Aggregation.SUM)
    rows = [measurement("CT1", f"2026-Q{n}", amount) for n, amount in enumerate(("100", "120", "90", "95"), 1)]
    fact = _fact(one, rows, report)
    assert (fact.value, fact.achievement) == tuple(Decimal(one) if one else None for one in (value, share))
    assert (fact.status.value, fact.is_within_year) == (status, False)


@pytest.mark.parametrize(
    ("report", "value", "year", "operator", "under_way"),
    [
        ("2026-Q2", "36", 2026, Operator.AT_LEAST, True),
        ("2026-9M", "36", 2026, Operator.AT_LEAST, True),
        ("2026-W36", "36", 2026, Operator.EQUAL, True),
        ("2026-Q2", "40", 2026, Operator.AT_LEAST, False),
        ("2026-Q4", "36", 2026, Operator.AT_LEAST, False),
        ("2026-12", "36", 2026, Operator.AT_LEAST, False),
        ("2026", "36", 2026, Operator.AT_LEAST, False),
        ("2026-Q2", "36", 2025, Operator.AT_LEAST, False),
        ("2026-Q2", "36", None, Operator.AT_LEAST, False),
        ("2026-Q2", "46", 2026, Operator.AT_MOST, False),
    ],
)
def test_a_target_of_the_year_is_under_way_until_the_year_ends(
    report: str, value: str, year: int | None, operator: Operator, under_way: bool
) -> None:
    one = indicator("CT1", target(operator, "40"), UP, year=year)
    fact = _fact(one, [measurement("CT1", report, value)], report)
    assert fact.is_under_way is under_way
    assert fact.standing == ("under_way" if under_way else fact.status.value)
    assert not under_way or fact.status is IndicatorStatus.NOT_MET


@pytest.mark.parametrize(
    ("report", "way", "under_way"),
    [
        ("2026-Q2", Aggregation.POINT, True),
        ("2026-Q4", Aggregation.POINT, False),
        ("2026-Q2", Aggregation.MEAN, True),
        ("2026-Q2", Aggregation.SUM, False),
        ("2026-Q2", Aggregation.YEAR_TO_DATE, False),
    ],
)
def test_a_level_that_is_to_come_down_by_the_years_end_is_under_way_and_a_sum_above_its_ceiling_is_not(
    report: str, way: Aggregation, under_way: bool
) -> None:
    one = indicator("CT1", target(Operator.AT_MOST, "10"), DOWN, year=2026, aggregation=way)
    fact = _fact(one, [measurement("CT1", report, "12")], report)
    assert (fact.status, fact.is_under_way) == (IndicatorStatus.NOT_MET, under_way)


@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize(("value", "nearness"), [("2.5", "80"), ("1.6", "125")])
def test_what_is_above_its_ceiling_is_further_from_it_than_what_is_below(
    direction: Direction, value: str, nearness: str
) -> None:
    one = indicator("CT1", target(Operator.AT_MOST, "2"), direction, year=2026)
    assert _fact(one, [measurement("CT1", "2026-Q2", value)], "2026-Q2").nearness == Decimal(nearness)


def test_a_years_ceiling_that_is_passed_is_put_in_order_by_what_the_year_came_to() -> None:
    one = indicator("CT1", target(Operator.AT_MOST, "5"), DOWN, year=2026, unit="vụ", aggregation=Aggregation.SUM)
    rows = [measurement("CT1", "2026-Q1", "4"), measurement("CT1", "2026-Q2", "4")]
    assert _fact(one, rows, "2026-Q2").nearness == Decimal("62.5")


@pytest.mark.parametrize("rule", CutoffRule)
@pytest.mark.parametrize(("report", "so_far"), [("2026-W01", "25"), ("2026-W02", "40"), ("2026-W53", "50")])
def test_a_week_over_new_year_counts_in_the_year_of_weeks(rule: CutoffRule, report: str, so_far: str) -> None:
    one = indicator("CT1", target(Operator.AT_LEAST, "400"), UP, year=2026, aggregation=Aggregation.SUM)
    rows = [measurement("CT1", f"2026-W{n:02}", value) for n, value in ((1, "25"), (2, "15"), (53, "10"))]
    fact = _fact(one, rows, report, rule=rule)
    assert (fact.held.value, fact.status) == (Decimal(so_far), IndicatorStatus.NOT_MET)


def test_a_quarter_that_lacks_the_ones_before_says_so() -> None:
    one = indicator("CT1", target(Operator.AT_LEAST, "400"), UP, year=2026, aggregation=Aggregation.SUM)
    fact = _fact(one, [measurement("CT1", "2026-Q3", "90")], "2026-Q3")
    assert [one.code for one in fact.held.missing] == ["2026-Q1", "2026-Q2"]


def test_a_later_years_goal_is_held_against_the_whole_year_too() -> None:
    one = indicator("CT1", target(Operator.AT_LEAST, "400"), UP, year=2030, aggregation=Aggregation.SUM)
    rows = [measurement("CT1", f"2026-Q{n}", "100") for n in (1, 2)]
    fact = _fact(one, rows, "2026-Q2")
    assert (fact.status, fact.is_within_year, fact.achievement) == (IndicatorStatus.NOT_DUE, False, Decimal("50.0"))


@pytest.mark.parametrize(("last", "status"), [("0", "exceeded"), ("1", "met"), ("2", "not_met")])
def test_the_last_part_of_a_year_is_judged_by_the_whole_year(last: str, status: str) -> None:
    rows = [measurement("CT1", f"2026-Q{n}", {2: "1", 4: last}.get(n, "0")) for n in range(1, 5)]
    assert [_fact(CEILING, rows, code, OF_2026).status.value for code in ("2026-Q4", "2026")] == [status, status]
    assert _fact(CEILING, rows, "2026-Q3", OF_2026).is_within_year


def test_the_last_part_of_a_year_that_lacks_an_earlier_one_is_not_judged_as_kept() -> None:
    rows = [measurement("CT1", f"2026-Q{n}", "0") for n in (1, 3, 4)]
    fact = _fact(CEILING, rows, "2026-Q4", OF_2026)
    assert fact.is_within_year
    assert fact.year_so_far is not None and [one.code for one in fact.year_so_far.missing] == ["2026-Q2"]


@pytest.mark.parametrize(
    ("goal", "direction", "value", "status"),
    [
        (target(Operator.BELOW, "2"), UP, "1", "not_due"),
        (target(Operator.BELOW, "2"), UP, "2", "not_met"),  # on it is no longer below it
        (target(Operator.AT_MOST, "2"), UP, "2", "not_due"),
        (target(Operator.EQUAL, "2"), DOWN, "0", "not_due"),
        (target(Operator.RANGE, "1", "2"), DOWN, "3", "not_met"),
        (target(Operator.EQUAL, "2"), UP, "1", "not_met"),  # what should grow is judged as ever
        (target(Operator.AT_LEAST, "2"), UP, "2", "met"),
    ],
)
@pytest.mark.parametrize("aggregation", [Aggregation.SUM, Aggregation.YEAR_TO_DATE])
def test_only_what_should_stay_small_waits_for_the_years_end(
    aggregation: Aggregation, goal: Target, direction: Direction, value: str, status: str
) -> None:
    one = indicator("CT1", goal, direction, year=2026, aggregation=aggregation)
    assert _fact(one, [measurement("CT1", "2026-Q1", value)], "2026-Q1").status.value == status


@pytest.mark.parametrize("aggregation", [Aggregation.POINT, Aggregation.MEAN])
def test_a_level_is_held_against_the_years_ceiling_at_any_time(aggregation: Aggregation) -> None:
    one = indicator("CT1", AT_MOST_2, DOWN, year=2026, aggregation=aggregation)
    assert _fact(one, [measurement("CT1", "2026-Q1", "1")], "2026-Q1").status is IndicatorStatus.EXCEEDED


def test_the_ceiling_of_a_later_year_is_that_years() -> None:
    one = indicator("CT1", AT_MOST_2, DOWN, year=2030, aggregation=Aggregation.SUM)
    fact = _fact(one, [measurement("CT1", "2026-Q1", "9")], "2026-Q1")
    assert (fact.status, fact.is_within_year) == (IndicatorStatus.NOT_DUE, False)
