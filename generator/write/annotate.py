"""A copy of a workbook whose wrong cells are coloured and say in a note what is wrong.

Cell by cell: every other cell, format and part of the file stays. A marked copy may be put right and come back, so
the marks are known by their two colours, which nothing else uses, and by the lines of their notes; `take_out_marks`
takes them out again, and what had a colour of its own gets that back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.core.problems import CATALOGUE, PROBLEM_LINE, Problem, Severity, WrongUsage
from generator.read.cell_names import cell_name, column_number, row_number
from generator.write.cell_comments import add_comments, drop_lines
from generator.write.files import write_file
from generator.write.refusals import plain_refusals
from generator.write.workbook_edit import SheetEdit, WorkbookEdit, refuses_damage

ERROR_FILL, WARNING_FILL = "FFF4B6B6", "FFFFEB9D"
_EARLIER_WARNING_FILL = "FFFFEB9C"
"""The yellow of copies made before; it is Excel's own too, so only cells with our notes are taken for marked."""
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_LARGEST_AREA = 10_000
_KEPT_COLOUR = "Màu nền trước khi đánh dấu: "
_OWN_LINE = re.compile(rf"{PROBLEM_LINE.pattern}|{_KEPT_COLOUR}")


def annotate(path: Path, problems: Iterable[Problem], out: Path) -> Path:
    """Writes to `out` the workbook at `path` with each problem's cell filled and noted; returns `out`.

    Errors are red, warnings and notes yellow; a cell with several problems lists them all, the graver colour wins.
    A problem of a whole sheet becomes a note on its first cell, uncoloured; one of the file alone leaves no mark.
    Marks of an earlier copy are taken out first. `out` must be another file than `path`.
    """
    if out.exists() and path.exists() and out.samefile(path):
        raise WrongUsage("Tệp chú thích trùng với tệp gốc.", "Chọn tên khác để giữ nguyên tệp gốc.")
    if out.exists():
        raise WrongUsage(f"Tệp “{out}” đã có, không ghi đè.", "Chọn tên khác, hoặc xoá tệp đó trước.")
    content = annotated(path, problems)
    with plain_refusals(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    write_file(out, content)
    return out


@refuses_damage
def annotated(path: Path, problems: Iterable[Problem]) -> bytes:
    """The workbook at `path` with its marks. Raises BadDossier if it cannot be read."""
    edit = WorkbookEdit(path)
    take_out_marks(edit)
    found: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        cell = problem.place.cell or ""
        found[problem.place.sheet or ""][cell if _REFERENCE.fullmatch(cell) else ""].append(problem)
    for title, by_cell in found.items():
        if title and (sheet := edit.sheet(title)) is not None:
            _mark(edit, sheet, by_cell)
    return edit.to_bytes(recalculate=False)


def _mark(edit: WorkbookEdit, sheet: SheetEdit, by_cell: Mapping[str, Sequence[Problem]]) -> None:
    areas = sheet.merged()
    lines: dict[str, list[str]] = defaultdict(list)
    colours: dict[tuple[int, int], str] = {}
    for reference, problems in by_cell.items():
        row, column = _place(reference)
        at = areas.get((row, column), (row, column))
        lines[cell_name(at[1], at[0])] += [_line(problem) for problem in problems]
        is_error = any(problem.severity is Severity.ERROR for problem in problems)
        for place in (at, *_cells(reference)) if reference else ():
            if is_error or colours.get(place) != ERROR_FILL:
                colours[place] = ERROR_FILL if is_error else WARNING_FILL
    for (row, column), colour in sorted(colours.items()):
        before = edit.styles.fill(sheet.style(row, column))
        reference = cell_name(column, row)
        if before is None or (before and reference not in lines):
            continue  # a pattern, or a colour that no note could keep
        if before:
            lines[reference].append(_KEPT_COLOUR + before)
        sheet.refill(row, column, colour)
    add_comments(edit, sheet, {cell: "\n".join(texts) for cell, texts in lines.items()})


def _line(problem: Problem) -> str:
    text = f"{problem.severity.label} {problem.code}: {problem.message} {problem.fix}"
    return " ".join(text.split())


def _place(reference: str) -> tuple[int, int]:
    first = reference.partition(":")[0] or "A1"
    return row_number(first), column_number(first)


def _cells(reference: str) -> Iterator[tuple[int, int]]:
    """Row and column of every cell of a reference; the first alone of one that is too large to be meant."""
    found = _REFERENCE.fullmatch(reference)
    assert found is not None
    left, top = column_number(found[1]), int(found[2])
    right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    if (right - left + 1) * (bottom - top + 1) > _LARGEST_AREA:
        right, bottom = left, top
    yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def take_out_marks(edit: WorkbookEdit) -> bool:
    """Takes the colours and notes of an earlier marked copy out of a workbook; whether there were any."""
    if not edit.has_styles:
        return False
    marked = edit.styles.filled_with((ERROR_FILL, WARNING_FILL))
    earlier = edit.styles.filled_with((_EARLIER_WARNING_FILL,))
    any_taken = False
    for title in edit.titles:
        dropped = drop_lines(edit, title, _is_own_line)
        if not dropped and not marked:
            continue
        sheet = edit.sheet(title)
        if sheet is None:
            continue
        colours = {
            cell: line.removeprefix(_KEPT_COLOUR)
            for cell, lines in dropped.items()
            for line in lines
            if line.startswith(_KEPT_COLOUR)
        }
        noted = {_place(cell) for cell in dropped}
        places = (*sheet.cells_of(marked), *(place for place in sheet.cells_of(earlier) if place in noted))
        for row, column in places:
            sheet.refill(row, column, colours.get(cell_name(column, row), ""))
            any_taken = True
        any_taken = any_taken or bool(dropped)
    return any_taken


def _is_own_line(line: str) -> bool:
    found = _OWN_LINE.match(line)
    return found is not None and (found[1] is None or found[1] in CATALOGUE)
