"""Footnotes and endnotes: those at the same place compared, those of deleted text carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.revise.redline_blocks import redline_blocks
from generator.revise.redline_bring import OLD, Bring
from generator.revise.redline_names import bookmark_names, note_elements
from generator.revise.redline_package import relation_kind
from generator.revise.redline_pen import Pen
from generator.revise.redline_story import ready
from generator.revise.redline_xml import ID, NOTE_REFERENCES, W, copy_of, drop, elements, serialize, shell

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Notes:
    """Writes the notes that a redlined body refers to."""

    bring: Bring
    pen: Pen
    roots: dict[str, _Element] = field(default_factory=dict)

    def write(self, body: _Element) -> None:
        """Redlines the notes that stand in both; gives OLD's that are left in the body a place and a number."""
        for tag, word in NOTE_REFERENCES.items():
            pairs = [(old, new) for kind, old, new in self.pen.note_pairs if kind == word]
            left = [one for one in body.iter(tag) if str(one.get(ID)).startswith(OLD)]
            if pairs or left:
                self._write(word, pairs, left)

    def _write(self, word: str, pairs: list[tuple[str, str]], left: list[_Element]) -> None:
        old_part, package = self.bring.old.package.related(word), self.bring.package
        new_part = package.related(word)
        if old_part is None:
            return
        was = ready(self.bring.old.package.root(old_part), self.bring.old.default_style())
        fresh = new_part is None
        new_part = new_part or self._new_part(word, was)
        root = ready(package.root(new_part), self.bring.new.default_style())
        self.bring.level(root, new_part)
        self.bring.story(was, old_part, new_part, bookmark_names(root))
        olds, news = note_elements(was), note_elements(root)
        before, self.pen.story = len(self.pen.changes), self.pen.story + 1
        for old, new in pairs:
            if old.removeprefix(OLD) in olds and new in news:
                redline_blocks(olds[old.removeprefix(OLD)], news[new], self.pen)
        self._carry(left, olds, root)
        if left or fresh or len(self.pen.changes) > before:
            self.bring.settle(root, old_part, new_part)
            package.parts[new_part] = serialize(root)
            self.roots[new_part] = root

    def _new_part(self, word: str, was: _Element) -> str:
        """An empty notes part with OLD's separators."""
        package = self.bring.package
        root = shell(was)
        root.extend(copy_of(one) for one in elements(was) if one.get(f"{W}type") is not None)
        part = package.add_part(f"word/{word}.xml", serialize(root), f"{_TYPES}.{word}+xml")
        package.relate(package.main, relation_kind(word), part)
        return part

    def _carry(self, left: list[_Element], olds: dict[str, _Element], root: _Element) -> None:
        last = max((int(str(one.get(ID))) for one in elements(root)), default=0)
        for reference in left:
            note = olds.get(str(reference.get(ID)).removeprefix(OLD))
            if note is None:
                drop(reference)
                continue
            last += 1
            carried = copy_of(note)
            carried.set(ID, str(last))
            reference.set(ID, str(last))
            root.append(carried)
