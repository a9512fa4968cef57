"""Forms sent out to the lead agencies, and their returns taken back into the workbook.

Every function writes all of what it announces or nothing, and raises BadDossier with every problem where it refuses.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.compute.assignments import assignments, unassigned
from generator.compute.collecting import collect_answers
from generator.compute.plan_changes import in_force
from generator.core.model import Dossier
from generator.core.periods import Period
from generator.core.problems import (
    BadDossier,
    ExitCode,
    FolderBusy,
    Place,
    Problem,
    ProblemList,
    Severity,
    WrongUsage,
    any_error,
)
from generator.core.vietnamese import name_slug
from generator.read.return_file import Aside, agency_named_in, read_return
from generator.stories.dossier import check, find_period, way_on
from generator.stories.jobs import Checked
from generator.validate.agencies import AgencyDirectory
from generator.validate.returns import accept, answers, lead_names, missing_rows
from generator.write.collect_into import collected_into, file_mark, logged_marks
from generator.write.files import workbook_held, write_file
from generator.write.refusals import plain_refusals
from generator.write.return_form import return_forms

if TYPE_CHECKING:
    from generator.compute.collecting import RowChange
    from generator.read.return_file import ReturnFile
    from generator.validate.returns import Answer
    from generator.write.collect_into import Written
    from generator.write.return_form import ReturnForm

_WORKBOOKS = (".xlsx", ".xlsm")


# --- forms out -----------------------------------------------------------------------------------


def write_forms(workbook: Path, period: str, out: Path) -> tuple[tuple[ReturnForm, ...], tuple[Problem, ...]]:
    """Writes one return a lead agency into `out`; gives the forms and what nobody can be asked for."""
    dossier = _sound(check(workbook), workbook, "Chưa lập được phiếu")
    asked = find_period(period, dossier)
    dossier = in_force(dossier, asked.window(dossier.settings.cutoff).end)
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
    """What `collect` found. `written` is False after a dry run and when there was nothing new.

    `came` are the returns taken in, in whole or in part, each with its agency; `aside` is what was left of them and of
    the others, each with what it needs.
    """

    came: tuple[tuple[Path, str], ...]
    silent: tuple[str, ...]
    changes: tuple[RowChange, ...]
    aside: tuple[Aside, ...]
    problems: tuple[Problem, ...]
    written: bool

    @property
    def returns(self) -> int:
        return len(self.came)

    @property
    def agencies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(agency for _, agency in self.came))

    @property
    def refused(self) -> tuple[Aside, ...]:
        """The files of which nothing was taken in."""
        return tuple(one for one in self.aside if one.sheet is None)

    @property
    def code(self) -> ExitCode:
        """What a run tells its caller: conflicts wait, unless nothing at all could be used."""
        if not self.aside:
            return ExitCode.DONE
        return ExitCode.CONFLICTS if self.came else ExitCode.PROBLEMS


def collect(
    workbook: Path,
    returns: Sequence[Path],
    period: str,
    *,
    now: datetime,
    dry_run: bool = False,
    overwrite: bool = False,
) -> CollectOutcome:
    """Merges returns (files or folders of them) into the workbook: what is whole is taken, the rest stays aside.

    Raises BadDossier where the workbook itself is at fault; it then keeps every byte.
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
    dossier = in_force(dossier, asked.window(dossier.settings.cutoff).end)
    came = _Came()
    _read_returns(_expanded(returns, workbook, came), workbook, dossier, came)
    given = _judged(dossier, asked, came)
    nothing_new = [one for one in came.files if one.nothing_new is not None]
    collected = collect_answers(dossier, given, asked, overwrite, came.aside, nothing_new)
    came.problems.extend(collected.problems)
    came.aside += collected.aside
    changes, content = _written(workbook, collected.changes, before, asked, now, came)
    if not dry_run and content != before:
        if workbook.read_bytes() != before:
            raise FolderBusy(f"“{workbook.name}” vừa được sửa trong lúc tổng hợp.", "Chưa ghi gì; chạy lại lệnh này.")
        write_file(workbook, content)
    return CollectOutcome(
        came=tuple((one.path, one.agency) for one in came.files),
        silent=collected.silent,
        changes=changes,
        aside=tuple(came.aside),
        problems=tuple(came.problems.items),
        written=content != before and not dry_run,
    )


@dataclass(slots=True)
class _Came:
    """What came: the returns that are used, what stays aside, and what is to be known."""

    files: list[ReturnFile] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    problems: ProblemList = field(default_factory=ProblemList)

    def refuse(self, path: Path, agency: str, needs: Sequence[Problem]) -> None:
        self.aside.append(Aside(path, agency, None, "", tuple(needs)))


def unanswered(workbook: Path, period: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The agencies of which nothing is known for a period, and a word on each that owes something. Changes nothing."""
    dossier = _sound(check(workbook), workbook, "Chưa xem được cơ quan nào chưa trả lời")
    asked = find_period(period, dossier)
    dossier = in_force(dossier, asked.window(dossier.settings.cutoff).end)
    found = collect_answers(dossier, (), asked, False)
    return found.silent, found.problems


def _expanded(returns: Sequence[Path], workbook: Path, came: _Came) -> list[Path]:
    """The files meant: a folder stands for the workbooks in it, whatever its depth; other files in it are named."""
    files: list[Path] = []
    for given in returns:
        if not given.is_dir():
            files.append(given)
            continue
        for path in sorted(given.rglob("*")):
            if path.name.startswith((".", "~$")) or not path.is_file():
                continue
            if path.suffix.lower() in _WORKBOOKS:
                files.append(path)
            else:
                message = f"Tệp “{path.name}” không phải sổ tính .xlsx nên không được tổng hợp."
                fix = "Nếu là phiếu, đề nghị cơ quan gửi lại ở dạng .xlsx."
                came.problems.add("TL017", Place(str(path)), message, fix)
    same = [path for path in files if path.exists() and workbook.exists() and path.samefile(workbook)]
    return [path for path in dict.fromkeys(files) if path not in same]


def _read_returns(paths: Sequence[Path], workbook: Path, dossier: Dossier, came: _Came) -> None:
    if not paths and not came.problems.items:
        raise WrongUsage(
            "Không có phiếu nào để tổng hợp.", "Ghi đường dẫn tới các phiếu .xlsx hoặc thư mục chứa phiếu."
        )
    known = logged_marks(workbook)
    found: dict[str, ReturnFile] = {}
    for path in paths:
        returned, told = read_return(path)
        if returned is None:
            came.refuse(path, _whose(path, dossier), told)
            continue
        twin = found.get(returned.sha256)
        if twin is not None:
            message = f"Phiếu “{path.name}” giống hệt phiếu “{twin.path.name}”; chỉ tính một lần."
            came.problems.add("TL009", Place(str(path)), message)
            continue
        if file_mark(returned.sha256) in known:
            message = f"Phiếu “{path.name}” đã được tổng hợp ở lần trước."
            came.problems.add("TL009", Place(str(path)), message)
        found[returned.sha256] = returned
        came.problems.extend(told)
    came.files = list(found.values())


def _whose(path: Path, dossier: Dossier) -> str:
    """The lead agency that a file which cannot be used is of, by its cover or its name; "" where nobody can tell."""
    leads = lead_names(dossier)
    named = agency_named_in(path)
    if named in leads:
        return named
    slug = f"-{name_slug(path.stem)}-"
    return max((agency for agency in leads if f"-{name_slug(agency)}-" in slug), key=len, default="")


def _judged(dossier: Dossier, period: Period, came: _Came) -> list[Answer]:
    """The answers that can be used; returns and rows that cannot be are put aside."""
    given: list[Answer] = []
    used: list[ReturnFile] = []
    for one in came.files:
        returned = _under_present_name(one, dossier)
        refusals = accept(returned, dossier, period)
        whole = [one for one in returned.aside if one.sheet is None]
        if refusals or whole:
            came.refuse(returned.path, returned.agency, [*refusals, *(need for one in whole for need in one.needs)])
            continue
        used.append(returned)
        found, aside, told = answers(returned, dossier, period)
        given += found
        came.aside += aside
        came.problems.extend(told)
        came.problems.extend(missing_rows(returned, dossier))
    came.files = used
    return given


def _under_present_name(returned: ReturnFile, dossier: Dossier) -> ReturnFile:
    """A return of an agency that the dossier calls otherwise now, by a name that its sheet Cơ quan knows."""
    leads = lead_names(dossier)
    if returned.agency in leads:
        return returned
    known = AgencyDirectory.from_sheet(dossier.agencies, leads).canonical(returned.agency)
    if known not in leads:
        return returned
    return replace(returned, agency=known, aside=tuple(replace(one, agency=known) for one in returned.aside))


def _written(
    workbook: Path, changes: tuple[RowChange, ...], before: bytes, period: Period, now: datetime, came: _Came
) -> tuple[tuple[RowChange, ...], bytes]:
    """The changes that can be written and the workbook with them; answers that would spoil it are put aside."""
    left = changes
    while any(change.writes for change in left):
        made = collected_into(workbook, left, period, now)
        refused = [*made.refused, *_spoiling(made, workbook, came)]
        if not refused:
            return left, made.content
        gone = [change for change, _ in refused]
        for change in {id(one): one for one in gone}.values():
            needs = tuple(problem for other, problem in refused if other is change)
            agencies = "; ".join(change.agencies)
            came.aside.append(Aside(change.answer.returned.path, agencies, change.sheet, change.code, needs))
        left = tuple(change for change in left if not any(change is one for one in gone))
    return left, before


def _spoiling(made: Written, workbook: Path, came: _Came) -> list[tuple[RowChange, Problem]]:
    """The answers that bring an error into the workbook, found by reading it as the next command will.

    Raises BadDossier where an error stands elsewhere.
    """
    with tempfile.TemporaryDirectory(prefix="baocao-") as folder:
        trial = Path(folder) / workbook.name
        trial.write_bytes(made.content)
        found = check(trial).problems
    # A formula that the answers feed is reckoned anew when a person opens the file: nothing an answer got wrong.
    old = {one.place for one in check(workbook).problems if one.code == "MC002"}
    errors = [one for one in found if one.code != "GT032" and one.severity is Severity.ERROR]
    errors = [replace(one, place=replace(one.place, file=str(workbook))) for one in errors]
    errors = [one for one in errors if one.place not in old]
    _tell_doubts(made, found, came)
    spoiling = [(made.places.get((one.place.sheet or "", _row_of(one))), one) for one in errors]
    if any(change is None for change, _ in spoiling):
        message = f"Chưa ghi gì vào “{workbook.name}”: câu trả lời của các phiếu làm hồ sơ có lỗi."
        raise BadDossier(message, "Bỏ bớt phiếu ra rồi chạy lại để tìm phiếu gây lỗi.", errors)
    return [
        (change, replace(problem, place=change.answer.row.place(_column_of(problem, change))))
        for change, problem in spoiling
        if change is not None
    ]


def _tell_doubts(made: Written, found: Sequence[Problem], came: _Came) -> None:
    """What the workbook would be doubted for in the rows written now, told at the return's own row, each once."""
    told = {(one.code, one.place.file, one.place.sheet, _row_of(one)) for one in came.problems.items}
    for one in found:
        change = made.places.get((one.place.sheet or "", _row_of(one)))
        if change is None or one.severity is not Severity.WARNING:
            continue
        row = change.answer.row
        if (key := (one.code, row.file, row.sheet, row.number)) not in told:
            told.add(key)
            came.problems.items.append(replace(one, place=row.place(_column_of(one, change))))


def _row_of(problem: Problem) -> int:
    """The row that a problem stands in; 0 for one of a whole sheet or column."""
    return int("".join(letter for letter in problem.place.cell or "" if letter.isdigit()) or 0)


def _column_of(problem: Problem, change: RowChange) -> str | None:
    """The column of the return whose cell a problem of the dossier's row is of, as far as its words name it."""
    return next((cell.column for cell in change.cells if cell.column in problem.message), None)


def _sound(checked: Checked, workbook: Path, refusal: str) -> Dossier:
    """The dossier, if it has no errors but evidence that is still to come: returns are what brings it."""
    if checked.dossier is None or any_error(one for one in checked.problems if one.code != "MC002"):
        message = f"{refusal}: “{workbook.name}” còn lỗi."
        raise BadDossier(message, way_on(checked.problems), checked.problems)
    return checked.dossier
