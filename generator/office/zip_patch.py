"""A zip told as what is other in it than in another zip: a workbook of which one cell changed takes a few kilobytes.

A patch is made only where it gives back the very bytes (`patch_of` tries it). It holds, for each stretch of the newer
file: where it stands in the older one, its bytes, or of which rows of the older one and which of its own it is made, to
be packed again. Where a later zlib packs otherwise, the same parts come back in other wrapping.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from itertools import pairwise
from typing import Any

_MARK = b"baocao-khac-1\n"
_LOCAL_HEADER, _LENGTHS = 30, (26, 28)
"""Bytes of what stands before a part, and where in them the lengths of its name and its extra field stand."""
_SMALL_ENOUGH = 4
"""A patch is worth having where it is this many times smaller than the whole."""
_RAW_DEFLATE = -15
_LARGEST = 256 * 1024 * 1024
_ROW = re.compile(rb"(?=<(?:row|si)\b)")
"""Where a row of a sheet, or one of the shared texts, begins: a change of one leaves the others as they are."""


Parts = dict[str, tuple[bytes, int]]
"""Of each part its content, and the checksum that it must have."""


class NotWhole(ValueError):
    """A patch that is damaged, or is not of this file."""


def patch_of(old: bytes, new: bytes) -> bytes | None:
    """What makes `new` of `old`; None where that is not certain, or hardly smaller than `new` itself."""
    try:
        stretches, blob = _told(old, new)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, NotImplementedError, RuntimeError):
        return None
    about = {"old": _hash(old), "new": _hash(new), "stretches": stretches}
    header = json.dumps(about, separators=(",", ":")).encode()
    patch = _MARK + zlib.compress(len(header).to_bytes(8, "big") + header + blob, 9)
    if len(patch) * _SMALL_ENOUGH > len(new):
        return None
    return patch if patched(old, patch) == new else None


def patched(old: bytes, patch: bytes) -> bytes:
    """The newer file: its very bytes, or the same parts packed anew. Raises NotWhole."""
    if not patch.startswith(_MARK):
        raise NotWhole
    try:
        content = _inflated(patch[len(_MARK) :], zlib.MAX_WBITS)
        size = int.from_bytes(content[:8], "big")
        about = json.loads(content[8 : 8 + size])
        if _hash(old) != about["old"]:
            raise NotWhole
        pieces, parts = _pieces(old, about["stretches"], content[8 + size :])
    except (zlib.error, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise NotWhole from error
    new = b"".join(pieces)
    return new if _hash(new) == about["new"] else _packed(parts)


def _told(old: bytes, new: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """The stretches of `new` in their order, and the bytes that stand in no stretch of `old`."""
    before, stretches, blob = _members(old), list[dict[str, Any]](), bytearray()

    def raw(piece: bytes) -> None:
        stretches.append({"raw": len(piece)})
        blob.extend(piece)

    entries, directory = _entries(new)
    for entry, end in entries:
        start, packed = _data(new, entry)
        data = new[start : start + packed]
        raw(new[entry.header_offset : start])
        known = before.get(entry.filename)
        part = {"name": entry.filename, "method": entry.compress_type, "crc": entry.CRC}
        if known is not None and old[known[0] : known[0] + known[1]] == data:
            stretches.append({**part, "copy": list(known[:2])})
        elif known is not None and known[2] == entry.compress_type == zipfile.ZIP_DEFLATED:
            now = _inflated(data)
            if _deflated(now) != data:
                raise ValueError("packed by another program")
            runs, others = _runs(_inflated(old[known[0] : known[0] + known[1]]), now)
            stretches.append({**part, "of": list(known[:2]), "runs": runs})
            blob.extend(others)
        else:
            stretches.append({**part, "raw": len(data)})
            blob.extend(data)
        raw(new[start + packed : end])
    raw(new[directory:])
    return stretches, bytes(blob)


def _pieces(
    old: bytes, stretches: list[dict[str, Any]], blob: bytes
) -> tuple[list[bytes], dict[str, tuple[bytes, int]]]:
    pieces, parts, at = list[bytes](), dict[str, tuple[bytes, int]](), 0
    for one in stretches:
        if "of" in one:
            start, size = one["of"]
            was, now = _inflated(old[start : start + size]), bytearray()
            for begin, end in one["runs"]:
                now += was[begin:end] if begin >= 0 else blob[at : at + end]
                at += end if begin < 0 else 0
            pieces.append(_deflated(bytes(now)))
            parts[one["name"]] = bytes(now), one["crc"]
            continue
        if "copy" in one:
            start, size = one["copy"]
            piece = old[start : start + size]
        else:
            piece = blob[at : at + one["raw"]]
            at += one["raw"]
        pieces.append(piece)
        if "name" in one:
            content = _inflated(piece) if one["method"] == zipfile.ZIP_DEFLATED else piece
            parts[one["name"]] = content, one["crc"]
    return pieces, parts


def _runs(was: bytes, now: bytes) -> tuple[list[tuple[int, int]], bytes]:
    """`now` as runs of `was` (from, to), and (-1, how many) where bytes of its own stand, which are given too."""
    places: dict[bytes, int] = {}
    at = 0
    for piece in _ROW.split(was):
        places.setdefault(piece, at)
        at += len(piece)
    runs, others = list[tuple[int, int]](), bytearray()
    for piece in _ROW.split(now):
        last = runs[-1] if runs else (-1, -1)
        if last[0] >= 0 and was.startswith(piece, last[1]):
            runs[-1] = (last[0], last[1] + len(piece))
        elif piece in places:
            runs.append((places[piece], places[piece] + len(piece)))
        else:
            others += piece
            if runs and last[0] < 0:
                runs[-1] = (-1, last[1] + len(piece))
            else:
                runs.append((-1, len(piece)))
    return runs, bytes(others)


def _packed(parts: Parts) -> bytes:
    if any(zlib.crc32(content) != crc for content, crc in parts.values()):
        raise NotWhole
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, _) in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _members(content: bytes) -> dict[str, tuple[int, int, int]]:
    """Of each part where its packed bytes begin, how many they are, how they are packed."""
    entries, _ = _entries(content)
    return {entry.filename: (*_data(content, entry), entry.compress_type) for entry, _ in entries}


def _entries(content: bytes) -> tuple[list[tuple[zipfile.ZipInfo, int]], int]:
    """The parts as they stand one after another, each with where the next begins; and where the directory begins."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = sorted(archive.infolist(), key=lambda one: one.header_offset)
        directory = archive.start_dir
    ends = [one.header_offset for one in found[1:]] + [directory]
    for first, second in pairwise([0, *(one.header_offset for one in found), directory]):
        if second < first:
            raise ValueError("parts lie over one another")
    if not found or found[0].header_offset != 0:
        raise ValueError("something stands before the first part")
    return list(zip(found, ends, strict=True)), directory


def _data(content: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    at = entry.header_offset
    name, extra = (int.from_bytes(content[at + place : at + place + 2], "little") for place in _LENGTHS)
    return at + _LOCAL_HEADER + name + extra, entry.compress_size


def _inflated(data: bytes, form: int = _RAW_DEFLATE) -> bytes:
    """Raises ValueError for what is cut off, or swells beyond all use."""
    opener = zlib.decompressobj(form)
    content = opener.decompress(data, _LARGEST + 1)
    if len(content) > _LARGEST or not opener.eof:
        raise ValueError("too large, or cut off")
    return content


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, _RAW_DEFLATE)
    return packer.compress(content) + packer.flush()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
