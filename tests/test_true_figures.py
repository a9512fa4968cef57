"""Facts, prose and appendices held against a second reckoning: both examples, every period, random dossiers."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.compute.facts import Facts, compute
from generator.compute.facts_json import facts_as_json
from generator.compute.plan_scope import only_plans
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.problems import any_error
from generator.render.report import render_report
from generator.render.shelf import TemplateShelf
from generator.revise.columns import headings
from generator.stories.dossier import check
from tests.render.test_report_text import DUE, OPENINGS, dump, stages_said, text_of, two
from tests.render.word_templates import W, body
from tests.second_reckoning import Book, Reckoning, is_many, of_plan, sheets_of, span, tenth

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = [ROOT / "inputs/lai-chau-nq57.xlsx", ROOT / "inputs/lai-chau-2391.xlsx"]
CODES = [
    f"{year}{rest}"
    for year in (2025, 2026)
    for rest in ("-03", "-06", "-09", "-12", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", "")
]
SEEDS = range(40)
SHELF = TemplateShelf("nd30")
STATUSES = ("Chưa thực hiện", "Đang thực hiện", "Hoàn thành", "Tạm dừng")
AGENCIES = ("Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Các địa phương")
DEADLINES = (
    "30/6/2025", "15/9/2025", "Tháng 9-11/2025", "Quý II-III/2026", "2025-2026", "đến năm 2030", "Năm 2026",
    "Nhiệm vụ thường xuyên", "Theo đề nghị của cấp trên", None, "Quý III/2025",
)  # fmt: skip
TARGETS = (80, "trên 80%", "≥ 80", "dưới 20", "không quá 20", "70-90", "Hoàn thành", "ít nhất 600")
WAYS = ("Thời điểm", "Cộng dồn", "Luỹ kế năm", "Bình quân")


@cache
def book_of(path: Path) -> Book:
    return sheets_of(path)


@cache
def dossier_of(path: Path) -> Dossier:
    found = check(path)
    assert found.dossier is not None and not any_error(found.problems), [str(one) for one in found.problems]
    return found.dossier


def facts_of(path: Path, code: str) -> Facts:
    period = parse_period(code)
    assert period is not None
    return compute(dossier_of(path), period)


# --- random dossiers ----------------------------------------------------------------------------------


def random_book(seed: int) -> Book:
    """A dossier of one plan: flows, means, targets of several years, co-leads, missing parts, paused and undated."""
    r = random.Random(seed)
    calendar = r.random() < 0.4
    general = {
        "Cơ quan ban hành": "Ủy ban nhân dân tỉnh", "Ký hiệu cơ quan": "UBND", "Địa danh": "Huế",
        "Tên kế hoạch": "Kế hoạch X", "Trích yếu": "thực hiện Kế hoạch X",
        "Chốt số liệu": "Lịch" if calendar else "NĐ 09",
    }  # fmt: skip
    tasks = [
        {
            "Mã": f"N{n}", "Nhóm": r.choice(("I", "II")), "Tên nhóm": None, "Nội dung nhiệm vụ": f"Việc {n}",
            "Cơ quan chủ trì": "; ".join(r.sample(AGENCIES, r.choice((1, 1, 2)))),
            "Thời gian hoàn thành": r.choice(DEADLINES),
        }
        for n in range(1, r.randint(5, 9))
    ]  # fmt: skip
    indicators = [
        {
            "Mã": f"CT{n}", "Nhóm": None, "Tên chỉ tiêu": f"Chỉ tiêu số {n}", "Đơn vị tính": r.choice(("%", "lượt")),
            "Chiều": r.choice(("Tăng", "Tăng", "Giảm")), "Cách tính": r.choice(WAYS),
            "Mục tiêu": r.choice(TARGETS), "Năm mục tiêu": r.choice((None, 2025, 2026, 2030)),
            "Cơ quan chủ trì": (AGENCIES[0], "; ".join(AGENCIES[1:3]), AGENCIES[3])[n - 1] if n <= 3 else None,
        }
        for n in range(1, 8)
    ]  # fmt: skip
    for one in indicators:
        if one["Đơn vị tính"] != "%" and isinstance(one["Mục tiêu"], str):  # a sign of another unit is refused
            one["Mục tiêu"] = one["Mục tiêu"].replace("%", "")
    return {
        "Thông tin chung": [{"Mục": key, "Giá trị": value} for key, value in general.items()],
        "Cơ quan": [{"Tên cơ quan": name, "Viết tắt": None, "Tên khác": None} for name in AGENCIES],
        "Nhiệm vụ": tasks,
        "Tiến độ": [row for task in tasks for row in _progress(r, task, calendar)],
        "Chỉ tiêu": indicators,
        "Lộ trình": [
            {"Mã chỉ tiêu": one["Mã"], "Năm": r.choice((2025, 2026)), "Mục tiêu": r.choice((75, "trên 75", "≥ 75"))}
            for one in indicators
            if one["Mục tiêu"] != "Hoàn thành" and r.random() < 0.4
        ],
        "Số liệu": [row for one in indicators for row in _measured(r, one)],
        "Kinh phí": [
            {"Mã": f"KP{n}", "Nguồn vốn": r.choice(("Trung ương", "Tỉnh")), "Kế hoạch (triệu đồng)": 1000 * n * n,
             "Cơ quan thực hiện": AGENCIES[1] if n == 1 else None}
            for n in range(1, 4)
        ],
        "Giải ngân": [
            {"Mã kinh phí": f"KP{n}", "Kỳ báo cáo": code, "Đã phân bổ": 500, "Đã giải ngân": r.choice((None, 0, 125))}
            for n in range(1, 4)
            for code in r.sample(("2025-Q1", "2025-Q2", "2025-H2", "2026-Q1", "2026-05"), 2)
        ],
        "Văn bản": [
            {"Kỳ báo cáo": r.choice(CODES), "Số ký hiệu": f"{n}/UBND-TH", "Ngày ban hành": day, "Trích yếu": "V/v X"}
            for n, day in enumerate((None, "20/8/2025", "14/9/2025", "15/9/2025", None, "15/12/2025", "14/6/2026"), 1)
        ],
    }  # fmt: skip


def _progress(r: random.Random, task: Mapping[str, Any], calendar: bool) -> Iterator[dict[str, Any]]:
    leads = task["Cơ quan chủ trì"].split("; ")
    for code in r.sample(CODES, r.randint(0, 6)):
        said, end = r.choice(STATUSES), span(code, calendar).end
        yield {
            "Mã nhiệm vụ": task["Mã"], "Kỳ báo cáo": code, "Tình trạng": said,
            "Ngày hoàn thành": f"{end:%d/%m/%Y}" if said == "Hoàn thành" else None,
            "Kết quả thực hiện": f"Đã làm phần {code}" if r.random() < 0.8 else None,
            "Khó khăn, vướng mắc": r.choice((None, None, "Thiếu vốn", "Thiếu đất")),
            "Đơn vị báo cáo": r.choice((None, leads[0], leads[-1], "; ".join(leads))),
        }  # fmt: skip


def _measured(r: random.Random, indicator: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    year, kinds = r.choice((2025, 2026)), r.choice((("Q",), ("M",), ("Q", "M"), ("Q", "H", "9M"), ("H", "Y")))
    codes = {
        "Q": [f"-Q{n}" for n in range(1, 5)], "M": [f"-{n:02d}" for n in range(1, 13)], "H": ["-H1", "-H2"],
        "9M": ["-9M"], "Y": [""],
    }  # fmt: skip
    every = [f"{y}{rest}" for y in (year, year - 1) for kind in kinds for rest in codes[kind]]
    for code in every:
        if r.random() < 0.7:
            words = indicator["Mục tiêu"] == "Hoàn thành"
            value: Any = r.choice(("Hoàn thành", "Chưa")) if words else r.choice((20, 75, 80, 150, "62,5", "88,75"))
            yield {"Mã chỉ tiêu": indicator["Mã"], "Kỳ báo cáo": code, "Giá trị": value}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


def written(folder: Path, seed: int) -> tuple[Path, Book]:
    path, book = folder / f"ho-so-{seed}.json", random_book(seed)
    if not path.exists():
        path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return path, book


# --- facts --------------------------------------------------------------------------------------------


def held_against(facts: Facts, wanted: Reckoning) -> None:
    """Every figure of the facts against the second reckoning."""
    said = facts_as_json(facts, ())
    tasks, found = wanted.tasks(), said["tasks"]
    assert {key: found[key] for key in ("total", "undated", "due", "due_completed")} == {
        key: tasks[key] for key in ("total", "undated", "due", "due_completed")
    }
    assert found["items"] == tasks["items"]
    assert {k: v for k, v in found["counts"].items() if v} == dict(tasks["counts"])
    assert {one["agency"]: {k: v for k, v in one["counts"].items() if v} for one in found["by_agency"]} == {
        name: dict(counts) for name, counts in tasks["by_agency"].items()
    }
    assert {one["group"]: one["total"] for one in found["by_group"]} == {
        group: counts.total() for group, counts in tasks["by_group"].items()
    }
    assert {one.agency: one.has_reported for one in facts.reporting if one.is_asked} == wanted.who_reported()
    assert [(one.fact.task.code, one.text) for one in facts.tasks.difficulties] == wanted.difficulties()
    assert {one.number for one in facts.documents} == wanted.documents()
    money = wanted.funding()
    assert {key: decimal(said["funding"]["totals"][key]) for key in money} == money
    for one, other in zip(said["indicators"], wanted.indicators(), strict=True):
        assert as_reckoned(one) == {key: other[key] for key in other if key not in ("within_year", "under_way")}, one[
            "code"
        ]


@pytest.mark.parametrize("seed", range(12))
def test_every_plan_of_a_random_dossier_of_three_is_as_reckoned_from_its_own_rows(folder: Path, seed: int) -> None:
    """In the part of the general report as in the plan's own; the whole is that of a dossier without plans."""
    r, book = random.Random(seed), random_book(seed)
    choices = ("KH1", "KH2", "KH1; KH2", "KH2; KH3", None)
    for sheet, column in (("Nhiệm vụ", "Kế hoạch"), ("Chỉ tiêu", "Kế hoạch"), ("Kinh phí", "Thuộc kế hoạch")):
        for row in book[sheet]:
            row[column] = r.choice(choices)
    for row in book["Kinh phí"]:
        row["Mã nhiệm vụ"] = r.choice((None, *(task["Mã"] for task in book["Nhiệm vụ"])))
    book["Kế hoạch"] = [{"Mã": f"KH{n}", "Tên kế hoạch": f"Kế hoạch số {n}"} for n in (1, 2, 3)]
    path = folder / f"ke-hoach-{seed}.json"
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    for code in ("2025-Q3", "2025", "2026-H1"):
        whole = facts_of(path, code)
        held_against(whole, Reckoning(book, code))
        for part in whole.by_plan:
            own = Reckoning(of_plan(book, part.plan.code), code)
            held_against(part.facts, own)
            period = parse_period(code)
            assert period is not None
            plans = (part.plan.code,)
            alone = compute(only_plans(dossier_of(path), plans), period, plans=plans)
            assert facts_as_json(alone, ()) == facts_as_json(part.facts, ())


def as_reckoned(one: Mapping[str, Any]) -> dict[str, Any]:
    goal = one["target"]
    yes_no = goal["operator"] == "yesno"
    return {
        "code": one["code"],
        "target": (goal["operator"], decimal(goal["value"]), decimal(goal["upper"]), goal["year"]),
        "aggregation": one["aggregation"],
        "parts": [(part["period"], decimal(part["value"])) for part in one["parts"]],
        "missing_parts": one["missing_parts"],
        "value": one["value"] if yes_no else decimal(one["value"]),
        "carried_from": one["carried_from"],
        "achievement": decimal(one["achievement"]),
        "status": one["status"],
        **{
            name: one[name] and (decimal(one[name]["value"]), decimal(one[name]["change"]))
            for name in ("previous", "same_period_last_year")
        },
    }


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_facts_of_an_example_are_those_of_a_second_reckoning(path: Path, code: str) -> None:
    held_against(facts_of(path, code), Reckoning(book_of(path), code))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_of_a_random_dossier_are_those_of_a_second_reckoning(folder: Path, seed: int) -> None:
    path, book = written(folder, seed)
    for code in random.Random(seed).sample(CODES, 6):
        held_against(facts_of(path, code), Reckoning(book, code))


# --- what is printed ----------------------------------------------------------------------------------


def grouped(value: Decimal) -> str:
    whole, _, part = f"{abs(value):f}".partition(".")
    part = part.rstrip("0")
    return ("-" if value < 0 else "") + re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole) + (f",{part}" if part else "")


def plain(cell: str) -> Decimal | None:
    """The number of a table cell; None for an empty one."""
    digits = cell.strip().rstrip("%").replace(".", "").replace(",", ".")
    return Decimal(digits) if digits else None


def printed_as_reckoned(facts: Facts, wanted: Reckoning) -> None:
    """The prose and the appendices of a report against the second reckoning."""
    contents = [one.document.content for one in render_report(facts, SHELF).files]
    report, *others = map(dump, contents)
    by_title = {
        name: rows_by_heading(content)
        for content, text in zip(contents[1:], others, strict=True)
        for name in TITLES
        if name in text.upper()
    }
    tasks = wanted.tasks()
    opening = (f"Trong tổng số {two(tasks['total'])} nhiệm vụ ", f"Cả {two(tasks['total'])} nhiệm vụ ")
    sentence = next(line for line in report.splitlines() if line.startswith(opening))
    assert stages_said(sentence) == wanted.stages()
    due, done, early = wanted.due()
    told = next(line for line in report.splitlines() if line.startswith(OPENINGS) and DUE.search(line))
    if not due:
        assert "chưa có nhiệm vụ nào đến hạn" in told
    elif due == 1:
        end = wanted.span.end.isoformat()
        paused = any(one["status"] == "suspended" and (one["deadline"] or "9") <= end for one in tasks["items"])
        state = "đã hoàn thành" if done else "đang tạm dừng" if paused else "chưa hoàn thành"
        assert f"có 01 nhiệm vụ đến hạn, {state}" in told
    elif done:
        share = grouped(tenth(Decimal(done) / due * 100))
        assert f"trong {two(due)} nhiệm vụ đến hạn, đã hoàn thành {two(done)} nhiệm vụ, đạt {share}%" in told
    else:
        assert f"trong {two(due)} nhiệm vụ đến hạn, chưa có nhiệm vụ nào hoàn thành" in told
    assert (f"{two(early)} nhiệm vụ hoàn thành trước hạn" in told) == bool(early)
    assert "chưa quá hạn" not in report
    late_printed(wanted, report)
    summary_printed(wanted, report)
    upcoming, risky = wanted.due_next()
    assert (f"có {two(upcoming)} nhiệm vụ đến hạn hoàn thành" in report) == bool(upcoming)
    if upcoming > 1:
        assert (f"trong đó {two(risky)} nhiệm vụ có nguy cơ chậm" in report) == (0 < risky < upcoming)
        assert ("đều có nguy cơ chậm" in report) == (risky == upcoming)
    asked = wanted.who_reported()
    if len(asked) == 1:
        named = ("Cơ quan chủ trì nhiệm vụ", *asked)
        assert any(f"\n{name} đã gửi báo cáo" in report for name in named) == any(asked.values())
        assert ("chưa gửi báo cáo." in report) != any(asked.values())
    elif asked:
        said = two(sum(asked.values()))
        count = f"{said}/{two(len(asked))} cơ quan" if any(asked.values()) else f"trong {two(len(asked))} cơ quan"
        assert count in report
    agencies_printed(by_title["TỔNG HỢP KẾT QUẢ THEO CƠ QUAN CHỦ TRÌ"], tasks["by_agency"], wanted)
    for one in wanted.indicators():
        indicator_printed(one, by_title["KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"], report)
    allotted = [wanted.latest(wanted.paid(row["Mã"], "Đã phân bổ")) for row in wanted.book["Kinh phí"]]
    lacks = allotted.count(None)
    said = f"chưa có số liệu phân bổ của {lacks}/{len(allotted)} khoản"
    assert (said in report.replace("\u00a0", " ")) == (0 < lacks < len(allotted)), said
    appendix = next(text for text in others if "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ" in text.upper())
    listed = [*report.splitlines(), *appendix.splitlines()]
    for code, text in wanted.difficulties():
        content = next(one["Nội dung nhiệm vụ"] for one in wanted.book["Nhiệm vụ"] if str(one["Mã"]) == code)
        lines = listed if is_short(facts) else report.splitlines()
        assert any(text.casefold() in line.casefold() and names_task(line, content) for line in lines)
    if is_short(facts):
        gathered_as_reckoned(wanted, report, appendix)


def is_short(facts: Facts) -> bool:
    asked = facts.settings.short
    return len(span(facts.period.code).months) == 1 if asked is None else asked


def gathered_as_reckoned(wanted: Reckoning, report: str, appendix: str) -> None:
    """A short body: weak indicators by name with their figures, few results, and every result in the appendix."""
    lines = report.splitlines()
    for opening, is_open in (("Chưa đạt mục tiêu:", False), ("Đang thực hiện theo mục tiêu năm ", True)):
        weak = [
            line + "".join(f"\n{item}" for item in itertools.takewhile(is_item, lines[at:]) if line.endswith(":"))
            for at, line in enumerate(lines, start=1)
            if line.startswith(opening)
        ]
        short_of = [one for one in wanted.indicators() if one["status"] == "not_met" and one["under_way"] is is_open]
        assert len(weak) == bool(short_of)
        for one in short_of:
            name = f"chỉ tiêu số {int(re.sub(r'[^0-9]', '', one['code']))}"
            said = f"{name} là {grouped(one['value'])}" if one["target"][0] != "yesno" else name
            assert re.search(rf"{re.escape(said)}(?!\d)", weak[0], re.IGNORECASE)
    rows = [line for line in appendix.splitlines() if line.startswith("| ")]
    with_result = 0
    for task in wanted.book["Nhiệm vụ"]:
        for row in wanted.inside(wanted.rows("Tiến độ", "Mã nhiệm vụ", task["Mã"])):
            if result := row.get("Kết quả thực hiện"):
                with_result += 1
                name = task["Nội dung nhiệm vụ"]
                assert any(str(result).casefold() in line.casefold() and names_task(line, name) for line in rows)
    results = report.partition("II. KẾT QUẢ THỰC HIỆN")[2].partition("III. TỒN TẠI")[0]
    named = re.findall(r"Việc \d+: (?:đã|Đã|[a-zà-ỹ0-9])", results)
    assert bool(named) == bool(with_result) and len(named) <= 6


def is_item(line: str) -> bool:
    return line.startswith("- ")


def summary_printed(wanted: Reckoning, report: str) -> None:
    """The first lines of a quarter's or a longer report: what was due, done, overdue, and its change."""
    lines = [
        line for line in report.splitlines() if line.startswith(("- Nhiệm vụ: ", "- Kinh phí: ", "- Việc quá hạn: "))
    ]
    if len(wanted.span.months) == 1:
        assert lines == []
        return
    text = "\n".join(lines)
    due, done, _ = wanted.due()
    before = wanted.before()
    late, overdue = wanted.late(), len(wanted.late())
    if due and done:
        share = tenth(Decimal(done) / due * 100)
        said = f"trong {two(due)} nhiệm vụ đến hạn, hoàn thành {two(done)} nhiệm vụ, đạt {grouped(share)}%"
        assert said in text
        then = before.due() if before else (0, 0, 0)
        if then[0]:
            change = share - tenth(Decimal(then[1]) / then[0] * 100)
            words = (
                f"{'tăng' if change > 0 else 'giảm'} {grouped(abs(change))} điểm phần trăm"
                if change
                else "không thay đổi"
            )
            assert f"{said} ({words} so với " in text
        else:
            assert f"{said} (" not in text
    assert (f"quá hạn {two(overdue)} nhiệm vụ" in text) == bool(overdue)
    if before and overdue:
        change = overdue - len(before.late())
        words = f"{'tăng' if change > 0 else 'giảm'} {two(abs(change))} nhiệm vụ" if change else "không thay đổi"
        assert f"quá hạn {two(overdue)} nhiệm vụ ({words} so với " in text
    named = re.findall(r"chậm (\d+) ngày", text)
    assert [int(one) for one in named] == sorted((days for days, _ in late.values()), reverse=True)[:3]


def names_task(line: str, content: str) -> bool:
    return re.search(rf"{re.escape(content)}(?!\d)", line, re.IGNORECASE) is not None


def late_printed(wanted: Reckoning, report: str) -> None:
    """Each overdue task stands in the report with its days and the report since which it is overdue."""
    for code, (days, since) in wanted.late().items():
        content = next(one["Nội dung nhiệm vụ"] for one in wanted.book["Nhiệm vụ"] if str(one["Mã"]) == code)
        [line] = [
            line
            for line in report.splitlines()
            if f"chậm {two(days)} ngày" in line
            and names_task(line, content)
            and not line.startswith("- Việc quá hạn: ")
        ]
        first = parse_period(since)
        assert first is not None
        assert (f"quá hạn từ {first.label}" in line) == (since != wanted.span.code)


TITLES = (
    "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
    "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ",
    "NHIỆM VỤ QUÁ HẠN, CHẬM TIẾN ĐỘ",
    "TỔNG HỢP KẾT QUẢ THEO CƠ QUAN CHỦ TRÌ",
)
LABELS = {
    "exceeded": "Vượt", "met": "Đạt", "not_met": "Chưa đạt", "not_due": "Chưa đến hạn", "no_data": "Chưa có số liệu",
}  # fmt: skip


def rows_by_heading(content: bytes) -> list[dict[str, str]]:
    """The rows of an appendix that have a cell in each column: heading → text."""
    table = next(body(content).iter(f"{W}tbl"))
    names = headings(table)
    rows = [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    return [dict(zip(names, row, strict=True)) for row in rows if len(row) == len(names)]


STANDS = {
    "đã hoàn thành | đúng hạn": "completed_on_time", "đã hoàn thành | chậm": "completed_late",
    "đang thực hiện | trong hạn": "in_progress", "đang thực hiện | chưa xác định thời hạn": "in_progress",
    "đang thực hiện | quá hạn": "in_progress_overdue", "chưa thực hiện | trong hạn": "not_started",
    "chưa thực hiện | chưa xác định thời hạn": "not_started", "chưa thực hiện | quá hạn": "not_started_overdue",
    "tạm dừng": "suspended", "thường xuyên": "ongoing",
}  # fmt: skip


def agencies_printed(rows: list[dict[str, str]], by_agency: Mapping[str, Counter[str]], wanted: Reckoning) -> None:
    """Every count of every agency, its share of what was due done in time, and its place by that share."""
    shares = {}
    for name, counts in by_agency.items():
        [row] = [row for row in rows if row["cơ quan chủ trì"] == name]
        said: Counter[str] = Counter()
        for heading, status in STANDS.items():
            cell = row.get(heading, "-")
            said[status] += 0 if cell == "-" else int(cell)
        assert +said == +Counter(counts) and int(row["tổng số nhiệm vụ"]) == counts.total()
        due, in_time = wanted.due_of(name)
        assert row["đến hạn"] == (str(due) if due else "-")
        if due:
            shares[name] = Fraction(in_time, due)
            assert plain(row["tỷ lệ đúng hạn"]) == tenth(Decimal(in_time) / due * 100)
    ranked = {name: share for name, share in shares.items() if not is_many(name)}
    for row in rows:
        share = ranked.get(row["cơ quan chủ trì"])
        if len(ranked) > 1 and share is not None:
            assert row["xếp hạng"] == str(1 + sum(other > share for other in ranked.values()))
        else:
            assert row.get("xếp hạng", "-") in ("-", "", "xếp hạng")


def indicator_printed(one: Mapping[str, Any], rows: list[dict[str, str]], report: str) -> None:
    code = one["code"]
    number = int(re.sub(r"\D", "", code))
    [row] = [
        line
        for line in rows
        if line["tt"] == str(number)
        and (line["chỉ tiêu"].endswith(f"số {number}") or f"số {number} (" in line["chỉ tiêu"])
    ]
    sign = one["target"][0]
    falling_or_ranged = sign in ("<", "<=")
    label = "Đang thực hiện" if one["under_way"] else LABELS[one["status"]]
    assert row["đánh giá"].startswith("Trong mức của năm" if one["within_year"] else label)
    done = [name for name in row if name.startswith("thực hiện | ")]
    latest = next((row[name] for name in done if "gần nhất" in name and row[name]), "")
    own = row[done[-1]]
    if one["value"] is None:
        assert (own, latest) == ("", "")
    elif sign == "yesno":
        assert one["value"] in (own, latest.split(" (")[0], row[done[0]])
    else:
        values = [own or latest.split(" (")[0] or row[done[0]]]
        assert [plain(value) for value in values] == [one["value"]]
        period_said = ("(số liệu " in row["đánh giá"], latest.endswith(")"))
        assert period_said.count(True) == (not own), "an earlier period is told once in its row"
        assert (one["carried_from"] is not None) >= (not own)
        assert plain(row["tỷ lệ so với mục tiêu"]) in (one["achievement"], None)
        if falling_or_ranged:
            assert row["tỷ lệ so với mục tiêu"] == ""
    for part, value in (
        one["parts"] if one["aggregation"] in ("sum", "mean") and len(one["parts"]) in range(2, 7) else ()
    ):
        assert f": {grouped(value)}" in row["chỉ tiêu"], part
    if one["missing_parts"]:
        assert "chưa có số liệu" in row["chỉ tiêu"] and "chưa có số liệu" in row["đánh giá"]
    for line in (line for line in report.splitlines() if line.startswith(f"- Chỉ tiêu số {number}: ")):
        assert one["status"] != "no_data"
        assert (told := re.search(r"(?:vượt|cao hơn|thấp hơn) \d[\d.,]*(?:%| điểm phần trăm)", line)) is None or (
            told[0] == margin_reckoned(one, row["đơn vị tính"])
        )
        of_the_year = one["aggregation"] in ("sum", "year_to_date") and sign in ("<", "<=", "=", "range")
        if one["status"] == "exceeded" and not of_the_year:
            assert told, line
        if sign != "yesno":
            assert line.split(": ", 1)[1].startswith(grouped(one["value"]))
        if one["status"] == "not_due" and one["achievement"] is not None and "bằng" in line:
            assert f"bằng {grouped(one['achievement'])}% mục tiêu năm {one['target'][3]}" in line
        if falling_or_ranged:
            assert "bằng" not in line


def margin_reckoned(one: Mapping[str, Any], unit: str) -> str:
    """How far a value is beyond its target, in words; "" where that is none."""
    sign, low, high, _ = one["target"]
    bound = high if sign == "range" and one["value"] > high else low
    difference = abs(one["value"] - bound)
    if one["status"] == "exceeded":
        word = "vượt" if one["value"] > bound else "thấp hơn"
    else:
        word = "cao hơn" if one["status"] == "not_met" else ""
    share = tenth(difference / bound * 100)
    return f"{word} {grouped(difference)} điểm phần trăm" if unit == "%" else f"{word} {grouped(share)}%"


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_what_a_random_dossiers_report_prints_is_what_was_reckoned(folder: Path, seed: int) -> None:
    path, book = written(folder, seed)
    for code in random.Random(seed + 1000).sample(CODES, 2):
        printed_as_reckoned(facts_of(path, code), Reckoning(book, code))


@pytest.mark.parametrize("seed", SEEDS[12:20])
def test_what_a_random_dossiers_short_report_prints_is_what_was_reckoned(folder: Path, seed: int) -> None:
    path, book = written(folder, seed)
    for code in random.Random(seed + 2000).sample(CODES, 2):
        facts = facts_of(path, code)
        settings = replace(facts.settings, short=True)
        short = replace(facts, dossier=replace(facts.dossier, settings=settings))
        printed_as_reckoned(short, Reckoning(book, code))


def test_a_name_for_many_is_one_that_owes_nothing() -> None:
    assert [is_many(name) for name in AGENCIES] == [False, False, False, True]


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_the_appendices_of_each_source_add_up_to_the_whole(folder: Path, seed: int) -> None:
    path, book = written(folder, seed)
    names = {"planned": "kế hoạch", "allocated": "đã phân bổ", "disbursed": "đã giải ngân"}
    for code in ("2025-Q3", "2026-H1"):
        facts = facts_of(path, code)
        facts = replace(facts, dossier=replace(facts.dossier, settings=replace(facts.settings, funding_by_source=True)))
        made = render_report(facts, SHELF).files
        money = {one.label: one for one in made if one.template == "phu-luc-kinh-phi"}
        sources = list(dict.fromkeys(str(row["Nguồn vốn"]) for row in book["Kinh phí"]))
        assert len(money) == (len(sources) if len(sources) > 1 else 1)
        assert all(label in dump(made[0].document.content) for label in money)
        sums = dict.fromkeys(names, Decimal(0))
        lines = 0
        for source, one in zip(sources, money.values(), strict=len(sources) > 1):
            *rows, total = rows_by_heading(one.document.content)
            rows = [row for row in rows if row["tt"].isdecimal()]
            lines += len(rows)
            own = Reckoning({**book, "Kinh phí": [row for row in book["Kinh phí"] if row["Nguồn vốn"] == source]}, code)
            for key, name in names.items():
                assert plain(total[name]) == own.funding()[key], (source, name)
                assert (plain(total[name]) or 0) == sum(plain(row[name]) or 0 for row in rows)
                sums[key] += plain(total[name]) or 0
        whole = Reckoning(book, code).funding()
        assert lines == len(book["Kinh phí"])
        assert sums == {key: whole[key] or 0 for key in names}


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_tables_in_the_text_say_what_was_reckoned(folder: Path, seed: int) -> None:
    path, book = written(folder, seed)
    for code in ("2025-Q3", "2025"):
        facts = facts_of(path, code)
        facts = replace(facts, dossier=replace(facts.dossier, settings=replace(facts.settings, tables=True)))
        [report, *_] = render_report(facts, SHELF).files
        wanted = Reckoning(book, code)
        text = dump(report.document.content)
        tables = {
            tuple(headings(table)): [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in body(report.document.content).iter(f"{W}tbl")
            if "TT" in text_of(table)[:4]
        }
        assert len(re.findall(r"^Bảng \d\. ", text, re.MULTILINE)) == len(tables)
        assert [line for line in text.splitlines() if line.startswith("- Chỉ tiêu số")] == []
        known = {number_of(one): one for one in wanted.indicators() if one["value"] is not None}
        told = 0
        for names, rows in tables.items():
            for row in (dict(zip(names, row, strict=True)) for row in rows if len(row) == len(names)):
                if found := re.search(r"hỉ tiêu số (\d+)", row.get("chỉ tiêu", "")):
                    told += 1
                    one = known[int(found[1])]
                    sign, low, _, year = one["target"]
                    assert (f"năm {year}" in row["mục tiêu"]) == (year is not None)
                    if sign != "yesno":
                        assert row["thực hiện"].startswith(grouped(one["value"]))
                        assert grouped(low) in row["mục tiêu"]
        assert told == min(len(known), 12)
        money = next((rows for names, rows in tables.items() if "nguồn vốn" in names), None)
        sums = wanted.funding()
        assert (money is None) == (len({row["Nguồn vốn"] for row in book["Kinh phí"]}) == 1)
        if money is not None:
            assert "(tỷ đồng" in text and sums["planned"] >= 1000
            for at, key in enumerate(("planned", "allocated", "disbursed"), start=2):
                whole = plain(money[-1][at])
                assert (None if whole is None else whole * 1000) == sums[key]
                assert sum(plain(row[at]) or 0 for row in money[2:-1]) == (whole or 0)


def number_of(one: Mapping[str, Any]) -> int:
    return int(re.sub(r"\D", "", one["code"]))
