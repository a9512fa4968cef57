"""A report and its appendices are one text, as files of their own or as sections of one file.

`apart` takes a combined file to pieces, `together` joins files that people may have edited. A merge always runs on
the pieces, so that an edit survives the change from one form to the other, and new and vanished appendices too.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.footnotes import carried, drop_unused, footnote_marks, notes_of
from generator.office.names import BOOKMARKS, COMMENT_ENDS, DRAWING_PROPERTIES, R, W, close_section
from generator.office.package import Package
from generator.office.soundness import mend
from generator.office.xml import canonical
from generator.revise.align import FAMILY
from generator.revise.blocks import StyleBook
from generator.revise.conflicts import Comments
from generator.revise.surroundings import definition, frame_parts, frame_text, sections_of, styles_by_name
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

_SECTION, _PARAGRAPH = f"{W}sectPr", f"{W}p"
_NOTES = {"endnotes": ("endnoteReference", "endnote")}
_STYLED = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))


class CannotPart(Exception):
    """A combined file whose sections a person joined, so that its pieces cannot be told apart."""


# --- one file to pieces ------------------------------------------------------------------------------------


def is_combined(content: bytes) -> bool:
    """True for a generated file that holds a report and its appendices."""
    return len({next(iter(one), "") for one in map(_families, _pieces(Package.open(content).body))}) > 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A report or an appendix within a combined file: as generated, and as a person left it."""

    base: bytes
    edited: bytes

    @property
    def untouched(self) -> bool:
        """True if a person changed nothing in it."""
        return self.edited == self.base or _content(self.base) == _content(self.edited)


def _content(content: bytes) -> list[object]:
    """What a piece holds, without the numbers that it has in its file alone."""
    package = Package.open(content)
    body = deepcopy(package.body)
    notes = notes_of(package)
    body.extend(deepcopy(notes[number]) for mark in footnote_marks(body) if (number := mark.get(f"{W}id")) in notes)
    styles = StyleBook.of(package.related_tree("styles")).names
    for node in body.iter():
        for key, value in list(node.attrib.items()):
            if str(key).startswith(R) or (node.tag in (*BOOKMARKS, *COMMENT_ENDS) and key == f"{W}id"):
                del node.attrib[key]
            elif node.tag in _STYLED and key == f"{W}val":
                node.set(key, styles.get(str(value), str(value)))
            elif node.tag == DRAWING_PROPERTIES and key == "id":
                del node.attrib[key]
    return [_written(body), *_frames_of(package)]


def _frames_of(package: Package) -> list[str]:
    """What the headers and footers say that the piece refers to."""
    sections = sections_of(package.body)
    return [frame_text(package, part) for section in sections for part in frame_parts(package, section)]


def apart(base: bytes, edited: bytes) -> tuple[Piece, ...]:
    """The pieces of a combined file in their order as generated. Raises CannotPart, and Unreadable."""
    before = _pieces(Package.open(base).body)
    here = _pieces(Package.open(edited).body)
    owners = _owners(before, here)
    missing = [number for number in range(len(before)) if number not in owners]
    if missing:
        raise CannotPart
    return tuple(
        Piece(
            _cut(base, [number]),
            _cut(edited, [place for place, owner in enumerate(owners) if owner == number]),
        )
        for number in range(len(before))
    )


def _pieces(body: _Element) -> list[list[_Element]]:
    """The blocks of each section."""
    pieces: list[list[_Element]] = [[]]
    for child in body:
        if child.tag == _SECTION:
            continue
        pieces[-1].append(child)
        if any(one.tag == _SECTION and one.getparent() is not body for one in child.iter(_SECTION)):
            pieces.append([])
    if not pieces[-1] and len(pieces) > 1:
        pieces.pop()
    return pieces


def _families(blocks: Sequence[_Element]) -> list[str]:
    """The templates that blocks come from, by their hidden names; the most frequent first."""
    counts: dict[str, int] = {}
    for block in blocks:
        for mark in block.iter(f"{W}bookmarkStart"):
            found = FAMILY.match(mark.get(f"{W}name", ""))
            if found:
                counts[found[0]] = counts.get(found[0], 0) + 1
    return sorted(counts, key=lambda one: (-counts[one], one))


def _owners(before: Sequence[Sequence[_Element]], here: Sequence[Sequence[_Element]]) -> list[int]:
    """For each section of the edited file the generated one that it is, or is part of."""
    if len(before) == len(here):
        return list(range(len(before)))
    families = {family: number for number, one in enumerate(before) for family in _families(one)[:1]}
    owners: list[int] = []
    for blocks in here:
        own = [families[one] for one in _families(blocks)[:1] if one in families]
        owners.append(own[0] if own else max(owners[-1], 0) if owners else 0)
    return owners


def _cut(content: bytes, kept: Sequence[int]) -> bytes:
    """The file with only some of its sections; the last of them is the document's last."""
    package = Package.open(content)
    body = package.body
    pieces, sections = _pieces(body), sections_of(body)
    last = sections[kept[-1]] if kept[-1] < len(sections) else None
    for number, blocks in enumerate(pieces):
        if number not in kept:
            for block in blocks:
                body.remove(block)
    if last is not None and last.getparent() is not body:
        if (above := last.getparent()) is not None:
            above.remove(last)
        for own in body.findall(_SECTION):
            body.remove(own)
        body.append(last)
    _drop_unused_comments(package, body)
    package.touch(package.main)
    return package.save()


def _drop_unused_comments(package: Package, body: _Element) -> None:
    root = package.related_tree("comments")
    if root is None:
        return
    used = {mark.get(f"{W}id") for mark in body.iter(*COMMENT_ENDS)}
    for comment in list(root):
        if comment.get(f"{W}id") not in used:
            root.remove(comment)
    package.touch(package.related("comments") or "")


# --- pieces to one file --------------------------------------------------------------------------------------


def together(report: bytes, appendices: Sequence[bytes]) -> bytes:
    """A report followed by each appendix as a section of its own. Same files, same bytes. Raises Unreadable."""
    package = Package.open(report)
    body = package.body
    for number, content in enumerate(appendices, 1):
        other = Package.open(content)
        _name_apart(package, other, number)
        join = _Join.of(package, other)
        close_section(body)
        for child in list(other.body):
            body.append(join.brought(child))
    drop_unused(package)
    mend(package.tree(package.main))
    package.touch(package.main)
    return package.save()


def _name_apart(package: Package, other: Package, number: int) -> None:
    """Gives styles of the other file that mean something else here a name of their own."""
    ours, theirs = package.related_tree("styles"), other.related_tree("styles")
    if ours is None or theirs is None:
        return
    known = styles_by_name(ours)
    for name, style in styles_by_name(theirs).items():
        label = style.find(f"{W}name")
        if name not in known or label is None or style.get(f"{W}default") in ("1", "true"):
            continue
        if definition(style) != definition(known[name]):
            label.set(f"{W}val", f"{label.get(f'{W}val')} (phụ lục {number})")


@dataclass(slots=True)
class _Join:
    """One file on its way into another: what its numbers become there."""

    desk: Workspace
    bookmarks: int
    drawings: int
    comments: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, other: Package) -> _Join:
        here, there = (StyleBook.of(one.related_tree("styles")) for one in (package, other))
        desk = Workspace(package, other, here, here, there, Comments(package))
        body = package.body
        return cls(
            desk,
            max((_number(mark) for mark in body.iter(*BOOKMARKS)), default=0) + 1,
            max((_number(one, "id") for one in body.iter(DRAWING_PROPERTIES)), default=0),
        )

    def brought(self, element: _Element) -> _Element:
        """A block of the other file that fits into this one."""
        copy = self.desk.adopt(element, with_names=True)
        for mark in copy.iter(*BOOKMARKS):
            mark.set(f"{W}id", str(_number(mark) + self.bookmarks))
        for drawing in copy.iter(DRAWING_PROPERTIES):
            drawing.set("id", str(_number(drawing, "id") + self.drawings))
        for mark in copy.iter(*COMMENT_ENDS):
            mark.set(f"{W}id", self._comment(mark.get(f"{W}id", "")))
        for reference in copy.iter(f"{W}numId"):
            reference.set(f"{W}val", self._list(reference.get(f"{W}val", "")))
        for note in carried(copy, self.desk.new, self.desk.edited):
            self.desk.restyle(note)
        for kind, (name, tag) in _NOTES.items():
            for reference in copy.iter(f"{W}{name}"):
                reference.set(f"{W}id", self._note(kind, tag, reference.get(f"{W}id", "")))
        return copy

    def _comment(self, number: str) -> str:
        if number not in self.comments:
            theirs = self.desk.new.related_tree("comments")
            found = next((one for one in theirs if one.get(f"{W}id") == number), None) if theirs is not None else None
            self.comments[number] = self.desk.comments.adopt(found) if found is not None else number
        return self.comments[number]

    def _list(self, number: str) -> str:
        if number in ("", "0"):
            return number
        if number not in self.lists:
            self.lists[number] = self._brought_list(number)
        return self.lists[number]

    def _brought_list(self, number: str) -> str:
        """The number here of a list of the other file; the same list is shared."""
        ours, theirs = (one.related_tree("numbering") for one in (self.desk.edited, self.desk.new))
        if ours is None or theirs is None:
            return number
        found = next((one for one in theirs.iter(f"{W}num") if one.get(f"{W}numId") == number), None)
        link = found.find(f"{W}abstractNumId") if found is not None else None
        if found is None or link is None:
            return number
        abstract = next(
            (one for one in theirs.iter(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == link.get(f"{W}val")), None
        )
        same = next((one for one in ours.iter(f"{W}num") if one.get(f"{W}numId") == number), None)
        if same is not None and _written(ours) == _written(theirs):
            return number
        free = 1 + max((_number(one, f"{W}numId") for one in ours.iter(f"{W}num")), default=0)
        room = 1 + max((_number(one, f"{W}abstractNumId") for one in ours.iter(f"{W}abstractNum")), default=0)
        first = ours.find(f"{W}num")
        if abstract is not None:
            copy = deepcopy(abstract)
            copy.set(f"{W}abstractNumId", str(room))
            if first is not None:
                first.addprevious(copy)
            else:
                ours.append(copy)
        entry = deepcopy(found)
        entry.set(f"{W}numId", str(free))
        entry.find(f"{W}abstractNumId").set(f"{W}val", str(room))  # type: ignore[union-attr]
        ours.append(entry)
        self.desk.edited.touch(self.desk.edited.related("numbering") or "")
        return str(free)

    def _note(self, kind: str, tag: str, number: str) -> str:
        key = kind, number
        if key not in self.notes:
            self.notes[key] = self._brought_note(kind, tag, number)
        return self.notes[key]

    def _brought_note(self, kind: str, tag: str, number: str) -> str:
        theirs, ours = self.desk.new.related_tree(kind), self.desk.edited.related_tree(kind)
        if theirs is None:
            return number
        if ours is None:
            self.desk.edited.bring(self.desk.new, _relation(self.desk.new, kind))
            return number
        if _written(ours) == _written(theirs):
            return number
        found = next((one for one in theirs.iter(f"{W}{tag}") if one.get(f"{W}id") == number), None)
        if found is None:
            return number
        copy = deepcopy(found)
        copy.set(f"{W}id", str(1 + max((_number(one) for one in ours.iter(f"{W}{tag}")), default=0)))
        ours.append(copy)
        self.desk.edited.touch(self.desk.edited.related(kind) or "")
        return copy.get(f"{W}id", number)


def _relation(package: Package, kind: str) -> str:
    relations = package.relations(package.main).items()
    return next((key for key, one in relations if one.word == kind), "")


def _written(root: _Element) -> bytes:
    return canonical(root)


def _number(element: _Element, name: str = f"{W}id") -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() else 0
