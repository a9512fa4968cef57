"""The bench starts and says what it does; what it measures is no matter for a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parent.parent / "bench/run.py"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [(["--help"], 0, "Cách dùng: python bench/run.py"), (["--fast"], 2, "Không có tuỳ chọn “--fast”")],
)
def test_the_bench_answers_in_vietnamese_without_installing_anything(options: list[str], code: int, words: str) -> None:
    done = subprocess.run([sys.executable, str(RUN), *options], capture_output=True, encoding="utf-8")
    assert done.returncode == code
    assert words in done.stdout + done.stderr
