"""A Word file as its parts: read, changed a part at a time, written again with everything else as it was."""

from __future__ import annotations

import io
import posixpath
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.limits import CONTENT, MEBIBYTE
from generator.office.streamed_zip import zip_entry
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f"{{{_PACKAGE}/relationships}}Relationship"
_TYPES = f"{{{_PACKAGE}/content-types}}"
CONTENT_TYPES = "[Content_Types].xml"


class NotAWordFile(Exception):
    """The bytes are no Word file that can be read; the text says why, in Vietnamese."""


@dataclass(slots=True)
class Package:
    """The parts of a Word file by name, in their order in the file."""

    parts: dict[str, bytes]
    _trees: dict[str, _Element] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, content: bytes) -> Package:
        """Raises NotAWordFile."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(info.file_size for info in archive.infolist()) > CONTENT.value() * MEBIBYTE:
                    raise NotAWordFile(f"tệp phình to bất thường khi mở, {CONTENT.exceeded()}")
                parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
            raise NotAWordFile("tệp hỏng, đặt mật khẩu hoặc không phải tệp Word (.docx)") from error
        package = cls(parts)
        package.tree(package.body_part)
        return package

    @property
    def body_part(self) -> str:
        """The name of the part that holds the document's body."""
        for relation in self.relations("").values():
            if relation.get("Type", "").endswith("/officeDocument"):
                name = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if name in self.parts:
                    return name
        raise NotAWordFile("tệp không phải tệp Word (.docx)")

    def tree(self, name: str) -> _Element:
        """The parsed part; tell `touch` when it was changed. Raises NotAWordFile if it is damaged."""
        if name not in self._trees:
            try:
                self._trees[name] = parse(self.parts[name])
            except (etree.XMLSyntaxError, KeyError) as error:
                raise NotAWordFile(f"phần “{name}” của tệp bị hỏng") from error
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Says that the tree of a part was changed."""
        self._changed.add(name)

    def relations(self, part: str) -> dict[str, _Element]:
        """The relationships of a part by id ("" is the package itself)."""
        name = relations_part(part)
        if name not in self.parts:
            return {}
        return {one.get("Id", ""): one for one in self.tree(name).iter(_RELATION)}

    def related(self, kind: str) -> str | None:
        """The name of the part of a kind ("styles", "comments") that the body refers to."""
        for relation in self.relations(self.body_part).values():
            if relation.get("Type", "").endswith(f"/{kind}"):
                name = resolve(self.body_part, relation.get("Target", ""))
                return name if name in self.parts else None
        return None

    def related_tree(self, kind: str) -> _Element | None:
        name = self.related(kind)
        return self.tree(name) if name else None

    def add_part(self, name: str, root: _Element, content_type: str, kind: str) -> None:
        """A new part that the body refers to; `kind` is the last word of the relationship's type."""
        self.parts[name], self._trees[name] = b"", root
        self.touch(name)
        entry = etree.SubElement(self.tree(CONTENT_TYPES), f"{_TYPES}Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", content_type)
        self.touch(CONTENT_TYPES)
        self.relate(self.body_part, f"{OFFICE}/{kind}", posixpath.relpath(name, posixpath.dirname(self.body_part)))

    def relate(self, part: str, kind: str, target: str, mode: str = "") -> str:
        """Gives `part` a relationship of its own to `target`; returns its id."""
        name = relations_part(part)
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
        root = self.tree(name)
        taken = {one.get("Id", "") for one in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rIdBc{number}" not in taken)
        entry = etree.SubElement(root, _RELATION)
        entry.set("Id", f"rIdBc{number}")
        entry.set("Type", kind)
        entry.set("Target", target)
        if mode:
            entry.set("TargetMode", mode)
        self.touch(name)
        return f"rIdBc{number}"

    def bring(self, other: Package, relation_id: str) -> str | None:
        """Takes over what the other file's body refers to by that id; returns the id here. Equal parts are shared."""
        relation = other.relations(other.body_part).get(relation_id)
        if relation is None:
            return None
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            return self.relate(self.body_part, kind, target, "External")
        source = resolve(other.body_part, target)
        data = other.parts.get(source)
        if data is None:
            return None
        for known, entry in self.relations(self.body_part).items():
            here = resolve(self.body_part, entry.get("Target", ""))
            alone = not other.relations(source)
            if alone and entry.get("Type") == kind and self.parts.get(here) == data:
                return known
        name = self.copy_part(other, source)
        return self.relate(self.body_part, kind, posixpath.relpath(name, posixpath.dirname(self.body_part)))

    def copy_part(self, other: Package, source: str) -> str:
        """A part of the other file with all that it refers to, under names that are free here; gives its name."""
        stem, ending = posixpath.splitext(source)
        name = next(
            candidate
            for number in range(len(self.parts) + 1)
            if (candidate := f"{stem}{f'bc{number}' if number else ''}{ending}") not in self.parts
        )
        self.parts[name] = other.parts[source]
        self._declare(name, source, other)
        if other.relations(source):
            links = deepcopy(other.tree(relations_part(source)))
            self.put_tree(relations_part(name), links)
            for link in links.iter(_RELATION):
                inner = resolve(source, link.get("Target", ""))
                if link.get("TargetMode") != "External" and inner in other.parts:
                    copied = self.copy_part(other, inner)
                    link.set("Target", posixpath.relpath(copied, posixpath.dirname(name)))
        return name

    def put_tree(self, name: str, root: _Element) -> None:
        """Gives a part another content, or makes it."""
        self.parts.setdefault(name, b"")
        self._trees[name] = root
        self.touch(name)

    def forget(self, name: str) -> None:
        """Takes out a part and its content type."""
        types = self.tree(CONTENT_TYPES)
        for entry in [one for one in types if one.get("PartName") == f"/{name}"]:
            types.remove(entry)
            self.touch(CONTENT_TYPES)
        self.parts.pop(name, None)
        self._trees.pop(name, None)
        self._changed.discard(name)

    def _declare(self, name: str, source: str, other: Package) -> None:
        """The content type that a part had in the other file."""
        here, ending = self.tree(CONTENT_TYPES), posixpath.splitext(name)[1].lstrip(".")
        known = {one.get("Extension", "").casefold() for one in here.iter(f"{_TYPES}Default")}
        for entry in other.tree(CONTENT_TYPES):
            if entry.tag == f"{_TYPES}Override" and entry.get("PartName") == f"/{source}":
                copy = deepcopy(entry)
                copy.set("PartName", f"/{name}")
                here.append(copy)
            elif entry.get("Extension", "").casefold() == ending.casefold() and ending.casefold() not in known:
                here.insert(0, deepcopy(entry))
        self.touch(CONTENT_TYPES)

    def save(self) -> bytes:
        """The file: changed parts anew, the others byte for byte. Same parts, same bytes."""
        for name in self._changed:
            self.parts[name] = etree.tostring(
                self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True
            )
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in self.parts.items():
                archive.writestr(zip_entry(name), data)
        return sink.getvalue()


def relations_part(part: str) -> str:
    """The part that holds the relationships of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """The name of the part that a relationship of `part` points at."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
