"""The progress that a person typed on the page, written into the workbook; then checked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core.period_names import parse_period
from generator.core.problems import WrongUsage
from generator.stories.jobs import Step
from generator.stories.progress_table import Answer, enter_progress, progress_table
from generator.web.dossiers import DossierFolder
from generator.web.tasks import entry_look
from generator.web.tasks.check import keep_state
from generator.web.tasks.mend import WRITE, change_workbook

TITLE = "Ghi kết quả"
STEPS = (WRITE, Step.READ, Step.VALIDATE)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What tasks/mend.py tells, with the `period` and the number of `tasks` written."""
    period = parse_period(wanted["period"])
    if period is None:
        raise WrongUsage("Chưa chọn kỳ.", "Chọn một kỳ.")
    answers = [Answer(one["code"], one["values"]) for one in wanted["answers"]]

    def look() -> None:
        table = {**progress_table(dossier.workbook, period), "mark": dossier.workbook_mark()}
        keep_state(dossier, "entry_look", entry_look.TITLE, entry_look.STEPS, table, {"period": period.code})

    told = change_workbook(
        dossier, wanted["mark"], lambda out: enter_progress(dossier.workbook, period, answers, out), on_step, look
    )
    return {**told, "period": period.code, "tasks": len(answers)}
