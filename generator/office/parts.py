"""The parts of an Office Open XML file by name, as the file's own rules compare names (ECMA-376, part 2, 9.1.1).

A name is the same however its letters' case, its slashes and its percent signs are written: programs that pack such
files differ in all three, and Word and Excel open them all.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, MutableMapping
from functools import lru_cache
from typing import IO
from urllib.parse import unquote

_XML = (".xml", ".rels", ".vml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_ENCODING = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[^"']*""")
_STRICT = re.compile(rb"""(=\s*["'])http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)""")
_STRICT_HOST = b"http://purl.oclc.org/ooxml/"
_CONFORMANCE = re.compile(rb"""\s(?:\w+:)?conformance\s*=\s*(?:"strict"|'strict')""")
_RENAMED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
"""What Strict spells otherwise than Transitional; every other name differs by its host and its year alone."""


@lru_cache(maxsize=4096)
def same_name(name: str) -> str:
    """What two spellings of one part's name have in common."""
    plain = unquote(name).replace("\\", "/").casefold()
    return posixpath.normpath(plain).lstrip("/") if plain else ""


class Parts(MutableMapping[str, bytes]):
    """The content of parts by name, in the order of the file; the part of a zip is read when it is first asked for.

    `plain` XML comes as the program writes it: in UTF-8, and in the names of Transitional where the file is Strict.
    """

    def __init__(
        self, held: Mapping[str, bytes] | None = None, archive: zipfile.ZipFile | None = None, plain: bool = True
    ) -> None:
        self._archive, self._plain = archive, plain
        self._held: dict[str, bytes | zipfile.ZipInfo] = {}
        self._spelled: dict[str, str] = {}  # what all spellings have in common → the name as this file spells it
        for name, content in (held or {}).items():
            self[name] = content
        for info in archive.infolist() if archive is not None else ():
            if not info.is_dir():
                name = info.filename.replace("\\", "/").lstrip("/")
                self._held[self._spelled.setdefault(same_name(name), name)] = info

    def __getitem__(self, name: str) -> bytes:
        spelled = self._spelled[same_name(name)]
        found = self._held[spelled]
        if isinstance(found, zipfile.ZipInfo):
            assert self._archive is not None
            found = self._archive.read(found)
            if self._plain and spelled.casefold().endswith(_XML):
                found = plain_xml(found)
            self._held[spelled] = found
        return found

    def __setitem__(self, name: str, content: bytes) -> None:
        self._held[self._spelled.setdefault(same_name(name), name)] = content

    def __delitem__(self, name: str) -> None:
        del self._held[self._spelled.pop(same_name(name))]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and same_name(name) in self._spelled

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def copy(self) -> Parts:
        """The same parts, to be changed by themselves."""
        return Parts(self)

    def spelled(self, name: str) -> str:
        """The name as the file spells it; as it is given where there is no such part."""
        return self._spelled.get(same_name(name), name)

    def stream(self, name: str) -> IO[bytes]:
        """A part of the zip as it stands there, to be read piece by piece. Raises KeyError."""
        found = self._held[self._spelled[same_name(name)]]
        if isinstance(found, zipfile.ZipInfo) and self._archive is not None:
            return self._archive.open(found)
        return io.BytesIO(self[name])

    def entries(self) -> dict[str, zipfile.ZipInfo]:
        """What the zip's list says of each part, by its name here."""
        return {name: found for name, found in self._held.items() if isinstance(found, zipfile.ZipInfo)}

    def size(self, name: str) -> int:
        """How many bytes a part has, by the zip's own list. Raises KeyError."""
        found = self._held[self._spelled[same_name(name)]]
        return found.file_size if isinstance(found, zipfile.ZipInfo) else len(found)

    def hold(self) -> None:
        """Reads every part, so that the zip may be closed."""
        for name in self._held:
            self[name]
        self._archive = None


def plain_xml(data: bytes) -> bytes:
    """XML in UTF-8 and Transitional names; as it is if it was that already."""
    if data[:2] in _UTF16:
        data = _in_utf8(data)
    if _STRICT_HOST in data:
        data = _STRICT.sub(_transitional, data)
        data = _CONFORMANCE.sub(b"", data, count=1)
    return data


def _in_utf8(data: bytes) -> bytes:
    """Text of two bytes a letter in UTF-8; as it is where it cannot be read so, for the parser to refuse."""
    encoding = "utf-16" if data[:2] in _UTF16[:2] else "utf-16-le" if data[:2] == _UTF16[2] else "utf-16-be"
    try:
        return _ENCODING.sub(r"\1UTF-8", data.decode(encoding), count=1).encode()
    except UnicodeError:
        return data


def _transitional(found: re.Match[bytes]) -> bytes:
    quote, family, names = found.groups()
    names = b"/".join(_RENAMED.get(name, name) for name in names.split(b"/"))
    return quote + b"http://schemas.openxmlformats.org/" + family + b"/2006/" + names
