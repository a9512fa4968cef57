"""What is not certain of a plan's tasks: told as a problem, and marked at its cell as a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from generator.core.model import DeadlineKind
from generator.core.problems import Place, Problem, ProblemList
from generator.core.vietnamese import fold
from generator.read.columns import CONTENT, LEAD, PERSON, SUPPORT, SheetTitle
from generator.validate.agencies import begins_like_agency
from generator.validate.deadlines import lacks_year, parse_deadline
from generator.validate.plan_drafts import DraftTask
from generator.validate.plan_rows import COMPARE, Doubt, OpenTask
from generator.validate.plan_tasks import Tidied
from generator.validate.tracking import Tracked

_LONGEST_NAME = 120
_ODD = re.compile(r"[^\W\d]\d{1,2}$|^(Sở|Phòng|UBND|Chi cục|Trung tâm)\s.*\s\1\s")
"""A digit that hangs on a word, rather the sign of a footnote; two agencies with nothing between them."""
_COLLECTIVE = ("cac ", "so, ban", "toan ")


@dataclass(frozen=True, slots=True)
class PlanNotes:
    """The problems of a plan, and its doubtful cells, as they are found."""

    problems: ProblemList
    doubts: list[Doubt]

    def _unsure(self, at: int, column: str, place: Place, message: str, fix: str) -> None:
        self.problems.add("NK003", place, message, fix)
        self.doubts.append(Doubt(at, column, f"{message} {fix}"))

    def of_task(self, at: int, task: DraftTask, put_right: Tidied, has_leads: bool, year: int | None) -> None:
        """All that is to be told of the task of row `at`; `has_leads` where the plan says who leads."""
        self._marked(at, task, put_right.marks)
        self._moved(at, task, put_right.persons)
        self._unclear(at, task, has_leads, put_right.roles, year)

    def of_names(self, tasks: Sequence[DraftTask]) -> None:
        """Names that do not look like an agency's, each told once."""
        for odd in _odd_names(tasks):
            self.problems.add("NK003", odd.place, odd.message, "Đối chiếu lại với bản kế hoạch rồi sửa các ô này.")
            self.doubts.extend(Doubt(at, odd.column, odd.message) for at in odd.rows)

    def of_gaps(self, rows: Sequence[OpenTask]) -> None:
        """Numbers of tasks that do not follow each other."""
        gaps, places = _gaps(rows), {id(row.place): at for at, row in enumerate(rows)}
        self.problems.extend(gaps)
        self.doubts.extend(Doubt(places[id(gap.place)], "TT", f"{gap.message} {gap.fix}") for gap in gaps)

    def of_months(self, file: str) -> None:
        """NK010: the new dossier counts by calendar months, because its diary does."""
        message = "Nhật ký được xếp theo tháng dương lịch, nên “Chốt số liệu” của hồ sơ mới đặt là “Lịch”."
        fix = "Cơ quan chốt số liệu ngày 14 thì tạo hồ sơ có “Chốt số liệu: NĐ 09” trước, rồi nhập vào: --into."
        self.problems.add("NK010", Place(file), message, fix)

    def of_nothing(self, file: str) -> None:
        """NK001: the table holds neither tasks nor values."""
        message = "Bảng nhiệm vụ không có dòng nào."
        self.problems.add("NK001", Place(file), message, "Kiểm tra lại bảng trong tệp kế hoạch.")

    def _unclear(self, at: int, task: DraftTask, has_leads: bool, reworded: str, year: int | None) -> None:
        """What is missing in the task of row `at`, or was parted from other words."""
        if not task.content:
            message = f"Nhiệm vụ {task.code} không có nội dung."
            self._unsure(at, CONTENT, task.place, message, "Điền nội dung trong trang Nhiệm vụ sau khi nhập.")
        if has_leads and not task.lead:
            message = f"Nhiệm vụ {task.code} chưa có cơ quan chủ trì."
            self._unsure(at, LEAD, task.place, message, "Điền cơ quan chủ trì trong trang Nhiệm vụ sau khi nhập.")
        if reworded:
            message = f"Nhiệm vụ {task.code}: đã tách cơ quan chủ trì, phối hợp từ câu “{reworded}”."
            self._unsure(at, LEAD, task.place, message, "Đối chiếu lại với bản kế hoạch.")
        for column, message in _unclear_deadline(task, year):
            self._unsure(at, column, task.place, message, "Đối chiếu lại với bản kế hoạch rồi sửa ô này.")

    def _marked(self, at: int, task: DraftTask, marks: Sequence[str]) -> None:
        """Signs of footnotes that were taken off names and deadlines: what the note says is not known."""
        if marks:
            message = f"Nhiệm vụ {task.code}: đã bỏ dấu chú thích {', '.join(f'“{mark}”' for mark in marks)}."
            self._unsure(
                at, LEAD, task.place, message, "Xem lời chú thích trong bản kế hoạch, ghi vào Ghi chú nếu cần."
            )

    def _moved(self, at: int, task: DraftTask, persons: str) -> None:
        """Persons that stood where the leading agency should."""
        if persons:
            message = f"Nhiệm vụ {task.code}: “{persons}” là người, đã ghi vào cột {PERSON}."
            fix = "Ghi cơ quan, đơn vị của người đó ở cột Cơ quan chủ trì nếu còn thiếu."
            self._unsure(at, PERSON, task.place, message, fix)

    def dated(self, task: DraftTask, year: int | None) -> DraftTask:
        """The task with the plan's year in a deadline that names none."""
        if year is None or not task.deadline or not lacks_year(task.deadline):
            return task
        meant = parse_deadline(task.deadline, year)
        ends_in_its_word = task.deadline.casefold().endswith("năm")
        forms = (f"{task.deadline}/{year}", f"{task.deadline} năm {year}")
        for dated in (f"{task.deadline} {year}",) if ends_in_its_word else forms:
            if meant is not None and meant.day is not None and _same_day(dated, meant.day):
                message = f"Thời hạn “{task.deadline}” không ghi năm, đã ghi năm của kế hoạch: “{dated}”."
                self.problems.add("NK017", task.place, message, COMPARE)
                return replace(task, deadline=dated)
        return task

    def of_progress(self, tracked: Tracked) -> None:
        """What was unclear in the progress that the table tells, and rows whose period a person is to write."""
        self.problems.extend(tracked.problems)
        self.doubts.extend(
            Doubt(at, "Kỳ báo cáo", "Không có ngày: ghi kỳ báo cáo của dòng này.", SheetTitle.PROGRESS)
            for at, one in enumerate(tracked.rows)
            if one.period is None
        )


def _same_day(text: str, day: date) -> bool:
    found = parse_deadline(text)
    return found is not None and found.day == day


def _unclear_deadline(task: DraftTask, year: int | None) -> Iterator[tuple[str, str]]:
    """The column of a deadline that cannot be understood for certain, and what is unclear about it."""
    deadline = parse_deadline(task.deadline, year) if task.deadline else None
    if task.deadline and (deadline is None or deadline.kind is DeadlineKind.TEXT):
        yield "Thời gian hoàn thành", f"Nhiệm vụ {task.code}: thời hạn “{task.deadline}” không quy được ra ngày."


@dataclass(frozen=True, slots=True)
class _OddName:
    """A name that does not look like an agency's, told once with all tasks it stands at."""

    place: Place
    column: str
    message: str
    rows: tuple[int, ...]


def _odd_names(tasks: Sequence[DraftTask]) -> Iterator[_OddName]:
    found: dict[tuple[str, str], list[int]] = {}
    for at, task in enumerate(tasks):
        for column, names in ((LEAD, task.lead), (SUPPORT, task.support)):
            for name in names:
                if len(name) > _LONGEST_NAME or not _is_agency_like(name) or _ODD.search(name):
                    found.setdefault((column, name), []).append(at)
    for (column, name), rows in found.items():
        said = name if len(name) <= 60 else name[:60].rstrip() + "…"
        codes = ", ".join(tasks[at].code for at in rows[:6]) + (" …" if len(rows) > 6 else "")
        message = f"“{said}” không giống tên cơ quan (nhiệm vụ {codes})."
        if len(rows) == 1:
            message = f"Nhiệm vụ {codes}: “{said}” không giống tên cơ quan."
        yield _OddName(tasks[rows[0]].place, column, message, tuple(rows))


def _is_agency_like(name: str) -> bool:
    return begins_like_agency(name) or fold(name, keep_tones=False).startswith(_COLLECTIVE)


def _gaps(rows: Sequence[OpenTask]) -> list[Problem]:
    """A note for every number that does not follow the one before, in a group or from group to group."""
    counted = [row for row in rows if row.number.isdigit()]
    pairs = list(pairwise(counted))
    changes = [(before, row) for before, row in pairs if before.headings != row.headings]
    runs_on = bool(changes) and all(int(row.number) == int(before.number) + 1 for before, row in changes)
    problems: list[Problem] = []
    for before, row in [(None, row) for row in counted[:1]] + pairs:
        same_group = before is not None and before.headings == row.headings
        last = int(before.number) if before is not None and (same_group or runs_on) else 0
        if int(row.number) != last + 1:
            group = f"Nhóm {row.headings[-1].label}" if row.headings else "Bảng nhiệm vụ"
            jump = f"nhảy từ số {last} sang số {row.number}" if last else f"bắt đầu từ số {row.number}"
            message = f"{group}: số thứ tự {jump}; mã nhiệm vụ giữ theo số của kế hoạch."
            problems.append(Problem("NK004", row.place, message, "Kiểm tra kế hoạch có thiếu nhiệm vụ nào không."))
    return problems
