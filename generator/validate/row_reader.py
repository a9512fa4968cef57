"""A row's cells that speak of time: days, years, periods, deadlines."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from generator.core.model import Deadline, DeadlineKind
from generator.core.period_names import as_known, lacking, named_among, parse_period, period_shown
from generator.core.periods import ROMAN_QUARTERS, Period, PeriodKind
from generator.core.problems import ProblemList
from generator.core.rows import Cell, Row
from generator.core.vietnamese import clean, fold, parse_date, short_date
from generator.validate.cells import CellReader, quoted
from generator.validate.deadlines import deadline_of_day, lacks_year, parse_deadline

_YEARS = range(1900, 2101)
_DATE_EXAMPLE = "Ghi ngày dạng 31/12/2025."
PERIOD_EXAMPLE = (
    "Ghi dạng 2025-09, 2025-Q3, 2025-H1, 2025-9M, 2025 hoặc “quý III/2025”; tuần: 2026-W36; khoảng ngày: "
    "“từ 10/7/2026 đến 30/11/2026”; nhiều năm: 2021..2025."
)
_DEADLINE_EXAMPLE = "Ghi 31/12/2025, “Tháng 11/2025”, “Quý III/2025”, “Năm 2025” hoặc “Nhiệm vụ thường xuyên”."
_SERIALS = range(36526, 73051)  # 2000–2099 as Excel counts days


class RowReader(CellReader):
    """`CellReader` with days, years, periods and deadlines; `own_periods` are ranges that the dossier gives names."""

    def __init__(self, row: Row, problems: ProblemList, own_periods: tuple[Period, ...] = ()) -> None:
        super().__init__(row, problems)
        self.own_periods = own_periods

    def day(self, title: str) -> date | None:
        """The date under `title`, None if empty; time of day is not read."""
        cell = self.cell(title)
        if cell is None:
            return None
        if isinstance(cell.value, date):
            if parse_period(cell.text) is not None:
                fix = "Đặt định dạng ô là dd/mm/yyyy và kiểm tra lại ngày."
                self.add("GT004", title, f"Ô chỉ hiển thị {quoted(cell.text)}, không có ngày.", fix)
                return None
            self._warn_if_shown_otherwise(title, cell.value, parse_date(cell.text), cell.text)
            return cell.value
        day = parse_date(cell.text) if isinstance(cell.value, str) else None
        if day is None:
            self.add(
                "GT004", title, f"{quoted(cell.text)} không phải là ngày có thật.", _date_hint(cell) or _DATE_EXAMPLE
            )
        return day

    def year(self, title: str, required: bool = False) -> int | None:
        """A year of four digits under `title`."""
        cell = self.cell(title, required)
        if cell is None:
            return None
        year = _year_number(cell)
        if year is None:
            self.add("GT016", title, f"{quoted(cell.text)} không phải là năm.", "Ghi năm bằng bốn chữ số, ví dụ 2025.")
        return year

    def period(self, title: str) -> Period | None:
        """The reporting period under `title` (required)."""
        cell = self.cell(title, required=True)
        if cell is None:
            return None
        period: Period | None = None
        if isinstance(cell.value, date):
            period = period_shown(cell.value, cell.text)
        elif isinstance(cell.value, Decimal):
            year = _year_number(cell)
            period = Period(PeriodKind.YEAR, year) if year else None
        elif isinstance(cell.value, str):
            period = parse_period(cell.value) or named_among(cell.value, self.own_periods)
        if period is None:
            guess = likely_period(cell.text)
            fix = f"Có phải là {guess.code} ({guess.label})?" if guess else lacking(cell.text) or PERIOD_EXAMPLE
            self.add("GT006", title, f"{quoted(cell.text)} không phải là kỳ báo cáo.", fix)
        return as_known(period, self.own_periods) if period else None

    def deadline(self, title: str, plan_year: int | None = None) -> Deadline:
        """The deadline under `title`; DeadlineKind.NONE if empty or unreadable (reported).

        One without a year is of `plan_year`, which is told.
        """
        cell = self.cell(title)
        if cell is None:
            return Deadline(DeadlineKind.NONE)
        if isinstance(cell.value, date):
            if cell.value.year not in _YEARS:
                self.add("GT004", title, f"Thời hạn {quoted(cell.text)} không có thật.", _DEADLINE_EXAMPLE)
                return Deadline(DeadlineKind.NONE)
            is_a_day = parse_date(cell.text) is not None
            said = deadline_of_day(cell.value, cell.text) if is_a_day else parse_deadline(cell.text)
            if said is None and any(letter.isalpha() for letter in cell.text):
                message = f"Ô hiển thị {quoted(cell.text)}, không phải là thời hạn có thật."
                self.add("GT004", title, message, "Đặt định dạng ô là dd/mm/yyyy và kiểm tra lại ngày.")
                return Deadline(DeadlineKind.NONE)
            if said is not None and said.kind is DeadlineKind.DATE and not is_a_day:
                return said
            shown = parse_date(cell.text) or (cell.value if str(cell.value.year) in cell.text else None)
            self._warn_if_shown_otherwise(title, cell.value, shown, cell.text)
            return deadline_of_day(cell.value, cell.text)
        year = _year_number(cell)
        text = cell.text if isinstance(cell.value, str) else str(year)
        deadline = parse_deadline(text, plan_year) if year or isinstance(cell.value, str) else None
        if deadline is None:
            fix = _date_hint(cell) or _DEADLINE_EXAMPLE
            self.add("GT004", title, f"Thời hạn {quoted(cell.text)} không có thật.", fix)
            return Deadline(DeadlineKind.NONE)
        if deadline.kind is DeadlineKind.TEXT:
            message = f"Thời hạn {quoted(cell.text)} không quy được ra ngày nên không tính quá hạn."
            self.add("GT014", title, message, _DEADLINE_EXAMPLE)
        elif deadline.day is not None and lacks_year(text):
            day = short_date(deadline.day)
            message = f"Thời hạn {quoted(text)} không ghi năm; đã hiểu là ngày {day}, theo năm của kế hoạch."
            self.add("GT018", title, message, "Ghi rõ năm ở thời hạn.")
        return deadline

    def _warn_if_shown_otherwise(self, title: str, day: date, shown: date | None, text: str) -> None:
        if shown == day:
            return
        message = f"Ô hiển thị {quoted(text)} nhưng chứa ngày {short_date(day)}"
        if shown is not None:
            message += f", có thể là ngày {short_date(shown)}"
        fix = "Đặt định dạng ô là dd/mm/yyyy và kiểm tra lại ngày."
        self.add("GT005", title, f"{message}; đã hiểu là {short_date(day)}.", fix)


def _year_number(cell: Cell) -> int | None:
    if isinstance(cell.value, Decimal):
        return int(cell.value) if cell.value in _YEARS else None
    found = re.fullmatch(r"(?:nam )?(\d{4})", fold(cell.text, keep_tones=False))
    return int(found[1]) if found and isinstance(cell.value, str | date) and int(found[1]) in _YEARS else None


def _date_hint(cell: Cell) -> str:
    """What a cell that is no date was probably meant to be; "" if nobody can tell."""
    guess: date | None = None
    if isinstance(cell.value, Decimal) and cell.value in _SERIALS:
        guess = date(1899, 12, 30) + timedelta(days=int(cell.value))
        return f"Số này có thể là ngày {short_date(guess)}; đặt định dạng ô là dd/mm/yyyy."
    parts = re.search(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d\d)$", clean(cell.text))
    if parts:
        first, second, year = (int(part) for part in parts.groups())
        year += 2000 if year < 100 else 0
        guess = parse_date(f"{first}/{second}/{year}") or parse_date(f"{second}/{first}/{year}")
        guess = guess if guess and guess.year in _YEARS else None
    return f"Có phải là ngày {short_date(guess)}? {_DATE_EXAMPLE}" if guess else ""


def likely_period(text: str) -> Period | None:
    """The period that a wrongly written `text` probably means: "9.2025", "2025/9", "III/2025", "2025 Q3"."""
    plain = fold(text, keep_tones=False).upper()
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", plain)
    if year is None:
        return None
    rest = re.sub(r"[^A-Z0-9]+", " ", plain.replace(year[1], " ", 1)).split()
    match rest:
        case ["Q" | "QUY", index] | [index] if index in ROMAN_QUARTERS:
            return Period(PeriodKind.QUARTER, int(year[1]), ROMAN_QUARTERS.index(index) + 1)
        case [index] if re.fullmatch(r"Q[1-4]", index):
            return Period(PeriodKind.QUARTER, int(year[1]), int(index[1]))
        case ["Q" | "QUY", index] if index in ("1", "2", "3", "4"):
            return Period(PeriodKind.QUARTER, int(year[1]), int(index))
        case [index] | ["T" | "THANG", index] if index.isdecimal() and 1 <= int(index) <= 12:
            return Period(PeriodKind.MONTH, int(year[1]), int(index))
        case _:
            return None
