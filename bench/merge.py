"""How the merge of an edited appendix grows with its rows: python bench/merge.py [ROWS…] [--rounds N]

Every size is a real appendix, built from a dossier of so many tasks (big_dossier.py). A person has edited some cells
of it; the new data changes the words of every tenth row and, in the second case, also counts half of the rows anew.
Sizes are measured in turn, round after round, so that a busy machine is unkind to all alike.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.big_dossier import PERIOD, big_dossier
from generator.revise.document import merge_documents
from generator.revise.spreadsheet import merge_spreadsheets
from generator.stories.build import build
from generator.stories.jobs import Job

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RESULT = 6
"""The column of an appendix row that tells what was done, from 0."""


@dataclass(frozen=True)
class Case:
    """A merge to measure: what it is called, and the three files by size."""

    title: str
    merge: Callable[[bytes, bytes, bytes], Any]
    files: dict[int, tuple[bytes, bytes, bytes]]


def main() -> None:
    """Measures, and prints a table for README.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="*", default=[1_000, 3_000, 10_000, 30_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    sizes = sorted(asked.rows)
    made = {size: _built(size) for size in sizes}
    cases = [
        Case("phu-luc-II.docx", merge_documents, {size: _word(made[size][0], False) for size in sizes}),
        Case("phu-luc-II.docx, đánh số lại", merge_documents, {size: _word(made[size][0], True) for size in sizes}),
        Case("phu-luc.xlsx", merge_spreadsheets, {size: _excel(made[size][1]) for size in sizes}),
    ]
    taken: dict[tuple[str, int], list[float]] = {}
    for number in range(asked.rounds):
        for size in sizes if number % 2 == 0 else reversed(sizes):
            for case in cases:
                begin = process_time()
                merged = case.merge(*case.files[size])
                taken.setdefault((case.title, size), []).append(process_time() - begin)
                assert merged.changes >= size // 10 - 1 and not merged.conflicts, (case.title, size, merged.changes)
    print("| Tệp đã sửa tay | " + " | ".join(f"{size:,} dòng".replace(",", ".") for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for case in cases:
        seconds = [statistics.median(taken[case.title, size]) for size in sizes]
        first = seconds[0] / sizes[0]
        cells = [
            f"{one:.1f} s (x{one / size / first:.2f})".replace(".", ",")
            for one, size in zip(seconds, sizes, strict=True)
        ]
        print(f"| {case.title} | " + " | ".join(cells) + " |")


def _built(tasks: int) -> tuple[bytes, bytes]:
    """The appendix of tasks and the spreadsheet of a dossier with so many."""
    with tempfile.TemporaryDirectory() as name:
        workbook = Path(name, "ho-so.xlsx")
        big_dossier(workbook, tasks)
        folder = build(Job(workbook, PERIOD, out=Path(name))).published.folder
        return (folder / "phu-luc-II.docx").read_bytes(), (folder / "phu-luc.xlsx").read_bytes()


def _word(base: bytes, counted_anew: bool) -> tuple[bytes, bytes, bytes]:
    """An appendix as generated, edited in seven rows, and as new data would make it."""
    from docx import Document

    edited, new = Document(io.BytesIO(base)), Document(io.BytesIO(base))
    for number, row in enumerate(mine := _rows(edited)):
        if number % (len(mine) // 7) == 5:
            _append(row, 1, " (người soạn bổ sung)")
    for number, row in enumerate(theirs := _rows(new)):
        if number % 10 == 7:
            _append(row, RESULT, " Đã có số liệu mới.")
        if counted_anew and number > len(theirs) // 2:
            _count_on(row)
    return base, _saved(edited), _saved(new)


def _rows(document: Any) -> list[Any]:
    table = max(document.element.body.iter(f"{W}tbl"), key=len)
    return [row for row in table.iter(f"{W}tr") if len(row.findall(f"{W}tc")) > RESULT][1:]


def _append(row: Any, column: int, text: str) -> None:
    cell = row.findall(f"{W}tc")[column]
    node = next(cell.iter(f"{W}t"), None)
    if node is None:
        from lxml import etree

        node = etree.SubElement(etree.SubElement(next(cell.iter(f"{W}p")), f"{W}r"), f"{W}t")
    node.text = (node.text or "") + text


def _count_on(row: Any) -> None:
    node = next(row.findall(f"{W}tc")[0].iter(f"{W}t"), None)
    if node is not None and node.text.isdecimal():
        node.text = str(int(node.text) + 1)


def _excel(base: bytes) -> tuple[bytes, bytes, bytes]:
    """The spreadsheet as generated, with notes that a person wrote beside the table, and with new data."""
    from openpyxl import load_workbook

    edited, new = load_workbook(io.BytesIO(base)), load_workbook(io.BytesIO(base))
    sheet = max(edited.worksheets, key=lambda one: one.max_row)
    for row in range(20, sheet.max_row, sheet.max_row // 7):
        sheet.cell(row, sheet.max_column + 2).value = "cần hỏi lại"
    sheet = max(new.worksheets, key=lambda one: one.max_row)
    for row in range(12, sheet.max_row + 1, 10):
        sheet.cell(row, RESULT + 1).value = f"{sheet.cell(row, RESULT + 1).value or ''} Đã có số liệu mới."
    return base, _saved(edited), _saved(new)


def _saved(document: Any) -> bytes:
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


if __name__ == "__main__":
    main()
