"""How long the program takes to begin: two checkouts side by side, in turn, so that both meet the same weather.

    python bench/startup.py OLD NEW [--runs 15]

Both are run by this Python. A row is a command; the columns are the median of OLD and NEW in milliseconds, the median
of the ratios taken pair by pair, and how many modules each loads (`-v` counts what Python imports).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE, PERIOD = "inputs/lai-chau-nq57.xlsx", "2025-Q3"
COUNT = (
    "import sys; sys.argv = ['baocao', *sys.argv[1:]]; sys.path.insert(0, '.'); import cli\n"
    "try: cli.main()\nfinally: print(len(sys.modules), file=sys.stderr)"
)


def commands(workbook: Path, out: Path) -> dict[str, list[str]]:
    build = ["build", str(workbook), "--period", PERIOD, "--out", str(out)]
    return {
        "--version": ["--version"],
        "--help": ["--help"],
        "facts": ["facts", str(workbook), "--period", PERIOD],
        "check": ["check", str(workbook), "--out", str(out)],
        "build, nothing changed": build,
        "build --rebuild": [*build, "--rebuild"],
    }


def seconds(checkout: Path, arguments: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "cli.py", *arguments], cwd=checkout, check=True, capture_output=True)
    return time.perf_counter() - begun


def modules(checkout: Path, arguments: list[str]) -> int:
    done = subprocess.run([sys.executable, "-c", COUNT, *arguments], cwd=checkout, capture_output=True, text=True)
    return int(done.stderr.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    print(f"{'':24} {'old ms':>8} {'new ms':>8} {'new/old':>8} {'modules':>11}")
    with tempfile.TemporaryDirectory() as name:
        sides = []
        for number, checkout in enumerate((asked.old.resolve(), asked.new.resolve())):
            place = Path(name, str(number))
            place.mkdir()
            workbook = Path(shutil.copy(asked.new / EXAMPLE, place))
            sides.append((checkout, commands(workbook, place / "outputs")))
        for checkout, typed in sides:
            seconds(checkout, typed["build --rebuild"])
        for row in sides[0][1]:
            pairs = [tuple(seconds(checkout, typed[row]) for checkout, typed in sides) for _ in range(asked.runs)]
            old, new = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
            ratio = statistics.median(new / old for old, new in pairs)
            loaded = "→".join(str(modules(checkout, typed[row])) for checkout, typed in sides)
            print(f"{row:24} {old:8.0f} {new:8.0f} {ratio:8.2f} {loaded:>11}", flush=True)


if __name__ == "__main__":
    main()
