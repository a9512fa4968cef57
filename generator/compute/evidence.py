"""Whether what is said to be done is shown: column Minh chứng, and the documents that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.compute.indicators import IndicatorStatus, indicator_facts
from generator.compute.reporting import reporters
from generator.compute.task_status import rows_by_task
from generator.compute.timeline import Timeline, newest
from generator.core.model import (
    DeadlineKind,
    Dossier,
    Indicator,
    IssuedDocument,
    Measurement,
    Progress,
    ReportedStatus,
    RowRef,
    Task,
)
from generator.core.periods import Period
from generator.core.problems import Place, Problem
from generator.core.vietnamese import fold, short_date
from generator.read.columns import EVIDENCE
from generator.validate.agencies import AgencyDirectory
from generator.validate.document_numbers import document_numbers

SOURCE = "Nguồn số liệu"
_MOST_LISTED = 30
_FIX = "Ghi số ký hiệu văn bản, đường dẫn hoặc tên tệp chứng minh vào cột Minh chứng."
_FIX_SOURCE = "Ghi văn bản hoặc nơi cung cấp số liệu vào cột Nguồn số liệu."


@dataclass(frozen=True, slots=True)
class Unproven:
    """A task said to be completed, or an indicator said to be met, of which nothing shows that it is so."""

    code: str
    name: str
    period: Period
    row: RowRef
    column: str

    @property
    def has_column(self) -> bool:
        return self.column in self.row.columns


def unproven_tasks(dossier: Dossier, progress: Iterable[Progress]) -> tuple[Unproven, ...]:
    """The tasks whose latest row of `progress` says that they are completed and for which no row names evidence."""
    rule = dossier.settings.cutoff
    rows = rows_by_task(progress)
    found = []
    for task in dossier.tasks:
        own = rows.get(task.code)
        latest = newest(own or (), rule)
        if own is None or latest is None or task.deadline.kind is DeadlineKind.RECURRING:
            continue
        is_shown = any(row.evidence for row in own if row.status is ReportedStatus.COMPLETED)
        if latest.status is ReportedStatus.COMPLETED and not is_shown:
            found.append(Unproven(task.code, task.content, latest.period, latest.row, EVIDENCE))
    return tuple(found)


def unproven_indicators(dossier: Dossier, measurements: Sequence[Measurement]) -> tuple[Unproven, ...]:
    """The indicators that their latest figure among `measurements` meets and whose source nobody names."""
    rule = dossier.settings.cutoff
    rows: dict[str, list[Measurement]] = defaultdict(list)
    for row in measurements:
        rows[row.indicator].append(row)
    found = []
    for indicator in dossier.indicators:
        own = rows.get(indicator.code)
        latest = newest(own or (), rule)
        if own is None or latest is None:
            continue
        if not latest.source and _is_met(dossier, indicator, own, Timeline(latest.period, rule)):
            found.append(Unproven(indicator.code, indicator.name, latest.period, latest.row, SOURCE))
    return tuple(found)


def _is_met(dossier: Dossier, indicator: Indicator, rows: Sequence[Measurement], timeline: Timeline) -> bool:
    (fact,) = indicator_facts((indicator,), dossier.milestones, rows, timeline)
    return fact.status in (IndicatorStatus.MET, IndicatorStatus.EXCEEDED)


def without_evidence(dossier: Dossier, timeline: Timeline) -> tuple[Unproven, ...]:
    """What nothing shows at the end of a period: tasks, then indicators."""
    end = timeline.window.end
    progress = [row for row in dossier.progress if timeline.end_of(row) <= end]
    measured = [row for row in dossier.measurements if timeline.end_of(row) <= end]
    return (*unproven_tasks(dossier, progress), *unproven_indicators(dossier, measured))


# --- as problems -------------------------------------------------------------------------------------


def evidence_problems(dossier: Dossier) -> tuple[Problem, ...]:
    """MC001 (MC002 where the dossier demands it) for what nothing shows; MC003 to MC005 for the documents named."""
    code = "MC002" if dossier.settings.evidence_required else "MC001"
    return (
        *_missing(unproven_tasks(dossier, dossier.progress), code, "đã hoàn thành", _FIX),
        *_missing(unproven_indicators(dossier, dossier.measurements), code, "đã đạt mục tiêu", _FIX_SOURCE),
        *_points_without(dossier),
        *_named_documents(dossier),
    )


def _points_without(dossier: Dossier) -> Iterator[Problem]:
    """DG009 (MC002 where the dossier demands it) for points given by hand that nothing shows."""
    code = "MC002" if dossier.settings.evidence_required else "DG009"
    for row in dossier.hand_points:
        if not row.evidence and row.points:
            message = f"Điểm chấm “{row.criterion}” của {row.unit} ({row.period.label}) chưa có minh chứng."
            yield Problem(code, row.row.place(EVIDENCE), message, "Ghi văn bản, biên bản chấm vào cột Minh chứng.")


def _missing(found: Sequence[Unproven], code: str, done: str, fix: str) -> Iterator[Problem]:
    """One problem a row; one for the sheet where it lacks the column, as dossiers of earlier versions do."""
    without = [one for one in found if not one.has_column]
    if without:
        row, column = without[0].row, without[0].column
        codes = ", ".join(one.code for one in without[:_MOST_LISTED])
        more = f" và {len(without) - _MOST_LISTED} mã khác" if len(without) > _MOST_LISTED else ""
        message = f"Trang không có cột “{column}”; {len(without)} mã {done} chưa có minh chứng: {codes}{more}."
        yield Problem(code, Place(row.file, row.sheet), message, f"Thêm cột “{column}”. {fix}")
    for one in found:
        if one.has_column:
            message = f"Mã “{one.code}” {done} ({one.period.label}) nhưng chưa có minh chứng."
            yield Problem(code, one.row.place(one.column), message, fix)


def _named_documents(dossier: Dossier) -> Iterator[Problem]:
    """The documents named as evidence, looked up in sheet Văn bản."""
    listed: dict[str, list[IssuedDocument]] = defaultdict(list)
    for document in dossier.documents:
        listed[fold(document.number)].append(document)
    tasks = {task.code: task for task in dossier.tasks}
    named = [name for task in dossier.tasks for name in (*task.lead, *task.support)]
    directory = AgencyDirectory.from_sheet(dossier.agencies, named)
    unknown: dict[str, Place] = {}
    for row in dossier.progress:
        for number in document_numbers(row.evidence):
            place = row.row.place(EVIDENCE)
            several = listed.get(fold(number))
            if several is None:
                unknown.setdefault(number, place)
            elif row.task in tasks:
                yield from _judged(dossier, row, tasks[row.task], several, directory)
    if unknown and dossier.documents:
        numbers = "; ".join(list(unknown)[:_MOST_LISTED])
        more = f" và {len(unknown) - _MOST_LISTED} số khác" if len(unknown) > _MOST_LISTED else ""
        message = f"{len(unknown)} văn bản nêu ở cột Minh chứng không có trong trang Văn bản: {numbers}{more}."
        fix = "Là văn bản ban hành trong kỳ thì thêm vào trang Văn bản; kiểm tra số ký hiệu."
        yield Problem("MC005", next(iter(unknown.values())), message, fix)


def _judged(
    dossier: Dossier, row: Progress, task: Task, several: Sequence[IssuedDocument], directory: AgencyDirectory
) -> Iterator[Problem]:
    """What is odd about a document of the number that a row names: its day, or whose it is."""
    own = [one for one in several if not _is_anothers(dossier, row, task, one.issuer, directory)]
    document = (own or several)[0]
    place = row.row.place(EVIDENCE)
    if not own:
        message = (
            f"Mã “{row.task}”: văn bản “{document.number}” trong trang Văn bản là của {document.issuer}, không phải "
            f"của {'; '.join(reporters(row, task)) or 'cơ quan báo cáo'}."
        )
        yield Problem("MC004", place, message, "Kiểm tra số ký hiệu; hai cơ quan có thể có văn bản cùng số.")
        return
    if document.day is not None and not any(_is_of_row(dossier, row, one) for one in own):
        window = row.period.window(dossier.settings.cutoff)
        message = (
            f"Mã “{row.task}”: văn bản “{document.number}” ghi ngày {short_date(document.day)}, không thuộc "
            f"{row.period.label} (từ {short_date(window.start)} đến {short_date(window.end)})."
        )
        yield Problem("MC003", place, message, "Kiểm tra ngày ban hành, số ký hiệu hoặc kỳ của dòng.")


def _is_of_row(dossier: Dossier, row: Progress, document: IssuedDocument) -> bool:
    """Whether a document may show what a row says: it is of the period, or as old as what was completed before it."""
    window = row.period.window(dossier.settings.cutoff)
    if document.day is None or document.day in window:
        return True
    return row.completed_on is not None and document.day <= row.completed_on < window.start


def _is_anothers(dossier: Dossier, row: Progress, task: Task, issuer: str, directory: AgencyDirectory) -> bool:
    """Whether a document is of an agency of the dossier that has nothing to do with the task.

    One that is above them all (who issues the plan or the report) may always be named.
    """
    settings = dossier.settings
    known = directory.canonical(issuer)
    if known is None:
        return False
    above = {settings.issuer, settings.parent_body, settings.plan_issuer}
    concerned = {*task.lead, *task.support, *row.reporter, *above}
    return fold(known) not in {fold(directory.canonical(name) or name) for name in concerned if name}
