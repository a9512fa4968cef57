"""The hand that writes tracked changes: author, date, running numbers, and the marks themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.office.names import HEADER_REFERENCES, PPR, RPR, SECT, P, W, copy_of, elements, make
from generator.redline.accept_reject import settle
from generator.redline.element_keys import properties_key
from generator.redline.sameness import same_row

if TYPE_CHECKING:
    from lxml.etree import _Element

SECTION_NUMBER = f"{W}rsidBaocao"
"""A passing attribute of `w:sectPr`; like every rsid, no comparison sees it."""
_NO_DAY = "2000-01-01T00:00:00Z"


class ChangeKind(StrEnum):
    """What a change is, in the words a user reads."""

    TEXT = "sửa chữ"
    FORMAT = "đổi định dạng"
    INSERTED = "thêm đoạn"
    DELETED = "xóa đoạn"
    MOVED = "chuyển đoạn"
    ROW_INSERTED = "thêm dòng bảng"
    ROW_DELETED = "xóa dòng bảng"
    TABLE = "đổi khung bảng"
    SECTION = "đổi thiết lập trang"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what kind, the words that went and came, the names of the blocks and the cell it stands in."""

    kind: ChangeKind
    old: str = ""
    new: str = ""
    blocks: tuple[str, ...] = ()
    old_blocks: tuple[str, ...] = ()
    cell: int | None = None
    lines: tuple[str, str] = ("", "")
    """Of changed words the whole paragraph, old and new; the words begin `at` these letters of it."""
    at: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Pen:
    """Writes marks with one author and date. `coarse` replaces paragraphs whole and moves nothing."""

    author: str
    day: date | None
    next_id: int
    coarse: bool = False
    changes: list[Change] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    """Where a finer mark would have been wrong, and a paragraph or row was replaced whole: its text."""
    note_pairs: list[tuple[str, str, str]] = field(default_factory=list)
    """Notes that stand at the same place: footnotes or endnotes, id in OLD, id in NEW."""
    section_pairs: list[tuple[str, str]] = field(default_factory=list)
    """Sections of OLD and NEW that are the same one, by the numbers that `number_sections` gave them."""
    notes: bool = False
    """True if OLD or NEW has footnotes or endnotes at all."""
    beat: str = "00"
    """The minute written with the day. LibreOffice joins an insertion at the end of a paragraph to one at the start
    of the next, their border with it, where both are of one minute; so paragraphs have two minutes in turn."""
    story: int = 0
    """The number of the part that is being written, for names that must be its own."""

    def mark(self, kind: str, **more: str) -> _Element:
        """A mark such as `w:ins` with its number, author and date."""
        attributes = {"id": self.new_id(), "author": self.author, **more}
        if self.day is not None:
            attributes["date"] = f"{self.day.isoformat()}T00:{self.beat}:00Z"
        return make(f"{W}{kind}", **attributes)

    def bare(self, kind: str, **more: str) -> _Element:
        """A mark that has a number only, such as the end of a range."""
        return make(f"{W}{kind}", **{"id": self.new_id(), **more})

    def pair_sections(self, old: _Element | None, new: _Element | None) -> None:
        """Remembers that two sections are the same one, so that their headers are compared."""
        if old is not None and new is not None:
            self.section_pairs.append((str(old.get(SECTION_NUMBER)), str(new.get(SECTION_NUMBER))))

    def next_paragraph(self) -> None:
        """To be called before the marks of each paragraph or row."""
        self.beat = "10" if self.beat == "00" else "00"

    def start_of(self, kind: str, name: str) -> _Element:
        """The start of a move. Its date is no one's to leave out (CT_MoveBookmark), and no program shows it."""
        start = self.mark(kind, name=name)
        start.set(f"{W}date", str(start.get(f"{W}date", _NO_DAY)))
        return start

    def end_of(self, start: _Element, name: str) -> _Element:
        """The end of the range that `start` opens."""
        return make(f"{W}{name}", id=str(start.get(f"{W}id")))

    def note(self, kind: ChangeKind, old: str = "", new: str = "", where: Where | None = None) -> None:
        """Lists a change."""
        place = where or Where()
        self.changes.append(Change(kind, old, new, place.blocks, place.old_blocks))

    def note_words(self, lines: tuple[str, str], spans: Sequence[tuple[int, int]], where: Where) -> None:
        """Lists words that became others: where they stand in the paragraph as it was and as it is."""
        old, new = (line[start:end] for line, (start, end) in zip(lines, spans, strict=True))
        at = spans[0][0], spans[1][0]
        blocks = where.blocks, where.old_blocks
        self.changes.append(Change(ChangeKind.TEXT, old, new, *blocks, lines=lines, at=at))

    def new_id(self) -> str:
        """The next number of a mark."""
        self.next_id += 1
        return str(self.next_id)


@dataclass(frozen=True, slots=True)
class Where:
    """The blocks of NEW and OLD that a change stands in, by the bookmarks that name them."""

    blocks: tuple[str, ...] = ()
    old_blocks: tuple[str, ...] = ()


def block_names(element: _Element) -> tuple[str, ...]:
    """The hidden names of generated blocks inside an element."""
    names = (str(mark.get(f"{W}name")) for mark in element.iter(f"{W}bookmarkStart"))
    return tuple(name for name in names if name.startswith("_bc_"))


def changed_properties(new: _Element | None, old: _Element | None, tag: str, pen: Pen) -> _Element | None:
    """NEW's property element (rPr, tcPr, tblPr …) with OLD's kept in it as a tracked change where they differ."""
    result = copy_of(new) if new is not None else None
    if properties_key(new) == properties_key(old):
        return result
    name = tag.rsplit("}", 1)[-1]
    result = result if result is not None else make(tag)
    change = pen.mark(f"{name}Change") if name != "tblGrid" else pen.bare("tblGridChange")
    former = make(tag)
    for attribute, value in (old.attrib if old is not None else {}).items():
        former.set(attribute, value)
    left_out = HEADER_REFERENCES if tag == SECT else ()
    former.extend(copy_of(child) for child in elements(old) if child.tag not in left_out)
    change.append(former)
    result.append(change)
    return result


def paragraph_properties(
    base: _Element | None, old: _Element | None, pen: Pen, mark: str = "", compare: bool = False
) -> _Element | None:
    """The `w:pPr` of a result: `base`'s, with a mark on the paragraph mark ("ins", "del", …).

    With `compare`, `old` is the `w:pPr` that rejecting gives back.
    """
    result = make(PPR)
    result.extend(copy_of(child) for child in elements(base) if child.tag not in (RPR, SECT))
    runs = _part(base, RPR)
    runs = (
        changed_properties(runs, _part(old, RPR), RPR, pen) if compare else copy_of(runs) if runs is not None else None
    )
    if mark:
        runs = runs if runs is not None else make(RPR)
        runs.insert(0, pen.mark(mark))
    section = _part(base, SECT)
    if section is not None:
        section = changed_properties(section, _part(old, SECT) if compare else section, SECT, pen)
    result.extend(part for part in (runs, section) if part is not None)
    if compare and properties_key(base) != properties_key(old):
        change, former = pen.mark("pPrChange"), make(PPR)
        former.extend(copy_of(child) for child in elements(old) if child.tag not in (RPR, SECT))
        change.append(former)
        result.append(change)
    return result if len(result) else None


def holds(result: _Element, old: _Element, new: _Element, same: Callable[[_Element, _Element], bool]) -> bool:
    """True if accepting `result` gives `new` and rejecting it gives `old`."""
    for accept, wanted in ((True, new), (False, old)):
        holder = make(f"{W}body")
        holder.append(copy_of(result))
        if result.tag == P:
            holder.append(make(P))
        settle(holder, accept)
        if not len(holder) or not same(holder[0], wanted):
            return False
    return True


def holds_row(result: _Element, old: _Element, new: _Element) -> bool:
    """True if accepting the row `result` gives the row `new` and rejecting it gives `old`."""
    return holds(result, old, new, same_row)


def _part(properties: _Element | None, tag: str) -> _Element | None:
    return properties.find(tag) if properties is not None else None
