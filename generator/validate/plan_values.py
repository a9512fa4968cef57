"""From a plan's tables of indicators and of money to rows of the sheets Chỉ tiêu, Lộ trình and Kinh phí."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.core.vietnamese import shortened
from generator.read.columns import SheetTitle
from generator.read.plan_headers import (
    BASE,
    CONTENT,
    GOAL,
    INDICATOR,
    LEAD,
    MONEY,
    PLANNED,
    SOURCE,
    UNIT,
    PlanColumn,
    TableKind,
    money_unit,
    money_units,
)
from generator.read.plan_table import PlanRow, ValueTable
from generator.validate.agencies import AgencyDirectory
from generator.validate.plan_rows import Doubt
from generator.validate.quantities import Quantity, read_quantity

_TOTAL = re.compile(r"(?:tổng(?:\s+(?:cộng|số|kinh phí|vốn|nhu cầu))?|cộng)\b.{0,40}", re.IGNORECASE | re.DOTALL)
_AMONG = frozenset(vietnamese.fold(words) for words in ("trong đó", "bao gồm", "gồm", "gồm có", "cụ thể"))
"""What only says that parts of the row above follow."""
_NAMED_SUMS = re.compile(r"[:=(]\s*\d[\d.,]*")
_DEEPEST = 9
_GROUP_NUMBER = re.compile(r"[IVXLC]+|[A-HĐ]")
_FALLING = ("giảm", "hộ nghèo", "tai nạn", "thất nghiệp", "suy dinh dưỡng", "tử vong", "tồn đọng", "quá hạn", "vi phạm")
_LOOK = "Đối chiếu lại với bản kế hoạch."


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

    def unsure(self, sheet: SheetTitle, column: str, place: Place, message: str, fix: str = _LOOK) -> None:
        """A finding about the row that was added last."""
        rows: Sequence[object] = self.indicators if sheet is SheetTitle.INDICATORS else self.funding
        self.problems.append(Problem("NK003", place, message, fix))
        self.doubts.append(Doubt(max(0, len(rows) - 1), column, f"{message} {fix}", sheet))


def plan_values(tables: Iterable[ValueTable], directory: AgencyDirectory, plan_year: int | None) -> DraftValues:
    """The indicators and lines of money of all `tables`.

    `plan_year` decides what a bare year above a column means: an earlier one is a value that was, another a target.
    """
    draft = DraftValues()
    for table in tables:
        if table.kind is TableKind.INDICATORS:
            _take_indicators(table, directory, plan_year, draft)
        elif table.kind is TableKind.FUNDING:
            _take_funding(table, directory, plan_year, draft)
    return draft


# --- indicators --------------------------------------------------------------------------------------


def _take_indicators(table: ValueTable, directory: AgencyDirectory, plan_year: int | None, draft: DraftValues) -> None:
    columns = _dated(table.columns, plan_year)
    for column in columns:
        if column.guessed and column.title in (BASE, GOAL):
            meaning = "giá trị gốc" if column.title == BASE else "mục tiêu"
            message = f"Cột “{column.header}” được hiểu là {meaning} của năm {column.year}."
            draft.problems.append(Problem("NK003", table.place, message, _LOOK))
    columns = _one_base(table, columns, draft)
    group = ""
    for row in table.rows:
        name, number = _text(row, columns, INDICATOR), _text(row, columns, "TT")
        values = [(column, _at(row, column)) for column in columns if column.title in (BASE, GOAL)]
        filled = [(column, text) for column, text in values if text]
        if not name and not number and not filled:
            continue
        if not filled and _key(name or number) in _AMONG:
            continue
        if not filled and not _text(row, columns, "Đơn vị tính"):
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
    bare = [column for column in columns if column.guessed and column.title == GOAL and column.year is not None]
    years = sorted(column.year for column in columns if column.year is not None and column.title == GOAL)
    first = plan_year if plan_year is not None else (years[1] if len(years) > 1 and len(bare) == len(years) else None)
    return [
        PlanColumn(column.position, column.header, BASE, True, column.year)
        if column in bare and first is not None and column.year is not None and column.year < first
        else column
        for column in columns
    ]


def _one_base(table: ValueTable, columns: Sequence[PlanColumn], draft: DraftValues) -> list[PlanColumn]:
    """The columns with one value that was: the latest year before the first target. The others are told and left."""
    goals = [column.year for column in columns if column.title == GOAL and column.year is not None]
    bases = [column for column in columns if column.title == BASE]
    early = [one for one in bases if one.year is None or not goals or one.year < min(goals)]
    kept = max(early, key=lambda one: one.year or 0, default=None)
    for column in bases:
        if column is not kept and any(_at(row, column) for row in table.rows):
            message = f"Cột “{column.header}” có số nhưng không được nhập: hồ sơ giữ một giá trị gốc cho mỗi chỉ tiêu."
            fix = "Số của kỳ khác thì ghi vào trang Số liệu sau khi nhập."
            draft.problems.append(Problem("NK006", table.place, message, fix))
    return [column for column in columns if column.title != BASE or column is kept]


def _add_indicator(
    draft: DraftValues, row: PlanRow, columns: Sequence[PlanColumn], group: str, directory: AgencyDirectory
) -> None:
    bases = [(column.year, _at(row, column)) for column in columns if column.title == BASE and _at(row, column)]
    goals = [(column.year, _at(row, column)) for column in columns if column.title == GOAL and _at(row, column)]
    dated = sorted((year, text) for year, text in goals if year is not None)
    base_year, base = bases[-1] if bases else (None, "")
    indicator = DraftIndicator(
        code=f"CT{len(draft.indicators) + 1:02}",
        group=group,
        name=vietnamese.one_line(_text(row, columns, INDICATOR)),
        unit=_text(row, columns, "Đơn vị tính"),
        lead=directory.split(_text(row, columns, LEAD)).names,
        base=base,
        base_year=base_year,
        targets=tuple(dated),
        goal=next((text for year, text in goals if year is None), ""),
        note=_text(row, columns, "Ghi chú"),
        place=row.place,
    )
    draft.indicators.append(indicator)
    if not indicator.target[0]:
        message = f"Chỉ tiêu “{_short(indicator.name)}” chưa có mục tiêu."
        draft.unsure(SheetTitle.INDICATORS, GOAL, row.place, message, "Điền mục tiêu trong trang Chỉ tiêu.")
    if any(f" {word}" in f" {indicator.name.casefold()}" for word in _FALLING):
        message = f"Chỉ tiêu “{_short(indicator.name)}” có thể là chỉ tiêu càng giảm càng tốt."
        draft.unsure(SheetTitle.INDICATORS, "Chiều", row.place, message, "Nếu đúng, chọn “Giảm” ở cột Chiều.")


def _goes_on(row: PlanRow, number: str, name: str, before: Sequence[object]) -> bool:
    """Whether a row with nothing but words is the rest of the row above, cut by a page break."""
    return bool(before) and row.after_break and not number and name[:1].islower()


def _extend(draft: DraftValues, rest: str) -> None:
    last = draft.indicators.pop()
    joined = {name: getattr(last, name) for name in last.__slots__}
    draft.indicators.append(DraftIndicator(**{**joined, "name": f"{last.name} {vietnamese.one_line(rest)}"}))


# --- money -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sums:
    """The columns of money that are taken: shares by source, one sum of each line, or the sums of its years."""

    shares: tuple[PlanColumn, ...]
    whole: PlanColumn | None
    of_years: tuple[PlanColumn, ...]
    left: tuple[PlanColumn, ...]
    """Sums of something else ("Tổng mức đầu tư" beside "Vốn năm 2026"), for which a dossier has no column."""


def _sums(table: ValueTable, plan_year: int | None) -> _Sums:
    """Which columns hold the money of a line. What a person chose goes first, then what the shares add up to.

    Of a whole and its years the whole is meant where the years add up to it, else the plan's own year.
    """
    money = [column for column in table.columns if column.title == MONEY]
    shares = tuple(column for column in money if column.source)
    wholes = [column for column in money if not column.source]
    years = [column for column in wholes if column.year is not None]
    chosen = [column for column in wholes if column.by_hand]
    if len(chosen) == 1 and len(wholes) > 1:
        rest = [column for column in money if column is not chosen[0]]
        return _Sums((), chosen[0], (), tuple(rest))
    whole = next((column for column in wholes if column.year is None), None)
    if shares:
        whole = max(wholes, key=lambda column: _agreeing(table.rows, shares, column), default=None)
    elif whole is None:
        return _Sums(shares, None, tuple(years), ())
    elif years and not _agreeing(table.rows, years, whole):
        whole = next((column for column in years if column.year == plan_year), whole)
    return _Sums(shares, whole, (), tuple(column for column in wholes if column is not whole))


def _agreeing(rows: Iterable[PlanRow], parts: Sequence[PlanColumn], whole: PlanColumn) -> int:
    """In how many rows the parts come to the whole."""
    if any(part.unit != whole.unit for part in parts):
        return 0
    return sum(sum(values, Decimal(0)) == total for values, total in _both(rows, parts, whole))


def _both(
    rows: Iterable[PlanRow], parts: Sequence[PlanColumn], whole: PlanColumn
) -> Iterator[tuple[list[Decimal], Decimal]]:
    for row in rows:
        total = _plain_amount(row, whole)
        values = [value for column in parts if (value := _plain_amount(row, column)) is not None]
        if total is not None and values:
            yield values, total


def _nested(table: ValueTable, sums: _Sums) -> tuple[frozenset[int], dict[int, str]]:
    """Which rows only add up those numbered below them (1 beside 1.1, 1.2 or dashes), and which are parts of a row.

    Where the parts do not come to the row it is the row that counts: they may be only some of it.
    """
    rows = [(_depth(_text(row, table.columns, "TT")), _total_of(row, sums)) for row in table.rows]
    added_up: set[int] = set()
    among: dict[int, str] = {}
    for at, (depth, total) in enumerate(rows):
        if depth == 0 or total is None or at in among:
            continue
        below: list[int] = []
        for later in range(at + 1, len(rows)):
            if rows[later][0] <= depth:
                break
            below.append(later)
        counted = [later for later in below if rows[later][1] is not None]
        nearest = min((rows[later][0] for later in counted), default=0)
        parts = [value for later in counted if rows[later][0] == nearest and (value := rows[later][1]) is not None]
        if counted and sum(parts, Decimal(0)) == total:
            added_up.add(at)
        elif counted:
            name = _text(table.rows[at], table.columns, CONTENT)
            among |= dict.fromkeys(counted, name)
    return frozenset(added_up), among


def _depth(number: str) -> int:
    """How deep an item stands: 0 for a group or a blank, 1 for 1, 2 for 1.1, deepest for a dash or letter."""
    said = number.strip(" .()")
    if re.fullmatch(r"\d+(?:\.\d+)*", said):
        return 1 + said.count(".")
    return _DEEPEST if re.fullmatch(r"[-–+•*]|[a-zđ]", said) else 0


def _total_of(row: PlanRow, sums: _Sums) -> Decimal | None:
    if sums.whole is not None and (own := _plain_amount(row, sums.whole)) is not None:
        return own
    values = [_plain_amount(row, column) for column in (*sums.shares, *sums.of_years)]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _has_money(row: PlanRow, money: Iterable[PlanColumn]) -> bool:
    return any(_at(row, column) for column in money)


def _plain_amount(row: PlanRow, column: PlanColumn) -> Decimal | None:
    if column.position in row.numbers:
        return row.numbers[column.position]
    found = vietnamese.parse_number(_at(row, column))
    return None if found is None or found.percent else found.value


def _tell_left(table: ValueTable, sums: _Sums, draft: DraftValues) -> None:
    taken = sums.whole
    said = f"cột “{taken.header}”" if taken is not None else "các cột theo nguồn vốn"
    if sums.shares:
        said = f"các cột {', '.join(f'“{column.source}”' for column in sums.shares)}"
    for column in sums.left:
        if any(_at(row, column) for row in table.rows):
            message = (
                f"Cột “{column.header}” có số nhưng không được nhập: hồ sơ giữ một số kế hoạch cho mỗi dòng, "
                f"đã lấy {said}."
            )
            fix = f"Nếu cần số này: --column “{column.header}=Kinh phí”, hoặc chép tay sau khi nhập."
            draft.problems.append(Problem("NK006", table.place, message, fix))


def _funding_units(
    table: ValueTable, money: Sequence[PlanColumn], draft: DraftValues
) -> tuple[Decimal | None, list[str]]:
    """What the sums of a table are counted in, and the unit of each row where it is the rows that name one."""
    unit = next((column.unit for column in money if column.unit is not None), table.unit)
    of_rows = [_text(row, table.columns, UNIT) for row in table.rows]
    units = [text for text in of_rows if text]
    by_row = unit is None and bool(units) and all(money_unit(text) is not None for text in units)
    if units:
        shown = _short("; ".join(dict.fromkeys(units)))
        message = f"Cột “{UNIT}” (“{shown}”) của bảng kinh phí không được nhập."
        if by_row:
            message = f"Kinh phí của bảng tính theo đơn vị của từng dòng (“{shown}”), đã đổi ra triệu đồng."
        draft.problems.append(Problem("NK007" if by_row else "NK006", table.place, message, _LOOK))
    if unit is None and not (
        by_row and all(of_rows[at] or not _has_money(row, money) for at, row in enumerate(table.rows))
    ):
        message = "Bảng kinh phí không ghi đơn vị tính, đã hiểu là triệu đồng."
        draft.problems.append(Problem("NK003", table.place, message, _LOOK))
    elif unit not in (None, 1):
        message = f"Kinh phí của bảng tính bằng {_unit_words(unit)}, đã đổi ra triệu đồng."
        draft.problems.append(Problem("NK007", table.place, message, _LOOK))
    return unit, of_rows if by_row else [""] * len(of_rows)


def _take_funding(table: ValueTable, directory: AgencyDirectory, plan_year: int | None, draft: DraftValues) -> None:
    sums = _sums(table, plan_year)
    shares, of_years, whole = sums.shares, sums.of_years, sums.whole
    _tell_left(table, sums, draft)
    money = [*shares, *of_years, *([whole] if whole else [])]
    unit, of_rows = _funding_units(table, money, draft)
    group, first, stated = "", len(draft.funding), None
    added_up, among = _nested(table, sums)
    for at, (row, said_unit) in enumerate(zip(table.rows, of_rows, strict=True)):
        factor = (money_unit(said_unit) if said_unit else unit) or Decimal(1)
        content, number = _text(row, table.columns, CONTENT), _text(row, table.columns, "TT")
        amounts = {column.position: _amount(row, column, factor, draft) for column in money if _at(row, column)}
        label = content or _text(row, table.columns, SOURCE) or number
        if _TOTAL.fullmatch(label.strip(" .:")) and not _GROUP_NUMBER.fullmatch(number.strip(" .")):
            totals = [amounts.get(whole.position)] if whole else list(amounts.values())
            known = [value for value in totals if value is not None]
            stated = sum(known, Decimal(0)) * factor if known else None
            continue
        if not amounts and number.strip(" .").isdigit() and _text(row, table.columns, SOURCE):
            message = f"Dòng “{_short(label)}” chưa có số tiền, không nhập thành dòng kinh phí."
            draft.problems.append(Problem("NK003", row.place, message, "Có số tiền thì thêm vào trang Kinh phí."))
        if _GROUP_NUMBER.fullmatch(number.strip(" .")) or not amounts:
            group = label or group
            if amounts:
                message = f"Dòng “{_short(label)}” là dòng cộng của một nhóm, không nhập thành dòng kinh phí."
                draft.problems.append(Problem("NK003", row.place, message, _LOOK))
            continue
        if at in added_up or at in among:
            what = (
                "dòng cộng của các dòng con bên dưới" if at in added_up else f"một phần của dòng “{_short(among[at])}”"
            )
            message = f"Dòng “{_short(label)}” là {what}, không nhập thành dòng kinh phí để khỏi cộng hai lần."
            draft.problems.append(Problem("NK003", row.place, message, _LOOK))
            continue
        source = _text(row, table.columns, SOURCE)
        parts = [(column, column.source) for column in shares if amounts.get(column.position) is not None]
        chosen = parts or ([(whole, source)] if whole else [(column, source) for column in of_years])
        lines = [
            (amounts[column.position], named or source)
            for column, named in chosen
            if column is not None and amounts.get(column.position) is not None
        ]
        if not parts and whole is None and of_years:
            lines = [(sum((value for value in amounts.values() if value is not None), Decimal(0)), source)]
        agencies = directory.split(_text(row, table.columns, LEAD)).names
        for value, named in lines:
            if value is not None:
                _add_funding(draft, row.place, named, content, agencies, value * factor)
        said = amounts.get(whole.position) if whole and parts and lines else None
        told = sum((value for value, _ in lines if value is not None), Decimal(0))
        if said is not None and whole and said != told:
            message = (
                f"Dòng “{_short(label)}”: các phần theo nguồn vốn cộng được {vietnamese.number_text(told)}, "
                f"cột “{whole.header}” ghi {vietnamese.number_text(said)}."
            )
            draft.unsure(SheetTitle.FUNDING, PLANNED, row.place, message)
    _check_total(table, draft, first, stated)


def _add_funding(
    draft: DraftValues, place: Place, source: str, content: str, agencies: tuple[str, ...], planned: Decimal
) -> None:
    code = f"KP{len(draft.funding) + 1:02}"
    line = DraftFunding(code, source, vietnamese.one_line(content), agencies, planned, place)
    draft.funding.append(line)
    if len(_NAMED_SUMS.findall(source)) > 1:
        message = f"Dòng kinh phí “{_short(content)}” ghi nhiều nguồn vốn kèm số tiền trong một ô: “{_short(source)}”."
        draft.unsure(SheetTitle.FUNDING, SOURCE, place, message, "Tách thành mỗi nguồn một dòng trong trang Kinh phí.")
    if not source:
        message = f"Dòng kinh phí “{_short(content)}” chưa rõ nguồn vốn."
        draft.unsure(SheetTitle.FUNDING, SOURCE, place, message, "Điền nguồn vốn trong trang Kinh phí.")


def _check_total(table: ValueTable, draft: DraftValues, first: int, stated: Decimal | None) -> None:
    """The plan's own sum is kept as the plan's; where the lines come to another, that is told."""
    if stated is None:
        return
    draft.stated_total = (draft.stated_total or Decimal(0)) + stated
    total = sum((line.planned for line in draft.funding[first:]), Decimal(0))
    if total != stated:
        message = (
            f"Dòng tổng của bảng ghi {vietnamese.number_text(stated)} triệu đồng, cộng các dòng được "
            f"{vietnamese.number_text(total)} triệu đồng."
        )
        draft.problems.append(Problem("NK003", table.place, message, _LOOK))


def _unit_words(unit: Decimal) -> str:
    """What a share of one million đồng is called."""
    return next((words for words, share in money_units() if share == unit), f"{unit} triệu đồng")


def _amount(row: PlanRow, column: PlanColumn, factor: Decimal, draft: DraftValues) -> Decimal | None:
    """The sum in a cell, in the table's unit; None if it is none. A second honest reading and another unit are told."""
    text = _at(row, column)
    if column.position in row.numbers:
        return row.numbers[column.position]
    found = vietnamese.parse_number(text)
    typed = read_quantity(text, "triệu đồng") if found is None else Quantity(None)
    if typed.number is not None and typed.unit:
        said = vietnamese.number_text(typed.number.value)
        message = f"“{_short(text)}” ở cột “{column.header}” ghi đơn vị riêng, đã hiểu là {said} triệu đồng."
        draft.problems.append(Problem("NK003", row.place, message, _LOOK))
        return typed.number.value / factor
    if found is None or found.percent:
        message = f"“{_short(text)}” ở cột “{column.header}” không phải là số tiền, không nhập."
        draft.problems.append(Problem("NK003", row.place, message, _LOOK))
        return None
    if found.other is not None:
        first, second = vietnamese.number_text(found.value), vietnamese.number_text(found.other)
        message = f"“{text}” ở cột “{column.header}” có thể là {first} hoặc {second}; đã hiểu là {first}."
        draft.problems.append(Problem("NK003", row.place, message, _LOOK))
        draft.doubts.append(Doubt(len(draft.funding), PLANNED, f"{message} {_LOOK}", SheetTitle.FUNDING))
    return found.value


# --- cells -------------------------------------------------------------------------------------------


def _at(row: PlanRow, column: PlanColumn) -> str:
    if column.position in row.numbers and column.title in (BASE, GOAL):
        return vietnamese.number_text(row.numbers[column.position])
    text = row.cells[column.position] if column.position < len(row.cells) else ""
    return text or row.carried.get(column.position, "")


def _text(row: PlanRow, columns: Iterable[PlanColumn], title: str) -> str:
    return next((_at(row, column) for column in columns if column.title == title), "").strip()


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 61)


def funding_records(lines: Iterable[DraftFunding], tasks: dict[Place, str]) -> Iterator[dict[str, object]]:
    """Rows of sheet Kinh phí; `tasks` maps the place of a row that is a task too to the task's code."""
    for line in lines:
        yield {
            "Mã": line.code,
            SOURCE: line.source,
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
            GOAL: target,
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
