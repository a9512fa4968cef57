"""Letters to agencies with overdue or unreported tasks, and the register of what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.stories.jobs import STEPS as BUILD_STEPS
from generator.stories.jobs import OnStep, options_from
from generator.stories.letters_due import RemindJob
from generator.stories.remind import Reminded, remind
from generator.web.dossiers import DossierFolder

TITLE = "Lập công văn đôn đốc"
STEPS = BUILD_STEPS
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: OnStep) -> dict[str, Any]:
    """Who is reminded of what, the letters by file, those that stand as sent, what still wants a person."""
    asked = options_from(RemindJob, wanted)
    job = RemindJob(dossier.workbook, out=dossier.outputs, today=date.today(), **asked)
    mark = dossier.workbook_mark()
    return {"mark": mark, **_told(remind(job, on_step))}


def _told(done: Reminded) -> dict[str, Any]:
    made = done.outcome
    return {
        "period": done.facts.period.code,
        "as_of": done.facts.as_of.isoformat(),
        "before": done.before.isoformat(),
        "reminders": [
            {
                "agency": one.agency,
                "overdue": [fact.task.code for fact in one.overdue],
                "unreported": [fact.task.code for fact in one.unreported],
            }
            for one in done.reminders
        ],
        "labels": dict(made.labels) if made else {},
        "gaps": list(made.gaps) if made else [],
        "edited": [one.name for one in made.merged] if made else [],
        "waiting": sum(len(one.conflicts) for one in made.merged) if made else 0,
        "standing": [
            {"name": one.name, "number": one.number, "day": one.day.isoformat() if one.day else ""}
            for one in done.standing
        ],
        "problems": [one.without_folder().as_json() for one in done.problems],
    }
