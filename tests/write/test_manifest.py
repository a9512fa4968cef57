"""The manifest is read back as it was written, and its bytes depend on nothing but its content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.core.problems import ProblemList
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
    assert found["schema"] == 2 and found["as_of"] == "2025-09-14"
    assert found["input"] == {"name": "hồ sơ.xlsx", "sha256": "ab"}


def test_a_name_that_is_no_unicode_survives(tmp_path: Path) -> None:
    odd = Manifest("2025", date(2025, 12, 14), "h\udcf4.xlsx", "ab")
    (tmp_path / "manifest.json").write_bytes(odd.as_bytes())
    assert read_manifest(tmp_path) == odd


def test_a_folder_without_a_manifest_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None


def figure(*cells: str, file: str = "a.docx", block: str = "b", text: str = "5") -> PrintedFigure:
    return PrintedFigure(file, block, text, cells, "đếm")


def test_figures_keep_their_order_and_their_cells_whatever_they_are(tmp_path: Path) -> None:
    figures = (
        figure(*(f"Nhiệm vụ!A{row}" for row in range(5, 2005)), "Tiến độ!A2005", "Nhiệm vụ!A2006"),
        figure("S!A1", "S!A2"),
        figure("S!A1", "S!A2", "S!A2", "S!A3", "S!A4", "S!B5", "S!A99999998", "S!A7", "S!A6", "S!A5"),
        figure("a..b!A1", "a..b!A2", "a..b!A3", "S!None", "S!", "", "S!A1:A3", "S!A01", "S!A02", "S!A03"),
        figure(file="b.docx"),
        figure("S!AA9", "S!AA10", "S!AA11", block="c", text=""),
        figure(block="b"),
    )
    manifest = replace(FULL, figures=figures)
    (tmp_path / "manifest.json").write_bytes(manifest.as_bytes())
    assert read_manifest(tmp_path) == manifest
    assert len(manifest.as_bytes()) < 1500


def test_a_manifest_of_the_first_version_is_read(tmp_path: Path) -> None:
    old = json.loads(FULL.as_bytes()) | {
        "schema": 1,
        "figures": [
            {"file": "bao-cao.docx", "block": "CT01", "text": "62,5%", "cells": ["Số liệu!C5"], "formula": "C5 : D5"},
            {"file": "x", "block": "y", "text": "1", "cells": [], "formula": ""},
        ],
    }
    (tmp_path / "manifest.json").write_text(json.dumps(old, indent=1))
    assert read_manifest(tmp_path) == replace(FULL, schema=1)


@pytest.mark.parametrize("figures", [[["a", [["b", [["5", 1]]]]]], [["a", "b"]], [[1, []], {}], 5, [["a", [["b", [["5",
    "", "S!A1..A9000000"]]]]]]])  # fmt: skip
def test_damaged_figures_are_no_manifest(figures: object, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(json.loads(FULL.as_bytes()) | {"figures": figures}))
    assert read_manifest(tmp_path, ProblemList()) is None
