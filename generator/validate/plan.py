"""From a plan's table to the draft of a new dossier: its tasks, the agencies they name, its indicators and money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.core import vietnamese
from generator.core.periods import CutoffRule
from generator.core.problems import Problem, ProblemList
from generator.read.columns import LEAD, SUPPORT
from generator.read.plan_headers import TableKind
from generator.read.plan_table import PlanTable, ValueTable
from generator.validate.agencies import AgencyDirectory, agency_key, body_key, split_names
from generator.validate.agency_words import USUAL_ABBREVIATIONS
from generator.validate.deadlines import parse_deadline, year_of_plan
from generator.validate.plan_drafts import DraftAgency, DraftTask, DraftValues, PlanDraft
from generator.validate.plan_heading import guessed_name, heading_settings
from generator.validate.plan_indicators import take_indicators
from generator.validate.plan_money import take_funding
from generator.validate.plan_notes import PlanNotes
from generator.validate.plan_rows import task_rows
from generator.validate.plan_tasks import draft_tasks, text_of, tidied
from generator.validate.tracking import track


def plan_draft(
    table: PlanTable, cutoff: CutoffRule | None = None, plan_year: int | None = None, in_place: bool = False
) -> tuple[PlanDraft, list[Problem]]:
    """The records of `table`, and notes on what was rejoined (NK002), is unclear (NK003) or jumps (NK004).

    `cutoff` says which days a month has; None for a new dossier, whose diaries make it one of calendar months.
    `plan_year` is the year of days without one, where the heading does not say it; it is written into the new
    workbook, whose own plan may be of another year. What is read `in_place` stays as it stands.
    """
    settings = heading_settings(table.heading)
    day = settings.get("Ngày kế hoạch")
    issued = day if isinstance(day, date) else None
    gathered = task_rows(table)
    rows, notes = gathered.tasks, PlanNotes(ProblemList(list(gathered.problems)), list(gathered.doubts))
    put_right = [tidied(row, table) for row in rows]
    spellings = [text_of(row, table, title) for row in rows for title in (LEAD, SUPPORT)]
    spellings += list(_leads_of_values(table))
    directory = AgencyDirectory.from_sheet((), spellings)
    tasks = draft_tasks(rows, table, directory)
    due_year = year_of_plan(str(settings.get("Tên kế hoạch", "")), issued) or plan_year
    if not in_place:
        tasks = [notes.dated(task, due_year) for task in tasks]
    for at, (task, done) in enumerate(zip(tasks, put_right, strict=True)):
        notes.of_task(at, task, done, LEAD in table.columns, due_year)
    notes.of_names(tasks)
    notes.of_gaps(rows)
    values = _values(table.values, directory, _plan_year(settings, table.heading, tasks))
    notes.problems.extend(values.problems)
    if values.stated_total is not None:
        settings["Tổng kinh phí theo kế hoạch"] = vietnamese.number_text(values.stated_total)
    named = [(task.code, row) for task, row in zip(tasks, rows, strict=True)]
    tracked = track(table, named, cutoff or CutoffRule.CALENDAR, issued.year if issued else plan_year)
    notes.of_progress(tracked)
    if cutoff is None and any(one.period for one in tracked.rows):
        settings["Chốt số liệu"] = CutoffRule.CALENDAR.value
        notes.of_months(table.file)
    if not tasks and not values.indicators and not values.funding:
        notes.of_nothing(table.file)
    draft = PlanDraft(
        settings,
        tuple(tasks),
        _agencies(spellings),
        (*notes.doubts, *values.doubts),
        tuple(values.indicators),
        tuple(values.funding),
        tracked.rows,
        guessed_name(table.heading),
    )
    return draft, notes.problems.items


def _leads_of_values(table: PlanTable) -> Iterator[str]:
    """What stands under Cơ quan chủ trì in tables of indicators and money."""
    for values in table.values:
        for column in values.columns:
            if column.title == LEAD:
                yield from (row.cells[column.position] for row in values.rows if column.position < len(row.cells))


def _plan_year(settings: Mapping[str, str | date], heading: Sequence[str], tasks: Sequence[DraftTask]) -> int | None:
    """The plan's first year: of its date, else the one its title names, else that of its earliest deadline."""
    day = settings.get("Ngày kế hoạch")
    if isinstance(day, date):
        return day.year
    named = re.search(r"(?:năm|giai đoạn)\s+(20\d\d)", " ".join(heading), re.IGNORECASE)
    if named:
        return int(named[1])
    deadlines = [parse_deadline(task.deadline) for task in tasks if task.deadline]
    return min((one.day.year for one in deadlines if one is not None and one.day is not None), default=None)


def _agencies(cells: Sequence[str]) -> tuple[DraftAgency, ...]:
    """Every agency of the plan: the most frequent spelling of each, most often named first."""
    counts: dict[str, dict[str, int]] = {}
    for cell in cells:
        for name in split_names(cell):
            seen = counts.setdefault(body_key(name), {})
            seen[name] = seen.get(name, 0) + 1
    abbreviations = {agency_key(name): short for name, short in USUAL_ABBREVIATIONS}
    agencies = []
    for key, seen in sorted(counts.items(), key=lambda item: -sum(item[1].values())):
        name = max(seen, key=seen.__getitem__)
        agencies.append(DraftAgency(name, abbreviations.get(key, ""), tuple(text for text in seen if text != name)))
    return tuple(agencies)


def _values(tables: Iterable[ValueTable], directory: AgencyDirectory, plan_year: int | None) -> DraftValues:
    """The indicators and lines of money of all `tables`.

    `plan_year` decides what a bare year above a column means: an earlier one is a value that was, another a target.
    """
    draft = DraftValues()
    for table in tables:
        if table.kind is TableKind.INDICATORS:
            take_indicators(table, directory, plan_year, draft)
        elif table.kind is TableKind.FUNDING:
            take_funding(table, directory, plan_year, draft)
    return draft
