"""Another workbook taken as the dossier's; the one before is kept, and stays where the new one cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.jobs import Step
from generator.web.dossiers import DossierFolder, stale
from generator.web.tasks import check

PUT = "Giữ bản trước, đặt sổ tính mới"
TITLE = "Thay sổ tính"
STEPS = (PUT, Step.READ, Step.VALIDATE)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """The `mark` of the workbook now. Raises Stale where the one before is no longer that of `mark`."""
    on_step(PUT)
    arriving = dossier.folder / wanted["arriving"]
    try:
        if dossier.workbook_mark() != wanted["mark"]:
            raise stale()
        with dossier.workbook_replaced(arriving):
            check.renew(dossier, on_step)
    finally:
        arriving.unlink(missing_ok=True)
    return {"mark": dossier.workbook_mark()}
