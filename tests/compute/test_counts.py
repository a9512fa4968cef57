from __future__ import annotations

from decimal import Decimal

from generator.compute.counts import AgencyCounts, Counts, GroupCounts
from generator.compute.facts import compute
from generator.core.model import Progress, ReportedStatus, Task
from tests.compute.dossiers import KHCN, TAI_CHINH, Y_TE, agency, dossier, due, period, progress, task

TASK_FORCE_2017 = (
    # status meant, deadline, completed on, how many (report 1270/BC-TCTTTg of 27/12/2017)
    (ReportedStatus.COMPLETED, "2017-11-30", "2017-11-30", 14068),
    (ReportedStatus.COMPLETED, "2017-11-30", "2017-12-01", 1983),
    (ReportedStatus.IN_PROGRESS, "2018-03-31", None, 5640),
    (ReportedStatus.IN_PROGRESS, "2017-12-13", None, 223),
)


def test_the_sums_of_a_real_report_close() -> None:
    tasks: list[Task] = []
    rows: list[Progress] = []
    for said, deadline, done, number in TASK_FORCE_2017:
        for _ in range(number):
            code = f"N{len(tasks) + 1}"
            tasks.append(task(code, due(deadline)))
            rows.append(progress(code, "2017", said, done))
    counts = compute(dossier(tasks=tuple(tasks), progress=tuple(rows)), period("2017")).tasks.counts
    assert counts == Counts(completed_on_time=14068, completed_late=1983, in_progress=5640, in_progress_overdue=223)
    assert (counts.total, counts.completed, counts.in_progress_all, counts.overdue) == (21914, 16051, 5863, 223)
    assert counts.unfinished == 5863
    assert counts.share(counts.completed) == Decimal("73.2")  # 16051 / 21914 = 73.245 %


def test_the_derived_numbers_add_up_the_right_statuses() -> None:
    counts = Counts(1, 2, 4, 8, 16, 32, 64, 128)
    assert counts.total == 255
    assert (counts.completed, counts.in_progress_all, counts.not_started_all) == (3, 12, 48)
    assert (counts.overdue, counts.unfinished) == (40, 60)


def test_without_tasks_there_is_no_share() -> None:
    assert Counts().share(0) is None


def test_a_task_of_two_leads_counts_once_in_all_and_once_under_each() -> None:
    facts = compute(
        dossier(
            agencies=(agency(TAI_CHINH), agency(Y_TE), agency(KHCN)),
            tasks=(
                task("N1", lead=(KHCN, TAI_CHINH)),
                task("N2", lead=("Công an tỉnh",)),
                task("N3", lead=(KHCN,)),
                task("N4", lead=()),
            ),
            progress=(progress("N1", "2025-Q3", ReportedStatus.IN_PROGRESS),),
        ),
        period("2025-Q3"),
    )
    assert facts.tasks.counts == Counts(in_progress=1, not_started=3)
    assert facts.tasks.by_agency == (  # Sở Y tế leads nothing; Công an tỉnh is not in the sheet and comes last
        AgencyCounts(TAI_CHINH, Counts(in_progress=1)),
        AgencyCounts(KHCN, Counts(in_progress=1, not_started=1)),
        AgencyCounts("Công an tỉnh", Counts(not_started=1)),
    )


def test_groups_stand_in_order_of_appearance_with_the_first_title_written() -> None:
    facts = compute(
        dossier(
            tasks=(
                task("N1", group="II", group_title=""),
                task("N2", group="I", group_title="Thể chế"),
                task("N3", group="II", group_title="Hạ tầng"),
                task("N4", group="", group_title="Khác"),
                task("N5", group="", group_title=""),
                task("N6", group="II", group_title="Hạ tầng số"),
            )
        ),
        period("2025-Q3"),
    )
    assert facts.tasks.by_group == (
        GroupCounts("II", "Hạ tầng", Counts(not_started=3)),
        GroupCounts("I", "Thể chế", Counts(not_started=1)),
        GroupCounts("", "Khác", Counts(not_started=1)),
        GroupCounts("", "", Counts(not_started=1)),
    )
