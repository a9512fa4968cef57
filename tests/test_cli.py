"""The command line as a user meets it: every command rightly and wrongly, in Vietnamese, with its exit code."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click
import docx
import pytest
from openpyxl import load_workbook

import cli
from generator.terminal.command_line import run
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
NQ57 = ROOT / "inputs/lai-chau-nq57.xlsx"
PLAN = ROOT / "inputs/plans/lai-chau-phan-cong-nq57-2025.txt"
DONE, PROBLEMS, USAGE, OUTSIDE = 0, 1, 2, 3


@dataclass(frozen=True)
class Said:
    """How a run ended and what it printed."""

    code: int
    out: str
    err: str


Baocao = Callable[..., Said]


@pytest.fixture
def baocao(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Baocao:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as end:
            run(cli.baocao, [str(one) for one in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Said(int(end.value.code or 0), printed.out, printed.err)

    return call


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own, its output in pipes."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def commands(group: click.Group = cli.baocao, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command's words: ("build",), ("template", "check") …"""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = sorted(commands())
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|show|this|message|exit|error|missing|invalid|argument|default|required|such|value"
    r"|text|file|path|directory|integer|help|try|for|the|and|did|mean|choose|from|does|not|take|is|one|of|unexpected|got)\b",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"--?[a-z][\w-]*|“[^”]*”|\"[^\"]*\""  # options and what is quoted
    r"|text\|json|text, json|^ {2}[a-z]+(?= )|\bbaocao( [a-z]+)*"  # choices and commands
    r"|\S+\.\w+\b|\bExcel\b|JSON Schema|Track Changes",  # files and products
    re.MULTILINE,
)


def english(text: str) -> list[str]:
    """English words that are no names of options, commands or files."""
    return ENGLISH.findall(NAMES.sub(" ", text))


# --- help ----------------------------------------------------------------------------------------


def test_every_command_is_there() -> None:
    assert {("import",), ("check",), ("facts",), ("build",), ("new",)} <= set(COMMANDS)


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=" ".join)
def test_help_is_vietnamese_and_ends_well(baocao: Baocao, words: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        said = baocao(*words, flag)
        assert (said.code, said.err) == (DONE, "")
        assert said.out.startswith(f"Cách dùng: {' '.join(('baocao', *words))} ")
        assert "Tuỳ chọn:" in said.out and "Hiện hướng dẫn này." in said.out
        assert english(said.out) == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does_and_every_option_what_it_is_for(words: tuple[str, ...]) -> None:
    command: click.Command = cli.baocao
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    assert command.help and command.help.rstrip().endswith(".")
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help and param.help.endswith((".", "…")), param.name


def test_the_bare_command_shows_the_help_and_the_version_is_told(baocao: Baocao) -> None:
    assert baocao().out == baocao("--help").out
    assert re.fullmatch(r"baocao \d+\.\d+\.\d+\n", baocao("--version").out)


def test_the_list_of_commands_shows_each_in_whole_sentences(baocao: Baocao) -> None:
    listing = baocao("--help").out.partition("Lệnh:")[2]
    assert "..." not in listing
    for name in cli.baocao.commands:
        assert re.search(rf"^  {name} ", listing, re.MULTILINE)


# --- wrong usage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["buidl"], "không có lệnh “buidl”. Có phải là “build”?"),
        (["xyz"], "không có lệnh “xyz”."),
        (["template", "lsit"], "không có lệnh “lsit”. Có phải là “list”?"),
        (["facts", "a.xlsx", "--perid", "2025"], "không có tuỳ chọn “--perid”. Có phải là “--period”?"),
        (["facts", "a.xlsx"], "thiếu tuỳ chọn --period."),
        (["facts", "--period", "2025"], "thiếu tham số TỆP.xlsx."),
        (
            ["facts", "a.xlsx", "b.xlsx", "--period", "2025"],
            "thừa tham số “b.xlsx”. Tên tệp, tên kỳ có dấu cách thì đặt trong ngoặc kép.",
        ),
        (["facts", "a.xlsx", "--period"], "tuỳ chọn “--period” cần một giá trị."),
        (["build", "a.xlsx", "--period", "2025", "--pdf=1"], "tuỳ chọn “--pdf” không nhận giá trị."),
        (["check", "a.xlsx", "--format", "xml"], "giá trị của --format phải là một trong: text, json."),
        (
            ["facts", "a.xlsx", "--period", "2025", "--as-of", "31/2/2025"],
            "giá trị của --as-of không dùng được: “31/2/2025” không phải là ngày; viết như 14/9/2025 hoặc 2025-09-14.",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese(baocao: Baocao, arguments: list[str], message: str) -> None:
    said = baocao(*arguments)
    assert (said.code, said.out) == (USAGE, "")
    first, second = said.err.splitlines()
    assert first == f"Lỗi: {message}"
    command = arguments[0] if arguments[0] in cli.baocao.commands else ""
    assert re.fullmatch(rf"Gõ “baocao {command}[a-z ]*--help” để xem cách dùng\.", second)
    assert english(said.err) == []


@pytest.mark.parametrize("name", ["hồ sơ mới (1).xlsx", "hồ-sơ.xlsx", "-x.xlsx", "a$b & 'c'.xlsx"])
def test_a_command_that_a_person_is_told_to_type_works_as_it_stands(
    baocao: Baocao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = baocao("new", "--", name)
    command, *arguments = shlex.split(said.out.partition("rồi chạy: ")[2])
    assert (command, Path(arguments[-1]).name, said.code) == ("baocao", name, 0)
    assert "TTC001" in baocao(*arguments).out


@pytest.mark.parametrize(
    ("period", "hint"),
    [("2025-Q5", "2025-Q4"), ("qúy 33 năm 2025", "quý"), ("hôm nay", "Viết như 2025-09, 2025-Q3")],
)
@pytest.mark.parametrize("command", ["facts", "build", "check"])
def test_an_unknown_period_gets_a_hint(baocao: Baocao, command: str, period: str, hint: str) -> None:
    said = baocao(command, NQ57, "--period", period)
    assert (said.code, said.out) == (USAGE, "")
    assert f"“{period}” không phải là kỳ báo cáo." in said.err and hint in said.err


def test_an_unknown_agency_gets_the_nearest(baocao: Baocao, tmp_path: Path) -> None:
    said = baocao("build", NQ57, "--period", "2025-Q3", "--agency", "So Tai chnh")
    assert said.code == USAGE and "Có phải là “Sở Tài chính”?" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["check"], ["facts", "--period", "2025-Q3"], ["build", "--period", "2025-Q3"]])
def test_a_file_that_is_not_there_is_told_with_the_nearest_name(
    baocao: Baocao, tmp_path: Path, command: list[str]
) -> None:
    write_workbook(tmp_path / "ho-so-2025.xlsx", minimal_sheets())
    said = baocao(command[0], "ho-so-2052.xlsx", *command[1:])
    assert said.code == PROBLEMS
    assert "TEP001" in said.out + said.err and "Có phải là tệp “ho-so-2025.xlsx”?" in said.out + said.err
    assert [path.name for path in tmp_path.iterdir()] == ["ho-so-2025.xlsx"]


@pytest.mark.parametrize(
    "content", [b"", b"khong phai Excel", b"PK\x03\x04hong", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
@pytest.mark.parametrize(
    "command", [["check"], ["facts", "--period", "2025-Q3"], ["build", "--period", "2025-Q3"], ["import"]]
)
def test_a_file_that_is_no_workbook_is_told(baocao: Baocao, tmp_path: Path, command: list[str], content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    said = baocao(command[0], "a.xlsx", *command[1:])
    assert said.code == PROBLEMS
    assert re.search(r"TEP\d{3}", said.out + said.err)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_folder_in_place_of_a_workbook_is_told(baocao: Baocao, tmp_path: Path) -> None:
    (tmp_path / "thu-muc.xlsx").mkdir()
    for command in (["check"], ["facts", "--period", "2025"], ["build", "--period", "2025"]):
        said = baocao(command[0], "thu-muc.xlsx", *command[1:])
        assert said.code in (PROBLEMS, USAGE) and said.err + said.out


# --- check ---------------------------------------------------------------------------------------


def wrong_sheets() -> dict[str, list[list[object]]]:
    sheets = minimal_sheets()
    sheets["Tiến độ"][1][2] = "Xong rồi"
    sheets["Tiến độ"][2][0] = "IX.9"
    return sheets


def test_check_tells_every_problem_and_ends_with_one(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    said = baocao("check", "a.xlsx")
    assert (said.code, said.err) == (PROBLEMS, "")
    assert "ô C2" in said.out and "ô A3" in said.out
    assert re.fullmatch(r"a\.xlsx: \d+ lỗi.*\.", said.out.splitlines()[-1])


def test_check_of_a_workbook_with_nothing_but_notes_ends_with_zero(baocao: Baocao) -> None:
    said = baocao("check", NQ57, "--period", "2025-Q3")
    assert (said.code, said.out.splitlines()[-1]) == (DONE, "lai-chau-nq57.xlsx: 2 ghi chú.")


def test_check_prints_json_for_other_programs(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    said = baocao("check", "a.xlsx", "--format", "json")
    problems = json.loads(said.out)["problems"]
    assert said.code == PROBLEMS and len(problems) >= 2
    for problem in problems:
        assert set(problem) == {"code", "severity", "file", "sheet", "cell", "message", "fix"}
    assert {"C2", "A3"} <= {problem["cell"] for problem in problems if problem["severity"] == "error"}


def test_check_marks_the_wrong_cells_in_a_copy(baocao: Baocao, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    before = path.read_bytes()
    said = baocao("check", "a.xlsx", "--annotate", "b.xlsx")
    assert said.code == PROBLEMS and path.read_bytes() == before
    marked = load_workbook(tmp_path / "b.xlsx")["Tiến độ"]["C2"]
    assert marked.comment is not None and marked.value == "Xong rồi"


# --- facts ---------------------------------------------------------------------------------------


def test_facts_are_json_with_the_promised_keys(baocao: Baocao) -> None:
    said = baocao("facts", NQ57, "--period", "quý III năm 2025")
    assert (said.code, said.err) == (DONE, "")
    facts = json.loads(said.out)
    assert {"period", "as_of", "tasks", "indicators", "funding", "problems"} <= set(facts)
    assert facts["period"] == {
        "code": "2025-Q3", "kind": "quarter", "label": "quý III năm 2025", "start": "2025-06-15", "end": "2025-09-14",
    }  # fmt: skip
    assert facts["as_of"] == "2025-09-14"
    statuses = {
        "completed_on_time", "completed_late", "in_progress", "in_progress_overdue",
        "not_started", "not_started_overdue", "suspended", "ongoing",
    }  # fmt: skip
    tasks = facts["tasks"]
    assert set(tasks["counts"]) == statuses and sum(tasks["counts"].values()) == tasks["total"] == len(tasks["items"])
    assert {"code", "status", "deadline", "deadline_kind", "reported", "lead"} <= set(tasks["items"][0])
    assert {"agency", "total", "counts"} <= set(tasks["by_agency"][0])
    assert {"group", "title", "total", "counts"} <= set(tasks["by_group"][0])
    assert sum(group["total"] for group in tasks["by_group"]) == tasks["total"]
    keys = {
        "code",
        "name",
        "unit",
        "target",
        "value",
        "carried_from",
        "achievement",
        "status",
        "previous",
        "same_period_last_year",
    }
    assert keys <= set(facts["indicators"][0])
    assert set(facts["indicators"][0]["target"]) >= {"operator", "value", "upper"}
    assert {"code", "source", "planned", "allocated", "disbursed", "rate"} <= set(facts["funding"]["lines"][0])
    assert Decimal(facts["funding"]["totals"]["planned"]) == 312500


def test_the_day_of_lateness_can_be_chosen(baocao: Baocao) -> None:
    early, late = (
        json.loads(baocao("facts", NQ57, "--period", "2025-Q3", "--as-of", day).out)
        for day in ("01/7/2025", "2026-12-31")
    )
    assert (early["as_of"], late["as_of"]) == ("2025-07-01", "2026-12-31")
    assert early["tasks"]["counts"]["in_progress_overdue"] == 0 < late["tasks"]["counts"]["in_progress_overdue"]


def test_facts_of_a_faulty_workbook_are_printed_with_its_problems(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    said = baocao("facts", "a.xlsx", "--period", "2025-Q3")
    facts = json.loads(said.out)
    assert said.code == PROBLEMS and {"error"} <= {problem["severity"] for problem in facts["problems"]}


# --- options that contradict each other, files of another kind -----------------------------------


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("check NQ57 --annotate x.docx", USAGE, "“x.docx” không có đuôi .xlsx; đặt tên như x.xlsx."),
        ("lint a.docx --fix x.xlsx", USAGE, "“x.xlsx” không có đuôi .docx"),
        ("lint a.docx --annotate x", USAGE, "“x” không có đuôi .docx"),
        ("redline a.docx b.docx -o x.pdf", USAGE, "“x.pdf” không có đuôi .docx"),
        ("trace a.docx -o x.docx", USAGE, "“x.docx” không có đuôi .xlsx"),
        ("trace khong.docx", USAGE, "Không tìm thấy tệp “khong.docx”."),
        ("redline NQ57 NQ57 -o x.docx", PROBLEMS, "“lai-chau-nq57.xlsx”: tệp là sổ tính Excel (.xlsx), không phải"),
        ("history . --to 2", USAGE, "--to chỉ dùng cùng --diff."),
        ("history . --diff 1 --restore 2", USAGE, "Chọn một trong hai việc."),
        ("issue . --withdraw --number 3", USAGE, "không dùng cùng --number"),
        ("issue . --withdraw", USAGE, "“.” không phải là thư mục kết quả."),
        ("publish NQ57 --period 2025-Q3 --out .", USAGE, "đã có tệp khác, không phải trang công khai."),
        ("publish NQ57 --period 2025-Q3 --out khac.txt", USAGE, "là tệp, không phải thư mục."),
        ("new y.xlsx --next-year khong.xlsx", PROBLEMS, "Chưa lập được hồ sơ năm mới"),
        ("facts khong.xlsx --period 2025-Q3", PROBLEMS, "Sửa các lỗi nêu trên."),
        ("web --port 99999", USAGE, "phải là số nguyên từ 0 đến 65535."),
        ("batch NQ57 --period 2025-Q3 --jobs 0", USAGE, "phải là số nguyên từ 1 trở lên."),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    baocao: Baocao, tmp_path: Path, words: str, code: int, told: str
) -> None:
    (tmp_path / "khac.txt").write_text("x")
    before = sorted(tmp_path.iterdir())
    said = baocao(*(str(NQ57) if word == "NQ57" else word for word in words.split()))
    assert (said.code, sorted(tmp_path.iterdir())) == (code, before) and told in said.err, said


# --- build ---------------------------------------------------------------------------------------


def test_build_says_what_it_wrote_and_what_is_missing(baocao: Baocao, tmp_path: Path) -> None:
    said = baocao("build", NQ57, "--period", "2025-Q3", "--out", "ra")
    assert (said.code, said.err) == (DONE, "")
    assert "Báo cáo quý III năm 2025 (số liệu đến hết ngày 14/9/2025)" in said.out
    assert "Còn 1 chỗ chưa có nội dung" in said.out and "- đề xuất, kiến nghị" in said.out
    for name in ("bao-cao.docx", "phu-luc-V.docx", "phu-luc.xlsx"):
        assert name in said.out and (tmp_path / "ra/lai-chau-nq57/2025-Q3" / name).is_file()


def test_build_writes_to_outputs_unless_told_otherwise(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    assert baocao("build", "a.xlsx", "--period", "2025-Q3").code == DONE
    assert (tmp_path / "outputs/a/2025-Q3/bao-cao.docx").is_file()


def test_build_refuses_a_faulty_workbook(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", wrong_sheets())
    said = baocao("build", "a.xlsx", "--period", "2025-Q3")
    assert (said.code, said.out) == (PROBLEMS, "")
    assert "ô C2" in said.err and "Chưa lập được báo cáo: “a.xlsx” còn lỗi." in said.err
    assert not (tmp_path / "outputs").exists()


def test_a_final_version_with_gaps_is_refused(baocao: Baocao, tmp_path: Path) -> None:
    said = baocao("build", NQ57, "--period", "2025-Q3", "--final")
    assert said.code == PROBLEMS and "còn 1 chỗ chưa có nội dung" in said.err
    assert not (tmp_path / "outputs").exists()


def test_a_period_without_figures_is_warned_of(baocao: Baocao) -> None:
    said = baocao("build", NQ57, "--period", "2031-Q1")
    assert said.code == DONE and "XB002" in said.out and "2026-Q2" in said.out


def test_without_libreoffice_a_pdf_is_refused_and_nothing_is_written(
    baocao: Baocao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOCAO_SOFFICE", str(tmp_path / "khong-co-soffice"))
    said = baocao("build", NQ57, "--period", "2025-Q3", "--pdf")
    assert said.code == OUTSIDE and "BAOCAO_SOFFICE" in said.err
    assert not (tmp_path / "outputs").exists()


def test_a_place_that_cannot_be_written_is_told(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    (tmp_path / "ra").write_text("một tệp, không phải thư mục")
    said = baocao("build", "a.xlsx", "--period", "2025-Q3", "--out", "ra")
    assert said.code in (PROBLEMS, USAGE) and "ra" in said.err
    assert (tmp_path / "ra").read_text() == "một tệp, không phải thư mục"


def test_a_faulty_template_is_told_with_its_paragraph(baocao: Baocao, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    (tmp_path / "mau").mkdir()
    document = docx.Document()
    document.add_paragraph("Có {{ taks.counts.total }} nhiệm vụ")
    document.save(str(tmp_path / "mau/bao-cao-quy.docx"))
    said = baocao("build", "a.xlsx", "--period", "2025-Q3", "--templates", "mau")
    assert said.code == PROBLEMS
    assert "đoạn 1 “Có {{ taks.counts.total }} nhiệm vụ”: không có trường “taks”; có phải là “tasks”?" in said.err


# --- import --------------------------------------------------------------------------------------


def test_import_makes_a_workbook_of_a_plan_and_never_writes_over_one(baocao: Baocao, tmp_path: Path) -> None:
    said = baocao("import", PLAN)
    assert said.code == DONE and "Đã ghi 40 nhiệm vụ" in said.out
    made = tmp_path / f"{PLAN.stem}.xlsx"
    before = made.read_bytes()
    again = baocao("import", PLAN)
    assert again.code == USAGE and "đã có" in again.err and made.read_bytes() == before


def test_import_into_a_workbook_fills_it_and_never_writes_over_its_tasks(baocao: Baocao, tmp_path: Path) -> None:
    sheets = minimal_sheets()
    del sheets["Nhiệm vụ"], sheets["Tiến độ"]
    path = write_workbook(tmp_path / "a.xlsx", sheets)
    assert baocao("import", PLAN, "--into", "a.xlsx").code == DONE
    book, before = load_workbook(path), path.read_bytes()
    assert book["Nhiệm vụ"].max_row == 41
    assert ("Địa danh", "Lâm Đồng") in list(book["Thông tin chung"].iter_rows(max_col=2, values_only=True))
    again = baocao("import", PLAN, "--into", "a.xlsx")
    assert again.code == USAGE and "đã có nhiệm vụ" in again.err and path.read_bytes() == before


# --- as a process --------------------------------------------------------------------------------


def test_piped_output_is_plain_utf8_whatever_the_machine_speaks(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    for encoding in ("cp1252", "ascii", "utf-8"):
        ended = process(
            "build", "a.xlsx", "--period", "2025-Q3", cwd=tmp_path, PYTHONIOENCODING=encoding, FORCE_COLOR=""
        )
        assert ended.returncode == DONE, ended.stderr.decode()
        text = ended.stdout.decode("utf-8")
        assert "Báo cáo quý III năm 2025" in text and "\x1b" not in text and ended.stderr == b""


def test_a_wrong_command_line_ends_a_process_with_two(tmp_path: Path) -> None:
    ended = process("buidl", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (USAGE, b"")
    assert ended.stderr.decode("utf-8").startswith("Lỗi: không có lệnh “buidl”. Có phải là “build”?")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell pipe")
def test_a_reader_that_stops_early_gets_no_traceback(tmp_path: Path) -> None:
    command = f"{sys.executable} {ROOT / 'cli.py'} facts {NQ57} --period 2025-Q3 | head -c 10"
    ended = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, check=False)
    assert ended.stdout.startswith(b'{\n  "period') or len(ended.stdout) == 10
    assert ended.stderr == b""


# --- a reader that goes away ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["template", "list", "--fields"],
        ["template", "list", "--fields", "--format", "json"],
        ["--help"],
        ["lint", "--help"],
        ["check", "inputs/lai-chau-nq57.xlsx"],
        ["facts", "inputs/lai-chau-nq57.xlsx", "--period", "2025-Q3"],
        ["check", "khong-co.xlsx"],
    ],
    ids=" ".join,
)
def test_a_closed_pipe_ends_a_command_quietly(words: list[str]) -> None:
    """As in `baocao … | head`: the reader is gone before anything is written."""
    root = Path(__file__).resolve().parents[1]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "cli.py", *words], cwd=root, stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writer)
    assert "pipe" not in done.stderr.casefold() and "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert done.returncode in (0, 1, 141)
