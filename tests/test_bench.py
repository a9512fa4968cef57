"""The bench starts and says what it does; what it measures is no matter for a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"
RUN, CLICKS = BENCH / "run.py", BENCH / "clicks.py"


@pytest.mark.parametrize(
    ("script", "options", "code", "words"),
    [
        (RUN, ["--help"], 0, "Cách dùng: python bench/run.py"),
        (RUN, ["--fast"], 2, "Không có tuỳ chọn “--fast”"),
        (CLICKS, ["--help"], 0, "Cách dùng: python bench/clicks.py"),
        (CLICKS, ["--fast"], 2, "Không có tuỳ chọn “--fast”"),
        (CLICKS, ["--runs", "0"], 2, "--runs cần một số nguyên"),
    ],
)
def test_the_bench_answers_in_vietnamese_without_installing_anything(
    script: Path, options: list[str], code: int, words: str
) -> None:
    done = subprocess.run([sys.executable, str(script), *options], capture_output=True, encoding="utf-8")
    assert done.returncode == code
    assert words in done.stdout + done.stderr
