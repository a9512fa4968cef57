"""Pages as LibreOffice prints them: lines of text with their places, and drawn rules, in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pdfplumber

MM = 72 / 25.4
WIDE_GAP = 9
"""Points between two letters that stand in different cells."""


@dataclass(frozen=True)
class Letter:
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str


@dataclass(frozen=True)
class TextLine:
    """Letters on one baseline with no wide gap between them."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters).strip()

    @property
    def inked(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.text.strip()]

    @property
    def x0(self) -> float:
        return self.inked[0].x0

    @property
    def x1(self) -> float:
        return self.inked[-1].x1

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def baseline(self) -> float:
        return self.letters[0].baseline

    @property
    def sizes(self) -> set[float]:
        return {round(letter.size, 1) for letter in self.inked}

    @property
    def bold(self) -> bool:
        return all("Bold" in letter.font for letter in self.inked)

    @property
    def italic(self) -> bool:
        return all("Italic" in letter.font for letter in self.inked)


@dataclass(frozen=True)
class Rule:
    """A drawn horizontal line."""

    x0: float
    x1: float
    y: float

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    letters: tuple[Letter, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def lines(self) -> list[TextLine]:
        """Lines from top to bottom, on one baseline from left to right."""
        rows: dict[float, list[Letter]] = {}
        for letter in self.letters:
            rows.setdefault(round(letter.baseline, 1), []).append(letter)
        return [TextLine(tuple(part)) for y in sorted(rows) for part in _parts(sorted(rows[y], key=lambda one: one.x0))]

    def line(self, beginning: str) -> TextLine:
        """The first line that begins so; fails with what there is."""
        for line in self.lines:
            if line.text.replace("\u00a0", " ").startswith(beginning):
                return line
        raise AssertionError(f"no line begins with {beginning!r}: {[line.text for line in self.lines]}")

    def rule_under(self, line: TextLine) -> Rule:
        """The nearest rule below a line, no farther than a line's height and within its column."""
        near = [
            rule for rule in self.rules if 0 < rule.y - line.baseline < 14 and line.x0 - 1 <= rule.middle <= line.x1 + 1
        ]
        assert near, f"no rule under {line.text!r}"
        return min(near, key=lambda rule: rule.y)


def _parts(letters: list[Letter]) -> list[list[Letter]]:
    parts = [[letters[0]]]
    for before, letter in pairwise(letters):
        if letter.x0 - before.x1 > WIDE_GAP:
            parts.append([])
        parts[-1].append(letter)
    return [part for part in parts if any(letter.text.strip() for letter in part)]


def pages_of(path: Path) -> list[Page]:
    """Every page of a PDF."""
    with pdfplumber.open(path) as pdf:
        return [
            Page(
                float(page.width),
                float(page.height),
                tuple(
                    Letter(c["text"], c["x0"], c["x1"], float(page.height) - c["matrix"][5], c["size"], c["fontname"])
                    for c in page.chars
                ),
                tuple(dict.fromkeys(_rules(page))),
            )
            for page in pdf.pages
        ]


def _rules(page: pdfplumber.page.Page) -> list[Rule]:
    drawn = [*page.lines, *(rect for rect in page.rects if rect["height"] < 2)]
    return [Rule(round(d["x0"], 2), round(d["x1"], 2), round(d["top"], 2)) for d in drawn if d["x1"] - d["x0"] > 2]
