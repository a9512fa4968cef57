"""What the report of the period before said in the sections that a person writes, for those that are empty now.

Read from that report as it stands (issued, edited by hand), else from what sheet Nội dung holds for that period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.compute.facts import Facts, LastText
from generator.core.folders import BASE, REPORT, newest_report
from generator.core.problems import BaocaoError
from generator.core.sections import GAP, find_section
from generator.core.vietnamese import one_line
from generator.office.names import P
from generator.office.package import Package
from generator.office.word_text import paragraph_text
from generator.render.narrative import text_lines

OFFERED = ("causes", "lessons", "plans", "proposals")
"""Sections whose last text may still hold; what was directed and done in a period is of that period alone."""
_HEADING = re.compile(r"(?:[IVX]+[.\-/]|\d{1,2}\.)\s+(?P<title>\S.*)")
_CLOSING = ("trên đây là", "nơi nhận")


def last_texts(facts: Facts, reports: Path, part: str | None) -> tuple[LastText, ...]:
    """The last texts of the sections that nobody has written for this period; those of one agency are its own."""
    shared = facts.agency is None and not facts.plans
    before = facts.period.previous()
    rows = [one for one in facts.dossier.narratives if shared]
    written = {_key(one.section) for one in facts.narratives if shared}
    empty = [key for key in OFFERED if key not in written]
    if not empty:
        return ()
    typed: dict[str, list[str]] = {}
    for row in rows:
        if row.period == before and (key := _key(row.section)):
            typed.setdefault(key, []).extend(_printed(row.text))
    report = newest_report(reports / before.code / part if part else reports / before.code)
    found = _in_report(report, typed) if report is not None else {}
    texts = ((key, found.get(key) or typed.get(key, [])) for key in empty)
    return tuple(LastText(key, before, tuple(lines)) for key, lines in texts if lines)


def _key(title: str) -> str:
    section = find_section(title)
    return section.key if section is not None else ""


def _printed(text: str) -> list[str]:
    """A cell's text as a report prints it, a line a paragraph."""
    return [line.mark + "".join(run.text for run in line.runs) for line in text_lines(text)]


def _in_report(folder: Path, typed: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """By section what a person wrote in a report: neither made by the program nor a gap.

    {} for one that cannot be read, or that nobody has touched: it says what the workbook says.
    """
    try:
        now, before = (folder / REPORT).read_bytes(), (folder / BASE / REPORT).read_bytes()
        if now == before:
            return {}
        lines, made = _lines(now), {one_line(line) for line in _lines(before)}
    except (OSError, BaocaoError):
        return {}
    own = {one_line(line) for texts in typed.values() for line in texts}
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        plain = one_line(line)
        if plain.casefold().startswith(_CLOSING):
            break
        heading = _HEADING.match(plain)
        if heading and ((named := _key(heading["title"])) or heading["title"].isupper()):
            key = named
        elif key and plain and not GAP.search(plain) and (plain not in made or plain in own):
            found.setdefault(key, []).append(plain)
    return found


def _lines(content: bytes) -> list[str]:
    """The paragraphs of a report outside its tables."""
    package = Package.open(content)
    body = package.tree(package.main)[0]
    return [paragraph_text(one) for one in body if one.tag == P]
