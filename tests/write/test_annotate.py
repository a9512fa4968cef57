"""The annotated copy: wrong cells are coloured and explained, nothing else changes."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill

from cli import baocao
from generator.core.problems import BadDossier, Place, Problem, WrongUsage
from generator.terminal.command_line import run
from generator.write.annotate import ERROR_FILL, WARNING_FILL, annotate
from tests.workbook_builder import minimal_sheets, write_workbook

TASKS, PROGRESS = "Nhiệm vụ", "Tiến độ"
PROBLEMS = (
    Problem("GT004", Place("x", TASKS, "I2"), "Thời hạn “31/02/2026” không có thật.", "Ghi lại."),
    Problem("GT014", Place("x", TASKS, "I3"), "Thời hạn không quy được ra ngày."),
    Problem("GT011", Place("x", PROGRESS, "F2"), "Unicode tổ hợp."),
    Problem("GT010", Place("x", PROGRESS, "F2"), "Ô báo lỗi công thức."),
    Problem("GT012", Place("x", PROGRESS, "F2"), "Ký tự điều khiển."),
    Problem("BNG006", Place("x", TASKS, "C2:C3"), "Các ô bị gộp."),
    Problem("KP003", Place("x", TASKS, None), "Tổng không khớp."),
    Problem("TEP006", Place("x"), "Chỉ của tệp."),
    Problem("NK003", Place("x", "Trang lạ", "A1"), "Trang không có."),
)


def test_problem_cells_are_filled_and_commented_and_nothing_else_changes(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    before = path.read_bytes()
    out = annotate(path, PROBLEMS, tmp_path / "kiem-tra" / "chu-thich.xlsx")
    assert path.read_bytes() == before
    original, copy = load_workbook(path), load_workbook(out)
    filled, comments = {}, {}
    assert original.sheetnames == copy.sheetnames
    for sheet in copy:
        for row in sheet.iter_rows():
            for cell in row:
                twin = original[sheet.title][cell.coordinate]
                assert (cell.value, cell.number_format, repr(cell.font)) == (
                    twin.value,
                    twin.number_format,
                    repr(twin.font),
                )
                if cell.fill.fill_type:
                    filled[sheet.title, cell.coordinate] = cell.fill.fgColor.rgb
                if cell.comment:
                    comments[sheet.title, cell.coordinate] = cell.comment.text
    assert filled == {
        (TASKS, "I2"): ERROR_FILL,
        (TASKS, "I3"): WARNING_FILL,
        (TASKS, "C2"): WARNING_FILL,
        (TASKS, "C3"): WARNING_FILL,
        (PROGRESS, "F2"): ERROR_FILL,
    }
    assert comments == {
        (TASKS, "A1"): "Cảnh báo KP003: Tổng không khớp.",
        (TASKS, "I2"): "Lỗi GT004: Thời hạn “31/02/2026” không có thật. Ghi lại.",
        (TASKS, "I3"): "Cảnh báo GT014: Thời hạn không quy được ra ngày.",
        (TASKS, "C2"): "Cảnh báo BNG006: Các ô bị gộp.",
        (PROGRESS, "F2"): (
            "Cảnh báo GT011: Unicode tổ hợp.\nLỗi GT010: Ô báo lỗi công thức.\nCảnh báo GT012: Ký tự điều khiển."
        ),
    }


def test_the_original_is_never_overwritten(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    with pytest.raises(WrongUsage):
        annotate(path, PROBLEMS, path)


def test_a_file_that_is_no_workbook_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadDossier):
        annotate(path, PROBLEMS, tmp_path / "ra.xlsx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["ho-so.xlsx"]


# --- any workbook, everything else as it was ------------------------------------------------------

CASES = Path(__file__).resolve().parents[1] / "cases" / "annotate"
MAY_CHANGE = re.compile(
    r"xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/styles\.xml|\[Content_Types\]\.xml|.*[cC]omment.*|.*\.vml"
)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def notes(path: Path) -> dict[str, str]:
    book = load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def fills(path: Path) -> dict[str, str]:
    book = load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.fill.fgColor.rgb)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def run_check(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        run(baocao, ["check", *(str(word) for word in words)])
    shown = capsys.readouterr()
    return int(end.value.code or 0), " ".join((shown.out + shown.err).split())


@pytest.mark.parametrize("name", ["a02-emptyfill", "a06-fontfamily", "a20-rich-objects", "m1"])
def test_a_workbook_that_is_read_is_marked_and_its_other_parts_keep_their_bytes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = CASES / f"{name}.xlsx", tmp_path / "danh-dau.xlsx"
    _, said = run_check(source, "--annotate", out, capsys=capsys)
    before, after = parts(source), parts(out)
    assert not before.keys() - after.keys()
    assert [one for one in before if before[one] != after[one] and not MAY_CHANGE.fullmatch(one)] == []
    text = b"".join(data for part, data in after.items() if "omment" in part).decode()
    codes = re.findall(r"\[([A-Z]+\d+)\]", said)
    assert codes and all(code in text for code in codes)


def test_a_group_title_merged_over_its_row_is_told_where_it_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run_check(CASES / "m1.xlsx", "--annotate", tmp_path / "ra.xlsx", capsys=capsys)
    assert code == 1 and "“Nhóm”, “Tên nhóm” của từng dòng trong nhóm" in said
    with zipfile.ZipFile(tmp_path / "ra.xlsx") as package:
        comments = next(package.read(name).decode() for name in package.namelist() if "comment3" in name)
    assert 'ref="A2"' in comments and 'ref="E2"' not in comments  # E2 is covered by A2


def test_drawings_sparklines_and_data_bars_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ra.xlsx"
    run_check(CASES / "a20-rich-objects.xlsx", "--annotate", out, capsys=capsys)
    old, new = parts(CASES / "a20-rich-objects.xlsx"), parts(out)
    for one in ("sparkline", "dataBar", "xdr:sp", "controls", "legacyDrawing"):
        count = sum(data.count(one.encode()) for data in old.values())
        assert sum(data.count(one.encode()) for data in new.values()) >= count, one


# --- the marked copy comes back ------------------------------------------------------------------


def test_marks_are_taken_out_when_the_copy_comes_back(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    marked = annotate(path, PROBLEMS, tmp_path / "mot.xlsx")
    again = annotate(marked, PROBLEMS[1:2], tmp_path / "hai.xlsx")
    assert notes(again) == {f"{TASKS}!I3": "Cảnh báo GT014: Thời hạn không quy được ra ngày."}
    assert fills(again) == {**fills(path), f"{TASKS}!I3": WARNING_FILL}
    clean = annotate(again, (), tmp_path / "ba.xlsx")
    assert (notes(clean), fills(clean)) == (notes(path), fills(path))


def test_marks_are_known_after_another_program_has_saved_the_copy(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    marked = annotate(path, PROBLEMS, tmp_path / "mot.xlsx")
    book = load_workbook(marked)
    book[TASKS].insert_rows(2)
    book.save(marked)
    clean = annotate(marked, (), tmp_path / "hai.xlsx")
    assert (notes(clean), fills(clean)) == ({}, {})


@pytest.mark.parametrize("colour", [Color(rgb="FFDDEBF7"), Color(theme=4, tint=0.5), Color(indexed=44)])
def test_a_cell_s_own_colour_and_a_person_s_note_come_back(tmp_path: Path, colour: Color) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    cell = book[TASKS]["I2"]
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.comment = Comment("Chị Hoa: hỏi lại\nSở Tài chính", "Hoa")
    book[TASKS]["I3"].fill = PatternFill("lightUp", fgColor="FF0000FF")
    book.save(path)
    marked = annotate(path, PROBLEMS, tmp_path / "mot.xlsx")
    seen = load_workbook(marked)[TASKS]
    assert seen["I2"].fill.fgColor.rgb == ERROR_FILL and seen["I2"].comment.text.startswith("Chị Hoa: hỏi lại\n")
    assert seen["I3"].fill.fill_type == "lightUp" and "GT014" in seen["I3"].comment.text
    back = load_workbook(annotate(marked, (), tmp_path / "hai.xlsx"))[TASKS]
    assert back["I2"].comment.text == "Chị Hoa: hỏi lại\nSở Tài chính" and back["I3"].comment is None
    fill = back["I2"].fill
    assert (fill.fill_type, fill.fgColor.type, fill.fgColor.value) == ("solid", colour.type, colour.value)
    assert fill.fgColor.tint == colour.tint and back["I3"].fill.fill_type == "lightUp"


def test_the_yellow_of_a_person_is_left_alone(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    book = load_workbook(path)
    book[TASKS]["C3"].fill = PatternFill("solid", fgColor="FFFFEB9C")
    book[TASKS]["C3"].comment = Comment("Lỗi đánh máy: xem lại", "Hoa")
    book.save(path)
    out = annotate(path, (), tmp_path / "ra.xlsx")
    assert notes(out) == notes(path) and fills(out) == fills(path)


def test_a_repaired_copy_has_no_marks_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked, fixed = tmp_path / "mot.xlsx", tmp_path / "hai.xlsx"
    run_check(CASES / "a02-emptyfill.xlsx", "--annotate", marked, capsys=capsys)
    run_check(marked, "--fix", fixed, capsys=capsys)
    with zipfile.ZipFile(fixed) as package:
        comments = b"".join(package.read(name) for name in package.namelist() if "comment" in name)
    assert b"GT014" not in comments and b"<comment " not in comments


# --- the list is told whatever happens to the copy -----------------------------------------------


@pytest.mark.parametrize("target", ["", "khong-ghi-duoc/x/ra.xlsx"])
def test_the_problems_are_listed_though_the_copy_cannot_be_written(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "m1.xlsx"
    source.write_bytes((CASES / "m1.xlsx").read_bytes())
    (tmp_path / "khong-ghi-duoc").write_text("một tệp")
    code, said = run_check(source, "--annotate", tmp_path / target if target else source, capsys=capsys)
    assert code != 0 and "[GT001]" in said and "[BNG006]" in said and "Không ghi được bản đánh dấu" in said
    assert "directory" not in said and source.read_bytes() == (CASES / "m1.xlsx").read_bytes()


def test_thousands_of_marks_take_seconds(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets[PROGRESS] += [["x"] * len(sheets[PROGRESS][0]) for _ in range(3000)]
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    many = [
        Problem("GT010", Place("x", PROGRESS, f"{letter}{row}"), "Sai.") for row in range(2, 3002) for letter in "AB"
    ]
    started = time.process_time()
    out = annotate(path, many, tmp_path / "ra.xlsx")
    annotate(out, (), tmp_path / "sach.xlsx")
    assert time.process_time() - started < 20
    assert len(fills(out)) - len(fills(path)) == 6000 and notes(tmp_path / "sach.xlsx") == {}
