"""A batch shared out among the machines of a Dask cluster, reached through `Client.get_executor()`.

A task only makes bytes, so that one that Dask loses with its worker and does again, or does twice, changes nothing:
each answer is taken in once, here, where the folders are.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker
from distributed.comm.core import CommClosedError

from generator import VERSION
from generator.batch.packed_jobs import (
    PackedJob,
    Return,
    make_by_folder,
    make_on_worker,
    opened,
    packed_job,
    pick_up,
    put_down,
    sealed,
)
from generator.batch.results import Result, done, failed
from generator.batch.work import Chunk
from generator.core.problems import BaocaoError, OutsideProgram, WrongUsage
from generator.stories.finish import finish
from generator.stories.jobs import Job
from generator.stories.unchanged import Inputs, inputs_of
from generator.write.libreoffice import LIBREOFFICE

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
                return self.executor.submit(make_on_worker, sealed(packed_jobs))
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
        own, around = job.out / one.contents.folder, one.contents.within
        contents = replace(one.contents, folder=own, within=job.out / around if around else None)
        try:
            return done(job, finish(contents, one.summary, job, self.before.pop(job, None)))
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
