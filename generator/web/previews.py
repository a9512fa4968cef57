"""Pages of a Word file as pictures, kept by the file's fingerprint, so that an edited file never shows old pages."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import Any

import pypdfium2

from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json

WIDTHS = {"nho": 520, "vua": 960, "to": 1600}
"""Pixels of a page's picture by how large it is asked for."""
_MOST_PIXELS = 12_000_000
"""A page may be as narrow and long as a file pretends."""
_PDFIUM = threading.Lock()  # pdfium is not safe to be used by two threads


def about_path(dossier: DossierFolder, mark: str) -> Path:
    return dossier.preview / f"{mark}.json"


def pdf_path(dossier: DossierFolder, mark: str) -> Path:
    return dossier.preview / f"{mark}.pdf"


def about_preview(dossier: DossierFolder, mark: str) -> dict[str, Any] | None:
    """What there is to see of a Word file; None: not looked at yet.

    `pages`: width and height of each in points, None where they could not be made (`unprinted` says why); `lint`;
    `signing`: places for digital signatures, None where that cannot be told.

    `mark` is the fingerprint of the file's bytes, never a browser's word.
    """
    return read_json(about_path(dossier, mark))


def page_picture(dossier: DossierFolder, mark: str, number: int, width: int) -> Path | None:
    """The picture of page `number` (from 1) of the file with that fingerprint; None if there is no such page."""
    target = dossier.preview / f"{mark}-{number}-{width}.png"
    if target.is_file():
        return target
    pdf = pdf_path(dossier, mark)
    if not pdf.is_file():
        return None

    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        across, down = page.get_size()
        picture = page.render(scale=min(width / across, (_MOST_PIXELS / (across * down)) ** 0.5)).to_pil()
        new = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        picture.save(new, "PNG")
    new.replace(target)
    return target
