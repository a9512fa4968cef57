"""A Word document resolved once: what a reader sees in every paragraph, whatever layer of the file says so.

Inserted text counts, deleted and hidden text does not; of a field only the result, of an AlternateContent only the
first choice. Sizes are points; lengths are millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.lint.package import WordPackage
from generator.office.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- what one `w:pPr` or `w:rPr` says, as plain mappings that can be laid over one another ----------------------------

Marks = dict[str, str]
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
TOGGLES = ("b", "i", "caps", "smallCaps", "vanish", "strike")
_THEME_OF = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
_RUN_VALUES = ("sz", "u", "highlight", "vertAlign", "rStyle", "lang")
_OFF = frozenset(("0", "false", "off"))
_SIDES = ("top", "bottom")


def is_on(value: str | None) -> bool:
    """Whether a toggle's value switches it on; an element without a value does."""
    return value not in _OFF


def run_marks(properties: _Element | None, theme: Mapping[str, str]) -> Marks:
    """Fonts (theme names resolved), size, toggles ("1"/"0"), underline, colour of one `w:rPr`."""
    marks: Marks = {}
    if properties is None:
        return marks
    for child in properties:
        name = _name(child)
        if name in TOGGLES:
            marks[name] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "rFonts":
            _fonts(child, theme, marks)
        elif name == "color":
            marks["color"] = child.get(f"{W}val") or "auto"
        elif name in _RUN_VALUES:
            marks[name] = child.get(f"{W}val") or ("single" if name == "u" else "")
        elif name == "cs" or name == "rtl":
            marks["complex"] = "1" if is_on(child.get(f"{W}val")) else "0"
    return marks


def _fonts(element: _Element, theme: Mapping[str, str], marks: Marks) -> None:
    for slot in SLOTS:
        themed = element.get(f"{W}{_THEME_OF[slot]}")
        name = theme.get(themed) if themed else None
        name = name or element.get(f"{W}{slot}")
        if name:
            marks[slot] = name
    hint = element.get(f"{W}hint")
    if hint:
        marks["hint"] = hint


def paragraph_marks(properties: _Element | None) -> Marks:
    """Alignment, indents, spacing, borders and numbering of one `w:pPr`."""
    marks: Marks = {}
    if properties is None:
        return marks
    for child in properties:
        name = _name(child)
        if name == "jc":
            marks["jc"] = child.get(f"{W}val") or "left"
        elif name == "ind":
            _indents(child, marks)
        elif name == "spacing":
            _copy(child, marks, ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing"))
        elif name == "contextualSpacing":
            marks["contextual"] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "pBdr":
            _borders(child, marks)
        elif name == "numPr":
            for part in child:
                marks[_name(part)] = part.get(f"{W}val") or ""
        elif name == "pStyle":
            marks["pStyle"] = child.get(f"{W}val") or ""
        elif name == "framePr":
            marks["frame"] = child.get(f"{W}xAlign") or "left"
        elif name == "pageBreakBefore":
            marks["pageBreakBefore"] = "1" if is_on(child.get(f"{W}val")) else "0"
        elif name == "tabs":
            _tabs(child, marks)
    return marks


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _copy(element: _Element, marks: Marks, names: tuple[str, ...]) -> None:
    for name in names:
        value = element.get(f"{W}{name}")
        if value is not None:
            marks[name] = value


def _indents(element: _Element, marks: Marks) -> None:
    for name, other in (("left", "start"), ("right", "end")):
        value = element.get(f"{W}{name}", element.get(f"{W}{other}"))
        if value is not None:
            marks[name] = value
    _copy(element, marks, ("firstLineChars", "hangingChars"))
    hanging, first = element.get(f"{W}hanging"), element.get(f"{W}firstLine")
    if hanging is not None:
        marks["firstLine"] = f"-{hanging}".replace("--", "")
    elif first is not None:
        marks["firstLine"] = first


def _borders(element: _Element, marks: Marks) -> None:
    for child in element:
        side = _name(child)
        if side in _SIDES:
            drawn = child.get(f"{W}val") not in (None, "nil", "none")
            marks[f"border-{side}"] = "1" if drawn else "0"


def _tabs(element: _Element, marks: Marks) -> None:
    stops = [f"{child.get(f'{W}pos')}:{child.get(f'{W}val')}" for child in element if child.get(f"{W}val") != "clear"]
    if stops:
        marks["tabs"] = " ".join(stops)


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
    """A run as it is seen. `at` is the offset of its text in the paragraph's text."""

    text: str
    marks: Marks
    element: _Element
    at: int
    linked: bool = False

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    @property
    def size(self) -> float:
        return int(float(self.marks.get("sz") or 20)) / 2

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
        return _twips(self.marks.get(name)) * MM_PER_TWIP

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
        if chars and int(chars) and self.runs:
            sign = 1 if self.marks.get("firstLineChars") else -1
            return sign * int(chars) / 100 * self.runs[0].size * 20 * MM_PER_TWIP
        return self._mm("firstLine")

    @property
    def before(self) -> float:
        auto = self.marks.get("beforeAutospacing") in ("1", "true", "on")
        return AUTO_SPACE if auto else _twips(self.marks.get("before")) * POINTS_PER_TWIP

    @property
    def after(self) -> float:
        auto = self.marks.get("afterAutospacing") in ("1", "true", "on")
        return AUTO_SPACE if auto else _twips(self.marks.get("after")) * POINTS_PER_TWIP

    @property
    def contextual(self) -> bool:
        return self.marks.get("contextual") == "1"

    @property
    def is_numbered(self) -> bool:
        return self.marks.get("numId", "0") not in ("0", "")

    def tab_stops(self) -> tuple[tuple[float, str], ...]:
        """Position (mm) and kind of the paragraph's own tab stops."""
        stops = (stop.partition(":") for stop in self.marks.get("tabs", "").split())
        return tuple(sorted((_twips(position) * MM_PER_TWIP, kind) for position, _, kind in stops))

    def pieces(self, start: int, end: int) -> Iterator[RunView]:
        """The runs that show a visible character between two offsets of the text."""
        for run in self.runs:
            low, high = max(start, run.at), min(end, run.end)
            if low < high and self.text[low:high].strip():
                yield run


def _twips(value: str | None) -> float:
    if not value:
        return 0.0
    try:
        return float(value)
    except ValueError:
        return _measure(value)


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
    starts_page: bool
    headers: Mapping[str, list[ParagraphView]] = field(default_factory=dict)
    footers: Mapping[str, list[ParagraphView]] = field(default_factory=dict)

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


@dataclass
class DocumentView:
    """The whole document. `body` is in reading order, cells and text boxes at their place."""

    package: WordPackage
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
