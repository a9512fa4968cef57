"""What Word asks of every part, whatever made it: no container empty, no number or name of a mark given twice.

A template whose condition does not hold can leave a cell without a paragraph, a row without a cell; a loop round a
bookmark gives its name again and again. Word calls such a file damaged. `suspect` looks at bytes as they are written
and costs next to nothing; `mend` puts a parsed part right and says what it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from generator.office.child_order import RANKS
from generator.office.names import DRAWING_PROPERTIES, RPR, SDT, TBL, TC, TEXT, TR, P, W, drop, elements, make

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEEDS_PARAGRAPH = ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment")
_NESTED = "|".join((*_NEEDS_PARAGRAPH, "tr", "tbl", "sdtContent"))
_EMPTY = re.compile(
    rb"</w:(?:tcPr|tbl)>\s*(?:<w:bookmark(?:Start|End)\b[^>]*/>\s*)*</w:tc>|<w:tcPr/>\s*</w:tc>"
    rb"|</w:(?:trPr|tblPrEx)>\s*</w:tr>|<w:trPr/>\s*</w:tr>|</w:tblGrid>\s*</w:tbl>|<w:tblGrid/>\s*</w:tbl>"
    rb"|<w:(?P<name>" + _NESTED.encode() + rb")(?: [^>]*)?>\s*</w:(?P=name)>"
    rb"|<w:(?:" + _NESTED.encode() + rb")(?: [^>]*)?/>"
)
_LONGEST = 512
"""Bytes that an empty container's markup may take where one chunk ends and the next begins."""
_PROPERTIES = frozenset(f"{W}{name}" for name in ("tcPr", "trPr", "tblPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr"))
_BLOCKS = frozenset({P, TBL, SDT, f"{W}customXml", f"{W}altChunk", f"{W}oMathPara"})
_HOLDERS = (SDT, f"{W}customXml", f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")


def suspect(data: bytes) -> bool:
    """Whether a part's bytes show a container that may be empty."""
    return _EMPTY.search(data) is not None


class Watch:
    """The chunks of a part as they go by: `sound` stays true while none of them shows an empty container."""

    def __init__(self) -> None:
        self.sound = True
        self._before = b""

    def see(self, chunk: bytes) -> bytes:
        """The chunk, looked at."""
        if self.sound:
            self.sound = not suspect(self._before + chunk)
            self._before = chunk[-_LONGEST:]
        return chunk


def mend(root: _Element) -> tuple[str, ...]:
    """Fills or takes out empty containers, gives marks and drawings numbers of their own, orders properties."""
    done = [*_fill(root), *_number_bookmarks(root), *_number_drawings(root)]
    for tag in (f"{W}tcPr", RPR):
        order = RANKS[tag]
        for properties in root.iter(tag):
            placed = [order.get(str(child.tag), len(order)) for child in properties]
            if placed != sorted(placed):
                properties[:] = sorted(properties, key=lambda child: order.get(str(child.tag), len(order)))
                done.append(str(tag))
    return tuple(done)


def texts_with_markup(root: _Element) -> Iterator[_Element]:
    """Every w:t that holds elements: markup printed where only text may stand."""
    return (node for node in root.iter(TEXT) if len(node))


def _fill(root: _Element) -> Iterator[str]:
    """From the innermost out, since what is taken out may leave its holder empty."""
    for element in reversed(list(root.iter(TC, TR, TBL, SDT, *(f"{W}{name}" for name in _NEEDS_PARAGRAPH)))):
        name = str(element.tag).removeprefix(W)
        if element.tag == SDT:
            content = element.find(f"{W}sdtContent")
            if content is not None and not len(content) and _takes_rows(element):
                drop(element)
                yield name
        elif element.tag in (TR, TBL):
            wanted = TC if element.tag == TR else TR
            if not any(_holds(child, wanted) for child in elements(element)):
                _take_out(element)
                yield name
        elif not _ends_in_paragraph(element):
            element.append(make(P))
            yield name


def _takes_rows(control: _Element) -> bool:
    parent = control.getparent()
    return parent is not None and parent.tag in (TR, TBL)


def _holds(child: _Element, wanted: str) -> bool:
    if child.tag in _HOLDERS:
        return next(child.iter(wanted), None) is not None
    return child.tag == wanted


def _ends_in_paragraph(container: _Element) -> bool:
    """Word asks for a paragraph at the end of a cell, and for one in every other container."""
    blocks = [child for child in elements(container) if child.tag in _BLOCKS or child.tag in _HOLDERS]
    if not blocks:
        return False
    last = blocks[-1]
    return last.tag != TBL if container.tag == TC else True


def _take_out(element: _Element) -> None:
    """Takes out a row or a table; bookmarks that begin or end in it go to its place."""
    for mark in list(element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.tail = None
        element.addprevious(mark)
    drop(element)


def _number_bookmarks(root: _Element) -> Iterator[str]:
    """Numbers that are given twice are given anew, each end with its start; a name given twice gets a number."""
    starts = list(root.iter(f"{W}bookmarkStart"))
    ids = [one.get(f"{W}id", "") for one in starts]
    names = [one.get(f"{W}name", "").casefold() for one in starts]
    if len(set(ids)) == len(ids) and len(set(names)) == len(names):
        return
    taken, fresh = set(names), count(1)
    seen: set[str] = set()
    open_ones: dict[str, list[str]] = {}
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        old = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkStart":
            number = str(next(fresh))
            open_ones.setdefault(old, []).append(number)
            mark.set(f"{W}id", number)
            if (name := mark.get(f"{W}name", "")).casefold() in seen:
                mark.set(f"{W}name", _free_name(name, taken))
            seen.add(mark.get(f"{W}name", "").casefold())
        elif waiting := open_ones.get(old):
            mark.set(f"{W}id", waiting.pop())
        else:
            mark.set(f"{W}id", str(next(fresh)))
    yield "bookmarkStart"


def _free_name(name: str, taken: set[str]) -> str:
    for number in count(2):
        free = f"{name[: 40 - len(str(number)) - 1]}_{number}"
        if free.casefold() not in taken:
            taken.add(free.casefold())
            break
    return free


def _number_drawings(root: _Element) -> Iterator[str]:
    drawings = list(root.iter(DRAWING_PROPERTIES))
    ids = [one.get("id", "") for one in drawings]
    if len(set(ids)) == len(ids):
        return
    used = {int(one) for one in ids if one.isdecimal()}
    fresh = count(max(used, default=0) + 1)
    seen: set[str] = set()
    for one in drawings:
        if (number := one.get("id", "")) in seen or not number.isdecimal():
            one.set("id", str(next(fresh)))
        seen.add(one.get("id", ""))
    yield "docPr"
