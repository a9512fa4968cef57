"""`build --track-changes`: what the new data changed, as tracked changes in every file of the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from generator.problems import BadDossier
from generator.revise.redline import track

if TYPE_CHECKING:
    from generator.revise.folder import FolderMerge


def track_files(revised: FolderMerge, before: Mapping[str, bytes], day: date | None) -> FolderMerge:
    """The merged files with their changes tracked against `before`, the files that stand in the folder now.

    Accepting all gives the plain merge, rejecting all the file as it was. A file that is new, is no Word file, or
    cannot be compared stays as it is.
    """
    former = {**before, **{one.name: one.edited for one in revised.merged}}
    files = dict(revised.files)
    for name, content in revised.files.items():
        if name.endswith(".docx") and name in former:
            try:
                files[name] = track(former[name], content, day)
            except BadDossier:
                continue
    merged = tuple(replace(one, content=files[one.name]) for one in revised.merged)
    return replace(revised, files=files, merged=merged)
