"""What a run shows: steps and a closing summary on a terminal, plain lines when piped."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from generator.core.folders import REPORT, TO_READ
from generator.core.limits import MEBIBYTE
from generator.core.problems import Problem, ProblemGroup, Severity, grouped
from generator.core.vietnamese import number_text, short_date, shortened

if TYPE_CHECKING:
    from generator.core.summary import KeptEdits, Summary, Waiting
    from generator.stories.jobs import Step
    from generator.terminal.timings import Timings

# --- lines on a terminal, coloured where somebody sees colours and plain where they go into a pipe or a file ----------

_LOOKS: dict[str, dict[str, object]] = {
    "": {},
    "bold": {"bold": True},
    "dim": {"dim": True},
    "yellow": {"fg": "yellow"},
    "cyan": {"fg": "cyan"},
    "bold red": {"fg": "red", "bold": True},
    "bold green": {"fg": "green", "bold": True},
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output, or standard error. NO_COLOR in the environment is heeded (no-color.org)."""

    stderr: bool = False

    def print(self, text: object = "", *, style: str = "", end: str = "\n") -> None:
        """One line. Control characters are left out: text from a file must not steer the terminal."""
        line = _CONTROL.sub("", str(text))
        if style and not os.environ.get("NO_COLOR"):
            line = click.style(line, **_LOOKS[style])  # type: ignore[arg-type]
        click.echo(line + end, nl=False, err=self.stderr)


# --- what a run says about files that a person had edited: what the data changed in them, what waits for a person -----

_SHOWN = 160


def show_merged(merged: Sequence[KeptEdits], screen: Screen) -> None:
    """A line a file; every conflict with the edited and the new text."""
    for one in merged:
        was = f" (trước là {one.edited_name})" if one.edited_name != one.name else ""
        screen.print(f"  {one.name}{was}: giữ nguyên phần đã sửa tay; {_changes(one.changes)}{_how_many(one)}")
        for conflict in one.waiting:
            screen.print(f"    - {_place(conflict)}", style="yellow")
            screen.print(f"        Bản trước:         {shortened(conflict.old, _SHOWN)}")
            screen.print(f"        Bản sửa tay:       {shortened(conflict.edited, _SHOWN)}")
            screen.print(f"        Theo số liệu mới:  {shortened(conflict.new, _SHOWN)}")
    if any(one.waiting for one in merged):
        screen.print(
            "  Mỗi chỗ trên có một ghi chú trong tệp Word. Chọn cách viết đúng, xoá ghi chú rồi chạy lại lệnh này.",
            style="yellow",
        )


def _changes(count: int) -> str:
    return f"đã đưa vào {count} thay đổi của số liệu" if count else "số liệu không thay đổi gì thêm"


def _how_many(one: KeptEdits) -> str:
    return f"; {len(one.waiting)} chỗ cần người quyết định:" if one.waiting else ""


def _place(conflict: Waiting) -> str:
    return f"Tại “{conflict.where}”" if conflict.where else "Tại một đoạn không có chữ"


SEVERITY_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def console(stderr: bool = False) -> Screen:
    """The terminal, plain where nobody sees colours."""
    return Screen(stderr)


def step_printer(steps: Sequence[Step]) -> Callable[[Step], None]:
    """Says each step as it begins: "[2/6] Kiểm tra số liệu …". Goes to stderr, and only on a terminal."""
    if not sys.stderr.isatty():
        return lambda step: None
    screen = console(stderr=True)

    def say(step: Step) -> None:
        screen.print(f"[{steps.index(step) + 1}/{len(steps)}] {step.value} …", style="dim")

    return say


def show_problems(problems: Iterable[Problem], stderr: bool = False) -> None:
    """Every problem: errors first, each with its place, finding, remedy and code; one made in many places once."""
    screen = console(stderr)
    order = list(Severity)
    for group in grouped(sorted(problems, key=lambda one: order.index(one.severity))):
        first = group.first
        screen.print(f"{first.severity.label}: ", style=SEVERITY_COLOURS[first.severity], end="")
        screen.print(str(first))
        if len(group.problems) > 1:
            screen.print(f"  {_also(group)}", style="dim")


_MOST_PLACES = 60


def _also(group: ProblemGroup) -> str:
    """The other places of a mistake, with what is different there."""
    others = group.problems[1:]
    places = [
        f"{one.place.spot or one.place.sheet or 'tệp'}{f' ({words})' if (words := group.differing(one)) else ''}"
        for one in others[:_MOST_PLACES]
    ]
    more = " … (xem đủ bằng --format json hoặc --annotate)" if len(others) > _MOST_PLACES else ""
    said = "như vậy" if group.is_same else "tương tự"
    return f"và {len(others)} chỗ {said}: {'; '.join(places)}{more}"


def problem_summary(problems: Iterable[Problem]) -> str:
    """ "3 lỗi, 1 cảnh báo", or that there is nothing to say."""
    found = list(problems)
    counts = [(sum(problem.severity is severity for problem in found), severity.label.lower()) for severity in Severity]
    return ", ".join(f"{count} {label}" for count, label in counts if count) or "không có lỗi"


def show_summary(summary: Summary) -> None:
    """The closing summary of `build`: figures, gaps, problems, files."""
    screen, tasks, indicators = console(), summary.tasks, summary.indicators
    until = short_date(summary.data_until)
    screen.print(f"Báo cáo {summary.period} (số liệu đến hết ngày {until})", style="bold")
    if tasks:
        screen.print(
            f"  Nhiệm vụ: {tasks['total']}, gồm {tasks['completed']} hoàn thành, {tasks['in_progress_all']} đang thực "
            f"hiện, {tasks['not_started_all']} chưa thực hiện, {tasks['suspended']} tạm dừng, "
            f"{tasks['ongoing']} thường xuyên; {tasks['overdue']} quá hạn"
        )
    under_way, judged = (indicators.get(name, 0) for name in ("under_way", "not_judged"))
    if indicators:
        screen.print(
            f"  Chỉ tiêu: {sum(indicators.values())}, gồm {indicators['exceeded']} vượt, {indicators['met']} đạt, "
            + (f"{under_way} đang thực hiện theo mục tiêu năm, " if under_way else "")
            + f"{indicators['not_met']} chưa đạt, {indicators.get('not_due', 0)} chưa đến hạn đánh giá, "
            + (f"{judged} chưa đánh giá vì chưa có mục tiêu của cả kỳ, " if judged else "")
            + f"{indicators['no_data']} chưa có số liệu"
        )
    if summary.planned is not None:
        paid = f", đã giải ngân {summary.disbursed} triệu đồng" if summary.disbursed is not None else ""
        screen.print(f"  Kinh phí: kế hoạch {summary.planned} triệu đồng{paid}")
    _show_gaps(summary, screen)
    _show_files(summary, screen)


def _show_gaps(summary: Summary, screen: Screen) -> None:
    if summary.gaps:
        screen.print(f"  Còn {len(summary.gaps)} chỗ chưa có nội dung (nền vàng trong tệp Word):", style="yellow")
        for gap in summary.gaps:
            screen.print(f"    - {gap.removeprefix('Chưa có nội dung: ')}")
    rest = [problem for problem in summary.problems if problem.code != "XB001"]
    if rest:
        screen.print(f"  {problem_summary(rest)}:")
        show_problems(rest)


def _show_files(summary: Summary, screen: Screen) -> None:
    screen.print(f"{_done_words(summary)}: {summary.folder}", style="bold green")
    for name, label in summary.labels.items():
        count = summary.pages.get(name) if name.endswith(".docx") else None
        screen.print(f"  {name:<18} {label}" + (f", {count} trang (kèm bản PDF)" if count else ""))
    show_merged(summary.merged, screen)
    for name in summary.removed:
        screen.print(f"  Đã bỏ {name}: {_why_gone(name, summary)}", style="dim")


def _why_gone(name: str, summary: Summary) -> str:
    """Why a file of the run before is not there any more."""
    stem, _, kind = name.rpartition(".")
    if name == TO_READ:
        return "không còn câu nào phải đọc lại"
    if kind == "pdf" and not summary.pages:
        return "lần này không lập bản PDF"
    if stem in summary.gathered:
        return f"nay nằm trong {REPORT.replace('docx', kind)}"
    return "kỳ này không còn phụ lục đó"


def _done_words(summary: Summary) -> str:
    if summary.skipped:
        return "Không có gì thay đổi từ lần lập trước, các tệp vẫn như cũ"
    return "Không có gì thay đổi" if summary.unchanged else "Đã ghi"


def show_timings(timings: Timings) -> None:
    """Each step with its seconds on the clock and of the processor; the peak of memory."""
    screen = console()
    screen.print("Thời gian từng bước (giây đồng hồ; giây bộ xử lý):", style="bold")
    for one in timings.steps:
        screen.print(f"  {one.name:<34} {_seconds(one.clock):>9} {_seconds(one.processor):>9}")
    clock = sum(one.clock or 0 for one in timings.steps)
    processor = sum(one.processor for one in timings.steps)
    screen.print(f"  {'Tổng cộng':<34} {_seconds(clock):>9} {_seconds(processor):>9}")
    if timings.peak is not None:
        screen.print(f"  Bộ nhớ khi nhiều nhất: {number_text(Decimal(timings.peak // MEBIBYTE))} MiB")


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else number_text(Decimal(seconds), 2)
