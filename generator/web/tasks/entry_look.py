"""The table in which the progress of a period is typed, kept as long as the workbook is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core.period_names import parse_period
from generator.core.problems import WrongUsage
from generator.stories.progress_table import progress_table
from generator.web.dossiers import DossierFolder

TITLE = "Mở bảng nhập kết quả"
STEPS = ("Đọc sổ tính",)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """The table, with the `mark` of the workbook it was made of."""
    on_step(STEPS[0])
    mark, period = dossier.workbook_mark(), parse_period(wanted["period"])
    if period is None:
        raise WrongUsage("Chưa chọn kỳ.", "Chọn một kỳ.")
    return {**progress_table(dossier.workbook, period), "mark": mark}
