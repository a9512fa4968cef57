"""The register of letters brought back with numbers and days in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.core.folders import REMINDERS
from generator.stories.remind import take_register
from generator.web.dossiers import DossierFolder
from generator.write.swap import copy_kept

TITLE = "Nhận sổ theo dõi đôn đốc"
STEPS = ("Đọc sổ theo dõi gửi lên",)
_EARLIER = "lich-su-don-doc"


def register_path(dossier: DossierFolder) -> Path:
    """Where the program keeps the register."""
    return dossier.outputs / dossier.workbook.stem / REMINDERS


def run(dossier: DossierFolder, wanted: Mapping[str, Any], on_step: Callable[[str], None]) -> dict[str, Any]:
    """`sent`: how many letters the register now has a number for. The register before is kept."""
    on_step(STEPS[0])
    arrived, register = dossier.folder / wanted["arrived"], register_path(dossier)
    try:
        kept = _keep(dossier, register)
        try:
            sent = take_register(arrived, register)
        except BaseException:
            if register.read_bytes() == kept.read_bytes():
                kept.unlink()
            else:  # stopped after it was written
                kept.replace(register)
            raise
    finally:
        arrived.unlink(missing_ok=True)
    return {"sent": sent}


def _keep(dossier: DossierFolder, register: Path) -> Path:
    place = dossier.folder / _EARLIER
    place.mkdir(exist_ok=True)
    kept = place / f"{len(list(place.glob('*.xlsx'))) + 1:04}.xlsx"
    copy_kept(register, kept)
    return kept
