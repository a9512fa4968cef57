"""A report's number and date put into Word files: its own number line and date line, and "(Kèm theo …)" lines.

The lines are found by their hidden bookmark first, then by their form, so that they are found in edited files too.
Letters are exchanged inside the runs they stand in: what a person formatted stays formatted so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from generator.core.frame import Frame
from generator.core.standard import load_standard
from generator.core.vietnamese import day_digits, nfc
from generator.office.names import BOOKMARK_PREFIX, SPACE, SPREADSHEET, TEXT, W
from generator.office.package import Package
from generator.office.refusal import Kind, Unreadable
from generator.office.word_text import OBJECT, stretches

if TYPE_CHECKING:
    from lxml.etree import _Element

# Room for a number or day to be written in: spaces, dots, underscores; or the digits that stand there already.
_ROOM = r"[\s.…_]*\d{0,5}[a-zA-Z]?[\s.…_]*"
_DATE = rf"ngày(?P<day>{_ROOM})tháng(?P<month>{_ROOM})năm(?P<year>[\s.…_]*(?:\d{{4}}|20[\s.…_]*)?)"
NUMBER_LINE = re.compile(rf"^\s*Số(?:\s*:)?(?P<number>{_ROOM})(?P<rest>[/-][^\s/]+(?:/\S+)?)\s*$", re.IGNORECASE)
DATE_LINE = re.compile(rf"^[^,;:()]+,\s*(?P<date>{_DATE})\s*$", re.IGNORECASE)
ATTACHED = re.compile(
    rf"kèm theo[^()]*?\bsố(?:\s*:)?(?P<number>{_ROOM})(?P<rest>[/-][^\s,/]+(?:/[^\s,]+)?),?\s*(?P<date>{_DATE})",
    re.IGNORECASE,
)
_SHEET = f"{{{SPREADSHEET}}}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is put in: the number ("5") and the day, written as the standard's `frame` says."""

    number: str
    day: date
    frame: Frame

    @property
    def digits(self) -> str:
        """The number with its leading zero."""
        return self.frame.symbol(self.number, "", "").partition("/")[0].partition("-")[0]

    @property
    def month(self) -> str:
        """January and February have a zero (NĐ 30/2020, Phụ lục I, II.4)."""
        return day_digits(self.day.month) if self.day.month < 3 else str(self.day.month)


@dataclass(frozen=True, slots=True)
class Stamped:
    """What happened in one file: how many lines of each kind now have number and date, and what stood in the way.

    `symbols` are whole numbers as they now stand ("05/BC-UBND"); `others` are lines that name another number or day.
    """

    content: bytes
    numbers: int
    dates: int
    attached: int
    symbols: tuple[str, ...]
    others: tuple[str, ...]


def frame_of(report: bytes) -> Frame:
    """The form a report is written in: the Party puts a stroke after the kind ("12-BC/TU"), the State before it."""
    package = Package.open(report)
    lines = (NUMBER_LINE.match(_text(_pieces(one))) for one in package.tree(package.main).iter(f"{W}p"))
    first = next((line for line in lines if line), None)
    return load_standard("dang" if first and first["rest"].startswith("-") else "nd30").frame


def stamp_document(content: bytes, stamp: Stamp, base: bytes | None = None) -> Stamped:
    """A .docx with number and date put in; the bytes given where nothing changes. Raises Unreadable.

    `base` is the file as generated: it tells the names of the blocks that the lines are.
    """
    package = Package.open(content)
    paragraphs = list(package.tree(package.main).iter(f"{W}p"))
    known = _known_lines(base) if base is not None else {}
    work = _Stamping(stamp)
    for pattern in (NUMBER_LINE, DATE_LINE):
        named = [one for one in paragraphs if known.get(pattern.pattern, set()) & _names(one)]
        formed = [one for one in paragraphs if pattern.match(_text(_pieces(one)))]
        for paragraph in (named or formed)[:1]:
            work.line(_pieces(paragraph), pattern)
    for paragraph in paragraphs:
        work.line(_pieces(paragraph), ATTACHED)
    return work.result(package, package.main, content)


def stamp_workbook(content: bytes, stamp: Stamp) -> Stamped:
    """A spreadsheet whose "(Kèm theo …)" lines have number and date put in. Raises Unreadable for no package."""
    package = Package.open(content, Kind.EXCEL)
    work = _Stamping(stamp)
    shared = package.related("sharedStrings")
    if shared is None:
        return work.result(package, "", content)
    for entry in package.tree(shared).iter(f"{_SHEET}si"):
        work.line([_Piece(node, nfc(node.text or "")) for node in entry.iter(f"{_SHEET}t")], ATTACHED)
    return work.result(package, shared, content)


def _known_lines(base: bytes) -> dict[str, set[str]]:
    """Pattern → the block names of the paragraph that had its form when the file was generated."""
    try:
        package = Package.open(base)
    except Unreadable:
        return {}
    known: dict[str, set[str]] = {}
    for paragraph in package.tree(package.main).iter(f"{W}p"):
        for pattern in (NUMBER_LINE, DATE_LINE):
            if pattern.pattern not in known and pattern.match(_text(_pieces(paragraph))):
                known[pattern.pattern] = _names(paragraph)
    return known


def _names(paragraph: _Element) -> set[str]:
    names = {mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart")}
    return {name for name in names if name.startswith(BOOKMARK_PREFIX)}


# --- letters in runs -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Piece:
    """A text node, or (`node` is then the sign itself) a tab, break or symbol, with the letters it stands for."""

    node: _Element
    text: str
    is_text: bool = True


def _pieces(paragraph: _Element) -> list[_Piece]:
    found = [one for one in stretches(paragraph) if one.text != OBJECT]
    return [_Piece(one.node, nfc(one.text), one.node.tag == TEXT) for one in found]


def _text(pieces: Iterable[_Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _exchange(pieces: list[_Piece], start: int, end: int, new: str) -> None:
    """Puts `new` for the letters from `start` to `end`, in the run of the first of them."""
    at, done = 0, False
    for piece in list(pieces):
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        at += len(piece.text)
        if first > last or (first == last and (done or start != end)):
            continue
        if piece.is_text:
            piece.text = piece.text[:first] + ("" if done else new) + piece.text[last:]
            piece.node.text = piece.text
            if piece.node.tag == TEXT or piece.text != piece.text.strip():
                piece.node.set(SPACE, "preserve")
            done = True
        elif first < last:
            pieces.remove(piece)
            parent = piece.node.getparent()
            if parent is not None:
                parent.remove(piece.node)


# --- one file --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Stamping:
    """What was put in so far."""

    stamp: Stamp
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("number", "date", "attached"), 0))
    symbols: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    changed: bool = False

    def line(self, pieces: list[_Piece], pattern: re.Pattern[str]) -> None:
        """Puts number and date into every place of one paragraph that has the form, from the last to the first."""
        before = _text(pieces)
        for found in reversed(list(pattern.finditer(before))):
            self._place(pieces, found, pattern)
        self.changed |= _text(pieces) != before

    def _place(self, pieces: list[_Piece], found: re.Match[str], pattern: re.Pattern[str]) -> None:
        wanted = {
            "year": str(self.stamp.day.year),
            "month": self.stamp.month,
            "day": day_digits(self.stamp.day.day),
            "number": self.stamp.digits,
        }
        groups = [name for name in wanted if name in pattern.groupindex]
        if any(_is_other(name, found[name], wanted[name], found) for name in groups):
            self.others.append(_text(pieces).strip())
            return
        for name in groups:
            start, end = found.span(name)
            after = "" if name in ("number", "year") else " "
            _exchange(pieces, start, end, f" {wanted[name]}{after}")
        if "number" in groups:
            self.symbols.append(f"{wanted['number']}{found['rest']}")
        self.counts["attached" if len(groups) > 3 else "number" if groups == ["number"] else "date"] += 1

    def result(self, package: Package, part: str, content: bytes) -> Stamped:
        if self.changed:
            package.touch(part)
            content = package.save()
        counts = self.counts
        return Stamped(
            content, counts["number"], counts["date"], counts["attached"], tuple(self.symbols), tuple(self.others)
        )


def _is_other(name: str, written: str, wanted: str, found: re.Match[str]) -> bool:
    """True if another number or day stands there; a year alone is only the form's guess."""
    digits = re.sub(r"[\s.…_]", "", written)
    if not digits or (name == "year" and (len(digits) < 4 or not re.search(r"\d", found["day"] + found["month"]))):
        return False
    return digits.lstrip("0").casefold() != wanted.lstrip("0").casefold()
