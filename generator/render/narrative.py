"""What a person wrote for a report, cut into paragraphs, list items and bold runs; and what may be offered where nobody
has written a section yet: words of the agencies, lines of the report before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.compute.facts import Facts
from generator.core.figures import Quotation, reworded
from generator.core.model import Progress
from generator.core.sections import SECTIONS, find_section
from generator.core.vietnamese import join_and, lower_first, one_line
from generator.render.figure_texts import kept_together, quoted
from generator.render.sentences import ITEM_MARK, bare_cause
from generator.render.short_names import short_name
from generator.render.told_parts import is_gathered, newest_of_parts

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Letters of a paragraph that look alike."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph; `mark` is "- " or "+ " for a list item, else empty."""

    mark: str
    runs: tuple[TextRun, ...]

    @property
    def introduces(self) -> bool:
        """It says what the next one begins: it ends with a colon."""
        return bool(self.runs) and self.runs[-1].text.rstrip().endswith(":")


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
    """The texts of the report's own period. That of one agency or plan takes none: they were written for the whole."""
    if facts.agency is not None or facts.plans:
        return NarrativeTexts()
    lines: dict[str, tuple[TextLine, ...]] = {section.key: () for section in SECTIONS}
    name_causes = False
    for narrative in facts.narratives:
        section = find_section(narrative.section)
        if section is not None:
            lines[section.key] += text_lines(quoted(narrative.text, narrative.row, "Nội dung"))
            name_causes |= section.key == "limits" and "nguyên nhân" in narrative.section.casefold()
    opening = lines["opening"]
    leads_in = bool(opening) and opening[-1].introduces
    return NarrativeTexts(**lines, opening_leads_in=leads_in, limits_name_causes=name_causes)


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What an agency wrote that a section nobody has written may take up; printed as a gap, never as decided."""

    block_key: str
    text: str


def suggestions(facts: Facts, column: str) -> tuple[SuggestionView, ...]:
    """What the rows of the period say in a column, each with its task and agencies; what two say alike stands once."""
    found: dict[tuple[str, str], str] = {}
    for fact in facts.tasks.items:
        rows = [row for row in fact.in_period if _words_in(row, column)]
        if is_gathered(rows):
            rows = [one.newest for one in newest_of_parts(rows, facts.period)]
        for row in rows:
            words = _words_in(row, column)
            said = bare_cause(words) if column == "Nguyên nhân" else lower_first(words)
            agencies = join_and(row.reporter or fact.task.lead)
            line = offered(f"{short_name(fact.task)}: {said}{f' ({agencies})' if agencies else ''}")
            found.setdefault((fact.task.code, words), reworded(quoted(words, row.row, column), line))
    return tuple(SuggestionView(code, text) for (code, _), text in found.items())


def _words_in(row: Progress, column: str) -> str:
    return one_line(row.cause if column == "Nguyên nhân" else row.proposal).rstrip(" .;")


@dataclass(frozen=True, slots=True)
class LastLine:
    """A line of a section in the report before, offered where nobody has written that section yet."""

    block_key: str
    period: str
    text: str


@dataclass(frozen=True, slots=True)
class LastTexts:
    """By section what the report before said; empty for a section that is written now."""

    causes: tuple[LastLine, ...] = ()
    lessons: tuple[LastLine, ...] = ()
    plans: tuple[LastLine, ...] = ()
    proposals: tuple[LastLine, ...] = ()


def last_texts(facts: Facts, text: NarrativeTexts) -> LastTexts:
    """The texts of the period before for the sections that are empty in this report."""
    found = {}
    for one in facts.last_texts:
        if getattr(text, one.section) or (one.section == "causes" and text.limits_name_causes):
            continue
        label = one.period.label
        found[one.section] = tuple(
            LastLine(f"{one.section}{number}", kept_together(label), Quotation(offered(line), (), f"báo cáo {label}"))
            for number, line in enumerate(one.lines, start=1)
        )
    return LastTexts(**found)


def offered(line: str) -> str:
    """A text as it stands inside the square brackets of a gap: without list mark, end mark and brackets of its own."""
    return ITEM_MARK.sub("", line).rstrip(" .;").replace("[", "(").replace("]", ")")


def text_lines(text: str) -> tuple[TextLine, ...]:
    """A cell's text as paragraphs (the guide, sheet Nội dung): a line each, "- " and "+ " items, `**đậm**`."""
    return tuple(_line(line.strip(), text) for line in text.split("\n") if line.strip())


def _line(line: str, source: str) -> TextLine:
    mark = ""
    if ITEM_MARK.match(line) and not line.startswith("*"):
        mark = "+ " if line.startswith("+") else "- "
        line = ITEM_MARK.sub("", line)
    pieces = _BOLD.split(line)
    runs = tuple(TextRun(reworded(source, piece), index % 2 == 1) for index, piece in enumerate(pieces) if piece)
    return TextLine(mark, runs)


def paragraphs(lines: Iterable[TextLine]) -> Iterator[str]:
    """What a person wrote, a paragraph a text."""
    return ("".join(run.text for run in line.runs) for line in lines)
