"""What a PDF takes from its Word file beyond the pages: the title shown in its window, the places to sign."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.problems import BadDossier, Problem
from generator.lint.identity import Identity, identity_of
from generator.office.package import Package
from generator.write.pdf import PdfForm
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
