"""How high the rows of a spreadsheet must be for their texts: LibreOffice does not fit rows when it opens a file."""

from __future__ import annotations

from collections.abc import Iterable

from generator.office.text_width import wrapped_widths

_TWIPS_PER_DIGIT = 103
_LINE = 15.75 / 12
"""Height of a line to the size of its type, as Excel fits Times New Roman."""
_HIGHEST_ROW = 409.0


def row_height(texts: Iterable[tuple[str, float]], points: float = 12) -> float:
    """The height of a row in points, from its texts in type of `points`, each with its column's width in digits.

    Words that are kept together are parted where the column is narrower.
    """
    lines = [
        len(wrapped_widths(text.replace("\u00a0", " "), points, width * _TWIPS_PER_DIGIT))
        for text, width in texts
        if text
    ]
    return min(max(lines, default=1) * points * _LINE, _HIGHEST_ROW)


def growing_rows(sheet: bytes) -> bytes:
    """A sheet's XML whose rows have their heights until somebody types more into them; then Excel makes them higher."""
    return sheet.replace(b' customHeight="1"', b"")
