"""Workers of the page that begin at once: forked from a process that has loaded the program and its templates.

A worker of the program is a process that loads all of it anew (generator/web/work.py); tests of what work makes need
not wait for that. Everything else is the program's: a process of its own, which is told to stop, ended and watched.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.web import worker

ROOT = Path(__file__).parents[2]
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.web.warm_program"])


class WarmWorker:
    """A forked worker as `subprocess.Popen` would show it."""

    def __init__(self, order: Mapping[str, Any]) -> None:
        with _importable():
            self._process = _FORKS.Process(target=_work, args=(json.dumps(order).encode(), dict(os.environ)))
            self._process.start()
        self.pid = self._process.pid or 0
        self.terminate, self.kill = self._process.terminate, self._process.kill

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, seconds: float | None = None) -> int:
        self._process.join(seconds)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("worker", seconds or 0)
        return self.returncode


@contextmanager
def _importable() -> Iterator[None]:
    """The process that forks finds the program and these tests wherever pytest was started."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), before)))
    try:
        yield
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _work(order: bytes, environment: Mapping[str, str]) -> None:
    """What the module `generator.web.worker` does where it is started as a program."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = io.TextIOWrapper(io.BytesIO(order), encoding="utf-8")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    sys.exit(worker.main())
