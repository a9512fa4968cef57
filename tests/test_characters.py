"""One table says what the characters mean that Word, Excel and the clipboard bring along."""

from __future__ import annotations

import pytest

from generator.core.characters import (
    bare_symbol,
    is_plain,
    lookalikes_in,
    plain_characters,
    raised,
    symbol,
    symbols_in,
    unseen_in,
)
from generator.core.legacy_text import as_shown
from generator.core.vietnamese import clean, one_line


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x1f", "\x7f", "\u00ad", "\u200b", "\u200d", "\u200e", "\u202c", "\u2060", "\u2066", "\ufeff", "\ufffe"],
)
def test_what_nobody_sees_is_named_and_left_out(sign: str) -> None:
    assert len(unseen_in(f"I.{sign}1{sign}")) == 1 and not is_plain(f"I.{sign}1")
    assert clean(f"I.{sign}1") == one_line(f"I.{sign}1") == "I.1"


@pytest.mark.parametrize("sign", ["\v", "\f", "\x85", "\u2028", "\u2029", "\r", "\r\n", "\n"])
def test_every_way_to_end_a_line_ends_a_line_and_needs_no_word(sign: str) -> None:
    assert clean(f"một {sign} hai") == "một\nhai"
    assert one_line(f"một{sign}hai") == "một hai"
    assert is_plain(f"một{sign}hai")


@pytest.mark.parametrize(
    ("written", "read"),
    [("Ðang", "Đang"), ("Ɖắk Lắk", "Đắk Lắk"), ("ðịnh", "định"), ("ɖã", "đã"), ("ÐANG THỰC HIỆN", "ĐANG THỰC HIỆN")],
)
def test_letters_that_only_look_like_d_with_a_stroke_are_read_as_it(written: str, read: str) -> None:
    assert clean(written) == read
    assert lookalikes_in(written) == (written[0],) and not lookalikes_in(read)


@pytest.mark.parametrize(
    ("private", "sign"),
    [
        ("\uf0b7", "•"),
        ("\uf02d", "−"),
        ("\uf0a7", "▪"),
        ("\uf0d8", "➢"),
        ("\uf0fc", "✓"),
        ("\uf076", "❖"),
        ("\uf0e0", "→"),
        ("\uf06c", "●"),
        ("\uf0a8", "□"),
        ("\uf0fe", "☑"),
    ],
)
def test_a_bullet_of_a_lost_font_is_the_sign_it_was(private: str, sign: str) -> None:
    assert bare_symbol(private) == sign
    assert clean(f"{private} Tiến độ chậm.") == f"{sign} Tiến độ chậm."
    assert symbols_in(f"{private} Tiến độ") == (private,)


def test_a_private_character_that_no_known_font_has_stays_and_is_named() -> None:
    assert plain_characters("a\ue123b") == "a\ue123b"
    assert symbols_in("a\ue123b") == ("\ue123",) and not is_plain("a\ue123b")


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", 0xF0B3, "≥"),
        ("Symbol", 0xA3, "≤"),
        ("Symbol", 0xF0B1, "±"),
        ("Symbol", 0xF0B4, "×"),
        ("Symbol", 0xF0B0, "°"),
        ("Symbol", 0xF0E5, "∑"),
        ("symbol", 0x61, "α"),
        ("Wingdings", 0xFC, "✓"),
        ("Wingdings 2", 0x50, "✓"),
        ("Wingdings 3", 0x70, "▲"),
    ],
)
def test_a_symbol_font_shows_signs_for_its_codes(font: str, code: int, sign: str) -> None:
    assert symbol(font, code) == sign


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("®· ®­a vµo sö dông", ".VnTime", "đã đưa vào sử dụng"),
        ("Ch\u00ad¬ng tr×nh", ".VnArial", "Chương trình"),
        ("céng hßa", ".VnTimeH", "CỘNG HÒA"),
        ("bao cao", ".VnTimeH", "BAO CAO"),
        ("PHỤ LỤC PH¢N C¤NG NHIỆM VỤ", ".VnTime", "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"),
        ("Uûy ban nhaân daân", "VNI-Times", "Ủy ban nhân dân"),
        ("ü", "Wingdings", "✓"),
        ("\uf0b3 95%", "Symbol", "≥ 95%"),
        ("Sở Tân Phú, xã Hà Nội", ".VnTime", "Sở Tân Phú, xã Hà Nội"),
        ("Đã đưa vào", "Times New Roman", "Đã đưa vào"),
        ("®· ®­a", "Arial", "®· ®­a"),
    ],
)
def test_letters_are_read_as_their_font_shows_them(text: str, font: str, shown: str) -> None:
    assert as_shown(text, font) == shown


@pytest.mark.parametrize(("text", "shown"), [("1", "¹"), ("(2)", "⁽²⁾"), ("1a", "¹a"), ("(*)", "(*)"), ("th", "th")])
def test_a_raised_digit_is_a_sign_of_its_own(text: str, shown: str) -> None:
    assert raised(text) == shown
