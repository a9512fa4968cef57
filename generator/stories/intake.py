"""A workbook begun, a plan taken in, a newer workbook made of an older one, certain repairs.

What comes before a report; `build` tells what happens to a finished dossier. Every function writes all of what it
announces or nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.problems import BadDossier, Problem, WrongUsage
from generator.office.package import damage
from generator.read.book_parts import TooLarge, open_book, too_large, unreadable
from generator.read.columns import SCHEMAS
from generator.read.headers import match_titles
from generator.read.text_files import is_text_dossier
from generator.read.workbook import read_workbook
from generator.stories.import_plan import import_plan
from generator.validate.repairs import certain_repairs
from generator.validate.rows import validate
from generator.write.files import workbook_held, write_file, write_new
from generator.write.repair import repaired
from generator.write.upgrade import upgraded
from generator.write.workbook import empty_workbook

if TYPE_CHECKING:
    from generator.validate.repairs import Repair


def new_workbook(target: Path, plan: Path | None = None) -> tuple[int, tuple[Problem, ...]]:
    """Writes a guided workbook, with the tasks of `plan` if given; gives their number and what was unsure."""
    _refuse_existing(target)
    if plan is None:
        write_new(target, empty_workbook())
        return 0, ()
    found = import_plan(plan, target)
    return found.tasks, found.problems


def upgrade_workbook(old: Path, target: Path) -> tuple[str, ...]:
    """Writes `old` with the sheets and columns it lacks to `target` (may be `old` itself); what was added, in words."""
    if target.exists() and not (old.exists() and target.samefile(old)):
        _refuse_existing(target)
    with workbook_held(target):
        content, added = upgraded(old)
        if added or not target.exists():
            write_file(target, content)
    return added


def _refuse_existing(target: Path) -> None:
    if target.suffix.lower() != ".xlsx":
        raise WrongUsage(f"“{target.name}” không có đuôi .xlsx.", "Đặt tên tệp có đuôi .xlsx.")
    if target.exists():
        raise WrongUsage(f"Tệp “{target}” đã có, không ghi đè.", "Chọn tên khác.")


def repair_workbook(workbook: Path, out: Path) -> tuple[Repair, ...]:
    """Writes to `out` a copy with every certain repair; gives what was repaired.

    Raises BadDossier for a file that cannot be read, WrongUsage where `out` is there already.
    """
    if is_text_dossier(workbook):
        raise WrongUsage("Chỉ sửa được hồ sơ Excel.", "Chuyển sang .xlsx bằng lệnh convert, hoặc sửa thẳng tệp chữ.")
    _refuse_existing(out)
    with workbook_held(workbook):
        book, problems = read_workbook(workbook)
        if book is None:
            raise BadDossier(f"Không sửa được “{workbook.name}”.", "", problems)
        dossier, _ = validate(book)
        content, made = repaired(workbook, certain_repairs(book, dossier.agencies if dossier else ()))
        write_new(out, content)
    return made


def is_dossier(workbook: Path) -> bool:
    """Whether a workbook has a sheet of a dossier; the name of the file plays no part. Raises BadDossier."""
    try:
        with open_book(workbook) as book:
            titles = [sheet.title for sheet in book.sheets]
    except TooLarge as reason:
        raise BadDossier(f"Không mở được “{workbook.name}”.", "", [too_large(workbook, reason.limit)]) from reason
    except damage() as error:
        problem = unreadable(workbook, "tệp bị hỏng hoặc bị khoá")
        raise BadDossier(f"Không mở được “{workbook.name}”.", "", [problem]) from error
    return bool(match_titles(titles, {schema.title: () for schema in SCHEMAS}).taken)
