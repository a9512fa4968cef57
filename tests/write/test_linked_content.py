"""A Word file that only links to its pictures and sections gets them from nowhere when it is printed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from PIL import Image

from generator.write.libreoffice import LIBREOFFICE
from generator.write.pdf import to_pdf

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FIELD = (
    f'<w:p xmlns:w="{_W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{{}}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server beside us, and what was asked of it."""
    found: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", found
        server.shutdown()
        thread.join(10)


@pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")
def test_nothing_is_fetched_from_a_server_or_a_folder(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    server, found = asked
    Image.new("RGB", (40, 40), "red").save(tmp_path / "here.png")
    document = docx.Document()
    document.add_paragraph("Báo cáo")
    for target in (f"{server}/picture.png", (tmp_path / "here.png").as_uri()):
        document.add_picture(str(tmp_path / "here.png"))
        (blip,) = document.paragraphs[-1]._p.xpath(".//a:blip")
        blip.attrib.clear()
        link = document.part.relate_to(target, RELATIONSHIP_TYPE.IMAGE, is_external=True)
        blip.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link", link)
    for words in ("INCLUDEPICTURE", "INCLUDETEXT", "DDEAUTO soffice"):
        document.element.body.insert(0, parse_xml(_FIELD.format(f'{words} "{server}/{words[:9]}" x')))
    document.save(str(tmp_path / "x.docx"))
    (made,) = to_pdf([tmp_path / "x.docx"], tmp_path / "ra")
    assert made.pages == 1
    assert found == []
    assert b"/Subtype/Image" not in made.path.read_bytes()
