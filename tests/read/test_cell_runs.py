"""Struck words are left out and told, old fonts are read run by run, raised digits lengthen no number."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill

from generator.core.rows import Book, Cell, CellFault, HowRead
from generator.core.vietnamese import clean
from generator.read.workbook import read_workbook
from generator.stories.dossier import check
from generator.stories.intake import repair_workbook
from tests.workbook_builder import minimal_sheets, write_workbook

CASES = Path(__file__).resolve().parents[1] / "cases" / "workbook"
TASKS = "Nhiệm vụ"
STRUCK, VN, TIMES = InlineFont(strike=True), InlineFont(rFont=".VnTime"), InlineFont(rFont="Times New Roman")


def run(text: str, **look: object) -> TextBlock:
    return TextBlock(InlineFont(**look), text)


def read(tmp_path: Path, value: object, font: Font | None = None) -> Cell:
    """The cell as read from the column "Ghi chú"."""
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = openpyxl.load_workbook(path)
    book[TASKS]["J2"].value = value
    if font is not None:
        book[TASKS]["J2"].font = font
    book.save(path)
    found, _ = read_workbook(path)
    assert found is not None
    return found.rows(TASKS)[0].cells["Ghi chú"]


def text_at(book: Book, sheet: str, row: int, letter: str) -> str:
    found = book.rows(sheet)[row]
    title = next(title for title, column in found.ref.columns.items() if column == letter)
    return clean(found.cells[title].text)


def told(cell: Cell) -> list[tuple[HowRead, str]]:
    return [(one.how, one.what) for one in cell.told]


@pytest.mark.parametrize(
    ("value", "text", "struck"),
    [
        (CellRichText(run("Chưa xong. ", strike=True), "Đã xong."), "Đã xong.", "Chưa xong."),
        (CellRichText("Đã xong", run(" chưa", strike=True)), "Đã xong", "chưa"),
        (CellRichText(run("60", strike=True), run("70", b=True)), "70", "60"),
        (CellRichText(run("a", strike=True), "b", run("c", strike=True)), "b", "a c"),
        (CellRichText(run("Sở A", strike=True), "\n", "Sở B"), "\nSở B", "Sở A"),
        (CellRichText(run("bỏ", strike=True, rFont=".VnTime"), "giữ"), "giữ", "bỏ"),
    ],
)
def test_struck_words_are_left_out_and_told(tmp_path: Path, value: object, text: str, struck: str) -> None:
    cell = read(tmp_path, value)
    assert (cell.text, told(cell)) == (text, [(HowRead.STRUCK, struck)])


@pytest.mark.parametrize("value", ["Không làm nữa", 60, 0.5, True])
def test_a_cell_struck_through_as_a_whole_is_empty_and_told(tmp_path: Path, value: object) -> None:
    cell = read(tmp_path, value, Font(strike=True))
    assert cell.text == cell.value == ""
    assert [how for how, _ in told(cell)] == [HowRead.STRUCK]


def test_words_without_a_stroke_in_a_struck_cell_are_read(tmp_path: Path) -> None:
    cell = read(tmp_path, CellRichText("cũ ", run("mới", b=True)), Font(strike=True))
    assert (cell.text, told(cell)) == ("mới", [(HowRead.STRUCK, "cũ")])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (CellRichText(run("®· ®­a", rFont=".VnTime"), run(" tại trụ sở", rFont="Arial")), "đã đưa tại trụ sở"),
        (CellRichText("Sở ", run("Tµi chÝnh", rFont=".VnArial")), "Sở Tài chính"),
        (CellRichText("Uỷ ban ", run("nhaân daân", rFont="VNI-Times")), "Uỷ ban nhân dân"),
        (CellRichText(run("®· ", rFont=".VnTime"), run("ñònh", rFont="VNI-Helve")), "đã định"),
        (CellRichText(run("ü", rFont="Wingdings"), " Đã xong"), "✓ Đã xong"),
        (CellRichText("tốc độ ", run("\u00b3", rFont="Symbol"), " 95%"), "tốc độ ≥ 95%"),
    ],
)
def test_runs_of_an_old_font_are_read_as_they_look_and_told(tmp_path: Path, value: object, text: str) -> None:
    cell = read(tmp_path, value)
    assert (cell.text, cell.font) == (text, "")
    assert [how for how, _ in told(cell)] == [HowRead.CONVERTED]


def test_a_run_without_a_font_of_its_own_has_the_cells(tmp_path: Path) -> None:
    cell = read(tmp_path, CellRichText("®· ", run("đưa", rFont="Arial")), Font(name=".VnTime"))
    assert (cell.text, told(cell)) == ("đã đưa", [(HowRead.CONVERTED, ".VnTime")])


def test_a_cell_all_in_one_old_font_keeps_its_letters_for_the_question(tmp_path: Path) -> None:
    cell = read(tmp_path, CellRichText(run("®· ", rFont=".VnTime", b=True), run("®­a", rFont=".VnTime")))
    assert (cell.text, cell.font, cell.told) == ("®· ®­a", ".VnTime", ())


def test_a_tick_in_a_cell_of_wingdings_is_a_tick(tmp_path: Path) -> None:
    assert read(tmp_path, "ü", Font(name="Wingdings")).text == "✓"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (CellRichText("85", run("1", vertAlign="superscript")), "85¹"),
        (CellRichText("120 m", run("2", vertAlign="superscript")), "120 m²"),
        (CellRichText("CO", run("2", vertAlign="subscript")), "CO₂"),
        (CellRichText("7,6", run("(1)", vertAlign="superscript")), "7,6⁽¹⁾"),
        (CellRichText("85", run("1", vertAlign="baseline")), "851"),
    ],
)
def test_raised_digits_do_not_lengthen_what_they_stand_at(tmp_path: Path, value: object, text: str) -> None:
    assert read(tmp_path, value).text == text


def test_a_row_struck_through_as_a_whole_is_no_row_and_told_once(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = openpyxl.load_workbook(path)
    for cell in book[TASKS][3]:
        cell.font = Font(strike=True)
    before = len(read_workbook(path)[0].rows(TASKS))  # type: ignore[union-attr]
    book.save(path)
    found, problems = read_workbook(path)
    assert found is not None and len(found.rows(TASKS)) == before - 1
    assert [(one.code, one.place.cell) for one in problems] == [("KT001", "A3")]


@pytest.mark.parametrize(
    ("name", "sheet", "row", "column", "text", "code"),
    [
        ("w17-strike", "Tiến độ", 1, "F", "Đã chọn nhà thầu.", "KT001"),
        ("e33-tcvn3-mixed-runs", "Tiến độ", 1, "F", "đã đưa vào sử dụng tại trụ sở Ủy ban nhân dân.", "KT003"),
        ("e01-softhyphen-code", "Tiến độ", 0, "A", "I.1", "GT012"),
        ("e06-eth-status", "Tiến độ", 1, "C", "Đang thực hiện", "KT004"),
        ("e15-tab-vt", "Tiến độ", 1, "F", "Đã chọn nhà\nthầu\ndòng hai", None),
        ("e11-pua-bullet", "Nội dung", 1, "C", "• Tiến độ mua sắm chậm.\n✓ Đã xong.", "KT005"),
    ],
)
def test_the_case_is_read_right_told_and_fixed(
    tmp_path: Path, name: str, sheet: str, row: int, column: str, text: str, code: str | None
) -> None:
    path = CASES / f"{name}.xlsx"
    book, _ = read_workbook(path)
    assert book is not None and text_at(book, sheet, row, column) == text
    codes = [one.code for one in check(path).problems if one.code.startswith(("KT", "GT", "MA"))]
    assert codes == ([code] if code else [])
    repair_workbook(path, tmp_path / "sua.xlsx")
    fixed, _ = read_workbook(tmp_path / "sua.xlsx")
    assert fixed is not None and text_at(fixed, sheet, row, column) == text
    left = [one.code for one in check(tmp_path / "sua.xlsx").problems if one.code.startswith(("KT", "GT", "MA"))]
    assert left == (["KT001"] if name == "w17-strike" else [])


# --- what is in the colour of the cell ---------------------------------------------------------------------------


WHITE, ALMOST, PAPER = Color(rgb="FFFFFFFF"), Color(rgb="FFFDFDFD"), Color(theme=0)


@pytest.mark.parametrize("colour", [WHITE, ALMOST, PAPER, Color(indexed=9), Color(theme=1, tint=1.0)])
def test_letters_in_the_colour_of_the_paper_are_left_out_and_told(tmp_path: Path, colour: Color) -> None:
    cell = read(tmp_path, CellRichText(run("1", color=colour), run("62", color=Color(rgb="FF000000"))))
    assert (cell.text, told(cell)) == ("62", [(HowRead.UNSEEN, "1")])


def test_letters_of_a_point_are_left_out_and_told(tmp_path: Path) -> None:
    cell = read(tmp_path, CellRichText(run("1", sz=1), run("62", sz=12)))
    assert (cell.text, told(cell)) == ("62", [(HowRead.UNSEEN, "1")])
    assert read(tmp_path, 62, Font(size=1)).fault is CellFault.UNSEEN


@pytest.mark.parametrize("colour", [Color(rgb="FFD9D9D9"), Color(theme=1), Color(auto=True), Color(rgb="FFFFFF00")])
def test_letters_in_any_other_colour_are_read(tmp_path: Path, colour: Color) -> None:
    cell = read(tmp_path, CellRichText(run("1", color=colour), run("62", color=Color(rgb="FF000000"))))
    assert (cell.text, told(cell)) == ("162", [])


def test_white_letters_on_a_dark_cell_are_seen_and_dark_ones_are_not(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = openpyxl.load_workbook(path)
    for place, colour in (("J2", "FFFFFFFF"), ("J3", "FF1F4E79")):
        book[TASKS][place].value = "Ghi"
        book[TASKS][place].font = Font(color=colour)
        book[TASKS][place].fill = PatternFill("solid", fgColor="FF1F4E79")
    book.save(path)
    found, _ = read_workbook(path)
    assert found is not None
    first, second = (row.cells["Ghi chú"] for row in found.rows(TASKS)[:2])
    assert (first.value, first.fault) == ("Ghi", None)
    assert (second.value, second.fault, second.text) == (None, CellFault.UNSEEN, "Ghi")


@pytest.mark.parametrize("value", ["Đang thực hiện", 62])
def test_a_cell_all_in_white_is_at_fault_and_keeps_what_it_holds(tmp_path: Path, value: object) -> None:
    cell = read(tmp_path, value, Font(color="FFFFFFFF"))
    assert (cell.value, cell.fault, cell.text) == (None, CellFault.UNSEEN, str(value))


def test_a_required_cell_of_which_nothing_is_seen_stops_its_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = openpyxl.load_workbook(path)
    book[TASKS]["A2"].font = Font(color="FFFFFFFF")
    book.save(path)
    found = check(path)
    assert [(one.code, one.place.cell) for one in found.problems if one.place.sheet == TASKS] == [
        ("GT040", "A2"),
        ("GT001", "A2"),
    ]
    assert found.dossier is not None
    assert [task.code for task in found.dossier.tasks] == ["I.2", "II.1"]
