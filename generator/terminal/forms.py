"""`baocao forms`: a form for each lead agency to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, returns_period_option
from generator.terminal.show import console, show_problems

if TYPE_CHECKING:
    from generator.write.return_form import ReturnForm


def show_forms(forms: Sequence[ReturnForm], out: Path) -> None:
    """The forms with their agencies and how much each asks for."""
    screen = console()
    screen.print(f"Đã lập {len(forms)} phiếu trong {out}:", style="bold green")
    for form in forms:
        shared = " (tên chung nhiều đơn vị: cần cơ quan đầu mối)" if form.collective else ""
        screen.print(f"  {form.name}: {form.agency}, {form.rows} mục{shared}")


@click.command("forms", cls=Command, epilog="baocao forms ho-so.xlsx --period 2025-Q3 --out phieu-quy-3")
@click.argument("workbook", metavar="TỆP", type=FILE)
@returns_period_option
@click.option("--out", required=True, metavar="THƯ_MỤC", type=FILE, help="Thư mục chứa các phiếu.")
def forms(workbook: Path, period: str, out: Path) -> int:
    """Lập phiếu báo cáo cho từng cơ quan chủ trì: việc của cơ quan đó, kết quả kỳ trước, ô để điền, hạn gửi."""
    from generator.stories.collect import write_forms

    written, problems = write_forms(workbook, period, out)
    show_forms(written, out)
    show_problems(problems)
    return ExitCode.DONE
