"""How much a run may take in, in one list: the size of files, cells, waiting times, memory.

A limit is raised or lowered by an environment variable, as BAOCAO_SOFFICE names LibreOffice: it holds for one run, for
a whole machine, for the local page and for what runs many dossiers alike, and there is no settings file to look for.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

if sys.platform != "win32":
    import resource

from generator.core.problems import WrongUsage
from generator.core.vietnamese import number_text

MEBIBYTE = 1024 * 1024
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its variable, what it bounds in a user's words, its unit, the default and the least that works."""

    variable: str
    what: str
    unit: str
    default: int
    least: int = 1

    def value(self) -> int:
        """The limit as it is set. Raises WrongUsage for what is no whole number, or too small to work with."""
        text = os.environ.get(self.variable, "").strip()
        if not text:
            return self.default
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else -1
        if number < self.least:
            raise WrongUsage(
                f"Biến môi trường {self.variable} là “{text}”, không dùng được.",
                f"Ghi một số nguyên từ {number_text(Decimal(self.least))} trở lên ({self.what}, tính bằng "
                f"{self.unit}), hoặc bỏ biến này để dùng mức mặc định {number_text(Decimal(self.default))}.",
            )
        return number

    def exceeded(self) -> str:
        """What a user is told beside the name of a file that is over the limit: "giới hạn là 300 MiB"."""
        return f"giới hạn là {number_text(Decimal(self.value()))} {self.unit}"

    def how_to_raise(self) -> str:
        """The next step for a file that is sound but large."""
        return f"Nếu tệp đáng tin, nâng giới hạn bằng biến môi trường {self.variable} (đơn vị: {self.unit})."


CONTENT = Limit("BAOCAO_TOI_DA_GIAI_NEN", "dung lượng một tệp Excel, Word sau khi mở ra", "MiB", 300)
SHEETS = Limit("BAOCAO_TOI_DA_TRANG", "số trang tính của một tệp Excel", "trang", 500)
CELLS = Limit("BAOCAO_TOI_DA_O", "số ô có nội dung của một trang tính", "ô", 1_200_000)
TEXT_FILE = Limit("BAOCAO_TOI_DA_YAML", "dung lượng một hồ sơ YAML, JSON", "MB", 20)
CONVERSION = Limit(
    "BAOCAO_TOI_DA_CHO_PDF", "thời gian chờ LibreOffice khi chuyển sang PDF mà không thêm được tệp nào", "giây", 180
)
MEMORY = Limit("BAOCAO_TOI_DA_BO_NHO", "bộ nhớ của chương trình (trên Linux)", "MiB", 4096, least=256)
LIMITS = (CONTENT, SHEETS, CELLS, TEXT_FILE, CONVERSION, MEMORY)


def check_limits() -> None:
    """Raises WrongUsage for the first variable whose value is of no use: no run begins with a limit nobody meant."""
    for limit in LIMITS:
        limit.value()


def hold_memory() -> None:
    """Keeps this process below MEMORY where the system can (Linux): what goes beyond it is a MemoryError, not a
    machine that no longer answers. A lower ceiling that is there already stays.
    """
    if sys.platform == "linux":
        low, high = resource.getrlimit(resource.RLIMIT_AS)
        ceiling = MEMORY.value() * MEBIBYTE
        if (low == resource.RLIM_INFINITY or ceiling < low) and (high == resource.RLIM_INFINITY or ceiling <= high):
            resource.setrlimit(resource.RLIMIT_AS, (ceiling, high))


def collect_rarely() -> None:
    """Lets this process make more objects before Python looks for rings of objects that nothing refers to any more.

    A dossier is many small values that stay until the end and form no rings: with Python's own setting a quarter of
    a long run goes into looking through them again and again, which frees next to nothing. For the process as a whole,
    so it is the program's to say, not that of a module that others may import.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


@contextlib.contextmanager
def memory_freed() -> Iterator[None]:
    """Lifts the ceiling while another program is started, which has needs of its own (LibreOffice) and inherits it."""
    if sys.platform != "linux":
        yield
        return
    low, high = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (high, high))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (low, high))


def peak_memory() -> int | None:
    """The most memory that this process has held so far, in bytes; None where the system does not tell (Windows)."""
    if sys.platform == "linux":  # what getrusage tells there begins with the memory of whoever started the process
        with contextlib.suppress(OSError, ValueError, StopIteration):
            lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
            return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
