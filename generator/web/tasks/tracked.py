"""A report's file with everything that changed since it stood otherwise as tracked changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.core.problems import WrongUsage
from generator.stories.receive import version_before
from generator.stories.redline import compare
from generator.web.dossiers import DossierFolder
from generator.web.reports import report

TITLE = "Tạo bản theo dõi thay đổi"
STEPS = ("So bản trước với bản hiện nay",)
ABOUT = ("report", "file")


def path_of(dossier: DossierFolder, report_key: str, name: str) -> Path:
    """Where the copy made last of a report's file stands; of any words, a path of ours."""
    words = hashlib.sha256(f"{report_key}/{name}".encode()).hexdigest()[:16]
    return dossier.folder / "ban-sao" / f"theo-doi-{words}.docx"


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report`, `file`, its `mark`, and how many places changed. Raises WrongUsage where there is no other version."""
    on_step(STEPS[0])
    kept = report(dossier, wanted["report"])
    file = kept.file(wanted["file"])
    target = path_of(dossier, kept.key, file.name)
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    before = version_before(kept.folder, file.name)
    if before is None:
        raise WrongUsage(f"“{file.label}” chưa có bản nào khác để so.", "Bản hiện nay là bản đầu tiên.")
    mark = file.mark
    found = compare(before, file.path, target, "baocao")
    return {"report": kept.key, "file": file.name, "mark": mark, "changes": len(found.redlined.changes)}
