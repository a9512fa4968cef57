"""The colour profile in a PDF/A: LibreOffice writes into it the moment it was made, compressed.

Taking that moment out changes the length of one stream, so everything behind it moves: the cross-reference table is
set right. A PDF whose table is itself compressed (later versions of LibreOffice) stays as it is.
"""

from __future__ import annotations

import re
import zlib

_PROFILE = re.compile(
    rb"/N 3\s*/Length (\d+) 0 R\s*/Filter\s*/FlateDecode\s*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL
)
_TABLE = re.compile(rb"\nxref\r?\n0 \d+\r?\n((?:\d{10} \d{5} [nf][ \r][\r\n])+)trailer")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n)")
_START = re.compile(rb"startxref\r?\n(\d+)")
_SIGNATURE = slice(36, 40)
_MOMENT = slice(24, 36)
"""Year, month, day, hour, minute, second of two bytes each (ISO 15076-1, 7.2.8)."""
_DAY = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
_CHECKSUM = slice(84, 100)
"""A profile's own checksum; all zero where there is none (7.2.18)."""


def without_moment(pdf: bytes) -> bytes:
    """The PDF with a fixed day in its colour profile; itself if it has none, or none that can be replaced."""
    found, table, start = _PROFILE.search(pdf), _TABLE.search(pdf), _START.search(pdf)
    if found is None or table is None or start is None or pdf.count(b"startxref") != 1:
        return pdf
    try:
        profile = bytearray(zlib.decompress(found[2]))
    except zlib.error:
        return pdf
    length = re.search(rb"\n%s 0 obj\r?\n(\d+)" % found[1], pdf)
    if profile[_SIGNATURE] != b"acsp" or length is None or length.start() < found.end():
        return pdf
    profile[_MOMENT], profile[_CHECKSUM] = _DAY, bytes(16)
    stream = zlib.compress(bytes(profile), 9)
    moved = len(stream) - len(found[2])
    return b"".join(
        (
            pdf[: found.start(2)],
            stream,
            pdf[found.end(2) : length.start(1)],
            b"%0*d" % (len(length[1]), len(stream)),
            pdf[length.end(1) : table.start(1)],
            _ENTRY.sub(lambda entry: _shifted(entry, found.start(2), moved), table[1]),
            pdf[table.end(1) : start.start(1)],
            b"%d" % (int(start[1]) + moved),
            pdf[start.end(1) :],
        )
    )


def _shifted(entry: re.Match[bytes], behind: int, moved: int) -> bytes:
    place = int(entry[1])
    return b"%010d%s" % (place + moved if place > behind else place, entry[2])
