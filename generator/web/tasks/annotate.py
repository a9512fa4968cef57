"""A copy of the workbook with every faulty cell coloured and commented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.check import check_workbook
from generator.web.dossiers import DossierFolder
from generator.web.tasks.copies import cleared

TITLE = "Tạo bản đánh dấu"
STEPS = ("Đọc sổ tính và đánh dấu các ô có vấn đề",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`mark` of the workbook that was copied, and the number of problems marked."""
    on_step(STEPS[0])
    mark = dossier.workbook_mark()
    problems = check_workbook(dossier.workbook, None, cleared(dossier, "annotate"), dossier.outputs)
    return {"mark": mark, "problems": len(problems)}
