"""A copy of the workbook with every certain repair made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from generator.core.vietnamese import number_text, short_date
from generator.stories.intake import repair_workbook
from generator.web.dossiers import DossierFolder
from generator.web.tasks.copies import cleared

TITLE = "Sửa những ô chắc chắn"
STEPS = ("Đọc sổ tính và sửa",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`mark` of the workbook that was copied, and `repairs`: sheet, cell, column, old, new, reason."""
    on_step(STEPS[0])
    mark = dossier.workbook_mark()
    made = repair_workbook(dossier.workbook, cleared(dossier, "repair"))
    repairs = [
        {
            "sheet": one.place.sheet or "",
            "cell": one.place.cell or "",
            "column": one.title,
            "old": one.old,
            "new": shown(one.new),
            "reason": one.reason,
        }
        for one in made
    ]
    return {"mark": mark, "repairs": repairs}


def shown(value: str | Decimal | date) -> str:
    """A value as a person writes it."""
    if isinstance(value, Decimal):
        return number_text(value)
    return short_date(value) if isinstance(value, date) else value
