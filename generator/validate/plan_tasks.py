"""From the rows of a plan's table to draft tasks: each with its code, its agencies, its deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.status_words import is_kept_up
from generator.read.columns import CONTENT, LEAD, PERSON, STATUS, SUPPORT
from generator.read.plan_headers import ORIGIN, START
from generator.read.plan_table import PlanTable
from generator.validate.agencies import AgencyDirectory
from generator.validate.plan_drafts import DraftTask
from generator.validate.plan_roles import persons_apart, split_roles
from generator.validate.plan_rows import OpenTask

_BESIDE = {SUPPORT: -1, PERSON: -2}
"""Where a row keeps its supporting agencies and persons when the table has no column for them."""
_MARK = re.compile(r"\s*(?P<mark>\((?:\*+|\d{1,2})\)|\[\d{1,2}\]|\*+|[¹²³⁴-⁹]+)(?=\s*(?:[;,\n]|$))")
"""A sign behind a name or a deadline that leads to a footnote."""


def draft_tasks(rows: Sequence[OpenTask], table: PlanTable, directory: AgencyDirectory) -> list[DraftTask]:
    """A task for each row, every code taken once."""
    codes: set[str] = set()
    tasks = []
    for index, row in enumerate(rows):
        own = " ".join(text_of(row, table, "Mã").split())
        tasks.append(_draft_task(row, table, directory, _unused(own or _code(row, rows[:index]), codes)))
        codes.add(tasks[-1].code)
    return tasks


def _draft_task(row: OpenTask, table: PlanTable, directory: AgencyDirectory, code: str) -> DraftTask:
    def one_line(title: str) -> str:
        return " ".join(text_of(row, table, title).split())

    return DraftTask(
        code=code,
        group=".".join(heading.label for heading in row.headings),
        group_title=" - ".join(heading.title for heading in row.headings),
        number=row.number,
        content=text_of(row, table, CONTENT).strip(),
        lead=directory.split(text_of(row, table, LEAD)).names,
        support=directory.split(text_of(row, table, SUPPORT)).names,
        expected_result=text_of(row, table, "Kết quả dự kiến").strip(),
        deadline=one_line("Thời gian hoàn thành") or _kept_up(one_line(STATUS)),
        note="\n".join(
            filter(
                None,
                (
                    text_of(row, table, "Ghi chú").strip(),
                    _noted("Bắt đầu", one_line(START)),
                    _noted(ORIGIN, one_line(ORIGIN)),
                ),
            )
        ),
        place=row.place,
        person=one_line(PERSON),
    )


def _noted(what: str, text: str) -> str:
    """What a workbook has no column for, as a note: when the work begins, where it comes from."""
    return f"{what}: {text}" if text else ""


def _kept_up(status: str) -> str:
    """The deadline of a task that has none and is said to be kept up: the words that say so."""
    return "Thường xuyên" if is_kept_up(status) else ""


def _code(row: OpenTask, before: Sequence[OpenTask]) -> str:
    labels = [heading.label for heading in row.headings]
    number = row.number
    if not number:
        last = before[-1].number if before and before[-1].headings == row.headings else ""
        number = f"{last}b" if last else str(1 + sum(task.headings == row.headings for task in before))
    if labels and number.startswith(labels[-1] + "."):
        labels.pop()
    return ".".join((*labels, number))


def _unused(code: str, taken: set[str]) -> str:
    """`code`, or with "-2", "-3" … if an earlier table of the plan took it."""
    attempt, copy = code, 2
    while attempt in taken:
        attempt, copy = f"{code}-{copy}", copy + 1
    return attempt


def text_of(row: OpenTask, table: PlanTable, title: str) -> str:
    """What a row says in the column `title`; of agencies and persons also where the table has no column for them."""
    position = table.columns.get(title, _BESIDE.get(title))
    return row.cells.get(position, "") if position is not None else ""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was put right in the cells of a task's row, to be told: "" and nothing where all stood in its place."""

    marks: Sequence[str]
    """Signs of footnotes that were taken off."""
    roles: str
    """The words that said who leads and who supports in one cell."""
    persons: str
    """Persons that stood where the leading agency should."""


def tidied(row: OpenTask, table: PlanTable) -> Tidied:
    """Puts signs of footnotes, roles and persons of a row where they belong; gives what was done."""
    return Tidied(_without_marks(row, table), _part_roles(row, table), _part_persons(row, table))


def _part_roles(row: OpenTask, table: PlanTable) -> str:
    """Puts the agencies of a cell that says who leads and who supports where they belong; gives what it said."""
    position = table.columns.get(LEAD)
    text = row.cells.get(position, "") if position is not None else ""
    roles = split_roles(text) if position is not None else None
    if roles is None or position is None:
        return ""
    beside = table.columns.get(SUPPORT, _BESIDE[SUPPORT])
    row.cells[position] = roles.lead
    if roles.support:
        row.cells[beside] = "; ".join(filter(None, (row.cells.get(beside, ""), roles.support)))
    return " ".join(text.split())


def _part_persons(row: OpenTask, table: PlanTable) -> str:
    """Puts the persons that stand where the leading agency should into their own column; gives their names."""
    position = table.columns.get(LEAD)
    agencies, persons = persons_apart(row.cells.get(position, "") if position is not None else "")
    if position is None or not persons:
        return ""
    row.cells[position] = "\n".join(agencies)
    at = table.columns.get(PERSON, _BESIDE[PERSON])
    row.cells[at] = "; ".join(filter(None, (row.cells.get(at, ""), *persons)))
    return "; ".join(persons)


def _without_marks(row: OpenTask, table: PlanTable) -> list[str]:
    """Takes the signs of footnotes off the agencies and the deadline of a row; gives them."""
    marks: list[str] = []
    for title in (LEAD, SUPPORT, "Thời gian hoàn thành"):
        at = table.columns.get(title)
        text = row.cells.get(at, "") if at is not None else ""
        if at is not None and text and (found := [one["mark"] for one in _MARK.finditer(text)]):
            row.cells[at] = _MARK.sub("", text)
            marks += found
    return marks
