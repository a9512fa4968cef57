"""A workbook kept as what is other in it: the very bytes come back, from the right older file and no other."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
import zlib

import pytest

from generator.office import zip_patch
from generator.office.zip_patch import NotWhole, patch_of, patched


def packed(parts: dict[str, bytes], level: int | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, level)
    return stream.getvalue()


def sheet(*changed: tuple[int, str]) -> bytes:
    chance = random.Random(5)
    rows = [f"<row><c>{chance.random()}</c></row>" for _ in range(4000)]
    for number, text in changed:
        rows[number] = f"<row><c>{text}</c></row>"
    return "".join(rows).encode()


OLD = {"[Content_Types].xml": b"<Types/>" * 40, "xl/sheet1.xml": sheet(), "xl/sheet2.xml": sheet((7, "hai"))}


@pytest.mark.parametrize(
    "new",
    [
        {**OLD, "xl/sheet1.xml": sheet((9, "đã sửa"))},
        {**OLD, "xl/sheet1.xml": sheet((0, ""), (3999, "cuối"))},
        {**OLD, "xl/sheet1.xml": sheet(), "xl/media/ảnh.png": b"\x89PNG"},
        {name: OLD[name] for name in reversed(OLD)},
        OLD,
    ],
    ids=["one cell", "first and last", "a part more", "another order", "nothing"],
)
def test_the_very_bytes_come_back_from_little(new: dict[str, bytes]) -> None:
    old, whole = packed(OLD), packed(new)
    patch = patch_of(old, whole)
    assert patch is not None and len(patch) * 4 < len(whole)
    assert patched(old, patch) == whole


@pytest.mark.parametrize(
    "new",
    [
        packed({**OLD, "xl/sheet1.xml": sheet((9, "x"))}, level=1),
        packed({"xl/sheet1.xml": random.Random(1).randbytes(90_000)}),
        b"before the first part" + packed(OLD),
        packed(OLD)[:-30],
        b"PK\x03\x04",
        b"",
    ],
    ids=["packed by another program", "all is other", "something before", "cut off", "no zip", "nothing at all"],
)
def test_what_would_not_come_back_whole_or_small_is_kept_whole(new: bytes) -> None:
    patch = patch_of(packed(OLD), new)
    assert patch is None or patched(packed(OLD), patch) == new


def test_bytes_that_are_spoilt_never_come_back_as_another_file() -> None:
    old, whole = packed(OLD), packed({**OLD, "xl/sheet1.xml": sheet((9, "đã sửa"))})
    patch = patch_of(old, whole)
    assert patch is not None
    with pytest.raises(NotWhole):
        patched(packed({**OLD, "xl/sheet1.xml": b"x"}), patch)
    chance = random.Random(3)
    for _ in range(60):
        spoilt = bytearray(patch)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        with contextlib.suppress(NotWhole):
            assert patched(old, bytes(spoilt)) == whole, "a bit that nobody reads"
    for length in (0, 5, 20, len(patch) - 1):
        with pytest.raises(NotWhole):
            patched(old, patch[:length])


def test_where_a_later_zlib_packs_otherwise_the_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    new = {**OLD, "xl/sheet1.xml": sheet((9, "đã sửa"))}
    patch = patch_of(packed(OLD), packed(new))
    assert patch is not None

    def otherwise(content: bytes) -> bytes:
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        return packer.compress(content) + packer.flush()

    monkeypatch.setattr(zip_patch, "_deflated", otherwise)
    with zipfile.ZipFile(io.BytesIO(patched(packed(OLD), patch))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == new
