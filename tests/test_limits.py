"""Limits: sane by default, changed by a variable, told with the way to raise them; and how long steps took."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.core.limits import CELLS, CONTENT, LIMITS, SHEETS, TEXT_FILE, Limit
from generator.core.problems import BadDossier, Problem, WrongUsage
from generator.lint.read_document import read_document
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.read.plan_files import plan_lines
from generator.read.text_files import read_text_dossier
from generator.read.workbook import read_workbook
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/huong-dan.md").read_text("utf-8")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("limits") / "ho-so.xlsx", minimal_sheets())


def told(problems: list[Problem]) -> str:
    assert [problem.code for problem in problems] == ["TEP006"]
    return str(problems[0])


def inflated(path: Path) -> Path:
    """A Word file that unpacks to 2 MiB, and not suspiciously so."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", bytes(2 * 1024 * 1024))
    return path


@pytest.mark.parametrize("limit", [CELLS, SHEETS], ids=lambda limit: limit.variable)
def test_a_workbook_over_a_limit_is_refused_with_the_limit_and_the_way_to_raise_it(
    workbook: Path, limit: Limit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(limit.variable, "2")
    book, problems = read_workbook(workbook)
    assert book is None
    text = told(list(problems))
    assert f"giới hạn là 2 {limit.unit}" in text and limit.variable in text and limit.what in text
    monkeypatch.setenv(limit.variable, "2000")
    assert read_workbook(workbook)[0] is not None


def test_every_reader_of_packages_heeds_the_same_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTENT.variable, "1")
    word = inflated(tmp_path / "a.docx")
    workbook = tmp_path / "a.xlsx"
    workbook.write_bytes(word.read_bytes())
    assert "giới hạn là 1 MiB" in told(list(read_workbook(workbook)[1]))
    assert "giới hạn là 1 MiB" in told(plan_lines(word)[1])
    with pytest.raises(BadDossier, match="giới hạn là 1 MiB"):
        read_document(word)
    with pytest.raises(Unreadable, match="giới hạn là 1 MiB"):
        Package.open(word.read_bytes())


def test_a_large_text_dossier_names_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TEXT_FILE.variable, "1")
    path = tmp_path / "ho-so.json"
    path.write_bytes(b" " * 1_000_001)
    text = told(list(read_text_dossier(path)[1]))
    assert "giới hạn là 1 MB" in text and TEXT_FILE.variable in text


@pytest.mark.parametrize("wrong", ["0", "-1", "1,5", "abc", "١٢", "9" * 20, "1e3"])
def test_a_value_of_no_use_is_told(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CELLS.variable, wrong)
    with pytest.raises(WrongUsage) as refusal:
        CELLS.value()
    assert CELLS.variable in refusal.value.message and wrong in refusal.value.message
    assert "1.200.000" in refusal.value.next_step


def test_the_guide_names_every_limit_with_its_default() -> None:
    for limit in LIMITS:
        row = next(line for line in GUIDE.splitlines() if f"`{limit.variable}`" in line)
        assert f"{limit.default:,}".replace(",", ".") in row and limit.unit in row, row


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**_environment(), **environment}, check=False
    )


def _environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith("BAOCAO_")}


def test_a_wrong_limit_ends_any_command_with_exit_code_two(workbook: Path) -> None:
    done = process("check", str(workbook), BAOCAO_TOI_DA_BO_NHO="nhiều")
    assert (done.returncode, done.stdout) == (2, "")
    assert "BAOCAO_TOI_DA_BO_NHO" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process below a ceiling")
def test_a_run_that_needs_more_memory_than_allowed_ends_in_words(tmp_path: Path) -> None:
    script = (
        "import cli, generator.stories.build as story\n"
        "story.check = lambda *_: [bytes(10_000_000) for _ in range(200)]\n"
        f"import sys; sys.argv = ['baocao', 'build', 'a.xlsx', '--period', '2025-Q3', '--out', {str(tmp_path)!r}]\n"
        "cli.main()"
    )
    environment = {**_environment(), "BAOCAO_TOI_DA_BO_NHO": "400", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[0] == "Lỗi: Hết bộ nhớ nên phải dừng; không tệp nào bị ghi dở dang."
    assert "BAOCAO_TOI_DA_BO_NHO (hiện là 400 MiB)" in done.stderr


def test_only_the_program_itself_lets_more_objects_be_made_between_collections() -> None:
    script = (
        "import gc; first = gc.get_threshold(); import cli; cli.run = lambda _: print(gc.isenabled())\n"
        "print(gc.get_threshold() == first); cli.main(); print(gc.get_threshold()[0])"
    )
    command = [sys.executable, "-c", script]
    environment = {**_environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True)
    assert done.stdout.split() == ["True", "True", "50000"]


# --- time of the steps -------------------------------------------------------------------------------


def test_timings_follow_the_summary_in_the_order_of_the_steps(workbook: Path, tmp_path: Path) -> None:
    arguments = ("build", str(workbook), "--period", "2025-Q3", "--out", str(tmp_path), "--timings")
    first, second = process(*arguments), process(*arguments)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    shown = first.stdout[first.stdout.index("Thời gian từng bước") :]
    steps = [
        "Khởi động",
        "So với lần lập trước",
        "Đọc sổ tính",
        "Kiểm tra số liệu",
        "Lập báo cáo",
        "Ghi vào",
        "Tổng cộng",
    ]
    assert [shown.index(one) for one in steps] == sorted(shown.index(one) for one in steps)
    assert re.search(r"Đọc sổ tính +\d+,\d\d +\d+,\d\d\n", shown)
    assert sys.platform == "win32" or re.search(r"Bộ nhớ khi nhiều nhất: \d+ MiB", shown)
    assert "Đọc sổ tính" not in second.stdout and "So với lần lập trước" in second.stdout


def test_without_the_option_no_time_is_shown(workbook: Path, tmp_path: Path) -> None:
    done = process("build", str(workbook), "--period", "2025-Q3", "--out", str(tmp_path))
    assert done.returncode == 0 and "Thời gian" not in done.stdout
