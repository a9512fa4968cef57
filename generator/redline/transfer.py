"""OLD's ids put into the terms of NEW's package, and whatever OLD's text still needs carried over.

While the two are compared, an id of OLD that NEW has no equal for is written `old:…`; `settle` turns those that
are left in the result into real ones, with the pictures, links, notes, lists and styles behind them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.names import ID, MAIN, NAME, NOTE_REFERENCES, VAL, ZERO_WIDTH, W, copy_of, drop, serialize, whole
from generator.office.package import Package
from generator.office.xml import parse
from generator.redline.names import NUMBER, STYLE_REFERENCES, Names
from generator.redline.story import related_elements

if TYPE_CHECKING:
    from lxml.etree import _Element

# --- OLD's styles and lists in NEW's package: the same by name or look, and those it lacks added ----------------------

_LINKS = tuple(f"{W}{name}" for name in ("basedOn", "next", "link"))
_ABSTRACT = f"{W}abstractNumId"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Renaming:
    """How OLD's style and list ids are called in NEW's package."""

    old: Names
    new: Names
    _styles: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def between(cls, old: Names, new: Names) -> Renaming:
        renaming = cls(old, new)
        renaming._map_styles()
        renaming._map_numbers()
        return renaming

    @property
    def package(self) -> Package:
        """The package that the result is written into."""
        return self.new.package

    def style(self, key: str) -> str:
        """NEW's id of OLD's style."""
        return self._styles.get(key, key)

    def number(self, key: str) -> str:
        """NEW's id of OLD's list."""
        return self._numbers.get(key, key)

    def differing_styles(self) -> tuple[str, ...]:
        """Names of styles that both have and that look different: Word cannot track that."""
        shared = ((style, self.new.styles.get(self._styles[key])) for key, style in self.old.styles.items())
        return tuple(
            self.old.style_name(str(style.get(f"{W}styleId"))).partition(":")[2]
            for style, other in shared
            if other is not None and self.old.style_look(style) != self.new.style_look(other)
        )

    def settle(self, roots: Iterable[_Element]) -> None:
        """Adds OLD's styles and lists that the result uses and NEW lacks."""
        styles, numbers = {new: old for old, new in self._styles.items()}, {b: a for a, b in self._numbers.items()}
        used: set[str] = set()
        used_numbers: set[str] = set()
        for root in roots:
            used |= {str(reference.get(VAL)) for reference in root.iter(*STYLE_REFERENCES)}
            used_numbers |= {str(number.get(VAL)) for number in root.iter(NUMBER)}
        lists = [numbers[key] for key in sorted(used_numbers) if key in numbers and key not in self.new.numbers]
        missing = [styles[key] for key in sorted(used) if key in styles and key not in self.new.styles]
        self._add_styles(missing, lists)
        self._add_numbers(lists)

    def _map_styles(self) -> None:
        by_name = {self.new.style_name(key): key for key in self.new.styles}
        taken = set(self.new.styles)
        for key in self.old.styles:
            found = by_name.get(self.old.style_name(key))
            if found is None:
                found, number = key, 1
                while found in taken:
                    found, number = f"{key}{number}", number + 1
                taken.add(found)
            self._styles[key] = found

    def _map_numbers(self) -> None:
        free = {key: self.new.number_look(key) for key in self.new.numbers}
        looks = {key: self.old.number_look(key) for key in self.old.numbers}
        for key in [key for key, look in looks.items() if free.get(key) == look]:
            self._numbers[key] = key
            del free[key]
        last = max((int(key) for key in [*self.new.numbers, "0"] if key.isdigit()), default=0)
        for key, look in looks.items():
            if key not in self._numbers:
                found = next((other for other, its in free.items() if its == look), None)
                if found is None:
                    last += 1
                self._numbers[key] = found or str(last)
                free.pop(found or "", None)

    def _add_styles(self, wanted: list[str], lists: list[str]) -> None:
        part = self.package.related("styles")
        if not wanted or part is None:
            return
        root = self.package.take(part)
        done: set[str] = set()
        while wanted:
            key = wanted.pop()
            if key in done or key not in self.old.styles or self._styles[key] in self.new.styles:
                continue
            done.add(key)
            style = copy_of(self.old.styles[key])
            style.set(f"{W}styleId", self._styles[key])
            if f"{W}default" in style.attrib:
                del style.attrib[f"{W}default"]
            for link in style.iter(*_LINKS):
                wanted.append(str(link.get(VAL)))
                link.set(VAL, self.style(str(link.get(VAL))))
            for number in style.iter(NUMBER):
                old_number = str(number.get(VAL))
                number.set(VAL, self.number(old_number))
                if number.get(VAL) not in self.new.numbers and old_number in self._numbers:
                    lists.append(old_number)
            root.append(style)
        self.package.put(part, serialize(root))

    def _add_numbers(self, wanted: list[str]) -> None:
        if not wanted:
            return
        part = self._numbering_part()
        root = self.package.take(part)
        taken = [whole(one.get(_ABSTRACT)) for one in root.iterchildren(f"{W}abstractNum")]
        next_abstract = max(taken, default=-1) + 1
        first_number = next(iter(root.iterchildren(f"{W}num")), None)
        for old_key in dict.fromkeys(wanted):
            number = copy_of(self.old.numbers[old_key])
            link = number.find(_ABSTRACT)
            abstract = copy_of(self.old.abstracts[str(link.get(VAL)) if link is not None else ""])
            abstract.set(_ABSTRACT, str(next_abstract))
            for style in abstract.iter(f"{W}pStyle", f"{W}styleLink", f"{W}numStyleLink"):
                style.set(VAL, self.style(str(style.get(VAL))))
            number.set(NUMBER, self._numbers[old_key])
            if link is not None:
                link.set(VAL, str(next_abstract))
            if first_number is not None:
                first_number.addprevious(abstract)
            else:
                root.insert(len(list(root.iterchildren(f"{W}abstractNum"))), abstract)
            root.append(number)
            next_abstract += 1
        self.package.put(part, serialize(root))

    def _numbering_part(self) -> str:
        part = self.package.related("numbering")
        if part is None:
            empty = serialize(parse(f'<w:numbering xmlns:w="{MAIN}"/>'.encode()))
            part = self.package.add_related("numbering", empty, f"{_TYPES}.numbering+xml")
        return part


OLD = "old:"


@dataclass(slots=True)
class Transfer:
    """The way from OLD's package to NEW's, which becomes the result's."""

    old: Names
    new: Names
    renaming: Renaming
    _parts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def between(cls, old: Package, new: Package) -> Transfer:
        names, new_names = Names.of(old), Names.of(new)
        return cls(names, new_names, Renaming.between(names, new_names))

    @property
    def package(self) -> Package:
        """The package that the result is written into."""
        return self.new.package

    def story(self, root: _Element, old_part: str, new_part: str, taken: set[str]) -> _Element:
        """OLD's part in NEW's terms. Its bookmarks stay where NEW (`taken`) has none of that name."""
        for reference in root.iter(*STYLE_REFERENCES):
            reference.set(VAL, self.renaming.style(str(reference.get(VAL))))
        for number in root.iter(NUMBER):
            number.set(VAL, self.renaming.number(str(number.get(VAL))))
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
        name = self.package.add(part, old.parts[part], old.content_type(part))
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
