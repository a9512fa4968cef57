"""The portable folder on Windows' own Python, which Debian's wine runs.

Wine is not Windows: what passes here has met Windows' Python, its file names, its share modes, its processes and its
shell as wine imitates them. What wine lacks is made up for here, each by name:

* `CONSOLE`: wine gives a process a console only where it has a terminal; a pseudo-terminal is one.
* `UNICODE`: wine spells file names in the letters of its own locale, which must be a UTF-8 one.
* `QUOTES`: of two quoted names on its own command line wine's cmd makes one; a line is typed into a file first.
* `LETTERS`: without a console wine's cmd reads its files in code page 437 whatever they say, so names that are not
  ASCII reach it in variables.
* `WMI`: Windows' Python asks the system's management service for its version, which ends in a call that wine has not;
  without the module `_wmi` it asks elsewhere.
* `EXIT`: now and then wine keeps a thread of a program whose main thread has ended, or a program on a console never
  gets its time; that test is skipped and says so.
* `SERVICES`: the first program starts wine's services, which hold its pipes after its end; what it printed till then
  is all it printed.
* `HANGS`: now and then wine loses the empty message with which Python wakes a pool of processes, and all wait for each
  other for good; a test in which something does not end is run once more from the beginning; where that does not end
  either, it is skipped and says so.
* `PIPES`: a redirection of the Unix shell is a handle that Windows' Python cannot ask about; tests use pipes, or
  `cmd /c … > file`, which is what a person writes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import zipfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "inputs/lai-chau-nq57.xlsx"
DRIVE = "U:"
"""The drive on which the portable folder stands, as a USB stick would."""
SHARE = r"\\may-chu\chung"
UNICODE = {"LC_ALL": "C.UTF-8"}
_QUIET = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe="}
KEPT = "WINDOWS_MACHINE"
"""A variable that names a folder where the machine is kept from run to run, for whoever works on these tests."""
_LEFT_OUT = ("BAOCAO_", "PYTHON", "COVERAGE", "PYTEST", "DISPLAY")


class DoesNotEnd(Exception):
    """A program of Windows was given its time and has not ended."""


@dataclass(frozen=True)
class Ended:
    code: int
    output: str
    errors: str = ""

    @property
    def told(self) -> str:
        return self.output + self.errors


@dataclass(frozen=True)
class Windows:
    """A machine: its drive U:, on which the portable folder is, and what a person can do there."""

    prefix: Path
    stick: Path
    zip: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The portable folder as this system names it."""
        return self.stick / "Tổ tổng hợp (P. 2)" / self.zip.stem

    def name(self, path: Path) -> str:
        """A path of this system as Windows names it."""
        if path.is_relative_to(self.stick):
            return f"{DRIVE}\\" + str(path.relative_to(self.stick)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    @property
    def program(self) -> tuple[str, ...]:
        """What comes before the words of a command."""
        return (self.python, "-m", "baocao_start")

    @property
    def python(self) -> str:
        return self.name(self.folder / "python/python.exe")

    def start(self, *words: str | Path, cwd: Path, **more: Any) -> subprocess.Popen[bytes]:
        """Starts a program of Windows with pipes (PIPES)."""
        command = ["wine", *(self.name(one) if isinstance(one, Path) else one for one in words)]
        options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        environment = {**self.environment, **options.pop("env", {})}
        return subprocess.Popen(command, cwd=cwd, env=environment, start_new_session=True, **options)

    def run(self, *words: str | Path, cwd: Path, seconds: float = 120, given: bytes = b"", **more: Any) -> Ended:
        """Runs a program of Windows to its end."""
        process = self.start(*words, cwd=cwd, **more)
        end, left, over = time.monotonic() + seconds, given, False
        while True:
            try:
                out, errors = process.communicate(left, timeout=5)
                return Ended(process.returncode, _text(out), _text(errors))
            except subprocess.TimeoutExpired as so_far:
                left = b""
                if over:
                    _let_go(process)
                    return Ended(process.returncode, _text(so_far.output or b""), _text(so_far.stderr or b""))
                over = process.poll() is not None  # and what it has started holds its pipes (SERVICES)
                if over:
                    continue
                gone = _is_gone(process.pid)
                if gone or time.monotonic() > end:
                    process.kill()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(10)
                    _let_go(process)
                if gone:
                    pytest.skip("wine keeps a thread of a program that has ended (EXIT)")
                if time.monotonic() > end:
                    raise DoesNotEnd(f"{process.args!r}") from None

    def end_python_of(self, started: subprocess.Popen[bytes]) -> None:
        """Ends the Python that a started command line runs, and none of a test beside this one."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                session = int((process / "stat").read_text(errors="replace").rpartition(")")[2].split()[3])
                if session == started.pid and (process / "cmdline").read_bytes().startswith(self.python.encode()):
                    os.kill(int(process.name), signal.SIGKILL)

    def baocao(self, *words: str | Path, cwd: Path, **more: Any) -> Ended:
        """A command of the program."""
        return self.run(*self.program, *words, cwd=cwd, **more)

    def line(self, text: str, cwd: Path) -> dict[str, Any]:
        """What starts a line as typed into a command window (QUOTES, LETTERS)."""
        (cwd / "dong-lenh.bat").write_bytes(f"@echo off\r\nchcp 65001 >nul\r\n{text}\r\n".encode("ascii"))
        return {"cwd": cwd, "env": {"FOLDER": self.name(self.folder), "DESK": self.name(cwd)}}

    def shell(self, text: str, cwd: Path, **more: Any) -> Ended:
        """A line as typed into a command window; %FOLDER% is the portable folder, %DESK% the one it is typed in."""
        return self.run("cmd", "/c", "dong-lenh.bat", **self.line(text, cwd), **more)

    def console(
        self, *words: str | Path, cwd: Path, keys: Sequence[tuple[str, bytes]] = (), seconds: float = 40
    ) -> Ended:
        """The same with a console (CONSOLE); `keys` are sent, each after a text was shown."""
        command = ["wine", *(self.name(one) if isinstance(one, Path) else one for one in words)]
        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("4H", 50, 200, 0, 0))
        process = subprocess.Popen(
            command, stdin=there, stdout=there, stderr=there, cwd=cwd, env=self.environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(there)
        shown, left, end = b"", list(keys), time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                ready, _, _ = select.select([here], [], [], 0.1)
                try:
                    piece = os.read(here, 65536) if ready else b""
                except OSError:  # the other end is closed
                    break
                shown += piece
                if left and left[0][0] in plain(shown):
                    os.write(here, left.pop(0)[1])
                if not piece and process.poll() is not None:
                    break
            else:
                if left:  # no key was sent yet: nothing that is asked of the program was tried
                    pytest.skip(f"wine gives the program no time on its console (EXIT): {plain(shown)[-200:]}")
                raise DoesNotEnd(plain(shown)[-500:])
        finally:
            process.kill()
            process.wait()
            os.close(here)
        return Ended(process.wait(), plain(shown))


def next_line(process: subprocess.Popen[bytes], shown: bytes = b"") -> bytes:
    """What a program of Windows prints next; it must print something, and has `shown` so much."""
    assert process.stdout is not None and process.stderr is not None
    line = process.stdout.readline()
    assert line, (process.wait(), _text(shown + process.stderr.read()))
    return line


def _let_go(process: subprocess.Popen[bytes]) -> None:
    for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
        pipe.close()


def _is_gone(number: int) -> bool:
    """Whether the main thread of a process has ended while the process has not."""
    try:
        return Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def plain(shown: bytes) -> str:
    """What stands on a screen, without the signs that move its cursor; a letter may be sent more than once."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", _text(shown))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Windows]:
    """One machine for all tests of a run; skips where wine is missing or does not run."""
    if shutil.which("wine") is None:
        pytest.skip("wine is not installed: make system-packages")
    base = tmp_path_factory.getbasetemp()
    shared = Path(os.environ.get(KEPT, (base if worker_id == "master" else base.parent) / "windows"))
    shared.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{shared}.lock"):
        shared.mkdir(exist_ok=True)
        machine = _machine(shared)
        # Else wine starts its services anew for every program, and for two at once when two workers begin.
        silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": shared}
        waits = machine.start("cmd", **silent)
        machine.run("cmd", "/c", "ver", cwd=shared)
    with waits:
        yield machine
        waits.kill()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The number of this worker, also where pytest-xdist is switched off."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "master"))


def _machine(shared: Path) -> Windows:
    prefix, stick = shared / "wine", shared / "USB của phòng"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    environment = {**kept, **UNICODE, **_QUIET, "WINEPREFIX": str(prefix)}
    if not (shared / "ready").exists():
        begun = subprocess.run(
            ["wine", "wineboot", "-i"], env=environment, capture_output=True, check=False, timeout=300
        )
        told = subprocess.run(
            ["wine", "cmd", "/c", "ver"], env=environment, capture_output=True, check=False, timeout=60
        )
        if begun.returncode or told.returncode:
            pytest.skip(f"wine does not run here: {(begun.stderr + told.stderr)[-200:]!r}")
        make = [sys.executable, str(ROOT / "installer/make_bundle.py"), "--portable", "--out", str(shared)]
        made = subprocess.run(make, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        (shared / "made.txt").write_text(made.stdout, encoding="utf-8")
        stick.mkdir()
        (prefix / "dosdevices/u:").symlink_to(stick)
        (prefix / "dosdevices/unc/may-chu").mkdir(parents=True)
        (prefix / "dosdevices/unc/may-chu/chung").symlink_to(stick)
        with zipfile.ZipFile(next(shared.glob("*.zip"))) as package:
            package.extractall(Windows(prefix, stick, shared / "x.zip").folder.parent)
        next(stick.rglob("python/_wmi.pyd")).unlink()  # WMI
        (shared / "ready").touch()
    return Windows(prefix, stick, next(shared.glob("*.zip")), environment)


@pytest.fixture(scope="module")
def dossier() -> Path:
    """The workbook on every desk; a module may have another."""
    return EXAMPLE


@pytest.fixture
def desk(windows: Windows, dossier: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of its own on drive U: for one test, with the dossier in it."""
    folder = windows.stick / "Hồ sơ" / request.node.name.split("[")[0][:60]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(dossier, folder / "ho-so.xlsx")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Runs a test in which something does not end once more (HANGS)."""
    given: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    with tempfile.TemporaryDirectory() as kept:
        if "desk" in given:
            shutil.copytree(given["desk"], kept, dirs_exist_ok=True)
        try:
            return (yield)
        except (DoesNotEnd, subprocess.TimeoutExpired):
            if "desk" in given:
                shutil.rmtree(given["desk"], ignore_errors=True)
                shutil.copytree(kept, given["desk"], dirs_exist_ok=True)
        try:
            pyfuncitem.obj(**given)
        except (DoesNotEnd, subprocess.TimeoutExpired) as again:
            pytest.skip(f"does not end on wine, twice (HANGS): {again}")
        return True
