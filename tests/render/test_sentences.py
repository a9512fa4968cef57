"""Texts and lists as a sentence takes them up."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from generator.core.figures import Figure
from generator.core.problems import Place
from generator.render.sentences import phrase, without_end


def count(number: int, label: str) -> SimpleNamespace:
    return SimpleNamespace(
        count=Figure(str(number), Decimal(number), (Place("a.xlsx", "Nhiệm vụ", f"A{number}"),)), label=label
    )


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        ([count(1, "x")], "1 việc x"),
        ([count(1, "x"), count(2, "y")], "1 việc x và 2 việc y"),
        ([count(1, "x"), count(2, "y"), count(3, "z")], "1 việc x, 2 việc y và 3 việc z"),
    ],
)
def test_a_phrase_lists_what_there_is(items: list[SimpleNamespace], text: str) -> None:
    made = phrase(items, "[count] việc [label]")
    assert str(made) == text
    assert [figure.text for figure in made.figures] == [item.count.text for item in items]


@pytest.mark.parametrize(
    ("text", "one_line"),
    [
        ("Một việc.", "Một việc"),
        ("Một việc; ", "Một việc"),
        ("- Một;\n- Hai.\n+ Ba", "Một; Hai; Ba"),
        ("Một\n\n\nHai;.", "Một; Hai"),
        ("Số hoá hồ sơ:\na) rà soát;\nb) nhập liệu", "Số hoá hồ sơ: a) rà soát; b) nhập liệu"),
        ("-5 độ", "-5 độ"),
        ("làm việc,...", "làm việc,"),
        ("", ""),
    ],
)
def test_a_text_inside_a_sentence_is_one_line_without_its_end(text: str, one_line: str) -> None:
    assert without_end(text) == one_line


def test_a_phrase_shows_no_private_field() -> None:
    assert str(phrase([SimpleNamespace(_secret="x")], "a[_secret]b")) == "ab"
