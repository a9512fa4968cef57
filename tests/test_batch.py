"""Many dossiers at once: each on its own feet, nothing done twice, nothing left half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from generator.batch.inputs import dossiers
from generator.batch.results import Ending
from generator.batch.run import Batch, LocalCrew, NoWorkers, run_batch
from generator.batch.work import Chunk
from generator.core.problems import WrongUsage
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.terminal.command_line import usage_message
from generator.write.libreoffice import LIBREOFFICE
from tests.batch_workers import HUNGRY, KILLER, CrewHere, CrewThatEndsAfterWork, make_or_die
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
PERIOD = "2025-Q3"
MANY = 24
"""So many dossiers that a busy machine does not finish them before a test that waited for the second stops the run."""
posix = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing on Windows")
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason="LibreOffice is not installed")


def dossier(path: Path, change: Callable[[dict[str, list[list[object]]]], None] = lambda sheets: None) -> Path:
    sheets = minimal_sheets()
    change(sheets)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_workbook(path, sheets)


def wrong_status(sheets: dict[str, list[list[object]]]) -> None:
    sheets["Tiến độ"][1][2] = "Sắp xong"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str
    results: dict[str, Any]

    def of(self, name: str) -> dict[str, Any]:
        (found,) = (one for one in self.results["dossiers"] if Path(one["workbook"]).name == name)
        return dict(found)


def baocao(*arguments: object, cwd: Path, **environment: str) -> Said:
    """The program as a process of its own, with its worker processes."""
    command = [sys.executable, str(ROOT / "cli.py"), "batch", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    results = cwd / "outputs/ket-qua.json"
    return Said(done.returncode, done.stdout, done.stderr, json.loads(results.read_bytes()) if results.exists() else {})


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file but locks and the program's own note of the run, which changes with the program."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lan-lap.json" and path.suffix != ".lock"
    }


# --- one batch with everything that can be wrong with a dossier -----------------------------------


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """Three sound dossiers among a faulty one, one that is no workbook, two of one name and one that is not there."""
    folder = tmp_path_factory.mktemp("loat")
    for name in ("xa-1", "xa-2", "xa-3"):
        dossier(folder / f"xa/{name}.xlsx")
    dossier(folder / "xa/sai.xlsx", wrong_status)
    (folder / "xa/rac.xlsx").write_bytes(b"not a workbook")
    dossier(folder / "a/trung.xlsx")
    dossier(folder / "b/Trùng.xlsx").rename(folder / "b/TRUNG.xlsx")
    said = baocao(
        "xa", "a/*.xlsx", "b/TRUNG.xlsx", "khong-co.xlsx", "--period", PERIOD, "--jobs", 2, cwd=folder, NO_COLOR="1"
    )
    return folder, said


def test_one_failure_never_stops_the_others(mixed: tuple[Path, Said]) -> None:
    folder, said = mixed
    assert said.code == 1
    assert said.results["counts"] == {"made": 3, "unchanged": 0, "failed": 5, "not_done": 0}
    assert sorted(path.name for path in (folder / "outputs").iterdir() if not path.name.startswith(".")) == [
        "ket-qua.json",
        "xa-1",
        "xa-2",
        "xa-3",
    ]
    assert said.of("xa-1.xlsx")["folder"] == "xa-1/2025-Q3"
    assert "8 báo cáo: 3 đã lập, 5 không lập được." in said.out


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sai.xlsx", "còn lỗi"),
        ("rac.xlsx", "còn lỗi"),
        ("khong-co.xlsx", "còn lỗi"),
        ("trung.xlsx", "“a/trung.xlsx” và “b/TRUNG.xlsx” cùng tên"),
        ("TRUNG.xlsx", "“b/TRUNG.xlsx” và “a/trung.xlsx” cùng tên"),
    ],
)
def test_every_failure_says_why(mixed: tuple[Path, Said], name: str, reason: str) -> None:
    found = mixed[1].of(name)
    assert found["status"] == "failed" and reason in found["reason"] and found["next_step"]
    assert found["folder"] == "" and found["exit_code"] in (1, 2)


def test_the_errors_of_a_dossier_stand_in_the_results_with_their_cells(mixed: tuple[Path, Said]) -> None:
    (error,) = (one for one in mixed[1].of("sai.xlsx")["problems"] if "Sắp xong" in one["message"])
    assert (error["sheet"], error["cell"], error["file"]) == ("Tiến độ", "C2", "sai.xlsx")
    assert "trang “Tiến độ”, ô C2" in mixed[1].out


def test_a_report_of_a_batch_is_that_of_a_build(mixed: tuple[Path, Said], tmp_path: Path) -> None:
    folder, _ = mixed
    alone = build(Job(folder / "xa/xa-2.xlsx", PERIOD, out=tmp_path)).published.folder
    assert files_of(alone) == files_of(folder / "outputs/xa-2/2025-Q3")


def test_a_second_batch_makes_only_what_changed(mixed: tuple[Path, Said], tmp_path: Path) -> None:
    folder = tmp_path / "loat"
    shutil.copytree(mixed[0], folder)
    dossier(folder / "xa/xa-2.xlsx", lambda sheets: sheets["Tiến độ"][2].__setitem__(5, "Đã khảo sát 15 điểm"))
    kept = files_of(folder / "outputs/xa-1")
    said = baocao("xa/xa-*.xlsx", "--period", "quý III năm 2025", "--jobs", 1, cwd=folder)
    assert said.code == 0
    assert {Path(one["workbook"]).stem: one["status"] for one in said.results["dossiers"]} == {
        "xa-1": "unchanged",
        "xa-2": "made",
        "xa-3": "unchanged",
    }
    assert files_of(folder / "outputs/xa-1") == kept
    rebuilt = baocao("xa/xa-3.xlsx", "--period", PERIOD, "--rebuild", "--jobs", 1, cwd=folder)
    assert rebuilt.results["counts"]["unchanged"] == 1, "the same bytes are no change, however often they are made"


# --- workers that die -----------------------------------------------------------------------------


def test_a_dossier_that_kills_its_worker_is_named_and_the_others_are_made(tmp_path: Path) -> None:
    names = ["a", "b", KILLER, HUNGRY, "e"]
    for name in names:
        dossier(tmp_path / f"{name}.xlsx")
    told: list[str] = []
    report = run_batch(
        Batch(tuple(str(tmp_path / f"{name}.xlsx") for name in names), Job(Path(), PERIOD, out=tmp_path / "ra")),
        lambda result, total: told.append(f"{result.name}/{total}"),
        lambda: LocalCrew(tmp_path / "tam", 2, make_or_die),
    )
    endings = {Path(one.workbook).stem: one for one in report.results}
    assert {name: one.ending for name, one in endings.items()} == {
        "a": Ending.MADE,
        "b": Ending.MADE,
        KILLER: Ending.FAILED,
        HUNGRY: Ending.FAILED,
        "e": Ending.MADE,
    }
    assert "dừng đột ngột" in endings[KILLER].reason and "Hết bộ nhớ" in endings[HUNGRY].reason
    assert sorted(told) == sorted(f"{name}.xlsx/5" for name in names)
    assert report.exit_code == 1


@posix
@pytest.mark.parametrize("birth", ["exit 1", "sleep 30"])
def test_workers_that_cannot_start_end_the_run_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, birth: str
) -> None:
    """Dead at birth, or never heard of: nobody waits for them, and no dossier is called faulty for it."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\ncase "$*" in *resource_tracker*) exec {sys.executable} "$@";; esac\n{birth}\n')
    program.chmod(0o755)
    monkeypatch.setattr("multiprocessing.spawn._python_exe", os.fsencode(program))
    for name in "ab":
        dossier(tmp_path / f"{name}.xlsx")
    asked = Batch((str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx")), Job(Path(), PERIOD, out=tmp_path / "ra"))
    start = time.monotonic()
    with pytest.raises(NoWorkers, match="Không khởi động được tiến trình làm việc"):
        run_batch(asked, hire=lambda: LocalCrew(tmp_path / "tam", 2, birth=2.0))
    assert time.monotonic() - start < 20
    assert not (tmp_path / "ra").exists()


@posix
def test_workers_that_do_not_come_anew_are_a_crash_and_the_batch_says_of_each_dossier_what_became_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("multiprocessing.spawn._python_exe", os.fsencode(program))
    for name in "ab":
        dossier(tmp_path / f"{name}.xlsx")
    asked = Batch((str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx")), Job(Path(), PERIOD, out=tmp_path / "ra"))
    report = run_batch(asked, hire=lambda: LocalCrew(tmp_path / "tam", 2, birth=2.0, born=True))
    assert [one.ending for one in report.results] == [Ending.FAILED, Ending.FAILED]
    assert all("dừng đột ngột" in one.reason for one in report.results) and report.exit_code == 1


def test_what_a_worker_made_before_it_was_ended_was_made_by_this_batch_and_what_stood_there_before_was_not(
    tmp_path: Path,
) -> None:
    asked = Batch((str(dossier(tmp_path / "a.xlsx")),), Job(Path(), PERIOD, out=tmp_path / "ra"), rebuild=True)
    endings = [run_batch(asked, hire=CrewThatEndsAfterWork).results[0].ending for _ in range(2)]
    assert endings == [Ending.MADE, Ending.UNCHANGED]


@posix
def test_ctrl_c_at_the_birth_of_a_worker_does_not_reach_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "python"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *resource_tracker*) ;; *) kill -INT $$;; esac\nexec {sys.executable} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr("multiprocessing.spawn._python_exe", os.fsencode(program))
    book = dossier(tmp_path / "a.xlsx")
    crew = LocalCrew(tmp_path, 2)
    try:
        chunks = [Chunk((Job(book, PERIOD, out=tmp_path / name),)) for name in ("mot", "hai")]
        futures = [crew.submit(chunk) for chunk in chunks]
        results = [one for chunk, future in zip(chunks, futures, strict=True) for one in crew.receive(chunk, future)]
    finally:
        crew.end(at_once=True)
    assert [one.ending for one in results] == [Ending.MADE, Ending.MADE]


@posix
def test_ctrl_c_leaves_whole_folders_and_the_next_run_goes_on(tmp_path: Path) -> None:
    first = dossier(tmp_path / "xa/xa-00.xlsx")
    for number in range(1, MANY):
        shutil.copy(first, first.with_name(f"xa-{number:02}.xlsx"))
    (tmp_path / "tam").mkdir()
    command = [sys.executable, str(ROOT / "cli.py"), "batch", "xa", "--period", PERIOD, "--jobs", "2"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tam")}
    run = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        start_new_session=True,  # a terminal sends Ctrl-C to the workers too
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while len(list(tmp_path.glob("outputs/xa-*/2025-Q3"))) < 2 and run.poll() is None:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130 and "Traceback" not in err
    assert "Chạy lại đúng lệnh đó để làm tiếp" in out
    results = json.loads((tmp_path / "outputs/ket-qua.json").read_bytes())
    counts = results["counts"]
    assert results["stopped"] and counts["not_done"] > 0 and sum(counts.values()) == MANY
    made = list(tmp_path.glob("outputs/*/2025-Q3"))
    assert len(made) == counts["made"] >= 2 and all((one / "manifest.json").is_file() for one in made)
    assert not list(tmp_path.glob("outputs/*/.*.moi")) and not list((tmp_path / "tam").iterdir())
    again = run_batch(Batch((str(tmp_path / "xa"),), Job(Path(), PERIOD, out=tmp_path / "outputs")), hire=CrewHere)
    assert again.count(Ending.UNCHANGED) == counts["made"] and again.count(Ending.MADE) == MANY - counts["made"]


# --- which dossiers -------------------------------------------------------------------------------


def test_files_folders_and_wildcards_are_taken_apart_and_each_file_counts_once(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "con/c.yaml", "con/sau/d.json", "con/ghi-chu.docx", "~$a.xlsx", "ket-qua.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    def found(*names: str) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in dossiers([f"{tmp_path}/{name}" for name in names])]

    assert found("") == ["a.xlsx", "b.xlsx"]
    assert found("*.xlsx", "a.xlsx", "con/../b.xlsx") == ["a.xlsx", "b.xlsx"]
    assert found("con", "khong-co.xlsx") == ["con/c.yaml", "khong-co.xlsx"]
    assert found("**/*.*") == ["a.xlsx", "b.xlsx", "con/c.yaml", "con/sau/d.json"]
    with pytest.raises(WrongUsage, match=r"Không có hồ sơ nào ứng với “.*\*\.xlsm”"):
        found("*.xlsm")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["*.xlsx", "--period", PERIOD], "Không có hồ sơ nào"),
        (["x.xlsx", "--period", "quý V"], "“quý V” không phải là kỳ báo cáo"),
        (["x.xlsx", "--period", PERIOD, "--jobs", "0"], "--jobs phải là số nguyên"),
        (["x.xlsx", "--period", PERIOD, "--shared-folder", "."], "--shared-folder chỉ dùng cùng với --scheduler"),
        (["x.xlsx", "--period", PERIOD, "--scheduler", "tcp://a:1", "--jobs", "2"], "--jobs không dùng cùng với"),
        (["--period", PERIOD], "thiếu tham số TỆP|THƯ_MỤC…"),
    ],
)
def test_a_wrong_command_line_is_told_before_anything_is_done(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli import baocao
    from generator.terminal.batch import batch

    monkeypatch.chdir(tmp_path)
    with pytest.raises((click.UsageError, WrongUsage)) as refusal:
        # Below the whole program, as it always runs: click keeps a command's help options as it first met them.
        context = batch.make_context("batch", arguments, parent=click.Context(baocao, **baocao.context_settings))
        batch.callback(**context.params)  # type: ignore[misc]
    error = refusal.value
    assert message in (usage_message(error) if isinstance(error, click.UsageError) else error.message)
    assert not list(tmp_path.iterdir())


# --- one workbook split ---------------------------------------------------------------------------


def test_a_workbook_split_by_lead_agency_gives_each_its_own_report(tmp_path: Path) -> None:
    path = dossier(tmp_path / "tinh.xlsx")
    job = Job(Path(), PERIOD, out=tmp_path / "ra")
    report = run_batch(Batch((str(path),), job, by="cơ quan  CHỦ TRÌ", workers=1))
    assert [(one.agency, one.ending) for one in report.results] == [
        ("Sở Khoa học và Công nghệ", Ending.MADE),
        ("Sở Tài chính", Ending.MADE),
    ]
    for one in report.results:
        alone = build(Job(path, PERIOD, out=tmp_path / "rieng", agency=one.agency)).published.folder
        assert files_of(alone) == files_of(tmp_path / "ra" / one.folder)
    again = run_batch(Batch((str(path),), job, by="Cơ quan chủ trì"), hire=CrewHere)
    assert again.count(Ending.UNCHANGED) == 2


def test_a_workbook_is_split_by_a_column_that_a_person_added(tmp_path: Path) -> None:
    def with_communes(sheets: dict[str, list[list[object]]]) -> None:
        for row, value in zip(
            sheets["Nhiệm vụ"], ("Địa bàn", "Xã Mường Kim", "xã mường kim; Phường Tân Phong", None), strict=True
        ):
            row.append(value)

    path = dossier(tmp_path / "tinh.xlsx", with_communes)
    report = run_batch(Batch((str(path),), Job(Path(), PERIOD, out=tmp_path / "ra"), by="Địa bàn"), hire=CrewHere)
    assert [(one.agency, one.ending.value) for one in report.results] == [
        ("UBND phường Tân Phong", "made"),
        ("UBND xã Mường Kim", "made"),
    ]
    facts = json.loads((tmp_path / "ra" / report.results[1].folder / "manifest.json").read_bytes())["facts"]
    assert [item["code"] for item in facts["tasks"]["items"]] == ["I.1", "I.2"]


def test_a_report_by_another_column_is_not_taken_for_the_one_that_is_there(tmp_path: Path) -> None:
    def with_contact(sheets: dict[str, list[list[object]]]) -> None:
        for row, value in zip(sheets["Nhiệm vụ"], ("Đầu mối", "Sở Tài chính", None, None), strict=True):
            row.append(value)

    path, job = dossier(tmp_path / "tinh.xlsx", with_contact), Job(Path(), PERIOD, out=tmp_path / "ra")
    led = run_batch(Batch((str(path),), job, by="Cơ quan chủ trì"), hire=CrewHere)
    (contact,) = run_batch(Batch((str(path),), job, by="Đầu mối"), hire=CrewHere).results
    assert contact.folder in {one.folder for one in led.results} and contact.ending is Ending.MADE


def test_a_column_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    path = dossier(tmp_path / "tinh.xlsx", lambda sheets: sheets["Nhiệm vụ"][0].append("Địa bàn"))
    batch = Batch((str(path),), Job(Path(), PERIOD, out=tmp_path / "ra"), by="Cơ quan chủ chì")
    (result,) = run_batch(batch, hire=CrewHere).results
    assert result.ending is Ending.FAILED and "“Cơ quan chủ chì”" in result.reason
    assert "Có phải là “Cơ quan chủ trì”?" in result.next_step


# --- edits and PDFs -------------------------------------------------------------------------------


def test_conflicts_with_hand_edits_are_counted_and_told_by_the_exit_code(tmp_path: Path) -> None:
    import docx

    path, job = dossier(tmp_path / "xa.xlsx"), Job(Path(), PERIOD, out=tmp_path / "ra")
    run_batch(Batch((str(path),), job), hire=CrewHere)
    report = tmp_path / "ra/xa/2025-Q3/bao-cao.docx"
    document = docx.Document(str(report))
    (paragraph,) = (one for one in document.paragraphs if "đã khảo sát 12 điểm" in one.text)
    run = next(one for one in paragraph.runs if "12" in one.text)
    run.text = run.text.replace("12", "13")
    document.save(str(report))
    dossier(path, lambda sheets: sheets["Tiến độ"][2].__setitem__(5, "Đã khảo sát 15 điểm"))
    found = run_batch(Batch((str(path),), job), hire=CrewHere)
    assert found.results[0].conflicts == 1 and found.exit_code == 4
    assert run_batch(Batch((str(path),), job), hire=CrewHere).exit_code == 4, "it still waits"


@needs_libreoffice
@posix
def test_the_pdfs_of_several_dossiers_come_from_one_run_of_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And from one more for all of those whose pages leave a heading alone."""
    real, program = LIBREOFFICE.require(), tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho run >> {tmp_path}/runs\nexec {real} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("BAOCAO_SOFFICE", str(program))
    for name in ("xa-1", "xa-2", "xa-3"):
        dossier(tmp_path / f"xa/{name}.xlsx")
    job = Job(Path(), PERIOD, out=tmp_path / "ra", pdf=True)
    report = run_batch(Batch((str(tmp_path / "xa"),), job, workers=1))
    assert [one.ending for one in report.results] == [Ending.MADE] * 3
    assert (tmp_path / "runs").read_text() in ("run\n", "run\nrun\n")
    for one in report.results:
        folder = tmp_path / "ra" / one.folder
        documents = sorted(path.stem for path in folder.glob("*.docx"))
        assert sorted(path.stem for path in folder.glob("*.pdf")) == documents and len(documents) > 1
        assert one.pages >= len(documents)
