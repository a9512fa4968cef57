"""A Word file as its parts: reading it safely, its relationships, and writing it the same each time."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from generator.core.limits import CONTENT, MEBIBYTE
from generator.core.problems import BadDossier
from generator.office.names import R, W, serialize
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_REL_NS = _REL.strip("{}")
_OFFICE = R.strip("{}")
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_STORIES = ("header", "footer", "footnotes", "endnotes")
_SAVE_AS = "Mở tệp bằng Word hoặc LibreOffice, lưu lại ở dạng .docx rồi chạy lại."


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
        return self.kind.rsplit("/", 1)[-1]


@dataclass(slots=True)
class WordPackage:
    """The parts of a .docx by name, in their order. Parts may be replaced; `save` writes them."""

    parts: dict[str, bytes]
    main: str
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    _types: _Element | None = None
    _trees: dict[str, _Element] = field(default_factory=dict)

    @classmethod
    def open(cls, content: bytes, name: str = "tệp Word") -> WordPackage:
        """Reads a .docx. Raises BadDossier if it is none, is locked by a password, or unpacks to far too much."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(info.file_size for info in archive.infolist()) > CONTENT.value() * MEBIBYTE:
                    message = f"{name}: tệp phình to bất thường khi mở, {CONTENT.exceeded()}."
                    raise BadDossier(message, f"Đề nghị nơi gửi lưu lại và gửi lại. {CONTENT.how_to_raise()}")
                parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            raise BadDossier(f"{name}: không phải văn bản Word (.docx) hoặc tệp bị hỏng.", _SAVE_AS) from error
        package = cls(parts, "")
        package.main = package._find_main(name)
        return package

    def _find_main(self, name: str) -> str:
        try:
            found = [one.target for one in self.relations("").values() if one.word == "officeDocument"]
            there = found and {found[0], CONTENT_TYPES} <= self.parts.keys()
            root = self.root(found[0]) if there else None
            if root is not None and root.tag == f"{W}document":
                self.hand_over(found[0], root)
                return found[0]
        except etree.XMLSyntaxError as error:
            raise BadDossier(f"{name}: nội dung bên trong tệp bị hỏng.", _SAVE_AS) from error
        raise BadDossier(f"{name}: không phải văn bản Word (.docx) thông thường.", _SAVE_AS)

    def hand_over(self, name: str, root: _Element) -> None:
        """Gives a part as a tree: the next `root` of it hands out this very tree, without writing and reading it."""
        self._trees[name] = root

    def root(self, name: str) -> _Element:
        """A part parsed anew, for the caller to change. Raises BadDossier where its XML is damaged."""
        return self._trees.pop(name) if name in self._trees else self._parsed(name)

    def _parsed(self, name: str) -> _Element:
        try:
            return parse(self.parts[name])
        except etree.XMLSyntaxError as error:
            raise BadDossier(f"Phần “{name}” trong tệp Word bị hỏng.", _SAVE_AS) from error

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id; "" stands for the package."""
        if part not in self._relations:
            found: dict[str, Relation] = {}
            data = self.parts.get(_relations_name(part))
            for item in self._parsed(_relations_name(part)) if data else ():
                key, target = str(item.get("Id")), str(item.get("Target"))
                external = item.get("TargetMode") == "External"
                if not external:
                    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
                found[key] = Relation(key, str(item.get("Type")), target, external)
            self._relations[part] = found
        return self._relations[part]

    def related(self, word: str) -> str | None:
        """The part that the main part names by a relationship of this kind ("styles", "footnotes"), if it is there."""
        found = [one.target for one in self.relations(self.main).values() if one.word == word and not one.external]
        return next((target for target in found if target in self.parts), None)

    def modified(self) -> date | None:
        """The day on which the file says it was saved last."""
        name = next((one.target for one in self.relations("").values() if one.word == "core-properties"), "")
        try:
            found = parse(self.parts[name]).findtext("{http://purl.org/dc/terms/}modified")
            return date.fromisoformat((found or "")[:10])
        except (KeyError, ValueError, etree.XMLSyntaxError):
            return None

    def story_parts(self) -> list[str]:
        """The parts that hold text a reader sees: body, headers, footers, notes."""
        others = [one.target for one in self.relations(self.main).values() if one.word in _STORIES]
        return [self.main, *(name for name in dict.fromkeys(others) if name in self.parts)]

    def relate(self, part: str, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship from `part` to `target`; one that is there is used again."""
        known = self.relations(part)
        for relation in known.values():
            if (relation.kind, relation.target, relation.external) == (kind, target, external):
                return relation.key
        number = 1
        while f"rIdBc{number}" in known:
            number += 1
        known[f"rIdBc{number}"] = Relation(f"rIdBc{number}", kind, target, external)
        self._write_relations(part)
        return f"rIdBc{number}"

    def set_relations(self, part: str, relations: dict[str, Relation]) -> None:
        """Gives a part its relationships, all at once."""
        self._relations[part] = relations
        self._write_relations(part)

    def add_part(self, wanted: str, data: bytes, content_type: str) -> str:
        """Adds a part under the name wanted, or with a number if that is taken; gives its name."""
        stem, extension = posixpath.splitext(wanted)
        stem = re.sub(r"\d+$", "", stem)
        name, number = wanted, 1
        while name in self.parts:
            name, number = f"{stem}{number}{extension}", number + 1
        self.parts[name] = data
        types = self._content_types()
        types.append(types.makeelement(f"{_CT}Override", {"PartName": f"/{name}", "ContentType": content_type}))
        self.parts[CONTENT_TYPES] = serialize(types)
        return name

    def content_type(self, part: str) -> str:
        """The media type of a part, "application/octet-stream" if none is given."""
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        default = "application/octet-stream"
        for item in self._content_types():
            if item.get("PartName") == f"/{part}":
                return str(item.get("ContentType"))
            if str(item.get("Extension", "")).lower() == extension:
                default = str(item.get("ContentType"))
        return default

    def save(self) -> bytes:
        """The file. The same parts give the same bytes."""
        sink = io.BytesIO()
        names = [CONTENT_TYPES, *(name for name in self.parts if name != CONTENT_TYPES)]
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name in names:
                info = zipfile.ZipInfo(name, _FIXED_DATE)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                archive.writestr(info, self.parts[name])
        return sink.getvalue()

    def _content_types(self) -> _Element:
        if self._types is None:
            self._types = self.root(CONTENT_TYPES)
        return self._types

    def _write_relations(self, part: str) -> None:
        root = parse(f'<Relationships xmlns="{_REL_NS}"/>'.encode())
        for one in self.relations(part).values():
            item = etree.SubElement(root, f"{_REL}Relationship", Id=one.key, Type=one.kind)
            folder = posixpath.dirname(part) or "."
            item.set("Target", one.target if one.external else posixpath.relpath(one.target, folder))
            if one.external:
                item.set("TargetMode", "External")
        self.parts[_relations_name(part)] = serialize(root)


def relation_kind(word: str) -> str:
    """The full type of a relationship of the standard set."""
    return f"{_OFFICE}/{word}"


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
