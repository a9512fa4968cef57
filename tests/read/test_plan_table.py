"""A plan's task table: the same forty tasks whether the plan is text, Word or Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from openpyxl import Workbook

from generator.core.problems import Problem
from generator.read.plan_table import PlanTable, read_plan
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import DraftTask, PlanDraft

PLAN = Path(__file__).parents[2] / "inputs/plans/lai-chau-phan-cong-nq57-2025.txt"
HEADER = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả dự kiến", "Thời gian hoàn thành"]
CUT_TASKS = ["I.5", "III.2", "III.8", "V.8", "V.11", "VI.3"]
LED_BY_SCIENCE = [
    *("I.3", "I.4", "I.7", "I.8", "II.1", "II.2", "II.3"),
    *("III.1", "III.2", "III.3", "III.4", "III.7", "III.8"),
    *("IV.1", "V.12", "VI.1", "VI.2", "VI.3", "VII.2"),
]
CODES = [
    *(f"I.{number}" for number in range(1, 9)),
    *(f"II.{number}" for number in range(1, 4)),
    *(f"III.{number}" for number in range(1, 10)),
    "IV.1",
    *(f"V.{number}" for number in range(2, 15)),
    *(f"VI.{number}" for number in range(1, 5)),
    *(f"VII.{number}" for number in range(1, 3)),
]


def imported(path: Path) -> tuple[PlanDraft, list[Problem]]:
    table, problems = read_plan(path)
    assert table is not None, problems
    draft, more = plan_draft(table)
    return draft, problems + more


def task(draft: PlanDraft, code: str) -> DraftTask:
    return next(task for task in draft.tasks if task.code == code)


def seed_lines() -> list[list[str]]:
    return [line.split("\t") for line in PLAN.read_text("utf-8").splitlines()]


def text_plan(tmp_path: Path, rows: Sequence[Sequence[str]], *above: str) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text("\n".join([*above, *("\t".join(row) for row in rows)]), "utf-8")
    return path


def word_plan(path: Path, header_again: bool) -> Path:
    """The seed as Word file: paragraphs, then one table whose cut rows are rows of their own."""
    document = Document()
    rows: list[list[str]] = []
    for cells in seed_lines():
        if len(cells) == 1:
            if cells[0] and not rows:
                document.add_paragraph(cells[0])
        elif header_again or cells[0] != "TT" or not rows:
            rows.append(cells)
    table = document.add_table(len(rows), len(HEADER))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def excel_plan(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    for number, cells in enumerate(seed_lines(), start=1):
        for column, text in enumerate(cells, start=1):
            sheet.cell(number, column, text or None)
    book.save(path)
    return path


def test_the_plan_of_lai_chau_has_forty_tasks_in_seven_groups() -> None:
    draft, _ = imported(PLAN)
    assert [task.code for task in draft.tasks] == CODES
    groups = Counter(task.group for task in draft.tasks)
    assert groups == {"I": 8, "II": 3, "III": 9, "IV": 1, "V": 13, "VI": 4, "VII": 2}
    assert task(draft, "IV.1").group_title.startswith("Phát triển nguồn nhân lực đáp ứng")


def test_rows_cut_by_a_page_break_are_whole_again() -> None:
    draft, problems = imported(PLAN)
    assert task(draft, "I.5").content.endswith("hướng tới tối thiếu đạt 25%.")
    assert task(draft, "I.5").expected_result == (
        "Tỉ lệ cán bộ có chuyên môn, kinh nghiệm về khoa học kỹ thuật trong đội ngũ cấp ủy và lãnh đạo cơ quan."
    )
    assert task(draft, "III.2").support == ("Các doanh nghiệp Bưu chính viễn thông",)
    assert task(draft, "III.8").content.endswith("theo quy định, hướng đẫn của Trung ương.")
    assert task(draft, "III.8").support == ("Các sở, ban, ngành", "Các địa phương")
    assert task(draft, "III.8").expected_result == "Hạ tầng kỹ thuật đảm bảo an toàn thông tin"
    assert "thủ tục hành chính trong các lĩnh vực liên quan" in task(draft, "V.8").content
    assert "triển khai tiếp nhận, giải quyết thủ tục" in task(draft, "V.11").content
    assert len([problem for problem in problems if problem.code == "NK002"]) == len(CUT_TASKS)


def test_a_fragment_one_column_too_far_right_goes_to_the_agency_it_completes() -> None:
    draft, problems = imported(PLAN)
    cut = task(draft, "VI.3")
    assert (cut.lead, cut.support) == (("Sở Khoa học và Công nghệ",), ())
    assert cut.expected_result == "Kế hoạch được ban hành"
    assert any("“và Công nghệ” lệch" in problem.message for problem in problems)
    assert {problem.code for problem in problems} == {"NK002", "NK004"}


def test_a_group_that_begins_at_two_keeps_the_plans_numbers_and_is_noted() -> None:
    _, problems = imported(PLAN)
    gaps = [problem for problem in problems if problem.code == "NK004"]
    assert [(gap.place.cell, "Nhóm V: số thứ tự bắt đầu từ số 2" in gap.message) for gap in gaps] == [("dòng 47", True)]


def test_agencies_are_told_apart_and_written_in_their_most_frequent_spelling() -> None:
    draft, _ = imported(PLAN)
    assert task(draft, "I.1").lead == ("Các sở, ban, ngành", "Các địa phương")
    assert task(draft, "I.8").lead == ("Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch")
    assert task(draft, "VII.2").support == ("Các sở, ban, ngành", "Các địa phương")
    by_name = {agency.name: agency for agency in draft.agencies}
    assert by_name["Sở Văn hóa, Thể thao và Du lịch"].aliases == ("Sở Văn hóa Thể thao và Du lịch",)
    assert by_name["Sở Khoa học và Công nghệ"].abbreviation == "SKHCN"
    lead_of_science = [task for task in draft.tasks if "Sở Khoa học và Công nghệ" in task.lead]
    assert [task.code for task in lead_of_science] == LED_BY_SCIENCE


def test_the_heading_fills_what_it_tells_and_a_number_left_open_stays_empty() -> None:
    draft, _ = imported(PLAN)
    assert draft.settings["Cơ quan ban hành kế hoạch"] == "Ủy ban nhân dân tỉnh Lai Châu"
    assert draft.settings["Địa danh"] == "Lai Châu"
    assert str(draft.settings["Tên kế hoạch"]).startswith("Kế hoạch phân công triển khai thực hiện các nhiệm vụ")
    assert "Số ký hiệu kế hoạch" not in draft.settings
    assert "Ngày kế hoạch" not in draft.settings


def test_number_and_date_of_a_plan_are_read_from_its_heading(tmp_path: Path) -> None:
    above = (
        "Số: 2391/KH-UBND",
        "Lai Châu, ngày 03 tháng 4 năm 2026",
        "KẾ HOẠCH",
        "Thực hiện Nghị quyết số 10-NQ/TU",
        "",
    )
    draft, _ = imported(text_plan(tmp_path, [HEADER, ["1", "Việc một", "Sở A", "", "", ""]], *above))
    assert draft.settings == {
        "Tên kế hoạch": "Kế hoạch thực hiện Nghị quyết số 10-NQ/TU",
        "Trích yếu": "thực hiện Nghị quyết số 10-NQ/TU",
        "Số ký hiệu kế hoạch": "2391/KH-UBND",
        "Ký hiệu cơ quan": "UBND",
        "Ngày kế hoạch": date(2026, 4, 3),
        "Địa danh": "Lai Châu",
    }


@pytest.mark.parametrize("header_again", [True, False], ids=["header repeated", "header once"])
def test_a_word_file_gives_the_same_workbook_rows_as_the_text(tmp_path: Path, header_again: bool) -> None:
    from_word, _ = imported(word_plan(tmp_path / "ke-hoach.docx", header_again))
    assert from_word.sheets() == imported(PLAN)[0].sheets()


def test_an_excel_file_gives_the_same_workbook_rows_as_the_text(tmp_path: Path) -> None:
    from_excel, _ = imported(excel_plan(tmp_path / "ke-hoach.xlsx"))
    assert from_excel.sheets() == imported(PLAN)[0].sheets()


def test_word_tables_that_a_page_parts_are_one_table(tmp_path: Path) -> None:
    document = Document()
    document.add_table(1, 2).rows[0].cells[0].text = "ỦY BAN NHÂN DÂN TỈNH"
    for rows in ([HEADER, ["1", "Việc một", "Sở A", "", "", ""]], [["2", "Việc hai", "Sở B", "", "", ""]]):
        document.add_paragraph("")
        table = document.add_table(len(rows), len(HEADER))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.add_table(1, 2).rows[0].cells[1].text = "KT. CHỦ TỊCH"
    document.save(str(tmp_path / "hai-bang.docx"))
    draft, problems = imported(tmp_path / "hai-bang.docx")
    assert [(task.code, task.content) for task in draft.tasks] == [("1", "Việc một"), ("2", "Việc hai")]
    assert problems == []


def numbered(cell: _Cell) -> None:
    """Gives the cell's paragraph the automatic number of python-docx's style "List Number" (1., 2., …)."""
    cell.paragraphs[0].style = "List Number"


def test_automatic_numbers_and_merged_cells_of_word_are_read_as_they_look(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(5, 6)
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 5)).text = "I. Hạ tầng số"
    for row, content in ((2, "Việc một"), (3, "Việc hai"), (4, "Việc ba")):
        numbered(table.cell(row, 0))
        table.cell(row, 1).text = content
    table.cell(2, 2).merge(table.cell(3, 2)).text = "Sở Tài chính"
    table.cell(4, 2).text = "Sở Nội vụ"
    document.save(str(tmp_path / "tu-danh-so.docx"))
    draft, problems = imported(tmp_path / "tu-danh-so.docx")
    assert [(task.code, task.group_title, task.lead) for task in draft.tasks] == [
        ("I.1", "Hạ tầng số", ("Sở Tài chính",)),
        ("I.2", "Hạ tầng số", ("Sở Tài chính",)),
        ("I.3", "Hạ tầng số", ("Sở Nội vụ",)),
    ]
    assert problems == []


def test_deleted_text_of_tracked_changes_is_left_out(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 6)
    for row, cells in zip(table.rows, (HEADER, ["1", "Việc ", "Sở A", "", "", ""]), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for tag, inner, text in (("w:del", "w:delText", "bỏ đi"), ("w:ins", "w:t", "thêm vào")):
        change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        piece.text = text
        run.append(piece)
        change.append(run)
        table.cell(1, 1).paragraphs[0]._p.append(change)
    assert table.cell(1, 1)._tc.findall(f".//{qn('w:del')}")
    document.save(str(tmp_path / "sua-doi.docx"))
    assert imported(tmp_path / "sua-doi.docx")[0].tasks[0].content == "Việc thêm vào"


def test_an_excel_header_in_two_rows_and_real_dates_are_understood(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Số TT", "Nhiệm vụ", "Cơ quan thực hiện", None, "Thời hạn"])
    sheet.append([None, None, "Chủ trì", "Phối hợp", None])
    sheet.merge_cells("C1:D1")
    sheet.append([1, "Việc một", "Sở A", "Sở B", date(2025, 9, 30)])
    book.save(tmp_path / "hai-dong.xlsx")
    (only,) = imported(tmp_path / "hai-dong.xlsx")[0].tasks
    assert (only.code, only.lead, only.support, only.deadline) == ("1", ("Sở A",), ("Sở B",), "30/9/2025")


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([["A", "Phần một"], ["I", "Nhóm"], ["1", "Việc", "Sở A"], ["B", "Phần hai"], ["1", "Việc", "Sở A"]],
         ["A.I.1", "B.1"]),
        ([["1", "Nhóm một"], ["1.1", "Việc", "Sở A"], ["1.2", "Việc", "Sở A"], ["2", "Việc", "Sở A"]],
         ["1.1", "1.2", "2"]),
        ([["I", "Nhóm"], ["1", "Việc chung"], ["a)", "Việc", "Sở A"], ["b)", "Việc", "Sở A"]], ["I.1.a", "I.1.b"]),
        ([["01", "Việc", "Sở A"], ["02.", "Việc", "Sở A"]], ["1", "2"]),
        ([["", "I. Nhóm"], ["1", "Việc", "Sở A"], ["", "Việc không số.", "Sở B"]], ["I.1"]),
        ([["I", "Nhóm"], ["1", "Việc xong.", "Sở A"], ["", "Việc không số", "Sở B"]], ["I.1", "I.1b"]),
        ([["1", "Việc", "Sở A"], ["1", "Việc", "Sở A"]], ["1", "1-2"]),
    ],
)  # fmt: skip
def test_codes_follow_the_plans_own_numbers(tmp_path: Path, rows: list[list[str]], codes: list[str]) -> None:
    padded = [row + [""] * (6 - len(row)) for row in rows]
    draft, _ = imported(text_plan(tmp_path, [HEADER, *padded]))
    assert [task.code for task in draft.tasks] == codes


def test_groups_whose_numbers_run_on_have_no_gap(tmp_path: Path) -> None:
    rows = [["I", "Một"], ["1", "Việc", "Sở A"], ["2", "Việc", "Sở A"], ["II", "Hai"], ["3", "Việc", "Sở A"]]
    _, problems = imported(text_plan(tmp_path, [HEADER, *(row + [""] * (6 - len(row)) for row in rows)]))
    assert problems == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", "", "", "chữ lạc", "", ""], "NK003"),
        (["", "Việc mới.", "Sở B", "", "", ""], "NK003"),
        (["4", "Việc bốn", "Sở B", "", "", ""], "NK004"),
        (["2", "Việc hai", "", "", "", ""], "NK003"),
        (["", "viết tiếp", "", "", "", ""], "NK002"),
    ],
)
def test_what_is_unclear_is_reported_with_its_line(tmp_path: Path, row: list[str], code: str) -> None:
    _, problems = imported(text_plan(tmp_path, [HEADER, ["1", "Việc một.", "Sở A", "", "", ""], row]))
    assert (code, "dòng 3") in [(problem.code, problem.place.cell) for problem in problems]


def test_text_between_two_pages_of_the_table_is_not_swallowed(tmp_path: Path) -> None:
    path = tmp_path / "chen.txt"
    first, second = "\t".join(["1", "Việc", "Sở A", "", "", ""]), "\t".join(["2", "Việc", "Sở A", "", "", ""])
    path.write_text("\n".join(["\t".join(HEADER), first, "2", "Đoạn lạc giữa bảng", second, "Nơi nhận:"]), "utf-8")
    draft, problems = imported(path)
    assert len(draft.tasks) == 2
    assert [(problem.code, "Đoạn lạc giữa bảng" in problem.message) for problem in problems] == [("NK003", True)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("ke-hoach.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "TEP007"),
        ("ke-hoach.pdf", b"%PDF-1.7", "TEP007"),
        ("ke-hoach.jpg", b"\xff\xd8\xff", "TEP007"),
        ("ke-hoach.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "TEP008"),
        ("ke-hoach.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "TEP003"),
        ("ke-hoach.docx", b"khong phai zip", "TEP008"),
        ("ke-hoach.xlsx", b"", "TEP008"),
        ("ke-hoach.txt", b"K\xd5 ho\xb9ch", "TEP008"),
        ("ke-hoach.txt", "Kế hoạch không có bảng".encode(), "NK001"),
        ("ke-hoach.txt", b"", "NK001"),
    ],
)
def test_a_file_without_a_readable_task_table_is_a_problem_with_a_way_out(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    table, problems = read_plan(tmp_path / name)
    assert (table, [problem.code for problem in problems]) == (None, [code])
    assert problems[0].fix


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_package_cut_short_is_a_problem(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ke-hoach{suffix}"
    whole = word_plan(path, True) if suffix == ".docx" else excel_plan(path)
    path.write_bytes(whole.read_bytes()[:-2000])
    assert [problem.code for problem in read_plan(path)[1]] == ["TEP008"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in read_plan(tmp_path / "khong-co.docx")[1]] == ["TEP001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_may_carry_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(PLAN.read_text("utf-8").encode(encoding))
    table, _ = read_plan(path)
    assert isinstance(table, PlanTable)
    assert len(plan_draft(table)[0].tasks) == 40


def test_hostile_text_of_a_plan_stays_text(tmp_path: Path) -> None:
    rows = [HEADER, ["1", "{{ 7*7 }} <b>&amp;</b>", "=cmd|' /C calc'!A0", "", "", ""]]
    (only,) = imported(text_plan(tmp_path, rows))[0].tasks
    assert (only.content, only.lead) == ("{{ 7*7 }} <b>&amp;</b>", ("=cmd|' /C calc'!A0",))
