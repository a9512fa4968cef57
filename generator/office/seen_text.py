"""What a person sees of a Word paragraph: no hidden or struck words, old fonts as Unicode, raised digits as such.

For whoever takes text over from a document. Whoever changes a document reads `word_text`, where every letter has its
place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from generator.core.characters import is_symbol_font, lowered, raised
from generator.core.legacy_text import as_shown, is_legacy_font
from generator.core.vietnamese import one_line
from generator.office.styles import EMPTY, Marks, StyleMarks, StyleSheet
from generator.office.word_text import SOFT_HYPHEN, Stretch, with_boxes

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACES = {"superscript": raised, "subscript": lowered}


@dataclass(slots=True)
class LeftOut:
    """What was not read as it stands: words that are struck through or hidden, fonts whose letters were converted."""

    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)


class _Look(NamedTuple):
    hidden: bool
    struck: bool
    font: str
    place: str


def seen_text(paragraph: _Element, styles: StyleSheet, left: LeftOut, table: StyleMarks = EMPTY) -> str:
    """The text as it is seen; what is left out of it is added to `left`."""
    style = styles.paragraph(paragraph)
    seen: list[str] = []
    found = ((_look(styles.of_run(one.run, style, table)), one) for one in with_boxes(paragraph))
    for look, group in groupby(found, key=lambda pair: pair[0]):
        text = "".join([_letters(one, look.font) for _, one in group])
        if look.hidden or look.struck:
            if words := one_line(as_shown(text, look.font)):
                (left.hidden if look.hidden else left.struck).append(words)
            continue
        shown = as_shown(text, look.font)
        if shown != text and look.font not in left.fonts:
            left.fonts.append(look.font)
        seen.append(_PLACES[look.place](shown) if look.place in _PLACES else shown)
    return "".join(seen)


def _look(marks: Marks) -> _Look:
    fonts = (marks.get("hAnsi", ""), marks.get("ascii", ""))
    own = next((font for font in fonts if is_legacy_font(font) or is_symbol_font(font)), "")
    struck = marks.get("strike") == "1" or marks.get("dstrike") == "1"
    return _Look(marks.get("vanish") == "1", struck, own, marks.get("vertAlign", ""))


def _letters(one: Stretch, font: str) -> str:
    """The text of a stretch; Word's soft hyphen is the letter "ư" in fonts of TCVN3."""
    return "\u00ad" if one.node.tag == SOFT_HYPHEN and font.casefold().startswith(".vn") else one.text
