"""The example dossiers: made from the real plans, the same at every run, and without a mistake of their own."""

from __future__ import annotations

import io
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.compute.facts import compute
from generator.compute.facts_json import facts_as_json
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.problems import Problem
from generator.read.workbook import read_workbook
from generator.validate.rows import validate
from inputs.example_data import nq57, plan_2391
from inputs.make_examples import FOLDER, examples

NAMES = ("lai-chau-nq57.xlsx", "lai-chau-2391.xlsx", "xep-hang-minh-hoa.xlsx")


@cache
def dossier(name: str) -> tuple[Dossier, tuple[Problem, ...]]:
    book, problems = read_workbook(FOLDER / name)
    assert book is not None, problems
    found, more = validate(book)
    assert found is not None, more
    return found, (*problems, *more)


@cache
def made() -> dict[str, bytes]:
    """What the script makes, made once."""
    return examples()


def period(code: str) -> Period:
    found = parse_period(code)
    assert found is not None
    return found


def plan_text(name: str) -> str:
    return " ".join((FOLDER / "plans" / name).read_text("utf-8").split())


@pytest.mark.parametrize("name", NAMES)
def test_the_checked_in_dossiers_are_what_the_script_makes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == made()[name]


@pytest.mark.parametrize(("name", "codes"), [(NAMES[0], ["KT007", "KT007"]), (NAMES[1], ["KP003"]), (NAMES[2], [])])
def test_an_example_has_no_mistake_but_those_of_its_plan(name: str, codes: list[str]) -> None:
    assert [problem.code for problem in dossier(name)[1]] == codes


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_that_its_figures_are_invented(name: str) -> None:
    assert dossier(name)[0].settings.illustrative
    sheet = load_workbook(io.BytesIO(made()[name]))["Thông tin chung"]
    assert ("Số liệu minh hoạ", "Có") in list(sheet.iter_rows(values_only=True))


def test_the_sums_of_plan_2391_are_not_its_stated_total() -> None:
    found, problems = dossier("lai-chau-2391.xlsx")
    assert [line.planned for line in found.funding] == [Decimal(973756), Decimal(2773000)]
    assert found.settings.stated_total == Decimal(3726756)
    text = plan_text("lai-chau-ke-hoach-2391-2026.txt")
    assert all(figure in text for figure in ("3.726.756", "973.756", "2.773.000"))
    assert "3.746.756" in problems[0].message


@pytest.mark.parametrize("task", plan_2391.TASKS, ids=lambda task: task[0])
def test_the_tasks_of_plan_2391_are_its_own_words(task: tuple[str, ...]) -> None:
    text = plan_text("lai-chau-ke-hoach-2391-2026.txt")
    assert task[2].rstrip(".") in text
    assert plan_2391.GROUPS[task[1]] in text


@pytest.mark.parametrize(
    ("plan", "figures"),
    [
        ("lai-chau-ke-hoach-2391-2026.txt", [str(indicator[4]) for indicator in plan_2391.INDICATORS]),
        ("lai-chau-chuong-trinh-hanh-dong-nq57.txt", [str(indicator[4]) for indicator in nq57.INDICATORS]),
    ],
)
def test_every_target_of_an_example_stands_in_its_plan(plan: str, figures: list[str]) -> None:
    text = plan_text(plan).replace("37,6 %", "37,6%")
    missing = [figure for figure in figures if figure not in text]
    assert missing in ([], ["Đạt"])


def test_both_kinds_of_issuer_appear() -> None:
    committee, department = (dossier(name)[0].settings for name in NAMES[:2])
    assert (committee.parent_body, committee.authority_lines) == ("", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"))
    assert (department.parent_body, department.authority_lines) == ("Ủy ban nhân dân tỉnh Lai Châu", ())
    assert department.addressees == ("Ủy ban nhân dân tỉnh Lai Châu",)


def test_every_task_status_occurs_and_all_forty_tasks_are_counted() -> None:
    found, _ = dossier("lai-chau-nq57.xlsx")
    counts = {
        "completed_on_time": 15,
        "completed_late": 7,
        "in_progress": 1,
        "in_progress_overdue": 2,
        "not_started": 1,
        "not_started_overdue": 1,
        "suspended": 1,
        "ongoing": 12,
    }
    facts = facts_as_json(compute(found, period("2026-Q2")), ())
    assert facts["tasks"]["counts"] == counts
    assert sum(counts.values()) == 40


@pytest.mark.parametrize("code", ["2025-Q3", "2026-Q2"])
def test_each_shown_period_has_rows_for_every_part_of_the_report(code: str) -> None:
    found, _ = dossier("lai-chau-nq57.xlsx")
    shown = period(code)
    facts = facts_as_json(compute(found, shown), ())
    indicators = facts["indicators"]
    assert {indicator["status"] for indicator in indicators} == {"met", "exceeded", "not_met", "not_due", "no_data"}
    assert any(indicator["previous"] for indicator in indicators)
    assert any(indicator["same_period_last_year"] for indicator in indicators)
    assert facts["tasks"]["counts"]["in_progress_overdue"] > 0
    assert not all(task["reported"] for task in facts["tasks"]["items"])
    assert Decimal(facts["funding"]["totals"]["disbursed"]) > 0
    assert any(document.period == shown for document in found.documents)


def test_one_section_is_left_to_a_person_in_the_first_shown_period() -> None:
    found, _ = dossier("lai-chau-nq57.xlsx")
    first, last = (
        {text.section for text in found.narratives if text.period == period(code)} for code in ("2025-Q3", "2026-Q2")
    )
    assert last - first == {"Đề xuất, kiến nghị"}
    assert len(last) == 12


def test_the_script_writes_into_the_folder_it_is_given(tmp_path: Path) -> None:
    from inputs.make_examples import main

    main(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
