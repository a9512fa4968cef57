"""LibreOffice through one door: where it is, which version, and one run of it that can neither hang nor linger."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core.limits import memory_freed
from generator.core.problems import OutsideProgram

_VERSION_TIMEOUT = 30.0
_LOOK = 0.2
_REGISTRY = "http://openoffice.org/2001/registry"
_NOWHERE = "127.0.0.1"
_SCRIPTING, _PROXY = "Office.Common/Security/Scripting", "Inet/Settings"
_CAUTION = (
    # Pictures and sections that a file only links to would be fetched, from a network or a folder of this machine.
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    # A proxy that is not there: what is fetched all the same does not leave the program. Port 9 throws everything away.
    (_PROXY, "ooInetProxyType", "2"),
    (_PROXY, "ooInetHTTPProxyName", _NOWHERE),
    (_PROXY, "ooInetHTTPProxyPort", "9"),
    (_PROXY, "ooInetHTTPSProxyName", _NOWHERE),
    (_PROXY, "ooInetHTTPSProxyPort", "9"),
    (_PROXY, "ooInetNoProxy", ""),
)
"""Settings of a profile, as LibreOffice's schema names them: a Word file is hostile until it is shown not to be."""


BESIDE = "cạnh"
"""Stands in a pattern for the folder that holds this program's own Python (Windows)."""


@dataclass(frozen=True, slots=True)
class ToolProbe:
    """An outside program: how it may be found, what its version looks like, how a person gets it."""

    name: str
    programs: tuple[str, ...]
    """Names looked for in PATH."""
    variable: str
    """An environment variable that names the program and goes before everything else."""
    places: tuple[str, ...]
    """Where installers put it outside PATH: patterns, with variables of the system (%ProgramFiles%)."""
    version_pattern: str
    install: str

    def find(self) -> Path | None:
        """The program, or None if it is not on this machine."""
        if named := os.environ.get(self.variable):
            found = shutil.which(named)
            return Path(found) if found else None
        for program in self.programs:
            if found := shutil.which(program):
                return Path(found)
        return next((path for place in self.places for path in _matching(place)), None)

    def require(self) -> Path:
        """The program; raises OutsideProgram (exit code 3) that says how to install it."""
        if found := self.find():
            return found
        if named := os.environ.get(self.variable):
            raise OutsideProgram(
                f"Biến môi trường {self.variable} trỏ tới “{named}” nhưng không có chương trình nào ở đó.",
                f"Sửa hoặc bỏ biến {self.variable}. {self.install}",
            )
        raise OutsideProgram(f"Không tìm thấy {self.name} trên máy này.", self.install)

    def version(self) -> str | None:
        """The version as the program tells it ("7.4.7.2"); None if it is missing or says nothing of the kind."""
        program = self.find()
        if program is None:
            return None
        with contextlib.suppress(OutsideProgram):
            told = run(program, ["--version"], _VERSION_TIMEOUT)
            if found := re.search(self.version_pattern, told.output):
                return found[1]
        return None


LIBREOFFICE = ToolProbe(
    name="LibreOffice",
    programs=("soffice", "libreoffice"),
    variable="BAOCAO_SOFFICE",
    places=(
        "/opt/libreoffice*/program/soffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        # soffice.com and not .exe: it waits for the work to end, and what it says can be read.
        "%ProgramFiles%/LibreOffice*/program/soffice.com",
        "%ProgramW6432%/LibreOffice*/program/soffice.com",
        "%ProgramFiles(x86)%/LibreOffice*/program/soffice.com",
        "%LOCALAPPDATA%/Programs/LibreOffice*/program/soffice.com",
        # In the portable folder, or beside it: LibreOffice Portable, or an installation that was copied.
        *(
            f"%{BESIDE}%/{up}{name}"
            for up in ("", "../")
            for name in ("LibreOfficePortable*/App/libreoffice/program/soffice.com", "LibreOffice*/program/soffice.com")
        ),
    ),
    version_pattern=r"LibreOffice (\d+(?:\.\d+)+)",
    install=(
        "Cài LibreOffice: trên Debian hoặc Ubuntu chạy “sudo apt install libreoffice-writer fonts-liberation”; "
        "trên Windows tải bộ cài tại https://vi.libreoffice.org, hoặc đặt bản LibreOffice Portable cạnh thư mục của "
        "chương trình. Nếu đã cài ở nơi khác, đặt biến môi trường BAOCAO_SOFFICE bằng đường dẫn đến soffice."
    ),
)


def _matching(place: str) -> list[Path]:
    path = Path(_expanded(place))
    if not path.is_absolute():
        return []
    found = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
    return sorted((program for program in found if program.is_file()), reverse=True)


def _expanded(place: str) -> str:
    """A pattern with its variables filled in; what holds an unknown one is no path of this machine."""
    if place.startswith(f"%{BESIDE}%"):
        return place.replace(f"%{BESIDE}%", str(Path(sys.executable).parent.parent)) if sys.platform == "win32" else ""
    return os.path.expandvars(place)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: the exit code (None: it was stopped at the timeout) and all it printed."""

    code: int | None
    output: str


def run(
    program: Path, arguments: Sequence[str], timeout: float, while_waiting: Callable[[], object] = lambda: None
) -> Run:
    """Runs `program` with a profile of its own, thrown away afterwards; every process it started ends with it.

    `while_waiting` is called several times a second; what it raises ends the program, and the timeout begins anew
    whenever it answers something else than before.
    """
    with tempfile.TemporaryDirectory(prefix="baocao-lo-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        _be_careful(home / "profile")
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        # A file, not a pipe: a process left behind could hold a pipe open for ever.
        with (home / "output").open("w+b") as output:
            code = _run(program, [profile, *arguments], output, timeout, while_waiting)
            output.seek(0)
            return Run(code, output.read().decode("utf-8", errors="replace"))


def _be_careful(profile: Path) -> None:
    """Settings in a new profile, before LibreOffice makes the rest of it."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _CAUTION
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="{_REGISTRY}">{items}</oor:items>\n',
        encoding="utf-8",
    )


def _run(
    program: Path, arguments: Sequence[str], output: Any, timeout: float, while_waiting: Callable[[], object]
) -> int | None:
    own_group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    try:
        with memory_freed():
            process = subprocess.Popen(
                [str(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(),
                **own_group,
            )
    except OSError as error:
        raise OutsideProgram(f"Không chạy được “{program}”.", LIBREOFFICE.install) from error
    try:
        return _wait(process, timeout, while_waiting)
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], timeout: float, while_waiting: Callable[[], object]) -> int | None:
    """The exit code; None after `timeout` seconds in which nothing moved."""
    end, seen = time.monotonic() + timeout, None
    while (left := end - time.monotonic()) > 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(min(_LOOK, left))
        if (now := while_waiting()) != seen:
            end, seen = time.monotonic() + timeout, now
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and everything it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment() -> dict[str, str]:
    """The same language, time zone and screen on every machine, so that the same document gives the same pages."""
    fixed = {"TZ": "UTC", "SOURCE_DATE_EPOCH": "315532800"}
    if sys.platform == "linux":
        fixed |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    return {**os.environ, **fixed}
