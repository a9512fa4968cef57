"""Answers of many returns held against each other and against the dossier: what to write, what to keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.compute.assignments import Assignment, assignments
from generator.core.model import Disbursement, Dossier, Measurement, Progress, RowRef
from generator.core.periods import Period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import number_text, one_line, short_date, shortened
from generator.read.columns import SheetTitle
from generator.validate.returns import Answer, Value, record_values

_LISTED_CODES = 8
_QUOTE = 60


class Fate(StrEnum):
    """What becomes of one answered cell."""

    NEW = "Ghi mới"
    REPLACED = "Thay giá trị cũ"
    KEPT = "Giữ giá trị cũ"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the dossier and what a return says of it; `old` is None where nothing stood."""

    column: str
    old: Value | None
    new: Value
    fate: Fate


@dataclass(frozen=True, slots=True)
class RowChange:
    """The answer for one code and period. `target` is the dossier's row for it, None for a new one."""

    sheet: SheetTitle
    code: str
    answer: Answer
    agencies: tuple[str, ...]
    target: RowRef | None
    cells: tuple[CellChange, ...]

    @property
    def writes(self) -> bool:
        return any(cell.fate is not Fate.KEPT for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Collected:
    """What `collect` would write, and everything it has to say."""

    changes: tuple[RowChange, ...]
    problems: tuple[Problem, ...]
    silent: tuple[str, ...]


def collect_answers(dossier: Dossier, given: Sequence[Answer], period: Period, overwrite: bool) -> Collected:
    """Merges `given` into `dossier` for one period; nothing that stands there is replaced unless `overwrite`."""
    problems = ProblemList()
    standing = _standing(dossier, period)
    by_key: dict[tuple[SheetTitle, str], list[Answer]] = defaultdict(list)
    for answer in given:
        by_key[answer.sheet, answer.code].append(answer)
    changes: list[RowChange] = []
    for key, several in by_key.items():
        merged = _merge(several, overwrite, problems)
        if merged is not None:
            change = _row_change(key, merged, several, standing.get(key), overwrite)
            changes += [change] if change.cells else []
            problems.extend(_told(change, dossier))
    silent = tuple(_silent(dossier, given, period, standing, problems))
    return Collected(tuple(changes), tuple(problems.items), silent)


def _standing(dossier: Dossier, period: Period) -> dict[tuple[SheetTitle, str], tuple[RowRef, dict[str, Value | None]]]:
    """What the dossier has for the period already."""
    rows: dict[tuple[SheetTitle, str], Progress | Measurement | Disbursement] = {}
    rows |= {(SheetTitle.PROGRESS, row.task): row for row in dossier.progress if row.period == period}
    rows |= {(SheetTitle.MEASUREMENTS, row.indicator): row for row in dossier.measurements if row.period == period}
    rows |= {(SheetTitle.DISBURSEMENTS, row.line): row for row in dossier.disbursements if row.period == period}
    return {key: (row.row, record_values(row)) for key, row in rows.items()}


# --- several answers for one thing ---------------------------------------------------------------


def _merge(several: Sequence[Answer], overwrite: bool, problems: ProblemList) -> Answer | None:
    """One answer out of several; None, and TL008, where they contradict each other."""
    latest = _latest_of_each(several, overwrite)
    first, values, typed = latest[0], dict(latest[0].values), dict(latest[0].typed)
    for other in latest[1:]:
        for column, value in other.values.items():
            if column in values and not _same(values[column], value):
                _contradiction(first, other, column, (values[column], value), problems)
                return None
            values[column] = value
            typed.setdefault(column, other.typed.get(column, ""))
    return Answer(first.sheet, first.code, first.agency, values, first.row, first.returned, typed)


def _latest_of_each(several: Sequence[Answer], overwrite: bool) -> list[Answer]:
    """With `overwrite`, only the return that each agency saved last, as far as the files tell."""
    by_agency: dict[str, list[Answer]] = defaultdict(list)
    for answer in several:
        by_agency[answer.agency].append(answer)
    kept: list[Answer] = []
    for own in by_agency.values():
        stamps = [answer.returned.saved for answer in own]
        told_apart = len(set(stamps)) == len(stamps) and None not in stamps
        if overwrite and len(own) > 1 and told_apart:
            kept.append(max(own, key=lambda answer: str(answer.returned.saved)))
        else:
            kept += own
    return kept


def _contradiction(
    first: Answer, other: Answer, column: str, values: tuple[Value, Value], problems: ProblemList
) -> None:
    one, two = _quoted(values[0]), _quoted(values[1])
    message = (
        f"Mã “{first.code}”, cột “{column}”: {other.agency} ghi “{two}”, còn {first.agency} "
        f"(tệp {first.returned.path.name}) ghi “{one}”."
    )
    fix = "Hỏi lại các cơ quan, sửa một phiếu cho khớp rồi chạy lại."
    if first.agency == other.agency:
        stamps = [(answer.returned.saved, answer.returned.path.name) for answer in (first, other)]
        dated = [(str(stamp), name) for stamp, name in stamps if stamp]
        later = f" Tệp lưu sau là {max(dated)[1]}." if len(dated) == 2 and dated[0][0] != dated[1][0] else ""
        fix = f"Bỏ phiếu cũ ra rồi chạy lại, hoặc thêm --overwrite để lấy phiếu lưu sau.{later}"
    problems.add("TL008", other.row.place(column), message, fix)


# --- against the dossier -------------------------------------------------------------------------


def _row_change(
    key: tuple[SheetTitle, str],
    answer: Answer,
    several: Sequence[Answer],
    standing: tuple[RowRef, Mapping[str, Value | None]] | None,
    overwrite: bool,
) -> RowChange:
    agencies = tuple(dict.fromkeys(one.agency for one in several))
    old = standing[1] if standing else {}
    differing = [
        column
        for column, value in answer.values.items()
        if old.get(column) not in (None, "") and not _same(old[column], value)
    ]
    cells = []
    for column, value in answer.values.items():
        before = old.get(column) if old.get(column) != "" else None
        if before is not None and column not in differing:
            continue
        # A row is one statement: a date from the return beside a status kept from before would contradict it.
        fate = Fate.KEPT if differing and not overwrite else Fate.REPLACED if before is not None else Fate.NEW
        cells.append(CellChange(column, before, value, fate))
    return RowChange(*key, answer, agencies, standing[0] if standing else None, tuple(cells))


def _told(change: RowChange, dossier: Dossier) -> Iterator[Problem]:
    for cell in change.cells:
        if cell.fate is Fate.NEW:
            continue
        where = change.target.place(cell.column).cell if change.target else ""
        old = f"“{_quoted(cell.old)}”" if cell.old is not None else "để trống"
        message = (
            f"Mã “{change.code}”, cột “{cell.column}”: phiếu của {change.answer.agency} ghi “{_quoted(cell.new)}”, "
            f"hồ sơ (ô {where}) {'ghi ' if cell.old is not None else ''}{old}"
        )
        if cell.fate is Fate.KEPT:
            fix = "Muốn lấy số của phiếu thì sửa ô đó, hoặc chạy lại với --overwrite."
            yield Problem("TL010", change.answer.row.place(cell.column), f"{message}; giữ nguyên hồ sơ.", fix)
        else:
            fix = "Giá trị cũ còn trong trang Nhật ký tổng hợp."
            yield Problem("TL020", change.answer.row.place(cell.column), f"{message}; đã lấy theo phiếu.", fix)


def _silent(
    dossier: Dossier,
    given: Sequence[Answer],
    period: Period,
    standing: Mapping[tuple[SheetTitle, str], object],
    problems: ProblemList,
) -> Iterator[str]:
    """Agencies of which nothing is known for the period; those that left something out are reported too.

    A name for many bodies owes no answer, and what one lead agency says of a task does not answer for the other.
    """
    told = {(answer.sheet, answer.code) for answer in given} | set(standing)
    by_agency = {(answer.agency, answer.code) for answer in given if answer.sheet is SheetTitle.PROGRESS}
    for assignment in assignments(dossier, period):
        keys = _open_keys(assignment)
        answered_by = {one.subject.code: one.answered_by for one in assignment.tasks}
        missing = [
            (sheet, code)
            for sheet, code in keys
            if (sheet is SheetTitle.PROGRESS and not _has_answered(assignment.agency, code, answered_by, by_agency))
            or (sheet is not SheetTitle.PROGRESS and (sheet, code) not in told)
        ]
        if not missing or assignment.collective:
            continue
        codes = ", ".join(code for _, code in missing[:_LISTED_CODES])
        more = f" và {len(missing) - _LISTED_CODES} mã khác" if len(missing) > _LISTED_CODES else ""
        if len(missing) == len(keys):
            yield assignment.agency
            message = f"{assignment.agency} chưa có báo cáo {period.label} ({len(keys)} mục: {codes}{more})."
            problems.add("TL011", Place(dossier.file), message, "Đôn đốc cơ quan gửi phiếu.")
        else:
            message = f"{assignment.agency} còn {len(missing)} mục chưa trả lời: {codes}{more}."
            problems.add("TL012", Place(dossier.file), message, "Đề nghị cơ quan bổ sung.")


def _has_answered(
    agency: str, code: str, answered_by: Mapping[str, frozenset[str]], given: set[tuple[str, str]]
) -> bool:
    return (agency, code) in given or agency in answered_by[code]


def _open_keys(assignment: Assignment) -> list[tuple[SheetTitle, str]]:
    return [
        *((SheetTitle.PROGRESS, one.subject.code) for one in assignment.tasks if one.is_open),
        *((SheetTitle.MEASUREMENTS, one.subject.code) for one in assignment.indicators),
        *((SheetTitle.DISBURSEMENTS, one.subject.code) for one in assignment.funding),
    ]


def _same(one: Value | None, two: Value) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return one_line(one) == one_line(two)
    return one == two


def said(value: Value | None) -> str:
    """A value in words, whole."""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return number_text(value)
    return value or ""


def _quoted(value: Value | None) -> str:
    return shortened(one_line(said(value)), _QUOTE)
