from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.compute.collecting import collect_answers
from generator.compute.facts import compute
from generator.compute.reporting import AgencyReporting, is_collective
from generator.core.model import Operator, ReportedStatus
from tests.compute.dossiers import (
    KHCN,
    TAI_CHINH,
    Y_TE,
    agency,
    dossier,
    due,
    indicator,
    measurement,
    money,
    paid,
    period,
    progress,
    target,
    task,
)

IN_PROGRESS = ReportedStatus.IN_PROGRESS


def test_each_lead_agency_is_asked_for_every_task() -> None:
    facts = compute(
        dossier(
            agencies=(agency(Y_TE), agency(KHCN)),
            tasks=(
                task("N1", lead=(KHCN,)),
                task("N2", lead=(KHCN, Y_TE)),
                task("N3", lead=(KHCN,)),
                task("N4", lead=("Các sở, ban, ngành",)),
                task("N5", due("2025-03-31"), lead=(TAI_CHINH,)),
                task("N6", due("2025-12-31"), lead=(TAI_CHINH,)),
            ),
            progress=(
                progress("N1", "2025-08", IN_PROGRESS),
                progress("N1", "2025-09", IN_PROGRESS),
                progress("N2", "2025-Q2", IN_PROGRESS),
                progress("N5", "2025-Q1", ReportedStatus.COMPLETED, "2025-03-01"),
                progress("N6", "2025-Q3", ReportedStatus.COMPLETED, "2025-09-01"),
            ),
        ),
        period("2025-Q3"),
    )
    assert facts.reporting == (
        AgencyReporting(Y_TE, tasks=1, reported=0, closed=0, collective=False),
        AgencyReporting(KHCN, tasks=3, reported=1, closed=0, collective=False),
        AgencyReporting("Các sở, ban, ngành", tasks=1, reported=0, closed=0, collective=True),
        AgencyReporting(TAI_CHINH, tasks=2, reported=1, closed=1, collective=False),
    )
    assert [one.has_reported for one in facts.reporting] == [False, True, False, True]
    assert [one.missing for one in facts.reporting] == [1, 2, 1, 0]
    assert [one.is_complete for one in facts.reporting] == [False, False, False, True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Các sở, ban, ngành", True),
        ("Các địa phương", True),
        ("các xã, phường", True),
        ("Các", True),
        ("Sở, ban, ngành tỉnh", True),
        ("UBND các xã, phường", True),
        ("Uỷ ban nhân dân các xã, phường", True),
        ("Sở Khoa học và Công nghệ", False),
        ("Sở Văn hóa, Thể thao và Du lịch", False),
        ("Ban Quản lý các khu công nghiệp", False),
        ("UBND phường Cầu Ông Lãnh", False),
        ("Cácte", False),
        ("Đảng ủy các xã, phường", True),
        ("Công an các đơn vị, địa phương", True),
        ("Phòng, ban chuyên môn", True),
        ("Ban Quản lý các Khu kinh tế tỉnh", False),
    ],
)
def test_a_name_for_many_bodies_is_told_from_a_name_of_one(name: str, expected: bool) -> None:
    assert is_collective(name) is expected


def test_a_difficulty_ends_with_the_next_row_that_names_it_no_more() -> None:
    facts = compute(
        dossier(
            tasks=(task("N1", lead=(KHCN,)), task("N2", lead=(Y_TE,))),
            progress=(
                progress("N2", "2025-Q3", IN_PROGRESS, difficulty="Thiếu nhân lực", reporter=(TAI_CHINH,)),
                progress("N1", "2025-06", IN_PROGRESS, difficulty="Của kỳ trước"),
                progress("N1", "2025-07", IN_PROGRESS, difficulty="Chậm giải phóng mặt bằng"),
                progress("N1", "2025-08", IN_PROGRESS, difficulty="Thiếu vốn"),
                progress("N1", "2025-09", IN_PROGRESS, difficulty="thiếu  VỐN"),
            ),
        ),
        period("2025-Q3"),
    )
    assert [(one.fact.task.code, one.text, one.agencies) for one in facts.tasks.difficulties] == [
        ("N1", "thiếu  VỐN", (KHCN,)),
        ("N2", "Thiếu nhân lực", (TAI_CHINH,)),
    ]


def test_a_partner_of_the_lead_is_not_covered_by_its_row() -> None:
    facts = compute(
        dossier(
            tasks=(task("N1", lead=(KHCN, TAI_CHINH)),),
            progress=(progress("N1", "2025-Q3", IN_PROGRESS, reporter=(KHCN,)),),
        ),
        period("2025-Q3"),
    )
    assert [(one.agency, one.has_reported) for one in facts.reporting] == [(KHCN, True), (TAI_CHINH, False)]


def test_a_row_of_a_common_task_that_names_nobody_is_nobodys_report() -> None:
    facts = compute(
        dossier(
            tasks=(task("N1", lead=(KHCN, TAI_CHINH)), task("N2", lead=(Y_TE,))),
            progress=(progress("N1", "2025-Q3", IN_PROGRESS), progress("N2", "2025-Q3", IN_PROGRESS)),
        ),
        period("2025-Q3"),
    )
    assert [fact.reported for fact in facts.tasks.items] == [True, True]
    assert [one.has_reported for one in facts.reporting] == [False, False, True]


def test_a_difficulty_of_one_leading_agency_is_not_ended_by_the_row_of_the_other() -> None:
    facts = compute(
        dossier(
            tasks=(task("N1", lead=(KHCN, Y_TE)),),
            progress=(
                progress("N1", "2025-07", IN_PROGRESS, difficulty="Thiếu vốn", reporter=(KHCN,)),
                progress("N1", "2025-08", IN_PROGRESS, reporter=(Y_TE,)),
            ),
        ),
        period("2025-Q3"),
    )
    assert [(one.text, one.agencies) for one in facts.tasks.difficulties] == [("Thiếu vốn", (KHCN,))]


CODE = "2025-Q3"


def _who(**sheets: Any) -> dict[str, tuple[bool, int]]:
    facts = compute(dossier(**sheets), period(CODE))
    return {one.agency: (one.has_reported, one.missing) for one in facts.reporting}


@pytest.mark.parametrize("when", ["2025-Q3", "2025-08"])
def test_an_agency_that_sent_only_figures_of_its_own_has_reported_and_still_owes_its_tasks(when: str) -> None:
    tasks = (task("N1", lead=(Y_TE,)), task("N2", lead=(KHCN,)))
    goal = target(Operator.AT_LEAST, "80")
    told = _who(
        tasks=tasks, indicators=(indicator("CT1", goal, lead=(Y_TE,)),), measurements=(measurement("CT1", when, "1"),)
    )
    assert told == {Y_TE: (True, 1), KHCN: (False, 1)}
    told = _who(
        tasks=tasks, funding=(money("KP1", "10", agencies=(Y_TE,)),), disbursements=(paid("KP1", when, None, "1"),)
    )
    assert told == {Y_TE: (True, 1), KHCN: (False, 1)}


def test_money_without_an_agency_is_told_by_those_that_lead_its_task() -> None:
    line = replace(money("KP1", "10", agencies=()), task="N1")
    rows = (paid("KP1", CODE, None, "1"),)
    assert _who(tasks=(task("N1", lead=(Y_TE,)),), funding=(line,), disbursements=rows) == {Y_TE: (True, 1)}


@pytest.mark.parametrize(
    ("lead", "when"), [((Y_TE, KHCN), CODE), ((Y_TE,), "2025-Q2"), ((Y_TE,), "2025"), ((TAI_CHINH,), CODE)]
)
def test_figures_of_several_of_another_period_or_of_another_body_are_nobodys_report(
    lead: tuple[str, ...], when: str
) -> None:
    told = _who(
        tasks=(task("N1", lead=(Y_TE,)),),
        indicators=(indicator("CT1", target(Operator.AT_LEAST, "80"), lead=lead),),
        measurements=(measurement("CT1", when, "1"),),
    )
    assert told == {Y_TE: (False, 1)}


def test_what_is_collected_calls_the_same_agencies_silent_as_the_report() -> None:
    goal = target(Operator.AT_LEAST, "80")
    book = dossier(
        tasks=(task("N1", lead=(Y_TE,)), task("N2", lead=(KHCN,)), task("N3", lead=(TAI_CHINH,))),
        indicators=(indicator("CT1", goal, lead=(Y_TE,)), indicator("CT2", goal, lead=(KHCN, TAI_CHINH))),
        measurements=(measurement("CT1", "2025-08", "1"), measurement("CT2", CODE, "1")),
    )
    found = collect_answers(book, (), period(CODE), overwrite=False)
    silent = {one.agency for one in compute(book, period(CODE)).reporting if not one.has_reported}
    assert {*found.silent} == silent == {KHCN, TAI_CHINH}
    assert [one.code for one in found.problems] == ["TL012", "TL011", "TL011"]
    assert "Sở Y tế còn 2 mục chưa trả lời" in found.problems[0].message
