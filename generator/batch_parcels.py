"""What travels between this machine and a cluster: a dossier out, a finished report back, never a half of one.

A worker has no folder of results. It unpacks the dossier and what stands in its folder here (an edited file to be
merged, issued reports to be compared with) into a temporary place, makes the report as it would be made here, and sends
back what goes into the folder. The folder itself is changed here, once, by whoever started the batch.

By default a parcel travels through the cluster. With a shared folder it lies there as a file named after its content,
and only that name and its sha256 travel; what has another sha256 is not opened.
"""

from __future__ import annotations

import functools
import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import VERSION
from generator.batch_results import Result
from generator.batch_work import Ready, packages
from generator.jobs import Checked, Job
from generator.periods import parse_period
from generator.problems import Problem, WrongUsage
from generator.publication import Package
from generator.summary import Summary
from generator.unchanged import summary_of

_BASE, _HISTORY, _MANIFEST, _NEW_VERSION = ".base", "lich-su", "manifest.json", "-ban-"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A dossier on its way to a worker. `there` maps paths below its folder of results to what stands there."""

    job: Job
    workbook: bytes
    templates: Mapping[str, bytes] | None
    there: Mapping[str, bytes]
    checked: bytes | None = None
    """The workbook as it was read and split already, pickled; `digest` names it."""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A report on its way back; the folders in it stand below the folder of all results."""

    package: Package
    summary: Summary


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker made of some parcels, in their order, and which program it runs."""

    version: str
    found: tuple[Return | Result, ...]


def parcel_of(job: Job, checked: bytes | None, digest: str) -> Parcel:
    """All that a worker needs to make the report of `job`. Raises OSError if the workbook cannot be read."""
    templates = None
    if job.templates is not None:
        templates = {path.name: path.read_bytes() for path in sorted(job.templates.glob("*.docx"))}
    return Parcel(job, job.workbook.read_bytes(), templates, dict(_there(job)), checked, digest)


def _there(job: Job) -> dict[str, bytes]:
    """What a build of `job` reads in its folder of results: manifests of issued reports, and its own folder."""
    reports, period = job.out / job.workbook.stem, parse_period(job.period)
    found: dict[str, bytes] = {}
    if period is None or not reports.is_dir():
        return found
    for path in sorted(reports.rglob("*")):
        parts = path.relative_to(reports).parts
        if not path.is_file() or any(part.startswith(".") and part != _BASE for part in parts):
            continue
        place = parts[: parts.index(_BASE)] if _BASE in parts else parts[:-1]
        depth = 1 if job.agency is None else 2
        is_own = len(place) == depth and place[0] == period.code and (job.agency is None or _is(place[1], job.agency))
        is_manifest = len(place) == depth and parts[-1] == _MANIFEST and _BASE not in parts
        if is_manifest or (is_own and _HISTORY not in parts):
            found["/".join(parts)] = path.read_bytes()
    return found


def _is(folder: str, agency: str) -> bool:
    return folder.split(_NEW_VERSION)[0] == agency


# --- on the worker -------------------------------------------------------------------------------


def sealed(parcels: tuple[Parcel, ...]) -> bytes:
    """The parcels as bytes: the scheduler passes them on without unpacking them."""
    return pickle.dumps(parcels, pickle.HIGHEST_PROTOCOL)


def make_there(content: bytes) -> Answer:
    """Makes the reports of all sealed parcels. Nothing of them stays on the worker."""
    parcels: tuple[Parcel, ...] = _unpickled(content, tuple)
    with tempfile.TemporaryDirectory(prefix="baocao-cum-", ignore_cleanup_errors=True) as name:
        jobs = [_unpacked(parcel, Path(name) / str(number)) for number, parcel in enumerate(parcels)]
        checked = _opened(parcels[0].digest, parcels[0].checked) if parcels[0].checked else None
        made = zip(packages(jobs, checked, lambda step: None), jobs, parcels, strict=True)
        return Answer(VERSION, tuple(_return(one, job, parcel.job) for one, job, parcel in made))


def _unpacked(parcel: Parcel, place: Path) -> Job:
    job = parcel.job
    out, templates = place / "ket-qua", None
    place.mkdir()
    (place / job.workbook.name).write_bytes(parcel.workbook)
    for path, content in parcel.there.items():
        _write(out / job.workbook.stem / path, content)
    if parcel.templates is not None:
        templates = place / "mau"
        templates.mkdir()
        for name, content in parcel.templates.items():
            _write(templates / name, content)
    return replace(job, workbook=place / job.workbook.name, out=out, templates=templates)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@functools.lru_cache(maxsize=2)
def _opened(digest: str, checked: bytes) -> Any:
    """A workbook that is split is unpickled once, however many of its agencies come to this worker."""
    return _unpickled(checked, Checked)


def _return(one: Ready | Result, there: Job, here: Job) -> Return | Result:
    """The same without the paths of this worker."""
    if isinstance(one, Result):
        return replace(one, workbook=here.workbook.as_posix())
    package = one.package
    within = package.within.relative_to(there.out) if package.within else None
    package = replace(package, folder=package.folder.relative_to(there.out), within=within)
    summary = summary_of(one.outcome)
    problems = tuple(_moved(problem, str(there.workbook), str(here.workbook)) for problem in summary.problems)
    return Return(package, replace(summary, folder=package.folder, problems=problems))


def _moved(problem: Problem, old: str, new: str) -> Problem:
    return replace(problem, place=replace(problem.place, file=new)) if problem.place.file == old else problem


# --- by a shared folder --------------------------------------------------------------------------


def put_down(content: bytes, folder: Path) -> str:
    """Writes a file named after its content; gives its sha256. Doing it twice is like doing it once."""
    from generator.write.files import write_file
    from generator.write.manifest import sha256

    digest = sha256(content)
    if not (folder / digest).is_file():
        write_file(folder / digest, content)
    return digest


def pick_up(folder: Path, digest: str) -> bytes:
    """What `put_down` wrote. Raises WrongUsage if the file is missing or another than was announced."""
    from generator.write.manifest import sha256

    try:
        content = (folder / digest).read_bytes()
    except OSError:
        content = b""
    if sha256(content) != digest:
        raise WrongUsage(
            f"Máy làm việc và máy này không thấy cùng một nội dung ở thư mục chung “{folder}”.",
            "Kiểm tra thư mục chung được gắn cùng một đường dẫn và ghi được trên mọi máy, hoặc bỏ --shared-folder.",
        )
    return content


def make_by_folder(folder: Path, digest: str) -> str:
    """`make_there` with parcels that lie in a shared folder; the answer is laid there too, its sha256 comes back."""
    answer = make_there(pick_up(folder, digest))
    return put_down(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL), folder)


def opened(content: bytes) -> Answer:
    """The answer that was laid into the shared folder."""
    answer: Answer = _unpickled(content, Answer)
    return answer


def _unpickled(content: bytes, kind: type[Any]) -> Any:
    found = pickle.loads(content)
    if not isinstance(found, kind):
        raise TypeError(type(found))
    return found
