"""`baocao issue`: number and date put into a report, which is closed then."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode
from generator.core.vietnamese import short_date
from generator.terminal.command_line import Command, Day
from generator.terminal.options import FILE
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from generator.stories.issue import IssuedFolder


def show_issued(done: IssuedFolder) -> None:
    """What `issue` wrote."""
    screen = console()
    show_problems(done.problems)
    screen.print(f"Đã ban hành: Báo cáo số {done.issued.symbol} ngày {short_date(done.issued.day)}", style="bold green")
    screen.print(
        f"  {len(done.files) - 1} tệp trong {done.folder} đã ghi số và ngày; thư mục này không bị lập lại nữa."
    )
    screen.print("  Cần lập bản mới cho kỳ này: baocao build … --new-version")


@click.command(cls=Command, epilog="baocao issue outputs/ho-so/2025-Q3 --number 05 --date 20/9/2025")
@click.argument("folder", metavar="THƯ_MỤC", type=FILE)
@click.option("--number", required=True, metavar="SỐ", help="Số của báo cáo, chẳng hạn 5 hoặc 05.")
@click.option("--date", "day", required=True, type=Day(), metavar="NGÀY", help="Ngày ban hành.")
@click.option("--waive", multiple=True, metavar="MÃ", help="Miễn một quy tắc thể thức; ghi được nhiều lần.")
def issue(folder: Path, number: str, day: date, waive: tuple[str, ...]) -> int:
    """Ghi số và ngày vào báo cáo, phụ lục rồi chốt: từ đó thư mục không bị lập lại."""
    from generator.stories.issue import issue as issue_report

    show_issued(issue_report(folder, number, day, waive))
    return ExitCode.DONE
