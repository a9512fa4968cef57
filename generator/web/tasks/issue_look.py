"""A report looked through for what keeps it from being issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.core.problems import BadDossier, Problem
from generator.stories.issue import obstacles
from generator.web.dossiers import DossierFolder
from generator.web.reports import KeptReport, report
from generator.web.waiting import marks

TITLE = "Xem điều kiện ban hành"
STEPS = ("Đọc các tệp của báo cáo và kiểm tra",)
ABOUT = ("report",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`report`, the `marks` of its files, the rules passed over, and `obstacles`: problems with their file and rule."""
    on_step(STEPS[0])
    kept = report(dossier, wanted["report"])
    seen = marks(kept)
    try:
        found = obstacles(kept.folder, wanted["waived"])
    except BadDossier as error:
        found = error.problems
    told = [obstacle(one, kept) for one in found]
    return {"report": kept.key, "marks": seen, "waived": wanted["waived"], "obstacles": told}


def obstacle(problem: Problem, kept: KeptReport) -> dict[str, Any]:
    """The problem as pages show it: with the name and label of its file, and the rule of form it breaks ("" none)."""
    name = Path(problem.place.file or "").name
    label = next((one.label for one in kept.files if one.name == name), "")
    whole = "Cả báo cáo" if name == kept.folder.name else name
    rule = problem.message.partition(":")[0] if problem.code == "BH004" else ""
    told = {**problem.without_folder().as_json(), "where": problem.place.cell or "", "rule": rule}
    return {**told, "file": name if label else "", "label": label or whole}
