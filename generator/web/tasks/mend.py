"""Cells of the workbook written as a person typed them, or every certain repair made; then checked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.stories.intake import repair_workbook
from generator.stories.jobs import Step
from generator.stories.mend import Entry, Mended, mend
from generator.web.dossiers import DossierFolder, stale
from generator.web.tasks import check
from generator.web.tasks.repair import shown

WRITE = "Ghi vào sổ tính"
TITLE = "Sửa ô của sổ tính"
STEPS = (WRITE, Step.READ, Step.VALIDATE)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """What was written, as `change_workbook` tells it."""
    return change_workbook(dossier, wanted["mark"], lambda out: _made(dossier.workbook, wanted, out), on_step)


def change_workbook(
    dossier: DossierFolder,
    mark: str,
    change: Callable[[Path], tuple[Mended, ...]],
    on_step: Callable[[str], None],
    then: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Takes what `change` writes as the workbook, the one before is kept, checks it and does what comes `then`.

    Where any of it fails or is stopped, the workbook is the one before.

    `made`: the cells written; `mark` of the workbook now; `before`: the number of the one that was kept. Raises Stale
    where the workbook is no longer the one of `mark`.
    """
    on_step(WRITE)
    if dossier.workbook_mark() != mark:
        raise stale()
    arriving = dossier.new_file().with_suffix(".xlsx")
    try:
        made = change(arriving)
        with dossier.workbook_replaced(arriving) if made else nullcontext():
            before = dossier.earlier_workbooks()[-1].number if made else 0
            check.renew(dossier, on_step)
            then()
    finally:
        arriving.unlink(missing_ok=True)
    return {"made": [asdict(one) for one in made], "mark": dossier.workbook_mark(), "before": before}


def _made(workbook: Path, wanted: Mapping[str, Any], out: Path) -> tuple[Mended, ...]:
    if not wanted.get("certain"):
        return mend(workbook, [Entry(**one) for one in wanted["entries"]], out)
    repairs = repair_workbook(workbook, out)
    return tuple(
        Mended(one.place.sheet or "", one.place.cell or "", one.title, one.old, shown(one.new)) for one in repairs
    )
