"""Empty signature fields put into a PDF as an addition to its end: not a byte of what was there changes.

Signing itself stays with the agency's own device and program, which find the fields by their names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from generator.core.extras import SIGNING
from generator.core.problems import Problem
from generator.lint.identity import Identity
from generator.write.pdf import without_clock
from generator.write.pdf_lines import pages_of
from generator.write.signature_places import SignatureField, SignaturePlace, appendix_places, no_place, signing_places


def with_signature_fields(pdf: bytes, places: Sequence[SignaturePlace]) -> bytes:
    """The PDF with an empty field at every place; the same input gives the same bytes.

    The fields show nothing until they are signed. Raises OutsideProgram where pyHanko is not installed.
    """
    SIGNING.require()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    if not places:
        return pdf
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for place in places:
        box = place.box
        spec = SigFieldSpec(
            place.field.value,
            on_page=place.page,
            box=(round(box.left), round(box.bottom), round(box.right), round(box.top)),
            readable_field_name=place.field.label,
        )
        append_signature_field(writer, spec)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return pdf + without_clock(out.getvalue())[len(pdf) :]


def has_signature_fields(pdf: bytes) -> bool:
    """Whether a PDF has fields of ours, empty or signed; told without the library that reads them."""
    return any(b"/T (%s)" % field.value.encode() in pdf for field in SignatureField)


def prepared_for_signing(
    pdfs: Mapping[str, bytes], identities: Mapping[str, Identity]
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Every PDF with its empty signature fields, and a warning for each that has no place for them.

    `identities` says by the PDF's name what its Word file says of itself.
    """
    prepared: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, pdf in pdfs.items():
        places = places_of(pdf, identities[name]) if name in identities else ()
        if not places:
            problems.append(no_place(name))
        prepared[name] = with_signature_fields(pdf, places)
    return prepared, tuple(problems)


def places_of(pdf: bytes, document: Identity) -> tuple[SignaturePlace, ...]:
    """Where the signature fields of a PDF belong, from what its Word file says of itself; none where no place is."""
    pages, form = pages_of(pdf), document.standard.digital_signature
    if document.is_appendix:
        return appendix_places(pages, document.right_margin, form)
    return signing_places(pages, document.authority, document.signer, form)
