"""Copies of the workbook for a person to take away: where they stand."""

from __future__ import annotations

from pathlib import Path

from generator.web.dossiers import DossierFolder

_NAMES = {"annotate": "danh-dau.xlsx", "repair": "da-sua.xlsx", "upgrade": "bo-sung.xlsx"}
KINDS = tuple(_NAMES)


def path_of(dossier: DossierFolder, kind: str) -> Path:
    """Where the copy of a kind stands. Raises KeyError for a kind there is not."""
    return dossier.folder / "ban-sao" / _NAMES[kind]


def cleared(dossier: DossierFolder, kind: str) -> Path:
    """The same, with the last copy gone and its folder there."""
    path = path_of(dossier, kind)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    return path
