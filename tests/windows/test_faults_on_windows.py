"""What goes wrong on Windows and nowhere else: files held open, names it does not take, processes that are ended."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.workbook_builder import minimal_sheets, write_workbook

from .conftest import EXAMPLE, SHARE, Windows, next_line

PERIOD = "2025-Q3"
BUILD = ("build", "ho-so.xlsx", "--period", PERIOD)
REPORT = "outputs/ho-so/2025-Q3"

ENGLISH = r"[Pp]ermission|denied|WinError|sharing|[Ii]nvalid"

HOLD = """
import ctypes, sys
from ctypes import wintypes
create = ctypes.windll.kernel32.CreateFileW
create.restype = wintypes.HANDLE
handle = create(sys.argv[1], 0xC0000000, int(sys.argv[2]), None, 3, 0x80, None)
print("held" if handle not in (None, ctypes.c_void_p(-1).value) else "refused", flush=True)
sys.stdin.read()
"""
"""Opens a file for reading and writing; others may what the second word says: 0 nothing, 1 read it, as with Word."""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three tasks: what goes wrong here does so with any."""
    return write_workbook(tmp_path_factory.mktemp("ho-so-nho") / "ho-so.xlsx", minimal_sheets())


@pytest.fixture(scope="module")
def built(windows: Windows, dossier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dossier and its report, made once."""
    folder = tmp_path_factory.mktemp("dung-san")
    shutil.copyfile(dossier, folder / "ho-so.xlsx")
    made = windows.baocao(*BUILD, cwd=folder)
    assert made.code == 0, made.told
    return folder / REPORT


@pytest.fixture
def report(built: Path, desk: Path) -> Path:
    """A report that is there."""
    shutil.copytree(built, desk / REPORT)
    return desk / REPORT


class Held:
    """A file that another program has open."""

    def __init__(self, windows: Windows, desk: Path, path: Path, share: int) -> None:
        (desk / "giu.py").write_text(HOLD, encoding="utf-8")
        self._process = windows.start(windows.python, "giu.py", path, str(share), cwd=desk)
        assert next_line(self._process).strip() == b"held"

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *ignored: object) -> None:
        self._process.communicate(b"", timeout=30)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("share", [0, 1], ids=["nothing shared", "read only, as Word"])
def test_a_report_open_in_word_stays_as_it_is_and_the_run_says_which_file_to_close(
    windows: Windows, desk: Path, report: Path, share: int
) -> None:
    before = content(report)
    with Held(windows, desk, report / "bao-cao.docx", share):
        shutil.copyfile(report / "bao-cao.docx", report / "~$o-cao.docx")  # the sign that Word leaves beside it
        run = windows.baocao(*BUILD, "--rebuild", "--as-of", "1/9/2025", cwd=desk)
    assert run.code in (1, 2) and "đang mở" in run.errors and "Traceback" not in run.told
    assert not re.search(ENGLISH, run.told)
    (report / "~$o-cao.docx").unlink()
    assert content(report) == before
    assert [path.name for path in report.parent.iterdir() if path.name.endswith(".moi")] == []
    after = windows.baocao(*BUILD, "--rebuild", "--as-of", "1/9/2025", cwd=desk)
    assert after.code == 0, after.told


def test_a_workbook_that_excel_has_open_is_read_and_one_that_nobody_may_read_is_told(
    windows: Windows, desk: Path
) -> None:
    with Held(windows, desk, desk / "ho-so.xlsx", 3):
        assert windows.baocao("check", "ho-so.xlsx", cwd=desk).code == 0
    with Held(windows, desk, desk / "ho-so.xlsx", 0):
        run = windows.baocao("check", "ho-so.xlsx", cwd=desk)
    assert run.code == 1 and "ho-so.xlsx" in run.told and "Traceback" not in run.told
    assert not re.search(ENGLISH, run.told)


def test_a_file_that_is_replaced_while_it_is_open_is_refused_in_words(windows: Windows, desk: Path) -> None:
    shutil.copyfile(desk / "ho-so.xlsx", desk / "đánh dấu.xlsx")
    before = (desk / "đánh dấu.xlsx").read_bytes()
    with Held(windows, desk, desk / "đánh dấu.xlsx", 1):
        run = windows.baocao("convert", "ho-so.xlsx", "đánh dấu.xlsx", cwd=desk)
    assert run.code != 0 and "Traceback" not in run.told and "đánh dấu.xlsx" in run.told
    assert (desk / "đánh dấu.xlsx").read_bytes() == before
    assert not list(desk.glob(".*.moi"))


@pytest.mark.parametrize("name", ["CON", "LPT1.xlsx"])
def test_a_reserved_name_is_no_place_for_a_workbook(windows: Windows, desk: Path, name: str) -> None:
    run = windows.baocao("new", name, cwd=desk)
    assert run.code in (0, 2) and "Traceback" not in run.told
    assert run.code == 2 or not list(desk.glob(f".{name}*"))


def test_names_that_differ_in_case_alone_are_one_file(windows: Windows, desk: Path) -> None:
    run = windows.baocao("batch", "ho-so.xlsx", "HO-SO.XLSX", "--period", PERIOD, "--jobs", "1", cwd=desk)
    assert "Traceback" not in run.told and "1 báo cáo: 1 đã lập" in run.output, run.told


@pytest.mark.parametrize("place", ["extended", "share"])
def test_a_dossier_is_found_by_its_long_name_and_on_a_share(windows: Windows, desk: Path, place: str) -> None:
    on_drive = windows.name(desk)
    inside = on_drive.partition("\\")[2]
    named = {"extended": f"\\\\?\\{on_drive}", "share": f"{SHARE}\\{inside}"}[place]
    run = windows.baocao("build", f"{named}\\ho-so.xlsx", "--period", PERIOD, "--out", f"{named}\\ra", cwd=desk)
    assert run.code == 0, run.told
    assert (desk / "ra/ho-so/2025-Q3/bao-cao.docx").is_file()


def test_a_deep_folder_is_written_to_or_refused_in_words(windows: Windows, desk: Path) -> None:
    deep = "\\".join(["thư mục có tên dài ở trong nhau"] * 9)
    run = windows.baocao(*BUILD, "--out", deep, cwd=desk)
    assert "Traceback" not in run.told
    if run.code == 0:
        assert len(list((desk / deep.replace("\\", "/")).rglob("bao-cao.docx"))) >= 1
    else:
        assert "quá dài" in run.told


def test_a_run_without_a_console_writes_the_same_and_says_nothing(windows: Windows, desk: Path) -> None:
    run = windows.run(windows.python.replace("python.exe", "pythonw.exe"), "-m", "baocao_start", *BUILD, cwd=desk)
    assert run.code == 0, run.told
    assert (desk / REPORT / "bao-cao.docx").is_file()


def test_ctrl_c_ends_a_run_in_words_and_leaves_no_half_report(windows: Windows, desk: Path) -> None:
    (desk / "ho-so.xlsx").unlink()
    for number in range(7):  # of the example: a run must last until the key is pressed
        shutil.copyfile(EXAMPLE, desk / f"xã {number}.xlsx")
    batch = (*windows.program, "batch", ".", "--period", PERIOD, "--jobs", "1")
    ended = windows.console(*batch, cwd=desk, keys=[("1/7", b"\x03")], seconds=150)
    assert "Traceback" not in ended.output and "Đã dừng theo yêu cầu" in ended.output
    made = list(desk.glob("outputs/*/2025-Q3"))
    assert 0 < len(made) < 7 and all((folder / "manifest.json").is_file() for folder in made)
    assert not list(desk.glob("outputs/*/.*.moi"))


ENDED = """
import os, pathlib, shutil, signal
from concurrent.futures import process
def wakeup(self):  # HANGS: an empty message is lost now and then
    if not self._closed:
        self._writer.send_bytes(b".")
process._ThreadWakeup.wakeup = wakeup
from generator.batch.run import Batch, LocalCrew, run_batch
from generator.batch.work import make
from generator.stories.jobs import Job

def work(chunk):
    if chunk.jobs[0].workbook.stem == "xã 1":
        os.kill(os.getpid(), signal.SIGTERM)
    return make(chunk)

if __name__ == "__main__":
    pathlib.Path("tam").mkdir()
    run = run_batch(Batch((".",), Job(pathlib.Path(), "2025-Q3")), hire=lambda: LocalCrew(pathlib.Path("tam"), 2, work))
    print(run.exit_code, *sorted(f"{one.name}: {one.ending.name} {one.reason}" for one in run.results), sep="\\n")
"""
"""A batch whose worker ends itself on one dossier: what the Task Manager's “End task” does (TerminateProcess)."""


def test_a_worker_that_is_ended_is_named_and_the_others_are_made(windows: Windows, desk: Path, dossier: Path) -> None:
    for number in range(4):
        shutil.copyfile(dossier, desk / f"xã {number}.xlsx")
    (desk / "chay.py").write_text(ENDED, encoding="utf-8")
    run = windows.run(windows.python, "-X", "utf8", "chay.py", cwd=desk)
    assert run.output, (run.code, run.errors)
    code, *told = run.output.splitlines()
    assert code == "1", run.told
    assert [line.split()[-1] if "MADE" in line else "dừng đột ngột" in line for line in told] == [
        "MADE", "MADE", True, "MADE", "MADE",
    ], run.told  # fmt: skip
    assert len(list(desk.glob("outputs/*/2025-Q3/manifest.json"))) == 4
