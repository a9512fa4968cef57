"""The answers of a return, judged with the rules of the dossier they are for; every problem at the return's cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from generator.core.model import (
    Disbursement,
    Dossier,
    FundingLine,
    Indicator,
    IssuedDocument,
    Measurement,
    Progress,
    RowRef,
    Settings,
    Task,
)
from generator.core.period_names import parse_period
from generator.core.periods import Period
from generator.core.problems import Place, Problem, ProblemList, Severity
from generator.core.rows import Book, Cell, Row, Sheet
from generator.core.vietnamese import fold
from generator.read.cell_names import row_number
from generator.read.columns import APPROVED_BY, PREPARED_BY, SheetTitle
from generator.read.return_columns import RETURN_SHEETS
from generator.read.return_file import Aside, ReturnFile, ReturnRow
from generator.read.return_identity import plain_plan_key, plan_key
from generator.validate import reported
from generator.validate.agencies import AgencyDirectory
from generator.validate.codes import CodeRegister
from generator.validate.plausible import check_plausible, check_plausible_money, confirmed_cells
from generator.validate.source import Source

Value = str | Decimal | date
_ASK_AGAIN = "Lập lại phiếu bằng lệnh forms và gửi cho cơ quan."


@dataclass(frozen=True, slots=True)
class Answer:
    """What one return says of one task, indicator or funding line; `values` holds only the cells that were filled."""

    sheet: SheetTitle
    code: str
    agency: str
    values: Mapping[str, Value]
    row: RowRef
    returned: ReturnFile
    typed: Mapping[str, str] = field(default_factory=dict)
    """Column → what the return has there, letter by letter."""
    files: tuple[ReturnFile, ...] = ()
    """The returns that an answer of several agencies came with."""

    @property
    def key(self) -> tuple[SheetTitle, str]:
        """What the answer is of. Agencies count their documents each from 1, so that a number needs its issuer."""
        if self.sheet is not SheetTitle.DOCUMENTS:
            return self.sheet, self.code
        return document_key(self.code, str(self.values.get("Cơ quan ban hành", "")))

    @property
    def sources(self) -> tuple[ReturnFile, ...]:
        return self.files or (self.returned,)


def accept(returned: ReturnFile, dossier: Dossier, period: Period) -> list[Problem]:
    """Why a return is none for this dossier and period; empty if it is."""
    problems = ProblemList()
    place = Place(str(returned.path))
    if parse_period(returned.period) != period:
        asked = parse_period(returned.period)
        said = asked.label if asked else returned.period
        message = f"Phiếu của {returned.agency} là phiếu {said}, không phải {period.label}."
        problems.add("TL002", place, message, "Bỏ phiếu này ra, hoặc tổng hợp đúng kỳ của phiếu.")
    if not _is_of_plan(returned, dossier.settings):
        message = f"Phiếu của {returned.agency} thuộc kế hoạch khác ({returned.plan})."
        problems.add("TL003", place, message, "Bỏ phiếu này ra, hoặc tổng hợp vào đúng hồ sơ.")
    if returned.agency not in lead_names(dossier):
        message = f"“{returned.agency}” không còn chủ trì việc nào trong hồ sơ."
        problems.add("TL016", place, message, _ASK_AGAIN)
    return problems.items


def answers(returned: ReturnFile, dossier: Dossier, period: Period) -> tuple[list[Answer], list[Aside], list[Problem]]:
    """The sound answers of an accepted return, what of it stays aside, and what is to be known of the others."""
    judge = _Judge(returned, dossier, period)
    found = [answer for table in RETURN_SHEETS for answer in judge.answers(table.into)]
    found += judge.documents()
    return found, [*returned.aside, *judge.aside], judge.problems.items


def leads_by_code(dossier: Dossier) -> Mapping[SheetTitle, Mapping[str, tuple[str, ...]]]:
    """For each sheet that takes answers: code → the agencies that answer for it."""
    tasks = {task.code: task.lead for task in dossier.tasks}
    return {
        SheetTitle.PROGRESS: tasks,
        SheetTitle.MEASUREMENTS: {indicator.code: indicator.lead for indicator in dossier.indicators},
        SheetTitle.DISBURSEMENTS: {line.code: line.agencies or tasks.get(line.task, ()) for line in dossier.funding},
    }


def _is_of_plan(returned: ReturnFile, settings: Settings) -> bool:
    if returned.exact_plan:
        return returned.exact_plan == plan_key(settings)
    return not returned.plan or returned.plan == plain_plan_key(settings)


def lead_names(dossier: Dossier) -> set[str]:
    """The agencies that answer for something."""
    return {agency for sheet in leads_by_code(dossier).values() for leads in sheet.values() for agency in leads}


class _Judge:
    def __init__(self, returned: ReturnFile, dossier: Dossier, period: Period) -> None:
        self.returned = returned
        self.dossier = dossier
        self.period = period
        self.problems = ProblemList()
        self.aside: list[Aside] = []
        by_code = leads_by_code(dossier)
        self.leads = {sheet: {fold(code): leads for code, leads in codes.items()} for sheet, codes in by_code.items()}

    def answers(self, sheet: SheetTitle) -> Iterator[Answer]:
        """The sound answers of one sheet; a row with an error in it is put aside whole."""
        own = [one for one in self.returned.rows.get(sheet, ()) if self._is_theirs(sheet, one)]
        rows = [self._completed(one.row) for one in own]
        book = Book(str(self.returned.path), {sheet: Sheet(sheet, tuple(rows))})
        found = ProblemList()
        source = Source(book, found, AgencyDirectory.from_sheet((), ()))
        typed = {row.ref.number: {title: cell.text for title, cell in row.cells.items()} for row in rows}
        records = self._records(sheet, source)
        found.extend(self._doubts(records, confirmed_cells(book)))
        for record in records:
            code, values, said = _code(record), _values(record), typed[record.row.number]
            yield Answer(sheet, code, self.returned.agency, values, record.row, self.returned, said)
        self._sort_out(sheet, own, found.items)

    def _doubts(
        self, records: Sequence[Progress | Measurement | Disbursement], confirmed: frozenset[Place]
    ) -> Iterator[Problem]:
        """What can hardly be meant of the figures answered, held against what the dossier has of other periods."""
        dossier, file = self.dossier, str(self.returned.path)
        figures = [one for one in records if isinstance(one, Measurement)]
        sums = [one for one in records if isinstance(one, Disbursement)]
        if figures:
            earlier = [one for one in dossier.measurements if one.period != self.period]
            indicators = {one.code: one for one in dossier.indicators}
            found = check_plausible([*earlier, *figures], indicators, dossier.milestones, confirmed)
            yield from (one for one in found if one.place.file == file)
        if sums:
            before = [one for one in dossier.disbursements if one.period != self.period]
            lines, settings = {one.code: one for one in dossier.funding}, dossier.settings
            doubts = check_plausible_money(lines, [*before, *sums], settings.stated_total, settings.cutoff, confirmed)
            yield from (one for one in doubts if one.place.file == file)

    def documents(self) -> Iterator[Answer]:
        """What the agency issued; a document without an issuer is its own."""
        agency = self.returned.agency
        rows = [self._completed(row) for row in self.returned.documents]
        own = [ReturnRow(cell.text if (cell := row.cells.get("Số ký hiệu")) else "", row) for row in rows]
        found = ProblemList()
        book = Book(str(self.returned.path), {SheetTitle.DOCUMENTS: Sheet(SheetTitle.DOCUMENTS, tuple(rows))})
        source = Source(book, found, AgencyDirectory.from_sheet((), ()))
        typed = {row.ref.number: {title: cell.text for title, cell in row.cells.items()} for row in rows}
        for one in reported.documents(source, self.dossier.settings):
            one = replace(one, issuer=one.issuer or agency)
            values = {title: value for title, value in document_values(one).items() if value not in (None, "")}
            said = typed[one.row.number]
            yield Answer(SheetTitle.DOCUMENTS, one.number, agency, values, one.row, self.returned, said)
        self._sort_out(SheetTitle.DOCUMENTS, own, found.items)

    def _sort_out(self, sheet: SheetTitle, rows: Sequence[ReturnRow], found: Sequence[Problem]) -> None:
        """What was found goes with the row it stands in: to those put aside, or to what is to be known."""
        at_fault: dict[int, list[Problem]] = defaultdict(list)
        for problem in found:
            if problem.severity is Severity.ERROR:
                at_fault[row_number(problem.place.cell or "0")].append(problem)
            else:
                self.problems.extend([problem])
        for one in rows:
            if needs := at_fault.get(one.row.ref.number):
                self._put_aside(sheet, one.code, needs)

    def _put_aside(self, sheet: SheetTitle, code: str, needs: Sequence[Problem]) -> None:
        self.aside.append(Aside(self.returned.path, self.returned.agency, sheet, code, tuple(needs)))

    def _records(self, sheet: SheetTitle, source: Source) -> Sequence[Progress | Measurement | Disbursement]:
        dossier = self.dossier
        register = self._register(sheet)
        if sheet is SheetTitle.PROGRESS:
            tasks = {task.code: task for task in dossier.tasks}
            return reported.progress(source, register, tasks, dossier.settings)
        if sheet is SheetTitle.MEASUREMENTS:
            indicators = {indicator.code: indicator for indicator in dossier.indicators}
            return reported.measurements(source, register, indicators)
        return reported.disbursements(source, register)

    def _register(self, sheet: SheetTitle) -> CodeRegister:
        by_sheet: Mapping[SheetTitle, Sequence[Task | Indicator | FundingLine]] = {
            SheetTitle.PROGRESS: self.dossier.tasks,
            SheetTitle.MEASUREMENTS: self.dossier.indicators,
            SheetTitle.DISBURSEMENTS: self.dossier.funding,
        }
        title = next(table.title for table in RETURN_SHEETS if table.into is sheet)
        return CodeRegister(title, True, {fold(one.code): (one.code, one.row) for one in by_sheet[sheet]})

    def _completed(self, row: Row) -> Row:
        """The row with the period that the whole return is for."""
        return Row(row.ref, {**row.cells, "Kỳ báo cáo": Cell(self.period.code, self.period.code)})

    def _is_theirs(self, sheet: SheetTitle, one: ReturnRow) -> bool:
        leads = self.leads[sheet].get(fold(one.code))
        if leads is None or self.returned.agency in leads:
            return True
        said = "; ".join(leads) or "không cơ quan nào"
        message = f"Mã “{one.code}” do {said} chủ trì, không phải {self.returned.agency}."
        place = next(iter(one.row.ref.columns), None)
        fix = "Xoá câu trả lời ở dòng này, hoặc sửa cơ quan chủ trì trong hồ sơ."
        self._put_aside(sheet, one.code, [Problem("TL007", one.row.ref.place(place), message, fix)])
        return False


def _code(record: Progress | Measurement | Disbursement) -> str:
    match record:
        case Progress():
            return record.task
        case Measurement():
            return record.indicator
        case Disbursement():
            return record.line


def _values(record: Progress | Measurement | Disbursement) -> dict[str, Value]:
    """Column of the dossier's sheet → the value to write; what was left blank is left out."""
    return {title: value for title, value in record_values(record).items() if value is not None and value != ""}


def record_values(record: Progress | Measurement | Disbursement) -> dict[str, Value | None]:
    """Column title → value of a record, None or "" where it has none."""
    match record:
        case Progress():
            return {
                "Tình trạng": record.status.value,
                "Ngày hoàn thành": record.completed_on,
                "Tỷ lệ hoàn thành (%)": record.percent,
                "Kết quả thực hiện": record.result,
                "Sản phẩm": record.product,
                "Minh chứng": record.evidence,
                "Khó khăn, vướng mắc": record.difficulty,
                "Nguyên nhân": record.cause,
                "Đề xuất, kiến nghị": record.proposal,
            }
        case Measurement():
            return {
                "Giá trị": record.words or record.value,
                "Nguồn số liệu": record.source,
                "Nguyên nhân": record.cause,
                "Ghi chú": record.note,
            }
        case Disbursement():
            return {"Đã phân bổ": record.allocated, "Đã giải ngân": record.disbursed}


def document_key(number: str, issuer: str) -> tuple[SheetTitle, str]:
    """What tells a document from others."""
    return SheetTitle.DOCUMENTS, f"{fold(number)}\n{fold(issuer)}"


def document_values(record: IssuedDocument) -> dict[str, Value | None]:
    """Column title → value of a document, beside its number."""
    return {"Ngày ban hành": record.day, "Cơ quan ban hành": record.issuer, "Trích yếu": record.summary}


def signed_by(record: Progress | Measurement | Disbursement) -> dict[str, Value | None]:
    """Who prepared and approved a record."""
    return {PREPARED_BY: record.prepared_by, APPROVED_BY: record.approved_by}


def missing_rows(returned: ReturnFile, dossier: Dossier) -> list[Problem]:
    """TL018 for what the agency answers for and its return no longer lists."""
    problems = ProblemList()
    for sheet, codes in leads_by_code(dossier).items():
        own = [code for code, leads in codes.items() if returned.agency in leads]
        listed = {fold(code) for code in returned.listed.get(sheet, ())}
        listed |= {fold(one.code) for one in returned.aside if one.sheet is sheet}
        gone = [code for code in own if fold(code) not in listed]
        if gone and sheet in returned.listed:
            title = next(table.title for table in RETURN_SHEETS if table.into is sheet)
            message = f"Phiếu của {returned.agency} không còn dòng của mã {', '.join(gone)}."
            problems.add("TL018", Place(str(returned.path), title), message, "Đề nghị cơ quan báo cáo bổ sung.")
        elif gone:
            said = ", ".join(gone)
            message = f"Phiếu của {returned.agency} không còn trang của mã {said}."
            problems.add("TL018", Place(str(returned.path)), message, "Đề nghị cơ quan báo cáo bổ sung.")
    return problems.items
