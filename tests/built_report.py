"""A real report, built once from an example dossier and copied wherever a test wants one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument

from generator.stories.build import build
from generator.stories.jobs import Job

ROOT = Path(__file__).resolve().parent.parent
DOSSIER = ROOT / "inputs/lai-chau-nq57.xlsx"
PERIOD = "2025-Q3"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="a real LibreOffice rewrites the file")


@cache
def _built(combined: bool) -> Path:
    out = Path(tempfile.mkdtemp(prefix="baocao-test-"))
    outcome = build(Job(DOSSIER, PERIOD, out=out, combined=combined))
    return outcome.published.folder


def report_folder(tmp_path: Path, combined: bool = False) -> Path:
    """An output folder of its own for a test: `tmp_path`/lai-chau-nq57/2025-Q3."""
    folder = tmp_path / DOSSIER.stem / PERIOD
    shutil.copytree(_built(combined), folder)
    return folder


def edit(path: Path, change: Callable[[WordDocument], object]) -> None:
    """A person's edit through python-docx."""
    document = Document(str(path))
    change(document)
    document.save(str(path))


def replace_in(document: WordDocument, old: str, new: str) -> None:
    """Types `new` over the first `old` that stands in one run, in the body or a table."""
    paragraphs = list(document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
    for node in paragraphs:
        if node.text and old in node.text:
            node.text = node.text.replace(old, new, 1)
            return
    raise AssertionError(f"{old!r} stands in no run")


def through_libreoffice(path: Path) -> None:
    """Opened and saved by a real LibreOffice, in place."""
    assert SOFFICE is not None
    with tempfile.TemporaryDirectory() as work:
        profile = f"-env:UserInstallation=file://{work}/profile"
        command = [SOFFICE, profile, "--headless", "--convert-to", "docx", "--outdir", f"{work}/out", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        shutil.copy(Path(work, "out", path.name), path)
