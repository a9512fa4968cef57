"""Answers of many returns held against each other and against the dossier: what to write, what to keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from generator.compute.assignments import Assignment, assignments
from generator.compute.reporting import figures_sent, reporters
from generator.compute.timeline import Timeline
from generator.core.model import Dossier, RowRef
from generator.core.periods import Period
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import number_text, one_line, short_date, shortened
from generator.core.yes_words import says_nothing
from generator.read.columns import APPROVED_BY, PREPARED_BY, REPORTER, STATUS, SheetTitle
from generator.read.return_columns import NOTHING_NEW
from generator.read.return_file import Aside, ReturnFile
from generator.validate.returns import (
    Answer,
    Value,
    document_key,
    document_values,
    leads_by_code,
    record_values,
    signed_by,
)

JOINED_COLUMNS = frozenset(
    ("Kết quả thực hiện", "Sản phẩm", "Minh chứng", "Khó khăn, vướng mắc", "Nguyên nhân", "Đề xuất, kiến nghị")
) | {"Nguồn số liệu", "Ghi chú"}
"""Where several agencies may each say something; elsewhere one value is right."""
_LISTED_CODES = 8
_QUOTE = 60


class Fate(StrEnum):
    """What becomes of one answered cell."""

    NEW = "Ghi mới"
    JOINED = "Nối vào lời đã có"
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
    """What `collect` would write, what contradicts each other and stays aside, and everything else it has to say.

    `silent` are the agencies that have neither answered nor sent anything.
    """

    changes: tuple[RowChange, ...]
    aside: tuple[Aside, ...]
    problems: tuple[Problem, ...]
    silent: tuple[str, ...]


def collect_answers(
    dossier: Dossier,
    given: Sequence[Answer],
    period: Period,
    overwrite: bool,
    aside: Sequence[Aside] = (),
    nothing_new: Sequence[ReturnFile] = (),
) -> Collected:
    """Merges `given` into `dossier` for one period; nothing that stands there is replaced unless `overwrite`.

    `aside` is what was sent and is not among `given`: those who sent it are not silent. The agencies of the returns
    `nothing_new` say that their other tasks are as they were.
    """
    problems = ProblemList()
    standing = _standing(dossier, period)
    leads = leads_by_code(dossier)
    by_key: dict[tuple[SheetTitle, str], list[Answer]] = defaultdict(list)
    for answer in (*given, *unchanged(dossier, given, nothing_new, period)):
        by_key[answer.key].append(answer)
    changes: list[RowChange] = []
    contradicting: list[Aside] = []
    for key, several in by_key.items():
        own_leads = leads.get(key[0], {}).get(key[1], ())
        merged = _merge(several, own_leads, overwrite)
        if isinstance(merged, Aside):
            contradicting.append(merged)
            continue
        change = _row_change(merged, several, standing.get(key), own_leads, overwrite)
        if other := _contradicts_partner(change, standing.get(key)):
            contradicting.append(other)
            continue
        changes += [change] if change.cells else []
        problems.extend(_told(change))
        problems.extend(_denied(merged, standing.get(key)))
        problems.extend(_emptied(merged, several, standing.get(key), own_leads))
    content = {one.agency for one in nothing_new}
    answered = [answer for several in by_key.values() for answer in several]
    silent = tuple(_silent(dossier, answered, period, standing, [*aside, *contradicting], content, problems))
    return Collected(tuple(changes), tuple(contradicting), tuple(problems.items), silent)


def unchanged(
    dossier: Dossier, given: Sequence[Answer], nothing_new: Sequence[ReturnFile], period: Period
) -> Iterator[Answer]:
    """The state before once more, of every open task that a return with nothing new leaves blank."""
    said = {(answer.agency, answer.code) for answer in given if answer.sheet is SheetTitle.PROGRESS}
    lines = {one.agency: one for one in nothing_new}
    for assignment in assignments(dossier, period):
        returned = lines.get(assignment.agency)
        if returned is None or returned.nothing_new is None:
            continue
        for one in assignment.tasks:
            if one.is_open and one.last and (assignment.agency, one.subject.code) not in said and not one.current:
                values: dict[str, Value] = {STATUS: one.last.status.value}
                typed = {STATUS: NOTHING_NEW}
                row = returned.nothing_new.ref
                yield Answer(SheetTitle.PROGRESS, one.subject.code, assignment.agency, values, row, returned, typed)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the dossier has for a code and the period already; `reporter` are those that said so."""

    row: RowRef
    values: Mapping[str, Value | None]
    reporter: tuple[str, ...] = ()
    signed: Mapping[str, Value | None] = field(default_factory=dict)


def _standing(dossier: Dossier, period: Period) -> dict[tuple[SheetTitle, str], _Standing]:
    tasks = {task.code: task for task in dossier.tasks}
    found: dict[tuple[SheetTitle, str], _Standing] = {}
    for row in dossier.progress:
        if row.period == period:
            said_by = reporters(row, tasks[row.task]) if row.task in tasks else row.reporter
            reporter = row.reporter or said_by
            found[SheetTitle.PROGRESS, row.task] = _Standing(row.row, record_values(row), reporter, signed_by(row))
    for figure in dossier.measurements:
        if figure.period == period:
            found[SheetTitle.MEASUREMENTS, figure.indicator] = _Standing(
                figure.row, record_values(figure), (), signed_by(figure)
            )
    for money in dossier.disbursements:
        if money.period == period:
            found[SheetTitle.DISBURSEMENTS, money.line] = _Standing(
                money.row, record_values(money), (), signed_by(money)
            )
    for document in dossier.documents:
        found[document_key(document.number, document.issuer)] = _Standing(document.row, document_values(document))
    return found


# --- several answers for one thing ---------------------------------------------------------------


def _merge(several: Sequence[Answer], leads: Sequence[str], overwrite: bool) -> Answer | Aside:
    """One answer out of several; what is put aside, with TL008, where they contradict each other.

    Sentences of several agencies do not: they are joined, each with the name of who said it, in the plan's order.
    """
    latest = _latest_of_each(several, overwrite)
    latest.sort(key=lambda one: leads.index(one.agency) if one.agency in leads else len(leads))
    first = latest[0]
    values: dict[str, Value] = {}
    typed: dict[str, str] = {}
    for column in dict.fromkeys(column for one in latest for column in one.values):
        saying = [one for one in latest if column in one.values]
        if pair := _two_unlike(saying, column):
            return _contradiction(*pair, column, latest)
        values[column] = saying[0].values[column]
        if column in JOINED_COLUMNS:
            values[column] = _joined({one.agency: str(one.values[column]) for one in saying})
        typed[column] = "\n".join(dict.fromkeys(one.typed.get(column, "") for one in saying))
    denied = {column: words for one in latest for column, words in one.typed.items() if column not in values}
    typed |= denied
    files = tuple({one.returned.sha256: one.returned for one in latest}.values())
    return Answer(first.sheet, first.code, first.agency, values, first.row, first.returned, typed, files)


def _two_unlike(saying: Sequence[Answer], column: str) -> tuple[Answer, Answer] | None:
    """Two answers that cannot both be right; sentences of two agencies can."""
    for one, other in combinations(saying, 2):
        may_differ = column in JOINED_COLUMNS and one.agency != other.agency
        if not may_differ and not _same(one.values[column], other.values[column]):
            return one, other
    return None


def _joined(said: Mapping[str, str]) -> str:
    """Sentences of several agencies, one a line after the agency's name; what all say alike stands once."""
    if len({one_line(words) for words in said.values()}) == 1:
        return next(iter(said.values()))
    return "\n".join(f"{agency}: {words}" for agency, words in said.items())


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


def _contradiction(first: Answer, other: Answer, column: str, answers: Sequence[Answer]) -> Aside:
    """What is put aside: all `answers`, of which two say different things in one column."""
    message = (
        f"Mã “{first.code}”, cột “{column}”: {other.agency} ghi “{_quoted(other.values[column])}”, còn {first.agency} "
        f"(tệp {first.returned.path.name}) ghi “{_quoted(first.values[column])}”."
    )
    fix = "Hỏi lại các cơ quan, sửa một phiếu cho khớp rồi chạy lại."
    if first.returned is other.returned:
        message = (
            f"Mã “{first.code}”, cột “{column}”: phiếu của {first.agency} ghi “{_quoted(first.values[column])}” ở dòng "
            f"{first.row.number}, “{_quoted(other.values[column])}” ở dòng {other.row.number}."
        )
        fix = "Để lại một dòng rồi gửi lại phiếu."
    elif first.agency == other.agency:
        stamps = [(answer.returned.saved, answer.returned.path.name) for answer in (first, other)]
        dated = [(str(stamp), name) for stamp, name in stamps if stamp]
        fix = "Bỏ phiếu cũ ra rồi chạy lại; hai tệp không cho biết tệp nào lưu sau."
        if len(dated) == 2 and dated[0][0] != dated[1][0]:
            later = f"Tệp lưu sau là {max(dated)[1]}."
            fix = f"Bỏ phiếu cũ ra rồi chạy lại, hoặc thêm --overwrite để lấy phiếu lưu sau. {later}"
    problem = Problem("TL008", other.row.place(column), message, fix)
    agencies = "; ".join(dict.fromkeys(one.agency for one in answers))
    return Aside(other.returned.path, agencies, first.sheet, first.code, (problem,))


# --- against the dossier -------------------------------------------------------------------------


def _row_change(
    answer: Answer,
    several: Sequence[Answer],
    standing: _Standing | None,
    leads: tuple[str, ...],
    overwrite: bool,
) -> RowChange:
    agencies = tuple(dict.fromkeys(one.agency for one in several))
    if standing is None:
        cells = [CellChange(column, None, value, Fate.NEW) for column, value in answer.values.items()]
        cells += _signed_cells(several, None, leads, is_new=True)
        return RowChange(answer.sheet, answer.code, answer, agencies, None, tuple(cells))
    old = {column: value for column, value in standing.values.items() if value not in (None, "")}
    cells = [
        _cell_change(column, old.get(column), answer.values[column], several, standing.reporter, leads)
        for column in answer.values
    ]
    cells = [cell for cell in cells if not _same(cell.old, cell.new)]
    differs = any(cell.fate is Fate.REPLACED for cell in cells)
    if differs and not overwrite:
        # A row is one statement: a date from the return beside a status kept from before would contradict it.
        cells = [replace(cell, fate=Fate.KEPT) for cell in cells]
    if not differs or overwrite:
        cells += _signed_cells(several, standing, leads, is_new=bool(cells))
        cells += _reporter_cell(answer.sheet, agencies, standing.reporter)
    return RowChange(answer.sheet, answer.code, answer, agencies, standing.row, tuple(cells))


def _contradicts_partner(change: RowChange, standing: _Standing | None) -> Aside | None:
    """What is put aside, with TL008, where another lead agency's answer stands already and says something else."""
    kept = next((cell for cell in change.cells if cell.fate is Fate.KEPT and cell.old is not None), None)
    is_others = standing is not None and standing.reporter and not {*standing.reporter} & {*change.agencies}
    if kept is None or standing is None or not is_others or kept.column in JOINED_COLUMNS:
        return None
    who, before = "; ".join(change.agencies), "; ".join(standing.reporter)
    message = (
        f"Mã “{change.code}”, cột “{kept.column}”: {who} ghi “{_quoted(kept.new)}”, còn {before} "
        f"(hồ sơ, ô {standing.row.place(kept.column).cell}) ghi “{_quoted(kept.old)}”."
    )
    fix = "Hỏi lại các cơ quan, sửa cho khớp rồi chạy lại; lấy theo phiếu thì thêm --overwrite."
    problem = Problem("TL008", change.answer.row.place(kept.column), message, fix)
    return Aside(change.answer.returned.path, who, change.sheet, change.code, (problem,))


def _signed_cells(
    several: Sequence[Answer], standing: _Standing | None, leads: tuple[str, ...], is_new: bool
) -> Iterator[CellChange]:
    """Who prepared and approved the answers. That alone contradicts nothing: it is new only where an answer is."""
    if several[0].sheet is SheetTitle.DOCUMENTS:
        return
    signed = {one.agency: (one.returned.prepared_by, one.returned.approved_by) for one in several}
    for at, column in enumerate((PREPARED_BY, APPROVED_BY)):
        said = {agency: names[at] for agency, names in signed.items() if names[at]}
        old = str((standing.signed.get(column) if standing else "") or "")
        if not said or (old and not is_new):
            continue
        parts = (_parts(old, said, standing.reporter, leads) or {}) if standing and old else {}
        new = _joined(parts | said)
        if not _same(old, new):
            yield CellChange(column, old or None, new, Fate.JOINED if old else Fate.NEW)


def _cell_change(
    column: str,
    old: Value | None,
    new: Value,
    several: Sequence[Answer],
    reporter: tuple[str, ...],
    leads: tuple[str, ...],
) -> CellChange:
    """What becomes of one cell of a row that stands: filled, joined to by another lead agency, or replaced."""
    if old is None:
        return CellChange(column, None, new, Fate.NEW)
    said = {one.agency: str(one.values[column]) for one in several if column in one.values}
    parts = _parts(str(old), said, reporter, leads) if column in JOINED_COLUMNS else None
    if parts is None:
        return CellChange(column, old, new, Fate.REPLACED)
    contradicts = any(name in parts and not _same(parts[name], words) for name, words in said.items())
    return CellChange(column, old, _joined(parts | said), Fate.REPLACED if contradicts else Fate.JOINED)


def _reporter_cell(sheet: SheetTitle, agencies: tuple[str, ...], before: tuple[str, ...]) -> list[CellChange]:
    """Who is added to those that a row of progress names as its reporters."""
    new = tuple(name for name in agencies if name not in before)
    if sheet is not SheetTitle.PROGRESS or not new:
        return []
    return [CellChange(REPORTER, "; ".join(before) or None, "; ".join((*before, *new)), Fate.JOINED)]


def _parts(
    text: str, said: Mapping[str, str], reporter: tuple[str, ...], leads: tuple[str, ...]
) -> dict[str, str] | None:
    """What a sentence of the dossier says, by lead agency; None where nobody can tell who said it."""
    parts: dict[str, list[str]] = {}
    for line in text.split("\n"):
        name = next((one for one in leads if line.startswith(f"{one}: ")), None)
        if name is not None:
            parts[name] = [line[len(name) + 2 :]]
        elif parts:
            parts[next(reversed(parts))].append(line)
        elif reporter and {*reporter} <= {*leads} and (len(reporter) == 1 or not {*reporter} & said.keys()):
            return {"; ".join(reporter): text}
        else:
            return None
    return {name: "\n".join(lines) for name, lines in parts.items()}


def _told(change: RowChange) -> Iterator[Problem]:
    for cell in change.cells:
        if cell.fate is Fate.NEW or cell.column in (REPORTER, PREPARED_BY, APPROVED_BY):
            continue
        where = change.target.place(cell.column).cell if change.target else ""
        old = f"“{_quoted(cell.old)}”" if cell.old is not None else "để trống"
        said_now = change.answer.values.get(cell.column, cell.new)
        message = (
            f"Mã “{change.code}”, cột “{cell.column}”: phiếu của {change.answer.agency} ghi “{_quoted(said_now)}”, "
            f"hồ sơ (ô {where}) {'ghi ' if cell.old is not None else ''}{old}"
        )
        place = change.answer.row.place(cell.column)
        if cell.fate is Fate.KEPT:
            fix = "Muốn lấy số của phiếu thì sửa ô đó, hoặc chạy lại với --overwrite."
            yield Problem("TL010", place, f"{message}; giữ nguyên hồ sơ.", fix)
        elif cell.fate is Fate.JOINED:
            message = (
                f"Mã “{change.code}”, cột “{cell.column}”: đã nối lời của {'; '.join(change.agencies)} vào lời đã có."
            )
            yield Problem("TL024", place, message)
        else:
            fix = "Giá trị cũ còn trong trang Nhật ký tổng hợp."
            yield Problem("TL020", place, f"{message}; đã lấy theo phiếu.", fix)


def _denied(answer: Answer, standing: _Standing | None) -> Iterator[Problem]:
    """What a return says there is none of, and the dossier has: it stays, and a person decides."""
    for column, words in answer.typed.items():
        old = standing.values.get(column) if standing else None
        if standing and old not in (None, "") and column not in answer.values and says_nothing(words):
            message = (
                f"Mã “{answer.code}”, cột “{column}”: phiếu của {answer.agency} ghi “{words}”, "
                f"hồ sơ (ô {standing.row.place(column).cell}) ghi “{_quoted(old)}”; giữ nguyên hồ sơ."
            )
            yield Problem("TL010", answer.row.place(column), message, "Không còn thì xoá ô đó trong hồ sơ.")


def _emptied(
    answer: Answer, several: Sequence[Answer], standing: _Standing | None, leads: Sequence[str]
) -> Iterator[Problem]:
    """What the same agency said before and leaves blank now: it stays, and a person decides."""
    agencies = {one.agency for one in several}
    said_by = {*(standing.reporter or leads)} if standing else set()
    if standing is None or agencies != said_by or len(agencies) > 1:
        return
    blank = [
        column
        for column, old in standing.values.items()
        if old not in (None, "") and column in answer.row.columns and not answer.typed.get(column, "").strip()
    ]
    if not blank or all(not words.strip() or words == NOTHING_NEW for words in answer.typed.values()):
        return
    said = "; ".join(
        f"“{column}” (ô {standing.row.place(column).cell}: “{_quoted(standing.values[column])}”)" for column in blank
    )
    message = f"Mã “{answer.code}”: phiếu của {answer.agency} để trống {said}, hồ sơ đã có; giữ nguyên hồ sơ."
    yield Problem("TL027", answer.row.place(blank[0]), message, "Không còn thì xoá ô đó trong hồ sơ.")


def _silent(
    dossier: Dossier,
    given: Sequence[Answer],
    period: Period,
    standing: Mapping[tuple[SheetTitle, str], object],
    aside: Sequence[Aside],
    content: Collection[str],
    problems: ProblemList,
) -> Iterator[str]:
    """Agencies of which nothing is known for the period; those that left something out are reported too.

    A name for many bodies owes no answer, and what one lead agency says of a task does not answer for the other. Who
    sent something that is put aside is neither silent nor has left that out.
    """
    sent = {*content} | {name for one in aside for name in one.agency.split("; ")}
    waiting = {(name, one.sheet, one.code) for one in aside for name in one.agency.split("; ")}
    told = {(answer.sheet, answer.code) for answer in given} | set(standing)
    by_agency = {(answer.agency, answer.code) for answer in given if answer.sheet is SheetTitle.PROGRESS}
    sent |= {answer.agency for answer in given}
    sent |= figures_sent(dossier, Timeline(period, dossier.settings.cutoff)).keys()
    for assignment in assignments(dossier, period):
        keys = _open_keys(assignment)
        answered_by = {one.subject.code: one.answered_by for one in assignment.tasks}
        missing = [
            (sheet, code)
            for sheet, code in keys
            if not {(assignment.agency, sheet, code), (assignment.agency, sheet, "")} & waiting
            and (assignment.agency, None, "") not in waiting
            and (
                (sheet is SheetTitle.PROGRESS and not _has_answered(assignment.agency, code, answered_by, by_agency))
                or (sheet is not SheetTitle.PROGRESS and (sheet, code) not in told and assignment.agency not in content)
            )
        ]
        if not missing or assignment.collective:
            continue
        codes = ", ".join(code for _, code in missing[:_LISTED_CODES])
        more = f" và {len(missing) - _LISTED_CODES} mã khác" if len(missing) > _LISTED_CODES else ""
        has_told = any(assignment.agency in one.answered_by for one in assignment.tasks)
        if not has_told and assignment.agency not in sent:
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


def _same(one: Value | None, two: Value | None) -> bool:
    return _key(one) == _key(two)


def _key(value: Value | None) -> Value | None:
    return one_line(value) if isinstance(value, str) else value


def said(value: Value | None) -> str:
    """A value in words, whole."""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return number_text(value)
    return value or ""


def _quoted(value: Value | None) -> str:
    return shortened(one_line(said(value)), _QUOTE)
