"""What a Word file says of itself: what it is about, who signs it. For whatever is made of the file, such as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.standard import Standard
from generator.lint.engine import standard_for
from generator.lint.generated import abridge
from generator.lint.lines import Line
from generator.lint.parts import APPENDIX, Parts
from generator.lint.read_document import view_of
from generator.lint.recognise import recognise
from generator.office.package import Package


@dataclass(frozen=True, slots=True)
class Identity:
    """`title` is the kind of document and its subject; an appendix issued as a file of its own has no signer.

    `authority` are the lines above the signer's name, from the top; `right_margin` is the first pages', millimetres.
    """

    title: str
    is_appendix: bool
    authority: tuple[str, ...]
    signer: str
    right_margin: float
    standard: Standard


def identity_of(document: bytes) -> Identity:
    """What a Word file says of itself; what it does not say is empty. Raises BadDossier for what is no Word file."""
    view = view_of(Package.open(document, prepare=abridge), "")
    standard = standard_for(view)
    parts = recognise(view, standard)
    is_appendix = parts.kind == APPENDIX
    return Identity(
        title=_title(parts, is_appendix),
        is_appendix=is_appendix,
        authority=tuple(_words([line]) for key in ("quyen_han", "chuc_vu") for line in parts[key]),
        signer=_words(parts["ho_ten"]),
        right_margin=view.sections[0].margins["right"],
        standard=standard,
    )


def _title(parts: Parts, is_appendix: bool) -> str:
    if is_appendix:
        named = [parts.appendices[0].head], parts.appendices[0].title
    else:
        named = list(parts["ten_loai"]), [*parts["trich_yeu"], *parts["trich_yeu_cong_van"]]
    return " - ".join(words for words in map(_words, named) if words)


def _words(lines: Iterable[Line]) -> str:
    return " ".join(word for line in lines for word in line.text.split())
