"""A report looked through for places that wait for a person, as after its files were edited in Word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.web.dossiers import DossierFolder
from generator.web.reports import report
from generator.web.waiting import waiting_in

TITLE = "Tìm những chỗ chờ chọn"
STEPS = ("Đọc các tệp Word của báo cáo",)
ABOUT = ("report",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What waits in the report."""
    on_step(STEPS[0])
    return waiting_in(report(dossier, wanted["report"]))
