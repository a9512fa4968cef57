"""The parts of a document that hold text, made ready to compare; and whether two documents are the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from lxml import etree

from generator.office.names import (
    ID,
    NOTE_REFERENCES,
    PPR,
    SECT,
    TBL,
    TC,
    VAL,
    P,
    R,
    W,
    drop,
    elements,
    ends_section,
    make,
)
from generator.office.package import Package
from generator.redline.accept_reject import has_changes, settle
from generator.redline.atoms import Kind, atoms
from generator.redline.element_keys import properties_key
from generator.redline.names import NUMBER, STYLE_REFERENCES, Names, note_elements
from generator.redline.sameness import block_key, blocks_of, same_block, same_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

BODY = f"{W}body"
_HEADERS = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}
_TYPE = f"{W}type"
HeaderKey = tuple[str, str]
"""The element (headerReference, footerReference) and its type (default, first, even)."""


def ready(root: _Element, default_style: str | None) -> _Element:
    """Settles changes that stand already (as accepted) and levels what no reader sees."""
    if has_changes(root):
        settle(root, accept=True)
    for style in list(root.iter(f"{W}pStyle")):
        if style.get(VAL) == default_style:
            drop(style)
    for container in root.iter(TC, BODY, f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}endnote"):
        _end_with_paragraph(container)
    return root


def _end_with_paragraph(container: _Element) -> None:
    """Word and LibreOffice add this paragraph themselves when they open a file that lacks it."""
    if len(container) and container[-1].tag == P and not (container.tag == BODY and ends_section(container[-1])):
        return
    blocks = list(blocks_of(container))
    if blocks and blocks[-1].tag != TBL and not ends_section(blocks[-1]):
        return
    section = container.find(SECT)
    if section is not None:
        section.addprevious(make(P))
    else:
        container.append(make(P))


def related_elements(root: _Element) -> Iterator[tuple[_Element, str]]:
    """Every (element, attribute) that names a relationship."""
    found = cast("list[_Element]", etree.ETXPath(f"descendant-or-self::*[@{R}*]")(root))
    for element in found:
        for name in [str(name) for name in element.attrib if str(name).startswith(R)]:
            yield element, name


def sections(body: _Element) -> list[_Element]:
    """The `w:sectPr` of each section, in order."""
    found = ((section, section.getparent()) for section in body.iter(SECT))
    return [section for section, parent in found if parent is not None and parent.tag in (PPR, BODY)]


def headers(package: Package, found: list[_Element]) -> list[dict[HeaderKey, str]]:
    """For each section, the parts of its headers and footers; what a section lacks it has from the one before."""
    known: dict[HeaderKey, str] = {}
    result = []
    for section in found:
        known = dict(known)
        for reference in elements(section):
            if reference.tag in _HEADERS:
                relation = package.relations(package.main).get(str(reference.get(f"{R}id")))
                if relation is not None and relation.target in package.parts:
                    known[str(reference.tag), str(reference.get(_TYPE, "default"))] = relation.target
        result.append(known)
    return result


@dataclass(slots=True)
class Resolved:
    """A document whose ids are replaced by what they stand for, so that any two can be compared."""

    package: Package
    names: Names
    default_style: str | None
    _ordinals: dict[str, str] = field(default_factory=dict)
    _looks: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Resolved:
        names = Names.of(package)
        return cls(package, names, names.default_style())

    def part(self, name: str, notes: bool = False) -> _Element:
        """A part with its ids replaced, tracked changes accepted."""
        root = ready(self.package.take(name), self.default_style)
        for style in root.iter(*STYLE_REFERENCES):
            style.set(VAL, self.names.style_name(str(style.get(VAL))))
        for number in root.iter(NUMBER):
            number.set(VAL, self._number(str(number.get(VAL))))
        for element, attribute in related_elements(root):
            if element.tag not in _HEADERS:
                element.set(attribute, self.names.relation_meaning(name, str(element.get(attribute))))
        if notes:
            self._resolve_notes(root)
        return root

    def _number(self, key: str) -> str:
        """A list's look, and which of the lists that look so it is."""
        if key not in self._ordinals:
            look = self.names.number_look(key)
            self._looks[look] = self._looks.get(look, -1) + 1
            self._ordinals[key] = f"{look}#{self._looks[look]}"
        return self._ordinals[key]

    def _resolve_notes(self, root: _Element) -> None:
        for tag, word in NOTE_REFERENCES.items():
            references = list(root.iter(tag))
            part = self.package.related(word) if references else None
            notes = note_elements(self.part(part)) if part else {}
            for reference in references:
                note = notes.get(str(reference.get(ID)))
                said = "?" if note is None else "".join(block_key(block) for block in blocks_of(note))
                reference.set(ID, f"={said}")


def same_document(one: Package, other: Package) -> bool:
    """True if two documents hold the same: body, sections, headers and footers, notes.

    Compared by the keys of `atoms`; ids by what they stand for.
    """
    mine, others = Resolved.of(one), Resolved.of(other)
    root, other_root = mine.part(one.main, notes=True), others.part(other.main, notes=True)
    body, other_body = root.find(BODY), other_root.find(BODY)
    if body is None or other_body is None or not same_blocks(body, other_body):
        return False
    found, other_found = sections(body), sections(other_body)
    if len(found) != len(other_found) or properties_key(body.find(SECT)) != properties_key(other_body.find(SECT)):
        return False
    pairs = {
        (own.get(key), their.get(key))
        for own, their in zip(headers(one, found), headers(other, other_found), strict=True)
        for key in {*own, *their}
    }
    return all(_same_header(mine, own, others, their) for own, their in sorted(pairs, key=str))


def _same_header(mine: Resolved, own: str | None, others: Resolved, their: str | None) -> bool:
    """No header and one that holds nothing are the same to a reader."""
    blocks = _header_blocks(mine, own)
    other_blocks = _header_blocks(others, their)
    return len(blocks) == len(other_blocks) and all(map(same_block, blocks, other_blocks))


def _header_blocks(resolved: Resolved, part: str | None) -> list[_Element]:
    blocks = list(blocks_of(resolved.part(part))) if part else []
    return (
        blocks
        if any(block.tag != P or any(atom.kind is not Kind.MARK for atom in atoms(block)) for block in blocks)
        else []
    )
