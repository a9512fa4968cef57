"""The command that reminds agencies: remind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.core.problems import ExitCode
from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command, Day
from generator.terminal.options import FILE, as_of_option, out_option, pdf_options, period_option, templates_option
from generator.terminal.show import Screen, console, problem_summary, show_merged, show_problems, step_printer

if TYPE_CHECKING:
    from generator.compute.reminders import Reminder
    from generator.stories.remind import Reminded

# --- what `remind` shows: the agencies with what each is reminded of, the letters, the register -----------------------


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
    if done.outcome is None:
        screen.print("Không lập công văn nào.", style="bold green")
        return
    summary = done.outcome.summary()
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


@click.command(
    "remind",
    cls=Command,
    epilog="baocao remind ho-so.xlsx --period 2025-Q3 --before 30/9/2025\n"
    'baocao remind ho-so.xlsx --period 2025-Q3 --agency "Sở Tài chính" --agency "Sở Nội vụ"\n'
    "baocao remind ho-so.xlsx --period 2025-Q3 --one-letter --pdf",
)
@click.argument("workbook", metavar="TỆP.xlsx", type=FILE)
@period_option
@as_of_option
@out_option
@click.option("--agency", "agencies", multiple=True, metavar="TÊN", help="Chỉ đôn đốc cơ quan này; ghi được nhiều lần.")
@click.option("--one-letter", is_flag=True, help="Lập một công văn gửi chung các cơ quan, kèm phụ lục.")
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày dự kiến gửi công văn; mặc định là hôm nay.")
@click.option(
    "--before",
    type=Day(),
    metavar="NGÀY",
    help="Yêu cầu trả lời trước ngày này; mặc định là ngày làm việc thứ năm sau ngày dự kiến gửi.",
)
@click.option(
    "--unit",
    metavar="KÝ_HIỆU",
    help="Ký hiệu đơn vị soạn thảo trong số công văn; mặc định lấy ở dòng Lưu (Nơi nhận).",
)
@pdf_options
@click.option("--final", is_flag=True, help="Bản chính thức: từ chối nếu còn chỗ chưa có nội dung.")
@templates_option
def remind(workbook: Path, period: str, **options: Any) -> int:
    """Lập công văn đôn đốc gửi từng cơ quan có nhiệm vụ quá hạn hoặc chưa báo cáo, và sổ theo dõi."""
    from generator.stories.jobs import STEPS
    from generator.stories.letters_due import RemindJob
    from generator.stories.remind import remind as remind_agencies

    reminded = remind_agencies(RemindJob(workbook, period, today=date.today(), **options), step_printer(STEPS))
    show_reminded(reminded)
    return ExitCode.CONFLICTS if reminded.outcome and reminded.outcome.conflicts else ExitCode.DONE
