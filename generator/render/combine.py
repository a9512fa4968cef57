"""A report and its appendices as one Word file: each appendix a section with its own paper and page count.

Styles, headers, footers, pictures and list numbering that an appendix's template has and the report lacks come
along; what is the same in both is shared.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.office.footnotes import carried
from generator.office.names import DRAWING_PROPERTIES, R, W, close_section, whole
from generator.office.package import CONTENT_TYPES, Package, Relation, relations_part
from generator.office.soundness import mend
from generator.office.xml import canonical
from generator.render.footnotes_package import begun_by_a_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


def combine(report: bytes, appendices: Sequence[bytes]) -> bytes:
    """`report` followed by each appendix as a section of its own. Same input, same bytes."""
    combination = _Combination(Package.made(report))
    for name in (CONTENT_TYPES, relations_part(combination.package.main)):
        combination.package.touch(name)  # written anew always, as it has been: same input, same bytes
    for content in appendices:
        combination.append(Package.made(content))
    begun_by_a_line(combination.package)
    mend(combination.package.tree(combination.package.main))
    return combination.package.save()


@dataclass(slots=True)
class _Combination:
    package: Package
    appended: int = 0

    def append(self, other: Package) -> None:
        """Adds one document's body as a new section at the end."""
        self.appended += 1
        body, added = self.package.body, other.body
        self._rename_styles((added, *carried(added, other, self.package)), other)
        self._number_lists(added, other)
        self._take_relations(added, other)
        self._number_bookmarks(added)
        self._number_drawings(added)
        close_section(body)
        for child in list(added):
            body.append(child)
        self.package.touch(self.package.main)

    def _rename_styles(self, added: Sequence[_Element], other: Package) -> None:
        """Brings the styles along; one that means something else here gets a name of its own."""
        here, styles = self.package.related_tree("styles"), other.related_tree("styles")
        if here is None or styles is None:
            return
        self.package.touch(self.package.related("styles") or "")
        known = {style.get(f"{W}styleId"): _canonical(style) for style in here.iter(f"{W}style")}
        fresh: dict[str, _Element] = {}
        renamed: dict[str, str] = {}
        for style in styles.iter(f"{W}style"):
            style_id = style.get(f"{W}styleId", "")
            if known.get(style_id) == _canonical(style):
                continue
            if style_id in known:
                if style.get(f"{W}default") == "1":
                    continue
                renamed[style_id] = f"{style_id}PL{self.appended}"
            fresh[renamed.get(style_id, style_id)] = deepcopy(style)
        for style_id, style in fresh.items():
            if style_id in renamed.values():
                style.set(f"{W}styleId", style_id)
                name = style.find(f"{W}name")
                assert name is not None
                name.set(f"{W}val", f"{name.get(f'{W}val')} (phụ lục {self.appended})")
            here.append(style)
        for root in (*added, *fresh.values()):
            for reference in root.iter(*(f"{W}{name}" for name in _STYLE_REFERENCES)):
                old = reference.get(f"{W}val", "")
                reference.set(f"{W}val", renamed.get(old, old))

    def _take_relations(self, added: _Element, other: Package) -> None:
        """Copies the parts that the body refers to and points its references at the copies."""
        relations = other.relations(other.main)
        taken: dict[str, str] = {}
        for element in added.iter():
            for attribute, old in [(str(name), str(value)) for name, value in element.attrib.items()]:
                if attribute.startswith(R) and old in relations:
                    taken.setdefault(old, self._take(relations[old], other))
                    element.set(attribute, taken[old])

    def _take(self, relation: Relation, other: Package) -> str:
        """The id here of the part that `relation` names there; a part that is the same in both is shared."""
        here = self.package
        known = here.relations(here.main)
        target = relation.target
        if not relation.external:
            for key, one in known.items():
                if one.kind == relation.kind and self._same_part(one, other.parts.get(relation.target)):
                    return key
            target = self._copy(relation.target, other)
        return here.relate(here.main, relation.kind, target, relation.external, f"rIdPL{len(known) + 1}")

    def _copy(self, source: str, other: Package) -> str:
        """A part put into this file with all that it refers to (a chart's workbook); gives its name here."""
        stem, ending = posixpath.splitext(source)
        name = f"{stem}PL{self.appended}{ending}"
        self.package.copy_as(name, other, source)
        links = dict(other.relations(source))
        for key, link in links.items():
            if not link.external and link.target in other.parts:
                links[key] = replace(link, target=self._copy(link.target, other))
        if links:
            self.package.set_relations(name, links)
        return name

    def _number_drawings(self, added: _Element) -> None:
        """Numbers and names of charts, pictures and shapes are unique in a document."""
        here = list(self.package.tree(self.package.main).iter(DRAWING_PROPERTIES))
        last, names = max((whole(one.get("id")) for one in here), default=0), {one.get("name", "") for one in here}
        for one in added.iter(DRAWING_PROPERTIES) if here else ():
            one.set("id", str(whole(one.get("id")) + last))
            if one.get("name", "") in names:
                one.set("name", f"{one.get('name')} (phụ lục {self.appended})")

    def _same_part(self, known: Relation, data: bytes | None) -> bool:
        if known.word == "chart" or known.external:
            return False
        return data is not None and self.package.parts.get(known.target) == data

    def _number_lists(self, added: _Element, other: Package) -> None:
        """Moves the appendix's list definitions behind those that are here already."""
        here, there = self.package.related_tree("numbering"), other.related_tree("numbering")
        if here is None or there is None:
            return
        shift = 1 + max((whole(n.get(f"{W}numId")) for n in here.iter(f"{W}num")), default=0)
        shift += max((whole(n.get(f"{W}abstractNumId")) for n in here.iter(f"{W}abstractNum")), default=0)
        for abstract in there.iter(f"{W}abstractNum"):
            abstract.set(f"{W}abstractNumId", str(whole(abstract.get(f"{W}abstractNumId")) + shift))
        for number in there.iter(f"{W}num"):
            number.set(f"{W}numId", str(whole(number.get(f"{W}numId")) + shift))
            link = number.find(f"{W}abstractNumId")
            assert link is not None
            link.set(f"{W}val", str(whole(link.get(f"{W}val")) + shift))
        for reference in added.iter(f"{W}numId"):
            if reference.get(f"{W}val") != "0":
                reference.set(f"{W}val", str(whole(reference.get(f"{W}val")) + shift))
        first_number = here.find(f"{W}num")
        for abstract in there.findall(f"{W}abstractNum"):
            if first_number is not None:
                first_number.addprevious(abstract)
            else:
                here.append(abstract)
        for number in there.findall(f"{W}num"):
            here.append(number)
        self.package.touch(self.package.related("numbering") or "")

    def _number_bookmarks(self, added: _Element) -> None:
        """Bookmark ids are unique in a document; names are already, as they carry their template's name."""
        used = [whole(mark.get(f"{W}id")) for mark in self.package.tree(self.package.main).iter(f"{W}bookmarkStart")]
        shift = max(used, default=0)
        for mark in added.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            mark.set(f"{W}id", str(whole(mark.get(f"{W}id")) + shift))


def _canonical(style: _Element) -> bytes:
    """A style's definition without whatever namespaces its file happens to declare."""
    return re.sub(rb"\s+", b" ", canonical(style)).strip()
