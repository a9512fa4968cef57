"""Short and full reports: a short body gathers, the weak are named, and what it leaves out stands in the appendices."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.compute.facts import Facts, compute
from generator.core.period_names import parse_period
from generator.core.problems import BadDossier
from generator.render.report import render_report
from generator.stories.build import build
from generator.stories.dossier import find_agency
from generator.stories.jobs import Job, Outcome
from tests.built_report import edit, replace_in
from tests.render.test_report_text import BAD_SIGNS, REPORTS, SHELF, dossier, dump
from tests.workbook_builder import PROGRESS_HEADER, TASK_HEADER, minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
Sheets = dict[str, list[list[object]]]
LATE = 3


def sheets_of(groups: int = 6, late: int = LATE, period: str = "2025-Q3", **settings: object) -> Sheets:
    """A plan of 24 tasks: the first are overdue, each other has its result, every fifth a difficulty."""
    sheets = minimal_sheets()
    sheets["Thông tin chung"] += [[key, value] for key, value in settings.items()]
    sheets["Nhiệm vụ"] = [list(TASK_HEADER)]
    sheets["Tiến độ"] = [list(PROGRESS_HEADER)]
    for n in range(1, 25):
        group = f"Nhóm việc {n % groups}"
        due = date(2025, 7, 31) if n <= late else date(2026, 6, 30)
        code = f"V{n}"
        sheets["Nhiệm vụ"].append(
            [code, f"N{n % groups}", group, n, f"Xây dựng đề án {n}", "Sở Tài chính", None, "Đề án", due, None]
        )
        hindered = f"Thiếu cán bộ ở đơn vị {n}" if n % 5 == 0 else None
        result = f"Đã lấy ý kiến {n} cơ quan"
        sheets["Tiến độ"].append(
            [code, period, "Đang thực hiện", None, 40, result, None, hindered, "Sở Tài chính", None]
        )
    return sheets


def built(folder: Path, sheets: Sheets, period: str = "2025-Q3", **options: object) -> tuple[Outcome, dict[str, str]]:
    folder.mkdir(parents=True, exist_ok=True)
    path = write_workbook(folder / "ho-so.xlsx", sheets)
    outcome = build(Job(path, period, out=folder / "ra", **options))  # type: ignore[arg-type]
    files = sorted(outcome.published.folder.glob("*.docx"))
    return outcome, {file.stem: dump(file.read_bytes()) for file in files}


def results_part(report: str) -> str:
    return report.partition("II. KẾT QUẢ THỰC HIỆN")[2].partition("III. TỒN TẠI")[0]


def told(outcome: Outcome, code: str) -> list[str]:
    return [one.message for one in outcome.problems if one.code == code]


def test_a_quarter_lists_unless_it_is_to_be_short(tmp_path: Path) -> None:
    _, full = built(tmp_path / "a", sheets_of())
    outcome, short = built(tmp_path / "b", sheets_of(**{"Độ dài": "gọn"}))
    assert results_part(full["bao-cao"]).count("\n- Xây dựng đề án") == 24
    assert results_part(short["bao-cao"]).count("\n- ") == 6
    assert len(short["bao-cao"]) < len(full["bao-cao"]) / 1.5
    assert len(re.findall(r"Xây dựng đề án \d+: đã lấy ý kiến \d+ cơ quan", results_part(short["bao-cao"]))) == 6
    assert "Một số kết quả trong kỳ (kết quả của các nhiệm vụ khác nêu tại Phụ lục I):\n" in short["bao-cao"]
    assert told(outcome, "XB032") == []


def test_what_a_short_body_leaves_out_stands_in_an_appendix_and_is_told(tmp_path: Path) -> None:
    outcome, short = built(tmp_path, sheets_of(**{"Độ dài": "gọn"}))
    rows = {line.split(" | ")[2]: line for line in short["phu-luc-I"].splitlines() if line.count(" | ") > 3}
    for n in range(1, 25):
        assert f"Đã lấy ý kiến {n} cơ quan" in rows[f"Xây dựng đề án {n}"]
        assert (f"Khó khăn, vướng mắc: Thiếu cán bộ ở đơn vị {n} " in rows[f"Xây dựng đề án {n}"]) == (n % 5 == 0)
    [message] = told(outcome, "XB031")
    assert message == "Báo cáo lập gọn: 18 kết quả nhiệm vụ, 1 khó khăn, vướng mắc chỉ nêu ở phụ lục."


def test_a_month_and_a_week_are_short_unless_they_are_to_be_full(tmp_path: Path) -> None:
    _, month = built(tmp_path / "a", sheets_of(period="2025-08"), "2025-08")
    _, full = built(tmp_path / "b", sheets_of(period="2025-08", **{"Độ dài": "đầy đủ"}), "2025-08")
    _, week = built(tmp_path / "c", sheets_of(period="2025-W33"), "2025-W33")
    for short in (month, week):
        lines = results_part(short["bao-cao"]).splitlines()
        assert len([line for line in lines if re.match(r"- Xây dựng đề án \d+: đã", line)]) == 5
        assert not [line for line in lines if re.search(r"ết quả trong kỳ: ", line)]
    assert results_part(full["bao-cao"]).count("\n- Xây dựng đề án") == 24
    assert not re.search(r"^[a-e]\) ", month["bao-cao"], re.MULTILINE)


@pytest.mark.parametrize(("late", "named"), [(1, 1), (3, 3), (15, 15), (24, 24)])
def test_every_overdue_task_is_named_in_a_short_body(tmp_path: Path, late: int, named: int) -> None:
    _, short = built(tmp_path, sheets_of(late=late, **{"Độ dài": "gọn"}))
    weak = short["bao-cao"].partition("III. TỒN TẠI")[2].partition("2. Nguyên nhân")[0]
    found = re.findall(r"[Xx]ây dựng đề án (\d+) \(Sở Tài chính; (?:hạn [^;]*, )?chậm 45 ngày", weak)
    assert sorted(map(int, found)) == list(range(1, named + 1))


def test_paused_tasks_and_weak_indicators_are_named_in_a_short_body(tmp_path: Path) -> None:
    sheets = sheets_of(**{"Độ dài": "gọn"})
    for row in sheets["Tiến độ"][1:]:
        if row[0] in ("V20", "V21", "V22", "V23"):
            row[2] = "Tạm dừng"
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu"]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"]]
    for n in range(1, 16):
        sheets["Chỉ tiêu"].append([f"C{n}", f"Tỷ lệ việc {n}", "%", "≥ 80", 2025])
        sheets["Số liệu"].append([f"C{n}", "2025-Q3", 60 + n])
    outcome, short = built(tmp_path, sheets)
    report = short["bao-cao"]
    for n in (20, 21, 22, 23):
        assert f"- Xây dựng đề án {n} (Sở Tài chính; thời hạn: " in report
    _, _, listed = report.partition("Đang thực hiện theo mục tiêu năm 2025:\n")
    said = [rf"- Tỷ lệ việc {n} là {60 + n}% \(bằng [\d,]+% mục tiêu từ 80% trở lên\)[;.]" for n in range(1, 16)]
    assert [bool(re.fullmatch(*pair)) for pair in zip(said, listed.splitlines(), strict=False)] == [True] * 15
    assert told(outcome, "XB032") == []


def test_few_groups_stay_apart_in_a_short_body_and_many_are_gathered(tmp_path: Path) -> None:
    _, few = built(tmp_path / "a", sheets_of(groups=3, **{"Độ dài": "gọn"}))
    _, many = built(tmp_path / "b", sheets_of(groups=6, **{"Độ dài": "gọn"}))
    assert re.findall(r"^([a-d])\) Nhóm việc \d$", few["bao-cao"], re.MULTILINE) == ["a", "b", "c"]
    assert not re.search(r"^a\) Nhóm việc", many["bao-cao"], re.MULTILINE)
    parts = results_part(few["bao-cao"]).split("trong kỳ:\n")[1:]
    assert [len(re.findall(r"^- Xây dựng đề án \d+: đã", part, re.MULTILINE)) for part in parts] == [2, 2, 2]


def test_a_length_that_nobody_knows_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(BadDossier) as refused:
        built(tmp_path, sheets_of(**{"Độ dài": "vừa"}))
    [found] = refused.value.problems
    assert (found.code, found.place.sheet) == ("GT007", "Thông tin chung")
    assert found.fix == "Chọn một trong: gọn | đầy đủ."


def test_what_hinders_tasks_that_only_wait_is_told_in_a_short_body(tmp_path: Path) -> None:
    sheets = sheets_of(**{"Độ dài": "gọn"})
    for row in sheets["Tiến độ"][1:]:
        row[5] = "Chưa triển khai"
    _, short = built(tmp_path, sheets)
    assert "Còn 21 nhiệm vụ chưa có kết quả trong kỳ (chi tiết tại Phụ lục I)." in short["bao-cao"]
    [line] = [line for line in short["bao-cao"].splitlines() if line.startswith("Khó khăn, vướng mắc")]
    assert "ở 04 nhiệm vụ (nêu tại Phụ lục I), trong đó: thiếu cán bộ ở đơn vị 5 (xây dựng đề án 5);" in line


def own_template(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A built-in template as a house changed it: the text of each paragraph through `change`."""
    own = folder / "mau"
    own.mkdir(parents=True)
    shutil.copy(ROOT / f"templates/nd30/{name}.docx", own)

    def rewrite(document: object) -> None:
        word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
        for node in document.element.body.iter(word):  # type: ignore[attr-defined]
            node.text = change(node.text or "")

    edit(own / f"{name}.docx", rewrite)
    return own


def test_a_template_without_a_short_form_is_told(tmp_path: Path) -> None:
    own = own_template(tmp_path, "bao-cao-quy", lambda text: re.sub(r"(?<!\.)is_short", "own_report", text))
    outcome, _ = built(tmp_path / "a", sheets_of(**{"Độ dài": "gọn"}), templates=own)
    assert told(outcome, "MAU012") == [
        "Mẫu của báo cáo quý III năm 2025 không có hai độ dài, mục “Độ dài” không có tác dụng."
    ]
    assert told(outcome, "XB031") == []
    outcome, _ = built(tmp_path / "b", sheets_of(), templates=own)
    assert told(outcome, "MAU012") == []


def test_what_neither_the_body_nor_an_appendix_of_ones_own_prints_is_told(tmp_path: Path) -> None:
    own = own_template(tmp_path, "phu-luc-nhiem-vu", lambda text: text.replace("{{ task.result_cell }}", "-"))
    outcome, _ = built(tmp_path / "a", sheets_of(**{"Độ dài": "gọn"}), templates=own)
    messages = told(outcome, "XB032")
    assert len(messages) == 6 and messages[-1] == "Còn 13 nội dung khác không nêu, phụ lục cũng không in."
    assert messages[0].startswith("Báo cáo gọn không nêu kết quả nhiệm vụ “Đã lấy ý kiến ")


def test_a_full_report_that_was_edited_is_merged_into_a_short_one(tmp_path: Path) -> None:
    outcome, _ = built(tmp_path, sheets_of())
    report = outcome.published.folder / "bao-cao.docx"
    edit(report, lambda document: replace_in(document, "Trên đây là báo cáo", "Trên đây là toàn bộ báo cáo"))
    edit(report, lambda document: replace_in(document, "Xây dựng đề án 9: đã", "Xây dựng đề án 9: cơ bản đã"))
    outcome, short = built(tmp_path, sheets_of(**{"Độ dài": "gọn"}))
    assert "cơ bản đã" in short["bao-cao"]
    assert "\n- Xây dựng đề án 8: đã" not in short["bao-cao"]
    assert "Trên đây là toàn bộ báo cáo" in short["bao-cao"]


# --- both examples, short --------------------------------------------------------------------------------------------


@cache
def short_texts(name: str, code: str, agency: str) -> dict[str, str]:
    period = parse_period(code)
    assert period is not None
    facts = compute(dossier(name), period, None, find_agency(agency or None, dossier(name)))
    return {one.stem: dump(one.document.content) for one in render_report(shortened(facts), SHELF).files}


def shortened(facts: Facts) -> Facts:
    return replace(facts, dossier=replace(facts.dossier, settings=replace(facts.settings, short=True)))


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_a_short_report_is_written_as_officials_write(name: str, code: str, agency: str) -> None:
    texts = short_texts(name, code, agency)
    lines = texts["bao-cao"].splitlines()
    for index, line in enumerate(lines):
        place = f"{name} {code}: {line!r}"
        if "ngày       tháng" in line or "Số:       /" in line or line.startswith("|"):
            continue
        assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bTrue\b", line), place
        assert "  " not in line and line == line.strip() and not BAD_SIGNS.search(line), place
        assert not re.search(r"(?<![\d.,/])0 (nhiệm vụ|chỉ tiêu|cơ quan|văn bản)", line), place
        if line.endswith(":") and not line.startswith("Kính gửi"):
            assert lines[index + 1].startswith(("- ", "+ ", "I. ", "Tóm tắt ")), place
    named = set(re.findall(r"Phụ lục(?: [IVX]+)?", texts["bao-cao"]))
    assert named <= {stem.replace("phu-luc", "Phụ lục").replace("-", " ") for stem in texts if stem != "bao-cao"}


@pytest.mark.parametrize("code", ["2025-Q3", "2026-Q2", "2026-H1"])
def test_the_short_body_of_an_example_is_much_less_than_the_full_one(code: str) -> None:
    period = parse_period(code)
    assert period is not None
    facts = compute(dossier("nq57"), period)
    full = dump(render_report(facts, SHELF).files[0].document.content)
    short = dump(render_report(shortened(facts), SHELF).files[0].document.content)
    assert len(short) < len(full) * 0.65
