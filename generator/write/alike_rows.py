"""The rows of a rendered Word table, read by their likeness.

A table of ten thousand rows is one row rendered ten thousand times: its cells differ in their texts, hardly ever in
their markup. So each markup is parsed once, with signs in the places of its texts, and the texts are put in; no tree of
the whole table is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from generator.office.names import W
from generator.office.typed_text import Piece, WordText, joined

if TYPE_CHECKING:
    from lxml.etree import _Element

ROW_NUMBER = "row-set-aside"
_ROW_NUMBER = ROW_NUMBER.encode()
_CELL, _CELL_END, _ROW_END, _TEXT_END = b"<w:tc>", b"</w:tc>", b"</w:tr>", b"</w:t>"
_BETWEEN = _CELL_END + _CELL
_BOOKMARK = re.compile(rb"<w:bookmark(?:Start|End) [^<>]*/>")
_ROOT = re.compile(rb"<w:document [^<>]*>")
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MOST_MET = 2000
_FIRST_SIGN = 0xF0000
_FILLED, _EMPTY = b"\x00", b"\x01"
"""What stands for a text in a markup: no XML can hold them."""


@dataclass(frozen=True, slots=True)
class LeanDocument:
    """A document's XML without the cells of its plain rows: `rows` are those cells, by the number their row bears."""

    xml: bytes
    rows: tuple[bytes, ...] = ()
    root: bytes = b""
    """The opening tag of the document, which says what the prefixes mean."""


def set_rows_aside(xml: bytes) -> LeanDocument:
    """The document without the cells of its plain rows; as it is where a table stands within a table."""
    root = _ROOT.search(xml)
    if root is None or f'xmlns:w="{W[1:-1]}"'.encode() not in root[0] or b"<!" in xml or b"\r" in xml:
        return LeanDocument(xml)
    kept: list[bytes] = []
    rows: list[bytes] = []
    begin = 0
    while (end := xml.find(_ROW_END, begin)) >= 0:
        start = max(xml.rfind(b"<w:tr>", begin, end), xml.rfind(b"<w:tr ", begin, end))
        if start < 0 or _ROW_NUMBER in xml[start : start + 200]:
            return LeanDocument(xml)
        first = xml.find(_CELL, start, end)
        cells = xml[first:end] if first > 0 else b""
        if _is_plain(xml[start:first], cells):
            kept += [xml[begin:start], b'<w:tr %s="%d"' % (_ROW_NUMBER, len(rows)), xml[start + 5 : first], _ROW_END]
            rows.append(cells)
        else:
            kept.append(xml[begin : end + len(_ROW_END)])
        begin = end + len(_ROW_END)
    return LeanDocument(b"".join([*kept, xml[begin:]]), tuple(rows), root[0])


def _is_plain(head: bytes, cells: bytes) -> bool:
    """True for a row that is its properties and then one cell after the other, nothing around or between them."""
    if not cells.endswith(_CELL_END) or b"<w:tc " in head:
        return False
    return b"<w:tc " not in cells and cells.count(_CELL) == cells.count(_BETWEEN) + 1


class PlainCell(NamedTuple):
    """A cell: how many columns it covers, what its vertical merge says ("" for none), and its text."""

    columns: int
    merge: str
    text: WordText


@dataclass(slots=True)
class PlainRows:
    """The rows set aside; `parse` reads one cell from its element."""

    document: LeanDocument
    parse: Callable[[_Element], PlainCell]
    _patterns: dict[bytes, PlainCell] = field(default_factory=dict)
    """By markup."""
    _met: dict[bytes, PlainCell] = field(default_factory=dict)
    """By markup and text: agencies and statuses come again and again."""

    def cells(self, number: int) -> Iterator[PlainCell]:
        """The cells of the row that bears `number`."""
        row = self.document.rows[number]
        for cell in row[len(_CELL) : -len(_CELL_END)].split(_BETWEEN):
            found = self._met.get(cell)
            if found is None:
                found = self._cell(_BOOKMARK.sub(b"", cell) if b"<w:bookmark" in cell else cell)
                if len(self._met) < _MOST_MET:
                    self._met[cell] = found
            yield found

    def _cell(self, cell: bytes) -> PlainCell:
        *runs, rest = cell.split(_TEXT_END)
        markup: list[bytes] = []
        texts: list[str] = []
        for run in runs:
            before, _, text = run.rpartition(b">")
            markup += (before, _FILLED if text else _EMPTY)
            if text:
                texts.append(_unescaped(text.decode()))
        markup.append(rest)
        key = b"".join(markup)
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = self._pattern(key)
        return PlainCell(pattern.columns, pattern.merge, _filled(pattern.text, texts)) if texts else pattern

    def _pattern(self, key: bytes) -> PlainCell:
        """The cell with signs in the places of its texts: the first is U+F0000, the second U+F0001 …"""
        first, *others = key.replace(_EMPTY, b">" + _TEXT_END).split(_FILLED)
        filled = [b">%s</w:t>%s" % (chr(_FIRST_SIGN + at).encode(), part) for at, part in enumerate(others)]
        inside = b"".join([self.document.root, _CELL, first, *filled, _CELL_END, b"</w:document>"])
        return self.parse(etree.fromstring(inside)[0])


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    return _NAMED[name] if name else chr(int(decimal or hexadecimal, 10 if decimal else 16))


def _filled(pattern: WordText, texts: Sequence[str]) -> WordText:
    if len(pattern.pieces) == 1 and pattern.pieces[0].text == chr(_FIRST_SIGN):
        (piece,), text = pattern.pieces, texts[0].strip()
        return WordText((Piece(text, piece.bold, piece.italic),) if text else (), pattern.align)
    pieces = [
        Piece("".join(_text_of(letter, texts) for letter in piece.text), piece.bold, piece.italic)
        for piece in pattern.pieces
    ]
    return WordText(joined(pieces), pattern.align)


def _text_of(letter: str, texts: Sequence[str]) -> str:
    return texts[ord(letter) - _FIRST_SIGN] if ord(letter) >= _FIRST_SIGN else letter
