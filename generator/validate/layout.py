"""Sheet Bố cục as records: which groups of tasks and indicators stand in which part of the results."""

from __future__ import annotations

import re

from generator.core.model import LayoutRow
from generator.core.vietnamese import one_line
from generator.read.columns import SheetTitle
from generator.validate.row_reader import RowReader
from generator.validate.source import Source

TITLE, GROUPS, ORDER = "Mục", "Nhóm", "Thứ tự"
_TYPED_NUMBER = re.compile(r"^(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s+")


def layout(source: Source) -> tuple[LayoutRow, ...]:
    """The rows of the sheet. The number typed before a title is left out: the report numbers its headings itself."""

    def build(reader: RowReader) -> LayoutRow:
        title = reader.line(TITLE, required=True)
        cell = reader.text(GROUPS).replace("\n", ";")
        return LayoutRow(
            title=_TYPED_NUMBER.sub("", title) or title,
            groups=tuple(name for part in cell.split(";") if (name := one_line(part))),
            order=reader.number(ORDER),
            row=reader.row.ref,
        )

    return source.records(SheetTitle.LAYOUT, build)
