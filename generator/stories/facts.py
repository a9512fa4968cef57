"""`facts`: every figure of a period as another program reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from generator.compute.facts import compute
from generator.compute.facts_json import facts_as_json
from generator.compute.plan_changes import plan_doubts
from generator.compute.plan_scope import only_plans
from generator.core.problems import BadDossier
from generator.stories.dossier import check, find_period, find_plan, period_problems
from generator.stories.jobs import Checked


def facts_of(
    workbook: Path, period: str, as_of: date | None = None, plan: str | None = None
) -> tuple[dict[str, Any], Checked]:
    """The facts as JSON-ready values, also where some rows are faulty (see its `problems`).

    With `plan` those of this plan alone. Raises BadDossier, and WrongUsage for a period or a plan that is none.
    """
    checked = check(workbook)
    if checked.dossier is None:
        raise BadDossier(f"Không lập được hồ sơ từ “{workbook.name}”.", "Sửa các lỗi sau.", checked.problems)
    found, code = find_period(period, checked.dossier), find_plan(plan, checked.dossier)
    plans = (code,) if code else ()
    dossier = only_plans(checked.dossier, plans) if plans else checked.dossier
    facts = compute(dossier, found, as_of, plans=plans)
    unplanned = plan_doubts(checked.dossier, plans, facts.as_of)
    problems = (*checked.problems, *unplanned, *period_problems(dossier, found))
    return facts_as_json(facts, problems), Checked(checked.dossier, problems)
