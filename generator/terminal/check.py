"""`baocao check`: the problems of a workbook, a marked copy, a corrected copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode, any_error
from generator.core.vietnamese import one_line
from generator.terminal.command_line import Command
from generator.terminal.options import EXCEL_FILE, FILE, form_option, out_option, workbook_argument
from generator.terminal.show import console, problem_summary, show_problems

if TYPE_CHECKING:
    from generator.validate.repairs import Repair


def show_repairs(repairs: Sequence[Repair], out: Path, quiet: bool = False) -> None:
    """Every repair: cell, old, new and why; on stderr where stdout is for a machine."""
    from generator.compute.collecting import said

    screen = console(stderr=quiet)
    seen = [one for one in repairs if not one.shows_the_same]
    if kept := len(repairs) - len(seen):
        screen.print(f"{kept} ô ghi số, ngày dưới dạng chữ nay là số, ngày thật của Excel; nội dung không đổi.")
    for one in seen:
        place = f"trang “{one.place.sheet}”, {one.place.spot}"
        screen.print(f"Đã sửa {place}: “{one.old}” → “{one_line(said(one.new))}” ({one.reason})")
    screen.print(f"Đã ghi {out}: {len(repairs)} ô được sửa. Các vấn đề còn lại của tệp này:", style="bold green")


@click.command(
    cls=Command,
    epilog="baocao check ho-so.xlsx\nbaocao check ho-so.xlsx --annotate ho-so-danh-dau.xlsx\n"
    "baocao check ho-so.xlsx --fix ho-so-da-sua.xlsx",
)
@workbook_argument
@click.option("--period", metavar="KỲ", help="Kiểm tra thêm số liệu của kỳ này.")
@form_option
@click.option(
    "--annotate",
    metavar="TỆP.xlsx",
    type=EXCEL_FILE,
    help="Ghi một bản sao có tô màu và ghi chú ở các ô có vấn đề.",
)
@click.option(
    "--fix",
    metavar="TỆP.xlsx",
    type=FILE,
    help="Ghi một bản sao đã sửa những ô chắc chắn, rồi báo những gì còn lại trong bản sao đó.",
)
@out_option
def check(workbook: Path, period: str | None, form: str, annotate: Path | None, fix: Path | None, out: Path) -> int:
    """Kiểm tra hồ sơ: mọi lỗi và cảnh báo trong một lần, kèm ô và cách sửa."""
    from generator.stories.check import check_workbook

    if fix is not None:
        from generator.stories.intake import repair_workbook

        show_repairs(repair_workbook(workbook, fix), fix, quiet=form == "json")
        workbook = fix
    problems = check_workbook(workbook, period, annotate, out)
    if form == "json":
        click.echo(json.dumps({"problems": [problem.as_json() for problem in problems]}, ensure_ascii=False, indent=2))
    else:
        show_problems(problems)
        click.echo(f"{workbook.name or workbook}: {problem_summary(problems)}.")
    return ExitCode.PROBLEMS if any_error(problems) else ExitCode.DONE
