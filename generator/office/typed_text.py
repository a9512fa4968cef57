"""The text of Word paragraphs with its type: what is bold or italic, by the run itself or by its styles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.office.names import P
from generator.office.styles import StyleSheet
from generator.office.word_text import OBJECT, paragraphs_in, stretches

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}


class Piece(NamedTuple):
    """A stretch of text in one type. As the texts around it a plain tuple: a long table has a hundred thousand."""

    text: str
    bold: bool = False
    italic: bool = False


class WordText(NamedTuple):
    """A paragraph, or all paragraphs of a cell with line breaks between them; `align` is left, center or right."""

    pieces: tuple[Piece, ...] = ()
    align: str = "left"

    @property
    def text(self) -> str:
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join(piece.text for piece in self.pieces)


def typed_text(blocks: Iterable[_Element], styles: StyleSheet) -> WordText:
    """The paragraphs of `blocks` (those of a table within a cell too) with line breaks between them."""
    pieces: list[Piece] = []
    align: str | None = None
    for paragraph in (found for block in blocks for found in ([block] if block.tag == P else paragraphs_in(block))):
        style = styles.paragraph(paragraph)
        if align is None:
            align = style.paragraph.get("jc", "")
        else:
            pieces.append(pieces[-1]._replace(text="\n") if pieces else Piece("\n"))
        for text, _, run, _ in stretches(paragraph):
            marks = styles.of_run(run, style)
            if text and text != OBJECT and marks.get("vanish") != "1":
                pieces.append(Piece(text.replace("\t", " "), marks.get("b") == "1", marks.get("i") == "1"))
    return WordText(joined(pieces), _ALIGNMENTS.get(align or "", "left"))


def joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one type made one, space at both ends taken off."""
    made: list[Piece] = []
    for piece in pieces:
        if made and (made[-1].bold, made[-1].italic) == (piece.bold, piece.italic):
            made[-1] = piece._replace(text=made[-1].text + piece.text)
        else:
            made.append(piece)
    while made and made[-1].text != (text := made[-1].text.rstrip()):
        made[-1:] = [made[-1]._replace(text=text)] if text else []
    while made and made[0].text != (text := made[0].text.lstrip()):
        made[:1] = [made[0]._replace(text=text)] if text else []
    return tuple(made)
