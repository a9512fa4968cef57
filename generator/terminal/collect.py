"""`baocao collect`: the forms that came back, taken into the workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.problems import ExitCode
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, returns_period_option
from generator.terminal.show import console, problem_summary, show_problems

if TYPE_CHECKING:
    from generator.stories.collect import CollectOutcome


def show_collected(outcome: CollectOutcome, workbook: Path, dry_run: bool) -> None:
    """Problems first, then what was written and who has not answered."""
    from generator.compute.collecting import Fate

    screen = console()
    show_problems(outcome.problems)
    fates = [cell.fate for change in outcome.changes for cell in change.cells]
    new, replaced, kept = (fates.count(fate) for fate in (Fate.NEW, Fate.REPLACED, Fate.KEPT))
    rows = sum(change.writes for change in outcome.changes)
    screen.print(
        f"Đã đọc {outcome.returns} phiếu của {len(outcome.agencies)} cơ quan ({problem_summary(outcome.problems)})."
    )
    if outcome.silent:
        screen.print(f"Chưa có báo cáo ({len(outcome.silent)}): {'; '.join(outcome.silent)}", style="yellow")
    verb = "Sẽ ghi" if dry_run else "Đã ghi"
    if rows:
        screen.print(
            f"{verb} {rows} dòng vào {workbook}: {new} ô mới, {replaced} ô thay giá trị cũ.", style="bold green"
        )
    else:
        screen.print(f"Không có gì mới để ghi vào {workbook}.")
    if kept:
        screen.print(
            f"Giữ nguyên {kept} ô mà phiếu ghi khác; muốn lấy theo phiếu thì thêm --overwrite.", style="yellow"
        )


@click.command(
    "collect",
    cls=Command,
    epilog="baocao collect ho-so.xlsx phieu-tra-loi --period 2025-Q3 --dry-run\n"
    "baocao collect ho-so.xlsx phieu-1.xlsx phieu-2.xlsx --period 2025-Q3",
)
@click.argument("workbook", metavar="TỆP.xlsx", type=FILE)
@click.argument("returns", metavar="PHIẾU…", nargs=-1, required=True, type=FILE)
@returns_period_option
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ ghi gì, không ghi vào hồ sơ.")
@click.option(
    "--overwrite", is_flag=True, help="Thay giá trị hồ sơ đã có bằng giá trị của phiếu; giá trị cũ ghi vào nhật ký."
)
def collect(workbook: Path, returns: tuple[Path, ...], period: str, dry_run: bool, overwrite: bool) -> int:
    """Tổng hợp các phiếu gửi về (tệp hoặc thư mục) vào hồ sơ; có phiếu sai thì không ghi gì."""
    from generator.stories.collect import collect as collect_returns

    outcome = collect_returns(workbook, returns, period, now=datetime.now(), dry_run=dry_run, overwrite=overwrite)
    show_collected(outcome, workbook, dry_run)
    return ExitCode.DONE
