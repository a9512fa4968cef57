"""The step `revise` of a build: new files merged with what a person edited, held against what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.core.problems import Place, Problem, ProblemList
from generator.revise.folder import FolderMerge, merge_files, merge_report, proven
from generator.revise.proof import still_mixed, still_unproven
from generator.write.files import changed_since_written, hand_edits
from generator.write.manifest import issued_before, read_manifest


def revise(
    folder: Path, generated: Mapping[str, bytes], pieces: Mapping[str, bytes] | None = None
) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The newly generated files, those that a person edited in `folder` merged with their edits; old copies among them.

    `pieces` are the documents of a report, whether they are written as files of their own or as one. Without them an
    edited file goes into the new file of its name only: letters made from one template are too much alike to be told
    apart by what they hold.
    """
    if pieces is not None:
        issued = issued_before(folder)
        of = folder if folder.exists() or issued is None else issued  # a new version starts from the issued text
        if not of.exists():
            return merge_report(generated, pieces, {}), ()
        from generator.stories.old_copies import brought_up_to_date  # late: a first build has no copies

        current = brought_up_to_date(of, hand_edits(of))
        kept = current.edits
        if kept:
            from generator.redline.folder import without_own_marks  # late: only what a person edited has marks

            kept = without_own_marks(kept, generated)
        return merge_report(generated, pieces, kept), current.problems
    edits = hand_edits(folder)
    return merge_files(generated, {name: edits[name] for name in edits if name in generated}), ()


def unmerged_problems(folder: Path, revised: FolderMerge) -> tuple[Problem, ...]:
    """Why an edited file could not be merged; `publish` keeps it beside the new one."""
    problems = ProblemList()
    for name, reason in revised.unreadable.items():
        message = f"Không hợp nhất được bản sửa tay: {reason}."
        problems.add("XB011", Place(str(folder / name)), message, "Bản sửa tay được giữ riêng; đối chiếu hai tệp.")
    return tuple(problems.items)


def proof_of(folder: Path, revised: FolderMerge, generated: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The merged files held against what they were made of, before any is written; what waits from earlier runs."""
    found = proven(revised, generated)
    manifest = read_manifest(folder) if revised.merged else None
    touched = changed_since_written(folder) if manifest is not None else ()
    left = [one for one in revised.merged if one.name not in touched]
    same = [one.name for one in left if not one.changes]
    if manifest is None:
        return tuple(dict.fromkeys(found))
    followed = {
        one.name: (revised.files[one.name], generated[one.name])
        for one in left
        if one.changes and {one.name} <= revised.files.keys() & generated.keys()
    }
    waiting = still_unproven(manifest.problems, same, followed)
    return tuple(dict.fromkeys((*found, *waiting, *still_mixed(manifest.problems, revised.files, generated))))
