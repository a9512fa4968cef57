"""How long a line of bold Times New Roman is, to draw a rule of the right length under it.

NĐ 30/2020, Phụ lục I asks for rules of the text line's own length (Tiêu ngữ) or of 1/3 to 1/2 of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.core.vietnamese import TONES

# --- advance widths of Times New Roman Bold, in thousandths of the font size (Liberation Serif Bold has the same) -----

_BY_WIDTH: dict[int, str] = {
    220: "|",
    250: " \u00a0,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt‘’",
    350: "•",
    389: "Is",
    394: "{}",
    400: "°",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”§",
    520: "~",
    549: "÷",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    570: "+<=>×",
    581: "^",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W—…",
}

BOLD_WIDTHS: dict[str, int] = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}


TWIPS_PER_POINT = 20
_USUAL_WIDTH = 556


@lru_cache(maxsize=8192)
def bold_width(text: str, points: float) -> float:
    """Width of `text` on one line, in twips. A letter outside the table counts as an average one."""
    return sum(_advance(letter) for letter in unicodedata.normalize("NFC", text)) / 1000 * points * TWIPS_PER_POINT


@lru_cache(maxsize=1024)
def _advance(letter: str) -> int:
    if letter in BOLD_WIDTHS:
        return BOLD_WIDTHS[letter]
    parts = unicodedata.normalize("NFD", letter)
    toneless = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
    return BOLD_WIDTHS.get(toneless) or BOLD_WIDTHS.get(parts[0], _USUAL_WIDTH)


_PLACES_TO_BREAK = re.compile(r"[ \t]+")
"""Where a line may end: not at the space that keeps two words together."""


def wrapped_widths(text: str, points: float, available: float) -> list[float]:
    """Widths in twips of the lines that `text` breaks into within `available` twips, as a word processor breaks it."""
    space = bold_width(" ", points)
    lines: list[float] = []
    for paragraph in text.split("\n"):
        current = 0.0
        for word in filter(None, _PLACES_TO_BREAK.split(paragraph)):
            width = bold_width(word, points)
            if current and current + space + width > available:
                lines.append(current)
                current = width
            else:
                current = current + space + width if current else width
        lines.append(current)
    return lines


def rule_length(text: str, points: float, available: float, share: float) -> float:
    """Length in twips of the rule under `text`.

    `share` of the longest line, kept where it can be within 1/3 to 1/2 of the last line too: that is the line
    the rule stands under.
    """
    lines = [width for width in wrapped_widths(text, points, available) if width] or [0.0]
    longest, last = max(lines), lines[-1]
    length = share * longest
    if share < 1 and length > last / 2:
        length = max(longest / 3, last / 2)
    return min(length, available)


def rule_indent(text: object, points: float, available: float, share: float) -> int:
    """Left and right indent in twips that leave a centred rule of the right length."""
    return max(0, round((available - rule_length(str(text), points, available, share)) / 2))
