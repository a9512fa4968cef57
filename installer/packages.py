"""The packages that a bundle holds: those of a lock file, for one kind of machine, each checked by its sha256.

The lock files (khoa/*.txt) hold for every system and every Python; `make lock` makes them. What of them one machine
needs is decided here, because pip reads "only on Windows" as a word about the machine it runs on itself.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKS = HERE / "khoa"
LOCKED_EXTRAS = {frozenset(("web", "ky-so")): "chuong-trinh.txt", frozenset(("web", "ky-so", "cluster")): "cum-may.txt"}
"""What each lock file covers; the first that is enough is taken."""
BUILD_LOCK = LOCKS / "dung-goi.txt"
_SYSTEMS = {"win": ("win32", "Windows", "nt"), "mac": ("darwin", "Darwin", "posix")}


class NoLock(Exception):
    """No lock file covers what is asked for."""


@dataclass(frozen=True, slots=True)
class Target:
    """The machine that packages are for; None is the machine, or the Python, that runs this."""

    platform: str | None = None
    python: str | None = None

    def options(self) -> list[str]:
        """What pip is told."""
        told = ["--only-binary=:all:"]
        told += ["--platform", self.platform] if self.platform else []
        return told + (["--python-version", self.python] if self.python else [])

    def markers(self) -> dict[str, str]:
        """What a line of a lock file may ask about the machine."""
        known = {}
        if self.platform:
            system, name, os_name = _SYSTEMS.get(self.platform[:3], ("linux", "Linux", "posix"))
            known |= {"sys_platform": system, "platform_system": name, "os_name": os_name}
        if self.python:
            numbers = (self.python if "." in self.python else f"{self.python[0]}.{self.python[1:]}").split(".")
            known |= {"python_version": ".".join(numbers[:2]), "python_full_version": ".".join([*numbers, "0"][:3])}
        return known


def lock_for(extras: str) -> Path:
    """The lock file that covers these extras ("web,ky-so"). Raises NoLock."""
    wanted = frozenset(filter(None, extras.replace(" ", "").split(",")))
    for covered, name in LOCKED_EXTRAS.items():
        if wanted <= covered:
            return LOCKS / name
    raise NoLock(", ".join(sorted(wanted - frozenset.union(*LOCKED_EXTRAS))))


def locked(lock: Path, target: Target) -> Iterator[str]:
    """The lines of a lock file that the target needs, without their conditions: name==version and the hashes."""
    from pip._vendor.packaging.markers import Marker

    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").replace("\\\n", " "))
    for entry in filter(None, (" ".join(one.split()) for one in entries)):
        pin, _, hashes = entry.partition(" --hash=")
        name, _, condition = pin.partition(";")
        if not condition or Marker(condition).evaluate(target.markers()):
            yield f"{name.strip()} --hash={hashes}"


def download(lock: Path, target: Target, into: Path) -> None:
    """Puts the packages of a lock file into a folder. Raises CalledProcessError; pip has said why by then."""
    with tempfile.TemporaryDirectory(prefix="baocao-khoa-") as name:
        wanted = Path(name) / "khoa.txt"
        wanted.write_text("\n".join(locked(lock, target)) + "\n", encoding="utf-8")
        pip("download", "--dest", str(into), "--no-deps", "--require-hashes", *target.options(), "-r", str(wanted))


def own_wheel(into: Path) -> Path:
    """The program itself as a wheel, made by the tools of a lock file and nothing newer."""
    with tempfile.TemporaryDirectory(prefix="baocao-dung-") as tools:
        pip("install", "--target", tools, "--require-hashes", "--only-binary=:all:", "-r", str(BUILD_LOCK))
        search = os.pathsep.join(filter(None, [tools, os.environ.get("PYTHONPATH")]))
        made = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(into), str(HERE.parent)]
        pip(*made, PYTHONPATH=search)
    return next(into.glob("baocao-*.whl"))


def pip(*arguments: str, **environment: str) -> None:
    """Runs pip. Raises CalledProcessError."""
    quiet = ["--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", *arguments[:1], *quiet, *arguments[1:]]
    subprocess.run(command, check=True, env={**os.environ, **environment})


def sha256(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pinned(wheels: Path) -> str:
    """The wheels of a folder as a lock file of their own: nothing else will be installed from there."""
    lines = []
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        lines.append(f"{name.replace('_', '-')}=={version} --hash=sha256:{sha256(wheel)}\n")
    return "".join(lines)
