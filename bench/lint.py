"""Time of `baocao lint` on a long document, beside `docx-plus lint` on the same file.

    python bench/lint.py [PAGES] [--other PROGRAM]

PROGRAM is the docx-plus command, by default the one on the path; without it only this linter is measured. Both run as
processes of their own, start-up included; the best of three runs counts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]  # not this folder: this file and the tests share a name

PARAGRAPHS_PER_PAGE = 11
ROWS_PER_PAGE = 25
CELL = "<w:tc><w:tcPr><w:tcW w:w='1500' w:type='dxa'/></w:tcPr><w:p><w:r><w:t>Nội dung của ô</w:t></w:r></w:p></w:tc>"


def long_document(pages: int, path: Path) -> Path:
    """A conforming report: half its pages text, half one table of six columns."""
    from tests.lint.sample_documents import sample, write

    made = sample()
    closing = made.body.pop("ket")
    for at in range(pages // 2 * PARAGRAPHS_PER_PAGE):
        made.body[f"doan_{at + 10}"] = replace(made.body["doan_2"])
    made.body["ket"] = closing
    row = f"<w:tr>{CELL * 6}</w:tr>"
    grid = "<w:gridCol w:w='1500'/>" * 6
    rows = row * (pages // 2 * ROWS_PER_PAGE)
    made.page["extra"] = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    return write(made, path)


def best_of_three(command: list[str]) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=100)
    parser.add_argument("--other", default=shutil.which("docx-plus"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = long_document(options.pages, Path(folder) / "dai.docx")
        ours = best_of_three([sys.executable, "cli.py", "lint", str(path), "--format", "json"])
        print(f"baocao lint, {options.pages} pages: {ours:.2f} s")
        if options.other:
            theirs = best_of_three([options.other, "lint", "--no-profile", "--json", str(path)])
            print(f"docx-plus lint, same file: {theirs:.2f} s; ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
