"""What Word, Excel and LibreOffice leave beside a file while they have it open: who says so, and taking it away.

A program that broke down leaves its sign, and the file then counts as open for ever. A sign is taken away only where
the system says, too, that nobody has the file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.core.problems import FolderBusy
from generator.write.refusals import signs_beside

if sys.platform != "win32":
    import fcntl

_ANSI_LENGTH, _WIDE_LENGTH, _WIDE = 0, 54, 56
"""Where the owner's name stands in a sign of Microsoft Office: its length, and once more in UTF-16."""


@dataclass(frozen=True, slots=True)
class OpenSign:
    """The sign beside `file`: of which program, who had the file open ("" where it does not say), since when."""

    file: Path
    sign: Path
    program: str
    who: str
    since: datetime

    @property
    def mark(self) -> str:
        """What tells this sign from one that is put there later."""
        return f"{self.sign.name} {self.since.isoformat()}"


def open_signs(files: Iterable[Path]) -> tuple[OpenSign, ...]:
    """The signs beside some files."""
    return tuple(_sign(file, sign) for file in files for sign in signs_beside(file))


def _sign(file: Path, sign: Path) -> OpenSign:
    content = sign.read_bytes()[:1024]
    since = datetime.fromtimestamp(sign.stat().st_mtime)
    if sign.name.startswith(".~lock."):
        return OpenSign(file, sign, "LibreOffice", _of_libreoffice(content), since)
    return OpenSign(file, sign, "Excel" if file.suffix.startswith(".xl") else "Word", _of_office(content), since)


def _of_libreoffice(content: bytes) -> str:
    """ ",user,machine,day time,profile;": the names that are not empty."""
    names, account, machine, *_ = (*content.decode("utf-8", "replace").split(","), "", "")
    who = names.strip() or account.strip()
    return f"{who} (máy {machine.strip()})" if who and machine.strip() else who or machine.strip()


def _of_office(content: bytes) -> str:
    length = content[_WIDE_LENGTH] if len(content) > _WIDE else 0
    wide = content[_WIDE : _WIDE + 2 * length].decode("utf-16-le", "replace")
    narrow = content[1 : 1 + content[_ANSI_LENGTH]].decode("cp1252", "replace") if content else ""
    return (wide if 0 < len(wide) == length and wide.isprintable() else narrow).strip("\0 ")


def take_away(sign: OpenSign) -> None:
    """Deletes a sign that a breakdown left. Raises FolderBusy where somebody has the file, or the sign, open."""
    if _is_open(sign.file):
        raise _in_use(sign)
    try:
        sign.sign.unlink(missing_ok=True)
    except PermissionError as error:
        raise _in_use(sign) from error


def _in_use(sign: OpenSign) -> FolderBusy:
    return FolderBusy(
        f"“{sign.file.name}” vẫn đang mở trong {sign.program}, nên không xoá dấu mở tệp.",
        "Đóng tệp trong chương trình đó (cả ở máy khác dùng chung thư mục) rồi làm lại.",
    )


def _is_open(file: Path) -> bool:
    """Whether the system knows of somebody who has the file: Windows lets nobody write then, others know locks.

    Of a file that is read-only that cannot be asked; its sign itself is held where the program still runs.
    """
    if not os.access(file, os.W_OK):
        return False
    try:
        with file.open("r+b") as stream:
            if sys.platform != "win32":
                fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
