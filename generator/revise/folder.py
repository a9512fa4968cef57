"""Every file of an output folder that a person edited, merged with what is newly generated."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.office.package import NotAWordFile
from generator.revise.conflicts import Conflict
from generator.revise.document import Merged, merge_documents
from generator.revise.spreadsheet import CannotMerge, merge_spreadsheets

_FAMILY = re.compile(rb"_bc_[0-9a-f]{6}")
_SAME_DOCUMENT = 0.2


@dataclass(frozen=True, slots=True)
class HandEdit:
    """A file as a person left it, and as it was last generated."""

    base: bytes
    edited: bytes


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What became of one edited file: its name now and before, changes put in, conflicts that wait."""

    name: str
    edited_name: str
    edited: bytes
    content: bytes
    changes: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class FolderMerge:
    """`files` is what to write; `unreadable` names edited files that could not be merged, with the reason."""

    files: Mapping[str, bytes]
    merged: tuple[MergedFile, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def conflicts(self) -> tuple[tuple[str, Conflict], ...]:
        """Every conflict with the file it is in."""
        return tuple((one.name, conflict) for one in self.merged for conflict in one.conflicts)


def merge_files(files: Mapping[str, bytes], edits: Mapping[str, HandEdit]) -> FolderMerge:
    """Puts `files` (newly generated, by name) into the files that a person edited.

    An appendix whose number changed is found by what it holds, not by its name. An edited file that no new file
    belongs to, or that cannot be read, is left alone.
    """
    content = dict(files)
    merged: list[MergedFile] = []
    unreadable: dict[str, str] = {}
    for old_name, new_name in _counterparts(files, edits).items():
        edit = edits[old_name]
        try:
            result = _merge(new_name, edit, files[new_name])
        except (NotAWordFile, CannotMerge) as reason:
            unreadable[old_name] = str(reason)
            continue
        content[new_name] = result.content
        merged.append(MergedFile(new_name, old_name, edit.edited, result.content, result.changes, result.conflicts))
    return FolderMerge(content, tuple(sorted(merged, key=lambda one: one.name)), unreadable)


def _merge(name: str, edit: HandEdit, new: bytes) -> Merged:
    if name.endswith(".xlsx"):
        return merge_spreadsheets(edit.base, edit.edited, new)
    return merge_documents(edit.base, edit.edited, new)


def _counterparts(files: Mapping[str, bytes], edits: Mapping[str, HandEdit]) -> dict[str, str]:
    """Edited file → the new file that is the same document, the likest first."""
    families = {name: _families(content) for name, content in files.items() if name.endswith(".docx")}
    pairs = []
    for old_name, edit in edits.items():
        if old_name.endswith(".docx"):
            own = _families(edit.base)
            for name, others in families.items():
                alike = len(own & others) / max(1, len(own | others))
                pairs.append((alike + (0.01 if name == old_name else 0.0), old_name, name))
    found = {name: name for name in edits if name.endswith(".xlsx") and name in files}
    for alike, old_name, name in sorted(pairs, reverse=True):
        if alike >= _SAME_DOCUMENT and old_name not in found and name not in found.values():
            found[old_name] = name
    return found


def _families(content: bytes) -> frozenset[bytes]:
    """What of a template is in a file, by the names of its blocks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(_FAMILY.findall(archive.read("word/document.xml")))
    except (zipfile.BadZipFile, KeyError):
        return frozenset()
