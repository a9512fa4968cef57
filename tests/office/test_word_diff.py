from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.office.word_diff import diff, is_figure, readable, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 62,5%, tăng", ["đạt", " ", "62,5%", ",", " ", "tăng"]),
        ("3.726.756 triệu đồng.", ["3.726.756", " ", "triệu", " ", "đồng", "."]),
        ("từ 15/6/2025 đến", ["từ", " ", "15/6/2025", " ", "đến"]),
        ("57-NQ/TW", ["57", "-", "NQ", "/", "TW"]),
        ("CT05  (quý\tIII)", ["CT05", "  ", "(", "quý", "\t", "III", ")"]),
        ("2021-2025", ["2021", "-", "2025"]),
        ("v.v...", ["v", ".", "v", "..."]),
        ("đạt\u00a0\u200b 85", ["đạt", "\u00a0\u200b ", "85"]),
        ("tỉnh", ["tỉnh"]),
        ("", []),
    ],
)
def test_words_and_numbers_are_whole_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(("token", "yes"), [("62,5%", True), ("15/6/2025", True), ("CT05", False), (" ", False)])
def test_a_figure_starts_with_a_digit(token: str, yes: bool) -> None:
    assert is_figure(token) is yes


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(st.lists(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdef")))
def test_opcodes_rebuild_the_new_sequence_and_keep_equal_parts(a: list[str], b: list[str]) -> None:
    rebuilt: list[str] = []
    end_a = end_b = 0
    for code in diff(a, b):
        assert (code.i1, code.j1) == (end_a, end_b)
        end_a, end_b = code.i2, code.j2
        if code.tag == "equal":
            assert a[code.i1 : code.i2] == b[code.j1 : code.j2]
        rebuilt += a[code.i1 : code.i2] if code.tag == "equal" else b[code.j1 : code.j2]
    assert (rebuilt, end_a, end_b) == (b, len(a), len(b))


def test_spaces_between_two_changes_join_them() -> None:
    old, new = tokens("mười hai nhiệm vụ xong"), tokens("ba tư nhiệm vụ xong")
    assert [code.tag for code in readable(diff(old, new), old)] == ["replace", "equal"]


def test_a_long_sequence_with_few_changes_takes_little_time() -> None:
    old = [f"dòng {number}" if number % 3 else "lặp" for number in range(30_000)]
    new = [text + "*" if number % 150 == 1 else text for number, text in enumerate(old)]
    del new[20_000]
    started = time.process_time()
    changed = [code for code in diff(old, new) if code.tag != "equal"]
    assert time.process_time() - started < 5
    assert len(changed) == 201
