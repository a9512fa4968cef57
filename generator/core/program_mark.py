"""What this program is, to the byte: its code, standards and templates, and the libraries it runs with."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator import PACKAGE

_STEP = 1 << 20


def file_hash(path: Path) -> str:
    """The sha256 of a file, read piece by piece."""
    mark = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_STEP):
            mark.update(piece)
    return mark.hexdigest()


def file_marks(folder: Path, *endings: str) -> list[tuple[str, str]]:
    """Name and sha256 of every file of a folder with one of these endings, by name."""
    found = (path for path in sorted(folder.iterdir()) if path.name.casefold().endswith(endings))
    return [(path.name, file_hash(path)) for path in found if path.is_file()]


@cache
def program_mark() -> str:
    """A mark that changes with any file of the program, with Python and with the version of any library.

    All is hashed, some 5.6 MB in 40 ms: a version number alone would take a changed checkout for the same program.
    Once a process: what runs is what was loaded.
    """
    mark = hashlib.sha256(sys.version.encode())
    for path in _program_files():
        content = path.read_bytes()
        mark.update(f"\0{path.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        mark.update(content)
    for name in _libraries():
        mark.update(f"\0{name}".encode("utf-8", "surrogateescape"))
    if getattr(sys, "frozen", False):  # one executable holds the code
        state = Path(sys.executable).stat()
        mark.update(f"\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return mark.hexdigest()


def _program_files() -> Iterator[Path]:
    """The files of the program in a fixed order: an installed one has its templates inside, a checkout beside."""
    for top in (PACKAGE, PACKAGE.parent / "templates"):
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(name for name in inner if name != "__pycache__")
            yield from (Path(folder, name) for name in sorted(names))
    if (PACKAGE.parent / "cli.py").is_file():
        yield PACKAGE.parent / "cli.py"


def _libraries() -> list[str]:
    """ "lxml-6.1.3.dist-info" and the like: what is installed where Python looks."""
    places = {Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))}
    found = (one.name for place in places if place.is_dir() for one in place.iterdir())
    return sorted(name for name in found if name.endswith(".dist-info"))
