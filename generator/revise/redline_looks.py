"""OLD's styles and lists in NEW's package: the same by name or look, and those it lacks added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.revise.redline_canonical import exact_key
from generator.revise.redline_names import NUMBER, STYLE_REFERENCES, Names
from generator.revise.redline_package import WordPackage, relation_kind
from generator.revise.redline_xml import MAIN, VAL, W, copy_of, serialize
from generator.word_xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINKS = tuple(f"{W}{name}" for name in ("basedOn", "next", "link"))
_ABSTRACT = f"{W}abstractNumId"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Looks:
    """How OLD's style and list ids are called in NEW's package."""

    old: Names
    new: Names
    _styles: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def between(cls, old: Names, new: Names) -> Looks:
        looks = cls(old, new)
        looks._map_styles()
        looks._map_numbers()
        return looks

    @property
    def package(self) -> WordPackage:
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
            if other is not None and exact_key(style) != exact_key(other)
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
        root = self.package.root(part)
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
        self.package.parts[part] = serialize(root)

    def _add_numbers(self, wanted: list[str]) -> None:
        if not wanted:
            return
        part = self._numbering_part()
        root = self.package.root(part)
        taken = [int(str(one.get(_ABSTRACT))) for one in root.iterchildren(f"{W}abstractNum")]
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
        self.package.parts[part] = serialize(root)

    def _numbering_part(self) -> str:
        part = self.package.related("numbering")
        if part is None:
            empty = serialize(parse(f'<w:numbering xmlns:w="{MAIN}"/>'.encode()))
            part = self.package.add_part("word/numbering.xml", empty, f"{_TYPES}.numbering+xml")
            self.package.relate(self.package.main, relation_kind("numbering"), part)
        return part
