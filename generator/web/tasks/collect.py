"""Returns taken into the workbook, which is kept in the history as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.core.problems import WrongUsage
from generator.stories.collect import collect
from generator.web.dossiers import WORKBOOK, DossierFolder
from generator.web.returns import put_away, waiting_returns

TITLE = "Nhận các phiếu vào sổ tính"
STEPS = ("Ghi các phiếu vào sổ tính và đọc lại để kiểm tra",)
ABOUT = ("period",)


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`period`, how many returns and rows came in, how many of them still wait, the `mark` of the workbook afterwards.

    A return of which something stays aside waits on, until it is mended or left out.
    """
    on_step(STEPS[0])
    taken = [one for one in waiting_returns(dossier) if one.file in wanted["files"]]
    if dossier.workbook_mark() != wanted["mark"] or len(taken) != len(wanted["files"]):
        raise WrongUsage("Sổ tính hoặc các phiếu đã đổi từ khi trang được mở, nên chưa ghi gì.", "Xem lại các phiếu.")
    with tempfile.TemporaryDirectory(dir=dossier.folder, prefix=".moi-") as folder:
        copy = Path(folder) / WORKBOOK
        shutil.copyfile(dossier.workbook, copy)
        paths = [one.path for one in taken]
        outcome = collect(copy, paths, wanted["period"], now=datetime.now(), overwrite=wanted["overwrite"])
        kept = {one.path for one in outcome.aside}
        with dossier.workbook_replaced(copy) if outcome.written else nullcontext():
            put_away(dossier, [one for one in taken if one.path not in kept], wanted["period"])
    return {
        "period": wanted["period"],
        "returns": outcome.returns,
        "rows": sum(change.writes for change in outcome.changes),
        "waiting": len(kept & {one.path for one in taken}),
        "mark": dossier.workbook_mark(),
    }
