"""How values become text: escaping, numbering of headings, figures noted, keys."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.core.figures import Figure, Phrase, Quotation
from generator.core.problems import Place
from generator.core.roman import roman
from generator.render.printer import Printer, block_key, escaped


def text_of(markup: str) -> str:
    """What Word shows of the content of a w:t."""
    root = etree.fromstring(f'<p xmlns:w="w" ><w:t>{markup}</w:t></p>')
    signs = {"{w}br": "\n", "{w}tab": "\t"}
    return "".join(signs.get(str(node.tag), node.text or "") for node in root.iter("{w}t", "{w}br", "{w}tab"))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_what_xml_forbids_is_dropped_and_nothing_else(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    allowed = [one for one in lines if one in "\n\t" or (category(one) != "Cc" and one not in "\ufffe\uffff")]
    assert text_of(escaped(text)) == "".join(allowed)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "I"), (2, "II"), (3, "III"), (4, "IV"), (5, "V"), (6, "VI"), (9, "IX"), (10, "X"), (14, "XIV"), (29, "XXIX")],
)
def test_sections_have_roman_numbers(number: int, text: str) -> None:
    assert roman(number) == text


def test_headings_are_numbered_down_three_levels_and_start_again_under_a_new_one() -> None:
    functions = Printer().functions()
    steps = ["I", "1", "a", "a", "1", "a", "I", "1", "1", "a"]
    assert [functions[f"next_{step}"]() for step in steps] == ["I", "1", "a", "b", "2", "a", "II", "1", "2", "a"]


def test_points_follow_the_vietnamese_alphabet() -> None:
    next_a = Printer().functions()["next_a"]
    assert [next_a() for _ in range(9)] == ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]


def test_printed_figures_are_noted_with_the_block_they_stand_in() -> None:
    printer = Printer()
    figure = Figure("40", Decimal(40), (Place("a.xlsx", "Nhiệm vụ", "A2"),))
    printer.bookmark("ab12cd")
    assert printer.text(figure) == "40"
    printer.bookmark("ef34ab", (SimpleNamespace(block_key="I.1"), 1))
    printer.text(Phrase("40 việc", (figure,)))
    assert [(one.block, one.figure) for one in printer.figures] == [("_bc_ab12cd", figure), ("_bc_ef34ab_I_1", figure)]


@pytest.mark.parametrize(("text", "noted"), [("36/38 xã", 1), ("tính theo m²", 1), ("H₂O", 1), ("chưa có", 0), ("", 0)])
def test_a_quoted_text_is_noted_as_a_figure_if_there_is_a_digit_in_it(text: str, noted: int) -> None:
    printer = Printer()
    assert printer.text(Quotation(text, (Place("a.xlsx", "Tiến độ", "C4"),))) == text
    assert [one.figure.text for one in printer.figures] == [text] * noted


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (SimpleNamespace(block_key="I.7"), "I_7"),
        (SimpleNamespace(block_key="CT01"), "CT01"),
        (SimpleNamespace(block_key=""), "3"),
        ("a string", "3"),
        (None, "3"),
    ],
)
def test_an_item_is_named_by_its_code_or_else_by_its_number(item: object, key: str) -> None:
    assert block_key(item, 3) == key


@pytest.mark.parametrize("code", ["Nhiệm vụ 1", "a-b", "mã", "x" * 13, "{{x}}"])
def test_a_code_that_word_allows_in_no_name_becomes_a_digest(code: str) -> None:
    key = block_key(SimpleNamespace(block_key=code), 1)
    assert key.isascii() and key.isalnum() and len(key) == 8
    assert key != block_key(SimpleNamespace(block_key=code + "1"), 1)
