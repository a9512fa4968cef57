"""Bad input never crashes and is never swallowed, item by item: a workbook, a code, a message.

`ITEMS` is the table. Where a test of another file shows the item more closely, it is named beside it.
"""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.core.problems import CATALOGUE, BadDossier, Severity
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.jobs import Job
from tests.workbook_builder import minimal_sheets, write_workbook

Sheets = dict[str, list[list[object]]]
SCIENCE = "Sở Khoa học và Công nghệ"
DONE = "Hoàn thành"


@dataclass(frozen=True, slots=True)
class Item:
    """`said` are the words of the rule, `code` what is reported, `change` what makes the workbook bad."""

    said: str
    code: str
    change: Callable[[Sheets], object]
    place: str | None = None


def put(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet][row].__setitem__(column, value)


def add(sheet: str, *row: object) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet].append(list(row))


def money(*paid: tuple[str, object, object], stated: object = None) -> Callable[[Sheets], object]:
    def change(sheets: Sheets) -> None:
        sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Kế hoạch (triệu đồng)"], ["KP1", "Ngân sách tỉnh", 1000]]
        sheets["Giải ngân"] = [["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"]]
        sheets["Giải ngân"] += [["KP1", *row] for row in paid]
        if stated is not None:
            sheets["Thông tin chung"].append(["Tổng kinh phí theo kế hoạch", stated])

    return change


def figures(*values: tuple[str, object]) -> Callable[[Sheets], object]:
    def change(sheets: Sheets) -> None:
        sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Mục tiêu"], ["CT1", "Tỷ lệ", 80]]
        sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], *(["CT1", *row] for row in values)]

    return change


ITEMS = (
    Item("wrong dates", "GT004", put("Tiến độ", 1, 3, "31/6/2025"), "D2"),
    Item("unknown codes", "MA002", put("Tiến độ", 1, 0, "IX.9"), "A2"),
    Item("duplicate codes", "MA001", add("Nhiệm vụ", "I.1", None, None, None, "Việc khác"), "A5"),
    Item("progress for an unknown task", "MA002", add("Tiến độ", "V.1", "2025-Q3", "Đang thực hiện"), "A5"),
    Item("completed without a date", "TD001", put("Tiến độ", 1, 3, None), "D2"),
    Item("completed before the plan", "TD002", put("Tiến độ", 1, 3, date(2025, 1, 5)), "D2"),
    Item("two rows for one task and period", "MA003", add("Tiến độ", "I.2", "quý III/2025", "Đang thực hiện"), "A5"),
    Item("percent over 100", "GT008", put("Tiến độ", 2, 4, 140), "E3"),
    Item("formulas with no cached value", "GT009", put("Tiến độ", 2, 4, "=20+20"), "E3"),
    Item("NFD text", "GT011", put("Tiến độ", 1, 5, unicodedata.normalize("NFD", "Đã ban hành đề án")), "F2"),
    Item("text typed in legacy fonts", "GT013", put("Tiến độ", 1, 5, "§· ban hµnh kÕ ho¹ch"), "F2"),
    Item("text typed in legacy fonts", "GT013", put("Tiến độ", 1, 5, "Ñaõ ban haønh keá hoaïch"), "F2"),
    Item("control characters", "GT012", put("Tiến độ", 1, 5, "Đã ban\u200b hành"), "F2"),
    Item("not a number", "GT002", put("Tiến độ", 2, 4, "bốn mươi"), "E3"),
    Item("a number read two ways", "GT003", put("Tiến độ", 2, 4, "12.5"), "E3"),
    Item("not a period", "GT006", put("Tiến độ", 1, 1, "quý V/2025"), "B2"),
    Item("a status that is none", "GT007", put("Tiến độ", 1, 2, "gần xong"), "C2"),
    Item("a required cell left empty", "GT001", put("Nhiệm vụ", 1, 4, None), "E2"),
    Item("a deadline in words", "GT014", put("Nhiệm vụ", 1, 8, "khi có hướng dẫn"), "I2"),
    Item("a near miss of a header", "BNG004", put("Nhiệm vụ", 0, 5, "Cơ quan chủ chì"), "F1"),
    Item("a required column missing", "BNG002", put("Tiến độ", 0, 2, "Màu sắc"), "K1"),
    Item("a required sheet missing", "BNG001", lambda sheets: sheets.pop("Thông tin chung")),
    Item("a required setting missing", "TTC001", put("Thông tin chung", 4, 1, None), "B5"),
    Item("the sum of Kinh phí against the total", "KP003", money(stated=2000)),
    Item("disbursed ≤ allocated", "KP001", money(("2025-Q3", 100, 200)), "D2"),
    Item("allocated ≤ planned", "KP002", money(("2025-Q3", 1200, 200)), "C2"),
    Item("cumulative figures that fall", "KP004", money(("2025-Q2", 500, 300), ("2025-Q3", 500, 200)), "D3"),
    Item("two sums for one moment", "KP014", money(("2025-Q3", 500, 200), ("2025-09", 500, 300)), "D3"),
    Item("two sums for one moment", "KP014", money(("2025-09", 500, 300), ("2025-Q3", 500, 200)), "D3"),
    Item("a figure ten times the last one", "CT002", figures(("2025-Q2", "6,5"), ("2025-Q3", 65)), "C3"),
    Item("a figure a tenth of the last one", "CT002", figures(("2025-Q3", "6,5"), ("2025-Q2", 65)), "C2"),
    Item("a share that falls", "TD006", add("Tiến độ", "I.2", "2025-Q4", "Đang thực hiện", None, 10), "E5"),
    Item("a completion taken back", "TD007", add("Tiến độ", "I.1", "2025-Q4", "Đang thực hiện"), "C5"),
    Item("a month that denies its quarter", "TD007", add("Tiến độ", "I.1", "2025-09", "Đang thực hiện"), "C5"),
)


@pytest.mark.parametrize("item", ITEMS, ids=[f"{item.said} {number}" for number, item in enumerate(ITEMS)])
def test_every_item_has_its_code_its_cell_and_a_way_out(tmp_path: Path, item: Item) -> None:
    sheets = minimal_sheets()
    item.change(sheets)
    problems = check(write_workbook(tmp_path / "ho-so.xlsx", sheets)).problems
    assert {problem.code for problem in problems} == {item.code}
    (first, *_) = [problem for problem in problems if item.place in (None, problem.place.cell)]
    assert first.message.endswith((".", "?")) and first.fix
    assert first.place.file and (first.message[0].isupper() or first.message[0] == "“")


def test_the_workbook_without_a_change_is_sound(tmp_path: Path) -> None:
    assert check(write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())).problems == ()


# --- what no row of cells can show ---------------------------------------------------------------


def _merged(path: Path) -> None:
    book = load_workbook(path)
    book["Tiến độ"].merge_cells("F2:F3")
    book.save(path)


def _hidden(path: Path) -> None:
    book = load_workbook(path)
    book["Tiến độ"].row_dimensions[3].hidden = True
    book.save(path)


def _error_cell(path: Path) -> None:
    book = load_workbook(path)
    book["Tiến độ"]["E3"].value = "#REF!"
    book["Tiến độ"]["E3"].data_type = "e"
    book.save(path)


def _encrypted(path: Path) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def _renamed_word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 80_000_000)


FILES: tuple[tuple[str, str, Callable[[Path], object]], ...] = (
    ("merged cells", "BNG006", _merged),
    ("hidden rows", "BNG007", _hidden),
    ("error cells", "GT010", _error_cell),
    ("an unreadable file", "TEP002", lambda path: path.write_bytes(path.read_bytes()[:900])),
    ("an encrypted file", "TEP003", _encrypted),
    (".xls", "TEP004", lambda path: path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)),
    ("a renamed file", "TEP005", _renamed_word),
    ("a zip bomb", "TEP006", _bomb),
    ("a missing file", "TEP001", Path.unlink),
)


@pytest.mark.parametrize(("said", "code", "change"), FILES, ids=[said for said, _, _ in FILES])
def test_every_bad_file_is_told_and_nothing_is_written(
    tmp_path: Path, said: str, code: str, change: Callable[[Path], object]
) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    change(path)
    problems = check(path).problems
    assert {problem.code for problem in problems} == {code}, said
    assert all(problem.message and problem.fix for problem in problems)
    if CATALOGUE[code].severity is Severity.ERROR:
        with pytest.raises(BadDossier):
            build(Job(path, "2025-Q3", out=tmp_path / "ra"))
        assert not (tmp_path / "ra").exists()


def test_all_problems_come_in_one_run(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    chosen = [item for item in ITEMS if item.code in {"GT004", "GT008", "GT014", "GT011"} and item.said != "NFD text"]
    for item in chosen:
        item.change(sheets)
    found = [problem.code for problem in check(write_workbook(tmp_path / "ho-so.xlsx", sheets)).problems]
    assert sorted(found) == sorted(item.code for item in chosen) and len(found) == 3


def test_a_dossier_is_only_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "ho-so.xlsx", minimal_sheets())
    copy = Path(shutil.copy(path, tmp_path / "truoc.xlsx"))
    check(path)
    assert path.read_bytes() == copy.read_bytes()
