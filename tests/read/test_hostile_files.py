"""Files made to break a reader: refused in words or read, at once and in little memory; a spoilt run of the fuzzer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.core.limits import CELLS, TEXT_FILE
from generator.core.problems import BadDossier, Problem
from generator.read.plan_files import plan_lines
from generator.read.record_nodes import Fields, Items, SyntaxFault, read_json, read_yaml
from generator.read.text_files import read_text_dossier
from generator.read.workbook import read_workbook
from generator.stories.build import check
from generator.stories.intake import upgrade_workbook
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parents[2]
SHEET = "xl/worksheets/sheet2.xml"
Change = Callable[[bytes], bytes]


def workbook_with(tmp_path: Path, change: Change, part: str = SHEET) -> Path:
    """A good small workbook, one part of which went through `change`."""
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert parts[part] != change(parts[part])
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def added(xml: bytes, before: bytes = b"</sheetData>") -> Change:
    return lambda content: content.replace(before, xml + before)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (added(b"<row>" + b"<c/>" * 1_500_000 + b"</row>"), SHEET),
        (added(b"<x/>" * 1_500_000), SHEET),
        (added(b"<row>" + b"<c><v>1</v></c>" * 7_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 5_400), SHEET),
        (added(b"<xf/>" * 5_000_000, b"</cellXfs>"), "xl/styles.xml"),
        (added(b"".join(b'<mergeCell ref="A2:A%d"/>' % (9999 + n) for n in range(10_010)), b"</worksheet>"), SHEET),
    ],
    ids=["one endless row", "endless tags", "endless values", "endless styles", "endless merges"],
)
def test_more_than_any_dossier_holds_is_refused_before_it_fills_the_memory(
    tmp_path: Path, change: Change, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CELLS.variable, "10000")  # the real bound takes a while to reach
    path = workbook_with(tmp_path, change, part)
    book, problems = read_workbook(path)
    assert (book, codes(problems)) == (None, ["TEP006"])
    assert codes(plan_lines(path)[1]) == ["TEP006"]


def test_ten_thousand_merges_over_ten_thousand_rows_take_no_time(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(10, 10_010))
    merges = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (n, n + 1) for n in range(10, 10_010, 2))
    tail = rows + b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    path = workbook_with(tmp_path, lambda content: content.replace(b"</sheetData>", tail))
    began = time.process_time()
    book, problems = read_workbook(path)
    assert time.process_time() - began < 8
    assert book is not None and codes(problems) == ["BNG006"] * 5000


def test_a_sheet_listed_again_and_again_is_read_once(tmp_path: Path) -> None:
    path = workbook_with(
        tmp_path, lambda content: re.sub(rb"<sheet [^>]*/>", lambda found: found[0] * 100, content), "xl/workbook.xml"
    )
    began = time.process_time()
    book, problems = read_workbook(path)
    assert book is not None and len(book.rows("Nhiệm vụ")) == 3 and problems == []
    assert len(plan_lines(path)[0]) == len(plan_lines(write_workbook(tmp_path / "b.xlsx", minimal_sheets()))[0])
    assert time.process_time() - began < 8
    path = workbook_with(
        tmp_path, lambda content: re.sub(rb"<sheet [^>]*/>", lambda found: found[0] * 300, content), "xl/workbook.xml"
    )
    assert codes(read_workbook(path)[1]) == ["TEP006"]


def test_ten_thousand_columns_are_read_past(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][0] += [f"Cột riêng {number}" for number in range(10_000)]
    book, problems = read_workbook(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert book is not None and len(book.rows("Nhiệm vụ")) == 3 and problems == []


@pytest.mark.parametrize("reference", [b"A" * 100_000 + b"9", b"", b"9", "Ơ7".encode()])
def test_an_address_that_is_none_costs_nothing(tmp_path: Path, reference: bytes) -> None:
    path = workbook_with(tmp_path, added(b'<row r="9"><c r="' + reference + b'"><v>1</v></c></row>'))
    began = time.process_time()
    book, problems = read_workbook(path)
    assert time.process_time() - began < 5
    assert book is not None or codes(problems) == ["TEP002"]


@pytest.mark.parametrize("number", [b"-1", b"9999", b"NaN", "²".encode()])
def test_a_cell_whose_shared_text_is_not_there_is_one_problem_and_never_another_text(
    number: bytes, tmp_path: Path
) -> None:
    path = workbook_with(tmp_path, added(b'<row r="9"><c r="A9" t="s"><v>' + number + b"</v></c></row>"))
    book, problems = read_workbook(path)
    assert book is not None and problems == []
    assert [(one.code, one.place.cell) for one in check(path).problems if one.place.cell == "A9"] == [("GT019", "A9")]


def test_the_longest_text_of_a_cell_is_read_whole(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][5] = "Đã ban hành. " * 2_520 + "Hết"
    book, _ = read_workbook(write_workbook(tmp_path / "ho-so.xlsx", sheets))
    assert book is not None
    text = book.rows("Tiến độ")[0].cells["Kết quả thực hiện"].text
    assert len(text) == 32_763 and text.endswith("Hết")


def test_macros_are_left_alone(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsm", minimal_sheets())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b'Shell "rm"')
    book, problems = read_workbook(path)
    assert book is not None and len(book.rows("Nhiệm vụ")) == 3 and problems == []


def test_a_part_packed_in_a_rare_way_and_damaged_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content = path.read_bytes()
    at = content.find(b"xl/workbook.xml") + len("xl/workbook.xml")
    path.write_bytes(content[: at + 6] + b"\xff" * 40 + content[at + 46 :])
    assert codes(read_workbook(path)[1]) == ["TEP002"]
    assert codes(plan_lines(path)[1]) == ["TEP008"]


def test_a_plan_kept_as_excel_has_its_merged_and_hidden_sheets_told_apart(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì"])
    book.active.append([1.2, "Một", "Sở A"])
    book.active.append([2, "Hai", None])
    book.active.merge_cells("C2:C3")
    hidden = book.create_sheet("Ẩn")
    hidden.append(["không đọc"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "ke-hoach.xlsx")
    lines, problems = plan_lines(tmp_path / "ke-hoach.xlsx")
    assert [(one.code, one.place.sheet) for one in problems] == [("NK014", "Ẩn")]
    assert [line.cells for line in lines][1:] == [("1.2", "Một", "Sở A"), ("2", "Hai", "")]
    assert lines[2].carried == {2: "Sở A"}


def test_a_comment_between_rows_does_not_stop_what_is_added_to_a_workbook(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, lambda content: content.replace(b"<row ", b"<!-- x --><row "))
    upgrade_workbook(path, tmp_path / "moi.xlsx")
    book, problems = read_workbook(tmp_path / "moi.xlsx")
    assert book is not None and len(book.rows("Nhiệm vụ")) == 3 and problems == []


def test_a_style_table_without_its_lists_is_refused_in_words(tmp_path: Path) -> None:
    def without_formats(content: bytes) -> bytes:
        return re.sub(rb"<cellXfs.*</cellXfs>", b"", content, flags=re.DOTALL)

    sheets = minimal_sheets()
    path = workbook_with(tmp_path, without_formats, "xl/styles.xml")
    assert "Số liệu" not in sheets and read_workbook(path)[0] is not None
    with pytest.raises(BadDossier) as refusal:
        upgrade_workbook(path, tmp_path / "moi.xlsx")
    assert codes(list(refusal.value.problems)) == ["TEP002"]


def test_a_part_that_only_a_change_comes_upon_is_refused_in_words(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, lambda content: b"<", "[Content_Types].xml")
    assert read_workbook(path)[0] is not None
    with pytest.raises(BadDossier) as refusal:
        upgrade_workbook(path, tmp_path / "moi.xlsx")
    assert codes(list(refusal.value.problems)) == ["TEP002"]


# --- YAML and JSON ---------------------------------------------------------------------------------


def test_a_billion_laughs_stay_a_few_nodes() -> None:
    lines = ["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    began = time.process_time()
    root = read_yaml("\n".join(lines))
    assert time.process_time() - began < 5
    assert isinstance(root, Fields)
    last = root.pairs[-1][2]
    assert isinstance(last, Items) and all(item is last.items[0] for item in last.items)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 5_000, "- " * 5_000, "&a [*a]", "? " * 3_000, "a: &b {c: *b}"]
)
def test_yaml_nested_without_end_is_a_fault_of_a_line(text: str) -> None:
    began = time.process_time()
    with pytest.raises(SyntaxFault):
        read_yaml(text)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("text", ["[" * 1_000_000, '{"a":' * 200_000, "[" * 60 + "]" * 60, "[" * 900 + "]" * 900])
def test_json_nested_without_end_is_a_fault_of_a_line(text: str) -> None:
    with pytest.raises(SyntaxFault):
        read_json(text)


def test_numbers_too_long_to_write_out_stay_text() -> None:
    root = read_json("[1e999999999, 1e5, %s]" % ("9" * 9_000))
    assert isinstance(root, Items)
    values = [item.value for item in root.items]  # type: ignore[union-attr]
    assert values == ["1e999999999", Decimal("1e5"), "9" * 9_000]


def test_half_a_letter_of_json_can_be_told_and_printed(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.json"
    path.write_text('{"Nhiệm vụ\\ud800": [{"Mã\\udc00": "\\ud83d"}], "Thông tin chung": [["\\ud800"]]}', "utf-8")
    _, problems = read_text_dossier(path)
    assert problems
    for problem in problems:
        (str(problem) + json.dumps(problem.as_json(), ensure_ascii=False)).encode("utf-8")


def test_a_text_dossier_larger_than_any_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.json"
    with path.open("wb") as stream:
        stream.truncate(TEXT_FILE.value() * 1_000_000 + 1)
    assert codes(read_text_dossier(path)[1]) == ["TEP006"]


# --- the fuzzer ------------------------------------------------------------------------------------


def test_a_short_run_of_spoilt_workbooks_ends_in_words() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--cases", "40", "--seed", "57"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "40 cases" in done.stdout and "'read'" in done.stdout and "'refused'" in done.stdout


def test_a_short_run_of_spoilt_word_files_through_every_command_ends_in_words() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--word", "--cases", "3", "--seed", "11"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 cases" in done.stdout and "'read'" in done.stdout
