"""What a plan says of indicators and money, before anything is a record: drafts, and the rows of sheets they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.read.columns import BASE, FUND_SOURCE, INDICATOR, LEAD, PLANNED, TARGET, SheetTitle
from generator.read.plan_headers import PlanColumn
from generator.read.plan_table import PlanRow
from generator.validate.plan_rows import COMPARE, Doubt


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


def at_column(row: PlanRow, column: PlanColumn) -> str:
    if column.position in row.numbers and column.title in (BASE, TARGET):
        return vietnamese.number_text(row.numbers[column.position])
    return own_text(row, column) or row.carried.get(column.position, "")


def own_text(row: PlanRow, column: PlanColumn) -> str:
    """What stands in the row itself, not in a cell that is merged down into it: a sum counts once."""
    return row.cells[column.position] if column.position < len(row.cells) else ""


def cell_text(row: PlanRow, columns: Iterable[PlanColumn], title: str) -> str:
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
