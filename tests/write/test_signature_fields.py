"""Empty signature fields stand where the decree wants the signatures, and a real signature in them holds."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from generator.core.standard import load_standard
from generator.lint.identity import identity_of
from generator.stories.signing import has_fields, places_to_sign
from generator.write.pdf import to_pdf
from generator.write.pdf_attachment import attachment_of, with_attachment
from generator.write.pdf_lines import Box, PdfLine, PdfPage
from generator.write.signature_fields import prepared_for_signing
from generator.write.signature_places import SignatureField, SignaturePlace, appendix_places, signing_places
from tests.built_report import needs_libreoffice, report_folder

pytestmark = needs_libreoffice
FILES = ("bao-cao", "phu-luc-I")
MM = 72 / 25.4


def signature_fields_in(pdf: bytes) -> tuple[SignaturePlace, ...]:
    """The places of the signature fields in a PDF that are still empty and are ours, as pyHanko reads them."""
    reader = PdfFileReader(io.BytesIO(pdf))
    pages = {reader.root["/Pages"]["/Kids"].raw_get(n): n for n in range(len(reader.root["/Pages"]["/Kids"]))}
    found = []
    for name, value, reference in enumerate_sig_fields(reader):
        if value is None and name in set(SignatureField):
            field = reference.get_object()
            left, bottom, right, top = (float(edge) for edge in field["/Rect"])
            found.append(
                SignaturePlace(SignatureField(name), pages[field.raw_get("/P")], Box(left, bottom, right, top))
            )
    return tuple(found)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """A report and an appendix: as Word files, as PDF, and prepared for signing."""
    folder = report_folder(tmp_path_factory.mktemp("ky-so"))
    pdfs = {one.path.name: one.path.read_bytes() for one in to_pdf([folder / f"{stem}.docx" for stem in FILES], folder)}
    documents = {f"{stem}.docx": (folder / f"{stem}.docx").read_bytes() for stem in FILES}
    prepared, problems = prepared_for_signing(
        pdfs, {f"{stem}.pdf": identity_of(documents[f"{stem}.docx"]) for stem in FILES}
    )
    assert not problems
    return {"docx": documents, "pdf": pdfs, "prepared": prepared}


def words_by_poppler(pdf: bytes, tmp_path: Path, page: int) -> list[tuple[str, Box]]:
    """The words of a page (from 1) and their places, as another program reads them."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    span = ["-f", str(page), "-l", str(page)]
    run = subprocess.run(["pdftotext", "-bbox", *span, "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    text = run.stdout.decode()
    found = re.search(r'<page width="[\d.]+" height="([\d.]+)"', text)
    assert found
    height = float(found[1])
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [
        (one[5], Box(float(one[1]), height - float(one[4]), float(one[3]), height - float(one[2])))
        for one in word.finditer(text)
    ]


def pixels(pdf: bytes, tmp_path: Path) -> list[bytes]:
    (tmp_path / "p.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "p.pdf", "p"], cwd=tmp_path, check=True)
    pages = [path.read_bytes() for path in sorted(tmp_path.glob("p-*.pgm"))]
    for path in tmp_path.glob("p-*.pgm"):
        path.unlink()
    return pages


def test_the_signers_place_lies_between_post_and_name_and_the_seal_over_a_third_of_it(
    printed: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    signer, seal = signature_fields_in(printed["prepared"]["bao-cao.pdf"])
    assert (signer.field, seal.field) == (SignatureField.SIGNER, SignatureField.AGENCY)
    assert (
        signer.page
        == seal.page
        == len(PdfFileReader(io.BytesIO(printed["pdf"]["bao-cao.pdf"])).root["/Pages"]["/Kids"]) - 1
    )
    words = words_by_poppler(printed["pdf"]["bao-cao.pdf"], tmp_path, signer.page + 1)
    post = next(box for word, box in reversed(words) if word == "TỊCH")
    name = [box for word, box in words if word in ("Nguyễn", "Văn", "A")][-3:]
    assert name[0].top < signer.box.bottom + 2 and signer.box.top < post.bottom + 4
    assert signer.box.height > 20 * MM
    assert signer.box.centre == pytest.approx((name[0].left + name[-1].right) / 2, abs=2)
    covered = seal.box.right - signer.box.left
    assert covered == pytest.approx(signer.box.width / 3, abs=1)
    assert seal.box.left < signer.box.left
    assert seal.box.width == pytest.approx(36 * MM, abs=1)


@pytest.mark.parametrize("stem", FILES)
def test_the_places_shown_before_signing_are_those_of_the_fields(
    stem: str, printed: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    document, pdf = tmp_path / f"{stem}.docx", tmp_path / f"{stem}.pdf"
    document.write_bytes(printed["docx"][document.name])
    pdf.write_bytes(printed["pdf"][pdf.name])
    assert not has_fields(pdf) and not has_fields(tmp_path / "khong-co.pdf")
    found = places_to_sign(document, pdf)
    assert found is not None and found.problem is None
    fields = signature_fields_in(printed["prepared"][pdf.name])
    assert [(one.label, one.page) for one in found.places] == [(one.field.label, one.page + 1) for one in fields]
    for shown, field in zip(found.places, fields, strict=True):
        height = float(PdfFileReader(io.BytesIO(pdf.read_bytes())).root["/Pages"]["/Kids"][field.page]["/MediaBox"][3])
        assert shown.left == pytest.approx(field.box.left, abs=1)
        assert shown.top + shown.height == pytest.approx(height - field.box.bottom, abs=1)
        assert (shown.width, shown.height) == (
            pytest.approx(field.box.width, abs=1.1),
            pytest.approx(field.box.height, abs=1.1),
        )
    assert (
        found.places[0].where
        == {
            "bao-cao": "dưới chức danh PHÓ CHỦ TỊCH, trên họ tên Nguyễn Văn A",
            "phu-luc-I": "góc trên bên phải, phía trên phần chữ",
        }[stem]
    )
    pdf.write_bytes(printed["prepared"][pdf.name])
    assert has_fields(pdf)


def test_a_file_without_a_place_says_so_and_what_cannot_be_told_is_none(
    printed: dict[str, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, pdf = tmp_path / "bao-cao.docx", tmp_path / "bao-cao.pdf"
    document.write_bytes(printed["docx"]["bao-cao.docx"])
    pdf.write_bytes(printed["pdf"]["phu-luc-I.pdf"])
    found = places_to_sign(document, pdf)
    assert found is not None and found.places == () and found.problem is not None
    assert found.problem.code == "XB013"
    document.write_bytes(b"PK")
    assert places_to_sign(document, pdf) is None
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    document.write_bytes(printed["docx"]["bao-cao.docx"])
    assert places_to_sign(document, pdf) is None


def test_an_appendix_has_its_place_at_the_top_right_of_its_first_page_above_all_text(
    printed: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    (place,) = signature_fields_in(printed["prepared"]["phu-luc-I.pdf"])
    assert (place.field, place.page) == (SignatureField.AGENCY, 0)
    words = words_by_poppler(printed["pdf"]["phu-luc-I.pdf"], tmp_path, 1)
    assert place.box.bottom >= max(box.top for _, box in words) - 3
    assert place.box.centre > max(box.right for _, box in words) * 0.7
    assert place.box.height >= 2 * 10, "two lines of size 10"


def test_empty_fields_change_nothing_that_is_seen_and_not_a_byte_of_what_was_there(
    printed: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    assert printed["pdf"]
    for name, plain in printed["pdf"].items():
        prepared = printed["prepared"][name]
        assert prepared.startswith(plain) and prepared != plain
        assert pixels(prepared, tmp_path) == pixels(plain, tmp_path)


def test_the_same_file_gets_the_same_fields_byte_for_byte(printed: dict[str, dict[str, bytes]]) -> None:
    again, _ = prepared_for_signing(
        printed["pdf"], {f"{stem}.pdf": identity_of(printed["docx"][f"{stem}.docx"]) for stem in FILES}
    )
    assert again == printed["prepared"]


def certificate() -> signers.SimpleSigner:
    """A key and a certificate that vouches for itself, for the tests alone."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Chứng thư thử")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start.replace(year=2120))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    own = asn1.Certificate.load(made.public_bytes(serialization.Encoding.DER))
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register(own)
    return signers.SimpleSigner(signing_cert=own, signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store)


def aside(work: Callable[[], Any]) -> Any:
    """In a thread of its own: pyHanko starts an event loop, and a browser's test in this process may have left one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def signed(pdf: bytes, field: SignatureField, signer: signers.SimpleSigner) -> bytes:
    out = io.BytesIO()
    data = signers.PdfSignatureMetadata(field_name=field.value, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    aside(lambda: signers.sign_pdf(writer, data, signer, output=out, existing_fields_only=True))
    return out.getvalue()


def judged(pdf: bytes, signer: signers.SimpleSigner) -> list[Any]:
    trust = ValidationContext(trust_roots=[signer.signing_cert])
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return aside(lambda: [validate_pdf_signature(one, trust) for one in found])


def contents_of(pdf: bytes) -> list[bytes]:
    """What each page draws."""
    pages = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"]
    return [one.get_object()["/Contents"].data for one in pages]


def test_a_signature_and_the_agencys_after_it_hold_and_change_nothing_else(
    printed: dict[str, dict[str, bytes]],
) -> None:
    prepared, signer = printed["prepared"]["bao-cao.pdf"], certificate()
    once = signed(prepared, SignatureField.SIGNER, signer)
    twice = signed(once, SignatureField.AGENCY, signer)
    assert once.startswith(prepared) and twice.startswith(once)
    for pdf, count in ((once, 1), (twice, 2)):
        found = judged(pdf, signer)
        assert len(found) == count
        assert all(one.bottom_line for one in found), [one.pretty_print_details() for one in found]
    assert contents_of(twice) == contents_of(prepared)
    assert signature_fields_in(twice) == ()


def test_a_signature_holds_on_a_file_that_carries_figures_and_they_are_still_read(
    printed: dict[str, dict[str, bytes]],
) -> None:
    carrying = with_attachment(printed["pdf"]["bao-cao.pdf"], b'{"period": "2025-Q3"}', datetime.date(2025, 9, 20))
    assert carrying is not None
    identities = {"bao-cao.pdf": identity_of(printed["docx"]["bao-cao.docx"])}
    prepared, _ = prepared_for_signing({"bao-cao.pdf": carrying}, identities)
    signer = certificate()
    pdf = signed(signed(prepared["bao-cao.pdf"], SignatureField.SIGNER, signer), SignatureField.AGENCY, signer)
    assert pdf.startswith(carrying) and attachment_of(pdf) == b'{"period": "2025-Q3"}'
    found = judged(pdf, signer)
    assert len(found) == 2 and all(one.bottom_line for one in found)


def test_a_file_that_was_changed_after_signing_is_found_out(printed: dict[str, dict[str, bytes]]) -> None:
    signer = certificate()
    pdf = signed(printed["prepared"]["bao-cao.pdf"], SignatureField.SIGNER, signer)
    at = pdf.index(b"/Title") + len(b"/Title") + 12
    changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
    assert not any(one.bottom_line for one in judged(changed, signer))


@pytest.mark.parametrize("taken", ["Nguyễn Văn A", "CHỦ TỊCH"])
def test_a_file_without_a_whole_signing_block_gets_no_field_and_a_warning(
    printed: dict[str, dict[str, bytes]], tmp_path: Path, taken: str
) -> None:
    from docx import Document

    path = tmp_path / "bao-cao.docx"
    path.write_bytes(printed["docx"]["bao-cao.docx"])
    document = Document(str(path))
    for table in document.tables:
        for paragraph in table._element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            text = paragraph.text or ""
            if text == taken or (taken == "CHỦ TỊCH" and text.isupper()):
                paragraph.text = ""
    document.save(str(path))
    pdf = printed["pdf"]["bao-cao.pdf"]
    prepared, problems = prepared_for_signing({"bao-cao.pdf": pdf}, {"bao-cao.pdf": identity_of(path.read_bytes())})
    assert prepared == {"bao-cao.pdf": pdf}
    assert [one.code for one in problems] == ["XB013"]


FORM = load_standard("nd30").digital_signature


def page(*lines: tuple[str, float, float], height: float = 842) -> PdfPage:
    """A page with lines of 14 points: text, middle, bottom."""
    return PdfPage(595, height, tuple(PdfLine(text, Box(x - 60, y, x + 60, y + 14)) for text, x, y in lines))


AUTHORITY = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("lines", "page_found"),
    [
        ([("TM. ỦY BAN NHÂN DÂN", 430, 300), ("CHỦ TỊCH", 430, 284), ("Lò Văn B", 430, 200)], True),
        ([("TM. ỦY BAN NHÂN DÂN", 430, 300), ("CHỦ TỊCH", 430, 284), ("Lò Văn B", 430, 262)], False),
        ([("TM. ỦY BAN NHÂN DÂN", 430, 300), ("CHỦ TỊCH", 430, 284), ("Lò Văn B", 120, 200)], False),
        ([("Lò Văn B", 430, 200)], False),
    ],
    ids=["room", "no room", "another column", "post on another page"],
)
def test_places_are_given_only_where_there_is_room_in_the_block(
    lines: list[tuple[str, float, float]], page_found: bool
) -> None:
    assert bool(signing_places((page(("Trên đây", 300, 700)), page(*lines)), AUTHORITY, "Lò Văn B", FORM)) is page_found


def test_of_several_gaps_the_widest_is_the_signatures() -> None:
    """A head of a steering committee has the real post between signature and name."""
    block = page(
        ("TM. BAN CHỈ ĐẠO", 430, 400),
        ("TRƯỞNG BAN", 430, 384),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN", 430, 290),
        ("Lò Văn B", 430, 270),
    )
    authority = ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "CHỦ TỊCH ỦY BAN NHÂN DÂN")
    signer, _ = signing_places((block,), authority, "Lò Văn B", FORM)
    assert signer.box.bottom >= 304 and signer.box.top <= 384


def test_an_appendix_whose_text_begins_at_the_very_top_gets_no_place() -> None:
    assert appendix_places((page(("Phụ lục I", 500, 825)),), 15, FORM) == ()
    (place,) = appendix_places((page(("Phụ lục I", 300, 770)),), 15, FORM)
    assert isinstance(place, SignaturePlace) and place.box.right == pytest.approx(595 - 15 * MM)
