"""What a person sees of a Word paragraph: no hidden, struck, white words, old fonts as Unicode, raised digits as such.

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
from generator.office.names import W
from generator.office.styles import EMPTY, Marks, StyleMarks, StyleSheet
from generator.office.word_text import SOFT_HYPHEN, Stretch, with_boxes

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHITE = "FFFFFF"
_BOX = f"{W}txbxContent"
_PROPERTIES = tuple(f"{W}{name}" for name in ("rPr", "pPr", "tcPr", "tblPr"))
_PLAIN_TABLES = ("TableGrid", "TableNormal")
"""Styles of tables that have lines at most."""
_PLACES = {"superscript": raised, "subscript": lowered}


@dataclass(slots=True)
class LeftOut:
    """What was not read as it stands: words that are struck through, hidden or white on white, fonts whose letters were
    converted.
    """

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
    found = ((_look(styles.of_run(one.run, style, table), one.run), one) for one in with_boxes(paragraph))
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


def _look(marks: Marks, run: _Element | None) -> _Look:
    fonts = (marks.get("hAnsi", ""), marks.get("ascii", ""))
    own = next((font for font in fonts if is_legacy_font(font) or is_symbol_font(font)), "")
    struck = marks.get("strike") == "1" or marks.get("dstrike") == "1"
    is_white = marks.get("color", "").upper() == _WHITE and "highlight" not in marks and _stands_on_white(run)
    return _Look(marks.get("vanish") == "1" or is_white, struck, own, marks.get("vertAlign", ""))


def _stands_on_white(run: _Element | None) -> bool:
    """Whether nothing colours what lies behind a run; False where that cannot be told: a box, a style of tables."""
    around = () if run is None else (run, *run.iterancestors())
    for one in around:
        if one.tag == _BOX:
            return False
        own = next((child for child in one if child.tag in _PROPERTIES), None)
        if own is None:
            continue
        table = own.find(f"{W}tblStyle")
        if table is not None and table.get(f"{W}val") not in _PLAIN_TABLES:
            return False
        shade = own.find(f"{W}shd")
        if shade is not None and not _is_white(shade):
            return False
    return run is not None


def _is_white(shade: _Element) -> bool:
    is_plain = shade.get(f"{W}val") in ("clear", "nil") and shade.get(f"{W}themeFill") is None
    return is_plain and shade.get(f"{W}fill", "auto").upper() in ("AUTO", _WHITE)


def _letters(one: Stretch, font: str) -> str:
    """The text of a stretch; Word's soft hyphen is the letter "ư" in fonts of TCVN3."""
    return "\u00ad" if one.node.tag == SOFT_HYPHEN and font.casefold().startswith(".vn") else one.text
