"""The issuing of a report taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.issue import withdraw
from generator.web.dossiers import DossierFolder
from generator.web.reports import report

TITLE = "Rút lại việc ban hành"
STEPS = ("Đưa các tệp về như trước khi ban hành",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report`, and the `symbol` that stays on record. Raises WrongUsage for a report that is not issued."""
    on_step(STEPS[0])
    kept = report(dossier, wanted["report"])
    done = withdraw(kept.folder)
    return {"report": kept.key, "symbol": done.issued.symbol}
