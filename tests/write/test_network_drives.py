"""Drives of a network that know no locks, no rights, no times, no exchange: a report is written there all the same."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.core.problems import FolderBusy, WrongUsage
from generator.write import swap
from generator.write.files import publish, write_file
from generator.write.manifest import Manifest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fcntl and renameat2 are stood in for")
NO_LOCKS = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS]


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> None:
    """chmod, utime and the exchange of two names are refused."""

    def refused(*ignored: object, **also: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "chmod", refused)
    monkeypatch.setattr(os, "utime", refused)
    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)


def no_locks(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def flock(*ignored: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", flock)


def put(folder: Path, words: bytes) -> None:
    made = Manifest(period="2025-Q3", as_of=date(2025, 9, 14), input_name="hs.xlsx", input_sha256="0")
    publish(folder, {"bao-cao.docx": words}, {"bao-cao.docx": words}, made, wait=0.2)


@pytest.mark.parametrize("number", NO_LOCKS, ids=errno.errorcode.get)
def test_where_nothing_can_be_locked_a_file_is_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    no_locks(monkeypatch, number)
    folder = tmp_path / "ky"
    put(folder, b"1")
    with swap.held(folder, 0.2), pytest.raises(FolderBusy, match="Một lần chạy khác"):
        put(folder, b"2")
    put(folder, b"2")
    assert (folder / "bao-cao.docx").read_bytes() == b"2"


def test_a_lock_whose_process_is_gone_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = (
        "import fcntl, os, sys\n"
        "from pathlib import Path\n"
        "def flock(*ignored): raise OSError(37, 'no locks')\n"
        "fcntl.flock = flock\n"
        "from generator.write import swap\n"
        "lock = swap.taken(Path(sys.argv[1]), 1)\n"
        "os._exit(9)\n"
    )
    folder = tmp_path / "ky"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", killed, swap.lock_file(folder)], cwd=root, check=False)
    assert list(tmp_path.glob(".ky.giu.lock")), "the killed process left its lock"
    no_locks(monkeypatch, errno.ENOLCK)
    put(folder, b"1")
    assert (folder / "bao-cao.docx").read_bytes() == b"1"


@pytest.mark.usefixtures("strange")
def test_rights_times_and_links_that_are_refused_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    put(folder, b"1")
    (folder / "bao-cao.docx").write_bytes(b"edited by hand")
    (folder / "ghi chú").mkdir()
    (folder / "ghi chú/việc.txt").write_bytes(b"mine")
    put(folder, b"2")
    assert (folder / "bao-cao.docx").read_bytes() == b"2"
    assert (folder / "ghi chú/việc.txt").read_bytes() == b"mine"
    assert b"edited by hand" in {path.read_bytes() for path in folder.glob("bao-cao*.docx")}
    write_file(folder / "ghi chú/việc.txt", b"new")
    assert (folder / "ghi chú/việc.txt").read_bytes() == b"new"
    assert not [path.name for path in tmp_path.rglob("*") if path.name.endswith(".moi")]


def test_what_a_system_refuses_is_not_called_open_in_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*ignored: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(WrongUsage, match="Không có quyền ghi") as told:
        write_file(tmp_path / "a.docx", b"1")
    assert "Word" not in told.value.message and "denied" not in told.value.message
    assert not list(tmp_path.iterdir())
