"""What a worker does with a few dossiers: draft each, print them together, put each into its folder.

Nothing here knows how many workers there are or where. `Worker` processes of this machine run `make`; machines of a
cluster run `reports_of`, and the folders are changed where the batch was started.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.results import Result, done, failed, not_done
from generator.core.limits import collect_rarely
from generator.core.problems import BaocaoError, OutsideProgram
from generator.stories.build import draft_of
from generator.stories.finish import Draft, FolderContents, Prints, finish, pack, pdf_form
from generator.stories.jobs import Checked, Job, OnStep, Outcome, Step
from generator.stories.unchanged import Inputs, inputs_of
from generator.write.pdf_many import print_reports


class StopAsked(Exception):
    """A person ended the batch: leave things as they are and give back what is done."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Dossiers for one turn of a worker. `checked` names the file with the workbook as it was read already.

    Once the file `stop` is there, no further step is begun.
    """

    jobs: tuple[Job, ...]
    checked: Path | None = None
    stop: Path | None = None

    def look(self, step: Step | None = None) -> None:
        """Raises StopAsked once a person ended the batch."""
        if self.stop is not None and self.stop.exists():
            raise StopAsked

    def parts(self) -> list[Chunk]:
        """Each dossier on its own."""
        return [replace(self, jobs=(job,)) for job in self.jobs]


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that only has to be put into its folder."""

    job: Job
    before: Inputs | None
    contents: FolderContents
    outcome: Outcome


@contextlib.contextmanager
def ctrl_c_held() -> Iterator[None]:
    """Ctrl-C comes after the block. A worker started in it is spared Ctrl-C until `begin_worker`."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker(run_folder: Path) -> None:
    """Readies a worker process of this machine: Ctrl-C is its parent's business, temporary files lie in one place."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    collect_rarely()
    tempfile.tempdir = str(run_folder)
    threading.Thread(target=_end_with_parent, args=(run_folder,), daemon=True).start()


def _end_with_parent(run_folder: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(run_folder, ignore_errors=True)
        os._exit(1)


def make(chunk: Chunk) -> tuple[Result, ...]:
    """What became of each dossier of the chunk; every folder is whole, changed or as it was."""
    results: list[Result] = []
    try:
        for one in reports_of(chunk.jobs, _read_already(chunk.checked), chunk.look):
            results.append(one if isinstance(one, Result) else put(one))
    except StopAsked:
        made = {(result.workbook, result.agency) for result in results}
        results += [not_done(job) for job in chunk.jobs if (job.workbook.as_posix(), job.part) not in made]
    return tuple(results)


def put(ready: Ready) -> Result:
    """A report put into its folder, and what became of it."""
    try:
        outcome = finish(ready.contents, ready.outcome, ready.job, ready.before)
    except Exception as error:  # one dossier must not stop the others
        return failed(ready.job, error)
    return done(ready.job, outcome.summary())


def reports_of(jobs: Sequence[Job], checked: Checked | None, look: OnStep) -> Iterator[Ready | Result]:
    """Each report, ready for its folder, or why there is none. PDFs are made in as few runs as possible."""
    drafts: list[tuple[Job, Inputs | None, Draft | Result]] = []
    for job in jobs:
        before = inputs_of(job)
        drafts.append((job, before, _drafted(job, checked, look)))
        if not job.pdf:
            yield from _packed(drafts.pop(), Prints())
    sound = [one for _, _, one in drafts if isinstance(one, Draft)]
    prints = iter(_printed(sound, lambda: look(Step.PDF)))
    for entry in drafts:
        look(Step.WRITE)
        yield from _packed(entry, next(prints) if isinstance(entry[2], Draft) else Prints())


def _drafted(job: Job, checked: Checked | None, look: OnStep) -> Draft | Result:
    try:
        look(Step.READ)
        return draft_of(job, look, checked)
    except StopAsked:
        raise
    except Exception as error:  # one dossier must not stop the others
        return failed(job, error)


def _printed(drafts: Sequence[Draft], look: Callable[[], None]) -> list[Prints | OutsideProgram]:
    if not drafts:
        return []
    try:
        found = print_reports([one.documents for one in drafts], look, form=pdf_form(drafts[0]))
    except OutsideProgram as missing:
        return [missing for _ in drafts]
    return [one if isinstance(one, OutsideProgram) else Prints(*one) for one in found]


def _packed(
    entry: tuple[Job, Inputs | None, Draft | Result], prints: Prints | OutsideProgram
) -> Iterator[Ready | Result]:
    job, before, drafted = entry
    if isinstance(drafted, Result):
        yield drafted
    elif isinstance(prints, BaocaoError):
        yield failed(job, prints)
    else:
        try:
            ready = Ready(job, before, *pack(drafted, prints))
        except Exception as error:  # one dossier must not stop the others
            yield failed(job, error)
        else:
            yield ready


def _read_already(file: Path | None) -> Checked | None:
    return None if file is None else _unpickled(file)


@functools.lru_cache(maxsize=2)
def _unpickled(file: Path) -> Checked:
    """A workbook that the batch read; its name is used once only, and nobody else can write there."""
    found = pickle.loads(file.read_bytes())
    if not isinstance(found, Checked):
        raise TypeError(file)
    return found
