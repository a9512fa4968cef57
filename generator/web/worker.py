"""The process that does one piece of work in one dossier: `python -m generator.web.worker`, its order on stdin.

It holds the dossier's lock while it lives, so that whoever finds the lock free and the state "running" knows that it
was killed. It works inside the dossier's folder with relative paths: no message names a folder of the machine. A file
`huy` with the work's id asks it to stop, also if the server that started it is gone.
"""

from __future__ import annotations

import _thread
import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from filelock import Timeout

from generator.core.limits import collect_rarely
from generator.core.problems import BadDossier, BaocaoError
from generator.core.system_refusals import told
from generator.web.dossiers import DossierFolder
from generator.web.json_file import write_json
from generator.web.orders import CANCELLED, keep_ended, now, settled

CANCEL = "huy"
BUSY = 75
_LOOK_EVERY, _GRACE = 0.2, 2.0 if sys.platform == "win32" else 10.0
"""Seconds between two looks at the wish to stop; and those in which what was begun is put away. Windows waits for
LibreOffice without hearing anything."""


class _Stopped(SystemExit):
    """The order to stop has reached the main thread; what it has begun is put away on the way out."""


class _Record:
    """The state of the work as it stands in the dossier's folder; the first ending stays.

    `stopped` is how it ends where it is told to stop; `over` is set once it has ended.
    """

    def __init__(self, order: dict[str, Any], work: Any, dossier: DossierFolder) -> None:
        self._dossier, self._works = dossier, Path("viec")
        self._path = self._works / f"{order['kind']}.json"
        self._about: tuple[str, ...] = getattr(work, "ABOUT", ())
        self._lock = threading.Lock()
        self.stopped: tuple[str, dict[str, Any]] = ("interrupted", {})
        self.over = threading.Event()
        self.state: dict[str, Any] = {
            "id": order["id"],
            "kind": order["kind"],
            "title": work.TITLE,
            "wanted": order["wanted"],
            "steps": list(work.STEPS),
            "step": -1,
            "state": "running",
            "started": now(),
            "before": dossier.parts(),
        }
        write_json(self._path, self.state)

    def begin(self, step: str) -> None:
        with self._lock:
            if self.state["state"] == "running" and step in self.state["steps"]:
                self.state["step"] = self.state["steps"].index(step)
                write_json(self._path, self.state)

    def end(self, state: str, put_away: bool = True, **more: Any) -> None:
        """Keeps how it ended and what it left; where it is not put away, whoever looks next finds out what that is."""
        with self._lock:
            if self.state["state"] == "running":
                self.state |= {"state": state, "ended": now(), **more}
                if put_away:
                    self.state = settled(self._dossier, self.state)
                keep_ended(self._works, self.state, self._about)
                write_json(self._path, self.state)
        self.over.set()

    def untouched(self) -> bool:
        """Whether the dossier is as it was when the work began."""
        return not settled(self._dossier, {**self.state, "state": "failed"})["left"]


def main() -> int:
    """Reads the order, does it, leaves its state; BUSY if another work holds the dossier."""
    collect_rarely()
    order = json.load(sys.stdin.buffer)
    os.chdir(order["folder"])
    dossier = DossierFolder(Path())
    work = importlib.import_module(f"generator.web.tasks.{order['kind']}")
    try:
        lock = dossier.lock(wait=2.0)
    except Timeout:
        return BUSY
    try:
        record = _Record(order, work, dossier)
        Path(order["order"]).unlink(missing_ok=True)  # it waits no longer: whoever looks finds it running
        signal.signal(signal.SIGTERM, _stop)
        threading.Thread(target=_watch, args=(order, record), daemon=True).start()
        _do(lambda: work.run(dossier, order["wanted"], record.begin), record)
    finally:
        lock.release()
    return 0


def _do(run: Callable[[], dict[str, Any]], record: _Record) -> None:
    try:
        record.end("done", result=run())
    except (_Stopped, KeyboardInterrupt):
        state, more = record.stopped
        record.end(state, **more)
    except BaocaoError as error:
        record.end("failed", error=_told(error))
    except (OSError, MemoryError) as error:
        memory = "Hết bộ nhớ khi làm việc này.", "Đóng bớt chương trình khác rồi làm lại."
        record.end("failed", error=words(*(told(error) if isinstance(error, OSError) else memory)))
    except Exception:  # a fault of the program: a person gets words, a developer the trace
        Path("viec/loi.txt").write_text(traceback.format_exc(), encoding="utf-8")
        whole = "Hồ sơ còn nguyên. " if record.untouched() else ""
        next_step = f"{whole}Gửi tệp viec/loi.txt trong thư mục của hồ sơ cho người hỗ trợ."
        record.end("failed", error=words("Chương trình gặp lỗi ngoài dự kiến.", next_step))


def _told(error: BaocaoError) -> dict[str, Any]:
    problems = error.problems if isinstance(error, BadDossier) else ()
    told = words(error.message, error.next_step)
    return {**told, "problems": [one.as_json() for one in problems], "exit_code": int(error.exit_code)}


def words(message: str, next_step: str) -> dict[str, Any]:
    """A refusal as a state file keeps it."""
    return {"message": message, "next_step": next_step, "problems": [], "exit_code": 1}


def too_long() -> dict[str, Any]:
    """What is told of work that was ended because it took too long."""
    return words("Việc này chạy quá lâu nên đã được dừng.", "Kiểm tra kích thước hồ sơ rồi làm lại.")


def _stop(number: int, frame: object) -> NoReturn:
    raise _Stopped(1)


def _watch(order: dict[str, Any], record: _Record) -> None:
    """Stops the work when it is told to, or when it takes too long; ends this process where the work does not stop.

    Windows sends no signal that could be caught: the interpreter is told that one came.
    """
    deadline = time.monotonic() + order["timeout"]
    while True:
        time.sleep(_LOOK_EVERY)
        if _asked_to_stop(order["id"]):
            record.stopped = (CANCELLED, {})
            break
        if time.monotonic() > deadline:
            record.stopped = ("failed", {"error": too_long()})
            break
    if sys.platform == "win32":
        _thread.interrupt_main(signal.SIGTERM)
    else:
        os.kill(os.getpid(), signal.SIGTERM)
    if not record.over.wait(_GRACE):
        state, more = record.stopped
        record.end(state, put_away=False, **more)
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(os.getpid())], capture_output=True, check=False)
    time.sleep(_GRACE)
    os._exit(1)


def _asked_to_stop(work_id: str) -> bool:
    with contextlib.suppress(OSError):
        return (Path("viec") / CANCEL).read_text(encoding="ascii").strip() == work_id
    return False


if __name__ == "__main__":
    sys.exit(main())
