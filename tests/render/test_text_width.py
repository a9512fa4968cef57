"""The length of rules: text measured as the real font has it."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.core.standard import load_standard
from generator.office.text_width import bold_width, rule_indent, rule_length, wrapped_widths

LINES = [
    "Độc lập - Tự do - Hạnh phúc",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ỦY BAN NHÂN DÂN",
    "TỈNH LAI CHÂU",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "Kết quả thực hiện Nghị quyết số 57-NQ/TW quý III năm 2025",
    "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ",
    "Ước vọng ở Ỷ Ẵng, Đẵk Ơ, Krông Ư; 1.234.567,89%",
    "(“ngoặc” – gạch … a/b)",
]


@cache
def liberation_serif_bold() -> Any:
    """The font that has the measures of Times New Roman."""
    from fontTools.ttLib import TTFont

    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not installed")
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Liberation Serif:bold"], capture_output=True, text=True, check=False
    )
    path = Path(found.stdout)
    if "LiberationSerif-Bold" not in path.name:
        pytest.skip("Liberation Serif Bold is not installed")
    return TTFont(path)


def measured(text: str, points: float) -> float:
    """Width in twips by the font's own advance widths."""
    font = liberation_serif_bold()
    names, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[names[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm * points * 20


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_as_long_as_the_font_says(text: str) -> None:
    assert bold_width(text, 13) == pytest.approx(measured(text, 13), rel=0.01)


def test_every_vietnamese_letter_is_as_wide_as_the_font_says() -> None:
    letters = (
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789.,;:-/()% "
    )
    wrong = [one for one in letters + letters.upper() if abs(bold_width(one, 10) - measured(one, 10)) > 1]
    assert wrong == []


def test_a_decomposed_letter_and_an_unknown_one_have_a_width() -> None:
    assert bold_width("e\u0302\u0301", 13) == bold_width("ế", 13)
    assert 0 < bold_width("漢", 13) < 13 * 20


def test_a_text_breaks_where_it_must_and_at_its_own_line_breaks() -> None:
    text, size = "một hai ba bốn năm", 14.0
    whole = bold_width(text, size)
    assert wrapped_widths(text, size, whole + 1) == pytest.approx([whole])
    assert wrapped_widths(text, size, whole - 1) == pytest.approx(
        [bold_width("một hai ba bốn", size), bold_width("năm", size)]
    )
    assert wrapped_widths("một\nhai", size, whole) == pytest.approx([bold_width("một", size), bold_width("hai", size)])
    assert wrapped_widths("một", size, 1) == pytest.approx([bold_width("một", size)])


def test_a_line_does_not_end_between_words_that_are_kept_together() -> None:
    text = "Kết quả thực hiện Kế hoạch giai đoạn 2026 - 2028; phương hướng, nhiệm\u00a0vụ giai\u00a0đoạn 2029 - 2031"
    room = bold_width(text.partition("\u00a0")[0], 14) + 1  # as far as "nhiệm"
    first, *_ = wrapped_widths(text, 14, room)
    assert first == pytest.approx(bold_width(text.partition(" nhiệm")[0], 14))
    assert bold_width("\u00a0", 14) == bold_width(" ", 14)


@pytest.mark.parametrize("text", LINES)
def test_a_rule_under_one_line_is_a_third_to_a_half_of_it(text: str) -> None:
    rule = load_standard("nd30")["trich_yeu"].rule
    assert rule is not None
    length = rule_length(text, 14, 100_000, rule.use)
    assert 1 / 3 <= length / bold_width(text, 14) <= 1 / 2


@pytest.mark.parametrize("available", range(2000, 12000, 250))
def test_a_rule_under_several_lines_suits_the_longest_and_where_it_can_the_last(available: int) -> None:
    text = "Kết quả thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị 6 tháng đầu năm 2026; phương hướng, nhiệm vụ"
    lines = wrapped_widths(text, 14, available)
    longest, last = max(lines), lines[-1]
    length = rule_length(text, 14, available, 0.4)
    assert length <= available and longest / 3 <= length + 1e-6 <= longest / 2 + 1
    if last / 2 >= longest / 3:
        assert length <= last / 2 + 1e-6


def test_the_rule_under_tieu_ngu_is_as_long_as_its_text() -> None:
    text, available = load_standard("nd30")["tieu_ngu"].text, 6000.0
    assert available - 2 * rule_indent(text, 13, available, 1.0) == pytest.approx(measured(text, 13), rel=0.01)


def test_a_text_wider_than_its_cell_leaves_no_negative_indent() -> None:
    assert rule_indent("X" * 200, 14, 1000, 1.0) == 0
    assert rule_indent("", 14, 1000, 0.4) == 500
