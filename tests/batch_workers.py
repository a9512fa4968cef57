"""Other workers of a batch: some that fail on purpose, in a module of their own because worker processes import it; and
this very process, for what a batch makes whoever does the work.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from typing import Any

from generator.batch.results import Result
from generator.batch.work import Chunk, make

KILLER = "chet"
HUNGRY = "doi"


def make_or_die(chunk: Chunk) -> Sequence[Result]:
    """Ends the whole process, as the system does when memory runs out, once a dossier called `KILLER` comes."""
    if any(job.workbook.stem == KILLER for job in chunk.jobs):
        os._exit(9)
    if any(job.workbook.stem == HUNGRY for job in chunk.jobs):
        raise MemoryError
    return make(chunk)


class CrewHere:
    """One worker that needs no process of its own."""

    workers = 1

    def submit(self, chunk: Chunk) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(make(chunk))
        return done

    def receive(self, chunk: Chunk, future: Future[Any]) -> Sequence[Result]:
        found: Sequence[Result] = future.result()
        return found

    def renew(self, workers: int) -> None:
        raise AssertionError("nothing crashes here that would not crash the test")

    def end(self, at_once: bool) -> None:
        """There is nobody to send home."""


class CrewThatEndsAfterWork(CrewHere):
    """Its first worker makes a dossier and is ended before it can say so."""

    ended = False

    def receive(self, chunk: Chunk, future: Future[Any]) -> Sequence[Result]:
        found = super().receive(chunk, future)
        if not self.ended:
            raise BrokenExecutor
        return found

    def renew(self, workers: int) -> None:
        self.ended = True
