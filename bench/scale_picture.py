"""The growth of time and memory as a picture; scales are logarithmic, growth in proportion is a straight line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log10

Point = tuple[int, float, float]
_WIDTH, _HEIGHT = 760, 380
_LEFT, _TOP, _ACROSS, _DOWN = 62, 64, 290, 250
_APART = 380
_STYLE = "font-family='Liberation Serif, Times New Roman, serif'"


def picture(points: Sequence[Point]) -> str:
    """The SVG; a point is a number of tasks, seconds of the processor, and MiB."""
    time = [(tasks, seconds) for tasks, seconds, _ in points]
    memory = [(tasks, mebibytes) for tasks, _, mebibytes in points]
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' {_STYLE} font-size='13'>",
            f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='#fff'/>",
            f"<text x='{_WIDTH / 2}' y='24' text-anchor='middle' font-size='16' font-weight='bold'>"
            f"Lập báo cáo cho hồ sơ từ {_count(points[0][0])} đến {_count(points[-1][0])} nhiệm vụ</text>",
            *_panel(_LEFT, "Thời gian bộ xử lý (giây)", time, lambda value: f"{value:.1f}".replace(".", ",")),
            *_panel(_LEFT + _APART, "Bộ nhớ cao nhất (MiB)", memory, lambda value: f"{value:.0f}"),
            f"<line x1='{_LEFT}' y1='{_HEIGHT - 14}' x2='{_LEFT + 30}' y2='{_HEIGHT - 14}' {_DASHED}/>",
            f"<text x='{_LEFT + 36}' y='{_HEIGHT - 10}'>tăng đúng theo số nhiệm vụ, tính từ hồ sơ nhỏ nhất</text>",
            "</svg>\n",
        ]
    )


_DASHED = "stroke='#666' stroke-width='1.2' stroke-dasharray='5 4'"


def _panel(left: int, title: str, points: Sequence[tuple[int, float]], shown: Callable[[float], str]) -> list[str]:
    tasks, values = [task for task, _ in points], [value for _, value in points]
    straight = [values[0] * task / tasks[0] for task in tasks]
    low, high = 10 ** int(log10(min(values)) // 1), 10 ** -int(-log10(max(*values, *straight)) // 1)

    def x(task: float) -> float:
        return left + _ACROSS * (log10(task) - log10(tasks[0])) / max(log10(tasks[-1]) - log10(tasks[0]), 1)

    def y(value: float) -> float:
        return _TOP + _DOWN * (1 - (log10(value) - log10(low)) / (log10(high) - log10(low)))

    lines = [f"<text x='{left}' y='{_TOP - 14}' font-weight='bold'>{title}</text>"]
    mark = float(low)
    while mark <= high:
        lines.append(f"<line x1='{left}' y1='{y(mark):.1f}' x2='{left + _ACROSS}' y2='{y(mark):.1f}' stroke='#ddd'/>")
        label = f"{mark:,.0f}".replace(",", ".") if mark >= 1 else f"{mark:g}".replace(".", ",")
        lines.append(f"<text x='{left - 6}' y='{y(mark) + 4:.1f}' text-anchor='end'>{label}</text>")
        mark *= 10
    for task in tasks:
        lines.append(f"<text x='{x(task):.1f}' y='{_TOP + _DOWN + 18}' text-anchor='middle'>{_count(task)}</text>")
    lines.append(f"<text x='{left + _ACROSS / 2}' y='{_TOP + _DOWN + 36}' text-anchor='middle'>số nhiệm vụ</text>")
    ends = f"x1='{x(tasks[0]):.1f}' y1='{y(straight[0]):.1f}' x2='{x(tasks[-1]):.1f}' y2='{y(straight[-1]):.1f}'"
    lines.append(f"<line {ends} {_DASHED}/>")
    path = " ".join(f"{x(task):.1f},{y(value):.1f}" for task, value in points)
    lines.append(f"<polyline points='{path}' fill='none' stroke='#1f4e9e' stroke-width='2'/>")
    for task, value in points:
        lines.append(f"<circle cx='{x(task):.1f}' cy='{y(value):.1f}' r='4' fill='#1f4e9e'/>")
        if task == tasks[-1]:
            place = f"x='{x(task) - 10:.1f}' y='{y(value) - 6:.1f}' text-anchor='end'"
        else:
            place = f"x='{x(task) + 7:.1f}' y='{y(value) + 16:.1f}' text-anchor='start'"
        lines.append(f"<text {place}>{shown(value)}</text>")
    return lines


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
