"""The spreadsheet repeats the tables of the Word appendices, with real numbers."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from generator.write.spreadsheet import appendix_workbook
from generator.write.word_tables import read_appendix

HEADER = ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "", "Thời hạn"]
UNDER = ["", "", "", "Số", "Tỷ lệ", ""]
ROWS = [
    ["1", "Hạ tầng số", "thuê bao", "973.756", "62,5%", "31/12/2025"],
    ["2", "=1+1", "{{ 7*7 }}", "-", "", "05/3/2026"],
    ["3", "<b>&", "@SUM(A1)", "1.000", "100%", ""],
]


def mark_header(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def appendix(rows: Sequence[Sequence[str]] = ROWS, landscape: bool = True, group: str = "Nhóm <A> & B") -> bytes:
    """An appendix as a template would give it: letterhead table, title lines, a table with a two-row merged header,
    a group row over all columns, data rows, a sum row, a table for the signature."""
    document = docx.Document()
    section = document.sections[0]
    section.left_margin, section.right_margin, section.top_margin = Mm(30), Mm(15), Mm(20)
    if landscape:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    document.add_table(1, 2).rows[0].cells[0].text = "ỦY BAN NHÂN DÂN"
    title = document.add_paragraph()
    title.add_run("Phụ lục I").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    note = document.add_paragraph()
    note.add_run("(Kèm theo Báo cáo số ").italic = True
    note.add_run("01/BC-UBND)")
    document.add_paragraph()
    table = document.add_table(2, 6)
    for row, texts in zip(table.rows, (HEADER, UNDER), strict=True):
        mark_header(row)
        fill(row, texts)
    for column in (0, 1, 2, 5):
        table.cell(0, column).merge(table.cell(1, column)).text = HEADER[column]
    table.cell(0, 3).merge(table.cell(0, 4)).text = "Kết quả"
    line = table.add_row()
    line.cells[0].merge(line.cells[5]).text = group
    for texts in rows:
        fill(table.add_row(), texts)
    total = table.add_row()
    fill(total, ["", "", "", "974.756", "81,25%", ""])
    total.cells[0].merge(total.cells[2]).text = "Cộng"
    document.add_paragraph("Sau bảng")
    document.add_table(1, 2).rows[0].cells[1].text = "TM. ỦY BAN NHÂN DÂN"
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(*appendices: tuple[str, bytes], illustrative: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(appendix_workbook(appendices, illustrative)), rich_text=True)


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    return opened(("Phụ lục I", appendix()))["Phụ lục I"]


def texts(sheet: Worksheet, row: int) -> list[Any]:
    return [sheet.cell(row, column).value for column in range(1, 7)]


def test_title_lines_stand_over_the_whole_table(sheet: Worksheet) -> None:
    assert [str(sheet["A1"].value), str(sheet["A2"].value)] == ["Phụ lục I", "(Kèm theo Báo cáo số 01/BC-UBND)"]
    assert {"A1:F1", "A2:F2"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet["A1"].font.b and sheet["A1"].alignment.horizontal == "center"
    assert [(piece.text, bool(piece.font.i)) for piece in sheet["A2"].value] == [
        ("(Kèm theo Báo cáo số ", True),
        ("01/BC-UBND)", False),
    ]


def test_the_header_keeps_its_merged_cells_and_is_bold_filled_and_always_in_sight(sheet: Worksheet) -> None:
    assert texts(sheet, 4) == ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", None, "Thời hạn"]
    assert texts(sheet, 5) == [None, None, None, "Số", "Tỷ lệ", None]
    merged = {str(found) for found in sheet.merged_cells.ranges}
    assert {"A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "A6:F6", "A10:C10"} | {"A1:F1", "A2:F2"} == merged
    for cell in (sheet["A4"], sheet["D4"], sheet["E5"]):
        assert cell.font.b and cell.alignment.wrap_text and cell.fill.fgColor.rgb == "FFD9E2F3"
        assert cell.border.left.style == cell.border.bottom.style == "thin"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$4:$5"


def test_numbers_percentages_and_dates_are_real_and_look_as_in_word(sheet: Worksheet) -> None:
    found = [[(sheet.cell(row, column).value, sheet.cell(row, column).number_format) for column in (1, 4, 5, 6)]
             for row in (7, 8, 9)]  # fmt: skip
    assert found == [
        [(1, "#,##0"), (973756, "#,##0"), (0.625, "#,##0.0%"), (datetime(2025, 12, 31), "dd/mm/yyyy")],
        [(2, "#,##0"), ("-", "General"), (None, "General"), (datetime(2026, 3, 5), "dd/mm/yyyy")],
        [(3, "#,##0"), (1000, "#,##0"), (1, "#,##0%"), (None, "General")],
    ]
    assert (sheet["D10"].value, sheet["E10"].value, sheet["E10"].number_format) == (974756, 0.8125, "#,##0.00%")


def test_the_group_row_and_hostile_text_are_text_and_never_a_formula(sheet: Worksheet) -> None:
    assert sheet["A6"].value == "Nhóm <A> & B"
    assert [texts(sheet, row)[1:3] for row in (7, 8, 9)] == [
        ["Hạ tầng số", "thuê bao"],
        ["=1+1", "{{ 7*7 }}"],
        ["<b>&", "@SUM(A1)"],
    ]
    assert {cell.data_type for row in sheet.iter_rows(max_col=6) for cell in row} <= {"s", "n", "d"}


def test_text_that_looks_like_markup_of_a_sheet_is_text() -> None:
    rows = [["1", "<r>A & <b>B</r>", "<r></r>", "</r>", "<r>", ""]]
    read = texts(opened(("Phụ lục I", appendix(rows)))["Phụ lục I"], 7)[1:5]
    assert [str(text) for text in read] == rows[0][1:5]


def test_no_formula_stands_in_the_file_even_in_merged_cells() -> None:
    content = appendix_workbook([("x", appendix(group="=HYPERLINK(1)"))], False)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_layout_tables_and_what_follows_the_table_are_left_out(sheet: Worksheet) -> None:
    everything = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert not everything & {"ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN", "Sau bảng"}


def test_the_page_is_set_up_as_in_word(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), (
        "one page wide is Excel's default"
    )
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert round(sheet.page_margins.left * 25.4) == 30 and round(sheet.page_margins.right * 25.4) == 15
    assert (sheet.oddHeader.center.text, sheet.oddHeader.center.size) == ("&P", 13)
    assert not sheet.oddFooter.center.text
    assert {cell.font.name for row in sheet.iter_rows(max_row=10, max_col=6) for cell in row} == {"Times New Roman"}


def test_a_portrait_appendix_is_printed_upright() -> None:
    assert opened(("a", appendix(landscape=False)))["a"].page_setup.orientation != "landscape"


def test_column_widths_keep_their_proportion() -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    mark_header(table.rows[0])
    for column, width in zip(table.columns, (10, 60, 30), strict=True):
        column.width = Mm(width)
    found = opened(("a", saved(document)))["a"].column_dimensions
    widths = [found[letter].width for letter in "ABC"]
    # 7 pixels a digit, 5 around: 10 mm are 37.8 pixels
    assert widths == pytest.approx([(37.8) / 7, 226.8 / 7, 113.4 / 7], abs=0.2)


def test_illustrative_figures_say_so_on_screen_and_on_paper() -> None:
    book = opened(("Phụ lục I", appendix()), ("Phụ lục II", appendix()), illustrative=True)
    assert book.sheetnames == ["Phụ lục I", "Phụ lục II"]
    for sheet in book:
        assert sheet["A1"].value == "Số liệu minh hoạ" and sheet["A2"].value == "Phụ lục I"
        assert "Số liệu minh hoạ" in str(sheet.oddFooter.center.text)
        assert sheet.freeze_panes == "A7"


def test_the_file_is_valid_office_open_xml(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    path.write_bytes(appendix_workbook([("Phụ lục I", appendix()), ("Phụ lục II", appendix(landscape=False))], True))
    found = OpenXmlValidator().validate(str(path))
    assert found.is_valid, found.errors


def test_the_same_files_give_the_same_bytes() -> None:
    content = appendix()
    first = appendix_workbook([("Phụ lục I", content)], True)
    time.sleep(2.1)  # a zip counts every second second
    assert appendix_workbook([("Phụ lục I", content)], True) == first


def test_text_too_long_for_a_cell_is_cut_where_the_reader_sees_it() -> None:
    fits, long, wide = "ă" * 32_767, "ă" * 32_768, "😀" * 20_000
    rows = [["1", fits, "", "", "", ""], ["2", long, "", "", "", ""], ["3", wide, "", "", "", ""]]
    sheet = opened(("a", appendix(rows)))["a"]
    found = [str(sheet.cell(row, 2).value) for row in (7, 8, 9)]
    assert found[0] == fits
    assert found[1] == "ă" * (32_767 - len("… (xem bản Word)")) + "… (xem bản Word)"
    assert found[2].endswith("😀… (xem bản Word)") and len(found[2].encode("utf-16-le")) <= 2 * 32_767


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Phụ lục I", "phụ lục i"], ["Phụ lục I", "phụ lục i (2)"]),
        (["a/b[c]:*?\\d"], ["a b c     d"]),
        (["", "''"], ["Phụ lục", "Phụ lục (2)"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
    ],
)
def test_sheet_names_are_ones_that_excel_takes(names: list[str], expected: list[str]) -> None:
    assert opened(*[(name, appendix()) for name in names]).sheetnames == expected


def test_no_appendix_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        appendix_workbook([], False)


def test_bold_words_within_a_cell_stay_bold() -> None:
    document = docx.Document()
    table = document.add_table(2, 1)
    mark_header(table.rows[0])
    paragraph = table.cell(1, 0).paragraphs[0]
    paragraph.add_run("Hoàn thành ")
    paragraph.add_run("vượt").bold = True
    table.cell(1, 0).add_paragraph("dòng hai")
    value = opened(("a", saved(document)))["a"]["A3"].value
    assert [(piece.text, bool(piece.font.b)) for piece in value] == [
        ("Hoàn thành ", False), ("vượt\n", True), ("dòng hai", False)
    ]  # fmt: skip


# --- reading the Word file -------------------------------------------------------------------------


def cell_xml(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def word_file(body: str) -> bytes:
    """A Word file whose body is this XML."""
    document = docx.Document()
    stream, source = io.BytesIO(), io.BytesIO(saved(document))
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            xml = f"<w:document {namespace}><w:body>{body}</w:body></w:document>".encode()
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


ONE = '<w:tbl><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr></w:tbl>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a b\nc"),
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:t>old</w:t></w:r></w:del></w:p>", "new"),
        ("<w:p><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:r><w:t>y</w:t></w:r></w:p>", "y"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>", "seen"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>held</w:t></w:r></w:p></w:sdtContent></w:sdt>", "held"),
        ('<w:p><w:bookmarkStart w:id="1"/><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>', "link"),
        ("<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t></w:r></w:p><w:p/><w:p/>", "A-B"),
        ("<w:p/>", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_cell_is_what_a_reader_of_the_word_file_sees(inside: str, text: str) -> None:
    (table,) = read_appendix(word_file(ONE.format(cell_xml(inside)))).tables
    assert [cell.text.text for cell in table.cells] == [text]


def test_bold_comes_from_styles_too_and_a_run_can_take_it_back() -> None:
    document = docx.Document()
    document.styles.add_style("Đầu", 1).font.bold = True
    document.styles.add_style("Con", 1).base_style = document.styles["Đầu"]
    table = document.add_table(1, 1)
    mark_header(table.rows[0])
    paragraph = table.cell(0, 0).paragraphs[0]
    paragraph.style = document.styles["Con"]
    paragraph.add_run("đậm")
    paragraph.add_run("nhạt").bold = False
    (found,) = read_appendix(saved(document)).tables
    assert [(piece.text, piece.bold) for piece in found.cells[0].text.pieces] == [("đậm", True), ("nhạt", False)]


def test_cells_that_go_on_downwards_and_rows_that_begin_late_find_their_place() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        "<w:trPr><w:tblHeader/></w:trPr>" + cell_xml("<w:p/>", start) + cell_xml("<w:p/>"),
        cell_xml("<w:p/>", more) + cell_xml("<w:p/>", start),
        cell_xml("<w:p/>", more) + cell_xml("<w:p/>", more),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell_xml("<w:p/>"),
        cell_xml("<w:p/>", more) + cell_xml("<w:p/>"),
    ]
    xml = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    (table,) = read_appendix(word_file(xml)).tables
    places = [(cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]
    assert places == [(0, 0, 3, 1), (0, 1, 1, 1), (1, 1, 2, 1), (3, 1, 1, 1), (4, 0, 1, 1), (4, 1, 1, 1)]
    assert opened(("a", word_file(xml)))["a"].max_row == 6


def test_two_tables_each_with_its_own_lines_above() -> None:
    body = "<w:p><w:r><w:t>Một</w:t></w:r></w:p>" + ONE.format(cell_xml("<w:p><w:r><w:t>T1</w:t></w:r></w:p>"))
    body += "<w:p><w:r><w:t>Hai</w:t></w:r></w:p>" + ONE.format(cell_xml("<w:p><w:r><w:t>T2</w:t></w:r></w:p>"))
    sheet = opened(("a", word_file(body)))["a"]
    assert [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)] == [
        "Một", None, "T1", "Hai", None, "T2"
    ]  # fmt: skip


def test_a_table_without_a_marked_header_row_is_still_found() -> None:
    document = docx.Document()
    document.add_table(1, 3)
    fill(document.add_table(2, 2).rows[1], ["a", "5"])
    sheet = opened(("a", saved(document)))["a"]
    assert [sheet.cell(3, column).value for column in (1, 2)] == ["a", 5]


def test_a_word_file_without_tables_gives_an_empty_sheet() -> None:
    assert opened(("a", saved(docx.Document())))["a"].max_row == 1


RUN = '<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
LIKE_EACH_OTHER = [
    "<w:p>" + RUN.format("", "&lt;b&gt; &amp; &#34;x&#x22; > y") + "</w:p>",
    "<w:p>" + RUN.format("", " ") + RUN.format("<w:b/>", " đậm ") + RUN.format("", "  ") + "</w:p>",
    "<w:p>" + RUN.format("", "a") + RUN.format("<w:b/>", "") + "</w:p><w:p>" + RUN.format("<w:i/>", "b") + "</w:p>",
    "<w:p>" + RUN.format("<w:vanish/>", "ẩn") + "<w:r><w:noBreakHyphen/></w:r></w:p>",
    '<w:p><w:bookmarkStart w:id="7" w:name="_bc_1"/>' + RUN.format("", "1") + '<w:bookmarkEnd w:id="7"/></w:p>',
    "<w:p><w:r><w:t/></w:r><w:r><w:t>x</w:t><w:t></w:t><w:br/><w:t>y</w:t></w:r></w:p>",
    "<w:p/>",
]  # fmt: skip


@pytest.mark.parametrize(
    "around", ["{}", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", '{}<w:tc w:id="1"><w:p/></w:tc>']
)
def test_a_row_is_read_the_same_whether_or_not_its_markup_was_met_before(around: str) -> None:
    cells = "".join(around.format(cell_xml(inside)) for inside in LIKE_EACH_OTHER)
    more = "".join(around.format(cell_xml(inside.replace(">x<", ">khác<"))) for inside in LIKE_EACH_OTHER)
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    with_a_comment = f"<!-- -->{table}"  # then the whole tree is built
    assert read_appendix(word_file(table)) == read_appendix(word_file(with_a_comment))
    nested = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    assert read_appendix(word_file(nested)) == read_appendix(word_file(f"<!-- -->{nested}"))


def test_no_group_is_a_printed_pages_last_row() -> None:
    rows = [[str(number), "Tên một chỉ tiêu", "thuê bao", "1", "1%", ""] for number in range(1, 60)]
    content = appendix(rows)
    document = docx.Document(io.BytesIO(content))
    table = document.tables[1]
    names = [row for row in table.rows if row.cells[1].text == "Tên một chỉ tiêu"]
    for row in names[::2]:
        for cell in row.cells:
            words = cell.text
            cell.text = ""
            cell.paragraphs[0].add_run(words).bold = True
    sheet = openpyxl.load_workbook(io.BytesIO(appendix_workbook([("Phụ lục I", saved(document))], False))).active
    assert sheet is not None
    breaks = [one.id + 1 for one in sheet.row_breaks.brk]
    assert breaks and all(sheet.cell(row, 2).font.b for row in breaks)
    assert all(not sheet.cell(row - 1, 2).font.b for row in breaks)
