"""What a person wrote for a report, cut into paragraphs, list items and bold runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.figures import reworded
from generator.render.figure_texts import quoted
from generator.sections import SECTIONS, find_section

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"^[-+–•]\s+")


@dataclass(frozen=True, slots=True)
class TextRun:
    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph; `mark` is "- " or "+ " for a list item, else empty."""

    mark: str
    runs: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class NarrativeTexts:
    """The written sections by key; an unwritten one is empty, so that a template can ask for it."""

    opening: tuple[TextLine, ...] = ()
    direction: tuple[TextLine, ...] = ()
    indicators: tuple[TextLine, ...] = ()
    tasks: tuple[TextLine, ...] = ()
    funding: tuple[TextLine, ...] = ()
    reporting: tuple[TextLine, ...] = ()
    assessment: tuple[TextLine, ...] = ()
    limits: tuple[TextLine, ...] = ()
    causes: tuple[TextLine, ...] = ()
    lessons: tuple[TextLine, ...] = ()
    plans: tuple[TextLine, ...] = ()
    proposals: tuple[TextLine, ...] = ()
    opening_leads_in: bool = False
    """The opening ends with a colon: it is the lead-in itself, so the template's own is left out."""
    limits_name_causes: bool = False
    """The text on limits was headed "tồn tại, hạn chế, nguyên nhân": it speaks of causes too."""


def narrative_texts(facts: Facts) -> NarrativeTexts:
    """The texts of the report's own period. One agency's own report takes none: they were written for the whole."""
    if facts.agency is not None:
        return NarrativeTexts()
    lines: dict[str, tuple[TextLine, ...]] = {section.key: () for section in SECTIONS}
    name_causes = False
    for narrative in facts.narratives:
        section = find_section(narrative.section)
        if section is not None:
            lines[section.key] += text_lines(quoted(narrative.text, narrative.row, "Nội dung"))
            name_causes |= section.key == "limits" and "nguyên nhân" in narrative.section.casefold()
    opening = lines["opening"]
    leads_in = bool(opening) and opening[-1].runs[-1].text.rstrip().endswith(":")
    return NarrativeTexts(**lines, opening_leads_in=leads_in, limits_name_causes=name_causes)


def text_lines(text: str) -> tuple[TextLine, ...]:
    """A cell's text as paragraphs (contract, sheet Nội dung): a line each, "- " and "+ " items, `**đậm**`."""
    return tuple(_line(line.strip(), text) for line in text.split("\n") if line.strip())


def _line(line: str, source: str) -> TextLine:
    mark = ""
    if _ITEM.match(line):
        mark = "+ " if line.startswith("+") else "- "
        line = _ITEM.sub("", line)
    pieces = _BOLD.split(line)
    runs = tuple(TextRun(reworded(source, piece), index % 2 == 1) for index, piece in enumerate(pieces) if piece)
    return TextLine(mark, runs)
