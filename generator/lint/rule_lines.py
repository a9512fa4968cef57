"""The rule under a component, however it was drawn: border, line shape, row of signs, underlining."""

from __future__ import annotations

from collections.abc import Sequence

from generator.lint.document_view import ParagraphView
from generator.lint.lines import Line, container_of, is_rule_text, lines_of
from generator.lint.parts import RuleLine
from generator.office.text_width import bold_width, wrapped_widths

MM_PER_TWIP = 25.4 / 1440
SUPERSCRIPT = 0.65
_LOOK_AHEAD = 6
_EM_SHARE = {"_": 0.5, "-": 0.333, "–": 0.5, "—": 1.0, "─": 0.6, "━": 0.6, "⎯": 0.5, "¯": 0.5, " ": 0.25}


def rule_under(lines: Sequence[Line], body: Sequence[ParagraphView], taken: set[int]) -> RuleLine | None:
    """The rule under the last of `lines`. `taken` gets the paragraphs whose shapes were used."""
    last = lines[-1].paragraph
    if last.marks.get("border-bottom") == "1":
        return RuleLine(last.width - last.left - last.right)
    if found := _shape(last, taken):
        return found
    if not lines[-1].alone and (found := _beside(lines[-1], body)):
        return found
    if found := _below(last, body, taken):
        return found
    if all(run.underlined for line in lines[-1:] for run in line.runs()):
        return RuleLine(max(text_widths(lines[-1:])))
    return _elsewhere_in_cell(last, body, taken)


def _beside(line: Line, body: Sequence[ParagraphView]) -> RuleLine | None:
    """Two things on a line have their rules on a later line, in the same order."""
    place = [one.start for one in lines_of([line.paragraph])].index(line.start)
    for paragraph in body[line.paragraph.index + 1 : line.paragraph.index + 3]:
        pieces = lines_of([paragraph])
        rules = [one for one in pieces if one.is_rule]
        if rules:
            same = place < len(pieces) and pieces[place].is_rule and len(pieces) > 1
            return RuleLine(_signs_width(pieces[place]) if same else None)
    return None


def _below(last: ParagraphView, body: Sequence[ParagraphView], taken: set[int]) -> RuleLine | None:
    """In what follows in the same place, up to the next words."""
    place = container_of(last)
    for paragraph in body[last.index + 1 : last.index + 1 + _LOOK_AHEAD]:
        if container_of(paragraph) != place:
            if place[0] == "page":
                return None
            continue
        if paragraph.marks.get("border-top") == "1":
            return RuleLine(paragraph.width - paragraph.left - paragraph.right)
        if found := _shape(paragraph, taken):
            return found
        if is_rule_text(paragraph.text):
            return RuleLine(_signs_width(lines_of([paragraph])[0]))
        if paragraph.marks.get("border-bottom") == "1" and paragraph.is_blank:
            return RuleLine(paragraph.width - paragraph.left - paragraph.right)
        if not paragraph.is_blank:
            return None
    return None


def _shape(paragraph: ParagraphView, taken: set[int]) -> RuleLine | None:
    lines = [shape for shape in paragraph.shapes if shape.kind == "line"]
    if not lines or id(paragraph) in taken:
        return None
    taken.add(id(paragraph))
    return RuleLine(lines[0].width if len(lines) == 1 else None)


def _elsewhere_in_cell(last: ParagraphView, body: Sequence[ParagraphView], taken: set[int]) -> RuleLine | None:
    """A shape is often anchored in another paragraph of the same cell, or in the cell's next rows."""
    if last.spot is None:
        return None
    for paragraph in body:
        spot = paragraph.spot
        if spot is not None and (spot.table, spot.column) == (last.spot.table, last.spot.column):
            found = _shape(paragraph, taken)
            if found:
                return found
    return None


def _signs_width(line: Line) -> float:
    points = 0.0
    for run in line.runs():
        scale = SUPERSCRIPT if run.marks.get("vertAlign") in ("superscript", "subscript") else 1.0
        text = line.paragraph.text[max(run.at, line.start) : min(run.end, line.end)]
        points += sum(_EM_SHARE.get(sign, 0.5) for sign in text) * run.size * scale
    return points * 25.4 / 72


def text_widths(lines: Sequence[Line]) -> list[float]:
    """Widths in millimetres of the lines as they are broken on the page."""
    found: list[float] = []
    for line in lines:
        size = max((run.size for run in line.runs()), default=13.0)
        room = line.paragraph.width / MM_PER_TWIP if line.paragraph.width > 20 else bold_width(line.text, size) + 1
        found.extend(width * MM_PER_TWIP for width in wrapped_widths(line.text, size, room) if width)
    return found or [0.0]
