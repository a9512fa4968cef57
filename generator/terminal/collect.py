"""`baocao collect`: the forms that came back, taken into the workbook."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.core.vietnamese import one_line
from generator.terminal.command_line import Command
from generator.terminal.options import FILE, returns_period_option
from generator.terminal.show import Screen, console, problem_summary, show_problems

if TYPE_CHECKING:
    from generator.stories.collect import CollectOutcome


def show_collected(outcome: CollectOutcome, workbook: Path, dry_run: bool) -> None:
    """What is to be known, what stays aside and why, every cell before it is written, and who has not answered."""
    from generator.compute.collecting import Fate

    screen = console()
    show_problems(outcome.problems)
    summary = "" if outcome.aside and not outcome.problems else f" ({problem_summary(outcome.problems)})"
    screen.print(f"Đã đọc {outcome.returns} phiếu của {len(outcome.agencies)} cơ quan{summary}.")
    if dry_run:
        _show_cells(outcome, screen)
    _show_aside(outcome, screen)
    if outcome.silent:
        screen.print(f"Chưa có báo cáo ({len(outcome.silent)}): {'; '.join(outcome.silent)}", style="yellow")
    fates = Counter(cell.fate for change in outcome.changes for cell in change.cells)
    rows = sum(change.writes for change in outcome.changes)
    if rows:
        joined = f", {fates[Fate.JOINED]} ô nối thêm lời" if fates[Fate.JOINED] else ""
        said = f"{fates[Fate.NEW]} ô mới{joined}, {fates[Fate.REPLACED]} ô thay giá trị cũ"
        screen.print(f"{'Sẽ ghi' if dry_run else 'Đã ghi'} {rows} dòng vào {workbook}: {said}.", style="bold green")
    else:
        screen.print(f"Không có gì mới để ghi vào {workbook}.")
    if kept := fates[Fate.KEPT]:
        screen.print(
            f"Giữ nguyên {kept} ô mà phiếu ghi khác; muốn lấy theo phiếu thì thêm --overwrite.", style="yellow"
        )


def _show_cells(outcome: CollectOutcome, screen: Screen) -> None:
    from generator.compute.collecting import said

    for change in outcome.changes:
        files = ", ".join(one.path.name for one in change.answer.sources)
        row = f"dòng {change.target.number}" if change.target else "dòng mới"
        screen.print(f"Trang {change.sheet}, mã {change.code} ({row}): {'; '.join(change.agencies)}, tệp {files}")
        for cell in change.cells:
            old, new = (one_line(said(value)) or "(trống)" for value in (cell.old, cell.new))
            screen.print(f"    {cell.column}: {old} → {new}  [{cell.fate.value}]")


def _show_aside(outcome: CollectOutcome, screen: Screen) -> None:
    if not outcome.aside:
        return
    refused, rows = len(outcome.refused), len(outcome.aside) - len(outcome.refused)
    counts = [f"{count} {noun}" for count, noun in ((refused, "phiếu"), (rows, "mục")) if count]
    screen.print(f"Để riêng, chưa tổng hợp ({', '.join(counts)}):", style="bold red")
    for one in outcome.aside:
        whose = f"{one.agency}, tệp {one.path.name}" if one.agency else f"Tệp {one.path.name}"
        what = f", mã {one.code}" if one.code else f", trang {one.needs[0].place.sheet}" if one.sheet else ""
        screen.print(f"  {whose}{what}:")
        for need in one.needs:
            where = f"trang “{need.place.sheet}”, {need.place.spot}: " if need.place.sheet and need.place.spot else ""
            screen.print(f"    {where}{need.message} {need.fix}".rstrip() + f"  [{need.code}]")


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
    """Tổng hợp các phiếu gửi về (tệp hoặc thư mục) vào hồ sơ; phiếu, dòng chưa dùng được thì để riêng và nêu lý do."""
    from generator.stories.collect import collect as collect_returns

    outcome = collect_returns(workbook, returns, period, now=datetime.now(), dry_run=dry_run, overwrite=overwrite)
    show_collected(outcome, workbook, dry_run)
    return outcome.code
