"""Numbers in words, as official papers write them, and back."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.figures import Figure
from generator.core.number_words import number_words, worded_numbers
from generator.render.language import environment
from tests.reading_number_words import parse_number_words

WORDS = [
    ("0", "không"),
    ("1", "một"),
    ("4", "bốn"),
    ("5", "năm"),
    ("10", "mười"),
    ("11", "mười một"),
    ("14", "mười bốn"),
    ("15", "mười lăm"),
    ("20", "hai mươi"),
    ("21", "hai mươi mốt"),
    ("24", "hai mươi tư"),
    ("25", "hai mươi lăm"),
    ("55", "năm mươi lăm"),
    ("91", "chín mươi mốt"),
    ("100", "một trăm"),
    ("101", "một trăm linh một"),
    ("104", "một trăm linh bốn"),
    ("105", "một trăm linh năm"),
    ("110", "một trăm mười"),
    ("111", "một trăm mười một"),
    ("115", "một trăm mười lăm"),
    ("121", "một trăm hai mươi mốt"),
    ("999", "chín trăm chín mươi chín"),
    ("1000", "một nghìn"),
    ("1005", "một nghìn không trăm linh năm"),
    ("1010", "một nghìn không trăm mười"),
    ("1100", "một nghìn một trăm"),
    ("2025", "hai nghìn không trăm hai mươi lăm"),
    ("10000", "mười nghìn"),
    ("21000", "hai mươi mốt nghìn"),
    ("100000", "một trăm nghìn"),
    ("105015", "một trăm linh năm nghìn không trăm mười lăm"),
    ("1000000", "một triệu"),
    ("1000005", "một triệu không trăm linh năm"),
    ("1000015", "một triệu không trăm mười lăm"),
    ("1005000", "một triệu không trăm linh năm nghìn"),
    ("3746756", "ba triệu bảy trăm bốn mươi sáu nghìn bảy trăm năm mươi sáu"),
    ("1000000000", "một tỷ"),
    ("1000000001", "một tỷ không trăm linh một"),
    ("24000000000", "hai mươi tư tỷ"),
    ("1000000000000", "một nghìn tỷ"),
    ("1005000000000", "một nghìn không trăm linh năm tỷ"),
    ("2500000000000000", "hai triệu năm trăm nghìn tỷ"),
    ("1000000000000000000", "một tỷ tỷ"),
    ("-7", "âm bảy"),
    ("62.5", "sáu mươi hai phẩy năm"),
    ("62.50", "sáu mươi hai phẩy năm"),
    ("-0.5", "âm không phẩy năm"),
    ("2.25", "hai phẩy hai mươi lăm"),
    ("0.05", "không phẩy không năm"),
    ("0.015", "không phẩy không mười lăm"),
    ("1.105", "một phẩy một trăm linh năm"),
    ("1E+3", "một nghìn"),
    ("-0", "không"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_a_number_is_said_as_official_papers_say_it(number: str, words: str) -> None:
    assert number_words(Decimal(number)) == words


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_the_words_are_read_back(number: str, words: str) -> None:
    assert parse_number_words(words) == Decimal(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Một ngàn không trăm lẻ năm", "1005"),
        ("hai mươi bốn", "24"),
        ("HAI MƯƠI NHĂM", "25"),
        ("ba tỉ", "3000000000"),
        ("bẩy mươi", "70"),
        ("một triệu không nghìn", "1000000"),
        ("  Một   trăm linh năm.", "105"),
        ("một tỷ, hai trăm triệu", "1200000000"),
        ("hai phẩy không bảy năm", "2.075"),
        ("một phẩy năm không", "1.5"),
        (unicodedata.normalize("NFD", "hai mươi mốt"), "21"),
        ("âm không", "0"),
    ],
)
def test_other_ways_to_say_a_number_are_read(words: str, number: str) -> None:
    assert parse_number_words(words) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", "âm", "phẩy", "phẩy năm", "một phẩy", "một phẩy hai phẩy ba", "tỷ", "nghìn", "linh năm", "trăm", "mươi",
        "một mươi", "không mươi", "mười mươi", "mốt", "lăm", "một hai", "một trăm năm", "một nghìn hai triệu",
        "một trăm linh không", "mười không", "105", "một nhiệm vụ", "một trăm trăm", "linh", "một nghìn nghìn",
        "x" * 5000,
    ],
)  # fmt: skip
def test_what_says_no_number_is_none(text: str) -> None:
    assert parse_number_words(text) is None


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+80"), Decimal("1E-80"), 10**61])
def test_what_cannot_be_said_is_refused(number: Decimal | int) -> None:
    with pytest.raises(ValueError, match=r"."):
        number_words(number)


@given(st.integers(-(10**50), 10**50))
def test_every_whole_number_comes_back(number: int) -> None:
    assert parse_number_words(number_words(number)) == number


@given(st.decimals(-(10**12), 10**12, places=4))
def test_every_decimal_number_comes_back(number: Decimal) -> None:
    assert parse_number_words(number_words(number)) == number


@given(st.lists(st.sampled_from(sorted({word for _, words in WORDS for word in words.split()})), max_size=9))
def test_what_is_read_says_the_same_number_again(words: list[str]) -> None:
    number = parse_number_words(" ".join(words))
    assert number is None or parse_number_words(number_words(number)) == number


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    assert (number_words(one) == number_words(other)) == (one == other)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_words(text: str) -> None:
    number = parse_number_words(text)
    assert number is None or number.is_finite()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Figure("2.050", Decimal(2050)), "hai nghìn không trăm năm mươi"),
        (Figure("62,5%", Decimal("62.4837")), "sáu mươi hai phẩy năm phần trăm"),
        (Figure("", None), ""),
        (Decimal(15), "mười lăm"),
        ("Sở Y tế", "Sở Y tế"),
        (None, ""),
    ],
)
def test_a_template_says_a_figure_in_words_as_it_is_printed(value: object, words: str) -> None:
    said = environment().filters["words"](value)
    assert str(said) == words
    assert not isinstance(value, Figure) or (isinstance(said, Figure) and said.value == value.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đã hoàn thành hai mươi ba nhiệm vụ, ba chỉ tiêu", ["hai mươi ba", "ba"]),
        ("giải ngân Hai tỷ rưỡi, một trăm phần trăm", ["Hai tỷ", "một trăm"]),
        ("một phần ba số xã, gấp đôi cùng kỳ, Quá nửa", ["một phần ba", "gấp đôi", "Quá nửa"]),
        ("năm xã đã xong, không văn bản nào", ["năm", "không"]),
        ("Chương trình mỗi xã một sản phẩm; cuối năm sở báo cáo, hằng năm xã tổ chức", []),
        ("trong năm xã, cả năm đơn vị", ["năm", "năm"]),
        ("một mặt, cả hai bên, năm 2025, một số xã, sáu tháng đầu năm, năm kế hoạch, trăm công nghìn việc", []),
        ("ba mươi mốt phẩy năm phần trăm", ["ba mươi mốt phẩy năm"]),
    ],
)
def test_numbers_in_words_are_found_in_a_sentence(text: str, found: list[str]) -> None:
    assert worded_numbers(text) == worded_numbers(unicodedata.normalize("NFD", text)) == found
