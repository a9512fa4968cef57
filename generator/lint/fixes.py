"""Makes a corrected copy: edits of findings applied to the document's own XML, everything else left as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.characters import place_of, seen_letters
from generator.core.standard import twips
from generator.lint.document_view import DocumentView, ParagraphView
from generator.lint.findings import Edit, Finding, Grade, ReplaceText, SetParagraph, SetRuns, SetSection
from generator.office.child_order import RANKS
from generator.office.names import SPACE, TEXT, W

if TYPE_CHECKING:
    from lxml.etree import _Element


def child(element: _Element, name: str) -> _Element:
    """The properties of a paragraph or run (its first child), made if it has none."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def place_child(properties: _Element, name: str) -> _Element:
    """The child called `name`, made at its place among the others if there is none."""
    found = properties.find(f"{W}{name}")
    if found is not None:
        return found
    ranks = RANKS[str(properties.tag)]
    made = etree.Element(f"{W}{name}")
    rank = ranks[f"{W}{name}"]
    at = next((n for n, other in enumerate(properties) if ranks.get(str(other.tag), -1) > rank), len(properties))
    properties.insert(at, made)
    return made


_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme", "hint")
_COMPLEX = {"b": "bCs", "i": "iCs", "sz": "szCs"}


def fixable(findings: Iterable[Finding], unsafe: bool) -> list[Finding]:
    """The findings that have a fix of the grade asked for."""
    grades = (Grade.SAFE, Grade.REVIEW) if unsafe else (Grade.SAFE,)
    return [finding for finding in findings if finding.grade in grades]


def apply_fixes(view: DocumentView, findings: Iterable[Finding]) -> bytes:
    """The document with the edits of `findings` made, as a file. The view is spent afterwards."""
    edits = [edit for finding in findings for edit in finding.mark.edits]
    for edit in edits:
        if not isinstance(edit, ReplaceText):
            _apply(view, edit)
    for edit in _from_the_end(edits):
        _replace(view, edit)
    return view.package.save()


def _from_the_end(edits: Iterable[Edit]) -> list[ReplaceText]:
    """Changes of text, last first in each paragraph, so that offsets stay right; of two that overlap the first wins."""
    texts = [edit for edit in edits if isinstance(edit, ReplaceText)]
    kept: list[ReplaceText] = []
    for edit in texts:
        clash = any(one.paragraph is edit.paragraph and one.start < edit.end and edit.start < one.end for one in kept)
        if not clash:
            kept.append(edit)
    return sorted(kept, key=lambda edit: edit.start, reverse=True)


def _apply(view: DocumentView, edit: Edit) -> None:
    if isinstance(edit, SetRuns):
        for run in edit.runs:
            _set_run(_part_of(view, run.element), view, run.element, edit)
    elif isinstance(edit, SetParagraph):
        _set_paragraph(view, edit)
    elif isinstance(edit, SetSection):
        _set_section(view, edit)


def _part_of(view: DocumentView, element: _Element) -> str:
    return view.package.part_of(element)


def _set_run(part: str, view: DocumentView, run: _Element, edit: SetRuns) -> None:
    view.package.touch(part)
    for element in _real_runs(run):
        properties = child(element, "rPr")
        if edit.font is not None:
            _set_font(properties, edit.font)
        if edit.size is not None:
            _value(properties, "sz", str(round(edit.size * 2)))
        for name, on in (("b", edit.bold), ("i", edit.italic)):
            if on is not None:
                _value(properties, name, None if on else "0")
        if edit.underline is not None:
            _value(properties, "u", "single" if edit.underline else "none", complex_too=False)
        if edit.color is not None:
            color = _value(properties, "color", edit.color, complex_too=False)
            for name in ("themeColor", "themeTint", "themeShade"):
                color.attrib.pop(f"{W}{name}", "")


def _real_runs(element: _Element) -> list[_Element]:
    """A run itself; of a simple field, the runs in it."""
    return [element] if element.tag == f"{W}r" else list(element.iter(f"{W}r"))


def _set_font(properties: _Element, name: str) -> None:
    fonts = place_child(properties, "rFonts")
    for slot in _FONT_SLOTS:
        fonts.set(f"{W}{slot}", name)
    for theme in _THEMES:
        fonts.attrib.pop(f"{W}{theme}", "")


def _value(properties: _Element, name: str, value: str | None, complex_too: bool = True) -> _Element:
    """Sets a property (and its twin for complex scripts); None means on, without a value."""
    element = place_child(properties, name)
    names = [name, _COMPLEX[name]] if complex_too and name in _COMPLEX else [name]
    for one in names:
        found = place_child(properties, one)
        if value is None:
            found.attrib.pop(f"{W}val", "")
        else:
            found.set(f"{W}val", value)
    return element


def _set_paragraph(view: DocumentView, edit: SetParagraph) -> None:
    view.package.touch(edit.paragraph.part)
    properties = child(edit.paragraph.element, "pPr")
    if edit.align is not None:
        place_child(properties, "jc").set(f"{W}val", edit.align)
    if edit.first_line is not None:
        _set_first_line(properties, edit)
    if edit.before is not None:
        spacing = place_child(properties, "spacing")
        spacing.set(f"{W}before", str(round(edit.before * 20)))
        for name in ("beforeAutospacing", "beforeLines"):
            spacing.attrib.pop(f"{W}{name}", "")
        if edit.paragraph.contextual:
            place_child(properties, "contextualSpacing").set(f"{W}val", "0")
    if edit.line is not None or edit.line_exact is not None:
        spacing = place_child(properties, "spacing")
        value = round(edit.line * 240) if edit.line is not None else round((edit.line_exact or 0) * 20)
        spacing.set(f"{W}line", str(value))
        spacing.set(f"{W}lineRule", "auto" if edit.line is not None else "exact")


def _set_first_line(properties: _Element, edit: SetParagraph) -> None:
    indent = place_child(properties, "ind")
    for name in ("hanging", "hangingChars", "firstLineChars", "left", "start", "leftChars", "startChars"):
        indent.attrib.pop(f"{W}{name}", "")
    if edit.paragraph.left:
        indent.set(f"{W}left", "0")
    if edit.paragraph.marks.get("firstLineChars") or edit.paragraph.marks.get("hangingChars"):
        indent.set(f"{W}firstLineChars", "0")
    indent.set(f"{W}firstLine", str(twips(edit.first_line or 0)))


def _set_section(view: DocumentView, edit: SetSection) -> None:
    section = edit.section.element
    if section is None:
        return
    view.package.touch(view.package.main)
    for side, value in edit.margins.items():
        place_child(section, "pgMar").set(f"{W}{side}", str(twips(value)))
        if side == "left":
            place_child(section, "pgMar").set(f"{W}gutter", "0")
    if edit.paper is not None:
        size = place_child(section, "pgSz")
        size.set(f"{W}w", str(twips(edit.paper[0])))
        size.set(f"{W}h", str(twips(edit.paper[1])))
    if edit.title_page:
        place_child(section, "titlePg").attrib.pop(f"{W}val", "")
    if edit.restart is not None:
        place_child(section, "pgNumType").set(f"{W}start", str(edit.restart))


def _replace(view: DocumentView, edit: ReplaceText) -> None:
    """Puts `text` where the characters from `start` to `end` were, in the run of the first of them."""
    pieces = list(_text_nodes(edit.paragraph))
    touched = [one for one in pieces if one[1] < edit.end and edit.start < one[2]] if edit.end > edit.start else []
    if not touched:
        touched = [one for one in pieces if one[1] <= edit.start <= one[2]][-1:] or pieces[-1:]
    if not touched or any(one[0] is None for one in touched):
        return
    view.package.touch(edit.paragraph.part)
    for at, (node, low, high) in enumerate(touched):
        assert node is not None
        old = node.text or ""
        head = old[: place_of(old, max(edit.start - low, 0))]
        tail = old[place_of(old, max(min(edit.end, high) - low, 0)) :]
        node.text = head + (edit.text if at == 0 else "") + tail
        node.set(SPACE, "preserve")


def _text_nodes(paragraph: ParagraphView) -> Iterator[tuple[_Element | None, int, int]]:
    """The text elements of a paragraph with the offsets of their text; None for a tab, a break or a sign."""
    for run in paragraph.runs:
        at = run.at
        for piece in run.pieces:
            length = len(seen_letters(piece.text))
            if length:
                yield (piece.node if piece.node.tag == TEXT else None), at, at + length
            at += length
