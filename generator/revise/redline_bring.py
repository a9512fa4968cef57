"""OLD's ids put into the terms of NEW's package, and whatever OLD's text still needs carried over.

While the two are compared, an id of OLD that NEW has no equal for is written `old:…`; `settle` turns those that
are left in the result into real ones, with the pictures, links, notes, lists and styles behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.revise.redline_looks import Looks
from generator.revise.redline_names import NUMBER, STYLE_REFERENCES, Names
from generator.revise.redline_package import WordPackage
from generator.revise.redline_story import related_elements
from generator.revise.redline_xml import (
    ID,
    NAME,
    NOTE_REFERENCES,
    VAL,
    ZERO_WIDTH,
    W,
    drop,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

OLD = "old:"


@dataclass(slots=True)
class Bring:
    """The way from OLD's package to NEW's, which becomes the result's."""

    old: Names
    new: Names
    looks: Looks
    _parts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def between(cls, old: WordPackage, new: WordPackage) -> Bring:
        names, new_names = Names.of(old), Names.of(new)
        return cls(names, new_names, Looks.between(names, new_names))

    @property
    def package(self) -> WordPackage:
        """The package that the result is written into."""
        return self.new.package

    def story(self, root: _Element, old_part: str, new_part: str, taken: set[str]) -> _Element:
        """OLD's part in NEW's terms. Its bookmarks stay where NEW (`taken`) has none of that name."""
        for reference in root.iter(*STYLE_REFERENCES):
            reference.set(VAL, self.looks.style(str(reference.get(VAL))))
        for number in root.iter(NUMBER):
            number.set(VAL, self.looks.number(str(number.get(VAL))))
        same: dict[str, str] = {}
        for key in self.package.relations(new_part):
            same.setdefault(self.new.relation_meaning(new_part, key), key)
        for element, attribute in related_elements(root):
            key = str(element.get(attribute))
            found = same.get(self.old.relation_meaning(old_part, key))
            element.set(attribute, found or f"{OLD}{key}")
        for reference in root.iter(*NOTE_REFERENCES):
            reference.set(ID, f"{OLD}{reference.get(ID)}")
        _drop_marks(root, taken)
        return root

    def level(self, root: _Element, new_part: str) -> _Element:
        """NEW's part with one id for each thing that it relates to, so that equal pictures are seen as equal."""
        same: dict[str, str] = {}
        for element, attribute in related_elements(root):
            key = str(element.get(attribute))
            element.set(attribute, same.setdefault(self.new.relation_meaning(new_part, key), key))
        return root

    def settle(self, root: _Element, old_part: str, new_part: str) -> None:
        """Carries over what the ids that are still OLD's lead to."""
        for element, attribute in related_elements(root):
            key = str(element.get(attribute))
            if key.startswith(OLD):
                element.set(attribute, self._relation(old_part, key.removeprefix(OLD), new_part))

    def import_part(self, part: str) -> str:
        """Copies a part of OLD with all it relates to; one that NEW has under the same name is used as it is."""
        old = self.old.package
        if part in self._parts:
            return self._parts[part]
        if part in self.package.parts and self.new.digest(part) == self.old.digest(part):
            self._parts[part] = part
            return part
        name = self.package.add_part(part, old.parts[part], old.content_type(part))
        self._parts[part] = name
        links = {}
        for key, one in old.relations(part).items():
            target = one.target
            if not one.external and target in old.parts:
                target = self.import_part(target)
            links[key] = type(one)(key, one.kind, target, one.external)
        if links:
            self.package.set_relations(name, links)
        return name

    def _relation(self, old_part: str, key: str, new_part: str) -> str:
        relation = self.old.package.relations(old_part).get(key)
        if relation is None:
            return key
        target = relation.target
        if not relation.external and target in self.old.package.parts:
            target = self.import_part(target)
        return self.package.relate(new_part, relation.kind, target, relation.external)


def _drop_marks(root: _Element, taken: set[str]) -> None:
    """OLD's comments and spelling marks go; a bookmark stays if it is whole in one paragraph and NEW has none such."""
    starts: dict[str, _Element] = {}
    kept: set[_Element] = set()
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if mark.tag == f"{W}bookmarkStart":
            starts[str(mark.get(ID))] = mark
            continue
        start = starts.get(str(mark.get(ID)))
        if start is not None and start.getparent() is mark.getparent() and start.get(NAME) not in taken:
            kept |= {start, mark}
            for one in (start, mark):
                one.set(ID, f"{OLD}{one.get(ID)}")
    for mark in list(root.iter(*sorted(ZERO_WIDTH))):
        if mark not in kept:
            drop(mark)
