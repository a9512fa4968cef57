"""What an office's tracking sheet says has been done: diary, state and evidence as rows of progress.

Each dated entry belongs to the month that its day lies in; entries of one month are one row, in their order. The state
that the sheet shows is that of the newest row. Nothing is dropped: what has no date is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from generator.core.diary import Entry, Evidence, ShortDay, entries, evidence_in, short_day_form, when
from generator.core.model import ReportedStatus
from generator.core.period_names import parse_period
from generator.core.periods import CutoffRule, Period, month_of
from generator.core.problems import Place, Problem, ProblemList
from generator.core.status_words import is_kept_up, read_status, share_in
from generator.core.vietnamese import clean, one_line, parse_date, parse_number, short_date, shortened
from generator.core.yes_words import says_nothing
from generator.read.columns import CAUSE, COMPLETED_ON, COMPLETED_SHARE, DIFFICULTY, EVIDENCE, PROPOSAL, RESULT, STATUS
from generator.read.plan_table import PlanTable
from generator.validate.plan_rows import OpenTask

TOLD = (RESULT, DIFFICULTY, CAUSE, PROPOSAL)
"""Columns of words, each of which may be a diary."""
_AS_OF = re.compile(
    r"(?:cập nhật|tính|số liệu|đến|thời điểm)[^.;]{0,30}?(?P<day>(?:ngày\s+)?\d{1,2}\s*(?:[/.\-]|tháng)\s*\d{1,2}\s*"
    r"(?:[/.\-]|năm)\s*\d{4})",
    re.IGNORECASE,
)
_OF_PERIOD = re.compile(
    r"(?<!\w)(?:0?[69] tháng(?: (?:đầu|cuối))?(?: năm)?|(?:tháng|quý) (?:IV|I{1,3}|\d{1,2}))(?:/| năm | )20\d\d(?!\d)",
    re.IGNORECASE,
)
_WHOLE = Decimal(100)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?![\d/])")
_DATES = "Ghi ngày trước từng việc, chẳng hạn [15/3/2026], hoặc ghi phía trên bảng “Cập nhật đến ngày 15/3/2026”."


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """One row of progress. `period` is None where nothing says when; `texts` maps titles of sheet Tiến độ to words."""

    task: str
    period: Period | None
    texts: Mapping[str, str]
    place: Place
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """The rows of progress that an office's own sheet tells, and what was unclear in them."""

    rows: tuple[DraftProgress, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Row:
    """A row while it is gathered; `days` are those of its entries."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)

    def add(self, title: str, text: str) -> None:
        self.texts.setdefault(title, []).append(text)

    def move_into(self, other: _Row) -> None:
        for title, texts in self.texts.items():
            for text in texts:
                other.add(title, text)
        self.texts.clear()


def is_tracked(table: PlanTable) -> bool:
    """Whether a plan's tables have columns of what has been done."""
    titles = (STATUS, COMPLETED_ON, EVIDENCE, COMPLETED_SHARE, *TOLD)
    return any(key in titles or key.startswith(f"{RESULT} (") for key in table.columns)


def track(
    table: PlanTable, tasks: Sequence[tuple[str, OpenTask]], rule: CutoffRule, plan_year: int | None = None
) -> Tracked:
    """The rows of progress of `tasks` (code and gathered row), and what in them is to be asked about.

    A day or month without its year is of the year that the sheet's heading names, else `plan_year`.
    """
    problems = ProblemList()
    if not is_tracked(table):
        return Tracked((), ())
    texts = [text for _, row in tasks for text in row.cells.values()]
    notes = [*table.heading, *_lone_texts(table)]
    year = _year_of(table.heading) or _year_of(texts) or plan_year
    form, both_ways = short_day_form(texts, year)
    if both_ways:
        message = f"Ngày ghi liền sáu chữ số đọc được hai cách; đã hiểu theo thứ tự {form.value}."
        problems.add("NK013", tasks[0][1].place, message, "Đối chiếu vài dòng; nếu sai, ghi ngày dạng 15/3/2026.")
    reading = _Reading(table, rule, year, form, _as_of(notes, rule), problems)
    rows = [row for code, task in tasks for row in reading.rows_of(code, task)]
    if reading.without_year and year is not None:
        places = ", ".join(dict.fromkeys(reading.without_year))
        message = f"Ngày, tháng không ghi năm ({shortened(places, 60)}) được hiểu là của năm {year}."
        problems.add("NK011", tasks[0][1].place, message, "Nếu không đúng, ghi năm ở tên bảng hoặc trong từng mục.")
    return Tracked(tuple(rows), tuple(problems.items))


def _lone_texts(table: PlanTable) -> list[str]:
    """What stands alone in a row: a footer, the title of a group."""
    return [row.cells[0] for row in table.rows if row.cells[0] and not any(row.cells[1:])]


def _year_of(heading: Iterable[str]) -> int | None:
    years = {int(year) for line in heading for year in _YEAR.findall(line)}
    return years.pop() if len(years) == 1 else None


def _as_of(heading: Iterable[str], rule: CutoffRule) -> tuple[Period, date | None] | None:
    """The period that the sheet says its words are of, and its day if it names one."""
    said = " ".join(heading)
    if found := _AS_OF.search(said):
        day = parse_date(re.sub(r"\s*([/.\-])\s*", r"\1", found["day"]))
        if day is not None:
            return month_of(day, rule), day
    periods = {period for one in _OF_PERIOD.finditer(said) if (period := parse_period(one[0])) is not None}
    return (periods.pop(), None) if len(periods) == 1 else None


@dataclass(frozen=True, slots=True)
class _Reading:
    table: PlanTable
    rule: CutoffRule
    year: int | None
    form: ShortDay
    as_of: tuple[Period, date | None] | None
    problems: ProblemList
    without_year: list[str] = field(default_factory=list)
    """Days and months that name no year."""

    def rows_of(self, code: str, task: OpenTask) -> Iterator[DraftProgress]:
        """The rows of one task, in the order of time; one without a period last."""
        rows: dict[Period, _Row] = {}
        undated = _Row()
        for title, entry in self._entries(task):
            period = self._period_of(entry)
            if period is None and not entry.said and says_nothing(entry.text):
                continue
            if period is None:
                undated.add(title, f"{entry.said}: {entry.text}" if entry.said else entry.text)
                if entry.said:
                    message = f"Nhiệm vụ {code}: “{entry.said}” không phải là ngày có thật hoặc thiếu năm."
                    self.problems.add("NK011", task.place, message, _DATES)
                continue
            if entry.said and _lacks_year(entry.said):
                self.without_year.append(entry.said)
            row = rows.setdefault(period, _Row())
            row.add(title, entry.text)
            row.days += [entry.day] if entry.day else []
        papers = evidence_in(self._text(task, EVIDENCE), self.form)
        for paper in papers:
            row = rows.setdefault(month_of(paper.day, self.rule), _Row()) if paper.day else undated
            row.add(EVIDENCE, f"{paper.name} ngày {short_date(paper.day)}" if paper.day else paper.name)
        said = self._text(task, STATUS) or self._told_otherwise(code, task)
        status = read_status(said)
        done = self._day_done(code, task, status, rows, papers)
        if done is not None:
            rows.setdefault(month_of(done, self.rule), _Row())
        yield from self._stated(code, task, said, rows, undated, done)

    def _told_otherwise(self, code: str, task: OpenTask) -> str:
        """The state of a task that only its share or its day of completion tells; "" where neither does."""
        day, share = one_line(self._text(task, COMPLETED_ON)), one_line(self._text(task, COMPLETED_SHARE))
        found = parse_number(share) if share else None
        if when(day, self.year, self.form)[0] is not None:
            state, why = ReportedStatus.COMPLETED, f"ngày hoàn thành {day}"
        elif found is not None and found.value > 0:
            is_whole = found.value >= _WHOLE
            state = ReportedStatus.COMPLETED if is_whole else ReportedStatus.IN_PROGRESS
            why = f"tỷ lệ {share}"
        else:
            return ""
        message = f"Nhiệm vụ {code} không ghi tình trạng; {why} được hiểu là “{state.value}”."
        self.problems.add("NK022", task.place, message, "Nếu không đúng, ghi tình trạng của nhiệm vụ.")
        return state.value

    def _stated(
        self, code: str, task: OpenTask, said: str, rows: dict[Period, _Row], undated: _Row, done: date | None
    ) -> Iterator[DraftProgress]:
        """The rows with their states: the sheet's own for the newest, and for none where a task was not begun."""
        status = read_status(said)
        self._place_undated(code, task, rows, undated, said)
        ordered = sorted(rows, key=lambda one: (one.window(self.rule).end, one.window(self.rule).start))
        completed = month_of(done, self.rule) if done is not None else None
        for at, period in enumerate(ordered):
            is_last = at == len(ordered) - 1
            after = completed is not None and period.window(self.rule).end >= completed.window(self.rule).end
            state = said if is_last else ""
            if status is ReportedStatus.COMPLETED:
                state = status.value if is_last or after else ReportedStatus.IN_PROGRESS.value
            elif is_last and status is not None:
                state = status.value
            shown = rows[period].texts
            extra = {COMPLETED_SHARE: self._share(task, said)} if is_last else {}
            yield DraftProgress(
                task=code,
                period=period,
                texts={STATUS: state or ReportedStatus.IN_PROGRESS.value, **_joined(shown), **_filled(extra)},
                place=task.place,
                completed_on=done if state == ReportedStatus.COMPLETED.value else None,
            )
        needs_row = bool(said) and status is not ReportedStatus.NOT_STARTED and not is_kept_up(said)
        if undated.texts or (not ordered and needs_row):
            state = status.value if status else said or ReportedStatus.IN_PROGRESS.value
            texts = {STATUS: state, **_joined(undated.texts), **_filled({COMPLETED_SHARE: self._share(task, said)})}
            yield DraftProgress(code, None, texts, task.place, done)

    def _place_undated(self, code: str, task: OpenTask, rows: dict[Period, _Row], undated: _Row, said: str) -> None:
        """Puts what has no date into the period the sheet is of, else into the newest row, which is told."""
        if self.as_of is not None:
            period = self.as_of[0]
            if undated.texts or self._says_more(said, rows, period):
                undated.move_into(rows.setdefault(period, _Row()))
        elif rows and undated.texts:
            newest = max(rows, key=lambda one: (one.window(self.rule).end, one.window(self.rule).start))
            for title, texts in undated.texts.items():
                words = shortened(one_line("; ".join(texts)), 61)
                message = f"Nhiệm vụ {code}: “{words}” ({title}) không ghi ngày; đã xếp vào {newest.label}."
                self.problems.add("NK011", task.place, message, _DATES)
            undated.move_into(rows[newest])

    def _says_more(self, said: str, rows: Iterable[Period], period: Period) -> bool:
        """Whether a status without a date tells of `period` what no row tells."""
        newest = max((one.window(self.rule).end for one in rows), default=None)
        if newest is None:
            return bool(said)
        is_later = newest < period.window(self.rule).end
        return bool(said) and is_later and read_status(said) is not ReportedStatus.COMPLETED

    def _entries(self, task: OpenTask) -> Iterator[tuple[str, Entry]]:
        """Every entry of the task with the title of its column."""
        for title in TOLD:
            for entry in entries(self._text(task, title), self.year, self.form):
                yield title, entry
        for key, position in self.table.columns.items():
            if not key.startswith(f"{RESULT} (") or not (text := clean(task.cells.get(position, ""))):
                continue
            _, period = when(key.removeprefix(f"{RESULT} (").removesuffix(")"), self.year)
            for entry in entries(text, self.year, self.form):
                yield RESULT, entry if entry.is_dated else Entry(entry.text, entry.said, None, period)

    def _period_of(self, entry: Entry) -> Period | None:
        if entry.day is not None:
            return month_of(entry.day, self.rule)
        return entry.period

    def _text(self, task: OpenTask, title: str) -> str:
        position = self.table.columns.get(title)
        return task.cells.get(position, "") if position is not None else ""

    def _share(self, task: OpenTask, said: str) -> str:
        return one_line(self._text(task, COMPLETED_SHARE)) or share_in(said)

    def _day_done(
        self,
        code: str,
        task: OpenTask,
        status: ReportedStatus | None,
        rows: Mapping[Period, _Row],
        papers: Sequence[Evidence],
    ) -> date | None:
        """When a task was completed: as the sheet says, else the day of its evidence or last entry, which is told."""
        if status is not ReportedStatus.COMPLETED:
            return None
        typed = one_line(self._text(task, COMPLETED_ON))
        if typed:
            day, _ = when(typed, self.year, self.form)
            if day is None:
                message = f"Nhiệm vụ {code}: ngày hoàn thành “{typed}” không phải là ngày có thật."
                self.problems.add("NK011", task.place, message, "Ghi ngày dạng 31/12/2026.")
            return day
        entered = max((day for row in rows.values() for day in row.days), default=None)
        proven = max((proof.day for proof in papers if proof.day is not None), default=None)
        days = [day for day in (entered, proven) if day is not None]
        if not days:
            return None
        day = max(days)
        where = "mục cuối của nhật ký" if day == entered else "minh chứng"
        other = f", minh chứng ghi ngày {short_date(min(days))}" if len(set(days)) > 1 and proven == min(days) else ""
        other = other or (f", nhật ký ghi ngày {short_date(min(days))}" if len(set(days)) > 1 else "")
        message = f"Nhiệm vụ {code} không ghi ngày hoàn thành; đã lấy ngày {short_date(day)} của {where}{other}."
        fix = "Nếu không đúng, thêm cột “Ngày hoàn thành thực tế” và ghi ngày."
        self.problems.add("NK011" if other else "NK010", task.place, message, fix)
        return day


def _lacks_year(said: str) -> bool:
    return when(said) == (None, None)


def _joined(texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return _filled({title: "\n".join(filter(None, parts)) for title, parts in texts.items()})


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {title: text for title, text in texts.items() if text}
