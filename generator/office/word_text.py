"""What stands in a Word paragraph, character by character: the one place that says what a tab, a break or a symbol is.

Everybody who reads Word text reads it here and takes what they need: text alone, or each stretch with the node and run
it stands in. Text boxes are no part of the paragraph they hang in: they are one OBJECT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from generator.core.characters import LOWERED, RAISED, symbol
from generator.office.names import NOTE_REFERENCES, RUN, TBL, TC, TEXT, TR, P, W

if TYPE_CHECKING:
    from lxml.etree import _Element

OBJECT = "\ufffc"
"""Stands for what is no text: a picture, a note mark, an embedded object."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATIVES = f"{_MC}AlternateContent"
_CHOICE, _FALLBACK = f"{_MC}Choice", f"{_MC}Fallback"
FIELD_MARK, FIELD_CODE, SIMPLE_FIELD = f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"
BREAK, SYMBOL, SOFT_HYPHEN, EQUATION = f"{W}br", f"{W}sym", f"{W}softHyphen", f"{_M}oMath"
_DELETED_TEXT, _CHARACTER, _FONT, _FIELD_TYPE = f"{W}delText", f"{W}char", f"{W}font", f"{W}fldCharType"
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", BREAK: "\n", f"{W}noBreakHyphen": "-"}
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATIVES, *NOTE_REFERENCES)
_SHOWN: dict[str, str] = {**_SIGNS, **dict.fromkeys(_DRAWN, OBJECT)}
_SILENT = frozenset((SOFT_HYPHEN, FIELD_MARK, FIELD_CODE))
"""Children of a run that show nothing, but that one reader or another must know of."""

ON_ONE_LINE = str.maketrans("\t\n", "  ", OBJECT)

INSERTED, DELETED = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_OTHERS = ("hyperlink", "smartTag", "sdt", "sdtContent", SIMPLE_FIELD.removeprefix(W), "customXml", "dir", "bdo")
AROUND_RUNS = frozenset((*INSERTED, *(f"{W}{name}" for name in _OTHERS), f"{_M}oMathPara"))
"""What may stand around runs without being text itself."""
AROUND_BLOCKS = frozenset((*INSERTED, *(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag"))))
"""What may stand around paragraphs, tables, rows or cells without being one."""
_HOLDS_BLOCKS = AROUND_BLOCKS | {TBL, TR, TC, *(f"{W}{name}" for name in ("body", "footnote", "endnote", "comment"))}
NOT_PLAIN = (*_SHOWN, SYMBOL, SOFT_HYPHEN, FIELD_MARK, EQUATION, *AROUND_RUNS, *DELETED)
"""What is text without being a `w:t`, or may stand around text or decide whether it is seen."""
_LOOKED_AT = (P, TEXT, *NOT_PLAIN)


class Stretch(NamedTuple):
    """Characters of one node. `run` is the run it is in (an equation is its own); `text` may be empty.

    `deleted` under tracked changes; what was inserted stands inside one of INSERTED.
    """

    text: str
    node: _Element
    run: _Element
    deleted: bool = False


class Fields:
    """Which complex fields are open, outermost first, and whether their code or their result is being read."""

    def __init__(self) -> None:
        self.open: list[bool] = []

    @property
    def in_code(self) -> bool:
        return True in self.open

    def meet(self, mark: _Element) -> None:
        """Goes on past a `w:fldChar`."""
        kind = mark.get(_FIELD_TYPE)
        if kind == "begin":
            self.open.append(True)
        elif self.open and kind == "separate":
            self.open[-1] = False
        elif self.open and kind == "end":
            self.open.pop()


def stretches(paragraph: Iterable[_Element], fields: Fields | None = None, deleted: bool = False) -> Iterator[Stretch]:
    """The characters of a paragraph (or of some of its children) in order; deleted ones only if asked for.

    Of a field the result counts, of alternatives the first; `fields` goes on with what earlier paragraphs left open.
    """
    return _walk(paragraph, fields if fields is not None else Fields(), deleted, False)


def with_boxes(paragraph: _Element) -> Iterator[Stretch]:
    """The characters of a paragraph, those of the text boxes that hang in it where they hang; no other objects."""
    for one in stretches(paragraph):
        if one.text != OBJECT:
            yield one
            continue
        for box in boxes_in(one.node):
            for inner in paragraphs_in(box):
                yield from with_boxes(inner)


def shown(node: _Element) -> str:
    """What one child of a run shows."""
    if node.tag == TEXT:
        return node.text or ""
    return _symbol(node) if node.tag == SYMBOL else _SHOWN.get(str(node.tag), "")


def paragraph_text(paragraph: _Element) -> str:
    """The text of a paragraph, whatever its runs look like; objects leave nothing."""
    return "".join([one.text for one in stretches(paragraph)]).replace(OBJECT, "")


def text_of(element: _Element) -> str:
    """The text of all paragraphs of a table, row, cell or body (or of one paragraph), a line each.

    Text boxes are left out unless `element` is one.
    """
    if element.tag == P:
        return paragraph_text(element)
    lines: list[str] = []
    for node in element.iter(*_LOOKED_AT):  # most rows hold plain text only, and long tables have very many of them
        if node.tag == TEXT:
            lines.append(node.text or "")
        elif node.tag == P:
            lines.append("\n")
        else:
            return "\n".join([paragraph_text(one) for one in paragraphs_in(element)])
    return "".join(lines).removeprefix("\n")


def on_one_line(element: _Element) -> str:
    """`text_of` with a space for every tab and end of a line."""
    return text_of(element).translate(ON_ONE_LINE)


def paragraphs_in(element: _Element) -> Iterator[_Element]:
    """All paragraphs of a table, row, cell or body, those of tables inside it too, but not of its text boxes."""
    for child in element:
        if child.tag == P:
            yield child
        elif child.tag in _HOLDS_BLOCKS:
            yield from paragraphs_in(child)
        elif child.tag == ALTERNATIVES:
            yield from paragraphs_in(seen_branch(child))


def seen_branch(alternatives: _Element) -> _Element:
    """Of alternatives the first choice, else what is to be shown in its stead; themselves if they are empty."""
    found = alternatives.find(_CHOICE)
    found = alternatives.find(_FALLBACK) if found is None else found
    return alternatives if found is None else found


def boxes_in(node: _Element) -> list[_Element]:
    """The text boxes of a drawing, those only meant for old programs left out."""
    shown = seen_branch(node) if node.tag == ALTERNATIVES else node
    return [box for box in shown.iter(f"{W}txbxContent") if not _in_fallback(box, shown)]


def _in_fallback(box: _Element, root: _Element) -> bool:
    for above in box.iterancestors():
        if above is root:
            return False
        if above.tag == _FALLBACK:
            return True
    return False


def _walk(parent: Iterable[_Element], fields: Fields, deleted: bool, gone: bool) -> Iterator[Stretch]:
    for child in parent:
        tag = child.tag
        if tag == RUN:
            yield from _of_run(child, fields, deleted, gone)
        elif tag in AROUND_RUNS:
            if tag == SIMPLE_FIELD:
                yield Stretch("", child, child, gone)
            yield from _walk(child, fields, deleted, gone)
        elif tag in DELETED:
            if deleted:
                yield from _walk(child, fields, deleted, True)
        elif tag == EQUATION:
            yield Stretch(equation(child), child, child, gone)
        elif tag == ALTERNATIVES:
            yield from _walk(seen_branch(child), fields, deleted, gone)


def _of_run(run: _Element, fields: Fields, deleted: bool, gone: bool) -> Iterator[Stretch]:
    for node in run:
        kind = node.tag
        if kind == TEXT:
            if not fields.open or not fields.in_code:
                yield Stretch(node.text or "", node, run, gone)
        elif kind in _SHOWN:
            if not fields.open or not fields.in_code or _SHOWN[str(kind)] == OBJECT:
                yield Stretch(_SHOWN[str(kind)], node, run, gone)
        elif kind == SYMBOL:
            yield Stretch(_symbol(node), node, run, gone)
        elif kind in _SILENT:
            if kind == FIELD_MARK:
                fields.meet(node)
            yield Stretch("", node, run, gone)
        elif kind == _DELETED_TEXT and deleted:
            yield Stretch(node.text or "", node, run, True)


def _symbol(node: _Element) -> str:
    try:
        return symbol(node.get(_FONT, ""), int(node.get(_CHARACTER, ""), 16))
    except ValueError:
        return ""


# --- equations: what a person would type for them on one line --------------------------------------------------------

_ANY_SCRIPT = frozenset(map(chr, [*RAISED.values(), *LOWERED.values()]))
_TEXTS = frozenset((f"{_M}t", TEXT))


def equation(node: _Element) -> str:
    """An equation on one line: "x²", "a/b", "√(a + b)"."""
    return "".join(map(_formula, node))


def _formula(node: _Element) -> str:
    if not isinstance(node.tag, str):
        return ""
    name = node.tag.removeprefix(_M)
    if node.tag in _TEXTS:
        return _plain_letters(node.text or "")
    if name == "f":
        return "/".join(_grouped(_part(node, part)) for part in ("num", "den"))
    if name in ("sSup", "sSub", "sSubSup"):
        return _part(node, "e") + _script(_part(node, "sub"), LOWERED, "_") + _script(_part(node, "sup"), RAISED, "^")
    if name == "rad":
        return f"{_script(_part(node, 'deg'), RAISED, '^')}√{_grouped(_part(node, 'e'))}"
    if name == "d":
        opens, closes, between = (_said(node, "dPr", part) for part in ("begChr", "endChr", "sepChr"))
        inside = (between or "|" if between is not None else "|").join(equation(one) for one in node.findall(f"{_M}e"))
        return f"{'(' if opens is None else opens}{inside}{')' if closes is None else closes}"
    if name == "nary":
        sign = _said(node, "naryPr", "chr")
        scripts = _script(_part(node, "sub"), LOWERED, "_") + _script(_part(node, "sup"), RAISED, "^")
        return f"{'∫' if sign is None else sign}{scripts}{_part(node, 'e')}"
    if name.endswith("Pr") or node.tag.startswith(W):
        return "".join(map(_formula, node)) if node.tag in (*INSERTED, RUN) else ""
    return equation(node)


def _part(node: _Element, name: str) -> str:
    part = node.find(f"{_M}{name}")
    return "" if part is None else equation(part)


def _said(node: _Element, properties: str, name: str) -> str | None:
    found = node.find(f"{_M}{properties}/{_M}{name}")
    return None if found is None else str(found.get(f"{_M}val", ""))


def _script(text: str, table: dict[int, int], sign: str) -> str:
    written = text.translate(table)
    return written if all(letter in _ANY_SCRIPT for letter in written) else f"{sign}{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if text.replace(",", "").replace(".", "").isalnum() or not text else f"({text})"


def _plain_letters(text: str) -> str:
    """Letters as typed for those of mathematics ("𝑥" → "x")."""
    return "".join(normalize("NFKC", one) if 0x1D400 <= ord(one) <= 0x1D7FF else one for one in text)
