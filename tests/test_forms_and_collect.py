"""Forms go out, returns come back: nothing swallowed, nothing lost, and on refusal the dossier keeps every byte."""

from __future__ import annotations

import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.problems import ExitCode, Severity, WrongUsage
from generator.stories.build import build
from generator.stories.collect import CollectOutcome, collect, write_forms
from generator.stories.dossier import check
from generator.stories.history import past_states
from generator.stories.jobs import Job
from generator.validate.returns_due import due_of, parse_due
from tests import careless_people as people
from tests.workbook_builder import minimal_sheets, write_workbook

PERIOD = "2025-Q3"
NOW = datetime(2025, 9, 16, 8, 30)
SCIENCE, FINANCE = "Sở Khoa học và Công nghệ", "Sở Tài chính"
SCIENCE_FORM, FINANCE_FORM = "phieu-2025-q3-so-khoa-hoc-va-cong-nghe.xlsx", "phieu-2025-q3-so-tai-chinh.xlsx"


def master(tmp_path: Path, reported: bool = False) -> Path:
    """A dossier with tasks, indicators and money, formulas, a comment, a colour and a sheet of somebody's own."""
    path = tmp_path / "ho-so.xlsx"
    path.write_bytes(_master(reported))
    return path


@cache
def _master(reported: bool) -> bytes:
    sheets = minimal_sheets()
    if not reported:
        sheets["Tiến độ"] = [[*sheets["Tiến độ"][0], "Tự tính"]]
        sheets["Tiến độ"].append(["I.1", "2025-Q2", "Đang thực hiện", None, 50, "Đã khảo sát", None, None, SCIENCE])
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Cơ quan chủ trì"]]
    sheets["Chỉ tiêu"].append(["CT1", "Tỷ lệ hồ sơ trực tuyến", "%", "≥ 80", SCIENCE])
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Mã nhiệm vụ", "Kế hoạch (triệu đồng)"], ["KP1", "Tỉnh", "I.1", 1000]]
    sheets["Của tôi"] = [["Tổng", "=COUNTA('Tiến độ'!A2:A99)"]]
    sink = io.BytesIO()
    with TemporaryDirectory() as folder:
        book = load_workbook(write_workbook(Path(folder, "ho-so.xlsx"), sheets))
    book["Tiến độ"]["F2"].comment = Comment("Hỏi lại", "Lan")
    book["Tiến độ"]["F2"].fill = PatternFill("solid", fgColor="FF00FF00")
    book.save(sink)
    return sink.getvalue()


def forms(tmp_path: Path, workbook: Path, period: str = PERIOD) -> Path:
    write_forms(workbook, period, tmp_path / "phieu")
    return tmp_path / "phieu"


def run(workbook: Path, *returns: Path, period: str = PERIOD, **options: bool) -> CollectOutcome:
    return collect(workbook, returns, period, now=NOW, **options)


def dossier(workbook: Path) -> Dossier:
    checked = check(workbook)
    assert checked.dossier is not None
    assert not [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    return checked.dossier


def answer(path: Path, code: str, sheet: str = "Nhiệm vụ", **cells: object) -> None:
    """Types answers into a form: keyword names are column titles with "_" for spaces."""
    book = load_workbook(path)
    table = book[sheet]
    row = next(number for number in people.rows(table) if table.cell(number, 1).value == code)
    titles = {str(cell.value).split(" (")[0].replace(" ", "_"): cell.column for cell in table[people.HEADER_ROW]}
    for title, value in cells.items():
        table.cell(row, titles[title]).value = value
        if isinstance(value, str):
            table.cell(row, titles[title]).data_type = "s"
    book.save(path)


def codes(outcome: CollectOutcome) -> list[str]:
    return sorted({problem.code for problem in outcome.problems})


def aside(workbook: Path, *returns: Path, **options: bool) -> set[str]:
    """The codes of what a run puts aside, where nothing else came: the dossier must keep every byte."""
    before = workbook.read_bytes()
    outcome = run(workbook, *returns, **options)
    assert workbook.read_bytes() == before and not outcome.written
    return needs(outcome)


def needs(outcome: CollectOutcome) -> set[str]:
    return {problem.code for one in outcome.aside for problem in one.needs}


# --- forms ---------------------------------------------------------------------------------------


def test_every_lead_agency_gets_a_form_with_just_its_own(tmp_path: Path) -> None:
    folder = forms(tmp_path, master(tmp_path))
    assert {path.name for path in folder.iterdir()} == {SCIENCE_FORM, FINANCE_FORM}
    science = load_workbook(folder / SCIENCE_FORM)
    listed = {title: [science[title].cell(row, 1).value for row in people.rows(science[title])] for title in
              ("Nhiệm vụ", "Chỉ tiêu", "Kinh phí")}  # fmt: skip
    assert listed == {"Nhiệm vụ": ["I.1", "I.2"], "Chỉ tiêu": ["CT1"], "Kinh phí": ["KP1"]}
    assert "Chỉ tiêu" not in load_workbook(folder / FINANCE_FORM).sheetnames


def test_a_form_shows_the_last_known_state_the_deadline_and_choices(tmp_path: Path) -> None:
    book = load_workbook(forms(tmp_path, master(tmp_path)) / SCIENCE_FORM)
    sheet = book["Nhiệm vụ"]
    assert [sheet.cell(4, at).value for at in (5, 6, 7)] == ["2025-Q2", "Đang thực hiện", "Đã khảo sát"]
    assert "chậm nhất ngày 14/9/2025" in sheet["A1"].value
    rule = next(rule for rule in sheet.data_validations.dataValidation if "H4" in rule.sqref)
    assert rule.type == "list" and rule.errorStyle in (None, "stop")


def test_only_the_cells_to_fill_are_open(tmp_path: Path) -> None:
    book = load_workbook(forms(tmp_path, master(tmp_path)) / SCIENCE_FORM)
    assert book.security.lockStructure
    sheet = book["Nhiệm vụ"]
    assert sheet.protection.sheet and sheet.protection.password is None
    assert [sheet.cell(4, at).protection.locked for at in range(1, 18)] == [True] * 7 + [False] * 9 + [True]
    assert book["Định danh"].sheet_state == "veryHidden"


def test_the_same_dossier_gives_the_same_forms_and_a_filled_one_is_not_overwritten(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    folder = forms(tmp_path, workbook)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    forms(tmp_path, workbook)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    answer(folder / SCIENCE_FORM, "I.1", Tình_trạng="Đang thực hiện")
    filled = (folder / SCIENCE_FORM).read_bytes()
    with pytest.raises(WrongUsage, match="không ghi đè"):
        forms(tmp_path, workbook)
    assert (folder / SCIENCE_FORM).read_bytes() == filled


def test_what_nobody_leads_is_told(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["F4"].value = None
    book.save(workbook)
    _, problems = write_forms(workbook, PERIOD, tmp_path / "phieu")
    assert [(problem.code, problem.place.cell) for problem in problems] == [("TL013", "F4")]


@pytest.mark.parametrize(
    ("rule", "period", "last_day", "words"),
    [
        ("trước ngày 15", "2025-Q3", date(2025, 9, 14), "trước ngày 15/9/2025"),
        ("Trước ngày 15 của tháng cuối quý", "2025-Q4", date(2025, 12, 14), "trước ngày 15/12/2025"),
        ("ngày 20", "2025-09", date(2025, 9, 20), "chậm nhất ngày 20/9/2025"),
        ("ngày 05 tháng sau", "2025", date(2026, 1, 5), "chậm nhất ngày 05/01/2026"),
        ("31", "2025-Q2", date(2025, 6, 30), "chậm nhất ngày 30/6/2025"),
        ("10/9/2025", "2025-Q3", date(2025, 9, 10), "chậm nhất ngày 10/9/2025"),
        ("", "2025-Q3", date(2025, 9, 14), "chậm nhất ngày 14/9/2025"),
    ],
)
def test_the_deadline_follows_the_setting(rule: str, period: str, last_day: date, words: str) -> None:
    from generator.core.periods import CutoffRule

    asked = parse_period(period)
    assert asked is not None
    due = due_of(rule, asked, CutoffRule.DECREE_09)
    assert (due.last_day, due.words) == (last_day, words)


@pytest.mark.parametrize("text", ["sớm", "ngày 40", "khi có thể"])
def test_a_deadline_that_says_no_day_is_none(text: str) -> None:
    assert parse_due(text) is None


# --- returns that are sound ----------------------------------------------------------------------


def test_answers_of_all_kinds_reach_the_dossier(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(
        form, "I.1", Tình_trạng="Hoàn thành", Ngày_hoàn_thành=datetime(2025, 8, 20), Kết_quả_thực_hiện="=HYPERLINK(1)"
    )
    answer(form, "CT1", "Chỉ tiêu", Giá_trị="62,5", Nguồn_số_liệu="+ Cục Thống kê")
    answer(form, "KP1", "Kinh phí", Đã_phân_bổ=600, Đã_giải_ngân="250,5")
    outcome = run(workbook, form)
    assert outcome.written and [change.code for change in outcome.changes] == ["I.1", "CT1", "KP1"]
    found = dossier(workbook)
    row = found.progress[-1]
    assert (row.task, row.status.value, row.completed_on) == ("I.1", "Hoàn thành", date(2025, 8, 20))
    assert (row.reporter, row.result) == ((SCIENCE,), "=HYPERLINK(1)")
    assert found.measurements[-1].value == Decimal("62.5")
    assert found.disbursements[-1].disbursed == Decimal("250.5")
    cell = load_workbook(workbook)["Tiến độ"].cell(row.row.number, 6)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_everything_else_in_the_dossier_stays(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã mở lớp")
    before, old = parts(workbook), load_workbook(workbook)
    run(workbook, form)
    after, new = parts(workbook), load_workbook(workbook)
    changed = {name for name in before if before[name] != after[name]}
    package = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert changed <= package | {"xl/worksheets/sheet3.xml"}
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                twin = new[sheet.title][cell.coordinate]
                assert (twin.value, repr(twin.fill), repr(twin.font)) == (cell.value, repr(cell.fill), repr(cell.font))
    assert new["Tiến độ"]["F2"].comment.text == "Hỏi lại"
    assert new["Của tôi"]["B1"].value == "=COUNTA('Tiến độ'!A2:A99)"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_log_says_what_came_from_which_file(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã mở lớp")
    run(workbook, form)
    log = list(load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(values_only=True))
    assert log[1][:4] == ("16/9/2025 08:30", PERIOD, FINANCE, FINANCE_FORM)
    assert [(line[7], line[8], line[10], line[11]) for line in log[1:]] == [
        ("II.1", "Tình trạng", "Đang thực hiện", "Ghi mới"),
        ("II.1", "Kết quả thực hiện", "Đã mở lớp", "Ghi mới"),
    ]


@pytest.mark.parametrize(
    ("typed", "number"), [("62,50 %", "62,5"), ("62,5", "62,5"), (" 70 % ", "70"), ("62,5 phần trăm", "62,5")]
)
def test_the_log_keeps_what_was_typed_beside_the_number_it_became(tmp_path: Path, typed: str, number: str) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "CT1", "Chỉ tiêu", Giá_trị=typed)
    run(workbook, form)
    log = list(load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(values_only=True))
    at = {title: log[0].index(title) for title in ("Cột", "Giá trị mới", "Ghi trong phiếu")}
    line = next(line for line in log[1:] if line[at["Cột"]] == "Giá trị")
    assert (line[at["Giá trị mới"]], line[at["Ghi trong phiếu"]]) == (number, typed.strip())


@pytest.mark.parametrize("typed", [0.704, 851, "6070", "0,704"])
def test_a_figure_that_can_hardly_be_meant_is_told_as_it_is_collected(tmp_path: Path, typed: object) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "CT1", "Chỉ tiêu", Giá_trị=typed)
    assert "CT012" in codes(run(workbook, form, dry_run=True))
    answer(form, "CT1", "Chỉ tiêu", Ghi_chú="đã kiểm tra")
    assert "CT012" not in codes(run(workbook, form))


@pytest.mark.parametrize("typed", [4_200_000_000, 0.9, "0,9"])
def test_a_sum_that_can_hardly_be_meant_is_told_as_it_is_collected(tmp_path: Path, typed: object) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "KP1", "Kinh phí", Đã_giải_ngân=typed)
    assert "KP012" in codes(run(workbook, form))


@pytest.mark.parametrize("typed", ["85 5", "10\n20", "37.625", "80 người", "khoảng 60"])
def test_what_is_no_certain_number_is_put_aside(tmp_path: Path, typed: str) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "CT1", "Chỉ tiêu", Giá_trị=typed)
    assert aside(workbook, form) <= {"GT002", "GT034", "GT036"}


def test_money_typed_in_another_unit_is_logged_as_it_was_typed(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "KP1", "Kinh phí", Đã_giải_ngân="0,4 tỷ đồng")
    assert "GT035" in codes(run(workbook, form))
    assert [row.disbursed for row in dossier(workbook).disbursements] == [Decimal(400)]
    log = list(load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(values_only=True))
    assert ("Đã giải ngân", "400", "0,4 tỷ đồng") in [
        tuple(line[log[0].index(title)] for title in ("Cột", "Giá trị mới", "Ghi trong phiếu")) for line in log[1:]
    ]


def test_the_history_keeps_what_was_typed_where_it_was_read_as_another_number(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu"], ["CT1", "Thu", "triệu đồng", 5000]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["CT1", "2025-Q3", "4,2 tỷ đồng"]]
    workbook = write_workbook(tmp_path / "hs.xlsx", sheets)
    build(Job(workbook, PERIOD, out=tmp_path / "ra"))
    manifest = json.loads(next((tmp_path / "ra").rglob("manifest.json")).read_text(encoding="utf-8"))
    told = [one["message"] for one in manifest["problems"] if one["code"] == "GT035"]
    assert told == ["“4,2 tỷ đồng” đã quy đổi thành 4.200 triệu đồng."]


@pytest.mark.parametrize("heading", ["Đã giải ngân (tỷ đồng)", "Đã giải ngân (nghìn đồng)"])
def test_nothing_is_written_into_a_column_of_another_unit(tmp_path: Path, heading: str) -> None:
    workbook = master(tmp_path)
    book = load_workbook(workbook)
    book.create_sheet("Giải ngân")
    for row in (["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", heading], ["KP1", "2025-Q2", 900, 0.3]):
        book["Giải ngân"].append(row)
    book.save(workbook)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "KP1", "Kinh phí", Đã_giải_ngân=400)
    assert aside(workbook, form) == {"BNG023"}


def test_a_second_run_changes_nothing_and_says_the_return_is_known(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    run(workbook, form)
    before = workbook.read_bytes()
    outcome = run(workbook, form)
    assert not outcome.written and workbook.read_bytes() == before
    assert "TL009" in codes(outcome)


def test_a_dry_run_tells_all_and_writes_nothing(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    before = workbook.read_bytes()
    outcome = run(workbook, form, dry_run=True)
    assert [change.code for change in outcome.changes] == ["II.1"]
    assert not outcome.written and workbook.read_bytes() == before


def test_who_is_silent_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.1", Tình_trạng="Đang thực hiện")
    outcome = run(workbook, form)
    assert outcome.silent == (FINANCE,)
    assert [problem.message for problem in outcome.problems if problem.code == "TL012"] == [
        f"{SCIENCE} còn 3 mục chưa trả lời: I.2, CT1, KP1."
    ]


def test_a_folder_stands_for_its_returns_whatever_their_names(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    folder = forms(tmp_path, workbook)
    for name, code in ((SCIENCE_FORM, "I.1"), (FINANCE_FORM, "II.1")):
        answer(folder / name, code, Tình_trạng="Đang thực hiện")
        people.rename(folder / name, random.Random(name))
    (folder / "cong-van.pdf").write_bytes(b"%PDF")
    (folder / "~$phieu.xlsx").write_bytes(b"")
    outcome = run(workbook, folder)
    assert outcome.agencies and set(outcome.agencies) == {SCIENCE, FINANCE}
    assert "TL017" in codes(outcome)
    assert len(dossier(workbook).progress) == 3


# --- what the dossier has already ----------------------------------------------------------------


def test_a_value_that_stands_is_kept_and_the_newer_is_offered(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.2", Kết_quả_thực_hiện="Đã khảo sát 15 điểm", Sản_phẩm="Bản đồ")
    before = workbook.read_bytes()
    outcome = run(workbook, form)
    assert workbook.read_bytes() == before
    offered = [problem.message for problem in outcome.problems if problem.code == "TL010"]
    assert any("Đã khảo sát 15 điểm" in message and "Đã khảo sát 12 điểm" in message for message in offered)


def test_a_cell_that_was_filled_and_is_blank_now_is_told_and_stays(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.2", Kết_quả_thực_hiện=None, Sản_phẩm="Bản đồ")
    outcome = run(workbook, form)
    (told,) = [problem.message for problem in outcome.problems if problem.code == "TL027"]
    assert "“Kết quả thực hiện”" in told and "Đã khảo sát 12 điểm" in told
    row = next(row for row in dossier(workbook).progress if row.task == "I.2")
    assert (row.result, row.product) == ("Đã khảo sát 12 điểm", "Bản đồ")


def test_a_row_that_was_filled_and_is_blank_now_is_told_and_stays(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    blank = ("Tình_trạng", "Tỷ_lệ_hoàn_thành", "Kết_quả_thực_hiện", "Khó_khăn,_vướng_mắc")
    answer(form, "I.2", **dict.fromkeys(blank))
    before = workbook.read_bytes()
    outcome = run(workbook, form)
    assert any("I.2" in problem.message for problem in outcome.problems if problem.code == "TL027")
    assert workbook.read_bytes() == before


def test_told_to_the_newer_replaces_and_the_log_keeps_the_old(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.2", Kết_quả_thực_hiện="Đã khảo sát 15 điểm")
    outcome = run(workbook, form, overwrite=True)
    assert "TL020" in codes(outcome)
    assert next(row.result for row in dossier(workbook).progress if row.task == "I.2") == "Đã khảo sát 15 điểm"
    log = list(load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(min_row=2, values_only=True))
    assert [(line[9], line[10], line[11]) for line in log] == [
        ("Đã khảo sát 12 điểm", "Đã khảo sát 15 điểm", "Thay giá trị cũ")
    ]


def test_a_form_sent_back_as_it_came_says_nothing_even_where_the_dossier_moved_on(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    book = load_workbook(workbook)
    book["Tiến độ"]["F3"].value = "Đã khảo sát 20 điểm"
    book.save(workbook)
    before = workbook.read_bytes()
    outcome = run(workbook, form, overwrite=True)
    assert outcome.changes == () and workbook.read_bytes() == before


def test_a_formula_is_never_overwritten(tmp_path: Path) -> None:
    workbook = master(tmp_path, reported=True)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    with zipfile.ZipFile(workbook) as archive:
        kept = {info.filename: archive.read(info) for info in archive.infolist()}
    sheet = kept["xl/worksheets/sheet3.xml"]
    kept["xl/worksheets/sheet3.xml"] = sheet.replace(b'<c r="E3" t="n"><v>40</v>', b'<c r="E3"><f>20+20</f><v>40</v>')
    assert kept["xl/worksheets/sheet3.xml"] != sheet
    with zipfile.ZipFile(workbook, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    answer(form, "I.2", Tỷ_lệ_hoàn_thành=60)
    answer(form, "I.1", Tình_trạng="Đang thực hiện")
    outcome = run(workbook, form, overwrite=True)
    assert needs(outcome) == {"TL015"} and [(one.agency, one.code) for one in outcome.aside] == [(SCIENCE, "I.2")]
    assert "I.1" in {row.task for row in dossier(workbook).progress}
    assert outcome.code is ExitCode.CONFLICTS


# --- returns that contradict ---------------------------------------------------------------------


def shared_task(tmp_path: Path) -> Path:
    workbook = master(tmp_path)
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["F3"].value = f"{SCIENCE}; {FINANCE}"
    book.save(workbook)
    return workbook


def test_two_agencies_that_agree_are_one_answer(tmp_path: Path) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    answer(folder / SCIENCE_FORM, "I.2", Tình_trạng="Đang thực hiện", Tỷ_lệ_hoàn_thành=40)
    answer(folder / FINANCE_FORM, "I.2", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã bố trí vốn")
    run(workbook, folder)
    row = dossier(workbook).progress[-1]
    assert (row.percent, row.result, row.reporter) == (Decimal(40), "Đã bố trí vốn", (SCIENCE, FINANCE))


def test_two_agencies_that_contradict_each_other_wait_and_the_others_are_taken(tmp_path: Path) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    answer(folder / SCIENCE_FORM, "I.2", Tình_trạng="Đang thực hiện")
    answer(folder / FINANCE_FORM, "I.2", Tình_trạng="Chưa thực hiện")
    assert aside(workbook, folder) == {"TL008"}
    assert aside(workbook, folder, overwrite=True) == {"TL008"}
    answer(folder / SCIENCE_FORM, "I.1", Tình_trạng="Đang thực hiện")
    outcome = run(workbook, folder)
    assert [change.code for change in outcome.changes] == ["I.1"] and outcome.code is ExitCode.CONFLICTS
    assert outcome.silent == ()
    told = [problem.message for problem in outcome.problems if problem.code in ("TL011", "TL012")]
    assert told and not any("I.2" in message for message in told)


def test_sentences_of_co_leads_are_joined_with_their_names(tmp_path: Path) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    answer(folder / FINANCE_FORM, "I.2", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã bố trí vốn.")
    answer(folder / SCIENCE_FORM, "I.2", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã khảo sát.")
    outcome = run(workbook, folder)
    row = dossier(workbook).progress[-1]
    assert row.result == f"{SCIENCE}: Đã khảo sát.\n{FINANCE}: Đã bố trí vốn." and row.reporter == (SCIENCE, FINANCE)
    assert not outcome.aside and outcome.code is ExitCode.DONE
    log = list(load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(min_row=2, values_only=True))
    assert {line[3] for line in log} == {f"{SCIENCE_FORM}; {FINANCE_FORM}"}
    assert {line[12] for line in log} == {"Đang thực hiện", "Đã khảo sát.\nĐã bố trí vốn."}
    assert run(workbook, folder).changes == ()


@pytest.mark.parametrize("first", [0, 1])
def test_a_co_lead_that_answers_later_is_joined_and_has_reported(tmp_path: Path, first: int) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    said = {SCIENCE: "Đã khảo sát.", FINANCE: "Đã bố trí vốn."}
    files = {SCIENCE: folder / SCIENCE_FORM, FINANCE: folder / FINANCE_FORM}
    for agency, words in said.items():
        answer(files[agency], "I.2", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện=words)
    order = sorted(said, reverse=bool(first))
    run(workbook, files[order[0]])
    outcome = run(workbook, files[order[1]])
    row = dossier(workbook).progress[-1]
    assert row.result == "\n".join(f"{agency}: {said[agency]}" for agency in order) and row.reporter == tuple(order)
    assert "TL024" in codes(outcome) and "TL010" not in codes(outcome)
    assert run(workbook, folder).changes == ()
    answer(files[SCIENCE], "I.2", Kết_quả_thực_hiện="Đã khảo sát xong.")
    kept = workbook.read_bytes()
    assert "TL010" in codes(run(workbook, files[SCIENCE])) and workbook.read_bytes() == kept
    run(workbook, files[SCIENCE], overwrite=True)
    newest = said | {SCIENCE: "Đã khảo sát xong."}
    assert dossier(workbook).progress[-1].result == "\n".join(f"{agency}: {newest[agency]}" for agency in order)


def test_a_co_lead_that_says_the_same_has_reported_too(tmp_path: Path) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    for name in (SCIENCE_FORM, FINANCE_FORM):
        answer(folder / name, "I.2", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã khảo sát.")
        run(workbook, folder / name)
    row = dossier(workbook).progress[-1]
    assert (row.result, row.reporter) == ("Đã khảo sát.", (SCIENCE, FINANCE))


def test_a_correction_sent_later_needs_a_word_and_then_wins(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    first = forms(tmp_path, workbook) / FINANCE_FORM
    second = Path(shutil.copy(first, tmp_path / "dinh-chinh.xlsx"))
    for path, status, hour in ((first, "Chưa thực hiện", 8), (second, "Đang thực hiện", 9)):
        answer(path, "II.1", Tình_trạng=status)
        saved_at(path, f"2025-09-10T{hour:02d}:00:00Z")
    assert aside(workbook, first, second) == {"TL008"}
    run(workbook, first, second, overwrite=True)
    assert dossier(workbook).progress[-1].status.value == "Đang thực hiện"


def test_two_returns_saved_at_one_time_promise_no_later_one(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    first = forms(tmp_path, workbook) / FINANCE_FORM
    second = Path(shutil.copy(first, tmp_path / "dinh-chinh.xlsx"))
    for path, status in ((first, "Chưa thực hiện"), (second, "Đang thực hiện")):
        answer(path, "II.1", Tình_trạng=status)
        saved_at(path, "2025-09-10T08:00:00Z")
    needs = [need for one in run(workbook, first, second, overwrite=True).aside for need in one.needs]
    assert [need.code for need in needs] == ["TL008"]
    assert "--overwrite" not in needs[0].fix


def saved_at(path: Path, stamp: str) -> None:
    import re

    kept = parts(path)
    core = kept["docProps/core.xml"].decode()
    kept["docProps/core.xml"] = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp}", core).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)


def test_the_same_return_twice_counts_once(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    outcome = run(workbook, form, Path(shutil.copy(form, tmp_path / "gui-lai.xlsx")))
    assert "TL009" in codes(outcome) and outcome.returns == 1
    assert len(dossier(workbook).progress) == 2


# --- returns of somebody or something else -------------------------------------------------------


def test_a_return_of_another_period_is_refused(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook, "2025-Q2") / "phieu-2025-q2-so-tai-chinh.xlsx"
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    assert aside(workbook, form) == {"TL002"}
    outcome = run(workbook, form)
    assert [(one.agency, one.path) for one in outcome.refused] == [(FINANCE, form)]
    assert outcome.silent == (SCIENCE,) and outcome.code is ExitCode.PROBLEMS


def test_a_return_of_another_plan_is_refused(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    book = load_workbook(workbook)
    for row in book["Thông tin chung"].iter_rows():
        if row[0].value == "Số ký hiệu kế hoạch":
            row[1].value = "99/KH-UBND"
    book.save(workbook)
    assert aside(workbook, form) == {"TL003"}


def renamed_plan(workbook: Path, number: str) -> None:
    book = load_workbook(workbook)
    for row in book["Thông tin chung"].iter_rows():
        if row[0].value == "Số ký hiệu kế hoạch":
            row[1].value = number
    book.save(workbook)


def test_plans_whose_numbers_differ_by_their_marks_alone_are_two(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    renamed_plan(workbook, "12/KH-ĐU")
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    renamed_plan(workbook, "12/KH-DU")
    assert aside(workbook, form) == {"TL003"}


def test_a_form_of_an_earlier_version_is_known_by_its_plain_plan(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    book = load_workbook(form)
    identity = book["Định danh"]
    row = next(cell.row for cell in identity["A"] if cell.value == "Khoá kế hoạch")
    identity.delete_rows(row)
    book.save(form)
    assert run(workbook, form).written


def test_a_task_that_went_to_another_agency_is_refused(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.2", Tình_trạng="Đang thực hiện")
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["F3"].value = FINANCE
    book.save(workbook)
    assert aside(workbook, form) == {"TL007"}


def test_an_agency_that_leads_nothing_any_more_is_refused(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["F4"].value = SCIENCE
    book.save(workbook)
    assert aside(workbook, form) == {"TL016"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "TEP002"),
        (b"PK\x03\x04cut", "TEP002"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "TEP004"),
        (None, "TEP001"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes | None, code: str) -> None:
    workbook = master(tmp_path)
    form = tmp_path / "phieu.xlsx"
    if content is not None:
        form.write_bytes(content)
    assert aside(workbook, form) == {code}


def test_the_dossier_itself_is_no_return(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    copy = Path(shutil.copy(workbook, tmp_path / "ban-sao.xlsx"))
    assert aside(workbook, copy) == {"TL001"}
    with pytest.raises(WrongUsage, match="Không có phiếu nào"):
        run(workbook, workbook)


# --- careless people -----------------------------------------------------------------------------


def taken_in(workbook: Path, typed: dict[str, dict[str, object]]) -> None:
    """Every typed answer stands in the dossier."""
    found = {row.task: row for row in dossier(workbook).progress if row.period.code == PERIOD}
    for code, cells in typed.items():
        row = found[code]
        assert row.status.value == cells["Tình trạng"]
        assert row.result == cells["Kết quả thực hiện"]
        day = cells.get("Ngày hoàn thành")
        assert row.completed_on == (day.date() if isinstance(day, datetime) else None)
        assert row.percent == (Decimal(str(share)) if (share := cells.get("Tỷ lệ hoàn thành (%)")) else None)


@pytest.mark.parametrize("name", people.HARMLESS)
def test_a_harmless_mistake_loses_no_answer(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    typed = people.fill(form, chance)
    people.spoil(form, people.HARMLESS[name], chance)
    run(workbook, form)
    taken_in(workbook, typed)


@pytest.mark.parametrize("name", people.TOLD)
def test_what_cannot_be_taken_in_is_told_and_the_rest_taken(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    typed = people.fill(form, chance)
    mistake, code = people.TOLD[name]
    people.spoil(form, mistake, chance)
    outcome = run(workbook, form)
    assert code in codes(outcome)
    taken_in(workbook, {key: cells for key, cells in typed.items() if code != "TL018" or key != "I.1"})


@pytest.mark.parametrize("name", people.ASIDE)
def test_a_mistake_that_nobody_can_guess_away_keeps_just_its_row_aside(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    workbook = master(tmp_path)
    folder = forms(tmp_path, workbook)
    typed = people.fill(folder / SCIENCE_FORM, chance)
    typed |= people.fill(folder / FINANCE_FORM, chance)
    mistake, code, what = people.ASIDE[name]
    people.spoil(folder / SCIENCE_FORM, mistake, chance)
    outcome = run(workbook, folder)
    assert needs(outcome) == {code} and outcome.code is ExitCode.CONFLICTS
    assert [(one.path.name, one.code) for one in outcome.aside] == [(SCIENCE_FORM, what)]
    gone = {"I.1": {"I.1"}, "X.1": set()}.get(what, {"I.1", "I.2"})
    taken_in(workbook, {key: cells for key, cells in typed.items() if key not in gone})
    assert not gone & {row.task for row in dossier(workbook).progress if row.period.code == PERIOD}
    assert outcome.silent == ()


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_provinces_returns_by_careless_hands(tmp_path: Path, seed: int) -> None:
    """All mistakes at once on the real plan: every answer is in the dossier, or among what is put aside."""
    chance = random.Random(seed)
    workbook = Path(shutil.copy(Path(__file__).parents[1] / "inputs/lai-chau-nq57.xlsx", tmp_path / "ho-so.xlsx"))
    write_forms(workbook, "2026-Q4", tmp_path / "phieu")
    typed: list[tuple[Path, str, dict[str, object]]] = []
    expected: set[str] = set()
    for path in sorted((tmp_path / "phieu").iterdir()):
        own = people.fill(path, chance, share=0.7)
        harmless = [one for one in people.HARMLESS.values() if one is not people.HARMLESS["a column inserted"]]
        for mistake in chance.sample(harmless, 2) if own else ():
            people.spoil(path, mistake, chance)
        if own and seed % 2 and chance.random() < 0.3:
            mistake, code, _ = people.ASIDE[chance.choice(list(people.ASIDE))]
            people.spoil(path, mistake, chance)
            expected.add(code)
        new = people.rename(path, chance)
        typed += [(new, code, cells) for code, cells in own.items()]
    outcome = collect(workbook, [tmp_path / "phieu"], "2026-Q4", now=NOW)
    assert expected <= needs(outcome)
    whole = {one.path for one in outcome.aside if not one.code}
    rows = {(one.path, one.code) for one in outcome.aside}
    contradicting = {one.code for one in outcome.aside if one.needs[0].code == "TL008"}
    found = {row.task: row for row in dossier(workbook).progress if row.period.code == "2026-Q4"}
    taken = 0
    for path, code, cells in typed:
        if path in whole or (path, code) in rows or code in contradicting:
            continue
        assert str(cells["Kết quả thực hiện"]) in found[code].result.replace("\n", ": ").split(": ")
        assert found[code].status.value == cells["Tình trạng"]
        taken += 1
    assert taken > len(typed) / 3


def test_a_note_below_the_table_and_comments_are_shown_and_nothing_is_refused(tmp_path: Path) -> None:
    case = Path(__file__).parent / "cases/returns/c14-note-below/tra-loi.xlsx"
    workbook = Path(shutil.copy(Path(__file__).parent / "cases/workbook/base.xlsx", tmp_path / "ho-so.xlsx"))
    outcome = run(workbook, case, period="2025-Q4")
    assert not outcome.aside and outcome.written
    assert [(one.place.cell, one.message) for one in outcome.problems if one.code == "TL021"] == [
        ("A6", "Ghi chú ngoài bảng: “Ghi chú: đơn vị tự rà soát” không được tổng hợp.")
    ]
    row = next(row for row in dossier(workbook).progress if row.period.code == "2025-Q4")
    assert (row.task, row.percent, row.result, row.difficulty) == ("I.2", 80, "Đã nhận máy chủ.", "Chậm bàn giao.")


def test_a_comment_on_a_cell_is_shown_with_its_author(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    book = load_workbook(form)
    book["Nhiệm vụ"]["H4"].comment = Comment("Chờ ý kiến Bộ Tài chính", "Lan")
    book.save(form)
    outcome = run(workbook, form)
    told = [(one.place.cell, one.message) for one in outcome.problems if one.code == "TL021"]
    assert told == [("H4", "Bình luận của Lan: “Chờ ý kiến Bộ Tài chính” không được tổng hợp.")]
    assert outcome.written and not outcome.aside


def test_what_a_return_denies_and_the_dossier_has_is_told(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện", **{"Khó_khăn,_vướng_mắc": "Thiếu vốn"})
    run(workbook, form)
    answer(form, "II.1", **{"Khó_khăn,_vướng_mắc": "Không"})
    outcome = run(workbook, form, overwrite=True)
    assert any("ghi “Không”" in one.message and "“Thiếu vốn”" in one.message for one in outcome.problems)
    assert dossier(workbook).progress[-1].difficulty == "Thiếu vốn"


def test_a_dash_in_a_number_column_is_nothing(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.1", Tình_trạng="Đang thực hiện", Tỷ_lệ_hoàn_thành="-", Ngày_hoàn_thành="–")
    answer(form, "I.1", **{"Khó_khăn,_vướng_mắc": "Không"})
    answer(form, "CT1", "Chỉ tiêu", Giá_trị="-")
    answer(form, "KP1", "Kinh phí", Đã_phân_bổ=500, Đã_giải_ngân="-")
    outcome = run(workbook, form)
    assert not outcome.aside
    row = dossier(workbook).progress[-1]
    assert (row.percent, row.completed_on, row.difficulty) == (None, None, "")
    money = dossier(workbook).disbursements[-1]
    assert (money.allocated, money.disbursed) == (Decimal(500), None)


def test_nought_is_a_number_that_was_reported(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.1", Tình_trạng="Chưa thực hiện", Tỷ_lệ_hoàn_thành=0)
    answer(form, "KP1", "Kinh phí", Đã_phân_bổ=0, Đã_giải_ngân="0")
    assert not run(workbook, form).aside
    read = dossier(workbook)
    assert read.progress[-1].percent == 0
    assert (read.disbursements[-1].allocated, read.disbursements[-1].disbursed) == (0, 0)


@pytest.mark.parametrize(("period", "shown"), [("2025-Q3", "≥ 65 (năm 2025)"), ("2026-Q1", "≥ 80 (năm 2030)")])
def test_a_form_names_the_target_of_its_own_year(tmp_path: Path, period: str, shown: str) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu", "Cơ quan chủ trì"]]
    sheets["Chỉ tiêu"].append(["CT1", "Tỷ lệ hồ sơ trực tuyến", "%", "≥ 80", 2030, SCIENCE])
    sheets["Lộ trình"] = [["Mã chỉ tiêu", "Năm", "Mục tiêu"], ["CT1", 2025, "≥ 65"]]
    folder = forms(tmp_path, write_workbook(tmp_path / "ho-so.xlsx", sheets), period)
    form = next(folder.glob("*khoa-hoc*.xlsx"))
    table = load_workbook(form)["Chỉ tiêu"]
    titles = [cell.value for cell in table[people.HEADER_ROW]]
    assert table.cell(people.HEADER_ROW + 1, titles.index("Mục tiêu") + 1).value == shown


# --- what a form asks for besides --------------------------------------------------------------------


def cover(path: Path, **lines: str) -> None:
    """Fills lines of a form's cover: keyword names are their labels with "_" for spaces."""
    book = load_workbook(path)
    sheet = book["Phiếu báo cáo"]
    rows = {str(row[0].value).replace(" ", "_"): row[0].row for row in sheet.iter_rows()}
    for label, text in lines.items():
        sheet.cell(rows[label], 2).value = text
    book.save(path)


def issued(path: Path, *lines: tuple[object, ...]) -> None:
    """Fills the sheet Văn bản of a form from its first row on."""
    book = load_workbook(path)
    for at, line in enumerate(lines, start=people.HEADER_ROW + 1):
        for column, value in enumerate(line, start=1):
            book["Văn bản"].cell(at, column).value = value
    book.save(path)


def test_a_form_asks_for_all_that_a_report_needs(tmp_path: Path) -> None:
    book = load_workbook(forms(tmp_path, master(tmp_path)) / SCIENCE_FORM)
    asked = [cell.value for cell in book["Nhiệm vụ"][people.HEADER_ROW]]
    assert {"Minh chứng", "Khó khăn, vướng mắc", "Nguyên nhân", "Đề xuất, kiến nghị"} <= set(asked)
    assert [cell.value for cell in book["Văn bản"][people.HEADER_ROW]] == [
        "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu",
    ]  # fmt: skip
    labels = [row[0].value for row in book["Phiếu báo cáo"].iter_rows()]
    assert labels.index("Người duyệt") == labels.index("Người lập") + 1 and "Không phát sinh" in labels
    assert not book["Văn bản"].cell(4, 1).protection.locked


def test_evidence_cause_and_proposal_come_into_the_dossier_with_who_answers_for_them(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.1", Tình_trạng="Đang thực hiện", Minh_chứng="12/BC-SKHCN", Nguyên_nhân="Thiếu người")
    answer(form, "I.1", **{"Đề_xuất,_kiến_nghị": "Bố trí thêm biên chế"})
    answer(form, "CT1", "Chỉ tiêu", Giá_trị=70)
    cover(form, Người_lập="Nguyễn Văn A", Người_duyệt="Trần Thị B")
    assert not run(workbook, form).aside
    row = dossier(workbook).progress[-1]
    assert (row.evidence, row.cause, row.proposal) == ("12/BC-SKHCN", "Thiếu người", "Bố trí thêm biên chế")
    for one in (row, dossier(workbook).measurements[-1]):
        assert (one.prepared_by, one.approved_by) == ("Nguyễn Văn A", "Trần Thị B")
    log = {line[8] for line in load_workbook(workbook)["Nhật ký tổng hợp"].iter_rows(min_row=2, values_only=True)}
    assert {"Minh chứng", "Người lập", "Người duyệt"} <= log


def test_documents_that_an_agency_issued_come_into_sheet_van_ban(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    folder = forms(tmp_path, workbook)
    issued(
        folder / SCIENCE_FORM,
        ("12/KH-SKHCN", datetime(2025, 8, 20), None, "Kế hoạch khảo sát"),
        (None, "31/6/2025", None, "Không có số"),
        ("Lập bảng: Lan", None, None, None),
    )
    issued(folder / FINANCE_FORM, ("Không phát sinh", None, None, None))
    outcome = run(workbook, folder)
    told = [(one.number, one.day, one.issuer, one.summary) for one in dossier(workbook).documents]
    assert told == [("12/KH-SKHCN", date(2025, 8, 20), SCIENCE, "Kế hoạch khảo sát")]
    assert [(one.sheet, needs_of) for one in outcome.aside for needs_of in sorted({n.code for n in one.needs})] == [
        ("Văn bản", "GT001"), ("Văn bản", "GT004"),
    ]  # fmt: skip
    assert any("Lập bảng: Lan" in one.message for one in outcome.problems if one.code == "TL021")
    before = workbook.read_bytes()
    assert not run(workbook, folder).written and workbook.read_bytes() == before


def test_the_same_number_of_two_agencies_is_two_documents(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    folder = forms(tmp_path, workbook)
    for name, day in ((SCIENCE_FORM, 20), (FINANCE_FORM, 21)):
        issued(folder / name, ("15/KH", datetime(2025, 8, day), None, "Kế hoạch"))
    assert not run(workbook, folder).aside
    assert {(one.issuer, one.day) for one in dossier(workbook).documents} == {
        (SCIENCE, date(2025, 8, 20)), (FINANCE, date(2025, 8, 21)),
    }  # fmt: skip


def test_nothing_new_repeats_the_state_before_and_counts_as_an_answer(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    cover(form, Không_phát_sinh="x")
    outcome = run(workbook, form)
    rows = [row for row in dossier(workbook).progress if row.period.code == PERIOD]
    assert [(row.task, row.status.value, row.result, row.reporter) for row in rows] == [
        ("I.1", "Đang thực hiện", "", (SCIENCE,))
    ]
    assert SCIENCE not in outcome.silent
    assert [one.message for one in outcome.problems if one.code == "TL012"] == [
        f"{SCIENCE} còn 1 mục chưa trả lời: I.2."  # nothing was ever reported on it: its state cannot be repeated
    ]


@pytest.mark.parametrize("words", ["Không", "chưa rõ"])
def test_a_tick_that_is_none_is_asked_about(tmp_path: Path, words: str) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    cover(form, Không_phát_sinh=words)
    outcome = run(workbook, form)
    assert "TL025" in codes(outcome) and not outcome.written and SCIENCE in outcome.silent


def test_a_form_of_the_version_before_is_still_taken(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(Path(__file__).parent / "cases/workbook/base.xlsx", tmp_path / "ho-so.xlsx"))
    outcome = run(workbook, Path(__file__).parent / "cases/returns/c14-note-below", period="2025-Q4")
    assert outcome.returns == 1 and not outcome.aside and "TL022" not in codes(outcome)


def test_history_tells_who_prepared_and_who_approved_the_figures(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "I.1", Tình_trạng="Đang thực hiện")
    cover(form, Người_lập="Nguyễn Văn A", Người_duyệt="Trần Thị B")
    run(workbook, form)
    built = build(Job(workbook, PERIOD, out=tmp_path / "ra"))
    assert past_states(built.published.folder).states[-1].signed == (
        f"{SCIENCE} (lập: Nguyễn Văn A; duyệt: Trần Thị B)",
    )


# --- what careless people do besides -----------------------------------------------------------------


def changed(path: Path, change: Callable[[Workbook], object]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def answered_form(tmp_path: Path) -> tuple[Path, Path]:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện="Đã mở lớp")
    return workbook, form


def told_of(outcome: CollectOutcome, code: str) -> list[tuple[str | None, str]]:
    return [(one.place.cell, one.message) for one in outcome.problems if one.code == code]


def test_a_header_that_a_return_says_again_is_no_answer(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    book = load_workbook(form)
    table = book["Nhiệm vụ"]
    for column, cell in enumerate(table[people.HEADER_ROW], start=1):
        table.cell(table.max_row + (column == 1), column).value = cell.value
    book.save(form)
    outcome = run(workbook, form)
    assert (outcome.aside, told_of(outcome, "TL019")) == ((), [])


def test_a_note_on_the_cover_is_shown(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Phiếu báo cáo"].cell(30, 2).__setattr__("value", "Xin lùi hạn việc II.1"))
    outcome = run(workbook, form)
    assert told_of(outcome, "TL021") == [("B30", "Ghi chú ngoài bảng: “Xin lùi hạn việc II.1” không được tổng hợp.")]
    assert outcome.written and not outcome.aside


def test_a_sound_return_has_nothing_to_tell_of_its_form(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    cover(form, Người_lập="Nguyễn Văn A", Điện_thoại="0912 345 678")
    assert codes(run(workbook, form)) == ["TL011"]  # of the other agency


@pytest.mark.parametrize(
    ("label", "words", "told"),
    [
        ("Kỳ_báo_cáo", "quý II năm 2025", "Bìa phiếu ghi kỳ “quý II năm 2025”, phiếu đã gửi cho quý III năm 2025; "
         "câu trả lời được tổng hợp vào quý III năm 2025."),
        ("Kỳ_báo_cáo", "quý III/2025", None),
        ("Cơ_quan_báo_cáo", SCIENCE, f"Bìa phiếu ghi cơ quan “{SCIENCE}”, phiếu đã gửi cho {FINANCE}; "
         f"được tổng hợp cho {FINANCE}."),
    ],
)  # fmt: skip
def test_a_cover_that_names_another_period_or_agency_is_told(
    tmp_path: Path, label: str, words: str, told: str | None
) -> None:
    workbook, form = answered_form(tmp_path)
    cover(form, **{label: words})
    outcome = run(workbook, form)
    assert [message for _, message in told_of(outcome, "TL014")] == ([told] if told else [])
    assert outcome.written


def test_a_hidden_row_with_answers_is_read_and_told(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Nhiệm vụ"].row_dimensions[4].__setattr__("hidden", True))
    outcome = run(workbook, form)
    assert [cell for cell, _ in told_of(outcome, "TL026")] == ["A4"] and outcome.written


def test_a_hidden_column_with_answers_is_read_and_told(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Nhiệm vụ"].column_dimensions["K"].__setattr__("hidden", True))
    outcome = run(workbook, form)
    assert [cell for cell, _ in told_of(outcome, "TL026")] == ["K3"]
    assert dossier(workbook).progress[-1].result == "Đã mở lớp"


def test_a_hidden_sheet_with_answers_is_read_and_told(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Nhiệm vụ"].__setattr__("sheet_state", "hidden"))
    outcome = run(workbook, form)
    assert [cell for cell, _ in told_of(outcome, "TL026")] == [None] and outcome.written


def test_a_row_that_is_struck_through_as_a_whole_is_told_as_that(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)

    def strike(book: Workbook) -> None:
        for cell in book["Nhiệm vụ"][4]:
            cell.font = Font(strike=True)

    changed(form, strike)
    outcome = run(workbook, form)
    [(cell, message)] = told_of(outcome, "KT001")
    assert cell == "A4" and message.startswith("Cả dòng bị gạch ngang nên không được đọc: “")
    assert not outcome.written


@pytest.mark.parametrize("header", ["Tình trạng thực hiện", "tình trạng"])
def test_a_changed_header_in_its_place_is_understood(tmp_path: Path, header: str) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Nhiệm vụ"].cell(3, 8).__setattr__("value", header))
    outcome = run(workbook, form)
    assert outcome.written and not outcome.aside
    assert dossier(workbook).progress[-1].status.value == "Đang thực hiện"


def test_another_column_in_the_place_of_one_that_is_gone_is_not_taken_for_it(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: book["Nhiệm vụ"].cell(3, 11).__setattr__("value", "Ghi chú của phòng"))
    outcome = run(workbook, form)
    assert dossier(workbook).progress[-1].result == ""
    assert "TL022" in codes(outcome) and ("K4", "“Đã mở lớp” nằm ngoài các cột của phiếu nên không được tổng hợp.") in (
        told_of(outcome, "TL019")
    )


def test_a_sheet_whose_title_lost_its_tones_is_read(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    changed(form, lambda book: setattr(book["Nhiệm vụ"], "title", "Nhiem vu"))
    assert run(workbook, form).written


def test_a_file_that_cannot_be_read_is_known_by_its_name(tmp_path: Path) -> None:
    workbook, form = answered_form(tmp_path)
    spoiled = form.with_name(f"Gui lai {FINANCE_FORM}")
    spoiled.write_bytes(b"PK\x03\x04")
    outcome = run(workbook, spoiled)
    assert [one.agency for one in outcome.refused] == [FINANCE] and outcome.silent == (SCIENCE,)


def test_what_the_dossier_doubts_in_an_answer_is_told_at_the_return(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    answer(form, "KP1", "Kinh phí", Đã_phân_bổ=5000, Đã_giải_ngân=4000)
    outcome = run(workbook, form)
    doubts = [one for one in outcome.problems if one.code.startswith("KP")]
    assert doubts and all(one.place.file == str(form) for one in doubts)


def test_two_different_rows_for_one_code_keep_that_code_aside(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / SCIENCE_FORM
    for code in ("I.1", "I.2"):
        answer(form, code, Tình_trạng="Đang thực hiện", Kết_quả_thực_hiện=f"Kết quả {code}")

    def copy_row(book: Workbook) -> None:
        sheet = book["Nhiệm vụ"]
        for column in range(1, 18):
            sheet.cell(6, column).value = sheet.cell(4, column).value
        sheet.cell(6, 11).value = "Khác hẳn"

    changed(form, copy_row)
    outcome = run(workbook, form)
    assert [(one.code, one.needs[0].code) for one in outcome.aside] == [("I.1", "TL008")]
    assert [row.task for row in dossier(workbook).progress if row.period.code == PERIOD] == ["I.2"]


def test_a_co_lead_that_contradicts_what_stands_waits_whenever_it_comes(tmp_path: Path) -> None:
    workbook = shared_task(tmp_path)
    folder = forms(tmp_path, workbook)
    answer(folder / SCIENCE_FORM, "I.2", Tình_trạng="Đang thực hiện")
    answer(folder / FINANCE_FORM, "I.2", Tình_trạng="Chưa thực hiện", Kết_quả_thực_hiện="Chưa có vốn")
    run(workbook, folder / SCIENCE_FORM)
    assert aside(workbook, folder / FINANCE_FORM) == {"TL008"}
    outcome = run(workbook, folder / FINANCE_FORM)
    assert outcome.code is ExitCode.CONFLICTS and FINANCE not in outcome.silent


def test_a_return_under_a_name_that_the_dossier_knows_is_taken(tmp_path: Path) -> None:
    workbook = master(tmp_path)
    form = forms(tmp_path, workbook) / FINANCE_FORM
    answer(form, "II.1", Tình_trạng="Đang thực hiện")
    book = load_workbook(workbook)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == FINANCE:
                    cell.value = "Sở Tài chính - Kế hoạch"
    agencies = book.create_sheet("Cơ quan")
    for line in (("Tên cơ quan", "Tên khác"), ("Sở Tài chính - Kế hoạch", FINANCE), (SCIENCE, None)):
        agencies.append(line)
    book.save(workbook)
    outcome = run(workbook, form)
    assert not outcome.aside and outcome.agencies == ("Sở Tài chính - Kế hoạch",)
    assert dossier(workbook).progress[-1].reporter == ("Sở Tài chính - Kế hoạch",)
