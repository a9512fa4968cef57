"""A whole run of `build`: the files it leaves, their bytes, and dossiers of many kinds, some hostile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from generator.core.problems import BadDossier, ExitCode, WrongUsage
from generator.stories.build import build
from generator.stories.jobs import Job, Outcome
from tests.render.word_templates import W, body, file_texts
from tests.workbook_builder import PROGRESS_HEADER, SETTINGS, TASK_HEADER, minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
NQ57, PLAN_2391 = ROOT / "inputs/lai-chau-nq57.xlsx", ROOT / "inputs/lai-chau-2391.xlsx"
HOSTILE = "{{ 7*7 }} {% for x in y %} <b>đậm</b> & ]]> “ngoặc” \"'"
NUMBERS = ("I", "II", "III", "IV", "V")


def run(workbook: Path, period: str, out: Path, **options: Any) -> Outcome:
    return build(Job(workbook, period, out=out, **options))


def visible(folder: Path) -> list[str]:
    """The files of an output folder that a person sees."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def without(source: Path, target: Path, *titles: str) -> Path:
    """A copy of a dossier that lacks some sheets."""
    book = load_workbook(source)
    for title in titles:
        del book[title]
    book.save(target)
    return target


def faults_of(folder: Path) -> dict[str, list[str]]:
    """What an Open XML validator finds in the Office files of a folder."""
    validator = OpenXmlValidator()
    found: dict[str, list[str]] = {}
    for path in sorted([*folder.rglob("*.docx"), *folder.rglob("*.xlsx")]):
        result = validator.validate(str(path))
        if not result.is_valid or result.errors:
            found[path.name] = [str(error) for error in result.errors]
    return found


def dossier(path: Path, sheets: Mapping[str, list[list[object]]], **settings: object) -> Path:
    """A workbook with some settings changed (None drops one, a list repeats it)."""
    rows: list[list[object]] = [["Mục", "Giá trị"]]
    names = {name.replace("_", " "): value for name, value in settings.items()}
    rows += [[key, value] for key, value in SETTINGS if key not in names]
    for key, value in names.items():
        rows += [[key, one] for one in (value if isinstance(value, list) else [value]) if one is not None]
    return write_workbook(path, {**sheets, "Thông tin chung": rows})


def heading(lines: list[str]) -> str:
    """The left side of the heading in one line, wherever it was broken."""
    return " ".join(lines[: lines.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])


def report_lines(outcome: Outcome) -> list[str]:
    return [line.replace("\u00a0", " ") for line in file_texts(outcome.published.folder / "bao-cao.docx") if line]


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(NQ57, "2025-Q3", tmp_path_factory.mktemp("example"))


def test_a_build_writes_the_promised_files(example: Outcome) -> None:
    folder = example.published.folder
    words = ["bao-cao.docx", *(f"phu-luc-{number}.docx" for number in NUMBERS)]
    assert (folder.parent.name, folder.name) == ("lai-chau-nq57", "2025-Q3")
    assert visible(folder) == sorted([*words, "phu-luc.xlsx", "manifest.json"])
    base = folder / ".base"
    for name in words:
        assert (base / name).read_bytes() == (folder / name).read_bytes()


def test_the_appendices_stand_in_the_promised_order(example: Outcome) -> None:
    folder = example.published.folder
    titles = {number: file_texts(folder / f"phu-luc-{number}.docx")[:2] for number in NUMBERS}
    assert {number: first for number, (first, _) in titles.items()} == {n: f"Phụ lục {n}" for n in NUMBERS}
    order = ["CHỈ TIÊU", "NHIỆM VỤ", "QUÁ HẠN", "CƠ QUAN", "KINH PHÍ"]
    assert all(word in title for word, (_, title) in zip(order, titles.values(), strict=True)), titles


def test_the_manifest_tells_what_the_run_read_and_wrote(example: Outcome) -> None:
    manifest = json.loads((example.published.folder / "manifest.json").read_text("utf-8"))
    assert manifest["period"] == "2025-Q3" and manifest["facts"]["tasks"]["total"] == 40
    text = json.dumps(manifest)
    assert str(ROOT) not in text and "/tmp" not in text
    for name in ("bao-cao.docx", "phu-luc.xlsx"):
        assert name in text


def test_every_office_file_is_valid(example: Outcome) -> None:
    assert faults_of(example.published.folder) == {}


def test_a_combined_report_is_one_valid_file_with_a_section_for_each_appendix(tmp_path: Path, example: Outcome) -> None:
    folder = run(NQ57, "2025-Q3", tmp_path, combined=True).published.folder
    assert visible(folder) == ["bao-cao.docx", "manifest.json", "phu-luc.xlsx"]
    assert faults_of(folder) == {}
    sections = list(body((folder / "bao-cao.docx").read_bytes()).iter(f"{W}sectPr"))
    assert len(sections) == 6
    marks = [mark.get(f"{W}name") for mark in body((folder / "bao-cao.docx").read_bytes()).iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks)) > 100


@pytest.mark.parametrize(
    ("dropped", "kept"),
    [
        (["Chỉ tiêu", "Lộ trình", "Số liệu"], ["NHIỆM VỤ", "QUÁ HẠN", "CƠ QUAN", "KINH PHÍ"]),
        (["Kinh phí", "Giải ngân", "Văn bản"], ["CHỈ TIÊU", "NHIỆM VỤ", "QUÁ HẠN", "CƠ QUAN"]),
    ],
)
def test_appendices_are_numbered_without_gaps(tmp_path: Path, dropped: list[str], kept: list[str]) -> None:
    outcome = run(without(NQ57, tmp_path / "a.xlsx", *dropped), "2025-Q3", tmp_path / "out")
    folder = outcome.published.folder
    assert [name for name in visible(folder) if name.startswith("phu-luc-")] == [
        f"phu-luc-{n}.docx" for n in NUMBERS[: len(kept)]
    ]
    titles = [file_texts(folder / f"phu-luc-{number}.docx")[:2] for number in NUMBERS[: len(kept)]]
    assert [number for number, _ in titles] == [f"Phụ lục {number}" for number in NUMBERS[: len(kept)]]
    assert all(word in title for word, (_, title) in zip(kept, titles, strict=True))
    named = set(re.findall(r"Phụ lục ([IVX]+)", "\n".join(report_lines(outcome))))
    assert named <= set(NUMBERS[: len(kept)])


def test_the_only_appendix_has_no_number(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Mục tiêu"], ["CT1", "Tỷ lệ hồ sơ trực tuyến", "80%"]]
    del sheets["Nhiệm vụ"], sheets["Tiến độ"]
    outcome = run(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3", tmp_path / "out")
    assert visible(outcome.published.folder) == ["bao-cao.docx", "manifest.json", "phu-luc.docx", "phu-luc.xlsx"]
    assert file_texts(outcome.published.folder / "phu-luc.docx")[0] == "Phụ lục"
    assert any("tại Phụ lục)" in line for line in report_lines(outcome))


def test_the_same_input_gives_the_same_bytes_from_any_folder(tmp_path: Path, example: Outcome) -> None:
    code = (
        "import sys; from pathlib import Path; from generator.stories.build import build; "
        "from generator.stories.jobs import Job; "
        "build(Job(Path(sys.argv[1]), '2025-Q3', out=Path('out')))"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Ho_Chi_Minh",
        "LC_ALL": "C",
    }
    shutil.copy(NQ57, tmp_path)
    subprocess.run([sys.executable, "-c", code, NQ57.name], cwd=tmp_path, env=environment, check=True)
    folder, other = example.published.folder, tmp_path / "out/lai-chau-nq57/2025-Q3"
    names = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != ".lock"
    )
    assert names and [name for name in names if (folder / name).read_bytes() != (other / name).read_bytes()] == []


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    first = run(PLAN_2391, "2026-Q2", tmp_path)
    before = {path: path.read_bytes() for path in first.published.folder.rglob("*") if path.is_file()}
    again = run(PLAN_2391, "2026-Q2", tmp_path)
    after = {path: path.read_bytes() for path in first.published.folder.rglob("*") if path.is_file()}
    assert again.published.unchanged and before == after


# --- refusals ------------------------------------------------------------------------------------


def test_a_dossier_with_errors_is_refused_with_all_of_them_and_nothing_is_written(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][2] = "Xong rồi"
    sheets["Tiến độ"][2][0] = "IX.9"
    sheets["Tiến độ"][3][3] = "31/02/2025"
    with pytest.raises(BadDossier) as refusal:
        run(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3", tmp_path / "out")
    assert refusal.value.exit_code is ExitCode.PROBLEMS
    assert {problem.place.cell for problem in refusal.value.problems} >= {"C2", "A3", "D4"}
    assert not (tmp_path / "out").exists()


def test_a_refused_run_leaves_the_last_report_as_it_was(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    folder = run(path, "2025-Q3", tmp_path / "out").published.folder
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][2] = "Xong rồi"
    write_workbook(path, sheets)
    with pytest.raises(BadDossier):
        run(path, "2025-Q3", tmp_path / "out")
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


def test_a_final_version_with_gaps_is_refused_and_one_without_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadDossier, match="còn 1 chỗ chưa có nội dung") as refusal:
        run(NQ57, "2025-Q3", tmp_path, final=True)
    assert any(problem.code == "XB001" for problem in refusal.value.problems)
    assert not (tmp_path / "lai-chau-nq57").exists()
    outcome = run(NQ57, "2026-Q2", tmp_path, final=True)
    assert outcome.gaps == () and "[Chưa có" not in "\n".join(report_lines(outcome))


def test_words_for_a_section_that_no_report_has_are_told(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nội dung"] = [
        ["Kỳ báo cáo", "Mục", "Nội dung"],
        ["2025-Q3", "Lời cảm ơn", "Xin cảm ơn."],
        ["2025-Q3", "Bài học kinh nghiệm", "Một bài."],
    ]
    outcome = run(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3", tmp_path / "out")
    told = {(problem.code, problem.place.cell) for problem in outcome.problems}
    assert {("ND001", "B2"), ("ND002", "B3")} <= told


def test_what_a_person_changed_in_the_report_is_not_lost(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    folder = run(path, "2025-Q3", tmp_path / "out").published.folder
    document = docx.Document(str(folder / "bao-cao.docx"))
    document.add_paragraph("Câu do người viết thêm.")
    document.save(str(folder / "bao-cao.docx"))
    sheets = minimal_sheets()
    sheets["Tiến độ"][2][2] = "Chưa thực hiện"
    sheets["Tiến độ"][2][4] = None
    write_workbook(path, sheets)
    run(path, "2025-Q3", tmp_path / "out")
    kept = [one.name for one in folder.rglob("*.docx") if "Câu do người viết thêm." in file_texts(one)]
    fresh = [one.name for one in folder.rglob("*.docx") if any("chưa thực hiện" in line for line in file_texts(one))]
    assert kept and fresh


# --- one agency ----------------------------------------------------------------------------------


def test_one_agency_s_report_is_about_its_own_work_and_signed_by_its_head(tmp_path: Path) -> None:
    outcome = run(NQ57, "2025-Q3", tmp_path, agency="SKHCN")
    folder, lines = outcome.published.folder, report_lines(outcome)
    assert folder.name == "Sở Khoa học và Công nghệ" and folder.parent.name == "2025-Q3"
    assert heading(lines) == "UBND TỈNH LAI CHÂU SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    assert "Kính gửi: Ủy ban nhân dân tỉnh Lai Châu." in lines and "GIÁM ĐỐC" in lines
    assert not any(line.startswith("TM.") for line in lines)
    led = [task for task in outcome.facts.tasks.items if "Sở Khoa học và Công nghệ" in task.task.lead]
    assert len(led) == outcome.facts.tasks.counts.total == 19
    tasks = next(path for path in folder.glob("phu-luc-*.docx") if "NHIỆM VỤ" in file_texts(path)[1])
    assert not any(line == "Văn phòng UBND tỉnh" for line in file_texts(tasks))
    assert faults_of(folder) == {}


def test_an_unknown_agency_gets_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as refusal:
        run(NQ57, "2025-Q3", tmp_path, agency="Sở Khoa học Công nghệ và Môi trường")
    assert "Sở Khoa học và Công nghệ" in refusal.value.next_step


# --- other offices -------------------------------------------------------------------------------


def test_a_department_stands_under_its_parent_and_its_director_signs_without_tm(tmp_path: Path) -> None:
    path = dossier(
        tmp_path / "so.xlsx",
        minimal_sheets(),
        Cơ_quan_chủ_quản="Ủy ban nhân dân tỉnh Lâm Đồng",
        Cơ_quan_ban_hành="Sở Nông nghiệp và Môi trường",
        Ký_hiệu_cơ_quan="SNNMT",
        Quyền_hạn_ký=["KT. GIÁM ĐỐC"],
        Chức_vụ_người_ký="PHÓ GIÁM ĐỐC",
        Kính_gửi="Ủy ban nhân dân tỉnh Lâm Đồng",
    )
    lines = report_lines(run(path, "2025-Q3", tmp_path / "out"))
    assert heading(lines) == "UBND TỈNH LÂM ĐỒNG SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
    assert any(re.fullmatch(r"Số: +/BC-SNNMT", line) for line in lines)
    assert [line for line in lines if line.isupper() and "GIÁM ĐỐC" in line] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert "Kính gửi: Ủy ban nhân dân tỉnh Lâm Đồng." in lines
    assert "- Như trên;" in lines


def test_a_commune_has_its_own_heading(tmp_path: Path) -> None:
    path = dossier(
        tmp_path / "xa.xlsx",
        minimal_sheets(),
        Cơ_quan_chủ_quản="Ủy ban nhân dân tỉnh Lâm Đồng",
        Cơ_quan_ban_hành="Ủy ban nhân dân xã Đạ Huoai",
        Địa_danh="Đạ Huoai",
    )
    lines = report_lines(run(path, "2025-Q3", tmp_path / "out"))
    assert lines[:3] == ["UBND TỈNH LÂM ĐỒNG", "ỦY BAN NHÂN DÂN", "XÃ ĐẠ HUOAI"] and lines[3].startswith("CỘNG HÒA")
    assert any(line.startswith("Đạ Huoai, ngày") for line in lines)


def test_a_steering_committee_signs_as_one(tmp_path: Path) -> None:
    path = dossier(
        tmp_path / "bcd.xlsx",
        minimal_sheets(),
        Cơ_quan_chủ_quản="Ủy ban nhân dân tỉnh Lâm Đồng",
        Cơ_quan_ban_hành="Ban Chỉ đạo chuyển đổi số tỉnh",
        Ký_hiệu_cơ_quan="BCĐ",
        Quyền_hạn_ký=["TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN"],
        Chức_vụ_người_ký="PHÓ TRƯỞNG BAN",
    )
    lines = report_lines(run(path, "2025-Q3", tmp_path / "out"))
    assert heading(lines) == "UBND TỈNH LÂM ĐỒNG BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ TỈNH"
    start = lines.index("TM. BAN CHỈ ĐẠO")
    assert lines[start : start + 4] == ["TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn A"]


@pytest.mark.parametrize(("said", "marked"), [("Có", True), ("Không", False), (None, False)])
def test_only_illustrative_figures_are_marked_as_such(tmp_path: Path, said: str | None, marked: bool) -> None:
    path = dossier(tmp_path / "a.xlsx", minimal_sheets(), Số_liệu_minh_hoạ=said)
    folder = run(path, "2025-Q3", tmp_path / "out").published.folder
    files = sorted(folder.glob("*.docx"))
    assert files
    for file in files:
        section = docx.Document(str(file)).sections[0]
        for footer in (section.footer, section.first_page_footer):
            text = "".join(paragraph.text for paragraph in footer.paragraphs)
            assert ("Số liệu minh hoạ" in text) == marked, file.name


def test_hostile_words_in_every_cell_come_out_as_they_went_in(tmp_path: Path) -> None:
    agency = f"Sở {HOSTILE.replace(';', '')}"
    sheets: dict[str, list[list[object]]] = {
        "Nhiệm vụ": [
            list(TASK_HEADER),
            [
                "{{x}}",
                "I",
                f"Nhóm {HOSTILE}",
                1,
                f"Việc {HOSTILE}",
                agency,
                None,
                f"Đề án {HOSTILE}",
                date(2025, 8, 31),
                HOSTILE,
            ],
        ],
        "Tiến độ": [
            list(PROGRESS_HEADER),
            ["{{x}}", "2025-Q3", "Đang thực hiện", None, 40, f"Kết quả {HOSTILE}", HOSTILE, f"Khó {HOSTILE}", agency],
        ],
        "Chỉ tiêu": [
            ["Mã", "Nhóm", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu"],
            ["<CT&>", HOSTILE, f"Tên {HOSTILE}", "<%>", 80],
        ],
        "Số liệu": [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["<CT&>", "2025-Q3", 90]],
        "Kinh phí": [["Mã", "Nguồn vốn", "Nội dung", "Kế hoạch (triệu đồng)"], ["KP&", f"Nguồn {HOSTILE}", HOSTILE, 5]],
        "Văn bản": [
            ["Kỳ báo cáo", "Số ký hiệu", "Cơ quan ban hành", "Trích yếu"],
            ["2025-Q3", "1/{{KH}}", HOSTILE, f"về {HOSTILE}"],
        ],
        "Nội dung": [["Kỳ báo cáo", "Mục", "Nội dung"], ["2025-Q3", "Kiến nghị", f"- **{HOSTILE}**\n+ {HOSTILE}"]],
    }
    path = dossier(
        tmp_path / "a.xlsx",
        sheets,
        Cơ_quan_ban_hành=f"Sở {HOSTILE}",
        Họ_tên_người_ký=HOSTILE,
        Trích_yếu=f"thực hiện {HOSTILE}",
    )
    outcome = run(path, "2025-Q3", tmp_path / "out")
    folder = outcome.published.folder
    assert faults_of(folder) == {}
    found = {file.stem: "\n".join(file_texts(file)) for file in folder.glob("*.docx")}
    assert "49" not in "".join(found.values())
    assert all(HOSTILE in text for text in found.values()), [
        name for name, text in found.items() if HOSTILE not in text
    ]
    for beginning in ("kết quả", "khó"):
        assert f"{beginning} {HOSTILE}" in found["bao-cao"]
    cells = [
        str(cell)
        for sheet in load_workbook(folder / "phu-luc.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert f"Việc {HOSTILE}" in cells and f"Tên {HOSTILE}" in cells


def test_control_characters_and_decomposed_letters_are_reported_and_cleaned(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = "Xa\u0302y du\u031b\u0323ng\u200b nền tảng"
    outcome = run(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3", tmp_path / "out")
    assert {"GT011", "GT012"} <= {problem.code for problem in outcome.problems}
    assert "Xây dựng nền tảng" in file_texts(outcome.published.folder / "phu-luc-I.docx")


@pytest.mark.parametrize(
    "kind", ["2025-09", "2025-Q3", "2025-H2", "2025-9M", "2025", "tháng 9/2025", "quý III năm 2025"]
)
def test_a_small_dossier_makes_a_report_of_every_kind(tmp_path: Path, kind: str) -> None:
    outcome = run(write_workbook(tmp_path / "a.xlsx", minimal_sheets()), kind, tmp_path / "out")
    assert faults_of(outcome.published.folder) == {}
    assert not any("{" in line or "None" in line for line in report_lines(outcome))


def test_own_templates_come_before_the_built_in_ones(tmp_path: Path) -> None:
    own = tmp_path / "mau"
    own.mkdir()
    document = docx.Document()
    document.add_paragraph("Mẫu riêng: {{ tasks.counts.total }} nhiệm vụ, {{ period.label }}")
    document.save(str(own / "bao-cao-quy.docx"))
    outcome = run(write_workbook(tmp_path / "a.xlsx", minimal_sheets()), "2025-Q3", tmp_path / "out", templates=own)
    assert report_lines(outcome) == ["Mẫu riêng: 03 nhiệm vụ, quý III năm 2025"]


def test_a_template_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="Không tìm thấy thư mục mẫu"):
        run(
            write_workbook(tmp_path / "a.xlsx", minimal_sheets()), "2025-Q3", tmp_path / "out", templates=tmp_path / "x"
        )


# --- thin and odd dossiers -----------------------------------------------------------------------


def lines_of(tmp_path: Path, sheets: Mapping[str, list[list[object]]]) -> list[str]:
    return report_lines(run(write_workbook(tmp_path / "a.xlsx", sheets), "2025-Q3", tmp_path / "out"))


def test_a_result_of_several_lines_stays_one_item_of_the_report(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][5] = "- Đã ban hành đề án;\n- Đã chọn địa điểm.\n+ Còn thiếu mặt bằng."
    sheets["Tiến độ"][2][7] = "Thiếu mặt bằng\nThiếu điện;"
    lines = lines_of(tmp_path, sheets)
    assert any(
        line.startswith("- Xây dựng trung tâm dữ liệu: đã ban hành đề án; đã chọn địa điểm; còn thiếu mặt bằng (Sở")
        for line in lines
    )
    assert any(line.endswith(": thiếu mặt bằng; thiếu điện (phủ sóng 5G; Sở Khoa học và Công nghệ).") for line in lines)


@pytest.mark.parametrize(
    ("paid", "words"),
    [
        (None, "Đến hết kỳ báo cáo chưa có số liệu giải ngân."),
        (0, "; chưa giải ngân"),
        (25, "; đã giải ngân 25 triệu đồng, đạt 25% kế hoạch"),
    ],
)
def test_nothing_paid_is_not_the_same_as_nothing_known(tmp_path: Path, paid: int | None, words: str) -> None:
    sheets = minimal_sheets()
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Kế hoạch (triệu đồng)"], ["K1", "Ngân sách tỉnh", 100]]
    sheets["Giải ngân"] = [["Mã kinh phí", "Kỳ báo cáo", "Đã phân bổ", "Đã giải ngân"]]
    if paid is not None:
        sheets["Giải ngân"].append(["K1", "2025-Q3", 30, paid])
    (line,) = [
        line for line in lines_of(tmp_path, sheets) if line.startswith("Tổng kinh phí theo kế hoạch là 100 triệu đồng")
    ]
    assert words in line
    assert ("chưa có số liệu" in line) == (paid is None)


def test_a_dossier_of_indicators_alone_leaves_no_heading_empty(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    del sheets["Nhiệm vụ"], sheets["Tiến độ"]
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Mục tiêu"], ["CT1", "Tỷ lệ A", 80], ["CT2", "Đề án B", "Hoàn thành"]]
    sheets["Số liệu"] = [
        ["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"],
        ["CT1", "2025-Q3", 85],
        ["CT2", "2025-Q3", "Hoàn thành"],
    ]
    lines = lines_of(tmp_path, sheets)
    headings = [
        index for index, line in enumerate(lines) if re.match(r"(\d\. [A-ZĐ][a-zà-ỹ]|[IVX]+\. [A-ZĐÀ-Ỹ]{2})", line)
    ]
    assert len(headings) > 5
    for index in headings:
        clause = re.match(r"\d", lines[index])
        assert index + 1 not in headings or not clause, lines[index]


def plain_groups(sheets: dict[str, list[list[object]]]) -> None:
    for row in sheets["Nhiệm vụ"][1:]:
        row[1] = row[2] = None


def no_agencies(sheets: dict[str, list[list[object]]]) -> None:
    for row in sheets["Nhiệm vụ"][1:]:
        row[5] = row[6] = None
    for row in sheets["Tiến độ"][1:]:
        row[8] = None


def nothing_reported(sheets: dict[str, list[list[object]]]) -> None:
    del sheets["Tiến độ"]


def all_recurring(sheets: dict[str, list[list[object]]]) -> None:
    for row in sheets["Nhiệm vụ"][1:]:
        row[8] = "Thường xuyên"


def all_suspended(sheets: dict[str, list[list[object]]]) -> None:
    for row in sheets["Tiến độ"][1:]:
        row[2:5] = ["Tạm dừng", None, None]


def one_task(sheets: dict[str, list[list[object]]]) -> None:
    del sheets["Nhiệm vụ"][2:], sheets["Tiến độ"][2:]


@pytest.mark.parametrize(
    "change", [plain_groups, no_agencies, nothing_reported, all_recurring, all_suspended, one_task]
)
def test_a_thin_dossier_still_makes_whole_sentences(tmp_path: Path, change: Callable[[Any], None]) -> None:
    sheets = minimal_sheets()
    change(sheets)
    lines = lines_of(tmp_path, sheets)
    for line, following in pairwise(lines):
        assert not re.search(r"\(\)|, *[.;)]|\bNone\b|\{|(?<![\d.])0 (nhiệm vụ|chỉ tiêu)", line), line
        if line.endswith(":") and not line.startswith("Nơi nhận"):
            assert following.startswith(("- ", "+ ", "I. ", "Tóm tắt ")), line
