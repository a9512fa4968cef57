"""A batch on a real Dask cluster: a scheduler and two workers as processes of their own, one of them killed midway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pytest

from generator import VERSION
from generator.batch.packed_jobs import pick_up, put_down
from generator.batch.run import Batch, run_batch
from generator.core.problems import WrongUsage
from generator.stories.build import build
from generator.stories.jobs import Job
from tests.batch_workers import CrewHere
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
PERIOD = "2025-Q3"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")


@dataclass
class Cluster:
    """A scheduler on this machine alone, and workers to be started and killed."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_bytes())["address"])

    def start(self, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log-{len(self.processes)}").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--host", "127.0.0.1"],
                env={**os.environ, "PYTHONPATH": str(path)},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def worker(self, name: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--name", name, "--scheduler-file", "scheduler.json")
        process = self.start("worker", *options, path=path)
        log = self.folder / f"log-{len(self.processes) - 1}"
        _wait_for(lambda: b"established connection" in log.read_bytes(), process)
        return process


def _wait_for(there: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert process.poll() is None and time.monotonic() < end, "a process of the cluster did not come up"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cum"))
    try:
        scheduler = made.start("scheduler", "--port", "0", "--scheduler-file", "scheduler.json")
        _wait_for((made.folder / "scheduler.json").exists, scheduler)
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "batch", *map(str, arguments), "--period", PERIOD]


def said(*arguments: object, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        command(*arguments), capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file but locks and the program's own note of the run, which changes with the program."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lan-lap.json" and path.suffix != ".lock"
    }


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ten dossiers, one of them faulty; `truoc` holds an earlier result, edited by hand."""
    folder = tmp_path_factory.mktemp("ho-so")
    (folder / "xa").mkdir()
    for number in range(10):
        sheets = minimal_sheets()
        sheets["Tiến độ"][2][5] = f"Đã khảo sát {number + 12} điểm"
        if number == 5:
            sheets["Tiến độ"][1][2] = "Sắp xong"
        write_workbook(folder / f"xa/xa-{number}.xlsx", sheets)
    before = minimal_sheets()
    before["Tiến độ"][2][5] = "Đã khảo sát 7 điểm"
    (folder / "cu").mkdir()
    build(Job(write_workbook(folder / "cu/xa-3.xlsx", before), PERIOD, out=folder / "truoc"))
    report = folder / "truoc/xa-3/2025-Q3/bao-cao.docx"
    document = docx.Document(str(report))
    document.paragraphs[-1].insert_paragraph_before("Đoạn do người soạn viết thêm.")
    document.save(str(report))
    return folder


@pytest.fixture(scope="module")
def local(dossiers: Path) -> Path:
    """The same batch on this machine."""
    out = dossiers / "tai-cho"
    shutil.copytree(dossiers / "truoc", out)
    run_batch(Batch((str(dossiers / "xa"),), Job(Path(), PERIOD, out=out)), hire=CrewHere)
    return out


def test_a_worker_killed_midway_loses_nothing_and_doubles_nothing(
    cluster: Cluster, dossiers: Path, local: Path
) -> None:
    doomed, _ = cluster.worker("mot"), cluster.worker("hai")
    out = dossiers / "cum"
    shutil.copytree(dossiers / "truoc", out)
    with subprocess.Popen(
        command(dossiers / "xa", "--out", out, "--scheduler", cluster.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as run:
        while len(list(out.glob("xa-*/2025-Q3"))) < 3 and run.poll() is None:
            time.sleep(0.01)
        doomed.send_signal(signal.SIGKILL)
        assert run.poll() is None, "killed too late to prove anything"
        text, _ = run.communicate(timeout=120)
    assert run.returncode == 1 and "Traceback" not in text
    assert "10 báo cáo: 9 đã lập, 1 không lập được." in text
    assert files_of(out) == files_of(local)
    words = [paragraph.text for paragraph in docx.Document(str(out / "xa-3/2025-Q3/bao-cao.docx")).paragraphs]
    assert "Đoạn do người soạn viết thêm." in words and any("đã khảo sát 15 điểm" in text for text in words)


def test_a_shared_folder_carries_the_same_and_is_left_empty(cluster: Cluster, dossiers: Path, local: Path) -> None:
    out, shared = dossiers / "chung-ra", dossiers / "chung"
    shared.mkdir()
    shutil.copytree(dossiers / "truoc", out)
    some = [dossiers / f"xa/xa-{number}.xlsx" for number in (2, 3, 5)]
    code, text = said(*some, "--out", out, "--scheduler", cluster.address, "--shared-folder", shared)
    assert code == 1 and "2 đã lập, 1 không lập được" in text
    for name in ("xa-2", "xa-3"):
        assert files_of(out / name) == files_of(local / name)
    assert not list(shared.iterdir())


def test_a_worker_with_another_version_is_refused(cluster: Cluster, dossiers: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generator", tmp_path / "generator")
    package = tmp_path / "generator/__init__.py"
    package.write_text(package.read_text("utf-8").replace(VERSION, "9.9.9"), "utf-8")
    cluster.worker("khac", path=tmp_path)
    code, text = said(dossiers / "xa", "--out", tmp_path / "ra", "--scheduler", cluster.address)
    assert code == 3 and "chạy baocao 9.9.9" in text and f"máy này chạy baocao {VERSION}" in text
    assert not (tmp_path / "ra").exists()


def test_a_machine_without_dask_is_told_what_to_install(dossiers: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError")
    address = "tcp://127.0.0.1:1"
    code, text = said(dossiers / "xa", "--out", tmp_path, "--scheduler", address, PYTHONPATH=str(tmp_path))
    assert code == 3 and 'pip install "baocao[cluster]"' in text


def test_nobody_at_the_address_is_told(dossiers: Path, tmp_path: Path) -> None:
    code, text = said(dossiers / "xa", "--out", tmp_path / "ra", "--scheduler", "127.0.0.1:1")
    assert code == 3 and "Không kết nối được bộ điều phối “127.0.0.1:1”" in text and "dask scheduler" in text


def test_what_was_changed_in_the_shared_folder_is_not_opened(tmp_path: Path) -> None:
    digest = put_down(b"parcel", tmp_path)
    assert put_down(b"parcel", tmp_path) == digest and pick_up(tmp_path, digest) == b"parcel"
    (tmp_path / digest).write_bytes(b"another")
    for name in (digest, "0" * 64):
        with pytest.raises(WrongUsage, match="thư mục chung"):
            pick_up(tmp_path, name)
