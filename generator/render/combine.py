"""A report and its appendices as one Word file: each appendix a section with its own paper and page count.

Styles, headers, footers, pictures and list numbering that an appendix's template has and the report lacks come
along; what is the same in both is shared.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from generator.office.names import R, W
from generator.office.streamed_zip import zip_entry
from generator.render.copied_parts import RELATION, copy_part
from generator.render.document import BODY_PART

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
BODY_RELATIONS, STYLES, NUMBERING, CONTENT_TYPES = (
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "[Content_Types].xml",
)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


def combine(report: bytes, appendices: Sequence[bytes]) -> bytes:
    """`report` followed by each appendix as a section of its own. Same input, same bytes."""
    combination = _Combination.open(report)
    for content in appendices:
        combination.append(_parts(content))
    return combination.save()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def _parse(data: bytes) -> _Element:

    return etree.fromstring(data)


@dataclass(slots=True)
class _Combination:
    parts: dict[str, bytes]
    document: _Element
    styles: _Element
    relations: _Element
    types: _Element
    appended: int = 0

    @classmethod
    def open(cls, content: bytes) -> _Combination:
        parts = _parts(content)
        document, styles, relations, types = (
            _parse(parts[name]) for name in (BODY_PART, STYLES, BODY_RELATIONS, CONTENT_TYPES)
        )
        return cls(parts, document, styles, relations, types)

    def append(self, other: dict[str, bytes]) -> None:
        """Adds one document's body as a new section at the end."""
        self.appended += 1
        body = self.document.find(f"{W}body")
        added = _parse(other[BODY_PART]).find(f"{W}body")
        assert body is not None and added is not None
        self._rename_styles(added, _parse(other[STYLES]))
        self._number_lists(added, other)
        self._take_relations(added, other)
        self._number_bookmarks(added)
        self._number_drawings(added)
        _close_section(body)
        for child in list(added):
            body.append(child)

    def save(self) -> bytes:
        trees = {
            BODY_PART: self.document,
            STYLES: self.styles,
            BODY_RELATIONS: self.relations,
            CONTENT_TYPES: self.types,
        }
        for name, tree in trees.items():
            self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name, data in self.parts.items():
                package.writestr(zip_entry(name), data)
        return sink.getvalue()

    def _rename_styles(self, added: _Element, styles: _Element) -> None:
        """Brings the styles along; one that means something else here gets a name of its own."""
        known = {style.get(f"{W}styleId"): _canonical(style) for style in self.styles.iter(f"{W}style")}
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
            self.styles.append(style)
        for root in (added, *fresh.values()):
            for reference in root.iter(*(f"{W}{name}" for name in _STYLE_REFERENCES)):
                old = reference.get(f"{W}val", "")
                reference.set(f"{W}val", renamed.get(old, old))

    def _take_relations(self, added: _Element, other: dict[str, bytes]) -> None:
        """Copies the parts that the body refers to and points its references at the copies."""
        relations = {one.get("Id", ""): one for one in _parse(other[BODY_RELATIONS]).iter(RELATION)}
        taken: dict[str, str] = {}
        for element in added.iter():
            for attribute, old in list(element.attrib.items()):
                if str(attribute).startswith(R) and old in relations:
                    taken.setdefault(old, self._take(relations[old], other))
                    element.set(attribute, taken[old])

    def _take(self, relation: _Element, other: dict[str, bytes]) -> str:
        """The id here of the part that `relation` names there; a part that is the same in both is shared."""
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        outside = relation.get("TargetMode") == "External"
        source = posixpath.normpath(posixpath.join("word", target))
        for known in self.relations.iter(RELATION):
            same_target = known.get("Target") == target if outside else self._same_part(known, other.get(source))
            if known.get("Type") == kind and same_target:
                return known.get("Id", "")
        new_id = f"rIdPL{len(self.relations) + 1}"
        entry = deepcopy(relation)
        entry.set("Id", new_id)
        if not outside:
            stem, ending = posixpath.splitext(target)
            entry.set("Target", f"{stem}PL{self.appended}{ending}")
            name = posixpath.normpath(posixpath.join("word", entry.get("Target", "")))
            self._copy(name, source, other, _parse(other[CONTENT_TYPES]))
        self.relations.append(entry)
        return new_id

    def _copy(self, name: str, source: str, other: dict[str, bytes], types: _Element) -> None:
        """Copies a part, and what it refers to itself (a chart's workbook)."""
        for copy, original in copy_part(self.parts, name, source, other, f"PL{self.appended}"):
            self._declare(copy, original, types)

    def _number_drawings(self, added: _Element) -> None:
        """Numbers and names of charts, pictures and shapes are unique in a document."""
        here = list(self.document.iter(_DRAWING))
        last, names = max((int(one.get("id", 0)) for one in here), default=0), {one.get("name", "") for one in here}
        for one in added.iter(_DRAWING) if here else ():
            one.set("id", str(int(one.get("id", 0)) + last))
            if one.get("name", "") in names:
                one.set("name", f"{one.get('name')} (phụ lục {self.appended})")

    def _same_part(self, known: _Element, data: bytes | None) -> bool:
        name = posixpath.normpath(posixpath.join("word", known.get("Target", "")))
        if known.get("Type", "").endswith("/chart"):
            return False
        return known.get("TargetMode") != "External" and data is not None and self.parts.get(name) == data

    def _declare(self, name: str, source: str, types: _Element) -> None:
        """The copy's content type: its own override, or the default of its ending."""
        ending = posixpath.splitext(name)[1].lstrip(".")
        for override in types.iter(f"{TYPES}Override"):
            if override.get("PartName") == f"/{source}":
                entry = deepcopy(override)
                entry.set("PartName", f"/{name}")
                self.types.append(entry)
        known = {default.get("Extension") for default in self.types.iter(f"{TYPES}Default")}
        for default in types.iter(f"{TYPES}Default"):
            if default.get("Extension") == ending and ending not in known:
                self.types.insert(0, deepcopy(default))

    def _number_lists(self, added: _Element, other: Mapping[str, bytes]) -> None:
        """Moves the appendix's list definitions behind those that are here already."""
        if NUMBERING not in other or NUMBERING not in self.parts:
            return
        here, there = _parse(self.parts[NUMBERING]), _parse(other[NUMBERING])
        shift = 1 + max((int(n.get(f"{W}numId", 0)) for n in here.iter(f"{W}num")), default=0)
        shift += max((int(n.get(f"{W}abstractNumId", 0)) for n in here.iter(f"{W}abstractNum")), default=0)
        for abstract in there.iter(f"{W}abstractNum"):
            abstract.set(f"{W}abstractNumId", str(int(abstract.get(f"{W}abstractNumId", 0)) + shift))
        for number in there.iter(f"{W}num"):
            number.set(f"{W}numId", str(int(number.get(f"{W}numId", 0)) + shift))
            link = number.find(f"{W}abstractNumId")
            assert link is not None
            link.set(f"{W}val", str(int(link.get(f"{W}val", 0)) + shift))
        for reference in added.iter(f"{W}numId"):
            if reference.get(f"{W}val") != "0":
                reference.set(f"{W}val", str(int(reference.get(f"{W}val", 0)) + shift))
        first_number = here.find(f"{W}num")
        for abstract in there.findall(f"{W}abstractNum"):
            if first_number is not None:
                first_number.addprevious(abstract)
            else:
                here.append(abstract)
        for number in there.findall(f"{W}num"):
            here.append(number)
        self.parts[NUMBERING] = etree.tostring(here, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _number_bookmarks(self, added: _Element) -> None:
        """Bookmark ids are unique in a document; names are already, as they carry their template's name."""
        used = [int(mark.get(f"{W}id", 0)) for mark in self.document.iter(f"{W}bookmarkStart")]
        shift = max(used, default=0)
        for mark in added.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            mark.set(f"{W}id", str(int(mark.get(f"{W}id", 0)) + shift))


def _canonical(style: _Element) -> bytes:
    """A style's definition without whatever namespaces its file happens to declare."""
    return re.sub(rb"\s+", b" ", etree.tostring(style, method="c14n", exclusive=True)).strip()


def _close_section(body: _Element) -> None:
    """Ends the body's last section: its properties move into its last paragraph."""
    section = body[-1]
    if section.tag != f"{W}sectPr":
        return
    body.remove(section)
    last = body[-1] if len(body) and body[-1].tag == f"{W}p" else etree.SubElement(body, f"{W}p")
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        last.insert(0, properties)
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)
