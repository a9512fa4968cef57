"""A paragraph as tokens to compare: words and numbers, each with the formatting its parts have, and objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.revise.redline_inline import Atom, Kind, atoms
from generator.revise.word_diff import tokens

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or object that is compared whole; `marks` stand just before it."""

    key: str
    parts: tuple[Atom, ...]
    marks: tuple[Atom, ...] = ()

    @property
    def wrapped_key(self) -> tuple[str, str, str]:
        return self.parts[0].kind.value, self.key, self.parts[0].wrapper_key

    @property
    def words(self) -> str:
        return self.key if self.parts[0].kind is Kind.TEXT else "object"

    @property
    def edges(self) -> Iterator[int]:
        """Where its parts end."""
        position = 0
        for part in self.parts:
            position += len(part.key)
            yield position

    def part_at(self, position: int) -> Atom:
        """The part that the character at `position` stands in."""
        for part in self.parts:
            if position < len(part.key):
                return part
            position -= len(part.key)
        return self.parts[-1]


@dataclass(slots=True)
class Tokens:
    """A paragraph's tokens, and the marks after the last of them."""

    items: list[Token] = field(default_factory=list)
    end_marks: tuple[Atom, ...] = ()


def tokenize(paragraph: _Element) -> Tokens:
    """The tokens of a paragraph. Text is cut into words across runs, never across a link's border."""
    result, marks = Tokens(), []
    stretch: list[Atom] = []
    waiting: list[tuple[int, Atom]] = []
    for atom in [*atoms(paragraph), None]:
        if atom is not None and atom.kind is Kind.MARK:
            waiting.append((sum(len(one.key) for one in stretch), atom))
            continue
        same = atom is not None and atom.kind is Kind.TEXT and stretch and atom.wrapper_key == stretch[0].wrapper_key
        if stretch and not same:
            result.items.extend(_words(stretch, waiting))
            stretch = []
        if atom is None:
            break
        if atom.kind is Kind.TEXT:
            stretch.append(atom)
        else:
            marks = [mark for _, mark in waiting]
            waiting.clear()
            result.items.append(Token(atom.key, (atom,), tuple(marks)))
    result.end_marks = tuple(mark for _, mark in waiting)
    return result


def _words(stretch: Sequence[Atom], waiting: list[tuple[int, Atom]]) -> Iterator[Token]:
    """The words of neighbouring text atoms; a mark inside a word stands before it."""
    position = number = offset = 0
    for word in tokens("".join(atom.key for atom in stretch)):
        end, parts = position + len(word), []
        while position < end:
            atom = stretch[number]
            taken = min(end - position, len(atom.key) - offset)
            parts.append(replace(atom, key=atom.key[offset : offset + taken]))
            position, offset = position + taken, offset + taken
            if offset == len(atom.key):
                number, offset = number + 1, 0
        before = [mark for place, mark in waiting if place < end]
        waiting[:] = [(place, mark) for place, mark in waiting if place >= end]
        yield Token(word, tuple(parts), tuple(before))
    waiting[:] = [(0, mark) for _, mark in waiting]
