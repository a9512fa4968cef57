"""phu-luc.xlsx merged three ways: the cells whose value the data changed, put into the file as a person left it.

Only where the tables kept their shape and a person did not change the same cells; else the edited file is kept
beside the new one. Formats, widths, added sheets, notes, pictures and charts stay: one cell at a time is written.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.office.names import SPACE, SPREADSHEET
from generator.office.package import OFFICE, Package
from generator.office.refusal import Kind
from generator.revise.document import Merged

if TYPE_CHECKING:
    from lxml.etree import _Element

S = f"{{{SPREADSHEET}}}"
Sheet = Mapping[str, Any]
"""The values of a sheet by cell ("B7"); empty cells are left out."""


class CannotMerge(Exception):
    """An edited file that is better kept beside the new one; the text says why, in Vietnamese."""


def merge_spreadsheets(base: bytes, edited: bytes, new: bytes) -> Merged:
    """The edited file with the values that the data changed. Same three files, same bytes. Raises CannotMerge."""
    if edited in (base, new):
        return Merged(new)
    if base == new:
        return Merged(edited)
    before, mine, after = (values_of(content) for content in (base, edited, new))
    if before.keys() != after.keys() or not before.keys() <= mine.keys():
        raise CannotMerge("số trang của tệp Excel đã khác lần trước")
    changes = {title: _changes(before[title], mine[title], after[title], title) for title in before}
    count = sum(map(len, changes.values()))
    if not count:
        return Merged(edited)
    package = Package.open(edited, Kind.EXCEL)
    for title, part in _sheet_parts(package).items():
        found = {one.get("r"): one for one in package.tree(part).iter(f"{S}c")} if changes.get(title) else {}
        for cell, value in changes.get(title, {}).items():
            if cell not in found:
                raise CannotMerge(f"không tìm thấy ô {cell}")
            _write(found[cell], value)
            package.touch(part)
    return Merged(package.save(), count)


def values_of(content: bytes) -> dict[str, Sheet]:
    """The values of every sheet by its title. Raises CannotMerge."""
    from openpyxl import load_workbook  # late: only an edited spreadsheet needs it

    damage = (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, SyntaxError, EOFError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True)
            return {sheet.title: _sheet_values(sheet) for sheet in book.worksheets}
    except Exception as error:
        if isinstance(error, damage) or type(error).__module__.startswith(("zipfile", "openpyxl")):
            raise CannotMerge("không đọc được tệp Excel đã sửa tay") from error
        raise


def _sheet_values(sheet: Any) -> Sheet:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def _changes(before: Sheet, mine: Sheet, after: Sheet, title: str) -> dict[str, Any]:
    """The cells that take a new value."""
    if _rows(before) != _rows(after):
        raise CannotMerge(f"trang “{title}” có thêm hoặc bớt dòng theo số liệu mới")
    changed: dict[str, Any] = {}
    for cell in sorted(before.keys() | after.keys()):
        old, here, now = before.get(cell), mine.get(cell), after.get(cell)
        if old == now or here == now:
            continue
        if here != old:
            raise CannotMerge(f"trang “{title}”, ô {cell} vừa sửa tay vừa thay đổi theo số liệu mới")
        changed[cell] = now
    rows: dict[int, dict[str, Any]] = {_row(cell): {} for cell in changed}
    for cell, value in before.items():
        if after.get(cell) == value and (number := _row(cell)) in rows:
            rows[number][cell] = value
    texts = frozenset(value for value in mine.values() if isinstance(value, str)) if rows else frozenset()
    if not all(_is_same_row(kept, mine, texts) for kept in rows.values()):
        raise CannotMerge(f"các dòng của trang “{title}” đã được chuyển chỗ")
    return changed


def _is_same_row(kept: Sheet, mine: Sheet, texts: frozenset[str]) -> bool:
    """True if a row still is what it was: most values that the data left alone, its longest text in no other row.

    `kept` are those values; `texts` all texts that now stand in the sheet.
    """
    same = [cell for cell, value in kept.items() if mine.get(cell) == value]
    longest = max(kept, key=lambda cell: (len(str(kept[cell])), cell), default=None)
    in_place = longest in same or (longest is not None and not _stands_in(kept[longest], mine, texts))
    return in_place and 2 * len(same) >= len(kept)


def _stands_in(value: Any, sheet: Sheet, texts: frozenset[str]) -> bool:
    return value in texts if isinstance(value, str) else value in sheet.values()


def _rows(sheet: Sheet) -> int:
    return max(map(_row, sheet), default=0)


def _row(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell)))


def _sheet_parts(package: Package) -> dict[str, str]:
    """Title → the name of the part that holds the sheet."""
    relations = package.relations(package.main)
    parts: dict[str, str] = {}
    for sheet in package.tree(package.main).iter(f"{S}sheet"):
        relation = relations.get(sheet.get(f"{{{OFFICE}}}id", ""))
        if relation is None:
            raise CannotMerge("tệp Excel thiếu một trang")
        parts[sheet.get("name", "")] = relation.target
    return parts


def _write(found: _Element, value: Any) -> None:
    """A value into a cell; its format stays."""
    from openpyxl.utils.datetime import to_excel  # late: only an edited spreadsheet needs it

    for child in list(found):
        found.remove(child)
    found.attrib.pop("t", "")
    if isinstance(value, str):
        found.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(found, f"{S}is"), f"{S}t")
        text.text = value
        text.set(SPACE, "preserve")
    elif value is not None:
        number = to_excel(value) if isinstance(value, datetime | date) else value  # type: ignore[no-untyped-call]
        etree.SubElement(found, f"{S}v").text = repr(number)
