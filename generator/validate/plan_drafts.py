"""What a plan says, before anything is a record of a dossier: drafts, and the rows of sheets they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.read.columns import (
    BASE,
    CONTENT,
    FUND_SOURCE,
    INDICATOR,
    LEAD,
    PERSON,
    PLANNED,
    SETTING_KEYS,
    SUPPORT,
    TARGET,
    SheetTitle,
)
from generator.read.plan_headers import PlanColumn
from generator.read.plan_table import PlanRow
from generator.validate.plan_heading import named_plan
from generator.validate.plan_rows import COMPARE, Doubt
from generator.validate.tracking import DraftProgress

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
class DraftIndicator:
    """An indicator as the plan has it. `targets` maps a year to its text; `goal` is the target without a year."""

    code: str
    group: str
    name: str
    unit: str
    lead: tuple[str, ...]
    base: str
    base_year: int | None
    targets: tuple[tuple[int, str], ...]
    goal: str
    note: str
    place: Place

    @property
    def target(self) -> tuple[str, int | None]:
        """The target that stands for the plan as a whole: the latest."""
        return (self.targets[-1][1], self.targets[-1][0]) if self.targets else (self.goal, None)


@dataclass(frozen=True, slots=True)
class DraftFunding:
    """A line of money as the plan has it, in triệu đồng. `row` is where it stood, to find the task of the same row."""

    code: str
    source: str
    content: str
    agencies: tuple[str, ...]
    planned: Decimal
    place: Place


@dataclass(slots=True)
class DraftValues:
    """What a plan's tables of values hold; `stated_total` is the sum that the plan itself names, in triệu đồng."""

    indicators: list[DraftIndicator] = field(default_factory=list)
    funding: list[DraftFunding] = field(default_factory=list)
    stated_total: Decimal | None = None
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def tell(self, place: Place, message: str, fix: str = COMPARE) -> None:
        """What was read with a doubt, or left out."""
        self.problems.append(Problem("NK003", place, message, fix))

    def unsure(self, sheet: SheetTitle, column: str, place: Place, message: str, fix: str = COMPARE) -> None:
        """A finding about the row that was added last."""
        rows: Sequence[object] = self.indicators if sheet is SheetTitle.INDICATORS else self.funding
        self.problems.append(Problem("NK003", place, message, fix))
        self.doubts.append(Doubt(max(0, len(rows) - 1), column, f"{message} {fix}", sheet))


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


def at_column(row: PlanRow, column: PlanColumn) -> str:
    """What stands in a column of a row, or in a cell merged down into it; a true number as officials write it."""
    if column.position in row.numbers and column.title in (BASE, TARGET):
        return vietnamese.number_text(row.numbers[column.position])
    return own_text(row, column) or row.carried.get(column.position, "")


def own_text(row: PlanRow, column: PlanColumn) -> str:
    """What stands in the row itself, not in a cell that is merged down into it: a sum counts once."""
    return row.cells[column.position] if column.position < len(row.cells) else ""


def cell_text(row: PlanRow, columns: Iterable[PlanColumn], title: str) -> str:
    """What stands in the first column of that title; "" without one."""
    return next((at_column(row, column) for column in columns if column.title == title), "").strip()


def funding_records(lines: Iterable[DraftFunding], tasks: dict[Place, str]) -> Iterator[dict[str, object]]:
    """Rows of sheet Kinh phí; `tasks` maps the place of a row that is a task too to the task's code."""
    for line in lines:
        yield {
            "Mã": line.code,
            FUND_SOURCE: line.source,
            "Nội dung": line.content,
            "Mã nhiệm vụ": tasks.get(line.place, ""),
            "Cơ quan thực hiện": "; ".join(line.agencies),
            PLANNED: line.planned,
        }


def indicator_records(indicators: Iterable[DraftIndicator]) -> Iterator[dict[str, object]]:
    """Rows of sheet Chỉ tiêu."""
    for one in indicators:
        target, year = one.target
        yield {
            "Mã": one.code,
            "Nhóm": one.group,
            INDICATOR: one.name,
            "Đơn vị tính": one.unit,
            TARGET: target,
            "Năm mục tiêu": year,
            BASE: one.base,
            "Năm gốc": one.base_year,
            LEAD: "; ".join(one.lead),
            "Ghi chú": one.note,
        }


def milestone_records(indicators: Iterable[DraftIndicator]) -> Iterator[dict[str, object]]:
    """Rows of sheet Lộ trình: the targets of each year, where a plan has more than one."""
    for one in indicators:
        for year, text in one.targets if len(one.targets) > 1 else ():
            yield {"Mã chỉ tiêu": one.code, "Năm": year, "Mục tiêu": text}


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
        PERSON: task.person,
    }


def _progress_record(row: DraftProgress) -> Record:
    return {
        "Mã nhiệm vụ": row.task,
        "Kỳ báo cáo": row.period.code if row.period else "",
        "Ngày hoàn thành": row.completed_on,
        **row.texts,
    }
