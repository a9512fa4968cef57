"""Outlines: short text files that say what a template holds; the standard says how it looks.

A report's outline is TOML with `[[section]]` tables, each with a `body` of lines and perhaps `kinds` (which
report kinds have it). A body line is one paragraph:

    # I. CÔNG TÁC …       a Roman section       ## 1. …   a titled khoản       ### a) …   a titled điểm
    - một ý               a list item           ~ …       a legal basis (căn cứ)
    % for … / % endif     a statement over whole paragraphs ({%p … %})
    @ causes              what a person wrote for that section (sections.py), with its items and bold words
    > Trên đây …          the closing paragraph, kept with the signature
    anything else         a paragraph of the body

Inside a line, [[Chưa có nội dung: …]] is a highlighted gap that only a person can fill.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from generator.periods import PeriodKind


class LineKind(Enum):
    SECTION = "# "
    CLAUSE = "## "
    POINT = "### "
    ITEM = "- "
    STATEMENT = "% "
    LEGAL_BASIS = "~ "
    WRITTEN = "@ "
    CLOSING = "> "
    BODY = ""


_PREFIXES = tuple(sorted((kind for kind in LineKind if kind.value), key=lambda kind: -len(kind.value)))
_INLINE = re.compile(r"(\[\[.*?\]\])")


@dataclass(frozen=True, slots=True)
class Line:
    kind: LineKind
    text: str

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The line's text in pieces, each with whether it is a highlighted gap."""
        parts = (part for part in _INLINE.split(self.text) if part)
        return tuple((part[1:-1], True) if part.startswith("[[") else (part, False) for part in parts)


@dataclass(frozen=True, slots=True)
class ReportOutline:
    """One report kind's outline."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: header text, width in millimetres, alignment; `group` is the header text over several columns."""

    title: str
    width: float
    align: str = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells (with how many columns each spans), or a statement over whole rows."""

    cells: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    style: str = "data"
    statement: str = ""


@dataclass(frozen=True, slots=True)
class AppendixOutline:
    name: str
    title: str
    landscape: bool
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    note: str


def parse_report_outlines(text: str) -> tuple[ReportOutline, ...]:
    """One outline for each report kind that the file lists."""
    data = tomllib.loads(text)
    return tuple(_report(data, kind, PeriodKind(key)) for key, kind in data["kinds"].items())


def _report(data: Mapping[str, Any], kind: Mapping[str, str], period: PeriodKind) -> ReportOutline:
    bodies: Sequence[Mapping[str, Any]] = data["section"]
    lines = [
        parse_line(line)
        for section in bodies
        if period.value in section.get("kinds", [period.value])
        for line in section["body"].strip("\n").split("\n")
        if line.strip()
    ]
    return ReportOutline(kind["name"], kind["title"], tuple(lines))


def parse_line(line: str) -> Line:
    """One body line by its prefix."""
    for kind in _PREFIXES:
        if line.startswith(kind.value):
            return Line(kind, line.removeprefix(kind.value).strip())
    return Line(LineKind.BODY, line.strip())


def parse_appendix_outline(text: str) -> AppendixOutline:
    """An appendix's outline: its title, its table's columns and rows, the note under it."""
    data = tomllib.loads(text)
    columns = tuple(TableColumn(**column) for column in data["column"])
    rows = tuple(
        TableRow(
            cells=tuple(row.get("cells", ())),
            spans=tuple(row.get("spans", ())),
            style=row.get("style", "data"),
            statement=row.get("statement", ""),
        )
        for row in data["row"]
    )
    return AppendixOutline(data["name"], data["title"], data.get("landscape", True), columns, rows, data["note"])
