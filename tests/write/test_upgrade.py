"""An older workbook gets what it lacks; what a person put into it stays, byte for byte where nothing was added."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from generator.core.problems import BadDossier
from generator.read.columns import SCHEMA_BY_TITLE, SCHEMAS, SheetTitle
from generator.read.workbook import read_workbook
from generator.validate.rows import validate
from generator.write.upgrade import upgraded
from generator.write.workbook import empty_workbook
from tests.workbook_builder import minimal_sheets, write_workbook


def lived_in(path: Path) -> Path:
    """A workbook as people leave it: formulas, comments, a chart, a table, own sheets, own rules; a column short."""
    sheets = minimal_sheets()
    sheets["Tiến độ"] = [row[:8] for row in sheets["Tiến độ"]]
    sheets["Riêng của tôi"] = [["Tổng", "=SUM('Tiến độ'!E2:E9)"], ["Tên", "Số"], ["b", 2]]
    write_workbook(path, sheets)
    book = load_workbook(path)
    progress, own = book["Tiến độ"], book["Riêng của tôi"]
    progress["F2"].comment = Comment("Hỏi lại Sở", "Lan")
    progress["F2"].fill = PatternFill("solid", fgColor="FF00FF00")
    progress["F2"].font = Font(name="Arial", italic=True)
    progress.conditional_formatting.add("E2:E99", _rule())
    progress.add_data_validation(DataValidation("list", formula1='"Hoàn thành,Khác"', sqref="C2:C9"))
    own.add_table(Table(displayName="Rieng", ref="A2:B3"))
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=2, max_row=3))
    own.add_chart(chart, "D2")
    book.save(path)
    return path


def _rule() -> object:
    from openpyxl.formatting.rule import CellIsRule

    return CellIsRule(operator="lessThan", formula=["50"], fill=PatternFill("solid", bgColor="FFFF0000"))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_was_missing_is_added_and_said(tmp_path: Path) -> None:
    content, added = upgraded(lived_in(tmp_path / "cu.xlsx"))
    assert "cột “Đơn vị báo cáo” của trang “Tiến độ”" in added
    assert "trang “Giải ngân”" in added
    book = load_workbook(io.BytesIO(content))
    assert {schema.title for schema in SCHEMAS} <= set(book.sheetnames)
    for schema in SCHEMAS:
        header = [cell.value for cell in book[schema.title][1]]
        assert {column.title for column in schema.columns} <= set(header)
    assert book["Số liệu"].freeze_panes == "A2"
    assert {str(rule.sqref) for rule in book["Số liệu"].data_validations.dataValidation} >= {"A2:A2000", "B2:B2000"}


def test_parts_without_an_addition_keep_every_byte(tmp_path: Path) -> None:
    path = lived_in(tmp_path / "cu.xlsx")
    before, after = parts(path.read_bytes()), parts(upgraded(path)[0])
    changed = {name for name in before if before[name] != after[name]}
    sheets = {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}  # Nhiệm vụ and Tiến độ lack a column each
    book = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert changed == sheets | book
    assert any("chart" in name for name in before)


def test_in_the_changed_sheet_only_the_new_header_is_new(tmp_path: Path) -> None:
    path = lived_in(tmp_path / "cu.xlsx")
    old, new = load_workbook(path)["Tiến độ"], load_workbook(io.BytesIO(upgraded(path)[0]))["Tiến độ"]
    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert (twin.value, twin.number_format) == (cell.value, cell.number_format)
            assert (repr(twin.font), repr(twin.fill)) == (repr(cell.font), repr(cell.fill))
    assert new["F2"].comment.text == "Hỏi lại Sở"
    lacked = {column.title for column in SCHEMA_BY_TITLE[SheetTitle.PROGRESS].columns} - {one.value for one in old[1]}
    assert {one.value for one in new[1]} - {one.value for one in old[1]} == lacked
    assert [str(rule.sqref) for rule in new.data_validations.dataValidation] == ["C2:C9"]
    assert [str(one.sqref) for one in new.conditional_formatting] == ["E2:E99"]


def test_formulas_stay_formulas(tmp_path: Path) -> None:
    content, _ = upgraded(lived_in(tmp_path / "cu.xlsx"))
    assert load_workbook(io.BytesIO(content))["Riêng của tôi"]["B1"].value == "=SUM('Tiến độ'!E2:E9)"


def test_the_upgraded_workbook_says_the_same(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "cu.xlsx", minimal_sheets())
    new = tmp_path / "moi.xlsx"
    new.write_bytes(upgraded(path)[0])
    book, problems = read_workbook(new)
    assert book is not None and problems == []
    dossier, more = validate(book)
    assert dossier is not None and more == []
    assert [task.code for task in dossier.tasks] == ["I.1", "I.2", "II.1"]


def test_nothing_missing_means_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "moi.xlsx"
    path.write_bytes(empty_workbook())
    assert upgraded(path) == (path.read_bytes(), ())


def test_no_workbook_is_refused_with_its_problem(tmp_path: Path) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(b"PK\x03\x04 hong")
    with pytest.raises(BadDossier) as refused:
        upgraded(path)
    assert [problem.code for problem in refused.value.problems] == ["TEP002"]


def test_an_empty_sheet_gets_all_its_headers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Nhiệm vụ"
    book.save(tmp_path / "cu.xlsx")
    new = load_workbook(io.BytesIO(upgraded(tmp_path / "cu.xlsx")[0]))
    assert [cell.value for cell in new["Nhiệm vụ"][1]][:3] == ["Mã", "Nhóm", "Tên nhóm"]
