"""The automatic numbers of a Word file ("1.", "II", "a)"), which stand in no text but are what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.core.roman import roman
from generator.office.names import W, whole
from generator.office.styles import StyleSheet

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str


@dataclass(slots=True)
class WordNumbering:
    """Counts a document's numbered paragraphs; ask for each paragraph once, in reading order."""

    lists: Mapping[str, tuple[str, Mapping[int, _Level]]]
    styles: Mapping[str, tuple[str, int]]
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element | None, styles: StyleSheet) -> WordNumbering:
        """The numbering that the root of `numbering.xml` tells, styles based on numbered ones included."""
        if root is None:
            return cls({}, {})
        marks = {name: styles.style(name).paragraph for name in styles.elements}
        numbered = {name: (own["numId"], _whole(own.get("ilvl"))) for name, own in marks.items() if own.get("numId")}
        if styles.default_paragraph in numbered:
            numbered[""] = numbered[styles.default_paragraph]
        return cls(_lists(root), numbered)

    def next_number(self, paragraph: _Element) -> str:
        """The number Word shows before `paragraph`; "" for none and for bullets."""
        list_id, depth = self._list_of(paragraph)
        if list_id not in self.lists:
            return ""
        shared, levels = self.lists[list_id]
        level = levels.get(depth)
        if level is None or level.kind in ("bullet", "none"):
            return ""
        self.counters[shared, depth] = self.counters.get((shared, depth), level.start - 1) + 1
        for key in [key for key in self.counters if key[0] == shared and key[1] > depth]:
            del self.counters[key]

        def shown(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            rule = levels.get(other, level)
            return _written(self.counters.get((shared, other), rule.start), rule.kind)

        return re.sub(r"%([1-9])", shown, level.pattern)

    def _list_of(self, paragraph: _Element) -> tuple[str, int]:
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        list_id, depth = self.styles.get((style.get(f"{W}val") or "") if style is not None else "", ("", 0))
        if direct is not None:
            number, level = direct.find(f"{W}numId"), direct.find(f"{W}ilvl")
            list_id = number.get(f"{W}val") or "" if number is not None else list_id
            depth = _whole(level.get(f"{W}val")) if level is not None else depth
        return list_id, depth


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _lists(root: _Element) -> dict[str, tuple[str, Mapping[int, _Level]]]:
    shared = {
        abstract.get(f"{W}abstractNumId") or "": {
            whole(level.get(f"{W}ilvl")): _level(level) for level in abstract.findall(f"{W}lvl")
        }
        for abstract in root.findall(f"{W}abstractNum")
    }
    lists: dict[str, tuple[str, Mapping[int, _Level]]] = {}
    for number in root.findall(f"{W}num"):
        list_id, target = number.get(f"{W}numId") or "", number.find(f"{W}abstractNumId")
        abstract_id = "" if target is None else target.get(f"{W}val") or ""
        restarts = number.find(f"{W}lvlOverride") is not None
        lists[list_id] = (f"{abstract_id}/{list_id}" if restarts else abstract_id, shared.get(abstract_id, {}))
    return lists


def _level(element: _Element) -> _Level:
    def value(name: str, default: str) -> str:
        found = element.find(f"{W}{name}")
        return default if found is None else found.get(f"{W}val") or ""

    start = value("start", "1")
    return _Level(whole(start, 1), value("numFmt", "decimal"), value("lvlText", "%1."))


def _written(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        text = roman(number)
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    return f"{number:02d}" if kind == "decimalZero" else str(number)
