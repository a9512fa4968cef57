"""The standards as data: every number has its article, and what the program prints is allowed."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest

from generator.core.standard import Range, load_standard, twips

NAMES = ("nd30", "dang")
FORMS = {"F", "F2", "R", "M"}
"""Found in the text, found in a secondary source, recalled or common practice, measured (nd30.toml)."""


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("generator.standards") / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_component_says_where_it_is_laid_down_and_how_that_is_known(name: str) -> None:
    components = raw(name)["component"]
    assert len(components) > 15
    for key, component in components.items():
        assert component["article"], key
        assert component["known"] in FORMS, key
        assert component["label"], key


@pytest.mark.parametrize("name", NAMES)
def test_what_the_program_prints_lies_within_what_is_allowed(name: str) -> None:
    standard = load_standard(name)
    ranges: dict[str, Range | None] = {f"margins.{s}": getattr(standard.margins, s) for s in ("top", "left", "right")}
    for key, component in standard.components.items():
        for field in ("size", "rule", "space_between", "space_before", "line"):
            ranges[f"{key}.{field}"] = getattr(component, field)
        if component.first_line:
            assert component.first_line_use in component.first_line, key
    checked = [key for key, limits in ranges.items() if limits is not None]
    assert len(checked) > 25
    for key in checked:
        limits = ranges[key]
        assert limits is not None and limits.min <= limits.use <= limits.max and limits.use in limits, key


@pytest.mark.parametrize("name", NAMES)
def test_a_standard_was_verified_after_it_took_effect(name: str) -> None:
    standard = load_standard(name)
    assert date(2000, 1, 1) < standard.effective_from <= standard.verified_on
    assert standard.effective_to is None or standard.effective_to > standard.effective_from
    assert standard.known in FORMS


def test_sizes_that_go_together_are_printed_together() -> None:
    # NĐ 30/2020, Phụ lục I, chú thích Mục V: Quốc hiệu 13 → Tiêu ngữ, địa danh 14; Quốc hiệu 12 → 13.
    pairing, standard = raw("nd30")["pairing"], load_standard("nd30")
    keys = ("quoc_hieu", "tieu_ngu", "dia_danh")
    assert len({len(pairing[key]) for key in keys}) == 1
    allowed = list(zip(*(pairing[key] for key in keys), strict=True))
    assert allowed == [(12, 13, 13), (13, 14, 14)]
    assert tuple(standard[key].size.use for key in keys) in allowed


def test_the_decree_is_quoted_rightly() -> None:
    standard = load_standard("nd30")
    assert standard["quoc_hieu"].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert standard["tieu_ngu"].text == "Độc lập - Tự do - Hạnh phúc"
    sides = {
        side: (getattr(standard.margins, side).min, getattr(standard.margins, side).max)
        for side in ("top", "bottom", "left", "right")
    }
    assert sides == {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    assert (standard.page_width, standard.page_height) == (210, 297)
    assert (standard.page_number.size.min, standard.page_number.size.max) == (13, 14)
    assert standard["than_bai"].first_line == (10, 12.7)
    assert standard["noi_nhan"].size.use == 12 and standard["dong_noi_nhan"].size.use == 11
    assert standard.abbreviations["KH"] == "Kế hoạch" and "article" not in standard.abbreviations


@pytest.mark.parametrize(
    ("millimetres", "expected"), [(25.4, 1440), (10, 567), (12.7, 720), (210, 11906), (297, 16838), (0, 0)]
)
def test_millimetres_become_twentieths_of_a_point(millimetres: float, expected: int) -> None:
    assert twips(millimetres) == expected
