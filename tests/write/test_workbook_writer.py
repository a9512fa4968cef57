"""A dossier workbook written from records: real dates, text that stays text, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from generator.core.problems import Severity, WrongUsage
from generator.read.column_guide import GUIDE, SETTING_NOTES
from generator.read.columns import SCHEMAS, SETTING_KEYS, SheetTitle
from generator.read.plan_table import read_plan
from generator.read.workbook import read_workbook
from generator.validate.cell_notes import check_notes
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import PlanDraft
from generator.validate.rows import validate
from generator.write.plan_into import put_tasks_into
from generator.write.workbook import CellMark, empty_workbook, workbook_bytes
from tests.workbook_builder import minimal_sheets, write_workbook

PLAN = Path(__file__).parents[2] / "inputs/plans/lai-chau-phan-cong-nq57-2025.txt"
HOSTILE = ["=1+1", "+84912", "-đ", "@SUM(A1)", "{{ 7*7 }}", "<b>&amp;</b>", "Hai\ndòng", "http://a.b/ c", "007"]


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def draft() -> PlanDraft:
    table, _ = read_plan(PLAN)
    assert table is not None
    return plan_draft(table)[0]


@cache
def nothing_in_it() -> Workbook:
    """A workbook without a row, opened once for all tests that only look at it."""
    return opened(workbook_bytes({}))


@cache
def imported() -> bytes:
    return workbook_bytes(draft().sheets())


@cache
def hostile() -> Workbook:
    """One hostile text a row, from the second on."""
    rows = [{"Mã": f"I.{number}", "Nội dung nhiệm vụ": text} for number, text in enumerate(HOSTILE, start=1)]
    return opened(workbook_bytes({SheetTitle.TASKS: rows}))


def column(rows: Iterable[Sequence[object]], position: int) -> list[object]:
    return [row[position] for row in rows]


def test_a_workbook_has_every_sheet_of_the_schema_with_its_headers() -> None:
    book = nothing_in_it()
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert visible == ["Hướng dẫn", *(schema.title for schema in SCHEMAS)]
    for schema in SCHEMAS:
        sheet = book[schema.title]
        assert [cell.value for cell in sheet[1]] == [column.title for column in schema.columns]
        assert all(cell.font.bold and cell.fill.fgColor.rgb != "00000000" for cell in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref


def test_dates_and_numbers_are_real_ones() -> None:
    row: Mapping[str, object] = {
        "Mã nhiệm vụ": "I.1",
        "Kỳ báo cáo": "2025-Q3",
        "Ngày hoàn thành": date(2025, 8, 20),
        "Tỷ lệ hoàn thành (%)": Decimal("37.6"),
    }
    sheet = opened(workbook_bytes({SheetTitle.PROGRESS: [row]}))["Tiến độ"]
    assert (sheet["D2"].value, sheet["D2"].number_format) == (datetime(2025, 8, 20), "dd/mm/yyyy")
    assert (sheet["E2"].value, sheet["E2"].data_type) == (37.6, "n")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    cell = hostile()["Nhiệm vụ"][f"E{HOSTILE.index(text) + 2}"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = imported(), workbook_bytes(draft().sheets())
    assert first == second
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_column_the_schema_lacks_is_kept_at_the_right() -> None:
    sheet = opened(workbook_bytes({SheetTitle.AGENCIES: [{"Tên cơ quan": "Sở A", "Số điện thoại": "0213"}]}))["Cơ quan"]
    assert [cell.value for cell in sheet[1]][-1] == "Số điện thoại"
    assert [cell.value for cell in sheet[2]] == ["Sở A", None, None, None, "0213"]


def test_a_text_too_long_for_excel_stops_the_writing_and_names_its_row() -> None:
    row = {"Kỳ báo cáo": "2025", "Mục": "Mở đầu", "Nội dung": "a" * 32_768}
    with pytest.raises(WrongUsage, match=r"“Nội dung”, dòng 2: một ô có 32\.768 ký tự"):
        workbook_bytes({SheetTitle.NARRATIVES: [row]})


def test_an_imported_plan_becomes_a_dossier_with_all_keys_tasks_and_agencies() -> None:
    book = opened(imported())
    settings = list(book["Thông tin chung"].iter_rows(min_row=2, values_only=True))
    assert column(settings, 0) == [key.title for key in SETTING_KEYS]
    assert dict(settings)["Cơ quan ban hành kế hoạch"] == "Ủy ban nhân dân tỉnh Lai Châu"
    tasks = list(book["Nhiệm vụ"].iter_rows(min_row=2, values_only=True))
    assert len(tasks) == 40
    assert tasks[0][5] == "Các sở, ban, ngành; Các địa phương"
    agencies = list(book["Cơ quan"].iter_rows(min_row=2, values_only=True))
    assert ("Sở Tài chính", "STC") in [(row[0], row[1]) for row in agencies]


def test_an_imported_plan_is_a_dossier_without_errors(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(imported())
    book, problems = read_workbook(path)
    assert book is not None, problems
    dossier, more = validate(book)
    assert dossier is not None
    assert [problem for problem in (*problems, *more) if problem.severity is not Severity.NOTE] == []
    assert [task.code for task in dossier.tasks] == [task.code for task in draft().tasks]
    assert dossier.tasks[0].lead == ("Các sở, ban, ngành", "Các địa phương")


def test_an_empty_workbook_offers_the_choices_of_its_columns() -> None:
    book = nothing_in_it()
    offered = {}
    for title, cell in (("Tiến độ", "C2"), ("Chỉ tiêu", "E2"), ("Nội dung", "B2")):
        rule = rule_of(book[title], cell)
        sheet, cells = str(rule.formula1).replace("$", "").split("!")
        offered[title] = [one.value for (one,) in book[sheet.strip("'")][cells]]
    assert offered["Tiến độ"] == ["Chưa thực hiện", "Đang thực hiện", "Hoàn thành", "Tạm dừng"]
    assert offered["Chỉ tiêu"] == ["Tăng", "Giảm"]
    assert "Tồn tại, hạn chế" in offered["Nội dung"]
    assert len(offered["Nội dung"]) == 12


@pytest.mark.parametrize(
    ("sheet", "cell", "source"),
    [
        ("Nhiệm vụ", "F2", "'Cơ quan'!$A$2"),
        ("Tiến độ", "A2", "'Nhiệm vụ'!$A$2"),
        ("Số liệu", "A2", "'Chỉ tiêu'!$A$2"),
        ("Giải ngân", "A2", "'Kinh phí'!$A$2"),
    ],
)
def test_codes_and_agencies_are_chosen_from_their_own_sheets_as_long_as_they_are(
    sheet: str, cell: str, source: str
) -> None:
    formula = rule_of(nothing_in_it()[sheet], cell).formula1
    assert formula.startswith(f"OFFSET({source},0,0,MAX(1,COUNTA(")


def test_every_column_says_in_a_note_how_to_fill_it_and_messages_are_vietnamese() -> None:
    book = nothing_in_it()
    for schema in SCHEMAS:
        sheet = book[schema.title]
        for cell, column in zip(sheet[1], schema.columns, strict=True):
            assert GUIDE[schema.title][column.title].note in cell.comment.text
            assert cell.comment.text.startswith("Bắt buộc. ") == column.required
        for rule in sheet.data_validations.dataValidation:
            assert rule.type in (None, "none") or rule.error


def test_headers_and_tabs_are_protected_without_a_password_and_cells_are_open() -> None:
    book = nothing_in_it()
    assert book.security.lockStructure
    for schema in SCHEMAS:
        sheet = book[schema.title]
        assert sheet.protection.sheet and sheet.protection.password is None
        assert not (sheet.protection.sort or sheet.protection.autoFilter or sheet.protection.insertRows)
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(dimension.protection.locked for dimension in sheet.column_dimensions.values())


def test_codes_periods_targets_and_texts_stay_as_typed_and_days_show_as_days() -> None:
    book = nothing_in_it()
    shown = {(sheet, letter): book[sheet].column_dimensions[letter].number_format for sheet, letter in (
        ("Nhiệm vụ", "A"), ("Tiến độ", "B"), ("Chỉ tiêu", "F"), ("Tiến độ", "D"), ("Kinh phí", "F"),
    )}  # fmt: skip
    assert list(shown.values()) == ["@", "@", "@", "dd/mm/yyyy", "#,##0"]


def test_a_new_workbook_explains_itself_and_has_room_for_repeated_keys() -> None:
    book = opened(empty_workbook())
    words = " ".join(str(cell.value) for row in book["Hướng dẫn"].iter_rows() for cell in row if cell.value)
    assert all(column.title in words for schema in SCHEMAS for column in schema.columns)
    keys = column(book["Thông tin chung"].iter_rows(min_row=2, values_only=True), 0)
    assert list(dict.fromkeys(keys)) == [key.title for key in SETTING_KEYS]
    assert (keys.count("Quyền hạn ký"), keys.count("Nơi nhận")) == (2, 3)


def test_a_doubtful_cell_is_coloured_and_says_why() -> None:
    mark = CellMark(SheetTitle.TASKS, 2, "Nội dung nhiệm vụ", "Dòng không có số thứ tự.")
    rows = [{"Mã": "I.1", "Nội dung nhiệm vụ": "=HYPERLINK(1)"}]
    cell = opened(workbook_bytes({SheetTitle.TASKS: rows}, [mark]))["Nhiệm vụ"]["E2"]
    assert (cell.value, cell.data_type, cell.fill.fgColor.rgb) == ("=HYPERLINK(1)", "s", "FFFFEB9C")
    assert cell.comment.text == "Chương trình ghi: Dòng không có số thứ tự."


def test_a_doubtful_number_stays_a_number_and_its_note_is_known_for_the_programs_own(tmp_path: Path) -> None:
    said = "“1,234” có thể là 1,234 hoặc 1.234; đã hiểu là 1,234."
    rows = [{"Mã": "KP01", "Nguồn vốn": "Ngân sách tỉnh", "Kế hoạch (triệu đồng)": Decimal("1.234")}]
    mark = CellMark(SheetTitle.FUNDING, 2, "Kế hoạch (triệu đồng)", said)
    path = tmp_path / "hs.xlsx"
    path.write_bytes(workbook_bytes({SheetTitle.FUNDING: rows}, [mark]))
    book, _ = read_workbook(path)
    assert book is not None
    cell = book.rows("Kinh phí")[0].cells["Kế hoạch (triệu đồng)"]
    assert (cell.value, cell.comment) == (Decimal("1.234"), f"Chương trình ghi: {said}")
    assert not list(check_notes(book))


def test_the_guide_speaks_of_every_column_and_every_key_and_of_nothing_else() -> None:
    assert {title: list(columns) for title, columns in GUIDE.items()} == {
        schema.title: [column.title for column in schema.columns] for schema in SCHEMAS
    }
    assert list(SETTING_NOTES) == [key.title for key in SETTING_KEYS]
    assert all(len(f"{one.note} Ví dụ: {one.example}.") <= 255 for sheet in GUIDE.values() for one in sheet.values())


def rule_of(sheet: Any, cell: str) -> Any:
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_a_plan_put_into_an_empty_sheet_leaves_all_else_as_it_was(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    kept = sheets["Tiến độ"]
    del sheets["Nhiệm vụ"][1:]
    sheets["Thông tin chung"] = [["Mục", "Giá trị"], ["Địa danh", "Phong Thổ"], ["Tên kế hoạch", None]]
    sheets["Cơ quan"] = [["Tên cơ quan"], ["Sở Tài chính"]]
    existing = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    book = opened(put_tasks_into(existing, draft()))
    assert book["Nhiệm vụ"].max_row == 41
    assert book["Nhiệm vụ"]["A41"].value == "VII.2"
    assert column(book["Cơ quan"].iter_rows(values_only=True), 0) == ["Tên cơ quan", "Sở Tài chính"]
    settings = dict(book["Thông tin chung"].iter_rows(values_only=True))
    assert settings["Địa danh"] == "Phong Thổ"
    assert str(settings["Tên kế hoạch"]).startswith("Kế hoạch phân công")
    assert settings["Ký hiệu cơ quan"] == "UBND"
    assert column(book["Tiến độ"].iter_rows(values_only=True), 0) == column(kept, 0)


def test_missing_sheets_and_columns_are_added_when_a_plan_is_put_in(tmp_path: Path) -> None:
    existing = write_workbook(tmp_path / "ho-so.xlsx", {"nhiệm vụ": [["Mã", "STT", "Của riêng"]], "Khác": [["x"]]})
    book = opened(put_tasks_into(existing, draft()))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert visible == ["nhiệm vụ", "Khác", "Cơ quan", "Thông tin chung"]
    header = [cell.value for cell in book["nhiệm vụ"][1]]
    assert header[:3] == ["Mã", "STT", "Của riêng"]
    row = dict(zip(header, [cell.value for cell in book["nhiệm vụ"][2]], strict=True))
    assert (row["Mã"], row["STT"], row["Của riêng"]) == ("I.1", "1", None)
    assert str(row["Nội dung nhiệm vụ"]).startswith("Phát huy vai trò")


def test_tasks_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    existing = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    before = existing.read_bytes()
    with pytest.raises(WrongUsage, match="đã có nhiệm vụ"):
        put_tasks_into(existing, draft())
    assert existing.read_bytes() == before


@pytest.mark.parametrize("content", [None, b"khong phai so tinh"])
def test_putting_into_no_workbook_says_so(tmp_path: Path, content: bytes | None) -> None:
    existing = tmp_path / "ho-so.xlsx"
    if content is not None:
        existing.write_bytes(content)
    with pytest.raises(WrongUsage, match=r"ho-so\.xlsx") as refused:
        put_tasks_into(existing, draft())
    assert refused.value.next_step


def test_formula_like_text_of_a_plan_stays_text_in_an_existing_workbook(tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("TT\tNội dung nhiệm vụ\tCơ quan chủ trì\n1\t=HYPERLINK(1)\tSở A", "utf-8")
    table, _ = read_plan(plan)
    assert table is not None
    existing = write_workbook(tmp_path / "ho-so.xlsx", {"Nhiệm vụ": [["Mã", "Nội dung nhiệm vụ"]]})
    cell = opened(put_tasks_into(existing, plan_draft(table)[0]))["Nhiệm vụ"]["B2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
