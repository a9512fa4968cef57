"""What is a person's in an output folder goes into the next one: notes, subfolders, files changed by hand."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.core.folders import BASE, MANIFEST, RECORD, WRITTEN
from generator.write import swap

ALWAYS_MADE = (MANIFEST, BASE)
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A file that a person had changed: its own name, and the name in the same folder under which it now stands."""

    name: str
    kept_as: str


@dataclass(frozen=True, slots=True)
class Before:
    """The folder as it stood when the run looked."""

    made: frozenset[str]
    """Names the program wrote last time or writes now."""
    edited: tuple[str, ...]
    """Those of them that a person has changed."""
    stamps: Mapping[str, _Stamp]
    """Inode, size and modification time of every file, by relative path."""


def stamps(folder: Path) -> dict[str, _Stamp]:
    """Inode, size and modification time of every file under `folder`, by relative path."""
    stamps: dict[str, _Stamp] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            found = path.lstat()
            stamps[path.relative_to(folder).as_posix()] = (found.st_ino, found.st_size, found.st_mtime_ns)
    return stamps


def carry_over(
    target: Path, new: Path, base: Mapping[str, bytes], before: Before, gone: tuple[str, ...] = ()
) -> tuple[KeptAside, ...]:
    """Brings into the new folder what is a person's: files not made by the program, and changed ones, set aside.

    `gone` are names in `.base/` that no longer hold.
    """
    swap.keep_rights(target, new)
    made = {os.path.normcase(name) for name in (*before.made, *ALWAYS_MADE)}
    for name in _names(target):
        if os.path.normcase(name) not in made and not swap.is_leftover(name):
            _carry(target / name, new / name)
    old_base = {os.path.normcase(name) for name in (*before.made, *base, *gone, RECORD)}
    for name in _names(target / BASE):
        if os.path.normcase(name) not in old_base and not name.startswith(WRITTEN):
            _carry(target / BASE / name, new / BASE / name)
    return tuple(_set_aside(target / name, new) for name in before.edited)


def _names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir()) if folder.is_dir() else []


def _carry(source: Path, destination: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        _carry_folder(source, destination)
    else:
        _link(source, destination)


def _carry_folder(source: Path, destination: Path) -> None:
    """As shutil.copytree, but a drive that refuses times and rights is no reason to fail."""
    destination.mkdir()
    for one in sorted(source.iterdir()):
        _carry(one, destination / one.name)
    with contextlib.suppress(OSError):
        shutil.copystat(source, destination)


def _link(source: str | Path, destination: str | Path) -> None:
    """A second name for the same file: nothing is copied, times stay. A copy where the drive knows no links."""
    try:
        os.link(source, destination, follow_symlinks=False)
    except (OSError, NotImplementedError):
        swap.copy_kept(Path(source), Path(destination))


def _set_aside(edited: Path, folder: Path) -> KeptAside:
    """Gives a changed file a name of its own in `folder`; the same content under that name is not repeated."""
    for kept in _free_names(edited):
        place = folder / kept
        if not place.exists():
            _link(edited, place)
            return KeptAside(edited.name, kept)
        if place.read_bytes() == edited.read_bytes():
            return KeptAside(edited.name, kept)
    raise AssertionError("endless")


def _free_names(edited: Path) -> Iterator[str]:
    saved = datetime.fromtimestamp(edited.stat().st_mtime)
    name = f"{edited.stem} (bản sửa tay {saved:%Y-%m-%d %H.%M.%S}"
    yield f"{name}){edited.suffix}"
    number = 2
    while True:
        yield f"{name}, {number}){edited.suffix}"
        number += 1


def rescue(old: Path, target: Path, before: Before) -> tuple[KeptAside, ...]:
    """Takes over what a person saved in the old folder after the run had looked at it."""
    kept: list[KeptAside] = []
    for name, stamp in stamps(old).items():
        source, place = old / name, target / name
        if before.stamps.get(name) == stamp or name == MANIFEST or name.startswith(f"{BASE}/"):
            continue
        if name in before.made:
            kept.append(_set_aside(source, target))
        elif not (place.exists() and place.samefile(source)):
            place.parent.mkdir(parents=True, exist_ok=True)
            source.replace(place)
    return tuple(kept)
