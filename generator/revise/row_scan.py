"""A row or cell looked over once: most hold plain text only, and long tables have very many of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.render.tags import W
from generator.revise.inline import AROUND_RUNS, RUN, SIGNS, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH, _START, _END, _GRID_SPAN = f"{W}p", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}gridSpan"
_NOT_PLAIN = (f"{W}tbl", f"{W}br", *SIGNS, *AROUND_RUNS)
"""What is text without being a w:t, or may stand around text."""
_LOOKED_AT = (TEXT, _PARAGRAPH, _START, _END, _GRID_SPAN, *_NOT_PLAIN)


@dataclass(slots=True)
class Seen:
    """What stands in a row or cell: its bookmarks, whether a cell may be merged with its neighbour, and its text.

    `text` has a paragraph a line. It is None where plain text is not all there is: it must be read with care then.
    """

    marks: list[_Element]
    spans: bool
    text: str | None


def scan(element: _Element, in_row: bool) -> Seen:
    """Looks over a row (`in_row`) or a cell."""
    marks: list[_Element] = []
    lines: list[str] = []
    paragraph, spans, plain = None, False, True
    for node in element.iter(*_LOOKED_AT):
        tag = node.tag
        if tag == TEXT:
            run = node.getparent()
            if plain and paragraph is not None and run is not None and run.tag == RUN and run.getparent() is paragraph:
                lines[-1] += node.text or ""
            else:
                plain = False
        elif tag == _PARAGRAPH:
            above = node.getparent()
            above = above.getparent() if in_row and above is not None else above
            plain = plain and above is element
            paragraph = node
            lines.append("")
        elif tag == _GRID_SPAN:
            spans = True
        elif tag in (_START, _END):
            marks.append(node)
        else:
            plain = False
    return Seen(marks, spans, "\n".join(lines) if plain else None)
