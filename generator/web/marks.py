"""Fingerprints of files, reckoned again only where a file may have changed: a click must not read every workbook."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

from generator.core.program_mark import file_hash

_SETTLED = 2_000_000_000
"""A file changed less than so many nanoseconds ago may change again within the same tick of its clock."""
_MOST = 4000
_known: dict[Path, tuple[tuple[int, ...], str]] = {}
_lock = Lock()


def file_mark(path: Path) -> str:
    """The sha256 of the file as it is now."""
    found = path.stat()
    seen = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    where = path.absolute()
    with _lock:
        known = _known.get(where)
    if known is not None and known[0] == seen:
        return known[1]
    mark = file_hash(path)
    if time.time_ns() - max(seen[:2]) > _SETTLED:
        with _lock:
            if len(_known) >= _MOST:
                _known.clear()
            _known[where] = (seen, mark)
    return mark
