"""Sheet Bố cục: an office's own parts of the results; nothing stands in two of them, nothing in none."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.compute.layout import laid_out
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.jobs import Job, Outcome
from tests.render.test_report_text import BAD_SIGNS, dump
from tests.test_two_lengths import Sheets, own_template, results_part, told
from tests.workbook_builder import PROGRESS_HEADER, TASK_HEADER, minimal_sheets, write_workbook

HEADER = ["Mục", "Nhóm", "Thứ tự"]
GROUPS = {"I": "Thể chế", "II": "Hạ tầng số", "III": "Nhân lực"}


def sheets_of(*rows: Sequence[object], **settings: object) -> Sheets:
    """Three groups of three tasks with results, three groups of two indicators, and the rows of the sheet."""
    sheets = minimal_sheets()
    sheets["Thông tin chung"] += [[key, value] for key, value in settings.items()]
    sheets["Nhiệm vụ"] = [list(TASK_HEADER)]
    sheets["Tiến độ"] = [list(PROGRESS_HEADER)]
    for number, title in GROUPS.items():
        for n in (1, 2, 3):
            code = f"{number}.{n}"
            name = f"Việc {n} về {title.lower()}"
            sheets["Nhiệm vụ"].append([code, number, title, n, name, "Sở Nội vụ", None, "Đề án", "31/12/2025", None])
            result = f"Đã xong {n}0% việc {code}"
            sheets["Tiến độ"].append(
                [code, "2025-Q3", "Đang thực hiện", None, 60, result, None, None, "Sở Nội vụ", None]
            )
    sheets["Chỉ tiêu"] = [["Mã", "Nhóm", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Năm mục tiêu"]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"]]
    for n, group in enumerate(("Kinh tế số", "Kinh tế số", "Hạ tầng số", "Hạ tầng số", "Xã hội số", "Xã hội số"), 1):
        sheets["Chỉ tiêu"].append([f"C{n}", group, f"Tỷ lệ {n}", "%", "≥ 80", 2025])
        if n != 6:
            sheets["Số liệu"].append([f"C{n}", "2025-Q3", 70 + 4 * n])
    if rows:
        sheets["Bố cục"] = [list(HEADER), *map(list, rows)]
    return sheets


def built(folder: Path, sheets: Sheets, period: str = "2025-Q3", **options: object) -> tuple[Outcome, str]:
    folder.mkdir(parents=True, exist_ok=True)
    outcome = build(Job(write_workbook(folder / "a.xlsx", sheets), period, out=folder / "ra", **options))  # type: ignore[arg-type]
    return outcome, dump((outcome.published.folder / "bao-cao.docx").read_bytes())


def clauses(report: str) -> dict[str, list[str]]:
    """The titled clauses of section II, each with its lines."""
    found: dict[str, list[str]] = {}
    for line in results_part(report).splitlines():
        if heading := re.fullmatch(r"\d\. (.+)", line):
            found[heading[1]] = []
        elif found:
            found[list(found)[-1]].append(line)
    return found


def codes(outcome: Outcome) -> list[str]:
    return [one.code for one in outcome.problems if one.code.startswith("BC")]


WHOLE = (("Thể chế và con người", "I; nhân lực; Xã hội số", 2), ("3. Hạ tầng", "II;Hạ tầng số;Kinh tế số", 1))


@pytest.mark.parametrize("length", ["gọn", "đầy đủ"])
def test_the_results_are_parted_as_the_sheet_says_in_its_order(tmp_path: Path, length: str) -> None:
    outcome, report = built(tmp_path, sheets_of(*WHOLE, **{"Độ dài": length}))
    parts = clauses(report)
    assert codes(outcome) == []
    general = ["Kết quả thực hiện chỉ tiêu", "Kết quả thực hiện nhiệm vụ"]
    assert list(parts) == [*general, "Hạ tầng", "Thể chế và con người", "Chế độ báo cáo của các cơ quan, đơn vị"]
    infra, people = "\n".join(parts["Hạ tầng"]), "\n".join(parts["Thể chế và con người"])
    assert [bool(re.search(rf"[Tt]ỷ lệ {n}\b", infra)) for n in range(1, 7)] == [True] * 4 + [False] * 2
    assert [bool(re.search(rf"[Tt]ỷ lệ {n}\b", people)) for n in range(1, 7)] == [False] * 4 + [True] * 2
    assert "Có 03 nhiệm vụ" in infra and "Có 06 nhiệm vụ" in people
    assert "về hạ tầng số: đã xong" in infra and "hạ tầng số" not in people
    assert "về thể chế: đã xong" in people and "về nhân lực: đã xong" in people
    assert not re.search(r"[Tt]ỷ lệ \d\b", "\n".join(parts["Kết quả thực hiện chỉ tiêu"]))
    for line in report.splitlines():
        if not line.startswith("|") and "ngày       tháng" not in line:
            assert not BAD_SIGNS.search(line) and "  " not in line, line


def test_a_parts_title_has_no_mark_at_its_end(tmp_path: Path) -> None:
    _, report = built(tmp_path, sheets_of(("Hạ tầng;", "I; II; III; Kinh tế số; Hạ tầng số")))
    assert "Hạ tầng" in clauses(report)


def test_a_code_goes_before_the_group_it_is_of(tmp_path: Path) -> None:
    rows = (("Hạ tầng", "I; II; III; Kinh tế số; Hạ tầng số"), ("Riêng", "II.2; C5; C6"))
    outcome, report = built(tmp_path, sheets_of(*rows))
    parts = clauses(report)
    assert codes(outcome) == []
    assert "\n".join(parts["Riêng"]).count("Việc 2 về hạ tầng số") == 1
    assert "Việc 2 về hạ tầng số" not in "\n".join(parts["Hạ tầng"])
    assert "- Tỷ lệ 6: chưa có số liệu." in parts["Riêng"]


@pytest.mark.parametrize("length", ["gọn", "đầy đủ"])
def test_what_no_row_names_stands_in_a_last_part_and_is_told(tmp_path: Path, length: str) -> None:
    outcome, report = built(tmp_path, sheets_of(("Hạ tầng", "II; Hạ tầng số"), **{"Độ dài": length}))
    parts = clauses(report)
    rest = "\n".join(parts["Chỉ tiêu, nhiệm vụ khác"])
    assert [bool(re.search(rf"[Tt]ỷ lệ {n}\b", rest)) for n in range(1, 7)] == [True, True, False, False, True, True]
    assert "Có 06 nhiệm vụ" in rest
    assert told(outcome, "BC003") == [
        "Nhóm nhiệm vụ “I. Thể chế” (I.1, I.2, I.3) chưa xếp vào mục nào; báo cáo in ở phần cuối.",
        "Nhóm nhiệm vụ “III. Nhân lực” (III.1, III.2, III.3) chưa xếp vào mục nào; báo cáo in ở phần cuối.",
        "Nhóm chỉ tiêu “Kinh tế số” (C1, C2) chưa xếp vào mục nào; báo cáo in ở phần cuối.",
        "Nhóm chỉ tiêu “Xã hội số” (C5, C6) chưa xếp vào mục nào; báo cáo in ở phần cuối.",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "I, II, III",
        "Nhóm I; nhóm II; nhóm III",
        "I. Thể chế; II. Hạ tầng số; III. Nhân lực",
        "I\nII\nIII",
        "i;II ; III",
    ],
)
def test_groups_are_found_however_an_office_writes_them(tmp_path: Path, written: str) -> None:
    outcome, report = built(tmp_path, sheets_of(("Tất cả", written)))
    assert codes(outcome) == ["BC005"]
    assert "Có 09 nhiệm vụ" in "\n".join(clauses(report)["Tất cả"])


def test_unknown_groups_groups_in_two_parts_and_empty_parts_are_told(tmp_path: Path) -> None:
    rows = (("A", "I; II; Hạ tằng số; Hạ tầng số"), ("B", "III; I; Kinh tế số; Xã hội số"), ("C", None))
    outcome, report = built(tmp_path, sheets_of(*rows))
    found = [(one.code, one.place.cell, one.fix) for one in outcome.problems if one.code.startswith("BC")]
    assert [(code, cell) for code, cell, _ in found] == [("BC001", "B2"), ("BC002", "B3"), ("BC004", "A4")]
    assert found[0][2] == "Có phải là “Hạ tầng số”?"
    assert told(outcome, "BC002") == ["Nhóm “I” ghi ở hai mục; báo cáo in ở mục “A”."]
    parts = clauses(report)
    assert "về thể chế" in "\n".join(parts["A"]) and "về thể chế" not in "\n".join(parts["B"])
    assert "C" not in parts


def test_a_group_called_by_its_number_and_again_by_its_title_is_in_two_parts(tmp_path: Path) -> None:
    outcome, report = built(tmp_path, sheets_of(("A", "I; II"), ("B", "III; Thể chế"), ("C", "II. Hạ tầng số")))
    assert told(outcome, "BC002") == [
        "Nhóm “Thể chế” ghi ở hai mục; báo cáo in ở mục “A”.",
        "Nhóm “II. Hạ tầng số” ghi ở hai mục; báo cáo in ở mục “A”.",
    ]
    assert "về thể chế" in "\n".join(clauses(report)["A"]) and "về thể chế" not in "\n".join(clauses(report)["B"])


def test_without_indicators_in_the_sheet_they_keep_their_own_section(tmp_path: Path) -> None:
    outcome, report = built(tmp_path, sheets_of(("Tất cả", "I; II; III")))
    assert codes(outcome) == ["BC005"]
    assert "- Tỷ lệ 1: 74%" in "\n".join(clauses(report)["Kết quả thực hiện chỉ tiêu"])


def test_two_rows_of_one_title_are_one_part_and_a_wrong_order_is_asked_about(tmp_path: Path) -> None:
    rows = (("A", "I"), ("B", "II; III; Kinh tế số"), ("a ", "Hạ tầng số; Xã hội số"))
    outcome, report = built(tmp_path / "a", sheets_of(*rows))
    assert codes(outcome) == []
    assert "Tỷ lệ 3" in "\n".join(clauses(report)["A"])
    found = check(write_workbook(tmp_path / "b.xlsx", sheets_of(("A", "I", "đầu"), ("B", "II", 2)))).problems
    assert [(one.code, one.place.cell) for one in found if one.place.sheet == "Bố cục"][:1] == [("GT002", "C2")]


def test_an_agencys_report_has_the_parts_that_hold_something_of_its_own(tmp_path: Path) -> None:
    sheets = sheets_of(*WHOLE)
    for row in sheets["Nhiệm vụ"][1:4]:
        row[5] = "Sở Tư pháp"
    path = write_workbook(tmp_path / "a.xlsx", sheets)
    outcome = build(Job(path, "2025-Q3", out=tmp_path / "ra", agency="Sở Tư pháp"))
    parts = clauses(dump((outcome.published.folder / "bao-cao.docx").read_bytes()))
    assert "Thể chế và con người" in parts and "Hạ tầng" not in parts and "Nhiệm vụ khác" not in parts


def test_a_template_that_goes_by_the_plans_groups_is_told(tmp_path: Path) -> None:
    def as_before(text: str) -> str:
        text = re.sub(r"(?<![\w.])sections\b", "tasks.groups", text).replace("group.indicators", "indicators.missed")
        return text.replace("group.leading", "group.done").replace("group.has_more", "group.done")

    own = own_template(tmp_path, "bao-cao-quy", as_before)
    outcome, _ = built(tmp_path / "a", sheets_of(*WHOLE), templates=own)
    assert told(outcome, "MAU012") == [
        "Mẫu của báo cáo quý III năm 2025 không in các phần (sections), trang Bố cục không có tác dụng."
    ]


def test_each_task_and_indicator_stands_in_exactly_one_part_whatever_is_written(tmp_path: Path) -> None:
    names = ["I", "II", "III", "Thể chế", "hạ tầng số", "Kinh tế số", "I.2", "C3", "III.1", "lạ", "C9", "Nhân  lực"]
    dice = random.Random(20)
    base = check(write_workbook(tmp_path / "a.xlsx", sheets_of())).dossier
    assert base is not None
    for case in range(40):
        rows = [
            (
                f"Mục {dice.randrange(4)}",
                "; ".join(dice.sample(names, dice.randrange(5))) or None,
                dice.choice([1, 2, None]),
            )
            for _ in range(dice.randrange(1, 6))
        ]
        dossier = check(write_workbook(tmp_path / "b.xlsx", sheets_of(*rows))).dossier
        assert dossier is not None and len(dossier.layout) == len(rows), case
        parts = laid_out(dossier.layout, dossier.tasks, dossier.indicators).parts
        assert sorted(task.code for part in parts for task in part.tasks) == sorted(task.code for task in base.tasks)
        shown = sorted(one.code for part in parts for one in part.indicators)
        assert shown in ([], sorted(one.code for one in base.indicators)), rows
        assert [part.title for part in parts][:-1].count("") == 0


def test_a_layout_that_puts_words_in_the_place_of_the_table_of_indicators_says_so(tmp_path: Path) -> None:
    settings = {"Bảng trong báo cáo": "Có"}
    outcome, report = built(tmp_path / "a", sheets_of(("Hạ tầng", "Hạ tầng số"), **settings))
    assert "Kết quả thực hiện chỉ tiêu quý III" not in report.replace("\u00a0", " ")
    [said] = told(outcome, "XB033")
    assert "không in bảng chỉ tiêu" in said
    outcome, report = built(tmp_path / "b", sheets_of(("Thể chế", "I"), **settings))
    assert "Kết quả thực hiện chỉ tiêu quý III" in report.replace("\u00a0", " ") and not told(outcome, "XB033")
