"""Every file of an output folder that a person edited, merged with what is newly generated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.core.folders import HandEdit
from generator.core.problems import Place, Problem
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.state_mark import marked_after
from generator.revise.conflicts import Conflict
from generator.revise.document import Merged, merge_documents
from generator.revise.one_text import CannotPart, apart, is_combined, together
from generator.revise.proof import Merging, prove, prove_joined
from generator.revise.proof_reading import read
from generator.revise.spreadsheet import CannotMerge, merge_spreadsheets

_FAMILY = re.compile(rb"_bc_[0-9a-f]{6}")
_SAME_DOCUMENT = 0.2


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
    """`files` is what to write; `unreadable` names edited files that could not be merged, with the reason.

    `left` names edited files of which a part belongs to nothing that is written now.
    """

    files: Mapping[str, bytes]
    merged: tuple[MergedFile, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    steps: tuple[Merging, ...] = ()
    """Every document that was merged, with what it was made of."""
    joined: tuple[str, tuple[bytes, ...]] | None = None
    """A file that merged documents were joined into, and these."""

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
    steps: list[Merging] = []
    for old_name, new_name in _counterparts(files, edits).items():
        edit = edits[old_name]
        try:
            result = _merge(new_name, edit, files[new_name])
        except Unreadable as reason:
            unreadable[old_name] = reason.cause
            continue
        except CannotMerge as reason:
            unreadable[old_name] = str(reason)
            continue
        content[new_name] = _of_state(result.content, files[new_name], edit)
        if new_name.endswith(".docx"):
            steps.append(Merging(new_name, edit.base, edit.edited, files[new_name], result.content))
        merged.append(MergedFile(new_name, old_name, edit.lying, content[new_name], result.changes, result.conflicts))
    return FolderMerge(content, tuple(sorted(merged, key=lambda one: one.name)), unreadable, steps=tuple(steps))


# --- the report and its appendices, in one file or in several -------------------------------------------


def merge_report(files: Mapping[str, bytes], pieces: Mapping[str, bytes], edits: Mapping[str, HandEdit]) -> FolderMerge:
    """`merge_files` for a report: `files` as they are to be written, `pieces` its documents, the report first.

    What people edited in one form goes into the other: the merge runs on the pieces.
    """
    single = next(iter(pieces))
    gathered = len(pieces) > 1 and not pieces.keys() <= files.keys()
    whole, parted = _to_pieces(edits, single)
    if not gathered and not whole and parted.keys() == edits.keys():
        return merge_files(files, edits)
    others = {name: content for name, content in files.items() if name not in pieces}
    merge = merge_files({**pieces, **others}, {name: one for name, (_, one) in parted.items()})
    owner = {name: real for name, (real, _) in parted.items()}
    made = [replace(one, edited_name=owner[one.edited_name]) for one in merge.merged]
    made = [replace(one, edited=edits[one.edited_name].lying) for one in made]
    unreadable = {owner[name]: reason for name, reason in merge.unreadable.items()}
    taken = {one.edited_name for one in merge.merged} | merge.unreadable.keys()
    left = frozenset(owner[name] for name, (_, one) in parted.items() if name not in taken and _is_written_in(one))
    content, joined, steps = dict(merge.files), None, [*merge.steps]
    if gathered:
        content = {name: files[name] for name in files} | {name: merge.files[name] for name in others}
        if any(one.name in pieces for one in made):
            texts = tuple(merge.files[name] for name in pieces)
            joint = together(texts[0], texts[1:])
            content[single], joined = _of_state(joint, files[single], edits.get(single)), (single, texts)
        made = [replace(one, name=single, content=content[single]) if one.name in pieces else one for one in made]
    for name in edits.keys() - whole.keys() - set(owner.values()):  # saved anew, nothing changed
        made.append(MergedFile(single, name, edits[name].lying, content[single], 0, ()))
    for name, edit in whole.items():
        if gathered and name == single and not any(one.name == single for one in made):
            result = merge_documents(edit.base, edit.edited, files[single])
            content[single] = _of_state(result.content, files[single], edit)
            steps.append(Merging(single, edit.base, edit.edited, files[single], result.content))
            made.append(MergedFile(single, name, edit.lying, content[single], result.changes, result.conflicts))
        else:
            unreadable[name] = "các phần của tệp gộp đã bị nối vào nhau, không tách được phụ lục"
    made = sorted(_one_a_file(made), key=lambda one: one.name)
    return FolderMerge(content, tuple(made), unreadable, left, tuple(steps), joined)


def _is_written_in(edit: HandEdit) -> bool:
    """False for a document that an editor only saved anew: its words and looks are those of the generated one."""
    try:
        before, now = (read(one) for one in (edit.base, edit.edited))
    except Unreadable:
        return True
    said = [[(line.cells, line.look, line.commented) for line in one.lines] for one in (before, now)]
    return said[0] != said[1] or before.sections != now.sections


def _one_a_file(merged: Sequence[MergedFile]) -> Iterator[MergedFile]:
    """The parts of one edited file that went into one file, as one."""
    found: dict[tuple[str, str], MergedFile] = {}
    for one in merged:
        key = one.name, one.edited_name
        before = found.get(key)
        if before is not None:
            both = (*before.conflicts, *one.conflicts)
            one = replace(one, changes=before.changes + one.changes, conflicts=both)
        found[key] = one
    yield from found.values()


def proven(revised: FolderMerge, generated: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """What does not agree with `generated` in the merged files, and is neither a person's nor told."""
    problems = [
        one if one.place.file in generated or revised.joined is None else replace(one, place=Place(revised.joined[0]))
        for step in revised.steps
        for one in prove(step)
    ]
    if revised.joined is not None:
        name, pieces = revised.joined
        problems += prove_joined(name, pieces, generated[name], revised.files[name])
    return tuple(problems)


def _to_pieces(
    edits: Mapping[str, HandEdit], single: str
) -> tuple[dict[str, HandEdit], dict[str, tuple[str, HandEdit]]]:
    """Combined files that cannot be taken apart; and every edited document by a name, with its file's own name."""
    whole: dict[str, HandEdit] = {}
    parted: dict[str, tuple[str, HandEdit]] = {}
    for name, edit in edits.items():
        try:
            pieces = apart(edit.base, edit.edited) if name == single and is_combined(edit.base) else ()
        except CannotPart:
            whole[name] = edit
            continue
        except Unreadable:
            pieces = ()
        for number, piece in enumerate(pieces):
            if not piece.untouched:
                parted[f"{number}/{name}"] = name, HandEdit(piece.base, piece.edited)
        if not pieces:
            parted[name] = name, edit
    return whole, parted


def _of_state(content: bytes, new: bytes, edit: HandEdit | None) -> bytes:
    """A merged file with a mark of its own, so that a copy of it is known for that state's, an earlier one is not.

    It stays to the byte as it lies there where neither a person nor the data has changed anything since it was written.
    """
    if edit is not None and edit.as_written and edit.base == new:
        return edit.lying
    return marked_after(content, new)


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
        package = Package.made(content)
        return frozenset(_FAMILY.findall(package.parts[package.main]))
    except Unreadable:
        return frozenset()
