"""A dossier kept as YAML or JSON: the same sheets and columns as a workbook, every problem at its line.

The file is a mapping of sheet titles to lists of rows, a row a mapping of column titles to values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from generator.core.limits import TEXT_FILE
from generator.core.model import RowRef
from generator.core.problems import Place, Problem, ProblemList
from generator.core.rows import Book, Cell, Row, Sheet
from generator.core.vietnamese import nfc, number_text, one_line, short_date
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import MONEY_UNIT, SCHEMA_BY_TITLE, SCHEMAS, UNIT, SheetSchema, SheetTitle
from generator.read.headers import Matches, in_own_units, likely, match_titles, other_unit, tab_not_read
from generator.read.record_nodes import Fields, Items, Node, SyntaxFault, Value, plain_value, read_json, read_yaml
from generator.read.side_rows import records_of, told_of
from generator.read.stated_units import is_unit_beside, read_otherwise

SUFFIXES = (".yaml", ".yml", ".json")
_DATED = (ValueKind.DAY, ValueKind.DEADLINE)


@dataclass(frozen=True, slots=True)
class TextRowRef(RowRef):
    """A row of a text file: its places are lines. `lines` maps column titles to them."""

    lines: Mapping[str, int] = field(default_factory=dict)

    def place(self, column: str | None = None) -> Place:
        if column and self.changed and column in self.changed:
            return self.changed[column]
        line = self.lines.get(column, self.number) if column else self.number
        return Place(self.file, self.sheet, f"dòng {line}")


def is_text_dossier(path: Path) -> bool:
    """True for a file that is to be read as YAML or JSON."""
    return path.suffix.lower() in SUFFIXES


def read_text_dossier(path: Path) -> tuple[Book | None, list[Problem]]:
    """The rows of a YAML or JSON dossier and every problem of its form; None when it cannot be read."""
    root, problem = _root(path)
    if root is None:
        return None, [problem] if problem else []
    reader = _Reader(str(path))
    return reader.book(root), reader.problems.items


def _root(path: Path) -> tuple[Fields | None, Problem | None]:
    if not path.is_file():
        return None, Problem(
            "TEP001", Place(str(path)), f"Không tìm thấy tệp “{path.name}”.", "Kiểm tra lại đường dẫn và tên tệp."
        )
    if path.stat().st_size > TEXT_FILE.value() * 1_000_000:
        message = f"Tệp quá lớn: {TEXT_FILE.exceeded()}."
        return None, Problem("TEP006", Place(str(path)), message, f"Tách thành nhiều hồ sơ. {TEXT_FILE.how_to_raise()}")
    kind = "JSON" if path.suffix.lower() == ".json" else "YAML"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        node = read_json(text) if kind == "JSON" else read_yaml(text)
    except UnicodeDecodeError:
        message = f"Tệp {kind} không ở bảng mã UTF-8."
        return None, Problem("TEP011", Place(str(path)), message, "Lưu lại tệp với bảng mã UTF-8.")
    except SyntaxFault as fault:
        place = Place(str(path), None, f"dòng {fault.line}")
        message = f"Tệp không đúng cú pháp {kind}; không đọc được từ dòng {fault.line}."
        return None, Problem("TEP011", place, message, "Sửa dòng này (thụt đầu dòng, dấu ngoặc, dấu phẩy, dấu nháy).")
    if not isinstance(node, Fields):
        return None, _shape(str(path), None, node.line, "Tệp phải gồm tên các trang, mỗi trang là một danh sách dòng.")
    return node, None


def _shape(file: str, sheet: str | None, line: int, message: str) -> Problem:
    return Problem("TEP010", Place(file, sheet, f"dòng {line}"), message, "Xem dạng đúng bằng lệnh baocao schema.")


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems = ProblemList()

    def book(self, root: Fields) -> Book:
        titles = [key for key, _, _ in root.pairs]
        matches = match_titles(titles, {schema.title: () for schema in SCHEMAS})
        for at, title in matches.near:
            message = f"Tên trang “{one_line(titles[at])}” viết chưa đúng; đã hiểu là trang “{title}”."
            self._add("BNG003", titles[at], root.pairs[at][1], message, f"Đổi tên trang thành “{title}”.")
        for at, title in matches.alike:
            code, message = tab_not_read(titles[at], title, title in matches.taken)
            self._add(code, titles[at], root.pairs[at][1], message, f"Nếu đúng, đổi tên trang thành “{title}”.")
        for at, _ in matches.twice:
            message = f"Trang “{one_line(titles[at])}” đã có; phần này không được đọc."
            self._add("BNG008", titles[at], root.pairs[at][1], message, "Gộp hai trang làm một.")
        if SheetTitle.SETTINGS not in matches.taken:
            guess = likely(SheetTitle.SETTINGS, titles)
            fix = f"Có phải là “{guess}”?" if guess else "Thêm trang này."
            message = f"Thiếu trang bắt buộc “{SheetTitle.SETTINGS}”."
            self.problems.add("BNG001", Place(self.file), message, fix)
        sheets: dict[str, Sheet] = {}
        for title, at in sorted(matches.taken.items(), key=lambda item: item[1]):
            sheets[title] = self._sheet(SCHEMA_BY_TITLE[title], nfc(titles[at]).strip(), root.pairs[at][2])
        book = Book(self.file, sheets)
        if not book.rows(SheetTitle.TASKS) and not book.rows(SheetTitle.INDICATORS):
            fix = "Nhập ít nhất một dòng vào trang “Nhiệm vụ” hoặc trang “Chỉ tiêu”."
            self.problems.add("BNG009", Place(self.file), "Hồ sơ không có nhiệm vụ và chỉ tiêu nào.", fix)
        return book

    def _sheet(self, schema: SheetSchema, tab: str, node: Node) -> Sheet:
        if isinstance(node, Value) and node.value is None:
            return Sheet(schema.title, ())
        if not isinstance(node, Items):
            self.problems.items.append(_shape(self.file, tab, node.line, f"Trang “{tab}” phải là một danh sách dòng."))
            return Sheet(schema.title, ())
        said: set[str] = set()
        rows = [row for item in node.items if (row := self._row(schema, tab, item, said)) is not None]
        records, beside = records_of(schema.title, rows, {})
        self.problems.extend(told_of(beside))
        return Sheet(schema.title, tuple(records))

    def _row(self, schema: SheetSchema, tab: str, node: Node, said: set[str]) -> Row | None:
        if not isinstance(node, Fields):
            self.problems.items.append(_shape(self.file, tab, node.line, "Mỗi dòng phải gồm các cặp tên cột, giá trị."))
            return None
        keys = [key for key, _, _ in node.pairs]
        matches = _column_matches(schema.title, tuple(keys))
        for at, title in matches.near:
            if keys[at] not in said:
                said.add(keys[at])
                message = f"Tên cột “{one_line(keys[at])}” viết chưa đúng; đã hiểu là cột “{title}”."
                self._add("BNG004", tab, node.pairs[at][1], message, f"Sửa tên cột thành “{title}”.")
        for at, title in matches.twice:
            message = f"Cột “{title}” ghi hai lần trong một dòng; lần sau không được đọc."
            self._add("BNG005", tab, node.pairs[at][1], message, "Xoá một lần ghi.")
        for at, title in matches.alike:
            if keys[at] not in said:
                said.add(keys[at])
                code = "BNG021" if title in matches.taken else "BNG020"
                message = f"Cột “{one_line(keys[at])}” không được đọc; tên trông giống cột “{title}”."
                self._add(code, tab, node.pairs[at][1], message, f"Nếu đúng là cột đó, sửa tên cột thành “{title}”.")
        for title, factor in matches.factors.items():
            key, line, _ = node.pairs[matches.taken[title]]
            if key not in said:
                said.add(key)
                unit = schema.units[title]
                self._add("BNG022", tab, line, other_unit(key, factor, unit), f"Nên ghi số theo {unit}.")
        cells: dict[str, Cell] = {}
        lines: dict[str, int] = {}
        for title, at in matches.taken.items():
            _, line, value = node.pairs[at]
            lines[title] = line
            if not isinstance(value, Value):
                message = f"Giá trị của “{title}” phải là chữ, số, ngày hoặc để trống."
                self.problems.items.append(_shape(self.file, tab, value.line, message))
                continue
            lines[title] = value.line
            cell = cell_of(value.value, GUIDE[schema.title][title].kind)
            if cell is not None:
                cells[title] = cell
        if not cells:
            return None
        self._take_units(schema, tab, node, matches, cells, lines)
        # Every column counts as there: a row without a required one is told so at its own line.
        letters = dict.fromkeys((*(column.title for column in schema.columns), *cells), "A")
        return Row(TextRowRef(self.file, tab, node.line, letters, lines=lines), in_own_units(cells, matches.factors))

    def _take_units(
        self,
        schema: SheetSchema,
        tab: str,
        node: Fields,
        matches: Matches,
        cells: dict[str, Cell],
        lines: dict[str, int],
    ) -> None:
        """The unit that a row states of its figure, to be held against its indicator's; BNG034 of another of money."""
        read_in = {
            title: matches.factors.get(title, Decimal(1)) for title in cells if schema.units.get(title) == MONEY_UNIT
        }
        for at, (key, line, value) in enumerate(node.pairs):
            text = value.value if isinstance(value, Value) else None
            if at in matches.taken.values() or not isinstance(text, str):
                continue
            if schema.title is SheetTitle.MEASUREMENTS and is_unit_beside(key, False):
                cells[UNIT], lines[UNIT] = Cell(text, text), line
            elif is_unit_beside(key, True) and (column := read_otherwise(text, read_in)):
                message = f"Dòng ghi đơn vị “{one_line(text)}” mà “{column}” được đọc theo đơn vị khác."
                self._add("BNG034", tab, line, message, f"Ghi số theo {MONEY_UNIT}, rồi sửa hoặc xoá đơn vị ở dòng.")

    def _add(self, code: str, tab: str, line: int, message: str, fix: str) -> None:
        self.problems.add(code, Place(self.file, nfc(tab).strip(), f"dòng {line}"), message, fix)


def cell_of(value: str | Decimal | date | bool | None, kind: ValueKind) -> Cell | None:
    """The cell that a plain value makes; an ISO day in quotes is a day where the column takes days."""
    if isinstance(value, str):
        day = plain_value(value.strip()) if kind in _DATED else None
        if isinstance(day, date):
            return Cell(day, short_date(day))
        return Cell(value, value) if value.strip() else None
    if isinstance(value, bool):
        return Cell(value, "Có" if value else "Không")
    if isinstance(value, date):
        return Cell(value, short_date(value))
    return None if value is None else Cell(value, number_text(value).replace(".", ""))


def text_records(path: Path) -> Mapping[SheetTitle, Sequence[Mapping[str, object]]]:
    """The rows of a YAML or JSON file with every key, also those no column has, for writing them elsewhere.

    For a file that `read_text_dossier` has found sound.
    """
    root, _ = _root(path)
    assert root is not None
    titles = [key for key, _, _ in root.pairs]
    matches = match_titles(titles, {schema.title: () for schema in SCHEMAS})
    found: dict[SheetTitle, Sequence[Mapping[str, object]]] = {}
    for title, at in sorted(matches.taken.items(), key=lambda item: item[1]):
        node = root.pairs[at][2]
        rows = node.items if isinstance(node, Items) else ()
        schema = SCHEMA_BY_TITLE[title]
        found[SheetTitle(title)] = [_record(schema, row) for row in rows if isinstance(row, Fields)]
    return found


def unknown_sheets(path: Path) -> tuple[str, ...]:
    """Titles of a sound YAML or JSON file that are no sheet of a dossier."""
    root, _ = _root(path)
    assert root is not None
    titles = [key for key, _, _ in root.pairs]
    used = set(match_titles(titles, {schema.title: () for schema in SCHEMAS}).taken.values())
    return tuple(title for at, title in enumerate(titles) if at not in used)


@lru_cache(maxsize=512)
def _column_matches(sheet: SheetTitle, keys: tuple[str, ...]) -> Matches:
    """Thousands of rows have the same keys."""
    schema = SCHEMA_BY_TITLE[sheet]
    return match_titles(keys, {column.title: column.aliases for column in schema.columns}, schema.units)


def _record(schema: SheetSchema, row: Fields) -> Mapping[str, object]:
    keys = [key for key, _, _ in row.pairs]
    matches = _column_matches(schema.title, tuple(keys))
    canonical = {at: title for title, at in matches.taken.items()}
    record: dict[str, object] = {}
    for at, (key, _, node) in enumerate(row.pairs):
        if isinstance(node, Value):
            title = canonical.get(at, key)
            guide = GUIDE[schema.title].get(title)
            cell = cell_of(node.value, guide.kind) if guide else None
            cell = in_own_units({title: cell}, matches.factors)[title] if cell else None
            record[title] = cell.value if cell else node.value
    if record.get("Mục") == "Ngày kế hoạch" and isinstance(record.get("Giá trị"), str):
        record["Giá trị"] = plain_value(str(record["Giá trị"]))
    return record
