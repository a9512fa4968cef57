"""From a plan's table of indicators to drafts of rows of the sheets Chỉ tiêu and Lộ trình."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core import vietnamese
from generator.core.problems import Problem
from generator.read.columns import BASE, INDICATOR, LEAD, TARGET, SheetTitle
from generator.read.plan_headers import PlanColumn
from generator.read.plan_table import PlanRow, ValueTable
from generator.validate.agencies import AgencyDirectory
from generator.validate.plan_drafts import DraftIndicator, DraftValues, at_column, cell_text, own_text
from generator.validate.plan_rows import excerpt

_AMONG = frozenset(vietnamese.fold(words) for words in ("trong đó", "bao gồm", "gồm", "gồm có", "cụ thể"))
"""What only says that parts of the row above follow."""
_FALLING = ("giảm", "hộ nghèo", "tai nạn", "thất nghiệp", "suy dinh dưỡng", "tử vong", "tồn đọng", "quá hạn", "vi phạm")


def take_indicators(table: ValueTable, directory: AgencyDirectory, plan_year: int | None, draft: DraftValues) -> None:
    """Adds the indicators of a table to `draft`, and what of them is unclear."""
    columns = _dated(table.columns, plan_year)
    for column in columns:
        if column.guessed and column.title in (BASE, TARGET):
            meaning = "giá trị gốc" if column.title == BASE else "mục tiêu"
            message = f"Cột “{column.header}” được hiểu là {meaning} của năm {column.year}."
            draft.tell(table.place, message)
    columns = _one_base(table, columns, draft)
    group = ""
    for row in table.rows:
        name, number = cell_text(row, columns, INDICATOR), cell_text(row, columns, "TT")
        values = [(column, at_column(row, column)) for column in columns if column.title in (BASE, TARGET)]
        filled = [(column, text) for column, text in values if text]
        if not name and not number and not filled:
            continue
        if not filled and _key(name or number) in _AMONG:
            continue
        if not filled and not cell_text(row, columns, "Đơn vị tính"):
            if _goes_on(row, number, name, draft.indicators):
                _extend(draft, name)
                continue
            group = " ".join(filter(None, (name or number,)))
            continue
        _add_indicator(draft, row, columns, group, directory)


def _key(text: str) -> str:
    return vietnamese.fold(text.strip(" :.-+"))


def _dated(columns: Sequence[PlanColumn], plan_year: int | None) -> list[PlanColumn]:
    """Columns whose header is a bare year decided: a value that was where the year lies before the plan's."""
    bare = [column for column in columns if column.guessed and column.title == TARGET and column.year is not None]
    years = sorted(column.year for column in columns if column.year is not None and column.title == TARGET)
    first = plan_year if plan_year is not None else (years[1] if len(years) > 1 and len(bare) == len(years) else None)
    return [
        PlanColumn(column.position, column.header, BASE, True, column.year)
        if column in bare and first is not None and column.year is not None and column.year < first
        else column
        for column in columns
    ]


def _one_base(table: ValueTable, columns: Sequence[PlanColumn], draft: DraftValues) -> list[PlanColumn]:
    """The columns with one value that was: the latest year before the first target. The others are told and left."""
    goals = [column.year for column in columns if column.title == TARGET and column.year is not None]
    bases = [column for column in columns if column.title == BASE]
    early = [one for one in bases if one.year is None or not goals or one.year < min(goals)]
    kept = max(early, key=lambda one: one.year or 0, default=None)
    for column in bases:
        if column is not kept and any(at_column(row, column) for row in table.rows):
            message = f"Cột “{column.header}” có số nhưng không được nhập: hồ sơ giữ một giá trị gốc cho mỗi chỉ tiêu."
            fix = "Số của kỳ khác thì ghi vào trang Số liệu sau khi nhập."
            draft.problems.append(Problem("NK006", table.place, message, fix))
    return [column for column in columns if column.title != BASE or column is kept]


def _add_indicator(
    draft: DraftValues, row: PlanRow, columns: Sequence[PlanColumn], group: str, directory: AgencyDirectory
) -> None:
    bases = [
        (column.year, at_column(row, column)) for column in columns if column.title == BASE and at_column(row, column)
    ]
    goals = [
        (column.year, at_column(row, column)) for column in columns if column.title == TARGET and at_column(row, column)
    ]
    dated = sorted((year, text) for year, text in goals if year is not None)
    base_year, base = bases[-1] if bases else (None, "")
    indicator = DraftIndicator(
        code=f"CT{len(draft.indicators) + 1:02}",
        group=group,
        name=vietnamese.one_line(cell_text(row, columns, INDICATOR)),
        unit=cell_text(row, columns, "Đơn vị tính"),
        lead=directory.split(cell_text(row, columns, LEAD)).names,
        base=base,
        base_year=base_year,
        targets=tuple(dated),
        goal=next((text for year, text in goals if year is None), ""),
        note=cell_text(row, columns, "Ghi chú"),
        place=row.place,
    )
    draft.indicators.append(indicator)
    if not indicator.target[0]:
        message = f"Chỉ tiêu “{excerpt(indicator.name)}” chưa có mục tiêu."
        draft.unsure(SheetTitle.INDICATORS, TARGET, row.place, message, "Điền mục tiêu trong trang Chỉ tiêu.")
    shared = next((one for one in columns if one.title in (BASE, TARGET) and row.carried.get(one.position)), None)
    if shared is not None and not own_text(row, shared):
        said = f"{excerpt(row.carried[shared.position])}” (cột “{shared.header}”)"
        message = f"Chỉ tiêu “{excerpt(indicator.name)}” chung ô “{said} với dòng trên: đã hiểu là số của mỗi dòng."
        draft.unsure(SheetTitle.INDICATORS, shared.title, row.place, message)
    if any(f" {word}" in f" {indicator.name.casefold()}" for word in _FALLING):
        message = f"Chỉ tiêu “{excerpt(indicator.name)}” có thể là chỉ tiêu càng giảm càng tốt."
        draft.unsure(SheetTitle.INDICATORS, "Chiều", row.place, message, "Nếu đúng, chọn “Giảm” ở cột Chiều.")


def _goes_on(row: PlanRow, number: str, name: str, before: Sequence[object]) -> bool:
    """Whether a row with nothing but words is the rest of the row above, cut by a page break."""
    return bool(before) and row.after_break and not number and name[:1].islower()


def _extend(draft: DraftValues, rest: str) -> None:
    last = draft.indicators.pop()
    joined = {name: getattr(last, name) for name in last.__slots__}
    draft.indicators.append(DraftIndicator(**{**joined, "name": f"{last.name} {vietnamese.one_line(rest)}"}))
