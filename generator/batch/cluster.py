"""The crew of a batch as machines of a Dask cluster, reached through `Client.get_executor()`.

A task only makes bytes, so that one that Dask loses with its worker and does again, or does twice, changes nothing:
each answer is taken in once, here, where the folders are.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker
from distributed.comm.core import CommClosedError

from generator import VERSION
from generator.batch.results import Result, done, failed
from generator.batch.work import Chunk, Ready, packages
from generator.core.folders import BASE, HISTORY, MANIFEST, PUT_IN, without_version
from generator.core.period_names import parse_period
from generator.core.problems import BaocaoError, OutsideProgram, WrongUsage
from generator.core.summary import Summary
from generator.stories.finish import FolderContents, finish
from generator.stories.jobs import Checked, Job
from generator.stories.unchanged import Inputs, inputs_of
from generator.write.files import write_file
from generator.write.libreoffice import LIBREOFFICE
from generator.write.manifest import sha256

# --- what travels between this machine and a cluster: a dossier out, a finished report back, never a half of one ------


@dataclass(frozen=True, slots=True)
class PackedJob:
    """A dossier on its way to a worker. `there` maps paths below its folder of results to what stands there."""

    job: Job
    workbook: bytes
    templates: Mapping[str, bytes] | None
    there: Mapping[str, bytes]
    checked: bytes | None = None
    """The workbook as it was read and split already, pickled; `digest` names it."""
    digest: str = ""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures and documents beside the workbook, which a template may put in."""


@dataclass(frozen=True, slots=True)
class Return:
    """A report on its way back; the folders in it stand below the folder of all results."""

    package: FolderContents
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
    return PackedJob(job, job.workbook.read_bytes(), templates, dict(_there(job)), checked, digest, beside)


def _put_in(folder: Path) -> dict[str, bytes]:
    """The templates of a folder, and what templates may put in."""
    found = (path for path in sorted(folder.iterdir()) if path.is_file() and path.name.casefold().endswith(PUT_IN))
    return {path.name: path.read_bytes() for path in found}


def _there(job: Job) -> dict[str, bytes]:
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


def make_there(content: bytes) -> Answer:
    """Makes the reports of all sealed packed jobs. Nothing of them stays on the worker."""
    packed_jobs: tuple[PackedJob, ...] = _unpickled(content, tuple)
    with tempfile.TemporaryDirectory(prefix="baocao-cum-", ignore_cleanup_errors=True) as name:
        jobs = [_unpacked(packed, Path(name) / str(number)) for number, packed in enumerate(packed_jobs)]
        checked = _opened(packed_jobs[0].digest, packed_jobs[0].checked) if packed_jobs[0].checked else None
        made = zip(packages(jobs, checked, lambda step: None), jobs, packed_jobs, strict=True)
        return Answer(VERSION, tuple(_return(one, job, packed.job) for one, job, packed in made))


def _unpacked(packed: PackedJob, place: Path) -> Job:
    job = packed.job
    out, templates = place / "ket-qua", None
    place.mkdir()
    for name, content in {**packed.beside, job.workbook.name: packed.workbook}.items():
        _write(place / name, content)
    for path, content in packed.there.items():
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


def _return(one: Ready | Result, there: Job, here: Job) -> Return | Result:
    """The same without the paths of this worker."""
    if isinstance(one, Result):
        return replace(one, workbook=here.workbook.as_posix())
    package = one.package
    within = package.within.relative_to(there.out) if package.within else None
    package = replace(package, folder=package.folder.relative_to(there.out), within=within)
    summary = one.outcome.summary()
    problems = tuple(problem.moved(str(there.workbook), str(here.workbook)) for problem in summary.problems)
    return Return(package, replace(summary, folder=package.folder, problems=problems))


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
    """`make_there` with packed jobs out of a shared folder; the answer is laid there too, its sha256 comes back."""
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


_CONNECT_SECONDS = 10
_TRIES = 3


def cluster_crew(address: str, shared: Path | None, job: Job) -> ClusterCrew:
    """The workers of the cluster at `address`, all with this version of the program.

    Raises OutsideProgram if nobody answers, there is no worker, or a worker cannot do the job.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our words
    connect: Callable[..., Any] = Client
    try:
        client = connect(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise OutsideProgram(
            f"Không kết nối được bộ điều phối “{address}”.",
            "Kiểm tra địa chỉ (như tcp://10.0.0.5:8786), tường lửa, và lệnh “dask scheduler” đang chạy trên máy đó.",
        ) from error
    try:
        _refuse_unfit(client, job.pdf)
        return ClusterCrew(client, client.get_executor(pure=False, retries=_TRIES), _inside(shared))
    except BaseException:
        client.close()
        raise


def about_worker() -> tuple[str, bool]:
    """On a worker: the version of the program, and whether LibreOffice is there."""
    return VERSION, LIBREOFFICE.find() is not None


def _refuse_unfit(client: Any, pdf: bool) -> None:
    try:
        version = client.run_on_scheduler(about_worker)[0]
    except Exception as error:  # Dask hands on whatever went wrong over there
        raise _lacking("Máy điều phối", "dask scheduler") from error
    if version != VERSION:
        raise _other_version("Máy điều phối", version)
    told: Mapping[str, Any] = client.run(about_worker, on_error="return")
    if not told:
        raise OutsideProgram("Cụm máy chưa có máy làm việc nào.", "Chạy “dask worker ĐỊA_CHỈ” trên các máy làm việc.")
    lacking = sorted(worker for worker, one in told.items() if not isinstance(one, tuple))
    if lacking:
        raise _lacking(f"Máy làm việc {lacking[0]}", "dask worker")
    others = {worker: one[0] for worker, one in sorted(told.items()) if one[0] != VERSION}
    if others:
        worker, version = next(iter(others.items()))
        raise _other_version(f"Máy làm việc {worker}", version)
    without = sorted(worker for worker, one in told.items() if not one[1])
    if pdf and without:
        raise OutsideProgram(f"Máy làm việc {without[0]} không có LibreOffice.", "Cài LibreOffice, hoặc bỏ --pdf.")


def _lacking(machine: str, command: str) -> OutsideProgram:
    return OutsideProgram(
        f"{machine} chưa cài baocao, hoặc bản đã cài không chạy được.",
        f"Cài baocao {VERSION} vào đúng môi trường Python của “{command}” trên máy đó.",
    )


def _other_version(machine: str, version: str) -> OutsideProgram:
    return OutsideProgram(
        f"{machine} chạy baocao {version}, máy này chạy baocao {VERSION}.",
        "Cài cùng một phiên bản trên mọi máy rồi chạy lại.",
    )


def _inside(shared: Path | None) -> tempfile.TemporaryDirectory[str] | None:
    """A folder of this batch in the shared one."""
    if shared is None:
        return None
    if not shared.is_dir():
        raise WrongUsage(f"Không tìm thấy thư mục chung “{shared}”.", "Kiểm tra lại đường dẫn sau --shared-folder.")
    return tempfile.TemporaryDirectory(prefix="baocao-cum-", dir=shared.resolve(), ignore_cleanup_errors=True)


@dataclass(slots=True)
class ClusterCrew:
    """All threads of all workers. `client` is Dask's; `shared` where packed jobs lie, if not in the tasks."""

    client: Any
    executor: Executor
    shared: tempfile.TemporaryDirectory[str] | None
    before: dict[Job, Inputs | None] = field(default_factory=dict)
    lost: bool = False

    @property
    def workers(self) -> int:
        threads: Mapping[str, int] = self.client.nthreads() if not self.lost else {}
        return max(1, sum(threads.values()))

    def submit(self, chunk: Chunk) -> Future[Any]:
        try:
            if self.lost:
                raise _no_cluster()
            packed_jobs = tuple(self._packed_jobs(chunk))
            if self.shared is None:
                return self.executor.submit(make_there, sealed(packed_jobs))
            folder = Path(self.shared.name)
            return self.executor.submit(make_by_folder, folder, put_down(sealed(packed_jobs), folder))
        except (BaocaoError, OSError) as error:
            refused: Future[Any] = Future()
            refused.set_exception(error)
            return refused

    def _packed_jobs(self, chunk: Chunk) -> Iterator[PackedJob]:
        checked = chunk.checked.read_bytes() if chunk.checked else None
        for job in chunk.jobs:
            self.before[job] = inputs_of(job)
            yield packed_job(job, checked, str(chunk.checked or ""))

    def receive(self, chunk: Chunk, future: Future[Any]) -> Sequence[Result]:
        answer = self._answer(future)
        if self.shared is not None:
            answer = opened(pick_up(Path(self.shared.name), answer))
        if answer.version != VERSION:  # a worker that joined later
            raise _other_version("Một máy làm việc mới vào cụm", answer.version)
        return [self._put(job, one) for job, one in zip(chunk.jobs, answer.found, strict=True)]

    def _answer(self, future: Future[Any]) -> Any:
        try:
            return future.result()
        except KilledWorker as error:  # several workers ended with these dossiers in hand
            raise BrokenExecutor from error
        except (CancelledError, asyncio.CancelledError, CommClosedError) as error:
            self.lost = True
            raise _no_cluster() from error

    def _put(self, job: Job, one: Return | Result) -> Result:
        """The folder, changed here and at once."""
        if isinstance(one, Result):
            return one
        own, around = job.out / one.package.folder, one.package.within
        package = replace(one.package, folder=own, within=job.out / around if around else None)
        try:
            return done(job, finish(package, one.summary, job, self.before.pop(job, None)))
        except (BaocaoError, OSError) as error:
            return failed(job, error)

    def renew(self, workers: int) -> None:
        """Nothing: a cluster replaces its own workers."""

    def end(self, at_once: bool) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            self.executor.shutdown(wait=not at_once and not self.lost)
            self.client.close()
        if self.shared is not None:
            self.shared.cleanup()


def _no_cluster() -> OutsideProgram:
    return OutsideProgram("Mất liên lạc với cụm máy.", "Chạy lại đúng lệnh đó để làm tiếp những hồ sơ còn lại.")
