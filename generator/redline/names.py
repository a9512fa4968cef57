"""What the ids in a Word file stand for: styles by name, lists by their look, related parts by their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.office.names import ID, NAME, VAL, W, copy_of, elements
from generator.office.package import Package
from generator.redline.element_keys import exact_key

if TYPE_CHECKING:
    from lxml.etree import _Element

STYLE_REFERENCES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
NUMBER = f"{W}numId"
_ABSTRACT = f"{W}abstractNumId"
_CHANGING = frozenset((f"{W}nsid", f"{W}tmpl", _ABSTRACT))


@dataclass(slots=True)
class Names:
    """The meaning of a package's ids."""

    package: Package
    styles: dict[str, _Element] = field(default_factory=dict)
    numbers: dict[str, _Element] = field(default_factory=dict)
    abstracts: dict[str, _Element] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Names:
        names = cls(package)
        styles, numbering = package.related("styles"), package.related("numbering")
        if styles:
            found = package.take(styles).iterchildren(f"{W}style")
            names.styles = {str(style.get(f"{W}styleId")): style for style in found}
        if numbering:
            root = package.take(numbering)
            names.numbers = {str(one.get(NUMBER)): one for one in root.iterchildren(f"{W}num")}
            names.abstracts = {str(one.get(_ABSTRACT)): one for one in root.iterchildren(f"{W}abstractNum")}
        return names

    def style_name(self, key: str) -> str:
        """Kind and name of a style, the same in every program; built-in names differ in capitals only."""
        style = self.styles.get(key)
        if style is None:
            return f"?{key}"
        name = style.find(f"{W}name")
        return f"{style.get(f'{W}type')}:{str(name.get(VAL)).lower() if name is not None else key}"

    def default_style(self) -> str | None:
        """The id of the paragraph style that a paragraph without one has."""
        return next(
            (
                key
                for key, style in self.styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            None,
        )

    def number_look(self, key: str) -> str:
        """How a list is numbered and indented, whatever its number."""
        number = self.numbers.get(key)
        if number is None:
            return f"?{key}"
        link = number.find(_ABSTRACT)
        abstract = self.abstracts.get(str(link.get(VAL))) if link is not None else None
        levels = "" if abstract is None else "".join(exact_key(one) for one in elements(abstract) if not _changes(one))
        return levels + "".join(exact_key(one) for one in elements(number) if not _changes(one))

    def style_look(self, style: _Element) -> str:
        """What a style says, and how the list that it belongs to is numbered, whatever that list's number."""
        copy = copy_of(style)
        for number in copy.iter(NUMBER):
            number.set(VAL, self.number_look(str(number.get(VAL))))
        return exact_key(copy)

    def digest(self, part: str) -> str:
        """A fingerprint of a part and all it relates to."""
        if part not in self._digests:
            self._digests[part] = ""
            known = hashlib.sha256(self.package.parts.get(part, b""))
            for key, one in sorted(self.package.relations(part).items()):
                known.update(f"{key}{one.target if one.external else self.digest(one.target)}".encode())
            self._digests[part] = known.hexdigest()
        return self._digests[part]

    def relation_meaning(self, part: str, key: str) -> str:
        """What a relationship leads to: an address, or the content of a part."""
        relation = self.package.relations(part).get(key)
        if relation is None:
            return f"?{key}"
        return f"={relation.word}:{relation.target if relation.external else self.digest(relation.target)}"


def _changes(element: _Element) -> bool:
    return element.tag in _CHANGING


def note_elements(root: _Element) -> dict[str, _Element]:
    """The notes of a footnotes or endnotes part by id; separators are not notes."""
    return {str(note.get(ID)): note for note in elements(root) if note.get(f"{W}type", "normal") == "normal"}


def bookmark_names(root: _Element) -> set[str]:
    """The names of all bookmarks below `root`."""
    return {str(mark.get(NAME)) for mark in root.iter(f"{W}bookmarkStart")}
