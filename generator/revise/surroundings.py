"""What stands around the text, merged three ways: headers, footers, paper, page numbers, styles, list numbering.

All of it follows the new file where a person left it as it was. What both changed stays the person's; the proof
(proof.py) tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.office.child_order import RANKS
from generator.office.names import HEADER_REFERENCES, SECT, R, W
from generator.office.package import OFFICE, Package
from generator.office.word_text import paragraphs_in
from generator.office.xml import canonical
from generator.revise.inline import text_of
from generator.revise.words import normal
from generator.revise.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

_FOLLOWED = tuple(f"{W}{name}" for name in ("type", "pgSz", "pgMar", "pgNumType", "titlePg", "cols"))


def sections_of(body: _Element) -> list[_Element]:
    """The properties of every section of a body, in order."""
    return [one for one in body.iter(SECT) if one.getparent() is body or _ends_paragraph(one)]


def _ends_paragraph(section: _Element) -> bool:
    above = section.getparent()
    return above is not None and above.tag == f"{W}pPr"


@dataclass(frozen=True, slots=True)
class _File:
    """One of the three files: its package and sections."""

    package: Package
    sections: Sequence[_Element]

    @classmethod
    def of(cls, package: Package) -> _File:
        return cls(package, sections_of(package.body))


def merge_surroundings(desk: Workspace, base: Package) -> int:
    """Changes the edited package; gives the number of changes."""
    before, here, after = (_File.of(one) for one in (base, desk.edited, desk.new))
    changes = _merge_styles(desk, base) + _merge_numbering(desk, base)
    if len(before.sections) == len(here.sections) == len(after.sections):
        for trio in zip(before.sections, here.sections, after.sections, strict=True):
            changes += _merge_section(desk, base, *trio)
    elif before.sections and here.sections and after.sections:
        # A person put sections of their own in: the last, which has the page numbers, is still the report's.
        changes += _merge_section(desk, base, before.sections[-1], here.sections[-1], after.sections[-1])
    if changes:
        desk.edited.touch(desk.edited.main)
    return changes


# --- paper, margins, page numbers ------------------------------------------------------------------------


def _merge_section(desk: Workspace, base: Package, old: _Element, here: _Element, now: _Element) -> int:
    changes = 0
    for tag in _FOLLOWED:
        before, mine, after = (one.find(tag) for one in (old, here, now))
        if _says(before) != _says(after) and _left(before, mine):
            if mine is not None:
                here.remove(mine)
            if after is not None:
                _put(here, deepcopy(after))
            changes += 1
    return changes + _merge_frames(desk, base, old, here, now)


def _says(one: _Element | None) -> Mapping[str, str] | None:
    return None if one is None else {str(key): str(value) for key, value in one.attrib.items()}


def _left(before: _Element | None, mine: _Element | None) -> bool:
    """True if a property still says what the program wrote; editors add attributes of their own."""
    if before is None or mine is None:
        return before is mine
    return all(mine.get(key) == value for key, value in before.attrib.items())


def _put(section: _Element, child: _Element) -> None:
    """A property where the schema wants it."""
    ranks = RANKS[SECT]
    place = sum(one.tag in ranks and ranks[str(one.tag)] <= ranks[str(child.tag)] for one in section)
    section.insert(place, child)


# --- headers and footers -----------------------------------------------------------------------------------


def _merge_frames(desk: Workspace, base: Package, old: _Element, here: _Element, now: _Element) -> int:
    before, mine, after = _frames(old), _frames(here), _frames(now)
    changes = 0
    for key in sorted({*before, *after}):
        was = _part(base, before.get(key))
        to_be = _part(desk.new, after.get(key))
        if _written(base, was) == _written(desk.new, to_be):
            continue
        is_now = _part(desk.edited, mine.get(key))
        if frame_text(desk.edited, is_now) != frame_text(base, was):
            continue
        if is_now is not None and to_be is not None and not desk.new.relations(to_be):
            desk.edited.put(is_now, _adopted(desk, desk.new.tree(to_be)))
        elif to_be is not None:
            if key in mine:
                here.remove(mine[key])
            _put(here, _referring(desk, after[key], to_be))
        else:
            here.remove(mine[key])
        changes += 1
    return changes


def _frames(section: _Element) -> dict[tuple[str, str], _Element]:
    """Header and footer references by kind and pages."""
    return {(str(one.tag), one.get(f"{W}type", "default")): one for one in section if one.tag in HEADER_REFERENCES}


def frame_parts(package: Package, section: _Element) -> list[str | None]:
    """The parts that hold a section's own headers and footers."""
    return [_part(package, one) for _, one in sorted(_frames(section).items())]


def _part(package: Package, reference: _Element | None) -> str | None:
    """The name of the part that a reference of the body points at."""
    if reference is None:
        return None
    relation = package.relations(package.main).get(reference.get(f"{R}id", ""))
    return relation.target if relation is not None and relation.target in package.parts else None


def frame_text(package: Package, part: str | None) -> str:
    """What a header or footer says."""
    if part is None:
        return ""
    return normal(" ".join(text_of([one]) for one in _every_paragraph(package.tree(part))))


def _every_paragraph(root: _Element) -> Iterator[_Element]:
    yield from paragraphs_in(root)


def _written(package: Package, part: str | None) -> bytes:
    return b"" if part is None else canonical(package.tree(part))


def _adopted(desk: Workspace, root: _Element) -> _Element:
    copy = deepcopy(root)
    for reference in copy.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        reference.set(f"{W}val", desk.style_id(reference.get(f"{W}val", "")))
    return copy


def _referring(desk: Workspace, reference: _Element, part: str) -> _Element:
    """A reference of the edited body to a part of the new file, brought along."""
    name = desk.edited.copy_part(desk.new, part)
    desk.edited.put(name, _adopted(desk, desk.edited.tree(name)))
    kind = str(reference.tag).removeprefix(W).removesuffix("Reference")
    made = deepcopy(reference)
    made.set(f"{R}id", desk.edited.relate(desk.edited.main, f"{OFFICE}/{kind}", name))
    return made


# --- styles and lists ----------------------------------------------------------------------------------------


def _merge_styles(desk: Workspace, base: Package) -> int:
    """Definitions of styles that the new file changed and a person (or their editor) did not."""
    trees = [one.related_tree("styles") for one in (base, desk.edited, desk.new)]
    if any(one is None for one in trees):
        return 0
    before, here, after = (styles_by_name(one) for one in trees if one is not None)
    changes = 0
    for name, new in after.items():
        old, mine = before.get(name), here.get(name)
        if old is None or mine is None or definition(old) == definition(new) or definition(mine) != definition(old):
            continue
        copy = deepcopy(new)
        copy.set(f"{W}styleId", mine.get(f"{W}styleId", ""))
        for reference in copy.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
            reference.set(f"{W}val", desk.style_id(reference.get(f"{W}val", "")))
        if (parent := mine.getparent()) is not None:
            parent.replace(mine, copy)
            changes += 1
    if changes:
        desk.edited.touch(desk.edited.related("styles") or "")
    return changes


def styles_by_name(root: _Element) -> dict[str, _Element]:
    """The styles of a part by their names."""
    found: dict[str, _Element] = {}
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        found[(name.get(f"{W}val", "") if name is not None else style.get(f"{W}styleId", "")).casefold()] = style
    return found


def definition(style: _Element) -> bytes:
    """What a style does: its form, not what an editor notes beside it."""
    kept = [style.find(f"{W}{name}") for name in ("basedOn", "pPr", "rPr", "tblPr", "trPr", "tcPr")]
    return b"".join(canonical(one) for one in kept if one is not None)


def _merge_numbering(desk: Workspace, base: Package) -> int:
    parts = [(one, one.related("numbering")) for one in (base, desk.edited, desk.new)]
    if any(name is None for _, name in parts):
        return 0
    before, mine, after = (_written(package, name) for package, name in parts)
    if before == after or mine != before:
        return 0
    desk.edited.put(parts[1][1] or "", deepcopy(desk.new.tree(parts[2][1] or "")))
    return 1
