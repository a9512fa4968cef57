"""Text as the cell of a sheet that XlsxWriter writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """Writes `text` as text, whatever it holds.

    XlsxWriter takes what begins with "<r>" and ends with "</r>" for markup of its own, and the file is no workbook any
    more; cut into runs of type, the same text is text.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, text[0], text[1], text[2:], *filter(None, [look]))
    else:
        sheet.write_string(row, column, text, look)
