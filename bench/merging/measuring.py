"""Rounds in which every peer runs once, in an order that turns, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from merging.data import write_json
from merging.install import HERE, PEERS, PROGRAM, PYTHON, ROOT
from merging.word_files import faults, write_template

WORK = HERE.parent / ".work"
TIME_LIMIT = 1800
FLOOR = "floor"
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program of the comparison; `dialect` is that of its template, `label` what the tables call it."""

    name: str
    label: str
    dialect: str
    is_python: bool = True
    is_slow: bool = False


PEER_LIST = (
    Peer(FLOOR, "Mốc tối thiểu", "jinja"),
    Peer("baocao", "baocao", "jinja"),
    Peer("baocao-plain", "baocao, không đánh dấu dòng", "jinja"),
    Peer("docxtpl", "docxtpl", "jinja", is_slow=True),
    Peer("python-docx", "python-docx, chép dòng", "empty", is_slow=True),
    Peer("docxtemplater", "docxtemplater", "braces", is_python=False, is_slow=True),
    Peer("easy-template-x", "easy-template-x", "braces", is_python=False, is_slow=True),
    Peer("carbone", "Carbone bản cộng đồng", "carbone", is_python=False),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A size of table; slow peers run in the first `slow_rounds` only; of `repeats` documents the median counts."""

    rows: int
    rounds: int
    slow_rounds: int
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds and bytes of one run: the merge alone, then its whole process; `fault` says why there are none."""

    wall: float = 0
    processor: float = 0
    growth: int = 0
    process_wall: float = 0
    process_processor: float = 0
    size: int = 0
    fault: str = ""

    @classmethod
    def middle(cls, samples: Sequence[Sample]) -> Sample:
        """The median of each measure; of spoilt runs, the fault."""
        if spoilt := next((one for one in samples if one.fault), None):
            return spoilt
        times = ("wall", "processor", "process_wall", "process_processor")
        figures = {name: median(getattr(one, name) for one in samples) for name in times}
        return cls(**figures, growth=int(median(one.growth for one in samples)), size=samples[0].size)


def measure(case: Case) -> Mapping[str, Sample]:
    """The median run of every peer, by its name."""
    WORK.mkdir(exist_ok=True)
    write_json(case.rows, WORK / "du-lieu.json")
    for dialect in {peer.dialect for peer in PEER_LIST}:
        write_template(dialect, WORK / f"mau-{dialect}.docx")
    samples: dict[str, list[Sample]] = defaultdict(list)
    for turn in range(case.rounds):
        for peer in turned([one for one in PEER_LIST if turn < case.slow_rounds or not one.is_slow], turn):
            samples[peer.name].append(_run(peer, case))
            print(".", end="", flush=True)
    print(flush=True)
    return {peer.name: Sample.middle(samples[peer.name]) for peer in PEER_LIST}


def turned(things: Sequence[Thing], turn: int) -> list[Thing]:
    """The same things, begun with another one in every turn."""
    start = turn * 3 % len(things)
    return [*things[start:], *things[:start]]


def _run(peer: Peer, case: Case) -> Sample:
    target = WORK / "ket-qua.docx"
    target.unlink(missing_ok=True)
    command = _command(peer, case, target)
    try:
        wall, processor, output = timed(command, TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return Sample(fault="quá 30 phút, bị dừng")
    except subprocess.CalledProcessError as error:
        return Sample(fault=f"lỗi {error.returncode}")
    if found := faults(target, case.rows):
        return Sample(fault=f"sai: {found[0]}")
    said = json.loads(output.strip().splitlines()[-1])
    growth = said["peak"] - said["before"]
    return Sample(said["wall"], said["processor"], growth, wall, processor, target.stat().st_size)


def _command(peer: Peer, case: Case, target: Path) -> list[str]:
    template = str(WORK / f"mau-{peer.dialect}.docx")
    if peer.is_python:
        program = [str(PYTHON), "-m", "merging.python_peer", peer.name, str(case.rows)]
    else:
        program = ["node", str(HERE / "node_peer.js"), peer.name, str(WORK / "du-lieu.json")]
    return [*program, str(case.repeats), template, str(target)]


def timed(command: Sequence[str], limit: float) -> tuple[float, float, str]:
    """Seconds of a whole process by the clock and of the processor (user and system), and what it printed."""
    paths = os.pathsep.join((str(HERE.parent), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "BENCH_PEERS": str(PEERS), "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    before, clock = _children_seconds(), time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=limit)
    return time.perf_counter() - clock, _children_seconds() - before, done.stdout


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def startup(rounds: int) -> Mapping[str, tuple[float, float]]:
    """Seconds of whole processes, clock and processor, by the command's name; a build goes into an empty folder."""
    python = str(PYTHON)
    example = ("build", "inputs/lai-chau-nq57.xlsx", "--period", "2025-Q3", "--out")
    commands = {
        "import click": [python, "-c", "import click"],
        "baocao --version": [str(PROGRAM), "--version"],
        "baocao --help": [str(PROGRAM), "--help"],
        "import docxtpl, openpyxl": [python, "-c", "import docxtpl, openpyxl"],
        "baocao build": [str(PROGRAM), *example],
    }
    empty = WORK / "ho-so"
    samples: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(-1, rounds):
        for name in turned(list(commands), turn % len(commands)):
            shutil.rmtree(empty, ignore_errors=True)
            folder = [str(empty)] if commands[name][-1] == "--out" else []
            wall, processor, _ = timed([*commands[name], *folder], TIME_LIMIT)
            if turn >= 0:  # the first round fills the caches
                samples[name].append((wall, processor))
    return {name: (median(w for w, _ in samples[name]), median(p for _, p in samples[name])) for name in commands}
