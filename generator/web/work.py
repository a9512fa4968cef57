"""Long work as the server sees it: put in line, begun in a process of its own when its turn comes, watched, stopped.

A worker puts its work away by itself when it is told to (worker.py). One that does not listen, because a single step
holds its interpreter, is ended from here, with all that it started: it must not keep its place.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import generator
from generator.core.problems import FolderBusy
from generator.web.dossiers import DossierFolder
from generator.web.json_file import read_json, replace_file, write_json
from generator.web.orders import (
    CANCELLED,
    Order,
    WorkState,
    ended,
    keep_ended,
    now,
    orders,
    put_order,
    result_about,
    settled,
    state_of,
)
from generator.web.settings import WebSettings
from generator.web.worker import BUSY, CANCEL, too_long, words

_ROOT = Path(generator.__file__).resolve().parents[1]
_LOOK_EVERY, _GRACE = 0.15, 5.0
"""Seconds between two looks at the workers; and those in which one that was told to stop puts its work away."""
_TOO_OLD = timedelta(hours=12)
_TOO_LITTLE = words(
    "Chưa bắt đầu được việc này: máy không mở thêm được chương trình (thường do hết bộ nhớ).",
    "Đóng bớt chương trình khác rồi làm lại.",
)
_NOT_BEGUN = words(
    "Chưa bắt đầu được việc này: không ghi được vào thư mục của hồ sơ.",
    "Kiểm tra ổ đĩa còn chỗ và thư mục không bị khoá, rồi làm lại.",
)


@dataclass(slots=True)
class _Watched:
    """A worker, and when its patience ends: by its time, or soon after a person said stop."""

    process: subprocess.Popen[bytes]
    order: Order
    state: Path
    deadline: float
    cancelled: bool = False

    def must_end(self) -> bool:
        return self.process.poll() is None and time.monotonic() > self.deadline

    def end(self) -> None:
        """Ends it and all it started, and says why first: once it is gone, whoever looks calls it interrupted."""
        found = read_json(self.state)
        if found is not None and found.get("id") == self.order.id and found.get("state") == "running":
            why = {"state": CANCELLED} if self.cancelled else {"state": "failed", "error": too_long()}
            with contextlib.suppress(OSError):
                keep_ended(self.state.parent, {**found, **why, "ended": now()})
                write_json(self.state, {**found, **why, "ended": now()})
        end_with_children(self.process.pid)
        _wait_for(self.process, _GRACE)
        with contextlib.suppress(OSError):
            _as_it_ended(self.order.dossier, self.state)


class Works:
    """The work of one server: in a dossier one piece after another, over all a bounded number at the same time."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._waiting: list[Order] = []
        self._watched: dict[Path, _Watched] = {}
        self._elsewhere: set[Path] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watching = False

    # --- whose turn it is --------------------------------------------------------------------------

    def ask(self, dossier: DossierFolder, kind: str, wanted: Mapping[str, Any]) -> str:
        """Puts work in line and gives its id; the same that waits already is not put there twice.

        Raises FolderBusy where too much waits, or nothing can be written.
        """
        folder = dossier.folder.resolve()
        with self._lock:
            for one in self._waiting:
                same = (one.dossier.folder, one.kind, dict(one.wanted)) == (folder, kind, dict(wanted))
                if same and one.path.exists():
                    return one.id
            if len(self._waiting) >= self._settings.most_waiting:
                raise FolderBusy(
                    "Đã có quá nhiều việc chờ chạy, nên chưa nhận thêm.", "Chờ bớt việc, hoặc dừng việc không cần nữa."
                )
            try:
                order = put_order(dossier, kind, wanted)
            except OSError as error:
                raise _not_begun() from error
            self._waiting.append(order)
            with contextlib.suppress(OSError):  # the watch tries again
                self._begin_what_can()
            self._watch_on()
        return order.id

    def resume(self, folders: Iterable[DossierFolder]) -> None:
        """Takes up what a server before left: orders that wait, and work whose process still goes on.

        An order of another day is not carried out any more: who gave it is told that it was interrupted.
        """
        too_old = datetime.now() - _TOO_OLD
        for one in folders:
            if self.running(one):
                self._elsewhere.add(one.folder.resolve())
            for order in orders(one):
                begun = self.last(one, order.kind)
                if begun is not None and begun.id == order.id:  # killed before it could take its order away
                    order.path.unlink(missing_ok=True)
                elif order.asked < too_old.isoformat():
                    _leave(order, "interrupted")
                else:
                    self._waiting.append(order)
        with self._lock:
            self._waiting.sort(key=lambda one: one.path.name)
            if self._waiting:
                self._watch_on()

    def _watch_on(self) -> None:
        if not self._watching:
            self._watching = True
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        """Ends what must end and begins what can; goes on while there is something to watch.

        A drive that is away for a moment does not end the watch: what waits would wait for ever.
        """
        while not self._closed.wait(_LOOK_EVERY):
            with self._lock:
                with contextlib.suppress(OSError):
                    self._begin_what_can()
                due = [one for one in self._watched.values() if one.must_end()]
                if not self._watched and not self._waiting:
                    self._watching = False
                    return
            for one in due:
                one.end()

    def _begin_what_can(self) -> None:
        """Begins the orders whose turn it is; whoever calls holds the lock."""
        for folder, one in list(self._watched.items()):
            if one.process.poll() is not None:
                del self._watched[folder]
                if one.order.path.exists() and one.process.returncode != BUSY:
                    _leave(one.order, "failed", _NOT_BEGUN)
        self._waiting = [one for one in self._waiting if one.path.exists()]
        passed = set(self._watched)
        for order in self._waiting:
            folder = order.dossier.folder
            if len(self._watched) >= self._settings.most_work:
                return
            if folder not in passed and not _is_held(order.dossier):
                self._begin(order)
            passed.add(folder)

    def _begin(self, order: Order) -> None:
        folder = order.dossier.folder
        told = {"id": order.id, "kind": order.kind, "wanted": dict(order.wanted), "folder": str(folder)}
        try:
            process = _launch({**told, "order": str(order.path), "timeout": self._settings.work_timeout})
        except OSError:
            _leave(order, "failed", _TOO_LITTLE)
            return
        state = order.dossier.works / f"{order.kind}.json"
        deadline = time.monotonic() + self._settings.work_timeout + _GRACE
        self._watched[folder] = _Watched(process, order, state, deadline)

    # --- what is known of it -----------------------------------------------------------------------

    def wait(self, dossier: DossierFolder, kind: str, work_id: str, seconds: float) -> WorkState | None:
        """The state when the work has ended, or after `seconds`."""
        end = time.monotonic() + seconds
        while True:
            state = self.state(dossier, kind, work_id)
            if state is None or not state.open or time.monotonic() >= end:
                return state
            time.sleep(0.03)

    def state(self, dossier: DossierFolder, kind: str, work_id: str) -> WorkState | None:
        """The work of an id, as it waits, runs or has ended; None for an id that is none of this dossier and kind."""
        waits = next((one for one in orders(dossier) if one.id == work_id and one.kind == kind), None)
        if waits is not None:
            return waits.state()
        newest = self.last(dossier, kind)
        found = newest if newest is not None and newest.id == work_id else ended(dossier, work_id)
        return found if found is not None and found.kind == kind else None

    def newest(self, dossier: DossierFolder, kind: str) -> WorkState | None:
        """What was asked for last of a kind, also while it waits."""
        waits = [one for one in orders(dossier) if one.kind == kind]
        return waits[-1].state() if waits else self.last(dossier, kind)

    def last(self, dossier: DossierFolder, kind: str) -> WorkState | None:
        """The work of a kind that was begun last, as it stands in the folder; one whose process is gone is
        "interrupted"."""
        return state_of(_as_it_ended(dossier, dossier.works / f"{kind}.json"))

    def known(self, dossier: DossierFolder, kind: str) -> WorkState | None:
        """The last work of a kind that told something, also while another one runs or after it was stopped."""
        last = self.last(dossier, kind)
        if last is None or last.done or last.state == "failed":
            return last
        return self.result(dossier, kind) or last

    def result(self, dossier: DossierFolder, kind: str, **about: Any) -> WorkState | None:
        """The newest work of a kind about one thing that was done."""
        return result_about(dossier, kind, about)

    def running(self, dossier: DossierFolder) -> WorkState | None:
        """What goes on in the dossier now."""
        if not _is_held(dossier):  # nobody works on it: no need to read what was done
            return None
        kinds = sorted(path.stem for path in dossier.works.glob("*.json") if not path.name.startswith("."))
        return next((one for kind in kinds if (one := self.last(dossier, kind)) and one.running), None)

    def active(self) -> list[tuple[DossierFolder, WorkState]]:
        """What runs now, the longest at it first, then what waits, in its order."""
        with self._lock:
            self._elsewhere = {one for one in self._elsewhere if one.is_dir() and _is_held(DossierFolder(one))}
            folders = {*self._watched, *self._elsewhere}
            waiting = [one for one in self._waiting if one.path.exists()]
        found = [(one, self.running(one)) for one in map(DossierFolder, folders) if one.folder.is_dir()]
        run = sorted(((one, state) for one, state in found if state), key=lambda one: one[1].started)
        begun = {state.id for _, state in run}
        return [*run, *((one.dossier, one.state()) for one in waiting if one.id not in begun)]

    def in_the_way(self, dossier: DossierFolder) -> WorkState | None:
        """What a change of the dossier has to wait for: what runs in it, else what waits first."""
        return self.running(dossier) or next((one.state() for one in orders(dossier)), None)

    def before(self, dossier: DossierFolder, work_id: str) -> list[tuple[DossierFolder, WorkState]]:
        """What has to end before work that waits begins: what is ahead of it in its dossier, else all that runs."""
        ahead = []
        for one, state in self.active():
            if state.id == work_id:
                break
            ahead.append((one, state))
        here = [pair for pair in ahead if pair[0].folder == dossier.folder.resolve()]
        return here or [pair for pair in ahead if pair[1].running]

    # --- the end of it -----------------------------------------------------------------------------

    def cancel(self, dossier: DossierFolder, work_id: str) -> None:
        """Takes work out of the line, or asks it to stop; it ends LibreOffice too and leaves every folder whole.

        If it does not, it is ended.
        """
        with self._lock:
            watched = self._watched.get(dossier.folder.resolve())
            mine = watched is not None and watched.order.id == work_id
            for order in orders(dossier):
                if order.id == work_id and not mine:
                    _leave(order, CANCELLED)
                    return
            replace_file(dossier.works / CANCEL, work_id.encode("ascii", "replace"))
            if watched is not None and mine:
                watched.cancelled = True
                watched.deadline = min(watched.deadline, time.monotonic() + _GRACE)

    def close(self) -> None:
        """Ends what still runs when the server stops; its state says "interrupted". What waits goes on waiting."""
        self._closed.set()
        with self._lock:
            processes = [one.process for one in self._watched.values()]
            for process in processes:
                if process.poll() is None:
                    _end(process)
            for process in processes:
                _wait_for(process, 5)
                if process.poll() is None:
                    end_with_children(process.pid)
                    process.wait()


def _leave(order: Order, state: str, error: Mapping[str, Any] | None = None) -> None:
    """Takes an order out of the line and keeps why; nothing where it has been begun meanwhile."""
    try:
        order.path.unlink()
    except OSError:
        return
    told = {**asdict(order.state()), "state": state, "ended": now(), **({"error": error} if error else {})}
    with contextlib.suppress(OSError):
        keep_ended(order.dossier.works, told)


def _as_it_ended(dossier: DossierFolder, path: Path) -> dict[str, Any] | None:
    """What a state file says. Where the process of the work is gone without having said how it ended or what it left,
    both are found out and kept."""
    found = read_json(path)
    if found is None or not (found.get("state") == "running" or isinstance(found.get("before"), dict)):
        return found
    try:
        with dossier.held(wait=0):
            found = read_json(path) or found
            killed = found.get("state") == "running"
            if killed:
                found |= {"state": "interrupted", "ended": now()}
            if killed or isinstance(found.get("before"), dict):
                found = settled(dossier, found)
                write_json(path, found)
                if state_of(found) is not None:
                    keep_ended(dossier.works, found)
    except FolderBusy:
        pass
    return found


def _is_held(dossier: DossierFolder) -> bool:
    """Whether somebody works on the dossier now, in whichever process."""
    try:
        with dossier.held(wait=0):
            return False
    except FolderBusy:
        return True


def _not_begun() -> FolderBusy:
    return FolderBusy(_NOT_BEGUN["message"], _NOT_BEGUN["next_step"])


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
