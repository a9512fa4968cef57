"""Sections of a document: paper, margins, and which header and footer part each kind of page has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.lint.document_view import MM_PER_TWIP, SectionView, twips_in
from generator.office.names import R, W, whole
from generator.office.package import Package
from generator.office.styles import is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIDES = ("top", "bottom", "left", "right")
_LETTER = ("12240", "15840")
_USUAL_MARGIN = "1440"
Parts = dict[str, str]


@dataclass(slots=True)
class SectionReader:
    """Reads `w:sectPr` elements; a section without a header of some kind has that of the one before."""

    package: Package

    def elements(self) -> list[_Element]:
        """The section properties in order: those in paragraphs of the body, then the body's own."""
        body = self.package.tree(self.package.main).find(f"{W}body")
        if body is None:
            return []
        inner = [found for paragraph in _paragraphs(body) for found in paragraph.iterfind(f"{W}pPr/{W}sectPr")]
        return [*inner, *body.findall(f"{W}sectPr")]

    def sections(self) -> list[SectionView]:
        """Geometry of each section; Word's own paper and margins where the file is silent."""
        return [_section(at, element) for at, element in enumerate(self.elements())] or [_section(0, None)]

    def header_parts(self) -> list[tuple[Parts, Parts]]:
        """For each section, kind of page (default, first, even) → part, of headers and of footers."""
        relations = self.package.relations(self.package.main)
        headers: Parts = {}
        footers: Parts = {}
        found: list[tuple[Parts, Parts]] = []
        for element in self.elements():
            for tag, parts in (("headerReference", headers), ("footerReference", footers)):
                for reference in element.iterfind(f"{W}{tag}"):
                    relation = relations.get(reference.get(f"{R}id") or "")
                    if relation is not None and relation.target in self.package.parts:
                        parts[reference.get(f"{W}type") or "default"] = relation.target
            found.append((dict(headers), dict(footers)))
        return found or [({}, {})]


def _paragraphs(body: _Element) -> Iterator[_Element]:
    """Paragraphs of the body outside tables, those in content controls too."""
    for child in body:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _paragraphs(child)


def _section(index: int, element: _Element | None) -> SectionView:
    def get(tag: str, name: str, usual: str) -> str:
        child = element.find(f"{W}{tag}") if element is not None else None
        return (child.get(f"{W}{name}") or usual) if child is not None else usual

    def flag(tag: str) -> bool:
        child = element.find(f"{W}{tag}") if element is not None else None
        return child is not None and is_on(child.get(f"{W}val"))

    margins = {side: abs(_length(get("pgMar", side, _USUAL_MARGIN))) for side in _SIDES}
    gutter = _length(get("pgMar", "gutter", "0"))
    margins["left"] += gutter
    restart = get("pgNumType", "start", "")
    return SectionView(
        index,
        element,
        _length(get("pgSz", "w", _LETTER[0])),
        _length(get("pgSz", "h", _LETTER[1])),
        margins,
        _length(get("pgMar", "header", "720")),
        flag("titlePg"),
        whole(restart) if restart.isdecimal() else None,
        get("pgNumType", "fmt", "decimal"),
    )


def _length(value: str) -> float:
    return twips_in(value) * MM_PER_TWIP
