"""A copy of the workbook with the sheets and columns that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.intake import upgrade_workbook
from generator.web.dossiers import DossierFolder
from generator.web.tasks.copies import cleared

TITLE = "Bổ sung trang, cột còn thiếu"
STEPS = ("Đọc sổ tính và bổ sung",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`mark` of the workbook that was copied, and what was `added`, in words."""
    on_step(STEPS[0])
    mark = dossier.workbook_mark()
    return {"mark": mark, "added": list(upgrade_workbook(dossier.workbook, cleared(dossier, "upgrade")))}
