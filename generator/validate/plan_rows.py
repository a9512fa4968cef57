"""From the rows of a plan's table to whole tasks: groups told apart, rows that a page break cut rejoined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum

from generator.core.model import DeadlineKind
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import shortened
from generator.read.columns import SheetTitle
from generator.read.plan_table import CONTENT, PlanRow, PlanTable
from generator.validate.agencies import agency_key, split_names
from generator.validate.deadlines import parse_deadline

_AGENCY_COLUMNS = ("Cơ quan chủ trì", "Cơ quan phối hợp")
_NUMBER = re.compile(r"\(?(?P<number>[IVXLC]+|[A-ZĐ]|[a-zđ]|\d+(?:[.,]\d+)*)\s*[.)/:]*")
_BULLET = re.compile(r"[-–—+•*]")
_NUMBERED_TITLE = re.compile(r"(?P<number>[IVXLC]+|[A-ZĐ])\s*[.)/:\-–]\s*(?P<title>\S.*)", re.DOTALL)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|cộng\s*:|(?:tổng|cộng)\s+(?:nhóm|mục|phần)\b|"
    r"(?:tổng|cộng)(?:\s+(?-i:[A-ZĐ]{1,4}))?\s*(?:[:(].*)?$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:người lập(?: biểu| bảng)?|lập biểu|thủ trưởng(?: đơn vị| cơ quan)?)\s*[.:]?", re.IGNORECASE)
"""What stands below a table where it is signed."""
_FEWEST_WORDS = 3
"""More words than a number and its sign have: a title or a note in the column of numbers."""
_COMPARE = "Đối chiếu lại với bản kế hoạch."


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to look at: the row of a sheet in order, the column, and what is unclear."""

    row: int
    column: str
    said: str
    sheet: SheetTitle = SheetTitle.TASKS


class Level(IntEnum):
    """How deep a number stands: A, I, 1, 1.1 or a)."""

    PART = 0
    GROUP = 1
    ITEM = 2
    SUB_ITEM = 3


@dataclass(frozen=True, slots=True)
class Heading:
    level: Level
    label: str
    title: str
    place: Place


@dataclass(slots=True)
class OpenTask:
    """A task while its rows are being gathered; `cells` maps grid columns to text."""

    number: str
    headings: tuple[Heading, ...]
    place: Place
    cells: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GatheredTasks:
    """The tasks in order, each with its headings; notes on rows rejoined or unclear; where the unclear ones went."""

    tasks: list[OpenTask]
    problems: list[Problem]
    doubts: list[Doubt]


def task_rows(table: PlanTable) -> GatheredTasks:
    """The tasks of `table`, whole again."""
    gathering = _Gathering(table, _known_names(table))
    strays = list(table.strays)
    for index, row in enumerate(table.rows):
        while strays and strays[0][0] <= index:
            gathering.doubt(CONTENT, strays.pop(0)[1])
        if any(row.cells):
            gathering.take(row, _next_number(table, index))
    for _, problem in strays:
        gathering.doubt(CONTENT, problem)
    return GatheredTasks(gathering.tasks, gathering.problems.items, gathering.doubts)


def _known_names(table: PlanTable) -> frozenset[str]:
    """Keys of everything that stands whole in some cell, or in a cell of agencies, of the table."""
    keys = {agency_key(cell) for row in table.rows for cell in row.cells if cell}
    for title in _AGENCY_COLUMNS:
        for row in table.rows:
            keys.update(agency_key(name) for name in split_names(_cell(row, table.columns.get(title))))
    return frozenset(keys)


def _is_deadline(text: str) -> bool:
    found = parse_deadline(text) if text else None
    return found is not None and found.kind is not DeadlineKind.TEXT


def _cell(row: PlanRow, position: int | None) -> str:
    return row.cells[position] if position is not None and position < len(row.cells) else ""


def read_number(text: str, before: str = "") -> tuple[Level, str] | None:
    """Level and label of what stands in column TT; `before` is the part's letter so far (C after B is a letter)."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    label = found["number"]
    if label[0].isdigit():
        return (Level.SUB_ITEM if re.search("[.,]", label) else Level.ITEM), ".".join(
            str(int(part)) for part in re.split("[.,]", label)
        )
    if label[0].islower():
        return Level.SUB_ITEM, label
    if _ROMAN.fullmatch(label) and not (before and ord(label[0]) == ord(before[0]) + 1 and len(label) == 1):
        return Level.GROUP, label
    return (Level.PART, label) if len(label) == 1 else None


def _next_number(table: PlanTable, index: int) -> tuple[Level, str] | None:
    for row in table.rows[index + 1 :]:
        if found := read_number(_cell(row, table.columns.get("TT"))):
            return found
    return None


@dataclass(slots=True)
class _Gathering:
    table: PlanTable
    known: frozenset[str]
    tasks: list[OpenTask] = field(default_factory=list)
    headings: tuple[Heading, ...] = ()
    problems: ProblemList = field(default_factory=ProblemList)
    last_is_heading: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, column: str, problem: Problem) -> None:
        """Remembers where in the new workbook `problem` is to be seen."""
        self.doubts.append(Doubt(max(0, len(self.tasks) - 1), column, f"{problem.message} {problem.fix}".strip()))

    def _unsure(self, row: PlanRow, column: str, message: str, fix: str) -> None:
        problem = Problem("NK003", row.place, message, fix)
        self.problems.items.append(problem)
        self.doubt(column, problem)

    def take(self, row: PlanRow, following: tuple[Level, str] | None) -> None:
        """Adds `row` as a heading, a task, or the rest of the row before."""
        number_column, content_column = self.table.columns.get("TT"), self.table.columns[CONTENT]
        number_text, content = _cell(row, number_column), _cell(row, content_column)
        others = any(cell for position, cell in enumerate(row.cells) if position not in (number_column, content_column))
        number = read_number(number_text, self._part_letter())
        titled = None if others or (number_text and content) else _NUMBERED_TITLE.fullmatch(number_text or content)
        if titled:
            number, content = read_number(titled["number"], self._part_letter()), titled["title"]
        if not number and _TOTAL.match(content or number_text):
            message = f"Dòng “{_shown(' '.join(filter(None, row.cells)))}” là dòng tổng, đã bỏ qua."
            self._unsure(row, CONTENT, message, _COMPARE)
        elif not number and _SIGNED.fullmatch(content or number_text):
            message = f"Dòng “{_shown(' '.join(filter(None, row.cells)))}” là chỗ ký tên, đã bỏ qua."
            self._unsure(row, CONTENT, message, _COMPARE)
        elif not content and not others and len(number_text.split()) > _FEWEST_WORDS and not titled:
            message = (
                f"Dòng “{_shown(number_text)}” đứng một mình trong bảng, không thuộc cột nào, không thành nhiệm vụ."
            )
            self._unsure(
                row, CONTENT, message, "Nếu là tên nhóm, ghi số thứ tự (I, II …) trước tên; nếu không, bỏ qua."
            )
        elif number and content and not others and (titled or _is_heading(number, following)):
            self._open_heading(number, content, row)
        elif self._is_part(number_text, content):
            self._add_part(row, content)
        elif number or self._is_own_task(row, number_text, content):
            self._open_task(number, row)
        elif self.last_is_heading and not others:
            self._extend_heading(content or number_text)
        else:
            self._rejoin(row)

    def _part_letter(self) -> str:
        return next((heading.label for heading in self.headings if heading.level is Level.PART), "")

    def _open_heading(self, number: tuple[Level, str], title: str, row: PlanRow) -> None:
        level, label = number
        above = tuple(heading for heading in self.headings if heading.level < level)
        self.headings = (*above, Heading(level, label, " ".join(title.split()), row.place))
        self.last_is_heading = True

    def _extend_heading(self, text: str) -> None:
        last = self.headings[-1]
        self.headings = (*self.headings[:-1], replace(last, title=f"{last.title} {' '.join(text.split())}"))

    def _is_part(self, number_text: str, content: str) -> bool:
        """Whether a row is a part of the task above: a dash where others have their number."""
        return bool(self.tasks and content) and bool(_BULLET.fullmatch(number_text)) and not self.last_is_heading

    def _add_part(self, row: PlanRow, content: str) -> None:
        """Each filled cell goes on in the task's own cell, below, with the part's name before it."""
        task, name = self.tasks[-1], " ".join(content.split())
        at = self.table.columns[CONTENT]
        for position, text in enumerate(row.cells):
            if text and position != self.table.columns.get("TT"):
                line = f"- {name}" if position == at else f"- {name}: {text}"
                task.cells[position] = "\n".join(filter(None, (task.cells.get(position, ""), line)))
        message = f"Dòng “{_shown(name)}” là một phần của nhiệm vụ {task.number}, đã ghi vào nội dung nhiệm vụ đó."
        self.problems.add("NK002", row.place, message, _COMPARE)

    def _is_own_task(self, row: PlanRow, number_text: str, content: str) -> bool:
        """Whether a row without a readable number is a task by itself, rather than the rest of the row before."""
        if not self.tasks or self.last_is_heading or "TT" not in self.table.columns:
            return bool(content) and any(_cell(row, self.table.columns.get(title)) for title in _AGENCY_COLUMNS)
        if row.after_break or not content or self.table.columns.get("TT") in row.carried:
            return False
        ended = self.tasks[-1].cells.get(self.table.columns[CONTENT], "").rstrip().endswith((".", ";", ":", "…", ")"))
        led = bool(_cell(row, self.table.columns.get(_AGENCY_COLUMNS[0])))
        return bool(number_text) or (content[:1].isupper() and led and (ended or self._has_own_deadline(row)))

    def _has_own_deadline(self, row: PlanRow) -> bool:
        """Whether this row and the task above each have a whole deadline that cannot go on in the other's."""
        at = self.table.columns.get("Thời gian hoàn thành")
        above, own = self.tasks[-1].cells.get(-1 if at is None else at, ""), _cell(row, at)
        return _is_deadline(above) and _is_deadline(own) and not _is_deadline(f"{above} {own}")

    def _open_task(self, number: tuple[Level, str] | None, row: PlanRow) -> None:
        label = number[1] if number else ""
        keep = [heading for heading in self.headings if not number or heading.level < number[0]]
        self.headings = tuple(keep)
        cells = {position: text for position, text in enumerate(row.cells) if text}
        cells = {**row.carried, **cells}
        self.tasks.append(OpenTask(label, self.headings, row.place, cells))
        self.last_is_heading = False
        if not number and "TT" in self.table.columns:
            content = _shown(_cell(row, self.table.columns[CONTENT]))
            message = f"Dòng “{content}” không có số thứ tự, được nhập thành nhiệm vụ riêng."
            self._unsure(row, CONTENT, message, "Nếu là phần tiếp của nhiệm vụ trên, hãy ghép lại.")

    def _rejoin(self, row: PlanRow) -> None:
        if not self.tasks:
            message = f"Dòng “{_shown(' '.join(row.cells).strip())}” đứng trước nhiệm vụ đầu tiên, đã bỏ qua."
            self._unsure(row, CONTENT, message, _COMPARE)
            return
        task = self.tasks[-1]
        glue = "\n" if {self.table.columns.get("TT"), self.table.columns[CONTENT]} & set(row.carried) else " "
        moved: list[str] = []
        for position, text in enumerate(row.cells):
            if text:
                target = self._column_of(task, row, position)
                if target is None:
                    self._doubt(row, position)
                elif target != position:
                    moved.append(self._moved(text, position, target))
                target = position if target is None else target
                head = task.cells.get(target, "")
                task.cells[target] = f"{head}{glue if head else ''}{text}"
        name = f"Nhiệm vụ {task.number}" if task.number else "Nhiệm vụ trên"
        group = f" (nhóm {task.headings[-1].label})" if task.headings else ""
        rest = _shown(" ".join(filter(None, row.cells)))
        message = f"{name}{group}: phần bị ngắt sang dòng này (“{rest}”) đã được nối lại."
        self.problems.add("NK002", row.place, " ".join((message, *moved)), _COMPARE)

    def _column_of(self, task: OpenTask, row: PlanRow, position: int) -> int | None:
        """The column that the cut-off text at `position` goes on in; None if nothing above tells."""
        if task.cells.get(position):
            return position
        for neighbour in (position - 1, position + 1):
            head = task.cells.get(neighbour, "")
            if head and not _cell(row, neighbour) and agency_key(f"{head} {row.cells[position]}") in self.known:
                return neighbour
        return None

    def _title(self, position: int) -> str:
        return next((title for title, at in self.table.columns.items() if at == position), f"thứ {position + 1}")

    def _moved(self, text: str, position: int, target: int) -> str:
        return f"Chữ “{text}” lệch ở cột “{self._title(position)}” đã được đưa về cột “{self._title(target)}”."

    def _doubt(self, row: PlanRow, position: int) -> None:
        text, column = _shown(row.cells[position]), self._title(position)
        message = f"Chữ “{text}” nằm dưới một ô trống ở cột “{column}”, không rõ thuộc cột nào."
        fix = "Xem lại ô này trong bản kế hoạch và chuyển về đúng cột nếu cần."
        self._unsure(row, column, message, fix)


def _is_heading(number: tuple[Level, str], following: tuple[Level, str] | None) -> bool:
    """Whether a numbered row with nothing but a title heads the rows below."""
    level, label = number
    if level in (Level.PART, Level.GROUP):
        return True
    if level is not Level.ITEM or following is None or following[0] is not Level.SUB_ITEM:
        return False
    return not following[1][0].isdigit() or following[1].split(".")[0] == label


def _shown(text: str) -> str:
    return shortened(" ".join(text.split()), 61)
