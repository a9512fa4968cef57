"""Time and memory of `baocao build` on dossiers of 1.000 to 100.000 tasks; writes a table and a picture.

    python bench/scale.py [TASKS …]

Each run is a process of its own: the build, from start-up to the last file, of a dossier made by big_dossier.py. With
sizes named, or where one fails, nothing is written, only shown.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from big_dossier import PERIOD, big_dossier  # noqa: E402
from scale_picture import picture  # noqa: E402

RUNS = {1_000: 5, 3_000: 3, 10_000: 3, 30_000: 2, 100_000: 1}
"""Tasks → how often measured; the run with the least processor time counts, the others were disturbed more."""
RAISED = {"BAOCAO_TOI_DA_O": "3000000", "BAOCAO_TOI_DA_GIAI_NEN": "600"}
"""Limits that the largest dossier exceeds, and no other."""
BEGIN, END = "<!-- quy mô: bắt đầu -->", "<!-- quy mô: hết -->"
START = "Khởi động"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a build: seconds of the processor and of the clock, and the most memory so far in MiB."""

    name: str
    processor: float
    clock: float
    memory: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A build of a dossier of so many tasks; `processor`, `clock` and `memory` are of its whole process."""

    tasks: int
    rows: int
    processor: float
    clock: float
    memory: int
    files: float
    """MiB written."""
    steps: tuple[Step, ...]


def build_once(workbook: Path, out: Path) -> list[Step]:
    """Builds in this process, set up as the program's own is; its steps."""
    from generator.core.limits import collect_rarely
    from generator.stories.build import build
    from generator.stories.jobs import Job
    from generator.stories.jobs import Step as JobStep

    collect_rarely()
    marks = [(START, 0.0, time.perf_counter())]

    def on_step(step: JobStep | None) -> None:
        marks.append((str(step), time.process_time(), time.perf_counter()))
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    peaks: list[int] = []
    build(Job(workbook, PERIOD, out=out), on_step)
    on_step(None)
    return [
        Step(name, after[1] - before, after[2] - began, peak)
        for (name, before, began), after, peak in zip(marks, marks[1:], peaks, strict=False)
    ]


def measure(tasks: int, rows: int, workbook: Path, folder: Path) -> Measure:
    """One build in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(workbook), str(folder / "ra")]
    made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | RAISED)
    clock = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    steps = tuple(Step(**one) for one in json.loads(made.stdout))
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(
        path.stat().st_size for path in (folder / "ra").rglob("*") if path.is_file() and ".base" not in path.parts
    )
    return Measure(tasks, rows, processor, clock, max(step.memory for step in steps), size / 2**20, steps)


def made_apart(workbook: Path, tasks: int) -> int:
    """Makes the dossier in a process of its own (a child counts its parent's memory as its own); gives its reports."""
    command = [sys.executable, str(Path(__file__).resolve()), "--make", str(workbook), str(tasks)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measured(sizes: list[int]) -> list[Measure]:
    """The least disturbed run of each size, each run into an empty folder."""
    found: list[Measure] = []
    for tasks in sizes:
        with tempfile.TemporaryDirectory() as name:
            workbook = Path(name) / "ho-so.xlsx"
            rows = made_apart(workbook, tasks)
            runs = []
            for number in range(RUNS.get(tasks, 1)):
                folder = Path(name) / str(number)
                folder.mkdir()
                runs.append(measure(tasks, rows, workbook, folder))
                print(f"{tasks:>7} tasks: {runs[-1].processor:7.2f} s, {runs[-1].memory} MiB", file=sys.stderr)
            found.append(min(runs, key=lambda run: run.processor))
    return found


def table(found: list[Measure]) -> str:
    """The whole and its steps as Markdown."""
    lines = [
        "| Nhiệm vụ | Dòng tiến độ | Bộ xử lý | Đồng hồ | Bộ nhớ cao nhất | Tệp ghi ra | Cho 1.000 nhiệm vụ |",
        "|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {_count(one.tasks)} | {_count(one.rows)} | {_decimal(one.processor)} giây | {_decimal(one.clock)} giây "
            f"| {one.memory} MiB | {_decimal(one.files)} MiB | {_decimal(one.processor * 1000 / one.tasks, 2)} giây |"
            for one in found
        ),
        "",
        "Giây của bộ xử lý theo từng bước (bộ nhớ cao nhất tính đến hết bước, MiB):",
        "",
        "| Bước | " + " | ".join(_count(one.tasks) for one in found) + " |",
        "|---|" + "---:|" * len(found),
    ]
    for at, step in enumerate(found[0].steps):
        cells = (f"{_decimal(one.steps[at].processor, 2)} ({one.steps[at].memory})" for one in found)
        lines.append(f"| {step.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(number: float, places: int = 1) -> str:
    return f"{number:.{places}f}".replace(".", ",")


def write(found: list[Measure]) -> None:
    """The table into README.md between its marks, and the picture beside it."""
    readme = HERE / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n\n{table(found)}\n\n{END}{after}", "utf-8")
    points = [(one.tasks, one.processor, float(one.memory)) for one in found]
    (HERE / "quy-mo.svg").write_text(picture(points), "utf-8")


def main(arguments: list[str]) -> int:
    """Measures, shows and writes."""
    if arguments[:1] == ["--one"]:
        print(json.dumps([asdict(step) for step in build_once(Path(arguments[1]), Path(arguments[2]))]))
        return 0
    if arguments[:1] == ["--make"]:
        print(big_dossier(Path(arguments[1]), int(arguments[2]))["Tiến độ"])
        return 0
    if not all(one.isdecimal() and int(one) for one in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    found = measured([int(one) for one in arguments] or list(RUNS))
    print(table(found))
    if not arguments:
        write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
