"""Lines on a terminal, coloured where somebody sees colours and plain where they go into a pipe or a file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import click

_LOOKS: dict[str, dict[str, object]] = {
    "": {},
    "bold": {"bold": True},
    "dim": {"dim": True},
    "yellow": {"fg": "yellow"},
    "cyan": {"fg": "cyan"},
    "bold red": {"fg": "red", "bold": True},
    "bold green": {"fg": "green", "bold": True},
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output, or standard error. NO_COLOR in the environment is heeded (no-color.org)."""

    stderr: bool = False

    def print(self, text: object = "", *, style: str = "", end: str = "\n") -> None:
        """One line. Control characters are left out: text from a file must not steer the terminal."""
        line = _CONTROL.sub("", str(text))
        if style and not os.environ.get("NO_COLOR"):
            line = click.style(line, **_LOOKS[style])  # type: ignore[arg-type]
        click.echo(line + end, nl=False, err=self.stderr)
