"""A report's template: header table, title, body lines, signature table (NĐ 30/2020, mẫu 1.4)."""

from __future__ import annotations

import re

from generator.core.standard import Standard
from generator.scaffold.outline import Line, LineKind, ReportOutline
from generator.scaffold.package import package, page_setup
from generator.scaffold.styles import BOLD_CODE, STYLE_OF
from generator.scaffold.tables import data_table
from generator.scaffold.wordml import cell, paragraph, row, run, section, table

_INTRODUCES = re.compile(r":(?:\{% endif %\}|\" \}\})?$")
"""How a line ends that a list or a table follows, at least where the last of its two wordings is printed."""
_STYLE_OF_LINE = {
    LineKind.SECTION: "MucLaMa",
    LineKind.CLAUSE: "Khoan",
    LineKind.POINT: "Diem",
    LineKind.ITEM: "GachDau",
    LineKind.LEGAL_BASIS: STYLE_OF["can_cu"],
    LineKind.CLOSING: "KetThuc",
    LineKind.BODY: "ThanBai",
}
_HEADING_COMPONENTS = {LineKind.SECTION: "muc_la_ma", LineKind.CLAUSE: "khoan", LineKind.POINT: "diem"}
_COUNTERS = {"I": "{{ next_I() }}", "1": "{{ next_1() }}", "a": "{{ next_a() }}"}


def report_template(standard: Standard, outline: ReportOutline) -> bytes:
    """The template of one report kind as a .docx."""
    body = [
        header_table(standard),
        paragraph(STYLE_OF["ten_loai"], "{{ title.type }}"),
        paragraph(STYLE_OF["trich_yeu"], "{{ title.subject|kept }}"),
        underline(standard, "trich_yeu", "title.subject"),
        *addressee_lines(),
        *(_line(line, standard, outline) for line in outline.lines),
        paragraph("KhoangCach", keep_next=True),
        signature_table(standard),
        paragraph("DongCuoi"),
    ]
    page = page_setup(standard, landscape=False)
    return package(standard, "".join(body) + section(page), outline.title, "Báo cáo {{ title.closing }}")


def _line(line: Line, standard: Standard, outline: ReportOutline) -> str:
    return _table(line.text, standard, outline) if line.kind is LineKind.TABLE else body_line(line, standard)


def _table(text: str, standard: Standard, outline: ReportOutline) -> str:
    """A table of the body under its caption, as wide as the text; the two stay on one page."""
    name, _, caption = text.partition(":")
    found = outline.tables[name.strip()]
    made = data_table(found.columns, found.rows, page_setup(standard, landscape=False).text_width, whole=found.whole)
    return _centred(caption.strip(), keep_next=True) + made + paragraph("KhoangCach")


def underline(standard: Standard, component: str, text: str) -> str:
    """What stands under a component: a rule as long as the standard says for the text printed, or its own sign."""
    part = standard[component]
    if part.under:
        return paragraph(STYLE_OF[part.under], standard[part.under].text)
    share = part.rule.use if part.rule else 0
    return paragraph("GachNgang", f"{{%rule {text}, size={part.size.use:g}, share={share:g} %}}")


def ended(text: str, standard: Standard) -> str:
    """A closing text with the mark that ends a document, whatever mark was typed."""
    return f"{text.rstrip('./ ')}{standard.frame.end_mark}"


def statement(text: str) -> str:
    """A statement over whole paragraphs."""
    return paragraph("Normal", f"{{%p {text} %}}")


def header_table(standard: Standard, *under_number: str) -> str:
    """Ô 1–4: agency and number on the left, heading, place and date on the right, level with each other.

    `under_number` are paragraphs that stand below the number (ô 5b of a letter).
    """
    left, right = standard.header_columns
    agency = [
        statement("if issuer.parent"),
        paragraph(STYLE_OF["co_quan_chu_quan"], "{{ issuer.parent }}"),
        statement("endif"),
        statement("for line in issuer.lines"),
        paragraph(STYLE_OF["co_quan_ban_hanh"], "{{ line }}"),
        statement("endfor"),
        underline(standard, "co_quan_ban_hanh", "issuer.printed"),
    ]
    heading = [piece for key in standard.heading for piece in _heading_line(standard, key)]
    rows = [
        row(cell(left, *agency), cell(right, *heading)),
        row(
            cell(left, paragraph(STYLE_OF["so_ky_hieu"], "{{ number_line }}"), *under_number),
            cell(right, paragraph(STYLE_OF["dia_danh"], "{{ date_line }}")),
        ),
    ]
    return table("KhungKhongVien", (left, right), rows, cell_margin=0)


def _heading_line(standard: Standard, key: str) -> list[str]:
    part = standard[key]
    line = paragraph(STYLE_OF[key], part.text)
    return [line, underline(standard, key, f'"{part.text}"')] if part.rule else [line]


def addressee_lines() -> list[str]:
    """Ô 9a: one recipient on the line of "Kính gửi:", several each on a line of its own."""
    return [
        statement("if addressees|length == 1"),
        paragraph(STYLE_OF["kinh_gui"], "Kính gửi: {{ addressees[0].text }}."),
        statement("elif addressees"),
        paragraph("KhoangCach", keep_next=True),
        paragraph("BaoCaoKinhGui", "Kính gửi:"),
        statement("for addressee in addressees"),
        paragraph("BaoCaoKinhGui", "- {{ addressee.text }}{{ addressee.end }}"),
        statement("endfor"),
        statement("endif"),
    ]


def body_line(line: Line, standard: Standard, kept: bool = False) -> str:
    """One line of the outline as a paragraph, numbered and ended as the standard does; `kept` with the next one."""
    if line.kind is LineKind.STATEMENT:
        return statement(line.text)
    if line.kind is LineKind.WRITTEN:
        return written_text(line.text)
    if line.kind is LineKind.CHART:
        return chart_lines(line.text, standard)
    mark = "- " if line.kind is LineKind.ITEM else ""
    text = ended(line.text, standard) if line.kind is LineKind.CLOSING else line_number(line.kind, standard) + line.text
    pieces = [gap(part) if is_gap else run(part) for part, is_gap in Line(line.kind, text).pieces]
    introduces = line.kind is LineKind.BODY and bool(_INTRODUCES.search(line.text))
    return paragraph(
        _STYLE_OF_LINE[line.kind], *([run(mark), *pieces] if mark else pieces), keep_next=kept or introduces
    )


def line_number(kind: LineKind, standard: Standard) -> str:
    """What the standard puts before a line: a heading's number, the mark of a căn cứ."""
    if kind is LineKind.LEGAL_BASIS:
        return standard["can_cu"].mark
    numbering = standard[_HEADING_COMPONENTS[kind]].numbering if kind in _HEADING_COMPONENTS else ""
    return f"{_COUNTERS[numbering[0]]}{numbering[1:]}" if numbering else ""


def gap(text: str) -> str:
    """A place that only a person can fill, in yellow."""
    return run(text, highlight=True)


def written_text(section: str) -> str:
    """The paragraphs a person wrote for a section, bold words bold, items as items."""
    words = [
        run("{{ line.mark }}"),
        run("{%r for piece in line.runs %}"),
        run("{%r if piece.bold %}"),
        run("{{ piece.text }}", BOLD_CODE),
        run("{%r else %}"),
        run("{{ piece.text }}"),
        run("{%r endif %}"),
        run("{%r endfor %}"),
    ]
    kinds = (
        statement("if line.introduces"),
        paragraph("ThanBai", *words, keep_next=True),
        statement("else"),
        paragraph("ThanBai", *words),
        statement("endif"),
    )
    return "".join((statement(f"for line in text.{section}"), *kinds, statement("endfor")))


def signature_table(standard: Standard) -> str:
    """Ô 7 and 9b: recipients on the left, who signs on the right; one row that never splits."""
    left, right = standard.signature_columns
    post = STYLE_OF["chuc_vu" if "chuc_vu" in standard.components else "quyen_han"]
    recipients = [
        paragraph(STYLE_OF["noi_nhan"], standard["noi_nhan"].text),
        statement("for recipient in recipients"),
        paragraph(
            STYLE_OF["dong_noi_nhan"],
            f"{standard['dong_noi_nhan'].mark}{{{{ recipient.text }}}}{{{{ recipient.end }}}}",
        ),
        statement("endfor"),
        paragraph(STYLE_OF["dong_noi_nhan"]),
    ]
    signature = [
        statement("for line in signature.authority"),
        paragraph(STYLE_OF["quyen_han"], "{{ line }}"),
        statement("endfor"),
        statement("if signature.post"),
        paragraph(post, "{{ signature.post }}"),
        statement("elif not signature.authority"),
        paragraph(post, gap("[Chưa có nội dung: chức vụ người ký]")),
        statement("endif"),
        statement("if signature.name"),
        paragraph(STYLE_OF["ho_ten"], "{{ signature.name }}"),
        statement("else"),
        paragraph(STYLE_OF["ho_ten"], gap("[Chưa có nội dung: họ tên người ký]")),
        statement("endif"),
        paragraph("DongCuoi"),
    ]
    return table(
        "KhungKhongVien", (left, right), [row(cell(left, *recipients), cell(right, *signature))], cell_margin=0
    )


# --- A chart and its caption as an outline asks for them: `! task_status: Biểu đồ {{ next_chart() }}. …` --------------

_LARGEST_IN_CHART = 10.5
_CENTRED = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'


def chart_lines(text: str, standard: Standard) -> str:
    """The chart's paragraph and, after the first ":", its caption, which then takes the place of the chart's title.

    Letters are no larger than they need be to be read (the decree has no rule for charts): what is lower leaves less of
    a page empty where it has to go to the next. The two stay on one page.
    """
    asked, colon, caption = text.partition(":")
    options = [part.strip() for part in asked.split(",")]
    if not any(part.startswith("size") for part in options):
        options.append(f"size={min(standard['bang'].size.use, _LARGEST_IN_CHART):g}")
    if not colon or not caption.strip():
        return _centred(f"{{%chart {', '.join(options)} %}}", keep_next=False)
    if not any(part.startswith("title") for part in options):
        options.append("title=no")
    return _centred(f"{{%chart {', '.join(options)} %}}", keep_next=True) + _centred(caption.strip(), keep_next=False)


def _centred(text: str, keep_next: bool) -> str:
    keep = "<w:keepNext/>" if keep_next else ""
    style = f'<w:pStyle w:val="{STYLE_OF["than_bai"]}"/>'
    return f"<w:p><w:pPr>{style}{keep}{_CENTRED}</w:pPr>{run(text)}</w:p>"
