"""Automatic numbers of paragraphs and the indents that a numbering brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.names import W
from generator.office.numbering import WordNumbering
from generator.office.styles import Marks, StyleSheet, paragraph_marks

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Lists:
    """The numbering of a package; ask for the label of each paragraph once, in reading order."""

    numbering: WordNumbering
    levels: dict[tuple[str, str], Marks] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: _Element | None, styles: StyleSheet) -> Lists:
        """What the root of `numbering.xml` says; nothing for none."""
        return cls(WordNumbering.of(numbering, styles), _levels(numbering) if numbering is not None else {})

    def label(self, paragraph: _Element, marks: Marks) -> str:
        """The number shown before a paragraph ("" for none and for bullets)."""
        if not self.levels or marks.get("numId", "0") in ("", "0"):
            return ""
        return self.numbering.next_number(paragraph).strip()

    def indents(self, list_id: str, level: str) -> Marks:
        """The indents of one level of a list."""
        return self.levels.get((list_id, level or "0"), {})


def _levels(root: _Element) -> dict[tuple[str, str], Marks]:
    shared = {
        abstract.get(f"{W}abstractNumId"): {
            level.get(f"{W}ilvl") or "0": _indents(level) for level in abstract.findall(f"{W}lvl")
        }
        for abstract in root.findall(f"{W}abstractNum")
    }
    found: dict[tuple[str, str], Marks] = {}
    for number in root.findall(f"{W}num"):
        target = number.find(f"{W}abstractNumId")
        levels = dict(shared.get(target.get(f"{W}val") if target is not None else "", {}))
        for override in number.findall(f"{W}lvlOverride"):
            level = override.find(f"{W}lvl")
            if level is not None:
                levels[override.get(f"{W}ilvl") or "0"] = _indents(level)
        found |= {(number.get(f"{W}numId") or "", key): marks for key, marks in levels.items()}
    return found


def _indents(level: _Element) -> Marks:
    marks = paragraph_marks(level.find(f"{W}pPr"))
    return {name: value for name, value in marks.items() if name in ("left", "firstLine", "firstLineChars")}
