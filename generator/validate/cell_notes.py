"""Notes that people hang on the cells of a dossier: none is read, so none may be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from generator.core.problems import PROBLEM_LINE, Place, Problem
from generator.core.rows import Book, Cell
from generator.core.vietnamese import one_line, shortened
from generator.read.columns import SheetTitle
from generator.validate.plausible import confirms

_LONGEST, _MOST = 81, 3


def check_notes(book: Book) -> Iterator[Problem]:
    """GT043 where a note names a figure beside the one in its cell; BNG033, once a sheet, for the others.

    What the program wrote there itself, its help on the settings, and notes that confirm a figure are left alone.
    """
    for title, sheet in book.sheets.items():
        notes: list[tuple[Place, str]] = []
        for row in sheet.rows if title != SheetTitle.SETTINGS else ():
            for column, cell in row.cells.items():
                said = _own_words(cell.comment) if cell.comment else ""
                if not said or confirms(said):
                    continue
                if _may_correct(cell, said):
                    message = (
                        f"Ô ghi “{one_line(cell.text)}”, ghi chú (comment) của ô nói: “{said}”; đã đọc số trong ô."
                    )
                    fix = "Sửa số trong ô nếu ghi chú đúng, rồi xoá ghi chú; số trong ô đúng thì ghi “đã kiểm tra”."
                    yield Problem("GT043", row.ref.place(column), message, fix)
                else:
                    notes.append((row.ref.place(column), said))
        if notes:
            listed = "; ".join(f"{place.cell}: {said}" for place, said in notes[:_MOST])
            more = f" và {len(notes) - _MOST} ghi chú khác" if len(notes) > _MOST else ""
            message = f"Ghi chú (comment) gắn ở ô không được đọc: {listed}{more}."
            yield Problem("BNG033", notes[0][0], message, "Điều gì phải vào báo cáo thì ghi vào ô.")


def _own_words(comment: str) -> str:
    lines = (line for line in comment.splitlines() if not PROBLEM_LINE.match(line))
    return shortened(one_line(" ".join(lines)), _LONGEST)


def _may_correct(cell: Cell, said: str) -> bool:
    """True for a note that names a number or a day on a cell that holds one."""
    return isinstance(cell.value, Decimal | date) and any(letter.isdigit() for letter in said)
