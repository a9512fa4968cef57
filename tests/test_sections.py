"""The sections a person may write, found by however an office titles them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from generator.core.sections import SECTIONS, TITLES, find_section
from generator.render.narrative import NarrativeTexts


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Tồn tại, hạn chế", "limits"),
        ("III. Tồn tại, hạn chế, nguyên nhân", "limits"),
        ("Khó khăn, vướng mắc", "limits"),
        ("Nguyên nhân", "causes"),
        ("Hạn chế và nguyên nhân", "limits"),
        ("2. Nguyên nhân của tồn tại, hạn chế", "causes"),
        ("Kiến nghị", "proposals"),
        ("V. ĐỀ XUẤT, KIẾN NGHỊ", "proposals"),
        ("V", "proposals"),
        ("Mục V", "proposals"),
        ("II.1", "indicators"),
        ("II", "tasks"),
        ("Phương hướng, nhiệm vụ năm 2026", "plans"),
        ("Nhiệm vụ trọng tâm quý IV", "plans"),
        ("Công tác chỉ đạo, điều hành", "direction"),
        ("I. công tác chỉ đạo", "direction"),
        ("Kết quả thực hiện chỉ tiêu", "indicators"),
        ("Kết quả thực hiện nhiệm vụ", "tasks"),
        ("Tình hình giải ngân", "funding"),
        ("Bài học kinh nghiệm", "lessons"),
        ("Đánh giá chung", "assessment"),
        ("Chế độ báo cáo", "reporting"),
        ("Mở đầu:", "opening"),
        ("tồn tại, hạn chế", "limits"),
        ("To\u0302\u0300n ta\u0323i", "limits"),
        ("Chế độ thông tin, báo cáo", "reporting"),
        ("Những mặt hạn chế, yếu kém", "limits"),
        ("Nguyên nhân khách quan, chủ quan", "causes"),
        ("Kiến nghị, đề xuất với Trung ương", "proposals"),
        ("II. KẾT QUẢ ĐẠT ĐƯỢC", "tasks"),
        ("Nhiệm vụ, giải pháp trọng tâm 6 tháng cuối năm", "plans"),
        ("Kế hoạch công tác quý IV/2025", "plans"),
    ],
)
def test_a_section_is_found_by_title_number_or_its_own_words(title: str, key: str) -> None:
    found = find_section(title)
    assert found is not None and found.key == key


@pytest.mark.parametrize(
    "title",
    [
        "Kế hoạch giải ngân",
        "Bài học kinh nghiệm trong giải ngân",
        "Khó khăn trong giải ngân",
        "Không có hạn chế",
        "Hạn chế của kỳ trước đã khắc phục",
        "Mục tiêu, nhiệm vụ năm 2026",
        "Đánh giá kết quả thực hiện nhiệm vụ",
        "Ưu điểm",
    ],
)
def test_a_title_that_says_something_else_besides_is_asked_about(title: str) -> None:
    assert find_section(title) is None


@pytest.mark.parametrize("title", ["", "abc", "Lời cảm ơn", "VIII", "…"])
def test_an_unknown_title_is_none(title: str) -> None:
    assert find_section(title) is None


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_every_section_is_found_by_the_title_of_its_drop_down(section: object) -> None:
    assert section in SECTIONS
    for title in (section.title, section.title.upper(), f"1. {section.title}", f"{section.title}:"):  # type: ignore[attr-defined]
        assert find_section(title) is section


def test_titles_and_keys_are_unique_and_each_has_a_place_in_the_context() -> None:
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(set(TITLES)) == len(SECTIONS) == 12
    assert set(keys) <= {field.name for field in fields(NarrativeTexts)}
