"""A Word file or workbook as its parts: opened safely, changed a part at a time, written again the same each time.

What cannot be read is refused in the words of `office.refusal`, never by an error of the zip or of the XML.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lxml.etree import LxmlError

from generator.core.limits import MEBIBYTE
from generator.office import refusal
from generator.office.admission import check_members, may_be_main, opened_from, other_kind, size_of
from generator.office.names import W, serialize
from generator.office.parts import Parts, same_name
from generator.office.refusal import Kind, Unreadable
from generator.office.streamed_zip import zip_entry
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = f"{{{RELATIONS}}}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
TITLE, SUBJECT, CREATOR = f"{_DUBLIN_CORE}title", f"{_DUBLIN_CORE}subject", f"{_DUBLIN_CORE}creator"
KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
MODIFIED = "{http://purl.org/dc/terms/}modified"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OWN_ID = "rIdBc"

_MAIN_TYPES = (
    (b"spreadsheetml.sheet.main", Kind.EXCEL),
    (b"ms-excel.sheet.macroEnabled.main", Kind.EXCEL),
    (b"wordprocessingml.document.main", Kind.WORD),
    (b"ms-word.document.macroEnabled.main", Kind.WORD),
)
_LONGEST_LIST = MEBIBYTE
_MAIN_ROOT = {Kind.WORD: "document", Kind.EXCEL: "workbook"}


def damage() -> tuple[type[Exception], ...]:
    """What reading a damaged zip, or XML in it, may raise."""
    broken_parts = (KeyError, IndexError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError)
    return (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, LxmlError, *broken_parts)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: `kind` is its type's address, `target` a part's name, or an address if `external`."""

    key: str
    kind: str
    target: str
    external: bool

    @property
    def word(self) -> str:
        """The last word of the type: "image", "hyperlink", "header"."""
        return self.kind.rpartition("/")[2]


@dataclass(slots=True)
class Package:
    """The parts of an Office file. `main` is the one that holds the body or the list of sheets."""

    parts: Parts
    file: str
    """What messages call the file: its path, or its name."""
    kind: Kind
    main: str = ""
    _archive: zipfile.ZipFile | None = None
    _trees: dict[str, _Element] = field(default_factory=dict)
    _changed: dict[str, None] = field(default_factory=dict)
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)

    # --- opening -------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        source: bytes | Path,
        kind: Kind = Kind.WORD,
        file: str = "",
        prepare: Callable[[bytes], bytes] = lambda main: main,
    ) -> Package:
        """A file whose parts are all read and whose main part is sound. Raises Unreadable; `file` names it there.

        A Word file has a body then. `prepare` changes the main part before it is parsed.
        """
        package = cls._held(source, kind, file)
        package.parts[package.main] = prepare(package.parts[package.main])
        package._check_main()
        return package

    @classmethod
    def streamed(cls, source: Path, kind: Kind = Kind.EXCEL) -> Package:
        """A file whose parts are read, as they stand, when they are asked for: the caller closes it. Raises Unreadable.

        Its XML may be of any encoding, Strict or Transitional.
        """
        return cls._opened(source, kind, str(source), plain=False)

    @classmethod
    def made(cls, content: bytes, kind: Kind = Kind.WORD, file: str = "") -> Package:
        """A file that this program made, or that was opened before: its main part is found and not looked at."""
        return cls._held(content, kind, file)

    @classmethod
    def _held(cls, source: bytes | Path, kind: Kind, file: str) -> Package:
        with cls._opened(source, kind, file, plain=True) as package:
            try:
                package.parts.hold()
            except damage() as error:
                raise refusal.damaged(package.file, kind) from error
        return package

    @classmethod
    def _opened(cls, source: bytes | Path, kind: Kind, file: str, plain: bool) -> Package:
        name = file or (str(source) if isinstance(source, Path) else f"tệp {kind.program}")
        stream = opened_from(source, kind, name)
        try:
            archive = zipfile.ZipFile(stream)
            check_members(archive, kind, name, size_of(source))
            package = cls(Parts(archive=archive, plain=plain), name, kind, "", archive)
            package.main = package._find_main()
        except Unreadable:
            raise
        except OSError as error:
            raise refusal.forbidden(name, kind, isinstance(error, PermissionError)) from error
        except damage() as error:
            raise refusal.damaged(name, kind) from error
        return package

    def close(self) -> None:
        """Gives the file back to the system; parts that were not read are gone."""
        if self._archive is not None:
            self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find_main(self) -> str:
        found = [one.target for one in self.relations("").values() if one.word == "officeDocument"]
        main = next((name for name in found if name in self.parts), None)
        if main is None or not may_be_main(main, self.kind):
            if (other := other_kind(self.parts, self.kind)) is not None:
                raise refusal.other_kind(self.file, self.kind, other)
            raise refusal.damaged(self.file, self.kind, "tệp bị hỏng, không có phần nội dung chính")
        return main

    def _check_main(self) -> None:
        root = self.tree(self.main)
        tag = str(root.tag)
        if tag.rpartition("}")[2] != _MAIN_ROOT[self.kind] or (self.kind is Kind.WORD and not tag.startswith(W)):
            raise refusal.other_content(self.file, self.kind)
        if CONTENT_TYPES not in self.parts:
            raise refusal.damaged(self.file, self.kind, f"tệp thiếu phần “{CONTENT_TYPES}”")
        if self.kind is Kind.WORD and root.find(f"{W}body") is None:
            raise refusal.damaged(self.file, self.kind, "văn bản không có nội dung")

    # --- reading -------------------------------------------------------------------------------------

    def tree(self, name: str) -> _Element:
        """The parsed part, the same each time; tell `touch` when it was changed. Raises Unreadable if it is damaged."""
        name = self.parts.spelled(name)
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        return self._trees[name]

    def part_of(self, element: _Element) -> str:
        """The part in whose tree an element stands."""
        root = element.getroottree().getroot()
        return next(name for name, tree in self._trees.items() if tree is root)

    def take(self, name: str) -> _Element:
        """A part parsed for the caller alone, to be changed and `put` back. Raises Unreadable if it is damaged."""
        name = self.parts.spelled(name)
        root = None if name in self._changed else self._trees.pop(name, None)
        return self._parsed(name) if root is None else root

    def hand_over(self, name: str, root: _Element) -> None:
        """Gives a part as a tree: the next `take` of it hands out this very tree, without writing and reading it."""
        self._trees[self.parts.spelled(name)] = root

    def _parsed(self, name: str) -> _Element:
        try:
            return parse(self.parts[name])
        except damage() as error:
            raise refusal.damaged_part(self.file, self.kind, name) from error

    @property
    def body(self) -> _Element:
        """The body of a Word file."""
        found = self.tree(self.main).find(f"{W}body")
        if found is None:
            raise refusal.damaged(self.file, self.kind, "văn bản không có nội dung")
        return found

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by id; "" stands for the package."""
        part = self.parts.spelled(part)
        if part not in self._relations:
            name = relations_part(part)
            entries = self.tree(name).iter(RELATION) if name in self.parts else ()
            found = (self._relation(part, entry) for entry in entries)
            self._relations[part] = {relation.key: relation for relation in found}
        return self._relations[part]

    def _relation(self, part: str, entry: _Element) -> Relation:
        target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
        if not external:
            target = self.parts.spelled(resolve(part, target))
        return Relation(entry.get("Id", ""), entry.get("Type", ""), target, external)

    def related_parts(self, *words: str) -> list[str]:
        """The parts that the main part names by a relationship of these kinds ("header"), each once."""
        found = (one.target for one in self.relations(self.main).values() if one.word in words and not one.external)
        return [name for name in dict.fromkeys(found) if name in self.parts]

    def related(self, word: str) -> str | None:
        """The part that the main part names by a relationship of this kind ("styles", "comments"), if it is there."""
        return next(iter(self.related_parts(word)), None)

    def story_parts(self) -> list[str]:
        """The parts of a Word file that hold text a reader sees: body, headers, footers, notes."""
        return [self.main, *self.related_parts("header", "footer", "footnotes", "endnotes")]

    def modified(self) -> date | None:
        """The day on which the file says it was saved last."""
        try:
            return date.fromisoformat(self._property(MODIFIED)[:10])
        except ValueError:
            return None

    @property
    def title(self) -> str:
        """The title that the file bears, as a window shows it."""
        return self._property(TITLE)

    @title.setter
    def title(self, words: str) -> None:
        """Another title, in a file that has one and whose properties can be read."""
        name = self._properties()
        try:
            found = self.tree(name).find(TITLE)
        except Unreadable:
            return
        if found is not None:
            found.text = words
            self.touch(name)

    @property
    def subject(self) -> str:
        """What the file says it is about; a template, what it is for."""
        return self._property(SUBJECT)

    @property
    def creator(self) -> str:
        """Who the file says made it."""
        return self._property(CREATOR)

    @property
    def keywords(self) -> str:
        """The words that the file says it is found by; a report of this program, its period."""
        return self._property(KEYWORDS)

    def _properties(self) -> str:
        return next((one.target for one in self.relations("").values() if one.word == "core-properties"), "")

    def _property(self, tag: str) -> str:
        try:
            return self.tree(self._properties()).findtext(tag) or ""
        except Unreadable:
            return ""

    def related_tree(self, word: str) -> _Element | None:
        name = self.related(word)
        return self.tree(name) if name else None

    def content_type(self, part: str) -> str:
        """The media type of a part, "application/octet-stream" if none is given."""
        extension = posixpath.splitext(part)[1].lstrip(".").casefold()
        default = "application/octet-stream"
        for entry in self.tree(CONTENT_TYPES):
            if same_name(entry.get("PartName", "")) == same_name(part):
                return entry.get("ContentType", "")
            if entry.get("Extension", "").casefold() == extension:
                default = entry.get("ContentType", "")
        return default

    # --- changing ------------------------------------------------------------------------------------

    def copy(self) -> Package:
        """The same file, to be changed by itself."""
        self.write_changed()
        return Package(self.parts.copy(), self.file, self.kind, self.main)

    def touch(self, name: str) -> None:
        """Says that the tree of a part was changed."""
        if name in self.parts:
            self.tree(name)
            self._changed[self.parts.spelled(name)] = None

    def put(self, name: str, content: bytes | _Element) -> None:
        """Gives a part another content, or makes one whose type the file knows by its ending."""
        name = self.parts.spelled(name)
        self._trees.pop(name, None)
        self._changed.pop(name, None)
        if isinstance(content, bytes):
            self.parts[name] = content
        else:
            self.parts.setdefault(name, b"")
            self._trees[name] = content
            self.touch(name)
        if name.endswith(".rels"):
            self._relations.clear()

    def add(self, wanted: str, content: bytes | _Element, content_type: str) -> str:
        """A new part under the name wanted, or with a number if that is taken; gives its name."""
        stem, extension = posixpath.splitext(wanted)
        stem = re.sub(r"\d+$", "", stem)
        name, number = wanted, 1
        while name in self.parts:
            name, number = f"{stem}{number}{extension}", number + 1
        self.put(name, content)
        types = self.tree(CONTENT_TYPES)
        types.append(types.makeelement(f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type}))
        self.touch(CONTENT_TYPES)
        return name

    def add_related(self, word: str, content: bytes | _Element, content_type: str) -> str:
        """A new part beside the main part that this refers to by a relationship of a kind ("comments"); its name."""
        name = self.add(posixpath.join(posixpath.dirname(self.main), f"{word}.xml"), content, content_type)
        self.relate(self.main, f"{OFFICE}/{word}", name)
        return name

    def relate(self, part: str, kind: str, target: str, external: bool = False, wanted: str = "") -> str:
        """The id of a relationship from `part` to the part or address `target`; one that is there is used again.

        A new one is called as `wanted`, if that is free.
        """
        known = self.relations(part)
        for relation in known.values():
            if (relation.kind, relation.target, relation.external) == (kind, target, external):
                return relation.key
        names = (wanted, *(f"{_OWN_ID}{number}" for number in range(1, len(known) + 2)))
        key = next(name for name in names if name and name not in known)
        name = relations_part(self.parts.spelled(part))
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        _append_relation(self.tree(name), part, Relation(key, kind, target, external))
        self.touch(name)
        self._relations.clear()
        return key

    def unrelate(self, part: str, key: str) -> None:
        """Takes a relationship out."""
        name = relations_part(part)
        root = self.tree(name)
        for entry in [one for one in root.iter(RELATION) if one.get("Id") == key]:
            root.remove(entry)
            self.touch(name)
        self._relations.clear()

    def set_relations(self, part: str, relations: Mapping[str, Relation]) -> None:
        """Gives a part its relationships, all at once."""
        root = parse(f'<Relationships xmlns="{RELATIONS}"/>'.encode())
        for relation in relations.values():
            _append_relation(root, part, relation)
        self.put(relations_part(part), root)

    def bring(self, other: Package, relation_id: str) -> str | None:
        """Takes over what the other file's body refers to by that id; returns the id here. Equal parts are shared."""
        relation = other.relations(other.main).get(relation_id)
        if relation is None:
            return None
        if relation.external:
            return self.relate(self.main, relation.kind, relation.target, external=True)
        data = other.parts.get(relation.target)
        if data is None:
            return None
        if not other.relations(relation.target):
            for known, entry in self.relations(self.main).items():
                if entry.kind == relation.kind and not entry.external and self.parts.get(entry.target) == data:
                    return known
        return self.relate(self.main, relation.kind, self.copy_part(other, relation.target))

    def copy_part(self, other: Package, source: str) -> str:
        """A part of the other file with all that it refers to, under names that are free here; gives its name."""
        stem, ending = posixpath.splitext(source)
        name = next(
            candidate
            for number in range(len(self.parts) + 1)
            if (candidate := f"{stem}{f'bc{number}' if number else ''}{ending}") not in self.parts
        )
        self.copy_as(name, other, source)
        links = dict(other.relations(source))
        for key, link in links.items():
            if not link.external and link.target in other.parts:
                links[key] = Relation(key, link.kind, self.copy_part(other, link.target), False)
        if links:
            self.set_relations(name, links)
        return name

    def copy_as(self, name: str, other: Package, source: str) -> None:
        """A part of the other file under a name here, with its content type and without what it refers to."""
        self.parts[name] = other.parts[source]
        here, ending = self.tree(CONTENT_TYPES), posixpath.splitext(name)[1].lstrip(".").casefold()
        known = {one.get("Extension", "").casefold() for one in here.iter(f"{TYPES}Default")}
        for entry in other.tree(CONTENT_TYPES):
            if entry.tag == f"{TYPES}Override" and same_name(entry.get("PartName", "")) == same_name(source):
                declared = deepcopy(entry)
                declared.set("PartName", f"/{name}")
                here.append(declared)
            elif entry.get("Extension", "").casefold() == ending and ending not in known:
                here.insert(0, deepcopy(entry))
        self.touch(CONTENT_TYPES)

    def rename(self, old: str, wanted: str) -> None:
        """Gives a part another name, or that with a number, for the package and the main part that refer to it."""
        content, content_type = self.parts[old], self.content_type(old)
        owners = {owner: dict(self.relations(owner)) for owner in ("", self.main, old)}
        self.forget(old)
        new = self.add(wanted, content, content_type)
        for owner, relations in owners.items():
            moved = {
                key: replace(one, target=new) if one.target == old and not one.external else one
                for key, one in relations.items()
            }
            if moved and (moved != relations or owner == old):
                self.set_relations(new if owner == old else owner, moved)
        if old == self.main:
            self.main = new

    def forget(self, name: str) -> None:
        """Takes out a part, its relationships and its content type."""
        types = self.tree(CONTENT_TYPES)
        for entry in [one for one in types if same_name(one.get("PartName", "")) == same_name(name)]:
            types.remove(entry)
            self.touch(CONTENT_TYPES)
        for gone in (self.parts.spelled(name), self.parts.spelled(relations_part(name))):
            self.parts.pop(gone, None)
            self._trees.pop(gone, None)
            self._changed.pop(gone, None)
        self._relations.clear()

    # --- writing -------------------------------------------------------------------------------------

    def write_changed(self) -> None:
        """Puts what was changed as a tree into the parts."""
        for name in self._changed:
            self.parts[name] = serialize(self._trees[name])
        self._changed.clear()

    def save(self) -> bytes:
        """The file: changed parts anew, the others byte for byte. Same parts, same bytes."""
        self.write_changed()
        return packed(self.parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a file, the list of their types first. Same parts, same bytes."""
    names = sorted(parts, key=lambda name: name != CONTENT_TYPES)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            archive.writestr(zip_entry(name), parts[name])
    return sink.getvalue()


def relations_part(part: str) -> str:
    """The part that holds the relationships of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """The name of the part that a relationship of `part` points at."""
    folder = posixpath.join("/", posixpath.dirname(part))
    return posixpath.normpath(posixpath.join(folder, target.replace("\\", "/"))).lstrip("/")


def _append_relation(root: _Element, part: str, relation: Relation) -> None:
    folder = posixpath.dirname(part) or "."
    target = relation.target if relation.external else posixpath.relpath(relation.target, folder)
    entry = root.makeelement(RELATION, {"Id": relation.key, "Type": relation.kind, "Target": target})
    if relation.external:
        entry.set("TargetMode", "External")
    root.append(entry)


def kind_of(path: Path) -> Kind | None:
    """What a file is by its own list of types, whatever it is called; None for neither."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = Parts(archive=archive)
            types = parts[CONTENT_TYPES] if parts.size(CONTENT_TYPES) <= _LONGEST_LIST else b""
    except damage():
        return None
    return next((kind for mark, kind in _MAIN_TYPES if mark in types), None)
