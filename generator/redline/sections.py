"""Headers and footers: those of the same section compared, each pair in a part of its own.

Word cannot track that a section has another header part, so what its header says is tracked inside the part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.names import ID, NOTE_REFERENCES, P, R, W, copy_of, drop, elements, make, serialize, shell, whole
from generator.office.package import OFFICE
from generator.office.xml import parse
from generator.redline.blocks import redline_blocks
from generator.redline.names import bookmark_names, note_elements
from generator.redline.pen import SECTION_NUMBER, Pen
from generator.redline.story import HeaderKey, headers, ready, sections
from generator.redline.transfer import OLD, Transfer

if TYPE_CHECKING:
    from lxml.etree import _Element

Parts = dict[HeaderKey, str]
_REFERENCES = (f"{W}footerReference", f"{W}headerReference")


def number_sections(body: _Element, side: str) -> None:
    """Gives each section a passing number that stays with it through the comparison."""
    for number, section in enumerate(sections(body)):
        section.set(SECTION_NUMBER, f"{side}{number}")


@dataclass(slots=True)
class Headers:
    """The headers of OLD and NEW, and of the result as they are written."""

    transfer: Transfer
    pen: Pen
    old: list[Parts]
    new: list[Parts]
    originals: Mapping[str, bytes]
    roots: dict[str, _Element] = field(default_factory=dict)
    _made: dict[tuple[str | None, str | None, bool], str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, transfer: Transfer, pen: Pen, old_body: _Element, new_body: _Element) -> Headers:
        return cls(
            transfer,
            pen,
            headers(transfer.old.package, sections(old_body)),
            headers(transfer.package, sections(new_body)),
            transfer.package.parts.copy(),
        )

    def write(self, body: _Element) -> None:
        """Gives every section of the result its headers, and takes the passing numbers off."""
        pairs = {new: old for old, new in self.pen.section_pairs}
        found = {str(section.get(SECTION_NUMBER)): section for section in sections(body)}
        for name in sorted(found, key=lambda one: (one not in pairs, one)):
            before = self._of(pairs.get(name, "" if name.startswith("n") else name))
            after = self._of(name) if name.startswith("n") else {}
            self._refer(found[name], before, after, name not in pairs)
        for section in body.iter(f"{W}sectPr"):
            if SECTION_NUMBER in section.attrib:
                del section.attrib[SECTION_NUMBER]

    def _refer(self, section: _Element, before: Parts, after: Parts, lone: bool) -> None:
        package = self.transfer.package
        for reference in [child for child in elements(section) if child.tag in _REFERENCES]:
            drop(reference)
        for key in sorted({*before, *after}):
            part = self._part(before.get(key), after.get(key), lone)
            kind = f"{OFFICE}/{'header' if key[0] == _REFERENCES[1] else 'footer'}"
            reference = make(key[0], type=key[1])
            reference.set(f"{R}id", package.relate(package.main, kind, part))
            section.insert(0, reference)

    def _of(self, name: str) -> dict[HeaderKey, str]:
        if not name:
            return {}
        return (self.new if name.startswith("n") else self.old)[int(name[1:])]

    def _part(self, old: str | None, new: str | None, lone: bool) -> str:
        """The part that shows OLD's and NEW's header; a section that came or went has its own, unmarked."""
        if (old, new, lone) not in self._made:
            if not lone:
                made = self._redlined(old, new)
            elif new is not None:
                made = self._copy_of(new) if new in self._used else new
            else:
                made = self.transfer.import_part(str(old))
            self._made[old, new, lone] = made
        return self._made[old, new, lone]

    def _copy_of(self, part: str) -> str:
        package = self.transfer.package
        name = package.add(part, self.originals[part], package.content_type(part))
        if package.relations(part):
            package.set_relations(name, dict(package.relations(part)))
        return name

    def _redlined(self, old: str | None, new: str | None) -> str:
        package, before = self.transfer.package, len(self.pen.changes)
        was = self.transfer.old.package.take(old) if old is not None else None
        root = parse(self.originals[new]) if new is not None else _empty(was)
        was = was if was is not None else _empty(root)
        ready(root, self.transfer.new.default_style())
        ready(was, self.transfer.old.default_style())
        part = self._place(old, new)
        self.transfer.level(root, part)
        if old is not None:
            self.transfer.story(was, old, part, bookmark_names(root))
        self.pen.story += 1
        redline_blocks(was, root, self.pen)
        if len(self.pen.changes) > before or new is None:
            self._used.add(part)
            self.transfer.settle(root, str(old), part)
            package.put(part, serialize(root))
            self.roots[part] = root
        return part

    def _place(self, old: str | None, new: str | None) -> str:
        """Where the pair is written: NEW's part, or one beside it if that shows another pair already."""
        if new is None:
            package = self.transfer.old.package
            return self.transfer.package.add(str(old), b"", package.content_type(str(old)))
        return self._copy_of(new) if new in self._used else new


def _empty(like: _Element | None) -> _Element:
    """A header that says nothing."""
    root = shell(like) if like is not None else make(f"{W}hdr")
    root.append(make(P))
    return root


# --- footnotes and endnotes: those at the same place compared, those of deleted text carried over ---------------------

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Notes:
    """Writes the notes that a redlined body refers to."""

    transfer: Transfer
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
        old_part, package = self.transfer.old.package.related(word), self.transfer.package
        new_part = package.related(word)
        if old_part is None:
            return
        was = ready(self.transfer.old.package.take(old_part), self.transfer.old.default_style())
        fresh = new_part is None
        new_part = new_part or self._new_part(word, was)
        root = ready(package.take(new_part), self.transfer.new.default_style())
        self.transfer.level(root, new_part)
        self.transfer.story(was, old_part, new_part, bookmark_names(root))
        olds, news = note_elements(was), note_elements(root)
        before, self.pen.story = len(self.pen.changes), self.pen.story + 1
        for old, new in pairs:
            if old.removeprefix(OLD) in olds and new in news:
                redline_blocks(olds[old.removeprefix(OLD)], news[new], self.pen)
        self._carry(left, olds, root)
        if left or fresh or len(self.pen.changes) > before:
            self.transfer.settle(root, old_part, new_part)
            package.put(new_part, serialize(root))
            self.roots[new_part] = root

    def _new_part(self, word: str, was: _Element) -> str:
        """An empty notes part with OLD's separators."""
        package = self.transfer.package
        root = shell(was)
        root.extend(copy_of(one) for one in elements(was) if one.get(f"{W}type") is not None)
        return package.add_related(word, serialize(root), f"{_TYPES}.{word}+xml")

    def _carry(self, left: list[_Element], olds: dict[str, _Element], root: _Element) -> None:
        last = max((whole(one.get(ID)) for one in elements(root)), default=0)
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
