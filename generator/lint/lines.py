"""Lines as a reader sees them: a paragraph cut at its line breaks, and at tabs that set two things side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.core.vietnamese import fold, one_line, shortened
from generator.lint.document_view import ParagraphView, RunView

RULE_SIGNS = "_-–—─━⎯¯"
_PIECE = re.compile(r"[^\t]+")
_SIDE_BY_SIDE = re.compile(r"(\S.*?)\s{3,}(\S.*)")
_HEADING_WORDS = ("cong hoa xa hoi", "doc lap", "dang cong san", "ngay ")

Container = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of one paragraph, without the space round it. `alone`: nothing else stands on its line."""

    paragraph: ParagraphView
    start: int
    end: int
    alone: bool = True

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def shown(self) -> str:
        """The text with the paragraph's automatic number before it."""
        number = self.paragraph.number
        return f"{number} {self.text}" if number and self.is_first else self.text

    @property
    def is_first(self) -> bool:
        return not self.paragraph.text[: self.start].strip()

    @property
    def key(self) -> str:
        """For matching: case, spaces, Unicode form and place of the tone mark do not count."""
        return fold(self.text)

    @property
    def plain(self) -> str:
        """For matching without any marks."""
        return fold(self.text, keep_tones=False)

    @property
    def container(self) -> Container:
        return container_of(self.paragraph)

    def runs(self) -> Iterator[RunView]:
        return self.paragraph.pieces(self.start, self.end)

    def every(self, test: Callable[[RunView], bool]) -> bool:
        """True if every run with letters or digits passes (and there is one); note marks do not count."""
        found = [test(run) for run in self.runs() if not run.raised and any(map(str.isalnum, run.text))]
        return bool(found) and all(found)

    @property
    def bold(self) -> bool:
        return self.every(lambda run: run.bold)

    @property
    def italic(self) -> bool:
        return self.every(lambda run: run.italic)

    @property
    def is_rule(self) -> bool:
        """True for a line drawn with signs ("______", "-----")."""
        return is_rule_text(self.text)


def container_of(paragraph: ParagraphView) -> Container:
    """What a paragraph stands in: a text box, a cell, or the page itself."""
    if paragraph.box is not None:
        return ("box", paragraph.box)
    spot = paragraph.spot
    return ("cell", spot.table, spot.row, spot.column) if spot is not None else ("page",)


def is_rule_text(text: str) -> bool:
    """Whether a text is a rule typed as a row of three or more signs."""
    signs = text.strip().replace(" ", "")
    return len(signs) >= 3 and all(sign in RULE_SIGNS for sign in signs)


def is_upper(text: str) -> bool:
    """True if all letters are capitals (and there are some)."""
    return text.upper() == text and any(letter.isalpha() for letter in text)


def lines_of(paragraphs: Iterable[ParagraphView]) -> list[Line]:
    """All lines with visible text, in reading order."""
    return [line for paragraph in paragraphs if not paragraph.is_blank for line in _split(paragraph)]


def _split(paragraph: ParagraphView) -> Iterator[Line]:
    at = 0
    for part in paragraph.text.split("\n"):
        pieces = [
            (at + found.start() + low, at + found.start() + high)
            for found in _PIECE.finditer(part)
            for low, high in _apart(found[0])
        ]
        spans = [span for low, high in pieces if (span := _trimmed(paragraph.text, low, high))]
        for low, high in spans:
            yield Line(paragraph, low, high, len(spans) == 1)
        at += len(part) + 1


def _apart(text: str) -> list[tuple[int, int]]:
    """Where spaces alone set a heading beside an agency's name, its two halves; else the whole."""
    found = _SIDE_BY_SIDE.fullmatch(text.strip()) if "   " in text.strip() else None
    plain = fold(text, keep_tones=False) if found else ""
    if found is None or not any(words in plain for words in _HEADING_WORDS):
        return [(0, len(text))]
    margin = len(text) - len(text.lstrip())
    for gap in re.finditer(r"\s{3,}", text.strip()):
        left, right = text.strip()[: gap.start()], text.strip()[gap.end() :]
        if _are_two(left, right):
            return [(0, margin + gap.start()), (margin + gap.end(), len(text))]
    return [(0, len(text))]


def _are_two(left: str, right: str) -> bool:
    words = fold(right, keep_tones=False)
    if words.startswith(("cong hoa xa hoi", "doc lap", "dang cong san")):
        return True
    return fold(left, keep_tones=False).startswith("so") and bool(re.match(r"[^\W\d][^/]*,?\s+ngay\b", words))


def _trimmed(text: str, low: int, high: int) -> tuple[int, int] | None:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return (low, high) if low < high else None


def short(text: str, limit: int = 60) -> str:
    """The text for a message: on one line and not too long."""
    return shortened(one_line(text), limit)
