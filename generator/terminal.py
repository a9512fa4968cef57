"""What a run shows: steps and a closing summary on a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import Problem, Severity
from generator.vietnamese import number_text, short_date

if TYPE_CHECKING:
    from rich.console import Console

    from generator.pipeline import Outcome, Step

SEVERITY_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def console(stderr: bool = False) -> Console:
    """A rich console that is plain where nobody sees colours."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False, markup=False)


def step_printer(steps: Sequence[Step]) -> Callable[[Step], None]:
    """Says each step as it begins: "[2/6] Kiểm tra số liệu …". Goes to stderr, and only on a terminal."""
    if not sys.stderr.isatty():
        return lambda step: None
    screen = console(stderr=True)

    def say(step: Step) -> None:
        screen.print(f"[{steps.index(step) + 1}/{len(steps)}] {step.value} …", style="dim")

    return say


def show_problems(problems: Iterable[Problem], stderr: bool = False) -> None:
    """Every problem: errors first, each with its place, finding, remedy and code."""
    screen = console(stderr)
    order = list(Severity)
    for problem in sorted(problems, key=lambda one: order.index(one.severity)):
        screen.print(f"{problem.severity.label}: ", style=SEVERITY_COLOURS[problem.severity], end="")
        screen.print(str(problem))


def problem_summary(problems: Iterable[Problem]) -> str:
    """ "3 lỗi, 1 cảnh báo", or that there is nothing to say."""
    found = list(problems)
    counts = [(sum(problem.severity is severity for problem in found), severity.label.lower()) for severity in Severity]
    return ", ".join(f"{count} {label}" for count, label in counts if count) or "không có lỗi"


def show_outcome(outcome: Outcome) -> None:
    """The closing summary of `build`: figures, gaps, problems, files."""
    screen = console()
    facts = outcome.facts
    counts = facts.tasks.counts
    screen.print(f"Báo cáo {facts.period.label} (số liệu đến hết ngày {short_date(facts.window.end)})", style="bold")
    if counts.total:
        screen.print(
            f"  Nhiệm vụ: {counts.total}, gồm {counts.completed} hoàn thành, {counts.in_progress_all} đang thực hiện, "
            f"{counts.not_started_all} chưa thực hiện, {counts.suspended} tạm dừng, {counts.ongoing} thường xuyên; "
            f"{counts.overdue} quá hạn"
        )
    if facts.indicators:
        statuses = [fact.status.value for fact in facts.indicators]
        screen.print(
            f"  Chỉ tiêu: {len(statuses)}, gồm {statuses.count('exceeded')} vượt, {statuses.count('met')} đạt, "
            f"{statuses.count('not_met')} chưa đạt, {statuses.count('no_data')} chưa có số liệu"
        )
    if facts.funding.lines and facts.funding.totals.planned is not None:
        disbursed = facts.funding.totals.disbursed
        paid = f", đã giải ngân {number_text(disbursed)} triệu đồng" if disbursed is not None else ""
        screen.print(f"  Kinh phí: kế hoạch {number_text(facts.funding.totals.planned)} triệu đồng{paid}")
    _show_gaps(outcome, screen)
    _show_files(outcome, screen)


def _show_gaps(outcome: Outcome, screen: Console) -> None:
    if outcome.gaps:
        screen.print(f"  Còn {len(outcome.gaps)} chỗ chưa có nội dung (nền vàng trong tệp Word):", style="yellow")
        for gap in outcome.gaps:
            screen.print(f"    - {gap.removeprefix('Chưa có nội dung: ')}")
    rest = [problem for problem in outcome.problems if problem.code != "XB001"]
    if rest:
        screen.print(f"  {problem_summary(rest)}:")
        show_problems(rest)


def _show_files(outcome: Outcome, screen: Console) -> None:
    from generator.terminal_merge import show_merged

    published = outcome.published
    pages = {pdf.path.stem: pdf.pages for pdf in outcome.pdfs}
    verb = "Không có gì thay đổi" if published.unchanged else "Đã ghi"
    screen.print(f"{verb}: {published.folder}", style="bold green")
    for name, label in outcome.labels.items():
        count = pages.get(Path(name).stem) if name.endswith(".docx") else None
        screen.print(f"  {name:<18} {label}" + (f", {count} trang (kèm bản PDF)" if count else ""))
    show_merged(outcome.merged, screen)
    for name in published.removed:
        screen.print(f"  Đã bỏ {name}: kỳ này không còn phụ lục đó", style="dim")
