"""Where a paragraph stands, in the words of one who looks for it in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.render.tags import W, excerpt

if TYPE_CHECKING:
    from lxml.etree import _Element


def place_of(paragraph: _Element, number: int, text: str) -> str:
    """A paragraph's place: "đoạn 12 “…”", or of one in a table "bảng 2, dòng 3, ô 1 “…”"; `number` counts all."""
    where = _cell_of(paragraph) or f"đoạn {number}"
    return f"{where} “{excerpt(text)}”" if text.strip() else where


def _cell_of(paragraph: _Element) -> str:
    """The outermost cell round a paragraph."""
    cells = list(paragraph.iterancestors(f"{W}tc"))
    if not cells:
        return ""
    cell = cells[-1]
    row = next(cell.iterancestors(f"{W}tr"), None)
    table = next(cell.iterancestors(f"{W}tbl"), None)
    if row is None or table is None:
        return ""
    outer = [one for one in table.getroottree().iter(f"{W}tbl") if next(one.iterancestors(f"{W}tbl"), None) is None]
    rows, cells_of_row = list(table.iter(f"{W}tr")), list(row.iterchildren(f"{W}tc"))
    column = cells_of_row.index(cell) + 1 if cell in cells_of_row else 1
    return f"bảng {outer.index(table) + 1}, dòng {rows.index(row) + 1}, ô {column}"
