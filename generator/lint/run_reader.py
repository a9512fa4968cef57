"""The visible runs of one paragraph, with the text boxes, drawn lines and fields that hang in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.lint.document_view import FieldView, Marks, RunView, Shape, run_marks
from generator.lint.styles import StyleMarks, StyleSheet, layered_run
from generator.office.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMU_PER_MM = 36000
BOX_INSET = 2.54
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr"))
_TEXT = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LINES = ("line", "straightConnector1")
_DRAWN = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))


@dataclass(slots=True)
class Content:
    """What one paragraph holds."""

    runs: list[RunView] = field(default_factory=list)
    boxes: list[tuple[_Element, float]] = field(default_factory=list)
    """Text boxes with the width of their text in millimetres (0: not told)."""
    shapes: tuple[Shape, ...] = ()
    fields: tuple[FieldView, ...] = ()
    length: int = 0


def is_alternate(element: _Element) -> bool:
    return bool(element.tag == f"{MC}AlternateContent")


def visible_branch(element: _Element) -> _Element | None:
    """Of an AlternateContent, the first choice (else the fallback)."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in order; a field may begin in one and end in a later one."""

    styles: StyleSheet
    depth: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    codes: list[RunView] = field(default_factory=list)
    known: dict[tuple[int, int, str], Marks] = field(default_factory=dict)

    def read(self, paragraph: _Element, style: StyleMarks, table: StyleMarks) -> Content:
        """The content of a paragraph whose style and table style come to `style` and `table`."""
        content = Content()
        if self.depth and self.depth[-1] == "result":
            content.fields = (FieldView(self.instructions[-1].strip(), self.codes[-1]),)
        self._walk(paragraph, content, style, table, False)
        return content

    def _walk(self, parent: _Element, content: Content, style: StyleMarks, table: StyleMarks, linked: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, content, style, table, linked)
            elif tag in _GONE or not isinstance(tag, str):
                continue
            elif is_alternate(child):
                branch = visible_branch(child)
                if branch is not None:
                    self._walk(branch, content, style, table, linked)
            else:
                if tag == f"{W}fldSimple":
                    instruction = (child.get(f"{W}instr") or "").strip().upper()
                    first = child.find(f".//{W}r")
                    marks = self._marks(first if first is not None else child, style, table)
                    content.fields += (FieldView(instruction, RunView("", marks, child, content.length)),)
                self._walk(child, content, style, table, linked or tag == f"{W}hyperlink")

    def _run(self, run: _Element, content: Content, style: StyleMarks, table: StyleMarks, linked: bool) -> None:
        marks = self._marks(run, style, table)
        text = "".join(self._pieces(run, content, marks))
        if not text or marks.get("vanish") == "1":
            return
        if marks.get("caps") == "1":
            text = text.upper()
        content.runs.append(RunView(text, marks, run, content.length, linked))
        content.length += len(text)

    def _marks(self, run: _Element, style: StyleMarks, table: StyleMarks) -> Marks:
        from lxml import etree

        properties = run.find(f"{W}rPr")
        own = etree.tostring(properties).decode() if properties is not None else ""
        key = (id(style), id(table), own)
        if key not in self.known:
            direct = run_marks(properties, self.styles.theme)
            name = direct.get("rStyle") or self.styles.default_run
            character = self.styles.style(name).run if name else {}
            self.known[key] = layered_run(self.styles.defaults.run, table.run, style.run, character, direct)
        return self.known[key]

    def _pieces(self, run: _Element, content: Content, marks: Marks) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                code = RunView("", marks, run, content.length)
                self._field_mark(child.get(f"{W}fldCharType") or "", content, code)
            elif tag == f"{W}instrText":
                if self.instructions:
                    self.codes[-1] = RunView("", marks, run, content.length)
                    self.instructions[-1] += (child.text or "").upper()
            elif tag in _DRAWN or is_alternate(child):
                self._drawing(child, content)
            elif self.depth and "code" in self.depth:
                continue
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag == f"{W}br":
                yield "\n"
            elif tag in _TEXT:
                yield _TEXT[tag]
            elif tag == f"{W}sym":
                yield "\uf0b7"

    def _field_mark(self, kind: str, content: Content, code: RunView) -> None:
        if kind == "begin":
            self.codes.append(code)
            self.depth.append("code")
            self.instructions.append("")
        elif kind == "separate" and self.depth:
            self.depth[-1] = "result"
        elif kind == "end" and self.depth:
            self.depth.pop()
            content.fields += (FieldView(self.instructions.pop().strip(), self.codes.pop()),)

    def _drawing(self, element: _Element, content: Content) -> None:
        node = visible_branch(element) if is_alternate(element) else element
        if node is None:
            return
        boxes = [box for box in node.iter(f"{W}txbxContent") if not _is_fallback(box, node)]
        content.boxes.extend((box, _box_width(node)) for box in boxes)
        if not boxes:
            content.shapes += tuple(_shapes(node))


def _box_width(node: _Element) -> float:
    """Room for text in a text box: its width less the usual space inside its edges."""
    extent = next(node.iter(f"{WP}extent"), None)
    if extent is not None:
        return max(int(extent.get("cx") or 0) / EMU_PER_MM - 2 * BOX_INSET, 0.0)
    shape = next((one for one in node.iter() if one.get("style") and one.tag in (f"{V}shape", f"{V}rect")), None)
    width = _style_length(shape.get("style") or "", "width") if shape is not None else None
    return max((width or 0.0) - 2 * BOX_INSET, 0.0)


def _is_fallback(box: _Element, root: _Element) -> bool:
    for above in box.iterancestors():
        if above is root:
            return False
        if above.tag == f"{MC}Fallback":
            return True
    return False


def _shapes(node: _Element) -> Iterator[Shape]:
    for extent in node.iter(f"{WP}extent"):
        width, height = int(extent.get("cx") or 0), int(extent.get("cy") or 0)
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
    return float(text[:-2]) * units[text[-2:]] if text[-2:] in units else float(text)
