"""From a plan's table to the records of a new dossier: tasks with codes, and the agencies they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from generator.core import vietnamese
from generator.core.model import DeadlineKind
from generator.core.periods import CutoffRule
from generator.core.problems import Place, Problem, ProblemList
from generator.core.status_words import is_kept_up
from generator.core.vietnamese import fold
from generator.read.columns import CONTENT, LEAD, PERSON, SETTING_KEYS, STATUS, SUPPORT, SheetTitle
from generator.read.plan_headers import ORIGIN, START, TableKind
from generator.read.plan_table import PlanTable, ValueTable
from generator.validate.agencies import AgencyDirectory, agency_key, begins_like_agency, body_key, split_names
from generator.validate.agency_words import USUAL_ABBREVIATIONS
from generator.validate.deadlines import lacks_year, parse_deadline, year_of_plan
from generator.validate.plan_drafts import (
    DraftFunding,
    DraftIndicator,
    DraftValues,
    funding_records,
    indicator_records,
    milestone_records,
)
from generator.validate.plan_heading import guessed_name, heading_settings, named_plan
from generator.validate.plan_indicators import take_indicators
from generator.validate.plan_money import take_funding
from generator.validate.plan_roles import persons_apart, split_roles
from generator.validate.plan_rows import COMPARE, Doubt, OpenTask, task_rows
from generator.validate.tracking import DraftProgress, Tracked, track

_LONGEST_NAME = 120
_BESIDE = {SUPPORT: -1, PERSON: -2}
"""Where a row keeps its supporting agencies and persons when the table has no column for them."""
_ODD = re.compile(r"[^\W\d]\d{1,2}$|^(Sở|Phòng|UBND|Chi cục|Trung tâm)\s.*\s\1\s")
"""A digit that hangs on a word, rather the sign of a footnote; two agencies with nothing between them."""
_COLLECTIVE = ("cac ", "so, ban", "toan ")
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task as the plan has it, before anything was reported. Agencies in one spelling each."""

    code: str
    group: str
    group_title: str
    number: str
    content: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    expected_result: str
    deadline: str
    note: str
    place: Place
    person: str = ""


@dataclass(frozen=True, slots=True)
class DraftAgency:
    """An agency the plan names; `aliases` are its other spellings there."""

    name: str
    abbreviation: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a new dossier begins with. `settings` are the keys of Thông tin chung that the heading answers.

    `name_is_guessed` where the plan's name was made of an annex's title: a person is to say whether it is that.
    """

    settings: Mapping[str, str | date]
    tasks: tuple[DraftTask, ...]
    agencies: tuple[DraftAgency, ...]
    doubts: tuple[Doubt, ...] = ()
    indicators: tuple[DraftIndicator, ...] = ()
    funding: tuple[DraftFunding, ...] = ()
    progress: tuple[DraftProgress, ...] = ()
    name_is_guessed: bool = False

    @property
    def name(self) -> str:
        return str(self.settings.get("Tên kế hoạch", ""))

    def named(self, name: str) -> PlanDraft:
        """The same with the name that a person gave; "" leaves it to be filled in."""
        others = {key: value for key, value in self.settings.items() if key not in ("Tên kế hoạch", "Trích yếu")}
        return replace(self, settings={**others, **named_plan(name)}, name_is_guessed=False)

    def sheets(self) -> dict[SheetTitle, list[Record]]:
        """The rows of Thông tin chung (every key, most of them empty), Cơ quan, Nhiệm vụ, and of what else there is."""
        sheets: dict[SheetTitle, list[Record]] = {
            SheetTitle.SETTINGS: [{"Mục": key.title, "Giá trị": self.settings.get(key.title)} for key in SETTING_KEYS],
            SheetTitle.AGENCIES: [_agency_record(agency) for agency in self.agencies],
            SheetTitle.TASKS: [_task_record(task) for task in self.tasks],
        }
        if self.indicators:
            sheets[SheetTitle.INDICATORS] = list(indicator_records(self.indicators))
            sheets[SheetTitle.MILESTONES] = list(milestone_records(self.indicators))
        if self.progress:
            sheets[SheetTitle.PROGRESS] = [_progress_record(row) for row in self.progress]
        if self.funding:
            codes = {task.place: task.code for task in self.tasks}
            sheets[SheetTitle.FUNDING] = list(funding_records(self.funding, codes))
        return sheets


def plan_tasks(
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
    notes = _Notes(ProblemList(list(gathered.problems)), list(gathered.doubts))
    marks = [_without_marks(row, table) for row in gathered.tasks]
    roles = [_part_roles(row, table) for row in gathered.tasks]
    persons = [_part_persons(row, table) for row in gathered.tasks]
    spellings = [_text(row, table, title) for row in gathered.tasks for title in (LEAD, SUPPORT)]
    spellings += list(_leads_of_values(table))
    directory = AgencyDirectory.from_sheet((), spellings)
    tasks = _draft_tasks(gathered.tasks, table, directory)
    due_year = year_of_plan(str(settings.get("Tên kế hoạch", "")), issued) or plan_year
    if not in_place:
        tasks = [notes.dated(task, due_year) for task in tasks]
    for at, (task, reworded) in enumerate(zip(tasks, roles, strict=True)):
        notes.marked(at, task, marks[at])
        notes.moved(at, task, persons[at])
        notes.unclear(at, task, LEAD in table.columns, reworded, due_year)
    notes.odd(_odd_names(tasks))
    notes.jumps(_gaps(gathered.tasks), gathered.tasks)
    values = _values(table.values, directory, _plan_year(settings, table.heading, tasks))
    notes.problems.extend(values.problems)
    if values.stated_total is not None:
        settings["Tổng kinh phí theo kế hoạch"] = vietnamese.number_text(values.stated_total)
    named = [(task.code, row) for task, row in zip(tasks, gathered.tasks, strict=True)]
    tracked = track(table, named, cutoff or CutoffRule.CALENDAR, issued.year if issued else plan_year)
    notes.without_period(tracked)
    if cutoff is None and any(one.period for one in tracked.rows):
        settings["Chốt số liệu"] = CutoffRule.CALENDAR.value
        message = "Nhật ký được xếp theo tháng dương lịch, nên “Chốt số liệu” của hồ sơ mới đặt là “Lịch”."
        fix = "Cơ quan chốt số liệu ngày 14 thì tạo hồ sơ có “Chốt số liệu: NĐ 09” trước, rồi nhập vào: --into."
        notes.problems.add("NK010", Place(table.file), message, fix)
    if not tasks and not values.indicators and not values.funding:
        message = "Bảng nhiệm vụ không có dòng nào."
        notes.problems.add("NK001", Place(table.file), message, "Kiểm tra lại bảng trong tệp kế hoạch.")
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


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is not certain of a plan's tasks: told as a problem, and marked at its cell as a doubt."""

    problems: ProblemList
    doubts: list[Doubt]

    def _unsure(self, at: int, column: str, place: Place, message: str, fix: str) -> None:
        self.problems.add("NK003", place, message, fix)
        self.doubts.append(Doubt(at, column, f"{message} {fix}"))

    def unclear(self, at: int, task: DraftTask, has_leads: bool, reworded: str, year: int | None) -> None:
        """What is missing or was reworded in the task of row `at`; `has_leads` where the plan says who leads."""
        if not task.content:
            message = f"Nhiệm vụ {task.code} không có nội dung."
            self._unsure(at, CONTENT, task.place, message, "Điền nội dung trong trang Nhiệm vụ sau khi nhập.")
        if has_leads and not task.lead:
            message = f"Nhiệm vụ {task.code} chưa có cơ quan chủ trì."
            self._unsure(at, LEAD, task.place, message, "Điền cơ quan chủ trì trong trang Nhiệm vụ sau khi nhập.")
        if reworded:
            message = f"Nhiệm vụ {task.code}: đã tách cơ quan chủ trì, phối hợp từ câu “{reworded}”."
            self._unsure(at, LEAD, task.place, message, "Đối chiếu lại với bản kế hoạch.")
        for column, message in _unclear_deadline(task, year):
            self._unsure(at, column, task.place, message, "Đối chiếu lại với bản kế hoạch rồi sửa ô này.")

    def marked(self, at: int, task: DraftTask, marks: Sequence[str]) -> None:
        """Signs of footnotes that were taken off names and deadlines: what the note says is not known."""
        if marks:
            message = f"Nhiệm vụ {task.code}: đã bỏ dấu chú thích {', '.join(f'“{mark}”' for mark in marks)}."
            self._unsure(
                at, LEAD, task.place, message, "Xem lời chú thích trong bản kế hoạch, ghi vào Ghi chú nếu cần."
            )

    def moved(self, at: int, task: DraftTask, persons: str) -> None:
        """Persons that stood where the leading agency should."""
        if persons:
            message = f"Nhiệm vụ {task.code}: “{persons}” là người, đã ghi vào cột {PERSON}."
            fix = "Ghi cơ quan, đơn vị của người đó ở cột Cơ quan chủ trì nếu còn thiếu."
            self._unsure(at, PERSON, task.place, message, fix)

    def dated(self, task: DraftTask, year: int | None) -> DraftTask:
        """The task with the plan's year in a deadline that names none."""
        if year is None or not task.deadline or not lacks_year(task.deadline):
            return task
        meant = parse_deadline(task.deadline, year)
        ends_in_its_word = task.deadline.casefold().endswith("năm")
        forms = (f"{task.deadline}/{year}", f"{task.deadline} năm {year}")
        for dated in (f"{task.deadline} {year}",) if ends_in_its_word else forms:
            if meant is not None and meant.day is not None and _same_day(dated, meant.day):
                message = f"Thời hạn “{task.deadline}” không ghi năm, đã ghi năm của kế hoạch: “{dated}”."
                self.problems.add("NK017", task.place, message, COMPARE)
                return replace(task, deadline=dated)
        return task

    def odd(self, names: Iterable[_OddName]) -> None:
        for odd in names:
            self.problems.add("NK003", odd.place, odd.message, "Đối chiếu lại với bản kế hoạch rồi sửa các ô này.")
            self.doubts.extend(Doubt(at, odd.column, odd.message) for at in odd.rows)

    def jumps(self, gaps: Sequence[Problem], rows: Sequence[OpenTask]) -> None:
        places = {id(row.place): at for at, row in enumerate(rows)}
        self.problems.extend(gaps)
        self.doubts.extend(Doubt(places[id(gap.place)], "TT", f"{gap.message} {gap.fix}") for gap in gaps)

    def without_period(self, tracked: Tracked) -> None:
        self.problems.extend(tracked.problems)
        self.doubts.extend(
            Doubt(at, "Kỳ báo cáo", "Không có ngày: ghi kỳ báo cáo của dòng này.", SheetTitle.PROGRESS)
            for at, one in enumerate(tracked.rows)
            if one.period is None
        )


def _same_day(text: str, day: date) -> bool:
    found = parse_deadline(text)
    return found is not None and found.day == day


def _draft_tasks(rows: Sequence[OpenTask], table: PlanTable, directory: AgencyDirectory) -> list[DraftTask]:
    """A task for each row, every code taken once."""
    codes: set[str] = set()
    tasks = []
    for index, row in enumerate(rows):
        own = " ".join(_text(row, table, "Mã").split())
        tasks.append(_draft_task(row, table, directory, _unused(own or _code(row, rows[:index]), codes)))
        codes.add(tasks[-1].code)
    return tasks


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


def _unclear_deadline(task: DraftTask, year: int | None) -> Iterator[tuple[str, str]]:
    """The column of a deadline that cannot be understood for certain, and what is unclear about it."""
    deadline = parse_deadline(task.deadline, year) if task.deadline else None
    if task.deadline and (deadline is None or deadline.kind is DeadlineKind.TEXT):
        yield "Thời gian hoàn thành", f"Nhiệm vụ {task.code}: thời hạn “{task.deadline}” không quy được ra ngày."


@dataclass(frozen=True, slots=True)
class _OddName:
    """A name that does not look like an agency's, told once with all tasks it stands at."""

    place: Place
    column: str
    message: str
    rows: tuple[int, ...]


def _odd_names(tasks: Sequence[DraftTask]) -> Iterator[_OddName]:
    found: dict[tuple[str, str], list[int]] = {}
    for at, task in enumerate(tasks):
        for column, names in ((LEAD, task.lead), (SUPPORT, task.support)):
            for name in names:
                if len(name) > _LONGEST_NAME or not _is_agency_like(name) or _ODD.search(name):
                    found.setdefault((column, name), []).append(at)
    for (column, name), rows in found.items():
        said = name if len(name) <= 60 else name[:60].rstrip() + "…"
        codes = ", ".join(tasks[at].code for at in rows[:6]) + (" …" if len(rows) > 6 else "")
        message = f"“{said}” không giống tên cơ quan (nhiệm vụ {codes})."
        if len(rows) == 1:
            message = f"Nhiệm vụ {codes}: “{said}” không giống tên cơ quan."
        yield _OddName(tasks[rows[0]].place, column, message, tuple(rows))


def _is_agency_like(name: str) -> bool:
    return begins_like_agency(name) or fold(name, keep_tones=False).startswith(_COLLECTIVE)


_MARK = re.compile(r"\s*(?P<mark>\((?:\*+|\d{1,2})\)|\[\d{1,2}\]|\*+|[¹²³⁴-⁹]+)(?=\s*(?:[;,\n]|$))")
"""A sign behind a name or a deadline that leads to a footnote."""


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


def _text(row: OpenTask, table: PlanTable, title: str) -> str:
    position = table.columns.get(title, _BESIDE.get(title))
    return row.cells.get(position, "") if position is not None else ""


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


def _draft_task(row: OpenTask, table: PlanTable, directory: AgencyDirectory, code: str) -> DraftTask:
    def one_line(title: str) -> str:
        return " ".join(_text(row, table, title).split())

    return DraftTask(
        code=code,
        group=".".join(heading.label for heading in row.headings),
        group_title=" - ".join(heading.title for heading in row.headings),
        number=row.number,
        content=_text(row, table, CONTENT).strip(),
        lead=directory.split(_text(row, table, LEAD)).names,
        support=directory.split(_text(row, table, SUPPORT)).names,
        expected_result=_text(row, table, "Kết quả dự kiến").strip(),
        deadline=one_line("Thời gian hoàn thành") or _kept_up(one_line(STATUS)),
        note="\n".join(
            filter(
                None,
                (
                    _text(row, table, "Ghi chú").strip(),
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


def _gaps(rows: Sequence[OpenTask]) -> list[Problem]:
    """A note for every number that does not follow the one before, in a group or from group to group."""
    counted = [row for row in rows if row.number.isdigit()]
    pairs = list(pairwise(counted))
    changes = [(before, row) for before, row in pairs if before.headings != row.headings]
    runs_on = bool(changes) and all(int(row.number) == int(before.number) + 1 for before, row in changes)
    problems: list[Problem] = []
    for before, row in [(None, row) for row in counted[:1]] + pairs:
        same_group = before is not None and before.headings == row.headings
        last = int(before.number) if before is not None and (same_group or runs_on) else 0
        if int(row.number) != last + 1:
            group = f"Nhóm {row.headings[-1].label}" if row.headings else "Bảng nhiệm vụ"
            jump = f"nhảy từ số {last} sang số {row.number}" if last else f"bắt đầu từ số {row.number}"
            message = f"{group}: số thứ tự {jump}; mã nhiệm vụ giữ theo số của kế hoạch."
            problems.append(Problem("NK004", row.place, message, "Kiểm tra kế hoạch có thiếu nhiệm vụ nào không."))
    return problems


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


def _agency_record(agency: DraftAgency) -> Record:
    return {
        "Tên cơ quan": agency.name,
        "Viết tắt": agency.abbreviation,
        "Tên khác": "; ".join(agency.aliases),
    }


def _progress_record(row: DraftProgress) -> Record:
    return {
        "Mã nhiệm vụ": row.task,
        "Kỳ báo cáo": row.period.code if row.period else "",
        "Ngày hoàn thành": row.completed_on,
        **row.texts,
    }


def _task_record(task: DraftTask) -> Record:
    return {
        "Mã": task.code,
        "Nhóm": task.group,
        "Tên nhóm": task.group_title,
        "TT": task.number,
        CONTENT: task.content,
        LEAD: "; ".join(task.lead),
        SUPPORT: "; ".join(task.support),
        "Kết quả dự kiến": task.expected_result,
        "Thời gian hoàn thành": task.deadline,
        "Ghi chú": task.note,
        PERSON: task.person,
    }


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
