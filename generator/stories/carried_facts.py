"""`facts` of an issued report: the Word file and the PDF carry them with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.core.folders import REPORT, SPREADSHEET
from generator.core.problems import WrongUsage
from generator.origins.open_document import read_document
from generator.origins.units import Unit, from_json
from generator.write.manifest import Manifest, carried_manifest, manifest_in
from generator.write.pdf_attachment import attachment_of
from generator.write.pdf_title import UNITS


def facts_in(document: Path) -> dict[str, Any]:
    """The facts that an issued Word file or PDF carries with it. Raises WrongUsage for one that carries none."""
    if is_pdf(document):
        return dict(carried_by_pdf(document)[0].facts)
    manifest = carried_manifest(read_document(document))
    if manifest is None:
        raise _bare(document)
    return dict(manifest.facts)


def is_pdf(path: Path) -> bool:
    """Told by its name."""
    return path.suffix.casefold() == ".pdf"


def carried_by_pdf(path: Path) -> tuple[Manifest, tuple[Unit, ...]]:
    """What a PDF carries of its manifest, and the paragraphs and rows of its text. Raises WrongUsage if nothing."""
    data = attachment_of(read_document(path))
    manifest = manifest_in(data) if data is not None else None
    if data is None or manifest is None:
        raise _bare(path)
    try:
        return manifest, from_json(json.loads(data)[UNITS])
    except (KeyError, TypeError, ValueError):
        raise _bare(path) from None


def _bare(path: Path) -> WrongUsage:
    if path.name.casefold().startswith(Path(SPREADSHEET).stem):
        report = f"{Path(REPORT).stem}{path.suffix}"
        message = f"“{path.name}” là phụ lục, không mang theo số liệu."
        return WrongUsage(message, f"Số liệu, cả của các phụ lục, nằm trong tệp báo cáo: dùng “{report}” cùng thư mục.")
    fix = "Chỉ báo cáo đã ban hành bằng lệnh issue mang theo số liệu; với hồ sơ Excel, ghi --period."
    return WrongUsage(f"“{path.name}” không mang theo số liệu.", fix)
