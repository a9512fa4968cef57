"""Changing cells of a workbook that a person made, while everything else in the file stays as it is.

openpyxl rewrites the whole package and loses what it does not know (pictures, charts, slicers, rich text). Here
only the parts that change are parsed and written again; every other part keeps its bytes.
"""

from __future__ import annotations

import functools
import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from generator.problems import BadDossier
from generator.read.package import NotAWorkbook, TooLarge, check_file, open_package, unreadable
from generator.read.word_numbering import parse_xml
from generator.read.workbook import damage
from generator.vietnamese import title_key
from generator.write.cell_styles import NO_STYLES, StyleTable
from generator.write.sheet_edit import SheetEdit

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_BEFORE_CALC = frozenset(("sheets", "functionGroups", "externalReferences", "definedNames"))

P = ParamSpec("P")
R = TypeVar("R")


def refuses_damage(write: Callable[Concatenate[Path, P], R]) -> Callable[Concatenate[Path, P], R]:
    """`write`, whose first argument is the workbook to change, raising BadDossier where a part of it is damaged.

    A workbook may be read without fault and yet have parts, or elements, that only a change comes upon.
    """

    @functools.wraps(write)
    def careful(path: Path, /, *args: P.args, **options: P.kwargs) -> R:
        faults: tuple[type[Exception], ...] = (TooLarge, TypeError, AttributeError, *damage())
        try:
            return write(path, *args, **options)
        except faults as error:
            problem = unreadable(path, "một phần của tệp bị hỏng nên không sửa tiếp được")
            raise BadDossier(f"Không ghi thêm được vào “{path.name}”.", "", [problem]) from error

    return careful


class WorkbookEdit:
    """An .xlsx package being changed. Nothing is written to disk: `to_bytes` gives the whole new file."""

    def __init__(self, path: Path) -> None:
        """Raises BadDossier when the file cannot be read as a workbook."""
        try:
            check_file(path)
            package = open_package(path)
        except NotAWorkbook as refusal:
            raise BadDossier(f"Không mở được “{path.name}”.", "", [refusal.problem]) from None
        except damage() as error:
            problem = unreadable(path, "tệp bị hỏng hoặc bị khoá")
            raise BadDossier(f"Không mở được “{path.name}”.", "", [problem]) from error
        with package.archive as archive:
            self._infos = archive.infolist()
            self._parts = {info.filename: archive.read(info) for info in self._infos}
        self._members = {sheet.title: sheet.member for sheet in package.sheets}
        self._trees: dict[str, _Element] = {}
        self._sheets: dict[str, SheetEdit] = {}
        self._styles: StyleTable | None = None
        self._rich: frozenset[int] | None = None
        self._styles_member = package.related.get("styles", "")
        self._book_member = next(name for name in self._parts if name.endswith("workbook.xml"))
        self.from_1904 = package.from_1904

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._members)

    @property
    def styles(self) -> StyleTable:
        """The cell formats; asking for them alone changes nothing."""
        if self._styles is None:
            if not self._styles_member:
                self._styles_member = posixpath.join(posixpath.dirname(self._book_member), "styles.xml")
                self.add_part(self._styles_member, NO_STYLES, _STYLES_TYPE)
                self.relate(self._book_member, "styles", self._styles_member)
            self._styles = StyleTable(parse_xml(self._parts[self._styles_member]))
        return self._styles

    @property
    def rich_texts(self) -> frozenset[int]:
        """Which of the shared texts have runs of their own look."""
        if self._rich is None:
            member = self.related(self._book_member, "sharedStrings")
            items = parse_xml(self._parts[member]).iterfind("{*}si") if member in self._parts else ()
            self._rich = frozenset(at for at, item in enumerate(items) if item.find("{*}r") is not None)
        return self._rich

    def sheet(self, title: str) -> SheetEdit | None:
        """The worksheet with that tab title, however its case, spaces and tone marks are typed."""
        wanted = title_key(title)
        tab = next((tab for tab in self._members if tab == title), None) or next(
            (tab for tab in self._members if title_key(tab) == wanted), None
        )
        if tab is None:
            return None
        if tab not in self._sheets:
            self._sheets[tab] = SheetEdit(self, tab, self._members[tab], self._parts[self._members[tab]])
        return self._sheets[tab]

    def add_sheet(self, title: str, content: bytes) -> SheetEdit:
        """A new worksheet at the end, made of `content` (its XML)."""
        member = self.free_name("worksheets/sheet")
        self.add_part(member, content, _SHEET_TYPE)
        key = self.relate(self._book_member, "worksheet", member)
        book = self.tree(self._book_member)
        sheets = book.find("{*}sheets")
        if sheets is None:
            raise KeyError("sheets")
        numbers = [int(one.get("sheetId") or 0) for one in sheets]
        same = sheets[0]
        new = same.makeelement(same.tag, {"name": title, "sheetId": str(max(numbers, default=0) + 1)})
        id_name = next(str(name) for name in same.attrib if str(name).endswith("}id"))
        new.set(id_name, key)
        sheets.append(new)
        self._members[title] = member
        found = self.sheet(title)
        assert found is not None
        return found

    def hide(self, title: str) -> None:
        """Takes a sheet out of sight, also from the list of hidden ones."""
        for one in self.tree(self._book_member).iterfind("{*}sheets/{*}sheet"):
            if one.get("name") == title:
                one.set("state", "veryHidden")

    # --- parts ---------------------------------------------------------------------------------------

    def part(self, member: str) -> bytes | None:
        return self._parts.get(member)

    def tree(self, member: str) -> _Element:
        """The parsed part; it will be written again."""
        if member not in self._trees:
            self._trees[member] = parse_xml(self._parts[member])
        return self._trees[member]

    def free_name(self, stem: str, suffix: str = ".xml") -> str:
        """A part name that nothing has yet: "xl/worksheets/sheet12.xml"."""
        base, number = posixpath.join(posixpath.dirname(self._book_member), stem), 1
        while f"{base}{number}{suffix}" in self._parts:
            number += 1
        return f"{base}{number}{suffix}"

    def add_part(self, member: str, content: bytes, content_type: str) -> None:
        types = self.tree(_CONTENT_TYPES)
        override = types.makeelement(
            f"{{{_TYPES_NS}}}Override", {"PartName": f"/{member}", "ContentType": content_type}
        )
        types.append(override)
        self._parts[member] = content

    def add_default_type(self, extension: str, content_type: str) -> None:
        types = self.tree(_CONTENT_TYPES)
        known = {str(one.get("Extension")).lower() for one in types.iterfind("{*}Default")}
        if extension not in known:
            element = types.makeelement(
                f"{{{_TYPES_NS}}}Default", {"Extension": extension, "ContentType": content_type}
            )
            types.insert(0, element)

    def put_part(self, member: str, content: bytes) -> None:
        """A part whose type the package knows by its extension."""
        self._parts[member] = content

    def relate(self, source: str, kind: str, target: str) -> str:
        """The id of a new relationship of part `source`; `kind` is the last word of its type."""
        folder, name = posixpath.split(source)
        member = posixpath.join(folder, "_rels", f"{name}.rels")
        if member not in self._parts:
            self._parts[member] = f'<Relationships xmlns="{_RELS_NS}"/>'.encode()
        relations = self.tree(member)
        taken = {one.get("Id") for one in relations}
        key = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relations.append(
            relations.makeelement(
                f"{{{_RELS_NS}}}Relationship",
                {"Id": key, "Type": f"{self._relation_base()}/{kind}", "Target": posixpath.relpath(target, folder)},
            )
        )
        return key

    def related(self, source: str, kind: str) -> str | None:
        """The part that `source` relates to by a type that ends with `kind`."""
        folder, name = posixpath.split(source)
        member = posixpath.join(folder, "_rels", f"{name}.rels")
        if member not in self._parts:
            return None
        for one in parse_xml(self._bytes(member)):
            if str(one.get("Type")).endswith(f"/{kind}") and one.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/")
        return None

    def related_by_id(self, source: str, key: str) -> str | None:
        """The part that relationship `key` of `source` leads to."""
        folder, name = posixpath.split(source)
        member = posixpath.join(folder, "_rels", f"{name}.rels")
        if member not in self._parts:
            return None
        targets = {str(one.get("Id")): str(one.get("Target")) for one in parse_xml(self._bytes(member))}
        target = targets.get(key)
        return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if target else None

    def _relation_base(self) -> str:
        book = parse_xml(self._parts[self._book_member])
        is_strict = "purl.oclc.org" in str(book.tag)
        host = "http://purl.oclc.org/ooxml" if is_strict else "http://schemas.openxmlformats.org"
        return f"{host}/officeDocument/{'' if is_strict else '2006/'}relationships"

    # --- the new file --------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The changed file: untouched parts byte for byte, in their order, with their dates."""
        for sheet in self._sheets.values():
            if sheet.changed:
                sheet.finish()
                self._trees[sheet.member] = sheet.root
        if self._styles is not None and self._styles.changed:
            self._trees[self._styles_member] = self._styles.root
        if any(sheet.changed for sheet in self._sheets.values()) and self._has_formulas():
            self._recalculate_when_opened()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            known = {info.filename: info for info in self._infos}
            for member in self._parts:
                old = known.get(member)
                info = zipfile.ZipInfo(member, old.date_time if old else (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = old.external_attr if old else 0
                archive.writestr(info, self._bytes(member))
        return stream.getvalue()

    def _bytes(self, member: str) -> bytes:
        from lxml import etree

        if member not in self._trees:
            return self._parts[member]
        return etree.tostring(self._trees[member], xml_declaration=True, encoding="UTF-8", standalone=True)

    def _has_formulas(self) -> bool:
        return any(_FORMULA.search(self._parts[member]) for member in self._members.values())

    def _recalculate_when_opened(self) -> None:
        """Results kept beside formulas are those of the old cells."""
        book = self.tree(self._book_member)
        calc = book.find("{*}calcPr")
        if calc is None:
            namespace = str(book.tag).partition("}")[0]
            calc = book.makeelement(f"{namespace}}}calcPr", {})
            last = [one for one in book if str(one.tag).rpartition("}")[2] in _BEFORE_CALC][-1]
            last.addnext(calc)
        calc.set("fullCalcOnLoad", "1")
