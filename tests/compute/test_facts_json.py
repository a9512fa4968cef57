from __future__ import annotations

import json
from decimal import Decimal

import pytest

from generator.compute.facts import compute
from generator.compute.facts_json import facts_as_json, plain_number
from generator.core.model import Aggregation, Deadline, DeadlineKind, Dossier, Operator, ReportedStatus
from generator.core.problems import Place, Problem
from tests.compute.dossiers import (
    KHCN,
    dossier,
    due,
    indicator,
    measurement,
    milestone,
    money,
    paid,
    period,
    progress,
    target,
    task,
)

ZERO_COUNTS = dict.fromkeys(
    (
        "completed_on_time",
        "completed_late",
        "in_progress",
        "in_progress_overdue",
        "not_started",
        "not_started_overdue",
        "suspended",
        "ongoing",
    ),
    0,
)


def _example() -> Dossier:
    return dossier(
        tasks=(
            task("I.7", due("2025-12-31"), group_title="Thể chế"),
            task("I.8", Deadline(DeadlineKind.TEXT, "Sau khi có hướng dẫn"), lead=(), group_title="Thể chế"),
        ),
        progress=(progress("I.7", "2025-Q3", ReportedStatus.IN_PROGRESS),),
        indicators=(
            indicator("CT01", target(Operator.AT_LEAST, "90")),
            indicator("CT02", target(Operator.YES_NO), unit=""),
            indicator("CT03", target(Operator.RANGE, "9.0", "10"), year=2030, aggregation=Aggregation.SUM),
        ),
        milestones=(milestone("CT01", 2025, target(Operator.ABOVE, "80")),),
        measurements=(
            measurement("CT01", "2025-Q2", "60.0"),
            measurement("CT01", "2025-Q3", "62.50"),
            measurement("CT02", "2025-Q2", words="Hoàn thành"),
        ),
        funding=(money("KP1", "973756"), money("KP2", "2.773E+6", "Nguồn khác")),
        disbursements=(paid("KP2", "2025-Q3", "1500.50", "1386500"),),
    )


def test_the_facts_are_exactly_the_promised_object() -> None:
    problem = Problem("KP003", Place("hồ sơ.xlsx", "Kinh phí"), "Tổng không khớp.", "Xem lại.")
    printed = facts_as_json(compute(_example(), period("2025-Q3")), [problem])
    expected = {
        "period": {
            "code": "2025-Q3",
            "kind": "quarter",
            "label": "quý III năm 2025",
            "start": "2025-06-15",
            "end": "2025-09-14",
        },
        "as_of": "2025-09-14",
        "tasks": {
            "total": 2,
            "counts": ZERO_COUNTS | {"in_progress": 1, "not_started": 1},
            "undated": 1,
            "due": 0,
            "due_completed": 0,
            "items": [
                {
                    "code": "I.7",
                    "status": "in_progress",
                    "deadline": "2025-12-31",
                    "deadline_kind": "date",
                    "reported": True,
                    "lead": [KHCN],
                },
                {
                    "code": "I.8",
                    "status": "not_started",
                    "deadline": None,
                    "deadline_kind": "text",
                    "reported": False,
                    "lead": [],
                },
            ],
            "by_agency": [{"agency": KHCN, "total": 1, "counts": ZERO_COUNTS | {"in_progress": 1}}],
            "by_group": [
                {
                    "group": "I",
                    "title": "Thể chế",
                    "total": 2,
                    "counts": ZERO_COUNTS | {"in_progress": 1, "not_started": 1},
                }
            ],
        },
        "indicators": [
            {
                "code": "CT01",
                "name": "Chỉ tiêu CT01",
                "unit": "%",
                "target": {"operator": ">", "value": "80", "upper": None, "year": 2025},
                "aggregation": "point",
                "parts": [{"period": "2025-Q3", "value": "62.5"}],
                "missing_parts": [],
                "value": "62.5",
                "carried_from": None,
                "achievement": "78.1",
                "status": "not_met",
                "previous": {"period": "2025-Q2", "value": "60", "change": "2.5"},
                "same_period_last_year": None,
            },
            {
                "code": "CT02",
                "name": "Chỉ tiêu CT02",
                "unit": "",
                "target": {"operator": "yesno", "value": None, "upper": None, "year": None},
                "aggregation": "point",
                "parts": [],
                "missing_parts": [],
                "value": "Hoàn thành",
                "carried_from": "2025-Q2",
                "achievement": None,
                "status": "met",
                "previous": None,
                "same_period_last_year": None,
            },
            {
                "code": "CT03",
                "name": "Chỉ tiêu CT03",
                "unit": "%",
                "target": {"operator": "range", "value": "9", "upper": "10", "year": 2030},
                "aggregation": "sum",
                "parts": [],
                "missing_parts": [],
                "value": None,
                "carried_from": None,
                "achievement": None,
                "status": "no_data",
                "previous": None,
                "same_period_last_year": None,
            },
        ],
        "funding": {
            "lines": [
                {
                    "code": "KP1",
                    "source": "Ngân sách tỉnh",
                    "planned": "973756",
                    "allocated": None,
                    "disbursed": None,
                    "rate": None,
                },
                {
                    "code": "KP2",
                    "source": "Nguồn khác",
                    "planned": "2773000",
                    "allocated": "1500.5",
                    "disbursed": "1386500",
                    "rate": "50.0",
                },
            ],
            "totals": {"planned": "3746756", "allocated": "1500.5", "disbursed": "1386500", "rate": "37.0"},
        },
        "problems": [
            {
                "code": "KP003",
                "severity": "warning",
                "file": "hồ sơ.xlsx",
                "sheet": "Kinh phí",
                "cell": None,
                "message": "Tổng không khớp.",
                "fix": "Xem lại.",
            }
        ],
    }
    # Compared as text, so that the order of the keys and the types are held too.
    assert json.dumps(printed, ensure_ascii=False, indent=1) == json.dumps(expected, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("80.00", "80"),
        ("62.50", "62.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("1E-7", "0.0000001"),
        ("-0.0", "0"),
        ("-7.750", "-7.75"),
        ("12345678901234567890123456789012.5", "12345678901234567890123456789012.5"),
    ],
)
def test_numbers_are_plain(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text
