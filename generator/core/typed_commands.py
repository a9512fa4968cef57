"""Names of files inside a command that a person is told to type: what a shell would take apart stands in quotes."""

from __future__ import annotations

import shlex
from pathlib import Path

_PLAIN = frozenset("._-/\\:")
_SPECIAL = frozenset('"$`!')
"""What a shell of Linux takes for something else even between double quotes; Windows forbids or keeps it."""


def typed(path: Path | str) -> str:
    """The path as it is typed: hồ-sơ.xlsx, "hồ sơ (1).xlsx"; a name that begins like an option gets its folder."""
    words = str(path)
    if words.startswith("-"):
        words = str(Path().absolute() / words)
    if all(one.isalnum() or one in _PLAIN for one in words):
        return words
    return shlex.quote(words) if _SPECIAL & set(words) else f'"{words}"'
