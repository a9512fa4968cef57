"""What of a period everybody may read and what not, before a page of it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from generator.stories.jobs import OnStep, Step
from generator.stories.publish import look_at_public
from generator.web.dossiers import DossierFolder

TITLE = "Xem những gì sẽ công khai"
STEPS = (Step.READ,)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """`period`, `mark` of the workbook, `rows` of every sheet (code and name, public or kept back), `problems`."""
    on_step(Step.READ)
    mark = dossier.workbook_mark()
    found = look_at_public(dossier.workbook, wanted["period"])
    return {
        "period": wanted["period"],
        "mark": mark,
        "rows": [asdict(one) for one in found.rows],
        "problems": [one.without_folder().as_json() for one in found.problems],
    }
