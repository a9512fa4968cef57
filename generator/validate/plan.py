"""From a plan's table to the records of a new dossier: tasks with codes, and the agencies they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator.model import DeadlineKind
from generator.problems import Place, Problem, ProblemList
from generator.read.columns import SETTING_KEYS, SheetTitle
from generator.read.plan_table import CONTENT, PlanTable
from generator.validate.agencies import AgencyDirectory, agency_key, begins_like_agency, split_names
from generator.validate.agency_words import USUAL_ABBREVIATIONS
from generator.validate.deadlines import parse_deadline
from generator.validate.plan_heading import heading_settings
from generator.validate.plan_roles import split_roles
from generator.validate.plan_rows import Doubt, OpenTask, task_rows
from generator.vietnamese import fold

LEAD, SUPPORT = "Cơ quan chủ trì", "Cơ quan phối hợp"
_LONGEST_NAME = 120
_SUPPORT_BESIDE = -1
"""Where a row keeps its supporting agencies when the table has no column for them."""
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


@dataclass(frozen=True, slots=True)
class DraftAgency:
    """An agency the plan names; `aliases` are its other spellings there."""

    name: str
    abbreviation: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a new dossier begins with. `settings` are the keys of Thông tin chung that the heading answers."""

    settings: Mapping[str, str | date]
    tasks: tuple[DraftTask, ...]
    agencies: tuple[DraftAgency, ...]
    doubts: tuple[Doubt, ...] = ()

    def sheets(self) -> dict[SheetTitle, list[Record]]:
        """The rows of the sheets Thông tin chung (every key, most of them empty), Cơ quan and Nhiệm vụ."""
        return {
            SheetTitle.SETTINGS: [{"Mục": key.title, "Giá trị": self.settings.get(key.title)} for key in SETTING_KEYS],
            SheetTitle.AGENCIES: [_agency_record(agency) for agency in self.agencies],
            SheetTitle.TASKS: [_task_record(task) for task in self.tasks],
        }


def plan_tasks(table: PlanTable) -> tuple[PlanDraft, list[Problem]]:
    """The records of `table`, and notes on what was rejoined (NK002), is unclear (NK003) or jumps (NK004)."""
    gathered = task_rows(table)
    rows, problems, doubts = gathered.tasks, ProblemList(list(gathered.problems)), list(gathered.doubts)

    def unsure(column: str, place: Place, message: str, fix: str) -> None:
        problems.add("NK003", place, message, fix)
        doubts.append(Doubt(len(tasks) - 1, column, f"{message} {fix}"))

    reworded = [(row, _part_roles(row, table)) for row in rows]
    spellings = [_text(row, table, title) for row in rows for title in (LEAD, SUPPORT)]
    directory = AgencyDirectory.from_sheet((), spellings)
    codes: set[str] = set()
    tasks = []
    for index, row in enumerate(rows):
        task = _draft_task(row, table, directory, _unused(_code(row, rows[:index]), codes))
        codes.add(task.code)
        tasks.append(task)
        if not task.content:
            message = f"Nhiệm vụ {task.code} không có nội dung."
            unsure(CONTENT, task.place, message, "Điền nội dung trong trang Nhiệm vụ sau khi nhập.")
        if LEAD in table.columns and not task.lead:
            message = f"Nhiệm vụ {task.code} chưa có cơ quan chủ trì."
            unsure(LEAD, task.place, message, "Điền cơ quan chủ trì trong trang Nhiệm vụ sau khi nhập.")
        if reworded[index][1]:
            message = f"Nhiệm vụ {task.code}: đã tách cơ quan chủ trì, phối hợp từ câu “{reworded[index][1]}”."
            unsure(LEAD, task.place, message, "Đối chiếu lại với bản kế hoạch.")
        for column, message in _unclear_cells(task):
            unsure(column, task.place, message, "Đối chiếu lại với bản kế hoạch rồi sửa ô này.")
    problems.extend(gaps := _gaps(rows))
    places = {id(row.place): index for index, row in enumerate(rows)}
    doubts += [Doubt(places[id(gap.place)], "TT", f"{gap.message} {gap.fix}") for gap in gaps]
    if not tasks:
        message = "Bảng nhiệm vụ không có dòng nào."
        problems.add("NK001", Place(table.file), message, "Kiểm tra lại bảng trong tệp kế hoạch.")
    draft = PlanDraft(heading_settings(table.heading), tuple(tasks), _agencies(spellings), tuple(doubts))
    return draft, problems.items


def _unclear_cells(task: DraftTask) -> Iterator[tuple[str, str]]:
    """Columns whose text cannot be understood for certain, and what is unclear about it."""
    deadline = parse_deadline(task.deadline) if task.deadline else None
    if task.deadline and (deadline is None or deadline.kind is DeadlineKind.TEXT):
        yield "Thời gian hoàn thành", f"Nhiệm vụ {task.code}: thời hạn “{task.deadline}” không quy được ra ngày."
    for column, names in ((LEAD, task.lead), (SUPPORT, task.support)):
        odd = [name for name in names if len(name) > _LONGEST_NAME or not _is_agency_like(name)]
        if odd:
            said = "; ".join(name if len(name) <= 60 else name[:60].rstrip() + "…" for name in odd)
            yield column, f"Nhiệm vụ {task.code}: “{said}” không giống tên cơ quan."


def _is_agency_like(name: str) -> bool:
    return begins_like_agency(name) or fold(name, keep_tones=False).startswith(_COLLECTIVE)


def _part_roles(row: OpenTask, table: PlanTable) -> str:
    """Puts the agencies of a cell that says who leads and who supports where they belong; gives what it said."""
    position = table.columns.get(LEAD)
    text = row.cells.get(position, "") if position is not None else ""
    roles = split_roles(text) if position is not None else None
    if roles is None or position is None:
        return ""
    beside = table.columns.get(SUPPORT, _SUPPORT_BESIDE)
    row.cells[position] = roles.lead
    if roles.support:
        row.cells[beside] = "; ".join(filter(None, (row.cells.get(beside, ""), roles.support)))
    return " ".join(text.split())


def _text(row: OpenTask, table: PlanTable, title: str) -> str:
    position = table.columns.get(title, _SUPPORT_BESIDE if title == SUPPORT else None)
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
        group_title=row.headings[-1].title if row.headings else "",
        number=row.number,
        content=_text(row, table, CONTENT).strip(),
        lead=directory.split(_text(row, table, LEAD)).names,
        support=directory.split(_text(row, table, SUPPORT)).names,
        expected_result=_text(row, table, "Kết quả dự kiến").strip(),
        deadline=one_line("Thời gian hoàn thành"),
        note=_text(row, table, "Ghi chú").strip(),
        place=row.place,
    )


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
            seen = counts.setdefault(agency_key(name), {})
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
    }
