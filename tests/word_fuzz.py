"""Broken Word files by the thousand: good ones, each spoilt in a few places, through everything that reads one.

    python -m tests.word_fuzz --cases 2000 --seed 1    # a run; prints each failure with what repeats it
    python -m tests.word_fuzz --only 17 --seed 1       # one case again, with its traceback; --keep writes the file

A case fails by a traceback or by more than 20 seconds. Allowed ends are a result or a BaocaoError, in words that can
be printed. A case is its seed and number: the same file on every machine.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from generator.core.problems import BaocaoError
from generator.lint.engine import lint, standard_for
from generator.lint.read_document import read_document
from generator.read.plan_table import read_plan
from generator.redline.redline import redline
from generator.render.check_template import check_template
from generator.revise.folder import merge_files
from generator.stories.lint import fix_file
from generator.stories.trace import trace
from tests.spoil import spoilt

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 20


class TooSlow(BaseException):
    """No handler of the program may catch it."""


def corpus() -> list[bytes]:
    """Good Word files: templates, cases of practice."""
    found = [*sorted((ROOT / "templates" / "nd30").glob("*.docx")), *sorted((ROOT / "tests" / "cases").rglob("*.docx"))]
    return [path.read_bytes() for path in found if path.stat().st_size < 200_000]


def run_case(content: bytes, good: bytes, folder: Path) -> str:
    """How one spoilt file ends: "read" or "refused". Raises what the program should not have let through."""
    path, out = folder / "van-ban.docx", folder / "ra.docx"
    path.write_bytes(content)

    def linted() -> object:
        view = read_document(path)
        return lint(view, standard_for(view))

    steps: tuple[Callable[[], object], ...] = (
        linted,
        lambda: fix_file([path], out),
        lambda: read_plan(path),
        lambda: trace(path, None),
        lambda: check_template("van-ban.docx", "bao-cao-quy", content),
        lambda: redline(good, content),
        lambda: redline(content, good),
        lambda: merge_files({"bao-cao.docx": good}, {}),
    )
    ends = Counter[str]()
    for step in steps:
        try:
            step()
            ends["read"] += 1
        except BaocaoError as error:
            f"{error.message}{error.next_step}".encode()
            ends["refused"] += 1
    out.unlink(missing_ok=True)
    return "refused" if ends["refused"] > ends["read"] else "read"


def run(seed: int, first: int, last: int, keep: bool = False) -> tuple[Counter[str], list[str]]:
    """Ends, and failures with what repeats them."""

    def too_slow(_signal: int, _frame: object) -> None:
        raise TooSlow(f"over {SECONDS} s")

    before = signal.signal(signal.SIGALRM, too_slow)
    ends, failures, files = Counter[str](), list[str](), corpus()
    try:
        with tempfile.TemporaryDirectory() as name:
            for number in range(first, last):
                chance = random.Random(f"{seed}-{number}")
                good = chance.choice(files)
                content = spoilt(good, chance)
                if keep:
                    Path(f"fuzz-{seed}-{number}.docx").write_bytes(content)
                signal.alarm(SECONDS)
                try:
                    ends[run_case(content, good, Path(name))] += 1
                except (Exception, TooSlow) as error:
                    ends["failed"] += 1
                    said = "".join(traceback.format_exception(error)[-6:])
                    failures.append(f"seed {seed}, case {number}\n{said}")
                signal.alarm(0)
    finally:
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGALRM, before)
    return ends, failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", action="store_true")
    wanted = parser.parse_args()
    first, last = (0, wanted.cases) if wanted.only is None else (wanted.only, wanted.only + 1)
    ends, failures = run(wanted.seed, first, last, wanted.keep)
    for one in failures:
        print(one)  # noqa: T201
    print(dict(ends))  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
