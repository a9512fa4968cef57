"""`baocao remind`: who gets a letter and what it says, drafts and sent letters, the register, the printed page."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.table import Table
from openpyxl import Workbook, load_workbook

from cli import baocao
from generator.core.folders import REMINDERS
from generator.core.problems import BadDossier, ExitCode, WrongUsage
from generator.render.letter_views import head_of
from generator.stories.letters_due import RemindJob
from generator.stories.remind import Reminded, remind
from generator.terminal.command_line import run
from generator.write.libreoffice import LIBREOFFICE
from generator.write.pdf import to_pdf
from tests.independent_reading import closing_day, deadline, opening_day, sheet
from tests.party_dossier import party_dossier
from tests.pdf_pages import MM, Page, pages_of
from tests.second_reckoning import sheets_of
from tests.workbook_builder import TASK_HEADER, minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "inputs/lai-chau-nq57.xlsx"
PERIOD, LATER = "2025-Q3", date(2025, 12, 20)
LONG_NAME = "Ban Quản lý dự án đầu tư xây dựng các công trình Nông nghiệp và Phát triển nông thôn tỉnh Lâm Đồng"
SCIENCE, FINANCE, HOME = "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ"
ISSUER = "Ủy ban nhân dân tỉnh Lâm Đồng"
TASKS = {
    # code: lead agencies, deadline
    "I.1": (SCIENCE, date(2025, 8, 31)),
    "I.2": (f"{SCIENCE}; {FINANCE}", "Quý II/2025"),
    "I.3": (SCIENCE, "Nhiệm vụ thường xuyên"),
    "II.1": (FINANCE, "31/12/2025"),
    "II.2": (LONG_NAME, "trước ngày 15/8/2025"),
    "II.3": (ISSUER, "30/6/2025"),
    "II.4": ("Sở Y tế", "30/6/2025"),
    "II.5": ("Sở Y tế", "30/6/2025"),
    **{f"III.{n}": (HOME, "30/6/2025") for n in range(1, 41)},
}
PROGRESS = (
    ("I.1", "2025-Q2", "Đang thực hiện", None, 20),
    ("I.2", "2025-Q3", "Đang thực hiện", None, 40),
    ("II.1", "2025-Q3", "Chưa thực hiện", None, None),
    ("II.2", "2025-Q3", "Đang thực hiện", None, None),
    ("II.4", "2025-Q3", "Tạm dừng", None, None),
    ("II.5", "2025-Q2", "Hoàn thành", date(2025, 5, 20), None),
    *((f"III.{n}", "2025-Q3", "Đang thực hiện", None, None) for n in range(1, 40)),
)


def dossier(path: Path, *done: str, **settings: str | None) -> Path:
    """The dossier above; the tasks in `done` are reported complete in quý III, `settings` take the place of its own."""
    sheets = minimal_sheets()
    rows = [row for row in sheets["Thông tin chung"] if row[0] not in settings]
    sheets["Thông tin chung"] = rows + [[key, value] for key, value in settings.items() if value]
    sheets["Nhiệm vụ"] = [list(TASK_HEADER)] + [
        [code, code.split(".")[0], "Nhóm", None, f"Việc số {code}", lead, None, f"Kết quả {code}", due, None]
        for code, (lead, due) in TASKS.items()
    ]
    reporters = {"I.2": f"{SCIENCE}; {FINANCE}"}
    kept = [[*row, None, None, None, reporters.get(row[0])] for row in PROGRESS if row[0] not in done]
    finished = [[code, "2025-Q3", "Hoàn thành", date(2025, 9, 10), 100, None, None, None, None] for code in done]
    sheets["Tiến độ"] = [sheets["Tiến độ"][0], *kept, *finished]
    return write_workbook(path, sheets)


def letters(folder: Path) -> dict[str, str]:
    """File name → the letter's paragraphs outside tables, a line each."""
    return {
        path.name: plain("\n".join(p.text for p in docx.Document(str(path)).paragraphs))
        for path in letter_files(folder)
    }


def plain(text: str) -> str:
    """A text with the spaces at which no line ends as usual ones."""
    return text.replace("\u00a0", " ")


def letter_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("cong-van-*.docx"))


def tables(path: Path) -> list[Table]:
    """The tables of data: all but the heading's and the signature's."""
    return [one for one in docx.Document(str(path)).tables if one.cell(0, 0).text == "TT"]


def listed(path: Path) -> dict[str, str]:
    """Code of every task a letter lists → days late as printed, "" for one that is not overdue."""
    found: dict[str, str] = {}
    for table in tables(path):
        titles = [cell.text for cell in table.rows[0].cells]
        for row in table.rows[1:]:
            cells = dict(zip(titles, [cell.text for cell in row.cells], strict=True))
            said = cells.get("Nhiệm vụ") or cells["Nội dung nhiệm vụ"]
            if cells["TT"].isdigit():
                code = code_of(said)
                assert code not in found, "a task stands once in a letter"
                days = re.search(r", quá (\d+) ngày$", cells.get("Thời hạn, số ngày quá hạn", ""))
                found[code] = days[1] if days else cells.get("Số ngày quá hạn", "")
    return found


def code_of(said: str) -> str:
    """The code of the task that a letter names, by its content: no code stands in a letter."""
    content = re.sub(r" \(cùng chủ trì: [^)]*\)$", "", said)
    if found := re.fullmatch(r"Việc số ([\w.]+)", content):
        return found[1]
    return CODE_BY_CONTENT[content]


CODE_BY_CONTENT = {
    " ".join(str(row["Nội dung nhiệm vụ"]).split()).rstrip(" .;"): str(row["Mã"])
    for name in ("lai-chau-nq57", "lai-chau-2391")
    for row in sheets_of(ROOT / f"inputs/{name}.xlsx")["Nhiệm vụ"]
}


def register(out: Path) -> list[dict[str, object]]:
    rows = list(load_workbook(out / REMINDERS).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        run(baocao, ["remind", *(str(one) for one in arguments)])
    said = capsys.readouterr()
    return int(str(end.value.code)), said.out, said.err


def lint_errors(content: bytes, standard: str = "nd30") -> list[str]:
    from generator.core.standard import load_standard
    from generator.lint.engine import lint
    from generator.lint.read_document import view_of
    from generator.office.package import Package

    view = view_of(Package.open(content), "a.docx")
    return [f"{one.code} {one.message}" for one in lint(view, load_standard(standard)).findings]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("remind")


@pytest.fixture(scope="module")
def workbook(home: Path) -> Path:
    return dossier(home / "ho-so.xlsx")


@pytest.fixture(scope="module")
def first(home: Path, workbook: Path) -> Reminded:
    return remind(RemindJob(workbook, PERIOD, out=home / "out"))


@pytest.fixture(scope="module")
def folder(home: Path, first: Reminded) -> Path:
    return home / "out/ho-so/2025-Q3/don-doc"


@pytest.fixture
def copy(tmp_path: Path, home: Path, first: Reminded) -> Path:
    """The result of the first run, for a test of its own: the folder that holds the register."""
    shutil.copytree(home / "out", tmp_path / "out")
    return tmp_path / "out/ho-so"


# --- who, and what of ------------------------------------------------------------------------------


def expected(path: Path, period: str, day: date) -> dict[str, dict[str, str]]:
    """Agency → code of each task it must be reminded of → days late ("" for one without a report only)."""
    first, last = opening_day(period), closing_day(period)
    names = sorted({row["Tên cơ quan"] for row in sheet(path, "Cơ quan")}, key=len, reverse=True)
    latest: dict[str, tuple[date, str]] = {}
    reported = set()
    for row in sheet(path, "Tiến độ"):
        code, end = row["Mã nhiệm vụ"], closing_day(row["Kỳ báo cáo"])
        reported |= {code} if first <= end <= last else set()
        if end <= last and (code not in latest or latest[code][0] <= end):
            latest[code] = (end, row["Tình trạng"])
    found: dict[str, dict[str, str]] = {}
    for task in sheet(path, "Nhiệm vụ"):
        code, said = task["Mã"], latest.get(task["Mã"], (first, "Chưa thực hiện"))[1]
        due = deadline(task["Thời gian hoàn thành"])
        late = isinstance(due, date) and said not in ("Hoàn thành", "Tạm dừng") and day > due
        closed = said == "Tạm dừng" or (said == "Hoàn thành" and due != "recurring")
        if late or (code not in reported and not closed):
            cell = task["Cơ quan chủ trì"] or ""
            for name in names:
                if name in cell:
                    cell = cell.replace(name, "")
                    if not late and name.startswith(("Các ", "Sở, ban")):
                        continue  # nobody answers for many
                    days = str((day - due).days) if late and isinstance(due, date) else ""
                    found.setdefault(name, {})[code] = days
    return found


ADDRESSED = {
    "Các địa phương": "Ủy ban nhân dân các xã, phường",
    "Các sở, ban, ngành": "Các sở, ban, ngành tỉnh",
}
"""Names of a plan that are no addressees → whom a province's letter goes to."""


@pytest.mark.parametrize("day", [None, LATER, date(2026, 1, 5)])
def test_each_agency_of_the_example_is_reminded_of_its_tasks_with_the_days_late(
    tmp_path: Path, day: date | None
) -> None:
    done = remind(RemindJob(EXAMPLE, PERIOD, day, tmp_path))
    wanted = expected(EXAMPLE, PERIOD, day or closing_day(PERIOD))
    assert len(wanted) >= 2
    found = {}
    for path in letter_files(tmp_path / EXAMPLE.stem / PERIOD / "don-doc"):
        text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
        found[re.findall(r"Kính gửi: (.+)\.", text)[0]] = listed(path)
        assert lint_errors(path.read_bytes()) == [], path.name
    assert found == {ADDRESSED.get(name, name): tasks for name, tasks in wanted.items()}
    assert {one.agency for one in done.reminders} == set(wanted)


def test_what_each_letter_says(folder: Path) -> None:
    found = letters(folder)
    assert set(found) == {
        "cong-van-so-khoa-hoc-va-cong-nghe.docx",
        "cong-van-so-tai-chinh.docx",
        "cong-van-so-noi-vu.docx",
        "cong-van-ban-quan-ly-du-an-dau-tu-xay-dung-cac-cong-trinh-nong-nghiep.docx",
    }
    science, finance = found["cong-van-so-khoa-hoc-va-cong-nghe.docx"], found["cong-van-so-tai-chinh.docx"]
    assert (
        "Tính đến hết ngày 14/9/2025, Sở Khoa học và Công nghệ còn 02 nhiệm vụ quá hạn chưa hoàn thành (trong đó 01 "
        "nhiệm vụ chưa có báo cáo quý III năm 2025) và 01 nhiệm vụ khác chưa có báo cáo quý III năm 2025, "
        "cụ thể như sau:"
    ) in science
    assert "a) Nhiệm vụ quá hạn chưa hoàn thành:" in science and "b) Nhiệm vụ khác chưa có báo cáo" in science
    assert "Sở Tài chính còn 01 nhiệm vụ quá hạn chưa hoàn thành, cụ thể như sau:" in finance
    assert "chưa có báo cáo" not in finance and "Báo cáo đầy đủ" not in finance and "a) " not in finance
    assert "cùng chủ trì trước khi báo cáo;" in science and "cùng chủ trì trước khi báo cáo;" in finance
    for text in found.values():
        assert "trước ngày 19/9/2025 để tổng hợp." in text  # Friday, the fifth working day after Sunday 14/9
        assert text.rstrip().endswith("./.") or "Phụ lục" in text


@pytest.mark.parametrize(
    ("difficulty", "cause", "told"),
    [
        ("Còn 03 hộ chưa nhận tiền.", "Do giá đất thấp", "Còn 03 hộ chưa nhận tiền; nguyên nhân: giá đất thấp"),
        ("Còn 03 hộ chưa nhận tiền", None, "Còn 03 hộ chưa nhận tiền"),
        (None, "Nguyên nhân: giá đất thấp", "Nguyên nhân: giá đất thấp"),
    ],
)
def test_a_letter_tells_what_hinders_a_task_before_its_cause(
    tmp_path: Path, difficulty: str | None, cause: str | None, told: str
) -> None:
    sheets = minimal_sheets()
    sheets["Tiến độ"][0] += ["Nguyên nhân"]
    row = sheets["Tiến độ"][1]
    row[2:8] = ["Đang thực hiện", None, 20, "Đã đo đạc", None, difficulty]
    row += [cause]
    path = write_workbook(tmp_path / "ho-so.xlsx", sheets)
    remind(RemindJob(path, PERIOD, out=tmp_path / "ra"))
    letter = tmp_path / "ra/ho-so/2025-Q3/don-doc/cong-van-so-khoa-hoc-va-cong-nghe.docx"
    [table] = tables(letter)
    assert table.rows[1].cells[2].text == told


def test_the_tables_name_what_hinders_deadline_days_and_the_last_report(folder: Path) -> None:
    overdue, silent = tables(folder / "cong-van-so-khoa-hoc-va-cong-nghe.docx")
    rows = [[cell.text for cell in row.cells] for row in overdue.rows[1:]]
    assert rows == [
        ["1", "Việc số I.2 (cùng chủ trì: Sở Tài chính)", "", "Quý II/2025, quá 76 ngày",
         "Đang thực hiện, 40% (quý III năm 2025)"],
        ["2", "Việc số I.1", "", "31/8/2025, quá 14 ngày", "Đang thực hiện, 20% (quý II năm 2025)"],
    ]  # fmt: skip
    assert [cell.text for cell in silent.rows[1].cells][1:] == [
        "Việc số I.3", "", "Nhiệm vụ thường xuyên", "Chưa có báo cáo",
    ]  # fmt: skip


def test_a_letter_has_no_kind_and_its_number_names_issuer_and_drafting_unit(folder: Path) -> None:
    document = docx.Document(str(folder / "cong-van-so-tai-chinh.docx"))
    left, right = document.tables[0].rows[1].cells
    number, about = (p.text for p in left.paragraphs)
    assert re.fullmatch(r"Số: +/UBND-VX4", number) and right.text.startswith("Lâm Đồng, ngày ")
    assert plain(about) == "V/v đôn đốc thực hiện nhiệm vụ quá hạn theo Kế hoạch số 3073/KH-UBND"
    assert [p.text for p in document.tables[-1].cell(0, 0).paragraphs][:3] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, VX4.",
    ]
    assert not any(p.text.strip() in ("CÔNG VĂN", "BÁO CÁO") for p in document.paragraphs)


def test_a_long_list_goes_into_an_appendix_of_the_letter(folder: Path) -> None:
    path = folder / "cong-van-so-noi-vu.docx"
    text = letters(folder)[path.name]
    assert (
        "40 nhiệm vụ quá hạn chưa hoàn thành (trong đó 01 nhiệm vụ chưa có báo cáo quý III năm 2025) (chi tiết" in text
    )
    assert "(chi tiết tại Phụ lục kèm theo Công văn này)." in text
    assert re.search(
        r"\(Kèm theo Công văn số +/UBND-VX4 ngày +tháng +năm 2025 của Ủy ban nhân dân tỉnh Lâm Đồng\)", text
    )
    assert listed(path) == {f"III.{n}": "76" for n in range(1, 41)}
    assert [one.orientation for one in docx.Document(str(path)).sections] == [0, 1]
    assert lint_errors(path.read_bytes()) == []


def test_one_letter_to_all_lists_every_agency_once_and_counts_a_shared_task_once(
    workbook: Path, tmp_path: Path
) -> None:
    done = remind(RemindJob(workbook, PERIOD, out=tmp_path, one_letter=True, final=True))
    [path] = letter_files(tmp_path / "ho-so/2025-Q3/don-doc")
    text = letters(path.parent)[path.name]
    assert path.name == "cong-van-chung.docx" and done.outcome is not None and not done.outcome.gaps
    lines = text.split("\n")
    at = lines.index("Kính gửi:")
    assert lines[at + 1 : at + 5] == [f"- {SCIENCE};", f"- {FINANCE};", f"- {LONG_NAME};", f"- {HOME}."]
    assert "có 04 cơ quan còn 43 nhiệm vụ quá hạn chưa hoàn thành (trong đó 02 nhiệm vụ chưa có báo cáo" in text
    [table] = tables(path)
    heads = [row.cells[1].text for row in table.rows if row.cells[0].text in ("I", "II", "III", "IV")]
    assert heads == [SCIENCE, FINANCE, LONG_NAME, HOME]
    assert lint_errors(path.read_bytes()) == []


def test_the_issuer_writes_no_letter_to_itself_and_says_so(first: Reminded) -> None:
    assert ISSUER not in {one.agency for one in first.reminders}
    [note] = [one for one in first.problems if one.code == "DD001"]
    assert "II.3" in note.message


def test_nothing_to_remind_of_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    code, out, _ = command(capsys, path, "--period", PERIOD, "--out", tmp_path / "o")
    assert code == ExitCode.DONE and "Không cơ quan nào phải đôn đốc" in out and "Không lập công văn nào." in out
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--date", "14/9/2025", "--before", "14/9/2025"), "(trước ngày 14/9/2025) phải sau ngày 14/9/2025."),
        (("--before", "14/9/2025"), "Hạn trả lời (trước ngày 14/9/2025) phải sau ngày"),
        (("--date", "30/9/2025", "--before", "20/9/2025"), "phải sau ngày 30/9/2025"),
        (("--agency", "Sở Tài chánh"), "Có phải là “Sở Tài chính”?"),
        (("--period", "quý sáu"), "không phải là kỳ báo cáo"),
        (("--as-of", "mai"), "không phải là ngày"),
    ],
)
def test_a_wrong_command_is_told_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], workbook: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = command(capsys, workbook, "--period", PERIOD, "--out", tmp_path / "o", *arguments)
    assert code == ExitCode.USAGE and said in err and not (tmp_path / "o").exists()


def test_a_final_letter_wants_signer_and_drafting_unit(tmp_path: Path) -> None:
    empty = {"Họ tên người ký": None, "Nơi nhận": None}
    path = dossier(tmp_path / "a.xlsx", **empty)
    with pytest.raises(BadDossier, match="còn 8 chỗ chưa có nội dung") as refusal:
        remind(RemindJob(path, PERIOD, out=tmp_path / "o", final=True))
    said = "\n".join(one.message for one in refusal.value.problems)
    assert "ký hiệu đơn vị soạn thảo" in said and "họ tên người ký" in said
    assert not (tmp_path / "o").exists()
    named = dossier(tmp_path / "b.xlsx", **{"Nơi nhận": None})
    done = remind(RemindJob(named, PERIOD, out=tmp_path / "o", final=True, unit="KSTT"))
    assert done.outcome is not None and not done.outcome.gaps
    document = docx.Document(str(tmp_path / "o/b/2025-Q3/don-doc/cong-van-so-tai-chinh.docx"))
    assert "/UBND-KSTT" in document.tables[0].cell(1, 0).text


def test_a_partner_that_has_not_reported_gets_a_letter_for_the_task_its_partner_reported_on(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"] = [list(TASK_HEADER), ["1", "I", "Nhóm", None, "Việc", f"{SCIENCE}; {FINANCE}", *[None] * 4]]
    sheets["Tiến độ"] = [sheets["Tiến độ"][0], ["1", PERIOD, "Đang thực hiện", *[None] * 5, SCIENCE]]
    done = remind(RemindJob(write_workbook(tmp_path / "a.xlsx", sheets), PERIOD, out=tmp_path / "o"))
    assert [one.agency for one in done.reminders] == [FINANCE]


def test_a_letter_made_today_asks_for_an_answer_after_today(tmp_path: Path, workbook: Path) -> None:
    made = remind(RemindJob(workbook, PERIOD, out=tmp_path / "a", today=date(2026, 3, 2)))
    assert made.before == date(2026, 3, 9)
    early = remind(RemindJob(workbook, PERIOD, out=tmp_path / "b", today=date(2025, 9, 1)))
    assert early.before == date(2025, 9, 19), "not before the day up to which it tells"


# --- again, and by hand ----------------------------------------------------------------------------


def again(copy: Path, *done: str, **options: object) -> Reminded:
    """Another run over the same results, with the tasks in `done` complete."""
    workbook = dossier(copy.parent.parent / "ho-so.xlsx", *done)
    return remind(RemindJob(workbook, PERIOD, out=copy.parent, **options))  # type: ignore[arg-type]


def snapshot(folder: Path) -> Mapping[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and ".lock" not in p.name
    }


def test_the_same_input_gives_the_same_bytes_and_nothing_is_written_twice(
    copy: Path, workbook: Path, tmp_path: Path
) -> None:
    before = snapshot(copy)
    done = remind(RemindJob(workbook, PERIOD, out=copy.parent))
    assert done.outcome is not None and done.outcome.published.unchanged and not done.register_changed
    assert snapshot(copy) == before
    remind(RemindJob(workbook, PERIOD, out=tmp_path / "second"))
    assert snapshot(tmp_path / "second/ho-so") == before


def edit(path: Path, old: str, new: str) -> None:
    document = docx.Document(str(path))
    for paragraph in [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]:
        for run_ in paragraph.runs:
            if old in run_.text:
                run_.text = run_.text.replace(old, new)
                document.save(str(path))
                return
    raise AssertionError(old)


def test_a_letter_edited_by_hand_takes_in_the_new_data(copy: Path) -> None:
    path = copy / "2025-Q3/don-doc/cong-van-so-khoa-hoc-va-cong-nghe.docx"
    edit(path, "nghiêm túc thực hiện", "nghiêm túc, khẩn trương thực hiện")
    done = again(copy, "I.1")
    assert done.outcome is not None and not done.outcome.conflicts
    assert [one.name for one in done.outcome.merged] == [path.name]
    text = letters(path.parent)[path.name]
    assert "nghiêm túc, khẩn trương thực hiện" in text and "còn 01 nhiệm vụ quá hạn chưa hoàn thành" in text
    assert list(listed(path)) == ["I.2", "I.3"]


def test_words_that_a_person_and_the_data_both_changed_wait_for_a_person(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "2025-Q3/don-doc/cong-van-so-khoa-hoc-va-cong-nghe.docx"
    edit(path, "cụ thể như sau:", "cụ thể như sau (đã đối chiếu):")
    document = docx.Document(str(path))
    line = next(p for p in document.paragraphs if "còn 02 nhiệm vụ" in plain(p.text))
    line.runs[0].text = plain(line.text).replace("còn 02 nhiệm vụ quá hạn", "còn hai nhiệm vụ quá hạn")
    for rest in line.runs[1:]:
        rest.text = ""
    document.save(str(path))
    workbook = dossier(copy.parent.parent / "ho-so.xlsx", "I.1")
    code, out, _ = command(capsys, workbook, "--period", PERIOD, "--out", copy.parent)
    assert code == ExitCode.CONFLICTS and "chỗ cần người quyết định" in out
    assert "còn hai nhiệm vụ quá hạn" in letters(path.parent)[path.name]


def test_an_edited_draft_that_is_no_longer_due_is_kept_aside_and_goes_into_no_other_letter(copy: Path) -> None:
    folder = copy / "2025-Q3/don-doc"
    edit(folder / "cong-van-so-tai-chinh.docx", "nghiêm túc thực hiện", "CHỮ RIÊNG CỦA SỞ TÀI CHÍNH")
    again(copy, "I.2")
    assert not (folder / "cong-van-so-tai-chinh.docx").exists()
    mine = [path for path in folder.glob("*bản sửa tay*") if path.name.startswith("cong-van-so-tai-chinh")]
    assert len(mine) == 1
    others = [path for path in letter_files(folder) if path not in mine]
    assert others and not any("CHỮ RIÊNG" in letters(folder)[path.name] for path in others)
    line = next(row for row in register(copy) if row["Cơ quan nhận"] == FINANCE)
    assert line["Kết quả sau đôn đốc"] == "Không phát hành"


def test_asking_for_one_agency_leaves_the_other_letters_as_they_are(copy: Path) -> None:
    folder = copy / "2025-Q3/don-doc"
    before = {path.name: path.read_bytes() for path in letter_files(folder)}
    again(copy, "I.1", agencies=(SCIENCE,))
    after = {path.name: path.read_bytes() for path in letter_files(folder)}
    assert {name for name in before if before[name] != after[name]} == {"cong-van-so-khoa-hoc-va-cong-nghe.docx"}
    assert before.keys() == after.keys()


def note_in_register(copy: Path, agency: str, **values: object) -> None:
    """What the clerk types, with a column of her own and the lines in another order."""
    book = load_workbook(copy / REMINDERS)
    page = book.worksheets[0]
    titles = {cell.value: cell.column for cell in page[1]}
    for title, value in values.items():
        column = titles.setdefault(title, page.max_column + 1)
        page.cell(1, column, title)
        row = next(row for row in range(2, page.max_row + 1) if page.cell(row, titles["Cơ quan nhận"]).value == agency)
        page.cell(row, column, value)
    book.save(copy / REMINDERS)


SENT = {"Số, ký hiệu công văn": "112/UBND-VX4", "Ngày công văn": date(2025, 9, 16)}


def test_a_letter_whose_number_stands_in_the_register_is_never_written_again(copy: Path) -> None:
    folder = copy / "2025-Q3/don-doc"
    note_in_register(copy, SCIENCE, **SENT, **{"Ghi chú": "Gửi qua trục liên thông", "Người theo dõi": "Chị Hà"})
    name = "cong-van-so-khoa-hoc-va-cong-nghe.docx"
    sent = (folder / name).read_bytes()
    same_day = again(copy, "I.1")
    assert [one.number for one in same_day.standing] == ["112/UBND-VX4"]
    assert (folder / name).read_bytes() == sent
    done = again(copy, "I.1", as_of=date(2025, 10, 6))
    second = folder / "cong-van-so-khoa-hoc-va-cong-nghe-lan-2.docx"
    assert done.outcome is not None and (folder / name).read_bytes() == sent and listed(second)["I.2"] == "98"
    text = letters(folder)[second.name]
    assert "đã có Công văn số 112/UBND-VX4 ngày 16/9/2025 đôn đốc thực hiện" in text
    assert "Tuy nhiên, tính đến hết ngày 06/10/2025" in text and lint_errors(second.read_bytes()) == []
    lines = [row for row in register(copy) if row["Cơ quan nhận"] == SCIENCE]
    assert [row["Tệp công văn"] for row in lines] == [name, second.name]
    assert lines[0]["Kết quả sau đôn đốc"] == "Đã thực hiện 1/3 nhiệm vụ; còn: I.2, I.3"
    assert (lines[0]["Ghi chú"], lines[0]["Người theo dõi"]) == ("Gửi qua trục liên thông", "Chị Hà")
    assert lines[1]["Kết quả sau đôn đốc"] == "Chưa có kết quả"


def test_a_look_back_does_not_undo_what_the_register_learnt_later(copy: Path) -> None:
    note_in_register(copy, SCIENCE, **SENT)
    again(copy, "I.1", as_of=date(2025, 10, 6))
    again(copy, as_of=date(2025, 9, 15), agencies=(FINANCE,))
    first = next(row for row in register(copy) if row["Số, ký hiệu công văn"] == "112/UBND-VX4")
    assert first["Kết quả sau đôn đốc"] == "Đã thực hiện 1/3 nhiệm vụ; còn: I.2, I.3"
    assert str(first["Cập nhật đến ngày"])[:10] == "2025-10-06"


def test_a_number_typed_into_the_letter_itself_is_taken_over_by_the_register(copy: Path) -> None:
    folder = copy / "2025-Q3/don-doc"
    path = folder / "cong-van-so-tai-chinh.docx"
    document = docx.Document(str(path))
    number, date_line = document.tables[0].cell(1, 0).paragraphs[0], document.tables[0].cell(1, 1).paragraphs[0]
    number.runs[0].text = "Số: 115/UBND-VX4"
    date_line.runs[0].text = "Lâm Đồng, ngày 17 tháng 9 năm 2025"
    document.save(str(path))
    sent = path.read_bytes()
    again(copy, "I.2")
    line = next(row for row in register(copy) if row["Cơ quan nhận"] == FINANCE)
    assert path.read_bytes() == sent
    assert (line["Số, ký hiệu công văn"], str(line["Ngày công văn"])[:10]) == ("115/UBND-VX4", "2025-09-17")
    assert line["Kết quả sau đôn đốc"] == "Đã thực hiện đủ"


def test_a_register_sorted_and_coloured_by_a_person_keeps_everything(copy: Path) -> None:
    book = load_workbook(copy / REMINDERS)
    page = book.worksheets[0]
    page.insert_rows(1)
    page["A1"] = "SỔ THEO DÕI CỦA PHÒNG TỔNG HỢP"
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    for number, row in enumerate(reversed(rows), start=3):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    book.create_sheet("Riêng")["A1"] = "việc khác"
    book.save(copy / REMINDERS)
    again(copy, "I.1")
    after = load_workbook(copy / REMINDERS)
    assert after.sheetnames == ["Sổ theo dõi đôn đốc", "Riêng"] and after["Riêng"]["A1"].value == "việc khác"
    page = after.worksheets[0]
    assert page["A1"].value == "SỔ THEO DÕI CỦA PHÒNG TỔNG HỢP" and page.max_row == 6
    found = {page.cell(row, 3).value: page.cell(row, 6).value for row in range(3, 7)}
    assert list(found) == [HOME, LONG_NAME, FINANCE, SCIENCE] and found[SCIENCE] == "I.2"


def test_a_register_without_its_header_stops_the_run_before_anything_is_written(copy: Path) -> None:
    book = Workbook()
    book.save(copy / REMINDERS)
    before = snapshot(copy)
    with pytest.raises(BadDossier) as refusal:
        again(copy, "I.1")
    assert [one.code for one in refusal.value.problems] == ["DD005"] and snapshot(copy) == before


def test_the_folder_of_letters_can_be_traced_and_listed_but_not_issued_as_one(copy: Path) -> None:
    from generator.stories.history import past_states
    from generator.stories.issue import issue
    from generator.stories.trace import find, trace

    folder = copy / "2025-Q3/don-doc"
    figures, _ = find(trace(folder / "cong-van-so-khoa-hoc-va-cong-nghe.docx"), "76"), None
    assert any("Nhiệm vụ!I3" in one.origin.cells for _, one in figures)
    appendix, _ = find(trace(folder / "cong-van-so-noi-vu.docx"), "76"), None
    assert len(appendix) == 40
    assert len(past_states(folder).states) == 1
    with pytest.raises(WrongUsage, match="mỗi công văn có số riêng"):
        issue(folder, "5", date(2025, 9, 20))


def test_a_later_period_says_what_came_of_the_letters_before(copy: Path) -> None:
    workbook = dossier(copy.parent.parent / "ho-so.xlsx")
    book = load_workbook(workbook)
    for code in ("I.1", "I.2"):
        book["Tiến độ"].append([code, "2025-Q4", "Hoàn thành", date(2025, 10, 20), 100])
    book.save(workbook)
    remind(RemindJob(workbook, "2025-Q4", out=copy.parent))
    lines = {(row["Kỳ báo cáo"], row["Cơ quan nhận"]): row["Kết quả sau đôn đốc"] for row in register(copy)}
    assert lines["quý III năm 2025", SCIENCE] == "Đã thực hiện 2/3 nhiệm vụ; còn: I.3"
    assert lines["quý III năm 2025", FINANCE] == "Đã thực hiện đủ"
    assert lines["quý IV năm 2025", SCIENCE] == "Chưa có kết quả"


# --- templates of one's own ------------------------------------------------------------------------


def test_a_letter_is_printed_from_a_template_of_ones_own(workbook: Path, tmp_path: Path) -> None:
    from generator.core.standard import load_standard
    from generator.render.check_template import check_template
    from generator.scaffold.from_outline import template_from

    outline = (ROOT / "templates/de-cuong/nd30/cong-van-don-doc.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(
        outline.replace("nghiêm túc thực hiện", "lưu ý, khẩn trương thực hiện đúng thời hạn"), "utf-8"
    )
    content = template_from(tmp_path / "a.toml", load_standard("nd30"))
    assert check_template("a", "cong-van-don-doc", content) == ()
    [fault] = check_template("a", "bao-cao-quy", content)[:1]
    assert fault.code == "MAU004" and "letter" in fault.message
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau/cong-van-don-doc.docx").write_bytes(content)
    job = RemindJob(workbook, PERIOD, out=tmp_path, agencies=("Sở Tài chính",), templates=tmp_path / "mau")
    remind(job)
    [text] = letters(tmp_path / "ho-so/2025-Q3/don-doc").values()
    assert "Yêu cầu Giám đốc Sở Tài chính lưu ý, khẩn trương thực hiện đúng thời hạn" in text


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Sở Tài chính", "Giám đốc"),
        ("Văn phòng UBND tỉnh", "Chánh"),
        ("Phòng Văn hóa - Xã hội", "Trưởng"),
        ("Công an tỉnh", "Giám đốc"),
        ("Công an xã", "Trưởng"),
        ("UBND xã Bình Lư", "Chủ tịch"),
        ("Thanh tra tỉnh", "Chánh"),
        ("Ban Chỉ huy Quân sự xã", "Thủ trưởng"),
        ("các sở, ban, ngành tỉnh", "Thủ trưởng"),
        ("Tỉnh đoàn", "Thủ trưởng"),
    ],
)
def test_the_head_of_a_body_is_called_as_such_heads_are(name: str, head: str) -> None:
    assert head_of(name) == f"{head} {name}"


def test_a_letter_to_very_many_names_them_in_its_appendix(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a.xlsx")
    book = load_workbook(path)
    for number in range(1, 14):
        book["Nhiệm vụ"].append([f"V.{number}", "V", "Nhóm", None, "Việc", f"Sở Thứ {number}", None, None, "30/6/2025"])
    book.save(path)
    remind(RemindJob(path, PERIOD, out=tmp_path / "o", one_letter=True))
    [path] = letter_files(tmp_path / "o/a/2025-Q3/don-doc")
    assert "Kính gửi: Các cơ quan có tên tại Phụ lục kèm theo." in letters(path.parent)[path.name]
    assert lint_errors(path.read_bytes()) == []


# --- the Party's form, the printed page ------------------------------------------------------------


@pytest.fixture(scope="module")
def party_letter(home: Path) -> Path:
    path = party_dossier(home / "dang.xlsx")
    remind(RemindJob(path, PERIOD, LATER, home / "party"))
    return home / "party/dang/2025-Q3/don-doc/cong-van-so-khoa-hoc-va-cong-nghe.docx"


def test_a_party_letter_has_the_partys_number_and_signs(party_letter: Path) -> None:
    document = docx.Document(str(party_letter))
    number, about = (p.text for p in document.tables[0].cell(1, 0).paragraphs)
    assert re.fullmatch(r"Số +-CV/TU", number) and about.startswith("V/v đôn đốc")
    assert [p.text for p in document.tables[-1].cell(0, 0).paragraphs][2] == "- Lưu Văn phòng Tỉnh ủy."
    assert lint_errors(party_letter.read_bytes(), "dang") == []


@pytest.fixture(scope="module")
def printed(home: Path, folder: Path, party_letter: Path) -> Mapping[str, list[Page]]:
    paths = [*letter_files(folder), shutil.copy(party_letter, home / "dang.docx")]
    return {pdf.path.stem: pages_of(pdf.path) for pdf in to_pdf([Path(one) for one in paths], home / "pdf")}


needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")


@needs_libreoffice
@pytest.mark.parametrize("name", ["cong-van-so-tai-chinh", "cong-van-so-noi-vu"])
def test_the_subject_stands_under_the_number_and_the_addressee_above_the_text(
    printed: Mapping[str, list[Page]], name: str
) -> None:
    page = printed[name][0]
    number, about, to = page.line("Số:"), page.line("V/v "), page.line("Kính gửi:")
    assert about.sizes == {12.0} and not about.bold and not about.italic
    assert about.middle == pytest.approx(number.middle, abs=6)  # the number's open room ends in blanks
    assert 6 + 12 * 0.9 < about.baseline - number.baseline < 6 + 12 * 1.4
    date_line = page.line("Lâm Đồng,")
    assert date_line.baseline == pytest.approx(number.baseline, abs=1) and date_line.italic
    text = page.line("Thực hiện Kế hoạch")
    last_about = [line for line in page.lines if about.baseline <= line.baseline < to.baseline][-1]
    assert last_about.baseline < to.baseline < text.baseline and to.sizes == {14.0}
    assert to.middle == pytest.approx((30 + 195) / 2 * MM, abs=1)
    assert not [line.text for line in page.lines if line.text.startswith(("CÔNG VĂN", "BÁO CÁO"))]


@needs_libreoffice
def test_a_long_list_is_printed_on_pages_of_its_own_across(printed: Mapping[str, list[Page]]) -> None:
    upright = [page for page in printed["cong-van-so-noi-vu"] if page.height > page.width]
    across = [page for page in printed["cong-van-so-noi-vu"] if page.width > page.height]
    assert 1 <= len(upright) <= 2 and len(across) >= 2
    assert across[0].line("Phụ lục").bold and across[0].line("(Kèm theo Công văn").italic
    assert across[1].lines[0].text == "2"


@needs_libreoffice
def test_a_party_subject_is_in_italics_under_a_number_without_colon(printed: Mapping[str, list[Page]]) -> None:
    page = printed["dang"][0]
    number, about = page.line("Số"), page.line("V/v ")
    assert about.italic and about.sizes == {12.0} and ":" not in number.text
    assert page.line("ĐẢNG CỘNG SẢN VIỆT NAM").bold and number.baseline < about.baseline


def test_words_of_a_cell_stay_words(tmp_path: Path) -> None:
    path = dossier(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book["Nhiệm vụ"]["E2"] = "Việc {{ 7*7 }} <b>&"
    book.save(path)
    remind(RemindJob(path, PERIOD, out=tmp_path / "o"))
    content = (tmp_path / "o/a/2025-Q3/don-doc/cong-van-so-khoa-hoc-va-cong-nghe.docx").read_bytes()
    rows = [cell.text for table in docx.Document(io.BytesIO(content)).tables for cell in table._cells]
    assert "Việc {{ 7*7 }} <b>&" in rows
