"""`new --next-year`: next year's workbook begun from this year's. What goes on is carried, what is over is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.compute.facts import Facts, compute
from generator.compute.indicators import IndicatorFact
from generator.compute.task_status import TaskStatus
from generator.core.model import Dossier
from generator.core.period_names import parse_period
from generator.core.periods import Period, PeriodKind
from generator.core.problems import WrongUsage
from generator.core.vietnamese import clean, number_text
from generator.read.columns import SheetTitle
from generator.read.text_files import is_text_dossier, text_records
from generator.stories.dossier import check, refuse_errors
from generator.write.files import write_file
from generator.write.record_text import workbook_records
from generator.write.workbook import CellMark, workbook_bytes

Record = Mapping[str, object]
_DONE = (TaskStatus.COMPLETED_ON_TIME, TaskStatus.COMPLETED_LATE)
_OF_ONE_YEAR = (SheetTitle.FUNDING, SheetTitle.DISBURSEMENTS, SheetTitle.DOCUMENTS, SheetTitle.NARRATIVES)
_OF_THE_PLAN = ("Tên kế hoạch", "Số ký hiệu kế hoạch", "Ngày kế hoạch", "Trích yếu", "Căn cứ")
_OF_OLD_PLAN = ("Tổng kinh phí theo kế hoạch",)


@dataclass(frozen=True, slots=True)
class NextYear:
    """What became of the rows: `year` is the new one, `carried` and `left` count rows, `asked` the marked cells."""

    year: int
    carried: Mapping[SheetTitle, int]
    left: Mapping[SheetTitle, int]
    asked: int


def next_year(old: Path, target: Path) -> NextYear:
    """Writes the workbook of the year after the last one that `old` has data of.

    Carried are agencies, settings, unfinished and recurring tasks with what was reported on them in the year, every
    indicator with the year's value as its base, the year's values for comparisons, targets of later years. Completed
    tasks, money, documents and written sections are left. Raises BadDossier for a workbook with errors, WrongUsage
    where `target` stands already or no year can be told.
    """
    if target.exists():
        raise WrongUsage(f"Tệp “{target}” đã có, không ghi đè.", "Chọn tên khác.")
    dossier = refuse_errors(check(old), old, "hồ sơ năm mới")
    year = _last_year(dossier)
    records = text_records(old) if is_text_dossier(old) else workbook_records(old)[0]
    carrying = _Carrying(compute(dossier, Period(PeriodKind.YEAR, year)), year)
    kept = {title: carrying.rows(title, rows) for title, rows in records.items()}
    write_file(target, workbook_bytes(kept, carrying.marks))
    return NextYear(
        year=year + 1,
        carried={title: len(rows) for title, rows in kept.items() if rows},
        left={title: len(rows) - len(kept[title]) for title, rows in records.items() if len(rows) > len(kept[title])},
        asked=len(carrying.marks),
    )


def _last_year(dossier: Dossier) -> int:
    years = [row.period.year for row in dossier.progress]
    years += [row.period.year for row in dossier.measurements]
    years += [row.period.year for row in dossier.disbursements]
    if not years:
        message = "Hồ sơ chưa có số liệu của năm nào nên chưa lập được hồ sơ năm sau."
        raise WrongUsage(message, "Lập hồ sơ mới bằng: baocao new TỆP.xlsx --from KẾ_HOẠCH")
    return max(years)


@dataclass(slots=True)
class _Carrying:
    facts: Facts
    year: int
    marks: list[CellMark] = field(default_factory=list)

    def rows(self, title: SheetTitle, rows: Sequence[Record]) -> list[Record]:
        """The rows of a sheet that next year begins with; what a person has to look at is marked."""
        if title in _OF_ONE_YEAR:
            return []
        kept = [row for row in rows if self._goes_on(title, row)]
        if title is SheetTitle.INDICATORS:
            return [self._indicator(row, number) for number, row in enumerate(kept, start=2)]
        for number, row in enumerate(kept, start=2):
            if title is SheetTitle.SETTINGS and row.get("Mục") in _OF_THE_PLAN:
                self._mark(
                    title,
                    number,
                    "Giá trị",
                    f"Của kế hoạch đang theo dõi; sửa nếu năm {self.year + 1} có kế hoạch mới.",
                )
            elif title is SheetTitle.TASKS and _text(row, "Mã") in self._overdue:
                message = f"Quá hạn từ năm {self.year}; ghi thời hạn mới nếu đã được gia hạn."
                self._mark(title, number, "Thời gian hoàn thành", message)
        return kept

    def _goes_on(self, title: SheetTitle, row: Record) -> bool:
        if title is SheetTitle.TASKS:
            return _text(row, "Mã") in self._open
        if title is SheetTitle.CHANGES:
            return _text(row, "Mã nhiệm vụ") in self._open
        if title is SheetTitle.PROGRESS:
            return _text(row, "Mã nhiệm vụ") in self._open and self._is_told(row)
        if title is SheetTitle.MEASUREMENTS:
            return str(self.year) in _text(row, "Kỳ báo cáo")
        if title is SheetTitle.MILESTONES:
            return _text(row, "Năm") > str(self.year)
        return title is not SheetTitle.SETTINGS or row.get("Mục") not in _OF_OLD_PLAN

    @property
    def _open(self) -> frozenset[str]:
        return frozenset(fact.task.code for fact in self.facts.tasks.items if fact.status not in _DONE)

    @property
    def _overdue(self) -> frozenset[str]:
        return frozenset(fact.task.code for fact in self.facts.tasks.overdue)

    def _is_told(self, row: Record) -> bool:
        """Rows of the year, and the one that a task's state rests on where it is older."""
        latest = {fact.task.code: fact.latest for fact in self.facts.tasks.items}.get(_text(row, "Mã nhiệm vụ"))
        period = _text(row, "Kỳ báo cáo")
        return str(self.year) in period or (latest is not None and parse_period(period) == latest.period)

    def _indicator(self, row: Record, number: int) -> Record:
        fact = next((one for one in self.facts.indicators if one.indicator.code == _text(row, "Mã")), None)
        changed = dict(row)
        if fact is not None and fact.value is not None:
            changed |= {"Giá trị gốc": number_text(fact.value), "Năm gốc": self.year}
            self._mark_unfinished(fact, number)
        later = {one.indicator for one in self.facts.dossier.milestones if one.year > self.year}
        of_plan = fact.indicator.target_year if fact is not None else None
        target_year = _text(row, "Năm mục tiêu") or str(of_plan or "")
        if target_year and target_year <= str(self.year) and _text(row, "Mã") not in later:
            message = (
                f"Mục tiêu {_text(row, 'Mục tiêu')} là của năm {target_year}; ghi mục tiêu của năm {self.year + 1}."
            )
            self._mark(SheetTitle.INDICATORS, number, "Mục tiêu", message)
            changed |= {"Mục tiêu": None, "Năm mục tiêu": self.year + 1}
        return changed

    def _mark_unfinished(self, fact: IndicatorFact, number: int) -> None:
        """A base that the old workbook does not have for the whole year yet."""
        last, rule = fact.reckoning.last, self.facts.settings.cutoff
        if last is not None and last.period.window(rule).end < self.facts.window.end:
            message = f"Mới là số đến {last.period.label}; ghi số của cả năm {self.year} khi có."
            self._mark(SheetTitle.INDICATORS, number, "Giá trị gốc", message)

    def _mark(self, sheet: SheetTitle, row: int, column: str, note: str) -> None:
        self.marks.append(CellMark(sheet, row, column, note))


def _text(row: Record, title: str) -> str:
    value = row.get(title)
    return "" if value is None else clean(str(value))
