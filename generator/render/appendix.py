"""Which appendices a report has, in the order of their numbers, numbered without gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.compute.facts import Facts
from generator.core.roman import roman
from generator.core.vietnamese import join_and
from generator.render.figure_texts import kept_together


class AppendixKind(StrEnum):
    """The value is the name of the appendix's template."""

    INDICATORS = "phu-luc-chi-tieu"
    TASKS = "phu-luc-nhiem-vu"
    OVERDUE = "phu-luc-cham-tien-do"
    AGENCIES = "phu-luc-co-quan"
    FUNDING = "phu-luc-kinh-phi"
    DOCUMENTS = "phu-luc-van-ban"
    RANKING = "phu-luc-xep-hang"
    SCORES = "phu-luc-diem-tieu-chi"


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix of a report. `number` is "I", "II" …, or "" for the only one (NĐ 30/2020, Phụ lục I, III.1)."""

    kind: AppendixKind
    number: str
    source: str = ""
    """The source of money it is of, where each has an appendix of its own."""

    @property
    def label(self) -> str:
        return f"Phụ lục {self.number}".strip()

    @property
    def stem(self) -> str:
        """The name of its file, without ending."""
        return f"phu-luc-{self.number}" if self.number else "phu-luc"


@dataclass(frozen=True, slots=True)
class AppendixReferences:
    """How the text refers to each appendix ("Phụ lục II"); "" for one the report does not have."""

    indicators: str = ""
    tasks: str = ""
    overdue: str = ""
    agencies: str = ""
    funding: str = ""
    documents: str = ""
    ranking: str = ""
    scores: str = ""


@dataclass(frozen=True, slots=True)
class AppendixView:
    """What an appendix's template may name besides the report's own names."""

    label: str
    number: str
    attached_to: str
    source: str = ""
    """The source of money that it is of, where each has an appendix of its own."""


def appendices_of(facts: Facts, with_documents: bool = True) -> tuple[Appendix, ...]:
    """The appendices that have rows; that of documents only if the text does not name them."""
    scored = sum(len(board.units) for board in facts.scores.boards) if facts.scores else 0
    rows = {
        AppendixKind.INDICATORS: len(facts.indicators),
        AppendixKind.TASKS: len(facts.tasks.items),
        AppendixKind.OVERDUE: sum(map(len, (facts.tasks.overdue, facts.tasks.completed_late, facts.tasks.suspended))),
        AppendixKind.AGENCIES: len(facts.tasks.by_agency) if facts.agency is None else 0,
        AppendixKind.FUNDING: len(facts.funding.lines),
        AppendixKind.DOCUMENTS: len(facts.documents) if with_documents else 0,
        AppendixKind.RANKING: scored,
        AppendixKind.SCORES: scored,
    }
    sources = [one.source for one in facts.funding.sources]
    parts = {AppendixKind.FUNDING: sources} if facts.settings.funding_by_source and len(sources) > 1 else {}
    present = [(kind, source) for kind in AppendixKind if rows[kind] for source in parts.get(kind, [""])]
    if len(present) == 1:
        return (Appendix(present[0][0], ""),)
    return tuple(Appendix(kind, roman(number), source) for number, (kind, source) in enumerate(present, start=1))


def references(appendices: tuple[Appendix, ...]) -> AppendixReferences:
    """The appendices as a report's text names them."""
    labels: dict[str, list[str]] = {}
    for appendix in appendices:
        labels.setdefault(appendix.kind.name.lower(), []).append(kept_together(appendix.label))
    return AppendixReferences(**{name: join_and(found) for name, found in labels.items()})
