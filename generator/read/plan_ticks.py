"""Columns of a plan that only hold ticks: "x" under Quý I … Quý IV is a deadline, under Hoàn thành a state, under Sở
Tài chính, Sở Nội vụ the agency that leads, or with "PH" one that takes part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.core.opening_names import names_a_body
from generator.core.problems import Problem
from generator.core.roman import roman, roman_value
from generator.core.status_words import read_status
from generator.core.vietnamese import one_line
from generator.read.columns import DEADLINE, LEAD, STATUS, SUPPORT
from generator.read.plan_headers import PlanColumn, TableKind, Understood, may_be_called
from generator.read.plan_line import PlanLine

_TICKS = frozenset("xXvV×✓✔√☑☒●•◉+")
_CHECKED = {"Có": "x", "Không": ""}
"""How the check boxes of newer Excel, which are true or false, are read."""
_HEAD = re.compile(
    r"(?P<unit>quý|qúy|quí|q|tháng|thg|t|năm)?\s*\.?\s*(?P<number>IV|I{1,3}|20\d\d|\d{1,2})"
    r"(?:\s*[/\-]\s*(?P<year>20\d\d)|\s+(?:năm\s+)?(?P<of>20\d\d))?",
    re.IGNORECASE,
)
_ONLY_TIMES = re.compile(r"(?:(?:quý|tháng|năm|20\d\d|các|theo)[\s/\-]*)+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEADS = frozenset(("ct", "c", "chủ trì", "cơ quan chủ trì"))
_TAKES_PART = frozenset(("ph", "p", "phối hợp", "phth", "cơ quan phối hợp"))
_OF_NO_DOER = re.compile(
    r"\b(?:trình|thẩm quyền|thẩm định|phê duyệt|nơi nhận|gửi|địa bàn|địa điểm|phạm vi|đối tượng|áp dụng|thụ hưởng"
    r"|kiểm tra|thanh tra|giám sát|theo dõi|ý kiến|góp ý)\b",
    re.IGNORECASE,
)
"""Words over the names of bodies that do not say who does a task: whom it is laid before, where it is looked into."""
_MOST_NAMED = 5
_KEPT_UP = re.compile(r"(?:nhiệm vụ )?thường xuyên|(?:hằng|hàng) năm", re.IGNORECASE)


class _Unit(StrEnum):
    QUARTER = "Quý"
    MONTH = "Tháng"
    YEAR = "Năm"


_MOST = {_Unit.QUARTER: 4, _Unit.MONTH: 12, _Unit.YEAR: 2099}
_UNITS = {"q": _Unit.QUARTER, "t": _Unit.MONTH, "n": _Unit.YEAR}


@dataclass(frozen=True, slots=True)
class _Time:
    """The part of a year, or the year, that a head names; `said` where it is kept up all the time."""

    unit: _Unit
    number: int
    year: str = ""
    said: str = ""

    def text(self, last: _Time | None = None) -> str:
        """ "Quý I/2026"; with a last one "Quý I-III/2026"."""
        if self.said:
            return self.said
        numbers = "-".join(one._number for one in (self, last) if one is not None)
        name = numbers if self.unit is _Unit.YEAR else f"{self.unit} {numbers}"
        return f"{name}/{self.year}" if self.year else name

    @property
    def _number(self) -> str:
        return roman(self.number) if self.unit is _Unit.QUARTER else str(self.number)


def with_ticks(found: Understood, rows: Sequence[PlanLine]) -> tuple[Understood, list[PlanLine], list[Problem]]:
    """A table of tasks with its ticks written out as words in the first column of each run, and what is told of it.

    The other columns of a run are left blank. A column with anything but ticks is none of them.
    """
    problems: list[Problem] = []
    lines = list(rows)
    if found.kind is TableKind.TASKS:
        for run in _runs(found, lines):
            title = STATUS if run.times is None else DEADLINE
            others = {column.position for column in run.columns}
            if any(column.title == title and column.position not in others for column in found.columns):
                continue
            first = run.columns[0].position
            lines = [_written(line, run) for line in lines]
            found = replace(found, columns=tuple(_named(column, first, others, title) for column in found.columns))
            heads = ", ".join(f"“{column.header.rpartition(' / ')[2]}”" for column in run.columns)
            how = "hết kỳ cuối cùng có dấu" if title == DEADLINE else "theo cột có dấu"
            message = f"Các cột đánh dấu {heads} được hiểu là “{title}”: {how}."
            problems.append(Problem("NK003", lines[0].place, message, "Đối chiếu lại với bản kế hoạch."))
        problems += _coloured(found, lines)
        for columns in _under_agencies(found, lines):
            found, lines, told = _with_agencies(found, lines, columns)
            problems += told
    return found, lines, problems


def _coloured(found: Understood, rows: Sequence[PlanLine]) -> Iterator[Problem]:
    """A word on columns of times that hold nothing at all, while no other says when a task ends: people colour them."""
    times = [one for one in found.columns if not one.title and isinstance(_head_of(one, DEADLINE), _Time)]
    is_blank = not any(_cell(row, one.position) for row in rows for one in times)
    if len(times) > 1 and rows and is_blank and found.at(DEADLINE) is None:
        heads = ", ".join(f"“{one.header.rpartition(' / ')[2]}”" for one in times)
        message = f"Các cột {heads} không có chữ, dấu nào; ô tô màu thì chương trình không đọc được thời hạn."
        yield Problem("NK003", rows[0].place, message, "Ghi dấu x vào ô tô màu rồi nhập lại, hoặc ghi thời hạn sau.")


def _under_agencies(found: Understood, rows: Sequence[PlanLine]) -> Iterator[tuple[PlanColumn, ...]]:
    """Runs of columns beside each other, each headed by an agency, that hold nothing but ticks and "CT", "PH"."""
    return _beside(
        found.columns,
        rows,
        lambda one: _is_headed_by_agency(one) and all(_is_role(_cell(row, one.position)) for row in rows),
    )


def _beside(
    columns: Iterable[PlanColumn], rows: Sequence[PlanLine], fits: Callable[[PlanColumn], bool]
) -> Iterator[tuple[PlanColumn, ...]]:
    """Two or more columns next to each other that fit, where some row has something in one of them."""
    run: list[PlanColumn] = []
    for column in (*sorted(columns, key=lambda column: column.position), PlanColumn(-1, "")):
        is_one = fits(column)
        if is_one and (not run or column.position == run[-1].position + 1):
            run.append(column)
            continue
        if len(run) > 1 and any(_cell(row, one.position) for row in rows for one in run):
            yield tuple(run)
        run = [column] if is_one else []


def _is_headed_by_agency(column: PlanColumn) -> bool:
    above, _, head = column.header.rpartition(" / ")
    if column.by_hand or column.title not in ("", LEAD, SUPPORT) or not head:
        return False
    roles = [words for words in above.split(" / ") if any(may_be_called(words, one) for one in (LEAD, SUPPORT))]
    is_role = any(may_be_called(head, title) for title in (LEAD, SUPPORT))
    return not is_role and (bool(roles) or (names_a_body(one_line(head)) and not _OF_NO_DOER.search(above)))


def _is_role(text: str) -> bool:
    return text in ("", *_TICKS) or _role(text) != ""


def _role(text: str) -> str:
    """The column of tasks that a word under an agency speaks of; "" for a tick."""
    said = one_line(text).casefold().replace(".", "").replace("/", "")
    return LEAD if said in _LEADS else SUPPORT if said in _TAKES_PART else ""


def _with_agencies(
    found: Understood, rows: Sequence[PlanLine], run: Sequence[PlanColumn]
) -> tuple[Understood, list[PlanLine], list[Problem]]:
    """The table with the agencies of a run of columns in the cells of its rows; as it was where others name them.

    A tick alone leads, unless the head says that they take part, or the row says of another that it leads.
    """
    lead, part = run[0], run[1]
    above = [column.header.rpartition(" / ")[0] for column in run]
    usual = SUPPORT if above[0] and all(may_be_called(one, SUPPORT) for one in above) else LEAD
    places = {column.position: one_line(column.header.rpartition(" / ")[2]) for column in run}
    named = {title: _agencies_of(rows, places, title, usual) for title in (LEAD, SUPPORT)}
    wanted = [title for title in (LEAD, SUPPORT) if any(named[title])]
    if any(column.title in wanted and column.position not in places for column in found.columns):
        return found, list(rows), []
    at = {lead.position: LEAD, part.position: SUPPORT}
    lines = []
    for row, leads, others in zip(rows, named[LEAD], named[SUPPORT], strict=True):
        said = {lead.position: "; ".join(leads), part.position: "; ".join(others)}
        padded = (*row.cells, *[""] * (part.position + 1 - len(row.cells)))
        cells = [said.get(here, "") if here in places else text for here, text in enumerate(padded)]
        lines.append(replace(row, cells=tuple(cells)))
    columns = tuple(
        replace(one, title=title if (title := at.get(one.position, "")) in wanted else "")
        if one.position in places
        else one
        for one in found.columns
    )
    return replace(found, columns=columns), lines, _agencies_told(rows, places, named, wanted)


def _agencies_of(rows: Sequence[PlanLine], places: Mapping[int, str], title: str, usual: str) -> list[tuple[str, ...]]:
    """For each row the agencies of which its words, or its ticks, say this."""
    found = []
    for row in rows:
        words = {name: _cell(row, position) for position, name in places.items() if _cell(row, position)}
        has_lead = any(_role(word) == LEAD for word in words.values())
        of_ticks = SUPPORT if has_lead else usual
        found.append(tuple(name for name, word in words.items() if (_role(word) or of_ticks) == title))
    return found


def _agencies_told(
    rows: Sequence[PlanLine],
    places: Mapping[int, str],
    named: Mapping[str, Sequence[tuple[str, ...]]],
    wanted: Sequence[str],
) -> list[Problem]:
    heads = ", ".join(f"“{name}”" for name in places.values())
    means = " và ".join(f"“{title}”" for title in wanted)
    message = f"Các cột đánh dấu {heads} được hiểu là {means}: cơ quan ở cột có dấu."
    problems = [Problem("NK003", rows[0].place, message, "Đối chiếu lại với bản kế hoạch.")]
    for row, leads in zip(rows, named[LEAD], strict=True):
        ticked = [name for position, name in places.items() if _cell(row, position) and not _role(_cell(row, position))]
        if len(leads) > 1 and set(leads) <= set(ticked):
            message = f"Nhiều cơ quan cùng được đánh dấu, đều được hiểu là chủ trì: {'; '.join(leads[:_MOST_NAMED])}."
            fix = "Có cơ quan chỉ phối hợp thì chuyển sang cột Cơ quan phối hợp của trang Nhiệm vụ."
            problems.append(Problem("NK003", row.place, message, fix))
    return problems


@dataclass(frozen=True, slots=True)
class _Run:
    """Columns beside each other that hold ticks; `times` are those that their heads name, None for states."""

    columns: tuple[PlanColumn, ...]
    times: tuple[_Time, ...] | None


def _runs(found: Understood, rows: Sequence[PlanLine]) -> Iterator[_Run]:
    for kind in (DEADLINE, STATUS):

        def fits(column: PlanColumn, kind: str = kind) -> bool:
            return not column.by_hand and _head_of(column, kind) is not None and _is_ticked(rows, column.position)

        for run in _beside(found.columns, rows, fits):
            times = tuple(time for one in run if isinstance(time := _head_of(one, kind), _Time))
            yield _Run(run, times if kind == DEADLINE else None)


def _is_ticked(rows: Sequence[PlanLine], position: int) -> bool:
    return all(_cell(row, position) in ("", *_TICKS) for row in rows)


def _cell(row: PlanLine, position: int) -> str:
    text = row.cells[position].strip() if position < len(row.cells) else ""
    return _CHECKED.get(text, text)


def _head_of(column: PlanColumn, title: str) -> _Time | str | None:
    """What a column's lowest head names, if the words above it may mean `title` (or there are none)."""
    above, _, head = column.header.rpartition(" / ")
    if not all(may_be_called(words, title) or _ONLY_TIMES.fullmatch(words) for words in above.split(" / ") if words):
        return None
    if title == STATUS:
        return head if read_status(head) is not None else None
    return _time(one_line(head), above)


def _time(head: str, above: str) -> _Time | None:
    if _KEPT_UP.fullmatch(head):
        return _Time(_Unit.YEAR, 0, said=head)
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    number = roman_value(found["number"].upper()) or int(found["number"])
    words = (found["unit"] or "").casefold()
    unit = _UNITS.get(words[:1]) or (_Unit.YEAR if number > _MOST[_Unit.MONTH] else _unit_above(above))
    if unit is None or not 0 < number <= _MOST[unit]:
        return None
    years = _YEAR.findall(above)
    year = found["year"] or found["of"] or (years[0] if len(years) == 1 and unit is not _Unit.YEAR else "")
    return _Time(unit, number, year)


def _unit_above(above: str) -> _Unit | None:
    plain = above.casefold()
    return next((unit for unit in (_Unit.QUARTER, _Unit.MONTH) if unit.casefold() in plain), None)


def _named(column: PlanColumn, first: int, others: set[int], title: str) -> PlanColumn:
    if column.position == first:
        return PlanColumn(first, column.header, title)
    return PlanColumn(column.position, column.header) if column.position in others else column


def _written(line: PlanLine, run: _Run) -> PlanLine:
    """The row with what its ticks say in the first column of the run."""
    ticked = [at for at, column in enumerate(run.columns) if _cell(line, column.position)]
    if not ticked:
        return line
    places = {column.position for column in run.columns}
    cells = ["" if at in places else text for at, text in enumerate(line.cells)]
    if run.times is None:
        cells[run.columns[0].position] = "; ".join(run.columns[at].header.rpartition(" / ")[2] for at in ticked)
    else:
        cells[run.columns[0].position] = _times_said([run.times[at] for at in ticked], ticked)
    return replace(line, cells=tuple(cells))


def _times_said(times: Sequence[_Time], places: Sequence[int]) -> str:
    """ "Quý I-II/2026" for ticks beside each other; those apart are named one by one, for a person to decide."""
    first, last = times[0], times[-1]
    beside = places[-1] - places[0] == len(places) - 1
    if len(times) == 1:
        return first.text()
    if beside and first.unit is last.unit and not any(time.said for time in times):
        return first.text(last) if first.year == last.year else f"{first.text()} - {last.text()}"
    return ", ".join(time.text() for time in times)
