"""A form for each lead agency: what it is to report on in a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.stories.collect import write_forms
from generator.web.dossiers import DossierFolder
from generator.web.returns import forms_folder
from generator.write.swap import exchange, recover, staging

TITLE = "Lập phiếu báo cáo"
STEPS = ("Đọc sổ tính và lập phiếu cho từng cơ quan",)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`period`, `mark` of the workbook, `forms` (file, agency, rows, collective), and what nobody can be asked for."""
    on_step(STEPS[0])
    period, mark = wanted["period"], dossier.workbook_mark()
    place = forms_folder(dossier, period)
    recover(place)
    try:
        made, problems = write_forms(dossier.workbook, period, staging(place))
        exchange(place)
    finally:
        recover(place)
    forms = [{"file": one.name, "agency": one.agency, "rows": one.rows, "collective": one.collective} for one in made]
    told = [one.without_folder().as_json() for one in problems]
    return {"period": period, "mark": mark, "forms": forms, "problems": told}
