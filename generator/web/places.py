"""Where words stand on the pages of a PDF, so that a mark can be laid over their picture.

Letters are compared without spaces: a line that is broken elsewhere, or filled with spaces, is the same line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

Spot = dict[str, float]
"""`page` from 1; `left`, `top`, `width`, `height` in points from the page's upper left corner."""
_SHORTEST = 12
"""Letters that a passage is known by at least."""
_BEGINNINGS = (120, 60, 30)
_PAD = 1.5


class Pages:
    """The letters of a PDF in the order of its pages."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        letters: list[str] = []
        self._at: list[tuple[int, int]] = []
        self._open: dict[int, Any] = {}
        for page in range(len(document)):
            text = self._text(page)
            for place in range(raw.FPDFText_CountChars(text.raw)):
                letter = chr(raw.FPDFText_GetUnicode(text.raw, place))
                if letter.isprintable() and not letter.isspace():
                    letters.append(letter)
                    self._at.append((page, place))
        self.text = "".join(letters)

    def close(self) -> None:
        """Lets the document go."""
        for text in self._open.values():
            text.close()

    def find(self, words: str, passage: str = "") -> list[Spot]:
        """The boxes, a line each, of `words` within the passage; of its beginning where they stand there not just once.

        Nothing where the passage itself is not found just once: a mark at the wrong place is worse than none.
        """
        wanted, around = _squeezed(words), _squeezed(passage)
        if not around:
            return self._boxes(*self._once(wanted)) if len(wanted) >= _SHORTEST else []
        start, length = self._beginning(around)
        if not length:
            return []
        inside = self.text[start : start + len(around)] if wanted else ""
        if wanted and inside.count(wanted) == 1:
            return self._boxes(start + inside.index(wanted), len(wanted))
        return self._boxes(start, length)

    def _beginning(self, passage: str) -> tuple[int, int]:
        for length in (len(passage), *_BEGINNINGS):
            part = passage[:length]
            if len(part) >= min(_SHORTEST, len(passage)) and self.text.count(part) == 1:
                return self.text.index(part), min(length, len(passage), _BEGINNINGS[0])
        return 0, 0

    def _once(self, words: str) -> tuple[int, int]:
        return (self.text.index(words), len(words)) if self.text.count(words) == 1 else (0, 0)

    def _boxes(self, start: int, length: int) -> list[Spot]:
        return [box for page, at, number in self._runs(start, length) for box in self._lines(page, at, number)]

    def _runs(self, first: int, length: int) -> Iterator[tuple[int, int, int]]:
        """Page, first character and number of characters, spaces among them, of a stretch of letters."""
        found = self._at[first : first + length]
        for page in dict.fromkeys(page for page, _ in found):
            places = [place for here, place in found if here == page]
            yield page, places[0], places[-1] - places[0] + 1

    def _lines(self, page: int, at: int, number: int) -> Iterator[Spot]:
        text, tall = self._text(page), self._document.get_page_size(page)[1]
        for line in range(text.count_rects(at, number)):
            left, bottom, right, top = text.get_rect(line)
            yield {
                "page": page + 1,
                "left": round(left - _PAD, 1),
                "top": round(tall - top - _PAD, 1),
                "width": round(right - left + 2 * _PAD, 1),
                "height": round(top - bottom + 2 * _PAD, 1),
            }

    def _text(self, page: int) -> Any:
        if page not in self._open:
            self._open[page] = self._document[page].get_textpage()
        return self._open[page]


def _squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(one for one in text if one.isprintable() and not one.isspace()))


def find_all(pdf: Path, wanted: list[tuple[str, str]]) -> list[list[Spot]]:
    """For each pair of words and their passage the places on the pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = Pages(document)
        found = [pages.find(words, passage) for words, passage in wanted]
        pages.close()
    return found
