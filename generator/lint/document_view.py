"""A Word document resolved once: what a reader sees in every paragraph, whatever layer of the file says so.

Inserted text counts, deleted and hidden text does not; of a field only the result, of an AlternateContent only the
first choice. Sizes are points; lengths are millimetres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.office.names import whole
from generator.office.package import Package
from generator.office.styles import Marks
from generator.office.word_text import EQUATION, SOFT_HYPHEN, SYMBOL, Stretch

if TYPE_CHECKING:
    from lxml.etree import _Element

MM_PER_TWIP = 25.4 / 1440
POINTS_PER_TWIP = 0.05
AUTO_SPACE = 14.0
_AMBIGUOUS = re.compile("[\u2018\u2019\u201c\u201d\u2026\u2013\u2014\u00b7\u00d7\u00f7\u00b0\u00b1\u00a7\u00ab\u00bb]")
_FAR_EAST = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
_ASCII = re.compile("[!-~]")
_HIGH = re.compile("[\u00a1-\u10ff\u1200-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2e7f\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn line or picture anchored in a paragraph; `width` in millimetres, None if the file does not tell."""

    kind: str
    width: float | None


@dataclass(frozen=True, slots=True)
class TableSpot:
    """Where in a table a paragraph stands (counted from 1); `width` is the cell's, in millimetres (0 if unknown)."""

    table: int
    row: int
    column: int
    width: float
    columns: int


@dataclass(slots=True, eq=False)
class RunView:
    """A run as it is seen: letters composed, without signs nobody sees. `at` is its offset in the paragraph's text."""

    text: str
    marks: Marks
    element: _Element
    at: int
    linked: bool = False
    pieces: tuple[Stretch, ...] = ()
    """Its text node by node, as the file has it."""
    odd: bool = False
    """True if the file has other letters than are seen."""

    @property
    def raw(self) -> str:
        """Its letters as the file has them; Word's soft hyphen is one of them."""
        return "".join(["\u00ad" if one.node.tag == SOFT_HYPHEN else one.text for one in self.pieces])

    @property
    def typed(self) -> str:
        """Its text but for inserted symbols and equations, which have fonts of their own."""
        return "".join([one.text for one in self.pieces if one.node.tag not in (SYMBOL, EQUATION)])

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    @property
    def size(self) -> float:
        size = self.marks.get("sz")
        half_points = twips_in(size, 20) if size and size[-1:].isdigit() else twips_in(size, 200) / 10
        return int(half_points) / 2

    @property
    def bold(self) -> bool:
        return self.marks.get("b") == "1"

    @property
    def italic(self) -> bool:
        return self.marks.get("i") == "1"

    @property
    def underlined(self) -> bool:
        return self.marks.get("u", "none") not in ("none", "0", "")

    @property
    def raised(self) -> bool:
        """A superscript or subscript: a note mark, not the text itself."""
        return self.marks.get("vertAlign", "baseline") not in ("baseline", "")

    @property
    def color(self) -> str:
        return (self.marks.get("color") or "auto").upper()

    @property
    def highlight(self) -> str:
        return self.marks.get("highlight", "none")

    def fonts(self) -> tuple[str, ...]:
        """The fonts its visible characters are set in, each once, as Word picks one of the four per character."""
        marks = self.marks
        first = marks.get("ascii", "")
        if marks.get("complex") == "1":
            return (marks.get("cs") or first,) if self.text.strip() else ()
        slots = ["ascii"] if _ASCII.search(self.text) else []
        if _FAR_EAST.search(self.text) or (marks.get("hint") == "eastAsia" and _AMBIGUOUS.search(self.text)):
            slots.append("eastAsia")
        if _HIGH.search(self.text):
            slots.append("hAnsi")
        return tuple(dict.fromkeys(marks.get(slot) or first for slot in slots))


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field that ends in a paragraph: its instruction in capitals, and the run of its code (without text)."""

    instruction: str
    run: RunView

    @property
    def is_page_number(self) -> bool:
        return self.instruction.split(maxsplit=1)[:1] == ["PAGE"]

    @property
    def is_conditional(self) -> bool:
        return self.instruction.startswith("IF") and "PAGE" in self.instruction


@dataclass(slots=True, eq=False)
class ParagraphView:
    """A paragraph as it is seen. `box` counts text boxes; `section` and `index` count from 0."""

    element: _Element
    part: str
    index: int
    section: int
    runs: list[RunView]
    marks: Marks
    number: str = ""
    style: str = ""
    spot: TableSpot | None = None
    box: int | None = None
    fields: tuple[FieldView, ...] = ()
    shapes: tuple[Shape, ...] = ()
    width: float = 0.0
    """Room for a line between the margins or in the cell, in millimetres."""
    hidden: tuple[str, ...] = ()
    """What stands in the file but is hidden, run by run."""
    text: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.text = "".join(run.text for run in self.runs)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def align(self) -> str:
        """left, center, right or both."""
        value = self.marks.get("jc", "left")
        return {"start": "left", "end": "right", "distribute": "both"}.get(value, value)

    def _mm(self, name: str) -> float:
        return twips_in(self.marks.get(name)) * MM_PER_TWIP

    @property
    def left(self) -> float:
        return self._mm("left")

    @property
    def right(self) -> float:
        return self._mm("right")

    @property
    def first_line(self) -> float:
        """Indent of the first line from the rest, negative when hanging."""
        chars = self.marks.get("firstLineChars", self.marks.get("hangingChars"))
        if whole(chars) and self.runs:
            sign = 1 if self.marks.get("firstLineChars") else -1
            return sign * whole(chars) / 100 * self.runs[0].size * 20 * MM_PER_TWIP
        return self._mm("firstLine")

    @property
    def before(self) -> float:
        auto = self.marks.get("beforeAutospacing") in ("1", "true", "on")
        return AUTO_SPACE if auto else twips_in(self.marks.get("before")) * POINTS_PER_TWIP

    @property
    def after(self) -> float:
        auto = self.marks.get("afterAutospacing") in ("1", "true", "on")
        return AUTO_SPACE if auto else twips_in(self.marks.get("after")) * POINTS_PER_TWIP

    @property
    def contextual(self) -> bool:
        return self.marks.get("contextual") == "1"

    @property
    def is_numbered(self) -> bool:
        return self.marks.get("numId", "0") not in ("0", "")

    def tab_stops(self) -> tuple[tuple[float, str], ...]:
        """Position (mm) and kind of the paragraph's own tab stops."""
        stops = (stop.partition(":") for stop in self.marks.get("tabs", "").split())
        return tuple(sorted((twips_in(position) * MM_PER_TWIP, kind) for position, _, kind in stops))

    def pieces(self, start: int, end: int) -> Iterator[RunView]:
        """The runs that show a visible character between two offsets of the text."""
        for run in self.runs:
            low, high = max(start, run.at), min(end, run.end)
            if low < high and self.text[low:high].strip():
                yield run


def twips_in(value: str | None, default: float = 0.0) -> float:
    """A length of a Word file in twips, however it is written; `default` for none and for what is none."""
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        number = _measure(value)
    return number if math.isfinite(number) else default


def _measure(value: str) -> float:
    """A universal measure ("1.27cm", "6pt") in twips; 0 for what is none."""
    units = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
    try:
        return float(value[:-2]) * units.get(value[-2:], 0.0)
    except ValueError:
        return 0.0


@dataclass(slots=True, eq=False)
class SectionView:
    """Geometry of a section in millimetres, and what stands at the head and foot of its pages by kind of page."""

    index: int
    element: _Element | None
    width: float
    height: float
    margins: Mapping[str, float]
    header_distance: float
    title_page: bool
    restart: int | None
    number_format: str
    headers: Mapping[str, list[ParagraphView]] = field(default_factory=dict)
    footers: Mapping[str, list[ParagraphView]] = field(default_factory=dict)

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


@dataclass
class DocumentView:
    """The whole document. `body` is in reading order, cells and text boxes at their place."""

    package: Package
    name: str
    body: list[ParagraphView]
    sections: list[SectionView]
    notes: list[ParagraphView]
    even_and_odd: bool
    default_tab: float

    @cached_property
    def margins_text(self) -> list[ParagraphView]:
        """Paragraphs of all headers and footers, each part once."""
        seen: dict[int, ParagraphView] = {}
        for section in self.sections:
            for story in (*section.headers.values(), *section.footers.values()):
                seen.update((id(paragraph), paragraph) for paragraph in story)
        return list(seen.values())

    @cached_property
    def everything(self) -> list[ParagraphView]:
        return [*self.body, *self.margins_text, *self.notes]
