"""Tables of data: a header that stands again on every page, rows, and statements over whole rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from generator.scaffold.outline import TableColumn, TableRow
from generator.scaffold.styles import WIDE
from generator.scaffold.wordml import cell, paragraph, row, table

_CELL_STYLE = {"left": "BangChu", "center": "BangGiua", "right": "BangSo"}
_ROW_STYLE = {"group": {"left": "BangNhom", "center": "BangNhomGiua", "right": "BangTong"}}
_ROW_STYLE["total"] = _ROW_STYLE["group"]


def data_table(
    columns: Sequence[TableColumn], rows: Sequence[TableRow], available: float, wide: bool = False, whole: bool = False
) -> str:
    """A table of data with its header, as wide as the page's text; a wide one has smaller letters.

    The rows of a `whole` one are kept with the next, all but the last.
    """
    widths = _fitted([column.width for column in columns], available)
    size = WIDE if wide else ""
    kept = [whole and number < len(rows) for number in range(1, len(rows) + 1)]
    body = (_row(one, columns, widths, size, keep) for one, keep in zip(rows, kept, strict=True))
    lines = [*_header(columns, widths, size), *body]
    return table("BangSoLieu", widths, lines, 1.2)


def _fitted(widths: list[float], available: float) -> list[float]:
    """Column widths scaled to fill the page's text width."""
    scale = available / sum(widths)
    return [width * scale for width in widths]


def _header(columns: Sequence[TableColumn], widths: list[float], size: str) -> list[str]:
    """One header row, or two where columns stand under a common heading."""
    if not any(column.group for column in columns):
        return [
            row(
                *(_head(width, column.heading, size) for column, width in zip(columns, widths, strict=True)),
                header=True,
            )
        ]
    upper, lower, index = [], [], 0
    for group, members in groupby(columns, key=lambda column: column.group):
        count = len(list(members))
        own = widths[index : index + count]
        if group:
            upper.append(_head(sum(own), group, size, span=count))
            lower += [_head(w, c.heading, size) for w, c in zip(own, columns[index : index + count], strict=True)]
        else:
            upper += [
                _merged(_head(w, c.heading, size), "restart")
                for w, c in zip(own, columns[index : index + count], strict=True)
            ]
            lower += [_merged(_head(w, "", size), "") for w in own]
        index += count
    return [row(*upper, header=True), row(*lower, header=True)]


def _head(width: float, text: str, size: str, span: int = 1) -> str:
    style = f"BangDauCot{size}"
    content = paragraph(style, text) if text else paragraph(style)
    return cell(width, content, span=span, middle=True)


def _merged(cell_xml: str, value: str) -> str:
    """A header cell that is part of one merged downwards."""
    merge = f'<w:vMerge w:val="{value}"/>' if value else "<w:vMerge/>"
    return cell_xml.replace("<w:vAlign", f"{merge}<w:vAlign", 1)


def _row(spec: TableRow, columns: Sequence[TableColumn], widths: list[float], size: str, keep_next: bool) -> str:
    if spec.statement:
        return row(cell(sum(widths), paragraph(f"BangChu{size}", f"{{%tr {spec.statement} %}}"), span=len(widths)))
    styles = _ROW_STYLE.get(spec.style, _CELL_STYLE)
    cells, index = [], 0
    for position, text in enumerate(spec.cells):
        span = spec.spans[position] if spec.spans else 1
        column = columns[index]
        style = styles[column.align if span == 1 else "left"] + size
        paragraphs = [paragraph(style, *([line] if line else []), keep_next=keep_next) for line in text.split("\n")]
        cells.append(cell(sum(widths[index : index + span]), *paragraphs, span=span))
        index += span
    return row(*cells)
