"""Forms sent out to the lead agencies, and their returns taken back into the workbook.

Every function writes all of what it announces or nothing, and raises BadDossier with every problem where it refuses.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.compute.assignments import assignments, unassigned
from generator.compute.collecting import collect_answers
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import BadDossier, FolderBusy, Place, Problem, ProblemList, WrongUsage, any_error
from generator.read.return_file import read_return
from generator.stories.dossier import check, find_period
from generator.stories.jobs import Checked
from generator.validate.returns import accept, answers, missing_rows
from generator.write.collect_into import collected_into, file_mark, logged_marks
from generator.write.files import workbook_held, write_file
from generator.write.refusals import plain_refusals
from generator.write.return_form import return_forms

if TYPE_CHECKING:
    from generator.compute.collecting import RowChange
    from generator.read.return_file import ReturnFile
    from generator.validate.returns import Answer
    from generator.write.return_form import ReturnForm

_WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_OFFICE = (".xls", ".xlsb", ".ods", ".csv", ".doc", ".docx", ".pdf", ".zip", ".rar")


# --- forms out -----------------------------------------------------------------------------------


def write_forms(workbook: Path, period: str, out: Path) -> tuple[tuple[ReturnForm, ...], tuple[Problem, ...]]:
    """Writes one return a lead agency into `out`; gives the forms and what nobody can be asked for."""
    dossier = _sound(check(workbook), workbook, "Chưa lập được phiếu")
    asked = find_period(period, dossier)
    forms = tuple(return_forms(assignments(dossier, asked), dossier.settings, asked))
    if not forms:
        raise WrongUsage("Không nhiệm vụ, chỉ tiêu nào có cơ quan chủ trì.", "Điền cột Cơ quan chủ trì rồi chạy lại.")
    used = [form.name for form in forms if _holds_other(out / form.name, form.content)]
    if used:
        raise WrongUsage(
            f"Thư mục “{out}” đã có phiếu khác cùng tên ({', '.join(used[:3])}), có thể đã điền; không ghi đè.",
            "Chọn thư mục khác ở --out.",
        )
    _make_folder(out)
    for form in forms:
        write_file(out / form.name, form.content)
    return forms, tuple(_nobody_asked(dossier))


def _holds_other(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _make_folder(out: Path) -> None:

    with plain_refusals(out):
        out.mkdir(parents=True, exist_ok=True)


def _nobody_asked(dossier: Dossier) -> list[Problem]:

    problems = ProblemList()
    for subject in unassigned(dossier):
        place = subject.row.place("Cơ quan chủ trì")
        message = f"Mã “{subject.code}” không có cơ quan chủ trì nên không nằm trong phiếu nào."
        problems.add("TL013", place, message, "Điền cơ quan chủ trì, hoặc tự nhập kết quả vào hồ sơ.")
    return problems.items


# --- returns in ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CollectOutcome:
    """What `collect` found. `written` is False after a dry run and when there was nothing new."""

    returns: int
    agencies: tuple[str, ...]
    silent: tuple[str, ...]
    changes: tuple[RowChange, ...]
    problems: tuple[Problem, ...]
    written: bool


def collect(
    workbook: Path,
    returns: Sequence[Path],
    period: str,
    *,
    now: datetime,
    dry_run: bool = False,
    overwrite: bool = False,
) -> CollectOutcome:
    """Merges returns (files or folders of them) into the workbook: all of them or, if one is at fault, none.

    Raises BadDossier with every problem of every return; the workbook then keeps every byte.
    """
    if workbook.suffix.lower() not in _WORKBOOKS:
        raise WrongUsage("Chỉ tổng hợp được vào hồ sơ Excel.", "Chuyển hồ sơ sang .xlsx bằng lệnh convert trước.")
    with workbook_held(workbook):
        return _collected(workbook, returns, period, now, dry_run, overwrite)


def _collected(
    workbook: Path, returns: Sequence[Path], period: str, now: datetime, dry_run: bool, overwrite: bool
) -> CollectOutcome:
    before = workbook.read_bytes() if workbook.is_file() else b""
    dossier = _sound(check(workbook), workbook, "Chưa tổng hợp được")
    asked = find_period(period, dossier)
    problems = ProblemList()
    files = _read_returns(_expanded(returns, workbook, problems), workbook, problems)
    given = _judged(files, dossier, asked, problems)
    collected = collect_answers(dossier, given, asked, overwrite)
    problems.extend(collected.problems)
    _refuse(problems, workbook)
    content = before
    if any(change.writes for change in collected.changes):
        content = collected_into(workbook, collected.changes, asked, now)
        _prove(content, workbook, problems)
    if not dry_run and content != before:
        if workbook.read_bytes() != before:
            raise FolderBusy(f"“{workbook.name}” vừa được sửa trong lúc tổng hợp.", "Chưa ghi gì; chạy lại lệnh này.")
        write_file(workbook, content)
    return CollectOutcome(
        returns=len(files),
        agencies=tuple(dict.fromkeys(one.agency for one in files)),
        silent=collected.silent,
        changes=collected.changes,
        problems=tuple(problems.items),
        written=content != before and not dry_run,
    )


def unanswered(workbook: Path, period: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The agencies of which nothing is known for a period, and a word on each that owes something. Changes nothing."""
    dossier = _sound(check(workbook), workbook, "Chưa xem được cơ quan nào chưa trả lời")
    found = collect_answers(dossier, (), find_period(period, dossier), False)
    return found.silent, found.problems


def _expanded(returns: Sequence[Path], workbook: Path, problems: ProblemList) -> list[Path]:
    """The files meant: a folder stands for the workbooks in it, whatever its depth."""
    files: list[Path] = []
    for given in returns:
        if not given.is_dir():
            files.append(given)
            continue
        for path in sorted(given.rglob("*")):
            hidden = path.name.startswith((".", "~$"))
            if path.suffix.lower() in _WORKBOOKS and not hidden:
                files.append(path)
            elif path.suffix.lower() in _OTHER_OFFICE and not hidden:
                message = f"Tệp “{path.name}” không phải sổ tính .xlsx nên không được tổng hợp."
                problems.add("TL017", Place(str(path)), message, "Đề nghị cơ quan gửi lại phiếu ở dạng .xlsx.")
    same = [path for path in files if path.exists() and workbook.exists() and path.samefile(workbook)]
    return [path for path in files if path not in same]


def _read_returns(paths: Sequence[Path], workbook: Path, problems: ProblemList) -> list[ReturnFile]:

    if not paths:
        raise WrongUsage(
            "Không có phiếu nào để tổng hợp.", "Ghi đường dẫn tới các phiếu .xlsx hoặc thư mục chứa phiếu."
        )
    known = logged_marks(workbook)
    found: dict[str, ReturnFile] = {}
    for path in paths:
        returned, mistakes = read_return(path)
        problems.extend(mistakes)
        if returned is None:
            continue
        twin = found.get(returned.sha256)
        if twin is not None:
            message = f"Phiếu “{path.name}” giống hệt phiếu “{twin.path.name}”; chỉ tính một lần."
            problems.add("TL009", Place(str(path)), message)
            continue
        if file_mark(returned.sha256) in known:
            message = f"Phiếu “{path.name}” đã được tổng hợp ở lần trước."
            problems.add("TL009", Place(str(path)), message)
        found[returned.sha256] = returned
    return list(found.values())


def _judged(files: Sequence[ReturnFile], dossier: Dossier, period: Period, problems: ProblemList) -> list[Answer]:

    given: list[Answer] = []
    for returned in files:
        refusals = accept(returned, dossier, period)
        problems.extend(refusals)
        if not refusals:
            found, mistakes = answers(returned, dossier, period)
            given += found
            problems.extend(mistakes)
            problems.extend(missing_rows(returned, dossier))
    return given


def _prove(content: bytes, workbook: Path, problems: ProblemList) -> None:
    """Reads the new workbook as the next command will; an error that the answers bring in stops everything."""
    with tempfile.TemporaryDirectory(prefix="baocao-") as folder:
        trial = Path(folder) / workbook.name
        trial.write_bytes(content)
        found = check(trial).problems
    # A formula that the answers feed is reckoned anew when a person opens the file: nothing an answer got wrong.
    found = tuple(one for one in found if one.code != "GT032")
    if any_error(found):
        problems.extend(
            Problem(one.code, Place(str(workbook), one.place.sheet, one.place.cell), one.message, one.fix)
            for one in found
        )
        _refuse(problems, workbook)


def _refuse(problems: ProblemList, workbook: Path) -> None:
    if any_error(problems.items):
        message = f"Chưa ghi gì vào “{workbook.name}”: có phiếu chưa dùng được."
        raise BadDossier(message, "Sửa hoặc bỏ các phiếu nêu trên rồi chạy lại.", problems.items)


def _sound(checked: Checked, workbook: Path, refusal: str) -> Dossier:
    if checked.dossier is None or any_error(checked.problems):
        message = f"{refusal}: “{workbook.name}” còn lỗi."
        raise BadDossier(message, "Sửa các ô nêu trên rồi chạy lại.", checked.problems)
    return checked.dossier
