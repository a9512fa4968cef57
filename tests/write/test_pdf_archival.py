"""PDF/A: what the file says of itself and carries with it, the same bytes each time, the same pages."""

from __future__ import annotations

import io
import subprocess
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from generator.write.output import pdf_files
from generator.write.pdf import PdfForm, is_archival, to_pdf, without_moment
from tests.built_report import needs_libreoffice, report_folder

pytestmark = needs_libreoffice


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report: plain, and twice as PDF/A, more than a second apart."""
    folder = report_folder(tmp_path_factory.mktemp("luu-tru"))
    made = {}
    for name, archival in (("plain", False), ("first", True), ("second", True)):
        begun = time.time()
        (pdf,) = to_pdf([folder / "bao-cao.docx"], folder / name, form=PdfForm(archival))
        made[name] = pdf.path.read_bytes()
        time.sleep(max(0.0, 1.1 - (time.time() - begun)))
    return made


def catalog(pdf: bytes) -> Any:
    return PdfFileReader(io.BytesIO(pdf)).root


def test_it_says_that_it_is_pdf_a_and_carries_its_colours_structure_and_language(documents: dict[str, bytes]) -> None:
    pdf = documents["first"]
    root = catalog(pdf)
    described = root["/Metadata"].data.decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described and "<pdfaid:conformance>B</pdfaid:conformance>" in described
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "vi-VN"
    assert int(root["/Outlines"]["/Count"]) > 0
    assert is_archival(pdf) and not is_archival(documents["plain"])


def test_every_font_is_in_the_file(documents: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(documents["first"])
    listed = subprocess.run(["pdffonts", "a.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    rows = listed.splitlines()[2:]
    assert rows and all(row.split()[-5] == "yes" for row in rows), listed


def test_the_moment_it_was_made_is_nowhere_in_it(documents: dict[str, bytes]) -> None:
    assert documents["first"] == documents["second"]
    described = catalog(documents["first"])["/Metadata"].data
    assert b"CreateDate" not in described


def test_a_moment_whose_profile_ends_in_a_byte_that_ends_a_line_is_nowhere_in_it_either() -> None:
    def made_at(second: int) -> bytes:
        profile = bytearray(128)
        profile[36:40], profile[34:36] = b"acsp", second.to_bytes(2, "big")
        return zlib.compress(bytes(profile))

    def file_with(stream: bytes) -> bytes:
        return (
            b"%PDF-1.6\n1 0 obj\n<</N 3/Length 2 0 R/Filter/FlateDecode>>\nstream\n" + stream + b"\nendstream\nendobj\n"
            b"2 0 obj\n"
            + b"%d" % len(stream)
            + b"\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n1\n%%EOF\n"
        )

    other = without_moment(file_with(made_at(0)))
    for last in (b"\r", b"\n"):
        stream = next(one for second in range(65536) if (one := made_at(second)).endswith(last))
        assert without_moment(file_with(stream)).partition(b"startxref")[0] == other.partition(b"startxref")[0]


def test_its_pages_are_the_plain_files_pages(documents: dict[str, bytes], tmp_path: Path) -> None:
    drawn = []
    for name in ("plain", "first"):
        (tmp_path / f"{name}.pdf").write_bytes(documents[name])
        subprocess.run(["pdftoppm", "-r", "40", "-gray", f"{name}.pdf", name], cwd=tmp_path, check=True)
        drawn.append([path.read_bytes() for path in sorted(tmp_path.glob(f"{name}-*.pgm"))])
    assert drawn[0] == drawn[1] and len(drawn[0]) > 5


def test_every_object_is_found_where_the_table_says_after_the_profile_changed_its_length(
    documents: dict[str, bytes],
) -> None:
    pdf = documents["first"]
    profile = catalog(pdf)["/OutputIntents"][0]["/DestOutputProfile"].data
    assert profile[36:40] == b"acsp" and profile[24:36] == bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    reader = PdfFileReader(io.BytesIO(pdf))
    found = [reader.get_object(Reference(number, 0, reader)) for number in range(1, int(reader.trailer["/Size"]))]
    assert len(found) > 100, "reading one raises where the table is wrong"


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-1.6\n%%EOF", b"/N 3/Length 4 0 R/Filter/FlateDecode>>\nstream\nxx\nendstream"]
)
def test_a_file_without_a_profile_that_can_be_changed_stays_as_it_is(pdf: bytes) -> None:
    assert without_moment(pdf) == pdf


def test_the_title_is_the_documents_own(tmp_path: Path) -> None:
    folder = report_folder(tmp_path)
    names = ("bao-cao.docx", "phu-luc-I.docx")
    contents, _, _ = pdf_files({name: (folder / name).read_bytes() for name in names})
    titles = [
        str(PdfFileReader(io.BytesIO(contents[f"{Path(name).stem}.pdf"])).trailer["/Info"]["/Title"]) for name in names
    ]
    assert titles[0].startswith("BÁO CÁO - Kết quả thực hiện Nghị quyết số 57-NQ/TW")
    assert titles[0].endswith("quý III năm 2025")
    assert titles[1] == "Phụ lục I - KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"
