"""Which generated file a Word file goes back to, however much people have changed in it since: a custom property.

Word and LibreOffice keep properties that they do not know. The mark follows from what was generated alone: same file,
same mark. A file without one (made before, or saved by a program that drops it) is told by its text.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.package import OFFICE, Package
from generator.office.refusal import Unreadable
from generator.office.streamed_zip import PackedPart, StreamedZip
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "baocao"
_WORD = "custom-properties"
_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SCHEMAS = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM, _VALUES = f"{{{_SCHEMAS}/custom-properties}}", f"{{{_SCHEMAS}/docPropsVTypes}}"
_EMPTY = f'<Properties xmlns="{_CUSTOM[1:-1]}" xmlns:vt="{_VALUES[1:-1]}"/>'.encode()
_KIND = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What ECMA-376 (part 1, 22.3.2) names custom properties by."""
_FIRST = 2
"""The least number that a property may have."""
_HEADER = struct.Struct("<26x2H")


def marked(content: bytes) -> bytes:
    """A generated file with its mark. Same file, same bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        known = "\n".join(sorted(f"{one.filename} {one.CRC} {one.file_size}" for one in archive.infolist()))
    return with_mark(content, hashlib.sha256(known.encode()).hexdigest()[:24])


def marked_after(content: bytes, generated: bytes) -> bytes:
    """A file that people edited and `generated` was merged into, with a mark that follows from both.

    A copy that another person took before that edit is known by it for an earlier one. Same files, same bytes.
    """
    mark, (own, fresh) = mark_of(generated), map(_contents, (content, generated))
    if mark and own != fresh:
        mark = hashlib.sha256(f"{mark}\n{own}".encode()).hexdigest()[:24]
    return with_mark(content, mark)


_AROUND = ("[Content_Types].xml", "_rels/", "docProps/")


def _contents(content: bytes) -> str:
    """What a file's parts hold, but for those that the mark itself changes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [one for one in archive.infolist() if not one.filename.startswith(_AROUND)]
        return "\n".join(sorted(f"{one.filename} {one.CRC} {one.file_size}" for one in parts))


def mark_of(content: bytes) -> str:
    """The mark of a Word file; "" for one without."""
    try:
        package = Package.open(content)
        name = _part(package)
        found = _property(package.tree(name)) if name else None
    except Unreadable:
        return ""
    return "".join(one.text or "" for one in found).strip() if found is not None else ""


def with_mark(content: bytes, mark: str) -> bytes:
    """A sound Word file that bears this mark, all else as it was; `content` itself if it bears it or there is none."""
    if not mark or mark_of(content) == mark:
        return content
    package = Package.open(content)
    name = _part(package)
    if not name:
        name = package.add(_PART, parse(_EMPTY), _TYPE)
        package.relate("", f"{OFFICE}/{_WORD}", name)
    root = package.tree(name)
    found = _property(root)
    if found is None:
        numbers = [int(one.get("pid", "")) for one in root if one.get("pid", "").isdecimal()]
        found = etree.SubElement(root, f"{_CUSTOM}property", fmtid=_KIND, pid=str(max([_FIRST - 1, *numbers]) + 1))
        found.set("name", NAME)
    for child in list(found):
        found.remove(child)
    etree.SubElement(found, f"{_VALUES}lpwstr").text = mark
    package.touch(name)
    package.write_changed()
    return _repacked(content, package)


def _part(package: Package) -> str:
    links = package.relations("").values()
    return next((one.target for one in links if one.word == _WORD and one.target in package.parts), "")


def _property(root: _Element) -> _Element | None:
    return next((one for one in root.iter(f"{_CUSTOM}property") if one.get("name") == NAME), None)


def _repacked(content: bytes, package: Package) -> bytes:
    """The file again; parts that are as they were are not compressed anew."""
    made = StreamedZip()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before = {one.filename: one for one in archive.infolist()}
    for name, data in package.parts.items():
        one = before.get(name)
        checksum = zlib.crc32(data)
        same = one is not None and (one.CRC, one.file_size) == (checksum, len(data))
        if one is None or not same or one.compress_type != zipfile.ZIP_DEFLATED:
            made.add(PackedPart.of(name, data))
            continue
        start = one.header_offset + _HEADER.size + sum(_HEADER.unpack_from(content, one.header_offset))
        made.add(PackedPart(name, content[start : start + one.compress_size], checksum, len(data)))
    return made.finished()
