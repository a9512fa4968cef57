"""Many dossiers: shared out among workers, one that fails never stops the others, and all of it can be taken up again.

The only thing known of the workers is a `concurrent.futures.Executor`: processes of this machine (`LocalCrew`), or
machines of a Dask cluster (cluster.py). Chunks are handed out a few at a time, so that a crash leaves few
suspects and an end by Ctrl-C little to wait for.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from generator.batch.inputs import Share, dossiers, shares
from generator.batch.results import BatchReport, Ending, Result, done, failed, not_done
from generator.batch.work import Chunk, begin_worker, ctrl_c_held, make
from generator.core.period_names import lacking, parse_period
from generator.core.problems import BaocaoError, OutsideProgram, WrongUsage
from generator.stories.jobs import Job
from generator.stories.unchanged import last_written, unchanged
from generator.validate.row_reader import PERIOD_EXAMPLE
from generator.write.files import write_file
from generator.write.libreoffice import LIBREOFFICE
from generator.write.refusals import plain_refusals

# --- those who do the work of a batch, seen as a `concurrent.futures.Executor`; here the processes of this machine ----

_MOST_WORKERS = 61  # Windows cannot wait for more processes at once
_BIRTH = 60.0
"""Seconds within which the first worker must be there."""


class Crew(Protocol):
    """Those who do the work."""

    @property
    def workers(self) -> int: ...

    def submit(self, chunk: Chunk) -> Future[Any]:
        """Hands out a chunk."""

    def receive(self, chunk: Chunk, future: Future[Any]) -> Sequence[Result]:
        """What came back, folders and all. Raises BrokenExecutor if a worker ended with the chunk in hand."""

    def renew(self, workers: int) -> None:
        """After a crash: the same crew anew, with so many workers."""

    def end(self, at_once: bool) -> None:
        """Sends everybody home; `at_once` also those who are at work."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class LocalCrew:
    """Processes of this machine. They are started when the first chunk is there, afresh on every system alike."""

    folder: Path
    workers: int
    work: Callable[[Chunk], Sequence[Result]] = make
    pool: Executor | None = None
    birth: float = _BIRTH
    born: bool = False
    """Workers have been at work here: if none comes anew, that is a crash and no fault of the machine."""

    def submit(self, chunk: Chunk) -> Future[Any]:
        if self.pool is None:
            self.pool = self._begun()
        with ctrl_c_held():  # a pool starts its workers while work is handed in
            return self.pool.submit(self.work, chunk)

    def _begun(self) -> Executor:
        """A pool whose first worker is at work.

        Raises NoWorkers if none comes: nobody waits for what never answers; BrokenExecutor where there were some before
        and none comes after a second try.
        """
        try:
            pool = self._pool()
        except NoWorkers:
            if not self.born:
                raise
            with _as_a_crash():
                pool = self._pool()
        self.born = True
        return pool

    def _pool(self) -> Executor:
        """A pool whose first worker is at work. Raises NoWorkers."""
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(min(self.workers, _MOST_WORKERS), context, begin_worker, (self.folder,))
        try:
            with ctrl_c_held():
                first = pool.submit(os.getpid)
            first.result(self.birth)
        except KeyboardInterrupt:
            _end_workers()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        except (BrokenExecutor, OSError, TimeoutError) as error:
            _end_workers()
            pool.shutdown(wait=False, cancel_futures=True)
            raise NoWorkers(
                "Không khởi động được tiến trình làm việc nào, nên chưa lập báo cáo nào.",
                "Thường do phần mềm diệt virus chặn, hết bộ nhớ, hoặc lệnh được chạy từ chương trình khác mà không có "
                "đầu vào chuẩn. Chạy lại trong cửa sổ lệnh; nếu vẫn vậy, lập từng hồ sơ bằng lệnh build.",
            ) from error
        return pool

    def receive(self, chunk: Chunk, future: Future[Any]) -> Sequence[Result]:
        found: Sequence[Result] = future.result()
        return found

    def renew(self, workers: int) -> None:
        self.end(at_once=False)
        self.workers = workers

    def end(self, at_once: bool) -> None:
        if self.pool is None:
            return
        if at_once:
            _end_workers()
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = None


@contextlib.contextmanager
def _as_a_crash() -> Iterator[None]:
    """Workers that do not come are a crash here."""
    try:
        yield
    except NoWorkers as error:
        raise BrokenExecutor from error


def _end_workers() -> None:
    for process in multiprocessing.active_children():
        process.kill()


class NoWorkers(OutsideProgram):
    """No worker process can be started on this machine."""


class WorkerCrashed(BaocaoError):
    """A worker process ended without a word, twice, with the same dossier in hand."""


def crashed() -> WorkerCrashed:
    return WorkerCrashed(
        "Tiến trình đang lập hồ sơ này dừng đột ngột, đã thử hai lần; thường do hết bộ nhớ.",
        "Chạy lại riêng hồ sơ này bằng lệnh build để xem; các hồ sơ khác không bị ảnh hưởng.",
    )


_PDF_CHUNK = 10
"""Dossiers whose Word files go through LibreOffice in one run: its start then costs little, a stop loses little."""
_AHEAD = 2
"""Chunks in hand for each worker: one it works on, one it finds when that is done."""
_PATIENCE = 30.0
"""Seconds that workers are given to lay down their work after Ctrl-C."""
_STOP = "dung"


@dataclass(frozen=True, slots=True)
class Batch:
    """What `batch` is asked for. `job` holds all options of a build but the workbook; `by` is a column to split by."""

    names: tuple[str, ...]
    job: Job
    by: str | None = None
    workers: int | None = None
    rebuild: bool = False
    """Make also what nothing has changed for."""


OnResult = Callable[[Result, int], None]
"""Called with every result and the number of dossiers in all."""


OnWait = Callable[[int, int], None]
"""Called now and then while nothing is finished: how many results there are, and how many dossiers in all."""
_TELL_EVERY = 10.0


def run_batch(
    batch: Batch,
    on_result: OnResult = lambda result, total: None,
    hire: Callable[[], Crew] | None = None,
    on_wait: OnWait = lambda done, total: None,
) -> BatchReport:
    """Makes every report that is asked for, and `ket-qua.json`. Raises WrongUsage or OutsideProgram if none can be.

    `hire` brings those who do the work instead of processes of this machine.
    """
    if parse_period(batch.job.period) is None:
        raise WrongUsage(
            f"“{batch.job.period}” không phải là kỳ báo cáo.",
            lacking(batch.job.period) or PERIOD_EXAMPLE.replace("Ghi dạng", "Viết như"),
        )
    workbooks = dossiers(batch.names)
    with tempfile.TemporaryDirectory(prefix="baocao-loat-", ignore_cleanup_errors=True) as name:
        crew = hire() if hire else _own_crew(batch, Path(name))
        plan = list(shares(workbooks, batch.job, batch.by))
        total = sum(len(one.jobs) if isinstance(one, Share) else 1 for one in plan)
        run = _Run(batch, crew, Path(name), on_result, on_wait, total)
        stopped = run.through(plan)
    report = BatchReport.of(run.results, batch.job.out, stopped)
    _keep(report, batch.job)
    return report


def _own_crew(batch: Batch, folder: Path) -> Crew:
    if batch.job.pdf:
        LIBREOFFICE.require()
    return LocalCrew(folder, batch.workers or processors())


def _keep(report: BatchReport, job: Job) -> None:
    with plain_refusals(job.out):
        job.out.mkdir(parents=True, exist_ok=True)
    write_file(report.file, report.as_bytes(job))


@dataclass(slots=True)
class _Run:
    """One batch on its way."""

    batch: Batch
    crew: Crew
    folder: Path
    on_result: OnResult
    on_wait: OnWait
    total: int
    results: list[Result] = field(default_factory=list)
    running: dict[Future[Any], Chunk] = field(default_factory=dict)
    suspects: list[Chunk] = field(default_factory=list)
    before: dict[Job, Mapping[Path, int]] = field(default_factory=dict)
    """When the folder of each dossier that was handed out had last been written."""

    def through(self, plan: Sequence[Share | Result]) -> bool:
        """Works through the plan; True if a person ended it early."""
        jobs = [job for one in plan if isinstance(one, Share) for job in one.jobs]
        at_once = False
        try:
            self._work(self._chunks(plan))
        except KeyboardInterrupt:
            at_once = not self._stop()
            known = {(one.workbook, one.agency) for one in self.results}
            missed = [job for job in jobs if (job.workbook.as_posix(), job.part) not in known]
            self._take([not_done(job) for job in missed])
            return True
        except BaseException:
            at_once = True
            raise
        finally:
            self.crew.end(at_once)
        return False

    def _chunks(self, plan: Sequence[Share | Result]) -> Iterator[Chunk]:
        """What is to be done; what need not be, or cannot, is taken down on the way."""
        stop, size = self.folder / _STOP, self._chunk_size()
        for number, one in enumerate(plan):
            if isinstance(one, Share) and one.checked is not None:
                checked = self.folder / f"ho-so-{number}"
                for jobs in _groups(self._wanted([one]), size):
                    if not checked.exists():
                        checked.write_bytes(pickle.dumps(one.checked, pickle.HIGHEST_PROTOCOL))
                    yield Chunk(jobs, checked, stop)
        others = [one for one in plan if isinstance(one, Result) or one.checked is None]
        for jobs in _groups(self._wanted(others), size):
            yield Chunk(jobs, None, stop)

    def _wanted(self, plan: Sequence[Share | Result]) -> Iterator[Job]:
        for one in plan:
            if isinstance(one, Result):
                self._take([one])
            else:
                yield from (job for job in one.jobs if not self._is_there(job))

    def _chunk_size(self) -> int:
        """With PDFs as many as one run of LibreOffice should take, but not so many that some workers have none."""
        return max(1, min(_PDF_CHUNK, self.total // self.crew.workers)) if self.batch.job.pdf else 1

    def _is_there(self, job: Job) -> bool:
        """True if nothing is to be done: the report is up to date, or its workbook cannot even be opened."""
        try:
            job.workbook.open("rb").close()
        except OSError:
            self._take(make(Chunk((job,))))  # its reader says why
            return True
        summary = None if self.batch.rebuild else unchanged(job)
        if summary is not None:
            self._take([done(job, summary)])
        return summary is not None

    def _work(self, chunks: Iterator[Chunk]) -> None:
        more = True
        while more or self.running:
            while more and len(self.running) < self.crew.workers * _AHEAD:
                chunk = next(chunks, None)
                more = chunk is not None
                if chunk is not None:
                    self._hand_out(chunk)
            finished = wait(self.running, _TELL_EVERY, FIRST_COMPLETED).done if self.running else ()
            for future in finished:
                self._bring_in(future)
            if self.running and not finished:
                self.on_wait(len(self.results), self.total)
            if self.suspects and not self.running:
                self._find_the_culprit()

    def _hand_out(self, chunk: Chunk) -> None:
        self.before.update((job, last_written(job)) for job in chunk.jobs)
        try:
            self.running[self.crew.submit(chunk)] = chunk
        except BrokenExecutor:  # it broke since the last look; those in hand will say so themselves
            self.suspects.append(chunk)

    def _bring_in(self, future: Future[Any]) -> None:
        chunk = self.running.pop(future)
        try:
            self._take(self.crew.receive(chunk, future))
        except BrokenExecutor:
            self.suspects.append(chunk)
        except Exception as error:  # whatever befell this chunk must not stop the others
            self._take([failed(job, error) for job in chunk.jobs])

    def _find_the_culprit(self) -> None:
        """One of the dossiers in hand killed a worker: each is tried once more, alone."""
        suspects = [part for chunk in self.suspects for part in chunk.parts()]
        workers = self.crew.workers
        self.suspects.clear()
        self.crew.renew(1)
        for chunk in suspects:
            try:
                again = self.crew.receive(chunk, self.crew.submit(chunk))
                self._take([self._of_both_tries(job, result) for job, result in zip(chunk.jobs, again, strict=True)])
            except BrokenExecutor:
                self._take([failed(job, crashed()) for job in chunk.jobs])
                self.crew.renew(1)
            except Exception as error:  # as in `_bring_in`
                self._take([failed(job, error) for job in chunk.jobs])
        self.crew.renew(workers)

    def _of_both_tries(self, job: Job, again: Result) -> Result:
        """What became of a dossier in this batch: its first try may have made what the second finds unchanged."""
        made = again.ending is Ending.UNCHANGED and last_written(job) != self.before[job]
        return replace(again, ending=Ending.MADE) if made else again

    def _take(self, results: Sequence[Result]) -> None:
        for result in results:
            self.results.append(result)
            self.on_result(result, self.total)

    def _stop(self) -> bool:
        """Asks the workers to stop and takes in what they had done; False if some did not listen."""
        with contextlib.suppress(KeyboardInterrupt):  # pressed again: no more waiting
            (self.folder / _STOP).touch()
            for future in self.running:
                future.cancel()
            ended, busy = wait(self.running, _PATIENCE)
            for future in ended:
                if not future.cancelled() and future.exception() is None:
                    self._take(self.crew.receive(self.running[future], future))
            return not busy
        return False


def _groups(jobs: Iterator[Job], size: int) -> Iterator[tuple[Job, ...]]:
    while group := tuple(itertools.islice(jobs, size)):
        yield group
