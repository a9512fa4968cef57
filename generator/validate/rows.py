"""From rows to a dossier: every record checked, every problem collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.core.model import ChangeKind, Dossier, FundingLine, Settings, Task
from generator.core.problems import Problem, ProblemList
from generator.core.rows import Book
from generator.read.columns import NEW_VALUE, SheetTitle
from generator.validate import records, reported
from generator.validate.agencies import AgencyDirectory
from generator.validate.cell_notes import check_notes
from generator.validate.codes import CodeRegister
from generator.validate.criteria import criteria, hand_points
from generator.validate.cross_checks import (
    check_changes,
    check_leaps,
    check_money,
    check_progress_over_periods,
    check_reporters,
    check_stated_total,
    check_tasks,
)
from generator.validate.layout import layout
from generator.validate.money_totals import check_totals
from generator.validate.own_checks import check_own
from generator.validate.plausible import check_plausible, check_plausible_money, confirmed_cells, is_confirmed
from generator.validate.recipients import recipients
from generator.validate.settings import read_settings
from generator.validate.source import Source
from generator.validate.spelling import check_spelling
from generator.validate.twins import check_twins


def validate(book: Book) -> tuple[Dossier | None, list[Problem]]:
    """The dossier that a book holds and all problems of its values, in the order of its sheets and rows.

    Rows with an error are left out of the dossier, and nothing that refers to them is blamed for it. The dossier
    is None only without the sheet Thông tin chung, which the reader reports.
    """
    problems = ProblemList()
    has_settings = SheetTitle.SETTINGS in book.sheets
    settings_problems = problems if has_settings else ProblemList()
    settings = read_settings(book.file, book.rows(SheetTitle.SETTINGS), settings_problems)
    dossier = _dossier(book, settings, problems)
    return dossier if has_settings else None, in_workbook_order(problems.items, book)


def _dossier(book: Book, settings: Settings, problems: ProblemList) -> Dossier:
    agencies = records.agencies(Source(book, problems, AgencyDirectory.from_sheet((), ())))
    directory = AgencyDirectory.from_sheet(agencies, (*_agency_cells(book), *_moved_to(book)))
    source = Source(book, problems, directory, settings.own_periods)
    task_codes = CodeRegister.of(book, SheetTitle.TASKS, "Mã")
    indicator_codes = CodeRegister.of(book, SheetTitle.INDICATORS, "Mã")
    money_codes = CodeRegister.of(book, SheetTitle.FUNDING, "Mã")
    plan_codes = CodeRegister.of(book, SheetTitle.PLANS, "Mã")
    criterion_codes = CodeRegister.of(book, SheetTitle.CRITERIA, "Mã")
    plans = records.plans(source, plan_codes)
    tasks = {task.code: task for task in records.tasks(source, task_codes, settings, plan_codes)}
    problems.extend(check_tasks(tasks.values()))
    changes = records.changes(source, task_codes, tasks, settings)
    of_plan = records.indicators(source, indicator_codes, plan_codes, settings, plans)
    indicators = {indicator.code: indicator for indicator in of_plan}
    funding = {line.code: line for line in records.funding(source, money_codes, task_codes, plan_codes, tasks)}
    disbursements = reported.disbursements(source, money_codes)
    problems.extend(check_money(funding, disbursements, settings.cutoff))
    confirmed = confirmed_cells(book)
    totals = check_totals(book.rows(SheetTitle.FUNDING), funding, lambda line: is_confirmed(line, confirmed))
    problems.extend(totals)
    replaced_on = {plan.replaces: plan.day for plan in plans if plan.replaces and plan.day is not None}
    ended = _ended_lines(funding.values(), tasks, replaced_on)
    problems.extend(check_stated_total(book, funding.values(), settings.stated_total, ended))
    progress = reported.progress(source, task_codes, tasks, settings)
    measurements = reported.measurements(source, indicator_codes, indicators)
    problems.extend(check_progress_over_periods(progress, settings.cutoff))
    problems.extend(check_reporters(progress, tasks, changes, agencies))
    problems.extend(check_changes(changes, tasks, progress))
    problems.extend(check_leaps(measurements, indicators, settings.cutoff))
    milestones = records.milestones(source, indicator_codes, indicators)
    problems.extend(check_plausible(measurements, indicators, milestones, confirmed))
    problems.extend(check_plausible_money(funding, disbursements, settings.stated_total, settings.cutoff, confirmed))
    check_own(source, indicators, measurements, funding, disbursements, settings, ended)
    left = {change.task for change in changes if change.kind is ChangeKind.DROPPED}
    left |= {task.code for task in tasks.values() if task.plans and replaced_on.keys() >= {*task.plans}}
    documents = reported.documents(source, settings)
    plan = (tasks.values(), indicators.values(), funding.values())
    problems.extend(check_twins(*plan, measurements, documents, left, confirmed))
    problems.extend(check_spelling(book))
    problems.extend(check_notes(book))
    scored_by = {criterion.code: criterion for criterion in criteria(source, criterion_codes)}
    return Dossier(
        file=book.file,
        settings=settings,
        agencies=agencies,
        tasks=tuple(tasks.values()),
        progress=tuple(row for row in progress if row.task in tasks),
        indicators=tuple(indicators.values()),
        milestones=tuple(row for row in milestones if row.indicator in indicators),
        measurements=measurements,
        funding=tuple(funding.values()),
        disbursements=tuple(row for row in disbursements if row.line in funding),
        documents=documents,
        narratives=reported.narratives(source),
        changes=tuple(change for change in changes if change.task in tasks),
        plans=plans,
        recipients=recipients(source, plan_codes, settings),
        layout=layout(source),
        criteria=tuple(scored_by.values()),
        hand_points=hand_points(source, criterion_codes, scored_by),
    )


def _ended_lines(
    lines: Iterable[FundingLine], tasks: Mapping[str, Task], replaced_on: Mapping[str, date]
) -> dict[str, date]:
    """The codes of lines of money whose every plan was replaced, and when the last of them was."""
    return {
        line.code: max(replaced_on[code] for code in codes)
        for line in lines
        if (codes := line.plans or (tasks[line.task].plans if line.task in tasks else ()))
        and replaced_on.keys() >= {*codes}
    }


def _agency_cells(book: Book) -> Iterator[str]:
    for sheet, columns in records.AGENCY_COLUMNS.items():
        for row in book.rows(sheet):
            for column in columns:
                cell = row.cells.get(column)
                if cell is not None and isinstance(cell.value, str):
                    yield cell.value


def _moved_to(book: Book) -> Iterator[str]:
    for row in book.rows(SheetTitle.CHANGES):
        kind, cell = row.cells.get("Loại"), row.cells.get(NEW_VALUE)
        is_move = kind is not None and records.CHANGE_KINDS.get(kind.text.strip()) is ChangeKind.MOVED
        if is_move and cell is not None and isinstance(cell.value, str):
            yield cell.value


def in_workbook_order(problems: Iterable[Problem], book: Book) -> list[Problem]:
    """`problems` sorted by sheet, row and column; those of the file first, those of a whole sheet before its rows."""
    order: dict[str, int] = {}
    for position, sheet in enumerate(book.sheets.values()):
        order[sheet.title] = position
        order.update((row.ref.sheet, position) for row in sheet.rows[:1])

    def key(problem: Problem) -> tuple[int, int, int, str]:
        sheet, cell = problem.place.sheet, problem.place.cell or ""
        found = re.match(r"(?:([A-Z]+)|dòng )(\d+)", cell)
        letters = (found[1] or "") if found else ""
        sheet_order = -1 if sheet is None else order.get(sheet, len(order))
        return (sheet_order, int(found[2]) if found else 0, len(letters), letters)

    return sorted(problems, key=key)
