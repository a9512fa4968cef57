"""Long work as the server sees it: started in a process of its own, watched, cancelled; its state outlives both.

A worker puts its work away by itself when it is told to (worker.py). One that does not listen, because a single step
holds its interpreter, is ended from here, with all that it started: it must not keep its place.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import generator
from generator.core.problems import FolderBusy
from generator.web.dossiers import DossierFolder, busy
from generator.web.json_file import read_json, replace_file, write_json
from generator.web.settings import WebSettings
from generator.web.worker import BUSY, CANCEL, too_long

_ROOT = Path(generator.__file__).resolve().parents[1]
_START_UP = 20.0
_LOOK_EVERY, _GRACE = 0.5, 5.0
"""Seconds between two looks at the workers; and those in which one that was told to stop puts its work away."""


@dataclass(frozen=True, slots=True)
class WorkState:
    """The last work of one kind in a dossier. `state`: running, done, failed, cancelled, interrupted."""

    id: str
    kind: str
    title: str
    state: str
    steps: tuple[str, ...]
    step: int
    wanted: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)
    started: str = ""
    ended: str = ""

    @property
    def seconds(self) -> int:
        """How long it has gone on, or went on."""
        try:
            end = datetime.fromisoformat(self.ended) if self.ended else datetime.now()
            return max(0, round((end - datetime.fromisoformat(self.started)).total_seconds()))
        except ValueError:
            return 0

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def done(self) -> bool:
        return self.state == "done"


@dataclass(slots=True)
class _Watched:
    """A worker, and when its patience ends: by its time, or soon after a person said stop."""

    process: subprocess.Popen[bytes]
    state: Path
    work_id: str
    deadline: float
    cancelled: bool = False

    def must_end(self) -> bool:
        return self.process.poll() is None and time.monotonic() > self.deadline

    def end(self) -> None:
        """Ends it and all it started, and says why first: once it is gone, whoever looks calls it interrupted."""
        found = read_json(self.state)
        if found is not None and found.get("id") == self.work_id and found.get("state") == "running":
            why = {"state": "cancelled"} if self.cancelled else {"state": "failed", "error": too_long()}
            with contextlib.suppress(OSError):
                write_json(self.state, {**found, **why})
        end_with_children(self.process.pid)
        _wait_for(self.process, _GRACE)


class Works:
    """The work of one server: one piece at a time in a dossier, a bounded number over all."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._watched: dict[str, _Watched] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watching = False

    def _watch(self) -> None:
        """Ends what must end; goes on while there is something to watch."""
        while not self._closed.wait(_LOOK_EVERY):
            with self._lock:
                self._watched = {key: one for key, one in self._watched.items() if one.process.poll() is None}
                due = [one for one in self._watched.values() if one.must_end()]
                if not self._watched:
                    self._watching = False
                    return
            for one in due:
                one.end()

    def start(self, dossier: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> str:
        """Starts work and gives its id. Raises FolderBusy if the dossier, or the machine, has enough to do."""
        with self._lock:
            if self.running(dossier):
                raise busy()
            if dossier.key in self._processes:  # its work is done, or about to be begun
                _wait_for(self._processes[dossier.key], _START_UP)
            self._processes = {key: one for key, one in self._processes.items() if one.poll() is None}
            if dossier.key in self._processes or self.running(dossier):
                raise busy()
            if len(self._processes) >= self._settings.most_work:
                raise FolderBusy("Máy đang chạy đủ số việc cùng lúc.", "Chờ một việc xong rồi làm lại.")
            work_id = secrets.token_hex(8)
            order = {"id": work_id, "kind": kind, "wanted": dict(wanted), "folder": str(dossier.folder.resolve())}
            self._processes[dossier.key] = process = _launch({**order, "timeout": self._settings.work_timeout})
            state = (dossier.works / f"{kind}.json").resolve()
            deadline = time.monotonic() + self._settings.work_timeout + _GRACE
            self._watched[work_id] = _Watched(process, state, work_id, deadline)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, daemon=True).start()
        self._await(lambda: self._known(dossier, kind, work_id) or process.poll() is not None, _START_UP)
        if not self._known(dossier, kind, work_id):
            raise busy() if process.poll() in (None, BUSY) else _not_begun()
        return work_id

    def _known(self, dossier: DossierFolder, kind: str, work_id: str) -> bool:
        return (read_json(dossier.works / f"{kind}.json") or {}).get("id") == work_id

    def wait(self, dossier: DossierFolder, kind: str, seconds: float) -> WorkState | None:
        """The state when the work has ended, or after `seconds`."""
        self._await(lambda: not (now := self.last(dossier, kind)) or not now.running, seconds)
        return self.last(dossier, kind)

    @staticmethod
    def _await(true: Any, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not true() and time.monotonic() < end:
            time.sleep(0.03)

    def last(self, dossier: DossierFolder, kind: str) -> WorkState | None:
        """The last work of a kind as it stands in the folder; one whose process is gone is "interrupted"."""
        path = dossier.works / f"{kind}.json"
        found = read_json(path)
        if found is not None and found.get("state") == "running":
            try:
                with dossier.held(wait=0):
                    found = read_json(path) or found
                    if found.get("state") == "running":
                        found = {**found, "state": "interrupted"}
                        write_json(path, found)
            except FolderBusy:
                pass
        return _state(found)

    def running(self, dossier: DossierFolder) -> WorkState | None:
        """What goes on in the dossier now."""
        try:
            with dossier.held(wait=0):  # nobody works on it: no need to read what was done
                return None
        except FolderBusy:
            pass
        kinds = sorted(path.stem for path in dossier.works.glob("*.json") if not path.name.startswith("."))
        return next((one for kind in kinds if (one := self.last(dossier, kind)) and one.running), None)

    def active(self) -> list[tuple[DossierFolder, WorkState]]:
        """What this server's workers do now, in which folder; the longest at it first."""
        with self._lock:
            folders = [one.state.parents[1] for one in self._watched.values() if one.process.poll() is None]
        found = [(one, self.running(one)) for one in map(DossierFolder, folders) if one.folder.is_dir()]
        return sorted(((one, state) for one, state in found if state), key=lambda one: one[1].started)

    def cancel(self, dossier: DossierFolder, work_id: str) -> None:
        """Asks the work to stop; it ends LibreOffice too and leaves every folder whole. If it does not, it is ended."""
        replace_file(dossier.works / CANCEL, work_id.encode("ascii", "replace"))
        with self._lock:
            if (one := self._watched.get(work_id)) is not None:
                one.cancelled = True
                one.deadline = min(one.deadline, time.monotonic() + _GRACE)

    def close(self) -> None:
        """Ends what still runs when the server stops; its state says "interrupted"."""
        self._closed.set()
        with self._lock:
            for process in self._processes.values():
                if process.poll() is None:
                    _end(process)
            for process in self._processes.values():
                _wait_for(process, 5)
                if process.poll() is None:
                    end_with_children(process.pid)
                    process.wait()


def _not_begun() -> FolderBusy:
    return FolderBusy(
        "Chưa bắt đầu được việc này: không ghi được vào thư mục của hồ sơ.",
        "Kiểm tra ổ đĩa còn chỗ và thư mục không bị khoá, rồi làm lại.",
    )


def _launch(order: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    paths = [str(_ROOT), *(os.environ.get("PYTHONPATH") or "").split(os.pathsep)]
    hidden: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        hidden = {"creationflags": subprocess.CREATE_NO_WINDOW}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "generator.web.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        **hidden,
    )
    assert process.stdin is not None
    with process.stdin:
        process.stdin.write(json.dumps(order).encode())
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks a worker to put its work away; where nothing can be asked, ends it and what it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        process.terminate()


def end_with_children(number: int) -> None:
    """Ends a process and every process it started, at once."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(number)], capture_output=True, check=False)
        with contextlib.suppress(OSError):  # where taskkill does not know /T
            os.kill(number, signal.SIGTERM)
        return
    for one in (number, *_children(number)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)


def _children(number: int) -> list[int]:
    """The processes that a process started, and theirs; empty where the system does not tell in /proc."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(path.parent.name))
    found = list(parents.get(number, ()))
    for one in found:
        found += parents.get(one, ())
    return found


def _wait_for(process: subprocess.Popen[bytes], seconds: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _state(found: Mapping[str, Any] | None) -> WorkState | None:
    if found is None:
        return None
    names = WorkState.__dataclass_fields__
    known = {name: value for name, value in found.items() if name in names}
    try:
        return WorkState(**{**known, "steps": tuple(known["steps"])})
    except (KeyError, TypeError):
        return None
