"""Outlines: short text files that say what a template holds; the standard says how it looks.

A report's outline is TOML with `[[section]]` tables, each with a `body` of lines and perhaps `kinds` (which
report kinds have it). A body line is one paragraph:

    # CÔNG TÁC …          a Roman section       ## …      a titled khoản       ### …      a titled điểm
    - một ý               a list item           ~ …       a legal basis (căn cứ)
    % for … / % endif     a statement over whole paragraphs ({%p … %})
    @ causes              what a person wrote for that section (sections.py), with its items and bold words
    > Trên đây …          the closing paragraph, kept with the signature
    ! task_status: …      a chart, and after ":" its caption (charts.py)
    = chi-tieu: …         the `[[table]]` so called, and after ":" its caption
    anything else         a paragraph of the body

A letter's outline has `[[part]]` tables instead: a `body` of such lines, or a table with columns and rows.

Headings are numbered as the standard numbers them, and a closing line ends with the standard's mark, whatever
numbers and marks are typed. Inside a line, [[Chưa có nội dung: …]] is a highlighted gap that only a person can
fill. An outline that `extends` another holds only what differs: see `inherit.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from generator.core.periods import PeriodKind


class LineKind(Enum):
    """What a line of an outline becomes; the value is the sign that it begins with."""

    SECTION = "# "
    CLAUSE = "## "
    POINT = "### "
    ITEM = "- "
    STATEMENT = "% "
    LEGAL_BASIS = "~ "
    WRITTEN = "@ "
    CLOSING = "> "
    CHART = "! "
    TABLE = "= "
    BODY = ""


_PREFIXES = tuple(sorted((kind for kind in LineKind if kind.value), key=lambda kind: -len(kind.value)))
_TYPED_NUMBER = re.compile(r"(?:\{\{\s*next_\w+\(\)\s*\}\}|[IVX]+|\d+|[a-zđ])\s*[.)/-]+\s*(?=\S)")
_HEADINGS = (LineKind.SECTION, LineKind.CLAUSE, LineKind.POINT)
_INLINE = re.compile(r"(\[\[.*?\]\])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline, without its sign."""

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
    tables: Mapping[str, TableOutline] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: header text, width in millimetres, alignment; `group` is the header text over several columns.

    Where `when` is given, the column is there only if it holds; the others then share its width.
    """

    title: str
    width: float
    align: str = "left"
    group: str = ""
    when: str = ""

    @property
    def heading(self) -> str:
        """The header text with the condition of the column."""
        return f"{self.title}{{%column if {self.when} %}}" if self.when else self.title


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells (with how many columns each spans), or a statement over whole rows."""

    cells: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    style: str = "data"
    statement: str = ""


@dataclass(frozen=True, slots=True)
class AppendixOutline:
    """The outline of an appendix: a title, one table, a note below it."""

    name: str
    title: str
    landscape: bool
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    note: str
    wide: bool = False
    """The table has the smaller letters of a wide one."""


@dataclass(frozen=True, slots=True)
class TableOutline:
    """A table inside a letter's or report's text; `when` is the condition under which a letter has it.

    One that is `whole` goes to the next page rather than being parted: it must be a short one.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    when: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LetterOutline:
    """A công văn: what it is about (after "V/v"), and its parts in order, each lines or a table."""

    name: str
    title: str
    about: str
    parts: tuple[tuple[Line, ...] | TableOutline, ...]


def parse_letter_outline(data: Mapping[str, Any]) -> LetterOutline:
    """A letter's outline."""
    parts = tuple(_table(part) if "column" in part else _lines(part["body"]) for part in data["part"])
    return LetterOutline(data["name"], data["title"], " ".join(data["about"].split(" ")), parts)


def _table(part: Mapping[str, Any]) -> TableOutline:
    return TableOutline(_columns(part), _rows(part), part["when"])


def _lines(body: str) -> tuple[Line, ...]:
    return tuple(parse_line(line) for line in body.strip("\n").split("\n") if line.strip())


def _columns(data: Mapping[str, Any]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(**column) for column in data["column"])


def _rows(data: Mapping[str, Any]) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            cells=tuple(row.get("cells", ())),
            spans=tuple(row.get("spans", ())),
            style=row.get("style", "data"),
            statement=row.get("statement", ""),
        )
        for row in data["row"]
    )


def parse_report_outlines(data: Mapping[str, Any]) -> tuple[ReportOutline, ...]:
    """One outline for each report kind that the file lists."""
    return tuple(_report(data, kind, PeriodKind(key)) for key, kind in data["kinds"].items())


def _report(data: Mapping[str, Any], kind: Mapping[str, str], period: PeriodKind) -> ReportOutline:
    bodies: Sequence[Mapping[str, Any]] = data["section"]
    wanted = (section["body"] for section in bodies if period.value in section.get("kinds", [period.value]))
    lines = [line for body in wanted for line in _lines(body)]
    tables = {
        table["id"]: TableOutline(_columns(table), _rows(table), whole=table.get("whole", False))
        for table in data.get("table", ())
    }
    return ReportOutline(kind["name"], kind["title"], tuple(lines), tables)


def _typed_number(text: str) -> int:
    """How long the number typed before a heading is, with its mark."""
    found = _TYPED_NUMBER.match(text)
    return found.end() if found else 0


_COUNTED = re.compile(
    r"(\}\}|\[count\]|(?<![\w.,/])\d+) (?=(?:nhiệm vụ|chỉ tiêu|văn bản|cơ quan|triệu đồng|tỷ đồng|khoản|đơn vị|"
    r"ngày|điều chỉnh|đề xuất|kế hoạch)\b)"
)
_NUMBER_AFTER = re.compile(r"(\bngày|\bkhoản|\.label \}\}) (?=\{\{ (?!\w+\.label)|\d)")
"""A day, a clause, a label, behind which its number comes."""


def parse_line(line: str) -> Line:
    """One body line by its prefix; a heading without the number typed before it.

    Between a number and what it counts stands a space at which no line ends.
    """
    line = _NUMBER_AFTER.sub("\\1\u00a0", _COUNTED.sub("\\1\u00a0", line))
    for kind in _PREFIXES:
        if line.startswith(kind.value):
            text = line.removeprefix(kind.value).strip()
            return Line(kind, text[_typed_number(text) :] if kind in _HEADINGS else text)
    return Line(LineKind.BODY, line.strip())


def parse_appendix_outline(data: Mapping[str, Any]) -> AppendixOutline:
    """An appendix's outline: its title, its table's columns and rows, the note under it."""
    landscape = data.get("landscape", True)
    columns, rows, wide = _columns(data), _rows(data), data.get("wide", False)
    return AppendixOutline(data["name"], data["title"], landscape, columns, rows, data["note"], wide)
