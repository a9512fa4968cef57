"""The page of a period for everybody, written into the dossier's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.publish import publish_site
from generator.web.dossiers import DossierFolder, stale

TITLE = "Lập trang công khai"
STEPS = ("Đọc sổ tính, lập các trang và bảng số liệu",)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """How many rows stand on the page and how many do not. Raises Stale where `mark` is not that of the workbook."""
    on_step(STEPS[0])
    if dossier.workbook_mark() != wanted["mark"]:
        raise stale()
    made = publish_site(dossier.workbook, wanted["period"], dossier.sites / wanted["period"])
    return {
        "period": wanted["period"],
        "mark": wanted["mark"],
        "public": list(made.public),
        "kept_back": list(made.kept_back),
        "figures": made.figures,
    }
