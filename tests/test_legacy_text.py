"""Text of the time before Unicode is told apart from modern text, and converted."""

from __future__ import annotations

import pytest

from generator.core.legacy_text import legacy_reading


@pytest.mark.parametrize(
    ("text", "unicode"),
    [
        ("®Þnh", "định"),
        ("c¸c", "các"),
        ("tØnh", "tỉnh"),
        ("Ch\u00ad¬ng tr×nh", "Chương trình"),
        ("KÕ ho¹ch triÓn khai", "Kế hoạch triển khai"),
        ("Sè tiÒn", "Số tiền"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñaïi hoïc", "Đại học"),
        ("Uûy ban nhaân daân tænh", "Ủy ban nhân dân tỉnh"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑOÄC LAÄP", "ĐỘC LẬP"),
    ],
)
def test_legacy_text_is_told_by_its_letters(text: str, unicode: str) -> None:
    assert legacy_reading(text) == unicode


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân tỉnh",
        "hoà bình, thuỷ lợi, quý, Huế, à ô é",
        "hoa quả, toán, quê, loè, xoè, khuấy, nghiêng, thuở, huơ",
        "Bà Trần Thị Bé, ông Lê Ân, xã Mù Cả, Tá Bạ, Pú Đao",
        "Café à la carte, résumé, naïve, déjà vu",
        "Microsoft® Windows, © 2025, 10µm, kN·m, m², 25°C, ±5%, ½ ngày, 3×4, a×b",
        "Zürich, Müller, España, Dürer, Åland, Straße",
        "“Sở” – «Sở», số 57-NQ/TW…",
        "Krông Nô, Đắk Lắk, Mông, môtô, ôtô, Ôxtrâylia",
        "",
    ],
)
def test_modern_text_raises_no_alarm(text: str) -> None:
    assert legacy_reading(text) is None


@pytest.mark.parametrize(
    ("text", "font", "unicode"),
    [
        ("bé", ".VnTime", "bộ"),
        ("céng hßa", ".VnTimeH", "CỘNG HÒA"),
        ("nhaân", "VNI-Times", "nhân"),
        ("UBND 2025", ".VnTime", None),
        ("Sở Tài chính ạ", ".VnTime", None),
    ],
)
def test_a_legacy_font_decides_unless_the_text_is_modern(text: str, font: str, unicode: str | None) -> None:
    assert legacy_reading(text, font) == unicode
