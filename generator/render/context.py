"""The context contract: everything a template may name, built from the facts of one report.

Templates own the wording; this module only chooses, orders and formats. Every printed figure keeps its cells
(architecture, decision 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from generator.compute.facts import Facts
from generator.figures import Figure, Quotation
from generator.render.appendix import AppendixReferences
from generator.render.chart_views import ChartsView, charts_view
from generator.render.document_views import DocumentView, document_views
from generator.render.figure_texts import count
from generator.render.indicator_views import IndicatorsView, indicators_view
from generator.render.issuer import Addressing, Issuer, PlanView, SignatureView, TitleView
from generator.render.money_views import FundingView, funding_view
from generator.render.narrative import NarrativeTexts, narrative_texts
from generator.render.reporting_views import DifficultyView, ReportingView, difficulty_views, reporting_view
from generator.render.task_views import TasksView, tasks_view
from generator.vietnamese import short_date

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
    """The period in words. `label` has its year ("quý III năm 2025"); dates are as officials write them."""

    code: str
    label: str
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
    period: PeriodView
    tasks: TasksView
    indicators: IndicatorsView
    restatements: tuple[RestatementView, ...]
    funding: FundingView
    documents: tuple[DocumentView, ...]
    document_count: Figure
    difficulties: tuple[DifficultyView, ...]
    reporting: ReportingView
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


def report_context(facts: Facts, addressing: Addressing, appendices: AppendixReferences) -> ReportContext:
    """The context of the report on `facts`, issued as `addressing` says, referring to `appendices`."""
    documents = document_views(facts, addressing.frame)
    tasks, indicators = tasks_view(facts), indicators_view(facts)
    return ReportContext(
        issuer=addressing.issuer,
        number_line=addressing.number_line,
        date_line=addressing.date_line,
        title=addressing.title,
        addressees=ended(addressing.addressees),
        legal_bases=ended(addressing.legal_bases, addressing.frame.legal_basis_ends),
        plan=addressing.plan,
        period=period_view(facts),
        tasks=tasks,
        indicators=indicators,
        restatements=tuple(
            RestatementView(note.block_key, Quotation(note.text, note.cells, _RESTATED)) for note in facts.restated
        ),
        funding=funding_view(facts),
        documents=documents,
        document_count=count((document.row for document in facts.documents), "Số ký hiệu", "số văn bản trong kỳ"),
        difficulties=difficulty_views(facts),
        reporting=reporting_view(facts),
        text=narrative_texts(facts),
        appendices=appendices,
        charts=charts_view(facts, tasks, indicators),
        recipients=ended(addressing.recipients, addressing.frame.recipient_ends),
        signature=addressing.signature,
        own_report=facts.agency is not None,
        illustrative=facts.settings.illustrative,
    )


def period_view(facts: Facts) -> PeriodView:
    period = facts.period
    upcoming = period.next().window(facts.settings.cutoff)
    return PeriodView(
        code=period.code,
        label=period.label,
        short_label=period.short_label,
        year=period.year,
        start=Quotation(short_date(facts.window.start), (), "ngày đầu của kỳ báo cáo, theo quy định chốt số liệu"),
        end=Quotation(short_date(facts.window.end), (), "ngày cuối của kỳ báo cáo, theo quy định chốt số liệu"),
        as_of=Quotation(short_date(facts.as_of), (), "ngày xét quá hạn của lần lập báo cáo"),
        next_label=period.next().label,
        next_start=Quotation(short_date(upcoming.start), (), "ngày đầu của kỳ sau, theo quy định chốt số liệu"),
        next_end=Quotation(short_date(upcoming.end), (), "ngày cuối của kỳ sau, theo quy định chốt số liệu"),
        previous_label=period.previous().label,
        last_year_label=f"cùng kỳ năm {period.year - 1}",
    )
