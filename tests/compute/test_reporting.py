from __future__ import annotations

import pytest

from generator.compute.facts import compute
from generator.compute.reporting import AgencyReporting, is_collective
from generator.core.model import ReportedStatus
from tests.compute.dossiers import KHCN, TAI_CHINH, Y_TE, agency, dossier, due, period, progress, task

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
