"""Advance widths of Times New Roman Bold, in thousandths of the font size (Liberation Serif Bold has the same).

A letter with marks is as wide as its base letter; ơ, ư and đ stand for themselves.
"""

from __future__ import annotations

_BY_WIDTH: dict[int, str] = {
    220: "|",
    250: " ,.",
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
