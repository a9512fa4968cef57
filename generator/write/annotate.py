"""A copy of a workbook whose wrong cells are coloured and say in a comment what is wrong."""

from __future__ import annotations

import io
import os
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from generator.core.problems import BadDossier, Problem, Severity, WrongUsage
from generator.core.vietnamese import fold
from generator.read.workbook import damage

if TYPE_CHECKING:
    from openpyxl import Workbook

ERROR_FILL, WARNING_FILL = "FFF4B6B6", "FFFFEB9C"
_REFERENCE = re.compile(r"[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?")
_AUTHOR = "baocao"
_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 360, 20, 48


def annotate(path: Path, problems: Iterable[Problem], out: Path) -> Path:
    """Writes to `out` the workbook at `path` with each problem's cell filled and commented; returns `out`.

    Errors are red, warnings and notes yellow; a cell with several problems lists them all, the graver colour wins.
    A problem of a whole sheet becomes a comment on its first cell, uncoloured; one of the file alone leaves no
    mark. Pictures and charts of the workbook may get lost in the copy. `out` must be another file than `path`.
    """
    if out.exists() and path.exists() and out.samefile(path):
        raise WrongUsage("Tệp chú thích trùng với tệp gốc.", "Chọn tên khác để giữ nguyên tệp gốc.")
    book = _load(path)
    tabs = {fold(title): title for title in book.sheetnames}
    for (tab, cell), found in _by_cell(problems, tabs).items():
        _mark(book[tab], cell, found)
    _save(book, out)
    return out


def _load(path: Path) -> Workbook:
    faults: tuple[type[Exception], ...] = (InvalidFileException, TypeError, AttributeError, SyntaxError, *damage())
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # openpyxl names what it cannot keep, in English, and may print it
            return load_workbook(path, rich_text=True, keep_vba=path.suffix.lower() == ".xlsm")
    except faults as error:
        raise BadDossier(f"Không tạo được bản chú thích của “{path.name}”.", "Lưu lại tệp bằng Excel.") from error


def _by_cell(problems: Iterable[Problem], tabs: Mapping[str, str]) -> dict[tuple[str, str], list[Problem]]:
    """(tab, cell) → its problems; the cell is "" for problems of a whole sheet."""
    found: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        tab = tabs.get(fold(problem.place.sheet or ""))
        cell = problem.place.cell or ""
        if tab is not None:
            found[tab, cell if _REFERENCE.fullmatch(cell) else ""].append(problem)
    return found


def _mark(sheet: Any, reference: str, problems: Sequence[Problem]) -> None:
    first = reference.partition(":")[0] or "A1"
    _comment(sheet[first], problems)
    if not reference:
        return
    is_error = any(problem.severity is Severity.ERROR for problem in problems)
    fill = PatternFill("solid", fgColor=ERROR_FILL if is_error else WARNING_FILL)
    cells = sheet[reference]
    for row in cells if isinstance(cells, tuple) else ((cells,),):
        for cell in row:
            if is_error or cell.fill.fgColor.rgb != ERROR_FILL:
                cell.fill = fill


def _comment(cell: Any, problems: Sequence[Problem]) -> None:
    lines = [
        f"{problem.severity.label} {problem.code}: {problem.message} {problem.fix}".strip() for problem in problems
    ]
    before = [cell.comment.text] if cell.comment else []
    text = "\n".join(before + lines)
    shown_lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, width=_WIDTH, height=_LINE_HEIGHT * (shown_lines + 1))


def _save(book: Workbook, out: Path) -> None:
    """Saves under a temporary name first, so that a failure leaves no half-written file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        book.save(draft)
        draft.replace(out)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:  # openpyxl wrote what it misread
        raise BadDossier(
            f"Không tạo được bản chú thích “{out.name}”.", "Lưu lại hồ sơ bằng Excel rồi thử lại."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
