from __future__ import annotations

import pytest

from generator.compute.counts import Counts
from generator.compute.facts import compute, task_facts_at
from generator.core.model import Operator, ReportedStatus
from generator.core.periods import CutoffRule
from tests.compute.dossiers import (
    KHCN,
    NO_DEADLINE,
    RECURRING,
    TAI_CHINH,
    Y_TE,
    agency,
    day,
    document,
    dossier,
    due,
    indicator,
    money,
    narrative,
    paid,
    period,
    progress,
    target,
    task,
)

IN_PROGRESS, COMPLETED, SUSPENDED = ReportedStatus.IN_PROGRESS, ReportedStatus.COMPLETED, ReportedStatus.SUSPENDED


def _codes(facts: tuple[object, ...]) -> list[str]:
    return [fact.task.code for fact in facts]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rule", "as_of", "expected"),
    [
        (CutoffRule.DECREE_09, None, ("2025-06-15", "2025-09-14", "2025-09-14")),
        (CutoffRule.CALENDAR, None, ("2025-07-01", "2025-09-30", "2025-09-30")),
        (CutoffRule.DECREE_09, "2025-10-20", ("2025-06-15", "2025-09-14", "2025-10-20")),
    ],
)
def test_lateness_is_judged_at_the_windows_end_unless_said_otherwise(
    rule: CutoffRule, as_of: str | None, expected: tuple[str, str, str]
) -> None:
    facts = compute(dossier(rule), period("2025-Q3"), day(as_of) if as_of else None)
    assert (facts.window.start, facts.window.end, facts.as_of) == tuple(day(iso) for iso in expected)


def test_an_empty_dossier_gives_empty_facts() -> None:
    facts = compute(dossier(), period("2025-Q3"))
    assert (facts.tasks.counts, facts.tasks.items, facts.indicators, facts.reporting) == (Counts(), (), (), ())


def test_overdue_and_late_tasks_stand_by_deadline() -> None:
    facts = compute(
        dossier(
            tasks=(
                task("N1", due("2025-09-13")),
                task("N2", due("2025-07-31")),
                task("N3", due("2025-08-31")),
                task("N4", due("2025-06-30")),
                task("N5", due("2025-09-14")),
                task("N6", due("2025-01-31")),
                task("N7", due("2025-02-28")),
            ),
            progress=(
                progress("N2", "2025-Q3", IN_PROGRESS),
                progress("N3", "2025-Q3", COMPLETED, "2025-09-02"),
                progress("N4", "2025-Q3", COMPLETED, "2025-07-02"),
                progress("N6", "2025-Q3", SUSPENDED),
                progress("N7", "2025-Q3", COMPLETED, "2025-02-28"),
            ),
        ),
        period("2025-Q3"),
    )
    assert _codes(facts.tasks.overdue) == ["N2", "N1"]
    assert _codes(facts.tasks.completed_late) == ["N4", "N3"]


@pytest.mark.parametrize(
    ("rule", "report", "expected"),
    [
        (CutoffRule.DECREE_09, "2025-Q3", ["sep15", "oct", "dec14"]),
        (CutoffRule.CALENDAR, "2025-Q3", ["oct", "dec14", "dec15", "dec31"]),
        (CutoffRule.DECREE_09, "2025-9M", ["sep15", "oct", "dec14"]),
        (CutoffRule.DECREE_09, "2025-09", ["sep15"]),
        (CutoffRule.DECREE_09, "2025-Q4", ["dec15", "dec31"]),
    ],
)
def test_tasks_due_next_have_their_deadline_in_the_window_that_follows(
    rule: CutoffRule, report: str, expected: list[str]
) -> None:
    facts = compute(
        dossier(
            rule,
            tasks=(
                task("dec31", due("2025-12-31")),
                task("dec15", due("2025-12-15")),
                task("dec14", due("2025-12-14")),
                task("oct", due("2025-10-31")),
                task("sep15", due("2025-09-15")),
                task("sep14", due("2025-09-14")),
                task("done", due("2025-10-30")),
                task("stopped", due("2025-10-30")),
                task("none", NO_DEADLINE),
                task("always", RECURRING),
            ),
            progress=(
                progress("done", "2025-08", COMPLETED, "2025-08-01"),
                progress("stopped", "2025-08", SUSPENDED),
            ),
        ),
        period(report),
    )
    assert _codes(facts.tasks.due_next) == expected


def test_documents_of_the_months_belong_to_the_quarter() -> None:
    facts = compute(
        dossier(
            documents=(
                document("2025-09", "12/QĐ-UBND", None),
                document("2025-08", "9/CT-UBND", "2025-08-01"),
                document("2025-06", "1/QĐ-UBND", "2025-06-10"),
                document("2025-Q3", "5/KH-UBND", "2025-07-03"),
                document("2025-Q3", "9/ct-UBND", "2025-08-01"),
                document("2025-07", "6/KH-UBND", "2025-07-03"),
                document("2025-Q3", "9/CT-UBND", "2025-08-01", issuer="Sở Y tế"),
            )
        ),
        period("2025-Q3"),
    )
    assert [(one.number, one.issuer) for one in facts.documents] == [
        ("5/KH-UBND", "UBND tỉnh"),
        ("6/KH-UBND", "UBND tỉnh"),
        ("9/CT-UBND", "UBND tỉnh"),
        ("9/CT-UBND", "Sở Y tế"),
        ("12/QĐ-UBND", "UBND tỉnh"),
    ]


def test_narratives_are_those_written_for_this_very_period() -> None:
    rows = (narrative("2025-Q3", "A"), narrative("2025-09", "B"), narrative("2025-9M", "C"), narrative("2025-Q3", "D"))
    facts = compute(dossier(narratives=rows), period("2025-Q3"))
    assert [one.section for one in facts.narratives] == ["A", "D"]


def test_earlier_totals_are_judged_on_their_own_day() -> None:
    book = dossier(
        tasks=(task("N1", due("2025-06-14")), task("N2", due("2025-05-31")), task("N3")),
        progress=(
            progress("N1", "2025-Q1", IN_PROGRESS),
            progress("N2", "2025-Q2", COMPLETED, "2025-06-02"),
            progress("N1", "2025-Q3", COMPLETED, "2025-06-01"),
        ),
    )
    facts = compute(book, period("2025-Q3"), as_of=day("2026-01-01"))
    assert facts.tasks.counts == Counts(completed_on_time=1, completed_late=1, not_started=1)
    assert Counts.of(facts.tasks.previous_items or ()) == Counts(completed_late=1, in_progress=1, not_started=1)
    assert facts.tasks.last_year_items is None
    assert Counts.of(task_facts_at(book, period("2025-Q1")) or ()) == Counts(in_progress=1, not_started=2)
    assert task_facts_at(book, period("2025-02")) is None


def test_one_agencys_report_holds_only_its_own() -> None:
    facts = compute(
        dossier(
            agencies=(agency(TAI_CHINH), agency(KHCN)),
            tasks=(task("N1", lead=(KHCN, TAI_CHINH)), task("N2", lead=(TAI_CHINH,)), task("N3", lead=(KHCN,))),
            progress=(
                progress("N2", "2025-Q2", IN_PROGRESS),
                progress("N2", "2024-Q3", IN_PROGRESS),
                progress("N3", "2025-Q2", COMPLETED, "2025-03-01"),
            ),
            indicators=(
                indicator("CT1", target(Operator.AT_LEAST, "5"), lead=(Y_TE, KHCN)),
                indicator("CT2", target(Operator.AT_LEAST, "5"), lead=(Y_TE,)),
            ),
            funding=(money("KP1", "10", agencies=(Y_TE, KHCN)), money("KP2", "20", agencies=(Y_TE,))),
            disbursements=(paid("KP1", "2025-Q3", "8", "4"), paid("KP2", "2025-Q3", "20", "20")),
        ),
        period("2025-Q3"),
        agency="sở  khoa học và công nghệ",
    )
    assert _codes(facts.tasks.items) == ["N1", "N3"]
    assert [(one.agency, one.counts) for one in facts.tasks.by_agency] == [
        (KHCN, Counts(completed_on_time=1, not_started=1))
    ]
    assert [one.agency for one in facts.reporting] == [KHCN]
    assert [one.indicator.code for one in facts.indicators] == ["CT1"]
    assert [one.line.code for one in facts.funding.lines] == ["KP1"]
    assert str(facts.funding.totals.disbursed) == "4"
    assert Counts.of(facts.tasks.previous_items or ()) == Counts(completed_on_time=1, not_started=1)
    assert facts.tasks.last_year_items is None  # only another agency had reported by then


def test_a_name_nobody_bears_gives_empty_facts() -> None:
    facts = compute(dossier(tasks=(task("N1"),)), period("2025-Q3"), agency="Sở Không có")
    assert facts.tasks.counts.total == 0
