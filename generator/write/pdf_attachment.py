"""Data that a PDF carries with it: an attachment that says of itself what it is, put in as an addition to its end.

PDF/A-3 allows any file inside (ISO 19005-3, 6.8), where PDF/A-2 allows only PDF/A; the two are otherwise one. So an
archival PDF that gets data calls itself part 3.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

NAME = "so-lieu-bao-cao.json"
"""The name of the attachment, by which any program that shows attachments shows it."""
_SAID = "Số liệu của báo cáo và nguồn của từng số, dùng cho chương trình đọc."
_KEY = b"/SoLieuBaoCao true"
"""What tells our attachment from others. Dictionaries may have keys of their own (ISO 32000-1, E.1)."""
_START = re.compile(rb"startxref\r?\n(\d+)")
_TABLE = re.compile(rb"xref\r?\n0 (\d+)\r?\n((?:\d{10} \d{5} [nf][ \r][\r\n])+)trailer\r?\n?(<<.*)startxref", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) (\d+) R")
_SIZE = re.compile(rb"/Size \d+")
_ROW = 20
_ATTACHED = re.compile(re.escape(_KEY) + rb".{0,200}?/Length (\d+)>>\nstream\n", re.DOTALL)
_PART = re.compile(rb"(<pdfaid:part>|pdfaid:part=[\"'])2")
_LARGEST = 256 * 1024 * 1024


def with_attachment(pdf: bytes, data: bytes, day: date) -> bytes | None:
    """The PDF that carries `data` as of `day`; the same input gives the same bytes.

    None for one that is not laid out as LibreOffice lays out its own: what cannot be understood is not added to.
    """
    found = _Layout.of(pdf)
    if found is None:
        return None
    stream, spec = found.size, found.size + 1
    content = zlib.compress(data, 9)
    objects = {
        found.root: _catalog(found.catalog, spec),
        stream: b"<</Type/EmbeddedFile/Subtype/application#2Fjson%s/Params<</Size %d/ModDate(D:%s000000+07'00')>>"
        b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
        % (_KEY, len(data), day.strftime("%Y%m%d").encode(), len(content), content),
        spec: b"<</Type/Filespec/F(%s)/UF(%s)/Desc%s/AFRelationship/Data/EF<</F %d 0 R/UF %d 0 R>>>>"
        % (NAME.encode(), NAME.encode(), _text(_SAID), stream, stream),
    }
    start = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    return _PART.sub(rb"\g<1>3", start) + _addition(objects, len(start), found)


def attachment_of(pdf: bytes) -> bytes | None:
    """What a PDF carries; None for one that carries nothing of ours.

    The newest is taken where there are several. A file that another program has written anew is read by the library
    that draws pages, where that is installed.
    """
    for one in reversed(list(_ATTACHED.finditer(pdf))):
        try:
            return _inflated(pdf[one.end() : one.end() + int(one[1])])
        except (zlib.error, ValueError):
            continue
    return _by_library(pdf)


def _inflated(stream: bytes) -> bytes:
    """Raises zlib.error, and ValueError for what is too large."""
    reader = zlib.decompressobj()
    data = reader.decompress(stream, _LARGEST)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("too large, or cut")
    return data


def _by_library(pdf: bytes) -> bytes | None:
    if find_spec("pypdfium2") is None:
        return None
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number in range(document.count_attachments()):
                attachment = document.get_attachment(number)
                if attachment.get_name() == NAME:
                    return bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        return None
    return None


@dataclass(frozen=True, slots=True)
class _Layout:
    """What must be known of a PDF to add objects to its end."""

    root: int
    catalog: bytes
    size: int
    table: int
    trailer: bytes

    @classmethod
    def of(cls, pdf: bytes) -> _Layout | None:
        """None unless there is one table of objects, and a plain catalog that names no files yet."""
        start = _START.search(pdf)
        if start is None or pdf.count(b"startxref") != 1:
            return None
        at = int(start[1])
        found = _TABLE.match(pdf, at)
        root = _ROOT.search(found[3]) if found else None
        if found is None or root is None or len(found[2]) != _ROW * int(found[1]) or int(root[1]) >= int(found[1]):
            return None
        place = int(found[2][_ROW * int(root[1]) :][:10])
        catalog = re.compile(rb"%s 0 obj\r?\n(<<.*?>>)\r?\nendobj" % root[1], re.DOTALL).match(pdf, place)
        if catalog is None or not catalog[1].startswith(b"<</Type/Catalog") or re.search(rb"/(AF|Names)\b", catalog[1]):
            return None
        return cls(int(root[1]), catalog[1], int(found[1]), at, found[3].strip())


def _catalog(catalog: bytes, spec: int) -> bytes:
    names = b"/AF[%d 0 R]/Names<</EmbeddedFiles<</Names[(%s)%d 0 R]>>>>" % (spec, NAME.encode(), spec)
    return catalog[:-2] + names + b">>"


def _addition(objects: dict[int, bytes], at: int, found: _Layout) -> bytes:
    """The objects, their places, and a trailer that leads to the table before (ISO 32000-1, 7.5.6)."""
    parts: list[bytes] = []
    rows: list[bytes] = []
    for number, body in sorted(objects.items()):
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, at))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    trailer = _SIZE.sub(b"/Size %d" % (found.size + 2), found.trailer[:-2].rstrip(), count=1)
    return b"".join(
        (*parts, b"xref\n", *rows, b"trailer\n%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, found.table, at))
    )


def _text(words: str) -> bytes:
    """A text of a PDF in UTF-16, as its dictionaries write letters outside ASCII (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF%s>" % words.encode("utf-16-be").hex().upper().encode()
