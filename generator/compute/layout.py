"""The parts of the results as sheet Bố cục lays them out: each task and indicator in one of them, none dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.core.model import Dossier, Indicator, LayoutRow, Task
from generator.core.problems import Problem, ProblemList
from generator.core.vietnamese import fold, nearest, shortened

GROUPS = "Nhóm"
_LONGEST = 60


@dataclass(slots=True)
class LayoutPart:
    """A part with its tasks and indicators, in the plan's order; `title` is "" for what no row names."""

    title: str
    tasks: list[Task] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """`parts` without those that hold nothing, the part for the rest last. Indicators that no row names at all stay
    outside: they have a section of their own.
    """

    parts: tuple[LayoutPart, ...]
    problems: tuple[Problem, ...]


def laid_out(rows: Sequence[LayoutRow], tasks: Sequence[Task], indicators: Sequence[Indicator]) -> Layout:
    """Where the rows put each task and indicator; a code goes before its group, the first row before others."""
    problems = ProblemList()
    parts: dict[str, LayoutPart] = {}
    for row in _ordered(rows):
        parts.setdefault(fold(row.title), LayoutPart(row.title))
    of_code: dict[str, LayoutPart] = {}
    of_group: dict[str, LayoutPart] = {}
    codes = {fold(one.code) for one in tasks} | {fold(one.code) for one in indicators}
    names = {fold(name): name for name in _names(tasks, indicators)}
    for row in _ordered(rows):
        part = parts[fold(row.title)]
        if not row.groups:
            fix = "Ghi các nhóm nhiệm vụ, chỉ tiêu vào cột Nhóm, hoặc xoá dòng."
            problems.add("BC004", row.row.place("Mục"), f"Mục “{row.title}” chưa có nhóm nào, không được in.", fix)
        for name in row.groups:
            key, place = fold(name), row.row.place(GROUPS)
            claimed = of_group if key in names else of_code
            if key in names and key in codes:
                message = f"“{shortened(name, _LONGEST)}” vừa là nhóm vừa là mã; báo cáo hiểu là nhóm."
                problems.add("BC006", place, message, "Muốn chỉ mã thì đổi mã, hoặc ghi tên nhóm ở các mục khác.")
            if key not in codes and key not in names:
                guess = nearest(name, names.values())
                fix = (
                    f"Có phải là “{guess}”?"
                    if guess
                    else "Ghi số hoặc tên nhóm, hoặc mã, như ở trang Nhiệm vụ, Chỉ tiêu."
                )
                problems.add("BC001", place, f"Nhóm “{shortened(name, _LONGEST)}” không có trong hồ sơ.", fix)
            elif (first := claimed.setdefault(key, part)) is not part:
                message = f"Nhóm “{shortened(name, _LONGEST)}” ghi ở hai mục; báo cáo in ở mục “{first.title}”."
                problems.add("BC002", place, message, "Chỉ ghi nhóm ở một mục.")
    rest = LayoutPart("")
    names_indicators = any({fold(one.code), fold(one.group)} & (of_code.keys() | of_group.keys()) for one in indicators)
    for task in tasks:
        keys = (fold(task.group), fold(task.group_title))
        _part(fold(task.code), keys, of_code, of_group, rest).tasks.append(task)
    for indicator in indicators if names_indicators else ():
        _part(fold(indicator.code), (fold(indicator.group),), of_code, of_group, rest).indicators.append(indicator)
    if rows:
        _tell_left(rest, rows[0], problems)
        if indicators and not names_indicators:
            message = "Trang Bố cục không xếp nhóm chỉ tiêu nào; chỉ tiêu in ở mục riêng, như khi không có trang này."
            problems.add("BC005", rows[0].row.place(), message, "Muốn xếp thì ghi nhóm hoặc mã chỉ tiêu vào cột Nhóm.")
    kept = tuple(part for part in (*parts.values(), rest) if part.tasks or part.indicators)
    return Layout(kept, tuple(problems.items))


def layout_problems(dossier: Dossier) -> tuple[Problem, ...]:
    """What is wrong with sheet Bố cục; nothing without it."""
    return laid_out(dossier.layout, dossier.tasks, dossier.indicators).problems if dossier.layout else ()


def _ordered(rows: Sequence[LayoutRow]) -> list[LayoutRow]:
    """By Thứ tự; rows without one come after, in the sheet's order."""
    return sorted(rows, key=lambda row: (row.order is None, row.order or 0))


def _names(tasks: Iterable[Task], indicators: Iterable[Indicator]) -> Iterable[str]:
    """The names a row may call a group by: number and title of a group of tasks, the group of an indicator."""
    for task in tasks:
        yield from (name for name in (task.group_title, task.group) if name)
    yield from (one.group for one in indicators if one.group)


def _part(
    code: str,
    groups: Iterable[str],
    of_code: dict[str, LayoutPart],
    of_group: dict[str, LayoutPart],
    rest: LayoutPart,
) -> LayoutPart:
    if code in of_code:
        return of_code[code]
    return next((of_group[group] for group in groups if group and group in of_group), rest)


def _tell_left(rest: LayoutPart, first: LayoutRow, problems: ProblemList) -> None:
    """BC003: a group, or a task without one, that no row names; told once a group."""
    left: dict[str, list[str]] = {}
    for task in rest.tasks:
        name = (
            f"{task.group}. {task.group_title}" if task.group and task.group_title else task.group_title or task.group
        )
        left.setdefault(f"Nhóm nhiệm vụ “{shortened(name, _LONGEST)}”" if name else "", []).append(task.code)
    for one in rest.indicators:
        name = f"Nhóm chỉ tiêu “{shortened(one.group, _LONGEST)}”" if one.group else ""
        left.setdefault(name, []).append(one.code)
    for name, codes in left.items():
        which = f"{', '.join(codes[:5])}{' …' if len(codes) > 5 else ''}"
        message = f"{name or 'Không nhóm'} ({which}) chưa xếp vào mục nào; báo cáo in ở phần cuối."
        problems.add("BC003", first.row.place(), message, "Ghi nhóm hoặc mã vào cột Nhóm của một mục.")
