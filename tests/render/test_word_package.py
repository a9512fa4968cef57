"""The zip of a .docx as this program writes it: what others read in it, and that equal parts make equal bytes."""

from __future__ import annotations

import io
import subprocess
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from generator.office.streamed_zip import PackedPart, StreamedZip
from generator.render.document import Template
from tests.render.word_templates import word_file

PARTS = {"a.xml": b"", "word/b.xml": "Đoạn ".encode() * 5000, "word/media/ảnh.png": bytes(range(256))}


def package() -> bytes:
    made = StreamedZip()
    made.add(PackedPart.of("a.xml", PARTS["a.xml"]))
    text = PARTS["word/b.xml"]
    made.stream("word/b.xml", [text[:7], b"", text[7:20000], text[20000:]])
    made.add(PackedPart.of("word/media/ảnh.png", PARTS["word/media/ảnh.png"]))
    return made.finished()


def test_every_part_is_read_back_by_name_with_date_checksum_and_length() -> None:
    with zipfile.ZipFile(io.BytesIO(package())) as read:
        assert read.testzip() is None
        assert {info.filename: read.read(info) for info in read.infolist()} == PARTS
        for info in read.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.compress_type == zipfile.ZIP_DEFLATED
            assert zlib.crc32(PARTS[info.filename]) == info.CRC
            assert info.file_size == len(PARTS[info.filename])
            assert not info.flag_bits & 0x08, "lengths stand before a part: some readers look nowhere else"


def test_the_same_parts_give_the_same_bytes() -> None:
    assert package() == package()


def test_the_zip_is_sound_to_another_program(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(package())
    checked = subprocess.run(["unzip", "-tq", str(tmp_path / "a.zip")], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_parts_without_tags_stay_as_they_are(tmp_path: Path) -> None:
    source = word_file("{{ name }}")
    made = Template.from_bytes("mau", source).render({"name": "x" * 200_000}).content
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert after.namelist() == before.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == "x" * 200_000


@pytest.mark.parametrize("damage", [30, 60, 200])
def test_a_damaged_part_of_a_template_is_told(damage: int) -> None:
    from generator.render.tags import BadTemplate

    content = bytearray(word_file("x"))
    content[damage] ^= 0xFF
    with pytest.raises(BadTemplate, match=r"bị hỏng|không phải văn bản Word"):
        Template.from_bytes("mau", bytes(content))
