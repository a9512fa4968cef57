"""The rows that everybody may read, as a person ticked them, written into the workbook; then looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.jobs import Step
from generator.stories.publish import mark_public
from generator.web.dossiers import DossierFolder
from generator.web.tasks import publish_look
from generator.web.tasks.check import keep_state
from generator.web.tasks.mend import WRITE, change_workbook

TITLE = "Ghi những dòng công khai"
STEPS = (WRITE, Step.READ, Step.VALIDATE)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What tasks/mend.py tells, with the `period` that is looked at; `chosen` are the codes of each sheet."""
    period = {"period": wanted["period"]}

    def look() -> None:
        found = publish_look.run(dossier, period, lambda _: None)
        keep_state(dossier, "publish_look", publish_look.TITLE, publish_look.STEPS, found, period)

    told = change_workbook(
        dossier, wanted["mark"], lambda out: mark_public(dossier.workbook, wanted["chosen"], out), on_step, look
    )
    return {**told, **period}
