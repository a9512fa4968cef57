"""What is other from one state of a report to another, file by file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.stories.history import differences
from generator.stories.report_folders import file_label
from generator.web.dossiers import DossierFolder
from generator.web.reports import report
from generator.web.tasks.compare_files import change_json
from generator.web.waiting import marks

TITLE = "Xem khác biệt giữa hai trạng thái"
STEPS = ("So từng đoạn, từng dòng của các tệp",)
ABOUT = ("report", "first", "last")
_MOST_SHOWN = 300


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report`, the `marks` of its present files, and `files`: what is other in each.

    Raises WrongUsage for a number that no state has.
    """
    on_step(STEPS[0])
    kept = report(dossier, wanted["report"])
    seen = marks(kept)
    found = [
        {
            "label": file_label(Path(one.name)),
            "only": one.only,
            "others": list(one.others),
            "changes": [change_json(*pair) for pair in zip(one.changes[:_MOST_SHOWN], one.places, strict=False)],
            "total": len(one.changes),
        }
        for one in differences(kept.folder, wanted["first"], wanted["last"])
    ]
    return {"report": kept.key, "marks": seen, "files": found}
