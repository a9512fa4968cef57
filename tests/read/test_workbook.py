"""A workbook's form: what is found, in whatever order and spelling, and which problem each fault gives."""

from __future__ import annotations

import io
import re
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from generator.core.problems import Problem
from generator.core.rows import Book, CellFault, HowRead, Told
from generator.read.workbook import read_workbook
from generator.read.xml_stream import stream_elements
from tests.workbook_builder import minimal_sheets, write_workbook

TASKS, PROGRESS, SETTINGS = "Nhiệm vụ", "Tiến độ", "Thông tin chung"


def read(path: Path) -> tuple[Book, list[Problem]]:
    book, problems = read_workbook(path)
    assert book is not None, problems
    return book, problems


def places(problems: list[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.place.sheet, problem.place.cell) for problem in problems]


def edited(tmp_path: Path, edit: Callable[[Workbook], None]) -> Path:
    """The minimal workbook after `edit` has changed it through openpyxl."""
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def with_parts(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Rewrites each member of a package through `change(name, content)`."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, change(name, content))
    return path


def test_a_good_workbook_gives_its_rows_and_no_problem(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book, problems = read(path)
    assert problems == []
    assert list(book.sheets) == [SETTINGS, TASKS, PROGRESS]
    second = book.rows(TASKS)[1]
    assert {title: cell.text for title, cell in second.cells.items()} == {
        "Mã": "I.2",
        "Nhóm": "I",
        "Tên nhóm": "Hạ tầng số",
        "TT": "2",
        "Nội dung nhiệm vụ": "Phủ sóng 5G",
        "Cơ quan chủ trì": "Sở Khoa học và Công nghệ",
        "Kết quả dự kiến": "Kế hoạch",
        "Thời gian hoàn thành": "Quý IV/2025",
    }
    assert str(second.ref.place("Nội dung nhiệm vụ")) == f"{path}, trang “Nhiệm vụ”, ô E3"


@pytest.mark.parametrize(
    "header",
    [
        "CƠ QUAN CHỦ TRÌ",
        "  Cơ quan   chủ trì :",
        unicodedata.normalize("NFD", "Cơ quan chủ trì"),
        "Cơ quan\nchủ trì…",
        "Đơn vị chủ trì",
    ],
)
def test_a_header_is_found_however_it_is_spelt(tmp_path: Path, header: str) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][0][5] = header
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    assert book.rows(TASKS)[0].cells["Cơ quan chủ trì"].text == "Sở Khoa học và Công nghệ"


def test_sheets_and_columns_may_stand_in_any_order_below_empty_rows(tmp_path: Path) -> None:
    sheets = {title: [row[::-1] for row in rows] for title, rows in reversed(minimal_sheets().items())}
    for rows in sheets.values():
        rows.insert(0, [None])
        rows.insert(3, [None, "   "])
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    assert [row.cells["Mã"].text for row in book.rows(TASKS)] == ["I.1", "I.2", "II.1"]
    assert [row.ref.place("Mã").cell for row in book.rows(TASKS)] == ["J3", "J5", "J6"]


def test_unknown_sheets_and_columns_are_ignored(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Sheet1"] = [["bản nháp"]]
    for row in sheets[TASKS]:
        row.append("cột riêng")
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    assert "Sheet1" not in book.sheets


def test_a_sheet_is_found_with_a_stray_space_in_its_title(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ".replace("vụ", "vụ ")] = sheets.pop(TASKS)
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    assert len(book.rows(TASKS)) == 3


def rename_sheet(old: str, new: str) -> Callable[[dict[str, list[list[object]]]], None]:
    def change(sheets: dict[str, list[list[object]]]) -> None:
        sheets[new] = sheets.pop(old)

    return change


def set_cell(sheet: str, row: int, column: int, value: object) -> Callable[[dict[str, list[list[object]]]], None]:
    def change(sheets: dict[str, list[list[object]]]) -> None:
        rows = sheets[sheet]
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value

    return change


def no_tasks(sheets: dict[str, list[list[object]]]) -> None:
    del sheets[TASKS], sheets[PROGRESS]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_cell(TASKS, 1, 6, "Cơ quan chủ chì"), [("BNG004", TASKS, "F1")]),
        (set_cell(TASKS, 1, 6, "Co quan chu tri"), [("BNG004", TASKS, "F1")]),
        (set_cell(TASKS, 1, 11, "Ghi chú"), [("BNG005", TASKS, "K1")]),
        (set_cell(TASKS, 1, 1, "Cột khác"), [("BNG002", TASKS, "K1")]),
        (rename_sheet(PROGRESS, "Tiến đô"), [("BNG003", "Tiến đô", None)]),
        (rename_sheet(SETTINGS, "Mục lục"), [("BNG001", None, None)]),
        (no_tasks, [("BNG009", None, None)]),
        (lambda sheets: sheets.update({"Nhiệm  vụ": sheets[TASKS]}), [("BNG008", "Nhiệm  vụ", None)]),
    ],
)
def test_a_fault_of_form_is_named_with_its_place(
    tmp_path: Path,
    change: Callable[[dict[str, list[list[object]]]], None],
    expected: list[tuple[str, str | None, str | None]],
) -> None:
    sheets = minimal_sheets()
    change(sheets)
    _, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert places(problems) == expected


def test_a_near_miss_is_used_and_names_the_right_title(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][0][5] = "Cơ quan chủ chì"
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert "“Cơ quan chủ trì”" in problems[0].message
    assert book.rows(TASKS)[0].cells["Cơ quan chủ trì"].text == "Sở Khoa học và Công nghệ"


def test_merged_cells_fill_their_rows_and_are_reported_once(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book[TASKS]["C4"] = None
        book[TASKS].merge_cells("C2:C4")
        book[TASKS].merge_cells("A1:A1")
        book[TASKS].merge_cells("L2:M9")

    book, problems = read(edited(tmp_path, merge))
    assert places(problems) == [("BNG006", TASKS, "C2:C4")]
    assert [row.cells["Tên nhóm"].text for row in book.rows(TASKS)] == ["Hạ tầng số"] * 3


def test_a_merge_that_runs_on_below_the_data_makes_no_record(tmp_path: Path) -> None:
    book, _ = read(edited(tmp_path, lambda book: book[TASKS].merge_cells("A4:A900")))
    assert [row.ref.number for row in book.rows(TASKS)] == [2, 3, 4]


def test_hidden_rows_and_sheets_are_read_and_reported_in_runs(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        for number in (2, 3):
            book[PROGRESS].row_dimensions[number].hidden = True
        book[TASKS].row_dimensions[4].hidden = True
        book[TASKS].sheet_state = "hidden"

    book, problems = read(edited(tmp_path, hide))
    assert places(problems) == [("BNG007", TASKS, None), ("BNG007", TASKS, "A4"), ("BNG007", PROGRESS, "A2:A3")]
    assert len(book.rows(TASKS)) == 3
    assert len(book.rows(PROGRESS)) == 3


def cell_of(tmp_path: Path, value: object, number_format: str = "General", font: str = "Calibri") -> object:
    def put(book: Workbook) -> None:
        cell = book[TASKS]["J2"]
        cell.value = value
        cell.number_format = number_format
        cell.font = Font(name=font)

    book, problems = read(edited(tmp_path, put))
    assert problems == []
    return book.rows(TASKS)[0].cells["Ghi chú"]


@pytest.mark.parametrize(
    ("value", "number_format", "expected", "text"),
    [
        (0.376, "0.0%", Decimal("37.6"), "37,6%"),
        (1, "0%", Decimal(100), "100%"),
        (0.1 + 0.2, "General", Decimal("0.3"), "0,3"),
        (3746756, "#,##0", Decimal(3746756), "3.746.756"),
        (2025, "General", Decimal(2025), "2025"),
        (1e15, "General", Decimal(10**15), "1000000000000000"),
        (-0.0, "General", Decimal(0), "0"),
        (date(2025, 8, 31), "dd/mm/yyyy", date(2025, 8, 31), "31/8/2025"),
        (datetime(2025, 8, 31, 14, 30), "dd/mm/yyyy hh:mm", date(2025, 8, 31), "31/8/2025"),
        (date(2025, 8, 31), 'd "tháng" m "năm" yyyy', date(2025, 8, 31), "31/8/2025"),
        (date(2025, 4, 3), "m/d/yyyy", date(2025, 4, 3), "4/3/2025"),
        (date(2025, 11, 1), "mm/yyyy", date(2025, 11, 1), "11/2025"),
        (True, "General", True, "Có"),
        ("  chữ  ", "General", "  chữ  ", "  chữ  "),
        ("12", "0%", "12", "12"),
        ("{{ 7*7 }} <b>&amp; \t]]>", "General", "{{ 7*7 }} <b>&amp; \t]]>", "{{ 7*7 }} <b>&amp; \t]]>"),
        (unicodedata.normalize("NFD", "hoà"), "General", unicodedata.normalize("NFD", "hoà"), None),
        ("a_x0007_b_x000D_", "General", "a\x07b\r", None),
    ],
)
def test_a_cell_holds_what_stands_in_it(
    tmp_path: Path, value: object, number_format: str, expected: object, text: str | None
) -> None:
    cell = cell_of(tmp_path, value, number_format)
    assert cell.value == expected
    assert type(cell.value) is type(expected)
    assert cell.text == (expected if text is None else text)


@pytest.mark.parametrize(
    ("font", "expected"), [(".VnTime", ".VnTime"), ("VNI-Times", "VNI-Times"), ("Times New Roman", ""), ("Vni", "")]
)
def test_a_legacy_font_is_remembered(tmp_path: Path, font: str, expected: str) -> None:
    assert cell_of(tmp_path, "chữ", font=font).font == expected


def test_a_legacy_font_on_a_few_words_is_seen_in_rich_text(tmp_path: Path) -> None:
    words = CellRichText("Sở ", TextBlock(InlineFont(rFont=".VnTime"), "Tµi chÝnh"))
    cell = cell_of(tmp_path, words)
    assert (cell.value, cell.font) == ("Sở Tài chính", "")
    assert cell.told == (Told(HowRead.CONVERTED, ".VnTime"),)


def test_error_cells_and_formulas_without_result_are_faults(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][1][9] = "#REF!"
    sheets[TASKS][2][9] = "=1+1"
    book, problems = read(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert problems == []
    first, second = (row.cells["Ghi chú"] for row in book.rows(TASKS)[:2])
    assert (first.fault, first.text, first.value) == (CellFault.FORMULA_ERROR, "#REF!", None)
    assert (second.fault, second.text, second.value) == (CellFault.NO_CACHED_VALUE, "=1+1", None)


def test_a_formula_with_its_result_is_that_result(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[TASKS][1][9] = "=1+1"
    sheets[TASKS][2][9] = '=""'
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)

    def calculate(name: str, content: bytes) -> bytes:
        content = content.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )
        return content.replace(b'r="J3"', b'r="J3" t="str"')

    book, _ = read(with_parts(path, calculate))
    assert book.rows(TASKS)[0].cells["Ghi chú"].value == Decimal(2)
    assert "Ghi chú" not in book.rows(TASKS)[1].cells


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def count_from_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    path = edited(tmp_path, count_from_1904)
    with zipfile.ZipFile(path) as archive:
        assert b'date1904="1"' in archive.read("xl/workbook.xml")
    book, _ = read(path)
    assert book.rows(TASKS)[0].cells["Thời gian hoàn thành"].value == date(2025, 8, 31)


def test_a_hundred_thousand_formatted_empty_rows_cost_next_to_nothing(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    cells = "".join(f'<c r="{letter}{{0}}" s="1"/>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(10, 100_010)).encode()
    rows += b'<row r="1048576"><c r="A1048576" s="1"/></row>'

    def blow_up(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet2.xml") else content

    with_parts(path, blow_up)
    began = time.process_time()
    book, problems = read(path)
    taken = time.process_time() - began
    assert problems == []
    assert len(book.rows(TASKS)) == 3
    with zipfile.ZipFile(path).open("xl/worksheets/sheet2.xml") as stream:
        began = time.process_time()
        assert sum(len(row) for row in stream_elements(stream, "row")) > 1_000_000
    assert taken < time.process_time() - began, "no node is made of what holds nothing"


@pytest.mark.parametrize("without_numbers", [True, False])
def test_rows_after_empty_ones_keep_their_numbers(without_numbers: bool, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    empty = "".join(
        f'<row r="{n}" hidden="1" ht="15"><c r="A{n}" s="1" /></row>\n <row r="{n + 1}"/>' for n in (5, 7, 9)
    )
    number = "" if without_numbers else ' r="11"'
    last = f'<row{number}><c r="A11" t="inlineStr"><is><t>M</t></is></c></row>'

    def put_in(name: str, content: bytes) -> bytes:
        rows = f"{empty}{last}</sheetData>".encode()
        return content.replace(b"</sheetData>", rows) if name.endswith("sheet2.xml") else content

    with_parts(path, put_in)
    book, _ = read(path)
    assert [row.ref.number for row in book.rows(TASKS)] == [2, 3, 4, 11]


# --- files that are no workbook ------------------------------------------------------------------


def refusal(path: Path) -> Problem:
    book, problems = read_workbook(path)
    assert book is None
    assert len(problems) == 1
    assert problems[0].place.file == str(path)
    return problems[0]


def test_a_missing_file_is_named_with_its_likely_neighbour(tmp_path: Path) -> None:
    write_workbook(tmp_path / "ke-hoach-57.xlsx", minimal_sheets())
    problem = refusal(tmp_path / "ke-hoach57.xlsx")
    assert problem.code == "TEP001"
    assert "“ke-hoach-57.xlsx”" in problem.fix
    assert refusal(tmp_path / "khong-co" / "x.xlsx").code == "TEP001"


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "TEP002", "rỗng"),
        (b"PK\x03\x04 and nothing more", "TEP002", "hỏng"),
        (b"Ma,Ten\n1,2\n", "TEP005", "không phải"),
        (b"%PDF-1.7", "TEP005", "không phải"),
        (OLE, "TEP004", ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "TEP003", "mật khẩu"),
        (zip_of(word__document_xml=b"<w/>"), "TEP005", "Word"),
        (zip_of(anything=b"x"), "TEP005", "tệp nén"),
        (zip_of(xl__workbook_xml=b"<workbook/>"), "TEP002", "hỏng"),
        (zip_of(xl__workbook_xml=b"<workbook/>", xl__bomb=bytes(60 * 1024 * 1024)), "TEP006", "60"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_plain_words(
    tmp_path: Path, content: bytes, code: str, words: str
) -> None:
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(content)
    problem = refusal(path)
    assert (problem.code, words in str(problem)) == (code, True), str(problem)


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "TEP005"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: float) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert refusal(path).code == "TEP002"


def test_flipped_bytes_never_raise(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    content = path.read_bytes()
    for position in range(40, len(content), 211):
        path.write_bytes(content[:position] + bytes([content[position] ^ 0x5A]) + content[position + 1 :])
        book, problems = read_workbook(path)
        assert book is not None or problems[0].code.startswith("TEP"), position


def test_an_entity_of_a_hostile_sheet_is_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    doctype = f'<!DOCTYPE worksheet [<!ENTITY leak SYSTEM "{secret.as_uri()}">]><worksheet'.encode()

    def attack(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        assert b">I.1<" in content
        return content.replace(b"<worksheet", doctype, 1).replace(b">I.1<", b">I.1&leak;<")

    book, problems = read_workbook(with_parts(path, attack))
    assert "bí mật" not in str(book) + str(problems)


def fill_by_xlsxwriter(book: xlsxwriter.Workbook) -> None:
    """The minimal dossier in a shared table of texts, as Excel keeps them; openpyxl writes them into the cells."""
    for title, rows in minimal_sheets().items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [str(value) if isinstance(value, date) else value for value in row])


def test_shared_texts_and_results_written_by_another_program_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    with xlsxwriter.Workbook(path) as book:
        legacy = book.add_format({"font_name": ".VnTime"})
        share = book.add_format({"num_format": "0.0%"})
        fill_by_xlsxwriter(book)
        sheet = book.get_worksheet_by_name(TASKS)
        sheet.write_formula("J2", "=1/8", share, 0.125)
        sheet.write_rich_string("J3", "Sở ", legacy, "Tµi chÝnh")
        sheet.write_string("J4", "chữ", legacy)
    read_back, problems = read(path)
    assert problems == []
    assert [(cell.value, cell.font) for cell in (row.cells["Ghi chú"] for row in read_back.rows(TASKS))] == [
        (Decimal("12.5"), ""),
        ("Sở Tài chính", ""),
        ("chữ", ".VnTime"),
    ]
    assert read_back.rows(TASKS)[0].cells["Tên nhóm"].text == "Hạ tầng số"


def test_the_reading_aid_of_a_shared_text_is_not_its_text(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill_by_xlsxwriter(book)
    guided = b'<r><t>I.1</t></r><rPh sb="0" eb="1"><t>mot</t></rPh>'
    with_parts(path, lambda name, content: content.replace(b"<t>I.1</t>", guided) if "shared" in name else content)
    read_back, _ = read(path)
    assert read_back.rows(TASKS)[0].cells["Mã"].text == "I.1"


def test_rows_and_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())

    def strip_addresses(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        return re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", content)

    book, problems = read(with_parts(path, strip_addresses))
    assert problems == []
    assert [row.ref.number for row in book.rows(SETTINGS)] == list(range(2, 16))


def test_a_chart_sheet_is_no_data_sheet(tmp_path: Path) -> None:
    def add_chart_sheet(book: Workbook) -> None:
        book.create_chartsheet("Chỉ tiêu")

    book, problems = read(edited(tmp_path, add_chart_sheet))
    assert "Chỉ tiêu" not in book.sheets
    assert problems == []
