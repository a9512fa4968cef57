"""The context contract: everything a template may name, built from the facts of one report.

Templates own the wording; views only choose, order and format, and every figure among them keeps its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from generator.compute.facts import Facts
from generator.compute.reporting import proposals
from generator.core.figures import Figure, Quotation
from generator.core.model import Settings
from generator.core.vietnamese import upper_first
from generator.read.columns import PROPOSAL
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
from generator.render.figure_texts import count
from generator.render.indicator_views import IndicatorsView, indicators_view
from generator.render.issuer import Addressing, EndedLine, Issuer, PlanView, SignatureView, TitleView, ended
from generator.render.money_views import FundingView, funding_view
from generator.render.narrative import (
    LastTexts,
    NarrativeTexts,
    SuggestionView,
    last_texts,
    narrative_texts,
    paragraphs,
    suggestions,
)
from generator.render.period_view import PeriodView, period_view
from generator.render.plan_views import PlanPartsView, plan_parts_view
from generator.render.reporting_views import (
    DifficultyView,
    ProposalView,
    ReportingView,
    difficulty_views,
    proposal_views,
    reporting_view,
)
from generator.render.score_views import ScoresView, scores_view
from generator.render.section_views import BRIEF_KINDS, SectionView, is_short, section_views
from generator.render.task_views import TasksView, tasks_view
from generator.render.two_digits import two_digits


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
    proposed, text = proposals(facts.tasks.items), narrative_texts(facts)
    difficulties, request = difficulty_views(facts), _request(facts)
    leading_in = () if text.opening_leads_in else (str(addressing.plan.citation), request)
    named_before = (*addressing.legal_bases, *leading_in, *paragraphs(text.opening), *paragraphs(text.direction))
    documents = document_views(facts, addressing.frame, named_before)
    issuers = {one.issuer for one in documents}
    sections = section_views(facts, tasks, indicators)
    others = _other_difficulties(facts, tasks, difficulties)
    hindered = {one.block_key for one in others}
    hindered_rows = (fact.task.row for fact in facts.tasks.items if fact.task.code in hindered)
    spoken_of = (tasks, indicators, funding, tasks.overdue, tasks.suspended or proposed)
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
        restatements=_restatements(facts),
        funding=funding,
        documents=documents,
        document_kinds=document_kinds(facts),
        document_issuer=issuers.pop() if len(issuers) == 1 else "",
        document_count=count((document.row for document in facts.documents), "Số ký hiệu", "số văn bản trong kỳ"),
        difficulties=difficulties,
        proposals=proposal_views(proposed),
        proposal_count=count((one.row.row for one in proposed), PROPOSAL, "số đề xuất, kiến nghị trong kỳ"),
        suggested_causes=suggestions(facts, "Nguyên nhân"),
        suggested_proposals=suggestions(facts, PROPOSAL),
        last_texts=last_texts(facts, text),
        wants_summary=_wants_summary(facts, sum(map(bool, spoken_of))),
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


_RESTATED = "số nay có trong hồ sơ, so với số báo cáo đã ban hành"


def _restatements(facts: Facts) -> tuple[RestatementView, ...]:
    return tuple(RestatementView(one.block_key, Quotation(one.text, one.cells, _RESTATED)) for one in facts.restated)


def _other_difficulties(
    facts: Facts, tasks: TasksView, difficulties: Iterable[DifficultyView]
) -> tuple[DifficultyView, ...]:
    """Those that no list of tasks tells: of overdue and paused ones, and in a full report of those waited for."""
    listed = set() if is_short(facts) else {task.block_key for task in tasks.waiting}
    return tuple(one for one in difficulties if not one.is_told and one.block_key not in listed)


def _wants_summary(facts: Facts, lines: int) -> bool:
    """Whether the report begins with its message: as the dossier says, else from a quarter on; never with one line."""
    asked = facts.settings.summary
    return lines > 1 and (facts.period.kind not in BRIEF_KINDS if asked is None else asked)


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
