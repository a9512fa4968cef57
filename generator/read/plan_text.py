"""Lines of a plan kept as plain text: a line with tabs is a row of its table."""

from __future__ import annotations

import re
from pathlib import Path

from generator import vietnamese
from generator.problems import Place
from generator.read.plan_lines import PlanLine


def text_lines(path: Path) -> list[PlanLine]:
    """The lines of a text file in UTF-8 (or UTF-16 with its mark). Raises UnicodeDecodeError for any other encoding."""
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", raw.decode(encoding)), start=1):
        cells = tuple(vietnamese.clean(cell) for cell in line.split("\t"))
        place = Place(path.name, None, f"dòng {number}")
        lines.append(PlanLine(place, cells, table=0 if len(cells) > 1 else None))
    return lines
