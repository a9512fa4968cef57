"""A plan's tables from a Word, Excel or tab-separated file: what each lists, its columns, its rows, one form for all.

Every table is accounted for: used as what, column by column, or named as not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path

from generator.core import vietnamese
from generator.core.problems import Place, Problem, any_error
from generator.core.vietnamese import shortened
from generator.read.columns import CONTENT, INDICATOR
from generator.read.ditto import with_cells_above
from generator.read.plan_files import plan_lines
from generator.read.plan_headers import (
    PlanColumn,
    TableKind,
    Understood,
    header_key,
    may_be_header,
    money_unit,
    understand,
)
from generator.read.plan_line import PlanLine
from generator.read.plan_ticks import with_ticks
from generator.read.progress_headers import with_progress

_GROUP_TITLE = re.compile(r"(?:[IVX]+|[A-HĐ])\s*[.)/]\s+\S.{2,200}")
"""A group's title that stands above its own table instead of in it."""
_LEADING_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)*)\s*[.)]\s*(?P<content>\S.*)", re.DOTALL)
_CAPTION = re.compile(
    r"(?:phụ lục|biểu|bảng|danh mục|mẫu)\b.*|\(?\s*(?:kèm theo|ban hành kèm theo)\b.*|.*\b(?:đvt|đơn vị tính)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_LETTERHEAD = ("cộng hòa xã hội", "độc lập - tự do", "đảng cộng sản việt nam", "nơi nhận", "tm.", "kt.", "tl.", "tuq.")
_SAMPLES, _LONGEST_TITLE = 3, 20
_MOST_HEADER_ROWS = 3
_PERIODS_OF_A_YEAR = (("I", "II", "III", "IV"), ("1", "2", "3", "4"), tuple(str(month) for month in range(1, 13)))
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:[.,]\d+)*|[IVXLC]+|[a-zđ])\)?[.)]?")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a table. `after_break` says that a repeated header, thus a new page, stands just before it.

    `is_title`: all that stands in it is one cell over several columns.
    """

    place: Place
    cells: tuple[str, ...]
    carried: Mapping[int, str]
    after_break: bool
    numbers: Mapping[int, Decimal] = field(default_factory=dict)
    is_title: bool = False
    is_outside: bool = False
    """A line above the table, rather than a row of it."""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table of indicators or of money. `caption` is what stands above it, a line each; `unit` the unit named there.

    `unit` is a share of one million đồng, None where none is named.
    """

    kind: TableKind
    place: Place
    caption: tuple[str, ...]
    columns: tuple[PlanColumn, ...]
    rows: tuple[PlanRow, ...]
    unit: Decimal | None


@dataclass(frozen=True, slots=True)
class TableUse:
    """What became of a table: `kinds` of what was read from it (none: it was not understood), and its columns.

    `unread` are the columns that hold something and were not used.
    """

    place: Place
    caption: str
    kinds: tuple[TableKind, ...]
    columns: tuple[PlanColumn, ...] = ()
    unread: tuple[PlanColumn, ...] = ()
    samples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Position of a column → the first of what stands under its header."""
    beside: tuple[str, ...] = ()
    """What stands in the rows under no header at all."""


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The tables of a plan. `columns` maps titles (see plan_headers) to positions in the cells of the task rows.

    `heading` holds the lines above the first table, "" for a blank one; `values` are the tables of indicators and of
    money, `uses` says what became of every table.
    """

    file: str
    heading: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[PlanRow, ...]
    strays: tuple[tuple[int, Problem], ...] = ()
    """Lines between the rows that belong to no column: the number of rows before each, and its problem."""
    values: tuple[ValueTable, ...] = ()
    uses: tuple[TableUse, ...] = ()


@dataclass(slots=True)
class _Part:
    """Lines under one header, in the order of the file; `header` is the index of its first line."""

    header: int
    size: int
    understood: Understood
    lines: list[int] = field(default_factory=list)
    caption: list[int] = field(default_factory=list)
    as_tasks: Understood | None = None


def read_plan(path: Path, chosen: Mapping[str, str] | None = None) -> tuple[PlanTable | None, list[Problem]]:
    """The tables of a .txt, .csv, .docx or .xlsx plan; None, and the reason, if there is none.

    Task tables that go on over several pages, sheets or Word tables come back as one, repeated headers dropped.
    `chosen` maps headers to titles where a person said what a column is. Problems name every table and every column
    that holds something and is not used.
    """
    lines, told = plan_lines(path)
    if any_error(told):
        return None, told
    table, found = table_of(path.name, lines, chosen)
    return table, [*told, *found]


def table_of(
    file: str, lines: Sequence[PlanLine], chosen: Mapping[str, str] | None = None
) -> tuple[PlanTable | None, list[Problem]]:
    """The tables that the lines of a file hold; None, and the reason, if there is none."""
    reading = _Reading(list(lines), dict(chosen or {}))
    parts = reading.parts()
    repeated = reading.fill_from_above(parts)
    if not parts:
        message = (
            "Không tìm thấy bảng nhiệm vụ, chỉ tiêu hay kinh phí nào (dòng tiêu đề có cột “Nội dung nhiệm vụ” và "
            "“Cơ quan chủ trì”)."
        )
        fix = (
            "Kiểm tra tên các cột của bảng, hoặc chỉ rõ bằng --column “tên cột của kế hoạch=Nội dung nhiệm vụ”; "
            "tệp .txt ngăn các cột bằng tab; bản chụp phải gõ lại."
        )
        return None, [Problem("NK001", Place(file), message, fix)]
    columns, rows, strays = reading.task_rows(parts)
    heading = tuple(line.text for line in lines[: parts[0].header])
    uses = reading.uses(parts)
    table = PlanTable(file, heading, columns, tuple(rows), tuple(strays), tuple(reading.value_tables(parts)), uses)
    return _with_numbers(table), [*reading.told, *repeated, *(problem for _, problem in strays), *_unused(uses)]


@dataclass(slots=True)
class _Reading:
    lines: list[PlanLine]
    chosen: Mapping[str, str]
    told: list[Problem] = field(default_factory=list)

    def parts(self) -> list[_Part]:
        """The parts of the file that begin with a header, each with its rows and the lines above it."""
        found: list[_Part] = []
        skip = 0
        for index, line in enumerate(self.lines):
            if skip:
                skip -= 1
                continue
            size, understood = self._header_at(index)
            if understood is not None:
                found.append(_Part(index, size, understood))
                skip = size - 1
            elif found:
                last = found[-1]
                if line.table is None or self._belongs(line, last):
                    last.lines.append(index)
        for part, following in pairwise(found):
            following.caption = self._caption_in(part, following)
        if found:
            found[0].caption = [
                index for index in range(found[0].header) if self._looks_like_caption(self.lines[index])
            ][-6:]
        for part in found:
            self._write_out_ticks(part)
            part.understood = with_progress(part.understood, partial(self._below, part))
        self._decide_tasks(found)
        return found

    def _write_out_ticks(self, part: _Part) -> None:
        rows = [at for at in part.lines if self.lines[at].table is not None]
        part.understood, lines, told = with_ticks(part.understood, [self.lines[at] for at in rows])
        self.told += told
        for at, line in zip(rows, lines, strict=True):
            self.lines[at] = line

    def fill_from_above(self, parts: Sequence[_Part]) -> list[Problem]:
        """Writes out the cells that only say "as above"; gives what is told of them."""
        problems: list[Problem] = []
        before: PlanLine | None = None
        for part in parts:
            naming = {at for title in ("TT", CONTENT, INDICATOR) if (at := part.understood.at(title)) is not None}
            rows = [at for at in part.lines if self.lines[at].table is not None]
            filled, told = with_cells_above([self.lines[at] for at in rows], naming, before)
            for at, line in zip(rows, filled, strict=True):
                self.lines[at] = line
            before = filled[-1] if filled else before
            problems += told
        return problems

    def _below(self, part: _Part, position: int) -> list[str]:
        """The texts of a part's column."""
        rows = (self.lines[at].cells for at in part.lines if self.lines[at].table is not None)
        return [cells[position] for cells in rows if position < len(cells)]

    def _belongs(self, line: PlanLine, part: _Part) -> bool:
        seen = [self.lines[index].table for index in part.lines if self.lines[index].table is not None]
        table = seen[-1] if seen else self.lines[part.header].table
        return line.table == table or _goes_on(line, table, len(self.lines[part.header].cells))

    def _header_at(self, index: int) -> tuple[int, Understood | None]:
        """How many lines the header at `index` takes, and what it means."""
        line = self.lines[index]
        if line.table is None or sum(bool(cell) for cell in line.cells) < 2 or _is_data(line):
            return 0, None
        if not may_be_header(line.cells, self.chosen):
            return 0, None
        best: tuple[int, Understood | None] = (0, None)
        rows: list[PlanLine] = []
        for size in range(1, _MOST_HEADER_ROWS + 1):
            if index + size > len(self.lines) or self.lines[index + size - 1].table != line.table:
                break
            row = self.lines[index + size - 1]
            if size > 1 and ((_is_data(row) and not _numbers_periods(row)) or self._heads_alone(row)):
                break
            rows.append(row)
            understood = understand(_stacked(rows), self.chosen)
            if understood is not None and (best[1] is None or _says_more(understood, best[1], rows)):
                best = (size, understood)
        return best

    def _heads_alone(self, row: PlanLine) -> bool:
        cells = [[cell] for cell in row.cells]
        return may_be_header(row.cells, self.chosen) and understand(cells, self.chosen) is not None

    def _caption_in(self, part: _Part, following: _Part) -> list[int]:
        """The lines before a table that speak of it; those that were counted to `part` leave it."""
        caption: list[int] = []
        for index in range(following.header - 1, part.header + part.size - 1, -1):
            if not self._looks_like_caption(self.lines[index]):
                break
            caption.insert(0, index)
        if not any(self.lines[index].text for index in caption):
            return []
        part.lines = [index for index in part.lines if index not in caption]
        return caption

    def _looks_like_caption(self, line: PlanLine) -> bool:
        filled = [cell for cell in line.cells if cell]
        if len(filled) > 1 or _GROUP_TITLE.fullmatch(line.text):
            return False
        text = line.text
        capitals = text.isupper() and len(text) > 3
        return not text or bool(_CAPTION.fullmatch(text)) or (line.table is None and capitals)

    def _decide_tasks(self, parts: Sequence[_Part]) -> None:
        """Tables of money list tasks too where they say what is to come of each, or where no other table does."""
        others = any(part.understood.kind is TableKind.TASKS for part in parts)
        for part in parts:
            if part.understood.kind is TableKind.FUNDING:
                headers = [[column.header] for column in self._headers(part)]
                as_tasks = understand(headers, {**self.chosen, **_without_money(part.understood)})
                if as_tasks is not None and as_tasks.kind is TableKind.TASKS:
                    part.as_tasks = as_tasks if not others or as_tasks.at("Kết quả dự kiến") is not None else None

    def _headers(self, part: _Part) -> Iterator[PlanColumn]:
        known = {column.position: column for column in part.understood.columns}
        for position in range(max(known) + 1):
            yield known.get(position, PlanColumn(position, ""))

    # --- tasks -------------------------------------------------------------------------------------

    def task_rows(self, parts: Sequence[_Part]) -> tuple[dict[str, int], list[PlanRow], list[tuple[int, Problem]]]:
        """The columns and rows of all task tables as one, and what stood between the rows."""
        columns: dict[str, int] = {}
        rows: list[PlanRow] = []
        strays: list[tuple[int, Problem]] = []
        for part in parts:
            layout = _layout(part)
            if not layout:
                strays += [(len(rows), _stray_problem(line)) for line in self._paragraphs(part) if line.text]
                continue
            columns = columns or dict(layout)
            above = next((self.lines[at] for at in range(part.header - 1, -1, -1) if self.lines[at].text), None)
            first = part is parts[0] and above is not None and _GROUP_TITLE.fullmatch(above.text)
            block = [above] if first and above is not None else []
            stray: list[PlanLine] = []
            after_break = bool(rows)
            for line in [*block, *(self.lines[at] for at in part.lines)]:
                if line.table is None and _GROUP_TITLE.fullmatch(line.text):
                    strays.append((len(rows), _outside(line)))
                    rows.append(PlanRow(line.place, _only(line.text, columns), {}, True))
                elif _is_column_numbers(line):
                    continue
                elif line.table is None:
                    stray += [line] if line.text and not line.text.isdigit() else []
                else:
                    strays += [(len(rows), _stray_problem(one)) for one in stray]
                    stray = []
                    rows.append(_aligned(line, layout, columns, after_break))
                    after_break = False
            if part is not parts[-1]:
                if stray and _may_head(stray[-1].text):
                    rows.append(
                        PlanRow(
                            stray[-1].place, _only(stray.pop().text, columns), {}, True, is_title=True, is_outside=True
                        )
                    )
                strays += [(len(rows), _stray_problem(one)) for one in stray]
        return columns or {CONTENT: 0}, rows, strays

    def _paragraphs(self, part: _Part) -> Iterator[PlanLine]:
        return (self.lines[at] for at in part.lines if self.lines[at].table is None)

    # --- indicators and money ------------------------------------------------------------------------

    def value_tables(self, parts: Sequence[_Part]) -> Iterator[ValueTable]:
        for part in parts:
            if part.understood.kind is TableKind.TASKS:
                continue
            lines = [self.lines[at] for at in part.lines if self.lines[at].table is not None]
            rows = tuple(
                PlanRow(line.place, line.cells, line.carried, number == 0, line.numbers)
                for number, line in enumerate(line for line in lines if not _is_column_numbers(line))
                if any(line.cells)
            )
            caption = tuple(self.lines[at].text for at in part.caption if self.lines[at].text)
            unit = next((unit for text in reversed(caption) if (unit := _unit_of(text)) is not None), None)
            if unit is None and (above := self._line_above(part)) is not None:
                unit = _unit_of(above.text)
            place = self.lines[part.header].place
            yield ValueTable(part.understood.kind, place, caption, part.understood.columns, rows, unit)

    def _line_above(self, part: _Part) -> PlanLine | None:
        """The last line before a table, if it is no row of another."""
        above = next((self.lines[at] for at in range(part.header - 1, -1, -1) if self.lines[at].text), None)
        return above if above is not None and sum(map(bool, above.cells)) == 1 else None

    def _left_out(self, column: PlanColumn) -> bool:
        """Whether a person said that a column is not to be used."""
        unused = {header_key(header) for header, title in self.chosen.items() if not title}
        return any(header_key(text) in unused for text in (column.header, column.header.rpartition(" / ")[2]))

    # --- what became of everything ---------------------------------------------------------------------

    def uses(self, parts: Sequence[_Part]) -> tuple[TableUse, ...]:
        """Every table of the file, in order."""
        found = {part.header: self._use(part) for part in parts}
        taken = {at for part in parts for at in (*part.lines, *range(part.header, part.header + part.size))}
        titles = {self.lines[part.header].table for part in parts if self.lines[part.header].place.sheet}
        unknown: dict[int, list[int]] = {}
        for index, line in enumerate(self.lines):
            above = index < parts[0].header  # a letterhead belongs to the heading
            if (
                line.table is not None
                and not above
                and index not in taken
                and any(line.cells)
                and line.table not in titles
            ):
                unknown.setdefault(line.table, []).append(index)
        for indices in unknown.values():
            text = " ".join(self.lines[at].text for at in indices).casefold()
            if len(indices) > 4 or not any(word in text for word in _LETTERHEAD):
                found[indices[0]] = TableUse(self.lines[indices[0]].place, self.lines[indices[0]].text, ())
        return tuple(found[at] for at in sorted(found))

    def _use(self, part: _Part) -> TableUse:
        kinds = (part.understood.kind,) if part.as_tasks is None else (TableKind.TASKS, part.understood.kind)
        columns = part.understood.columns
        if part.as_tasks is not None:
            tasks = {column.position: column for column in part.as_tasks.columns}
            columns = tuple(column if column.title else tasks.get(column.position, column) for column in columns)
        rows = [self.lines[at] for at in part.lines if self.lines[at].table is not None]
        rows = [row for row in rows if not _is_column_numbers(row)]
        unread = tuple(
            column
            for column in columns
            if not column.title
            and column.header
            and not self._left_out(column)
            and any(column.position < len(row.cells) and row.cells[column.position] for row in rows)
        )
        caption = " ".join(self.lines[at].text for at in part.caption if self.lines[at].text)
        samples = {
            column.position: tuple(
                row.cells[column.position]
                for row in rows
                if column.position < len(row.cells) and row.cells[column.position]
            )[:_SAMPLES]
            for column in columns
        }
        headed = {column.position for column in columns if column.title or column.header}
        beside = tuple(cell for row in rows for at, cell in enumerate(row.cells) if cell and at not in headed)
        return TableUse(self.lines[part.header].place, caption, kinds, columns, unread, samples, beside)


def _says_more(longer: Understood, shorter: Understood, rows: Sequence[PlanLine]) -> bool:
    """Whether a header with the last of `rows` is the better one: it knows more columns, or parts one of them.

    What stands under no number and no content, and in part under a cell over several columns, is no record.
    """
    if longer.known != shorter.known:
        return longer.known > shorter.known
    above, row = rows[-2], rows[-1]
    named = [at for title in ("TT", CONTENT, INDICATOR) if (at := shorter.at(title)) is not None]
    under_a_span = any(
        text and (at >= len(above.cells) or not above.cells[at]) and at not in row.carried
        for at, text in enumerate(row.cells)
    )
    return under_a_span and bool(named) and not any(row.cells[at] for at in named if at < len(row.cells))


def _layout(part: _Part) -> dict[str, int]:
    """Title → position of the columns that a task table has; empty for a table that lists no tasks."""
    understood = part.understood if part.understood.kind is TableKind.TASKS else part.as_tasks
    return {column.key: column.position for column in understood.columns if column.title} if understood else {}


def _without_money(understood: Understood) -> dict[str, str]:
    return {column.header: "" for column in understood.columns if column.title in ("Kinh phí", "Nguồn vốn")}


def _stacked(rows: Sequence[PlanLine]) -> list[list[str]]:
    """For each column the texts above it; a text over several columns counts for each that has one of its own below."""
    width = max(len(row.cells) for row in rows)
    cells = [_padded(row.cells, width) for row in rows]
    for lower, upper in pairwise(reversed(cells)):
        last = ""
        for position in range(width):
            if upper[position]:
                last = upper[position]
            elif lower[position]:
                upper[position] = last
    return [[row[position] for row in cells if row[position]] for position in range(width)]


def _is_data(line: PlanLine) -> bool:
    """True for a row that begins with a number: no header does."""
    first = next((cell for cell in line.cells if cell), "")
    return bool(_NUMBER.fullmatch(first)) or _is_column_numbers(line)


def _numbers_periods(line: PlanLine) -> bool:
    """True for a header's row of bare numbers, the quarters or months of a year; the first columns have none."""
    filled = [(at, cell) for at, cell in enumerate(line.cells) if cell]
    numbers = tuple(cell for _, cell in filled)
    return bool(filled) and filled[0][0] > 1 and numbers in _PERIODS_OF_A_YEAR


def _only(text: str, columns: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(text if position == columns[CONTENT] else "" for position in range(max(columns.values()) + 1))


def _unit_of(text: str) -> Decimal | None:
    plain = vietnamese.one_line(text).casefold()
    return money_unit(text) if "đơn vị" in plain or "đvt" in plain or "(" in plain else None


def _unused(uses: Sequence[TableUse]) -> Iterator[Problem]:
    for use in uses:
        if not use.kinds:
            message = f"Bảng “{_short(use.caption)}” không có tiêu đề hiểu được, không nhập dòng nào của bảng này."
            fix = "Nếu là bảng nhiệm vụ, chỉ tiêu hay kinh phí: chỉ rõ cột bằng --column, hoặc chép tay sau khi nhập."
            yield Problem("NK005", use.place, message, fix)
        for column in use.unread:
            message = f"Cột “{_short(column.header)}” có chữ nhưng không được nhập."
            fix = f"Nếu cần, chỉ rõ: --column “{column.header}=tên cột của hồ sơ”, hoặc chép tay sau khi nhập."
            yield Problem("NK006", use.place, message, fix)
        if use.kinds and use.beside:
            message = f"Chữ ngoài các cột có tiêu đề không được nhập: “{_short('; '.join(use.beside))}”."
            yield Problem("NK006", use.place, message, "Thêm tiêu đề cho cột đó, hoặc chép tay sau khi nhập.")


def _short(text: str) -> str:
    return shortened(text, 61)


def _is_column_numbers(line: PlanLine) -> bool:
    """True for the row under a header that only counts its columns: "(1) (2) (3) …"."""
    filled = [cell.strip(" ()") for cell in line.cells if cell]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _may_head(text: str) -> bool:
    """Whether a line just above a table reads like the title of what the table lists, rather than like a sentence."""
    return len(text.split()) <= _LONGEST_TITLE and text[:1].isupper() and not text.endswith((".", ";", ",", ":"))


def _outside(line: PlanLine) -> Problem:
    message = f"Đoạn “{line.text[:60]}” đứng ngoài bảng, đã hiểu là tên nhóm của các nhiệm vụ bên dưới."
    return Problem("NK003", line.place, message, "Đối chiếu lại tên nhóm với bản kế hoạch.")


def _with_numbers(table: PlanTable) -> PlanTable:
    """A table without a column of numbers, but with numbers before its contents, gets the column."""
    column = table.columns[CONTENT]
    found = [_LEADING_NUMBER.fullmatch(row.cells[column]) if column < len(row.cells) else None for row in table.rows]
    if "TT" in table.columns or sum(one is not None for one in found) * 2 <= len(found):
        return table
    width = max([len(row.cells) for row in table.rows] + [max(table.columns.values()) + 1])
    rows = []
    for row, one in zip(table.rows, found, strict=True):
        cells = _padded(row.cells, width)
        if one is not None:
            cells[column] = one["content"]
        rows.append(replace(row, cells=(*cells, one["number"] if one else "")))
    return replace(table, columns={**table.columns, "TT": width}, rows=tuple(rows))


def _goes_on(line: PlanLine, table: int | None, width: int) -> bool:
    """True for a row of the Word table that follows at once, without a header but with as many columns."""
    return line.place.sheet is None and table is not None and line.table == table + 1 and len(line.cells) == width


def _aligned(line: PlanLine, layout: Mapping[str, int], columns: dict[str, int], after_break: bool) -> PlanRow:
    """The row with its cells where `columns` has them, numbers as they are shown but those of the rows themselves."""
    as_shown = {at: text for title, at in layout.items() if title not in ("TT", "Mã") and (text := line.seen.get(at))}
    if as_shown:
        line = replace(line, cells=tuple(as_shown.get(at, text) for at, text in enumerate(line.cells)))
    if layout == columns:
        return PlanRow(line.place, line.cells, line.carried, after_break, is_title=line.is_title)
    cells: dict[int, str] = {}
    carried: dict[int, str] = {}
    for title, position in layout.items():
        target = columns.setdefault(title, max(columns.values()) + 1)
        cells[target] = line.cells[position] if position < len(line.cells) else ""
        if position in line.carried:
            carried[target] = line.carried[position]
    ordered = tuple(cells.get(position, "") for position in range(max(columns.values()) + 1))
    if line.is_title and not any(ordered):  # merged over columns of which none is known here
        ordered = _only(line.text, columns)
    return PlanRow(line.place, ordered, carried, after_break, is_title=line.is_title)


def _padded(cells: Iterable[str], width: int) -> list[str]:
    filled = list(cells)
    return filled + [""] * (width - len(filled))


def _stray_problem(line: PlanLine) -> Problem:
    shown = line.text if len(line.text) <= 60 else line.text[:60].rstrip() + "…"
    message = f"Đoạn “{shown}” nằm giữa bảng nhưng không thuộc cột nào, đã bỏ qua."
    return Problem("NK003", line.place, message, "Nếu là nội dung của nhiệm vụ, hãy chép vào đúng ô sau khi nhập.")
