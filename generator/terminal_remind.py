"""What `remind` shows: the agencies with what each is reminded of, the letters, the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.terminal import console, problem_summary, show_problems
from generator.vietnamese import short_date

if TYPE_CHECKING:
    from generator.compute.reminders import Reminder
    from generator.reminding import Reminded
    from generator.screen import Screen


def show_reminded(done: Reminded) -> None:
    """Who was reminded of what, what was written, what still wants a person."""
    screen, facts = console(), done.facts
    screen.print(f"Đôn đốc {facts.period.label} (tính đến hết ngày {short_date(facts.as_of)})", style="bold")
    for one in done.reminders:
        screen.print(f"  {one.agency}: {_words(one)}")
    if not done.reminders:
        screen.print("  Không cơ quan nào phải đôn đốc: không có nhiệm vụ quá hạn hoặc chưa báo cáo.")
    if done.problems:
        screen.print(f"  {problem_summary(done.problems)}:")
        show_problems(done.problems)
    _show_standing(done, screen)
    _show_letters(done, screen)
    _show_register(done, screen)


def _words(one: Reminder) -> str:
    parts = [f"{len(one.overdue)} nhiệm vụ quá hạn"] if one.overdue else []
    parts += [f"{len(one.unreported)} nhiệm vụ chưa báo cáo"] if one.unreported else []
    return ", ".join(parts)


def _show_standing(done: Reminded, screen: Screen) -> None:
    for letter in done.standing:
        day = f" ngày {short_date(letter.day)}" if letter.day else ""
        screen.print(f"  {letter.name}: đã phát hành số {letter.number}{day}, giữ nguyên. Đôn đốc tiếp: thêm --as-of.")


def _show_letters(done: Reminded, screen: Screen) -> None:
    from generator.terminal_merge import show_merged
    from generator.unchanged import summary_of

    if done.outcome is None:
        screen.print("Không lập công văn nào.", style="bold green")
        return
    summary = summary_of(done.outcome)
    verb = "Không có gì thay đổi" if summary.unchanged else "Đã ghi"
    screen.print(f"{verb}: {summary.folder}", style="bold green")
    for name, label in summary.labels.items():
        pages = summary.pages.get(name)
        screen.print(f"  {name}: {label}" + (f", {pages} trang (kèm bản PDF)" if pages else ""))
    screen.print(f"  Yêu cầu trả lời trước ngày {short_date(done.before)}; đổi bằng --before.")
    show_merged(summary.merged, screen)
    for name in summary.removed:
        screen.print(f"  Đã bỏ {name}: lần này không lập công văn đó", style="dim")


def _show_register(done: Reminded, screen: Screen) -> None:
    if done.register is not None:
        verb = "Đã cập nhật" if done.register_changed else "Không có gì thay đổi trong"
        screen.print(f"{verb} sổ theo dõi: {done.register}")
        if done.outcome is not None:
            screen.print("  Phát hành xong, ghi số và ngày vào sổ; công văn đã ghi số không bị lập lại.", style="dim")
