"""What travels between this machine and a cluster: a dossier out, a finished report back, never a half of one."""

from __future__ import annotations

import functools
import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import VERSION
from generator.batch.results import Result
from generator.batch.work import Ready, reports_of
from generator.core.folders import BASE, HISTORY, MANIFEST, PUT_IN, without_version
from generator.core.period_names import parse_period
from generator.core.problems import WrongUsage
from generator.core.summary import Summary
from generator.stories.finish import FolderContents
from generator.stories.jobs import Checked, Job
from generator.write.files import write_file
from generator.write.manifest import sha256


@dataclass(frozen=True, slots=True)
class PackedJob:
    """A dossier on its way to a worker. `results` maps paths below its folder of results to what stands there."""

    job: Job
    workbook: bytes
    templates: Mapping[str, bytes] | None
    results: Mapping[str, bytes]
    checked: bytes | None = None
    """The workbook as it was read and split already, pickled; `digest` names it."""
    digest: str = ""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures and documents beside the workbook, which a template may put in."""


@dataclass(frozen=True, slots=True)
class Return:
    """A report on its way back; the folders in it stand below the folder of all results."""

    contents: FolderContents
    summary: Summary


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker made of some packed jobs, in their order, and which program it runs."""

    version: str
    found: tuple[Return | Result, ...]


def packed_job(job: Job, checked: bytes | None, digest: str) -> PackedJob:
    """All that a worker needs to make the report of `job`. Raises OSError if the workbook cannot be read."""
    templates, beside = None, {}
    if job.templates is not None:
        templates, beside = _put_in(job.templates), _put_in(job.workbook.parent)
    return PackedJob(job, job.workbook.read_bytes(), templates, dict(_results_of(job)), checked, digest, beside)


def _put_in(folder: Path) -> dict[str, bytes]:
    """The templates of a folder, and what templates may put in."""
    found = (path for path in sorted(folder.iterdir()) if path.is_file() and path.name.casefold().endswith(PUT_IN))
    return {path.name: path.read_bytes() for path in found}


def _results_of(job: Job) -> dict[str, bytes]:
    """What a build of `job` reads in its folder of results: manifests of issued reports, and its own folder."""
    reports, period = job.reports, parse_period(job.period)
    found: dict[str, bytes] = {}
    if period is None or not reports.is_dir():
        return found
    for path in sorted(reports.rglob("*")):
        parts = path.relative_to(reports).parts
        if not path.is_file() or any(part.startswith(".") and part != BASE for part in parts):
            continue
        place = parts[: parts.index(BASE)] if BASE in parts else parts[:-1]
        depth = 1 if job.part is None else 2
        is_own = (
            len(place) == depth
            and place[0] == period.code
            and (job.part is None or without_version(place[1]) == job.part)
        )
        is_manifest = len(place) == depth and parts[-1] == MANIFEST and BASE not in parts
        if is_manifest or (is_own and HISTORY not in parts):
            found["/".join(parts)] = path.read_bytes()
    return found


# --- on the worker -------------------------------------------------------------------------------


def sealed(packed_jobs: tuple[PackedJob, ...]) -> bytes:
    """The packed jobs as bytes: the scheduler passes them on without unpacking them."""
    return pickle.dumps(packed_jobs, pickle.HIGHEST_PROTOCOL)


def make_on_worker(content: bytes) -> Answer:
    """Makes the reports of all sealed packed jobs. Nothing of them stays on the worker."""
    packed_jobs: tuple[PackedJob, ...] = _unpickled(content, tuple)
    with tempfile.TemporaryDirectory(prefix="baocao-cum-", ignore_cleanup_errors=True) as name:
        jobs = [_unpacked(packed, Path(name) / str(number)) for number, packed in enumerate(packed_jobs)]
        checked = _opened(packed_jobs[0].digest, packed_jobs[0].checked) if packed_jobs[0].checked else None
        made = zip(reports_of(jobs, checked, lambda step: None), jobs, packed_jobs, strict=True)
        return Answer(VERSION, tuple(_return(one, job, packed.job) for one, job, packed in made))


def _unpacked(packed: PackedJob, place: Path) -> Job:
    job = packed.job
    out, templates = place / "ket-qua", None
    place.mkdir()
    for name, content in {**packed.beside, job.workbook.name: packed.workbook}.items():
        _write(place / name, content)
    for path, content in packed.results.items():
        _write(out / job.workbook.stem / path, content)
    if packed.templates is not None:
        templates = place / "mau"
        templates.mkdir()
        for name, content in packed.templates.items():
            _write(templates / name, content)
    return replace(job, workbook=place / job.workbook.name, out=out, templates=templates)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@functools.lru_cache(maxsize=2)
def _opened(digest: str, checked: bytes) -> Any:
    """A workbook that is split is unpickled once, however many of its agencies come to this worker."""
    return _unpickled(checked, Checked)


def _return(one: Ready | Result, on_worker: Job, here: Job) -> Return | Result:
    """The same without the paths of this worker."""
    if isinstance(one, Result):
        return replace(one, workbook=here.workbook.as_posix())
    contents = one.contents
    within = contents.within.relative_to(on_worker.out) if contents.within else None
    contents = replace(contents, folder=contents.folder.relative_to(on_worker.out), within=within)
    summary = one.outcome.summary()
    problems = tuple(problem.moved(str(on_worker.workbook), str(here.workbook)) for problem in summary.problems)
    return Return(contents, replace(summary, folder=contents.folder, problems=problems))


# --- by a shared folder --------------------------------------------------------------------------


def put_down(content: bytes, folder: Path) -> str:
    """Writes a file named after its content; gives its sha256. Doing it twice is like doing it once."""
    digest = sha256(content)
    if not (folder / digest).is_file():
        write_file(folder / digest, content)
    return digest


def pick_up(folder: Path, digest: str) -> bytes:
    """What `put_down` wrote. Raises WrongUsage if the file is missing or another than was announced."""
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
    """`make_on_worker` with packed jobs out of a shared folder; the answer is laid there too, its sha256 comes back."""
    answer = make_on_worker(pick_up(folder, digest))
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
