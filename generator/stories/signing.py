"""Places for digital signatures, to be looked at before anybody signs: where they are, or would be, on which page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.extras import SIGNING
from generator.core.problems import BadDossier, Problem
from generator.lint.identity import identity_of
from generator.write.signature_fields import has_signature_fields, places_of
from generator.write.signature_places import SignatureField, no_place

if TYPE_CHECKING:
    from generator.lint.identity import Identity
    from generator.write.signature_places import SignaturePlace


@dataclass(frozen=True, slots=True)
class PlaceToSign:
    """A place on a page (from 1). Lengths are points from the page's upper left corner, as pictures are measured.

    `where` are words for who does not see it: "dưới chức danh PHÓ CHỦ TỊCH, trên họ tên Nguyễn Văn A".
    """

    label: str
    page: int
    left: float
    top: float
    width: float
    height: float
    where: str


@dataclass(frozen=True, slots=True)
class PlacesToSign:
    """The places of one file; `problem` (XB013) is there where there is none."""

    places: tuple[PlaceToSign, ...]
    problem: Problem | None = None


def has_fields(pdf: Path) -> bool:
    """Whether a PDF file is there and has signature fields of ours, empty or signed."""
    return pdf.is_file() and has_signature_fields(pdf.read_bytes())


def places_to_sign(document: Path, pdf: Path) -> PlacesToSign | None:
    """Where the fields of a Word file's PDF are put when they are asked for; None where that cannot be told.

    It cannot without the extra `ky-so`, or of a file that is no Word file.
    """
    if not SIGNING.is_there():
        return None
    try:
        identity = identity_of(document.read_bytes())
    except BadDossier:
        return None
    content = pdf.read_bytes()
    found = places_of(content, identity)
    if not found:
        return PlacesToSign((), no_place(document.name))
    heights = _page_heights(content)
    return PlacesToSign(tuple(_seen(place, heights[place.page], identity) for place in found))


def _page_heights(pdf: bytes) -> list[float]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [document.get_page_size(number)[1] for number in range(len(document))]


def _seen(place: SignaturePlace, height: float, identity: Identity) -> PlaceToSign:
    box = place.box
    return PlaceToSign(
        label=place.field.label,
        page=place.page + 1,
        left=box.left,
        top=height - box.top,
        width=box.width,
        height=box.height,
        where=_where(place, identity),
    )


def _where(place: SignaturePlace, identity: Identity) -> str:
    if identity.is_appendix:
        return "góc trên bên phải, phía trên phần chữ"
    if place.field is SignatureField.AGENCY:
        return "trùm lên khoảng 1/3 chữ ký số của người ký, về bên trái"
    return f"dưới chức danh {identity.authority[-1]}, trên họ tên {identity.signer}"
