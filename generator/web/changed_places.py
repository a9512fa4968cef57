"""What changed in a report's Word files since they stood otherwise, each change with its place on the pages.

Kept by the fingerprint of each file: a file that somebody edits afterwards shows no old marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.core.problems import BadDossier
from generator.redline.redline import redline
from generator.stories.redline import Sort, passages_of, places_of, sort_of
from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json, write_json
from generator.web.places import find_all
from generator.web.previews import pdf_path
from generator.web.reports import KeptReport

Before = Callable[[Path, str], Path | None]
"""The version that a file of a folder is compared with."""
_MOST = 200
"""Changes kept of a file; all are counted."""
_LARGEST = 4_000_000
"""Bytes of a Word file at most: a very large one would keep a person waiting."""


def keep_changes(dossier: DossierFolder, kept: KeptReport, before: Before) -> None:
    """Compares every Word file of a report with the version before, and finds the places on its pages."""
    files: dict[str, Any] = {}
    for one in kept.documents:
        old = before(kept.folder, one.name)
        if old is None or one.size > _LARGEST:
            continue
        found = _changes(old.read_bytes(), one.path.read_bytes(), pdf_path(dossier, one.mark))
        files[one.name] = {"mark": one.mark, **found}
    write_json(_path(dossier, kept.key), {"files": files})


def changes_of(dossier: DossierFolder, kept: KeptReport) -> Mapping[str, Any]:
    """By file name what `keep_changes` found, of the files that are still as they were then."""
    files = (read_json(_path(dossier, kept.key)) or {}).get("files", {})
    return {one.name: files[one.name] for one in kept.documents if files.get(one.name, {}).get("mark") == one.mark}


def pages_changed(found: Mapping[str, Any] | None) -> dict[int, int]:
    """How many changes begin on each page."""
    return dict(Counter(int(one["at"][0]["page"]) for one in (found or {"changes": ()})["changes"] if one["at"]))


def rows_marked(rows: Sequence[Mapping[str, Any]], marked: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which change marked on the pages (its number there) each change that came back is; by its words, each once."""
    free: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(marked, start=1):
        if one["at"]:
            free.setdefault((one["old"], one["new"]), []).append(number)
    found = {}
    for row, one in enumerate(rows):
        alike = free.get((one["old"], one["new"]))
        if alike:
            found[row] = alike.pop(0)
    return found


def _path(dossier: DossierFolder, key: str) -> Path:
    return dossier.works / "thay-doi" / f"{key}.json"


def _changes(old: bytes, new: bytes, pdf: Path) -> dict[str, Any]:
    try:
        changes = sorted(redline(old, new).changes, key=lambda one: sort_of(one) is Sort.LOOKS)
    except BadDossier:
        return {"changes": [], "total": 0}  # an open tracked change, say: the file itself shows it
    shown = changes[:_MOST]
    listed: list[dict[str, Any]] = [
        {"kind": one.kind.value, "sort": sort_of(one).value, "old": one.old, "new": one.new, "place": place, "at": []}
        for one, place in zip(shown, places_of(shown, new), strict=True)
    ]
    if pdf.is_file():
        wanted = list(zip((one.new for one in shown), passages_of(shown, new), strict=True))
        for told, spots in zip(listed, find_all(pdf, wanted), strict=True):
            told["at"] = spots if told["sort"] != Sort.LOOKS.value else []
    return {"changes": listed, "total": len(changes)}
