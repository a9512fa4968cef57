"""A report issued: number and day in every file, its folder frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator.core.problems import WrongUsage
from generator.stories.issue import issue
from generator.web.dossiers import DossierFolder
from generator.web.reports import report
from generator.web.tasks.issue_look import obstacle
from generator.web.waiting import marks

TITLE = "Ban hành báo cáo"
STEPS = ("Ghi số và ngày vào các tệp, chốt báo cáo",)
ABOUT = ("report",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report`, and what was noticed on the way. Raises BadDossier with what is not ready."""
    on_step(STEPS[0])
    kept = report(dossier, wanted["report"])
    if marks(kept) != wanted["marks"]:
        raise WrongUsage(
            "Tệp Word đã đổi từ khi trang được mở, nên chưa ban hành.", "Xem lại điều kiện ban hành rồi làm lại."
        )
    done = issue(kept.folder, wanted["number"], date.fromisoformat(wanted["day"]), wanted["waived"])
    return {"report": kept.key, "problems": [obstacle(one, kept) for one in done.problems]}
