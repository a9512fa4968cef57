"""What a PDF takes from its Word file beyond the pages: its title, the data it carries, the places to sign."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.core.problems import BadDossier, Place, Problem
from generator.lint.identity import Identity, identity_of
from generator.office.carried_data import data_of
from generator.office.package import Package
from generator.origins.open_document import document_units
from generator.origins.units import as_json
from generator.write.manifest import manifest_in
from generator.write.pdf import PdfForm
from generator.write.pdf_attachment import with_attachment
from generator.write.signature_fields import prepared_for_signing


def entitled(documents: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, Identity]]:
    """Copies to be printed, each with its own heading as its title; and by the PDF's name what each file says it is.

    A file that cannot be looked into is printed as it is.
    """
    titled, identities = dict(documents), {}
    for name, content in documents.items():
        try:
            found = identity_of(content)
        except BadDossier:
            continue
        titled[name] = with_title(content, found.title)
        identities[f"{name.removesuffix('.docx')}.pdf"] = found
    return titled, identities


UNITS = "units"
"""In what a PDF carries, beside the manifest: the paragraphs and rows that its figures stand in."""


def with_carried(
    pdfs: Mapping[str, bytes], documents: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The PDFs, each with the data that its Word file carries; and which of them could not be given theirs.

    A Word file carries data once it is issued.
    """
    given, problems = dict(pdfs), []
    for name, content in documents.items():
        pdf = f"{name.removesuffix('.docx')}.pdf"
        data = data_of(content) if pdf in pdfs else ""
        manifest = manifest_in(data.encode()) if data else None
        if manifest is None or manifest.issued is None:
            continue
        told = json.loads(data) | {UNITS: as_json(document_units(content, name))}
        packed = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        made = with_attachment(pdfs[pdf], packed, manifest.issued.day)
        if made is None:
            message = "Bản PDF này không mang theo số liệu được, vì cách ghi của LibreOffice khác thường."
            problems.append(Problem("XB021", Place(pdf), message, "Số liệu vẫn có trong tệp Word đã ban hành."))
        given[pdf] = made or pdfs[pdf]
    return given, tuple(problems)


def signable(
    pdfs: dict[str, bytes], identities: Mapping[str, Identity], form: PdfForm
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The PDFs with their empty signature fields, where those are asked for; and what has no place for them."""
    return prepared_for_signing(pdfs, identities) if form.signing else (pdfs, ())


def with_title(document: bytes, title: str) -> bytes:
    """A copy of a Word file, to be printed, that bears `title`; the file itself where it names no title at all."""
    if not title:
        return document
    package = Package.made(document)
    package.title = title
    return package.save()
