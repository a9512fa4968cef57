"""What the reports say: golden texts a reviewer can read, and figures held against a second reading of the workbook.

BAOCAO_UPDATE_GOLDEN=1 writes tests/golden anew; read the difference before committing it.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import zipfile
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from generator.compute.facts import Facts, compute
from generator.compute.facts_json import facts_as_json
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.render.report import RenderedReport, render_report
from generator.render.shelf import TemplateShelf
from generator.stories.dossier import check, find_agency
from tests import independent_reading
from tests.render.word_templates import W, body

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests/golden"
WORKBOOKS = {"nq57": ROOT / "inputs/lai-chau-nq57.xlsx", "2391": ROOT / "inputs/lai-chau-2391.xlsx"}
SHELF = TemplateShelf("nd30")
SCIENCE = "Sở Khoa học và Công nghệ"

ALL_KINDS = [
    "2025-09",
    "2025-Q3",
    "2025-Q4",
    "2025-H2",
    "2025-9M",
    "2025",
    "2026-Q1",
    "2026-06",
    "2026-Q2",
    "2026-H1",
    "2026",
]
REPORTS = [("nq57", code, "") for code in ALL_KINDS]
REPORTS += [("2391", code, "") for code in ("2026-04", "2026-Q2", "2026-H1", "2026-9M", "2026")]
REPORTS += [("nq57", "2025-Q3", SCIENCE), ("nq57", "2026-H1", "Sở Tài chính"), ("2391", "2026-Q2", "Sở Tài chính")]


@cache
def dossier(name: str) -> Dossier:
    found = check(WORKBOOKS[name]).dossier
    assert found is not None
    return found


@cache
def rendered(name: str, code: str, agency: str = "") -> tuple[Facts, RenderedReport]:
    period = parse_period(code)
    assert period is not None
    facts = compute(dossier(name), period, None, find_agency(agency or None, dossier(name)))
    return facts, render_report(facts, SHELF)


def dump(content: bytes) -> str:
    """A document as text: a line a paragraph; a table row between bars, its cells' paragraphs joined by " / "."""
    lines: list[str] = []
    for block in body(content):
        if block.tag == f"{W}p":
            lines.append(text_of(block))
        elif block.tag == f"{W}tbl":
            lines += [
                "| "
                + " | ".join(" / ".join(filter(None, map(text_of, cell.iter(f"{W}p")))) for cell in row.iter(f"{W}tc"))
                + " |"
                for row in block.iter(f"{W}tr")
            ]
    return "\n".join([*(line for line in lines if line.strip()), *footnotes(content)]) + "\n"


def footnotes(content: bytes) -> list[str]:
    """The footnotes, each a line that begins with the sign that stands for its mark."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "word/footnotes.xml" not in package.namelist():
            return []
        root = etree.fromstring(package.read("word/footnotes.xml"))
    notes = [one for one in root if one.get(f"{W}type") is None]
    return [f"[^{one.get(f'{W}id')}]: {''.join(map(text_of, one)).strip()}" for one in notes]


def text_of(paragraph: etree._Element) -> str:
    signs = {f"{W}br": " ⏎ ", f"{W}tab": " ⇥ "}
    nodes = paragraph.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}footnoteReference")
    note = f"{W}footnoteReference"
    text = "".join(
        f"[^{node.get(f'{W}id')}]" if node.tag == note else signs.get(str(node.tag), node.text or "") for node in nodes
    )
    return text.replace("\u00a0", " ")


@cache
def texts(name: str, code: str, agency: str = "") -> dict[str, str]:
    return {one.stem: dump(one.document.content) for one in rendered(name, code, agency)[1].files}


# --- golden texts --------------------------------------------------------------------------------

WITH_APPENDICES = ["bao-cao", *(f"phu-luc-{number}" for number in ("I", "II", "III", "IV", "V"))]
GOLDEN_TEXTS = [
    *(("nq57", "2025-Q3", "", stem) for stem in WITH_APPENDICES),
    ("nq57", "2026-H1", "", "bao-cao"),
    ("nq57", "2025", "", "bao-cao"),
    ("nq57", "2025..2026", "", "phu-luc-VI"),
    ("nq57", "2026-06", "", "bao-cao"),
    ("2391", "2026-Q2", "", "bao-cao"),
    ("nq57", "2025-Q3", SCIENCE, "bao-cao"),
]


@pytest.mark.parametrize(("name", "code", "agency", "stem"), GOLDEN_TEXTS)
def test_a_document_says_what_was_read_and_approved(name: str, code: str, agency: str, stem: str) -> None:
    path = GOLDEN / "-".join(part for part in (name, code, "SKHCN" if agency else "", f"{stem}.txt") if part)
    new = texts(name, code, agency)[stem]
    if os.environ.get("BAOCAO_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(new, encoding="utf-8")
    old = path.read_text("utf-8")
    difference = "\n".join(
        difflib.unified_diff(old.splitlines(), new.splitlines(), "approved", "now", lineterm="", n=0)
    )
    assert not difference, f"{difference}\n(BAOCAO_UPDATE_GOLDEN=1 approves it)"


def test_every_golden_text_belongs_to_a_test() -> None:
    named = {"-".join(p for p in (n, c, "SKHCN" if a else "", f"{s}.txt") if p) for n, c, a, s in GOLDEN_TEXTS}
    assert {path.name for path in GOLDEN.glob("*.txt")} == named


@pytest.mark.parametrize("code", ["2025-Q3", "2026-06", "2026-H1"])
def test_no_year_is_torn_at_the_head_of_a_narrow_column(code: str) -> None:
    """A line may end at every space there: one that may not is torn in the middle of a word."""
    content = next(one.document.content for one in rendered("nq57", code)[1].files if one.stem == "phu-luc-I")
    heads = [
        row for block in body(content) for row in block.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None
    ]
    text = "".join(node.text or "" for row in heads for node in row.iter(f"{W}t"))
    assert "năm 202" in text and "\u00a0" not in text


# --- figures -------------------------------------------------------------------------------------

STAGES = {
    "đã hoàn thành": {"đúng hạn": "completed_on_time", "chậm": "completed_late"},
    "đang thực hiện": {"trong hạn": "in_progress", "quá hạn": "in_progress_overdue"},
    "chưa thực hiện": {"trong hạn": "not_started", "quá hạn": "not_started_overdue"},
    "tạm dừng": {"": "suspended"},
    "thường xuyên": {"": "ongoing"},
}
OPENINGS = ("Tính đến ngày", "Theo số liệu")
DUE = re.compile(r"nhiệm vụ đến hạn, |nhiệm vụ nào đến hạn")
UNDATED = "chưa xác định thời hạn"
INDICATOR_WORDS = {
    "exceeded": "vượt mục tiêu",
    "met": "đạt mục tiêu",
    "not_met": "chưa đạt mục tiêu",
    "not_due": "chưa đến hạn đánh giá",
    "no_data": "chưa có số liệu",
}
UNDER_WAY = {"not_met": "đang thực hiện theo mục tiêu năm"}
"""Before the year ends, a target of it that is not reached yet is no failure; all of the example are to be reached."""


def ends_its_year(code: str) -> bool:
    return code[4:] in ("", "-Q4", "-H2", "-12")


FIGURES = [("nq57", code) for code in ALL_KINDS] + [("2391", code) for code in ("2026-Q2", "2026-H1", "2026")]


@pytest.mark.parametrize(("name", "code"), FIGURES)
def test_the_facts_are_those_of_a_second_reading(name: str, code: str) -> None:
    path = WORKBOOKS[name]
    facts = facts_as_json(rendered(name, code)[0], ())
    counts = independent_reading.task_counts(path, code)
    assert {status: count for status, count in facts["tasks"]["counts"].items() if count} == dict(counts)
    assert facts["tasks"]["total"] == counts.total()
    assert Counter(one["status"] for one in facts["indicators"]) == independent_reading.indicator_counts(path, code)
    planned, paid = independent_reading.funding(path, code)
    totals = facts["funding"]["totals"]
    assert (Decimal(totals["planned"]), totals["disbursed"] and Decimal(totals["disbursed"])) == (planned, paid)


@pytest.mark.parametrize(("name", "code"), FIGURES)
def test_the_prose_prints_the_figures_of_a_second_reading(name: str, code: str) -> None:
    path, text = WORKBOOKS[name], texts(name, code)["bao-cao"]
    counts, undated = independent_reading.task_counts(path, code), independent_reading.undated_counts(path, code)
    opening = (f"Trong tổng số {two(counts.total())} nhiệm vụ ", f"Cả {two(counts.total())} nhiệm vụ ")
    sentence = next(line for line in text.splitlines() if line.startswith(opening))
    said = stages_said(sentence)
    assert {stage: total for stage, (total, _) in said.items()} == {
        stage: total for stage, parts in STAGES.items() if (total := sum(counts[one] for one in parts.values()))
    }
    for stage, parts in STAGES.items():
        expected = {words: counts[one] - undated[one] for words, one in parts.items() if words}
        expected[UNDATED] = sum(undated[one] for one in parts.values() if one in ("in_progress", "not_started"))
        assert said.get(stage, (0, {}))[1] == {words: number for words, number in expected.items() if number}, stage
    due, done, early = independent_reading.due_counts(path, code)
    told = next(line for line in text.splitlines() if line.startswith(OPENINGS) and DUE.search(line))
    assert (f"trong {two(due)} nhiệm vụ đến hạn," in told) == (due > 1)
    assert (f"có {two(due)} nhiệm vụ đến hạn, {'đã' if done else 'chưa'} hoàn thành" in told) == (due == 1)
    if done and due > 1:
        share = (Decimal(done) / due * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert f"đã hoàn thành {two(done)} nhiệm vụ, đạt {grouped(share)}%" in told
    elif not done:
        assert "đã hoàn thành" not in told
    assert (f"{two(early)} nhiệm vụ hoàn thành trước hạn" in told) == bool(early)
    if due > 1:
        left = [int(one) for one in re.findall(r"(\d+) nhiệm vụ (?:đến hạn đang|đến hạn đúng|quá hạn,)", told)]
        assert due == done + sum(left), told
    indicators = independent_reading.indicator_counts(path, code)
    sentence = next(line for line in text.splitlines() if f"tổng số {two(indicators.total())} chỉ tiêu" in line)
    for status, words in {**INDICATOR_WORDS, **({} if ends_its_year(code) else UNDER_WAY)}.items():
        found = re.search(rf"(\d+) chỉ tiêu {re.escape(words)}", sentence)
        assert int(found[1] if found else 0) == indicators[status], words
    planned, paid = independent_reading.funding(path, code)
    assert money(planned) in text
    if paid is not None:
        assert f"đã giải ngân {money(paid)}" in text
    overdue = counts["in_progress_overdue"] + counts["not_started_overdue"]
    assert (f"còn {two(overdue)} nhiệm vụ quá hạn chưa hoàn thành" in text) == bool(overdue)
    issued = independent_reading.documents(path, code)
    assert (f"{two(issued)} văn bản" in text) == (issued > 1)


def money(amount: Decimal) -> str:
    """An amount of triệu đồng as a text prints it: in tỷ đồng from a thousand on."""
    return f"{grouped(amount / 1000)} tỷ đồng" if amount >= 1000 else f"{grouped(amount)} triệu đồng"


def two(number: int) -> str:
    """A count as a text prints it: two digits under ten."""
    return f"{number:02d}"


def stages_said(sentence: str) -> dict[str, tuple[int, dict[str, int]]]:
    """Each stage that the sentence names: how many, and how many of them in time, overdue …"""
    found = {}
    whose = "của các kế hoạch|của kế hoạch|được giao chủ trì"
    alike = rf"^Cả (\d+) nhiệm vụ (?:{whose}) (?:đều là nhiệm vụ )?({'|'.join(STAGES)})"
    sentence = re.sub(alike, r"\2 \1 nhiệm vụ", sentence)  # all of them at one stage
    for stage in STAGES:
        if said := re.search(rf"{stage} (\d+) nhiệm vụ(?: \((?!chi tiết)([^)]*)\))?", sentence):
            parts = re.findall(r"([^,\d]+?) (\d+)", said[2] or "")
            if said[2] and not parts:  # all of them alike: "(đều trong hạn)"
                assert said[2].startswith("đều ") == (int(said[1]) > 1)
                parts = [(said[2].removeprefix("đều "), said[1])]
            found[stage] = (int(said[1]), {words.strip(): int(number) for words, number in parts})
    return found


def grouped(amount: Decimal) -> str:
    whole, _, part = f"{amount.normalize():f}".partition(".")
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole) + (f",{part}" if part else "")


# --- good writing --------------------------------------------------------------------------------

BAD_SIGNS = re.compile(
    r" [,;:.!?)](?!\.)|\( |\(\)|,,|;;|::|;\.|\.;|:\."  # a space before a sign, or two signs
    r"|(?<!\.)\.\.(?!\.)|,\.(?!\.)"  # two stops that are no "..."
)


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_no_document_shows_a_trace_of_the_machine(name: str, code: str, agency: str) -> None:
    for stem, text in texts(name, code, agency).items():
        for line in text.splitlines():
            place = f"{stem}: {line}"
            assert not re.search(r"\{\{|\}\}|\{%|%\}|\{#", line), place
            assert not re.search(r"\b(None|True|False|nan|NaN|undefined|Decimal)\b", line), place
            assert not re.search(r"(?<![\d.,/])0 (nhiệm vụ|chỉ tiêu|cơ quan|văn bản)", line), place
            assert "\ufffd" not in line and "_bc_" not in line, place


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_signs_and_spaces_stand_as_officials_write_them(name: str, code: str, agency: str) -> None:
    for stem, text in texts(name, code, agency).items():
        for line in text.splitlines():
            if "ngày       tháng" in line or "Số:       /" in line or line.startswith("|"):
                continue
            place = f"{stem}: {line!r}"
            assert "  " not in line and line == line.strip(), place
            assert not BAD_SIGNS.search(line), place
            assert not re.search(r"\d %", line), place


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_a_line_that_announces_a_list_is_followed_by_it(name: str, code: str, agency: str) -> None:
    lines = texts(name, code, agency)["bao-cao"].splitlines()
    announcing = [
        index for index, line in enumerate(lines) if line.endswith(":") and not line.startswith(("Kính gửi", "|"))
    ]
    assert announcing
    for index in announcing:
        assert lines[index + 1].startswith(("- ", "+ ", "I. ", "Tóm tắt ")), lines[index]


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_headings_count_up_without_gaps(name: str, code: str, agency: str) -> None:
    lines = texts(name, code, agency)["bao-cao"].splitlines()
    sections = [found[1] for line in lines if (found := re.match(r"([IVX]+)\. [A-ZĐÀ-Ỹ]{2}", line))]
    assert sections == ["I", "II", "III", "IV", "V", "VI", "VII"][: len(sections)] and len(sections) >= 5
    clauses: list[list[int]] = [[]]
    for line in lines:
        if re.match(r"[IVX]+\. [A-ZĐÀ-Ỹ]{2}", line):
            clauses.append([])
        elif found := re.match(r"(\d)\. [A-ZĐÀ-Ỹ][a-zà-ỹ]", line):
            clauses[-1].append(int(found[1]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in clauses)


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_an_appendix_is_named_only_where_there_is_one(name: str, code: str, agency: str) -> None:
    made = texts(name, code, agency)
    own = {stem.replace("phu-luc", "Phụ lục").replace("-", " ") for stem in made if stem != "bao-cao"}
    named = set(re.findall(r"Phụ lục(?: [IVX]+)?", made["bao-cao"]))
    assert named <= own and named
    for stem, text in made.items():
        if stem != "bao-cao":
            assert text.splitlines()[0] == stem.replace("phu-luc", "Phụ lục").replace("-", " ")


@pytest.mark.parametrize(("name", "code", "agency"), REPORTS)
def test_gaps_are_told_and_no_others_are_printed(name: str, code: str, agency: str) -> None:
    report = rendered(name, code, agency)[1]
    printed = re.findall(r"\[(Chưa có nội dung: [^\]]+)\]", texts(name, code, agency)["bao-cao"])
    assert list(report.gaps) == printed
