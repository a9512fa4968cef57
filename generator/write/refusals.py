"""Why a file could not be written, said so that a person can act: no right to write, disk full, open in Word."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.core.problems import BaocaoError, FolderBusy, WrongUsage
from generator.core.system_refusals import REASONS

HOLDS_OPEN_FILES = sys.platform == "win32"
"""Windows refuses to change a file that somebody has open; elsewhere a refusal is about rights."""
_LONGEST = 235
"""Letters of a path that Windows takes, less what the names beside it and in it need."""


@contextlib.contextmanager
def plain_refusals(path: Path) -> Iterator[None]:
    """Turns any OSError of the block into WrongUsage or FolderBusy that names `path` and the next step."""
    try:
        yield
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError) -> BaocaoError:
    if isinstance(error, PermissionError):
        return open_elsewhere(path) if HOLDS_OPEN_FILES and _writable(path) else no_right(path)
    if HOLDS_OPEN_FILES and error.errno == errno.ENOENT and len(str(path.absolute())) > _LONGEST:
        error.errno = errno.ENAMETOOLONG  # Windows says only that there is no such place
    unknown = (f"lỗi hệ thống số {error.errno}", "Kiểm tra ổ đĩa hoặc chọn nơi lưu khác.")
    reason, next_step = REASONS.get(error.errno or 0, unknown)
    return WrongUsage(f"Không ghi được vào “{path}”: {reason}.", next_step)


def _writable(path: Path) -> bool:
    """True if rights alone do not forbid writing `path`, so that only another program can be in the way."""
    places = [path, path.parent] if path.exists() else [path.parent]
    return all(os.access(place, os.W_OK) for place in places)


def no_right(path: Path) -> WrongUsage:
    """The refusal for a place that this account may not write."""
    return WrongUsage(
        f"Không có quyền ghi vào “{path}”.", "Bỏ thuộc tính chỉ đọc (Read-only), xin quyền ghi hoặc chọn nơi lưu khác."
    )


def open_elsewhere(path: Path, sign: Path | None = None) -> FolderBusy:
    """The refusal for a file that another program holds; `sign` is the lock file that told so."""
    kind = "Thư mục có tệp" if path.is_dir() else "Tệp"
    next_step = "Chưa có tệp nào bị thay đổi."
    if sign is not None:
        next_step += f" Nếu không còn chương trình nào mở tệp này, xoá tệp “{sign.name}” cạnh nó rồi chạy lại."
    return FolderBusy(f"{kind} “{path}” đang mở trong {_program(path)}, hãy đóng lại rồi chạy lại.", next_step)


def _program(path: Path) -> str:
    return "Excel" if path.suffix.lower() in (".xlsx", ".xlsm") else "Word"


def refuse_open(path: Path) -> None:
    """Raises FolderBusy if Word (`~$…`) or LibreOffice (`.~lock.…#`) says beside the file that it has it open."""
    for sign in signs_beside(path) if path.exists() else ():
        raise open_elsewhere(path, sign)


def signs_beside(path: Path) -> tuple[Path, ...]:
    """The files with which Word, Excel or LibreOffice say that they have `path` open, or had when they broke down."""
    name = path.name
    names = (f".~lock.{name}#", f"~${name}", f"~${name[1:]}", f"~${name[2:]}")
    return tuple(sign for one in names if (sign := path.with_name(one)).is_file())
