"""Plans as offices write them: several tables, header rows of two and three floors, levels, money, years.

Nothing that stands in a plan is dropped without a word: each table and column is used or named.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import Workbook

from cli import baocao
from generator.core.problems import Problem, WrongUsage
from generator.read.plan_headers import TableKind, money_unit, understand
from generator.read.plan_table import PlanTable, read_plan
from generator.read.progress_headers import with_progress
from generator.stories.import_plan import import_plan
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import PlanDraft

CASES = Path(__file__).parents[1] / "cases/plan"
Rows = Sequence[Sequence[object]]


def imported(path: Path, **chosen: str) -> tuple[PlanTable, PlanDraft, list[Problem]]:
    table, problems = read_plan(path, {header.replace("_", " "): title for header, title in chosen.items()})
    assert table is not None, problems
    draft, more = plan_draft(table)
    return table, draft, [*problems, *more]


def word_plan(path: Path, *blocks: str | Rows) -> Path:
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(len(row) for row in block))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = str(text)
        document.add_paragraph("")
    document.save(str(path))
    return path


def excel_plan(path: Path, **sheets: Rows) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def messages(problems: Sequence[Problem], *codes: str) -> str:
    return "\n".join(problem.message for problem in problems if problem.code in codes)


# --- the cases ---------------------------------------------------------------------------------------


def test_levels_persons_and_roles_said_in_words_are_kept() -> None:
    _, draft, problems = imported(CASES / "A.docx")
    assert [(task.number, task.group) for task in draft.tasks] == [
        ("1.1", "I.1"),
        ("1.2", "I.1"),
        ("a", "I.1"),
        ("b", "I.1"),
        ("2.1", "I.2"),
        ("1", "II"),
        ("2", "II"),
    ]
    assert draft.tasks[0].group_title == "CHUYỂN ĐỔI SỐ TRONG CƠ QUAN - Hạ tầng số"
    assert [task.person for task in draft.tasks] == ["Đ/c Nguyễn Văn A", "Đ/c A", "Đ/c B", "", "", "", ""]
    training = draft.tasks[4]
    assert (training.lead, training.support) == (("Phòng VH-XH",), ("Đoàn Thanh niên",))
    assert messages(problems, "NK005", "NK006") == ""


def test_tables_of_indicators_and_of_money_become_what_they_are() -> None:
    table, draft, problems = imported(CASES / "C.docx")
    assert [task.code for task in draft.tasks] == ["1", "2"]
    assert [task.lead for task in draft.tasks] == [("Sở KH&CN",), ("Sở Nội vụ",)]
    first, second = draft.indicators
    assert (first.name, first.unit, first.base, first.base_year) == ("Tỷ lệ hồ sơ trực tuyến", "%", "62", 2025)
    assert (first.targets, first.target) == (((2026, "≥ 80"), (2030, "100")), ("100", 2030))
    assert (second.base, second.targets) == ("", ((2026, "5.000"), (2030, "20.000")))
    assert [(line.content, line.source, line.planned) for line in draft.funding] == [
        ("Trung tâm dữ liệu tỉnh", "NSTW", Decimal(46000)),
        ("Camera giao thông", "NSĐP", Decimal(12500)),
    ]
    assert draft.settings["Tổng kinh phí theo kế hoạch"] == "58.500"
    assert [use.kinds for use in table.uses] == [(TableKind.TASKS,), (TableKind.INDICATORS,), (TableKind.FUNDING,)]
    assert "“Thời gian thực hiện”" in messages(problems, "NK006")
    assert "Tổng cộng" not in {task.content for task in draft.tasks}


def test_two_sheets_two_header_rows_and_parts_with_a_dash() -> None:
    _, draft, problems = imported(CASES / "D.xlsx")
    assert [(task.number, task.deadline, task.note) for task in draft.tasks] == [
        ("1.1", "28/02/2026", "Bắt đầu: T1/2026"),
        ("1.2", "T12/2026", "Bắt đầu: T1/2026"),
        ("2.1", "Quý 3/2026", "Bắt đầu: 01/3/2026"),
    ]
    assert draft.tasks[2].content == "Làm đường\n- Đoạn 1\n- Đoạn 2"
    assert draft.tasks[2].expected_result == "3,2 km\n- Đoạn 1: 1 km\n- Đoạn 2: 2,2 km"
    assert [task.person for task in draft.tasks] == ["Hà", "Thắng", "Hà"]
    assert [(line.content, line.planned) for line in draft.funding] == [
        ("Chợ", Decimal(4200)),
        ("Nước sạch", Decimal(5500)),
    ]
    assert "tỷ đồng" in messages(problems, "NK007")
    assert messages(problems, "NK003").count("không giống tên cơ quan") == 2, "each odd name is told once"


# --- header words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("Tiến độ", "Thời gian hoàn thành"),
        ("Hoàn thành", "Thời gian hoàn thành"),
        ("Thời gian, tiến độ", "Thời gian hoàn thành"),
        ("Thời gian dự kiến hoàn thành", "Thời gian hoàn thành"),
        ("Cơ quan chủ trì tham mưu", "Cơ quan chủ trì"),
        ("Đơn vị đầu mối", "Cơ quan chủ trì"),
        ("Đơn vị đầu mối thực hiện", "Cơ quan chủ trì"),
        ("Các đơn vị phối hợp", "Cơ quan phối hợp"),
        ("Lãnh đạo UBND phụ trách", ""),
        ("Lãnh đạo phụ trách", "Người phụ trách"),
        ("Sản phẩm đầu ra chủ yếu", "Kết quả dự kiến"),
        ("Nguồn nhiệm vụ", "Nguồn nhiệm vụ"),
        ("Kết quả tiến độ", ""),
        ("Sản phẩm minh chứng", "Minh chứng"),
        ("Tỷ lệ hoàn thành", "Tỷ lệ hoàn thành (%)"),
    ],
)
def test_a_header_is_understood_or_left_unused_never_taken_for_its_opposite(header: str, title: str) -> None:
    found = understand(
        [["TT"], ["Nội dung nhiệm vụ"], ["Đơn vị thực hiện" if "Cơ quan" not in title else "Kết quả"], [header]]
    )
    assert found is not None and found.kind is TableKind.TASKS
    assert next((column.title for column in found.columns if column.header == header), None) == title


def test_no_sentence_of_a_plan_is_taken_for_a_header() -> None:
    row = ["2.", "Chủ động bố trí kinh phí", "Sở Tài chính", "Văn bản giao kinh phí.", "Nhiệm vụ thường xuyên"]
    assert understand([[text] for text in row]) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Kinh phí (triệu đồng)", 1),
        ("Kinh phí (tỷ đồng)", 1000),
        ("Đơn vị tính: đồng", "0.000001"),
        ("Kinh phí", None),
        ("ĐVT: 1.000 đồng", "0.001"),
    ],
)
def test_the_unit_of_money_is_the_one_that_is_written(text: str, unit: object) -> None:
    assert money_unit(text) == (None if unit is None else Decimal(str(unit)))


def test_a_column_named_by_hand_is_taken_as_told(tmp_path: Path) -> None:
    rows = [["TT", "Nội dung", "Bộ phận lo", "Chốt"], ["1", "Việc A", "Sở Nội vụ", "30/9/2026"]]
    path = word_plan(tmp_path / "a.docx", rows)
    assert read_plan(path)[0] is None
    _, draft, problems = imported(path, Bộ_phận_lo="Cơ quan chủ trì", Chốt="Thời gian hoàn thành")
    assert (draft.tasks[0].lead, draft.tasks[0].deadline) == (("Sở Nội vụ",), "30/9/2026")
    assert problems == []


# --- tables ------------------------------------------------------------------------------------------


def test_three_header_rows_and_money_by_source(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Danh mục dự án", "Chủ đầu tư", "Kế hoạch vốn (triệu đồng)", None, None],
        [None, None, None, "Tổng số", "Trong đó", None],
        [None, None, None, None, "Ngân sách trung ương", "Ngân sách tỉnh"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Trung tâm dữ liệu", "Sở Khoa học và Công nghệ", 46000, 40000, 6000],
        [2, "Camera", "Công an tỉnh", 12500.5, None, 12500.5],
        [None, "Tổng cộng", None, 58500.5, 40000, 18500.5],
    ]
    _, draft, problems = imported(excel_plan(tmp_path / "a.xlsx", PL=rows))
    assert [(line.content, line.source, line.planned) for line in draft.funding] == [
        ("Trung tâm dữ liệu", "Ngân sách trung ương", Decimal(40000)),
        ("Trung tâm dữ liệu", "Ngân sách tỉnh", Decimal(6000)),
        ("Camera", "Ngân sách tỉnh", Decimal("12500.5")),
    ]
    assert draft.settings["Tổng kinh phí theo kế hoạch"] == "58.500,5"
    assert "Dòng tổng" not in messages(problems, "NK003")


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Nội dung", "Cơ quan chủ trì", "Nguồn vốn", "Kinh phí (tỷ đồng)"],
        [1, "Chợ", "UBND xã", "Ngân sách xã", 4.2],
        [2, "Đường", "UBND xã", "Ngân sách xã", 5.5],
        [None, "Cộng", None, None, 9.8],
    ]
    _, draft, problems = imported(excel_plan(tmp_path / "a.xlsx", PL=rows))
    assert [line.planned for line in draft.funding] == [Decimal(4200), Decimal(5500)]
    assert "ghi 9.800 triệu đồng, cộng các dòng được 9.700" in messages(problems, "NK003")


def test_one_table_of_tasks_with_their_money_gives_both(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện", "Kinh phí (triệu đồng)", "Nguồn vốn"],
        ["1", "Việc A", "Sở Nội vụ", "30/9/2026", "1.250", "Ngân sách tỉnh"],
        ["2", "Việc B", "Sở Tài chính", "31/12/2026", "", ""],
    ]
    _, draft, problems = imported(word_plan(tmp_path / "a.docx", rows))
    assert [(task.code, task.deadline) for task in draft.tasks] == [("1", "30/9/2026"), ("2", "31/12/2026")]
    records = draft.sheets()["Kinh phí"]  # type: ignore[index]
    assert [(record["Mã nhiệm vụ"], record["Kế hoạch (triệu đồng)"]) for record in records] == [("1", Decimal(1250))]
    assert problems == []


def test_an_amount_with_two_readings_is_told(tmp_path: Path) -> None:
    rows: Rows = [["TT", "Nội dung", "Chủ trì", "Kinh phí (triệu đồng)"], ["1", "Việc A", "Sở Nội vụ", "12.5"]]
    _, _, problems = imported(word_plan(tmp_path / "a.docx", rows))
    assert "có thể là 12,5 hoặc 125" in messages(problems, "NK003")


def test_a_table_nobody_understands_is_named(tmp_path: Path) -> None:
    tasks: Rows = [["TT", "Nội dung nhiệm vụ", "Chủ trì"], ["1", "Việc A", "Sở Nội vụ"]]
    other: Rows = [["Ngày", "Thành phần họp"], ["05/3", "Ban chỉ đạo"], ["06/3", "Tổ giúp việc"]]
    signing: Rows = [["Nơi nhận:\n- Như trên;", "KT. CHỦ TỊCH"]]
    table, _, problems = imported(word_plan(tmp_path / "a.docx", tasks, other, signing))
    assert [use.kinds for use in table.uses] == [(TableKind.TASKS,), ()]
    assert "“Ngày Thành phần họp”" in messages(problems, "NK005")


def test_years_above_indicators_are_values_before_the_plan_and_targets_from_it_on(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2024", "2025", "2026", "Mục tiêu đến năm 2030"],
        ["I", "KINH TẾ", "", "", "", "", ""],
        ["1", "Tăng trưởng", "%", "7,1", "7,6", "8", "10"],
        ["2", "Tỷ lệ hộ nghèo", "%", "9", "8", "7", "dưới 3"],
    ]
    heading = "KẾ HOẠCH", "thực hiện nhiệm vụ năm 2026"
    _, draft, problems = imported(word_plan(tmp_path / "a.docx", *heading, rows))
    first, second = draft.indicators
    assert (first.group, first.base, first.base_year) == ("KINH TẾ", "7,6", 2025)
    assert first.targets == ((2026, "8"), (2030, "10"))
    assert "càng giảm càng tốt" in messages(problems, "NK003") and second.targets[-1] == (2030, "dưới 3")
    assert messages(problems, "NK003").count("được hiểu là") == 2, "the bare years are told"


def test_a_long_table_is_read_in_the_time_of_its_rows(tmp_path: Path) -> None:
    rows = [["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"]]
    rows += [[str(n), f"Nội dung số {n} về kinh phí và nhiệm vụ", "Sở Nội vụ", "31/12/2026"] for n in range(1, 3001)]
    path = tmp_path / "a.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    _, draft, _ = imported(path)
    assert len(draft.tasks) == 3000


def test_a_unit_above_the_header_of_any_sheet_counts(tmp_path: Path) -> None:
    tasks: Rows = [["TT", "Nội dung nhiệm vụ", "Chủ trì"], [1, "Việc A", "Sở Nội vụ"]]
    money: Rows = [
        ["Đơn vị tính: tỷ đồng"],
        ["Dự án", "Kinh phí năm 2026", "Kinh phí năm 2027", "Nguồn vốn"],
        ["Chợ", 1.5, 2, "Ngân sách xã"],
    ]
    _, draft, problems = imported(excel_plan(tmp_path / "a.xlsx", PL1=tasks, PL2=money))
    assert [line.planned for line in draft.funding] == [Decimal(3500)]
    assert "tỷ đồng" in messages(problems, "NK007")


def test_a_third_header_row_is_no_record_and_its_columns_are_accounted_for(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Nội dung nhiệm vụ", "Phân công", None, "Tiến độ", None],
        [None, None, "Chủ trì", None, "Hoàn thành", None],
        [None, None, "Cơ quan", "Cán bộ", "Dự kiến", "Thực tế"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Việc A", "Sở Nội vụ", "Ông A", "30/9/2026", "Đã xong"],
    ]
    _, draft, problems = imported(excel_plan(tmp_path / "a.xlsx", PL=rows))
    assert [(task.lead, task.person, task.deadline) for task in draft.tasks] == [(("Sở Nội vụ",), "Ông A", "30/9/2026")]
    assert "Thực tế" in messages(problems, "NK006") and "NK002" not in [problem.code for problem in problems]


def test_years_under_one_common_header_are_targets(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2024", "KH năm", None, None],
        [None, None, None, None, 2025, 2026, 2030],
        [1, "Tỷ lệ hồ sơ trực tuyến", "%", 55, 60, 70, 90],
    ]
    _, draft, _ = imported(excel_plan(tmp_path / "a.xlsx", CT=rows))
    assert [(one.base, one.base_year, one.targets) for one in draft.indicators] == [
        ("55", 2024, ((2025, "60"), (2026, "70"), (2030, "90")))
    ]


def test_shares_under_trong_do_are_money_by_source(tmp_path: Path) -> None:
    rows: Rows = [
        ["TT", "Nội dung", "Tổng", "Trong đó", None, None],
        [None, None, None, "NSTW", "Ngân sách tỉnh", "Xã hội hóa"],
        [1, "Cải tạo chợ", 100, 60, 30, 10],
    ]
    _, draft, _ = imported(excel_plan(tmp_path / "a.xlsx", KP=rows))
    assert [(line.source, line.planned) for line in draft.funding] == [
        ("NSTW", Decimal(60)),
        ("Ngân sách tỉnh", Decimal(30)),
        ("Xã hội hóa", Decimal(10)),
    ]


def test_sources_by_year_are_money_too(tmp_path: Path) -> None:
    rows: Rows = [
        ["Nguồn vốn", "2026", "2027", "Tổng"],
        ["Ngân sách tỉnh", "100", "200", "300"],
        ["Tổng cộng", "100", "200", "300"],
    ]
    tasks: Rows = [["TT", "Nội dung nhiệm vụ", "Chủ trì"], ["1", "Việc A", "Sở Nội vụ"]]
    _, draft, _ = imported(word_plan(tmp_path / "a.docx", tasks, "Đơn vị tính: triệu đồng", rows))
    assert [(line.source, line.planned) for line in draft.funding] == [("Ngân sách tỉnh", Decimal(300))]


# --- the command -------------------------------------------------------------------------------------


def test_a_look_writes_nothing_and_says_what_every_column_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(baocao, ["import", str(CASES / "D.xlsx"), "--dry-run"])
    assert list(tmp_path.iterdir()) == []
    assert "Thời gian hoàn thành ← “Tiến độ / Hoàn thành”" in result.output
    assert "Không dùng: “Thời gian”" in result.output
    assert "3 nhiệm vụ, 0 chỉ tiêu, 2 dòng kinh phí; chưa ghi tệp nào" in result.output


def test_what_a_person_said_of_a_column_is_remembered_for_the_next_plan(tmp_path: Path) -> None:
    rows = [["TT", "Nội dung", "Bộ phận lo", "Chốt"], ["1", "Việc A", "Sở Nội vụ", "30/9/2026"]]
    plan = word_plan(tmp_path / "a.docx", rows)
    said = ("Bộ phận lo=Cơ quan chủ trì", "Chốt=Thời gian hoàn thành")
    assert import_plan(plan, tmp_path / "mot.xlsx", said).tasks == 1
    again = import_plan(plan, tmp_path / "hai.xlsx")
    assert (again.tasks, again.problems) == (1, ())
    assert again.chosen == {"Bộ phận lo": "Cơ quan chủ trì", "Chốt": "Thời gian hoàn thành"}


def test_a_title_that_no_column_has_gets_the_nearest_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as refused:
        import_plan(CASES / "C.docx", tmp_path / "a.xlsx", ["Chỉ tiêu=Tên chi tieu"])
    assert "Tên chỉ tiêu" in str(refused.value.next_step) and not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("below", "title"),
    [
        (["Quý II/2026", "Quý III/2026"], ""),
        (["Đã họp dân", "Đang khảo sát 02 thôn"], "Kết quả thực hiện"),
        (["[260315] Khởi công.", ""], "Kết quả thực hiện"),
    ],
)
def test_beside_a_deadline_tien_do_is_what_was_done_unless_it_names_times_too(below: list[str], title: str) -> None:
    found = understand([["TT"], ["Nhiệm vụ"], ["Chủ trì"], ["Thời gian thực hiện"], ["Tiến độ"]])
    assert found is not None
    read = with_progress(found, lambda position: below if position == 4 else [])
    assert read.at("Thời gian hoàn thành") == 3
    assert next(column.title for column in read.columns if column.position == 4) == title


def test_a_row_without_a_number_but_with_its_own_lead_and_deadline_is_a_task(tmp_path: Path) -> None:
    header = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
    rows = [
        header,
        ("1", "Xây dựng 02 sản phẩm OCOP", "Phòng Kinh tế", "Tháng 11/2026"),
        ("", "Cấp giấy chứng nhận cho chợ xã", "Phòng Kinh tế", "Quý IV/2026"),
    ]
    _, draft, problems = imported(word_plan(tmp_path / "ke-hoach.docx", rows))
    assert [(task.content, task.deadline) for task in draft.tasks] == [
        ("Xây dựng 02 sản phẩm OCOP", "Tháng 11/2026"),
        ("Cấp giấy chứng nhận cho chợ xã", "Quý IV/2026"),
    ]
    assert any("không có số thứ tự" in problem.message for problem in problems)


def test_a_sum_with_a_unit_of_its_own_is_read_in_it_and_the_tables_unit_is_named(tmp_path: Path) -> None:
    tasks = [("TT", "Nhiệm vụ", "Cơ quan chủ trì"), ("1", "Làm đường thôn 3.", "Phòng Kinh tế")]
    money = [
        ("TT", "Nội dung chi", "Kinh phí", "Nguồn vốn", "Đơn vị sử dụng"),
        ("1", "Wifi", "350.000", "Xã", "Phòng Kinh tế"),
        ("2", "Số hoá", "180 triệu", "Xã", "Phòng Kinh tế"),
    ]
    plan = word_plan(tmp_path / "ke-hoach.docx", tasks, "Đơn vị tính: nghìn đồng", money)
    _, draft, problems = imported(plan)
    assert [(line.planned, line.agencies) for line in draft.funding] == [
        (Decimal(350), ("Phòng Kinh tế",)),
        (Decimal(180), ("Phòng Kinh tế",)),
    ]
    told = " ".join(problem.message for problem in problems)
    assert "tính bằng nghìn đồng" in told
    assert "“180 triệu” ở cột “Kinh phí” ghi đơn vị riêng, đã hiểu là 180 triệu đồng" in told


def test_a_column_may_be_named_by_a_word_that_plans_use_for_it(tmp_path: Path) -> None:
    rows = [("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cùng làm"), ("1", "Số hoá sổ.", "Phòng Kinh tế", "Đoàn xã")]
    plan = word_plan(tmp_path / "ke-hoach.docx", rows)
    found = import_plan(plan, tmp_path / "ho-so.xlsx", columns=("Cùng làm=Đơn vị phối hợp",))
    assert found.chosen == {"Cùng làm": "Cơ quan phối hợp"}


def test_a_word_under_no_header_is_named(tmp_path: Path) -> None:
    rows = [("TT", "Nhiệm vụ", "Cơ quan chủ trì"), ("1", "Số hoá sổ.", "Phòng Kinh tế", None, "gọi lại anh B")]
    _, _, problems = imported(excel_plan(tmp_path / "ke-hoach.xlsx", Trang=rows))
    assert any(one.code == "NK006" and "“gọi lại anh B”" in one.message for one in problems)
