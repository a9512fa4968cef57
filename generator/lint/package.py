"""A Word file as a zip of parts: opened safely, its XML read on demand, saved with only changed parts rewritten."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import XMLSyntaxError

from generator.core.limits import CONTENT, MEBIBYTE
from generator.core.problems import BadDossier, Place, Problem
from generator.office.names import W
from generator.office.streamed_zip import UNIX
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CONTENT_TYPES = "[Content_Types].xml"
_SAVE_AS = "Mở bằng Word hoặc LibreOffice rồi lưu lại ở dạng .docx."


Parts = dict[str, bytes]


@dataclass(slots=True)
class WordPackage:
    """The parts of a .docx. `main` is the document part; trees are parsed once and shared."""

    infos: dict[str, zipfile.ZipInfo]
    parts: dict[str, bytes]
    main: str
    path: Path
    """What messages call the file."""
    trees: dict[str, _Element] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def tree(self, name: str) -> _Element:
        """The root element of an XML part. Raises KeyError if there is no such part, BadDossier if it is damaged."""
        if name not in self.trees:
            try:
                self.trees[name] = parse(self.parts[name])
            except XMLSyntaxError as error:
                raise _refusal("TEP009", self.path, f"phần “{name}” trong tệp bị hỏng", _SAVE_AS) from error
        return self.trees[name]

    def relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Identifier, kind (last word of the type) and target part of each relationship inside the package."""
        member = relations_of(name)
        if member not in self.parts:
            return
        folder = posixpath.dirname(name)
        for relation in self.tree(member).iter(RELATIONSHIP):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                yield relation.get("Id") or "", (relation.get("Type") or "").rpartition("/")[2], path

    def related(self, kind: str) -> str | None:
        """The part that the document relates to as `kind` ("styles", "numbering", "comments"), if it is there."""
        return next(
            (path for _, found, path in self.relations(self.main) if found == kind and path in self.parts), None
        )

    def put(self, name: str, content: bytes) -> None:
        """Adds or replaces a part."""
        self.parts[name] = content
        self.trees.pop(name, None)
        self.changed.discard(name)

    def save(self) -> bytes:
        """The package as a file: parts of changed trees rewritten, every other part's bytes as they were."""
        for name in sorted(self.changed):
            self.parts[name] = DECLARATION + etree.tostring(self.trees[name], encoding="UTF-8")
        self.changed.clear()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                known = self.infos.get(name)
                info = zipfile.ZipInfo(name, known.date_time if known else ZIP_DATE)
                info.create_system = UNIX  # not what this system would note
                info.compress_type = known.compress_type if known else zipfile.ZIP_DEFLATED
                info.external_attr = known.external_attr if known else 0
                archive.writestr(info, content)
        return target.getvalue()


def relations_of(name: str) -> str:
    """The part that holds the relationships of part `name`."""
    folder, _, base = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{base}.rels")


def open_word(path: Path) -> WordPackage:
    """The package at `path`. Raises BadDossier, with what to do, if it is no readable .docx."""
    if not path.is_file():
        raise _refusal("TEP001", path, "không tìm thấy tệp", "Kiểm tra lại tên và đường dẫn.")
    data = path.read_bytes()
    if data.startswith(bytes.fromhex("D0CF11E0A1B11AE1")):
        fix = "Mở bằng Word, bỏ mật khẩu nếu có, rồi lưu lại ở dạng .docx."
        raise _refusal("TEP009", path, "tệp đặt mật khẩu hoặc là tệp Word đời cũ (.doc)", fix)
    return word_package(data, path)


def word_package(data: bytes, path: Path, prepare: Callable[[Parts], Parts] = lambda parts: parts) -> WordPackage:
    """The package whose bytes are `data`; `path` names it in messages, `prepare` changes parts before they are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {info.filename: info for info in archive.infolist()}
            if sum(info.file_size for info in infos.values()) > CONTENT.value() * MEBIBYTE:
                cause = f"nội dung khi mở ra quá lớn, {CONTENT.exceeded()}"
                raise _refusal("TEP006", path, cause, f"Kiểm tra lại nguồn của tệp. {CONTENT.how_to_raise()}")
            parts = prepare({name: archive.read(name) for name in infos})
        if CONTENT_TYPES not in parts:
            raise KeyError(CONTENT_TYPES)
        package = WordPackage(infos, parts, _main_part(parts), path)
        root = package.tree(package.main)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        XMLSyntaxError,
    ) as error:
        raise _refusal("TEP009", path, "không phải tệp Word (.docx) đọc được", _SAVE_AS) from error
    if root.tag != f"{W}document":
        cause = "là tệp dạng Strict Open XML" if STRICT_W in str(root.tag) else "không phải văn bản Word (.docx)"
        raise _refusal("TEP009", path, cause, "Lưu lại ở dạng Word Document (.docx) thông thường.")
    return package


def _main_part(parts: Mapping[str, bytes]) -> str:
    for relation in parse(parts["_rels/.rels"]).iter(RELATIONSHIP):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    raise KeyError("officeDocument")


def _refusal(code: str, path: Path, cause: str, fix: str) -> BadDossier:
    problem = Problem(code, Place(str(path)), f"Không kiểm tra được: {cause}.", fix)
    return BadDossier(f"Không kiểm tra được “{path.name}”: {cause}.", fix, [problem])
