"""From a plan's table of money to drafts of rows of sheet Kinh phí."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.read.columns import CONTENT, FUND_SOURCE, LEAD, PLANNED, UNIT, SheetTitle
from generator.read.plan_headers import (
    MONEY,
    PlanColumn,
    is_foreign_money,
    money_unit,
    money_units,
    unit_in_brackets,
    without_brackets,
)
from generator.read.plan_table import PlanRow, ValueTable
from generator.validate.agencies import AgencyDirectory
from generator.validate.plan_drafts import DraftFunding, DraftValues, cell_text, own_text
from generator.validate.plan_rows import COMPARE, Doubt, excerpt
from generator.validate.quantities import Quantity, read_quantity

_TOTAL = re.compile(r"(?:tổng(?:\s+(?:cộng|số|kinh phí|vốn|nhu cầu))?|cộng)\b.{0,40}", re.IGNORECASE | re.DOTALL)
_NAMED_SUMS = re.compile(r"[:=(]\s*\d[\d.,]*")
_DEEPEST = 9
_GROUP_NUMBER = re.compile(r"[IVXLC]+|[A-HĐ]")


@dataclass(frozen=True, slots=True)
class _Sums:
    """The columns of money that are taken: shares by source, one sum of each line, or the sums of its years."""

    shares: tuple[PlanColumn, ...]
    whole: PlanColumn | None
    of_years: tuple[PlanColumn, ...]
    left: tuple[PlanColumn, ...]
    """Sums of something else ("Tổng mức đầu tư" beside "Vốn năm 2026"), for which a dossier has no column."""

    @property
    def taken(self) -> tuple[PlanColumn, ...]:
        return (*self.shares, *self.of_years, *((self.whole,) if self.whole else ()))


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
    rows = [(_depth(cell_text(row, table.columns, "TT")), _total_of(row, sums)) for row in table.rows]
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
            name = cell_text(table.rows[at], table.columns, CONTENT)
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
    return any(own_text(row, column) for column in money)


def _plain_amount(row: PlanRow, column: PlanColumn) -> Decimal | None:
    """The sum in a cell, in triệu đồng where its column says its unit."""
    unit = column.unit or Decimal(1)
    if column.position in row.numbers:
        return row.numbers[column.position] * unit
    found = vietnamese.parse_number(own_text(row, column))
    return None if found is None or found.percent else found.value * unit


def _tell_left(table: ValueTable, sums: _Sums, draft: DraftValues) -> None:
    taken = sums.whole
    said = f"cột “{taken.header}”" if taken is not None else "các cột theo nguồn vốn"
    if sums.shares:
        said = f"các cột {', '.join(f'“{column.source}”' for column in sums.shares)}"
    for column in sums.left:
        if any(own_text(row, column) for row in table.rows):
            message = (
                f"Cột “{column.header}” có số nhưng không được nhập: hồ sơ giữ một số kế hoạch cho mỗi dòng, "
                f"đã lấy {said}."
            )
            fix = f"Nếu cần số này: --column “{column.header}=Kinh phí”, hoặc chép tay sau khi nhập."
            draft.problems.append(Problem("NK006", table.place, message, fix))


def _in_own_units(table: ValueTable) -> ValueTable:
    """The table, its columns of money each with the unit that holds for it: its own, else that of the whole table."""
    own = {column.unit for column in table.columns if column.title == MONEY and column.unit is not None}
    unit = table.unit or (own.pop() if len(own) == 1 else None)
    if unit is None:
        return table
    columns = [
        replace(column, unit=unit) if column.title == MONEY and column.unit is None else column
        for column in table.columns
    ]
    return replace(table, columns=tuple(columns))


def _funding_units(table: ValueTable, money: Sequence[PlanColumn], draft: DraftValues) -> list[Decimal | None]:
    """The unit of each row where it is the rows that name one; tells what the sums of a table are counted in."""
    units = list(dict.fromkeys(column.unit for column in money if column.unit is not None))
    of_rows = [cell_text(row, table.columns, UNIT) for row in table.rows]
    stated = [text for text in of_rows if text]
    of_sources = [unit_in_brackets(cell_text(row, table.columns, FUND_SOURCE)) for row in table.rows]
    by_row = not units and bool(stated) and all(money_unit(text) is not None for text in stated)
    by_source = not units and not by_row and any(of_sources)
    if stated:
        shown = excerpt("; ".join(dict.fromkeys(stated)))
        message = f"Cột “{UNIT}” (“{shown}”) của bảng kinh phí không được nhập."
        if by_row:
            message = f"Kinh phí của bảng tính theo đơn vị của từng dòng (“{shown}”), đã đổi ra triệu đồng."
        draft.problems.append(Problem("NK007" if by_row else "NK006", table.place, message, COMPARE))
    none: list[Decimal | None] = [None] * len(of_rows)
    found = [money_unit(text) for text in of_rows] if by_row else of_sources if by_source else none
    if by_source:
        message = "Kinh phí của bảng tính theo đơn vị ghi sau tên nguồn vốn của từng dòng, đã đổi ra triệu đồng."
        draft.problems.append(Problem("NK007", table.place, message, COMPARE))
    without = [column for column in money if column.unit is None]
    if without and not all(unit or not _has_money(row, without) for row, unit in zip(table.rows, found, strict=True)):
        message = "Bảng kinh phí không ghi đơn vị tính, đã hiểu là triệu đồng."
        if units:
            heads = ", ".join(f"“{column.header}”" for column in without)
            message = f"Cột {heads} không ghi đơn vị tính, đã hiểu là triệu đồng."
        draft.tell(table.place, message)
    if units not in ([], [1]):
        words = " và ".join(map(_unit_words, units))
        message = f"Kinh phí của bảng tính bằng {words}, đã đổi ra triệu đồng."
        draft.problems.append(Problem("NK007", table.place, message, COMPARE))
    return found


def take_funding(table: ValueTable, directory: AgencyDirectory, plan_year: int | None, draft: DraftValues) -> None:
    """Adds a table's lines of money to the draft; rows that only add up others are told, not taken."""
    table = _in_own_units(table)
    sums = _sums(table, plan_year)
    _tell_left(table, sums, draft)
    of_rows = _funding_units(table, sums.taken, draft)
    first, stated = len(draft.funding), None
    nesting = _nested(table, sums)
    for at, (row, said_unit) in enumerate(zip(table.rows, of_rows, strict=True)):
        content, number = cell_text(row, table.columns, CONTENT), cell_text(row, table.columns, "TT").strip(" .")
        source = cell_text(row, table.columns, FUND_SOURCE)
        label = content or source or cell_text(row, table.columns, "TT")
        if reason := _not_in_its_unit(row, source, cell_text(row, table.columns, UNIT), sums, said_unit):
            draft.tell(row.place, f"Dòng “{excerpt(label)}” {reason}", "Ghi số tiền bằng triệu đồng ở trang Kinh phí.")
            continue
        source = without_brackets(source) if unit_in_brackets(source) is not None else source
        amounts = _amounts(row, sums, said_unit or Decimal(1), draft)
        if _TOTAL.fullmatch(label.strip(" .:")) and not _GROUP_NUMBER.fullmatch(number):
            stated = _stated(sums, amounts)
        elif not amounts:
            shared = next((row.carried[one.position] for one in sums.taken if row.carried.get(one.position)), "")
            if shared:
                message = f"Dòng “{excerpt(label)}” chung ô số tiền “{excerpt(shared)}” với dòng trên"
                draft.tell(row.place, f"{message}: số tiền chỉ được tính một lần, ở dòng trên.", _PART_BY_HAND)
            elif number.isdigit() and source:
                message = f"Dòng “{excerpt(label)}” chưa có số tiền, không nhập thành dòng kinh phí."
                draft.tell(row.place, message, "Có số tiền thì thêm vào trang Kinh phí.")
        elif reason := _why_not_taken(number, at, nesting):
            draft.tell(row.place, f"Dòng “{excerpt(label)}” là {reason}.")
        else:
            lines = _lines(sums, amounts, source)
            agencies = directory.split(cell_text(row, table.columns, LEAD)).names
            for value, named in lines:
                _add_funding(draft, row.place, named, content, agencies, value)
            _check_shares(draft, row.place, label, sums, amounts)
    _check_total(table, draft, first, stated)


def _not_in_its_unit(row: PlanRow, source: str, own: str, sums: _Sums, said: Decimal | None) -> str:
    """Why the money of a row is not taken: its source names another currency, or it another unit than its column.

    `own` is the row's unit, which counts where no column and nothing above the table has one (`said`).
    """
    if not _has_money(row, sums.taken):
        return ""
    if is_foreign_money(source):
        return f"tính bằng ngoại tệ (“{excerpt(source)}”), không nhập."
    if said is not None:
        return ""
    for named, words, unit in (
        ("nguồn vốn", source, unit_in_brackets(source)),
        (f"cột “{UNIT}”", own, money_unit(own)),
    ):
        other = next((one for one in sums.taken if unit is not None and one.unit not in (None, unit)), None)
        if other is not None:
            return f"ghi một đơn vị ở {named} (“{excerpt(words)}”), một đơn vị khác ở cột “{other.header}”, không nhập."
    return ""


_PART_BY_HAND = "Nếu mỗi dòng một số thì sửa trong trang Kinh phí."
Amounts = Mapping[int, Decimal | None]
"""The sums of a row in triệu đồng by the positions of their columns; None for one that cannot be read."""


def _amounts(row: PlanRow, sums: _Sums, factor: Decimal, draft: DraftValues) -> Amounts:
    return {one.position: _amount(row, one, factor, draft) for one in sums.taken if own_text(row, one)}


def _stated(sums: _Sums, amounts: Amounts) -> Decimal | None:
    """What a row of totals says the table comes to, in triệu đồng."""
    totals = [amounts.get(sums.whole.position)] if sums.whole else list(amounts.values())
    known = [value for value in totals if value is not None]
    return sum(known, Decimal(0)) if known else None


def _why_not_taken(number: str, at: int, nesting: tuple[frozenset[int], Mapping[int, str]]) -> str:
    """What a row is whose money stands in others; "" for a line of its own."""
    added_up, among = nesting
    if _GROUP_NUMBER.fullmatch(number):
        return "dòng cộng của một nhóm, không nhập thành dòng kinh phí"
    if at in added_up:
        return "dòng cộng của các dòng con bên dưới, không nhập thành dòng kinh phí để khỏi cộng hai lần"
    if at in among:
        return f"một phần của dòng “{excerpt(among[at])}”, không nhập thành dòng kinh phí để khỏi cộng hai lần"
    return ""


def _lines(sums: _Sums, amounts: Amounts, source: str) -> list[tuple[Decimal, str]]:
    """The lines that a row makes, each with its source: one for each share, else one."""
    known = {position: value for position, value in amounts.items() if value is not None}
    if shares := [one for one in sums.shares if one.position in known]:
        return [(known[one.position], one.source or source) for one in shares]
    if sums.whole is not None:
        return [(known[sums.whole.position], source)] if sums.whole.position in known else []
    return [(sum(known.values(), Decimal(0)), source)] if sums.of_years else []


def _check_shares(draft: DraftValues, place: Place, label: str, sums: _Sums, amounts: Amounts) -> None:
    """Where the shares of a row come to another sum than its own, that is told."""
    shares = [value for one in sums.shares if (value := amounts.get(one.position)) is not None]
    said, told = amounts.get(sums.whole.position) if sums.whole else None, sum(shares, Decimal(0))
    if sums.whole and shares and said is not None and said != told:
        message = (
            f"Dòng “{excerpt(label)}”: các phần theo nguồn vốn cộng được {vietnamese.number_text(told)} "
            f"triệu đồng, cột “{sums.whole.header}” ghi {vietnamese.number_text(said)} triệu đồng."
        )
        draft.unsure(SheetTitle.FUNDING, PLANNED, place, message)


def _add_funding(
    draft: DraftValues, place: Place, source: str, content: str, agencies: tuple[str, ...], planned: Decimal
) -> None:
    code = f"KP{len(draft.funding) + 1:02}"
    line = DraftFunding(code, source, vietnamese.one_line(content), agencies, planned, place)
    draft.funding.append(line)
    if len(_NAMED_SUMS.findall(source)) > 1:
        message = (
            f"Dòng kinh phí “{excerpt(content)}” ghi nhiều nguồn vốn kèm số tiền trong một ô: “{excerpt(source)}”."
        )
        fix = "Tách thành mỗi nguồn một dòng trong trang Kinh phí."
        draft.unsure(SheetTitle.FUNDING, FUND_SOURCE, place, message, fix)
    if not source:
        message = f"Dòng kinh phí “{excerpt(content)}” chưa rõ nguồn vốn."
        draft.unsure(SheetTitle.FUNDING, FUND_SOURCE, place, message, "Điền nguồn vốn trong trang Kinh phí.")


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
        draft.tell(table.place, message)


def _unit_words(unit: Decimal) -> str:
    """What a share of one million đồng is called."""
    return next((words for words, share in money_units() if share == unit), f"{unit} triệu đồng")


def _amount(row: PlanRow, column: PlanColumn, factor: Decimal, draft: DraftValues) -> Decimal | None:
    """The sum in a cell, in triệu đồng; None if it is none. A second honest reading and another unit are told.

    `factor` is the unit of the row, for a column that says none.
    """
    text, unit = own_text(row, column), column.unit or factor
    if column.position in row.numbers:
        return row.numbers[column.position] * unit
    found = vietnamese.parse_number(text)
    typed = read_quantity(text, "triệu đồng") if found is None else Quantity(None)
    if typed.number is not None and typed.unit:
        said = vietnamese.number_text(typed.number.value)
        message = f"“{excerpt(text)}” ở cột “{column.header}” ghi đơn vị riêng, đã hiểu là {said} triệu đồng."
        draft.tell(row.place, message)
        return typed.number.value
    if found is None or found.percent:
        message = f"“{excerpt(text)}” ở cột “{column.header}” không phải là số tiền, không nhập."
        draft.tell(row.place, message)
        return None
    if found.other is not None:
        first, second = vietnamese.number_text(found.value), vietnamese.number_text(found.other)
        message = f"“{text}” ở cột “{column.header}” có thể là {first} hoặc {second}; đã hiểu là {first}."
        draft.tell(row.place, message)
        draft.doubts.append(Doubt(len(draft.funding), PLANNED, f"{message} {COMPARE}", SheetTitle.FUNDING))
    return found.value * unit
