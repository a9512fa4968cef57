"""The visible runs of one paragraph, with the text boxes, drawn lines and fields that hang in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from generator.core.characters import seen_letters
from generator.lint.document_view import FieldView, RunView, Shape
from generator.office.names import RUN, WP, A, W, whole
from generator.office.styles import Marks, StyleMarks, StyleSheet
from generator.office.word_text import (
    ALTERNATIVES,
    FIELD_CODE,
    FIELD_MARK,
    OBJECT,
    SIMPLE_FIELD,
    SOFT_HYPHEN,
    Fields,
    Stretch,
    boxes_in,
    seen_branch,
    stretches,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

V = "{urn:schemas-microsoft-com:vml}"
EMU_PER_MM = 36000
BOX_INSET = 2.54
_LINK = f"{W}hyperlink"
_LINES = ("line", "straightConnector1")


@dataclass(slots=True)
class Content:
    """What one paragraph holds."""

    runs: list[RunView] = field(default_factory=list)
    boxes: list[tuple[_Element, float]] = field(default_factory=list)
    """Text boxes with the width of their text in millimetres (0: not told)."""
    shapes: tuple[Shape, ...] = ()
    fields: tuple[FieldView, ...] = ()
    hidden: tuple[str, ...] = ()
    length: int = 0


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in order; a field may begin in one and end in a later one."""

    styles: StyleSheet
    fields: Fields = field(default_factory=Fields)
    instructions: list[str] = field(default_factory=list)
    codes: list[RunView] = field(default_factory=list)

    def read(self, paragraph: _Element, style: StyleMarks, table: StyleMarks) -> Content:
        """The content of a paragraph whose style and table style come to `style` and `table`."""
        content = Content()
        if self.fields.open and not self.fields.open[-1]:
            content.fields = (FieldView(self.instructions[-1].strip(), self.codes[-1]),)
        for run, found in groupby(stretches(paragraph, self.fields), key=attrgetter("run")):
            if run.tag == SIMPLE_FIELD:
                instruction = (run.get(f"{W}instr") or "").strip().upper()
                first = run.find(f".//{RUN}")
                marks = self.styles.of_run(first if first is not None else run, style, table)
                content.fields += (FieldView(instruction, RunView("", marks, run, content.length)),)
                continue
            self._run(paragraph, run, found, content, self.styles.of_run(run, style, table))
        return content

    def _run(
        self, paragraph: _Element, run: _Element, found: Iterator[Stretch], content: Content, marks: Marks
    ) -> None:
        pieces = tuple(self._pieces(found, content, marks))
        seen = [seen_letters(piece.text) for piece in pieces]
        text = "".join(seen)
        odd = any(letters is not piece.text or not letters for letters, piece in zip(seen, pieces, strict=True))
        if marks.get("vanish") == "1":
            content.hidden += (text,) if text.strip() else ()
            return
        if not text:
            return
        if marks.get("caps") == "1":
            text = text.upper()
        linked = run.getparent() is not paragraph and next(run.iterancestors(_LINK), None) is not None
        content.runs.append(RunView(text, marks, run, content.length, linked, pieces, odd))
        content.length += len(text)

    def _pieces(self, found: Iterator[Stretch], content: Content, marks: Marks) -> Iterator[Stretch]:
        for piece in found:
            text, node, run, _ = piece
            if node.tag == FIELD_MARK:
                self._field_mark(node.get(f"{W}fldCharType") or "", content, RunView("", marks, run, content.length))
            elif node.tag == FIELD_CODE:
                if self.instructions:
                    self.codes[-1] = RunView("", marks, run, content.length)
                    self.instructions[-1] += (node.text or "").upper()
            elif text == OBJECT:
                self._drawing(node, content)
            elif text or node.tag == SOFT_HYPHEN:
                yield piece

    def _field_mark(self, kind: str, content: Content, code: RunView) -> None:
        if kind == "begin":
            self.codes.append(code)
            self.instructions.append("")
        elif kind == "end" and self.instructions:
            content.fields += (FieldView(self.instructions.pop().strip(), self.codes.pop()),)

    def _drawing(self, element: _Element, content: Content) -> None:
        boxes = boxes_in(element)
        node = seen_branch(element) if element.tag == ALTERNATIVES else element
        content.boxes.extend((box, _box_width(node)) for box in boxes)
        if not boxes:
            content.shapes += tuple(_shapes(node))


def _box_width(node: _Element) -> float:
    """Room for text in a text box: its width less the usual space inside its edges."""
    extent = next(node.iter(f"{WP}extent"), None)
    if extent is not None:
        return max(whole(extent.get("cx")) / EMU_PER_MM - 2 * BOX_INSET, 0.0)
    shape = next((one for one in node.iter() if one.get("style") and one.tag in (f"{V}shape", f"{V}rect")), None)
    width = _style_length(shape.get("style") or "", "width") if shape is not None else None
    return max((width or 0.0) - 2 * BOX_INSET, 0.0)


def _shapes(node: _Element) -> Iterator[Shape]:
    for extent in node.iter(f"{WP}extent"):
        width, height = whole(extent.get("cx")), whole(extent.get("cy"))
        preset = node.find(f".//{A}prstGeom")
        is_line = (preset is not None and preset.get("prst") in _LINES) or (preset is None and height * 20 < width)
        if is_line or (width and height * 20 < width):
            yield Shape("line", width / EMU_PER_MM)
        else:
            yield Shape("picture", width / EMU_PER_MM)
    for line in node.iter(f"{V}line"):
        yield Shape("line", _vml_width(line))
    for shape in node.iter(f"{V}shape"):
        straight = "t32" in (shape.get("type") or "")
        yield Shape("line" if straight else "picture", _style_length(shape.get("style") or "", "width"))


def _vml_width(line: _Element) -> float | None:
    try:
        start, end = (_points((line.get(name) or "").split(",")[0]) for name in ("from", "to"))
    except ValueError:
        return None
    return abs(end - start) * 25.4 / 72


def _style_length(style: str, name: str) -> float | None:
    for part in style.split(";"):
        key, _, value = part.partition(":")
        if key.strip() == name:
            try:
                return _points(value.strip()) * 25.4 / 72
            except ValueError:
                return None
    return None


def _points(text: str) -> float:
    units = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75}
    points = float(text[:-2]) * units[text[-2:]] if text[-2:] in units else float(text)
    if not math.isfinite(points):
        raise ValueError(text)
    return points
