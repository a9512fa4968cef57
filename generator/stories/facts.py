"""`facts`: every figure of a period as another program reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from generator.compute.facts import compute
from generator.compute.facts_json import facts_as_json
from generator.core.problems import BadDossier
from generator.stories.dossier import check, find_period, period_problems
from generator.stories.jobs import Checked


def facts_of(workbook: Path, period: str, as_of: date | None = None) -> tuple[dict[str, Any], Checked]:
    """The facts of contract section 5 as JSON-ready values, also where some rows are faulty (see its `problems`)."""
    checked = check(workbook)
    if checked.dossier is None:
        raise BadDossier(f"Không lập được hồ sơ từ “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    found = find_period(period, checked.dossier)
    problems = (*checked.problems, *period_problems(checked.dossier, found))
    return facts_as_json(compute(checked.dossier, found, as_of), problems), Checked(checked.dossier, problems)
