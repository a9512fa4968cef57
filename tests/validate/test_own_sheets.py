"""An office's own tracking sheet: read where it stands, its diary told by the days it names, nothing of it lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.compute.facts import compute
from generator.core.diary import Entry, Evidence, ShortDay, entries, evidence_in, short_day_form
from generator.core.model import Dossier, ReportedStatus
from generator.core.period_names import parse_period
from generator.core.problems import Problem, any_error
from generator.core.status_words import read_status
from generator.stories.convert import convert
from generator.stories.dossier import check
from generator.stories.import_plan import import_plan
from generator.stories.intake import upgrade_workbook
from generator.stories.next_year import next_year
from tests.workbook_builder import SETTINGS, minimal_sheets, write_workbook

CASES = Path(__file__).parents[1] / "cases" / "workbook"
Rows = list[list[object]]


def dossier_of(path: Path) -> tuple[Dossier, list[Problem]]:
    checked = check(path)
    assert checked.dossier is not None
    return checked.dossier, list(checked.problems)


def kept(tmp_path: Path, rows: Rows, *settings: tuple[str, object], tab: str = "Theo dõi") -> Path:
    """A workbook with the office's own sheet and Thông tin chung."""
    said = [list(pair) for pair in (*SETTINGS, ("Chốt số liệu", "Lịch"), *settings)]
    return write_workbook(tmp_path / "so.xlsx", {"Thông tin chung": [["Mục", "Giá trị"], *said], tab: rows})


def rows_of(dossier: Dossier, code: str) -> list[tuple[str, str, str, str]]:
    return [
        (row.period.code, row.status.value, row.result, row.evidence) for row in dossier.progress if row.task == code
    ]


def codes(problems: list[Problem]) -> list[str]:
    return [one.code for one in problems]


# --- the matrix of a commune -----------------------------------------------------------------------------------------

MATRIX_ROWS = {
    "I.1": [("2026-01", "Hoàn thành", "Trình dự thảo.\nBan hành Kế hoạch.", "18/KH-UBND ngày 22/01/2026")],
    "I.2": [
        ("2026-02", "Đang thực hiện", "Rà soát 11 tổ.", ""),
        ("2026-05", "Đang thực hiện", "Kiện toàn được 07/11 tổ.", "57/QĐ-UBND ngày 20/5/2026"),
    ],
    "II.3": [
        ("2026-03", "Đang thực hiện", "02 lớp, 85 lượt người.", ""),
        ("2026-06", "Đang thực hiện", "03 lớp, 140 lượt người.", ""),
    ],
    "II.4": [],
    "II.5": [],
}


def filled(path: Path) -> Path:
    book = load_workbook(path)
    values = dict(SETTINGS)
    for key, value in book["Thông tin chung"].iter_rows(min_row=2, max_col=2):
        if key.value in values and value.value is None:
            value.value = values[key.value]
    book.save(path)
    return path


@pytest.mark.parametrize("road", ["import", "in its own sheet"])
def test_the_matrix_of_a_commune_is_five_tasks_with_their_diaries(tmp_path: Path, road: str) -> None:
    target = tmp_path / "hs.xlsx"
    if road == "import":
        import_plan(CASES / "own-matrix.xlsx", target)
    else:
        upgrade_workbook(CASES / "own-matrix.xlsx", target)
    dossier, problems = dossier_of(filled(target))
    assert not any_error(problems), problems
    assert {task.code: rows_of(dossier, task.code) for task in dossier.tasks} == MATRIX_ROWS
    assert [task.group_title for task in dossier.tasks] == ["CHỈ ĐẠO, ĐIỀU HÀNH"] * 2 + ["XÃ HỘI SỐ"] * 3
    assert dossier.progress[0].completed_on == date(2026, 1, 22)
    statuses = {}
    for period in ("2026-Q1", "2026-Q2", "2026"):
        named = parse_period(period)
        assert named is not None
        facts = compute(dossier, named)
        statuses[period] = [fact.status.value for fact in facts.tasks.items]
    assert statuses["2026-Q2"] == ["completed_on_time", "in_progress", "ongoing", "not_started", "not_started"]
    assert statuses["2026"] == [
        *("completed_on_time", "in_progress_overdue", "ongoing", "not_started_overdue", "not_started"),
    ]


def test_the_whole_year_gathers_what_each_quarter_tells(tmp_path: Path) -> None:
    upgrade_workbook(CASES / "own-matrix.xlsx", tmp_path / "hs.xlsx")
    dossier, _ = dossier_of(filled(tmp_path / "hs.xlsx"))

    def told(period: str) -> list[str]:
        named = parse_period(period)
        assert named is not None
        return [row.result for row in compute(dossier, named).tasks.items[2].in_period]

    assert told("2026-Q1") == ["02 lớp, 85 lượt người."]
    assert told("2026-Q2") == ["03 lớp, 140 lượt người."]
    assert told("2026") == told("2026-Q1") + told("2026-Q2")


def test_upgrading_leaves_the_offices_sheet_as_it_is(tmp_path: Path) -> None:
    added = upgrade_workbook(CASES / "own-matrix.xlsx", tmp_path / "hs.xlsx")
    assert "trang “Nhiệm vụ”" not in added and any("Ma trận 2026" in one for one in added)
    before, after = (load_workbook(path)["Ma trận 2026"] for path in (CASES / "own-matrix.xlsx", tmp_path / "hs.xlsx"))
    assert [[cell.value for cell in row] for row in before] == [[cell.value for cell in row] for row in after]


def test_a_problem_leads_to_the_offices_own_cell(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Công việc", "Đơn vị", "Hạn", "Trạng thái"],
        [1, "Làm đường", "Sở A", "30/2/2026", "Gần xong"],
    ]
    _, problems = dossier_of(kept(tmp_path, rows, ("Cột riêng", "Đơn vị = Cơ quan chủ trì")))
    assert ("GT004", "Theo dõi", "D2") in [(one.code, one.place.sheet, one.place.cell) for one in problems]
    assert "NK012" in codes(problems), "no day says of which period “Gần xong” is"


# --- other sheets of the kind ----------------------------------------------------------------------------------------


def test_a_column_a_month_is_a_row_a_month(tmp_path: Path) -> None:
    rows: Rows = [
        ["BẢNG THEO DÕI NĂM 2026"],
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Kết quả thực hiện", None, "Trạng thái"],
        [None, None, None, None, "Tháng 1", "Tháng 2", None],
        [1, "Mở lớp", "Sở A", "30/6/2026", "Mở 01 lớp", "Mở 02 lớp", "Đang TH"],
        [2, "Họp", "Sở B", "30/6/2026", None, "Đã họp", "HT"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert rows_of(dossier, "1") == [
        ("2026-01", "Đang thực hiện", "Mở 01 lớp", ""),
        ("2026-02", "Đang thực hiện", "Mở 02 lớp", ""),
    ]
    assert ("TD001", "2026-02") not in codes(problems)
    assert "TD001" in codes(problems), "no day says when task 2 was completed: asked"


def test_a_sheet_that_says_its_day_needs_no_dates_in_its_cells(tmp_path: Path) -> None:
    rows: Rows = [
        ["THEO DÕI NHIỆM VỤ", None, None, None, None],
        ["(Cập nhật đến ngày 20/5/2026)"],
        ["STT", "Công việc", "Phụ trách", "Tình hình thực hiện", "Đánh giá"],
        [1, "Làm đường", "Hà", "Đang đổ bê tông", "Đang thực hiện (60%)"],
        [2, "Làm cầu", "Nam", None, "Chưa thực hiện"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert rows_of(dossier, "1") == [("2026-05", "Đang thực hiện", "Đang đổ bê tông", "")]
    assert dossier.progress[0].percent == 60
    assert rows_of(dossier, "2") == [("2026-05", "Chưa thực hiện", "", "")]
    assert not any_error(problems)


def test_what_has_no_date_is_asked_never_dropped(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Công việc", "Phụ trách", "Nhật ký", "Trạng thái"],
        [1, "Làm đường", "Hà", "Đã họp. [15/3/2026] Khởi công.", "Đang thực hiện"],
        [2, "Làm cầu", "Nam", "[31/02/2026] Trình.", "Đang thực hiện"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert rows_of(dossier, "1") == [("2026-03", "Đang thực hiện", "Khởi công.\nĐã họp.", "")]
    assert any(one.code == "NK011" and "Đã họp." in one.message for one in problems)
    assert any(one.code == "NK012" and "Trình." in one.message for one in problems)


def test_the_cut_off_rule_says_which_month_a_day_lies_in(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Công việc", "Phụ trách", "Nhật ký"], [1, "Làm đường", "Hà", "[260122] Khởi công."]]
    said = list(SETTINGS)
    path = write_workbook(tmp_path / "so.xlsx", {"Thông tin chung": [["Mục", "Giá trị"], *map(list, said)], "Sổ": rows})
    dossier, _ = dossier_of(path)
    assert [row.period.code for row in dossier.progress] == ["2026-02"], "15/01 to 14/02 by NĐ 09"


def test_a_sheet_called_nhiem_vu_under_headers_of_the_offices_own_is_read(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Nội dung công việc", "Đơn vị đầu mối", "Hạn chót", "Trạng thái"],
        [1, "Làm đường", "Sở A", "30/6/2026", "Chưa thực hiện"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows, tab="Nhiệm vụ"))
    assert [(task.code, task.content, task.lead) for task in dossier.tasks] == [("1", "Làm đường", ("Sở A",))]
    assert not any_error(problems), problems


def test_sheets_beside_a_dossiers_own_are_left_alone(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Bản in"] = [["STT", "Công việc", "Phụ trách"], [1, "Làm đường", "Hà"]]
    dossier, problems = dossier_of(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert len(dossier.tasks) == 3 and "BNG024" not in codes(problems)


# --- columns of a dossier under other names --------------------------------------------------------------------------


def test_two_header_rows_are_read_under_known_and_under_other_words(tmp_path: Path) -> None:
    dossier, _ = dossier_of(CASES / "w22-two-row-header.xlsx")
    assert [task.lead for task in dossier.tasks] == [
        ("Sở Khoa học và Công nghệ",),
        ("Sở Tài chính",),
        ("Sở Nội vụ",),
    ]
    book = load_workbook(CASES / "w22-two-row-header.xlsx")
    book["Nhiệm vụ"]["F2"], book["Nhiệm vụ"]["G2"] = "Đơn vị đầu mối", "Đơn vị cùng làm"
    book["Thông tin chung"].append(["Cột riêng", "Đơn vị cùng làm = Cơ quan phối hợp"])
    book["Nhiệm vụ"]["G3"] = "Sở Nội vụ"
    book.save(tmp_path / "hs.xlsx")
    dossier, _ = dossier_of(tmp_path / "hs.xlsx")
    assert [task.lead for task in dossier.tasks][1] == ("Sở Tài chính",)
    assert dossier.tasks[0].support == ("Sở Nội vụ",)


def test_what_is_said_of_a_column_in_no_known_form_is_told(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"].append(["Cột riêng", "Đánh giá = Tình trang"])
    _, problems = dossier_of(write_workbook(tmp_path / "hs.xlsx", sheets))
    assert [(one.code, one.fix) for one in problems if one.code == "TTC007"] == [("TTC007", "Có phải là “Tình trạng”?")]


# --- entries, states, evidence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[260215] Rà soát.\n[260520] Xong.", [("Rà soát.", date(2026, 2, 15)), ("Xong.", date(2026, 5, 20))]),
        ("05/3/2026: khảo sát; 12/4/2026: ký", [("khảo sát", date(2026, 3, 5)), ("ký", date(2026, 4, 12))]),
        ("- 05/3: khảo sát\n- 06/4: ký", [("khảo sát", date(2026, 3, 5)), ("ký", date(2026, 4, 6))]),
        ("Ngày 05 tháng 3 năm 2026 họp\nvới dân", [("họp\nvới dân", date(2026, 3, 5))]),
        ("Đạt 12/15 xã; còn 3 thôn", [("Đạt 12/15 xã; còn 3 thôn", None)]),
        ("[Ghi chú] gì đó", [("[Ghi chú] gì đó", None)]),
    ],
)
def test_entries_begin_with_their_dates(text: str, found: list[tuple[str, date | None]]) -> None:
    assert [(one.text, one.day) for one in entries(text, 2026)] == found


def test_an_entry_may_be_of_a_month_or_a_quarter() -> None:
    first, second = entries("Tháng 3/2026: mở lớp\nQuý II: mở thêm", 2026)
    assert (first.period, second.period) == (parse_period("2026-03"), parse_period("2026-Q2"))
    assert entries("[260231] Trình.", 2026) == (Entry("Trình.", "260231"),), "a day that does not exist is no day"


def test_six_digits_are_read_one_way_in_a_whole_sheet() -> None:
    assert short_day_form(["[150226] a", "[250226] b"], 2026) == (ShortDay.DAY_FIRST, False)
    assert short_day_form(["[260215] a", "[250226] b"], 2026) == (ShortDay.YEAR_FIRST, False)
    assert short_day_form(["[260526] a"], 2026) == (ShortDay.YEAR_FIRST, True)


def test_evidence_carries_its_day() -> None:
    assert evidence_in("260520_57/QĐ-UBND\n18/KH-UBND ngày 22/01/2026; biên bản họp") == (
        Evidence("57/QĐ-UBND", date(2026, 5, 20)),
        Evidence("18/KH-UBND", date(2026, 1, 22)),
        Evidence("biên bản họp"),
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("✅ Hoàn thành", ReportedStatus.COMPLETED),
        ("HT", ReportedStatus.COMPLETED),
        ("Đang TH (60%)", ReportedStatus.IN_PROGRESS),
        ("⏳ Tiếp tục duy trì", ReportedStatus.IN_PROGRESS),
        ("🔴 Chưa thực hiện", ReportedStatus.NOT_STARTED),
        ("Chưa đến hạn", ReportedStatus.NOT_STARTED),
        ("Chưa hoàn thành", None),
        ("Quá hạn", None),
        ("Cơ bản hoàn thành", None),
    ],
)
def test_a_state_is_read_in_the_words_of_offices_or_asked(text: str, status: ReportedStatus | None) -> None:
    assert read_status(text) is status


def test_a_sheet_called_ke_hoach_may_be_the_offices_own(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Công việc", "Phụ trách", "Thời hạn"], [1, "Làm đường", "Hà", "30/6/2026"]]
    dossier, problems = dossier_of(kept(tmp_path, rows, tab="Kế hoạch"))
    assert [task.content for task in dossier.tasks] == ["Làm đường"]
    assert dossier.plans == () and not any_error(problems)


def test_days_without_a_year_are_of_the_year_the_sheet_speaks_of_and_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Công việc", "Phụ trách", "Hạn", "Nhật ký"],
        [1, "Làm đường", "Hà", "30/6/2026", "15/2: họp; 20/3: ký"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert [row.period.code for row in dossier.progress] == ["2026-02", "2026-03"], "not of 2025, the plan's"
    assert any(one.code == "NK011" and "năm 2026" in one.message for one in problems)


def test_columns_called_by_a_quarter_beside_states_are_what_was_done_in_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["BẢNG THEO DÕI NĂM 2026"],
        ["STT", "Công việc", "Phụ trách", "Hạn", "Quý I", "Quý II", "Trạng thái"],
        [1, "Làm đường", "Hà", "30/6/2026", "Đã họp dân", "Đã khởi công", "Đang TH"],
    ]
    dossier, _ = dossier_of(kept(tmp_path, rows))
    assert [(row.period.code, row.result) for row in dossier.progress] == [
        ("2026-Q1", "Đã họp dân"),
        ("2026-Q2", "Đã khởi công"),
    ]


def test_a_footer_that_says_the_day_is_no_part_of_a_task(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Công việc", "Phụ trách", "Tình hình thực hiện", "Đánh giá"],
        [1, "Làm đường", "Hà", "Đang đổ bê tông", "Đang thực hiện"],
        ["Cập nhật đến ngày 20/5/2026"],
    ]
    dossier, _ = dossier_of(kept(tmp_path, rows))
    assert [task.content for task in dossier.tasks] == ["Làm đường"]
    assert [row.period.code for row in dossier.progress] == ["2026-05"]


@pytest.mark.parametrize("name", ["hs.yaml", "hs.json", "moi.xlsx"])
def test_an_offices_own_sheet_is_converted_with_all_it_tells(tmp_path: Path, name: str) -> None:
    upgrade_workbook(CASES / "own-matrix.xlsx", tmp_path / "hs.xlsx")
    _, left = convert(filled(tmp_path / "hs.xlsx"), tmp_path / name)
    assert "BNG010" not in codes(list(left))
    dossier, problems = dossier_of(tmp_path / name)
    assert {task.code: rows_of(dossier, task.code) for task in dossier.tasks} == MATRIX_ROWS
    assert not any_error(problems)


def test_next_year_goes_on_with_the_unfinished_tasks_of_an_offices_own_sheet(tmp_path: Path) -> None:
    upgrade_workbook(CASES / "own-matrix.xlsx", tmp_path / "hs.xlsx")
    next_year(filled(tmp_path / "hs.xlsx"), tmp_path / "hs27.xlsx")
    dossier, _ = dossier_of(tmp_path / "hs27.xlsx")
    assert [task.code for task in dossier.tasks] == ["I.2", "II.3", "II.4", "II.5"]


def test_a_task_that_is_kept_up_needs_no_date_of_its_state(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Công việc", "Phụ trách", "Hạn", "Nhật ký", "Đánh giá"],
        [1, "Trực hệ thống", "Hà", None, None, "⏳ Tiếp tục duy trì"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert [task.deadline.kind.value for task in dossier.tasks] == ["recurring"]
    assert dossier.progress == () and not any_error(problems)


OWN_HEADER: Rows = [
    ["STT", "Nội dung công việc", "Bộ phận", None, "Thời hạn", "Nhật ký xử lý", "Kết quả", "Vướng mắc"],
    [None, None, "Chủ trì", "Phối hợp"],
]


def test_a_column_ket_qua_full_of_states_is_the_state_and_a_week_is_a_date(tmp_path: Path) -> None:
    rows: Rows = [
        *OWN_HEADER,
        [1, "Wifi nhà văn hoá", "Phòng VH-XH", None, "30/6/2026", "20/6/2026: nghiệm thu", "✅ Hoàn thành", None],
        [2, "Tuyên truyền", "Phòng VH-XH", None, "Thường xuyên", "Tuần 36/2026: 4 buổi", "Duy trì", None],
        [3, "Tập huấn", "Công an xã", None, "Tháng 9/2026", None, "Chưa đến hạn", "không"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert not any_error(problems)
    told = {code: rows_of(dossier, code) for code in ("1", "2", "3")}
    assert told == {
        "1": [("2026-06", "Hoàn thành", "nghiệm thu", "")],
        "2": [("2026-W36", "Đang thực hiện", "4 buổi", "")],
        "3": [],
    }


def test_sums_of_groups_and_the_place_to_sign_are_no_part_of_a_task(tmp_path: Path) -> None:
    rows: Rows = [
        *OWN_HEADER,
        ["I", "Hạ tầng"],
        [1, "Mạng LAN", "Văn phòng", None, "Quý III/2026", "10/6/2026: đi dây", "Đang làm", None],
        [None, "Cộng nhóm I: 1 việc"],
        ["II", "Dịch vụ công"],
        [2, "Tập huấn", "Công an xã", None, "Tháng 9/2026", "10/6/2026: mời giảng viên", "Đang làm", None],
        [None, "Người lập biểu"],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    assert [task.content for task in dossier.tasks] == ["Mạng LAN", "Tập huấn"]
    told = " ".join(problem.message for problem in problems)
    assert "“Cộng nhóm I: 1 việc” là dòng tổng" in told
    assert "“Người lập biểu” là chỗ ký tên" in told


def test_rows_that_hold_on_to_a_task_by_a_number_of_the_sheet_are_told(tmp_path: Path) -> None:
    """A row put in above would give them to another task: nobody would see it in the report."""
    rows: Rows = [
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
        [1, "Việc một", "Phòng A", "30/6/2026"],
        [2, "Việc hai", "Phòng B", "30/9/2026"],
    ]
    path = kept(tmp_path, rows)
    assert "NK015" not in codes(dossier_of(path)[1]), "nothing holds on to a number yet"
    book = load_workbook(path)
    progress = book.create_sheet("Tiến độ")
    progress.append(["Mã nhiệm vụ", "Kỳ báo cáo", "Tình trạng"])
    progress.append(["2", "2026-Q2", "Đang thực hiện"])
    book.save(path)
    (told,) = [one for one in dossier_of(path)[1] if one.code == "NK015"]
    assert "1 dòng ở trang Tiến độ" in told.message and "cột Mã" in told.fix
    sheet = book["Theo dõi"]
    for row, text in enumerate(("Mã", "1", "2"), start=1):
        sheet.cell(row, 5).value = text
    book.save(path)
    assert "NK015" not in codes(dossier_of(path)[1])


# --- indicators and money beside the tasks ----------------------------------------------------------------------------

TASKS: Rows = [
    ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
    [1, "Việc một", "Phòng A", "30/6/2026"],
]
INDICATORS: Rows = [
    ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2025", "Kế hoạch 2026"],
    [1, "Hộ dùng nước sạch", "%", 75, 80],
    [2, "Số hộ thoát nghèo", "hộ", 12, None],
]
MONEY: Rows = [
    ["Đơn vị tính: tỷ đồng"],
    ["TT", "Nội dung", "Kinh phí", "Nguồn vốn"],
    [1, "Camera", 5.2, "Ngân sách tỉnh"],
    [2, "Loa", 1, None],
    [None, "Tổng cộng", 6.2],
]


def test_indicators_and_money_of_an_offices_own_tables_are_read_where_they_stand(tmp_path: Path) -> None:
    dossier, problems = dossier_of(kept(tmp_path, [*TASKS, [], *INDICATORS, [], *MONEY]))
    assert [(one.code, one.name, one.unit, one.target.text) for one in dossier.indicators] == [
        ("CT01", "Hộ dùng nước sạch", "%", "80")
    ]
    assert [(line.source, line.content, line.planned) for line in dossier.funding] == [
        ("Ngân sách tỉnh", "Camera", 5200)
    ]
    assert (dossier.indicators[0].row.place("Mục tiêu").cell, dossier.funding[0].row.number) == ("E5", 10)
    left = " ".join(one.message for one in problems if one.code == "BNG025")
    assert "“Số hộ thoát nghèo” không được đọc vì không ghi mục tiêu" in left
    assert "“Loa” không được đọc vì không ghi nguồn vốn" in left


def test_a_sheet_of_the_dossier_goes_before_an_own_table_and_what_holds_on_to_its_rows_is_told(tmp_path: Path) -> None:
    path = kept(tmp_path, [*TASKS, [], *INDICATORS])
    book = load_workbook(path)
    figures = book.create_sheet("Số liệu")
    figures.append(["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"])
    figures.append(["CT01", "2026-Q2", 78])
    book.save(path)
    (held,) = [one for one in dossier_of(path)[1] if one.code == "NK015"]
    assert "1 dòng ở trang Số liệu" in held.message
    own = book.create_sheet("Chỉ tiêu")
    own.append(["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu"])
    own.append(["CT01", "Xã đạt chuẩn", "xã", 12])
    book.save(path)
    dossier, problems = dossier_of(path)
    assert [one.name for one in dossier.indicators] == ["Xã đạt chuẩn"]
    assert "hồ sơ đã có trang “Chỉ tiêu”" in " ".join(one.message for one in problems if one.code == "BNG025")


def test_what_no_heading_names_and_what_repeats_the_row_above_is_told(tmp_path: Path) -> None:
    dossier, problems = dossier_of(kept(tmp_path, [*TASKS, [2, "Việc hai", "nt", "nt", "chữ lạ"]]))
    assert [task.lead for task in dossier.tasks] == [("Phòng A",), ("Phòng A",)]
    assert {"NK016", "BNG027"} <= set(codes(problems))


def test_a_share_or_a_day_alone_tells_the_state(tmp_path: Path) -> None:
    rows: Rows = [
        ["Cập nhật đến ngày 15/6/2026"],
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Ngày hoàn thành thực tế", "Tỷ lệ hoàn thành"],
        [1, "Việc một", "Phòng A", "30/6/2026", None, "60%"],
        [2, "Việc hai", "Phòng A", "30/6/2026", "10/6/2026", "100%"],
        [3, "Việc ba", "Phòng A", "30/6/2026", None, "0%"],
        [4, "Việc bốn", "Phòng A", "30/6/2026", None, None],
    ]
    dossier, problems = dossier_of(kept(tmp_path, rows))
    told = {row.task: (row.status, row.percent, row.completed_on) for row in dossier.progress}
    assert told == {
        "1": (ReportedStatus.IN_PROGRESS, 60, None),
        "2": (ReportedStatus.COMPLETED, 100, date(2026, 6, 10)),
    }
    assert codes(problems).count("NK022") == 2


def test_a_sheet_of_which_nothing_done_is_read_says_so_where_a_column_speaks_of_it(tmp_path: Path) -> None:
    head = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Quý III"]
    tasks = [[1, "Việc một", "Sở Tài chính", "31/10/2025"], [2, "Việc hai", "Sở Nội vụ", "31/12/2025"]]
    for words, told in (("Đã xong ngày 20/10/2025", ["BNG036"]), ("Ưu tiên cao", [])):
        _, problems = dossier_of(kept(tmp_path, [head, [*tasks[0], words], tasks[1]]))
        assert [one.code for one in problems if one.code == "BNG036"] == told


@pytest.mark.parametrize(
    ("head", "words", "own", "told"),
    [
        ("Ngày giao", "12/3/2025", "", []),
        ("Kỳ họp", "7/2025", "", []),
        ("Ngày xong", "12/3/2025", "", ["BNG036"]),
        ("Ngày giao", "12/3/2025: đã giao tổ công tác", "", ["BNG036"]),
        ("Diễn biến khác", "Đã trình 03/4", "", ["BNG036"]),
        ("Diễn biến khác", "Đã trình 03/4", "Diễn biến khác = không dùng", []),
    ],
)
def test_days_on_which_a_task_was_given_are_nothing_done(
    tmp_path: Path, head: str, words: str, own: str, told: list[str]
) -> None:
    rows: Rows = [
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", head],
        [1, "Việc một", "Sở Tài chính", "31/10/2025", words],
    ]
    _, problems = dossier_of(kept(tmp_path, rows, *([("Cột riêng", own)] if own else [])))
    assert [one.code for one in problems if one.code == "BNG036"] == told


def test_check_boxes_under_states_are_ticks(tmp_path: Path) -> None:
    head = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Chưa thực hiện", "Đang thực hiện"]
    rows = [[1, "Việc một", "Sở Tài chính", "31/10/2025", True, False], [2, "Việc", "Sở Nội vụ", "2025", False, True]]
    dossier, _ = dossier_of(kept(tmp_path, [["Cập nhật đến ngày 30/11/2025"], head, *rows]))
    assert [(row.task, row.status) for row in dossier.progress] == [("1", "Chưa thực hiện"), ("2", "Đang thực hiện")]
