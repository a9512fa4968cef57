"""Writing a .docx so that what never changes is compressed once, and what is long is compressed as it comes.

`zipfile` packs every part anew into every file. The parts that a template's documents have in common are kept here as
they stand in the zip; the record layout is that of PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.problems import BaocaoError

LEVEL = 6
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED = 20, 8
_UTF8_NAME = 0x800
_DAY = 0x21  # 1980-01-01, the first day a zip can name: same input, same bytes
_LIMIT = 0xFFFFFFFF
_END_MARK, _CENTRAL_MARK = b"PK\5\6", b"PK\1\2"
UNIX = 3
_MADE_ON = 5
_LENGTHS, _LENGTHS_AT = struct.Struct("<3H"), 28
"""Of a name, its extra field and its comment, which follow a record of the directory."""
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part as it stands in a zip: its bytes deflated, with the checksum and length of what they were."""

    name: str
    deflated: bytes
    checksum: int
    length: int

    @classmethod
    def of(cls, name: str, content: bytes) -> PackedPart:
        return cls(name, zlib.compress(content, LEVEL, -zlib.MAX_WBITS), zlib.crc32(content), len(content))


@dataclass(frozen=True, slots=True)
class _Record:
    """What the zip's directory says of one part."""

    name: bytes
    checksum: int
    packed: int
    length: int
    offset: int

    def _fields(self) -> tuple[int, ...]:
        flags = 0 if self.name.isascii() else _UTF8_NAME
        return (flags, _DEFLATED, 0, _DAY, self.checksum, self.packed, self.length, len(self.name))

    def local(self) -> bytes:
        return _LOCAL.pack(b"PK\3\4", _VERSION, *self._fields(), 0) + self.name

    def central(self) -> bytes:
        return _CENTRAL.pack(_CENTRAL_MARK, _VERSION, _VERSION, *self._fields(), 0, 0, 0, 0, 0, self.offset) + self.name


class StreamedZip:
    """A .docx being written into memory, part after part. The same parts give the same bytes."""

    def __init__(self) -> None:
        self._sink = io.BytesIO()
        self._records: list[_Record] = []

    def add(self, part: PackedPart) -> None:
        """Puts a part in as it is."""
        offset = self._sink.tell()
        record = _Record(part.name.encode(), part.checksum, len(part.deflated), part.length, offset)
        self._sink.write(record.local())
        self._sink.write(part.deflated)
        self._records.append(record)

    def stream(self, name: str, chunks: Iterable[bytes]) -> None:
        """Compresses a part while it is made; no more than a chunk of it is in memory."""
        sink, squeeze = self._sink, zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        offset, checksum, length = sink.tell(), 0, 0
        sink.write(_Record(name.encode(), 0, 0, 0, offset).local())
        start = sink.tell()
        for chunk in chunks:
            checksum, length = zlib.crc32(chunk, checksum), length + len(chunk)
            sink.write(squeeze.compress(chunk))
        sink.write(squeeze.flush())
        end = sink.tell()
        if length > _LIMIT or end > _LIMIT:
            raise BaocaoError("Văn bản dài quá 4 GB, Word không mở được.", "Chia hồ sơ thành nhiều hồ sơ nhỏ hơn.")
        record = _Record(name.encode(), checksum, end - start, length, offset)
        sink.seek(offset)
        sink.write(record.local())
        sink.seek(end)
        self._records.append(record)

    def finished(self) -> bytes:
        """The whole file."""
        start = self._sink.tell()
        for record in self._records:
            self._sink.write(record.central())
        size, count = self._sink.tell() - start, len(self._records)
        self._sink.write(_END.pack(_END_MARK, 0, 0, count, count, size, start, 0))
        return self._sink.getvalue()


def zip_entry(name: str) -> zipfile.ZipInfo:
    """A zip entry whose bytes depend on its content alone."""
    info = zipfile.ZipInfo(name, FIXED_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def alike_everywhere(package: bytes) -> bytes:
    """A zip that a library wrote, the same on every system: `zipfile` notes whether it was Windows that made it.

    The note is the one of Linux, as it stands in every file that was made there before.
    """
    at, content = package.rindex(_END_MARK), bytearray(package)
    _, _, _, _, count, _, place, _ = _END.unpack_from(package, at)
    for _ in range(count):
        if content[place : place + 4] != _CENTRAL_MARK:
            raise ValueError("the directory of the zip is not where its end says")
        content[place + _MADE_ON] = UNIX
        place += _CENTRAL.size + sum(_LENGTHS.unpack_from(content, place + _LENGTHS_AT))
    return bytes(content)
