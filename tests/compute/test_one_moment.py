"""Two periods that end on one day have one level: two figures for it are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.stories.dossier import check

BASE = Path(__file__).parents[1] / "cases/workbook/base.xlsx"


def codes(tmp_path: Path, *rows: tuple[str, str, float]) -> list[str]:
    book = load_workbook(BASE)
    for row in rows:
        book["Số liệu"].append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    return [problem.code for problem in check(path).problems if problem.code == "CT013"]


@pytest.mark.parametrize("period", ["2025-H1", "2025-06"])
def test_two_figures_for_one_moment_are_asked_about(tmp_path: Path, period: str) -> None:
    assert codes(tmp_path, ("CT01", period, 60)) == ["CT013"]


def test_the_same_figure_twice_is_no_question(tmp_path: Path) -> None:
    assert codes(tmp_path, ("CT01", "2025-H1", 55.5)) == []
    assert codes(tmp_path, ("CT01", "2025-Q1", 50)) == []
