"""The documents of one report: the report itself and each appendix that has rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from generator.compute.facts import Facts
from generator.core.periods import PeriodKind
from generator.core.sections import GAP
from generator.core.vietnamese import fold
from generator.render.appendix import Appendix, AppendixView, appendices_of, references
from generator.render.context import ReportContext, report_context
from generator.render.document import RenderedDocument, Template, document_text
from generator.render.document_views import told_in_text
from generator.render.figure_texts import NO_BREAK, kept_together
from generator.render.gathered import Gathered, gathered
from generator.render.issuer import Addressing, addressing

REPORT_TEMPLATES = {
    PeriodKind.MONTH: "bao-cao-thang",
    PeriodKind.QUARTER: "bao-cao-quy",
    PeriodKind.HALF: "bao-cao-6-thang",
    PeriodKind.NINE_MONTHS: "bao-cao-9-thang",
    PeriodKind.YEAR: "bao-cao-nam",
    PeriodKind.WEEK: "bao-cao-tuan",
    PeriodKind.RANGE: "bao-cao-thoi-gian",
    PeriodKind.AD_HOC: "bao-cao-dot-xuat",
    PeriodKind.TOPIC: "bao-cao-chuyen-de",
    PeriodKind.MID_TERM: "bao-cao-giua-ky",
    PeriodKind.YEARS: "bao-cao-giai-doan",
}
REPORT_STEM = "bao-cao"
_LENGTH = re.compile(r"(?<![\w.])is_short\b")
_SECTIONS = re.compile(r"(?<![\w.])sections\b")
_WRITTEN = re.compile(r"\btext\.(\w+)")


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One document of a report. `label` is what people call it ("Phụ lục II"); `template` names what made it."""

    stem: str
    label: str
    template: str
    document: RenderedDocument


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """All documents of a report, the report first; `gaps` are the places only a person can fill, as printed."""

    files: tuple[RenderedFile, ...]
    gaps: tuple[str, ...]
    written_sections: frozenset[str]
    """Keys of the sections whose text the report's template prints."""
    has_lengths: bool = True
    """The report's template knows of a short and a full form."""
    has_sections: bool = True
    """It prints the parts that sheet Bố cục makes."""
    gathered: Gathered | None = None
    """What a short report leaves to its appendices; None for a full one."""


def render_report(facts: Facts, template: Callable[[str], Template]) -> RenderedReport:
    """Every document of the report on `facts`. `template` gives a compiled template by name."""
    frame = addressing(facts)
    name = REPORT_TEMPLATES[facts.period.kind]
    report = template(name)
    in_text = told_in_text(facts.documents)
    context, appendices, rendered = _body(facts, frame, name, report, with_documents=not in_text)
    if in_text and not _names_all(rendered, context):
        # a template of the office's own that leaves the list to the appendix
        context, appendices, rendered = _body(facts, frame, name, report, with_documents=True)
    files = (rendered, *(_appendix(appendix, context, frame, template) for appendix in appendices))
    source = " ".join(report.sources())
    written, has_lengths = frozenset(_WRITTEN.findall(source)), _LENGTH.search(source) is not None
    left = (
        gathered(facts, context, rendered.document.content, [one.document.content for one in files[1:]])
        if context.is_short and has_lengths
        else None
    )
    has_sections = _SECTIONS.search(source) is not None
    return RenderedReport(files, gaps_in(rendered.document.content), written, has_lengths, has_sections, left)


def _body(
    facts: Facts, frame: Addressing, name: str, report: Template, with_documents: bool
) -> tuple[ReportContext, tuple[Appendix, ...], RenderedFile]:
    """The report, what it is made from, and the appendices that it refers to."""
    appendices = appendices_of(facts, with_documents)
    context = report_context(facts, frame, references(appendices))
    labels = {one.source: kept_together(one.label) for one in appendices}
    context = replace(context, funding=context.funding.with_appendices(labels))
    rendered = report.render(context.for_text(facts.settings).names())
    return context, appendices, RenderedFile(REPORT_STEM, "Báo cáo", name, rendered)


def _names_all(rendered: RenderedFile, context: ReportContext) -> bool:
    """Whether a report's text names every document of its period."""
    if not context.documents:
        return True
    said = fold(document_text(rendered.document.content))
    return all(fold(one.symbol) in said for one in context.documents)


def _appendix(
    appendix: Appendix, context: ReportContext, frame: Addressing, template: Callable[[str], Template]
) -> RenderedFile:
    view = AppendixView(appendix.label, appendix.number, frame.attached_to, appendix.source)
    names: Mapping[str, object] = {**context.names(), "appendix": view}
    made = template(appendix.kind.value)
    if appendix.source:
        names = {**names, "funding": context.funding.of_source(appendix.source)}
        made = made.for_part(fold(appendix.source))
    return RenderedFile(appendix.stem, appendix.label, appendix.kind.value, made.render(names))


def gaps_in(content: bytes) -> tuple[str, ...]:
    """The "[Chưa có nội dung: …]" and "[Gợi ý: …]" marks of a .docx, in reading order, with usual spaces."""
    return tuple(GAP.findall(document_text(content).replace(NO_BREAK, " ")))
