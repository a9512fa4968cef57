"""From the rows of a plan's table to whole tasks: groups told apart, rows that a page break cut rejoined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import count

from generator.core.model import DeadlineKind
from generator.core.problems import Place, Problem, ProblemList
from generator.core.roman import roman
from generator.core.vietnamese import shortened
from generator.read.columns import CONTENT, GROUP_TITLE, LEAD, SUPPORT, SheetTitle
from generator.read.plan_table import PlanRow, PlanTable
from generator.read.side_rows import FOOTNOTE, SIGNED, SIGNING, TOTAL
from generator.validate.agencies import agency_key, split_names
from generator.validate.deadlines import parse_deadline

_NUMBER = re.compile(r"\(?(?P<number>(?:[IVXLC]+|[A-ZĐ])(?:\.\d+)+|[IVXLC]+|[A-ZĐ]|[a-zđ]|\d+(?:[.,]\d+)*)\s*[.)/:]*")
_BULLET = re.compile(r"[-–—+•*]")
_NUMBERED_TITLE = re.compile(r"(?P<number>[IVXLC]+|[A-ZĐ])\s*[.)/:\-–]\s*(?P<title>\S.*)", re.DOTALL)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_OPEN_END = frozenset((
    "và", "với", "của", "cho", "tại", "trên", "trong", "theo", "về", "từ", "đến", "là", "các", "những", "để", "do",
    "bằng", "gồm", "hoặc", "như", "khi", "sau", "trước", "giữa", "được", "có",
))  # fmt: skip
"""Words behind which a sentence cannot end: what stands in the next row belongs to it."""
_LONGEST_TITLE, _LONGEST_LABEL = 25, 6
_FEWEST_WORDS = 3
"""More words than a number and its sign have: a title or a note in the column of numbers."""
COMPARE = "Đối chiếu lại với bản kế hoạch."


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
    BARE = 2
    """A title without a number of its own."""
    ITEM = 3
    SUB_ITEM = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A title that tasks stand under, with its number."""

    level: Level
    label: str
    title: str
    place: Place = field(compare=False)


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
    gathering.end()
    for _, problem in strays:
        gathering.doubt(CONTENT, problem)
    return GatheredTasks(gathering.tasks, gathering.problems.items, gathering.doubts)


def _known_names(table: PlanTable) -> frozenset[str]:
    """Keys of everything that stands whole in some cell, or in a cell of agencies, of the table."""
    keys = {agency_key(cell) for row in table.rows for cell in row.cells if cell}
    for title in (LEAD, SUPPORT):
        for row in table.rows:
            keys.update(agency_key(name) for name in split_names(_cell(row, table.columns.get(title))))
    return frozenset(keys)


def _is_signature(row: PlanRow, name: str) -> bool:
    """Whether a row is where the table is signed; the words may stand in any column, alone or beside each other."""
    filled = [cell for cell in row.cells if cell]
    return bool(SIGNED.fullmatch(name)) or (bool(filled) and all(map(SIGNING.fullmatch, filled)))


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
    if not label[0].isdigit() and "." in label:  # I.1, A.2.3
        return (Level.ITEM if label.count(".") == 1 else Level.SUB_ITEM), label
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
    is_signed: bool = False
    """The rows from here on are where the table is signed."""
    bare: list[PlanRow] = field(default_factory=list)
    """Rows with a title alone that no task has come under yet."""
    named: dict[str, str] = field(default_factory=dict)
    """The groups that a column names, with the number each has got."""
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
        self.is_signed = self.is_signed and not number and not row.after_break
        text = content or number_text
        if not number and self._passes_over(row, number_text, content, others):
            return
        if not number and not others and self._is_bare_title(row, number_text, content):
            self._open_bare(row, text)
        elif not content and not others and len(number_text.split()) > _FEWEST_WORDS and not titled:
            message = (
                f"Dòng “{excerpt(number_text)}” đứng một mình trong bảng, không thuộc cột nào, không thành nhiệm vụ."
            )
            fix = "Nếu là tên nhóm, ghi số thứ tự (I, II …) trước tên; nếu không, bỏ qua."
            self._unsure(row, CONTENT, message, fix)
        elif number and content and not others and (titled or _is_heading(number, following)):
            self._open_heading(number, content, row)
        elif number and content and self._heads_with_one_more(number, row, following):
            self._open_heading(number, content, row)
            self._tell_one_more(row, number_text, content)
        elif self._is_part(number_text, content):
            self._add_part(row, content)
        elif number or self._is_own_task(row, number_text, content):
            self._open_task(number, row)
        elif self.last_is_heading and not others:
            self._extend_heading(text)
        else:
            self._rejoin(row)

    def _passes_over(self, row: PlanRow, number_text: str, content: str, others: bool) -> bool:
        """Whether a row without a number is a total, a place to sign or a footnote: told, and no task."""
        text, all_words = content or number_text, excerpt(" ".join(filter(None, row.cells)))
        if TOTAL.match(text) or TOTAL.fullmatch(number_text):
            self._unsure(row, CONTENT, f"Dòng “{all_words}” là dòng tổng, đã bỏ qua.", COMPARE)
        elif self.is_signed or _is_signature(row, text):
            self.is_signed = True
            self._unsure(row, CONTENT, f"Dòng “{all_words}” là chỗ ký tên, đã bỏ qua.", COMPARE)
        elif not others and FOOTNOTE.fullmatch(number_text or content):
            message = f"Dòng “{all_words}” là chú thích của bảng, không thành nhiệm vụ."
            self._unsure(row, CONTENT, message, COMPARE)
        else:
            return False
        return True

    def _tell_one_more(self, row: PlanRow, number_text: str, content: str) -> None:
        more = " ".join(excerpt(cell) for cell in row.cells if cell not in (number_text, content, ""))
        message = f"Dòng nhóm “{number_text} {excerpt(content)}” còn ghi “{more}”; chưa ghi cho nhiệm vụ nào."
        fix = "Nếu là của mọi nhiệm vụ trong nhóm, ghi vào từng nhiệm vụ; nếu dòng này là nhiệm vụ, thêm vào hồ sơ."
        self._unsure(row, CONTENT, message, fix)

    def _is_bare_title(self, row: PlanRow, number_text: str, content: str) -> bool:
        """Whether a row with nothing but words heads the rows below: one cell over many columns, or a title by itself.

        The rest of a cell that a page break cut goes on in small letters, or behind words that end no sentence.
        """
        text = content or number_text
        if row.is_title:
            return True
        if row.after_break or not content or number_text or self.last_is_heading or row.carried:
            return False
        if not text[:1].isupper() or len(text.split()) > _LONGEST_TITLE or text.endswith((".", ";", ",")):
            return False
        above = self.tasks[-1].cells.get(self.table.columns[CONTENT], "") if self.tasks else ""
        last = above.rstrip().rpartition(" ")[2]
        return last.casefold() not in _OPEN_END and not last.endswith((",", "-", "–", "(", "“"))

    def _open_bare(self, row: PlanRow, text: str) -> None:
        """A title without a number: it gets one in the order of its kind, so that its tasks can be told from others."""
        title = " ".join(text.split())
        if self.bare:  # a title just below a title
            title = f"{self.headings[-1].title} - {title}"
            self.headings = self.headings[:-1]
        above = tuple(heading for heading in self.headings if heading.level < Level.BARE and not row.is_outside)
        depth = len(above)
        taken = {task.headings[depth].label for task in self.tasks if task.headings[:depth] == above != task.headings}
        labels = (str(number) if above else roman(number) for number in count(1))
        label = next(label for label in labels if label not in taken)
        self.headings = (*above, Heading(Level.BARE, label, title, row.place))
        self.bare.append(row)
        self.last_is_heading = True

    def _close_bare(self) -> None:
        """Tells of the titles that a task now stands under."""
        for row in self.bare:
            message = (
                f"Dòng “{excerpt(' '.join(row.cells))}” không có số thứ tự, đã hiểu là tên nhóm, đánh số "
                f"{self.headings[-1].label}."
            )
            self._unsure(row, CONTENT, message, "Nếu là phần tiếp của nhiệm vụ trên, hãy ghép lại.")
        self.bare.clear()

    def end(self) -> None:
        """Tells of titles that nothing stands under."""
        for row in self.bare:
            message = f"Dòng “{excerpt(' '.join(row.cells))}” đứng một mình trong bảng, không có nhiệm vụ nào bên dưới."
            self._unsure(row, CONTENT, message, COMPARE)
        self.bare.clear()

    def _heads_with_one_more(
        self, number: tuple[Level, str], row: PlanRow, following: tuple[Level, str] | None
    ) -> bool:
        """Whether a row numbered as a group, with items below it, says one thing more than its title: who leads all."""
        named = (self.table.columns.get("TT"), self.table.columns[CONTENT])
        more = sum(bool(cell) for at, cell in enumerate(row.cells) if at not in named)
        return number[0] <= Level.GROUP and more == 1 and following is not None and following[0] >= Level.ITEM

    def _part_letter(self) -> str:
        return next((heading.label for heading in self.headings if heading.level is Level.PART), "")

    def _open_heading(self, number: tuple[Level, str], title: str, row: PlanRow) -> None:
        level, label = number
        self.end()
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
        message = f"Dòng “{excerpt(name)}” là một phần của nhiệm vụ {task.number}, đã ghi vào nội dung nhiệm vụ đó."
        self.problems.add("NK002", row.place, message, COMPARE)

    def _is_own_task(self, row: PlanRow, number_text: str, content: str) -> bool:
        """Whether a row without a readable number is a task by itself, rather than the rest of the row before."""
        if not self.tasks or self.last_is_heading or "TT" not in self.table.columns:
            led = any(_cell(row, self.table.columns.get(title)) for title in (LEAD, SUPPORT))
            more = any(cell for at, cell in enumerate(row.cells) if at != self.table.columns[CONTENT])
            begins = content[:1].isupper() and more and "TT" not in self.table.columns
            dated = _is_deadline(_cell(row, self.table.columns.get("Thời gian hoàn thành")))
            return bool(content) and (led or begins or (dated and content[:1].isupper()))
        if row.after_break or not content:
            return False
        if self.table.columns.get("TT") in row.carried and not self._has_own_deadline(row):
            return False
        ended = self.tasks[-1].cells.get(self.table.columns[CONTENT], "").rstrip().endswith((".", ";", ":", "…", ")"))
        led = bool(_cell(row, self.table.columns.get(LEAD)))
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
        headings = self.headings or self._of_columns(row)
        cells = {position: text for position, text in enumerate(row.cells) if text}
        cells = {**row.carried, **cells}
        self.tasks.append(OpenTask(label, headings, row.place, cells))
        self._close_bare()
        self.last_is_heading = False
        if not number and "TT" in self.table.columns:
            content = excerpt(_cell(row, self.table.columns[CONTENT]))
            why = "chung ô số thứ tự với dòng trên" if self.table.columns["TT"] in row.carried else "không có số thứ tự"
            message = f"Dòng “{content}” {why}, được nhập thành nhiệm vụ riêng."
            self._unsure(row, CONTENT, message, "Nếu là phần tiếp của nhiệm vụ trên, hãy ghép lại.")

    def _of_columns(self, row: PlanRow) -> tuple[Heading, ...]:
        """The group that the columns for it name; a blank cell below one that is filled says the same."""
        code, name = (self._in_group(row, title) for title in ("Nhóm", GROUP_TITLE))
        title = " ".join((name or code).split())
        if not title:
            return ()
        label = code if name and len(code) <= _LONGEST_LABEL else ""
        if not label:
            label = self.named.setdefault(title, roman(len(self.named) + 1))
        return (Heading(Level.GROUP, label, title if name else code, row.place),)

    def _in_group(self, row: PlanRow, title: str) -> str:
        at = self.table.columns.get(title)
        if at is None:
            return ""
        text = _cell(row, at) or row.carried.get(at, "")
        return text or (self.tasks[-1].cells.get(at, "") if self.tasks else "")

    def _rejoin(self, row: PlanRow) -> None:
        if not self.tasks:
            message = f"Dòng “{excerpt(' '.join(row.cells).strip())}” đứng trước nhiệm vụ đầu tiên, đã bỏ qua."
            self._unsure(row, CONTENT, message, COMPARE)
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
        rest = excerpt(" ".join(filter(None, row.cells)))
        message = f"{name}{group}: phần bị ngắt sang dòng này (“{rest}”) đã được nối lại."
        self.problems.add("NK002", row.place, " ".join((message, *moved)), COMPARE)

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
        text, column = excerpt(row.cells[position]), self._title(position)
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
    return following[1][0].islower() or following[1].startswith(f"{label}.")


def excerpt(text: str) -> str:
    """A cell's text as a message quotes it."""
    return shortened(" ".join(text.split()), 61)
