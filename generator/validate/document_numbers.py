"""The numbers and signs of documents in a text, and whether a cell that names one document names several."""

from __future__ import annotations

import re

_SIGN = r"[A-ZĐ][A-ZĐa-zđ&]*\d*(?:\.[A-ZĐ]+\d*)*"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z/])(?:\d{{1,5}}[a-zA-Z]?/(?:\d{{4}}/)?{_SIGN}(?:\s?[-–]\s?{_SIGN})*|\d{{1,5}}-[A-ZĐ]{{1,6}}/{_SIGN})"
)
"""A document's number and sign: "57/QĐ-UBND", "12/2025/QĐ-UBND", "1234/UBND-VX4", the Party's "186-QĐ/TU"; no date."""
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_BARE = re.compile(r"(?<!\S)\d{1,5}(?=\s*(?:[,;&+]|và\b))")
"""The number of a document whose sign stands behind the next one only: "12" of "12, 13/KH-UBND"."""
_BETWEEN = re.compile(r"(?:[\s,;&+]|\bvà\b|\bsố\b|\bcác\b)*", re.IGNORECASE)


def document_numbers(text: str) -> tuple[str, ...]:
    """The numbers of documents that a cell of evidence names, each once."""
    return tuple(
        dict.fromkeys(
            re.sub(r"\s", "", found[0]).replace("–", "-") for found in _NUMBER.finditer(_ADDRESS.sub(" ", text))
        )
    )


def several_numbers(text: str) -> int:
    """How many documents a cell lists that is to hold the number of one; 0 where it holds one, or says more than that.

    "612/KH-UBND (thay 610/KH-UBND)" is one document and what it replaces.
    """
    rest, count = _NUMBER.subn(" ", text)
    rest, bare = _BARE.subn(" ", rest) if count else (rest, 0)
    return count + bare if count + bare > 1 and _BETWEEN.fullmatch(rest) else 0
