"""`baocao import`: the task table of a plan as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from generator.core.problems import ExitCode, any_error
from generator.terminal.command_line import Command
from generator.terminal.options import FILE
from generator.terminal.show import show_problems


@click.command(
    "import",
    cls=Command,
    epilog="baocao import phan-cong.docx\nbaocao import phan-cong.txt --into ho-so.xlsx",
)
@click.argument("plan", metavar="KẾ_HOẠCH", type=FILE)
@click.option("--into", metavar="TỆP.xlsx", type=FILE, help="Đưa nhiệm vụ vào hồ sơ này thay vì tạo tệp mới.")
def import_plan(plan: Path, into: Path | None) -> int:
    """Đọc bảng nhiệm vụ của một kế hoạch (.docx, .xlsx, .txt) thành hồ sơ Excel."""
    from generator.stories.import_plan import import_plan as read_plan_into

    target, tasks, problems = read_plan_into(plan, into)
    show_problems(problems)
    doubts = sum(problem.code == "NK003" for problem in problems)
    if doubts:
        click.echo(f"Có {doubts} chỗ chưa chắc chắn, đã tô vàng và ghi chú trong trang Nhiệm vụ.")
    click.echo(
        f"Đã ghi {tasks} nhiệm vụ vào {target}. Mở tệp, điền trang Thông tin chung rồi chạy: baocao check {target}"
    )
    return ExitCode.PROBLEMS if any_error(problems) else ExitCode.DONE
