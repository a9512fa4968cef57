"""The text of Word paragraphs with its type: what is bold or italic, by the run itself or by its styles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.office.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object")}
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PARAGRAPH, _RUN, _TEXT, _VALUE = f"{W}p", f"{W}r", f"{W}t", f"{W}val"
_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES = f"{W}pPr", f"{W}rPr"
_MARKS = {f"{W}{name}": name for name in ("b", "i", "vanish", "jc", "pStyle", "rStyle")}
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


def word_text(blocks: list[_Element], styles: Styles) -> WordText:
    """The paragraphs of `blocks` (those of a table within a cell too) with line breaks between them."""
    pieces: list[Piece] = []
    align: str | None = None
    for paragraph in (found for block in blocks for found in block.iter(_PARAGRAPH)):
        marks = styles.of(paragraph)
        if align is None:
            align = marks.get("jc", "")
        else:
            pieces.append(pieces[-1]._replace(text="\n") if pieces else Piece("\n"))
        pieces.extend(_pieces(paragraph, marks, styles))
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


def _pieces(node: _Element, inherited: Mapping[str, str], styles: Styles) -> Iterator[Piece]:
    for child in node:
        if child.tag == _RUN:
            text = "".join(_characters(child))
            marks = styles.of_run(child, inherited)
            if text and not _is_on(marks, "vanish"):
                yield Piece(text, _is_on(marks, "b"), _is_on(marks, "i"))
        elif child.tag not in _GONE:
            yield from _pieces(child, inherited, styles)


def _characters(run: _Element) -> Iterator[str]:
    for child in run:
        yield (child.text or "") if child.tag == _TEXT else _SIGNS.get(str(child.tag), "")


def _is_on(marks: Mapping[str, str], mark: str) -> bool:
    return marks.get(mark, "off") not in ("0", "false", "off")


class Styles:
    """What paragraphs, runs and the styles they name say about type and alignment.

    Marks are `b` (bold), `i` (italic), `vanish` (hidden), `jc` (alignment) with the value that Word gives them.
    """

    def __init__(self, tree: _Element | None) -> None:
        found = tree.findall(f"{W}style") if tree is not None else []
        self._by_id = {style.get(f"{W}styleId"): style for style in found}
        defaults = [style for style in found if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default")]
        self._default = defaults[0].get(f"{W}styleId") if defaults else None
        self._known: dict[str | None, dict[str, str]] = {}

    def of(self, paragraph: _Element) -> Mapping[str, str]:
        """The marks that every run of the paragraph has unless it says otherwise, and the alignment."""
        properties = paragraph.find(_PARAGRAPH_PROPERTIES)
        own = _marks(properties)
        style = self._style(own.pop("pStyle", self._default))
        return {**style, **own} if own else style

    def of_run(self, run: _Element, inherited: Mapping[str, str]) -> Mapping[str, str]:
        """The marks of a run: its own, then its character style's, then the paragraph's."""
        own = _marks(run.find(_RUN_PROPERTIES))
        if not own:
            return inherited
        style = own.pop("rStyle", None)
        return {**inherited, **(self._style(style) if style else {}), **own}

    def _style(self, name: str | None) -> Mapping[str, str]:
        """The marks of a style and of those it is based on."""
        if name not in self._known:
            self._known[name] = {}  # a style based on itself ends here
            style = self._by_id.get(name)
            if style is not None:
                based_on = style.find(f"{W}basedOn")
                below = self._style(based_on.get(_VALUE)) if based_on is not None else {}
                own = [_marks(style.find(place)) for place in (_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES)]
                self._known[name] = {**below, **own[0], **own[1]}
        return self._known[name]


def _marks(properties: _Element | None) -> dict[str, str]:
    if properties is None:
        return {}
    return {_MARKS[child.tag]: child.get(_VALUE, "true") for child in properties if child.tag in _MARKS}
