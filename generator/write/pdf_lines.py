"""The lines of text on the pages of a PDF, with their places. Lengths are points, from the page's lower left corner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.core.extras import SIGNING

POINTS_PER_MM = 72 / 25.4
_GAP = 6.0
"""Two pieces of a line with less than this between them are one."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> float:
        """Half-way between left and right."""
        return (self.left + self.right) / 2

    def touches(self, other: Box) -> bool:
        """Whether the two share any place."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.top <= other.bottom or other.top <= self.bottom)

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text; its words are in composed letters with single spaces."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page: its size and its lines of text from top to bottom."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]


class PdfUnreadable(Exception):
    """What should be a PDF is none, or is damaged."""


def pages_of(pdf: bytes) -> tuple[PdfPage, ...]:
    """Every page of a PDF with its lines in the order they were set.

    Raises OutsideProgram where what reads PDF files is not installed, PdfUnreadable for what is no PDF.
    """
    try:
        import pypdfium2
    except ImportError:
        SIGNING.require()
        raise

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable from error
    try:
        return tuple(_page(document[number]) for number in range(len(document)))
    finally:
        document.close()


def _page(page: Any) -> PdfPage:
    width, height = page.get_size()
    return PdfPage(width, height, tuple(_joined(_pieces(page.get_textpage()))))


def _pieces(text: Any) -> Iterator[PdfLine]:
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = " ".join(unicodedata.normalize("NFC", text.get_text_bounded(left, bottom, right, top)).split())
        if words:
            yield PdfLine(words, Box(left, bottom, right, top))


def _joined(pieces: Iterable[PdfLine]) -> Iterator[PdfLine]:
    """Pieces that stand close together on one line are one line (a change of type face parts them)."""
    last: PdfLine | None = None
    for piece in pieces:
        if last is not None and _goes_on(last.box, piece.box):
            space = " " if piece.box.left - last.box.right > 1 else ""
            last = PdfLine(f"{last.text}{space}{piece.text}", last.box.around(piece.box))
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _goes_on(one: Box, next_box: Box) -> bool:
    level = min(one.top, next_box.top) - max(one.bottom, next_box.bottom)
    return level > 0.5 * min(one.height, next_box.height) and -1 <= next_box.left - one.right < _GAP
