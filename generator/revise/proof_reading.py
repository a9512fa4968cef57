"""Word files as the proof of a merge reads them: lines, tables with their headings, sections, comments.

A reading of its own on purpose: what the merge misreads, it would misread twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.office.names import R, W
from generator.office.package import Package
from generator.revise.conflicts import AUTHOR

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH, _TABLE, _ROW, _CELL, _SECTION = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "sectPr"))
_THROUGH = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_UNSEEN = frozenset(
    (
        *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object", "instrText")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    )
)
_BLANKS = frozenset(f"{W}{name}" for name in ("tab", "br", "cr", "ptab"))
_LOOKALIKES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "−": "-"})
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
_ORDINAL = re.compile(r"\A(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s+")
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*%?|\w+")
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+")
_HEADERS = 5


@dataclass(slots=True)
class Line:
    """A paragraph, or a row with its cells in the order of their columns."""

    cells: tuple[str, ...]
    is_row: bool
    look: str = ""
    commented: bool = False
    table: int = -1
    spans: tuple[tuple[int, int], ...] = ()
    key: tuple[tuple[str, ...], bool] = ((), False)
    tokens: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        bare = [_ORDINAL.sub("", cell, count=1) for cell in self.cells]
        if self.is_row and len(bare) > 1 and (bare[0].isdecimal() or not bare[0]):
            bare[0] = ""
        self.key = tuple(bare), self.is_row
        self.tokens = tokens(" ".join(bare))

    @property
    def words(self) -> str:
        """The line in one string."""
        return " | ".join(self.cells) if self.is_row else self.cells[0]

    @property
    def size(self) -> int:
        return sum(self.tokens.values())

    def like(self, other: Line) -> float:
        """How much of their words two lines share, 0 to 1."""
        both = self.size + other.size
        if self.is_row is not other.is_row or not both:
            return 0.0
        return 2 * sum((self.tokens & other.tokens).values()) / both


@dataclass(frozen=True, slots=True)
class SectionLook:
    """A section: its paper, how its pages are numbered, what its headers and footers say."""

    paper: tuple[str, ...]
    pages: tuple[str, ...]
    frame: tuple[tuple[str, str, str], ...]


@dataclass
class Reading:
    """A document as read."""

    lines: list[Line]
    tables: list[tuple[str, ...]]
    sections: tuple[SectionLook, ...]
    comments: tuple[str, ...]
    """What the program's own comments say."""
    notes: Counter[str] = field(default_factory=Counter)
    """The footnotes of lines that no such comment stands at, and how often each is shown."""

    def table_like(self, labels: Sequence[str], place: int) -> int | None:
        """The table with most of these headings, at best the one at the same place."""
        wanted = set(labels)
        best, found = 0.0, None
        for number, own in enumerate(self.tables):
            score = len(wanted & set(own)) / max(len(wanted | set(own)), 1) + (0.01 if number == place else 0)
            if score > best and score > 0.25:
                best, found = score, number
        return found

    def project(self, table: int, labels: Sequence[str]) -> None:
        """From here on the rows of a table show the columns of these headings only, in this order."""
        own = self.tables[table]
        for number, line in enumerate(self.lines):
            if line.table != table or any(span > 1 for _, span in line.spans):
                continue
            by_label = {
                own[start]: text for (start, _), text in zip(line.spans, line.cells, strict=True) if start < len(own)
            }
            cells = tuple(by_label.get(label, "") for label in labels)
            self.lines[number] = Line(cells, True, line.look, line.commented, line.table)


def tokens(text: str) -> Counter[str]:
    """Words and figures, and how often each stands there."""
    return Counter(_TOKEN.findall(text.casefold()))


def sentences_of(line: Line) -> Iterator[str]:
    """The sentences of a line; a cell of a row is one of its own."""
    for cell in line.cells:
        yield from (one for one in _SENTENCE.split(_ORDINAL.sub("", cell, count=1)) if len(one) > 3)


def read(content: bytes) -> Reading:
    """Reads a Word file with its tracked changes accepted. Raises Unreadable."""
    return _Reader(Package.open(content)).reading()


@dataclass
class _Reader:
    package: Package
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[str, ...]] = field(default_factory=list)

    @cached_property
    def body(self) -> _Element:
        return self.package.body

    def reading(self) -> Reading:
        self._blocks(self.body)
        return Reading(self.lines, self.tables, tuple(self._sections()), tuple(self.own.values()), self._shown_notes())

    # --- text ---------------------------------------------------------------------------------------

    def _blocks(self, parent: _Element) -> None:
        held = ""
        for child in parent:
            if child.tag == _PARAGRAPH:
                text = held + self._seen(child)
                if self._mark_is_deleted(child):
                    held = text
                    continue
                held = ""
                line = Line((plain(text),), False, self._look(child), self._is_commented(child))
                if line.cells[0]:
                    self.lines.append(line)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag in _THROUGH:
                self._blocks(child)

    def _seen(self, paragraph: _Element) -> str:
        """What is seen of a paragraph, its footnotes behind it."""
        return " ".join([visible(paragraph), *self._notes_of(paragraph)])

    def _notes_of(self, element: _Element) -> Iterator[str]:
        for mark in element.iter(f"{W}footnoteReference") if self.notes else ():
            if not any(above.tag in _UNSEEN for above in mark.iterancestors()):
                yield self.notes.get(mark.get(f"{W}id", ""), "")

    def _shown_notes(self) -> Counter[str]:
        paragraphs = (one for one in self.body.iter(_PARAGRAPH) if self.notes and not self._is_commented(one))
        return Counter(plain(note) for one in paragraphs for note in self._notes_of(one))

    @cached_property
    def notes(self) -> dict[str, str]:
        """The text of each footnote by number."""
        root = self.package.related_tree("footnotes")
        return {
            one.get(f"{W}id", ""): " ".join(visible(paragraph) for paragraph in one.iter(_PARAGRAPH))
            for one in (root if root is not None else ())
        }

    def _table(self, table: _Element) -> None:
        rows = [row for row in _children(table, _ROW) if not _is_deleted(row.find(f"{W}trPr"))]
        shapes = [list(_cells(row)) for row in rows]
        heads = [number for number, row in enumerate(rows[:_HEADERS]) if row.find(f"{W}trPr/{W}tblHeader") is not None]
        width = max((start + span for cells in shapes for start, span, _ in cells), default=0)
        if not heads and self.tables and len(self.tables[-1]) == width and len(rows) > 1 and self._goes_on(shapes[0]):
            labels = self.tables[-1]
        else:
            labels = _labels([shapes[number] for number in heads or [0] if number < len(shapes)])
        self.tables.append(labels)
        for row, cells in zip(rows, shapes, strict=True):
            texts = tuple(plain(" ".join(self._seen(one) for one in cell.iter(_PARAGRAPH))) for _, _, cell in cells)
            if any(texts):
                spans = tuple((start, span) for start, span, _ in cells)
                self.lines.append(Line(texts, True, "", self._is_commented(row), len(self.tables) - 1, spans))

    def _goes_on(self, cells: Sequence[tuple[int, int, _Element]]) -> bool:
        """True if a table without a heading goes on with the one before: a person parted it in two."""
        first = plain(visible(cells[0][2])) if cells else ""
        return first.isdecimal() or len(cells) < len(self.tables[-1])

    def _mark_is_deleted(self, paragraph: _Element) -> bool:
        return _is_deleted(paragraph.find(f"{W}pPr/{W}rPr"))

    def _is_commented(self, element: _Element) -> bool:
        return any(one.get(f"{W}id", "") in self.own for one in element.iter(f"{W}commentReference"))

    @cached_property
    def own(self) -> dict[str, str]:
        """The program's comments by number."""
        root = self.package.related_tree("comments")
        if root is None:
            return {}
        return {
            one.get(f"{W}id", ""): plain(" ".join(visible(line) for line in one.iter(_PARAGRAPH)))
            for one in root
            if one.get(f"{W}author") == AUTHOR
        }

    # --- form ---------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, str]:
        """Style ids and what Word calls them."""
        root = self.package.related_tree("styles")
        found: dict[str, str] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            name = style.find(f"{W}name")
            found[style.get(f"{W}styleId", "")] = (name.get(f"{W}val", "") if name is not None else "").casefold()
        return found

    @cached_property
    def lists(self) -> dict[tuple[str, str], str]:
        """How the levels of each list are numbered."""
        root = self.package.related_tree("numbering")
        if root is None:
            return {}
        kinds = {
            (abstract.get(f"{W}abstractNumId", ""), level.get(f"{W}ilvl", "")): "/".join(
                one.get(f"{W}val", "") for one in level if one.tag in (f"{W}numFmt", f"{W}lvlText")
            )
            for abstract in root.iter(f"{W}abstractNum")
            for level in abstract.iter(f"{W}lvl")
        }
        found = {}
        for number in root.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            for (abstract, level), kind in kinds.items():
                if link is not None and abstract == link.get(f"{W}val"):
                    found[number.get(f"{W}numId", ""), level] = kind
        return found

    def _look(self, paragraph: _Element) -> str:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        style = self.names.get(_value(properties, "pStyle"), "")
        numbered = properties.find(f"{W}numPr")
        kind = (
            self.lists.get((_value(numbered, "numId"), _value(numbered, "ilvl") or "0"), "")
            if numbered is not None
            else ""
        )
        return f"{style}|{kind}"

    def _sections(self) -> Iterator[SectionLook]:
        relations = self.package.relations(self.package.main)
        said: dict[tuple[str, str], str] = {}
        for section in self.body.iter(_SECTION):
            if section.getparent() is not self.body and getattr(section.getparent(), "tag", "") != f"{W}pPr":
                continue
            for one in section:
                kind = str(one.tag).removeprefix(W)
                if kind in ("headerReference", "footerReference"):
                    relation = relations.get(one.get(f"{R}id", ""))
                    part = relation.target if relation is not None else ""
                    root = self.package.tree(part) if part in self.package.parts else None
                    words = " ".join(visible(each) for each in root.iter(_PARAGRAPH)) if root is not None else ""
                    said[kind, one.get(f"{W}type", "default")] = re.sub(r"\d+", "#", plain(words))
            size, margins, numbers = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "pgNumType"))
            paper = (
                *(_about(size, name) for name in ("w", "h")),
                size.get(f"{W}orient", "portrait") if size is not None else "portrait",
                *(_about(margins, name) for name in ("top", "right", "bottom", "left")),
            )
            title = section.find(f"{W}titlePg")
            first = "" if title is None or title.get(f"{W}val") in ("0", "false") else "first"
            pages = (numbers.get(f"{W}start", "") if numbers is not None else "", first)
            yield SectionLook(paper, pages, tuple(sorted((*key, text) for key, text in said.items() if text)))


def _about(element: _Element | None, name: str) -> str:
    """A measure to the nearest millimetre: editors round."""
    value = element.get(f"{W}{name}", "") if element is not None else ""
    return str(round(int(value) / 57)) if value.lstrip("-").isdecimal() else value


def _value(element: _Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _children(child, tag)


def _cells(row: _Element) -> Iterator[tuple[int, int, _Element]]:
    at = 0
    before = row.find(f"{W}trPr/{W}gridBefore")
    if before is not None and before.get(f"{W}val", "").isdecimal():
        at = int(before.get(f"{W}val", "0"))
    for cell in _children(row, _CELL):
        wide = cell.find(f"{W}tcPr/{W}gridSpan")
        span = int(wide.get(f"{W}val", "1")) if wide is not None and wide.get(f"{W}val", "").isdecimal() else 1
        yield at, span, cell
        at += span


def _labels(heads: Sequence[Sequence[tuple[int, int, _Element]]]) -> tuple[str, ...]:
    width = max((start + span for cells in heads for start, span, _ in cells), default=0)
    labels: list[list[str]] = [[] for _ in range(width)]
    for cells in heads:
        texts = [plain(" ".join(visible(one) for one in cell.iter(_PARAGRAPH))).casefold() for _, _, cell in cells]
        if not any(letter.isalpha() for text in texts for letter in text):
            continue
        for (start, span, _), text in zip(cells, texts, strict=True):
            for column in range(start, start + span):
                if text:
                    labels[column].append(text)
    met: Counter[str] = Counter()
    found = []
    for one in labels:
        label = " / ".join(one)
        met[label] += 1
        found.append(f"{label} ({met[label]})" if met[label] > 1 else label)
    return tuple(found)


def _is_deleted(properties: _Element | None) -> bool:
    return properties is not None and any(properties.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def visible(element: _Element) -> str:
    """What is seen of a paragraph's text."""
    found: list[str] = []
    _see(element, found)
    return "".join(found)


def _see(element: _Element, found: list[str]) -> None:
    for node in element:
        if node.tag == f"{W}t":
            found.append(node.text or "")
        elif node.tag in _BLANKS:
            found.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            found.append("-")
        elif node.tag not in _UNSEEN:
            _see(node, found)


def plain(text: str) -> str:
    """A text as it is compared: signs that editors exchange are one, every blank is one space."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_LOOKALIKES)
    return " ".join(text.replace("...", "…").split())
