"""The plainest outline: a text file of lines, with what every report has put round them.

`Tiêu đề: …` in the first line names the template. What a report needs and the file does not say is added: the
căn cứ before the first line and a closing sentence after the last.
"""

from __future__ import annotations

from generator.scaffold.inherit import BadOutline
from generator.scaffold.outline import Line, LineKind, ReportOutline, parse_line
from generator.vietnamese import nfc

TITLE = "tiêu đề:"
BASES = (
    Line(LineKind.STATEMENT, "for base in legal_bases"),
    Line(LineKind.LEGAL_BASIS, "{{ base.text }}{{ base.end }}"),
    Line(LineKind.STATEMENT, "endfor"),
)
CLOSING = Line(LineKind.CLOSING, "Trên đây là báo cáo {{ title.closing }} của {{ issuer.name }}")


def parse_plain_outline(text: str, name: str) -> ReportOutline:
    """The outline that lines of text make. Raises BadOutline where there is no line at all."""
    rows = [row.strip() for row in nfc(text).splitlines() if row.strip()]
    title = name
    if rows and rows[0].casefold().startswith(TITLE):
        title = rows.pop(0)[len(TITLE) :].strip()
    lines = [parse_line(row) for row in rows]
    if not lines:
        raise BadOutline("Đề cương không có dòng nào.", "Ghi ít nhất một đề mục, ví dụ: # KẾT QUẢ THỰC HIỆN")
    if not any(line.kind is LineKind.LEGAL_BASIS for line in lines):
        lines = [*BASES, *lines]
    if not any(line.kind is LineKind.CLOSING for line in lines):
        lines = [*lines, CLOSING]
    return ReportOutline(name, title, tuple(lines))
