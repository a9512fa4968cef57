"""Those who do the work of a batch, seen as a `concurrent.futures.Executor`; here the processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from generator.batch_results import Result
from generator.batch_work import Chunk, begin_worker, make
from generator.problems import BaocaoError

_MOST_WORKERS = 61  # Windows cannot wait for more processes at once


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

    def submit(self, chunk: Chunk) -> Future[Any]:
        if self.pool is None:
            context = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(min(self.workers, _MOST_WORKERS), context, begin_worker, (self.folder,))
        return self.pool.submit(self.work, chunk)

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
            for process in multiprocessing.active_children():
                process.kill()
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = None


class WorkerCrashed(BaocaoError):
    """A worker process ended without a word, twice, with the same dossier in hand."""


def crashed() -> WorkerCrashed:
    return WorkerCrashed(
        "Tiến trình đang lập hồ sơ này dừng đột ngột, đã thử hai lần; thường do hết bộ nhớ.",
        "Chạy lại riêng hồ sơ này bằng lệnh build để xem; các hồ sơ khác không bị ảnh hưởng.",
    )
