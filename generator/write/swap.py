"""One folder takes the place of another, whole: the lock, the exchange, and putting right after a power cut.

For a folder `2025-Q3`, three names stand beside it while a run writes:

    .2025-Q3.lock   held by the run that writes; the file itself stays and means nothing
    .2025-Q3.moi    the new folder while it is filled; after the exchange, the old one until it is deleted.
                    A leftover is worth nothing
    .2025-Q3.cu     the old folder, whole, only between the two renames below

`exchange` swaps `.moi` and the target in one step where the system can (Linux). Elsewhere it takes two renames,
target → `.cu` and `.moi` → target; a run killed between them leaves no target but a whole `.cu`, which `recover`
puts back at the start of the next run.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import filelock

from generator.core.problems import FolderBusy

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
"""What a network drive answers that cannot lock."""
_WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()
"""Seconds between tries: a virus scanner, an indexer or a reader of ours holds a file of Windows for a moment."""


def staging(target: Path) -> Path:
    """Where the new folder is filled."""
    return target.with_name(f".{target.name}.moi")


def set_aside(target: Path) -> Path:
    """Where the old folder stands between the two renames."""
    return target.with_name(f".{target.name}.cu")


def lock_file(target: Path) -> Path:
    """The file that the writing run holds."""
    return target.with_name(f".{target.name}.lock")


def is_leftover(name: str) -> bool:
    """True if `name` is a lock or a half-written piece of an earlier run in this folder (an agency's own report)."""
    return name.startswith(".") and name.endswith((".moi", ".lock"))


def taken(path: Path, wait: float) -> filelock.BaseFileLock:
    """The lock of this file, held; raises filelock.Timeout after `wait` seconds.

    A network drive that knows no locks gets one that is a file: it is there while somebody holds it, and one whose
    process is gone no longer counts.
    """
    lock: filelock.BaseFileLock = filelock.FileLock(path)
    try:
        with warnings.catch_warnings(action="ignore"):  # filelock may fall back by itself, and says so in English
            lock.acquire(timeout=wait)
    except OSError as error:  # Timeout is one too, without a number
        if error.errno not in _NO_LOCKS:
            raise
        lock = filelock.SoftFileLock(path.with_name(f"{path.name.removesuffix('.lock')}.giu.lock"))
        lock.acquire(timeout=wait)
    return lock


@contextlib.contextmanager
def held(target: Path, wait: float) -> Iterator[None]:
    """Holds the lock of `target`; raises FolderBusy after `wait` seconds if another run keeps it."""
    try:
        lock = taken(lock_file(target), wait)
    except filelock.Timeout as error:
        raise FolderBusy(
            f"Một lần chạy khác đang ghi vào thư mục “{target}”.", "Đợi lần chạy đó xong rồi chạy lại lệnh này."
        ) from error
    try:
        yield
    finally:
        lock.release()


def move(source: Path, target: Path) -> None:
    """Renames a file or folder, over a file that is there; tries again for a moment where somebody holds it."""
    for seconds in _WAITS:
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(seconds)
    source.replace(target)


def copy_kept(source: Path, target: Path) -> None:
    """Copies a file, flushed to disk, with its time and rights as far as the drive keeps such things."""
    if source.is_symlink():
        shutil.copyfile(source, target, follow_symlinks=False)
    else:
        # Flushed while it is being written: Windows flushes nothing through a file that is open for reading alone.
        with source.open("rb") as old, target.open("wb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
    with contextlib.suppress(OSError):
        shutil.copystat(source, target, follow_symlinks=False)


def keep_rights(source: Path, target: Path) -> None:
    """Gives the target the rights of the source, as far as the drive knows rights."""
    with contextlib.suppress(OSError):
        shutil.copymode(source, target)


def recover(target: Path) -> None:
    """Puts right what a killed run left beside `target`. Call it with the lock held."""
    old = set_aside(target)
    if old.exists() and not target.exists():
        move(old, target)
    for leftover in (old, staging(target)):
        discard(leftover)


def discard(folder: Path) -> None:
    """Deletes a folder; what cannot be deleted now is left for the next run."""
    shutil.rmtree(folder, ignore_errors=True)


def exchange(target: Path) -> Path | None:
    """Puts the staged folder in the target's place; returns where the old one now stands (None: there was none).

    An OSError leaves the target as it was.
    """
    new, old = staging(target), set_aside(target)
    if not target.exists():
        move(new, target)
        flush_folder(target.parent)
        return None
    if not _exchange_at_once(new, target):
        move(target, old)
        try:
            move(new, target)
        finally:
            if not target.exists():
                move(old, target)
        with contextlib.suppress(OSError):  # if it must stay `.cu`, `recover` clears it away
            old.rename(new)
    flush_folder(target.parent)
    return new if new.exists() else old


def _exchange_at_once(one: Path, other: Path) -> bool:
    """True if the system swapped two names in one step (renameat2, Linux); False if it cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    # Network drives refuse it in many words; what stands in the way of any renaming shows at the first of the two.
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def write_flushed(path: Path, content: bytes) -> None:
    """A new file whose bytes are on the disk when this returns."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Makes renames in `folder` lasting, where the system lets a folder be flushed (not Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # some network drives cannot flush a folder
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES):
            raise
    finally:
        os.close(handle)
