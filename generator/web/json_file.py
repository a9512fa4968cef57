"""Small JSON files of the workspace, read whole and replaced whole."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from generator.write.swap import move


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in the file; None if there is none or it is damaged."""
    try:
        found = json.loads(_content(path))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _content(path: Path) -> bytes:
    """The bytes of the file, also where it is being replaced at this moment (Windows)."""
    for _ in range(20 if sys.platform == "win32" else 0):
        try:
            return path.read_bytes()
        except PermissionError:
            time.sleep(0.01)
    return path.read_bytes()


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Replaces the file: a reader, also after a power cut, finds the old or the new one."""
    replace_file(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def replace_file(path: Path, content: bytes) -> None:
    """Writes under a name of its own, flushes, renames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with new.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        move(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
