"""Who signs a Word file, as its own last lines say: for whatever must find the block again on a printed page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.lint.document_view import DocumentView
from generator.lint.package import word_package
from generator.lint.parts import APPENDIX
from generator.lint.read_document import view_of
from generator.lint.recognise import recognise
from generator.standard import Standard

_ABOVE_THE_NAME = ("quyen_han", "chuc_vu")


@dataclass(frozen=True, slots=True)
class SigningBlock:
    """The lines above the name, from the top, and the name; empty where the file has none."""

    authority: tuple[str, ...]
    name: str


def signing_block(document: bytes, standard: Standard) -> SigningBlock | None:
    """The signing block of a Word file; None for an appendix issued as a file of its own, which has none."""
    parts = recognise(_view(document), standard)
    if parts.kind == APPENDIX:
        return None
    authority = tuple(" ".join(line.text.split()) for key in _ABOVE_THE_NAME for line in parts[key])
    name = " ".join(" ".join(line.text.split()) for line in parts["ho_ten"])
    return SigningBlock(authority, name)


def right_margin(document: bytes) -> float:
    """The right margin of a Word file's first pages, in millimetres."""
    return _view(document).sections[0].margins["right"]


def _view(document: bytes) -> DocumentView:
    path = Path("van-ban.docx")
    return view_of(word_package(document, path), path.name)
