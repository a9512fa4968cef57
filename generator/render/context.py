"""The context contract: everything a template may name, built from the facts of one report.

Templates own the wording; this module only chooses, orders and formats. Every printed figure keeps its cells
(architecture, decision 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from generator.compute.facts import Facts
from generator.compute.reporting import AgencyReporting, Proposal, proposals
from generator.compute.task_status import TaskStatus
from generator.core.figures import Count, Figure, Quotation, reworded
from generator.core.model import Disbursement, Measurement, Progress, Settings
from generator.core.periods import Period, PeriodKind
from generator.core.sections import SECTIONS, find_section
from generator.core.vietnamese import join_and, lower_first, one_line, short_date, upper_first
from generator.render.appendix import AppendixReferences
from generator.render.change_views import PlanChangesView, plan_changes_view
from generator.render.chart_views import ChartsView, charts_view
from generator.render.document_views import (
    DocumentKindView,
    DocumentView,
    cited_number,
    document_kinds,
    document_views,
    told_in_text,
)
from generator.render.figure_texts import count, kept_together, quoted
from generator.render.indicator_views import IndicatorsView, indicators_view
from generator.render.issuer import Addressing, Issuer, PlanView, SignatureView, TitleView
from generator.render.money_views import FundingView, funding_view
from generator.render.one_task import names_in_text
from generator.render.plan_views import PlanPartsView, plan_parts_view
from generator.render.score_views import ScoresView, scores_view
from generator.render.section_views import BRIEF_KINDS, SectionView, is_short, section_views
from generator.render.short_names import short_name
from generator.render.task_views import TasksView, tasks_view
from generator.render.told_parts import is_gathered, newest_of_parts
from generator.render.two_digits import two_digits

# --- what a person wrote for a report, cut into paragraphs, list items and bold runs ----------------------------------

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
    leads_in = bool(opening) and opening[-1].runs[-1].text.rstrip().endswith(":")
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
            agencies = join_and(row.reporter or fact.task.lead)
            line = offered(f"{short_name(fact.task)}: {lower_first(words)}{f' ({agencies})' if agencies else ''}")
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
    return _ITEM.sub("", line).rstrip(" .;").replace("[", "(").replace("]", ")")


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


# --- who kept the reporting rule, and what difficulties were reported, as a template sees them ------------------------


@dataclass(frozen=True, slots=True)
class IncompleteView:
    """An agency that has reported, but not on `missing` of its tasks."""

    block_key: str
    agency: str
    missing: Figure


@dataclass(frozen=True, slots=True)
class ReportingView:
    """Who kept the reporting rule; collective names ("Các địa phương") answer to nobody and are left out."""

    total: Figure
    reported: Figure
    silent: str
    incomplete: str
    incomplete_agencies: tuple[IncompleteView, ...]

    def __bool__(self) -> bool:
        return bool(self.total)


@dataclass(frozen=True, slots=True)
class DifficultyView:
    block_key: str
    code: str
    text: str
    agency: str
    short: str
    """The task's name in a sentence."""
    in_charge: str
    """The agency inside a sentence."""
    is_told: bool
    """The list of overdue and paused tasks tells it as the cause."""


_REPORTED_IN = {Measurement: "Mã chỉ tiêu", Disbursement: "Mã kinh phí"}
_MISSING = "số nhiệm vụ chủ trì mà cơ quan chưa báo cáo trong kỳ"


def reporting_view(facts: Facts) -> ReportingView:
    asked = [one for one in facts.reporting if one.is_asked]
    reported = [one for one in asked if one.has_reported]
    silent = [one.agency for one in asked if not one.has_reported]
    incomplete = [_missing(one) for one in reported if not one.is_complete]
    names, words = {one.agency for one in asked}, "số cơ quan chủ trì"
    led = tuple(fact.task.row.place("Cơ quan chủ trì") for fact in facts.tasks.items if names & {*fact.task.lead})
    rows = tuple(row.row.place("Mã nhiệm vụ") for fact in facts.tasks.items for row in fact.answers)
    figures = tuple(row.row.place(_REPORTED_IN[type(row)]) for one in asked for row in one.figures)
    sent = (*rows, *figures)
    return ReportingView(
        total=Count(str(len(asked)), Decimal(len(asked)), led, f"{words} còn nhiệm vụ phải báo cáo"),
        reported=Count(str(len(reported)), Decimal(len(reported)), sent, f"{words} đã báo cáo trong kỳ"),
        silent=join_and(silent),
        incomplete_agencies=tuple(
            IncompleteView(one.agency, one.agency, Count(str(one.missing), Decimal(one.missing), rows, _MISSING))
            for one in reported
            if not one.is_complete
        ),
        incomplete=Quotation(join_and(incomplete), rows, _MISSING),
    )


def _missing(one: AgencyReporting) -> str:
    return f"{one.agency} (còn {one.missing} nhiệm vụ)"


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What an agency proposed in its report; no decision of the body that reports."""

    block_key: str
    text: str
    short: str
    in_charge: str


PROPOSAL = "Đề xuất, kiến nghị"


def proposal_views(told: Sequence[Proposal]) -> tuple[ProposalView, ...]:
    return tuple(
        ProposalView(
            one.fact.task.code,
            quoted(one.text.rstrip(" .;"), one.row.row, PROPOSAL),
            short_name(one.fact.task),
            names_in_text(one.agencies),
        )
        for one in told
    )


def wants_summary(facts: Facts, lines: int) -> bool:
    """Whether the report begins with its message: as the dossier says, else from a quarter on; never with one line."""
    asked = facts.settings.summary
    return lines > 1 and (facts.period.kind not in BRIEF_KINDS if asked is None else asked)


def difficulty_views(facts: Facts) -> tuple[DifficultyView, ...]:
    return tuple(
        DifficultyView(
            one.fact.task.code,
            quoted(one.fact.task.code, one.fact.task.row, "Mã"),
            quoted(one.text.rstrip(" .;"), one.row.row, "Khó khăn, vướng mắc"),
            join_and(one.agencies),
            short_name(one.fact.task),
            names_in_text(one.agencies),
            one.fact.status.is_overdue or one.fact.status is TaskStatus.SUSPENDED,
        )
        for one in facts.tasks.difficulties
    )


_RESTATED = "số nay có trong hồ sơ, so với số báo cáo đã ban hành"


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A line of a list with the mark that ends it, as the standard writes it: ";" or, for the last, "."."""

    text: str
    end: str


def ended(lines: Sequence[str], ends: tuple[str, str] = (";", ".")) -> tuple[EndedLine, ...]:
    """Lines with their end marks, those of `ends` for each and for the last (NĐ 30/2020, Phụ lục I, II.6a, II.9)."""
    each, last = ends
    return tuple(EndedLine(line, last if index == len(lines) else each) for index, line in enumerate(lines, start=1))


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The period in words. `label` has its year ("quý III năm 2025"); dates are as officials write them.

    `told` says what is reported on, as an opening sentence goes on: "kết quả thực hiện quý III năm 2025".

    `data_label` names the period that the newest data are of, where that ends before the report's own; "" where they
    are fresh. `has_data` is false where nothing at all was reported up to the report's end.
    """

    code: str
    label: str
    told: str
    short_label: str
    year: int
    start: str
    end: str
    as_of: str
    next_label: str
    next_start: str
    next_end: str
    previous_label: str
    last_year_label: str
    compares_twice: bool
    """The period before is not the same period of the year before (as it is for a year)."""
    data_label: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class RestatementView:
    """A sentence on figures of an earlier period that are not those of the report issued for it."""

    block_key: str
    text: Quotation


@dataclass(frozen=True, slots=True)
class ReportContext:
    """All that a report's template may name."""

    issuer: Issuer
    number_line: str
    date_line: str
    title: TitleView
    addressees: tuple[EndedLine, ...]
    legal_bases: tuple[EndedLine, ...]
    plan: PlanView
    request: str
    """The letter that asks for this report, as its opening cites it."""
    period: PeriodView
    tasks: TasksView
    indicators: IndicatorsView
    restatements: tuple[RestatementView, ...]
    funding: FundingView
    documents: tuple[DocumentView, ...]
    document_kinds: tuple[DocumentKindView, ...]
    """How many of each kind, as they are first met."""
    document_issuer: str
    """Who issued all of them; "" where they come from several, or none is named."""
    document_count: Figure
    difficulties: tuple[DifficultyView, ...]
    proposals: tuple[ProposalView, ...]
    proposal_count: Figure
    suggested_causes: tuple[SuggestionView, ...]
    suggested_proposals: tuple[SuggestionView, ...]
    last_texts: LastTexts
    wants_summary: bool
    """The report begins with its message in a few lines."""
    wants_tables: bool
    """Indicators and money stand as tables in the text."""
    is_short: bool
    """The body gathers; what it does not list stands in the appendices."""
    sections: tuple[SectionView, ...]
    """The parts of the results, each with its tasks."""
    has_layout: bool
    """The dossier lays the parts out itself (sheet Bố cục)."""
    sections_hold_indicators: bool
    """The sheet puts indicators into the parts too."""
    sections_have_more: bool
    """A short report leaves results of some part to the appendix."""
    other_difficulties: tuple[DifficultyView, ...]
    """Those that the lists of overdue and paused tasks do not tell."""
    other_difficulty_count: Figure
    """How many tasks they are of."""
    reporting: ReportingView
    plan_parts: PlanPartsView
    plan_changes: PlanChangesView
    scores: ScoresView
    text: NarrativeTexts
    appendices: AppendixReferences
    charts: ChartsView
    recipients: tuple[EndedLine, ...]
    signature: SignatureView
    own_report: bool
    """An agency reports for itself: only what it leads, so its name need not stand at every task."""
    illustrative: bool

    def names(self) -> Mapping[str, object]:
        """The context as a template's names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def for_text(self, settings: Settings) -> ReportContext:
        """The context of a running text, whose small counts have two digits where the dossier wants it."""
        return two_digits(self, apart=("charts",)) if settings.two_digits else self


def report_context(facts: Facts, addressing: Addressing, appendices: AppendixReferences) -> ReportContext:
    """The context of the report on `facts`, issued as `addressing` says, referring to `appendices`."""
    tasks, indicators, funding = tasks_view(facts), indicators_view(facts), funding_view(facts)
    told, text = proposals(facts.tasks.items), narrative_texts(facts)
    difficulties, request = difficulty_views(facts), _request(facts)
    leading_in = () if text.opening_leads_in else (str(addressing.plan.citation), request)
    before = (*addressing.legal_bases, *leading_in, *_said(text.opening), *_said(text.direction))
    documents = document_views(facts, addressing.frame, before)
    issuers = {one.issuer for one in documents}
    sections = section_views(facts, tasks, indicators)
    told_elsewhere = set() if is_short(facts) else {task.block_key for task in tasks.waiting}
    others = tuple(one for one in difficulties if not one.is_told and one.block_key not in told_elsewhere)
    hindered = {one.block_key for one in others}
    hindered_rows = (fact.task.row for fact in facts.tasks.items if fact.task.code in hindered)
    spoken_of = (tasks, indicators, funding, tasks.overdue, tasks.suspended or told)
    return ReportContext(
        issuer=addressing.issuer,
        number_line=addressing.number_line,
        date_line=addressing.date_line,
        title=addressing.title,
        addressees=ended(addressing.addressees),
        legal_bases=ended(addressing.legal_bases, addressing.frame.legal_basis_ends),
        plan=addressing.plan,
        request=request,
        period=period_view(facts),
        tasks=tasks,
        indicators=indicators,
        restatements=tuple(
            RestatementView(note.block_key, Quotation(note.text, note.cells, _RESTATED)) for note in facts.restated
        ),
        funding=funding,
        documents=documents,
        document_kinds=document_kinds(facts),
        document_issuer=issuers.pop() if len(issuers) == 1 else "",
        document_count=count((document.row for document in facts.documents), "Số ký hiệu", "số văn bản trong kỳ"),
        difficulties=difficulties,
        proposals=proposal_views(told),
        proposal_count=count((one.row.row for one in told), PROPOSAL, "số đề xuất, kiến nghị trong kỳ"),
        suggested_causes=suggestions(facts, "Nguyên nhân"),
        suggested_proposals=suggestions(facts, PROPOSAL),
        last_texts=last_texts(facts, text),
        wants_summary=wants_summary(facts, sum(map(bool, spoken_of))),
        wants_tables=facts.settings.tables,
        is_short=is_short(facts),
        sections=sections,
        has_layout=bool(facts.dossier.layout),
        sections_hold_indicators=any(one.indicators for one in sections),
        sections_have_more=any(one.has_more for one in sections),
        other_difficulties=others,
        other_difficulty_count=count(hindered_rows, "Mã", "số nhiệm vụ có khó khăn, vướng mắc"),
        reporting=reporting_view(facts),
        plan_parts=plan_parts_view(facts),
        plan_changes=plan_changes_view(facts, addressing.frame, named=documents if told_in_text(documents) else ()),
        scores=scores_view(facts),
        text=text,
        appendices=appendices,
        charts=charts_view(facts, tasks, indicators),
        recipients=ended(addressing.recipients, addressing.frame.recipient_ends),
        signature=addressing.signature,
        own_report=facts.agency is not None,
        illustrative=facts.settings.illustrative,
    )


def _said(lines: Iterable[TextLine]) -> Iterator[str]:
    """What a person wrote, a paragraph a text."""
    return ("".join(run.text for run in line.runs) for line in lines)


_BEFORE_REQUEST = re.compile(r"^(?:thực hiện|theo|căn cứ|tại)\s+", re.IGNORECASE)


def _request(facts: Facts) -> str:
    """The letter that asked the whole body for its report, without the words that lead to it; "" in an agency's own."""
    settings = facts.settings
    if not settings.request or facts.agency is not None:
        return ""
    said = _BEFORE_REQUEST.sub("", settings.request).rstrip(" .;,")
    places = settings.places
    cells = (places["Văn bản yêu cầu"],) if "Văn bản yêu cầu" in places else ()
    return Quotation(upper_first(cited_number(said)), cells)


def _told(period: Period) -> str:
    """What an ad hoc report is about; else the results of the period, whose days the sentence gives itself."""
    if period.kind in (PeriodKind.AD_HOC, PeriodKind.TOPIC) and period.name:
        return lower_first(period.name)
    if period.first is None:
        return f"kết quả thực hiện {period.label}"
    named = period.kind is PeriodKind.MID_TERM or period.name
    return f"kết quả thực hiện {period.short_label}" if named else "kết quả thực hiện"


def period_view(facts: Facts) -> PeriodView:
    period = facts.period
    upcoming = period.next().window(facts.settings.cutoff)
    return PeriodView(
        code=period.code,
        label=kept_together(period.label),
        told=kept_together(_told(period)),
        short_label=kept_together(period.short_label),
        year=period.year,
        start=Quotation(short_date(facts.window.start), (), "ngày đầu của kỳ báo cáo, theo quy định chốt số liệu"),
        end=Quotation(short_date(facts.window.end), (), "ngày cuối của kỳ báo cáo, theo quy định chốt số liệu"),
        as_of=Quotation(short_date(facts.as_of), (), "ngày xét quá hạn của lần lập báo cáo"),
        next_label=kept_together(period.next_label),
        next_start=Quotation(short_date(upcoming.start), (), "ngày đầu của kỳ sau, theo quy định chốt số liệu"),
        next_end=Quotation(short_date(upcoming.end), (), "ngày cuối của kỳ sau, theo quy định chốt số liệu"),
        previous_label=kept_together(period.previous().label),
        last_year_label=kept_together(period.last_year_label),
        compares_twice=period.previous() != period.same_last_year(),
        data_label=Quotation(kept_together(stale.label), (), "kỳ mới nhất có số liệu trong hồ sơ")
        if (stale := facts.stale_since)
        else "",
        has_data=facts.data_until is not None,
    )
