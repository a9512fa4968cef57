"""`baocao issue`: number and date put into a report, which is closed then."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode, WrongUsage
from generator.core.typed_commands import typed
from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command, Day
from generator.terminal.options import FILE
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.problems import Problem
    from generator.stories.issue import IssuedFolder, Withdrawn


def show_issued(done: IssuedFolder, told: Sequence[Problem] = ()) -> None:
    """What `issue` wrote, and what it noticed that was not `told` before."""
    screen = console()
    show_problems([one for one in done.problems if one not in told])
    screen.print(f"Đã ban hành: Báo cáo số {done.issued.symbol} ngày {short_date(done.issued.day)}", style="bold green")
    screen.print(
        f"  {len(done.files) - 1} tệp trong “{done.folder}” đã ghi số và ngày; thư mục này không bị lập lại nữa."
    )
    screen.print("  Cần lập bản mới cho kỳ này: baocao build … --new-version")
    screen.print(f"  Ban hành nhầm thì rút lại: baocao issue {typed(done.folder)} --withdraw")


def show_decisions(found: Sequence[Problem]) -> None:
    """What a person must know before a report is issued."""
    if found:
        console().print(f"Trước khi ban hành, xem {len(found)} điểm sau:", style="bold")
        show_problems(found)


def show_withdrawn(done: Withdrawn) -> None:
    """What was taken back."""
    screen = console()
    show_problems(done.problems)
    words = f"Đã rút lại Báo cáo số {done.issued.symbol} ngày {short_date(done.issued.day)}"
    screen.print(words, style="bold green")
    screen.print(f"  Bản đã ban hành và số của nó được lưu thành trạng thái số {done.kept_as}; thư mục lập lại được.")
    if done.edited:
        screen.print(f"  Chữ sửa sau khi ban hành ở {', '.join(done.edited)} không theo về; vẫn còn ở trạng thái đó.")


@click.command(
    cls=Command,
    epilog="baocao issue outputs/ho-so/2025-Q3 --number 05 --date 20/9/2025\n"
    "baocao issue outputs/ho-so/2025-Q3 --withdraw",
)
@click.argument("folder", metavar="THƯ_MỤC", type=FILE)
@click.option("--number", metavar="SỐ", help="Số của báo cáo, chẳng hạn 5 hoặc 05.")
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ban hành.")
@click.option("--waive", multiple=True, metavar="MÃ", help="Miễn một quy tắc thể thức; ghi được nhiều lần.")
@click.option("--yes", is_flag=True, help="Không hỏi lại trước khi ban hành hoặc rút lại (dùng trong kịch bản).")
@click.option("--withdraw", is_flag=True, help="Rút lại việc ban hành: tệp trở về như trước, số vẫn ghi trong lịch sử.")
def issue(folder: Path, number: str | None, day: date | None, waive: tuple[str, ...], yes: bool, withdraw: bool) -> int:
    """Ghi số và ngày vào báo cáo, phụ lục rồi chốt: từ đó thư mục không bị lập lại."""
    from generator.stories.before_issue import decisions, unusual
    from generator.stories.issue import issue as issue_report
    from generator.stories.issue import noticed, refuse_unissued
    from generator.stories.issue import withdraw as withdraw_report

    if withdraw:
        if number is not None or day is not None:
            raise WrongUsage(
                "--withdraw (rút lại) không dùng cùng --number, --date (ban hành).", "Chọn một trong hai việc."
            )
        refuse_unissued(folder)
        if not yes:
            _ask_once_more("Rút lại việc ban hành báo cáo này?")
        show_withdrawn(withdraw_report(folder))
        return ExitCode.DONE
    if number is None or day is None:
        raise WrongUsage("Chưa ghi số hoặc ngày ban hành.", "Thêm --number SỐ --date NGÀY.")
    ready = noticed(folder, number, day, waive)
    found = tuple(dict.fromkeys((*ready, *decisions(folder), *unusual(folder, number, day, date.today()))))
    show_decisions(found)
    if not yes:
        _ask_once_more(f"Ban hành báo cáo trong “{folder}” với số {number} ngày {short_date(day)}?")
    show_issued(issue_report(folder, number, day, waive), found)
    return ExitCode.DONE


def _ask_once_more(question: str) -> None:
    """Raises WrongUsage unless a person says yes."""
    try:
        answer = click.prompt(f"{question} Gõ “có” để tiếp tục", default="không", show_default=False)
    except click.Abort:
        answer = ""
    if answer.strip().casefold() not in ("có", "co", "c", "y", "yes"):
        raise WrongUsage("Chưa làm gì.", "Chạy lại và trả lời “có”, hoặc thêm --yes khi chạy trong kịch bản.")
