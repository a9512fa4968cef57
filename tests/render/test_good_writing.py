"""How a report's sentences are written: one kind of bad sentence a test, with others of its kind."""

from __future__ import annotations

import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from generator.compute.facts import compute
from generator.core.figures import Count, Figure
from generator.core.first_page import is_party_body, is_state_body, kept_line, subject_without_type
from generator.core.period_names import parse_period
from generator.core.standard import load_standard
from generator.read.workbook import read_workbook
from generator.render.figure_texts import kept_in_line
from generator.render.issuer import about, cited_shortly, heading_lines, kind_and_subject, of_period
from generator.render.one_task import names_in_text, tells_no_result
from generator.render.report import render_report
from generator.render.shelf import TemplateShelf
from generator.render.short_names import LONGEST_NAME, one_of_many, shortened_name
from generator.render.two_digits import two_digits
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.validate.rows import validate
from tests.built_report import DOSSIER, edit, replace_in
from tests.render.test_report_text import REPORTS, dump, rendered, texts
from tests.render.word_templates import W
from tests.workbook_builder import minimal_sheets, write_workbook

Sheets = dict[str, list[list[object]]]
CASES = Path(__file__).resolve().parent.parent / "cases"
SHELF = TemplateShelf("nd30")


def report_of(folder: Path, change: Callable[[Sheets], object], code: str = "2025-Q3") -> tuple[str, set[str]]:
    """The text of the report of a small dossier, changed, and the codes of its problems."""
    sheets = minimal_sheets()
    change(sheets)
    book, _ = read_workbook(write_workbook(folder / "ho-so.xlsx", sheets))
    assert book is not None
    dossier, problems = validate(book)
    period = parse_period(code)
    assert dossier is not None and period is not None, [str(one) for one in problems]
    [report, *_] = render_report(compute(dossier, period), SHELF).files
    return dump(report.document.content), {problem.code for problem in problems}


def setting(key: str, value: object) -> Callable[[Sheets], None]:
    """Puts a setting in place of the one there is, or adds it."""

    def change(sheets: Sheets) -> None:
        rows = [row for row in sheets["Thông tin chung"] if row[0] != key]
        sheets["Thông tin chung"] = [*rows, [key, value]]

    return change


def recurring(sheets: Sheets) -> None:
    for row in sheets["Nhiệm vụ"][1:]:
        row[8] = "Thường xuyên"
    del sheets["Tiến độ"][1]


def test_recurring_tasks_are_not_told_as_never_done(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, recurring, "2025")
    assert "03 nhiệm vụ của kế hoạch đang được thực hiện thường xuyên." in text
    assert "chưa có nhiệm vụ nào hoàn thành" not in text


def test_a_sole_agency_is_named_once_where_some_of_its_tasks_are_not_told(tmp_path: Path) -> None:
    def sole(sheets: Sheets) -> None:
        for row in sheets["Nhiệm vụ"][1:]:
            row[5] = "Sở Tài chính"
        sheets["Tiến độ"] = [sheets["Tiến độ"][0], sheets["Tiến độ"][3]]

    text, _ = report_of(tmp_path, sole)
    assert "Sở Tài chính đã gửi báo cáo; còn 02 nhiệm vụ chưa báo cáo." in text


def test_what_is_due_on_the_very_day_is_work_of_the_next_period(tmp_path: Path) -> None:
    def due(sheets: Sheets) -> None:
        sheets["Nhiệm vụ"][2][8] = date(2025, 9, 14)

    text, _ = report_of(tmp_path, due)
    assert "Tập trung hoàn thành dứt điểm 01 nhiệm vụ đến hạn ngày 14/9/2025 nêu tại Báo cáo này." in text


def test_of_many_tasks_that_come_due_those_at_risk_are_named(tmp_path: Path) -> None:
    def many(sheets: Sheets) -> None:
        header, *_ = sheets["Nhiệm vụ"]
        rows = [
            [f"I.{n}", "I", "Nhóm", n, f"Việc thứ {n}", "Sở Tài chính", None, None, "30/9/2025"] for n in range(1, 16)
        ]
        sheets["Nhiệm vụ"] = [header, *([*row, *[None] * (len(header) - len(row))] for row in rows)]
        told = [[f"I.{n}", "2025-Q3", "Đang thực hiện", None, 80, "Đã làm"] for n in range(1, 15)]
        width = len(sheets["Tiến độ"][0])
        sheets["Tiến độ"] = [sheets["Tiến độ"][0], *([*row, *[None] * (width - len(row))] for row in told)]

    text, _ = report_of(tmp_path, many)
    lines = [line for line in text.splitlines() if "hạn 30/9/2025" in line]
    assert len(lines) == 12
    assert lines[0].startswith("- Việc thứ 15 ") and "có nguy cơ chậm do chưa thực hiện" in lines[0]


def with_plan(name: str, number: str) -> Callable[[Sheets], None]:
    def change(sheets: Sheets) -> None:
        for key, value in (("Tên kế hoạch", name), ("Số ký hiệu kế hoạch", number), ("Ngày kế hoạch", "10/01/2025")):
            setting(key, value)(sheets)

    return change


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("Chương trình công tác năm 2025", "Chương trình công tác năm 2025 số 05/CTr-UBND ngày 10/01/2025"),
        ("Kế hoạch năm 2025", "Kế hoạch năm 2025 số 05/CTr-UBND ngày 10/01/2025"),
        ("Kế hoạch công tác dân vận năm 2025", "ngày 10/01/2025 về công tác dân vận năm 2025"),
    ],
)
def test_a_plan_named_by_its_year_keeps_its_name(tmp_path: Path, name: str, cited: str) -> None:
    text, _ = report_of(tmp_path, with_plan(name, "05/CTr-UBND"))
    opening = next(line for line in text.splitlines() if line.startswith("Thực hiện "))
    assert cited in re.sub(" của [^,]+?(?= về|,)", "", opening), opening


def paused(sheets: Sheets) -> None:
    header = sheets["Tiến độ"][0]
    header.append("Nguyên nhân")
    for row in sheets["Tiến độ"][1:]:
        row += [None] * (len(header) - len(row))
    told = sheets["Tiến độ"][2]
    told[1], told[2], told[-1] = "2025-Q2", "Tạm dừng", "Chưa có mặt bằng (02 ha)"
    sheets["Tiến độ"].append(["I.2", "2025-Q3", "Tạm dừng", *[None] * (len(header) - 3)])


def test_a_paused_task_keeps_the_reason_that_was_given_before(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, paused)
    assert "lý do: theo báo cáo quý II năm 2025, chưa có mặt bằng, 02 ha)." in text


def all_done(sheets: Sheets) -> None:
    for row in sheets["Nhiệm vụ"][1:]:
        row[8] = date(2025, 9, 1)
    for row in sheets["Tiến độ"][1:]:
        row[2:5] = ["Hoàn thành", date(2025, 8, 20), 100]


def test_nothing_goes_on_where_all_is_done(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, all_done)
    assert "Cả 03 nhiệm vụ của kế hoạch đã hoàn thành." in text and "Tiếp tục triển khai" not in text
    assert "cả 03 nhiệm vụ đến hạn đã hoàn thành" in text and "100%" not in text

    def stopped(sheets: Sheets) -> None:
        all_done(sheets)
        sheets["Tiến độ"][1][2:5] = ["Tạm dừng", None, None]

    text, _ = report_of(tmp_path, stopped)
    assert "quyết định đối với 01 nhiệm vụ đang tạm dừng" in text and "Tiếp tục triển khai" not in text


def test_a_short_report_opens_no_second_pair_of_brackets(tmp_path: Path) -> None:
    def waiting(sheets: Sheets) -> None:
        setting("Độ dài", "gọn")(sheets)
        sheets["Tiến độ"][2][5] = "Chưa triển khai"

    text, _ = report_of(tmp_path, waiting)
    assert "Còn 01 nhiệm vụ chưa có kết quả trong kỳ (phủ sóng 5G); chi tiết tại Phụ lục I." in text


# --- counting and naming -------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_no_sentence_reads_as_a_machine_writes(name: str, code: str, agency: str) -> None:
    text = texts(name, code, agency)["bao-cao"]
    for bad in (
        r"chưa quá hạn",
        r"đã quá hạn\)",
        r"\b0/\d",
        r"nhiệm vụ [IVX]+\.\d",
        r"\(mã ",
        r"Tình hình, kết quả trong kỳ",
    ):
        assert not re.search(bad, text), bad
    assert not re.search(r"(?<![\d.,/-])[1-9] (nhiệm vụ|chỉ tiêu|văn bản|cơ quan)\b", text)


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_no_name_stands_twice_in_a_row(name: str, code: str, agency: str) -> None:
    text = texts(name, code, agency)["bao-cao"]
    assert not re.search(r"((?:Ủy ban nhân dân|Sở|Văn phòng)[^,;.]{4,40}), \1", text)


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_a_list_has_more_than_one_item(name: str, code: str, agency: str) -> None:
    lines = texts(name, code, agency)["bao-cao"].splitlines()
    for before, line, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        if line.startswith("- ") and not before.startswith(("- ", "+ ")) and before.endswith(":"):
            assert after.startswith(("- ", "+ ")), line


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_no_line_ends_between_a_count_and_what_is_counted(name: str, code: str, agency: str) -> None:
    [report, *_] = rendered(name, code, agency)[1].files
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(report.document.content)).read("word/document.xml"))
    text = "\n".join("".join(node.itertext(f"{W}t")) for node in document.iter(f"{W}p"))
    counted = re.findall(r"(?:tổng số|hoàn thành|thực hiện|có|còn) \d+([ \u00a0])nhiệm vụ", text)
    assert counted or agency
    assert set(counted) <= {"\u00a0"}
    torn = (
        r"Phụ lục[ \u00a0][IVX]|Phụ[ \u00a0]lục [IVX]|, chậm [\d.]+ ngày|[Tt]ính đến ngày \d|Từ ngày \d|hạn \d\d?[)\n]"
    )
    assert re.findall(torn, text) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("của Bộ Chính trị về", "của Bộ~Chính~trị về"),
        ("Kế hoạch số 2391/KH-UBND ngày 03/4/2026", "Kế~hoạch số~2391/KH-UBND ngày~03/4/2026"),
        ("Ủy ban nhân dân tỉnh Lai Châu báo cáo", "Ủy~ban nhân~dân tỉnh Lai~Châu báo cáo"),
        ("Điều 5, khoản 2, 6 tháng đầu năm 2026", "Điều~5, khoản~2, 6~tháng đầu năm~2026"),
        ("(Phụ lục VIII)", "(Phụ~lục~VIII)"),
        ("số vốn của xã hội, Uỷ ban xã Tân Lập", "số vốn của xã hội, Uỷ~ban xã Tân~Lập"),
    ],
)
def test_no_line_ends_inside_a_short_name_or_before_a_number(text: str, kept: str) -> None:
    assert kept_in_line(text).replace("\u00a0", "~") == kept


def test_small_counts_have_two_digits_unless_the_house_wants_one(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, lambda sheets: None)
    assert "Trong tổng số 03 nhiệm vụ" in text
    text, _ = report_of(tmp_path, setting("Số hai chữ số", "Không"))
    assert "Trong tổng số 3 nhiệm vụ" in text and "03 nhiệm vụ" not in text


def test_only_counts_are_padded_and_only_below_ten() -> None:
    values = (Count("4", 4), Count("10", 10), Count("0", 0), Figure("4", 4), Count("4%", 4))  # type: ignore[arg-type]
    assert [str(one) for one in two_digits(values)] == ["04", "10", "0", "4", "4%"]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Các sở, ban, ngành", "Các địa phương"), "các sở, ban, ngành và các địa phương"),
        (("Sở Tài chính", "Sở Nội vụ"), "Sở Tài chính và Sở Nội vụ"),
        (("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"), "Sở Y tế, Sở Văn hóa, Thể thao và Du lịch"),
        (("UBND các xã, phường",), "UBND các xã, phường"),
    ],
)
def test_agencies_stand_in_a_sentence_as_it_needs(names: tuple[str, ...], text: str) -> None:
    assert names_in_text(names) == text


def test_a_group_of_one_task_is_told_in_one_sentence_and_one_state_is_counted_once(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Nhiệm vụ"] = [
            sheets["Nhiệm vụ"][0],
            ["I.1", "I", "Thể chế", 1, "Ban hành quy chế", "Sở Nội vụ", None, None, "31/12/2025", None],
            ["II.1", "II", "Hạ tầng", 1, "Nâng cấp mạng", "Sở Nội vụ", None, None, "31/12/2025", None],
            ["II.2", "II", "Hạ tầng", 2, "Lắp máy chủ", "Sở Nội vụ", None, None, "31/7/2025", None],
        ]
        sheets["Tiến độ"] = [
            sheets["Tiến độ"][0],
            *(
                [code, "2025-Q3", "Đang thực hiện", None, 60, f"Đã xong việc {code}", None, None, "Sở Nội vụ", None]
                for code in ("I.1", "II.1", "II.2")
            ),
        ]

    text, _ = report_of(tmp_path, change)
    assert "Ban hành quy chế (đang thực hiện, trong hạn): đã xong việc I.1 (Sở Nội vụ)." in text
    assert "Có 01 nhiệm vụ" not in text
    assert "Có 02 nhiệm vụ đang thực hiện (trong hạn 01, quá hạn 01)." in text
    assert "Cả 03 nhiệm vụ của kế hoạch đang thực hiện (trong hạn 02, quá hạn 01)" in text


def test_what_has_a_later_years_target_and_no_figure_is_not_due(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Chỉ tiêu"] = [
            ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu"],
            ["C1", "Tỷ lệ một", "%", "≥ 50", 2025],
            ["C2", "Tỷ lệ hai", "%", "≥ 50", 2030],
            ["C3", "Tỷ lệ ba", "%", "≥ 50", 2025],
        ]
        sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["C1", "2025-Q3", 60]]
        setting("Tóm tắt", "Có")(sheets)

    text, _ = report_of(tmp_path, change)
    assert "01/02 chỉ tiêu đến hạn đánh giá đạt hoặc vượt mục tiêu; 02 chỉ tiêu chưa có số liệu" in text


# --- what a task is called -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("1. Rà soát hộ nghèo", "Rà soát hộ nghèo"),
        ("1. Rà soát; 2. Công bố", "1. Rà soát, 2. Công bố"),
        ("Kết nối dữ liệu, gồm: Dân cư; hộ tịch", "Kết nối dữ liệu, gồm dân cư, hộ tịch"),
        ("Kết nối dữ liệu, gồm: a) dân cư; b) hộ tịch", "Kết nối dữ liệu, gồm: a) dân cư, b) hộ tịch"),
        ("5G tại 12 xã", "5G tại 12 xã"),
    ],
)
def test_a_name_in_a_list_has_no_number_and_no_colon_of_its_own(name: str, told: str) -> None:
    assert one_of_many(name) == told


def test_a_result_that_calls_itself_one_is_told_without_the_word(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Tiến độ"][2][5] = "Kết quả: khảo sát 12/15 điểm"

    text, _ = report_of(tmp_path, change)
    assert "Phủ sóng 5G: khảo sát 12/15 điểm" in text


def test_a_name_with_semicolons_is_one_item_of_a_list(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Nhiệm vụ"][1][4] = "Cải tạo chợ; làm đường, kè"
        sheets["Tiến độ"][1][2:5] = ["Đang thực hiện", None, 20]

    text, _ = report_of(tmp_path, change)
    assert "Việc quá hạn: cải tạo chợ, làm đường, kè (Sở Khoa học và Công nghệ, chậm 14 ngày)" in text


def test_the_plans_own_short_name_is_used(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        for row, name in zip(sheets["Nhiệm vụ"], ("Tên gọn", "Trung tâm dữ liệu", None, None), strict=False):
            row.append(name)

    text, codes = report_of(tmp_path, change)
    assert "Trung tâm dữ liệu: " in text and "Xây dựng trung tâm dữ liệu: " not in text
    assert "TRG002" not in codes


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Cải tạo chợ trung tâm", "Cải tạo chợ trung tâm"),
        ("- Rà soát quy trình;\n- Ban hành quy chế.", "Rà soát quy trình; ban hành quy chế"),
        (
            "Thực hiện rà soát các quy định hiện hành để bảo đảm cung cấp dịch vụ công trực tuyến toàn trình "
            "thực chất, hiệu quả, thông suốt trên toàn tỉnh",
            "Thực hiện rà soát các quy định hiện hành…",
        ),
        (
            "Phân loại, rà soát, cập nhật các quy định về thủ tục hành chính thuộc nhóm không yêu cầu ký số "
            "(các thủ tục đơn giản như cấp lại các giấy tờ, chứng thực, xác nhận)",
            "Phân loại, rà soát, cập nhật các quy định về thủ tục hành chính thuộc nhóm không yêu cầu ký số…",
        ),
    ],
)
def test_a_long_task_is_named_by_its_first_whole_clause(content: str, name: str) -> None:
    assert shortened_name(content) == name


@pytest.mark.parametrize(
    "content",
    [
        "Chuyển toàn bộ hồ sơ của các đơn vị sáp nhập về kho lưu trữ tập trung của tỉnh trong quý III, ngoại trừ "
        "hồ sơ mật và hồ sơ đang giải quyết tại các xã biên giới",
        "Lắp đặt thiết bị an toàn thông tin cho tất cả các xã, phường trên địa bàn tỉnh, không bao gồm "
        "các xã đã được trang bị từ năm 2024 bằng nguồn vốn khác",
    ],
)
def test_nothing_is_cut_that_takes_the_rest_back(content: str) -> None:
    assert len(content) > LONGEST_NAME and shortened_name(content) == content


def test_nothing_is_cut_inside_a_name() -> None:
    content = (
        "Chỉ đạo các cơ quan báo chí và hệ thống thông tin cơ sở trên địa bàn tỉnh truyền thông về nội dung "
        "và hiệu quả triển khai Kế hoạch tới người dân trên địa bàn"
    )
    assert shortened_name(content).endswith("truyền thông về nội dung…")
    assert not re.search(r"\sKế…$", shortened_name(content.replace(" và hiệu quả", " hiệu quả")))


@pytest.mark.parametrize("seed", range(40))
def test_a_shortening_is_a_beginning_with_a_sign_and_ends_with_a_whole_clause(seed: int) -> None:
    chance = random.Random(seed)
    words = (
        *("rà soát", "xây dựng", "ban hành", "của", "không", "và", "30%", "từ", "kế hoạch", "(thí điểm)"),
        *("hạ tầng số", "cho", "để", "nhằm", "dữ liệu", "chưa"),
    )
    content = " ".join(chance.choice(words) + chance.choice(("", "", ",", ";")) for _ in range(60))
    name = shortened_name(content)
    if name != content.rstrip(" .;"):
        assert name.endswith("…") and content.startswith(name[:-1])
        assert not re.search(r"(^|\s)(không|chưa|của|và|cho|từ|để|nhằm|30%)…$", name)
        assert name.count("(") == name.count(")")


# --- results and what is none --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Chờ hướng dẫn của Bộ", "Đang chờ phê duyệt", "Chưa triển khai; đang khảo sát", "Hiện vẫn chưa có kinh phí",
     "- Tạm dừng để chờ hợp nhất", "Không triển khai được do mưa lũ", "Vướng mặt bằng", "Chậm tiến độ do thiếu vốn"],
)  # fmt: skip
def test_waiting_is_no_result(text: str) -> None:
    assert tells_no_result(text)


@pytest.mark.parametrize(
    "text",
    ["Ban hành Kế hoạch", "Đang lấy ý kiến 24 cơ quan", "Không còn hộ nghèo", "Đã hoàn thành, chờ nghiệm thu",
     "Chợ trung tâm đã khánh thành", "Khó khăn về vốn đã được tháo gỡ", "Chưa xong; đã khảo sát 12 điểm"],
)  # fmt: skip
def test_what_was_done_is_one(text: str) -> None:
    assert not tells_no_result(text)


def test_what_it_is_not_yet_time_for_is_no_shortcoming(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Tiến độ"][2][2:6] = ["Chưa thực hiện", None, None, "Chưa đến thời gian rà soát"]

    text, _ = report_of(tmp_path, change)
    assert "hưa đến thời gian" not in text and "Chưa có kết quả trong kỳ" not in text


def test_what_is_due_on_the_last_day_is_told_with_its_cause_and_once(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Nhiệm vụ"][2][8] = date(2025, 9, 14)
        sheets["Tiến độ"][0].append("Nguyên nhân")
        sheets["Tiến độ"][2] += [None] * (len(sheets["Tiến độ"][0]) - 1 - len(sheets["Tiến độ"][2])) + ["Giá đất thấp"]

    text, _ = report_of(tmp_path, change)
    assert "nguyên nhân: giá đất thấp; khó khăn, vướng mắc: thiếu mặt bằng)" in text
    assert text.casefold().count("thiếu mặt bằng") == 1


def test_shares_are_of_all_tasks_where_none_recurs_and_all_late_is_said_so(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Nhiệm vụ"][2][8], sheets["Nhiệm vụ"][3][8] = date(2025, 8, 15), date(2025, 12, 31)
        for row in sheets["Tiến độ"][1:3]:
            row[2:5] = ["Hoàn thành", date(2025, 9, 9), 100]

    text, _ = report_of(tmp_path, change)
    assert "không thường xuyên" not in text and "bằng 66,7% tổng số nhiệm vụ" in text
    assert "cả 02 nhiệm vụ đến hạn đã hoàn thành (đều chậm so với thời hạn)" in text


def test_results_of_parts_that_say_several_things_are_sentences(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Tiến độ"] += [
            ["II.1", "2025-Q2", "Đang thực hiện", None, None, "Mở 02 lớp; phát 84 giấy chứng nhận", None, None, None],
            ["I.2", "2025-Q2", "Đang thực hiện", None, 20, "Lập dự toán", None, None, None],
        ]

    text, _ = report_of(tmp_path, change, "2025-9M")
    assert "quý II mở 02 lớp; phát 84 giấy chứng nhận. Quý III đã mở 03 lớp" in text
    assert "quý II lập dự toán; quý III đã khảo sát 12 điểm" in text


def test_a_suggested_cause_does_not_call_itself_one(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Tiến độ"][0] += ["Nguyên nhân"]
        sheets["Tiến độ"][2] += [None, "Nguyên nhân: do Sở Tài chính chưa giao vốn"]

    text, _ = report_of(tmp_path, change)
    assert "[Gợi ý: Phủ sóng 5G: Sở Tài chính chưa giao vốn (Sở Khoa học và Công nghệ)]" in text


def test_what_is_no_result_stands_among_the_shortcomings(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Tiến độ"] = [
            sheets["Tiến độ"][0],
            ["I.1", "2025-Q3", "Đang thực hiện", None, 10, "Chờ hướng dẫn của Bộ", None, None, None],
            ["I.2", "2025-Q3", "Đang thực hiện", None, 60, "Mở 02 lớp", None, None, None],
        ]
        sheets["Nhiệm vụ"][1][8] = date(2026, 8, 31)

    text, _ = report_of(tmp_path, change)
    results, _, shortcomings = text.partition("TỒN TẠI, HẠN CHẾ")
    assert "hờ hướng dẫn của Bộ" not in results and "chờ hướng dẫn của Bộ" in shortcomings
    assert "mở 02 lớp" in results


# --- documents and titles ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "kind", "text"),
    [
        ("đào tạo, bồi dưỡng cán bộ", "Kế hoạch số 1/KH-UBND", "về đào tạo, bồi dưỡng cán bộ"),
        ("đôn đốc thực hiện", "Công văn số 9/UBND", "về việc đôn đốc thực hiện"),
        ("V/v đôn đốc", "Công văn số 9/UBND", "về việc đôn đốc"),
        ("về việc giao chỉ tiêu", "Công văn số 9/UBND", "về việc giao chỉ tiêu"),
        ("thành lập Tổ công tác", "Quyết định số 2/QĐ-UBND", "về việc thành lập Tổ công tác"),
        ("chính sách hỗ trợ hộ nghèo", "Quyết định số 2/QĐ-UBND", "về chính sách hỗ trợ hộ nghèo"),
        ("phê duyệt danh mục", "Quyết định số 2/QĐ-UBND", "phê duyệt danh mục"),
        ("ban hành Quy chế", "Quyết định số 2/QĐ-UBND", "ban hành Quy chế"),
        ("", "Công văn số 9/UBND", ""),
    ],
)
def test_about_stands_before_what_a_document_is_about(subject: str, kind: str, text: str) -> None:
    assert about(subject, kind) == text


@pytest.mark.parametrize(
    ("subject", "short"),
    [
        (
            "kết quả thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển",
            "kết quả thực hiện Nghị quyết số 57-NQ/TW",
        ),
        (
            "thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 và Nghị quyết số 71/NQ-CP của Chính phủ",
            "thực hiện Nghị quyết số 57-NQ/TW và Nghị quyết số 71/NQ-CP",
        ),
        (
            "thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị và kế hoạch thực hiện Nghị quyết số 57-NQ/TW của tỉnh",
            "thực hiện Nghị quyết số 57-NQ/TW",
        ),
        ("công tác cải cách hành chính", "công tác cải cách hành chính"),
    ],
)
def test_the_closing_names_the_document_shortly(subject: str, short: str) -> None:
    assert cited_shortly(subject) == short


@pytest.mark.parametrize(
    ("subject", "label", "told"),
    [
        ("công tác CCHC năm 2026", "năm 2026", "công tác CCHC năm 2026"),
        ("công tác CCHC Quý II năm 2026", "quý II năm 2026", "công tác CCHC Quý II năm 2026"),
        ("công tác CCHC 6 tháng đầu năm 2026", "năm 2026", "công tác CCHC 6 tháng đầu năm 2026, năm 2026"),
        ("công tác CCHC quý II năm 2026", "năm 2026", "công tác CCHC quý II năm 2026, năm 2026"),
        ("công tác CCHC đến năm 2026", "năm 2026", "công tác CCHC đến năm 2026, năm 2026"),
        ("công tác CCHC năm 2026", "quý II năm 2026", "công tác CCHC năm 2026 trong quý II"),
        ("công tác CCHC", "năm 2026", "công tác CCHC năm 2026"),
    ],
)
def test_a_subject_that_names_the_period_names_it_once(subject: str, label: str, told: str) -> None:
    assert of_period(subject, label, label) == told


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("KẾT QUẢ CẢI CÁCH HÀNH CHÍNH NĂM 2026", True),
        ("Kết quả CẢI CÁCH HÀNH CHÍNH năm 2026", False),
        ("Kết quả cải cách hành chính năm 2026", False),
        ("KQ CCHC 2026", False),
    ],
)
def test_a_subject_in_capitals_is_told(tmp_path: Path, subject: str, told: bool) -> None:
    _, codes = report_of(tmp_path, setting("Trích yếu", subject))
    assert ("TTC026" in codes) is told


# --- slips of the first page ---------------------------------------------------------------------


def test_a_report_is_not_called_a_report_twice(tmp_path: Path) -> None:
    text, codes = report_of(tmp_path, setting("Trích yếu", "Báo cáo kết quả thực hiện Nghị quyết số 57-NQ/TW"))
    assert "TTC021" in codes
    lines = text.splitlines()
    assert not lines[lines.index("BÁO CÁO") + 1].startswith("Báo cáo")
    assert "báo cáo báo cáo" not in text
    assert subject_without_type("báo cáo  tình hình thiên tai") == "tình hình thiên tai"
    assert subject_without_type("báo cáo viên pháp luật") == "báo cáo viên pháp luật"


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("Luật Tổ chức chính quyền địa phương ngày 16/6/2025", True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025", False),
        ("Thực hiện Công văn số 12/UBND-TH", False),
        ("- CĂN CỨ Nghị quyết số 57-NQ/TW;", False),
    ],
)
def test_a_base_says_that_it_is_one(tmp_path: Path, base: str, told: bool) -> None:
    _, codes = report_of(tmp_path, setting("Căn cứ", base))
    assert ("TTC022" in codes) == told


def test_two_recipients_in_one_line_are_parted(tmp_path: Path) -> None:
    text, codes = report_of(tmp_path, setting("Kính gửi", "UBND tỉnh B; Sở Tài chính"))
    assert "TTC023" in codes and "- UBND tỉnh B;\n- Sở Tài chính." in text
    text, codes = report_of(tmp_path, setting("Nơi nhận", "Như trên; Các phòng; Lưu VT"))
    assert {"TTC023", "TTC024"} <= codes and "- Các phòng; / - Lưu: VT." in text
    _, codes = report_of(tmp_path, setting("Nơi nhận", "Lưu: VT; VX3."))
    assert not {"TTC023", "TTC024"} & codes


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "Ban Quản lý dự án đầu tư xây dựng tỉnh Yên Bái",
            ("BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ", "XÂY DỰNG TỈNH YÊN BÁI"),
        ),
        ("Sở Nông nghiệp và Môi trường", ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG")),
        ("Sở Tài chính", ("SỞ TÀI CHÍNH",)),
    ],
)
def test_no_line_of_the_heading_ends_inside_a_word(name: str, lines: tuple[str, ...]) -> None:
    assert heading_lines(name, load_standard("nd30")) == lines


def test_a_recipient_typed_with_a_comma_stands_once(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        rows = [row for row in sheets["Thông tin chung"] if row[0] != "Nơi nhận"]
        added = [("Kính gửi", "Ủy ban nhân dân tỉnh,"), ("Nơi nhận", "- Như trên,"), ("Nơi nhận", "- Đảng ủy xã,")]
        sheets["Thông tin chung"] = [*rows, *map(list, added)]

    text, _ = report_of(tmp_path, change)
    assert text.count("Như trên") == 1
    assert "- Như trên;" in text and "- Đảng ủy xã;" in text and "Kính gửi: Ủy ban nhân dân tỉnh." in text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("Lưu VT", "Lưu: VT"), ("lưu, VT, VX3", "Lưu: VT, VX3"), ("Lưu: VT", "Lưu: VT"), ("Lưu trữ tỉnh", "Lưu trữ tỉnh")],
)
def test_the_line_of_who_keeps_it_has_its_colon(typed: str, printed: str) -> None:
    assert kept_line(typed) == printed


@pytest.mark.parametrize(
    ("bloc", "issuer", "told"),
    [
        ("Đảng", "Ủy ban nhân dân xã A", True),
        ("Đảng", "UBND tỉnh Lai Châu", True),
        ("Đảng", "Đảng ủy xã A", False),
        ("Nhà nước", "Tỉnh ủy Lai Châu", True),
        ("Nhà nước", "Sở Tài chính", False),
        (None, "Đảng uỷ xã A", True),
    ],
)
def test_the_form_fits_the_issuer(tmp_path: Path, bloc: str | None, issuer: str, told: bool) -> None:
    def change(sheets: Sheets) -> None:
        setting("Cơ quan ban hành", issuer)(sheets)
        setting("Khối văn bản", bloc)(sheets)

    _, codes = report_of(tmp_path, change)
    assert ("TTC025" in codes) == told
    assert not (is_party_body(issuer) and is_state_body(issuer))


# --- a report of the version before goes on ------------------------------------------------------


def test_a_report_edited_under_the_version_before_keeps_its_edits_in_the_new_wording(tmp_path: Path) -> None:
    with zipfile.ZipFile(CASES / "earlier/nq57-2025-Q3.zip") as archive:
        archive.extractall(tmp_path / DOSSIER.stem)
    path = tmp_path / DOSSIER.stem / "2025-Q3/bao-cao.docx"
    assert "(chưa quá hạn)" in dump(path.read_bytes())

    def by_hand(document: object) -> None:
        for before, after in (
            ("triển khai đồng bộ", "triển khai rất đồng bộ"),
            ("Tổ chức 05 lớp", "Tổ chức thành công 05 lớp"),
            ("Kết quả của từng cơ quan", "Kết quả cụ thể của từng cơ quan"),
        ):
            replace_in(document, before, after)  # type: ignore[arg-type]

    edit(path, by_hand)
    dossier = tmp_path / DOSSIER.name
    shutil.copy(DOSSIER, dossier)
    outcome = build(Job(dossier, "2025-Q3", out=tmp_path))
    merged = dump(path.read_bytes())
    assert outcome.published.folder == path.parent
    for kept in ("triển khai rất đồng bộ", "thành công 05 lớp", "Kết quả cụ thể của từng cơ quan"):
        assert kept in merged
    assert "chưa quá hạn" not in merged and "Trong tổng số 40 nhiệm vụ" in merged
    new = texts("nq57", "2025-Q3")["bao-cao"].splitlines()
    untouched = [line for line in new if not re.search("đồng bộ|05 lớp|của từng cơ quan", line)]
    assert [line for line in untouched if line not in merged] == []


# --- how an indicator stands -------------------------------------------------------------------------


def indicator(unit: str, goal: object, value: object, *columns: tuple[str, object]) -> Callable[[Sheets], None]:
    """The small dossier with one indicator of 2025 and its value in quý III; `columns` are more of the value's row."""

    def change(sheets: Sheets) -> None:
        header = ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu", "Năm mục tiêu", "Tên gọn"]
        sheets["Chỉ tiêu"] = [header, ["CT1", "Tỷ lệ hộ nghèo", unit, "Thời điểm", goal, 2025, "Hộ nghèo"]]
        titles = ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", *(title for title, _ in columns)]
        sheets["Số liệu"] = [titles, ["CT1", "2025-Q3", value, *(text for _, text in columns)]]
        sheets.pop("Lộ trình", None)

    return change


@pytest.mark.parametrize(
    ("unit", "goal", "value", "told"),
    [
        ("%", "từ 50% trở lên", 51.3, "51,3%, vượt 1,3 điểm phần trăm so với mục tiêu năm 2025 (từ 50% trở lên)."),
        ("mô hình", 16, 18, "18 mô hình, vượt 12,5% so với mục tiêu năm 2025 (16 mô hình)."),
        ("%", "không quá 5%", 3.2, "3,2%, tốt hơn mục tiêu năm 2025 (không quá 5%), thấp hơn 1,8 điểm phần trăm."),
        ("%", "không quá 5%", 6.5, "6,5%, chưa đạt mục tiêu năm 2025 (không quá 5%), cao hơn 1,5 điểm phần trăm."),
        ("vụ", "dưới 40", 30, "30 vụ, tốt hơn mục tiêu năm 2025 (dưới 40 vụ), thấp hơn 25%."),
        ("vụ", "không quá 0", 3, "3 vụ, chưa đạt mục tiêu năm 2025 (không quá 0 vụ), cao hơn 3 vụ."),
        ("%", "6-7%", 7.4, "7,4%, vượt 0,4 điểm phần trăm so với mục tiêu năm 2025 (6 - 7%)."),
        ("điểm", "trên 100", 100.01, "100,01 điểm, vượt 0,01 điểm so với mục tiêu năm 2025 (trên 100 điểm)."),
        ("người", 5, 4, "4 người, bằng 80% mục tiêu năm 2025 (5 người)."),
        ("%", "30%", 30, "30%, đạt mục tiêu năm 2025 (30%)."),
        ("", "Hoàn thành", "Hoàn thành", "hoàn thành (mục tiêu năm 2025)."),
    ],
)
def test_an_indicator_says_how_far_it_is_beyond_its_target(
    tmp_path: Path, unit: str, goal: object, value: object, told: str
) -> None:
    text, _ = report_of(tmp_path, indicator(unit, goal, value))
    assert f"- Tỷ lệ hộ nghèo: {told}" in text.splitlines()


def test_a_flow_stands_beside_its_years_target_with_what_it_came_to_since_the_years_beginning(tmp_path: Path) -> None:
    def flow(sheets: Sheets) -> None:
        setting("Tóm tắt", "Có")(sheets)
        indicator("triệu đồng", 12000, 4500)(sheets)
        sheets["Chỉ tiêu"][1][1:4] = ["Thu ngân sách.", "triệu đồng", "Cộng dồn"]
        sheets["Chỉ tiêu"][1][-1] = None
        sheets["Số liệu"] += [["CT1", "2025-Q1", 500], ["CT1", "2025-Q2", 1500]]

    text, _ = report_of(tmp_path, flow)
    assert (
        "01 chỉ tiêu đang thực hiện theo mục tiêu năm 2025: thu ngân sách là 6.500 triệu đồng từ đầu năm "
        "(bằng 54,2% mục tiêu năm 2025 là 12.000 triệu đồng)" in text
    )
    assert "- Thu ngân sách: 4.500 triệu đồng (từ đầu năm: 6.500), từ đầu năm bằng 54,2% mục tiêu năm 2025" in text
    text, _ = report_of(tmp_path, lambda sheets: (flow(sheets), setting("Bảng trong báo cáo", "Có")(sheets)))
    assert "4.500 triệu đồng (từ đầu năm: 6.500)" in text


@pytest.mark.parametrize(
    ("disbursed", "head"),
    [([88.2, 1330], "triệu đồng"), ([100, 1330], "tỷ đồng"), ([0, 1330], "tỷ đồng"), ([None, 1330], "tỷ đồng")],
)
def test_no_amount_of_a_table_is_lost_behind_zeros(tmp_path: Path, disbursed: list[object], head: str) -> None:
    def money(sheets: Sheets) -> None:
        setting("Bảng trong báo cáo", "Có")(sheets)
        sheets["Kinh phí"] = [
            ["Mã", "Nguồn vốn", "Kế hoạch"],
            ["KP1", "Ngân sách xã", 500],
            ["KP2", "Ngân sách tỉnh", 3000],
        ]
        sheets["Giải ngân"] = [
            ["Mã kinh phí", "Kỳ báo cáo", "Đã giải ngân"],
            *([f"KP{number}", "2025-Q3", paid] for number, paid in enumerate(disbursed, 1) if paid is not None),
        ]

    text, _ = report_of(tmp_path, money)
    assert f"theo nguồn vốn ({head}" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(("fresh", "times"), [(0, 2), (1, 5)])
def test_the_one_earlier_period_of_all_figures_is_said_once(tmp_path: Path, fresh: int, times: int) -> None:
    def change(sheets: Sheets) -> None:
        sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu"]] + [
            [f"CT{n}", f"Tỷ lệ {n}", "%", 90, 2025] for n in range(3 + fresh)
        ]
        sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"]] + [
            [f"CT{n}", "2025-Q2" if n < 3 else "2025-Q3", 50 + n] for n in range(3 + fresh)
        ]

    text, _ = report_of(tmp_path, change)
    report, _, _ = text.partition("2. Kết quả thực hiện nhiệm vụ")
    assert len(re.findall(r"ố liệu (?:chỉ tiêu là của )?quý II năm 2025", report)) == times + fresh


def test_a_value_carried_on_and_its_target_share_one_pair_of_brackets(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, indicator("", "Hoàn thành", "Hoàn thành"), "2025-Q4")
    assert "hoàn thành (số liệu quý III năm 2025; mục tiêu năm 2025)" in text


@pytest.mark.parametrize(
    ("column", "words", "told"),
    [
        ("Nguyên nhân", "Thiên tai kéo dài.", "; nguyên nhân: thiên tai kéo dài."),
        ("Nguyên nhân", "Nguyên nhân là thiếu vốn", "; nguyên nhân: thiếu vốn."),
        ("Ghi chú", "Nguyên nhân: giá vật liệu tăng 12%", "; nguyên nhân: giá vật liệu tăng 12%."),
        ("Ghi chú", "Do Sở Y tế cung cấp", "bằng 80% mục tiêu năm 2025 (5 người)."),
        ("Ghi chú", "đã kiểm tra", "bằng 80% mục tiêu năm 2025 (5 người)."),
    ],
)
def test_a_weak_figure_is_followed_by_its_cause(tmp_path: Path, column: str, words: str, told: str) -> None:
    text, _ = report_of(tmp_path, indicator("người", 5, 4, (column, words)))
    [line] = [line for line in text.splitlines() if line.startswith("- Tỷ lệ hộ nghèo: ")]
    assert line.endswith(told)


def test_a_summary_calls_an_indicator_by_its_short_name(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, indicator("người", 5, 4))
    [line] = [line for line in text.splitlines() if line.startswith("- Chỉ tiêu: ")]
    assert "hộ nghèo là 4 người" in line and "tỷ lệ hộ nghèo" not in line


def test_causes_of_the_parts_of_a_sum_are_told_each_with_its_part(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        indicator("lượt", 900, 200)(sheets)
        sheets["Chỉ tiêu"][1][3] = "Cộng dồn"
        sheets["Số liệu"] = [
            ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Nguyên nhân"],
            ["CT1", "2025-Q1", 100, "Mưa lũ"],
            ["CT1", "2025-Q2", 150, "Mưa lũ"],
            ["CT1", "2025-Q3", 200, "Thiếu vốn"],
            ["CT1", "2025-Q4", 210, None],
        ]

    text, _ = report_of(tmp_path, change, "2025")
    assert "; nguyên nhân: quý I và quý II mưa lũ; quý III thiếu vốn" in text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "Công văn số 12/UBND-TH ngày 05/9/2025 của UBND tỉnh về việc báo cáo;",
            "Công văn số 12/UBND-TH ngày 05/9/2025",
        ),
        ("Thực hiện Kế hoạch số 9/KH-UBND của UBND tỉnh", "và Kế hoạch số 9/KH-UBND của UBND tỉnh,"),
        ("12/UBND-TH ngày 05/9/2025 của UBND tỉnh", "và Công văn số 12/UBND-TH ngày 05/9/2025 của UBND tỉnh,"),
    ],
)
def test_the_opening_cites_the_letter_that_asked_for_the_report(tmp_path: Path, written: str, told: str) -> None:
    text, found = report_of(tmp_path, lambda sheets: sheets["Thông tin chung"].append(["Văn bản yêu cầu", written]))
    opening = next(line for line in text.splitlines() if line.startswith("Thực hiện "))
    assert told in opening and ";," not in opening and "TTC002" not in found


def test_the_first_page_says_each_thing_once_and_as_an_office_writes_it(tmp_path: Path) -> None:
    def change(sheets: Sheets) -> None:
        setting("Trích yếu", "Báo cáo tình hình, kết quả thực hiện Kế hoạch X")(sheets)
        setting("Căn cứ", "căn cứ Luật Tổ chức chính quyền địa phương")(sheets)
        setting("Kính gửi", "UBND tỉnh, Sở Văn hóa, Thể thao và Du lịch, Bộ Tài chính")(sheets)

    text, found = report_of(tmp_path, change)
    lines = text.splitlines()
    assert "Tình hình, kết quả thực hiện Kế hoạch X quý III năm 2025" in lines
    assert any(line.startswith("Căn cứ Luật Tổ chức") for line in lines)
    assert [line for line in lines if line.startswith(("- UBND tỉnh", "- Sở Văn hóa", "- Bộ Tài"))] == [
        "- UBND tỉnh;",
        "- Sở Văn hóa, Thể thao và Du lịch;",
        "- Bộ Tài chính.",
    ]
    assert "TTC023" in found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Chương trình công tác năm 2026", "Chương trình công tác năm 2026"),
        ("Kế hoạch hành động bảo vệ môi trường", "Kế hoạch hành động"),
        ("Chỉ thị tăng cường kỷ luật", "Chỉ thị"),
        ("Phát triển du lịch", "Kế hoạch"),
    ],
)
def test_a_letter_names_the_plan_by_its_whole_kind(name: str, kind: str) -> None:
    assert kind_and_subject(name)[0] == kind


def later_targets(sheets: Sheets, name: str, values: tuple[float, ...]) -> None:
    """Indicators called `name` and a letter, each to reach 100% in 2030, with their values in quý III/2025."""
    setting("Tóm tắt", "Có")(sheets)
    header = ["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Cách tính", "Mục tiêu", "Năm mục tiêu"]
    codes = "ABCDEFGH"[: len(values)]
    sheets["Chỉ tiêu"] = [
        header,
        *([code, f"{name} {code}", "%", "Thời điểm", "từ 50 trở lên", 2030] for code in codes),
    ]
    figures = [[code, "2025-Q3", value] for code, value in zip(codes, values, strict=True)]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], *figures]
    sheets.pop("Lộ trình", None)


@pytest.mark.parametrize(("name", "named"), [("Tỷ lệ", 3), ("Tỷ lệ trường học trên địa bàn tỉnh có lớp học số" * 2, 1)])
def test_a_summary_names_fewer_indicators_where_their_names_are_long(tmp_path: Path, name: str, named: int) -> None:
    text, _ = report_of(tmp_path, lambda sheets: later_targets(sheets, name, (10, 12, 14, 16, 18, 20)))
    line = next(line for line in text.splitlines() if "- Chỉ tiêu:" in line)
    assert line.count("(mục tiêu năm 2030") == 2 * named


def test_what_has_reached_a_later_years_target_is_not_told_as_low(tmp_path: Path) -> None:
    text, _ = report_of(tmp_path, lambda sheets: later_targets(sheets, "Tỷ lệ", (80, 75, 70, 65, 40)))
    line = next(line for line in text.splitlines() if "- Chỉ tiêu:" in line)
    assert "còn thấp: tỷ lệ E là 40%" in line and "65%" not in line
