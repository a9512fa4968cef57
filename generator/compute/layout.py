"""The parts of the results as sheet Bố cục lays them out: each task and indicator in one of them, none dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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


Group = tuple[str, ...]
"""What tells a group from others: of tasks its number and title, of indicators its name."""


def laid_out(rows: Sequence[LayoutRow], tasks: Sequence[Task], indicators: Sequence[Indicator]) -> Layout:
    """Where the rows put each task and indicator; a code goes before its group, the first row before others."""
    problems = ProblemList()
    parts: dict[str, LayoutPart] = {}
    claimed: dict[Group | str, LayoutPart] = {}
    codes = {fold(one.code) for one in tasks} | {fold(one.code) for one in indicators}
    groups = _groups_by_name(tasks, indicators)
    for row in _ordered(rows):
        part = parts.setdefault(fold(row.title), LayoutPart(row.title))
        if not row.groups:
            fix = "Ghi các nhóm nhiệm vụ, chỉ tiêu vào cột Nhóm, hoặc xoá dòng."
            problems.add("BC004", row.row.place("Mục"), f"Mục “{row.title}” chưa có nhóm nào, không được in.", fix)
        for name in (one for written in row.groups for one in _apart(written, groups.keys() | codes)):
            key, place, said = fold(name), row.row.place(GROUPS), f"“{shortened(name, _LONGEST)}”"
            if key in groups and key in codes:
                message = f"{said} vừa là nhóm vừa là mã; báo cáo hiểu là nhóm."
                problems.add("BC006", place, message, "Muốn chỉ mã thì đổi mã, hoặc ghi tên nhóm ở các mục khác.")
            elif key not in groups and key not in codes:
                guess = nearest(name, [*groups, *codes])
                known = "Ghi số hoặc tên nhóm, hoặc mã, như ở trang Nhiệm vụ, Chỉ tiêu."
                fix = f"Có phải là “{_as_written(guess, tasks, indicators)}”?" if guess else known
                problems.add("BC001", place, f"Nhóm {said} không có trong hồ sơ.", fix)
            wanted: tuple[Group | str, ...] = tuple(groups.get(key, ())) or ((key,) if key in codes else ())
            firsts = [first for one in wanted if (first := claimed.setdefault(one, part)) is not part]
            if firsts and len(firsts) == len(wanted):  # a name of two groups, one of them free, means that one
                message = f"Nhóm {said} ghi ở hai mục; báo cáo in ở mục “{firsts[0].title}”."
                problems.add("BC002", place, message, "Chỉ ghi nhóm ở một mục.")
    rest = LayoutPart("")
    for task in tasks:
        _part(task.code, (task.group, task.group_title), claimed, rest).tasks.append(task)
    of_indicators = [(one, _part(one.code, (one.group,), claimed, rest)) for one in indicators]
    names_indicators = any(part is not rest for _, part in of_indicators)
    for indicator, part in of_indicators if names_indicators else ():
        part.indicators.append(indicator)
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


def _groups_by_name(tasks: Iterable[Task], indicators: Iterable[Indicator]) -> dict[str, dict[Group, None]]:
    """What a row may call a group by → the groups so called: number, title or both of tasks, the name of indicators."""
    found: dict[str, dict[Group, None]] = {}
    for task in tasks:
        both = f"{task.group}. {task.group_title}" if task.group and task.group_title else ""
        for name in (task.group, task.group_title, both):
            if name:
                found.setdefault(fold(name), {})[_group(task.group, task.group_title)] = None
    for one in indicators:
        if one.group:
            found.setdefault(fold(one.group), {})[_group(one.group)] = None
    return found


def _group(*names: str) -> Group:
    return tuple(fold(name) for name in names)


def _as_written(key: str, tasks: Iterable[Task], indicators: Iterable[Indicator]) -> str:
    """A name or code as the dossier writes it."""
    written = [name for task in tasks for name in (task.group_title, task.group, task.code)]
    written += [name for one in indicators for name in (one.group, one.code)]
    return next((name for name in written if fold(name) == key), key)


_WORD = fold("nhóm")


def _apart(written: str, known: Collection[str]) -> list[str]:
    """The names in a part of a cell: as it stands, without "Nhóm" before it, or parted by commas if all are known."""
    first, _, after = written.partition(" ")
    bare = after.strip() if fold(first) == _WORD else written
    for name in (written, bare):
        if fold(name) in known:
            return [name]
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    return parts if parts and all(fold(part) in known for part in parts) else [written]


def _part(code: str, group: tuple[str, ...], claimed: Mapping[Group | str, LayoutPart], rest: LayoutPart) -> LayoutPart:
    return claimed.get(fold(code)) or claimed.get(_group(*group)) or rest


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
