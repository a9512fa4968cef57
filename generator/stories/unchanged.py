"""A build that has nothing to do: the record of the last run says so, and nothing is parsed or written.

`.base/lan-lap.json` of an output folder holds a mark of all that the result depends on, the sha256 of every file the
run left, and what it had to say. If mark and files are the same, a full build would leave the folder as it is, so the
kept summary is shown instead. Whatever is missing, damaged or different leads to a full build; the record can be
deleted at any time. It holds no clock and no path outside the folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.core.folders import BASE, MANIFEST, NEW_VERSION, RECORD, REPORT, newest_report, without_version
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.program_mark import file_hash, program_mark
from generator.core.summary import Summary, summary_from_json
from generator.stories.jobs import Job

SCHEMA = 1


def unchanged(job: Job) -> Summary | None:
    """What the last build of the same report said, if neither that which it read nor that which it wrote changed.

    None: a full build is due.
    """
    try:
        found = [folder for folder in _folders(job) if (folder / BASE / RECORD).is_file()]
        inputs = inputs_of(job) if found else None
        for folder in found if inputs is not None else ():
            record = json.loads((folder / BASE / RECORD).read_bytes())
            same = inputs is not None and record["schema"] == SCHEMA and record["mark"] == inputs.mark_for(folder)
            if same and _as_left(folder, record):
                return _shown(summary_from_json(record["summary"], folder), job).repeated(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads and is asked for: `mark` of everything but the manifests that may be issued reports'."""

    mark: str
    manifests: Mapping[str, str]
    """Path under the dossier's results → sha256."""

    def mark_for(self, folder: Path) -> str:
        """The mark of all that the report in `folder` depends on: of manifests, other periods' and its own agency's."""
        agency = without_version(folder.name)
        counted = {
            path: mark
            for path, mark in self.manifests.items()
            if Path(path).parts != folder.parts[-len(Path(path).parts) :]
            and ("/" not in path or without_version(Path(path).name) == agency)
        }
        return _mark([self.mark, counted])


def inputs_of(job: Job) -> Inputs | None:
    """Everything that a build reads and is asked for; None if that cannot be told (the build will say why).

    Take it before the build and hand it to `finish` afterwards.
    """
    period = parse_period(job.period)
    if period is None or (job.templates is not None and not job.templates.is_dir()):
        return None
    try:
        read = {
            "program": program_mark(),
            "asked": job.marks(),
            "converter": _converter() if job.pdf else None,
            "before": _last_report(job, period),
        }
        return Inputs(_mark(read), _manifests(job))
    except OSError:
        return None


def _mark(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def record_of(job: Job, before: Inputs | None, summary: Summary, hashes: Mapping[str, str]) -> bytes | None:
    """The record of a run that published files with those hashes; None if what it reads was changed while it ran."""
    folder, now = summary.folder, inputs_of(job)
    if before is None or now is None or now.mark_for(folder) != before.mark_for(folder):
        return None
    record = {
        "schema": SCHEMA,
        "mark": now.mark_for(folder),
        "files": dict(hashes),
        "names": _names(folder),
        "summary": _kept(summary, job).as_json(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")


# --- where the report stands -----------------------------------------------------------------------


def last_written(job: Job) -> Mapping[Path, int]:
    """When each folder that may hold the report was last put in its place, in nanoseconds; none that is not there."""
    try:
        manifests = [folder / MANIFEST for folder in _folders(job)]
        return {one.parent: one.stat().st_mtime_ns for one in manifests if one.is_file()}
    except OSError:
        return {}


def _folders(job: Job) -> Iterator[Path]:
    """The folders that may hold the report: one, but for an agency that is called by another of its names."""
    period = parse_period(job.period)
    if period is None:
        return
    folder = job.reports / period.code
    places = [folder] if job.part is None else [folder / job.part]
    if job.agency is not None and not places[0].is_dir():
        places = [one for one in _inside(folder) if NEW_VERSION not in one.name]
    for place in places:
        versions = [one for one in _inside(place.parent) if one.name.startswith(f"{place.name}{NEW_VERSION}")]
        latest = [one for one in versions if one.name == f"{place.name}{NEW_VERSION}{len(versions) + 1}"]
        newest = latest[0] if job.new_version and latest else place
        # Half-written or set aside by a run that is at work or was killed: a full build puts it right.
        if not any(newest.with_name(f".{newest.name}{ending}").exists() for ending in (".moi", ".cu")):
            yield newest


def _inside(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if not one.name.startswith(".") and one.is_dir())


def _manifests(job: Job) -> dict[str, str]:
    """Every manifest under the dossier's results that may be an issued report's, which a later report is compared with.

    A report whose record vouches for its manifest was built and not issued since; it counts for nothing.
    """
    reports = job.reports
    folders = _inside(reports)
    if job.part is not None:
        folders = [own for folder in folders for own in _inside(folder)]
    marks = [(folder, file_hash(folder / MANIFEST)) for folder in folders if (folder / MANIFEST).is_file()]
    return {
        folder.relative_to(reports).as_posix(): mark for folder, mark in marks if _recorded_manifest(folder) != mark
    }


def _recorded_manifest(folder: Path) -> object:
    try:
        return json.loads((folder / BASE / RECORD).read_bytes())["files"][MANIFEST]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _last_report(job: Job, period: Period) -> list[str]:
    """The report of the period before, whose texts are offered again: as it stands, as it was made.

    One that nobody has touched says nothing that the workbook does not say.
    """
    home = job.reports / period.previous().code
    folder = newest_report(home / job.part if job.part else home)
    files = () if folder is None else (folder / REPORT, folder / BASE / REPORT)
    marks = [file_hash(path) for path in files if path.is_file()]
    return marks if len(set(marks)) == len(files) else []


def _converter() -> list[object]:
    """The LibreOffice that would be run: another one may set other pages."""
    from generator.write.libreoffice import LIBREOFFICE  # late: only where PDF files are asked for

    program = LIBREOFFICE.find()
    if program is None:
        return []
    state = program.resolve().stat()
    return [str(program.resolve()), state.st_size, state.st_mtime_ns]


# --- as the run left it ----------------------------------------------------------------------------


def _as_left(folder: Path, record: Mapping[str, Any]) -> bool:
    files = record["files"]
    if not files or _names(folder) != record["names"]:
        return False
    return all((folder / name).is_file() and file_hash(folder / name) == mark for name, mark in files.items())


def _names(folder: Path) -> list[str]:
    """The files that a person sees in the folder, and a subfolder's own reports not."""
    return sorted(one.name for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))


# --- places without the folders of this machine ------------------------------------------------------

_WORKBOOK = "\0hồ sơ"


def _kept(summary: Summary, job: Job) -> Summary:
    """What a repeated run would say too: not what the folder looked like before, nor where the workbook lies."""
    lasting = [one for one in summary.problems if one.code not in _OF_ONE_RUN]
    return replace(summary, problems=tuple(one.moved(str(job.workbook), _WORKBOOK) for one in lasting))


_OF_ONE_RUN = frozenset({"XB004", "XB006", "XB011", "XB016"})
"""An edited file kept aside, a damaged manifest, an edited file that could not be merged: put right by then."""


def _shown(summary: Summary, job: Job) -> Summary:
    return replace(summary, problems=tuple(one.moved(_WORKBOOK, str(job.workbook)) for one in summary.problems))
