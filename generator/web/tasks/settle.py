"""Choices made where a person and the data both changed something; the report built again with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core.problems import WrongUsage
from generator.stories.jobs import STEPS as BUILD_STEPS
from generator.stories.receive import settle_conflicts
from generator.web.dossiers import DossierFolder
from generator.web.reports import report
from generator.web.waiting import marks, rebuilt, waiting_in

TITLE = "Ghi các lựa chọn"
CHOOSE = "Ghi các lựa chọn vào tệp Word"
STEPS = (CHOOSE, *BUILD_STEPS)
ABOUT = ("report",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What still waits, `settled` and `left`: how many choices were made, and how many could not be."""
    on_step(CHOOSE)
    kept = report(dossier, wanted["report"])
    if marks(kept) != wanted["marks"]:
        raise WrongUsage(
            "Tệp Word đã đổi từ khi trang được mở, nên chưa ghi lựa chọn nào.", "Xem lại các chỗ chờ chọn rồi chọn lại."
        )
    asked = sum(len(one) for one in wanted["choices"].values())
    left = settle_conflicts(kept.folder, wanted["choices"])
    told = rebuilt(dossier, kept.key, on_step) if left < asked else {}
    return {**waiting_in(report(dossier, kept.key)), **told, "settled": asked - left, "left": left}
