"""An office's own tracking sheet as sheets of a dossier: its tasks as Nhiệm vụ, its diary and states as Tiến độ.

Every record points at the office's own cells, so that problems and origins lead there; the workbook stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.core.model import RowRef, Settings
from generator.core.problems import Place, Problem, ProblemList
from generator.core.rows import Book, Cell, Row, Sheet
from generator.core.status_words import read_status
from generator.core.vietnamese import number_text, one_line, short_date, shortened
from generator.read.cell_names import column_letters
from generator.read.columns import (
    COMPLETED_ON,
    COMPLETED_SHARE,
    EVIDENCE,
    OWN_COLUMNS,
    PERSON,
    RESULT,
    STATUS,
    SheetTitle,
)
from generator.read.own_columns import NOT_USED
from generator.read.own_tables import OwnTables, letters_of
from generator.read.plan_headers import PlanColumn, TableKind
from generator.read.plan_table import TableUse
from generator.validate.plan import plan_draft
from generator.validate.plan_drafts import DraftTask, PlanDraft, funding_records, indicator_records, milestone_records
from generator.validate.settings import read_settings
from generator.validate.tracking import DraftProgress

_PROGRESS = frozenset((STATUS, RESULT, COMPLETED_ON, COMPLETED_SHARE, EVIDENCE))
_DEED = re.compile(r"(?:đã|đang|chưa)\s|\[?\d{1,2}/\d{1,2}", re.IGNORECASE)
_ONLY_A_DAY = re.compile(r"[\d/.\-\s]*")
_WHEN_GIVEN = re.compile(r"\b(?:giao|nhận|họp|văn bản|phân công)\b", re.IGNORECASE)
"""Heads of columns whose days say when a task was given, not when anything was done."""
_NOT_TOLD = frozenset(("NK005", "NK006", "NK008", "NK019"))
"""What is said of a plan's columns, for which one note a sheet stands here, and of notes on cells, which stay there."""
_OF_DOSSIER = {"NK009": "GT009", "NK018": "BNG007"}
"""What a plan's problem is called in a dossier."""
_WITHOUT_PERIOD = (
    "Ghi ngày trước từng việc trong ô, chẳng hạn [15/3/2026], hoặc ghi phía trên bảng “Cập nhật đến ngày 15/3/2026”."
)


def with_own_tables(book: Book, own: OwnTables) -> tuple[Book, list[Problem]]:
    """The book with the tasks and the progress of its tracking sheets, and what is to be told of them."""
    settings = read_settings(book.file, book.rows(SheetTitle.SETTINGS), ProblemList())
    draft, found = plan_draft(own.table, settings.cutoff, _year_of(settings), in_place=True)
    refs = _Refs(book.file, letters_of(own.table))
    tasks = [_task_row(task, refs) for task in draft.tasks]
    progress = [_progress_row(row, refs) for row in draft.progress if row.period is not None]
    unread = {one.place for one in draft.funding if not one.source}
    unread |= {one.place for one in draft.indicators if not one.target[0]}
    of_values = {doubt.said for doubt in draft.doubts if doubt.sheet in _OF_VALUES}
    found = [one for one in found if one.place not in unread or f"{one.message} {one.fix}" not in of_values]
    problems = ProblemList(list(_of_values(found, book.file)))
    problems.extend(_faults(own, refs))
    for row in draft.progress:
        if row.period is None:
            said = "; ".join(f"{title}: {one_line(text)}" for title, text in row.texts.items())
            message = f"Nhiệm vụ {row.task} không ghi ngày nào nên không biết thuộc kỳ nào: {said}."
            place = refs.of(row.place).place(_first_title(row))
            problems.add("NK012", place, message, _WITHOUT_PERIOD)
    for use in own.table.uses:
        problems.extend(_told_of(use, book.file))
        problems.extend(() if book.rows(SheetTitle.PROGRESS) else _without_progress(use, book.file))
    problems.extend(_numbered_only(book, own, refs, draft.tasks))
    sheets = dict(book.sheets)
    sheets.update(_value_sheets(book, draft, refs, problems))
    sheets[SheetTitle.TASKS] = Sheet(SheetTitle.TASKS, tuple(tasks))
    sheets[SheetTitle.PROGRESS] = Sheet(SheetTitle.PROGRESS, (*progress, *book.rows(SheetTitle.PROGRESS)))
    return replace(book, sheets=sheets), problems.items


_OF_VALUES = {SheetTitle.INDICATORS: "chỉ tiêu", SheetTitle.FUNDING: "kinh phí"}


_HELD_ON = {
    SheetTitle.INDICATORS: (SheetTitle.MEASUREMENTS, "Mã chỉ tiêu"),
    SheetTitle.FUNDING: (SheetTitle.DISBURSEMENTS, "Mã kinh phí"),
}
"""Sheets whose rows find their indicator or line of money by its code."""


def _value_sheets(book: Book, draft: PlanDraft, refs: _Refs, problems: ProblemList) -> dict[str, Sheet]:
    """The sheets of indicators, of their targets by year and of money that the office's own tables make.

    A dossier that has such a sheet of its own keeps it. An indicator without a target and money without a source are
    left out, and that is told: neither can be reported.
    """
    indicators = [one for one in draft.indicators if one.target[0]]
    funding = [one for one in draft.funding if one.source]
    left = {
        SheetTitle.INDICATORS: [(one.place, one.name, "mục tiêu") for one in draft.indicators if not one.target[0]],
        SheetTitle.FUNDING: [(one.place, one.content, "nguồn vốn") for one in draft.funding if not one.source],
    }
    codes = {task.place: task.code for task in draft.tasks}
    found: dict[str, Sheet] = {
        SheetTitle.INDICATORS: _rows(
            SheetTitle.INDICATORS, indicator_records(indicators), [one.place for one in indicators], refs
        ),
        SheetTitle.FUNDING: _rows(
            SheetTitle.FUNDING, funding_records(funding, codes), [one.place for one in funding], refs
        ),
    }
    if not book.rows(SheetTitle.INDICATORS) and not book.rows(SheetTitle.MILESTONES):
        places = {one.code: one.place for one in indicators}
        steps = list(milestone_records(indicators))
        found[SheetTitle.MILESTONES] = _rows(
            SheetTitle.MILESTONES, steps, [places[str(step["Mã chỉ tiêu"])] for step in steps], refs
        )
    for title, what in _OF_VALUES.items():
        if book.rows(title) and (found[title].rows or left[title]):
            place = found[title].rows[0].ref.place() if found[title].rows else refs.of(left[title][0][0]).place()
            message = f"Bảng {what} của cơ quan không được đọc: hồ sơ đã có trang “{title}”."
            problems.add("BNG025", place, message, f"Chép các dòng còn thiếu sang trang “{title}”.")
            del found[title]
            continue
        for place, name, lacks in left[title]:
            message = f"Dòng {what} “{shortened(one_line(name), 61)}” không được đọc vì không ghi {lacks}."
            problems.add("BNG025", refs.of(place).place(), message, f"Ghi {lacks} vào bảng, hoặc bỏ qua.")
    for title, (other, column) in _HELD_ON.items():
        own = {row.cells["Mã"].text for row in found[title].rows} if title in found else set()
        held = sum((cell := row.cells.get(column)) is not None and cell.text in own for row in book.rows(other))
        if held:
            message = (
                f"Mã {_OF_VALUES[title]} lấy theo thứ tự dòng của bảng; {held} dòng ở trang {other} nối vào mã ấy. "
                "Chèn hay xoá dòng thì các dòng này chỉ sang dòng khác."
            )
            fix = f"Chép bảng sang trang “{title}”, ghi mã của từng dòng, không đổi về sau."
            problems.add("NK015", found[title].rows[0].ref.place(), message, fix)
    return {title: sheet for title, sheet in found.items() if sheet.rows}


def _rows(title: SheetTitle, records: Iterable[Mapping[str, object]], places: Sequence[Place], refs: _Refs) -> Sheet:
    rows = [Row(refs.of(place), _cells(_texts(record))) for place, record in zip(places, records, strict=True)]
    return Sheet(title, tuple(rows))


def _texts(record: Mapping[str, object]) -> dict[str, str]:
    """The cells of a record as they would be typed."""
    return {
        title: number_text(value) if isinstance(value, Decimal) else str(value)
        for title, value in record.items()
        if value is not None
    }


def _year_of(settings: Settings) -> int | None:
    return settings.plan_date.year if settings.plan_date else None


_BY_CODE = {
    SheetTitle.PROGRESS: "Mã nhiệm vụ",
    SheetTitle.CHANGES: "Mã nhiệm vụ",
    SheetTitle.FUNDING: "Mã nhiệm vụ",
}
"""Sheets whose rows find their task by its code."""


def _numbered_only(book: Book, own: OwnTables, refs: _Refs, tasks: Iterable[DraftTask]) -> Iterator[Problem]:
    """Rows of other sheets that hold on to tasks by a number that moves with the rows of the office's sheet."""
    coded = any(column.title == "Mã" for use in own.table.uses for column in use.columns)
    codes = {task.code for task in tasks}
    sheets = {
        title: sum((cell := row.cells.get(column)) is not None and cell.text in codes for row in book.rows(title))
        for title, column in _BY_CODE.items()
    }
    told = ", ".join(f"{count} dòng ở trang {title}" for title, count in sheets.items() if count)
    first = next(iter(tasks), None)
    if coded or not told or first is None:
        return
    message = (
        f"Bảng không có cột Mã, mã nhiệm vụ lấy theo số thứ tự của bảng; {told} nối với nhiệm vụ bằng mã ấy. "
        "Chèn, xoá hay đánh số lại dòng thì các dòng này chỉ sang nhiệm vụ khác."
    )
    fix = "Thêm cột Mã vào bảng, ghi cho mỗi nhiệm vụ mã đang dùng, không đổi về sau."
    yield Problem("NK015", refs.of(first.place).place("TT"), message, fix)


class _Refs:
    """The references of records to rows of the office's sheets; each table of them has its own columns."""

    def __init__(self, file: str, letters: Mapping[tuple[str, int], Mapping[str, int]]) -> None:
        self.file = file
        self.tables = sorted(
            ((sheet, header, {title: column_letters(at) for title, at in columns.items()}))
            for (sheet, header), columns in letters.items()
        )

    def of(self, place: Place) -> RowRef:
        number = int(re.sub(r"\D", "", place.cell or "") or 0)
        columns: Mapping[str, str] = {}
        for sheet, header, letters in self.tables:
            if sheet == place.sheet and header <= number:
                columns = letters
        own = dict(columns)
        if "TT" in own and "Mã" not in own:
            own["Mã"] = own["TT"]
        return RowRef(self.file, place.sheet or "", number, own)


def _task_row(task: DraftTask, refs: _Refs) -> Row:
    texts = {
        "Mã": task.code,
        "Nhóm": task.group,
        "Tên nhóm": task.group_title,
        "TT": task.number,
        "Nội dung nhiệm vụ": task.content,
        "Cơ quan chủ trì": "; ".join(task.lead),
        "Cơ quan phối hợp": "; ".join(task.support),
        "Kết quả dự kiến": task.expected_result,
        "Thời gian hoàn thành": task.deadline,
        "Ghi chú": task.note,
        PERSON: task.person,
    }
    return Row(refs.of(task.place), _cells(texts))


def _progress_row(row: DraftProgress, refs: _Refs) -> Row:
    texts = {"Mã nhiệm vụ": row.task, "Kỳ báo cáo": row.period.code if row.period else "", **row.texts}
    if row.completed_on is not None:
        texts["Ngày hoàn thành"] = short_date(row.completed_on)
    return Row(refs.of(row.place), _cells(texts))


def _cells(texts: Mapping[str, str]) -> dict[str, Cell]:
    return {title: Cell(text, text) for title, text in texts.items() if text}


def _first_title(row: DraftProgress) -> str:
    return next(iter(row.texts), "Tình trạng")


def _of_values(found: Iterable[Problem], file: str) -> Iterator[Problem]:
    """What is to be asked about the sheet's rows, with the file as a dossier's problems name it."""
    for one in found:
        if one.code not in _NOT_TOLD:
            yield replace(one, place=replace(one.place, file=file))


def _faults(own: OwnTables, refs: _Refs) -> Iterator[Problem]:
    """Cells that could not be read as they stand; one without a value stops a report, where its column is used."""
    for one in own.told:
        letters = re.sub(r"\d", "", one.place.cell or "")
        used = one.code == "NK018" or letters in refs.of(one.place).columns.values()
        code = _OF_DOSSIER.get(one.code, one.code)
        if used and one.code not in _NOT_TOLD:
            yield replace(one, code=code, place=replace(one.place, file=refs.file))


def _told_of(use: TableUse, file: str) -> Iterator[Problem]:
    """One note on how a table was read, and one on what of it holds something and was not."""
    place = replace(use.place, file=file)
    if not use.kinds:
        return
    pairs = "; ".join(_pair(column) for column in use.columns if column.title)
    kind = "theo dõi nhiệm vụ" if TableKind.TASKS in use.kinds else str(use.kinds[0])
    message = f"Trang “{use.place.sheet}” được đọc như bảng {kind} của cơ quan: {pairs}."
    fix = f"Nếu cột nào hiểu sai, ghi ở Thông tin chung mục “{OWN_COLUMNS}”: tên cột = tên cột của hồ sơ."
    yield Problem("BNG024", place, message, fix)
    if use.beside:
        said = shortened("; ".join(map(one_line, use.beside)), 61)
        message = f"Chữ ở cột không có tiêu đề nên không được đọc: “{said}”."
        yield Problem("BNG027", place, message, "Ghi tên cột ở dòng tiêu đề, hoặc chuyển vào đúng cột.")
    if use.unread:
        names = "; ".join(f"“{column.header}”" for column in use.unread)
        message = f"Các cột có chữ nhưng không được đọc: {names}."
        fix = f"Nếu cần đọc, ghi ở Thông tin chung mục “{OWN_COLUMNS}”: tên cột = tên cột của hồ sơ."
        yield Problem("BNG025", place, message, fix)


def _without_progress(use: TableUse, file: str) -> Iterator[Problem]:
    """BNG036 for tasks of which no column says what was done, while one that is not read speaks of it."""
    if TableKind.TASKS not in use.kinds or any(column.title in _PROGRESS for column in use.columns):
        return
    speaking = [one for one in use.unread if _speaks_of_deeds(one.header, use.samples.get(one.position, ()))]
    if speaking:
        names = "; ".join(f"“{column.header}”" for column in speaking)
        message = (
            f"Không có cột nào được đọc là tình trạng, kết quả nên mọi nhiệm vụ được tính là chưa thực hiện, trong khi "
            f"cột {names} có vẻ ghi việc đã làm."
        )
        fix = (
            f"Ghi ở Thông tin chung mục “{OWN_COLUMNS}”: tên cột = {RESULT} (hoặc {STATUS}); không phải việc đã làm "
            f"thì ghi: tên cột = {NOT_USED}."
        )
        yield Problem("BNG036", replace(use.place, file=file), message, fix)


def _speaks_of_deeds(header: str, samples: Iterable[str]) -> bool:
    """Whether a column may say what was done, by its head or by what stands in it."""
    said = [one_line(text) for text in samples]
    if _WHEN_GIVEN.search(header) and all(map(_ONLY_A_DAY.fullmatch, said)):
        return False
    is_told = any(read_status(text) is not None or _DEED.match(text) for text in said)
    return is_told or read_status(one_line(header.rpartition(" / ")[2])) is not None


def _pair(column: PlanColumn) -> str:
    period = f" {column.period}" if column.period else ""
    unsure = " (theo từ gần giống)" if column.guessed else ""
    same = column.header == column.title and not period
    return column.title if same else f"{column.title}{period} ← “{column.header}”{unsure}"
