"""The manifest is read back as it was written, and its bytes depend on nothing but its content."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from generator.write.manifest import Manifest, PrintedFigure, read_manifest

FULL = Manifest(
    period="2025-Q3",
    as_of=date(2025, 9, 14),
    input_name="hồ sơ.xlsx",
    input_sha256="ab",
    templates={"bao-cao.docx": "01", "a.docx": "02"},
    outputs={"bao-cao.docx": "03"},
    facts={"tasks": {"total": 40}, "indicators": [{"value": "62.5"}]},
    problems=({"code": "KP003", "cell": None},),
    gaps=("Kiến nghị",),
    figures=(PrintedFigure("bao-cao.docx", "CT01", "62,5%", ("Số liệu!C5",), "C5 : D5"), PrintedFigure("x", "y", "1")),
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(FULL.as_bytes())
    assert read_manifest(tmp_path) == FULL


def test_the_file_is_readable_sorted_and_ends_with_a_line_break() -> None:
    text = FULL.as_bytes().decode()
    assert text.endswith("}\n") and "hồ sơ.xlsx" in text and text.splitlines()[1].startswith(' "')
    found = json.loads(text)
    assert list(found) == sorted(found) and list(found["templates"]) == ["a.docx", "bao-cao.docx"]
    assert found["schema"] == 1 and found["as_of"] == "2025-09-14"
    assert found["input"] == {"name": "hồ sơ.xlsx", "sha256": "ab"}


def test_a_name_that_is_no_unicode_survives(tmp_path: Path) -> None:
    odd = Manifest("2025", date(2025, 12, 14), "h\udcf4.xlsx", "ab")
    (tmp_path / "manifest.json").write_bytes(odd.as_bytes())
    assert read_manifest(tmp_path) == odd


def test_a_folder_without_a_manifest_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None
