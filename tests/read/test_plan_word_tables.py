"""Task tables as Word files really have them: merged cells, headers in rows, groups outside, numbers in the text."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.table import Table, _Cell
from openpyxl import load_workbook

from generator.core.problems import BadDossier, Problem
from generator.read.plan_table import read_plan
from generator.stories.import_plan import import_plan
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import PlanDraft
from generator.write.plan_into import put_tasks_into
from generator.write.workbook import empty_workbook

HEADER = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả dự kiến", "Thời gian hoàn thành"]
FINANCE, HOME = "Sở Tài chính", "Sở Nội vụ"
FIRST = ["1", "Việc A", FINANCE, "", "KH", "31/12/2025"]
SECOND = ["2", "Việc B", HOME, "", "KH", "Quý III/2025"]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
"""A picture of one point, PNG."""
Block = Sequence[Sequence[str]] | str


def word_plan(path: Path, blocks: Sequence[Block], change: Callable[[list[Table]], None] = lambda tables: None) -> Path:
    """A Word file of paragraphs (texts) and tables (rows); `change` merges cells."""
    document = Document()
    tables = []
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=max(map(len, block)))
        for line, row in enumerate(block):
            for column, text in enumerate(row):
                table.cell(line, column).text = text
        tables.append(table)
    change(tables)
    document.save(str(path))
    return path


def imported(path: Path) -> tuple[PlanDraft, list[Problem]]:
    table, problems = read_plan(path)
    assert table is not None, problems
    draft, more = plan_draft(table)
    return draft, problems + more


def merged(*areas: tuple[int, int, int, int]) -> Callable[[list[Table]], None]:
    def change(tables: list[Table]) -> None:
        for top, left, bottom, right in areas:
            tables[0].cell(top, left).merge(tables[0].cell(bottom, right))

    return change


def test_a_header_of_three_rows_with_column_numbers_is_no_task(tmp_path: Path) -> None:
    above = ["TT", "Nội dung nhiệm vụ", "Phân công thực hiện", "", "Kết quả dự kiến", "Thời gian hoàn thành"]
    below = ["", "", "Cơ quan chủ trì", "Cơ quan phối hợp", "", ""]
    numbers = [f"({number})" for number in range(1, 7)]
    path = word_plan(
        tmp_path / "a.docx",
        [[above, below, numbers, FIRST, SECOND]],
        merged((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)),
    )
    draft, problems = imported(path)
    assert [(task.code, task.content, task.lead) for task in draft.tasks] == [
        ("1", "Việc A", (FINANCE,)),
        ("2", "Việc B", (HOME,)),
    ]
    assert problems == []


def test_group_rows_merged_over_all_columns_are_groups(tmp_path: Path) -> None:
    rows = [HEADER, ["A. PHẦN CHUNG"], ["I. Hạ tầng"], FIRST, SECOND, ["II", "Nhân lực"], FIRST]
    draft, _ = imported(word_plan(tmp_path / "a.docx", [rows], merged((1, 0, 1, 5), (2, 0, 2, 5))))
    assert [task.code for task in draft.tasks] == ["A.I.1", "A.I.2", "A.II.1"]
    assert {task.group_title for task in draft.tasks} == {"PHẦN CHUNG - Hạ tầng", "PHẦN CHUNG - Nhân lực"}


def test_an_agency_merged_down_leads_every_task_beside_it(tmp_path: Path) -> None:
    rows = [HEADER, FIRST, ["2", "Việc B", "", "", "BC", ""], ["3", "Việc C", HOME, "", "BC", "2025"]]
    draft, _ = imported(word_plan(tmp_path / "a.docx", [rows], merged((1, 2, 2, 2), (1, 5, 2, 5))))
    assert [task.lead for task in draft.tasks] == [(FINANCE,), (FINANCE,), (HOME,)]
    assert draft.tasks[1].deadline == "31/12/2025"


def test_numbers_inside_numbers_make_groups_inside_groups(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["I", "Nhóm"],
        ["1", "Nhiệm vụ lớn"],
        ["1.1", "Việc nhỏ A", FINANCE, "", "KH", "2025"],
        ["1.2", "Việc nhỏ B", HOME, "", "KH", "2025"],
        ["2", "Nhiệm vụ hai"],
        ["a)", "ý a", FINANCE, "", "KH", "2025"],
        ["b)", "ý b", HOME, "", "KH", "2025"],
    ]
    draft, _ = imported(word_plan(tmp_path / "a.docx", [rows]))
    assert [task.code for task in draft.tasks] == ["I.1.1", "I.1.2", "I.2.a", "I.2.b"]


def test_group_titles_above_their_own_tables_are_groups_and_are_told(tmp_path: Path) -> None:
    tables = ["I. NHÓM VỀ HẠ TẦNG", [HEADER, FIRST], "II. NHÓM VỀ NHÂN LỰC", [HEADER, FIRST, SECOND], "Nơi nhận:"]
    draft, problems = imported(word_plan(tmp_path / "a.docx", [*tables, [["Nơi nhận", "KT. CHỦ TỊCH"]]]))
    assert [task.code for task in draft.tasks] == ["I.1", "II.1", "II.2"]
    assert [task.group_title for task in draft.tasks][:2] == ["NHÓM VỀ HẠ TẦNG", "NHÓM VỀ NHÂN LỰC"]
    assert [(problem.code, problem.place.cell) for problem in problems] == [("NK003", "đoạn 1"), ("NK003", "đoạn 2")]


def test_a_header_repeated_by_hand_and_a_total_are_no_tasks(tmp_path: Path) -> None:
    rows = [HEADER, FIRST, HEADER, SECOND, ["", "Tổng cộng: 2 nhiệm vụ"]]
    draft, problems = imported(word_plan(tmp_path / "a.docx", [rows]))
    assert [task.content for task in draft.tasks] == ["Việc A", "Việc B"]
    assert [problem.message for problem in problems] == ["Dòng “Tổng cộng: 2 nhiệm vụ” là dòng tổng, đã bỏ qua."]


@pytest.mark.parametrize("numbers", [("1. ", "2) "), ("", "")])
def test_a_table_without_a_column_of_numbers_still_has_its_tasks_apart(
    tmp_path: Path, numbers: tuple[str, str]
) -> None:
    rows = [HEADER[1:], [numbers[0] + "Việc A", *FIRST[2:]], [numbers[1] + "Việc B", *SECOND[2:]]]
    draft, _ = imported(word_plan(tmp_path / "a.docx", [rows]))
    assert [(task.code, task.content) for task in draft.tasks] == [("1", "Việc A"), ("2", "Việc B")]


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", (HOME,), (FINANCE,)),
        ("Sở Nội vụ chủ trì; Sở Tài chính phối hợp", (HOME,), (FINANCE,)),
        ("Chủ trì: Sở Nội vụ\nPhối hợp: Sở Tài chính; Sở Y tế", (HOME,), (FINANCE, "Sở Y tế")),
        ("Giao Sở Nội vụ thực hiện", (HOME,), ()),
        ("Sở Nội vụ (chủ trì); Sở Tài chính, Sở Y tế (phối hợp)", (HOME,), (FINANCE, "Sở Y tế")),
        ("Sở Nội vụ (cơ quan chủ trì), Sở Tài chính (phối hợp), Sở Y tế (phối hợp)", (HOME,), (FINANCE, "Sở Y tế")),
        ("Sở Nội vụ (chủ trì)", (HOME,), ()),
    ],
)
def test_roles_put_into_words_are_parted_and_told(
    tmp_path: Path, cell: str, lead: tuple[str, ...], support: tuple[str, ...]
) -> None:
    path = word_plan(tmp_path / "a.docx", [[HEADER, ["1", "Việc A", cell, "", "KH", "2025"]]])
    draft, problems = imported(path)
    assert (draft.tasks[0].lead, draft.tasks[0].support) == (lead, support)
    assert any("đã tách cơ quan" in problem.message for problem in problems)


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    def change(tables: list[Table]) -> None:
        paragraph = tables[0].cell(1, 5).paragraphs[0]._p
        for run in list(paragraph.r_lst):
            paragraph.remove(run)
        for tag, text, words in (("del", "delText", "31/12/2025"), ("ins", "t", "30/6/2026")):
            mark = OxmlElement(f"w:{tag}")
            run = OxmlElement("w:r")
            said = OxmlElement(f"w:{text}")
            said.text = words
            run.append(said)
            mark.append(run)
            paragraph.append(mark)

    draft, problems = imported(word_plan(tmp_path / "a.docx", [[HEADER, FIRST, SECOND]], change))
    assert [task.deadline for task in draft.tasks] == ["30/6/2026", "Quý III/2025"]
    told = [(one.place.cell, one.message) for one in problems if one.code == "KT006"]
    assert told == [("bảng 1, dòng 2", "Tệp còn dấu sửa đổi (Track Changes) chưa chấp nhận ở 1 chỗ: bảng 1, dòng 2; "
                     "đã đọc như chấp nhận hết.")]  # fmt: skip
    _, problems = imported(word_plan(tmp_path / "b.docx", [[HEADER, FIRST, SECOND]]))
    assert not [one for one in problems if one.code == "KT006"]


def test_a_deadline_or_an_agency_in_free_text_is_told_and_kept(tmp_path: Path) -> None:
    row = ["1", "Việc A", "rà soát theo chức năng", "", "KH", "sau khi Trung ương có hướng dẫn"]
    draft, problems = imported(word_plan(tmp_path / "a.docx", [[HEADER, row]]))
    assert draft.tasks[0].deadline == "sau khi Trung ương có hướng dẫn"
    assert [problem.code for problem in problems] == ["NK003", "NK003"]
    assert {doubt.column for doubt in draft.doubts} == {"Cơ quan chủ trì", "Thời gian hoàn thành"}


def doubtful_plan(tmp_path: Path) -> Path:
    return word_plan(tmp_path / "ke-hoach.docx", [[HEADER, FIRST, ["2", "Việc B", HOME, "", "KH", "khi có vốn"]]])


def test_a_new_workbook_marks_the_cells_it_was_unsure_of(tmp_path: Path) -> None:
    import_plan(doubtful_plan(tmp_path), tmp_path / "ho-so.xlsx")
    sheet = load_workbook(tmp_path / "ho-so.xlsx")["Nhiệm vụ"]
    assert sheet["I3"].fill.fgColor.rgb == "FFFFEB9C"
    assert "không quy được ra ngày" in sheet["I3"].comment.text
    assert sheet["I2"].comment is None


def test_a_workbook_that_was_begun_gets_the_marks_and_keeps_its_own_notes(tmp_path: Path) -> None:
    existing = tmp_path / "ho-so.xlsx"
    existing.write_bytes(empty_workbook())
    content = put_tasks_into(existing, imported(doubtful_plan(tmp_path))[0])
    sheet = load_workbook(io.BytesIO(content))["Nhiệm vụ"]
    assert sheet["I3"].fill.fgColor.rgb == "FFFFEB9C"
    assert "không quy được ra ngày" in sheet["I3"].comment.text
    assert sheet["A1"].comment.text.startswith("Bắt buộc")
    assert not sheet["E2"].protection.locked


def test_an_import_without_tasks_writes_nothing(tmp_path: Path) -> None:
    plan = word_plan(tmp_path / "ke-hoach.docx", [[HEADER, ["I", "Nhóm một"]]])
    with pytest.raises(BadDossier) as refused:
        import_plan(plan, tmp_path / "ho-so.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["NK001"]
    assert not (tmp_path / "ho-so.xlsx").exists()


def test_white_letters_on_white_are_left_out_and_those_on_a_coloured_ground_are_read(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 3)
    for column, words in enumerate(("Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")):
        white_run(table.cell(0, column), words)
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "1F3864")):
            shade.set(qn(f"w:{name}"), value)
        table.cell(0, column)._tc.get_or_add_tcPr().append(shade)
    for column, words in enumerate(("Xây dựng đề án", "Sở Tài chính", "30/9/2026")):
        table.cell(1, column).text = words
    white_run(table.cell(1, 0), " bí mật")
    document.save(str(tmp_path / "kh.docx"))
    plan, problems = read_plan(tmp_path / "kh.docx")
    assert plan is not None
    assert [row.cells[0] for row in plan.rows] == ["Xây dựng đề án"]
    assert [one.code for one in problems] == ["KT002"] and "bí mật" in problems[0].message


def white_run(cell: _Cell, words: str) -> None:
    cell.paragraphs[0].add_run(words).font.color.rgb = RGBColor(255, 255, 255)


def test_large_pictures_are_named_and_small_ones_are_not(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 3)
    for at, words in enumerate(
        ("Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Việc", "Sở Tài chính", "30/9/2026")
    ):
        table.cell(*divmod(at, 3)).text = words
    picture = io.BytesIO(base64.b64decode(DOT))
    for width, height in ((Cm(3), Cm(3)), (Cm(12), Cm(6))):
        picture.seek(0)
        document.add_picture(picture, width, height)
    document.save(str(tmp_path / "kh.docx"))
    _, problems = read_plan(tmp_path / "kh.docx")
    assert [(one.code, "1 hình ảnh" in one.message) for one in problems] == [("NK023", True)]


def test_text_boxes_over_a_sheet_are_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "kh.xlsx")) as book:
        sheet = book.add_worksheet("Kế hoạch")
        sheet.write_row(0, 0, ("Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"))
        sheet.write_row(1, 0, ("Việc", "Sở Tài chính", "30/9/2026"))
        sheet.insert_textbox(4, 4, "Giao thêm Sở Y tế\nphối hợp")
    _, problems = read_plan(tmp_path / "kh.xlsx")
    assert [one.code for one in problems] == ["NK023"]
    assert "“Giao thêm Sở Y tế phối hợp”" in problems[0].message
