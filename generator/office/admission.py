"""Whether a file may be opened: what it begins with, what its zip says of its parts, what kind its main part is of.

A file that unpacks to far more than it is, one that is locked or of another kind is refused before a part is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from generator.core.limits import CONTENT, MEBIBYTE
from generator.core.vietnamese import number_text
from generator.office import refusal
from generator.office.parts import Parts, same_name
from generator.office.refusal import Kind

_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ZIP_MAGIC = b"PK\x03\x04"
_SUSPICIOUS_CONTENT = 50 * MEBIBYTE
_SUSPICIOUS_RATIO = 200
_KINDS = (
    ("word/", "văn bản Word (.docx)"),
    ("xl/workbook.bin", "sổ tính nhị phân (.xlsb)"),
    ("xl/", "sổ tính Excel (.xlsx)"),
    ("ppt/", "trình chiếu PowerPoint (.pptx)"),
    ("mimetype", "tệp OpenDocument (.ods, .odt)"),
)
_FOLDERS: Mapping[Kind | None, str] = {Kind.WORD: "word", Kind.EXCEL: "xl", None: "ppt"}


def opened_from(source: bytes | Path, kind: Kind, file: str) -> io.BytesIO | Path:
    """What a zip is opened from. Raises Unreadable for what is no zip."""
    if isinstance(source, bytes):
        _check_start(source, kind, file, source)
        return io.BytesIO(source)
    try:
        if not source.exists():
            names = [entry.name for entry in source.parent.iterdir()] if source.parent.is_dir() else []
            raise refusal.missing(file, kind, tuple(names))
        if source.is_dir():
            raise refusal.folder(file, kind)
        with source.open("rb") as stream:
            start = stream.read(8)
        _check_start(start, kind, file, source)
    except OSError as error:
        raise refusal.forbidden(file, kind, isinstance(error, PermissionError)) from error
    return source


def _check_start(start: bytes, kind: Kind, file: str, source: bytes | Path) -> None:
    if start.startswith(_OLE_MAGIC):
        content = source if isinstance(source, bytes) else source.read_bytes()
        raise (refusal.encrypted if _ENCRYPTED_STREAM in content else refusal.old_format)(file, kind)
    if not start:
        raise refusal.empty(file, kind)
    if not start.startswith(_ZIP_MAGIC):
        raise refusal.other_content(file, kind)


def size_of(source: bytes | Path) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def check_members(archive: zipfile.ZipFile, kind: Kind, file: str, size: int) -> None:
    """Raises Unreadable for a zip bomb, for what is over the limit, locked, or has two parts of one name."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed_size = max(1, sum(member.compress_size for member in members))
    if unpacked > _SUSPICIOUS_CONTENT and unpacked / packed_size > _SUSPICIOUS_RATIO:
        raise refusal.bomb(file, kind, _megabytes(size), _megabytes(unpacked))
    if unpacked > CONTENT.value() * MEBIBYTE:
        raise refusal.too_large(file, _megabytes(unpacked))
    if any(member.flag_bits & 1 for member in members):
        raise refusal.locked(file, kind)
    known: dict[str, tuple[int, int]] = {}
    for member in members:
        content = member.CRC, member.file_size
        if known.setdefault(same_name(member.filename), content) != content:
            raise refusal.damaged(file, kind, f"tệp có hai phần cùng tên “{_printable(member.filename)}”")


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _megabytes(count: int) -> str:
    return f"{number_text(Decimal(count) / MEBIBYTE, 1)} MB"


def may_be_main(part: str, kind: Kind) -> bool:
    """False for a part that by its place is the main one of another kind."""
    folder, _, name = part.casefold().partition("/")
    return folder not in _FOLDERS.values() or (folder == _FOLDERS.get(kind) and not name.endswith(".bin"))


def other_kind(parts: Parts, wanted: Kind) -> str | None:
    """What a package of another kind is, by the names of its parts; None for one that is of no other kind."""
    names = [name.casefold() for name in parts]
    own = f"{_FOLDERS[wanted]}/"
    kinds = ((start, words) for start, words in _KINDS if start != own)
    found = next((words for start, words in kinds if any(name.startswith(start) for name in names)), None)
    if found is None and not any(name.startswith(own) for name in names):
        found = "tệp nén"
    return found
