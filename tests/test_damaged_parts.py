"""A Word file with a damaged or treacherous part is refused in words, wherever the part stands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from generator.core.problems import BaocaoError
from generator.stories.lint import fix_file, lint_files
from generator.stories.redline import compare

_ENTITY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "%s">]>'
NEEDED = ("_rels/.rels", "word/document.xml", "word/styles.xml")
PARTS = (*NEEDED, "[Content_Types].xml", "word/_rels/document.xml.rels")
SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut in two": lambda part: part[: len(part) // 2],
    "empty": lambda part: b"",
    "with an entity": lambda part: _ENTITY % b"file:///etc/passwd" + part.partition(b"?>")[2].replace(b"A", b"&x;"),
}


@pytest.fixture(scope="module")
def sound() -> bytes:
    document = docx.Document()
    document.add_paragraph("A Báo cáo")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("fault", SPOILT)
def test_it_is_refused_in_words(sound: bytes, part: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "cu.docx").write_bytes(sound)
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(tmp_path / "moi.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, SPOILT[fault](old.read(name)) if name == part else old.read(name))
    refused = []
    for work in (
        lambda: fix_file([tmp_path / "moi.docx"], tmp_path / "sua.docx", "nd30", [], True),
        lambda: lint_files([tmp_path / "moi.docx"], "nd30", [], tmp_path / "ghi-chu.docx"),
        lambda: compare(tmp_path / "cu.docx", tmp_path / "moi.docx", tmp_path / "so-sanh.docx", "Người soát"),
    ):
        try:
            work()
        except BaocaoError as error:
            refused.append(error.message)
    assert all("hỏng" in words or "không phải" in words for words in refused)
    if part in NEEDED:
        assert len(refused) >= 2
        assert sorted(path.name for path in tmp_path.iterdir()) == ["cu.docx", "moi.docx"]


def test_a_namespace_by_a_relative_address_stops_no_comparison(tmp_path: Path) -> None:
    """XML's canonical form knows no such name; Word opens the file, and nothing in it is a change."""
    files = {}
    for name, text in (("cu", "Báo cáo quý III"), ("moi", "Báo cáo quý IV")):
        document = docx.Document()
        paragraph = document.add_paragraph(text)._p
        paragraph.append(paragraph.makeelement("{a/b}ghi-chu", nsmap={"x": "a/b"}))
        document.add_paragraph("Giữ nguyên")._p.append(paragraph.makeelement("{a/b}ghi-chu", nsmap={"y": "a/b"}))
        files[name] = tmp_path / f"{name}.docx"
        document.save(str(files[name]))
    found = compare(files["cu"], files["moi"], tmp_path / "so-sanh.docx", "Người soát")
    assert [(one.old, one.new) for one in found.redlined.changes] == [("III", "IV")]
