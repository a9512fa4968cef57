"""Broken workbooks by the thousand: good ones, each spoilt in a few places, through everything that reads a workbook.

    python -m tests.fuzz --cases 3000 --seed 1      # a run; prints each failure with what repeats it
    python -m tests.fuzz --word --cases 300         # Word files instead (tests/fuzz_word.py)
    python -m tests.fuzz --only 17 --seed 1         # one case again, with its traceback; --keep writes the file

A case fails by a traceback, by more than 10 seconds of the processor or by more memory than 1 GiB. Allowed ends are a
list of problems or a BaocaoError, in words that can be printed. A case is its seed and number: the same file on every
machine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tests import fuzz_word
from tests.spoil import spoilt
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEMORY, BATCH = 10, 1024**3, 250


class TooSlow(BaseException):
    """No handler of the program may catch it."""


def corpus(folder: Path) -> list[bytes]:
    """Good workbooks to spoil: mostly small ones (a case is quick), and those of inputs/."""
    from generator.stories.collect import write_forms
    from generator.stories.intake import new_workbook

    sheets = minimal_sheets()
    sheets["Chỉ tiêu"] = [["Mã", "Tên chỉ tiêu", "Đơn vị tính", "Loại"], ["CT1", "Tỷ lệ hồ sơ", "%", "Số"]]
    sheets["Lộ trình"] = [["Mã chỉ tiêu", "Năm", "Mục tiêu"], ["CT1", 2025, ">= 62,5"]]
    sheets["Số liệu"] = [["Mã chỉ tiêu", "Kỳ báo cáo", "Giá trị"], ["CT1", "2025-Q3", 61.5]]
    small = write_workbook(folder / "nho.xlsx", minimal_sheets())
    plan = write_workbook(folder / "chi-tieu.xlsx", sheets)
    new_workbook(folder / "moi.xlsx")
    forms, _ = write_forms(small, "2025-Q3", folder / "phieu")
    files = [small, plan, small, plan, folder / "moi.xlsx", *sorted((folder / "phieu").glob("*.xlsx"))]
    files = files * 6 + sorted((ROOT / "inputs").glob("*.xlsx"))
    assert forms, "forms belong to the corpus"
    return [path.read_bytes() for path in files]


def case_bytes(files: list[bytes], seed: int, number: int, word: bool = False) -> bytes:
    chance = random.Random(f"{seed}-{number}")
    return (fuzz_word.spoilt if word else spoilt)(chance.choice(files), chance)


def run_case(content: bytes, folder: Path) -> str:
    """How one spoilt workbook ends: "read" or "refused". Raises what the program should not have let through."""
    from generator.compute.facts import compute
    from generator.core.period_names import parse_period
    from generator.core.problems import BaocaoError, Problem
    from generator.read.plan_table import read_plan
    from generator.read.return_file import read_return
    from generator.stories import build as pipeline
    from generator.stories.intake import repair_workbook, upgrade_workbook
    from generator.validate.plan import plan_draft
    from generator.write.annotate import annotate

    def told(problems: Iterable[Problem]) -> None:
        for problem in problems:
            assert problem.message and (problem.place.file or problem.place.sheet), problem
            (str(problem) + json.dumps(problem.as_json(), ensure_ascii=False)).encode("utf-8")

    path = folder / "ho-so.xlsx"
    path.write_bytes(content)
    checked = pipeline.check(path)
    told(checked.problems)
    table, problems = read_plan(path)
    told([*problems, *(plan_draft(table)[1] if table else ())])
    told(read_return(path)[1])
    steps: list[Callable[[], object]] = []
    if checked.dossier is not None:
        dossier = checked.dossier
        steps += [
            lambda: annotate(path, checked.problems, folder / "danh-dau.xlsx"),
            lambda: repair_workbook(path, folder / "sua.xlsx"),
            lambda: upgrade_workbook(path, folder / "bo-sung.xlsx"),
            lambda: compute(dossier, parse_period("2025-Q3"), date(2025, 9, 30)),
        ]
    for step in steps:
        try:
            step()
        except BaocaoError as error:
            f"{error.message}{error.next_step}".encode()
            told(getattr(error, "problems", ()))
    for made in ("danh-dau", "sua", "bo-sung"):
        (folder / f"{made}.xlsx").unlink(missing_ok=True)
    return "read" if checked.dossier is not None else "refused"


def child(seed: int, first: int, last: int, keep: bool, word: bool) -> None:
    """Runs cases first … last - 1 under the limits and prints a JSON line before and after each."""

    def too_slow(_signal: int, _frame: object) -> None:
        raise TooSlow(f"over {SECONDS} s")

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, too_slow)
    with tempfile.TemporaryDirectory() as name:
        files = (fuzz_word.corpus if word else corpus)(Path(name))
        for number in range(first, last):
            content = case_bytes(files, seed, number, word)
            if keep:
                Path(f"fuzz-{seed}-{number}{'.docx' if word else '.xlsx'}").write_bytes(content)
            print(json.dumps({"case": number}), flush=True)
            began, fault = time.perf_counter(), ""
            signal.setitimer(signal.ITIMER_PROF, fuzz_word.SECONDS if word else SECONDS)
            try:
                end = (fuzz_word.run_case if word else run_case)(content, Path(name))
            except (Exception, TooSlow) as error:
                end, fault = "failed", "".join(traceback.format_exception(error)[-9:])
            signal.setitimer(signal.ITIMER_PROF, 0)
            print(json.dumps({"end": end, "fault": fault, "seconds": time.perf_counter() - began}), flush=True)
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}), flush=True)


def run(
    seed: int, first: int, last: int, keep: bool = False, word: bool = False
) -> tuple[Counter[str], list[str], float, int]:
    """All cases in child processes; (ends, failures, the slowest's seconds, the largest peak in MiB)."""
    ends: Counter[str] = Counter()
    failures: list[str] = []
    slowest, peak = 0.0, 0
    while first < last:
        stop = min(last, first + BATCH)
        options = ["--seed", str(seed), "--child", str(first), str(stop), *["--keep"] * keep, *["--word"] * word]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *options], cwd=ROOT, capture_output=True, text=True, check=False
        )
        number = first - 1
        for text in done.stdout.splitlines():
            if not text.startswith("{"):
                failures.append(f"seed {seed}, case {number}: printed {text!r}")
                continue
            line = json.loads(text)
            number = line.get("case", number)
            peak = max(peak, line.get("peak", 0))
            if "end" in line:
                ends[line["end"]] += 1
                slowest = max(slowest, line["seconds"])
                if line["fault"]:
                    failures.append(f"seed {seed}, case {number}\n{line['fault']}")
        if done.returncode:
            ends["failed"] += 1
            failures.append(f"seed {seed}, case {number}: the process ended with {done.returncode}\n{done.stderr}")
            stop = max(number, first) + 1
        first = stop
    return ends, failures, slowest, peak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--word", action="store_true")
    parser.add_argument("--child", type=int, nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.child:
        child(wanted.seed, *wanted.child, wanted.keep, wanted.word)
        return 0
    first, last = (0, wanted.cases) if wanted.only is None else (wanted.only, wanted.only + 1)
    ends, failures, slowest, peak = run(wanted.seed, first, last, wanted.keep, wanted.word)
    print("\n".join(failures))
    print(f"{last - first} cases: {dict(ends)}; slowest {slowest:.1f} s, peak {peak} MiB")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
