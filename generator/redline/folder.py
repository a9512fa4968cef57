"""`build --track-changes`: what the new data changed, as tracked changes in every file of the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from generator.core.folders import HandEdit
from generator.core.problems import BadDossier, Place, Problem, ProblemList
from generator.redline.accept_reject import settle_of
from generator.redline.redline import AUTHOR, track

if TYPE_CHECKING:
    from generator.revise.folder import FolderMerge


def track_files(
    revised: FolderMerge, before: Mapping[str, bytes], day: date | None
) -> tuple[FolderMerge, tuple[Problem, ...]]:
    """The merged files with their changes tracked against `before`, the files that stand in the folder now.

    What an earlier run tracked and nobody has settled is shown again, against the text before it. Accepting all gives
    the plain merge, rejecting all the file as it was. A file that is new or no Word file stays as it is; so does one
    that cannot be compared, with a problem XB012.
    """
    former = {**before, **{one.name: one.edited for one in revised.merged if one.edited_name == one.name}}
    files, problems = dict(revised.files), ProblemList()
    for name, content in revised.files.items():
        if name.endswith(".docx") and name in former and content != former[name]:
            try:
                files[name] = track(settle_of(former[name], AUTHOR, accept=False), content, day)
            except BadDossier as error:
                fix = "Tệp vẫn được cập nhật; xem bản trước đó bằng lệnh history rồi đối chiếu bằng lệnh redline."
                problems.add("XB012", Place(name), error.message, fix)
    merged = tuple(replace(one, content=files[one.name]) for one in revised.merged)
    return replace(revised, files=files, merged=merged), tuple(problems.items)


def without_own_marks(edits: Mapping[str, HandEdit], generated: Mapping[str, bytes]) -> dict[str, HandEdit]:
    """Hand edits of files with what an earlier run tracked in them accepted, where the data has changed since."""
    found = {}
    for name, edit in edits.items():
        found[name] = edit
        if name.endswith(".docx") and generated.get(name) != edit.base:
            try:
                plain = settle_of(edit.edited, AUTHOR, accept=True)
            except BadDossier:
                continue  # told by the merge, which reads the file too
            if plain != edit.edited:
                found[name] = replace(edit, edited=plain, found=edit.lying)
    return found
