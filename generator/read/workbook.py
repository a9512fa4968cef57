"""From an .xlsx file to rows of cells that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.core.model import RowRef
from generator.core.period_names import parse_period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.rows import Book, CellFault, Row, Sheet
from generator.core.typed_commands import typed
from generator.core.vietnamese import clean, nfc, one_line, parse_date
from generator.office.package import damage
from generator.office.refusal import Unreadable
from generator.read.book_parts import BookParts, SheetPart, TooLarge, open_book, too_large, unreadable
from generator.read.book_tables import Tables, read_tables
from generator.read.cell_names import cell_name, column_letters, column_number, row_number
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import DEADLINE, OWN_COLUMNS, SCHEMA_BY_TITLE, SCHEMAS, SheetSchema, SheetTitle
from generator.read.dossier_tabs import tabs_for_missing
from generator.read.headers import (
    Matches,
    header_and_body,
    in_own_units,
    likely,
    match_titles,
    other_unit,
    tab_not_read,
)
from generator.read.merged_cells import fill_merged
from generator.read.own_columns import header_words, is_list_of_plans, match_columns, own_columns
from generator.read.own_tables import is_guided
from generator.read.sheet_xml import RawRow, read_sheet
from generator.read.side_rows import records_of, told_of
from generator.read.stated_units import other_units, unit_column
from generator.read.system_dates import with_doubtful_days


def read_workbook(path: Path) -> tuple[Book | None, list[Problem]]:
    """The known sheets of a workbook with their rows, and every problem of its form.

    The book is None when the file cannot be read at all. Values are not judged here. `Row.ref.sheet` is the
    tab's title as the file writes it, so that a person finds it.
    """
    try:
        with open_book(path) as book:
            return _read_book(path, book)
    except Unreadable as refusal:
        return None, [refusal.problem]
    except TooLarge as reason:
        return None, [too_large(path, reason.limit)]
    except damage():
        return None, [unreadable(path, "nội dung tệp bị hỏng")]


def _read_book(path: Path, book_parts: BookParts) -> tuple[Book, list[Problem]]:
    problems = ProblemList()
    file = str(path)
    tables = read_tables(book_parts)
    parts = _known_sheets(file, book_parts.sheets, problems)
    sheets: dict[str, Sheet] = {}
    chosen: dict[str, str] = {}
    if SheetTitle.SETTINGS in parts:
        part = parts[SheetTitle.SETTINGS]
        reader = _SheetReader(file, nfc(part.title).strip(), SCHEMA_BY_TITLE[SheetTitle.SETTINGS], ProblemList(), {})
        chosen = own_columns(_settings(reader.read(book_parts, part, tables)))
    for title, part in parts.items():
        if title == SheetTitle.PLANS and not is_list_of_plans(read_sheet(book_parts, part.member, tables)):
            continue  # an office's own sheet of that name
        reader = _SheetReader(file, nfc(part.title).strip(), SCHEMA_BY_TITLE[title], problems, chosen)
        sheets[title] = reader.read(book_parts, part, tables)
    book = Book(file, with_doubtful_days(sheets, tables.is_vietnamese))
    if is_guided(book):  # else an office's own tables are looked for on the other tabs
        _tell_tabs_for_missing(file, book_parts, parts, tables, problems)
    if not book.rows(SheetTitle.TASKS) and not book.rows(SheetTitle.INDICATORS):
        problems.add(
            "BNG009",
            Place(file),
            "Hồ sơ không có nhiệm vụ và chỉ tiêu nào.",
            "Nhập ít nhất một dòng vào trang “Nhiệm vụ” hoặc trang “Chỉ tiêu”; có bảng theo dõi riêng thì ghi cột nào "
            f"là “Nội dung nhiệm vụ”, “Cơ quan chủ trì” ở mục “{OWN_COLUMNS}” của Thông tin chung.",
        )
    return book, problems.items


def _tell_tabs_for_missing(
    file: str, book_parts: BookParts, parts: Mapping[str, SheetPart], tables: Tables, problems: ProblemList
) -> None:
    """BNG035, in the place of a milder word, for a tab that by its headings is a sheet which the dossier lacks."""
    for part, title in tabs_for_missing(book_parts, parts, tables):
        place = Place(file, nfc(part.title))
        problems.items[:] = [one for one in problems.items if (one.code, one.place) != ("BNG030", place)]
        said = f"Trang “{one_line(part.title)}” có đủ các cột của trang “{title}” mà hồ sơ thiếu"
        fix = f"Đổi tên trang thành “{title}”, nhiều trang thì gộp làm một; không dùng thì xoá dòng tiêu đề của nó."
        problems.add("BNG035", place, f"{said}, nhưng không được đọc.", fix)


def _settings(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for row in sheet.rows:
        if (key := row.cells.get("Mục")) and (value := row.cells.get("Giá trị")):
            yield key.text, value.text


def _known_sheets(file: str, parts: Sequence[SheetPart], problems: ProblemList) -> dict[str, SheetPart]:
    """Canonical title → worksheet, in the workbook's order."""
    titles = [part.title for part in parts]
    matches = match_titles(titles, {schema.title: () for schema in SCHEMAS})
    for position, title in matches.near:
        message = f"Tên trang “{one_line(titles[position])}” viết chưa đúng; đã hiểu là trang “{title}”."
        problems.add("BNG003", Place(file, nfc(titles[position])), message, f"Đổi tên trang thành “{title}”.")
    for position, title in matches.alike:
        code, message = tab_not_read(titles[position], title, title in matches.taken)
        problems.add(code, Place(file, nfc(titles[position])), message, f"Nếu đúng, đổi tên trang thành “{title}”.")
    for position, title in matches.twice:
        message = f"Trang “{one_line(titles[position])}” trùng với một trang “{title}” khác và không được đọc."
        fix = "Gộp hai trang làm một, hoặc đổi tên trang thừa."
        problems.add("BNG008", Place(file, nfc(titles[position])), message, fix)
    if SheetTitle.SETTINGS not in matches.taken:
        guess = likely(
            SheetTitle.SETTINGS, [titles[at] for at in range(len(titles)) if at not in matches.taken.values()]
        )
        name = typed(Path(file).name)
        fix = f"Có phải là trang “{guess}”? Nếu đúng, đổi tên trang." if guess else (
            f"Bổ sung các trang còn thiếu vào chính tệp này: baocao new {name} --upgrade {name}"
        )  # fmt: skip
        problems.add("BNG001", Place(file), f"Thiếu trang bắt buộc “{SheetTitle.SETTINGS}”.", fix)
    found = sorted(matches.taken.items(), key=lambda item: item[1])
    return {title: parts[position] for title, position in found}


class _SheetReader:
    """Reads one known sheet; problems go to the shared list."""

    def __init__(
        self, file: str, tab: str, schema: SheetSchema, problems: ProblemList, chosen: Mapping[str, str]
    ) -> None:
        self.file = file
        self.tab = tab
        self.schema = schema
        self.problems = problems
        self.chosen = chosen

    def read(self, book: BookParts, part: SheetPart, tables: Tables) -> Sheet:
        raw = read_sheet(book, part.member, tables)
        if not raw.rows:
            return Sheet(self.schema.title, ())
        header, body = header_and_body(raw.rows, header_words(self.schema, self.chosen))
        columns, factors = self._columns(header)
        if part.hidden:
            self._add("BNG007", None, f"Trang “{self.tab}” đang bị ẩn; dữ liệu của trang vẫn được đọc.", "Bỏ ẩn trang.")
        if self.schema.title is SheetTitle.TASKS and DEADLINE not in columns:
            self._tell_dates(header, body, set(columns.values()))
        for title, number in columns.items():
            if any(one.first <= number <= one.last for one in raw.hidden):
                message = f"Cột “{title}” đang bị ẩn; dữ liệu vẫn được đọc."
                self._add(
                    "BNG007", cell_name(number, header.number), message, "Bỏ ẩn để kiểm tra, hoặc xoá nếu không dùng."
                )
        if self.schema.title is SheetTitle.MEASUREMENTS:
            columns |= unit_column(header, columns)
        self._ask_units(raw.rows, header, body, columns, factors)
        self._tell_headless(header, body)
        self._report_lost(raw.rows, set(columns.values()))
        data_merges = fill_merged(body, raw.merged, set(columns.values()))
        for reference in data_merges:
            is_title = _is_title_row(reference) and "Tên nhóm" in columns
            figure = self._merged_figure(reference, body, columns)
            if figure:
                message = f"Ô gộp ở cột “{figure}”: không rõ là số của mỗi dòng, mỗi cột hay số chung của cả vùng."
                self._add("BNG040", reference, message, _MERGED[1])
            else:
                self._add("BNG006", reference, *(_MERGED_TITLE if is_title else _MERGED))
        refs = {title: column_letters(number) for title, number in columns.items()}
        rows = [row for row in (self._row(raw_row, columns, refs) for raw_row in body) if row.cells]
        headings = {title: clean(header.cells[number].text) for title, number in columns.items()}
        rows, beside = records_of(self.schema.title, rows, headings)
        self.problems.extend(told_of(beside))
        rows = [replace(row, cells=in_own_units(row.cells, factors)) for row in rows] if factors else rows
        rows = [row for row in rows if not self._is_struck(row)]
        if any(raw_row.hidden for raw_row in body):
            wanted = set(columns.values())
            self._report_hidden([raw_row for raw_row in body if wanted & raw_row.cells.keys()])
        return Sheet(self.schema.title, tuple(rows))

    def _row(self, raw: RawRow, columns: Mapping[str, int], letters: Mapping[str, str]) -> Row:
        cells = {title: raw.cells[number] for title, number in columns.items() if number in raw.cells}
        return Row(RowRef(self.file, self.tab, raw.number, letters), cells)

    def _is_struck(self, row: Row) -> bool:
        """True, and told, for a row whose every cell is struck through: it stands there to show that it is gone."""
        if any(cell.fault or cell.text.strip() for cell in row.cells.values()):
            return False
        said = [one.what for cell in row.cells.values() for one in cell.told]
        message = f"Cả dòng bị gạch ngang nên không được đọc: “{one_line(max(said, key=len, default=''))[:60]}”."
        place = row.ref.place(next(iter(row.cells)))
        self._add("KT001", place.cell, message, "Xoá hẳn dòng đã bỏ, hoặc bỏ gạch ngang nếu còn dùng.")
        return True

    def _columns(self, header: RawRow) -> tuple[dict[str, int], dict[str, Decimal]]:
        """Canonical column title → column number, in the sheet's order; and what a header's own unit multiplies by."""
        numbers = sorted(header.cells)
        texts = [clean(header.cells[number].text) for number in numbers]
        matches = match_columns(texts, self.schema, self.chosen)
        for position, title in matches.in_other_words:
            message = f"Cột “{one_line(texts[position])}” được hiểu là cột “{title}”."
            said = f"“{one_line(texts[position])} = {title}”"
            fix = f"Xác nhận ở Thông tin chung, mục “{OWN_COLUMNS}”: {said}; không đúng thì ghi “= không dùng”."
            self._add("BNG026", cell_name(numbers[position], header.number), message, fix)
        for position, title in matches.near:
            message = f"Tên cột “{one_line(texts[position])}” viết chưa đúng; đã hiểu là cột “{title}”."
            self._add("BNG004", cell_name(numbers[position], header.number), message, f"Sửa tên cột thành “{title}”.")
        for position, title in matches.twice:
            first = cell_name(numbers[matches.taken[title]], header.number)
            message = f"Cột “{title}” đã có ở ô {first}; cột này không được đọc."
            self._add(
                "BNG005", cell_name(numbers[position], header.number), message, "Xoá hoặc đổi tên một trong hai cột."
            )
        self._tell_alike(matches, texts, numbers, header.number)
        unused = [text for at, text in enumerate(texts) if at not in matches.taken.values()]
        self._report_missing(matches.taken, unused, cell_name(numbers[-1] + 1, header.number))
        found = sorted(matches.taken.items(), key=lambda item: item[1])
        return {title: numbers[position] for title, position in found}, matches.factors

    def _tell_alike(self, matches: Matches, texts: Sequence[str], numbers: Sequence[int], row: int) -> None:
        for position, title in matches.alike:
            code = "BNG021" if title in matches.taken else "BNG020"
            message = f"Cột “{one_line(texts[position])}” không được đọc; tên trông giống cột “{title}”."
            self._add(
                code, cell_name(numbers[position], row), message, f"Nếu đúng là cột đó, sửa tên cột thành “{title}”."
            )
        for title, factor in matches.factors.items():
            at = matches.taken[title]
            unit = self.schema.units[title]
            said = other_unit(texts[at], factor, unit)
            self._add("BNG022", cell_name(numbers[at], row), said, f"Nên ghi số theo {unit}.")

    def _tell_dates(self, header: RawRow, body: Sequence[RawRow], read: set[int]) -> None:
        """BNG020 for a column of days that nobody reads while tasks have no deadlines."""
        for number, title in header.cells.items():
            cells = [row.cells[number] for row in body if number in row.cells] if number not in read else []
            days = [cell for cell in cells if isinstance(cell.value, date) or _is_day(cell.text)]
            told = any(
                one.code == "BNG020" and one.place.cell == cell_name(number, header.number) for one in self._told()
            )
            if days and 2 * len(days) >= len(cells) and not told:
                message = f"Cột “{one_line(title.text)}” không được đọc, mà trang không có cột “{DEADLINE}”."
                fix = f"Nếu đây là thời hạn, sửa tên cột thành “{DEADLINE}”."
                self._add("BNG020", cell_name(number, header.number), message, fix)

    def _merged_figure(self, reference: str, body: Sequence[RawRow], columns: Mapping[str, int]) -> str | None:
        """The column of figures of which one stands, merged, for several records or columns; None if none does."""
        first, _, last = reference.partition(":")
        left, right = column_number(first), column_number(last or first)
        title = next((title for title, number in columns.items() if number == left), "")
        guide = GUIDE[self.schema.title].get(title)
        if guide is None or guide.kind not in _FIGURES:
            return None
        others = set(columns.values()) - {left}
        covered = range(row_number(first), row_number(last or first) + 1)
        records = sum(row.number in covered and bool(others & row.cells.keys()) for row in body)
        return title if records > 1 or any(left < number <= right for number in others) else None

    def _ask_units(
        self,
        rows: Sequence[RawRow],
        header: RawRow,
        body: Sequence[RawRow],
        columns: Mapping[str, int],
        factors: Mapping[str, Decimal],
    ) -> None:
        """BNG034 of money that is stated in another unit than it is read in."""
        for one in other_units(rows, header, body, columns, factors, self.schema):
            title, unit = one_line(header.cells[columns[one.column]].text), self.schema.units[one.column]
            read = "theo đơn vị ở tên cột" if one.column in factors else f"theo {unit}"
            message = f"Ô ghi “{one.said}” mà số ở cột “{title}” được đọc {read}."
            fix = f"Ghi số theo {unit} và sửa ô này" if one.of_row else "Ghi đơn vị ở tên cột, như “Kế hoạch (tỷ đồng)”"
            self._add("BNG034", one.cell, message, f"{fix}; hoặc xoá chữ đơn vị ở ô này nếu không đúng.")

    def _tell_headless(self, header: RawRow, body: Sequence[RawRow]) -> None:
        """BNG027, once a sheet: what stands under no heading at all, so that nothing can tell what it is."""
        headed = {number for number, cell in header.cells.items() if clean(cell.text)}
        found = [
            (cell_name(number, row.number), clean(cell.text))
            for row in body
            for number, cell in row.cells.items()
            if number not in headed and clean(cell.text) and cell.fault is not CellFault.NO_TEXT
        ]
        if not found:
            return
        said = "; ".join(f"{place}: “{one_line(text)[:_LONGEST_SAID]}”" for place, text in found[:_MOST_SAID])
        more = f" và {len(found) - _MOST_SAID} ô khác" if len(found) > _MOST_SAID else ""
        message = f"Chữ ở cột không có tiêu đề nên không được đọc: {said}{more}."
        self._add("BNG027", found[0][0], message, "Ghi tên cột ở dòng tiêu đề, hoặc chuyển vào đúng cột.")

    def _told(self) -> Iterator[Problem]:
        return (one for one in self.problems.items if one.place.sheet == self.tab)

    def _report_missing(self, taken: Mapping[str, int], unused: Sequence[str], free_cell: str) -> None:
        for title in (column.title for column in self.schema.columns if column.required and column.title not in taken):
            guess = likely(title, unused)
            fix = f"Có phải là cột “{one_line(guess)}”? Nếu đúng, sửa tên cột." if guess else (
                f"Ghi tiêu đề “{title}” ở dòng tiêu đề (chẳng hạn ô {free_cell}) và nhập dữ liệu bên dưới."
            )  # fmt: skip
            self._add("BNG002", free_cell, f"Trang “{self.tab}” thiếu cột bắt buộc “{title}”.", fix)

    def _report_lost(self, rows: Sequence[RawRow], read: set[int]) -> None:
        """Cells whose text is not in the file, where no value is read: no header, and no column of the schema."""
        for at, row in enumerate(rows):
            for number, cell in row.cells.items():
                if cell.fault is CellFault.NO_TEXT and (at == 0 or number not in read):
                    message = "Chữ của ô không có trong tệp: tệp bị hỏng ở chỗ này. Các ô khác vẫn được đọc."
                    fix = "Xoá ô này, hoặc lấy lại bản gốc của tệp."
                    self._add("GT020", cell_name(number, row.number), message, fix)

    def _report_hidden(self, rows: Sequence[RawRow]) -> None:
        """One problem for each run of hidden rows."""
        run: list[int] = []
        for row in (*rows, RawRow(0, False, {})):
            if row.hidden:
                run.append(row.number)
            elif run:
                cell = f"A{run[0]}" if len(run) == 1 else f"A{run[0]}:A{run[-1]}"
                which = f"Dòng {run[0]}" if len(run) == 1 else f"Các dòng từ {run[0]} đến {run[-1]}"
                message = f"{which} đang bị ẩn; dữ liệu vẫn được đọc."
                self._add("BNG007", cell, message, "Bỏ ẩn để kiểm tra, hoặc xoá nếu không dùng.")
                run = []

    def _add(self, code: str, cell: str | None, message: str, fix: str) -> None:
        self.problems.add(code, Place(self.file, self.tab, cell), message, fix)


_FIGURES = (ValueKind.FIGURE, ValueKind.MONEY)
_MERGED = (
    "Các ô bị gộp; giá trị của ô gộp được hiểu là của mọi dòng trong vùng.",
    "Bỏ gộp ô và ghi giá trị vào từng dòng.",
)
_MERGED_TITLE = (
    "Các ô của cả dòng bị gộp; chương trình không hiểu dòng này là tên nhóm.",
    "Nếu là tên nhóm, ghi vào cột “Nhóm”, “Tên nhóm” của từng dòng trong nhóm rồi xoá dòng này; nếu không, bỏ gộp ô.",
)
_TITLE_COLUMNS = 3
"""As many cells beside each other as only a title is merged over."""


_MOST_SAID, _LONGEST_SAID = 3, 40


def _is_day(text: str) -> bool:
    return parse_date(text) is not None or parse_period(text) is not None


def _is_title_row(reference: str) -> bool:
    """Whether one row is merged over several columns, as people write the title of a group."""
    first, _, last = reference.partition(":")
    width = column_number(last or first) - column_number(first) + 1
    return row_number(first) == row_number(last or first) and width >= _TITLE_COLUMNS
