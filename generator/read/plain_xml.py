"""Large XML parts in the plain shape that Excel, LibreOffice and the libraries write, cut up without a parser.

Ten thousand rows are far quicker cut at their end tags than parsed into trees. Only what is beyond doubt is cut: the
first sign of anything else (a comment, an instruction, another encoding, a character XML forbids) leaves the rest of
the part to the parser, so that both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHUNK = 1 << 18
_LONGEST = 1 << 20
"""Of a head or an element; a row of all 16.384 columns is shorter."""
_STRANGE = (b"<!", b"<?", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Comments and the like, instructions, U+FFFE and U+FFFF."""
_STRANGE_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n")
_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"( [^<>?]*)?\?>\s*)?(<([a-zA-Z]+)(?: [^<>]*)?>)')
_ENCODING = re.compile(rb'encoding="(?!utf-8")', re.IGNORECASE)


@dataclass(slots=True)
class PlainPart:
    """A part while it is cut: first its `pieces`; then it is itself a stream, of the rest, for the parser."""

    stream: IO[bytes]
    container: bytes
    """The element that holds the pieces: sheetData, sst."""
    element: bytes
    needless: re.Pattern[bytes] | None = None
    """What may be left out wherever it stands: rows that are only formatted come by the million."""
    head: bytes = b""
    buffer: bytes = b""
    root: bytes = b""
    """The opening tag of the root, and in `root_end` its end tag."""
    root_end: bytes = b""
    _read_to: int = 0
    _given: bool = field(default=False)

    def pieces(self) -> Iterator[bytes]:
        """The part up to each end tag of `element`, without that tag, as long as it is plain."""
        end = b"</%s>" % self.element
        if not self._begin():
            return
        while True:
            if _is_strange(self.buffer):
                return
            if self.needless is not None:
                self.buffer = self.needless.sub(b"", self.buffer)
            while (cut := self.buffer.find(end, self._read_to)) >= 0:
                piece = self.buffer[self._read_to : cut]
                yield piece
                self._read_to = cut + len(end)
            self.buffer, self._read_to = self.buffer[self._read_to :], 0
            if len(self.buffer) > _LONGEST or not (chunk := self.stream.read(_CHUNK)):
                return
            self.buffer += chunk

    def _begin(self) -> bool:
        """Reads up to the first piece; False if the part does not begin in the plain shape."""
        opening = b"<%s" % self.container
        while opening not in self.buffer and len(self.buffer) < _LONGEST and (chunk := self.stream.read(_CHUNK)):
            self.buffer += chunk
        at = self.buffer.find(b">", self.buffer.find(opening)) + 1
        head = _HEAD.match(self.buffer[:at]) if opening in self.buffer and at else None
        if head is None or self.buffer[at - 2 : at] == b"/>" or _ENCODING.search(head[1] or b""):
            return False
        if _is_strange(self.buffer[head.end() : at].replace(b"\r\n", b"")):
            return False
        self.head, self.buffer = self.buffer[:at], self.buffer[at:]
        self.root, self.root_end = head[2], b"</%s>" % head[3]
        return True

    def parse(self, piece: bytes) -> _Element | None:
        """The root with nothing but this piece in it; None if it makes no sense alone: leave it to the rest then."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(b"%s%s</%s>%s" % (self.root, piece, self.element, self.root_end), parser)
        except etree.XMLSyntaxError:
            return None

    def read(self, size: int = -1) -> bytes:
        """What the pieces have left, as a whole document, bit by bit: the head, the piece given last if its taker
        wants no other, what follows."""
        if not self._given:
            self._given = True
            return self.head + self.buffer[self._read_to :]
        return self.stream.read(size)


def _is_strange(block: bytes) -> bool:
    return any(sign in block for sign in _STRANGE) or len(block.translate(None, _STRANGE_BYTES)) < len(block)
